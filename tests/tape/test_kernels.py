"""kernels.wasm against numpy: kernel by kernel, over random shapes and strides. Nothing else may change."""

import itertools
from dataclasses import replace
from math import prod

import numpy as np
import pytest

from simulations.tape import interpret
from simulations.tape.calls import ARENA, OPS, Gather, Line, Map, MatMul, Operand, Reduce, ScatterAdd, Softmax, written
from tests.tape.in_node import arena_after, toy_of

CASES = 300
SPECIAL = [0.0, -0.0, 1.0, -1.0, 0.5, 1e-45, -1e-40, 1e-38, 3e38, -3e38, np.inf, -np.inf, np.nan]
EXACT = {*OPS[:11], "floor", "ge", "gt", "eq", "where", "relu", "reciprocal", "mul_add", "through_relu"}


class Arena:
    """An arena that grows as operands are placed in it; ``numbers`` are what it starts with."""

    def __init__(self, seed, draw=lambda rng, count: rng.integers(-4, 5, count)):
        self.rng, self.draw, self.parts, self.size, self.calls = np.random.default_rng(seed), draw, [], 0, []

    def dims(self, least=0, most=5):
        """A shape, small enough for hundreds of them, and now and then with a long side, or empty."""
        dims = [int(self.rng.choice([1, 2, 3, 4, 5, 7, 8, 9])) for _ in range(self.rng.integers(least, most + 1))]
        while prod(dims) > 3000:
            dims[int(np.argmax(dims))] = 1
        if dims and prod(dims) < 50 and self.rng.random() < 0.3:
            dims[self.rng.integers(len(dims))] = int(self.rng.integers(10, 300))
        if dims and self.rng.random() < 0.03:
            dims[self.rng.integers(len(dims))] = 0
        return tuple(dims)

    def place(self, dims, *, repeated=False, numbers=None):
        """An operand over ``dims``: its dimensions in any order, with gaps; some strides 0 where repeated."""
        strides, step = [0] * len(dims), 1 if self.rng.random() < 0.6 else int(self.rng.integers(2, 4))
        order = np.arange(len(dims))[::-1] if self.rng.random() < 0.5 else self.rng.permutation(len(dims))
        for axis in order:
            if repeated and self.rng.random() < 0.25:
                continue
            strides[axis] = step
            step = step * max(dims[axis], 1) + int(self.rng.integers(0, 3) if self.rng.random() < 0.3 else 0)
        before = int(self.rng.integers(0, 6))
        operand = Operand(ARENA, self.size + before, tuple(strides))
        span = 1 + sum((max(dim, 1) - 1) * stride for dim, stride in zip(dims, strides, strict=True))
        values = self.draw(self.rng, before + span) if numbers is None else numbers(before + span)
        self.parts.append(np.asarray(values, dtype=np.float32))
        self.size += before + span
        return operand

    def check(self, **tolerance):
        """Runs the calls in numpy and by the kernels, and compares all the arena."""
        start = np.concatenate([*self.parts, self.draw(self.rng, 40)]).astype(np.float32)
        tape = written(self.calls)
        expected = start.copy()
        with np.errstate(all="ignore"):
            interpret.run(tape, expected)
        found = arena_after(toy_of(start, tape))
        assert not np.array_equal(start, expected, equal_nan=True)
        np.testing.assert_allclose(found, expected, **({"rtol": 0, "atol": 0} | tolerance))


def special(rng, count):
    usual = rng.normal(size=count) * 10.0 ** rng.integers(-6, 3, count)
    return np.where(rng.random(count) < 0.1, rng.choice(SPECIAL, count), usual)


@pytest.mark.parametrize("seed", range(3))
def test_a_map_over_any_shape(seed):
    arena = Arena(seed)
    for _ in range(CASES):
        dims = arena.dims()
        inputs = [arena.place(dims, repeated=True) for _ in range(arena.rng.integers(1, 7))]
        code = []
        for line in range(arena.rng.integers(1, 6)):
            op = str(arena.rng.choice(["copy", "add", "sub", "mul", "where", "max", "mul_add", "ge"]))
            code.append(Line(op, *(int(arena.rng.integers(0, len(inputs) + line)) for _ in range(3))))
        in_place = arena.rng.random() < 0.3
        out = arena.place(dims)
        if in_place:
            inputs[0] = out
        arena.calls.append(Map(dims, out, tuple(inputs), tuple(code)))
    arena.check()


