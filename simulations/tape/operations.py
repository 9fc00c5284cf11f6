"""What each PyTorch operation is in a tape's calls. Those that are not here cannot be recorded, and are named."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor

from simulations.tape.calls import Dims, Gather, Map, MatMul, Operand, Reduce, ScatterAdd, Softmax
from simulations.tape.formulas import FORMULAS, Value, traced

if TYPE_CHECKING:
    from simulations.tape.record import Recorder


def tensors(values: Any) -> list[Tensor]:
    """The tensors among values and lists of them."""
    if isinstance(values, Tensor):
        return [values]
    if isinstance(values, list | tuple):
        return [tensor for value in values for tensor in tensors(value)]
    return []


def recorded(tape: "Recorder", func: Any, args: tuple, kwargs: dict, result: Any) -> None:
    """Write down the calls of one operation, whose ``result`` PyTorch has given already."""
    name = func._schema.name.removeprefix("aten::")
    plain = name.removesuffix("_")
    if plain.startswith("_foreach_"):
        results = result or args[0]
        for index, one in enumerate(results):
            each = tuple(arg[index] if isinstance(arg, list | tuple) else arg for arg in args)
            _elementwise(tape, plain.removeprefix("_foreach_"), each, kwargs, one)
    elif plain in FORMULAS:
        _elementwise(tape, plain, args, kwargs, result)
    elif plain in CALLS:
        CALLS[plain](tape, result, *args, **kwargs)
    else:
        raise tape.refuse("must be an operation that a tape knows")


def _elementwise(tape: "Recorder", name: str, args: tuple, kwargs: dict, result: Tensor) -> None:
    ignored = ("dtype", "layout", "device", "pin_memory", "memory_format", "non_blocking")
    options = {key: value for key, value in kwargs.items() if key not in ignored}
    dims = tuple(result.shape)

    def leaf(value: Any) -> Any:
        if isinstance(value, Tensor):
            return Value("in", (), tape.operand(value, dims))
        return float(value) if isinstance(value, int | float) else value

    formula = FORMULAS[name]
    value = formula(*map(leaf, args), **{key: leaf(one) for key, one in options.items()})
    if result.dtype == torch.int64 and any(one.dtype == torch.float32 for one in tensors(args)):
        value = FORMULAS["trunc"](value)
    operands, code = traced(value, lambda number: tape.constant(np.float32(number), dims))
    tape.call(Map(dims, tape.operand(result), operands, code))


def _product(
    tape: "Recorder", out: Tensor, a: Tensor, b: Tensor, init: Tensor | None = None, beta: float = 1, alpha: float = 1
) -> None:
    *batch, m, n = out.shape

    def scalar(value: float) -> Operand | None:
        return None if value == 1 else tape.operand(float(value))

    tape.call(
        MatMul(
            *(tuple(batch), m, n, a.shape[-1], tape.operand(out), tape.operand(a), tape.operand(b)),
            *(None if init is None or beta == 0 else tape.operand(init, tuple(out.shape)), scalar(alpha)),
            None if init is None or beta == 0 else scalar(beta),
        )
    )


def _product_onto(
    tape: "Recorder", out: Tensor, init: Tensor, a: Tensor, b: Tensor, *, beta: float = 1, alpha: float = 1
) -> None:
    _product(tape, out, a, b, init, beta, alpha)


def _vector_product(tape: "Recorder", out: Tensor, a: Tensor, b: Tensor) -> None:
    _product(tape, out.unsqueeze(-1), a, b.unsqueeze(-1))


def _dot(tape: "Recorder", out: Tensor, a: Tensor, b: Tensor) -> None:
    _product(tape, out.view(1, 1), a.unsqueeze(0), b.unsqueeze(-1))


def _axes(x: Tensor, dim: Any) -> list[int]:
    if dim is None or dim == [] or dim == ():
        return list(range(x.dim()))
    return sorted(axis % x.dim() for axis in ([dim] if isinstance(dim, int) else dim))


def _reduce(tape: "Recorder", what: str, out: Tensor, x: Tensor, dim: Any = None, keepdim: bool = False) -> None:
    axes = _axes(x, dim)
    kept = [axis for axis in range(x.dim()) if axis not in axes]
    source, place = tape.operand(x), tape.operand(out)
    strides = [place.strides[axis] for axis in kept] if keepdim else place.strides
    tape.call(
        Reduce(
            what,
            tuple(x.shape[axis] for axis in kept),
            tuple(x.shape[axis] for axis in axes),
            Operand(place.buffer, place.offset, tuple(strides)),
            Operand(source.buffer, source.offset, tuple(source.strides[axis] for axis in kept + axes)),
        )
    )


def _reduction(what: str) -> Callable:
    def write(tape: "Recorder", out: Tensor, x: Tensor, dim: Any = None, keepdim: bool = False, **options: Any) -> None:
        _reduce(tape, what, out, x, dim, keepdim)

    return write


def _norm(
    tape: "Recorder", out: Tensor, x: Tensor, ord: float = 2, dim: Any = None, keepdim: bool = False, **options: Any
) -> None:
    if ord != 2:
        raise tape.refuse(f"must be a norm of order 2, not {ord}")
    _reduce(tape, "norm", out, x, dim, keepdim)


def _through_negated(before: str, after: str) -> Callable:
    """A minimum is a maximum of negatives; all of them is not any that is not."""

    def write(tape: "Recorder", out: Tensor, x: Tensor, dim: Any = None, keepdim: bool = False) -> None:
        negated = torch.empty(x.shape)
        tape.own(negated)
        _elementwise(tape, before, (x,), {}, negated)
        _reduce(tape, "max", out, negated, dim, keepdim)
        _elementwise(tape, after, (out,), {}, out)

    return write


def _max(tape: "Recorder", out: Any, x: Tensor, dim: int | None = None, keepdim: bool = False) -> None:
    for what, one in zip(("max", "argmax"), tensors(out), strict=False):
        _reduce(tape, what, one, x, dim, keepdim)


def _softmax(log: bool) -> Callable:
    def write(tape: "Recorder", out: Tensor, x: Tensor, dim: int, half_to_float: bool = False) -> None:
        source, place = tape.operand(x.movedim(dim, -1)), tape.operand(out.movedim(dim, -1))
        tape.call(Softmax(log, tuple(x.movedim(dim, -1).shape), place, source))

    return write


def _softmax_backward(log: bool) -> Callable:
    """The derivative with respect to the input, from the output's: y (g - Σ g y), or g - exp(y) Σ g for the log."""

    def write(tape: "Recorder", out: Tensor, grad: Tensor, share: Tensor, dim: int, dtype: Any = None) -> None:
        weighted = grad
        if not log:
            weighted = torch.empty(out.shape)
            tape.own(weighted)
            _elementwise(tape, "mul", (grad, share), {}, weighted)
        total = torch.empty_like(out.narrow(dim, 0, 1), memory_format=torch.contiguous_format)
        tape.own(total)
        _reduce(tape, "sum", total, weighted, dim, True)
        _elementwise(tape, "through_log_softmax" if log else "through_softmax", (grad, share, total), {}, out)

    return write


