"""Hard questions that get worse before they get better, and easy ones that hide it (wu2025ushaped)."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.special import expit

from simulations.data import table
from simulations.words import powers

GROUPS = 10


@dataclass(frozen=True)
class Groups:
    """Scores of easy, hard and all questions for real models, one minus the Brier score, so that up is better.

    ``flops``, ``easy``, ``hard`` (65,): one value a model (masked beyond a task's models);
    ``centre`` (9,) the middles of half-decades of compute; ``*_median`` (9,): the medians there.
    """

    flops: np.ma.MaskedArray
    easy: np.ma.MaskedArray
    hard: np.ma.MaskedArray
    centre: np.ndarray
    easy_median: np.ma.MaskedArray
    hard_median: np.ma.MaskedArray
    every_median: np.ma.MaskedArray
    accuracy_median: np.ma.MaskedArray
    models: int
    story: str


@dataclass(frozen=True)
class Mixture:
    """The mechanism in small: two groups of questions against log10 compute.

    ``decades`` (101,) 0 to 6; ``easy``, ``hard``, ``total``, (101,) shares right; ``flat_change``: how much the total
    moves over the first three decades; ``hard_fall``, ``easy_rise``: how far below and above their
    start the hard and the easy questions come in that time.
    """

    decades: np.ndarray
    easy: np.ndarray
    hard: np.ndarray
    total: np.ndarray
    flat_change: float
    hard_fall: float
    easy_rise: float


def difficulty_groups(*, task: str = "MMLU", groups: int = 3) -> Groups:
    """The easiest and the hardest ``groups`` tenths of a task's questions, for each model, and medians by compute."""
    rows = _table()
    chosen = rows["task"] == task
    if not chosen.any():
        raise ValueError(f"task must be one of {sorted(set(rows['task']))}, got {task!r}")
    if not 1 <= groups <= GROUPS // 2:
        raise ValueError(f"groups must lie from 1 to {GROUPS // 2}, got {groups}")
    flops = rows["flops"][chosen]
    scores = 1 - np.stack([rows[f"g{i}"][chosen] for i in range(1, GROUPS + 1)], axis=1)  # (models, groups)
    easy, hard, every = scores[:, :groups].mean(1), scores[:, -groups:].mean(1), scores.mean(1)
    half = np.round(2 * np.log10(flops)) / 2
    centre = np.arange(20.0, 24.5, 0.5)
    most = max(np.sum(rows["task"] == name) for name in set(rows["task"]))
    medians = [_medians(half, column, centre) for column in (easy, hard, every, rows["accuracy"][chosen])]
    return Groups(
        flops=_padded(flops, most),
        easy=_padded(easy, most),
        hard=_padded(hard, most),
        centre=10**centre,
        easy_median=medians[0],
        hard_median=medians[1],
        every_median=medians[2],
        accuracy_median=medians[3],
        models=int(chosen.sum()),
        story=_story(centre, medians[0], medians[1]),
    )


def mixture(*, hard_share: float = 0.5, dip: float = 0.2, turn: float = 3.0, chance: float = 0.25) -> Mixture:
    """Easy questions rise, sag and rise again; hard ones fall ``dip`` below chance and recover after ``turn`` decades.

    A distractor is learned first (a logistic centred at 1.2 decades), the real rule later (centred at turn + 1): the
    distractor helps on easy questions as much as it harms on hard ones until the rule takes over.
    """
    if not 0 <= hard_share <= 1 or not 0 <= dip <= chance:
        raise ValueError(f"hard_share must lie in 0..1 and dip in 0..{chance}; got {hard_share} and {dip}")
    decades = np.linspace(0, 6, 101)
    distractor, rule = expit(4 * (decades - 1.2)), expit(4 * (decades - turn - 1))
    easy = (chance + dip * distractor) * (1 - rule) + 0.95 * rule
    hard = (chance - dip * distractor) * (1 - rule) + 0.75 * rule
    total = hard_share * hard + (1 - hard_share) * easy
    early = decades <= 3
    return Mixture(
        decades=decades,
        easy=easy,
        hard=hard,
        total=total,
        flat_change=float(np.ptp(total[early])),
        hard_fall=float(chance - hard[early].min()),
        easy_rise=float(easy[early].max() - chance),
    )


@cache
def _table() -> dict[str, np.ndarray]:
    return table("difficulty_groups")


def _medians(half: np.ndarray, value: np.ndarray, centre: np.ndarray) -> np.ma.MaskedArray:
    return np.ma.masked_invalid([np.median(value[half == c]) if np.any(half == c) else np.nan for c in centre])


def _padded(value: np.ndarray, length: int) -> np.ma.MaskedArray:
    out = np.ma.masked_all(length)
    out[: len(value)] = value
    return out


def _story(centre: np.ndarray, easy, hard) -> str:
    lowest, best = int(np.argmin(hard)), int(np.argmax(easy[:5]))
    return (
        f"the hardest go from {hard[0]:.2f} down to {hard[lowest]:.2f} near {powers(10 ** centre[lowest])} FLOPs "
        f"and up to {hard[-1]:.2f}; the easiest reach {easy[best]:.2f} near {powers(10 ** centre[best])} FLOPs, sag to "
        f"{easy[best:].min():.2f} and end at {easy[-1]:.2f}"
    )
