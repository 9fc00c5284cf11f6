"""The circuits' toys as tapes: what the page needs to train them, recorded from this package's own functions.

Each toy is of one seed. Its tapes: ``start`` makes the first weights of ``uniforms.start``; ``draw`` a chunk's
sequences or examples of ``uniforms.draw``; ``step`` takes one step; ``exam`` measures. Slots: ``weights.NAME``,
``optimiser.NAME``, ``loss``, and what each toy's function says.
"""

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np
import torch
from torch import Tensor

from simulations.circuits import (
    induction,
    induction_network,
    parity,
    parity_network,
    progress,
    superposition,
    superposition_network,
)
from simulations.circuits.draws import CHUNK
from simulations.circuits.ensemble import losses_and_gradients
from simulations.circuits.grids import DENSITIES, IMPORTANCES
from simulations.circuits.induction_network import Shape
from simulations.circuits.optimiser import Parameters, Schedule, first_state, update
from simulations.tape.plan import Toy, planned
from simulations.tape.record import Recording, record, same_again

Recorded = Callable[[], Mapping[str, Tensor]]


def induction_toy(layers: int) -> Toy:
    """A network of ``layers`` on in-context bigrams.

    ``sequences``: (CHUNK, 1, batch, length), of which a step reads ``sequence``. ``exam-draw`` writes the test walks of
    ``uniforms.exam``; ``exam`` gives ``exam.NAME`` (1,) for the names of ``progress.scores``, and ``exam.first_look``
    and ``exam.last_look`` (now, then), where the first and the last layer look on the shown walk.
    """
    shape, schedule = Shape(layers=layers), induction_network.SCHEDULE
    network = partial(induction_network.forward, shape=shape)
    count, each = induction_network.first_weights_count(shape), induction.uniforms_each()
    walks = len(induction.examination().tokens)

    def start(uniform: Tensor) -> Parameters:
        return induction_network.first_weights(uniform[None], shape)

    def drawn(uniform: Tensor) -> dict[str, Tensor]:
        return {"sequences": induction.walked(uniform)[0][:, None]}

    def exam_drawn(uniform: Tensor) -> dict[str, Tensor]:
        return dict(zip(("exam.tokens", "exam.answers"), induction.walked(uniform), strict=True))

    def exam(parameters: Parameters, tokens: Tensor, answers: Tensor) -> dict[str, Tensor]:
        sat = progress.Exam.of(tokens, answers)
        found = progress.measured(parameters, network=network, exam=sat)
        looks = progress.looks(found.pop("attention"), sat)
        return {f"exam.{name}": value for name, value in found.items()} | {
            f"exam.{name}_look": look for name, look in zip(("first", "last"), looks, strict=True)
        }

    def recorded(seed: int) -> dict[str, Recording]:
        rng = np.random.default_rng(seed)
        held = _held(start(_uniform(rng, count)), schedule)
        test = [one.clone() for one in exam_drawn(_uniform(rng, walks, each)).values()]
        return {
            "start": _start(start, _uniform(rng, count), schedule),
            "draw": _of(drawn, {"uniforms.draw": _uniform(rng, CHUNK, induction_network.BATCH, each)}),
            "step": _step(
                held,
                {"sequence": drawn(_uniform(rng, CHUNK, induction_network.BATCH, each))["sequences"][0].clone()},
                partial(induction_network.loss, network=network),
                schedule,
            ),
            "exam-draw": _of(exam_drawn, {"uniforms.exam": _uniform(rng, walks, each)}),
            "exam": _exam(held, dict(zip(("exam.tokens", "exam.answers"), test, strict=True)), exam),
        }

    return _toy(f"induction-{layers}", recorded)


def parity_toy() -> Toy:
    """All widths of sparse parity side by side.

    ``tasks``, ``bits``, ``parities``: a chunk's examples, of which a step reads ``task``, ``shown`` and ``odd``.
    ``start`` also writes ``subset`` and the exam's ``exam.shown`` and ``exam.odd``; ``exam`` gives ``exam.task_loss``
    (widths, tasks), in bits.
    """
    widths, schedule = parity_network.WIDTHS, parity_network.SCHEDULE
    count = parity_network.start_count(widths)
    everyone = parity_network.everyone(1)

    def start(uniform: Tensor) -> Parameters:
        return parity_network.started(uniform[None], widths)[0]

    def exam_drawn(uniform: Tensor) -> dict[str, Tensor]:
        _, subset, shown = parity_network.started(uniform[None], widths)
        examples = parity.examples(everyone, shown, subset)
        return {"subset": subset, **dict(zip(("exam.shown", "exam.odd"), examples, strict=True))}

    def drawn(uniform: Tensor, subset: Tensor) -> dict[str, Tensor]:
        return dict(zip(("tasks", "bits", "parities"), parity_network.batch(uniform, subset), strict=True))

    def exam(parameters: Parameters, shown: Tensor, odd: Tensor) -> dict[str, Tensor]:
        return {"exam.task_loss": parity_network.task_losses(parameters, everyone, shown, odd, widths=widths)}

    def recorded(seed: int) -> dict[str, Recording]:
        rng = np.random.default_rng(seed)
        once = _uniform(rng, count)
        held, test = _held(start(once), schedule), {name: one.clone() for name, one in exam_drawn(once).items()}
        subset, chunk = test.pop("subset"), _uniform(rng, CHUNK, 1, parity.BATCH, 1 + parity.BITS)
        task, shown, odd = (one[0].clone() for one in drawn(chunk, subset).values())
        return {
            "start": _start(start, once, schedule, exam_drawn),
            "draw": _of(drawn, {"uniforms.draw": chunk, "subset": subset}),
            "step": _step(
                held,
                {"task": task, "shown": shown, "odd": odd},
                lambda parameters, batch: parity_network.losses(parameters, *batch, widths=widths).mean(1),
                schedule,
            ),
            "exam": _exam(held, test, exam),
        }

    return _toy("parity", recorded)


