"""The questions that every format is made from: a chapter's self-checks and predictions, and its exercises' numbers.

A question's words are Markdown with TeX between dollars. A link in them that leads into the book is relative to the
book's first page: ``chapters/mirage.html#factor-one-the-metric`` a section, ``embed/metric-effect.html#metric-effect``
a figure, with ``?token_accuracy=0.9`` behind it a figure's state.
"""

import math
import re
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from numbers import Real
from pathlib import Path
from typing import Any

from docutils.nodes import make_id

from course.figures import EMBEDS, asked, embed, figures, source
from extensions import plain
from extensions.contents import chapters
from extensions.site import ROOT
from extensions.sources import Sources
from simulations.exercises import kinds
from simulations.exercises.exercise import Answer, Exercise
from simulations.exercises.judge import mistaken
from simulations.exercises.kinds import Number, Whole
from simulations.exercises.wording import filled

FAR = 300  # times larger or smaller than the right number: hardly anybody chooses that
FEW = 6  # whole numbers that can all stand as choices
LINK = re.compile(r"\]\((?P<to>[^)\s]+)\)")


@dataclass(frozen=True)
class Choice:
    """One choice: its words, whether it is right, and what is said to whoever chose it."""

    text: str
    right: bool
    feedback: str


@dataclass(frozen=True)
class Slip:
    """A number that is often answered and is wrong, in the unit of the answer, and what is said to it."""

    value: float
    feedback: str


@dataclass(frozen=True)
class Question:
    """A question with its key.

    ``kind`` is ``choice`` (then ``choices``, one of them right) or ``numeric`` (then ``value``, and right is what is
    within ``tolerance`` of it, both in the unit that the text asks for; ``slips`` are known wrong values, none of them
    within two tolerances of the right one, and ``distractors`` further ones, for a format in which a number can only be
    chosen). ``feedback`` is said to everyone afterwards ("" for nothing), ``state`` is
    the figure that the question is about, as ``mirage#metric-effect`` with or without ``?token_accuracy=0.9``. Names
    are unique in the book, of letters, digits, ``-`` and ``_``.
    """

    name: str
    chapter: str
    kind: str
    text: str
    choices: tuple[Choice, ...] = ()
    value: float = math.nan
    tolerance: float = math.nan
    feedback: str = ""
    state: str | None = None
    tags: tuple[str, ...] = ()
    slips: tuple[Slip, ...] = ()
    distractors: tuple[Slip, ...] = ()

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-Za-z][\w-]*", self.name, re.ASCII):
            raise ValueError(f"name must be letters, digits, - and _, a letter first, not {self.name!r}")
        if self.kind not in ("choice", "numeric"):
            raise ValueError(f"kind of {self.name} must be choice or numeric, not {self.kind!r}")
        if self.kind == "choice" and (len(self.choices) < 2 or sum(choice.right for choice in self.choices) != 1):
            raise ValueError(f"choices of {self.name} must be two or more, one of them right, not {self.choices!r}")
        if self.kind == "numeric":
            self._check_numbers()

    def _check_numbers(self) -> None:
        numbers = (self.value, self.tolerance)
        if not (math.isfinite(self.value) and self.tolerance >= 0):
            raise ValueError(f"{self.name} must have a value and a tolerance of 0 or more, not {numbers!r}")
        wrong = (*self.slips, *self.distractors)
        if near := [slip.value for slip in wrong if abs(slip.value - self.value) <= 2 * self.tolerance]:
            raise ValueError(f"slips of {self.name} must lie apart from the right value, not at {near[0]!r}")

    def words(self) -> list[str]:
        """Every text of the question, in Markdown."""
        own = [self.text, *([self.feedback] if self.feedback else [])]
        own += [words for choice in self.choices for words in (choice.text, choice.feedback) if words]
        return own + [slip.feedback for slip in (*self.slips, *self.distractors)]

    def changed(self, change: Callable[[str], str]) -> "Question":
        """The question with ``change`` made to each of its texts."""
        choices = tuple(Choice(change(one.text), one.right, change(one.feedback)) for one in self.choices)
        slips, distractors = (
            tuple(Slip(one.value, change(one.feedback)) for one in wrong) for wrong in (self.slips, self.distractors)
        )
        return replace(
            self,
            text=change(self.text),
            choices=choices,
            feedback=change(self.feedback),
            slips=slips,
            distractors=distractors,
        )


