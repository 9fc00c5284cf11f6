"""A formula in numpy, recorded step by step, so that the page's script takes the very same steps and knows no formula.

What can be recorded are numpy's element-wise functions in ``OPERATIONS``, their ``reduce`` and ``accumulate``,
``np.where``, and slices without a step. The script (``js/recorded.js``) has the same operations, one line each.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin

OPERATIONS = (
    *("add", "subtract", "multiply", "divide", "maximum", "minimum", "absolute"),
    *("greater", "greater_equal", "less_equal"),
)
_WAYS = {"__call__": "each", "reduce": "reduce", "accumulate": "accumulate"}


def recorded(formula: Callable[..., Mapping[str, Any]], names: list[str]) -> dict[str, Any]:
    """The steps of ``formula``, which takes the inputs ``names`` and returns its outputs by name, as JSON has them.

    A step is ``[way, operation, operand ...]`` (or ``["slice", operand, start, end]``) and makes the next register; the
    first registers are the inputs. An operand is a register's number, or ``[number]`` for a constant. ``outputs`` has
    each output's register. Raises ``TypeError`` for what cannot be recorded.
    """
    steps: list[list] = []
    inputs = [Recorded(steps, register, len(names)) for register in range(len(names))]
    outputs = formula(**dict(zip(names, inputs, strict=True)))
    return {"inputs": names, "steps": steps, "outputs": {name: one.register for name, one in outputs.items()}}


class Recorded(NDArrayOperatorsMixin):
    """Stands for an array of a recorded formula; what is done to it becomes a step."""

    def __init__(self, steps: list[list], register: int, inputs: int):
        self._steps, self.register, self._inputs = steps, register, inputs

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *operands: Any, **named: Any) -> Recorded:
        if named or method not in _WAYS or ufunc.__name__ not in OPERATIONS:
            raise TypeError(f"np.{ufunc.__name__} cannot be recorded by {method}, with {named}")
        return self._step(_WAYS[method], ufunc.__name__, *map(_operand, operands))

    def __array_function__(self, function: Callable, types: Any, operands: tuple, named: dict) -> Recorded:
        if named or function is not np.where:
            raise TypeError(f"np.{function.__name__} cannot be recorded")
        return self._step("each", "where", *map(_operand, operands))

    def __getitem__(self, key: Any) -> Recorded:
        if not isinstance(key, slice) or key.step is not None:
            raise TypeError(f"a recorded array has slices without a step, not [{key!r}]")
        return self._step("slice", self.register, key.start, key.stop)

    def _step(self, *step: Any) -> Recorded:
        made = list(step)
        if made not in self._steps:  # what was done already is not done again
            self._steps.append(made)
        return Recorded(self._steps, self._inputs + self._steps.index(made), self._inputs)


def _operand(value: Any) -> int | list[float]:
    return value.register if isinstance(value, Recorded) else [float(value)]
