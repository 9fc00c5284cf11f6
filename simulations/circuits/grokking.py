"""Grokking: a network that knows its training pairs by heart, and much later adds modulo a prime.

A small stand-in for the transformers of Power et al. and Nanda et al. [power2022grokking, nanda2023progress]: one
hidden layer with a quadratic activation, all pairs at once, strong weight decay [gromov2023grokking].
"""

from collections.abc import Sequence
from functools import partial

import numpy as np
import torch

from simulations.check import between
from simulations.circuits.choices import ranks
from simulations.circuits.draws import EachStep, at_start
from simulations.circuits.ensemble import History, train
from simulations.circuits.optimiser import Parameters, Schedule
from simulations.normals import normals
from simulations.streams import stream, uniforms

PRIME = 53
HIDDEN = 128
NUDGES = 4  # the purpose of their stream
SCHEDULE = Schedule(steps=900, learning_rate=0.01, weight_decay=1.0, warm_up=10)


def trained(
    *,
    seeds: Sequence[int],
    share: float = 0.3,
    schedule: Schedule = SCHEDULE,
    every: int = 25,
    prime: int = PRIME,
    nudge: float = 0.0,
) -> History:
    """Train on a ``share`` of all pairs (a, b), asked for (a + b) mod prime; one run a seed, all in one program.

    ``measures``, each (times, runs): ``train_accuracy``, ``test_accuracy``, ``train_loss``, ``test_loss`` (nats) and
    ``fourier_share``, the progress measure of :func:`fourier_share`. A seed draws the weights and the pairs; each first
    weight is then moved by about ``nudge`` of itself, at random, as another machine's rounding might.
    """
    between("share", share, 0, 1)
    weights = first_weights(at_start(seeds, first_weights_count(prime)), prime)
    pairs = torch.from_numpy(np.stack(np.divmod(np.arange(prime**2), prime), axis=1))  # (p², 2)
    answers = pairs.sum(1) % prime
    known = ranks(EachStep(seeds, prime**2)(0)) < round(share * prime**2)  # (runs, p²)
    return train(
        _nudged(weights, nudge, seeds) if nudge else weights,
        loss=lambda parameters, _: _masked(_cross_entropy(parameters, pairs, answers), known),
        batch=lambda _: None,
        measure=partial(_measures, pairs=pairs, answers=answers, known=known),
        measure_at=range(0, schedule.steps + 1, every),
        schedule=schedule,
    )


def first_weights_count(prime: int, hidden: int = HIDDEN) -> int:
    """How many uniform numbers the first weights are made of."""
    return 3 * prime * hidden


def first_weights(uniform: torch.Tensor, prime: int, hidden: int = HIDDEN) -> Parameters:
    """``left`` and ``right`` (runs, prime, hidden), one row a number; ``out`` (runs, hidden, prime)."""
    left, right, out = normals(uniform).chunk(3, dim=-1)
    return {
        "left": 0.5 * left.unflatten(-1, (prime, hidden)),
        "right": 0.5 * right.unflatten(-1, (prime, hidden)),
        "out": hidden**-0.5 * out.unflatten(-1, (hidden, prime)),
    }


def logits(parameters: Parameters, pairs: torch.Tensor) -> torch.Tensor:
    """(runs, pairs, prime): the scores of every answer; hidden units are (left[a] + right[b])²."""
    hidden = (parameters["left"][:, pairs[:, 0]] + parameters["right"][:, pairs[:, 1]]).square()
    return hidden @ parameters["out"]


def fourier_share(rows: np.ndarray) -> np.ndarray:
    """(...,): the share of each hidden unit's power, over the numbers 0..p−1, that lies in its strongest frequency,
    averaged over units. ``rows``: (..., p, hidden). 1 for a pure cosine, about 2 ln p / p for noise."""
    power = np.abs(np.fft.rfft(rows, axis=-2)[..., 1:, :]) ** 2
    return (power.max(axis=-2) / power.sum(axis=-2)).mean(axis=-1)


def _nudged(weights: Parameters, nudge: float, seeds: Sequence[int]) -> Parameters:
    rngs = [stream(seed, NUDGES) for seed in seeds]

    def noise(values: torch.Tensor) -> torch.Tensor:
        uniform = np.stack([uniforms(rng, values[0].numel()) for rng in rngs])
        return normals(torch.from_numpy(uniform)).view(values.shape)

    return {name: values * (1 + nudge * noise(values)) for name, values in weights.items()}


def _cross_entropy(parameters: Parameters, pairs: torch.Tensor, answers: torch.Tensor) -> torch.Tensor:
    return -logits(parameters, pairs).log_softmax(-1)[:, torch.arange(len(pairs)), answers]  # (runs, p²)


def _masked(values: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    return (values * mask).sum(1) / mask.sum(1)


def _measures(parameters: Parameters, *, pairs, answers, known) -> dict[str, np.ndarray]:
    right = (logits(parameters, pairs).argmax(-1) == answers).float()
    loss = _cross_entropy(parameters, pairs, answers)
    return {
        "train_accuracy": _masked(right, known).numpy(),
        "test_accuracy": _masked(right, ~known).numpy(),
        "train_loss": _masked(loss, known).numpy(),
        "test_loss": _masked(loss, ~known).numpy(),
        "fourier_share": fourier_share(parameters["left"].detach().numpy()),
    }
