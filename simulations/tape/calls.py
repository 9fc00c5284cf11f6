"""The format of a tape: calls of six kinds of kernels on one arena of float32, each written as integers.

An operand is an offset into a buffer and a stride for each dimension, both in elements. Recording gives every tensor's
storage a buffer of its own; a plan lays them all into the arena, the one buffer that a written tape knows.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from math import prod
from typing import Any, ClassVar, Self

ARENA = -1
MOST_DIMS = 5
MOST_BATCH_DIMS = 3
OPS = (
    *("copy", "add", "sub", "mul", "div", "min", "max", "neg", "abs", "sqrt", "rsqrt", "exp", "log", "cos", "sin"),
    *("floor", "ge", "gt", "eq", "where", "relu", "reciprocal", "mul_add", "log1p", "tanh", "sigmoid"),
    "through_relu",  # b where a is above 0, else 0
)
REDUCTIONS = ("sum", "max", "argmax", "mean", "norm", "product")

Dims = tuple[int, ...]
Change = Callable[["Operand"], "Operand"]


@dataclass(frozen=True)
class Operand:
    """The elements ``offset + i · strides`` of a buffer."""

    buffer: int
    offset: int
    strides: Dims

    def last(self, dims: Dims) -> int:
        """The highest element that it touches over ``dims``."""
        return self.offset + sum((dim - 1) * stride for dim, stride in zip(dims, self.strides, strict=True))


@dataclass(frozen=True)
class Line:
    """A line of a map's code: an operation of OPS on registers. Those that it does not use are 0."""

    op: str
    a: int
    b: int = 0
    c: int = 0


@dataclass(frozen=True)
class _OnOperands:
    """What every call can do."""

    def changed(self, change: Change) -> Self:
        """The same call on other operands."""
        return replace(self, **{one.name: _changed(getattr(self, one.name), change) for one in fields(self)})


def _changed(value: Any, change: Change) -> Any:
    if isinstance(value, Operand):
        return change(value)
    return tuple(_changed(one, change) for one in value) if isinstance(value, tuple) else value


@dataclass(frozen=True)
class Map(_OnOperands):
    """``out = code(ins)`` element by element. Registers hold the ``ins``, then the lines' results; the last is kept."""

    KIND: ClassVar[int] = 0
    dims: Dims
    out: Operand
    ins: tuple[Operand, ...]
    code: tuple[Line, ...]

    def reads(self) -> Iterator[tuple[Operand, Dims]]:
        """Each operand that is read, with the dimensions over which it is."""
        return ((one, self.dims) for one in self.ins)

    def writes(self) -> tuple[Operand, Dims]:
        """The operand that is written, with its dimensions."""
        return self.out, self.dims

    def ints(self) -> list[int]:
        """The call as a tape holds it, but for its kind and length."""
        numbers = [_at(self.out), len(self.dims), *self.dims, *self.out.strides, len(self.ins)]
        for one in self.ins:
            numbers += [_at(one), *one.strides]
        numbers.append(len(self.code))
        for line in self.code:
            numbers += [OPS.index(line.op), line.a, line.b, line.c]
        return numbers

    @staticmethod
    def read(page: "_Page") -> "Map":
        """What ``ints`` wrote."""
        at = page.one()
        dims = page.many(page.one())
        out = Operand(ARENA, at, page.many(len(dims)))
        ins = tuple(page.operand(len(dims)) for _ in range(page.one()))
        code = tuple(Line(OPS[page.one()], *page.many(3)) for _ in range(page.one()))
        return Map(dims, out, ins, code)


@dataclass(frozen=True)
class MatMul(_OnOperands):
    """``out = alpha a b + beta init``: a [batch, m, k], b [batch, k, n], out and init [batch, m, n].

    With ``relu`` nothing below 0 is left of it.
    """

    KIND: ClassVar[int] = 1
    batch: Dims
    m: int
    n: int
    k: int
    out: Operand
    a: Operand
    b: Operand
    init: Operand | None = None
    alpha: Operand | None = None
    beta: Operand | None = None
    relu: bool = False

    def reads(self) -> Iterator[tuple[Operand, Dims]]:
        yield self.a, (*self.batch, self.m, self.k)
        yield self.b, (*self.batch, self.k, self.n)
        if self.init:
            yield self.init, (*self.batch, self.m, self.n)
        yield from ((one, ()) for one in (self.alpha, self.beta) if one)

    def writes(self) -> tuple[Operand, Dims]:
        return self.out, (*self.batch, self.m, self.n)

    def ints(self) -> list[int]:
        init = [self.init] if self.init else []
        return [
            *(_at(self.out), _at(self.a), _at(self.b), _at(self.init), len(self.batch), *self.batch),
            *(self.m, self.n, self.k, *self.out.strides, *self.a.strides, *self.b.strides),
            *(stride for one in init for stride in one.strides),
            *(_at(self.alpha), _at(self.beta), int(self.relu)),
        ]

    @staticmethod
    def read(page: "_Page") -> "MatMul":
        out, a, b, init = page.many(4)
        batch = page.many(page.one())
        m, n, k = page.many(3)
        to, left, right = (Operand(ARENA, at, page.many(len(batch) + 2)) for at in (out, a, b))
        start = Operand(ARENA, init, page.many(len(batch) + 2)) if init >= 0 else None
        alpha, beta = (Operand(ARENA, at, ()) if at >= 0 else None for at in page.many(2))
        return MatMul(batch, m, n, k, to, left, right, start, alpha, beta, bool(page.one()))


