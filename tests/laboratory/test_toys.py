"""The adders' tapes, run in numpy, do what the laboratory does in PyTorch."""

from dataclasses import replace
from itertools import islice

import numpy as np
import pytest
import torch

from simulations.laboratory import measure
from simulations.laboratory.answers import predictions
from simulations.laboratory.ask import look
from simulations.laboratory.examination import Examination
from simulations.laboratory.model import Adders
from simulations.laboratory.task import Task, cumulative, encode
from simulations.laboratory.toys import ITEMS, METRICS, adder
from simulations.laboratory.train import CHUNK, Recipe, Training
from simulations.streams import EXAMINATION, PROBLEMS, WEIGHTS, stream, uniforms
from simulations.tape.calls import read
from simulations.tape.interpret import run
from simulations.tape.toy import Toy

RECIPE = Recipe(width=8, task=Task(digits=2), steps=60)


@pytest.fixture(scope="module")
def toy() -> Toy:
    return adder(RECIPE)


@pytest.fixture(scope="module")
def trained() -> Training:
    """A model that adds some digits wrong and some right."""
    return Training(replace(RECIPE, steps=200), (5,)).run()


class Page:
    """A toy in use, as a page has it, but for the kernels: what is no slot and no constant holds garbage."""

    def __init__(self, toy: Toy):
        self.toy, self.arena = toy, np.full(toy.arena, np.nan, dtype=np.float32)
        constants = toy.memory()
        held = max(offset + int(np.prod(shape, dtype=int)) for offset, shape in toy.slots.values())
        held = max([held, *(offset + len(numbers) for offset, numbers in toy.constants.items())])
        self.arena[:held] = constants[:held]

    def __getitem__(self, slot: str) -> np.ndarray:
        return self.toy.view(self.arena, slot)

    def run(self, tape: str, **slots: object) -> "Page":
        for slot, numbers in slots.items():
            self[slot.replace("__", ".")][...] = numbers
        run(self.toy.tapes[tape], self.arena)
        return self

    def take(self, models: Adders) -> "Page":
        for name, weights in models.named_parameters():
            self[f"weights.{name}"][...] = weights.detach().numpy()
        return self

    def far(self, models: Adders) -> float:
        """The largest difference of any weight."""
        return max(np.abs(self[f"weights.{n}"] - w.detach().numpy()).max() for n, w in models.named_parameters())


def started(toy: Toy, seed: int) -> Page:
    page = Page(toy)
    return page.run("start", uniforms__start=uniforms(stream(seed, WEIGHTS), *page["uniforms.start"].shape))


def drawn(page: Page, task: Task, seed: int) -> np.ndarray:
    uniform = uniforms(stream(seed, PROBLEMS), *page["uniforms.draw"].shape)
    reach = 0 if task.lengths == "mixed" else task.digits
    tape = "draw" if task.least_first else "draw-largest-first"
    return page.run(tape, uniforms__draw=uniform, cumulative=cumulative(task.skew), reach=reach)["problems"]


def test_a_training_starts_and_goes_on_as_in_the_laboratory(toy):
    training, page = Training(RECIPE, (3,)), started(toy, 3)
    assert page.far(training.models) < 1e-6
    problems = drawn(page, RECIPE.task, 3).copy()
    assert len(problems) == CHUNK
    losses = [
        page.run("step", tokens=problems[step], step=step, steps=RECIPE.steps, rate=1)["loss"].item()
        for step in range(10)
    ]
    training.run(until=10)
    assert page.far(training.models) < 2e-6
    np.testing.assert_allclose(losses, training.losses[:, 0], atol=1e-6)


def test_a_second_training_starts_with_fresh_averages(toy):
    page = started(toy, 3)
    problems = drawn(page, RECIPE.task, 3)
    page.run("step", tokens=problems[0], step=0, steps=RECIPE.steps, rate=1)
    uniform = uniforms(stream(3, WEIGHTS), *page["uniforms.start"].shape)
    page.run("start", uniforms__start=uniform)
    assert all(not page[slot].any() for slot in toy.slots if slot.startswith("optimiser."))


def test_the_learning_rate_is_the_page_s_to_choose(toy):
    page = started(toy, 3)
    before = page["weights.head"].copy()
    problems = drawn(page, RECIPE.task, 3)
    page.run("step", tokens=problems[0], step=0, steps=RECIPE.steps, rate=0)
    np.testing.assert_array_equal(page["weights.head"], before)


@pytest.mark.parametrize("task", [Task(2), Task(2, skew=1.5, lengths="full"), Task(2, least_first=False)], ids=str)
def test_problems_are_the_laboratory_s(toy, task):
    batches = islice(Training(replace(RECIPE, task=task), (4,))._batches(CHUNK), CHUNK)
    expected = [tokens[0] for tokens in batches]
    np.testing.assert_array_equal(drawn(Page(toy), task, 4), expected)


@pytest.mark.parametrize("least_first", [True, False])
def test_the_examination_is_the_laboratory_s(toy, least_first):
    page, task = Page(toy), Task(2, least_first=least_first)
    tape = "exam-draw" if least_first else "exam-draw-largest-first"
    page.run(tape, uniforms__exam=uniforms(stream(0, EXAMINATION), *page["uniforms.exam"].shape))
    expected = encode(task, *Examination(items=ITEMS).operands(task))
    np.testing.assert_array_equal(page["problems.exam"], expected)


def test_metrics_are_those_of_measure(toy, trained):
    tokens = encode(RECIPE.task, *Examination(items=ITEMS).operands(RECIPE.task))
    page = Page(toy).take(trained.models).run("exam", problems__exam=tokens).run("exam-written")
    found = predictions(trained.models, tokens)
    metrics = [measure.METRICS[name].measure(found)[0] for name in METRICS]
    assert 0.02 < metrics[0] < 0.99
    np.testing.assert_allclose(page["exam.metrics"], metrics, atol=2e-6)
    np.testing.assert_allclose(page["exam.edit_distance"], measure.edit_distance(found), atol=1e-6)
    assert not np.array_equal(found.written, found.choices)


def test_every_width_has_one_list_of_kernels(toy):
    wider = adder(replace(RECIPE, width=16))
    assert wider.tapes.keys() == toy.tapes.keys()
    for tape, calls in toy.tapes.items():
        assert [type(call) for call in read(wider.tapes[tape])] == [type(call) for call in read(calls)]


def test_the_plan_names_what_the_toy_has(toy):
    start, draw, step = (toy.plan[part] for part in ("start", "draw", "step"))
    assert {start["tape"], draw["tape"], step["tape"]} <= toy.tapes.keys()
    used = {start["uniforms"], draw["uniforms"], step["number"], toy.plan["loss"], *draw["feeds"].values()}
    assert used | draw["feeds"].keys() <= toy.slots.keys()
    assert toy.slots["problems"][1] == (draw["chunk"], *toy.slots["tokens"][1])
    assert toy.facts == {"digits": 2, "width": 8, "parameters": Training(RECIPE, (0,)).models.parameters_each}


def test_one_problem_is_asked(toy, trained):
    digits = [torch.tensor(number) for number in ([7, 1], [5, 4], [1, 6, 0])]
    keep = torch.tensor([1.0, 0.0, 1.0])
    found = look(trained.models, *digits, torch.tensor(1), keep)
    inputs = {"ask__first": digits[0], "ask__second": digits[1], "ask__written": digits[2], "ask__own": 1}
    page = Page(toy).take(trained.models).run("ask", **inputs, ask__keep=keep)
    for name, expected in found._asdict().items():
        np.testing.assert_allclose(page[f"ask.{name}"], expected, atol=2e-6)
