"""Fewer calls that do the same: a recording without dead ends and copies, with neighbouring maps made one."""

from collections.abc import Iterator
from dataclasses import replace

from simulations.tape.calls import MOST_DIMS, Call, Dims, Gather, Line, Map, MatMul, Operand, ScatterAdd, count
from simulations.tape.record import Recording
from simulations.tape.views import covers, levels, split, through

MOST_REGISTERS = 32  # of a map: its operands and lines
COPY = (Line("copy", 0),)


def simplified(recording: Recording) -> list[Call]:
    """The calls of ``recording``, simplified. Buffers that they need beyond it are added to its ``sizes``."""
    program = _Program(recording)
    program.rename()
    program.drop_dead()
    while program.fold_into_products() or program.forward() or program.fuse():
        program.drop_dead()
    return [tidied(call) if isinstance(call, Map) else call for call in program.calls]


class _Program:
    def __init__(self, recording: Recording):
        self.calls, self.sizes, self.constants = list(recording.calls), recording.sizes, recording.constants
        self.slots = {buffer for buffer, _ in recording.slots.values()}

    def rename(self) -> None:
        """Give each whole new content of a buffer a buffer of its own, but for slots."""
        now: dict[int, int] = {}
        written: set[int] = set()
        for number, call in enumerate(self.calls):
            out, dims = call.writes()
            fresh = self._whole(call) and out.buffer in written and out.buffer not in self.slots
            written.add(out.buffer)
            before = dict(now)
            if fresh:
                self.sizes.append(self.sizes[out.buffer])
                now[out.buffer] = len(self.sizes) - 1
            self.calls[number] = _renamed(call, before, now)

    def drop_dead(self) -> None:
        """Leave out calls whose results nothing needs."""
        needed, kept = set(self.slots), []
        for call in reversed(self.calls):
            if call.writes()[0].buffer in needed:
                kept.append(call)
                needed |= {operand.buffer for operand, _ in call.reads()}
        self.calls = kept[::-1]

    def fuse(self) -> bool:
        """Make one map whose result only another map uses a part of it, and let copies be read where they came from."""
        for number, call in enumerate(self.calls):
            if not (isinstance(call, Map) and self._whole(call) and self._once_written(call)):
                continue
            readers = [at for at, other in enumerate(self.calls) if call.out.buffer in _buffers(other)]
            is_copy = call.code == COPY
            if not readers or (len(readers) > 1 and not is_copy):
                continue
            changed = [self._with(call, number, at, is_copy) for at in readers]
            if all(changed):
                for at, new in zip(readers, changed, strict=True):
                    self.calls[at] = new
                del self.calls[number]
                return True
        return False

    def forward(self) -> bool:
        """Let what is only made to be copied be written where the copy goes."""
        for number, call in enumerate(self.calls):
            if not (isinstance(call, Map) and call.code == COPY):
                continue
            source = call.ins[0]
            writers = [at for at, one in enumerate(self.calls) if one.writes()[0].buffer == source.buffer]
            readers = [at for at, one in enumerate(self.calls) if source.buffer in _buffers(one)]
            temporary = source.buffer not in self.slots and source.buffer not in self.constants
            if not (temporary and len(writers) == 1 and readers == [number] and writers[0] < number):
                continue
            maker = self.calls[writers[0]]
            whole = covers(source, call.dims, self.sizes[source.buffer]) and not isinstance(maker, ScatterAdd)
            if not whole or any(self._touches(one, call.out, call.dims) for one in self.calls[writers[0] : number]):
                continue
            out, dims = maker.writes()
            placed = through(out, dims, levels(call.dims, source, (call.out,)), (call.out,))
            if placed:
                self.calls[writers[0]] = replace(maker, out=placed[0])
                del self.calls[number]
                return True
        return False

    def fold_into_products(self) -> bool:
        """Let a product be multiplied by a constant, or added to, as it is made."""
        for number, call in enumerate(self.calls):
            if not (isinstance(call, MatMul) and self._whole(call) and self._once_written(call)):
                continue
            readers = [at for at, other in enumerate(self.calls) if call.out.buffer in _buffers(other)]
            user = self.calls[readers[0]] if len(readers) == 1 else None
            if not (isinstance(user, Map) and len(user.ins) == 2 and len(user.code) == 1):
                continue
            mine = [one for one in user.ins if one.buffer == call.out.buffer]
            other = [one for one in user.ins if one.buffer != call.out.buffer]
            if len(mine) != 1 or not covers(mine[0], user.dims, self.sizes[call.out.buffer]):
                continue
            within = levels(user.dims, mine[0], (user.out, other[0]))
            out, dims = call.writes()
            placed = through(out, dims, within, (user.out, other[0]))
            new = self._folded(call, user.code[0].op, *placed) if placed else None
            if new and self._may_move(call, number, readers[0], new):
                self.calls[readers[0]] = new
                del self.calls[number]
                return True
        return False

    def _folded(self, call: MatMul, op: str, out: Operand, other: Operand) -> MatMul | None:
        if op == "mul" and not any(other.strides) and other.buffer in self.constants and not (call.alpha or call.init):
            return replace(call, out=out, alpha=Operand(other.buffer, other.offset, ()))
        if op == "add" and not call.init:
            return replace(call, out=out, init=other)
        return None

    def _with(self, call: Map, number: int, at: int, is_copy: bool) -> Call | None:
        """The call ``at`` that works out ``call`` by itself where it read it; None where it cannot."""
        user, mine = self.calls[at], call.out.buffer
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
            for between in self.calls[number + 1 : at]:
                if _overlap(between.writes(), (operand, dims)):
                    return False
        own = {operand for operand, _ in call.reads()} | {one for one, _ in new.reads()}
        for operand, dims in new.reads():
            same = isinstance(new, Map) and operand == new.out
            if operand in own and not same and _overlap(new.writes(), (operand, dims)):
                return False
        return True

    def _touches(self, call: Call, operand: Operand, dims: Dims) -> bool:
        return any(_overlap(one, (operand, dims)) for one in (call.writes(), *call.reads()))

    def _whole(self, call: Call) -> bool:
        out, dims = call.writes()
        return not isinstance(call, ScatterAdd) and covers(out, dims, self.sizes[out.buffer])

    def _once_written(self, call: Call) -> bool:
        buffer = call.writes()[0].buffer
        return buffer not in self.slots and sum(one.writes()[0].buffer == buffer for one in self.calls) == 1


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


ARITY = {op: 2 for op in ("add", "sub", "mul", "div", "min", "max", "ge", "gt", "eq")} | {"where": 3, "mul_add": 3}


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


def _buffers(call: Call) -> Iterator[int]:
    return (operand.buffer for operand, _ in call.reads())


def _overlap(one: tuple[Operand, Dims], other: tuple[Operand, Dims]) -> bool:
    (a, over_a), (b, over_b) = one, other
    return a.buffer == b.buffer and a.offset <= b.last(over_b) and b.offset <= a.last(over_a)


def _renamed(call: Call, before: dict[int, int], after: dict[int, int]) -> Call:
    def changed(operand: Operand, names: dict[int, int]) -> Operand:
        return replace(operand, buffer=names.get(operand.buffer, operand.buffer))

    new = call.changed(lambda operand: changed(operand, before))
    if isinstance(call, ScatterAdd):
        return new
    return replace(new, out=changed(call.out, after))