@dataclass(frozen=True)
class Reduce(_OnOperands):
    """``out`` [kept]: the sum, maximum ... of ``source`` [kept, reduced] over ``reduced``.

    A sum may be that of its products with ``times``, which has the strides of ``source``.
    """

    KIND: ClassVar[int] = 2
    what: str
    kept: Dims
    reduced: Dims
    out: Operand
    source: Operand
    times: Operand | None = None

    def reads(self) -> Iterator[tuple[Operand, Dims]]:
        yield self.source, self.kept + self.reduced
        if self.times:
            yield self.times, self.kept + self.reduced

    def writes(self) -> tuple[Operand, Dims]:
        return self.out, self.kept

    def ints(self) -> list[int]:
        return [
            *(REDUCTIONS.index(self.what), _at(self.out), _at(self.source), _at(self.times)),
            *(len(self.kept), *self.kept, len(self.reduced), *self.reduced, *self.out.strides, *self.source.strides),
        ]

    @staticmethod
    def read(page: "_Page") -> "Reduce":
        what, to, at, other = page.many(4)
        kept = page.many(page.one())
        reduced = page.many(page.one())
        out = Operand(ARENA, to, page.many(len(kept)))
        source = Operand(ARENA, at, page.many(len(kept) + len(reduced)))
        times = replace(source, offset=other) if other >= 0 else None
        return Reduce(REDUCTIONS[what], kept, reduced, out, source, times)


@dataclass(frozen=True)
class Softmax(_OnOperands):
    """The softmax of ``source`` over its last dimension, or its logarithm."""

    KIND: ClassVar[int] = 3
    log: bool
    dims: Dims
    out: Operand
    source: Operand

    def reads(self) -> Iterator[tuple[Operand, Dims]]:
        yield self.source, self.dims

    def writes(self) -> tuple[Operand, Dims]:
        return self.out, self.dims

    def ints(self) -> list[int]:
        return [
            *(int(self.log), _at(self.out), _at(self.source), len(self.dims), *self.dims),
            *(*self.out.strides, *self.source.strides),
        ]

    @staticmethod
    def read(page: "_Page") -> "Softmax":
        log, *places = page.many(3)
        dims = page.many(page.one())
        out, source = (Operand(ARENA, at, page.many(len(dims))) for at in places)
        return Softmax(bool(log), dims, out, source)


@dataclass(frozen=True)
class Gather(_OnOperands):
    """``out[i] = source[i · strides + Σ index[i] · factor]`` for every i of ``dims``."""

    KIND: ClassVar[int] = 4
    dims: Dims
    out: Operand
    source: Operand
    indices: tuple[tuple[Operand, int], ...]

    def reads(self) -> Iterator[tuple[Operand, Dims]]:
        yield self.source, self.dims
        yield from ((index, self.dims) for index, _ in self.indices)

    def writes(self) -> tuple[Operand, Dims]:
        return self.out, self.dims

    def ints(self) -> list[int]:
        numbers = [_at(self.out), len(self.dims), *self.dims, *self.out.strides]
        numbers += [_at(self.source), *self.source.strides, len(self.indices)]
        for index, factor in self.indices:
            numbers += [_at(index), *index.strides, factor]
        return numbers

    @classmethod
    def read(cls, page: "_Page") -> "Gather":
        at = page.one()
        dims = page.many(page.one())
        out, source = Operand(ARENA, at, page.many(len(dims))), page.operand(len(dims))
        return cls(dims, out, source, tuple((page.operand(len(dims)), page.one()) for _ in range(page.one())))


class ScatterAdd(Gather):
    """``source[i · strides + Σ index[i] · factor] += out[i]``: a gather the other way. ``out`` is read."""

    KIND: ClassVar[int] = 5

    def reads(self) -> Iterator[tuple[Operand, Dims]]:
        yield self.out, self.dims
        yield from super().reads()

    def writes(self) -> tuple[Operand, Dims]:
        return self.source, self.dims


Call = Map | MatMul | Reduce | Softmax | Gather
KINDS: tuple[type[Call], ...] = (Map, MatMul, Reduce, Softmax, Gather, ScatterAdd)


def written(calls: Sequence[Call]) -> list[int]:
    """A tape: call after call its kind, the length of the rest, and the rest."""
    return [number for call in calls for rest in [call.ints()] for number in (call.KIND, len(rest), *rest)]


def read(tape: Sequence[int]) -> list[Call]:
    """The calls of a tape. Raises ``ValueError`` where a call is longer or shorter than it says."""
    calls, at = [], 0
    while at < len(tape):
        kind, length = tape[at : at + 2]
        page = _Page(tape[at + 2 : at + 2 + length])
        calls.append(KINDS[kind].read(page))
        page.end()
        at += 2 + length
    return calls


def count(dims: Dims) -> int:
    """Elements of a shape."""
    return prod(dims)


class _Page:
    def __init__(self, numbers: Sequence[int]):
        self.numbers, self.at = list(numbers), 0

    def many(self, count: int) -> Dims:
        if self.at + count > len(self.numbers):
            raise ValueError(f"a call must hold {self.at + count} integers or more, not {len(self.numbers)}")
        self.at += count
        return tuple(self.numbers[self.at - count : self.at])

    def one(self) -> int:
        return self.many(1)[0]

    def operand(self, dims: int) -> Operand:
        return Operand(ARENA, self.one(), self.many(dims))

    def end(self) -> None:
        if self.at != len(self.numbers):
            raise ValueError(f"a call must hold {self.at} integers, not {len(self.numbers)}")


def _at(operand: Operand | None) -> int:
    if operand is None:
        return -1
    if operand.buffer != ARENA:
        raise ValueError(f"operands must lie in the arena, not in buffer {operand.buffer}")
    return operand.offset
