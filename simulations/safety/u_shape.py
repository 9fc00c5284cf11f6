"""Hard questions that get worse before they get better, and easy ones that hide it (wu2025ushaped)."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.special import expit

from simulations.check import one_of, whole, within
from simulations.data import table
from simulations.masked import padded

GROUPS = 10


@dataclass(frozen=True)
class Turn:
    """How a median goes with compute: the ``first``, the ``extreme`` where it turns, ``at`` so many FLOPs, the lowest
    from there on (``after``), the ``last``."""

    first: float
    extreme: float
    at: float
    after: float
    last: float


@dataclass(frozen=True)
class Groups:
    """Scores of easy, hard and all questions for real models, one minus the Brier score, so that up is better.

    ``flops``, ``easy``, ``hard`` (65,): one value a model (masked beyond a task's models);
    ``centre`` (9,) the middles of half-decades of compute; ``*_median`` (9,): the medians there. ``hard_turn``: by way
    of the lowest median of the hard questions; ``easy_turn``: of the highest one of the easy, in the first five.
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
    hard_turn: Turn
    easy_turn: Turn


@dataclass(frozen=True)
class Mixture:
    """The mechanism in small: two groups of questions against compute.

    ``compute`` (101,) 1 to 10⁶, relative; ``easy``, ``hard``, ``total``, (101,) shares right; ``flat_change``: how much
    the total moves over the first three decades; ``hard_fall``, ``easy_rise``: how far below and above their start the
    hard and the easy questions come in that time.
    """

    compute: np.ndarray
    easy: np.ndarray
    hard: np.ndarray
    total: np.ndarray
    flat_change: float
    hard_fall: float
    easy_rise: float


def difficulty_groups(*, task: str = "MMLU", groups: int = 3) -> Groups:
    """The easiest and the hardest ``groups`` tenths of a task's questions, for each model, and medians by compute."""
    rows = _table()
    chosen = rows["task"] == one_of("task", task, sorted(set(rows["task"].tolist())))
    whole("groups", groups, 1, GROUPS // 2)
    flops = rows["flops"][chosen]
    scores = 1 - np.stack([rows[f"g{i}"][chosen] for i in range(1, GROUPS + 1)], axis=1)  # (models, groups)
    easy, hard, every = scores[:, :groups].mean(1), scores[:, -groups:].mean(1), scores.mean(1)
    half = np.round(2 * np.log10(flops)) / 2
    centre = np.arange(20.0, 24.5, 0.5)
    most = max(np.sum(rows["task"] == name) for name in set(rows["task"]))
    easy_median, hard_median = _medians(half, easy, centre), _medians(half, hard, centre)
    return Groups(
        flops=padded(flops, most),
        easy=padded(easy, most),
        hard=padded(hard, most),
        centre=10**centre,
        easy_median=easy_median,
        hard_median=hard_median,
        every_median=_medians(half, every, centre),
        accuracy_median=_medians(half, rows["accuracy"][chosen], centre),
        models=int(chosen.sum()),
        hard_turn=_turn(10**centre, hard_median, int(np.argmin(hard_median))),
        easy_turn=_turn(10**centre, easy_median, int(np.argmax(easy_median[:5]))),
    )


def mixture(*, hard_share: float = 0.5, dip: float = 0.2, turn: float = 3.0, chance: float = 0.25) -> Mixture:
    """Easy questions rise, sag and rise again; hard ones fall ``dip`` below chance and recover after ``turn`` decades.

    A distractor is learned first (a logistic centred at 1.2 decades), the real rule later (centred at turn + 1): the
    distractor helps on easy questions as much as it harms on hard ones until the rule takes over.
    """
    within("hard_share", hard_share, 0, 1)
    within("dip", dip, 0, chance)
    decades = np.linspace(0, 6, 101)
    distractor, rule = expit(4 * (decades - 1.2)), expit(4 * (decades - turn - 1))
    easy = (chance + dip * distractor) * (1 - rule) + 0.95 * rule
    hard = (chance - dip * distractor) * (1 - rule) + 0.75 * rule
    total = hard_share * hard + (1 - hard_share) * easy
    early = decades <= 3
    return Mixture(
        compute=10**decades,
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


def _turn(flops: np.ndarray, median: np.ma.MaskedArray, place: int) -> Turn:
    return Turn(
        first=float(median[0]),
        extreme=float(median[place]),
        at=float(flops[place]),
        after=float(median[place:].min()),
        last=float(median[-1]),
    )
