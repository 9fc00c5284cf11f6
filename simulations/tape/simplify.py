"""Fewer calls that do the same: a recording without dead ends and copies, with neighbouring maps made one."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from simulations.tape.calls import (
    MOST_DIMS,
    Call,
    Dims,
    Gather,
    Line,
    Map,
    MatMul,
    Operand,
    Reduce,
    ScatterAdd,
    count,
)
from simulations.tape.record import Recording
from simulations.tape.views import Level, covers, levels, split, through

MOST_BATCHES = 3  # dimensions of a product's batches
MOST_REGISTERS = 32  # of a map: its operands and lines
COPY = (Line("copy", 0),)
PRODUCTS = ((Line("mul", 0, 1),), (Line("mul", 1, 0),), (Line("mul", 0, 0),))


def simplified(recording: Recording) -> list[Call]:
    """The calls of ``recording``, simplified. Buffers that they need beyond it are added to its ``sizes``."""
    calls = _alive(_renamed(recording), recording)
    program = _Program(calls, recording)
    while sum([program.fold_into_products(), program.forward(), program.fuse(), program.fuse_in_place()]):
        pass
    program.fold_into_sums()
    return [tidied(call) if isinstance(call, Map) else call for call in program.calls if call]


def _renamed(recording: Recording) -> list[Call]:
    """The calls with a buffer for each whole new content of one, but for slots: most are then written once."""
    now: dict[int, int] = {}
    written: set[int] = set()
    slots = {buffer for buffer, _ in recording.slots.values()}
    calls = []
    for call in recording.calls:
        out, dims = call.writes()
        before = dict(now)
        whole = not isinstance(call, ScatterAdd) and covers(out, dims, recording.sizes[out.buffer])
        if whole and out.buffer in written and out.buffer not in slots:
            recording.sizes.append(recording.sizes[out.buffer])
            now[out.buffer] = len(recording.sizes) - 1
        written.add(out.buffer)
        calls.append(_with_names(call, before, now))
    return calls


def _alive(calls: list[Call], recording: Recording) -> list[Call]:
    """The calls without those whose results nothing needs."""
    needed, kept = {buffer for buffer, _ in recording.slots.values()}, []
    for call in reversed(calls):
        if call.writes()[0].buffer in needed:
            kept.append(call)
            needed |= set(_buffers(call))
    return kept[::-1]


class _Program:
    """Calls at fixed places, None where one is gone, with the places where each buffer is written and read."""

    def __init__(self, calls: list[Call], recording: Recording):
        self.calls: list[Call | None] = [None] * len(calls)
        self.sizes, self.constants = recording.sizes, recording.constants
        self.slots = {buffer for buffer, _ in recording.slots.values()}
        self.writes: dict[int, set[int]] = defaultdict(set)
        self.reads: dict[int, set[int]] = defaultdict(set)
        for at, call in enumerate(calls):
            self.put(at, call)

    def put(self, at: int, call: Call | None) -> None:
        """Set the call at a place."""
        old = self.calls[at]
        if old:
            self.writes[old.writes()[0].buffer].discard(at)
            for buffer in _buffers(old):
                self.reads[buffer].discard(at)
        self.calls[at] = call
        if call:
            self.writes[call.writes()[0].buffer].add(at)
            for buffer in _buffers(call):
                self.reads[buffer].add(at)

    def fuse(self) -> int:
        """Make one map whose result only another map uses a part of it, and let copies be read where they came from."""
        done = 0
        for number, call in enumerate(self.calls):
            if not (isinstance(call, Map) and self._temporary(call)):
                continue
            readers, is_copy = sorted(self.reads[call.out.buffer]), call.code == COPY
            if not readers or (len(readers) > 1 and not is_copy):
                continue
            changed = [self._with(call, number, at, is_copy) for at in readers]
            if all(changed):
                for at, new in zip(readers, changed, strict=True):
                    self.put(at, new)
                self.put(number, None)
                done += 1
        return done

    def fuse_in_place(self) -> int:
        """Make one map of two that change all of a slot one after the other, with nothing between that looks at it."""
        done = 0
        for number, call in enumerate(self.calls):
            if not (isinstance(call, Map) and call.out.buffer in self.slots):
                continue
            touched = self.writes[call.out.buffer] | self.reads[call.out.buffer]
            at = min((one for one in touched if one > number), default=number)
            user, size = self.calls[at], self.sizes[call.out.buffer]
            if at == number or not isinstance(user, Map) or user.out.buffer != call.out.buffer:
                continue
            if not all(covers(one.out, one.dims, size) for one in (call, user)):
                continue
            new = self._with(call, number, at, is_copy=False)
            if new:
                self.put(at, new)
                self.put(number, None)
                done += 1
        return done

    def fold_into_sums(self) -> None:
        """Let a sum multiply what it adds up by itself, where both factors lie alike."""
        for number, call in enumerate(self.calls):
            if not (isinstance(call, Map) and call.code in PRODUCTS and self._temporary(call)):
                continue
            readers = self.reads[call.out.buffer]
            at = min(readers)
            user = self.calls[at]
            if not (len(readers) == 1 and isinstance(user, Reduce) and user.what == "sum" and not user.times):
                continue
            within = levels(call.dims, call.out, call.ins)
            placed = through(user.source, user.kept + user.reduced, within, call.ins)
            if not placed or any(one.strides != placed[0].strides for one in placed):
                continue
            new = replace(user, source=placed[0], times=placed[-1])
            if self._may_move(call, number, at, new):
                self.put(at, new)
                self.put(number, None)

    def forward(self) -> int:
        """Let what is only made to be copied be written where the copy goes."""
        done = 0
        for number, call in enumerate(self.calls):
            if not (isinstance(call, Map) and call.code == COPY):
                continue
            source = call.ins[0]
            if self._becomes(call, number):
                done += 1
                continue
            maker_at = min(self.writes[source.buffer], default=number)
            maker = self.calls[maker_at]
            if not (maker and maker_at < number and self.reads[source.buffer] == {number} and self._temporary(maker)):
                continue
            whole = covers(source, call.dims, self.sizes[source.buffer])
            touched = self.writes[call.out.buffer] | self.reads[call.out.buffer]
            between = [one for at in touched if maker_at <= at < number for one in [self.calls[at]] if one]
            if not whole or any(self._touches(one, call.out, call.dims) for one in between):
                continue
            within = levels(call.dims, source, (call.out,))
            maker = _with_batches(maker, maker.writes()[0], within)
            out, dims = maker.writes()
            placed = through(out, dims, within, (call.out,))
            if placed:
                self.put(maker_at, replace(maker, out=placed[0]))
                self.put(number, None)
                done += 1
        return done

    def _becomes(self, call: Map, number: int) -> bool:
        """Where a whole buffer is copied to another as it is, let it be the other from the first; whether it was."""
        mine, others = call.ins[0], call.out
        written = self.writes[mine.buffer]
        accesses = written | self.reads[mine.buffer]
        touched = self.writes[others.buffer] | self.reads[others.buffer]
        alike = covers(mine, call.dims, self.sizes[mine.buffer]) and mine.strides == others.strides
        whole = covers(others, call.dims, self.sizes[others.buffer]) and mine.buffer not in self.slots
        if not (alike and whole and written and number == max(accesses)):
            return False
        if any(min(written) <= at <= number for at in touched - {number}):
            return False
        self.put(number, None)
        for at in sorted(accesses - {number}):
            user = self.calls[at]
            assert user
            self.put(at, _with_names(user, {mine.buffer: others.buffer}, {mine.buffer: others.buffer}))
        return True

    def fold_into_products(self) -> int:
        """Let a product be multiplied by a constant, or added to, as it is made."""
        done = 0
        for number, call in enumerate(self.calls):
            if not (isinstance(call, MatMul) and self._temporary(call) and len(self.reads[call.out.buffer]) == 1):
                continue
            (at,) = self.reads[call.out.buffer]
            user = self.calls[at]
            if not (isinstance(user, Map) and len(user.code) == 1):
                continue
            mine = [one for one in user.ins if one.buffer == call.out.buffer]
            others = [one for one in user.ins if one.buffer != call.out.buffer]
            if len(mine) != 1 or not covers(mine[0], user.dims, self.sizes[call.out.buffer]):
                continue
            within = levels(user.dims, mine[0], (user.out, *others))
            out, dims = call.writes()
            placed = through(out, dims, within, (user.out, *others))
            new = self._folded(call, user.code[0].op, *placed) if placed else None
            if new and self._may_move(call, number, at, new):
                self.put(at, new)
                self.put(number, None)
                done += 1
        return done

    def _folded(self, call: MatMul, op: str, out: Operand, *others: Operand) -> MatMul | None:
        if op == "relu":
            return replace(call, out=out, relu=True)
        if len(others) != 1 or call.relu:
            return None
        (other,) = others
        if op == "mul" and not any(other.strides) and other.buffer in self.constants and not (call.alpha or call.init):
            return replace(call, out=out, alpha=Operand(other.buffer, other.offset, ()))
        if op == "add" and not call.init:
            return replace(call, out=out, init=other)
        return None

    def _with(self, call: Map, number: int, at: int, is_copy: bool) -> Call | None:
        """The call ``at`` that works out ``call`` by itself where it read it; None where it cannot."""
        user, mine = self.calls[at], call.out.buffer
        assert user
        if isinstance(user, Gather) and user.source.buffer == mine:
            return None
        if isinstance(user, Map):
            new: Call | None = self._merged(call, user)
        elif is_copy:
            new = self._read_at_source(call, user)
        else:
            return None
        return new if new and self._may_move(call, number, at, new) else None

    def _read_at_source(self, call: Map, user: Call) -> Call | None:
        within, places = levels(call.dims, call.out, call.ins), {}
        for number, _ in enumerate(list(user.reads())):
            operand = list(user.reads())[number][0]
            if operand.buffer == call.out.buffer:
                user = _with_batches(user, operand, within)
        for operand, dims in user.reads():
            if operand.buffer == call.out.buffer:
                placed = through(operand, dims, within, call.ins)
                if not placed:
                    return None
                places[operand] = placed[0]
        return user.changed(lambda operand: places.get(operand, operand))

    def _merged(self, call: Map, user: Map) -> Map | None:
        within = levels(call.dims, call.out, call.ins)
        mine = list(dict.fromkeys(one for one in user.ins if one.buffer == call.out.buffer))
        for operand in mine:
            user = _cut(user, split(user.dims, operand.strides, within))
            mine = list(dict.fromkeys(one for one in user.ins if one.buffer == call.out.buffer))
        if call.code != COPY and (len(mine) > 1 or count(user.dims) != count(call.dims)):
            return None
        result = user
        for operand in mine:
            placed = through(operand, user.dims, within, call.ins)
            if placed is None:
                return None
            result = _joined(result, operand, placed, call.code)
        result = tidied(result)
        fits = len(result.dims) <= MOST_DIMS and len(result.ins) + len(result.code) <= MOST_REGISTERS
        return result if fits else None

    def _may_move(self, call: Call, number: int, at: int, new: Call) -> bool:
        """Whether what ``call`` reads is still there at ``at``, and is not what ``new`` writes elsewhere."""
        for operand, dims in call.reads():
            for between in (self.calls[one] for one in self.writes[operand.buffer] if number < one < at):
                if between and _overlap(between.writes(), (operand, dims)):
                    return False
        own = {operand for operand, _ in call.reads()} | {one for one, _ in new.reads()}
        for operand, dims in new.reads():
            same = isinstance(new, Map) and operand == new.out
            if operand in own and not same and _overlap(new.writes(), (operand, dims)):
                return False
        return True

    def _touches(self, call: Call, operand: Operand, dims: Dims) -> bool:
        return any(_overlap(one, (operand, dims)) for one in (call.writes(), *call.reads()))

    def _temporary(self, call: Call) -> bool:
        """Whether a call makes all of a buffer that is no slot, and nothing else writes there."""
        out, dims = call.writes()
        whole = not isinstance(call, ScatterAdd) and covers(out, dims, self.sizes[out.buffer])
        return whole and out.buffer not in self.slots and len(self.writes[out.buffer]) == 1


def tidied(call: Map) -> Map:
    """The same map over as few dimensions as can be, the innermost one with strides of 1 where there are any."""
    operands = (call.out, *call.ins)
    axes = [axis for axis, dim in enumerate(call.dims) if dim > 1]
    if axes:
        near = max(axes, key=lambda axis: _nearness(operands, axis, call.dims[axis]))
        axes = sorted((axis for axis in axes if axis != near), key=lambda axis: -call.out.strides[axis]) + [near]
    merged: list[tuple[int, list[int]]] = []
    for axis in axes:
        dim, strides = call.dims[axis], [one.strides[axis] for one in operands]
        if merged and all(a == b * dim for a, b in zip(merged[-1][1], strides, strict=True)):
            dim *= merged.pop()[0]
        merged.append((dim, strides))
    out, *ins = (
        Operand(one.buffer, one.offset, tuple(strides[number] for _, strides in merged))
        for number, one in enumerate(operands)
    )
    return _with_mul_add(Map(tuple(dim for dim, _ in merged), out, tuple(ins), call.code))


def _nearness(operands: tuple[Operand, ...], axis: int, dim: int) -> tuple[int, int]:
    strides = [one.strides[axis] for one in operands]
    return 2 * (strides[0] == 1) + sum(stride in (0, 1) for stride in strides) * (1 if dim >= 4 else 0), -strides[0]


def _with_mul_add(call: Map) -> Map:
    """A product that only a sum uses becomes one line with it."""
    base, code = len(call.ins), list(call.code)
    for at, line in enumerate(code):
        if line.op != "add" or line.a == line.b:
            continue
        for product, added in ((line.a, line.b), (line.b, line.a)):
            factors = code[product - base] if product >= base else None
            users = sum(product in _registers(one) for one in code)
            if factors and factors.op == "mul" and users == 1:
                code[at] = Line("mul_add", factors.a, factors.b, added)
                del code[product - base]
                gone = {register: register - (register > product) for register in range(base + len(code) + 1)}
                code = [replace_registers(one, gone) for one in code]
                return _with_mul_add(replace(call, code=tuple(code)))
    return call


def _registers(line: Line) -> tuple[int, ...]:
    return (line.a, line.b, line.c)[: ARITY.get(line.op, 1)]


def replace_registers(line: Line, new: dict[int, int]) -> Line:
    """The line with other registers."""
    return Line(line.op, *(new[one] for one in _registers(line)))


ARITY = {op: 2 for op in ("add", "sub", "mul", "div", "min", "max", "ge", "gt", "eq", "through_relu")} | {
    "where": 3,
    "mul_add": 3,
}


def _joined(user: Map, operand: Operand, ins: list[Operand], code: tuple[Line, ...]) -> Map:
    """``user`` with ``code`` of ``ins`` worked out in the place of its ``operand``."""
    rest = [one for one in user.ins if one != operand]
    operands = list(dict.fromkeys([*rest, *ins]))
    base, lines = len(operands), []
    registers = {number: operands.index(one) for number, one in enumerate(ins)}
    registers |= {len(ins) + number: base + number for number in range(len(code))}
    lines = [replace_registers(line, registers) for line in code]
    result = base + len(code) - 1
    if code == COPY:
        lines, result = [], registers[0]
    theirs = {number: result if one == operand else operands.index(one) for number, one in enumerate(user.ins)}
    theirs |= {len(user.ins) + number: base + len(lines) + number for number in range(len(user.code))}
    lines += [replace_registers(line, theirs) for line in user.code]
    if len(lines) > 1 and lines[-1].op == "copy" and lines[-1].a == base + len(lines) - 2:
        lines.pop()
    return Map(user.dims, user.out, tuple(operands), tuple(lines))


def _cut(call: Map, parts: list[Dims]) -> Map:
    """The same map with each dimension cut into parts."""
    dims = tuple(size for sizes in parts for size in sizes)

    def cut(operand: Operand) -> Operand:
        strides: list[int] = []
        for sizes, stride in zip(parts, operand.strides, strict=True):
            strides += [stride * count(sizes[number + 1 :]) for number in range(len(sizes))]
        return Operand(operand.buffer, operand.offset, tuple(strides))

    return replace(call.changed(cut), dims=dims)


def _with_batches(call: Call, operand: Operand, within: list[Level]) -> Call:
    """The same product with its batches cut so that each stays within one level of what ``operand`` views."""
    if not (isinstance(call, MatMul) and operand.strides):
        return call
    parts = split(call.batch, operand.strides[: len(call.batch)], within)
    batch = tuple(size for sizes in parts for size in sizes)
    if len(batch) > MOST_BATCHES:
        return call

    def cut(one: Operand) -> Operand:
        if not one.strides:
            return one
        strides = [one.strides[d] * count(sizes[n + 1 :]) for d, sizes in enumerate(parts) for n in range(len(sizes))]
        return replace(one, strides=(*strides, *one.strides[-2:]))

    return replace(call.changed(cut), batch=batch)


def _buffers(call: Call) -> Iterator[int]:
    return (operand.buffer for operand, _ in call.reads())


def _overlap(one: tuple[Operand, Dims], other: tuple[Operand, Dims]) -> bool:
    (a, over_a), (b, over_b) = one, other
    return a.buffer == b.buffer and a.offset <= b.last(over_b) and b.offset <= a.last(over_a)


def _with_names(call: Call, before: dict[int, int], after: dict[int, int]) -> Call:
    def changed(operand: Operand, names: dict[int, int]) -> Operand:
        return replace(operand, buffer=names.get(operand.buffer, operand.buffer))

    new = call.changed(lambda operand: changed(operand, before))
    if isinstance(call, ScatterAdd):
        return new
    return replace(new, out=changed(call.out, after))
