"""Multiplicative emergence: concepts learned one after another, and a score that needs all of them at once.

After okawa2023compositional, of whose diffusion models only the multiplication is kept.
"""

from dataclasses import dataclass

import numpy as np

from simulations.laws import rise
from simulations.theories.composition import skill_rate

FIRST = 2.0  # log10 of the training step at which the first concept is half learned


@dataclass(frozen=True)
class Multiplicative:
    """Concepts learned at different times over ``log_steps`` (points,): each one, their mean and their product.

    ``mean_steps`` and ``product_steps`` are the training steps at which the two reach one half.
    """

    log_steps: np.ndarray
    concepts: np.ndarray
    mean: np.ndarray
    product: np.ndarray
    mean_steps: float
    product_steps: float


def multiplicative(*, second: float = 0.5, third: float = 1.0, steepness: float = 8.0) -> Multiplicative:
    """Three concepts, two of them learned ``second`` and ``third`` decades after the first (okawa2023compositional)."""
    log_steps = np.linspace(1.0, 5.0, 81)
    places = FIRST + np.array([0.0, second, third])
    concepts = skill_rate(log_steps, steepness=steepness, midpoint=places[:, None])
    mean, product = concepts.mean(axis=0), concepts.prod(axis=0)
    half = 10 ** rise.crossing_decades(log_steps, np.stack([mean, product]), level=0.5)
    return Multiplicative(
        log_steps=log_steps,
        concepts=concepts,
        mean=mean,
        product=product,
        mean_steps=float(half[0]),
        product_steps=float(half[1]),
    )
