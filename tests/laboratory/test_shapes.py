"""The shapes that docstrings promise, ``name`` [seeds, points] or ``name`` (9,), held against real results."""

import re

import numpy as np
import pytest

from simulations.laboratory import shipped
from simulations.laboratory.carry_groups import by_carries
from simulations.laboratory.curves import size_curve
from simulations.laboratory.forecast import seeded_forecast
from simulations.laboratory.own_curve import own_curve
from simulations.laboratory.shipped_answers import answers, remeasured

# One or several names, and then a shape
PROMISE = re.compile(r"((?:``\w+``(?:, | and )?)+) ?[\[(]([\w ]+(?:, ?[\w ]*)*)[\])]")


def promised(result) -> dict[str, list[str]]:
    """The dimensions of each field that the class's docstring gives a shape."""
    return {
        name: [one.strip() for one in shape.split(",") if one.strip()]
        for names, shape in PROMISE.findall(" ".join(type(result).__doc__.split()))
        for name in re.findall(r"``(\w+)``", names)
        if isinstance(getattr(result, name), np.ndarray)
    }


def check(result) -> dict[str, int]:
    """Assert that fields have the shapes promised, a name of a dimension being one number throughout; the numbers."""
    sizes: dict[str, int] = {}
    for name, dimensions in promised(result).items():
        shape = getattr(result, name).shape
        assert len(shape) == len(dimensions), f"{name} is {shape}, not {dimensions}"
        for dimension, size in zip(dimensions, shape, strict=True):
            expected = int(dimension) if dimension.isdigit() else sizes.setdefault(dimension, size)
            assert size == expected, f"{name} is {shape}, not {dimensions} with {dimension} = {expected}"
    return sizes


MODELS, GROUPS = shipped.models(), shipped.groups()
SIZES, FIRST, SECOND, KEPT = shipped.predictions()


@pytest.mark.parametrize(
    ("result", "fields", "sizes"),
    [
        (size_curve(MODELS), 4, {"points": 12, "seeds": 5}),
        (by_carries(MODELS, GROUPS, parameters=150), 5, {}),
        (seeded_forecast(MODELS), 10, {"sizes": 12}),
        (own_curve(MODELS, MODELS).own, 4, {"models": 60, "sizes": 12}),
        (answers(KEPT, SIZES, FIRST, SECOND, parameters=150, seed=0), 1, {"problems": 24}),
        (remeasured(KEPT, SIZES, MODELS, metric="exact_match", items=8, seed=0), 2, {"sizes": 12}),
    ],
    ids=lambda value: type(value).__name__,
)
def test_shapes_are_those_promised(result, fields, sizes):
    assert check(result) == sizes
    assert len(promised(result)) == fields
