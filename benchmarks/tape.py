"""A training step in the page against PyTorch on one thread: ``python -m benchmarks.tape [TOY ...]``.

Both in one run and in turns, toy by toy, by CPU time; what is told is the 10th percentile of the steps, which other
programs on the machine disturb least. The page's side is node with the kernels of the page.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Any

import numpy as np
import torch

from simulations.circuits import (
    induction,
    induction_network,
    parity,
    parity_network,
    superposition,
    superposition_network,
)
from simulations.circuits.draws import EachStep, at_start
from simulations.circuits.ensemble import losses_and_gradients
from simulations.circuits.grids import DENSITIES, IMPORTANCES
from simulations.circuits.optimiser import Parameters, Schedule, first_state, update
from simulations.laboratory.task import Task, cumulative
from simulations.laboratory.train import Recipe, Training
from simulations.tape import shipped
from simulations.tape.toy import Toy

ROOT = Path(__file__).resolve().parents[1]
WIDTHS = (2, 4, 8, 16, 24, 32, 48, 64, 88)
CIRCUITS = ("induction-1", "induction-2", "parity", "superposition")
NAMES = (*(f"adder-8-{width}" for width in WIDTHS), *CIRCUITS)
SEED, WARM, ROUNDS, STEPS = 3, 20, 12, 10

Step = Callable[[], object]
Settings = dict[str, list[float]]
Circuit = tuple[Parameters, Callable[[Parameters, Any], torch.Tensor], list[Any], Schedule]


class Page:
    """The page's kernels in node, which stay awake between questions."""

    def __init__(self) -> None:
        sys.path.insert(0, str(ROOT / "tests"))
        import node

        program = node.find() or sys.exit(node.HELP)
        command = [program, ROOT / "benchmarks" / "tape_steps.js"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def tell(self, **words: object) -> None:
        self.process.stdin.write(json.dumps(words) + "\n")
        self.process.stdin.flush()

    def steps(self, name: str, count: int) -> list[float]:
        """Train a toy further: milliseconds of each step."""
        self.tell(name=name, steps=count)
        return [microseconds / 1000 for microseconds in json.loads(self.process.stdout.readline())]

    def end(self) -> None:
        self.process.stdin.close()
        self.process.wait()


def adder(width: int) -> tuple[Step, Settings]:
    """A step of the laboratory's adder, and what its toy is given."""
    recipe = Recipe(width=width, task=Task(digits=8))
    training = Training(recipe, (SEED,))
    settings = {"steps": [recipe.steps], "rate": [1], "reach": [0], "cumulative": cumulative(recipe.task.skew).tolist()}
    return lambda: training.run(until=training.step + 1), settings


def circuit(name: str) -> tuple[Step, Settings]:
    """A step of a circuit, its batch apart."""
    weights, loss, batches, schedule = {
        "induction-1": partial(_induction, 1),
        "induction-2": partial(_induction, 2),
        "parity": _parity,
        "superposition": _superposition,
    }[name]()
    weights = {name: value.clone().requires_grad_() for name, value in weights.items()}
    state, batches = first_state(weights, schedule), cycle(batches)

    def step() -> None:
        _, gradients = losses_and_gradients(weights, next(batches), loss)
        update(weights, gradients, state, schedule)

    return step, {}


def _induction(layers: int) -> Circuit:
    shape = induction_network.Shape(layers=layers)
    drawn = EachStep([SEED], induction_network.BATCH, induction.uniforms_each())
    weights = induction_network.first_weights(at_start([SEED], induction_network.first_weights_count(shape)), shape)
    loss = partial(induction_network.loss, network=partial(induction_network.forward, shape=shape))
    return weights, loss, [induction.walked(drawn(step))[0] for step in range(STEPS)], induction_network.SCHEDULE


def _parity() -> Circuit:
    widths = parity_network.WIDTHS
    weights, subset, _ = parity_network.started(at_start([SEED], parity_network.start_count(widths)), widths)
    drawn = EachStep([SEED], parity.BATCH, 1 + parity.BITS)
    batches = [parity_network.batch(drawn(step), subset) for step in range(STEPS)]

    def loss(weights: Parameters, batch: tuple[torch.Tensor, ...]) -> torch.Tensor:
        return parity_network.losses(weights, *batch, widths=widths).mean(1)

    return weights, loss, batches, parity_network.SCHEDULE


def _superposition() -> Circuit:
    density, importance = (torch.tensor(one.ravel()).float() for one in np.meshgrid(DENSITIES, IMPORTANCES))
    importance = torch.stack([torch.ones_like(importance), importance], dim=1)
    chance = torch.from_numpy(superposition.pattern_probability(2, density.numpy())).float()
    sizes = len(density), 1, 2
    count = superposition_network.first_weights_count(*sizes)
    drawn = EachStep([SEED], 4, superposition_network.SAMPLES, 2)

    def loss(weights: Parameters, batch: torch.Tensor) -> torch.Tensor:
        return superposition_network.loss(weights, batch, pattern_weight=chance, importance=importance) / density

    weights = superposition_network.first_weights(at_start([SEED], count), *sizes)
    batches = [superposition_network.batch(drawn(step)) for step in range(STEPS)]
    return weights, loss, batches, superposition_network.SCHEDULE


def compared(page: Page, toy: Toy, step: Step, settings: Settings) -> tuple[float, float]:
    """Milliseconds of a step in PyTorch and by the kernels."""
    page.tell(name=toy.name, toy=toy.described(), key=SEED, settings=settings)
    theirs, ours = [], []
    for _ in range(ROUNDS):
        for _ in range(STEPS):
            began = time.process_time()
            step()
            theirs.append(1000 * (time.process_time() - began))
        ours += page.steps(toy.name, STEPS)
    return tuple(float(np.percentile(times[WARM:], 10)) for times in (theirs, ours))


def report(names: Sequence[str]) -> str:
    """The table of the steps by toy."""
    torch.set_num_threads(1)
    page = Page()
    rows = [
        "| a training step | PyTorch, one thread (ms) | the page's kernels (ms) | ratio |",
        "| --- | ---: | ---: | ---: |",
    ]
    for name in names:
        made = adder(int(name.rpartition("-")[2])) if name.startswith("adder") else circuit(name)
        theirs, ours = compared(page, shipped.toy(name), *made)
        rows.append(f"| {name} | {theirs:.2f} | {ours:.2f} | {ours / theirs:.2f} |")
    page.end()
    return "\n".join(rows)


if __name__ == "__main__":
    unknown = [name for name in sys.argv[1:] if name not in NAMES]
    if unknown:
        sys.exit(f"no toy {', '.join(unknown)}; there are: {', '.join(NAMES)}")
    print(report(sys.argv[1:] or NAMES))
