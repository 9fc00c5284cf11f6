"""A problem asked of a model: what a tape records is the model, the attention its own, and what is off is off."""

import numpy as np
import pytest
import torch

from simulations.laboratory import shipped
from simulations.laboratory.answers import predictions
from simulations.laboratory.ask import (
    added,
    answer,
    attention,
    digits_right,
    look,
    shipped_answer,
    shipped_model,
    switched,
)
from simulations.laboratory.asked import PROBLEMS
from simulations.laboratory.examination import Examination
from simulations.laboratory.model import HEADS, Adders
from simulations.laboratory.task import EQUALS, Task, carries, draw, encode
from simulations.laboratory.train import Recipe, Training
from simulations.tape import interpret
from simulations.tape.plan import planned
from simulations.tape.record import Recording, record
from tests.tape import in_node

TASKS = [Task(digits=3), Task(digits=3, least_first=False)]
ON, EVERYTHING = torch.ones(HEADS + 1), (True,) * (HEADS + 1)
RIGHT, OWN = torch.tensor(0), torch.tensor(1)


@pytest.fixture(scope="module", params=TASKS, ids=["units first", "largest first"])
def model(request) -> Adders:
    """A model that adds some digits wrong and some right."""
    recipe = Recipe(width=12, task=request.param, steps=120)
    return Training(recipe, seeds=(0,)).run().models.requires_grad_(False)


def operands(task: Task, tokens: np.ndarray) -> list[torch.Tensor]:
    """The digits of both operands, units first."""
    tokens = torch.from_numpy(tokens)
    digits = tokens[: task.digits], tokens[task.digits + 1 : 2 * task.digits + 1]
    return [one if task.least_first else one.flip(0) for one in digits]


def read(models: Adders, count: int = 20) -> torch.Tensor:
    """Some problems as the model reads them, [1, count, T]."""
    return torch.from_numpy(draw(models.task, count, rng=np.random.default_rng(1)).tokens)[None, :, :-1]


def test_with_everything_on_it_is_the_model(model):
    problems = draw(model.task, 20, rng=np.random.default_rng(1)).tokens
    expected = model(torch.from_numpy(problems)[None, :, :-1])[0].softmax(-1)
    for tokens, chances in zip(problems, expected, strict=True):
        found = look(model, *operands(model.task, tokens), torch.zeros(4, dtype=int), RIGHT, ON)
        np.testing.assert_array_equal(found.tokens, tokens)
        np.testing.assert_array_equal(found.right, tokens[-4:])
        np.testing.assert_allclose(found.chances, chances, atol=1e-6)


def textbook(models: Adders, tokens: torch.Tensor, keep: tuple[bool, ...]) -> tuple[torch.Tensor, torch.Tensor]:
    """A transformer as textbooks have it, of one problem [T]: its logits [A, 10] and attention [H, A, T].

    Scores of liking and of distance are added, and one softmax is taken over the symbols, each for itself.
    """

    def normed(x: torch.Tensor) -> torch.Tensor:
        return x / (x.square().mean(-1, keepdim=True) + 1e-6).sqrt()

    (symbol, place, matrices, (up, down), readout) = (
        getattr(models, name)[0] for name in ("symbol", "place", "attention", "mlp", "head")
    )
    number = torch.div(models.row, len(symbol), rounding_mode="floor")
    stream = normed(symbol[tokens] + place[number])
    asks, preference, heads = models.task.answer_length, models.preference()[0], []
    written, k = stream[-asks:], models.width // HEADS
    for head in range(HEADS):
        query, key, value = (stream @ matrix[:, head * k : (head + 1) * k] for matrix in matrices[:3])
        heads.append((query[-asks:] @ key.T / k**0.5 + preference[head]).softmax(-1))
        if keep[head]:
            written = written + heads[-1] @ value @ matrices[3, head * k : (head + 1) * k]
    if keep[-1]:
        written = written + (normed(written) @ up).relu().square() @ down.T
    return normed(written) @ readout, torch.stack(heads)


