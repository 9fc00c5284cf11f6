"""What adding to the log-odds does to a probability: much in the middle, little at the ends."""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from simulations.check import between
from simulations.laws import odds


@dataclass(frozen=True)
class Step:
    """A probability before and after something was added to its log-odds.

    ``log_odds`` (121,) and ``probability`` (121,): the curve from one to the other. ``at`` (2,): the log-odds before
    and after; ``pair`` (2,) the probabilities, ``pair_odds`` (2,) the odds, ``ratio`` the odds ratio, ``points`` the
    gain in points of 100. ``starts`` (99,): probabilities to begin at; ``gains`` (99,) what the same addition brings
    there, in points.
    """

    log_odds: np.ndarray
    probability: np.ndarray
    at: np.ndarray
    pair: np.ndarray
    pair_odds: np.ndarray
    ratio: float
    points: float
    starts: np.ndarray
    gains: np.ndarray


def step(*, start: float = 0.5, added: float = 1.0) -> Step:
    """``added`` to the log-odds (natural) of the probability ``start``.

    Raises ``ValueError`` unless the probability lies strictly between 0 and 1.
    """
    between("start", start, 0, 1)
    log_odds, starts = np.linspace(-6, 6, 121), np.arange(1, 100) / 100
    pair = np.array([start, float(moved(start, added))])
    return Step(
        log_odds=log_odds,
        probability=expit(log_odds),
        at=logit(pair),
        pair=pair,
        pair_odds=odds.odds(pair),
        ratio=float(odds.odds_ratio(pair[1], pair[0])),
        points=float(100 * (pair[1] - pair[0])),
        starts=starts,
        gains=100 * (moved(starts, added) - starts),
    )


def moved(probability, added: float) -> np.ndarray:
    """The probabilities whose log-odds are higher by ``added``; the shape of ``probability``."""
    return expit(logit(probability) + added)
