"""The theories' simulations against the plain loops of a first draft: the same answers, and how much faster?"""

import math
import time
from collections.abc import Callable

import numpy as np

from simulations.theories import carries, composition

COUNTS = range(1, 31)
STEEPNESSES = np.linspace(0.5, 8, 16)
DECADES = np.linspace(-4, 8, 121)
CORRELATIONS = (0.0, 0.3, 0.6, 0.9)
NODES = [-6 + i / 4 for i in range(49)]


def product_by_loop() -> list:
    """P(all succeed) for every steepness, count and scale, one multiplication after another."""
    surface = []
    for steepness in STEEPNESSES:
        plane = []
        for count in COUNTS:
            row = []
            for decade in DECADES:
                whole = 1.0
                for _ in range(count):
                    whole *= 1 / (1 + math.exp(-steepness * decade))
                row.append(whole)
            plane.append(row)
        surface.append(plane)
    return surface


def product_ratio() -> dict[str, float]:
    """The surface of independent sub-skills: (steepnesses, counts, points), and where each row crosses one half.

    Raises ``AssertionError`` when loop and arrays disagree.
    """
    start = time.perf_counter()
    looped = np.array(product_by_loop())
    middle = time.perf_counter()
    rates = composition.skill_rate(DECADES, steepness=STEEPNESSES[:, None])
    surface = rates[:, None] ** np.array(COUNTS)[:, None]
    end = time.perf_counter()
    np.testing.assert_allclose(surface, looped, rtol=1e-9)
    return _compared(looped=middle - start, vectorised=end - middle)


def correlated_by_loop(*, steepness: float) -> list:
    """P(all succeed) for every correlation, count and scale, averaged over the shared factor node by node."""
    weights = [math.exp(-(z**2) / 2) for z in NODES]
    total = sum(weights)
    quantiles = [_normal_quantile(1 / (1 + math.exp(-steepness * decade))) for decade in DECADES]
    surface = []
    for correlation in CORRELATIONS:
        shared, own = math.sqrt(correlation), math.sqrt(1 - correlation)
        plane = []
        for count in COUNTS:
            row = []
            for quantile in quantiles:
                mean = 0.0
                for z, weight in zip(NODES, weights, strict=True):
                    rate = (1 + math.erf((quantile - shared * z) / own / math.sqrt(2))) / 2
                    mean += weight / total * rate**count
                row.append(mean)
            plane.append(row)
        surface.append(plane)
    return surface


def correlated_ratio(*, steepness: float = 2.0) -> dict[str, float]:
    """The surface of correlated sub-skills: (correlations, counts, points).

    Raises ``AssertionError`` when loop and arrays disagree.
    """
    start = time.perf_counter()
    looped = np.array(correlated_by_loop(steepness=steepness))
    middle = time.perf_counter()
    surface = composition.surface(
        decades=DECADES, counts=np.array(COUNTS), correlations=CORRELATIONS, steepness=steepness
    )
    end = time.perf_counter()
    np.testing.assert_allclose(surface, looped, atol=1e-9)
    return _compared(looped=middle - start, vectorised=end - middle)


def longest_chain_by_loop(a: list[int], b: list[int]) -> int:
    """The longest carry chain of one addition, column by column; digits lowest first."""
    longest = entering = 0
    for x, y in zip(a, b, strict=True):
        if x + y >= 10:
            entering = 1
        elif x + y == 9 and entering:
            entering += 1
        else:
            entering = 0
        longest = max(longest, entering)
    return longest


def carries_ratio(*, additions: int = 100_000, digits: int = 12) -> dict[str, float]:
    """The longest carry chain of many random additions. Raises ``AssertionError`` when loop and arrays disagree."""
    a, b = np.random.default_rng(0).integers(10, size=(2, additions, digits))
    lists = a.tolist(), b.tolist()
    start = time.perf_counter()
    looped = [longest_chain_by_loop(x, y) for x, y in zip(*lists, strict=True)]
    middle = time.perf_counter()
    longest = carries.entering_chains(a + b).max(axis=1)
    end = time.perf_counter()
    np.testing.assert_array_equal(longest, looped)
    return _compared(looped=middle - start, vectorised=end - middle)


def middle(compare: Callable[[], dict[str, float]]) -> dict[str, float]:
    """The middle one of three comparisons by their ratio: the first touches its memory for the first time."""
    return sorted((compare() for _ in range(3)), key=lambda ratio: ratio["times_faster"])[1]


def _normal_quantile(share: float) -> float:
    # bisection: Φ is increasing
    low, high = -40.0, 40.0
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if math.erfc(-middle / math.sqrt(2)) / 2 < share else (low, middle)
    return middle


def _compared(*, looped: float, vectorised: float) -> dict[str, float]:
    return dict(loop_s=looped, vectorised_s=vectorised, times_faster=looped / vectorised)