@pytest.mark.parametrize("keep", [EVERYTHING, (False, True, True), (True, False, True), (True, True, False)])
def test_attention_and_switches_are_those_of_the_textbook(model, keep):
    """A part that is off adds nothing; what the heads look at is the same with any part on or off."""
    for tokens in read(model)[0]:
        logits, heads = textbook(model, tokens, keep)
        weights = switched(model, torch.tensor(keep, dtype=torch.float32))
        found = torch.func.functional_call(model, weights, (tokens[None, None],))[0, 0]
        np.testing.assert_allclose(found.softmax(-1), logits.softmax(-1), atol=1e-5)
        np.testing.assert_allclose(attention(model, tokens[None, None])[0, :, 0], heads, atol=1e-5)


def test_attention_summed_by_kind_is_what_the_model_hears(model):
    """The model multiplies kinds by their liking and by what their places add up to."""
    tokens = read(model)
    one_hot = model.eye[tokens + model.row]  # [E, B, T, R]
    liked = (
        one_hot[:, :, -model.task.answer_length :].transpose(1, 2)[:, None] @ model.liking(model.table())[:, :, None]
    )
    there = torch.einsum("ehat,ebtr->ehabr", model.preference().softmax(-1), one_hot)
    by_kind = torch.einsum("ehbat,ebtr->ehabr", attention(model, tokens), one_hot)
    np.testing.assert_allclose(by_kind, liked * there / (liked * there).sum(-1, keepdim=True), atol=1e-6)


def test_sums_are_carried_as_on_paper():
    task = Task(digits=8)
    problems = draw(task, 200, rng=np.random.default_rng(2))
    hard = [(99_999_999, 1), (99_999_999, 99_999_999), (0, 0)]
    for first, second in [*zip(problems.first, problems.second, strict=True), *hard]:
        tokens = encode(task, first, second)
        digits, arrived = added(*operands(task, tokens))
        np.testing.assert_array_equal(digits, tokens[-9:])
        np.testing.assert_array_equal(arrived, carries(task, first, second))


@pytest.mark.parametrize("keep", [EVERYTHING, (True, False, True)])
def test_a_freely_written_answer_is_written_digit_by_digit(model, keep):
    """Each digit after the model's own earlier ones, as one would write them one at a time."""
    weights = switched(model, torch.tensor(keep, dtype=torch.float32))
    for first, second in ((17, 45), (999, 1), (0, 0), (508, 497)):
        page = torch.from_numpy(encode(model.task, first, second))[None, None]
        for place in range(-4, 0):
            page[..., place] = torch.func.functional_call(model, weights, (page[..., :-1],))[0, 0, place].argmax()
        found = answer(model, first, second, keep=keep)
        np.testing.assert_array_equal(found.choices, page[0, 0, -4:])
        assert found.symbols[:8] == found.symbols[:3] + "+" + found.symbols[4:7] + "=" and len(found.symbols) == 11


def test_after_the_right_digits_a_mistake_is_not_gone_on_from(model):
    tokens = encode(model.task, 508, 497)
    chances = model(torch.from_numpy(tokens)[None, None, :-1])[0, 0].softmax(-1)
    found = answer(model, 508, 497, own=False)
    np.testing.assert_allclose(found.chances, chances, atol=1e-6)
    assert found.total == 1005 and found.symbols == "".join("0123456789+="[token] for token in tokens[:-1])


@pytest.mark.parametrize("run", ["numpy", "wasm"])
def test_a_tape_asks_as_the_model_does(model, run):
    """Recorded with some numbers, asked with others: after the right digits and after its own, with parts off."""
    toy = planned("ask", {"ask": recorded(model)})
    for first, second, own, keep in ((999, 1, 0, (1, 1, 1)), (508, 497, 1, (1, 0, 1)), (0, 0, 1, (0, 1, 0))):
        inputs = asked_for(model, first, second, own, keep)
        expected = look(model, *inputs.values())
        weights = {f"weights.{name}": value for name, value in model.named_parameters()}
        written = weights | {f"ask.{name}": value for name, value in inputs.items()}
        arena = toy.memory()
        if run == "numpy":
            for slot, value in written.items():
                toy.view(arena, slot)[...] = value
            interpret.run(toy.tapes["ask"], arena)
        else:
            numbers = {slot: value.ravel().tolist() for slot, value in written.items()}
            arena = in_node.arena_after(toy.described(), ("ask",), numbers).copy()
        for name, value in expected._asdict().items():
            np.testing.assert_allclose(toy.view(arena, f"ask.{name}"), value, atol=2e-6, err_msg=name)


