"""The task: long addition, written out digit by digit, with everything about a problem known in advance."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from simulations.check import one_of, require, whole, within
from simulations.streams import uniforms

PLUS, EQUALS = 10, 11
SYMBOLS = "0123456789+="
LENGTHS = ("mixed", "full")
Array = Any  # of numpy or of PyTorch, which whoever only reads tables may not have


@dataclass(frozen=True)
class Task:
    """Addition of two numbers of up to ``digits`` digits, zero-padded, so that every problem has the same length.

    ``skew`` says how uneven the digits are that problems are drawn with: digit d has the weight 1/(d+1)^skew, so that
    0 makes all ten alike, 1 (Zipf's law) makes a 0 ten times as common as a 9, and 0.75 nearly six times.
    ``lengths``: ``"mixed"`` draws each operand's number of digits evenly from 1 to ``digits``; ``"full"`` draws
    every digit. ``least_first`` writes the numbers with their units first, the order in which one adds by hand.
    ``held_out``: problems whose operands both have at most so many digits are never drawn.
    """

    digits: int = 8
    skew: float = 0.75
    lengths: str = "mixed"
    least_first: bool = True
    held_out: int = 0

    def __post_init__(self) -> None:
        whole("digits", self.digits, 1, 17)  # the sum has to fit 64 bits
        within("skew", self.skew, 0, 4)
        one_of("lengths", self.lengths, LENGTHS)
        whole("held_out", self.held_out, 0, self.digits - 1)

    @property
    def answer_length(self) -> int:
        """Digits of an answer: one more than an operand has."""
        return self.digits + 1

    @property
    def context_length(self) -> int:
        """Symbols that a model reads: the problem, and the answer but for its last digit."""
        return 3 * self.digits + 2


@dataclass(frozen=True)
class Problems:
    """``tokens`` [..., 3 digits + 3]: the problems written out; ``first``, ``second`` [...]: their operands."""

    tokens: np.ndarray
    first: np.ndarray
    second: np.ndarray


def encode(task: Task, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """The problems as symbols, integers 0 to 11: [..., 3 digits + 3].

    With two digits, units first, 17 + 45 = 62 is ``71+54=260``: the answer has one digit more, for the last carry.
    Raises ``ValueError`` for an operand below 0 or of too many digits.
    """
    first, second = np.asarray(first, dtype=np.int64), np.asarray(second, dtype=np.int64)
    for name, operand in (("first", first), ("second", second)):
        whole(name, operand, 0, 10**task.digits - 1)
    shape = np.broadcast_shapes(first.shape, second.shape)
    left, right = (np.broadcast_to(_digits(one, task.digits), (*shape, task.digits)) for one in (first, second))
    order = slice(None) if task.least_first else slice(None, None, -1)
    sign, answer = np.ones((*shape, 1), dtype=np.int64), _digits(first + second, task.answer_length)
    parts = left[..., order], PLUS * sign, right[..., order], EQUALS * sign, answer[..., order]
    return np.concatenate(parts, axis=-1)


def decode(task: Task, digits: np.ndarray) -> np.ndarray:
    """The numbers that rows of answer digits [..., answer_length] stand for, read in the task's order."""
    powers = 10 ** np.arange(digits.shape[-1])
    return np.asarray(digits, dtype=np.int64) @ (powers if task.least_first else powers[::-1])


def rows(task: Task, tokens: np.ndarray) -> np.ndarray:
    """A 64-bit copy of ``tokens`` [items, 3 digits + 3]. Raises ``ValueError`` for what are no problems of ``task``."""
    length, shape = task.context_length + 1, np.shape(tokens)
    require(len(shape) == 2 and shape[0] and shape[1] == length, "tokens", f"be rows of {length} symbols", shape)
    return np.array(whole("tokens", tokens, 0, len(SYMBOLS) - 1), dtype=np.int64, order="C")


def text(tokens: np.ndarray) -> str:
    """One problem's symbols as characters, for people. Raises ``ValueError`` for what is no row of symbols."""
    require(np.ndim(tokens) == 1, "tokens", "be one row of symbols", np.shape(tokens))
    return "".join(SYMBOLS[int(token)] for token in whole("tokens", tokens, 0, len(SYMBOLS) - 1))


def draw(task: Task, count: int | tuple[int, ...], *, rng: np.random.Generator) -> Problems:
    """``count`` problems (a number or a shape) drawn from the task's own distribution."""
    shape = (count,) if isinstance(count, int) else tuple(count)
    whole("count", shape, 0)
    tokens = _drawn(task, shape, rng)
    first, second = _operands(task, tokens)
    while task.held_out and (held := np.maximum(first, second) < 10**task.held_out).any():
        tokens[held] = _drawn(task, (int(held.sum()),), rng)
        first, second = _operands(task, tokens)
    return Problems(tokens=tokens, first=first, second=second)


def written(task: Task, uniform: Array, cumulative: Array, reach: float | Array, out: Array) -> Array:
    """The problems that numbers from 0 to below 1 stand for: their tokens, in ``out`` [..., 3 digits + 3].

    ``uniform`` [..., 2, digits + 1]: each operand's digits, units first, and its length. ``cumulative`` [9]: the chance
    of a digit of at most 0, 1, ... 8. With a ``reach`` of 0 operands are as long as their lengths say, with one of
    ``digits`` all are full. Numpy's arrays or PyTorch's tensors, of which it uses what both have alike.
    """
    n = task.digits
    digits = (uniform[..., :-1, None] >= cumulative).sum(-1)
    length = uniform[..., -1] * n + reach  # less one, and before it is made whole
    columns = [digits[..., place] * (length >= place) for place in range(n)]  # each [..., 2]
    first, second = ([column[..., one] for column in columns] for one in (0, 1))
    answer = [digit for digit, _ in by_hand(zip(first, second, strict=True))]
    for start, number in ((0, first), (n + 1, second), (2 * n + 2, answer)):
        for place, digit in enumerate(number if task.least_first else number[::-1]):
            out[..., start + place] = digit
    out[..., n], out[..., 2 * n + 1] = PLUS, EQUALS
    return out


def by_hand(columns: Iterable[tuple[Array, Array]]) -> Iterator[tuple[Array, Array]]:
    """Addition as on paper: from the columns' digits, units first, each digit of the sum and the carry it received.

    The last one is the last carry alone. For arrays and tensors, as ``written``; the units' carry is plain 0.
    """
    carry: Array = 0
    for first, second in columns:
        total = first + second + carry
        ahead = total >= 10
        yield total - 10 * ahead, carry
        carry = ahead
    yield carry, carry


def cumulative(skew: float) -> np.ndarray:
    """The chances of a digit of at most 0, 1, ... 8, as float32: [9]."""
    weight = np.arange(1, 11) ** -float(skew)
    return np.cumsum(weight / weight.sum())[:-1].astype(np.float32)


def carries(task: Task, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Whether each answer digit, units first, receives a carry: booleans [..., answer_length].

    99 + 1 carries into the tens and into the hundreds: ``[False, True, True]``.
    """
    powers = 10 ** np.arange(task.answer_length)
    lower = np.asarray(first)[..., None] % powers + np.asarray(second)[..., None] % powers
    return lower >= powers


def _drawn(task: Task, shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    uniform = uniforms(rng, *shape, 2, task.digits + 1)
    out = np.empty((*shape, task.context_length + 1), dtype=np.int64)
    return written(task, uniform, cumulative(task.skew), 0 if task.lengths == "mixed" else task.digits, out)


def _operands(task: Task, tokens: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The numbers that are added: two arrays [...]."""
    return decode(task, tokens[..., : task.digits]), decode(task, tokens[..., task.digits + 1 : 2 * task.digits + 1])


def _digits(numbers: np.ndarray, length: int) -> np.ndarray:
    return numbers[..., None] // 10 ** np.arange(length) % 10