@pytest.mark.parametrize("op", OPS)
def test_a_map_of_one_operation(op):
    """Special numbers as numpy has them, and the others to the last bits."""
    arena = Arena(OPS.index(op), special)
    for dims in [(1,), (3,), (4,), (1000,), (7, 61)]:
        numbers = (
            (lambda count: np.where(np.abs(drawn := special(arena.rng, count)) < 1e30, drawn, np.inf))
            if op in ("cos", "sin")
            else None
        )
        inputs = tuple(arena.place(dims, numbers=numbers) for _ in range(3))
        arena.calls.append(Map(dims, arena.place(dims), inputs, (Line(op, 0, 1, 2),)))
    arena.check(rtol=0 if op in EXACT else 2.4e-7, atol=0 if op in EXACT else 1.5e-45)


@pytest.mark.parametrize(
    "op, numbers",
    [
        ("exp", np.linspace(-104, 88.7, 40_001)),
        ("log", np.geomspace(1e-44, 3e38, 40_001)),
        ("log", np.linspace(0.5, 2, 40_001)),
        ("log1p", np.linspace(-0.999, 3, 40_001)),
        ("log1p", np.geomspace(1e-44, 3e38, 40_001)),
        ("sin", np.linspace(-50, 50, 40_001)),
        ("cos", np.linspace(-1e5, 1e5, 40_001)),
        ("tanh", np.linspace(-10, 10, 40_001)),
        ("sigmoid", np.linspace(-80, 100, 40_001)),
    ],
)
def test_functions_are_right_to_two_units_in_the_last_place(op, numbers):
    start = np.concatenate([numbers, np.zeros_like(numbers)]).astype(np.float32)
    count = len(numbers)
    call = Map((count,), Operand(ARENA, count, (1,)), (Operand(ARENA, 0, (1,)),), (Line(op, 0),))
    found = arena_after(toy_of(start, written([call])))[count:]
    exact = interpret.FUNCTIONS[op](start[:count].astype(np.float64))
    units = np.abs(found - exact) / np.spacing(np.abs(exact).astype(np.float32)).astype(np.float64)
    assert units.max() < {"exp": 1, "tanh": 1.5, "sigmoid": 2.5}.get(op, 0.51)


@pytest.mark.parametrize("seed", range(3))
def test_a_product_of_matrices_of_any_shape(seed):
    arena = Arena(seed)
    for _ in range(CASES):
        batch = arena.dims(0, 3) if arena.rng.random() < 0.5 else ()
        batch = tuple(min(dim, 4) for dim in batch)
        m, n, k = (int(arena.rng.choice([1, 2, 3, 4, 6, 8, 12, 13, 16, 31, 33])) for _ in range(3))
        if not batch:
            m, n, k = (int(one * arena.rng.choice([1, 1, 1, 4, 13])) for one in (m, n, k))
        if arena.rng.random() < 0.05:
            m, n, k = arena.rng.permutation([m, n, 0]).tolist()
        init = arena.rng.random() < 0.4
        left = arena.place((*batch, m, k), repeated=True)
        if arena.rng.random() < 0.2:  # by its own transpose
            n, right = m, Operand(ARENA, left.offset, (*left.strides[:-2], left.strides[-1], left.strides[-2]))
        else:
            right = arena.place((*batch, k, n), repeated=True)
        out = arena.place((*batch, m, n))
        arena.calls.append(
            MatMul(
                *(batch, m, n, k, out, left, right),
                (out if arena.rng.random() < 0.5 else arena.place((*batch, m, n), repeated=True)) if init else None,
                arena.place(()) if arena.rng.random() < 0.5 else None,
                arena.place(()) if init and arena.rng.random() < 0.5 else None,
                relu=arena.rng.random() < 0.4,
            )
        )
    arena.check()


