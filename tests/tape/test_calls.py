"""The format: what is written is read back, and a call that is longer or shorter than it says is refused."""

import pytest
from tape.recorded import draw, recording

from simulations.laboratory.task import Task
from simulations.laboratory.toys import tapes
from simulations.laboratory.train import Recipe
from simulations.tape import calls
from simulations.tape.plan import planned


@pytest.fixture(scope="module")
def tape() -> list[int]:
    return planned("test", {"step": tapes(Recipe(width=2, task=Task(1)), 1)["step"]}).tapes["step"]


def test_it_is_read_as_it_was_written(tape):
    found = calls.read(tape)
    assert {type(call) for call in found} == set(calls.KINDS)
    assert calls.written(found) == tape


def test_a_length_that_does_not_fit_is_refused(tape):
    with pytest.raises(ValueError, match="a call must hold"):
        calls.read([tape[0], tape[1] - 1, *tape[2:]])
    longer = [tape[0], tape[1] + 1, *tape[2 : tape[1] + 2], 0]
    with pytest.raises(ValueError, match=f"a call must hold {tape[1]} integers, not {tape[1] + 1}"):
        calls.read(longer)


def test_only_what_lies_in_the_arena_is_written():
    with pytest.raises(ValueError, match="operands must lie in the arena, not in buffer"):
        calls.written(recording(lambda a: a + 1, draw(3)).calls)