def _joined(tape: "Recorder", out: Tensor, parts: list[Tensor], dim: int = 0) -> None:
    at = 0
    for part in parts:
        if part.numel():
            place = out.narrow(dim, at, part.shape[dim])
            tape.copy(tape.operand(part), tape.operand(place), tuple(part.shape))
            at += part.shape[dim]


def _stacked(tape: "Recorder", out: Tensor, parts: list[Tensor], dim: int = 0) -> None:
    for index, part in enumerate(parts):
        tape.copy(tape.operand(part), tape.operand(out.select(dim, index)), tuple(part.shape))


def _flipped(tape: "Recorder", out: Tensor, x: Tensor, dims: list[int]) -> None:
    (dim,) = dims
    for index in range(x.shape[dim]):
        here, there = x.select(dim, index), out.select(dim, x.shape[dim] - 1 - index)
        tape.copy(tape.operand(here), tape.operand(there), tuple(here.shape))


def _cumulative_sum(tape: "Recorder", out: Tensor, x: Tensor, dim: int, dtype: Any = None) -> None:
    for index in range(x.shape[dim]):
        here = out.select(dim, index)
        if index == 0:
            tape.copy(tape.operand(x.select(dim, 0)), tape.operand(here), tuple(here.shape))
        else:
            _elementwise(tape, "add", (out.select(dim, index - 1), x.select(dim, index)), {}, here)


