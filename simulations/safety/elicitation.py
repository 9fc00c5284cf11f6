"""The elicitation gap: what one prompt shows, and what the best of many prompts can do."""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, ndtri

from simulations.check import above, at_least, require, whole, within
from simulations.laws.resolution import at_least_one

FARTHEST = 300  # decades of compute that a figure may show, near the last that floats hold


@dataclass(frozen=True)
class Gap:
    """Success against training compute, for the typical prompt and for the best of ``prompts``.

    ``compute`` (61,) relative to where the typical prompt succeeds half the time; ``typical``, ``best`` (61,) and
    ``attacker`` (61,), the best of ``attacker_prompts`` after release; ``gain``, ``attacker_gain``: what those two are
    worth in compute; ``*_at_tenth``: success at a tenth of the compute.
    """

    compute: np.ndarray
    typical: np.ndarray
    best: np.ndarray
    attacker: np.ndarray
    prompts: int
    attacker_prompts: int
    gain: float
    attacker_gain: float
    best_at_tenth: float
    typical_at_tenth: float


@dataclass(frozen=True)
class RedTeam:
    """A red team's hunt for a prompt that works.

    ``attempts`` (61,) from 1 to 1e5; ``found`` (61,): the chance that at least one of them works; ``found_by_team``,
    ``found_by_public``: that of either side's attempts; ``missed``: the team finds none and the public at least one.
    """

    attempts: np.ndarray
    found: np.ndarray
    team: int
    found_by_team: float
    found_by_public: float
    missed: float


def best_quality(prompts: float) -> float:
    """The median of the largest of ``prompts`` standard-normal qualities: where Phi(z)^n = 1/2."""
    return float(ndtri(0.5 ** (1.0 / at_least("prompts", prompts, 1))))


def elicitation_gap(*, prompts: int = 10, spread: float = 1.0, steepness: float = 3.0, attacker: int = 10_000) -> Gap:
    """How far the best of ``prompts`` moves the curve: log-odds = steepness * log10(compute) + spread * quality.

    ``gain``: the factor of compute at which the typical prompt does what the best one does:
    10^(spread * best_quality / steepness). ``attacker`` tries that many prompts after release.
    """
    above("steepness", steepness)
    at_least("spread", spread, 0)
    compute = np.geomspace(1e-3, 1e2, 61)
    odds = steepness * np.log10(compute)
    ours, theirs = spread * best_quality(prompts), spread * best_quality(attacker)
    most = f"move the curve by {FARTHEST} decades at most, at a steepness of {steepness}"
    require(max(ours, theirs) / steepness <= FARTHEST, "spread", most, spread)
    return Gap(
        compute=compute,
        typical=expit(odds),
        best=expit(odds + ours),
        attacker=expit(odds + theirs),
        prompts=int(prompts),
        attacker_prompts=int(attacker),
        gain=10 ** (ours / steepness),
        attacker_gain=10 ** (theirs / steepness),
        best_at_tenth=float(expit(-steepness + ours)),
        typical_at_tenth=float(expit(-steepness)),
    )


def red_team(*, team: int = 100, one_in: int = 1000, public: int = 100_000) -> RedTeam:
    """The chance that ``team`` independent attempts find a prompt when one in ``one_in`` works, and the public's."""
    at_least("one_in", one_in, 2)
    attempts = np.geomspace(1, 1e5, 61)
    by_team, by_public = at_least_one(1 / one_in, [team, public])
    return RedTeam(
        attempts=attempts,
        found=at_least_one(1 / one_in, attempts),
        team=int(team),
        found_by_team=float(by_team),
        found_by_public=float(by_public),
        missed=float((1 - by_team) * by_public),
    )


def winners_curse(*, prompts: int, items: int, rate: float, rng: np.random.Generator, repeats: int = 2000) -> float:
    """Mean measured rate of the best of ``prompts`` that are all equally good at ``rate``, on ``items`` questions.

    What it exceeds ``rate`` by is luck that was picked, not elicitation.
    """
    for name, number in (("prompts", prompts), ("items", items), ("repeats", repeats)):
        whole(name, number, 1)
    within("rate", rate, 0, 1)
    return float(rng.binomial(items, rate, size=(repeats, prompts)).max(axis=1).mean() / items)
