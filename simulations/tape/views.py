"""One view seen through another: where the elements of a copy lie in what it was copied from."""

from dataclasses import dataclass

from simulations.tape.calls import Dims, Operand, count


@dataclass(frozen=True)
class Level:
    """A dimension of a dense buffer, with its stride there and the strides of other operands along it."""

    stride: int
    dim: int
    others: Dims


def covers(operand: Operand, dims: Dims, size: int) -> bool:
    """Whether an operand touches every element of a buffer of ``size``, each once."""
    if operand.offset or count(dims) != size:
        return False
    expected = 1
    for stride, dim in sorted((s, d) for s, d in zip(operand.strides, dims, strict=True) if d > 1):
        if stride != expected:
            return False
        expected *= dim
    return True


def levels(dims: Dims, dense: Operand, others: tuple[Operand, ...]) -> list[Level]:
    """The dimensions of a dense operand, outermost first, as few as its own and the others' strides allow."""
    axes = sorted((axis for axis, dim in enumerate(dims) if dim > 1), key=lambda axis: -dense.strides[axis])
    found: list[Level] = []
    for axis in axes:
        here = Level(dense.strides[axis], dims[axis], tuple(other.strides[axis] for other in others))
        if found and all(a == b * here.dim for a, b in zip(found[-1].others, here.others, strict=True)):
            here = Level(here.stride, here.dim * found.pop().dim, here.others)
        found.append(here)
    return found


def split(dims: Dims, strides: Dims, within: list[Level]) -> list[Dims]:
    """For each of ``dims`` the sizes to cut it into, so that each part stays within one level."""
    parts = []
    for dim, stride in zip(dims, strides, strict=True):
        cut: list[int] = []
        for level in reversed(within):
            if level.stride == stride and 0 < level.dim < dim and dim % level.dim == 0:
                cut.insert(0, level.dim)
                dim, stride = dim // level.dim, stride * level.dim
        parts.append((dim, *cut))
    return parts


def through(wanted: Operand, dims: Dims, within: list[Level], others: tuple[Operand, ...]) -> list[Operand] | None:
    """``wanted``, a view of a dense buffer over ``dims``, as views of what stands at the same places in the others.

    None where a dimension runs over the end of a level.
    """
    steps: list[tuple[int, ...]] = []
    reach = [0] * len(within)
    for dim, stride in zip(dims, wanted.strides, strict=True):
        if dim == 1 or stride == 0:
            steps.append((0,) * len(others))
            continue
        for number, level in enumerate(within):
            if level.stride <= stride and stride % level.stride == 0:
                times = stride // level.stride
                reach[number] += (dim - 1) * times
                steps.append(tuple(times * other for other in level.others))
                break
        else:
            return None
    rest, offsets = wanted.offset, [other.offset for other in others]
    for number, level in enumerate(within):
        digit, rest = divmod(rest, level.stride)
        if digit + reach[number] >= level.dim:
            return None
        offsets = [offset + digit * other for offset, other in zip(offsets, level.others, strict=True)]
    return [
        Operand(other.buffer, offset, tuple(step[number] for step in steps))
        for number, (other, offset) in enumerate(zip(others, offsets, strict=True))
    ]
