"""A multiple-choice item as a race between log-probabilities: the right option's and the best wrong one's."""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, ndtr

from simulations import check

SMALLEST = 1e7  # parameters
RIGHT_START, WRONG_START = -6.0, -5.0  # nats, at the smallest size
RIGHT_SLOPE = 0.4  # nats a factor of ten


@dataclass(frozen=True)
class OptionRace:
    """Over ``parameters`` (K,): mean log-probability of the ``right`` and of each ``wrong`` option (K,), in nats;
    ``share`` (K,) that the right one has among the options of a typical item; ``accuracy`` (K,) over all items;
    ``right_slope`` what the right one gains with each factor of ten in size, in nats.

    ``overtakes_at`` is the size at which the right option passes the wrong ones on a typical item, infinite if none.
    """

    parameters: np.ndarray
    right: np.ndarray
    wrong: np.ndarray
    share: np.ndarray
    accuracy: np.ndarray
    chance: float
    right_slope: float
    overtakes_at: float


def accuracy_at(lead, *, spread: float, wrong_options: int) -> np.ndarray:
    """P(right option first), when it leads each wrong one by ``lead`` nats and every option's log-probability varies
    from item to item by a normal ``spread`` (standard deviation, nats), independently.

    ∫ φ(e) Φ(e + lead/spread)^k de, by Gauss and Hermite's quadrature. Raises ``ValueError`` for a spread not above 0.
    """
    check.above("spread", spread, unit="nats")
    check.at_least("wrong_options", wrong_options, 1)
    nodes, weights = np.polynomial.hermite_e.hermegauss(61)
    z = nodes + np.asarray(lead, dtype=float)[..., None] / spread
    return (ndtr(z) ** wrong_options) @ (weights / weights.sum())


def option_race(
    *, wrong_slope: float = 0.1, spread: float = 0.2, options: int = 4, parameters: np.ndarray
) -> OptionRace:
    """The race for items of ``options`` options, whose wrong ones gain ``wrong_slope`` nats a factor of ten.

    The chain from log-probability to accuracy is that of schaeffer2024elusive; the straight lines are ours.
    """
    check.at_least("options", options, 2)
    decades = np.log10(np.asarray(check.above("parameters", parameters), dtype=float) / SMALLEST)
    right, wrong = RIGHT_START + RIGHT_SLOPE * decades, WRONG_START + wrong_slope * decades
    return OptionRace(
        parameters=np.asarray(parameters, dtype=float),
        right=right,
        wrong=wrong,
        share=expit(right - wrong - np.log(options - 1)),
        accuracy=accuracy_at(right - wrong, spread=spread, wrong_options=options - 1),
        chance=1 / options,
        right_slope=RIGHT_SLOPE,
        overtakes_at=_overtakes_at(wrong_slope),
    )


def _overtakes_at(wrong_slope: float) -> float:
    if wrong_slope >= RIGHT_SLOPE:
        return float("inf")
    return SMALLEST * 10 ** ((WRONG_START - RIGHT_START) / (RIGHT_SLOPE - wrong_slope))
