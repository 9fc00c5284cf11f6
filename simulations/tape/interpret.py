"""A tape run in numpy: slow and plain, what the kernels of the page are checked against."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided

from simulations.tape.calls import Dims, Gather, Map, MatMul, Operand, Reduce, ScatterAdd, Softmax, read

FUNCTIONS: dict[str, Callable[..., Any]] = {
    "copy": lambda a: a,
    "add": np.add,
    "sub": np.subtract,
    "mul": np.multiply,
    "div": np.divide,
    "min": np.minimum,
    "max": np.maximum,
    "neg": np.negative,
    "abs": np.abs,
    "sqrt": np.sqrt,
    "rsqrt": lambda a: 1 / np.sqrt(a),
    "exp": np.exp,
    "log": np.log,
    "cos": np.cos,
    "sin": np.sin,
    "floor": np.floor,
    "ge": np.greater_equal,
    "gt": np.greater,
    "eq": np.equal,
    "where": lambda a, b, c: np.where(a != 0, b, c),
    "relu": lambda a: np.maximum(a, 0),
    "reciprocal": lambda a: 1 / a,
    "mul_add": lambda a, b, c: a * b + c,
    "log1p": np.log1p,
    "tanh": np.tanh,
    "sigmoid": lambda a: 1 / (1 + np.exp(-a)),
    "through_relu": lambda a, b: np.where(a > 0, b, 0),
}
UNARY = ("copy", "neg", "abs", "sqrt", "rsqrt", "exp", "log", "cos", "sin", "floor", "relu", "reciprocal", "log1p")
ARITY = dict.fromkeys((*UNARY, "tanh", "sigmoid"), 1) | {"where": 3, "mul_add": 3}


def run(tape: Sequence[int], arena: np.ndarray) -> None:
    """Run a tape on an arena of float32."""
    for call in read(tape):
        _RUN[type(call)](call, arena)


def _view(arena: np.ndarray, operand: Operand, dims: Dims) -> np.ndarray:
    if operand.offset + operand.last(dims) - operand.offset >= len(arena):
        raise IndexError(f"operand must lie in the arena of {len(arena)} floats, not reach {operand.last(dims)}")
    strides = tuple(arena.itemsize * stride for stride in operand.strides)
    return as_strided(arena[operand.offset :], dims, strides)


def _map(call: Map, arena: np.ndarray) -> None:
    registers: list[Any] = [_view(arena, one, call.dims) for one in call.ins]
    with np.errstate(all="ignore"):  # both sides of a ``where`` are worked out
        for line in call.code:
            parts = [registers[at] for at in (line.a, line.b, line.c)[: ARITY.get(line.op, 2)]]
            registers.append(np.asarray(FUNCTIONS[line.op](*parts), dtype=np.float32))
    _view(arena, call.out, call.dims)[...] = registers[-1]


def _product(call: MatMul, arena: np.ndarray) -> None:
    a = _view(arena, call.a, (*call.batch, call.m, call.k))
    b = _view(arena, call.b, (*call.batch, call.k, call.n))
    result = a @ b
    if call.alpha:
        result = result * arena[call.alpha.offset]
    if call.init:
        init = _view(arena, call.init, (*call.batch, call.m, call.n))
        result = result + (init * arena[call.beta.offset] if call.beta else init)
    _view(arena, call.out, (*call.batch, call.m, call.n))[...] = np.maximum(result, 0) if call.relu else result


def _reduce(call: Reduce, arena: np.ndarray) -> None:
    source = _view(arena, call.source, call.kept + call.reduced)
    if call.times:
        source = source * _view(arena, call.times, call.kept + call.reduced)
    axes = tuple(range(len(call.kept), source.ndim))
    functions: dict[str, Callable[[], np.ndarray]] = {
        "sum": lambda: source.sum(axes),
        "max": lambda: source.max(axes),
        "argmax": lambda: source.reshape(*call.kept, -1).argmax(-1),
        "mean": lambda: source.mean(axes),
        "norm": lambda: np.sqrt(np.square(source).sum(axes)),
        "product": lambda: source.prod(axes),
    }
    _view(arena, call.out, call.kept)[...] = functions[call.what]()


def _softmax(call: Softmax, arena: np.ndarray) -> None:
    source = _view(arena, call.source, call.dims)
    shifted = source - source.max(-1, keepdims=True)
    share = np.exp(shifted)
    total = share.sum(-1, keepdims=True)
    _view(arena, call.out, call.dims)[...] = shifted - np.log(total) if call.log else share / total


def _places(call: Gather, arena: np.ndarray) -> np.ndarray:
    places = np.full(call.dims, call.source.offset)
    for axis, (dim, stride) in enumerate(zip(call.dims, call.source.strides, strict=True)):
        places += (np.arange(dim) * stride).reshape(-1, *[1] * (len(call.dims) - axis - 1))
    for index, factor in call.indices:
        places += _view(arena, index, call.dims).astype(np.int64) * factor
    return places


def _gather(call: Gather, arena: np.ndarray) -> None:
    _view(arena, call.out, call.dims)[...] = arena[_places(call, arena)]


def _scatter_add(call: ScatterAdd, arena: np.ndarray) -> None:
    np.add.at(arena, _places(call, arena), _view(arena, call.out, call.dims))


_RUN: dict[type, Callable[[Any, np.ndarray], None]] = {
    Map: _map,
    MatMul: _product,
    Reduce: _reduce,
    Softmax: _softmax,
    Gather: _gather,
    ScatterAdd: _scatter_add,
}
