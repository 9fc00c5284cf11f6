"""One smooth curve seen at few model sizes: how large its last step looks."""

from dataclasses import dataclass

import numpy as np

from simulations import check
from simulations.masked import padded

SMALLEST, LARGEST = 1e8, 1e12


@dataclass(frozen=True)
class FewSizes:
    """A curve over ``parameters`` (K,) and what is seen of it at ``sizes`` (most,), the unused places masked.

    ``last_step`` is the share (0 to 1) of the whole seen rise that lies between the two largest sizes.
    """

    parameters: np.ndarray
    curve: np.ndarray
    sizes: np.ma.MaskedArray
    scores: np.ma.MaskedArray
    last_step: float


def spaced_sizes(count: int, *, top_gap: float, smallest: float = SMALLEST, largest: float = LARGEST) -> np.ndarray:
    """``count`` sizes (count,): the largest, and the others evenly spaced in log from the smallest to largest/top_gap.

    Raises ``ValueError`` for fewer than 3 sizes or a gap that reaches the smallest.
    """
    check.at_least("count", count, 3, unit="sizes")
    check.between("top_gap", top_gap, 1, largest / smallest)
    return np.append(np.geomspace(smallest, largest / top_gap, count - 1), largest)


def last_step_share(scores: np.ndarray) -> float:
    """The share of the whole rise, first score to last, that lies in the last step. 0 where nothing rises."""
    rise = scores[-1] - scores[0]
    return float((scores[-1] - scores[-2]) / rise) if rise > 0 else 0.0


def few_sizes(score, *, models: int = 5, top_gap: float = 10.0, most: int = 12) -> FewSizes:
    """What ``models`` sizes show of ``score``, a function of parameters, when the largest stands ``top_gap``× above."""
    check.whole("models", models, 3, check.whole("most", most, 3))
    sizes = spaced_sizes(models, top_gap=top_gap)
    seen = score(sizes)
    parameters = np.geomspace(SMALLEST, LARGEST, 81)
    return FewSizes(
        parameters=parameters,
        curve=score(parameters),
        sizes=padded(sizes, most),
        scores=padded(seen, most),
        last_step=last_step_share(seen),
    )
