"""The bank of items with their tags: the book's exercises, self-checks and predictions, and the bank's own items.

Exercises that take a training are left out: nobody sits them in an exam, and their keys take minutes.
"""

import csv
import io
import json
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from course.bank.items import CHAPTERS as WITH_OWN, of as own_of
from course.bank.on_figure import OnFigure
from course.figures import source
from course.questions import LINK, Question, plain_form, predictions, self_checks
from course.quiz.quizzes import order
from extensions import plain
from simulations import exercises
from simulations.check import one_of
from simulations.exercises.exercise import LEVELS, WAYS, Exercise
from simulations.exercises.kinds import Choice, Number, State, Truth

ORIGINS = ("exercise", "self-check", "prediction", "bank")  # bank: it stands nowhere in the book
KINDS = ("choice", "numeric", "mixed", "words")
MINUTES = 2  # of a self-check or a prediction
YES = {True: "yes", False: "no"}
TABLE = Path(__file__).with_name("objectives.toml")


@dataclass(frozen=True)
class Item:
    """An item and what it is tagged with.

    ``origin``, ``kind``, ``level`` and ``by`` are of ORIGINS, KINDS, LEVELS and WAYS; ``objective`` counts the
    chapter's objectives from 1. ``parametric``: there are variants. ``state``: the state of a figure that the item
    links to or asks for, as "mirage#metric-effect?token_accuracy=0.9" with the chapter's parameters ("" without).
    ``about``: what two items of one exam must not share: an exercise's name, or the figure that both are read off.
    """

    name: str
    chapter: str
    origin: str
    objective: int
    level: str
    by: str
    kind: str
    minutes: int
    parametric: bool
    state: str
    about: str
    source: Exercise | Question

    @property
    def tags(self) -> dict[str, str]:
        """Its tags as they are asked for."""
        return {
            "chapter": self.chapter,
            "objective": str(self.objective),
            "level": self.level,
            "by": self.by,
            "kind": self.kind,
            "origin": self.origin,
            "parametric": YES[self.parametric],
            "state": YES[bool(self.state)],
        }

    @property
    def aim(self) -> str:
        """The words of its objective."""
        return objectives(self.chapter)[self.objective - 1]


KNOWN = {
    "chapter": tuple(name for name in order() if name in WITH_OWN),
    "objective": tuple(str(number) for number in range(1, 10)),
    "level": LEVELS,
    "by": WAYS,
    "kind": KINDS,
    "origin": ORIGINS,
    "parametric": ("yes", "no"),
    "state": ("yes", "no"),
}


@cache
def items() -> tuple[Item, ...]:
    """The whole bank, in the book's order: the items of the chapters with objectives, which front matter has not."""
    found: list[Item] = []
    for chapter in filter(objectives, order()):
        found += [_from_question(one, "self-check") for one in self_checks(chapter)]
        found += [_from_question(one, "prediction") for one in predictions(chapter)]
        if chapter in exercises.CHAPTERS:
            found += [_from_exercise(one, "exercise") for one in exercises.of(chapter) if not one.trains]
        if chapter in WITH_OWN:
            found += [_from_exercise(one, "bank") for one in own_of(chapter)]
    return tuple(found)


def tagged(tags: Sequence[str], among: Iterable[Item] | None = None) -> list[Item]:
    """The items that have all the ``tags``: "level=easy,medium", or "parametric" for "parametric=yes".

    Raises ``ValueError`` for a tag or a value that there is not.
    """
    wanted: dict[str, set[str]] = {}
    for tag in tags:
        name, _, values = tag.partition("=")
        one_of("the tag", name, tuple(KNOWN))
        chosen = set((values or "yes").split(","))
        for value in chosen:
            one_of(name, value, KNOWN[name])
        wanted[name] = wanted.get(name, chosen) & chosen
    among = items() if among is None else among
    return [item for item in among if all(item.tags[name] in values for name, values in wanted.items())]


