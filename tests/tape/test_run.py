"""What run.js says of toys that it cannot run, and that no damaged tape writes outside its arena."""

import json
import os
import subprocess
from pathlib import Path

import node
import numpy as np
import pytest

from simulations.tape.calls import ARENA, Gather, Line, Map, MatMul, Operand, Reduce, Softmax, written
from tests.tape.in_node import arena_after, toy_of

START = np.arange(40, dtype=np.float32)


def at(offset, *strides):
    return Operand(ARENA, offset, strides)


CALLS = {  # on an arena of 40
    "map": Map((3, 4), at(0, 4, 1), (at(12, 4, 1), at(39, 0, 0)), (Line("mul", 0, 1),)),
    "matmul": MatMul((2,), 2, 3, 2, at(28, 6, 3, 1), at(0, 4, 2, 1), at(8, 0, 3, 1), at(14, 6, 3, 1), at(39), at(38)),
    "reduce": Reduce("max", (3,), (4,), at(36, 1), at(0, 4, 1)),
    "sum of products": Reduce("sum", (3,), (4,), at(36, 1), at(0, 4, 1), at(12, 4, 1)),
    "softmax": Softmax(True, (3, 4), at(28, 4, 1), at(0, 4, 1)),
    "gather": Gather((2, 3), at(30, 3, 1), at(5, 0, 1), ((at(1, 1, 0), 2),)),
}


def test_slots_are_written_and_tapes_run_by_name():
    toy = toy_of(START, written([CALLS["map"]]), slots={"factor": [39, []], "rows": [12, [3, 4]]})
    found = arena_after(toy, write={"factor": [2.0], "rows": list(range(12))})
    np.testing.assert_array_equal(found[:12], 2 * np.arange(12))
    for wrong, words in (
        ({"factor": [1.0, 2.0]}, "must be given 1 numbers, not 2"),
        ({"other": []}, 'no slot "other"'),
    ):
        with pytest.raises(ValueError, match=words):
            arena_after(toy, write=wrong)
    with pytest.raises(ValueError, match='test has no tape "toString"'):
        arena_after(toy, ["toString"])


@pytest.mark.parametrize(
    "change, words",
    [
        ({"format": 1}, "format must be 2, not 1: load the page anew"),
        ({"arena": -1}, "arena must be a number of floats, not -1"),
        ({"arena": 2**31 - 1}, "no memory for test: it needs 8591 MB"),
        ({"slots": {"rows": [30, [3, 4]]}}, 'test is damaged: the slot "rows" lies outside its arena'),
        ({"slots": {"rows": [1.5, [3]]}}, 'test is damaged: the slot "rows" lies outside its arena'),
        ({"constants": [[38, "AAAAAAAAAAAAAAAA"]]}, "test is damaged: a constant lies outside its arena"),
    ],
)
def test_a_toy_that_cannot_be_is_refused_in_words(change, words):
    with pytest.raises(ValueError, match=words):
        arena_after(toy_of(START, []) | change, [])


def test_its_modules_in_node():
    """Among them: no damaged call writes outside its arena."""
    program = node.find()
    assert program, node.HELP
    surroundings = os.environ | {"CALLS": json.dumps({name: written([call]) for name, call in CALLS.items()})}
    test = Path(__file__).parent / "js" / "run.test.js"
    done = subprocess.run([program, "--test", test], env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
