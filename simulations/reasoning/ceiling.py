"""A training by reward, forecast from its beginning: a sigmoid fitted to the pass rate over compute."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike

from simulations.check import above, at_least, require
from simulations.masked import padded

START, CEILING, EXPONENT, MIDPOINT = 0.25, 0.6, 1.0, 4_000.0  # the imagined run: pass rates, and GPU-hours
FIRST, LAST = 1_500.0, 100_000.0  # GPU-hours: the noisy beginning is left out, as khatri2025art do
MEASURED = np.geomspace(FIRST, LAST, 29)
COMPUTE = np.geomspace(1e3, 1e5, 61)
DRAWS = 400
MIDDLE = np.array([0.05, 0.95])
# Every curve that is tried: exponents and midpoints; its ceiling is then a least-squares line's slope.
EXPONENTS, MIDPOINTS = np.linspace(0.4, 3, 27), np.geomspace(300, 300_000, 61)


@dataclass(frozen=True)
class Forecast:
    """An imagined run over ``compute`` (61,) GPU-hours, and what is forecast from its first part.

    ``truth``, and the middle 90% of the fits from ``low`` to ``high`` (61,), are pass rates; the band is masked where
    the run was seen. ``measured`` (29,) and ``rate`` (29,): the points of one run, masked after ``seen``.
    ``end_low``, ``end_high``: the forecast at LAST; ``ceiling_low``, ``ceiling_high``: of the ceiling; ``end``: the
    true pass rate at LAST; ``risen``: the share of the whole rise that was seen.
    """

    compute: np.ndarray
    truth: np.ndarray
    low: np.ma.MaskedArray
    high: np.ma.MaskedArray
    measured: np.ma.MaskedArray
    rate: np.ma.MaskedArray
    end: float
    end_low: float
    end_high: float
    ceiling_low: float
    ceiling_high: float
    risen: float


def rise(compute: ArrayLike, *, exponent: ArrayLike, midpoint: ArrayLike) -> np.ndarray:
    """The share of the whole gain that is there after so much ``compute``: 1 / (1 + (C_mid/C)^B). They broadcast.

    Raises ``ValueError`` for compute, an exponent or a midpoint that is not above 0. Source: khatri2025art, equation 1.
    """
    compute, midpoint = (np.asarray(above(n, v), float) for n, v in (("compute", compute), ("midpoint", midpoint)))
    return 1 / (1 + (midpoint / compute) ** np.asarray(above("exponent", exponent), float))


def pass_rate(
    compute: ArrayLike,
    *,
    start: float = START,
    ceiling: float = CEILING,
    exponent: float = EXPONENT,
    midpoint: float = MIDPOINT,
) -> np.ndarray:
    """R₀ + (A − R₀) times the rise: the pass rate after so much ``compute``, of its shape."""
    return start + (ceiling - start) * rise(compute, exponent=exponent, midpoint=midpoint)


def fitted(compute: np.ndarray, rates: np.ndarray, *, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The best sigmoids through runs: their pass rates ``at`` (points,) as (runs, points), and ceilings (runs,).

    ``rates`` (runs, measured) over ``compute`` (measured,); all begin at START. Least squares over EXPONENTS and
    MIDPOINTS, with the ceiling from START to 1. Raises ``ValueError`` for fewer than three points.
    """
    require(len(compute) >= 3, "compute", "hold three points or more", len(compute))
    exponent, midpoint = (grid.ravel()[:, None] for grid in np.meshgrid(EXPONENTS, MIDPOINTS))
    rises = rise(compute, exponent=exponent, midpoint=midpoint)  # (curves, measured)
    gains = np.clip((rates - START) @ rises.T / np.sum(rises**2, axis=1), 0, 1 - START)  # (runs, curves)
    misses = gains**2 * np.sum(rises**2, axis=1) - 2 * gains * ((rates - START) @ rises.T)
    best = misses.argmin(axis=1)
    gain = np.take_along_axis(gains, best[:, None], axis=1)
    return START + gain * rise(at, exponent=exponent[best], midpoint=midpoint[best]), START + gain[:, 0]


@cache
def forecast(*, seen: float = 6_000.0, noise: float = 0.01) -> Forecast:
    """What the run's first ``seen`` GPU-hours say of the rest, where each point strays by ``noise`` (one sd)."""
    at_least("noise", noise, 0)
    used = MEASURED[MEASURED <= above("seen", seen, FIRST, unit="GPU-hours") * 1.001]
    strays = np.random.default_rng(0).standard_normal((DRAWS, len(MEASURED)))[:, : len(used)]
    runs = pass_rate(used) + noise * strays
    at, ceilings = fitted(used, runs, at=np.append(COMPUTE, LAST))
    low, high = np.quantile(at, MIDDLE, axis=0)
    past = COMPUTE < used[-1]
    ends = np.quantile(ceilings, MIDDLE)
    return Forecast(
        compute=COMPUTE,
        truth=pass_rate(COMPUTE),
        low=np.ma.array(low[:-1], mask=past),
        high=np.ma.array(high[:-1], mask=past),
        measured=padded(used, len(MEASURED)),
        rate=padded(runs[0], len(MEASURED)),
        end=float(pass_rate(LAST)),
        end_low=float(low[-1]),
        end_high=float(high[-1]),
        ceiling_low=float(ends[0]),
        ceiling_high=float(ends[1]),
        risen=float(rise(used[-1], exponent=EXPONENT, midpoint=MIDPOINT)),
    )
