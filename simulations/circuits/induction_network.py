"""An attention-only transformer on in-context bigrams: two layers can form an induction head, one cannot."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch

from simulations.check import at_least, require
from simulations.circuits import induction
from simulations.circuits.ensemble import History, Parameters, Schedule, train
from simulations.circuits.progress import Exam, scores


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
    rngs = [np.random.default_rng(seed) for seed in seeds]
    network = partial(forward, shape=shape)
    return train(
        initial(shape, rngs=rngs),
        loss=partial(loss, network=network),
        batch=batch,
        measure=partial(measure, network=network, exam=exam or Exam.fixed()),
        measure_at=range(0, schedule.steps + 1, every),
        schedule=schedule,
        rngs=rngs,
        checkpoint=checkpoint,
        identity=f"induction {shape} seeds {list(seeds)} every {every}",
    )


def initial(shape: Shape, *, rngs: Sequence[np.random.Generator]) -> Parameters:
    """Fresh parameters, one run a generator: name → tensor (runs, ...)."""
    require(shape.width % shape.heads == 0, "width", f"be a multiple of the {shape.heads} heads", shape.width)
    drawn = [_weights(shape, rng) for rng in rngs]
    return {name: torch.from_numpy(np.stack([w[name] for w in drawn]).astype(np.float32)) for name in drawn[0]}


def _weights(shape: Shape, rng: np.random.Generator) -> dict[str, np.ndarray]:
    d, v = shape.width, induction.VOCABULARY
    weights = {"embedding": rng.normal(0, 1, (v, d)), "unembedding": rng.normal(0, 0.1 * d**-0.5, (d, v))}
    for layer in range(shape.layers):
        # Small: at the start attention is even, and nothing is looked up.
        for name, scale in (("query", 0.3), ("key", 0.3), ("value", 1.0), ("output", 0.1)):
            weights[f"{name}{layer}"] = rng.normal(0, scale * d**-0.5, (d, d))
        weights[f"distance{layer}"] = np.zeros((shape.heads, induction.LENGTH))
    return weights


def forward(
    parameters: Parameters, tokens: torch.Tensor, *, shape: Shape, lent: Mapping[int, torch.Tensor] | None = None
) -> tuple[torch.Tensor, list[torch.Tensor]]:
    """Logits (runs, batch, length, vocabulary) for the next token, and each layer's attention (runs, batch, heads,
    now, then). ``tokens``: (runs, batch, length). ``lent``: layer → attention (batch or 1, now, then) that all its
    heads use instead of their own."""
    runs, rows, length = tokens.shape
    stream = parameters["embedding"][torch.arange(runs)[:, None], tokens.reshape(runs, -1)]  # (R, B·T, d)
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
    now, then = torch.arange(query.shape[-2])[:, None], torch.arange(query.shape[-2])[None, :]
    bias = DISTANCE_SPEED * distance[:, :, (now - then).clamp_min(0)]  # (R, H, T, T)
    scores = query @ key.transpose(-1, -2) * query.shape[-1] ** -0.5 + bias[:, None]
    return scores.masked_fill(then > now, float("-inf")).softmax(-1)


def _normalised(stream: torch.Tensor) -> torch.Tensor:
    return stream * torch.rsqrt(stream.square().mean(-1, keepdim=True) + 1e-6)


def loss(parameters: Parameters, tokens: torch.Tensor, *, network) -> torch.Tensor:
    """(runs,): mean cross-entropy of the next token, in nats, over all places but the last."""
    logits, _ = network(parameters, tokens)
    log_p = logits[:, :, :-1].log_softmax(-1)
    return -log_p.gather(-1, tokens[:, :, 1:, None]).mean(dim=(1, 2, 3))


def batch(rngs: Sequence[np.random.Generator], *, size: int = BATCH) -> torch.Tensor:
    """(runs, size, length): fresh sequences, each run's from its own generator."""
    return torch.from_numpy(np.stack([induction.sequences(count=size, rng=rng).tokens for rng in rngs]))
