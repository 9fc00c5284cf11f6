"""The popular account's two listings, as formulas with the parameters it gives them, and what they really give."""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from simulations.check import at_least, between, within
from simulations.words import parameters_in_words


@dataclass(frozen=True)
class MetricListing:
    """The first listing over ``parameters`` (K,): ``continuous`` and ``discrete`` (K,) shares of 1.

    ``decades`` (4,) is the discrete score at 1B, 10B, 100B and 1T parameters and ``printed`` writes it; ``last_gain``
    is the share of the whole rise in the decade from 100B; ``crossing`` is the size at which the curve meets the
    threshold, ``crossed`` says so in words (infinite and "nowhere" where it never does).
    """

    parameters: np.ndarray
    continuous: np.ndarray
    discrete: np.ndarray
    decades: np.ndarray
    printed: str
    last_gain: float
    crossing: float
    crossed: str


@dataclass(frozen=True)
class CompositionListing:
    """The second listing over ``scale`` (K,), log10 of parameters: one ``skill`` and the ``composite`` of them (K,)."""

    scale: np.ndarray
    skill: np.ndarray
    composite: np.ndarray


def continuous_score(parameters, *, start: float = 0.5, rise: float = 0.4, decades: float = 3.0):
    """The listing's capability: a straight line in log10 of parameters from 1B on, clipped to 0.1 … 0.95."""
    return np.clip(start + rise * np.log10(np.asarray(parameters) / 1e9) / decades, 0.1, 0.95)


def metric_listing(*, steps: int = 5, threshold: float = 0.5, points: int = 100) -> MetricListing:
    """The first listing: the discrete score is capability^``steps``, from 1B to 1T at ``points`` sizes.

    The listing itself never uses its ``threshold``; here it says where the curve would cross it.
    """
    at_least("steps", steps, 1)
    between("threshold", threshold, 0, 1)
    sizes = np.logspace(9, 12, points)
    capability = continuous_score(sizes)
    decades = continuous_score(np.array([1e9, 1e10, 1e11, 1e12])) ** steps
    crossing = _crossing(threshold ** (1 / steps))
    return MetricListing(
        parameters=sizes,
        continuous=capability,
        discrete=capability**steps,
        decades=decades,
        printed=", ".join(f"{score:.2f}" for score in decades),
        last_gain=float((decades[3] - decades[2]) / (decades[3] - decades[0])),
        crossing=crossing,
        crossed=f"at {parameters_in_words(crossing, digits=2)}"
        if 1e9 <= crossing <= 1e12
        else "nowhere between 1B and 1T",
    )


def composition_listing(
    *, skills: int = 5, coefficient: float = 0.1, base: float = 0.5, points: int = 50
) -> CompositionListing:
    """The second listing: a skill is base + (1 − base)·σ(coefficient (scale − 10)), the composite skill^``skills``.

    ``scale`` runs from 8 to 12, log10 of parameters. Raises ``ValueError`` for a base outside 0 to 1 or no skill.
    """
    within("base", base, 0, 1)
    at_least("skills", skills, 1)
    scale = np.linspace(8, 12, points)
    skill = skill_at(scale, coefficient=coefficient, base=base)
    return CompositionListing(scale=scale, skill=skill, composite=skill**skills)


def skill_at(scale, *, coefficient: float = 0.1, base: float = 0.5):
    """One sub-capability of the second listing at ``scale`` (log10 of parameters)."""
    return base + (1 - base) * expit(coefficient * (np.asarray(scale) - 10))


def composition_crossing(share: float = 0.5, *, skills: int = 5, coefficient: float = 0.1, base: float = 0.5) -> float:
    """The scale (log10 of parameters) at which the second listing's composite meets ``share``; infinite if it never."""
    level = (share ** (1 / skills) - base) / (1 - base)
    return float(10 + logit(level) / coefficient) if 0 < level < 1 else float("inf")


def _crossing(capability: float) -> float:
    if capability > 0.95:
        return float("inf")
    return float(1e9 * 10 ** ((capability - 0.5) / 0.4 * 3.0))
