"""What the ledger measures of the mirage's claims: functions of the shipped tables, a number each."""

import numpy as np

from simulations.data import table
from simulations.laws import popular
from simulations.mirage import annotation, metrics, paired_metrics


def share_of_the_67() -> float:
    """The share of the tasks called emergent that multiple choice or exact match scores."""
    return float(annotation.base_rate(counts=table("preferred_metrics")).shares[0])


def rise_after_100_billion() -> float:
    """The share of the first listing's rise that comes after 100 billion parameters."""
    return popular.metric_listing().last_gain


def largest_step_of_the_listing() -> float:
    """The largest step between neighbouring points of the listing's "discrete" score."""
    return float(np.abs(np.diff(popular.metric_listing().discrete)).max())


def tokens_wrong_for_each_error() -> float:
    """The mean edit distance of sampled ten-token answers whose tokens are wrong one time in ten, over 10."""
    rng = np.random.default_rng(0)
    right = metrics.sampled_answers(token_accuracy=0.9, answer_length=10, answers=10_000, rng=rng)
    return float((~right).sum(axis=1).mean() / 10)


def lambada_before_the_first_hit() -> float:
    """The share of the log perplexity's fall that is over while accuracy on LAMBADA still lies at its floor."""
    _, hard, smooth = paired_metrics.points(table("two_metrics"), "lambada")
    return paired_metrics.smooth_share_at_floor(hard, smooth, floor=paired_metrics.PAIRS["lambada"].floor)


def ladder_tasks_that_hide() -> float:
    """On how many of the ladder's thirteen tasks bits per byte fall while accuracy is at chance."""
    return float(sum(share > 0 for _, share in paired_metrics.hidden_progress(table("ladder_tasks")).values()))
