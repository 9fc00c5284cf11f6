"""Record what a function does to tensors: its kernel calls on strided views, whatever it is built of.

Every PyTorch operation passes through a dispatch mode, autograd's backward ones too. Views are no calls, only operands
with other strides. What depends on none of the inputs is folded into constants, after which nothing of Python is left:
a number that Python computes from a tensor would be frozen, so ``record`` is run again on other numbers by
``same_again``, which fails where the two differ.
"""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.utils._python_dispatch import TorchDispatchMode

from simulations.tape.calls import Call, Dims, Line, Map, Operand
from simulations.tape.operations import recorded, tensors

LARGEST = 1e30  # stands for infinity, which JSON lacks
KINDS_OF_NUMBER = (torch.float32, torch.int64, torch.int32, torch.int8, torch.uint8, torch.bool)
HERE = f"{Path(__file__).parent}/"
OURS = f"{Path(__file__).parents[2]}/"


class NotRecordable(ValueError):
    """An operation that no tape can hold; says which, and the line of our code that called it."""


@dataclass
class Recording:
    """``calls`` in order, and ``origins``, where each came from; ``sizes`` of buffers in floats; ``constants``: buffer
    → numbers; ``slots``: name → (buffer, shape)."""

    calls: list[Call]
    origins: list[str]
    sizes: list[int]
    constants: dict[int, np.ndarray]
    slots: dict[str, tuple[int, Dims]]


def record(function: Callable[[], Mapping[str, Tensor]], slots: Mapping[str, Tensor]) -> Recording:
    """What ``function`` does, as a function of the tensors in ``slots``, which it may change.

    What it gives back, by name, becomes a slot too, or is written into the slot of that name. Raises
    ``NotRecordable``.
    """
    recorder = Recorder(slots)
    with recorder:
        results = dict(function())
    for name, tensor in results.items():
        recorder.keep(name, tensor)
    return recorder.recording


def same_again(first: Recording, second: Recording) -> Recording:
    """``first``, where ``second``, recorded with other numbers in the slots, is the same to the last constant.

    Raises ``NotRecordable`` that names the first operation with a difference: something there was made from a slot's
    numbers by Python, and would be frozen.
    """
    for one, other, origin in zip(first.calls, second.calls, first.origins, strict=False):
        constants = [
            [read.constants.get(operand.buffer) for operand, _ in call.reads()]
            for read, call in ((first, one), (second, other))
        ]
        if one != other or any(
            (a is None) != (b is None) or (a is not None and not np.array_equal(a, b))
            for a, b in zip(*constants, strict=True)
        ):
            raise NotRecordable(f"{origin} must do the same whatever the inputs are; it did not with other numbers")
    if len(first.calls) != len(second.calls):
        longer = max(first, second, key=lambda one: len(one.calls))
        origin = longer.origins[min(len(first.calls), len(second.calls))]
        raise NotRecordable(f"{origin} must be called whatever the inputs are; it was not with other numbers")
    return first


