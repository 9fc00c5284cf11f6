"""BIG-bench's breakthroughness, which the mirage paper calls the emergence score, and what chance alone gives it."""

from dataclasses import dataclass

import numpy as np

VARIANTS = {"median": np.median, "mean": np.mean}
NOISELESS = "no noise at all, edit distance"
# True rates of the first model, the last but one and the last.
EXAMPLES = {
    "no ability, only noise": (0.25, 0.25, 0.25),
    "a steady rise": (0.25, 0.55, 0.6),
    "one jump at the end": (0.25, 0.25, 0.6),
    "exact match at its floor": (0.0005, 0.001, 0.13),
    NOISELESS: None,
}


@dataclass(frozen=True)
class ScoredCurve:
    """A curve over model sizes (most,), unused places masked, its emergence ``score``, and what chance gives.

    ``score_words`` writes the score, an infinite one too; ``shown_score`` is the score cut to the drawn range;
    ``heights`` (bins,) are shares of the chance scores between ``edges`` (bins + 1,); ``beaten`` is the share of chance
    curves whose score is smaller.
    """

    order: np.ma.MaskedArray
    scores: np.ma.MaskedArray
    score_words: str
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
    if y.ndim != 1 or len(y) < 3:
        raise ValueError(f"scores must be 3 or more numbers in order of size, not {scores!r}")
    if variant not in VARIANTS:
        raise ValueError(f"variant must be one of {', '.join(VARIANTS)}, not {variant!r}")
    span = np.sign(int(np.argmax(y)) - int(np.argmin(y))) * (y.max() - y.min())
    typical = np.sqrt(VARIANTS[variant](np.diff(y) ** 2))
    if typical == 0:
        return float(np.sign(span) * np.inf) if span else 0.0
    return float(span / typical)


def example_curve(kind: str, *, sizes: int, items: int, rng: np.random.Generator) -> np.ndarray:
    """Scores (sizes,) of one family of models of the ``kind`` (one of EXAMPLES), each tested on ``items``.

    The kind without noise is the share of right tokens in the mirage paper's toy with α = −1 and c = 10¹⁰.
    """
    if kind not in EXAMPLES:
        raise ValueError(f"kind must be one of {', '.join(EXAMPLES)}, not {kind!r}")
    if kind == NOISELESS:
        return np.exp(-1e10 / np.geomspace(2e6, 1.4e11, sizes))
    start, middle, end = EXAMPLES[kind]
    rate = np.append(np.linspace(start, middle, sizes - 1), end)
    return rng.binomial(items, rate) / items


def chance_scores(
    *, sizes: int, items: int, rate: float, trials: int, rng: np.random.Generator, variant: str = "median"
) -> np.ndarray:
    """Emergence scores (trials,) of models that all have the same true ``rate``, each tested on ``items``."""
    curves = rng.binomial(items, rate, (trials, sizes)) / items
    return np.array([emergence_score(curve, variant=variant) for curve in curves])


def scored_curve(scores, chance: np.ndarray, *, variant: str = "median", most: int = 12, reach: float = 30.0):
    """The ``ScoredCurve`` of ``scores`` beside the scores of ``chance``; the histogram ends at ±``reach``."""
    y = np.asarray(scores, dtype=float)
    score = emergence_score(y, variant=variant)
    heights, edges = np.histogram(np.clip(chance, -reach, reach), bins=30, range=(-reach, reach))
    places, unused = np.arange(most), np.arange(most) >= len(y)
    return ScoredCurve(
        order=np.ma.masked_array(places + 1, unused),
        scores=np.ma.masked_array(np.append(y, np.full(most - len(y), y[-1])), unused),
        score_words=words(score),
        shown_score=float(np.clip(score, -reach, reach)),
        edges=edges,
        heights=heights / len(chance),
        beaten=float(np.mean(chance < score)),
    )


def words(score: float) -> str:
    """The score as it is said: one decimal below 100, thousands from there, or infinite."""
    if np.isinf(score):
        return "infinite" if score > 0 else "minus infinite"
    return f"{score:,.1f}" if abs(score) < 100 else f"{score:,.0f}"
