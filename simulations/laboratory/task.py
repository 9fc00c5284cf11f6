"""The task: long addition, written out digit by digit, with everything about a problem known in advance."""

from dataclasses import dataclass

import numpy as np

from simulations.check import one_of, whole, within

PLUS, EQUALS = 10, 11
SYMBOLS = "0123456789+="
LENGTHS = ("mixed", "full")


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
    return _written(task, left, right, first + second)


def decode(task: Task, digits: np.ndarray) -> np.ndarray:
    """The numbers that rows of answer digits [..., answer_length] stand for, read in the task's order."""
    powers = 10 ** np.arange(digits.shape[-1])
    return np.asarray(digits, dtype=np.int64) @ (powers if task.least_first else powers[::-1])


def text(tokens: np.ndarray) -> str:
    """One problem's symbols as characters, for people."""
    return "".join(SYMBOLS[token] for token in tokens)


def draw(task: Task, count: int | tuple[int, ...], *, rng: np.random.Generator) -> Problems:
    """``count`` problems (a number or a shape) drawn from the task's own distribution."""
    shape = (count,) if isinstance(count, int) else tuple(count)
    digits = _drawn_digits(task, shape, rng)
    while task.held_out and (held := ~digits[..., task.held_out :].any((-2, -1))).any():
        digits[held] = _drawn_digits(task, (int(held.sum()),), rng)
    operands = digits @ 10 ** np.arange(task.digits)
    first, second = operands[..., 0], operands[..., 1]
    tokens = _written(task, digits[..., 0, :], digits[..., 1, :], first + second)
    return Problems(tokens=tokens, first=first, second=second)


def carries(task: Task, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Whether each answer digit, units first, receives a carry: booleans [..., answer_length].

    99 + 1 carries into the tens and into the hundreds: ``[False, True, True]``.
    """
    powers = 10 ** np.arange(task.answer_length)
    lower = np.asarray(first)[..., None] % powers + np.asarray(second)[..., None] % powers
    return lower >= powers


def _written(task: Task, first: np.ndarray, second: np.ndarray, total: np.ndarray) -> np.ndarray:
    """Problems as symbols, from their operands' digits [..., digits], units first, and their sums [...]."""
    answer = _digits(total, task.answer_length)
    order = slice(None) if task.least_first else slice(None, None, -1)
    sign = np.ones((*total.shape, 1), dtype=np.int64)
    parts = first[..., order], PLUS * sign, second[..., order], EQUALS * sign, answer[..., order]
    return np.concatenate(parts, axis=-1)


def _drawn_digits(task: Task, shape: tuple[int, ...], rng: np.random.Generator) -> np.ndarray:
    """Two operands' digits a problem, units first: [..., 2, digits]."""
    digits = np.searchsorted(_cumulative(task.skew), rng.random((*shape, 2, task.digits)), side="right")
    if task.lengths == "mixed":
        length = rng.integers(1, task.digits + 1, size=(*shape, 2, 1))
        digits = np.where(np.arange(task.digits) < length, digits, 0)
    return digits


def _digits(numbers: np.ndarray, length: int) -> np.ndarray:
    return numbers[..., None] // 10 ** np.arange(length) % 10


def _cumulative(skew: float) -> np.ndarray:
    weight = np.arange(1, 11) ** -float(skew)
    return np.cumsum(weight / weight.sum())[:-1]
