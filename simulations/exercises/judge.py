"""What is said of a student's answers: right, or what kind of wrong and what to look at again; never the answer."""

import math
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from simulations.check import require
from simulations.exercises.exercise import Answer, Exercise
from simulations.exercises.kinds import Built, Kind, Misread, Number, Numbers, State, Whole
from simulations.exercises.wording import filled

RIGHT, READ, WRONG, OPEN, MISREAD = "right", "read", "wrong", "not answered", "no answer"
MARKS = {RIGHT: "✓", READ: "○", WRONG: "✗", OPEN: "…", MISREAD: "!"}
WIDE = 96  # characters of a line: a notebook breaks longer ones within words


def _any(expected: float, kind: Number) -> bool:
    return True


def _part(expected: float, kind: Number) -> bool:
    return 0 < expected < 1


def _measured(expected: float, kind: Number) -> bool:  # a count that may be off by many is near too much
    return not isinstance(kind, Whole)


def _large(expected: float, kind: Number) -> bool:  # of small counts one is often twice another, for no reason
    return not isinstance(kind, Whole) or abs(expected) >= 20


# What happens to a number on its way: what undoes it, what to look at again, and of which numbers it is told.
SLIPS = (
    (lambda x: x / 100, "it is 100 times too large: a percentage, where a share is asked for?", _any),
    (lambda x: 100 * x, "it is 100 times too small: a share, where a percentage is asked for?", _any),
    (lambda x: 1 / x, "it is one over what is asked for.", _large),
    (lambda x: 1 - x, "it and the right one make 1: which of the two sides is asked for?", _part),
    (lambda x: x / (1 + x), "it is the odds, and the probability is asked for.", _part),
    (
        lambda x: x / math.log(10),
        "it is 2.3 times too large: a natural logarithm for one to base ten?",
        _measured,
    ),
    (
        lambda x: x * math.log(10),
        "it is 2.3 times too small: a logarithm to base ten for a natural one?",
        _measured,
    ),
    (lambda x: 10**x, "it is the logarithm of what is asked for, to base ten.", _measured),
    (lambda x: math.exp(x), "it is the natural logarithm of what is asked for.", _measured),
    (lambda x: x / 2, "it is twice as large as it should be: is something counted twice?", _large),
    (lambda x: 2 * x, "it is half as large as it should be: is something left out?", _large),
    (lambda x: x / 1e3, "it is 1,000 times too large: which unit is asked for?", _any),
    (lambda x: x * 1e3, "it is 1,000 times too small: which unit is asked for?", _any),
    (lambda x: x / 1e6, "it is a million times too large: which unit is asked for?", _any),
    (lambda x: x * 1e6, "it is a million times too small: which unit is asked for?", _any),
    (lambda x: x / 1e9, "it is 10⁹ times too large: which unit is asked for?", _any),
    (lambda x: x * 1e9, "it is 10⁹ times too small: which unit is asked for?", _any),
)
NEAR = 0.03  # of the number asked for: a slip is told of no number further off, however wide the tolerance is
NEXT = "not yet. The hint says where to begin."


@dataclass(frozen=True)
class Line:
    """What is said of one answer: its ``name``, how it ``stands`` (one of MARKS), and the words."""

    name: str
    stands: str
    says: str

    def __str__(self) -> str:
        return f"{MARKS[self.stands]} {self.name}: {self.says}"


@dataclass(frozen=True)
class Verdict:
    """What is said of an exercise, answer by answer; ``problem`` where it could not be looked at.

    Where it is not ``judged``, the answers were read and no more.
    """

    name: str
    lines: tuple[Line, ...]
    problem: str = ""
    judged: bool = True

    @property
    def right(self) -> bool:
        """Whether every answer is right."""
        return self.judged and self.whole

    @property
    def whole(self) -> bool:
        """Whether every answer is right, or where none is judged, can be read."""
        return bool(self.lines) and not self.problem and self.points == len(self.lines)

    @property
    def points(self) -> int:
        """How many answers are right, or where none is judged, can be read."""
        return sum(line.stands in (RIGHT, READ) for line in self.lines)

    def __repr__(self) -> str:
        if self.problem:
            return f"{self.name}: {self.problem}"
        last = "right" if self.judged else "can be read"
        stand = f"all {last}." if self.whole else f"{self.points} of {len(self.lines)} {last}."
        wrapped = [textwrap.fill(f"  {line}", WIDE, subsequent_indent=" " * 4) for line in self.lines]
        return "\n".join([f"{self.name}: {stand}", *wrapped])


def judged(exercise: Exercise, answers: Mapping[str, Any], given: Mapping[str, Any] | None = None) -> Verdict:
    """What is said of ``answers`` (by name) to the exercise with the parameters ``given``. Raises nothing for them."""
    mine = exercise.parameters(given)
    asked = [answer.name for answer in exercise.answers]
    if unknown := [name for name in answers if name not in asked]:
        return Verdict(exercise.name, (), f"it asks for {', '.join(asked)}, not for {', '.join(unknown)}.")
    return Verdict(exercise.name, tuple(_line(exercise, answer, answers, mine) for answer in exercise.answers))


