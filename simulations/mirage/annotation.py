"""The 92%: which metrics the tasks called emergent are scored by, and which metrics all tasks are scored by."""

from dataclasses import dataclass

import numpy as np
from scipy import stats

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

    @property
    def emergent(self) -> str:
        """The count among those called emergent, in words."""
        return f"{self.hard[0]} of {self.totals[0]} ({self.shares[0]:.1%})"

    @property
    def p_words(self) -> str:
        """The p-value as it is said."""
        return "below 0.0001" if self.p_value < 1e-4 else f"{self.p_value:.4f}"

    @property
    def others(self) -> str:
        """The count among those compared with, in words."""
        return f"{self.hard[1]} of {self.totals[1]} ({self.shares[1]:.1%})"


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
    if compared_with not in GROUPS:
        raise ValueError(f"compared_with must be one of {', '.join(GROUPS)}, not {compared_with!r}")
    if scored_by not in CHOICES:
        raise ValueError(f"scored_by must be one of {', '.join(CHOICES)}, not {scored_by!r}")
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
    ratio = hard[0] * rest[1] / (rest[0] * hard[1]) if rest[0] * hard[1] else float("inf")
    return float(ratio), float(stats.fisher_exact(np.stack([hard, rest])).pvalue)


def markers_above(cut: float, *, markers: dict[str, np.ndarray]) -> dict[str, int]:
    """How many visible markers of the mirage paper's Figure 5A lie above ``cut``, by metric."""
    above = markers["score"] > cut
    return {str(name): int(np.sum(above & (markers["metric"] == name))) for name in np.unique(markers["metric"])}