@cache
def objectives(chapter: str) -> tuple[str, ...]:
    """The words of a chapter's objectives, as plain Markdown without links."""
    box = re.search(r"^:::\{objectives\}\n(.*?)^:::", source(chapter), re.MULTILINE | re.DOTALL)
    bullets = re.findall(r"^- (.*?)[;.]?$", box[1], re.MULTILINE) if box else []
    return tuple(plain.LINK.sub(lambda link: link["text"], plain_form(chapter).plain(words)) for words in bullets)


def as_table(chosen: Iterable[Item]) -> str:
    """The items with their tags as CSV."""
    page = io.StringIO()
    rows = csv.DictWriter(page, list(_row(items()[0])), lineterminator="\n")
    rows.writeheader()
    rows.writerows(_row(item) for item in chosen)
    return page.getvalue()


def as_json(chosen: Iterable[Item]) -> str:
    """The items with their tags as JSON: a list of objects."""
    rows = [_row(item) | {"minutes": item.minutes, "objective": item.objective} for item in chosen]
    return json.dumps(rows, indent=1, ensure_ascii=False) + "\n"


def text(item: Item, given: dict[str, Any] | None = None) -> str:
    """The question in Markdown; links into the book are relative to its first page."""
    if isinstance(item.source, Question):
        return item.source.text
    return plain_form(item.chapter).plain(item.source.statement(given))


def _row(item: Item) -> dict[str, str]:
    more = {"objective in words": item.aim, "minutes": str(item.minutes), "figure": item.state, "text": text(item)}
    return {"name": item.name} | item.tags | more


def _from_question(question: Question, origin: str) -> Item:
    figure = (question.state or "").partition("#")[2].partition("?")[0]
    return Item(
        name=question.name,
        chapter=question.chapter,
        origin=origin,
        objective=_objective(question, figure if origin == "prediction" else question.text),
        level="easy",
        by="figure" if question.state else "hand",
        kind=question.kind,
        minutes=MINUTES,
        parametric=False,
        state=question.state if question.state and "?" in question.state else "",
        about=f"{question.chapter}#{figure}" if figure else question.name,
        source=question,
    )


def _from_exercise(exercise: Exercise, origin: str) -> Item:
    state = exercise.address() if isinstance(exercise, OnFigure) else _asked_or_linked(exercise)
    return Item(
        name=exercise.name,
        chapter=exercise.chapter,
        origin=origin,
        objective=exercise.objective,
        level=exercise.level,
        by=exercise.by,
        kind=_kind(exercise),
        minutes=exercise.minutes,
        parametric=bool(exercise.varied),
        state=state,
        about=state.partition("?")[0] or exercise.name,
        source=exercise,
    )


def _asked_or_linked(exercise: Exercise) -> str:
    """The state that an exercise asks for, or the first that its text links to."""
    expected = exercise.expected() if any(isinstance(answer.kind, State) for answer in exercise.answers) else {}
    for answer in exercise.answers:
        if isinstance(answer.kind, State):
            return exercise.chapter + expected[answer.name]
    for link in LINK.finditer(plain_form(exercise.chapter).plain(exercise.statement())):
        if "embed/" in link["to"] and "?" in link["to"]:
            return f"{exercise.chapter}#{link['to'].partition('#')[2]}"
    return ""


def _kind(exercise: Exercise) -> str:
    kinds = [answer.kind for answer in exercise.answers]
    if not kinds:
        return "words"
    if all(isinstance(kind, Choice | Truth) for kind in kinds):
        return "choice"
    return "numeric" if all(isinstance(kind, Number) for kind in kinds) and not exercise.rubric else "mixed"


@cache
def _table() -> dict[str, dict[str, int]]:
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))


def _objective(question: Question, begins: str) -> int:
    """The objective of a question of the text. Raises ``ValueError`` where the table has it not, or twice."""
    known = _table().get(question.chapter, {})
    fitting = [number for words, number in known.items() if begins.startswith(words)]
    if len(fitting) != 1:
        raise ValueError(f"{TABLE.name} must say once which objective {question.name} serves: {begins[:60]!r}")
    return fitting[0]
