"""A moment in training: the share of a rare way of answering while reward makes it more frequent."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, logit

from simulations.check import above, between, one_of

STEPS = np.arange(0, 2001, 20)
PLAIN = 0.2  # success of the usual way of answering
NATURAL, VANILLA = "in proportion to the gain", "as often as it is tried"
# Gain of log-odds a step for a gain in reward of 1, so that both rules take a share of 1 in 100 to one half at step 500
# where the rare way solves 30 points more.
RATES = {NATURAL: 0.030635, VANILLA: 0.72118}


@dataclass(frozen=True)
class Moment:
    """Over ``steps`` (101,): the ``share`` of answers given in the rare way, and the ``reward``, the share solved.

    ``half``, ``tenth`` and ``nine_tenths`` are the steps at which the share reaches one half, 10% and 90% (not whole,
    and beyond the last step shown where it takes longer). ``seen`` is where 64 answers are expected to hold one.
    """

    steps: np.ndarray
    share: np.ndarray
    reward: np.ndarray
    half: float
    tenth: float
    nine_tenths: float
    seen: float


def steps_to(share: ArrayLike, *, start: float, gain: float, rule: str = NATURAL) -> np.ndarray:
    """The training steps after which the rare way has this ``share``; it has ``start`` at step 0. Shape of ``share``.

    The policy's log-odds z of the rare way follow the gradient of the expected reward, ``gain`` · s(1 − s), under the
    second rule; under the first, the natural gradient, that is divided by the Fisher information s(1 − s), and z grows
    evenly, as in the replicator equation. Negative before the start. Derived in the tests.
    Raises ``ValueError`` for shares or a start that do not lie between 0 and 1, or a gain that is not above 0.
    """
    rate = RATES[one_of("rule", rule, RATES)] * above("gain", gain)
    place = _even if rule == NATURAL else _weighed
    share, start = np.asarray(between("share", share, 0, 1), float), between("start", start, 0, 1)
    return (place(share) - place(start)) / rate


def share_after(steps: ArrayLike, *, start: float, gain: float, rule: str = NATURAL) -> np.ndarray:
    """The share of the rare way after so many ``steps``: the inverse of ``steps_to``, of the shape of ``steps``."""
    steps = np.asarray(steps, float)
    if rule == NATURAL:
        return expit(logit(between("start", start, 0, 1)) + RATES[NATURAL] * above("gain", gain) * steps)
    odds = np.linspace(logit(start), 14, 20_001)  # no closed form: interpolated, to a step or better
    return expit(np.interp(steps, steps_to(expit(odds), start=start, gain=gain, rule=rule), odds))


def moment(*, start: float = 0.01, gain: float = 0.3, rule: str = NATURAL) -> Moment:
    """A training in which a way of answering that solves ``gain`` more begins with the share ``start``."""
    share = share_after(STEPS, start=start, gain=gain, rule=rule)
    tenth, half, most = steps_to([0.1, 0.5, 0.9], start=start, gain=gain, rule=rule)
    return Moment(
        steps=STEPS,
        share=share,
        reward=PLAIN + gain * share,
        half=float(half),
        tenth=float(max(tenth, 0)),
        nine_tenths=float(most),
        seen=1 / 64,
    )


def _even(share):
    """What grows evenly with the natural gradient: the log-odds."""
    return logit(share)


def _weighed(share):
    """What grows evenly with the plain one: the integral of ds / (s²(1 − s)²)."""
    return 1 / (1 - share) - 1 / share + 2 * logit(share)