def _along(x: Tensor, dim: int, place: Operand, index: Tensor) -> Operand:
    """The place without its stride along ``dim``, which an index takes over."""
    strides = [0 if axis == dim % x.dim() else stride for axis, stride in enumerate(place.strides)]
    return Operand(place.buffer, place.offset, tuple(strides))


def _gather(tape: "Recorder", out: Tensor, x: Tensor, dim: int, index: Tensor, **options: Any) -> None:
    source, place = tape.operand(x), tape.operand(index)
    factor = source.strides[dim % x.dim()]
    tape.call(Gather(tuple(out.shape), tape.operand(out), _along(x, dim, source, index), ((place, factor),)))


def _gather_back(tape: "Recorder", out: Tensor, x: Tensor, dim: int, index: Tensor, added: Tensor, **rest: Any) -> None:
    shape = tuple(index.shape)
    added = added[tuple(map(slice, shape))]
    if not same_storage(out, x):
        tape.copy(tape.operand(x), tape.operand(out), tuple(x.shape))
    target = tape.operand(out)
    factor = target.strides[dim % x.dim()]
    tape.call(ScatterAdd(shape, tape.operand(added), _along(x, dim, target, index), ((tape.operand(index), factor),)))


def _rows(x: Tensor, index: Tensor, dim: int) -> Tensor:
    """An index of places along ``dim``, spread over what is taken there."""
    shape = [len(index) if axis == dim % x.dim() else 1 for axis in range(x.dim())]
    return index.view(shape).expand([len(index) if axis == dim % x.dim() else n for axis, n in enumerate(x.shape)])


def _index_select(tape: "Recorder", out: Tensor, x: Tensor, dim: int, index: Tensor) -> None:
    _gather(tape, out, x, dim, _rows(x, index, dim))


def _index_add(
    tape: "Recorder", out: Tensor, x: Tensor, dim: int, index: Tensor, added: Tensor, alpha: float = 1
) -> None:
    if alpha != 1:
        raise tape.refuse("must add with alpha = 1")
    _gather_back(tape, out, x, dim, _rows(x, index, dim), added)


def _indexed(tape: "Recorder", x: Tensor, indices: list[Tensor | None]) -> tuple[Dims, Operand, tuple]:
    """Advanced indexing: the result's shape, and how the indexed tensor is addressed over it."""
    source = tape.operand(x)
    used = [axis for axis, index in enumerate(indices) if index is not None]
    given = torch.broadcast_tensors(*(indices[axis] for axis in used))
    if any(index.dtype == torch.bool for index in given):
        raise tape.refuse("must not choose by a mask: how many there are depends on the inputs")
    spread = tuple(given[0].shape)
    rest = [axis for axis in range(x.dim()) if axis not in used]
    adjacent = used == list(range(used[0], used[-1] + 1))
    first = [axis for axis in rest if adjacent and axis < used[0]]
    last = [axis for axis in rest if axis not in first]
    dims = (*(x.shape[axis] for axis in first), *spread, *(x.shape[axis] for axis in last))
    strides = (*(source.strides[axis] for axis in first), *[0] * len(spread), *(source.strides[axis] for axis in last))
    places = []
    for axis, index in zip(used, given, strict=True):
        place = tape.operand(index)
        over = (*[0] * len(first), *place.strides, *[0] * len(last))
        places.append((Operand(place.buffer, place.offset, over), source.strides[axis]))
    return dims, Operand(source.buffer, source.offset, strides), tuple(places)


