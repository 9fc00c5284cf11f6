"""The circuits' toys that train in the page: which functions make their tapes, and what the page has to know of them.

Each is of one seed. Its slots, beside those of ``recordings``: what a step and the exam read, and ``exam.NAME``.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import torch
from torch import Tensor

from simulations.circuits import (
    induction,
    induction_network,
    parity,
    parity_network,
    progress,
    recordings,
    superposition,
    superposition_network,
)
from simulations.circuits.draws import CHUNK
from simulations.circuits.grids import DENSITIES, IMPORTANCES
from simulations.circuits.induction_network import Shape
from simulations.circuits.optimiser import Parameters, Schedule
from simulations.circuits.recordings import Tensors, uniform
from simulations.streams import EXAMINATION
from simulations.tape.plan import planned
from simulations.tape.record import Recording, same_again
from simulations.tape.toy import Toy

EVERY = 5  # steps between two exams of an induction network
SHARES = 30  # pictures of the phase diagram while it forms


def toys() -> Iterator[Toy]:
    """All of them."""
    yield from (induction_toy(1), induction_toy(2), parity_toy(), superposition_toy())


def induction_toy(layers: int) -> Toy:
    """A network of so many layers. The exam: the scores of ``progress.measured``, and where the first and the last
    layer look on the shown walk, ``first_look`` and ``last_look`` (now, then); a single layer is the last."""
    schedule = induction_network.SCHEDULE
    network = partial(induction_network.forward, shape=Shape(layers=layers))
    walks, each = len(induction.examination().tokens), induction.uniforms_each()
    count = induction_network.first_weights_count(Shape(layers=layers))

    def start(numbers: Tensor) -> tuple[Parameters, Tensors]:
        return induction_network.first_weights(numbers[None], Shape(layers=layers)), {}

    def sequences(numbers: Tensor) -> Tensors:
        return {"sequences": induction.walked(numbers)[0][:, None]}

    def test(numbers: Tensor) -> Tensors:
        return dict(zip(("exam.tokens", "exam.answers"), induction.walked(numbers), strict=True))

    def exam(weights: Parameters, tokens: Tensor, answers: Tensor) -> Tensors:
        sat = progress.Exam.of(tokens, answers)
        found = progress.measured(weights, network=network, exam=sat)
        first, last = progress.looks(found.pop("attention"), sat)
        return {f"exam.{name}": value for name, value in (found | {"first_look": first, "last_look": last}).items()}

    def tapes(seed: int) -> dict[str, Recording]:
        rng = np.random.default_rng(seed)
        weights, batch = start(uniform(rng, count))[0], induction_network.BATCH
        step = {"sequence": sequences(uniform(rng, 1, batch, each))["sequences"][0].clone()}
        return {
            "start": recordings.started(start, uniform(rng, count), schedule),
            "draw": recordings.drawn(sequences, {"uniforms.draw": uniform(rng, CHUNK, batch, each)}),
            "step": recordings.stepped(weights, step, partial(induction_network.loss, network=network), schedule),
            "exam-draw": recordings.drawn(test, {"uniforms.exam": uniform(rng, walks, each)}),
            "exam": recordings.examined(weights, _alone(test(uniform(rng, walks, each))), exam),
        }

    measured = [f"exam.{name}" for name in induction.SCORES if layers > 1 or name != "matching"]
    sat = {
        "at": list(range(0, schedule.steps + 1, EVERY)),
        "draw": {"uniforms": "uniforms.exam", "key": [0, 0, EXAMINATION], "tape": "exam-draw"},
        "tape": "exam",
        "read": [*measured, *("exam.first_look", "exam.last_look")[2 - layers :]],
    }
    return _toy(f"induction-{layers}", tapes, schedule, {"sequence": "sequences"}, sat)


def parity_toy() -> Toy:
    """The networks of all widths side by side. The exam: ``task_loss`` (1, widths, tasks), in bits, and ``total`` (1,
    widths), weighed by frequency."""
    widths, schedule = parity_network.WIDTHS, parity_network.SCHEDULE
    count, often = parity_network.start_count(widths), torch.from_numpy(parity.frequencies()).float()

    def start(numbers: Tensor) -> tuple[Parameters, Tensors]:
        weights, subset, shown = parity_network.started(numbers[None], widths)
        test = parity_network.examined(shown, subset)
        return weights, {"subset": subset, "exam.shown": test[0], "exam.odd": test[1]}

    def examples(numbers: Tensor, subset: Tensor) -> Tensors:
        return dict(zip(("tasks", "bits", "parities"), parity_network.batch(numbers, subset), strict=True))

    def exam(weights: Parameters, shown: Tensor, odd: Tensor) -> Tensors:
        each = parity_network.task_losses(weights, shown, odd, widths=widths)
        return {"exam.task_loss": each, "exam.total": each @ often}

    def loss(weights: Parameters, task: Tensor, shown: Tensor, odd: Tensor) -> Tensor:
        return parity_network.losses(weights, task, shown, odd, widths=widths).mean(1)

    def tapes(seed: int) -> dict[str, Recording]:
        rng = np.random.default_rng(seed)
        once = uniform(rng, count)
        weights, test = start(once)
        subset, *test = _alone(test).values()
        chunk = {"uniforms.draw": uniform(rng, CHUNK, 1, parity.BATCH, 1 + parity.BITS), "subset": subset}
        step = [one[0].clone() for one in examples(*chunk.values()).values()]
        return {
            "start": recordings.started(start, once, schedule),
            "draw": recordings.drawn(examples, chunk),
            "step": recordings.stepped(weights, _named(("task", "shown", "odd"), step), loss, schedule),
            "exam": recordings.examined(weights, _named(("exam.shown", "exam.odd"), test), exam),
        }

    sat = {"at": parity_network.log_steps(schedule.steps), "tape": "exam", "read": ["exam.task_loss", "exam.total"]}
    return _toy("parity", tapes, schedule, {"task": "tasks", "shown": "bits", "odd": "parities"}, sat)


def superposition_toy() -> Toy:
    """All cells of the phase diagram from one start. The exam: ``share`` (importances, densities), how much of the
    hidden direction the second feature has."""
    schedule = superposition_network.SCHEDULE
    density, importance = (torch.from_numpy(one.ravel()).float() for one in np.meshgrid(DENSITIES, IMPORTANCES))
    models = len(density), 1, 2
    cells = {
        "density": density,
        "importance": torch.stack([torch.ones_like(importance), importance], dim=1),
        "pattern_weight": torch.from_numpy(superposition.pattern_probability(2, density.numpy())).float(),
    }
    count, batch = superposition_network.first_weights_count(*models), (1, 4, superposition_network.SAMPLES, 2)

    def start(numbers: Tensor) -> tuple[Parameters, Tensors]:
        return superposition_network.first_weights(numbers[None], *models), cells

    def sizes(numbers: Tensor) -> Tensors:
        return {"sizes": superposition_network.batch(numbers)}

    def loss(weights: Parameters, x: Tensor, density: Tensor, importance: Tensor, pattern_weight: Tensor) -> Tensor:
        found = superposition_network.loss(weights, x, pattern_weight=pattern_weight, importance=importance)
        return found / density

    def exam(weights: Parameters) -> Tensors:
        share = superposition.second_share(*weights["weights"][:, 0].unbind(1))
        return {"exam.share": share.view(len(IMPORTANCES), len(DENSITIES))}

    def tapes(seed: int) -> dict[str, Recording]:
        rng = np.random.default_rng(seed)
        weights = start(uniform(rng, count))[0]
        # The cells are slots and no constants: what follows from them alone would fill the file
        step = {"size": sizes(uniform(rng, *batch))["sizes"]} | {name: seed * one for name, one in cells.items()}
        return {
            "start": recordings.started(start, uniform(rng, count), schedule),
            "draw": recordings.drawn(sizes, {"uniforms.draw": uniform(rng, CHUNK, *batch)}),
            "step": recordings.stepped(weights, step, loss, schedule),
            "exam": recordings.examined(weights, {}, exam),
        }

    at = np.unique(np.geomspace(1, schedule.steps, SHARES).round().astype(int)).tolist()
    sat = {"at": [0, *at], "tape": "exam", "read": ["exam.share"]}
    return _toy("superposition", tapes, schedule, {"size": "sizes"}, sat)


def _toy(
    name: str,
    tapes: Callable[[int], dict[str, Recording]],
    schedule: Schedule,
    feeds: dict[str, str],
    exam: dict[str, Any],
) -> Toy:
    one, other = tapes(1), tapes(2)
    toy = planned(name, {tape: same_again(one[tape], other[tape]) for tape in one})
    return replace(toy, plan=recordings.plan(schedule, feeds) | {"examine": [exam]})


def _alone(tensors: Tensors) -> dict[str, Tensor]:
    """Each with a storage of its own, as a slot has it."""
    return {name: value.clone() for name, value in tensors.items()}


def _named(names: Sequence[str], values: Sequence[Tensor]) -> dict[str, Tensor]:
    return dict(zip(names, values, strict=True))
