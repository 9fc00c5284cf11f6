"""Evaluation gates: a test every k-fold of effective compute, and how late its alarm comes."""

from dataclasses import dataclass

import numpy as np
from scipy.special import bdtrc, logit, ndtri

from simulations.check import at_least, between, within
from simulations.laws.rise import logistic, steepness

# What the figure's controls offer: words, and decades of compute or a factor of it.
WIDTHS = (("half a decade", 0.5), ("one decade", 1.0), ("two decades", 2.0))
KNOWN_WITHIN = (("exactly", 0.0), ("within 1.26×", 0.1), ("within 2×", 0.3))
MISSED = (("none", 1.0), ("2×", 2.0), ("5×", 5.0), ("20×", 20.0))

WIDEST = 30  # decades of a curve: more than all compute there is, and its buffer is a float
_REACH = 3.0  # decades of compute considered on each side of the danger
_OFFSETS = 24  # positions of the first gate within one interval
_QUANTILES = 15  # widths of the curve considered


@dataclass(frozen=True)
class Gates:
    """When the alarm sounds, in decades of effective compute past the danger, a success rate of one half.

    ``edges`` (49,) bins; ``share`` (48,) of cases in each; ``reached`` (49,): the share of alarms up to each edge;
    ``caught``: share up to the danger; ``median``, ``late`` (95th percentile): factors of compute past it;
    ``early``: share more than ten-fold before it; ``questions_a_decade``: the price; ``buffer``: the factor of compute
    from the alarm's level to the danger on the curve of middle width.
    """

    edges: np.ndarray
    share: np.ndarray
    reached: np.ndarray
    caught: float
    median: float
    late: float
    early: float
    questions_a_decade: float
    buffer: float


def buffer(*, alarm_level: float, width: float) -> float:
    """The factor of compute between the alarm's success rate and one half, below 1 for an alarm above one half.

    Raises ``ValueError`` for an alarm outside 0 to 1, and unless ``width`` lies between 0 and WIDEST decades.
    """
    gained = -logit(within("alarm_level", alarm_level, 0, 1))
    return float(10 ** (gained / steepness(between("width", width, 0, WIDEST))))


def alarm_count(items: int, *, alarm_level: float) -> int:
    """The least number of right answers of ``items`` that raises the alarm: ``alarm_level`` of them, at least one."""
    return max(1, int(np.ceil(alarm_level * items - 1e-9)))


def alarm_chance(rate: np.ndarray, *, items: int, count: int) -> np.ndarray:
    """P(at least ``count`` of ``items`` right) at each success rate."""
    return np.where(count <= 0, 1.0, bdtrc(count - 1, items, rate))


def evaluation_gates(
    *,
    interval: float = 4.0,
    items: int = 100,
    alarm_level: float = 0.2,
    width: float = 1.0,
    uncertainty: float = 0.3,
    elicitation: float = 1.0,
) -> Gates:
    """The distribution of the first alarm, computed, not sampled.

    A gate stands every ``interval``-fold of effective compute, where the danger falls within an interval being equally
    likely anywhere. The curve's width is lognormal: median ``width`` decades, ``uncertainty`` the spread of its log10.
    The test sees the model as if trained with ``elicitation`` times less compute than its users will get out of it.
    """
    between("interval", interval, 1, np.inf)
    at_least("items", items, 1)
    between("alarm_level", alarm_level, 0, 1)
    between("width", width, 0, WIDEST)
    at_least("uncertainty", uncertainty, 0)
    at_least("elicitation", elicitation, 1)
    step, count = np.log10(interval), alarm_count(items, alarm_level=alarm_level)
    position, weight = _first_alarms(step, width, uncertainty, np.log10(elicitation), items, count)
    edges = np.linspace(-_REACH, _REACH, 49)
    share = np.histogram(np.clip(position, -_REACH, _REACH), bins=edges, weights=weight)[0]
    order = np.argsort(position)
    total = np.cumsum(weight[order])
    median, late = (10 ** position[order][min(np.searchsorted(total, q), len(total) - 1)] for q in (0.5, 0.95))
    caught = float(weight[position <= 1e-9].sum())
    return Gates(
        edges=edges,
        share=share,
        reached=np.concatenate([[0.0], np.cumsum(share)]),
        caught=caught,
        median=float(median),
        late=float(late),
        early=float(weight[position < -1].sum()),
        questions_a_decade=float(items / step),
        buffer=buffer(alarm_level=alarm_level, width=width),
    )


def _first_alarms(step, width, uncertainty, gap, items, count):
    """Positions (decades past the danger) and weights of the first alarm, over offsets and widths."""
    quantile = (np.arange(_QUANTILES) + 0.5) / _QUANTILES
    widths = width * 10 ** (uncertainty * ndtri(quantile))
    offset = (np.arange(_OFFSETS) + 0.5) / _OFFSETS * step
    gates = np.arange(-np.ceil(_REACH / step), np.ceil(_REACH / step)) * step
    position = gates[None, :] + offset[:, None]  # (offsets, gates)
    chance = np.stack(
        [alarm_chance(logistic(position - gap, width=w), items=items, count=count) for w in widths]
    )  # (widths, offsets, gates)
    silent = np.cumprod(1 - chance, axis=-1)
    before = np.concatenate([np.ones_like(silent[..., :1]), silent[..., :-1]], axis=-1)
    first = chance * before
    first[..., -1] += silent[..., -1]  # never within reach: counted at the last gate
    weight = first / (_QUANTILES * _OFFSETS)
    return np.broadcast_to(position, chance.shape).ravel(), weight.ravel()
