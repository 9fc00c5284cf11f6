"""Training: E models of one width at once, from a recipe and their seeds, the same to the bit every time."""

import dataclasses
import math
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor

from simulations.check import between, one_of, require, whole
from simulations.laboratory.gradients import loss_and_gradients
from simulations.laboratory.model import Adders
from simulations.laboratory.optimiser import BETAS, Optimiser
from simulations.laboratory.task import Task, draw
from simulations.streams import PROBLEMS, stream

CHUNK = 50  # steps whose problems are drawn at once; part of what a seed means
MOST = 10**9  # steps, and problems a step
LARGEST = 1e12  # of the dials: what is larger overflows in float32
DIVERGED_LOSS = 9.2  # nats a digit: four times the loss of a model that knows nothing
PRECISIONS = ("float32", "bfloat16")
BF16_WIDTH = 16  # below it bfloat16 gains nothing


@dataclass(frozen=True)
class Recipe:
    """Everything that a trained model depends on, but its seed.

    ``steps`` of ``batch`` problems each; ``matrix_rate`` is Muon's learning rate and ``rate`` Adam's, after a warm-up
    over the first tenth and with a linear fall to zero over the last ``falling`` of the steps.
    ``precision``: ``"float32"``, or ``"bfloat16"`` for the widest products where the width is 16 or more.
    """

    width: int
    task: Task = field(default_factory=Task)
    steps: int = 400
    batch: int = 64
    matrix_rate: float = 0.03
    rate: float = 0.01
    falling: float = 0.5
    clip: float = 1.0
    positions: str = "relative"
    precision: str = "float32"

    def __post_init__(self) -> None:
        for name in ("steps", "batch"):
            whole(name, getattr(self, name), 1, MOST)
        for name in ("matrix_rate", "rate", "falling", "clip"):
            between(name, getattr(self, name), 0, LARGEST)
        one_of("precision", self.precision, PRECISIONS)

    @property
    def fast(self) -> torch.dtype:
        """The number format of the widest products."""
        return torch.bfloat16 if self.precision == "bfloat16" and self.width >= BF16_WIDTH else torch.float32

    def described(self) -> dict:
        """The recipe as numbers, strings and one nested dictionary, for files."""
        return dataclasses.asdict(self)

    @staticmethod
    def from_description(described: dict) -> "Recipe":
        """The recipe that ``described`` gave this description of."""
        return Recipe(**described | {"task": Task(**described["task"])})


def dials(step: Tensor, steps: Tensor, *, falling: float = Recipe.falling, rate: float | Tensor = 1.0) -> Tensor:
    """What differs from step to step, for a ``step`` from 0 of a training of ``steps``: [...] -> [..., 3].

    The first scales the learning rates: ``rate``, after a climb over the first tenth of the steps and before a fall to
    zero over the last ``falling`` of them. The others, 1 - beta^(step + 1), undo the bias of Adam's averages to zero.
    """
    climb, fall = (step + 1) / (0.1 * steps), (steps - step) / (falling * steps)
    scale = rate * torch.minimum(climb, fall).clamp(max=1)
    return torch.stack([scale, *(1 - (math.log(beta) * (step + 1)).exp() for beta in BETAS)], dim=-1)