class Recorder(TorchDispatchMode):
    """The mode under which every operation on a live tensor, one that depends on a slot, is written down."""

    def __init__(self, slots: Mapping[str, Tensor]):
        super().__init__()
        self.recording = Recording([], [], [], {}, {})
        self._live: dict[int, int] = {}  # address of a storage → buffer
        self._made: dict[int, bool] = {}  # storages that were made here of no input, and whether they hold something
        self._alive: list[Any] = []  # every storage seen: an address must not be used twice
        self._constants: dict[bytes, int] = {}
        self._origin = ""
        for name, tensor in slots.items():
            if not (tensor.is_contiguous() and tensor.untyped_storage().nbytes() == tensor.nbytes):
                raise NotRecordable(f"slot {name} must be a contiguous tensor with a storage of its own")
            self.recording.slots[name] = self.own(tensor), tuple(tensor.shape)

    def __torch_dispatch__(self, func: Any, types: Any, args: tuple = (), kwargs: dict | None = None) -> Any:
        kwargs = kwargs or {}
        given = tensors(args) + tensors(tuple(kwargs.values()))
        changed = _changed(func, args, kwargs)
        if _makes_new(func) or not any(self.is_live(one) for one in given):
            result = func(*args, **kwargs)
            for tensor in tensors((result,)):
                address = self._seen(tensor)
                if address not in {self._seen(one) for one in given}:
                    self._made[address] = "empty" not in func.__name__
            self._made |= {self._seen(tensor): True for tensor in changed}
            return result
        self._origin = f"{func} ({_line()})"
        for tensor in changed:
            self._wake(tensor)
        result = func(*args, **kwargs)
        storages = {self._seen(one) for one in given}
        results = tensors((result,))
        if not changed and results and all(self._seen(one) in storages for one in results):
            return result  # a view
        for tensor in results:
            self.own(tensor)
        recorded(self, func, args, kwargs, result)
        return result

    def is_live(self, tensor: Tensor) -> bool:
        """Whether a tensor lies in a storage that depends on a slot."""
        return self._seen(tensor) in self._live

    def own(self, tensor: Tensor) -> int:
        """The buffer of a live tensor's storage, a new one where it has none."""
        address = self._seen(tensor)
        if address not in self._live:
            if tensor.dtype not in KINDS_OF_NUMBER:
                raise NotRecordable(f"{self._origin} must give float32, whole numbers or truths, not {tensor.dtype}")
            self._live[address] = self.buffer(tensor.untyped_storage().nbytes() // tensor.itemsize)
        return self._live[address]

    def buffer(self, size: int) -> int:
        """A new buffer of ``size`` floats."""
        self.recording.sizes.append(size)
        return len(self.recording.sizes) - 1

    def operand(self, value: Tensor | float, shape: Dims | None = None) -> Operand:
        """A tensor's place and strides, broadcast to ``shape``; a number's or a tensor's without inputs as constant."""
        if not isinstance(value, Tensor):
            return self.constant(np.float32(value), shape or ())
        if shape is not None:
            value = value.expand(shape)
        if not self.is_live(value):
            return self.constant(value.detach().numpy(), tuple(value.shape))
        return Operand(self._live[self._seen(value)], int(value.storage_offset()), tuple(value.stride()))

    def constant(self, value: np.ndarray | np.float32, shape: Dims) -> Operand:
        """Numbers that depend on no input, stored once, and without the dimensions along which they do not change."""
        value = np.broadcast_to(np.asarray(value), shape)
        same = tuple(slice(0, 1) if not stride else slice(None) for stride in value.strides)
        value = np.clip(value[same].astype(np.float32), -LARGEST, LARGEST)
        if np.isnan(value).any():
            raise NotRecordable(f"{self._origin} must not use a constant that is not a number")
        for axis in range(value.ndim):
            if (value == value.take([0], axis)).all():
                value = value.take([0], axis)
        value = np.ascontiguousarray(value).reshape(value.shape)
        steps = [stride // value.itemsize for stride in value.strides]
        strides = tuple(step if length > 1 else 0 for step, length in zip(steps, value.shape, strict=True))
        key = value.tobytes()
        if key not in self._constants:
            self._constants[key] = self.buffer(value.size)
            self.recording.constants[self._constants[key]] = value.flatten()
        return Operand(self._constants[key], 0, strides)

    def call(self, call: Call) -> None:
        """Write a call down."""
        self.recording.calls.append(call)
        self.recording.origins.append(self._origin)

    def copy(self, source: Operand, out: Operand, dims: Dims) -> None:
        """Write a copy down."""
        self.call(Map(dims, out, (source,), (Line("copy", 0),)))

    def refuse(self, why: str) -> NotRecordable:
        """The error for the operation at hand."""
        return NotRecordable(f"{self._origin} {why}")

    def keep(self, name: str, tensor: Tensor) -> None:
        """Give a result its slot."""
        self._origin = f"the result {name}"
        shape = tuple(tensor.shape)
        held = self.recording.slots.get(name)
        if held is None:
            held = self.recording.slots[name] = self.buffer(tensor.numel()), shape
        elif held[1] != shape:
            raise NotRecordable(f"{self._origin} must have its slot's shape {held[1]}, not {shape}")
        source = self.operand(tensor)
        if not (self.is_live(tensor) and source.buffer == held[0]):
            strides = tuple(torch.empty(shape, device="meta").stride())
            self.copy(source, Operand(held[0], 0, strides), shape)

    def _seen(self, tensor: Tensor) -> int:
        storage = tensor.untyped_storage()
        self._alive.append(storage)
        return storage._cdata

    def _wake(self, tensor: Tensor) -> None:
        """Make a tensor that is about to be changed live: what it holds so far is copied in, each time anew."""
        address = self._seen(tensor)
        if address in self._live:
            return
        if address not in self._made:
            raise self.refuse("must not change a tensor that was there before and is no slot")
        whole = torch.as_strided(tensor.detach(), (tensor.untyped_storage().nbytes() // tensor.itemsize,), (1,), 0)
        source = self.operand(whole) if self._made[address] else None
        buffer = self.own(tensor)
        if source:
            self.copy(source, Operand(buffer, 0, (1,)), tuple(whole.shape))


def _changed(func: Any, args: tuple, kwargs: dict) -> list[Tensor]:
    """The arguments that an operation writes to."""
    named = dict(zip((one.name for one in func._schema.arguments), args, strict=False)) | kwargs
    writes = [one.name for one in func._schema.arguments if one.alias_info and one.alias_info.is_write]
    return [tensor for name in writes for tensor in tensors(named.get(name))]


def _makes_new(func: Any) -> bool:
    """Whether an operation takes of its argument no numbers, only the shape: ``zeros_like``, ``new_empty`` ..."""
    name = func._schema.name.removeprefix("aten::")
    return name.startswith("new_") or name.endswith("_like")


def _line() -> str:
    """The line of our code, outside this folder, that is being executed."""
    frame = sys._getframe()
    while frame.f_back:
        frame = frame.f_back
        name = frame.f_code.co_filename
        if name.startswith(OURS) and "site-packages" not in name and not name.startswith(HERE):
            return f"{name.removeprefix(OURS)}:{frame.f_lineno}"
    return "autograd"
