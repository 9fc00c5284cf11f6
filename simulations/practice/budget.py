"""A training budget planned with its uncertainty: from compute to the chance that a skill is there."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy import optimize, stats

from simulations import check
from simulations.laws import scaling

COMPUTES = np.logspace(20, 26, 61)
QUANTILES = (0.05, 0.5, 0.95)
ENDS = (QUANTILES[0], QUANTILES[-1])


@dataclass(frozen=True)
class Plan:
    """What a budget buys over ``computes`` (61,) FLOPs, and at the one budget asked for.

    ``loss_low``, ``loss``, ``loss_high`` are the 5%, 50% and 95% points of the best loss over the refits, nats a
    token. ``chance`` is the probability (0 to 1) that the loss lies below the skill's threshold; ``single`` is what
    one best fit and one certain threshold say: 0 or 1. ``here`` is the budget, and at it ``parameters_range``,
    ``tokens_range``, ``ratio_range`` (2,) are the 5% and 95% points of the best model, its training tokens, and tokens
    a parameter. ``nine_in_ten`` is the budget with a chance of 0.9: the least of ``computes`` where that has more
    already, inf where the largest has less.
    """

    computes: np.ndarray
    loss_low: np.ndarray
    loss: np.ndarray
    loss_high: np.ndarray
    chance: np.ndarray
    single: np.ndarray
    here: float
    threshold: float
    chance_here: float
    loss_here: float
    parameters_range: np.ndarray
    tokens_range: np.ndarray
    ratio_range: np.ndarray
    nine_in_ten: float


def plan(*, compute: float = 1e23, threshold: float = 2.1, threshold_sd: float = 0.05) -> Plan:
    """Spend ``compute`` FLOPs as each refit of the Chinchilla law advises, and ask whether the loss passes a threshold.

    ``threshold`` is the loss (nats a token, on the law's own text) under which the skill shows; it is known only to
    within a normal error of standard deviation ``threshold_sd``. The law's own uncertainty is that of 400 bootstrap
    refits (besiroglu2024chinchilla's form). Raises ``ValueError`` for a negative ``threshold_sd``.
    """
    check.at_least("threshold_sd", threshold_sd, 0, unit="nats")
    draws = _draws()  # (61, 400)
    low, middle, high = np.quantile(draws, QUANTILES, axis=1)
    best = scaling.optimum(scaling.REFIT, compute=COMPUTES).loss
    chance = chance_below(draws, threshold=threshold, threshold_sd=threshold_sd)
    at = scaling.optimum(scaling.refits(), compute=compute)
    return Plan(
        computes=COMPUTES,
        loss_low=low,
        loss=middle,
        loss_high=high,
        chance=chance,
        single=(best <= threshold).astype(float),
        here=compute,
        threshold=threshold,
        chance_here=float(chance_below(at.loss[None], threshold=threshold, threshold_sd=threshold_sd)[0]),
        loss_here=float(np.median(at.loss)),
        parameters_range=np.quantile(at.parameters, ENDS),
        tokens_range=np.quantile(at.tokens, ENDS),
        ratio_range=np.quantile(at.tokens_per_parameter, ENDS),
        nine_in_ten=_nine_in_ten(threshold, threshold_sd),
    )


def enough_for(chance: float, *, threshold: float, threshold_sd: float) -> float:
    """The budget in FLOPs, within ``COMPUTES``, at which the loss lies below the threshold with that ``chance``.

    Raises ``ValueError`` where no budget there has it.
    """

    def excess(decades: float) -> float:
        losses = scaling.optimum(scaling.refits(), compute=10**decades).loss
        return float(chance_below(losses, threshold=threshold, threshold_sd=threshold_sd)) - chance

    first, last = np.log10(COMPUTES[[0, -1]])
    least, most = excess(first) + chance, excess(last) + chance
    check.require(least < chance <= most, "chance", f"lie above {least:.2g} and up to {most:.2g}", chance)
    return float(10 ** optimize.brentq(excess, first, last, xtol=1e-6))


def chance_below(losses: np.ndarray, *, threshold: float, threshold_sd: float) -> np.ndarray:
    """The share of draws along the last axis of ``losses`` below a threshold with a normal error."""
    if threshold_sd == 0:
        return np.mean(losses <= threshold, axis=-1)
    return np.mean(stats.norm.cdf((threshold - losses) / threshold_sd), axis=-1)


@cache
def _nine_in_ten(threshold: float, threshold_sd: float) -> float:
    least, most = chance_below(_draws()[[0, -1]], threshold=threshold, threshold_sd=threshold_sd)
    if least >= 0.9:
        return float(COMPUTES[0])
    return enough_for(0.9, threshold=threshold, threshold_sd=threshold_sd) if most >= 0.9 else float(np.inf)


@cache
def _draws() -> np.ndarray:
    return np.stack([scaling.optimum(scaling.refits(), compute=compute).loss for compute in COMPUTES])
