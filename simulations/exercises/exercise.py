"""The shape of an exercise: its parameters, its text, its answers by the book's functions, and what goes wrong."""

import copy
import math
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from simulations.check import one_of, require, whole
from simulations.exercises import source
from simulations.exercises.kinds import Kind, Number
from simulations.exercises.wording import filled, slots

LEVELS = ("easy", "medium", "hard", "discussion")
WAYS = ("hand", "code", "figure")


@dataclass(frozen=True)
class Answer:
    """One thing that a student assigns: the variable's ``name``, what it ``asks`` for (with its unit), and its kind."""

    name: str
    asks: str
    kind: Kind = Number()


@dataclass(frozen=True)
class Wrong:
    """A wrong answer that is known beforehand, and what is said to it.

    ``name``: what kind of wrong, in a word or two. ``answers(**given)``: the wrong answers by name. ``says``: what it
    shows and what to look at again, a template of the parameters; it never holds the answer.
    """

    name: str
    answers: Callable[..., Mapping[str, Any]]
    says: str


@dataclass(frozen=True)
class Marked:
    """An answer in words as a student might write it, the ``points`` it gets, and ``why``."""

    text: str
    points: int
    why: str


@dataclass(frozen=True)
class Rubric:
    """What a reader marks: the question, ``criteria`` as pairs of points and what earns them, and two marked answers.

    The marked answers are the authors' own, for practice in marking.
    """

    asks: str
    criteria: tuple[tuple[int, str], ...]
    marked: tuple[Marked, Marked]

    @property
    def points(self) -> int:
        """The most that can be had."""
        return sum(points for points, _ in self.criteria)


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """An exercise. Its texts are MyST, with slots such as ``@{tokens}`` or ``@{share:.0%}`` (see ``wording``).

    ``level``: one of LEVELS; ``minutes`` for a student; ``by``: hand, code or a figure's state; ``objective``: which of
    the chapter's objectives it serves, from 1. ``given``: the chapter's parameters; ``varied``: the values that a
    variant takes for some of them. ``solve(**given)``: the answers by name, and whatever else the solution says.
    ``solution`` holds for every variant; ``remark``, for the chapter's parameters alone. ``redraw(rng, **given)``: the
    answers that chance decides, as one student draws them. ``trains``: solving takes PyTorch, or long.
    ``name``, such as "mirage-3", comes from its place.
    Raises ``ValueError`` for what does not fit together.
    """

    title: str
    level: str
    minutes: int
    by: str
    objective: int
    text: str
    hint: str
    solution: str
    answers: tuple[Answer, ...]
    solve: Callable[..., dict[str, Any]]
    given: Mapping[str, Any] = field(default_factory=dict)
    varied: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    wrong: tuple[Wrong, ...] = ()
    remark: str = ""
    rubric: Rubric | None = None
    redraw: Callable[..., dict[str, Any]] | None = None
    trains: bool = False
    name: str = ""

    def __post_init__(self) -> None:
        one_of("level", self.level, LEVELS)
        one_of("by", self.by, WAYS)
        whole("minutes", self.minutes, 1)
        whole("objective", self.objective, 1)
        names = [answer.name for answer in self.answers]
        require(len({*names, *self.given}) == len(names) + len(self.given), "answers", "have names of their own", names)
        require({*self.varied} <= {*self.given}, "varied", f"be of {', '.join(self.given)}", list(self.varied))
        asked, said = [answer.asks for answer in self.answers], [wrong.says for wrong in self.wrong]
        for template in (self.text, self.hint, *asked, *said):
            require(slots(template) <= {*self.given}, "text, hint, asks and says", "hold parameters alone", template)

    @property
    def chapter(self) -> str:
        """The chapter's name."""
        return self.name.partition("-")[0]

    @property
    def number(self) -> int:
        """Its place in the chapter, from 1."""
        return int(self.name.partition("-")[2])

    @property
    def points(self) -> int:
        """One for each answer, and those of the rubric."""
        return len(self.answers) + (self.rubric.points if self.rubric else 0)

    def fits(self, given: Mapping[str, Any]) -> None:
        """Raises ``ValueError`` where ``given`` does not name exactly the exercise's parameters."""
        for name in given:
            one_of("the parameter", name, tuple(self.given))

    def variant(self, seed: int, number: int) -> dict[str, Any]:
        """The parameters for a student's ``number`` in a course with this ``seed``, both whole and 0 or more.

        The same pair gives the same ones on every machine; where nothing is varied, they are the chapter's own.
        """
        whole("seed", seed, 0)
        whole("number", number, 0)
        rng = np.random.default_rng([seed, number, zlib.crc32(self.name.encode())])
        drawn = {name: values[int(rng.integers(len(values)))] for name, values in self.varied.items()}
        return {**self.given, **drawn}

    @property
    def variants(self) -> int:
        """How many there are."""
        return math.prod(len(values) for values in self.varied.values())

    def parameters(self, given: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The chapter's own parameters, those of ``given`` in their place."""
        return {**self.given, **(given or {})}

    def expected(self, given: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The answers, and what else ``solve`` returns. Raises ``ValueError`` for parameters that do not fit."""
        mine = self.parameters(given)
        self.fits(mine)
        key = (self.solve, repr(sorted(mine.items())))
        if key not in _SOLVED:
            found = self.solve(**mine)
            missing = [answer.name for answer in self.answers if answer.name not in found]
            require(not missing, "solve", f"return {', '.join(missing)}", list(found))
            _SOLVED[key] = found
        return copy.deepcopy(_SOLVED[key])  # whoever changes a list of the answers changes his own

    def statement(self, given: Mapping[str, Any] | None = None) -> str:
        """The question."""
        return filled(self.text.strip(), self.parameters(given))

    def hinted(self, given: Mapping[str, Any] | None = None) -> str:
        """The hint."""
        return filled(self.hint.strip(), self.parameters(given))

    def asked(self, answer: Answer, given: Mapping[str, Any] | None = None) -> str:
        """What one answer asks for, and in which form."""
        return f"{filled(answer.asks, self.parameters(given))} ({answer.kind.form})"

    def solved(self, given: Mapping[str, Any] | None = None) -> str:
        """The solution in words; with the remark where the parameters are the chapter's."""
        mine = self.parameters(given)
        text = self.solution.strip() + (f"\n\n{self.remark.strip()}" if self.remark and mine == self.given else "")
        return filled(text, mine | self.expected(mine))

    def code(self) -> str:
        """The source of ``solve`` and of what it needs: run alone, it solves the exercise."""
        return source.whole(self.solve)


_SOLVED: dict[tuple, dict[str, Any]] = {}  # some solutions take seconds, and a page, a check and a test want each


def numbered(chapter: str, exercises: Iterable[Exercise]) -> tuple[Exercise, ...]:
    """The exercises with their names: the chapter's, and their places from 1."""
    return tuple(replace(exercise, name=f"{chapter}-{place}") for place, exercise in enumerate(exercises, 1))