def self_checks(chapter: str, root: Path = ROOT) -> list[Question]:
    """The self-checks of a chapter ("mirage"), in its order: ``mirage-check-1``, ``mirage-check-2`` ..."""
    text, form = source(chapter, root), plain_form(chapter, root)
    questions = []
    for number, (title, body) in enumerate(plain.boxes(text, "self-check"), 1):
        choices = tuple(
            Choice(form.plain(words), right, form.plain(feedback)) for right, words, feedback in plain.choices(body)
        )
        question = Question(f"{chapter}-check-{number}", chapter, "choice", form.plain(title), choices)
        tags = ("self-check", *(["figure"] if (state := _state(question, root)) else []))
        questions.append(replace(question, state=state, tags=tags))
    return questions


def predictions(chapter: str, root: Path = ROOT) -> list[Question]:
    """What the figures of a chapter ask before they show themselves: ``mirage-predict-zero-of-n`` ...

    The feedback leads to the figure, which has the answer.
    """
    questions = []
    for name, title, (text, choices, answer) in asked(chapter, root):
        questions.append(
            Question(
                f"{chapter}-predict-{name}",
                chapter,
                "choice",
                literal(text),
                tuple(Choice(literal(words), words == answer, literal(said)) for words, said in choices.items()),
                feedback=f"The figure shows it: [{literal(title)}]({embed(chapter, name, root=root)})",
                state=f"{chapter}#{name}",
                tags=("prediction", "figure"),
            )
        )
    return questions


def from_exercise(
    exercise: Exercise, given: Mapping[str, Any] | None = None, *, solution: bool = True, root: Path = ROOT
) -> list[Question]:
    """A question for each answer of an exercise that is one number or one of some words: ``mirage-1-upper`` ...

    ``given``: the parameters of a variant; without them, the chapter's own. The ``solution`` is the feedback. An answer
    of another kind (a list, a function, a figure's state) has no question, and neither has what a training gives.
    """
    mine, form = exercise.parameters(given), plain_form(exercise.chapter, root)
    if exercise.trains:
        return []
    place = f"chapters/{exercise.chapter}.html#{make_id(f'exercise-{exercise.title}')}"
    statement = f"{form.plain(exercise.statement(mine))}\n\n[The exercise in its chapter]({place})"
    feedback = form.plain(exercise.solved(mine)) if solution else ""
    tags = ("exercise", exercise.level, exercise.by, f"objective-{exercise.objective}")
    questions = []
    for answer in exercise.answers:
        words = f"{statement}\n\n**Asked here:** {form.plain(exercise.asked(answer, mine))}."
        shape = _shaped(exercise, answer, mine, form)
        if shape:
            name = f"{exercise.name}-{answer.name}"
            questions.append(Question(name, exercise.chapter, text=words, feedback=feedback, tags=tags, **shape))
    return questions


def absolute(markdown: str, pages: str) -> str:
    """``markdown`` whose links into the book lead to the pages at the address ``pages``."""
    base = pages.rstrip("/") + "/"
    return LINK.sub(lambda to: to[0] if re.match(r"[a-z]+:", to["to"]) else f"]({base}{to['to']})", markdown)


def literal(words: str) -> str:
    """``words`` as Markdown that shows every sign of them."""
    return re.sub(r"([\\`*_{}\[\]<>&$#~|])", r"\\\1", words)


def plain_form(chapter: str, root: Path = ROOT) -> plain.Chapter:
    """The plain form of a chapter's text, its links relative to the book's first page."""

    def address(target: str) -> str:
        page, _, section = target.partition("#")
        name = (page or chapter).rsplit("/", 1)[-1].removesuffix(".md").removesuffix(".html")
        if section.partition("?")[0] in _names(name, root):
            return embed(name, section, root=root)
        place = name if name == "intro" else f"chapters/{name}"
        return f"{place}.html{'#' if section else ''}{section}"

    return plain.Chapter(
        cite=_sources(root).cite,
        sources=_nowhere,
        claim=_nowhere,
        address=address,
        image=_nowhere,
    )


