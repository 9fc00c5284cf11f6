"""BIG-bench's breakthroughness, which the mirage paper calls the emergence score, and what chance alone gives it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from simulations import check
from simulations.masked import padded

VARIANTS = {"median": np.median, "mean": np.mean}
REACHES = (1e-30, 1e30)  # of a histogram: its bins must be floats, of 32 bits, too


@dataclass(frozen=True)
class ScoredCurve:
    """A curve over model sizes (most,), unused places masked, its emergence ``score``, and what chance gives.

    ``score`` may be infinite; ``shown_score`` is the score cut to the drawn range;
    ``heights`` (bins,) are shares of the chance scores between ``edges`` (bins + 1,); ``beaten`` is the share of chance
    curves whose score is smaller.
    """

    order: np.ma.MaskedArray
    scores: np.ma.MaskedArray
    score: float
    shown_score: float
    edges: np.ndarray
    heights: np.ndarray
    beaten: float


def emergence_score(scores, *, variant: str = "median") -> float:
    """sign(argmax − argmin) (max − min) / √(median of squared steps), for ``scores`` in order of model size.

    The variant "mean" divides by the root of the mean instead. Infinite where the curve moves but its median step is 0;
    0 where it does not move. Raises ``ValueError`` for fewer than 3 scores or an unknown variant.
    Source: schaeffer2023mirage; srivastava2023beyond.
    """
    y = np.asarray(scores, dtype=float)
    check.require(y.ndim == 1 and y.size >= 3, "scores", "be 3 or more numbers in order of size", scores)
    check.one_of("variant", variant, VARIANTS)
    span = np.sign(int(np.argmax(y)) - int(np.argmin(y))) * (y.max() - y.min())
    typical = np.sqrt(VARIANTS[variant](np.diff(y) ** 2))
    if typical == 0:
        return float(np.sign(span) * np.inf) if span else 0.0
    return float(span / typical)


def example_curve(kind: str, *, sizes: int, items: int, rng: np.random.Generator) -> np.ndarray:
    """Scores (sizes,) of one family of models of the ``kind`` (one of EXAMPLES), each tested on ``items``."""
    check.one_of("kind", kind, EXAMPLES)
    check.whole("sizes", sizes, 3)
    check.whole("items", items, 1)
    return EXAMPLES[kind](sizes=sizes, items=items, rng=rng)


def _sampled(first: float, last_but_one: float, last: float) -> Callable:
    """What tests of ``items`` give models with these true rates, those between them on a straight line."""

    def curve(*, sizes, items, rng):
        rate = np.append(np.linspace(first, last_but_one, sizes - 1), last)
        return rng.binomial(items, rate) / items

    return curve


def _noiseless(*, sizes, items, rng):
    """The share of right tokens in the mirage paper's toy with α = −1 and c = 10¹⁰."""
    return np.exp(-1e10 / np.geomspace(2e6, 1.4e11, sizes))


EXAMPLES = {
    "no ability, only noise": _sampled(0.25, 0.25, 0.25),
    "a steady rise": _sampled(0.25, 0.55, 0.6),
    "one jump at the end": _sampled(0.25, 0.25, 0.6),
    "exact match at its floor": _sampled(0.0005, 0.001, 0.13),
    "no noise at all, edit distance": _noiseless,
}


def chance_scores(
    *, sizes: int, items: int, rate: float, trials: int, rng: np.random.Generator, variant: str = "median"
) -> np.ndarray:
    """Emergence scores (trials,) of models that all have the same true ``rate``, each tested on ``items``."""
    check.whole("sizes", sizes, 3)
    check.whole("items", items, 1)
    check.within("rate", rate, 0, 1)
    curves = rng.binomial(items, rate, (check.whole("trials", trials, 1), sizes)) / items
    return np.array([emergence_score(curve, variant=variant) for curve in curves])


def scored_curve(scores, chance: np.ndarray, *, variant: str = "median", most: int = 12, reach: float = 30.0):
    """The ``ScoredCurve`` of ``scores`` beside the scores of ``chance``; the histogram ends at ±``reach``."""
    y = np.asarray(scores, dtype=float)
    score = emergence_score(y, variant=variant)
    check.within("reach", reach, *REACHES)
    check.at_least("the number of chance scores", np.size(chance), 1)
    check.whole("most", most, len(y))
    heights, edges = np.histogram(np.clip(chance, -reach, reach), bins=30, range=(-reach, reach))
    return ScoredCurve(
        order=padded(np.arange(1, len(y) + 1), most),
        scores=padded(y, most),
        score=score,
        shown_score=float(np.clip(score, -reach, reach)),
        edges=edges,
        heights=heights / np.size(chance),
        beaten=float(np.mean(chance < score)),
    )
