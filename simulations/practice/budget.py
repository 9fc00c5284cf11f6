"""A training budget planned with its uncertainty: from compute to the chance that a skill is there."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy import optimize, stats

from simulations.laws import scaling
from simulations.words import power_of_ten, two_digits

COMPUTES = np.logspace(20, 26, 61)
QUANTILES = (0.05, 0.5, 0.95)


@dataclass(frozen=True)
class Plan:
    """What a budget buys over ``computes`` (61,) FLOPs, and at the one budget asked for.

    ``loss_low``, ``loss``, ``loss_high`` are the 5%, 50% and 95% points of the best loss over the refits, nats a
    token. ``chance`` is the probability (0 to 1) that the loss lies below the skill's threshold; ``single`` is what
    one best fit and one certain threshold say: 0 or 1. ``here`` is the budget, the numbers in words are at it.
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
    parameters_words: str
    tokens_words: str
    ratio_words: str
    nine_in_ten: str


def plan(*, compute: float = 1e23, threshold: float = 2.1, threshold_sd: float = 0.05) -> Plan:
    """Spend ``compute`` FLOPs as each refit of the Chinchilla law advises, and ask whether the loss passes a threshold.

    ``threshold`` is the loss (nats a token, on the law's own text) under which the skill shows; it is known only to
    within a normal error of standard deviation ``threshold_sd``. The law's own uncertainty is that of 400 bootstrap
    refits (besiroglu2024chinchilla's form). Raises ``ValueError`` for a negative ``threshold_sd``.
    """
    if threshold_sd < 0:
        raise ValueError(f"threshold_sd must be 0 or more nats, not {threshold_sd!r}")
    draws = _draws()  # (61, 400)
    low, middle, high = np.quantile(draws, QUANTILES, axis=1)
    best = scaling.optimum(scaling.REFIT, compute=COMPUTES).loss
    chance = chance_below(draws, threshold=threshold, threshold_sd=threshold_sd)
    at = scaling.optimum(scaling.refits(), compute=compute)
    enough = COMPUTES[chance >= 0.9]
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
        parameters_words=_range_words(at.parameters),
        tokens_words=_range_words(at.tokens),
        ratio_words="{:.0f} to {:.0f}".format(*np.quantile(at.tokens_per_parameter, (0.05, 0.95))),
        nine_in_ten=_price(enough),
    )


def enough_for(chance: float, *, threshold: float, threshold_sd: float) -> float:
    """The budget in FLOPs, within ``COMPUTES``, at which the loss lies below the threshold with that ``chance``.

    Raises ``ValueError`` where no budget there has it.
    """

    def excess(decades: float) -> float:
        losses = scaling.optimum(scaling.refits(), compute=10**decades).loss
        return float(chance_below(losses, threshold=threshold, threshold_sd=threshold_sd)) - chance

    first, last = np.log10(COMPUTES[[0, -1]])
    if not excess(first) < 0 <= excess(last):
        raise ValueError(
            f"chance must lie in {excess(first) + chance:.2g} to {excess(last) + chance:.2g}, not {chance!r}"
        )
    return float(10 ** optimize.brentq(excess, first, last, xtol=1e-6))


def _price(enough: np.ndarray) -> str:
    """The least of the budgets that are enough, in words that say where the scan ends."""
    if not enough.size:
        return f"more than {_power_words(COMPUTES[-1])}"
    return f"{_power_words(enough[0])}{' or less' if enough[0] == COMPUTES[0] else ''}"


def chance_below(losses: np.ndarray, *, threshold: float, threshold_sd: float) -> np.ndarray:
    """The share of draws along the last axis of ``losses`` below a threshold with a normal error."""
    if threshold_sd == 0:
        return np.mean(losses <= threshold, axis=-1)
    return np.mean(stats.norm.cdf((threshold - losses) / threshold_sd), axis=-1)


@cache
def _draws() -> np.ndarray:
    return np.stack([scaling.optimum(scaling.refits(), compute=compute).loss for compute in COMPUTES])


def _range_words(values: np.ndarray) -> str:
    low, high = np.quantile(values, (0.05, 0.95))
    unit, name = next((u, n) for u, n in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")) if high >= u)
    return f"{two_digits(low / unit)} to {two_digits(high / unit)} {name}"


def _power_words(compute: float) -> str:
    digits, exponent = f"{compute:.0e}".split("e+")
    return f"{digits} × {power_of_ten(int(exponent))} FLOPs"