@cache
def _sources(root: Path) -> Sources:
    return Sources(root / "references.bib")


def _shaped(exercise: Exercise, answer: Answer, given: Mapping[str, Any], form: plain.Chapter) -> dict[str, Any]:
    """Kind, key and what is said to known wrong answers; empty where the answer makes no question."""
    kind, expected = answer.kind, exercise.expected(given)[answer.name]
    said = [
        (wrong.answers(**given)[answer.name], _sentence(form.plain(filled(wrong.says, given))))
        for wrong in exercise.wrong
        if answer.name in wrong.answers(**given)
    ]
    if isinstance(kind, Number):
        hint = f"Not yet. {form.plain(exercise.hinted(given))}"
        return {"kind": "numeric", **_number(exercise, answer, said, given, hint)}
    if isinstance(kind, kinds.Choice | kinds.Truth):
        options = kind.options if isinstance(kind, kinds.Choice) else (True, False)
        words = {str(wrong): feedback for wrong, feedback in said}
        not_yet = f"Not yet. {form.plain(exercise.hinted(given))}"
        choices = (
            Choice(literal(str(one)), one == expected, "Right." if one == expected else words.get(str(one), not_yet))
            for one in options
        )
        return {"kind": "choice", "choices": tuple(choices)}
    return {}


def _number(
    exercise: Exercise, answer: Answer, said: Sequence[tuple[Any, str]], given: Mapping[str, Any], hint: str
) -> dict[str, Any]:
    """A number's key: its wrong values that the exercise knows, and those that a slip of anybody's makes.

    Of the latter those within some hundred times of the right one come first, in an order of no meaning. Where few
    whole numbers can be at all, the others are among them, with the hint.
    """
    kind, value = answer.kind, float(exercise.expected(given)[answer.name])
    assert isinstance(kind, Number)
    tolerance = float(kind.tolerance(value, given))
    taken = [value]

    def apart(found: Iterable[tuple[Any, str]]) -> tuple[Slip, ...]:
        slips = []
        for wrong, words in found:
            if not isinstance(wrong, Real) or not math.isfinite(wrong):
                continue
            if all(abs(float(wrong) - one) > 2 * tolerance for one in taken):
                slips.append(Slip(float(wrong), words))
                taken.append(float(wrong))
        return tuple(slips)

    def order(found: tuple[float, str]) -> tuple[bool, int]:
        far = value != 0 and not 1 / FAR < abs(found[0] / value) < FAR
        return far, zlib.crc32(f"{value:.3g} {found[1]}".encode())

    slips = apart(said)
    further = [
        (wrong, _sentence(words)) for wrong, words in sorted(mistaken(exercise, answer, given).items(), key=order)
    ]
    if isinstance(kind, Whole) and kind.high - kind.low < FEW:
        further += [(float(wrong), hint) for wrong in range(int(kind.low), int(kind.high) + 1)]
    return {"value": value, "tolerance": tolerance, "slips": slips, "distractors": apart(further)}


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _names(page: str, root: Path) -> Mapping[str, str]:
    """The figures of a page; none where it is no notebook chapter."""
    return figures(page, root) if page in {path.stem for path in chapters(root)} else {}


def _nowhere(*_: Any) -> Any:
    raise ValueError("a question may have text, formulas, citations and links, no other box")


def _state(question: Question, root: Path) -> str | None:
    """The figure, with its state, that the first link to one leads to."""
    for words in question.words():
        for link in LINK.finditer(words):
            if link["to"].startswith(f"{EMBEDS}/"):
                fragment = link["to"].partition("#")[2]
                name = fragment.partition("?")[0]
                pages = [path.stem for path in chapters(root) if name in figures(path.stem, root)]
                here = question.chapter if question.chapter in pages else pages[0]
                return f"{here}#{fragment}"
    return None
