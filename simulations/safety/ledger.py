"""What the ledger measures of the safety chapter's claims: functions of the shipped tables, a number each."""

import numpy as np

from simulations.safety import faking, forecast_game, forecast_rounds, rare_failures, u_shape


def hellaswag_by_bits() -> float:
    """The points of 100 that the power law on bits per byte gets for HellaSwag, from the ladder's ten smallest runs."""
    return _law_points("hellaswag", smoother=True)


def arc_gains_by_bits() -> float:
    """How many more points the power law gets for ARC-Challenge on bits per byte than on accuracy."""
    return _law_points("arc", smoother=True) - _law_points("arc", smoother=False)


def best_on_hindu_knowledge() -> float:
    """The most points of 100 that one of the book's forecasters gets for BIG-G's jump on Hindu knowledge."""
    return max(forecast_game.points(forecast_rounds.named("hindu"), smoother=False).values())


def rate_left_by_a_clean_thousand() -> float:
    """The largest failure rate that a thousand clean trials leave within a 95% interval."""
    return rare_failures.deployment(tests=1000, failures=0).rate_upper


def chance_left_for_a_million_uses() -> float:
    """The largest chance of a failure in a million uses that a thousand clean trials leave within that interval."""
    return rare_failures.deployment(tests=1000, failures=0, uses=1_000_000).chance_upper


def hard_arithmetic_falls_to() -> float:
    """The lowest median score of the hardest tenth of BIG-bench's arithmetic, as a share of its first."""
    turn = u_shape.difficulty_groups(task="BIG-bench arithmetic", groups=1).hard_turn
    return turn.extreme / turn.first


def faking_gap_of_the_largest() -> float:
    """The refusal gap of Llama-3.1-405B above that of every smaller open model, in points of 100."""
    shown = faking.faking()
    return float(shown.gap[3] - np.max(shown.gap[:3]))


def faking_gap_without_a_scratchpad() -> float:
    """The refusal gap of Claude 3 Opus when it may not reason first, in points of 100."""
    return faking.gap_of("Claude 3 Opus", scratchpad=False)


def _law_points(game: str, *, smoother: bool) -> float:
    return forecast_game.points(forecast_rounds.named(game), smoother=smoother)[forecast_game.LAW]
