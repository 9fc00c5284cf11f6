"""The adders that train in the page: which functions make their tapes, and what the page has to know to drive them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import torch
from torch import Tensor

from simulations.laboratory import measure
from simulations.laboratory.answers import answered, rewritten
from simulations.laboratory.ask import look
from simulations.laboratory.model import HEADS, Adders, first_weights, first_weights_count
from simulations.laboratory.presets import WIDTHS
from simulations.laboratory.task import Task, cumulative, draw, written
from simulations.laboratory.train import CHUNK, DIVERGED_LOSS, Recipe, Training, dials
from simulations.streams import EXAMINATION, PROBLEMS, WEIGHTS, stream, uniforms
from simulations.tape.plan import planned
from simulations.tape.record import Recording, record, same_again
from simulations.tape.toy import Toy, driven

DIGITS = (2, 4, 8)
ITEMS = 500  # problems of the examination that a tape takes at once
METRICS = ("exact_match", "digit_accuracy", "cross_entropy", "brier_score")
ORDERS = {"": True, "-largest-first": False}  # the end of a tape's name → whether units stand first


def toys() -> Iterator[Toy]:
    """All shipped adders, small ones first. Widths have one text: it is enough to record one of them twice."""
    for digits in DIGITS:
        for width in WIDTHS:
            yield adder(Recipe(width=width, task=Task(digits=digits)), twice=width == WIDTHS[0])


def name(digits: int, width: int) -> str:
    """A toy's name."""
    return f"adder-{digits}-{width}"


def adder(recipe: Recipe, *, twice: bool = True) -> Toy:
    """The toy of a recipe: its width, batch, learning rates and number of digits are the tapes'; steps, skew, lengths,
    order and seed are the page's to choose. It is recorded ``twice``, lest one of these is frozen."""
    recordings = tapes(recipe, 1)
    if twice:
        recordings = {tape: same_again(recordings[tape], other) for tape, other in tapes(recipe, 2).items()}
    toy = planned(name(recipe.task.digits, recipe.width), recordings)
    models = Training(recipe, (0,)).models
    facts = {"digits": recipe.task.digits, "width": recipe.width, "parameters": models.parameters_each}
    return replace(toy, facts=facts, plan=plan())


def plan() -> dict[str, Any]:
    """What drives a training of an adder: which stream fills which slot, and which tape runs when."""
    return driven(chunk=CHUNK, feeds={"tokens": "problems"}, number="step") | {"diverges": DIVERGED_LOSS}


def tapes(recipe: Recipe, seed: int) -> dict[str, Recording]:
    """Every tape of an adder by name, recorded with the numbers of one seed."""
    return {
        "start": _start(recipe, seed),
        **{f"draw{end}": _draw(_in_order(recipe, first), seed) for end, first in ORDERS.items()},
        "step": _step(recipe, seed),
        **{f"exam-draw{end}": _exam_draw(_in_order(recipe, first), seed) for end, first in ORDERS.items()},
        "exam": _exam(recipe, seed, write=False),
        "exam-written": _exam(recipe, seed, write=True),
        **{f"ask{end}": _ask(_in_order(recipe, first), seed) for end, first in ORDERS.items()},
    }


def _in_order(recipe: Recipe, least_first: bool) -> Recipe:
    return replace(recipe, task=replace(recipe.task, least_first=least_first))


def _weights(models: Adders) -> dict[str, Tensor]:
    return {f"weights.{name}": weights.detach() for name, weights in models.named_parameters()}


def _averages(training: Training) -> dict[str, Tensor]:
    return {f"optimiser.{name}": average for name, average in training.optimiser.state.items()}


def _start(recipe: Recipe, seed: int) -> Recording:
    training = Training(recipe, (seed,))
    sizes = {"width": recipe.width, "places": training.models.place.shape[1]}
    uniform = torch.from_numpy(uniforms(stream(seed, WEIGHTS), 1, first_weights_count(**sizes)))

    def started() -> Mapping[str, Tensor]:
        read = recipe.task.context_length
        fresh = first_weights(uniform, **sizes, read=read, positions=recipe.positions)
        weights = {f"weights.{name}": value for name, value in fresh.items()}
        return weights | {name: torch.zeros_like(average) for name, average in _averages(training).items()}

    return record(started, {"uniforms.start": uniform})


def _draw(recipe: Recipe, seed: int) -> Recording:
    task = recipe.task
    uniform = torch.from_numpy(uniforms(stream(seed, PROBLEMS), CHUNK, recipe.batch, 2, task.digits + 1))
    chances, reach = torch.from_numpy(cumulative(seed / 2)), torch.tensor(float(seed))

    def drawn() -> Mapping[str, Tensor]:
        out = torch.empty(CHUNK, recipe.batch, task.context_length + 1, dtype=torch.int64)
        return {"problems": written(task, uniform, chances, reach, out)}

    return record(drawn, {"uniforms.draw": uniform, "cumulative": chances, "reach": reach})


def _step(recipe: Recipe, seed: int) -> Recording:
    training = Training(recipe, (seed,)).run(until=seed)
    tokens = torch.from_numpy(draw(recipe.task, recipe.batch, rng=stream(seed, PROBLEMS)).tokens)
    step, steps, rate = (torch.tensor(float(number)) for number in (seed, 100 + seed, 1 / seed))

    def trained() -> Mapping[str, Tensor]:
        return {"loss": training.update(tokens[None], dials(step, steps, falling=recipe.falling, rate=rate))}

    inputs = {"tokens": tokens, "step": step, "steps": steps, "rate": rate}
    return record(trained, _weights(training.models) | _averages(training) | inputs)


def _exam_draw(recipe: Recipe, seed: int) -> Recording:
    task = recipe.task
    uniform = torch.from_numpy(uniforms(stream(seed, EXAMINATION), ITEMS, 2, task.digits + 1))
    chances = torch.from_numpy(cumulative(0))

    def drawn() -> Mapping[str, Tensor]:
        out = torch.empty(ITEMS, task.context_length + 1, dtype=torch.int64)
        return {"problems.exam": written(task, uniform, chances, task.digits, out)}

    return record(drawn, {"uniforms.exam": uniform})


def _exam(recipe: Recipe, seed: int, *, write: bool) -> Recording:
    models = Training(recipe, (seed,)).models
    tokens = torch.from_numpy(draw(recipe.task, ITEMS, rng=stream(seed, EXAMINATION)).tokens)

    def examined() -> Mapping[str, Tensor]:
        with torch.no_grad():
            found = answered(models, tokens[None])
            if write:
                answers = found.written
                for _ in range(recipe.task.digits):
                    answers = rewritten(models, tokens[None], answers)
                return {"exam.edit_distance": measure.edit_distance(replace(found, written=answers))}
            return {"exam.metrics": torch.cat([measure.METRICS[name].measure(found) for name in METRICS])}

    return record(examined, _weights(models) | {"problems.exam": tokens})


def _ask(recipe: Recipe, seed: int) -> Recording:
    models, digits, rng = Training(recipe, (seed,)).models, recipe.task.digits, np.random.default_rng(seed)
    first, second, answer = (torch.from_numpy(rng.integers(0, 10, count)) for count in (digits, digits, digits + 1))
    own, keep = torch.tensor(seed % 2), torch.from_numpy(rng.random(HEADS + 1, dtype=np.float32))
    inputs = {"first": first, "second": second, "written": answer, "own": own, "keep": keep}

    def asked() -> Mapping[str, Tensor]:
        return {f"ask.{name}": value for name, value in look(models, **inputs)._asdict().items()}

    return record(asked, _weights(models) | {f"ask.{name}": value for name, value in inputs.items()})
