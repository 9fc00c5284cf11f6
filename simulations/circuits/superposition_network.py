"""Train thousands of superposition's toy models as one tensor program: a whole phase diagram in seconds.

Every pattern of features is weighed by its probability instead of being waited for, so that a density of 1 in 100
costs no more samples than a density of 1; only the features' sizes are drawn.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import torch

from simulations.check import require, whole
from simulations.circuits.draws import EachStep, at_start
from simulations.circuits.ensemble import History, train
from simulations.circuits.optimiser import Parameters, Schedule
from simulations.circuits.superposition import pattern_probability, patterns
from simulations.normals import normals
from simulations.streams import EXAMINATION, stream, uniforms

SCHEDULE = Schedule(steps=1500, learning_rate=0.02)
SAMPLES = 32  # of each pattern of features, a step
EXAM_PARTS, EXAM_SAMPLES = 32, 512  # so many times so many samples of each pattern: a loss to 1 %


def trained(
    *,
    density: np.ndarray,
    importance: np.ndarray,
    hidden: int,
    seeds: Sequence[int],
    schedule: Schedule = SCHEDULE,
    samples: int = SAMPLES,
    checkpoint: Path | None = None,
) -> History:
    """Train a model for every row of ``density`` (models,) and ``importance`` (models, features), from every seed.

    A run is a model and a seed: all models of the first seed, then all of the second. ``measures["loss"]``: (1, runs),
    on a fixed set larger than a training batch; ``parameters``: ``weights`` (runs, hidden, features) and
    ``bias`` (runs, features). A seed draws the first weights, and the sizes that all of its models are shown.
    """
    density, importance = np.asarray(density, dtype=float), np.asarray(importance, dtype=float)
    shapes = density.shape, importance.shape
    fit = importance.ndim == 2 and density.shape == importance.shape[:1]
    require(fit, "density and importance", "be of shapes (models,) and (models, features)", shapes)
    features = importance.shape[1]
    whole("hidden", hidden, 1, features)
    weight = torch.from_numpy(np.tile(pattern_probability(features, density), (len(seeds), 1)).astype(np.float32))
    matter = torch.from_numpy(np.tile(importance, (len(seeds), 1)).astype(np.float32))
    score = partial(loss, pattern_weight=weight, importance=matter)
    sizes = len(density), hidden, features
    drawn = EachStep(seeds, 2**features, samples, features)
    return train(
        first_weights(at_start(seeds, first_weights_count(*sizes)), *sizes),
        # Divided by density: a rare feature's small loss would drown in Adam's epsilon
        loss=lambda parameters, x: score(parameters, x) / torch.from_numpy(np.tile(density, len(seeds))).float(),
        batch=lambda step: batch(drawn(step)),
        measure=lambda parameters: {"loss": _examined(parameters, score, len(seeds), features)},
        measure_at=[schedule.steps],
        schedule=schedule,
        checkpoint=checkpoint,
        checkpoint_every=250,
        identity=f"superposition {len(density)} models {features}>{hidden} seeds {list(seeds)} samples {samples}",
    )


def first_weights_count(models: int, hidden: int, features: int) -> int:
    """How many uniform numbers a seed's first weights are made of: an even number."""
    weights = models * hidden * features
    return weights + weights % 2


def first_weights(uniform: torch.Tensor, models: int, hidden: int, features: int) -> Parameters:
    """``weights`` (runs, hidden, features), normal with deviation ½; ``bias`` (runs, features), zero. ``uniform``:
    (seeds, first_weights_count); the models of a seed stand one after the other."""
    drawn = 0.5 * normals(uniform)[:, : models * hidden * features]
    weights = drawn.unflatten(-1, (models, hidden, features)).flatten(0, 1)
    return {"weights": weights, "bias": torch.zeros(len(weights), features)}


def batch(uniform: torch.Tensor) -> torch.Tensor:
    """(..., patterns, samples, features): sizes uniform on 0..1 where the pattern has the feature, else zero."""
    there = torch.from_numpy(patterns(uniform.shape[-1])).float()
    return uniform * there[:, None]


def _examined(parameters: Parameters, score: Callable[..., torch.Tensor], seeds: int, features: int) -> np.ndarray:
    rng, total = stream(0, EXAMINATION), torch.zeros(len(parameters["bias"]))
    for _ in range(EXAM_PARTS):
        x = batch(torch.from_numpy(uniforms(rng, 2**features, EXAM_SAMPLES, features)))
        total += score(parameters, x.expand(seeds, -1, -1, -1))
    return (total / EXAM_PARTS).numpy()


def loss(
    parameters: Parameters, x: torch.Tensor, *, pattern_weight: torch.Tensor, importance: torch.Tensor
) -> torch.Tensor:
    """(runs,): the expected Σ importance · (x − relu(Wᵀ W x + b))². ``x``: (seeds, patterns, samples, features), the
    runs being the models of each seed. ``pattern_weight``: (runs, patterns)."""
    seeds, count, samples, features = x.shape
    weights = parameters["weights"]  # (runs, hidden, features)
    x = x.flatten(1, 2).repeat_interleave(len(weights) // seeds, 0)  # (runs, patterns·samples, features)
    hidden = x @ weights.transpose(1, 2)  # (runs, patterns·samples, hidden)
    back = torch.relu(torch.baddbmm(parameters["bias"][:, None], hidden, weights))
    square = (back - x).square() @ importance[:, :, None]  # (runs, patterns·samples, 1)
    return (square.view(-1, count, samples).mean(-1) * pattern_weight).sum(-1)
