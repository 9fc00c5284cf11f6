"""k of n right: how far the true rate may lie from the score, by the number of items."""

from dataclasses import dataclass

import numpy as np

from simulations.check import one_of, require
from simulations.laws import resolution

TESTS = (10, 20, 50, 100, 200, 500, 1000, 5000)


@dataclass(frozen=True)
class Counted:
    """Tests of all lengths in TESTS that find the same share of right answers, and the reader's among them.

    ``items`` (8,); ``low`` and ``high`` (8,): the exact 95% interval of the true rate, shares of 1. ``right`` is the
    number of right answers in the reader's test, ``score`` its share, ``here`` (2,) its interval and ``width`` that
    interval's width; ``limit`` is the one-sided 95% upper limit and ``three`` the rule of three, at most 1.
    """

    items: np.ndarray
    low: np.ndarray
    high: np.ndarray
    right: int
    score: float
    here: np.ndarray
    width: float
    limit: float
    three: float


def counted(*, items: int = 100, score: float = 0.0) -> Counted:
    """What a ``score``, the same share of right answers in tests of any length, leaves open about the true rate.

    Raises ``ValueError`` for a length that is none of TESTS, or a score that is no whole number of tenths.
    """
    one_of("items", items, TESTS)
    tenths = np.round(10 * score)
    require(0 <= tenths <= 10 and abs(10 * score - tenths) < 1e-9, "score", "be 0, 0.1, 0.2 … or 1", score)
    tenths = int(tenths)
    lengths = np.array(TESTS)
    low, high = resolution.clopper_pearson(tenths * lengths // 10, lengths)
    at = TESTS.index(items)
    right = tenths * items // 10
    return Counted(
        items=lengths,
        low=low,
        high=high,
        right=right,
        score=right / items,
        here=np.array([low[at], high[at]]),
        width=float(high[at] - low[at]),
        limit=resolution.upper_limit(right, items),
        three=min(resolution.rule_of_three(items), 1.0),
    )
