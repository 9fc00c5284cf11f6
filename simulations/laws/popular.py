"""The popular account's two listings, as formulas with the parameters it gives them, and what they really give."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, logit

from simulations.check import at_least, between, require, whole, within

# The first listing: 0.5 at 1B parameters, 0.4 more over three factors of ten, clipped.
START, RISE, DECADES, LEAST, MOST = 0.5, 0.4, 3.0, 0.1, 0.95
# What the second listing's comments say of a sub-skill and of the composite, at these scales (log10 of parameters).
COMMENTED_SCALES, COMMENTED_SKILL, COMMENTED_COMPOSITE = (9.0, 11.0), (0.65, 0.85), (0.12, 0.44)


@dataclass(frozen=True)
class MetricListing:
    """The first listing over ``parameters`` (K,): ``continuous`` and ``discrete`` (K,) shares of 1.

    ``decades`` (4,) is the discrete score at the sizes that the listing prints, ``decade_sizes`` (4,), 1B, 10B, 100B
    and 1T parameters; ``last_gain`` is the share of the whole rise in the decade from 100B, 0 where nothing rises;
    ``crossing`` is the size at which the curve meets the threshold, infinite where it never does.
    """

    parameters: np.ndarray
    continuous: np.ndarray
    discrete: np.ndarray
    decade_sizes: np.ndarray
    decades: np.ndarray
    last_gain: float
    crossing: float

    @property
    def crosses(self) -> bool:
        """Whether the threshold is met within the listing's sizes."""
        return bool(self.parameters[0] <= self.crossing <= self.parameters[-1])


@dataclass(frozen=True)
class CompositionListing:
    """The second listing over ``scale`` (K,), log10 of parameters: one ``skill`` and the ``composite`` of them (K,).

    ``commented_skill`` and ``commented_composite`` (2,) are the two at COMMENTED_SCALES; ``crossing`` is the scale at
    which the composite meets one half, infinite if it never does.
    """

    scale: np.ndarray
    skill: np.ndarray
    composite: np.ndarray
    commented_skill: np.ndarray
    commented_composite: np.ndarray
    crossing: float


def continuous_score(parameters: ArrayLike) -> np.ndarray:
    """The listing's capability: a straight line in log10 of parameters from 1B on, clipped to 0.1 … 0.95."""
    return np.clip(START + RISE * np.log10(np.asarray(parameters) / 1e9) / DECADES, LEAST, MOST)


def size_at(capability: float) -> float:
    """The number of parameters at which ``continuous_score`` reaches ``capability``, infinite beyond 0.95."""
    if capability > MOST:
        return float("inf")
    return float(1e9 * 10 ** ((capability - START) / RISE * DECADES))


def metric_listing(*, steps: int = 5, threshold: float = 0.5, points: int = 100) -> MetricListing:
    """The first listing: the discrete score is capability^``steps``, from 1B to 1T at ``points`` sizes.

    The listing itself never uses its ``threshold``; here it says where the curve would cross it.
    """
    at_least("steps", steps, 1)
    between("threshold", threshold, 0, 1)
    sizes = np.logspace(9, 12, whole("points", points, 1))
    capability = continuous_score(sizes)
    decade_sizes = np.array([1e9, 1e10, 1e11, 1e12])
    decades = continuous_score(decade_sizes) ** steps
    rise = decades[3] - decades[0]
    return MetricListing(
        parameters=sizes,
        continuous=capability,
        discrete=capability**steps,
        decade_sizes=decade_sizes,
        decades=decades,
        last_gain=float((decades[3] - decades[2]) / rise) if rise > 0 else 0.0,
        crossing=size_at(threshold ** (1 / steps)),
    )


def composition_listing(
    *, skills: int = 5, coefficient: float = 0.1, base: float = 0.5, points: int = 50
) -> CompositionListing:
    """The second listing: a skill is base + (1 − base)·σ(coefficient (scale − 10)), the composite skill^``skills``.

    ``scale`` runs from 8 to 12, log10 of parameters. Raises ``ValueError`` for a base outside 0 to 1, no skill, a
    coefficient of 0 or no point.
    """
    within("base", base, 0, 1)
    at_least("skills", skills, 1)
    scale = np.linspace(8, 12, whole("points", points, 1))
    skill = skill_at(scale, coefficient=coefficient, base=base)
    commented = skill_at(COMMENTED_SCALES, coefficient=coefficient, base=base)
    return CompositionListing(
        scale=scale,
        skill=skill,
        composite=skill**skills,
        commented_skill=commented,
        commented_composite=commented**skills,
        crossing=composition_crossing(skills=skills, coefficient=coefficient, base=base),
    )


def skill_at(scale: ArrayLike, *, coefficient: float = 0.1, base: float = 0.5) -> np.ndarray:
    """One sub-capability of the second listing at ``scale`` (log10 of parameters)."""
    return base + (1 - base) * expit(coefficient * (np.asarray(scale) - 10))


def composition_crossing(share: float = 0.5, *, skills: int = 5, coefficient: float = 0.1, base: float = 0.5) -> float:
    """The scale (log10 of parameters) at which the second listing's composite meets ``share``; infinite if it never.

    Raises ``ValueError`` for no skill, a coefficient of 0, or a share or base outside 0 to 1.
    """
    within("share", share, 0, 1)
    within("base", base, 0, 1)
    require(np.abs(coefficient) > 0, "coefficient", "be other than 0", coefficient)
    needed = share ** (1 / at_least("skills", skills, 1))  # of each skill
    if not base < needed < 1:
        return float("inf")
    return float(10 + logit((needed - base) / (1 - base)) / coefficient)
