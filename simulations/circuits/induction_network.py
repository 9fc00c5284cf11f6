"""An attention-only transformer on in-context bigrams: two layers can form an induction head, one cannot."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import numpy as np
import torch

from simulations.check import at_least, require
from simulations.circuits import induction
from simulations.circuits.draws import EachStep, at_start
from simulations.circuits.ensemble import History, train
from simulations.circuits.optimiser import Parameters, Schedule
from simulations.circuits.progress import Exam, scores
from simulations.normals import normals


@dataclass(frozen=True)
class Shape:
    """The network: ``layers`` of attention and no MLP, ``width`` numbers a token, ``heads`` a layer."""

    layers: int = 2
    width: int = 48
    heads: int = 4


SCHEDULE = Schedule(steps=200, learning_rate=0.005, clip=1.0, warm_up=20)
BATCH = 64
# How far back a head looks is learned this many times faster than the rest: a head then settles on one distance.
DISTANCE_SPEED = 8.0


def trained(
    *,
    seeds: Sequence[int],
    shape: Shape = Shape(),
    schedule: Schedule = SCHEDULE,
    every: int = 5,
    exam: Exam | None = None,
    measure: Callable[..., dict[str, np.ndarray]] = scores,
    checkpoint: Path | None = None,
) -> History:
    """Train one network a seed, all in one program, and measure them every ``every`` updates.

    ``measure(parameters, network=..., exam=...)`` returns arrays (runs, ...) by name, as :func:`progress.scores`.
    A seed draws the first weights and all of its training sequences. Five seeds take about half a minute on one core.
    """
    at_least("every", every, 1)
    network = partial(forward, shape=shape)
    drawn = EachStep(seeds, BATCH, induction.uniforms_each())
    return train(
        first_weights(at_start(seeds, first_weights_count(shape)), shape),
        loss=partial(loss, network=network),
        batch=lambda step: induction.walked(drawn(step))[0],
        measure=partial(measure, network=network, exam=exam or Exam.fixed()),
        measure_at=range(0, schedule.steps + 1, every),
        schedule=schedule,
        checkpoint=checkpoint,
        identity=f"induction {shape} seeds {list(seeds)} every {every}",
    )


def first_weights_count(shape: Shape) -> int:
    """How many uniform numbers the first weights are made of."""
    return 2 * induction.VOCABULARY * shape.width + 4 * shape.layers * shape.width**2


def first_weights(uniform: torch.Tensor, shape: Shape) -> Parameters:
    """Fresh parameters of ``uniform`` (runs, first_weights_count): name → tensor (runs, ...)."""
    require(shape.width % shape.heads == 0, "width", f"be a multiple of the {shape.heads} heads", shape.width)
    d, v = shape.width, induction.VOCABULARY
    scales = {"embedding": ((v, d), 1.0), "unembedding": ((d, v), 0.1 * d**-0.5)}
    for layer in range(shape.layers):
        # Small: at the start attention is even, and nothing is looked up.
        for name, scale in (("query", 0.3), ("key", 0.3), ("value", 1.0), ("output", 0.1)):
            scales[f"{name}{layer}"] = ((d, d), scale * d**-0.5)
    drawn = normals(uniform).split([rows * columns for (rows, columns), _ in scales.values()], dim=-1)
    weights = {
        name: scale * values.unflatten(-1, sizes)
        for (name, (sizes, scale)), values in zip(scales.items(), drawn, strict=True)
    }
    far = {
        f"distance{layer}": torch.zeros(len(uniform), shape.heads, induction.LENGTH) for layer in range(shape.layers)
    }
    return weights | far


def forward(
    parameters: Parameters, tokens: torch.Tensor, *, shape: Shape, lent: Mapping[int, torch.Tensor] | None = None
) -> tuple[torch.Tensor, list[torch.Tensor]]:
    """Logits (runs, batch, length, vocabulary) for the next token, and each layer's attention (runs, batch, heads,
    now, then). ``tokens``: (runs, batch, length). ``lent``: layer → attention (batch or 1, now, then) that all its
    heads use instead of their own."""
    runs, rows, length = tokens.shape
    stream = torch.bmm(_one_hot(tokens).flatten(1, 2), parameters["embedding"])  # (R, B·T, d)
    pictures = []
    for layer in range(shape.layers):
        loan = (lent or {}).get(layer)
        change, picture = _attention(parameters, layer, _normalised(stream), (runs, rows, length, shape.heads), loan)
        stream = stream + change
        pictures.append(picture)
    logits = torch.bmm(_normalised(stream), parameters["unembedding"])
    return logits.view(runs, rows, length, -1), pictures


def _attention(parameters: Parameters, layer: int, stream: torch.Tensor, sizes, loan):
    runs, rows, length, heads = sizes

    def split(name):  # (R, B·T, d) -> (R, B, H, T, d/H)
        return torch.bmm(stream, parameters[f"{name}{layer}"]).view(runs, rows, length, heads, -1).transpose(2, 3)

    value = split("value")
    if loan is None:
        picture = _looks(parameters[f"distance{layer}"], split("query"), split("key"))
    else:
        picture = loan[None, :, None].expand(runs, rows, heads, length, length)
    mixed = (picture @ value).transpose(2, 3).reshape(runs, rows * length, -1)
    return torch.bmm(mixed, parameters[f"output{layer}"]), picture


def _looks(distance: torch.Tensor, query: torch.Tensor, key: torch.Tensor) -> torch.Tensor:
    at_distance, ahead = _distances(query.shape[-2], distance.shape[-1])
    bias = (DISTANCE_SPEED * distance @ at_distance).unflatten(-1, ahead.shape) + ahead  # (R, H, T, T)
    return (query @ key.transpose(-1, -2) * query.shape[-1] ** -0.5 + bias[:, None]).softmax(-1)


@cache
def _distances(length: int, furthest: int) -> tuple[torch.Tensor, torch.Tensor]:
    """(furthest, length²): 1 where a place is so far back from another; (length, length): minus infinity ahead."""
    back = torch.arange(length)[:, None] - torch.arange(length)
    at_distance = torch.arange(furthest)[:, None] == back.clamp_min(0).flatten()
    return at_distance.float(), torch.zeros(back.shape).masked_fill(back < 0, -torch.inf)


def _one_hot(tokens: torch.Tensor) -> torch.Tensor:
    return (tokens[..., None] == torch.arange(induction.VOCABULARY)).float()


def _normalised(stream: torch.Tensor) -> torch.Tensor:
    return stream * torch.rsqrt(stream.square().mean(-1, keepdim=True) + 1e-6)


def loss(parameters: Parameters, tokens: torch.Tensor, *, network) -> torch.Tensor:
    """(runs,): mean cross-entropy of the next token, in nats, over all places but the last."""
    logits, _ = network(parameters, tokens)
    log_p = logits[:, :, :-1].log_softmax(-1)
    return -(log_p * _one_hot(tokens[:, :, 1:])).sum(-1).mean(dim=(1, 2))
