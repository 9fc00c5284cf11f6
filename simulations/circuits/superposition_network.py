"""Train thousands of superposition's toy models as one tensor program: a whole phase diagram in seconds.

Every pattern of features is weighed by its probability instead of being waited for, so that a density of 1 in 100
costs no more samples than a density of 1; only the features' sizes are drawn.
"""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
import torch

from simulations.check import require, whole
from simulations.circuits.ensemble import History, Parameters, Schedule, train
from simulations.circuits.superposition import pattern_probability, patterns

SCHEDULE = Schedule(steps=1500, learning_rate=0.02)
EXAM_SAMPLES = 512


def trained(
    *,
    density: np.ndarray,
    importance: np.ndarray,
    hidden: int,
    seeds: Sequence[int],
    schedule: Schedule = SCHEDULE,
    samples: int = 32,
    checkpoint: Path | None = None,
) -> History:
    """Train a model for every row of ``density`` (models,) and ``importance`` (models, features), from every seed.

    A run is a model and a seed: all models of the first seed, then all of the second. ``measures["loss"]``: (1, runs),
    on a fixed set larger than a training batch; ``parameters``: ``weights`` (runs, hidden, features) and
    ``bias`` (runs, features). A seed draws the first weights; what is drawn during training is the same for all.
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
    exam = batch([np.random.default_rng(1_000_000)], features=features, samples=EXAM_SAMPLES)
    return train(
        initial(len(density), hidden, features, seeds),
        # Divided by density: a rare feature's small loss would drown in Adam's epsilon
        loss=lambda parameters, x: score(parameters, x) / torch.from_numpy(np.tile(density, len(seeds))).float(),
        batch=partial(batch, features=features, samples=samples),
        measure=lambda parameters: {"loss": score(parameters, exam).numpy()},
        measure_at=[schedule.steps],
        schedule=schedule,
        rngs=[np.random.default_rng(list(seeds))],
        checkpoint=checkpoint,
        checkpoint_every=250,
        identity=f"superposition {len(density)} models {features}>{hidden} seeds {list(seeds)} samples {samples}",
    )


def initial(models: int, hidden: int, features: int, seeds: Sequence[int]) -> Parameters:
    """``weights`` (runs, hidden, features), normal with deviation ½; ``bias`` (runs, features), zero."""
    drawn = [np.random.default_rng(seed).normal(0, 0.5, (models, hidden, features)) for seed in seeds]
    weights = torch.from_numpy(np.concatenate(drawn).astype(np.float32))
    return {"weights": weights, "bias": torch.zeros(len(weights), features)}


def batch(rngs: Sequence[np.random.Generator], *, features: int, samples: int) -> torch.Tensor:
    """(patterns, samples, features): sizes uniform on 0..1 where the pattern has the feature, else zero."""
    size = rngs[0].random((2**features, samples, features), dtype=np.float32)
    return torch.from_numpy(size * patterns(features)[:, None])


def loss(
    parameters: Parameters, x: torch.Tensor, *, pattern_weight: torch.Tensor, importance: torch.Tensor
) -> torch.Tensor:
    """(runs,): the expected Σ importance · (x − relu(Wᵀ W x + b))². ``pattern_weight``: (runs, patterns)."""
    count, samples, features = x.shape
    weights = parameters["weights"]  # (runs, hidden, features)
    hidden = x.reshape(1, -1, features) @ weights.transpose(1, 2)  # (runs, patterns·samples, hidden)
    back = torch.relu(torch.baddbmm(parameters["bias"][:, None], hidden, weights))
    square = (back - x.reshape(1, -1, features)).square() @ importance[:, :, None]  # (runs, patterns·samples, 1)
    return (square.view(-1, count, samples).mean(-1) * pattern_weight).sum(-1)