class Training:
    """Models in training: ``models``, ``optimiser``, ``step`` (steps done) and ``losses`` [steps done, E]."""

    def __init__(self, recipe: Recipe, seeds: tuple[int, ...], *, device: str | torch.device = "cpu"):
        require(seeds and len(set(seeds)) == len(seeds), "seeds", "be one or more different numbers", seeds)
        self.recipe, self.seeds, self.device = recipe, tuple(seeds), torch.device(device)
        self.models = Adders(
            recipe.task, width=recipe.width, seeds=self.seeds, positions=recipe.positions, fast=recipe.fast
        ).to(self.device)
        rates = {name: getattr(recipe, name) for name in ("matrix_rate", "rate", "clip", "fast")}
        self.optimiser = Optimiser(dict(self.models.named_parameters()), **rates)
        steps = torch.arange(recipe.steps, dtype=torch.float32)
        self._dials = dials(steps, torch.tensor(float(recipe.steps)), falling=recipe.falling).to(self.device)
        self.step = 0
        self._losses: list[Tensor] = []
        self._update = _Recorded(self) if self.device.type == "cuda" else self.update

    @property
    def losses(self) -> np.ndarray:
        """Mean cross-entropy of each step's batch, nats a digit: [steps done, E]."""
        if not self._losses:
            return np.zeros((0, len(self.seeds)), dtype=np.float32)
        return torch.stack(self._losses).float().cpu().numpy()

    def run(self, *, until: int | None = None) -> "Training":
        """Train up to step ``until``; without it, to the recipe's end."""
        until = self.recipe.steps if until is None else min(until, self.recipe.steps)
        for tokens in self._batches(until):
            self._losses.append(self._update(tokens, self._dials[self.step]))
            self.step += 1
        return self

    def update(self, tokens: Tensor, dials: Tensor) -> Tensor:
        """One step on a batch [E, B, T + 1]: each model's loss before it, [E]."""
        loss, gradient = loss_and_gradients(self.models, tokens)
        self.optimiser.step(gradient, dials[0], dials[1:])
        return loss

    def diverged_at(self) -> list[int | None]:
        """For each model, the first step whose loss was not a number or above DIVERGED_LOSS, or None."""
        bad = ~(self.losses <= DIVERGED_LOSS)  # also true where the loss is not a number
        return [int(np.argmax(column)) if column.any() else None for column in bad.T]

    def state(self) -> dict[str, Tensor]:
        """All that a restart needs: weights, the optimiser's averages and the losses so far."""
        weights = {f"weights.{name}": value.detach() for name, value in self.models.named_parameters()}
        averages = {f"optimiser.{name}": value for name, value in self.optimiser.state.items()}
        return weights | averages | {"losses": torch.from_numpy(self.losses)}

    @torch.no_grad()
    def restore(self, state: dict[str, Tensor]) -> None:
        """Go back to where ``state`` was taken. Raises ``ValueError`` if it is another recipe's."""
        own = self.state()
        for name in own.keys() | state.keys():
            shapes = [tuple(one[name].shape[1:]) if name in one else None for one in (own, state)]
            require(shapes[0] == shapes[1], f"the saved state's {name}", f"fit this recipe: {shapes[0]}", shapes[1])
        for name, value in own.items():
            if name != "losses":
                value.copy_(state[name])
        self.step = len(state["losses"])
        self._losses = list(state["losses"].to(self.device))

    def _batches(self, until: int) -> Iterator[Tensor]:
        while self.step < until:
            chunk, first = divmod(self.step, CHUNK)
            shape = (CHUNK, self.recipe.batch)
            each = [draw(self.recipe.task, shape, rng=stream(seed, PROBLEMS, chunk)) for seed in self.seeds]
            tokens = torch.from_numpy(np.stack([problems.tokens for problems in each], axis=1)).to(self.device)
            yield from tokens[first : min(CHUNK, until - chunk * CHUNK)]  # each [E, B, T + 1]


class _Recorded:
    """A training step recorded once as a CUDA graph and replayed: a launch a step, where there were hundreds."""

    def __init__(self, training: Training):
        self.training = training
        self.graph: torch.cuda.CUDAGraph | None = None

    def __call__(self, tokens: Tensor, dials: Tensor) -> Tensor:
        graph = self.graph = self.graph or self._recorded(tokens, dials)
        self.tokens.copy_(tokens)
        self.dials.copy_(dials)
        graph.replay()
        return self.loss.clone()

    def _recorded(self, tokens: Tensor, dials: Tensor) -> torch.cuda.CUDAGraph:
        self.tokens, self.dials = tokens.clone(), dials.clone()
        before = {name: value.clone() for name, value in self.training.state().items()}
        step, losses = self.training.step, self.training._losses
        side = torch.cuda.Stream()
        side.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(side):  # CUDA wants a few ordinary steps first; they are undone below
            for _ in range(3):
                self.training.update(self.tokens, self.dials)
        torch.cuda.current_stream().wait_stream(side)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            self.loss = self.training.update(self.tokens, self.dials)
        self.training.restore(before)
        self.training.step, self.training._losses = step, losses
        return graph
