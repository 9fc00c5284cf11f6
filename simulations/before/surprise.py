"""The loss of a short text: each token's surprise, their mean in nats and bits, perplexity and bits per byte."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from simulations.check import between, whole

TEXT = ("The", " cat", " sat", " down")
PROBABILITIES = (0.1, 0.02, 0.25, 0.5)  # that the model gave to each of them, before it was read
BYTES = sum(len(token.encode()) for token in TEXT)
FALL = 0.1  # nats


@dataclass(frozen=True)
class Surprise:
    """``nats`` and ``bits`` (4,): the surprise of each token of TEXT; ``loss`` and ``loss_in_bits`` their means.

    ``perplexity`` is e to the loss, ``bits_per_byte`` all surprise in bits divided by the bytes of the text. ``losses``
    and ``perplexities`` (71,): the curve from one to the other. ``lower_loss`` is lower by FALL, ``lower_perplexity``
    the perplexity there.
    """

    nats: np.ndarray
    bits: np.ndarray
    loss: float
    loss_in_bits: float
    perplexity: float
    bits_per_byte: float
    losses: np.ndarray
    perplexities: np.ndarray
    lower_loss: float
    lower_perplexity: float


def surprise(probability: ArrayLike) -> np.ndarray:
    """−ln p, in nats, of what came with a ``probability``; its shape. Raises ``ValueError`` outside 0 to 1."""
    return -np.log(np.asarray(between("probability", probability, 0, 1), dtype=float))


def perplexity(nats: ArrayLike) -> np.ndarray:
    """e to the loss: among how many equally likely tokens the model seems to choose; the shape of ``nats``."""
    return np.exp(np.asarray(nats, dtype=float))


def in_bits(nats: ArrayLike) -> np.ndarray:
    """Nats as bits: divided by ln 2."""
    return np.asarray(nats, dtype=float) / np.log(2)


def text_loss(*, token: int = 2, probability: float = 0.02) -> Surprise:
    """The loss of TEXT where the token at one place (from 1) was given another ``probability`` than its own.

    Raises ``ValueError`` for a place that the text does not have.
    """
    whole("token", token, 1, len(TEXT))
    given = np.array(PROBABILITIES)
    given[token - 1] = probability
    nats, losses = surprise(given), np.linspace(0, 3.5, 71)
    loss, bits = float(nats.mean()), in_bits(nats)
    return Surprise(
        nats=nats,
        bits=bits,
        loss=loss,
        loss_in_bits=float(bits.mean()),
        perplexity=float(perplexity(loss)),
        bits_per_byte=float(bits.sum() / BYTES),
        losses=losses,
        perplexities=perplexity(losses),
        lower_loss=loss - FALL,
        lower_perplexity=float(perplexity(loss - FALL)),
    )
