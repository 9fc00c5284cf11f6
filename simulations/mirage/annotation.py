"""The 92%: which metrics the tasks called emergent are scored by, and which metrics all tasks are scored by."""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from simulations import check
from simulations.laws import odds

HARD = ("multiple_choice_grade", "exact_str_match")
EMERGENT = ("emergent with GPT-3 or LaMDA", "emergent with PaLM")
CHOICES = {"multiple choice or exact match": HARD, "multiple choice": HARD[:1], "exact match": HARD[1:]}
GROUPS = {
    "all other tasks": ("smooth", "flat", "none"),
    "the smooth list": ("smooth",),
    "the flat list": ("flat",),
}


@dataclass(frozen=True)
class BaseRate:
    """Tasks scored by the chosen metrics, among those called emergent and among a ``group`` of others.

    ``shares`` (2,) of 1: emergent, others; ``hard`` and ``totals`` (2,) the counts; ``odds_ratio`` and Fisher's exact
    two-sided ``p_value`` compare the two.
    """

    shares: np.ndarray
    hard: np.ndarray
    totals: np.ndarray
    odds_ratio: float
    p_value: float


def tasks_scored_by(counts: dict[str, np.ndarray], lists, metrics) -> int:
    """How many tasks on ``lists`` are scored by one of ``metrics``, in the table preferred_metrics."""
    chosen = np.isin(counts["wei_list"], lists) & np.isin(counts["metric"], metrics)
    return int(counts["tasks"][chosen].sum())


def base_rate(
    *,
    counts: dict[str, np.ndarray],
    compared_with: str = "all other tasks",
    scored_by: str = "multiple choice or exact match",
    as_printed: bool = True,
) -> BaseRate:
    """The association between being called emergent and being ``scored_by`` one of CHOICES, against one of GROUPS.

    ``as_printed`` counts modified_arithmetic as the paper does, as an aggregate, though its six subtasks are all exact
    match. Raises ``ValueError`` for an unknown group or choice. Sources: schaeffer2023mirage, wei2022emergent.
    """
    check.one_of("compared_with", compared_with, GROUPS)
    check.one_of("scored_by", scored_by, CHOICES)
    metrics = CHOICES[scored_by]
    every = tuple(np.unique(counts["metric"]))
    sides = (EMERGENT, GROUPS[compared_with])
    hard = np.array([tasks_scored_by(counts, side, metrics) for side in sides])
    totals = np.array([tasks_scored_by(counts, side, every) for side in sides])
    if as_printed and "exact_str_match" in metrics:
        hard[0] -= 1
    ratio, p_value = association(hard, totals)
    return BaseRate(shares=hard / totals, hard=hard, totals=totals, odds_ratio=ratio, p_value=p_value)


def association(hard: np.ndarray, totals: np.ndarray) -> tuple[float, float]:
    """The odds ratio of two groups (``hard`` of ``totals`` each, (2,)) and Fisher's exact two-sided p-value."""
    rest = totals - hard
    return float(odds.odds_ratio(*hard / totals)), float(stats.fisher_exact(np.stack([hard, rest])).pvalue)


def markers_above(cut: float, *, markers: dict[str, np.ndarray]) -> dict[str, int]:
    """How many visible markers of the mirage paper's Figure 5A lie above ``cut``, by metric."""
    above = markers["score"] > cut
    return {str(name): int(np.sum(above & (markers["metric"] == name))) for name in np.unique(markers["metric"])}