def _index(tape: "Recorder", out: Tensor, x: Tensor, indices: list[Tensor | None]) -> None:
    dims, source, places = _indexed(tape, x, indices)
    tape.call(Gather(dims, tape.operand(out), source, places))


def _index_put(
    tape: "Recorder", out: Tensor, x: Tensor, indices: list, added: Tensor, accumulate: bool = False, *options: Any
) -> None:
    if not accumulate:
        raise tape.refuse("must add at indices (accumulate=True), not put")
    if not same_storage(out, x):
        tape.copy(tape.operand(x), tape.operand(out), tuple(x.shape))
    dims, source, places = _indexed(tape, out, indices)
    tape.call(ScatterAdd(dims, tape.operand(added, dims), source, places))


def _embedding_back(tape: "Recorder", out: Tensor, grad: Tensor, indices: Tensor, *options: Any) -> None:
    tape.copy(tape.operand(0.0, tuple(out.shape)), tape.operand(out), tuple(out.shape))
    dims, source, places = _indexed(tape, out, [indices])
    tape.call(ScatterAdd(dims, tape.operand(grad), source, places))


def _part_back(place: Callable) -> Callable:
    """The derivative of taking a part: zero everywhere but there."""

    def write(tape: "Recorder", out: Tensor, grad: Tensor, sizes: list[int], *where: Any) -> None:
        tape.copy(tape.operand(0.0, tuple(out.shape)), tape.operand(out), tuple(out.shape))
        tape.copy(tape.operand(grad), tape.operand(place(out, *where)), tuple(grad.shape))

    return write


def _slice(x: Tensor, dim: int, start: int, end: int, step: int) -> Tensor:
    return x[(slice(None),) * (dim % x.dim()) + (slice(start, end, step),)]


def same_storage(a: Tensor, b: Tensor) -> bool:
    """Whether two tensors lie in one storage."""
    return a.untyped_storage()._cdata == b.untyped_storage()._cdata


CALLS: dict[str, Callable] = {
    "mm": _product,
    "bmm": _product,
    "mv": _vector_product,
    "dot": _dot,
    "addmm": _product_onto,
    "baddbmm": _product_onto,
    "sum": _reduction("sum"),
    "mean": _reduction("mean"),
    "amax": _reduction("max"),
    "argmax": _reduction("argmax"),
    "any": _reduction("max"),
    "prod": _reduction("product"),
    "amin": _through_negated("neg", "neg"),
    "all": _through_negated("logical_not", "logical_not"),
    "max": _max,
    "linalg_vector_norm": _norm,
    "norm": _norm,
    "_softmax": _softmax(log=False),
    "_log_softmax": _softmax(log=True),
    "_softmax_backward_data": _softmax_backward(log=False),
    "_log_softmax_backward_data": _softmax_backward(log=True),
    "cat": _joined,
    "stack": _stacked,
    "flip": _flipped,
    "cumsum": _cumulative_sum,
    "gather": _gather,
    "scatter_add": _gather_back,
    "index_select": _index_select,
    "index_add": _index_add,
    "index": _index,
    "index_put": _index_put,
    "_index_put_impl": _index_put,
    "_unsafe_index_put": _index_put,
    "embedding": lambda tape, out, table, indices, *options: _index(tape, out, table, [indices]),
    "embedding_dense_backward": _embedding_back,
    "slice_backward": _part_back(_slice),
    "select_backward": _part_back(lambda x, dim, index: x.select(dim, index)),
}
