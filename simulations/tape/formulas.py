"""Operations element by element as formulas: of symbols they give the code of a map."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from simulations.tape.calls import Line, Operand


@dataclass(frozen=True, eq=False)
class Value:
    """A value of a formula: an operation of ``calls.OPS`` on others, or an operand of the map."""

    op: str
    parts: tuple["Value | float", ...]
    operand: Operand | None = None

    def __add__(self, other: "Value | float") -> "Value":
        return Value("add", (self, other))

    def __radd__(self, other: float) -> "Value":
        return Value("add", (other, self))

    def __sub__(self, other: "Value | float") -> "Value":
        return Value("sub", (self, other))

    def __rsub__(self, other: float) -> "Value":
        return Value("sub", (other, self))

    def __mul__(self, other: "Value | float") -> "Value":
        return self if other == 1 else Value("mul", (self, other))

    __rmul__ = __mul__

    def __truediv__(self, other: "Value | float") -> "Value":
        return Value("div", (self, other))

    def __rtruediv__(self, other: float) -> "Value":
        return Value("div", (other, self))

    def __neg__(self) -> "Value":
        return Value("neg", (self,))


def traced(value: Value | float, constant: Callable[[float], Operand]) -> tuple[tuple[Operand, ...], tuple[Line, ...]]:
    """The operands and the code of a map that computes ``value``; a number becomes an operand by ``constant``."""
    operands: list[Operand] = []
    lines: list[tuple[str, list[Any]]] = []
    places: dict[int, tuple[str, int]] = {}

    def place(part: Value | float) -> tuple[str, int]:
        operand = None
        if not isinstance(part, Value):
            operand = constant(part)
        elif part.operand:
            operand = part.operand
        if operand:
            if operand not in operands:
                operands.append(operand)
            return "in", operands.index(operand)
        assert isinstance(part, Value)
        if id(part) not in places:
            lines.append((part.op, [place(one) for one in part.parts]))
            places[id(part)] = "line", len(lines) - 1
        return places[id(part)]

    if place(value)[0] == "in":
        lines.append(("copy", [place(value)]))
    base = {"in": 0, "line": len(operands)}
    code = tuple(Line(op, *(base[kind] + number for kind, number in parts)) for op, parts in lines)
    return tuple(operands), code


def _of(op: str) -> Callable[..., Value]:
    return lambda *parts, **options: Value(op, parts)


def _not(a: Value | float) -> Value:
    return Value("eq", (a, 0.0))


def _floor_divided(a: Any, b: Any) -> Value:
    return Value("floor", (a / b,))


def _divided(a: Any, b: Any, rounding_mode: str | None = None) -> Value:
    if rounding_mode == "floor":
        return _floor_divided(a, b)
    return _truncated(a / b) if rounding_mode == "trunc" else a / b


def _truncated(a: Value) -> Value:
    return Value("where", (Value("ge", (a, 0.0)), Value("floor", (a,)), -Value("floor", (-a,))))


def _power(a: Any, b: Any) -> Any:
    if not isinstance(a, Value):
        return Value("exp", (b * math.log(a),))
    known: dict[float, Callable[[], Value]] = {
        1: lambda: a,
        2: lambda: a * a,
        3: lambda: a * a * a,
        -1: lambda: Value("reciprocal", (a,)),
        0.5: lambda: Value("sqrt", (a,)),
        -0.5: lambda: Value("rsqrt", (a,)),
    }
    if b in known:
        return known[b]()
    return Value("exp", (Value("log", (a,)) * b,))


def _clamped(a: Any, low: Any = None, high: Any = None) -> Any:
    a = a if low is None else Value("max", (a, low))
    return a if high is None else Value("min", (a, high))


def _through_sigmoid(grad: Value, share: Value) -> Value:
    return grad * share * (1 - share)


def _through_threshold(grad: Value, value: Value, threshold: float) -> Value:
    return Value("through_relu", (value if threshold == 0 else value - threshold, grad))


def _through_tanh(grad: Value, result: Value) -> Value:
    return grad * (1 - result * result)


def _cross_entropy(
    logit: Value, truth: Value, weight: None = None, pos_weight: None = None, reduction: Any = 0
) -> Value:
    if weight is not None or pos_weight is not None or reduction != 0:
        raise ValueError("binary_cross_entropy_with_logits must have no weights, and reduction='none'")
    return Value("relu", (logit,)) - logit * truth + Value("log1p", (Value("exp", (-Value("abs", (logit,)),)),))


FORMULAS: dict[str, Callable[..., Any]] = {
    **{op: _of(op) for op in ("neg", "abs", "sqrt", "rsqrt", "exp", "log", "cos", "sin", "floor", "relu", "log1p")},
    **{op: _of(op) for op in ("reciprocal", "ge", "gt", "eq", "where", "tanh", "sigmoid")},
    "minimum": _of("min"),
    "maximum": _of("max"),
    "le": lambda a, b: Value("ge", (b, a)),
    "lt": lambda a, b: Value("gt", (b, a)),
    "ne": lambda a, b: _not(Value("eq", (a, b))),
    "add": lambda a, b, alpha=1: a + b * alpha,
    "sub": lambda a, b, alpha=1: a - b * alpha,
    "rsub": lambda a, b, alpha=1: b - a * alpha,
    "mul": lambda a, b: a * b,
    "div": _divided,
    "floor_divide": _floor_divided,
    "remainder": lambda a, b: a - _floor_divided(a, b) * b,
    "trunc": _truncated,
    "pow": _power,
    "square": lambda a: a * a,
    "clamp": _clamped,
    "clamp_min": _clamped,
    "clamp_max": lambda a, high: _clamped(a, None, high),
    "lerp": lambda a, b, share: a + (b - a) * share,
    "addcmul": lambda a, b, c, value=1: a + b * c * value,
    "addcdiv": lambda a, b, c, value=1: a + b / c * value,
    "masked_fill": lambda a, mask, value: Value("where", (mask, value, a)),
    "copy": lambda a, b, non_blocking=False: b,
    "clone": lambda a: a,
    "_to_copy": lambda a: a,
    "fill": lambda a, value: value,
    "zero": lambda a: 0.0,
    "logical_not": _not,
    "bitwise_not": _not,
    **{name: lambda a, b: Value("min", (a, b)) for name in ("logical_and", "bitwise_and", "__and__")},
    **{name: lambda a, b: Value("max", (a, b)) for name in ("logical_or", "bitwise_or", "__or__")},
    "threshold_backward": _through_threshold,
    "sigmoid_backward": _through_sigmoid,
    "tanh_backward": _through_tanh,
    "binary_cross_entropy_with_logits": _cross_entropy,
    "through_softmax": lambda grad, share, total: (grad - total) * share,
    "through_log_softmax": lambda grad, log_share, total: grad - Value("exp", (log_share,)) * total,
}
