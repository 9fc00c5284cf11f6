"""A skill that needs the loss below a threshold: three model sizes, one curve once loss is the axis.

After du2024understanding: at a fixed corpus and tokenizer, models of one pre-training loss score alike, and some tasks
stay at chance until the loss has fallen below a value. The straight rise below it is this module's own choice.
"""

from dataclasses import dataclass

import numpy as np

from simulations import check
from simulations.laws import scaling

PARAMETERS = np.array([1.5e9, 6e9, 32e9])
TOKENS = np.logspace(9.5, 13, 71)


@dataclass(frozen=True)
class LossThreshold:
    """Three model sizes (M,) along ``tokens`` (M, points): ``compute`` in FLOPs, ``loss`` in nats, ``score`` of 1.

    ``reached`` (M,) are the tokens after which each meets the threshold, infinite where it does not within ``tokens``.
    """

    parameters: np.ndarray
    tokens: np.ndarray
    compute: np.ndarray
    loss: np.ndarray
    score: np.ndarray
    threshold: float
    chance: float
    reached: np.ndarray


def score(loss, *, threshold: float, chance: float = 0.25, floor: float = scaling.REFIT.irreducible) -> np.ndarray:
    """Chance above the threshold; below it a straight line in loss that would meet 1 at the ``floor``, in nats."""
    check.require(threshold > floor, "threshold", f"be above the irreducible loss, {floor:g} nats", threshold)
    below = np.clip((threshold - np.asarray(loss, float)) / (threshold - floor), 0, 1)
    return chance + (1 - chance) * below


def loss_threshold(*, threshold: float = 2.2, chance: float = 0.25) -> LossThreshold:
    """Three models of du2024understanding's sizes on the loss law of besiroglu2024chinchilla."""
    sizes = PARAMETERS[:, None]
    loss = scaling.loss(scaling.REFIT, parameters=sizes, tokens=TOKENS)
    reached = scaling.tokens_to_reach(scaling.REFIT, parameters=PARAMETERS, loss=threshold)
    return LossThreshold(
        parameters=PARAMETERS,
        tokens=np.broadcast_to(TOKENS, loss.shape),
        compute=scaling.training_compute(parameters=sizes, tokens=TOKENS),
        loss=loss,
        score=score(loss, threshold=threshold, chance=chance),
        threshold=threshold,
        chance=chance,
        reached=np.where(reached <= TOKENS[-1], reached, np.inf),
    )
