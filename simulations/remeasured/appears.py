"""When LAMBADA's accuracy passes a level, by size: in tokens read, and in the compute that they took."""

from dataclasses import dataclass

import numpy as np

from simulations.check import between, one_of
from simulations.remeasured.pythia import SIZES, Run, runs

IN = {"tokens read": "tokens", "training compute": "compute"}


@dataclass(frozen=True)
class WhenReached:
    """Where each size's accuracy first passes a level, (8,) each, masked where it never does.

    ``parameters``; ``standard`` and ``deduped``: the tokens (or FLOPs) at which it does so on the Pile and on the Pile
    without duplicates, on a straight line in the logarithm between two checkpoints: on the Pile after ``after`` and
    before ``before``. ``reached``: how many sizes get there on the Pile; ``first``: the smallest of them;
    ``fastest``, ``slowest``: the least and the most tokens (or FLOPs) among these.
    """

    parameters: np.ndarray
    standard: np.ma.MaskedArray
    deduped: np.ma.MaskedArray
    after: np.ma.MaskedArray
    before: np.ma.MaskedArray
    reached: int
    first: str
    fastest: float
    slowest: float


def passes(one: Run, level: float, *, axis: str = "tokens read") -> tuple[float, float, float]:
    """(where ``one``'s accuracy on LAMBADA first passes ``level``, the checkpoint before, the one after), on ``axis``.

    Three NaN where it never does. Raises ``ValueError`` unless the level lies between 0 and 1.
    """
    between("level", level, 0, 1)
    accuracy, place = one.accuracies["LAMBADA"], getattr(one, IN[one_of("axis", axis, IN)])
    above = np.flatnonzero((accuracy[1:] >= level) & (accuracy[:-1] < level))
    if not len(above):
        return np.nan, np.nan, np.nan
    i = above[0]
    share = (level - accuracy[i]) / (accuracy[i + 1] - accuracy[i])
    return float(place[i] ** (1 - share) * place[i + 1] ** share), float(place[i]), float(place[i + 1])


def when_reached(*, level: float = 0.05, axis: str = "tokens read") -> WhenReached:
    """When each of the eight sizes passes an accuracy of ``level`` on LAMBADA, on both corpora."""
    ours = np.array([passes(one, level, axis=axis) for one in runs("the Pile")])
    theirs = np.array([passes(one, level, axis=axis) for one in runs("the Pile without duplicates")])
    standard, after, before = np.ma.masked_invalid(ours).T
    there = ~np.isnan(ours[:, 0])
    return WhenReached(
        parameters=np.array([one.parameters for one in runs()]),
        standard=standard,
        deduped=np.ma.masked_invalid(theirs[:, 0]),
        after=after,
        before=before,
        reached=int(there.sum()),
        first=list(SIZES)[int(np.argmax(there))],
        fastest=min(ours[there, 0], default=np.nan),
        slowest=max(ours[there, 0], default=np.nan),
    )
