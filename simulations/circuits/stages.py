"""Stages by the amount of data: a network of two rectified units, and what Bayes' rule makes of it, without sampling.

The network answers ``f(x) = Σ a relu(x − b)``, with a slope ``a`` and a bend ``b`` for each unit. A unit whose bend
lies beyond the last input is *dead*: it is zero whatever its slope. The answers have normal noise of standard deviation
1, so that a weight's loss on n examples is n K(w) nats above the least. How much of the posterior each number of live
units has follows from its free energy, about n L + λ log n: L is the least loss of such weights, and λ their learning
coefficient [lau2025local]. That the winner changes as n grows is what singular learning theory calls a phase
transition [chen2023dynamical].
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from simulations.check import one_of, require, whole, within

UNITS = 2
SLOPES, BENDS = (1.2, -3.0), (0.1, 0.8)  # of the truth: two units, both needed
SLOPE_SPREAD, WIDEST = 30.0, 4.0  # the prior: slopes are normal with this spread, bends even from 0 to the widest
PLACES = 200  # bends on 0 to 1, and inputs, over which integrals are sums
COUNTS = np.round(np.geomspace(10, 10_000, 37)).astype(int)  # examples
SEEDS = range(3)
COEFFICIENTS = np.arange(UNITS + 1.0)  # a live unit adds two weights that matter: half an exponent for each

_X = (np.arange(PLACES) + 0.5) / PLACES  # inputs lie even on 0 to 1
_B = np.arange(PLACES) / PLACES


@dataclass(frozen=True)
class Moments:
    """What the posterior needs of the data: sums over the examples, for every bend of the grid, or expected ones.

    ``cross``: (bends, bends), Σ relu(x − b) relu(x − b'). ``along``: (bends,), Σ y relu(x − b)."""

    cross: NDArray
    along: NDArray


@dataclass(frozen=True)
class Stages:
    """The posterior after ``examples`` examples, and on the way there.

    ``counts``: (sizes,), numbers of examples. ``probability``: (units + 1, sizes), of no, one and two live units.
    ``loss``: (sizes,), nats an example above the least, of weights drawn from the posterior. ``least``: (units + 1,),
    the least loss with so many live units. ``predicted``: (sizes,), L + λ/n of the likeliest number of units.
    ``x``: (inputs,). ``truth``, ``answer``: (inputs,), what is to be learned, and the posterior's mean answer.
    ``live``: the likeliest number of live units now; ``live_probability``, ``loss_now``: now. ``coefficient``: n times
    the loss now above the least of that number of units: its learning coefficient, as measured.
    """

    counts: NDArray
    probability: NDArray
    loss: NDArray
    least: NDArray
    predicted: NDArray
    x: NDArray
    truth: NDArray
    answer: NDArray
    examples: int
    live: int
    live_probability: float
    loss_now: float
    coefficient: float


def target(x: NDArray) -> NDArray:
    """What is to be learned, at inputs ``x``."""
    return _bent(x, np.array(BENDS)) @ np.array(SLOPES)


def stages(*, examples: int, data: str = "expected") -> Stages:
    """The posterior after ``examples`` examples, one of COUNTS; ``data``: "expected", or a draw, "0" to "2"."""
    one_of("examples", examples, COUNTS.tolist())
    probability, losses, answers = _along(data)
    now = int(np.searchsorted(COUNTS, examples))
    live = int(probability[:, now].argmax())
    least = least_losses()
    return Stages(
        counts=COUNTS,
        probability=probability,
        loss=(probability * losses).sum(axis=0),
        least=least,
        predicted=(least[:, None] + COEFFICIENTS[:, None] / COUNTS)[probability.argmax(axis=0), np.arange(len(COUNTS))],
        x=_X,
        truth=target(_X),
        answer=probability[:, now] @ answers[:, now],
        examples=examples,
        live=live,
        live_probability=float(probability[live, now]),
        loss_now=float(probability[:, now] @ losses[:, now]),
        coefficient=float(examples * (losses[live, now] - least[live])),
    )


def transition(live: int, *, data: str = "expected") -> float:
    """The first of COUNTS at which ``live`` units or more, 1 or 2, have over half of the posterior; NaN for none."""
    within("live", live, 1, UNITS)
    probability, _, _ = _along(data)
    there = probability[live:].sum(axis=0) > 0.5
    return float(COUNTS[there.argmax()]) if there.any() else float("nan")


@cache
def least_losses() -> NDArray:
    """(units + 1,): the least loss, in nats an example, that no, one and two live units can reach."""
    world = _expected(1)
    none = 0.5 * np.mean(target(_X) ** 2)
    return np.array([none, none - 0.5 * np.max(world.along**2 / np.diag(world.cross)), 0.0])


@cache
def _along(data: str) -> tuple[NDArray, NDArray, NDArray]:
    """For each number of live units and of COUNTS: its probability, the loss, and the mean answer (…, inputs)."""
    one_of("data", data, ("expected", *map(str, SEEDS)))
    held = [_expected(n) for n in COUNTS] if data == "expected" else _drawn(int(data))
    found = [_phases(moments) for moments in held]
    evidence, losses, answers = (np.stack(parts, axis=1) for parts in zip(*found, strict=True))
    return np.exp(evidence - np.logaddexp.reduce(evidence, axis=0)), losses, answers


def _expected(count: float) -> Moments:
    bent = _bent(_X, _B)
    return Moments(count * bent.T @ bent / PLACES, count * bent.T @ target(_X) / PLACES)


def _drawn(seed: int) -> list[Moments]:
    """The moments after each of COUNTS: the first examples of one long draw."""
    rng = np.random.default_rng([seed, 11])
    x = rng.random(COUNTS[-1])
    y = target(x) + rng.standard_normal(len(x))
    cross, along, found = np.zeros((PLACES, PLACES)), np.zeros(PLACES), []
    for first, last in zip([0, *COUNTS], COUNTS, strict=False):
        bent = _bent(x[first:last], _B)
        cross, along = cross + bent.T @ bent, along + bent.T @ y[first:last]
        found.append(Moments(cross, along))
    return found


def _bent(x: NDArray, bends: NDArray) -> NDArray:
    return np.maximum(np.asarray(x)[:, None] - bends, 0)


def _phases(held: Moments) -> tuple[NDArray, NDArray, NDArray]:
    """Log evidence (3,), loss (3,) and mean answer (3, inputs) with no, one and two live units.

    Given the bends the answers are linear in the slopes, whose posterior is normal; over the bends there are sums.
    """
    alive = 1 / WIDEST
    parts = [
        (UNITS * np.log(1 - alive), least_losses()[0], np.zeros(PLACES)),
        _phase(_one_live(held), np.log(UNITS * alive * (1 - alive)), live=1),
        _phase(_two_live(held), UNITS * np.log(alive), live=2),
    ]
    evidence, losses, answers = zip(*parts, strict=True)
    return np.array(evidence), np.array(losses), np.array(answers)


def _phase(given: tuple[NDArray, NDArray, NDArray], prior: float, *, live: int) -> tuple[float, float, NDArray]:
    """Log evidence, loss and mean answer of ``live`` units, whose bends have the log probability ``prior``; ``given``
    each bend or pair of bends (bends, ...): the log evidence, the loss, and the first unit's slope."""
    score, losses, slopes = given
    weight = np.exp(score - score.max())
    evidence = prior + score.max() + np.log(weight.mean())
    weight /= weight.sum()
    mean_slopes = live * (weight * slopes).reshape(PLACES, -1).sum(axis=1)  # the units may be exchanged
    return evidence, float((weight * losses).sum()), _bent(_X, _B) @ mean_slopes


def _one_live(held: Moments) -> tuple[NDArray, NDArray, NDArray]:
    world = _expected(1)
    precision = np.diag(held.cross) + SLOPE_SPREAD**-2
    slope = held.along / precision
    score = 0.5 * held.along * slope - 0.5 * np.log(SLOPE_SPREAD**2 * precision)
    squares = slope**2 + 1 / precision  # its mean square: the mean's, and the variance
    return score, least_losses()[0] - world.along * slope + 0.5 * np.diag(world.cross) * squares, slope


def _two_live(held: Moments) -> tuple[NDArray, NDArray, NDArray]:
    world = _expected(1)
    precision = np.diag(held.cross) + SLOPE_SPREAD**-2
    determinant = precision[:, None] * precision - held.cross**2
    first = (precision * held.along[:, None] - held.cross * held.along) / determinant
    second = first.T
    score = 0.5 * (held.along[:, None] * first + held.along * second)
    score = score - 0.5 * np.log(SLOPE_SPREAD**4 * determinant)
    own = np.diag(world.cross)
    losses = (
        least_losses()[0]
        - world.along[:, None] * first
        - world.along * second
        + 0.5 * own[:, None] * (first**2 + precision / determinant)
        + 0.5 * own * (second**2 + precision[:, None] / determinant)
        + world.cross * (first * second - held.cross / determinant)
    )
    return score, losses, first


@dataclass(frozen=True)
class Descended:
    """Gradient descent from many starts: live units ``before`` and ``after``, (starts,), and the ``loss`` (starts,) at
    the end, in nats an example above the least."""

    before: NDArray
    after: NDArray
    loss: NDArray


def descended(*, starts: int = 100, steps: int = 1000, rate: float = 0.1, rng: np.random.Generator) -> Descended:
    """Plain gradient descent on the expected loss, from slopes with spread 1 and bends of the prior."""
    whole("starts", starts, 1)
    whole("steps", steps, 0)
    require(0 <= rate < np.inf, "rate", "be 0 or more, and finite", rate)
    slopes, bends = rng.standard_normal((starts, UNITS)), WIDEST * rng.random((starts, UNITS))
    before = bends
    for _ in range(steps):
        error, active, bent = _run(slopes, bends)
        by_slope = (error * bent).mean(axis=0)
        by_bend = -(error * active).mean(axis=0) * slopes
        slopes, bends = slopes - rate * by_slope, bends - rate * by_bend
    loss = 0.5 * np.square(_run(slopes, bends)[0]).mean(axis=(0, 2))
    return Descended(before=(before < 1).sum(axis=1), after=(bends < 1).sum(axis=1), loss=loss)


def _run(slopes: NDArray, bends: NDArray) -> tuple[NDArray, NDArray, NDArray]:
    """The error (inputs, starts, 1), and which units are active and what they pass on (inputs, starts, units)."""
    ahead = _X[:, None, None] - bends
    bent = np.maximum(ahead, 0)
    return (slopes * bent).sum(axis=-1, keepdims=True) - target(_X)[:, None, None], ahead > 0, bent
