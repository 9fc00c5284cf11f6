"""Which quizzes a chapter has: its predictions, its self-checks, and the numbers of its exercises."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from course.figures import source
from course.questions import Question, from_exercise, predictions, self_checks
from course.quiz.html import addressed
from extensions.contents import chapters
from extensions.site import ROOT
from simulations import exercises


@dataclass(frozen=True)
class Quiz:
    """A quiz of a chapter: ``name`` ("mirage-self-checks"), ``title``, and its questions, links absolute."""

    name: str
    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Part:
    """A chapter as a part of a course: its name, title and page from the book's first one, and its quizzes by kind."""

    chapter: str
    title: str
    page: str
    quizzes: tuple[Quiz, ...]


def parts(
    chosen: Sequence[str],
    pages: str,
    *,
    variant: tuple[int, int] | None = None,
    solutions: bool = True,
    root: Path = ROOT,
) -> list[Part]:
    """The chapters ``chosen`` (all where none is), in the book's order, with their quizzes.

    ``pages`` is the address of the book's pages; ``variant``, a course's seed and a student's number, gives the numbers
    of that student in the exercises; with ``solutions`` each exercise's is said afterwards. Raises ``ValueError`` for a
    chapter that is none.
    """
    known = order(root)
    if unknown := [name for name in chosen if name not in known]:
        raise ValueError(f"--chapter must be one of {', '.join(known)}, not {unknown[0]!r}")
    return [
        _part(name, pages, _exercises(name, variant, solutions, root), root)
        for name in known
        if name in chosen or not chosen
    ]


@cache
def order(root: Path = ROOT) -> tuple[str, ...]:
    """The notebook chapters in the order of the book's contents, the introduction first."""
    contents = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
    files = [contents["root"], *(one["file"] for part in contents["parts"] for one in part["chapters"])]
    known = {path.stem for path in chapters(root)}
    return tuple(name for name in (file.rpartition("/")[2] for file in files) if name in known)


def title(chapter: str, root: Path = ROOT) -> str:
    """A chapter's first heading."""
    text = re.sub(r"\A---\n.*?\n---\n|^```.*?^```$", "", source(chapter, root), flags=re.DOTALL | re.MULTILINE)
    return next(line[1].strip() for line in re.finditer(r"^# (.+)$", text, re.MULTILINE))


def _part(chapter: str, pages: str, numbers: list[Question], root: Path) -> Part:
    asked = {
        "predictions": ("Predictions", predictions(chapter, root)),
        "self-checks": ("Self-checks", self_checks(chapter, root)),
        "exercises": ("Exercises", numbers),
    }
    heading = title(chapter, root)
    quizzes = tuple(
        Quiz(f"{chapter}-{kind}", f"{words}: {heading}", tuple(addressed(one, pages) for one in questions))
        for kind, (words, questions) in asked.items()
        if questions
    )
    page = "intro.html" if chapter == "intro" else f"chapters/{chapter}.html"
    return Part(chapter, heading, page, quizzes)


def _exercises(chapter: str, variant: tuple[int, int] | None, solutions: bool, root: Path) -> list[Question]:
    if chapter not in exercises.CHAPTERS:
        return []
    found = []
    for exercise in exercises.of(chapter):
        given = exercise.variant(*variant) if variant else None
        found += from_exercise(exercise, given, solution=solutions, root=root)
    return found
