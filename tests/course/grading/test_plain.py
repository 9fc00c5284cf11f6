"""Values go out of a hand-in's process as plain data, and come back as what they were; the rest says what it is."""

import json
import math

import numpy as np
import pytest

from course.grading.plain import MOST, packed, unpacked
from simulations.exercises.kinds import kind_of


@pytest.mark.parametrize("value", [0.25, 3, True, "word", None, ..., [1, [2.5, "x"]], {1, 2}, {"a": [1]}, -(10**20)])
def test_plain_values_come_back(value):
    back = unpacked(packed({"x": value}))["x"]
    assert back == value and type(back) is type(value)


@pytest.mark.parametrize("value", [math.inf, -math.inf, 10**400, -(10**400)])
def test_what_json_has_no_word_for_comes_back(value):
    assert unpacked(packed({"x": value}))["x"] == (math.inf if value > 0 else -math.inf)
    assert math.isnan(unpacked(packed({"x": math.nan}))["x"])


def test_arrays_come_back_in_their_shape():
    back = unpacked(packed({"x": np.arange(6.0).reshape(2, 3), "y": np.float32(0.5), "z": np.array([True])}))
    assert back["x"].tolist() == [[0, 1, 2], [3, 4, 5]] and back["y"] == 0.5 and back["z"].tolist() == [True]


class Trap:
    def __getattribute__(self, name):
        raise RuntimeError(name)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (print, "a function"),
        (np.zeros(MOST + 1), "a ndarray"),
        (list(range(MOST + 1)), "a list"),
        (1j, "a complex"),
        (object(), "an object"),
    ],
)
def test_of_the_rest_it_is_said_what_it_is(value, said):
    assert kind_of(unpacked(packed({"x": value}))["x"]).startswith(said)


def test_a_trap_is_an_object():
    assert type(unpacked(packed({"x": Trap()}))["x"]).__name__ == "object"


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"x": [1]}', '{"x": {"what": 1}}', '{"x": {}}', '{"x": {"array": [1], "shape": [3]}}', "3"]
)
def test_what_was_forged_is_refused(text):
    with pytest.raises(ValueError, match="these are no answers"):
        unpacked(text)
    deep: list = []
    for _ in range(50):
        deep = [deep]
    assert json.loads(packed({"x": deep}))