def recorded(model: Adders) -> Recording:
    """The tape of a model's function, recorded with its own weights and one problem."""
    inputs = asked_for(model, 123, 456, 0, (1, 1, 1))
    slots = {f"weights.{name}": value.detach() for name, value in model.named_parameters()}
    slots |= {f"ask.{name}": value for name, value in inputs.items()}
    return record(lambda: {f"ask.{name}": one for name, one in look(model, **inputs)._asdict().items()}, slots)


def asked_for(model: Adders, first: int, second: int, own: int, keep: tuple[int, ...]) -> dict[str, torch.Tensor]:
    """The inputs of ``look``, with an answer that is not right."""
    digits = operands(model.task, encode(model.task, first, second))
    given = {"first": digits[0].clone(), "second": digits[1].clone(), "written": torch.tensor([3, 1, 4, 1])}
    return given | {"own": torch.tensor(own), "keep": torch.tensor(keep, dtype=torch.float32)}


def test_what_cannot_be_asked_is_said(model):
    with pytest.raises(ValueError, match="first must be a whole number, 0 to 999, not 1000"):
        answer(model, 1_000, 1)
    with pytest.raises(ValueError, match="keep must say of 2 heads and the MLP whether each is on"):
        answer(model, 1, 1, keep=(True, True))
    with pytest.raises(ValueError, match="problem must be one of 17 [+] 45, .*, not '1 [+] 1'"):
        shipped_answer(parameters=150, problem="1 + 1")
    with pytest.raises(ValueError, match="parameters must be one of 150, .*, not 1000"):
        shipped_answer(parameters=1_000)


def test_a_figure_asks_the_shipped_model():
    found = shipped_answer(parameters=95_180, problem="99,999,999 + 1", head_2=False)
    assert found.whole.given == found.whole.total == 100_000_000 != found.now.given
    assert found.keep == (True, False, True) and EQUALS == 11 and PROBLEMS[found.problem] == (99_999_999, 1)


def test_digits_without_and_with_a_carry_are_those_of_the_examination():
    """Over digits of both kinds together it is the digit accuracy; a model without its second head is worse."""
    size = 13_140
    first, second = Examination(items=500).operands(Task())
    right = predictions(shipped_model(size), encode(Task(), first, second), write=False).right[0]
    carried = carries(Task(), first, second)
    assert digits_right(size, keep=EVERYTHING) == (right[~carried].mean(), right[carried].mean())
    assert max(digits_right(size, keep=(True, False, True))) < min(digits_right(size, keep=EVERYTHING))


@pytest.mark.parametrize("wrong", [{"items": -1}, {"items": 0}, {"keep": ()}, {"parameters": np.nan}])
def test_shares_of_no_problems_parts_or_model_are_refused_by_name(wrong):
    right = {"parameters": 150, "keep": EVERYTHING, "items": 8}
    with pytest.raises(ValueError, match=f"^{next(iter(wrong))} must "):
        digits_right(**right | wrong)


def test_half_of_the_bytes_give_the_shipped_answers():
    """Of the digits that the shipped models wrote freely, 99 in 100 and more at each size but one in 50."""
    seed, kept = shipped.weights()
    sizes, first, second, predicted = shipped.predictions()
    tokens = encode(Task(), first, second)
    assert [sum(weights.size for weights in of.values()) for of in kept.values()] == sizes.tolist()
    for row, size in enumerate(sizes):
        found = predictions(shipped_model(size), tokens)
        assert (found.written[0] == predicted.written[row, seed]).mean() > 0.98
        assert abs(found.right[0].all(-1).mean() - predicted.right[row, seed].all(-1).mean()) < 0.02