@pytest.mark.parametrize("what", ["sum", "max", "argmax", "mean", "norm"])
def test_a_reduction_over_any_shape(what):
    arena = Arena(len(what))
    for _ in range(CASES):
        kept, reduced = arena.dims(0, 3), arena.dims(1, 3)
        if 0 in (reduced if what == "max" else kept + reduced if what in ("argmax", "mean") else ()):
            continue  # numpy refuses these, or warns
        source = arena.place(kept + reduced, repeated=True)
        arena.calls.append(Reduce(what, kept, reduced, arena.place(kept), source))
    arena.check(rtol=1e-6 if what in ("mean", "norm") else 0)


def test_a_sum_of_products_over_any_shape():
    arena = Arena(6)
    for _ in range(CASES):
        kept, reduced = arena.dims(0, 3), arena.dims(1, 3)
        source = arena.place(kept + reduced, repeated=True)
        span = 1 + source.last(kept + reduced) - source.offset if 0 not in kept + reduced else 1
        times = replace(source, offset=arena.place((span,)).offset)
        arena.place((span,))  # room for the whole of it, whatever its strides
        arena.calls.append(Reduce("sum", kept, reduced, arena.place(kept), source, times))
    arena.check()


@pytest.mark.parametrize("what", ["sum", "max", "argmax", "mean", "norm"])
def test_a_reduction_of_special_numbers(what):
    arena = Arena(len(what), special)
    for count, strides in itertools.product([1, 5, 16, 33, 200], [(1, 9), (200, 1), (400, 2)]):
        dims = (9,), (count,)
        numbers = lambda n: np.abs(special(arena.rng, n)).clip(max=1e15) if what != "argmax" else special(arena.rng, n)  # noqa: E731
        at = arena.place((9 * 400,), numbers=numbers)
        arena.calls.append(Reduce(what, *dims, arena.place((9,)), Operand(ARENA, at.offset, strides)))
    arena.check(rtol=2e-6)


@pytest.mark.parametrize("log", [False, True])
def test_a_softmax_over_any_shape(log):
    arena = Arena(5, lambda rng, count: rng.normal(size=count) * 4)
    for _ in range(CASES):
        dims = arena.dims(1, 4)
        if 0 in dims:
            continue
        source = arena.place(dims, repeated=True)
        out = source if 0 not in source.strides and arena.rng.random() < 0.3 else arena.place(dims)
        arena.calls.append(Softmax(log, dims, out, source))
    arena.check(rtol=2e-6, atol=2e-6 if log else 1e-12)


@pytest.mark.parametrize("kind", [Gather, ScatterAdd])
@pytest.mark.parametrize("seed", range(2))
def test_gathering_and_scattering_over_any_shape(kind, seed):
    arena = Arena(seed)
    for _ in range(CASES):
        dims = arena.dims(1, 4)
        factors = [int(arena.rng.integers(1, 20)) for _ in range(arena.rng.integers(1, 3))]
        indices = []
        for factor in factors:
            numbers = lambda count: arena.rng.integers(0, 6, count)  # noqa: E731
            indices.append((arena.place(dims, repeated=True, numbers=numbers), factor))
        source = arena.place((*dims, 1 + 5 * sum(factors)), repeated=True)
        source = Operand(ARENA, source.offset, source.strides[:-1])
        arena.place((6 * sum(factors),))  # so that every index leads into the arena
        arena.calls.append(kind(dims, arena.place(dims), source, tuple(indices)))
    arena.check()


def test_an_index_that_leads_out_of_the_arena_is_an_error():
    dims = (2, 3)
    for index in (-1.0, 1e9, 20.0, -np.inf):
        start = np.zeros(16, dtype=np.float32)
        start[1] = index
        indices = ((Operand(ARENA, 0, (1, 0)), 3),)
        for kind in (Gather, ScatterAdd):
            calls = [kind(dims, Operand(ARENA, 10, (3, 1)), Operand(ARENA, 2, (0, 1)), indices)]
            with pytest.raises(ValueError, match='index of call 1 of the tape "step" leads out of the arena'):
                arena_after(toy_of(start, written(calls)))