def superposition_toy() -> Toy:
    """All cells of the phase diagram from one start.

    ``sizes``: (CHUNK, 1, patterns, samples, 2), of which a step reads ``size``; ``exam`` gives ``exam.share``
    (importances, densities), how much of the hidden direction the second feature has.
    """
    schedule = superposition_network.SCHEDULE
    density, importance = (torch.from_numpy(one.ravel()).float() for one in np.meshgrid(DENSITIES, IMPORTANCES))
    importance = torch.stack([torch.ones_like(importance), importance], dim=1)
    weight = torch.from_numpy(superposition.pattern_probability(2, density.numpy())).float()
    models = len(density), 1, 2
    count, size = superposition_network.first_weights_count(*models), (4, superposition_network.SAMPLES, 2)

    def start(uniform: Tensor) -> Parameters:
        return superposition_network.first_weights(uniform[None], *models)

    def drawn(uniform: Tensor) -> dict[str, Tensor]:
        return {"sizes": superposition_network.batch(uniform)}

    def loss(parameters: Parameters, x: Tensor) -> Tensor:
        return superposition_network.loss(parameters, x, pattern_weight=weight, importance=importance) / density

    def exam(parameters: Parameters) -> dict[str, Tensor]:
        first, second = parameters["weights"][:, 0].unbind(1)
        return {"exam.share": superposition.second_share(first, second).view(len(IMPORTANCES), len(DENSITIES))}

    def recorded(seed: int) -> dict[str, Recording]:
        rng = np.random.default_rng(seed)
        held, chunk = _held(start(_uniform(rng, count)), schedule), _uniform(rng, CHUNK, 1, *size)
        return {
            "start": _start(start, _uniform(rng, count), schedule),
            "draw": _of(drawn, {"uniforms.draw": chunk}),
            "step": _step(held, {"size": drawn(chunk)["sizes"][0].clone()}, loss, schedule),
            "exam": _exam(held, {}, exam),
        }

    return _toy("superposition", recorded)


TOYS: dict[str, Callable[[], Toy]] = {
    "induction-1": partial(induction_toy, 1),
    "induction-2": partial(induction_toy, 2),
    "parity": parity_toy,
    "superposition": superposition_toy,
}


def _toy(name: str, recorded: Callable[[int], dict[str, Recording]]) -> Toy:
    """The toy of what was recorded, twice, on other numbers, and was the same."""
    first, second = recorded(1), recorded(2)
    return planned(name, {tape: same_again(first[tape], second[tape]) for tape in first})


def _uniform(rng: np.random.Generator, *shape: int) -> Tensor:
    return torch.from_numpy(rng.random(shape, dtype=np.float32))


def _held(weights: Parameters, schedule: Schedule) -> tuple[Parameters, Parameters]:
    """Weights and the optimiser's state as slots can be: each with a storage of its own."""
    weights = {name: value.detach().clone() for name, value in weights.items()}
    return weights, first_state(weights, schedule)


def _named(weights: Parameters, state: Parameters) -> dict[str, Tensor]:
    return {f"weights.{name}": one for name, one in weights.items()} | {
        f"optimiser.{name}": one for name, one in state.items()
    }


def _of(function: Callable[..., Mapping[str, Tensor]], slots: Mapping[str, Tensor]) -> Recording:
    return record(lambda: function(*slots.values()), slots)


def _start(first: Callable, uniform: Tensor, schedule: Schedule, other: Callable | None = None) -> Recording:
    def started() -> dict[str, Tensor]:
        weights = first(uniform)
        return _named(weights, first_state(weights, schedule)) | (other(uniform) if other else {})

    return record(started, {"uniforms.start": uniform})


def _step(held: tuple[Parameters, Parameters], batch: dict[str, Tensor], loss: Callable, schedule: Schedule) -> Recording:
    weights = {name: value.clone().requires_grad_() for name, value in held[0].items()}
    state = {name: value.clone() for name, value in held[1].items()}

    def step() -> dict[str, Tensor]:
        given = tuple(batch.values()) if len(batch) > 1 else next(iter(batch.values()))
        losses, gradients = losses_and_gradients(weights, given, loss)
        update(weights, gradients, state, schedule)
        return {"loss": losses.mean()}

    return record(step, _named(weights, state) | batch)


def _exam(held: tuple[Parameters, Parameters], test: dict[str, Tensor], exam: Callable) -> Recording:
    weights = held[0]
    return record(lambda: exam(weights, *test.values()), _named(weights, {}) | test)