def read(exercise: Exercise, answers: Mapping[str, Any], given: Mapping[str, Any] | None = None) -> Verdict:
    """Whether the answers can be read at all, not whether they are right: what stands before a hand-in."""
    asked = [answer.name for answer in exercise.answers]
    if unknown := [name for name in answers if name not in asked]:
        return Verdict(exercise.name, (), f"it asks for {', '.join(asked)}, not for {', '.join(unknown)}.")
    mine = exercise.parameters(given)
    lines = []
    for answer in exercise.answers:
        value, line = _read(exercise, answer, answers, mine)
        lines.append(line or Line(answer.name, READ, "it can be read."))
    return Verdict(exercise.name, tuple(lines), judged=False)


def mistaken(exercise: Exercise, answer: Answer, given: Mapping[str, Any]) -> dict[float, str]:
    """Wrong values that a slip on the way makes of a number asked for, each with what ``judged`` says to it.

    Those that its kind cannot take (a share above 1) are none, nor are those that the exercise knows itself.
    """
    kind, expected = answer.kind, exercise.expected(given)[answer.name]
    require(isinstance(kind, Number), "answer", "be a number", answer.name)
    makes: list[Callable[[float], float]] = [undo for undo, _, _ in SLIPS]
    makes += [lambda x: -x, lambda x: x / (1 - x), math.log10, math.log]
    if isinstance(kind, Whole):
        makes = [lambda x: x - 1, lambda x: x + 1, *(partial(_whole, make) for make in makes)]
    found: dict[float, str] = {}
    for make in makes:
        try:
            value = float(kind.read(make(float(expected))))  # type: ignore[arg-type]
        except (ArithmeticError, ValueError):  # the logarithm of nothing, or no answer of its kind
            continue
        says = _slip(value, expected, kind, given) if math.isfinite(value) and value not in found else ""
        if says and _line(exercise, answer, {answer.name: value}, given).says == says:
            found[value] = says
    return found


def _whole(make: Callable[[float], float], expected: float) -> float:
    return math.floor(make(expected))


def _read(exercise: Exercise, answer: Answer, answers: Mapping[str, Any], given: Mapping) -> tuple[Any, Line | None]:
    """An answer's value; or what is said where there is none."""
    value = answers.get(answer.name, ...)
    if value is ... or value is None:
        return None, Line(answer.name, OPEN, f"not assigned yet: {exercise.asked(answer, given)}.")
    try:
        return answer.kind.read(value), None
    except Misread as error:
        return None, Line(answer.name, MISREAD, f"{error}" if str(error).endswith("?") else f"{error}.")
    except Exception:  # whatever a student's own object does when it is looked at
        return None, Line(answer.name, MISREAD, f"it cannot be read. Asked for: {answer.kind.form}.")


def _line(exercise: Exercise, answer: Answer, answers: Mapping[str, Any], given: Mapping[str, Any]) -> Line:
    value, line = _read(exercise, answer, answers, given)
    if line:
        return line
    kind, expected = answer.kind, exercise.expected(given)[answer.name]
    try:
        if kind.right(value, expected, given):
            return Line(answer.name, RIGHT, "right.")
    except Exception:  # what a student built, or a link with controls of his own, can break the rule that judges it
        return Line(answer.name, MISREAD, f"it cannot be judged. Asked for: {kind.form}.")
    for wrong in exercise.wrong:
        known = wrong.answers(**given)
        if answer.name in known and _is(value, known[answer.name], kind):
            return Line(answer.name, WRONG, filled(wrong.says, given))
    if isinstance(kind, Built | State):
        return Line(answer.name, WRONG, kind.fault(value, given))
    if isinstance(kind, Numbers):
        places = ", ".join(map(str, kind.wrong_places(value, expected, given)))
        return Line(answer.name, WRONG, f"not yet at place {places}. The hint says where to begin.")
    return Line(answer.name, WRONG, _slip(value, expected, kind, given) or NEXT)


def _is(value: Any, known: Any, kind: Kind) -> bool:
    """Whether a value is a known wrong one: as near as a right one would have to be, chance apart."""
    if isinstance(kind, Built | State):
        return value == kind.read(known)
    if isinstance(kind, Numbers):
        return replace(kind, each=_surely(kind.each)).right(value, known)
    return (_surely(kind) if isinstance(kind, Number) else kind).right(value, known)


def _surely(kind: Number) -> Number:
    """The kind without what chance allows."""
    return replace(kind, standard_error=None)


def _slip(value: float, expected: float, kind: Kind, given: Mapping[str, Any]) -> str:
    """What happened to a number on its way, where it can be told."""
    if not isinstance(kind, Number) or expected == 0 or value == 0:
        return ""
    if isinstance(kind, Whole) and abs(value - expected) == 1:
        return "it is off by one."
    if value * expected < 0 and kind.right(-value, expected, given):
        return "its sign is the other one."
    near = min(_surely(kind).tolerance(expected), NEAR * abs(expected))
    for undo, says, told_of in SLIPS:
        try:
            if told_of(expected, kind) and abs(undo(value) - expected) <= near:
                return says
        except (ZeroDivisionError, OverflowError):
            continue
    return ""
