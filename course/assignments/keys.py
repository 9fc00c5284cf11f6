"""The key of an assignment: what was asked of whom, and what is right; what a grader reads, and no student sees.

``key.json`` holds the chapter, the seed and the students: from these, the book's own functions give everyone's
parameters and answers again. ``key.csv`` says the same as a table, for people.

A hand-in says itself whose it is: in its metadata, and in its file's name, which a learning platform may have put
words around.
"""

import csv
import dataclasses
import hashlib
import io
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from course.assignments.roster import Student
from simulations.check import one_of, require
from simulations.exercises import find, of
from simulations.exercises.exercise import Answer, Exercise
from simulations.exercises.judge import Verdict, judged
from simulations.exercises.kinds import Built, Number, Numbers, State
from simulations.files import read_plain, write_whole

FORM = 1  # of key.json; another number where what is in it has changed
METADATA = "assignment"  # a hand-in's metadata has it: {"chapter": "mirage", "student": 7}
NAME = re.compile(r"(?P<chapter>[a-z]+)_student(?P<number>\d+)")
HEADING = ("student", "exercise", "answer", "expected", "tolerance", "points")
WORDS = "words"  # the name of the part that a reader marks


def book_version() -> str:
    """The version of the book that stands here."""
    root = Path(__file__).resolve().parents[2]
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def notebook_name(chapter: str, student: int | None) -> str:
    """The file of a student's notebook; without a student, the one that all have."""
    return f"{chapter}.ipynb" if student is None else f"{chapter}_student{student}.ipynb"


@dataclass(frozen=True)
class Key:
    """What one chapter's assignment asks, and of whom.

    ``students`` is empty where all have the chapter's own parameters: "the student" is then None everywhere. ``asked``
    names the exercises, in their order. ``book`` is the version it was made with.
    """

    chapter: str
    seed: int
    asked: tuple[str, ...]
    students: tuple[Student, ...] = ()
    book: str = dataclasses.field(default_factory=book_version)

    def __post_init__(self) -> None:
        known = [exercise.name for exercise in of(self.chapter)]
        for name in self.asked:
            one_of("exercise", name, known)

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        """The exercises that are asked."""
        return tuple(find(name) for name in self.asked)

    @property
    def numbers(self) -> tuple[int | None, ...]:
        """The students' numbers; ``(None,)`` where all have the same."""
        return tuple(student.number for student in self.students) or (None,)

    @property
    def points(self) -> int:
        """The most that can be had: one for each answer, and those of the rubrics."""
        return sum(exercise.points for exercise in self.exercises)

    @property
    def points_by_machine(self) -> int:
        """The most that can be had without a reader."""
        return sum(len(exercise.answers) for exercise in self.exercises)

    def given(self, student: int | None, exercise: str) -> dict[str, Any]:
        """A student's parameters of an exercise such as "mirage-3". Raises ``ValueError`` for what is not asked."""
        one_of("exercise", exercise, self.asked)
        one_of("student", student, self.numbers)
        asked = find(exercise)
        return dict(asked.given) if student is None else asked.variant(self.seed, student)

    def expected(self, student: int | None, exercise: str) -> dict[str, Any]:
        """What is right, by the answers' names; for a kind that takes many, one of them. Errors as for ``given``."""
        asked, found = find(exercise), find(exercise).expected(self.given(student, exercise))
        return {answer.name: found[answer.name] for answer in asked.answers}

    def judged(self, student: int | None, exercise: str, answers: Mapping[str, Any]) -> Verdict:
        """What is to be said of a student's answers, and their points. Errors as for ``given``, none for answers."""
        return judged(find(exercise), answers, self.given(student, exercise))

    def student_of(self, path: Path, metadata: Mapping[str, Any] | None = None) -> int | None:
        """Whose hand-in it is, by its notebook's metadata and by its file's name; None where all have the same.

        Raises ``ValueError`` where it is of another chapter, of nobody in the course, or where the two differ.
        """
        inside = dict(_mapping(_mapping(metadata).get(METADATA)))
        name = NAME.search(path.name)
        if chapter := inside.get("chapter") or (name and name["chapter"]):
            require(chapter == self.chapter, "the hand-in", f"be of the chapter {self.chapter}", chapter)
        if not self.students:
            return None
        found = {int(name["number"])} if name else set()
        if type(inside.get("student")) is int:
            found.add(inside["student"])
        if not found:
            raise ValueError(
                f"{path.name} says of nobody that it is theirs: neither its name, such as "
                f"{notebook_name(self.chapter, 7)}, nor its metadata"
            )
        if len(found) > 1:
            raise ValueError(
                f"{path.name} is of student {name and name['number']} by its name and of "
                f"{inside['student']} inside: one of the two was changed"
            )
        (number,) = found
        require(number in self.numbers, "the hand-in", "be of a student of the course", number)
        return number

    def write(self, folder: Path) -> None:
        """Writes ``key.json`` and ``key.csv`` into the folder."""
        write_whole(folder / "key.json", self.as_json().encode())
        write_whole(folder / "key.csv", self.as_table().encode())

    @classmethod
    def read(cls, path: Path) -> "Key":
        """The key of a file ``key.json``, or of the folder it is in.

        Raises ``ValueError`` where it is none, or was made with a book whose exercises are others today: the students'
        notebooks would not fit it.
        """
        path = path / "key.json" if path.is_dir() else path
        try:
            held = json.loads(read_plain(path).decode("utf-8"))
            students = tuple(_student(**student) for student in held["students"])
            require(held["form"] == FORM, f"{path}: form", f"be {FORM}", held["form"])
            key = cls(held["chapter"], held["seed"], tuple(held["exercises"]), students, held["book"])
        except OSError as error:
            raise ValueError(f"the key {path} cannot be read: {error.strerror}") from None
        except (json.JSONDecodeError, KeyError, TypeError, RecursionError) as error:
            raise ValueError(f"{path} must be a key that `python -m course build` wrote: {error}") from None
        if key.fingerprint != held["fingerprint"]:
            raise ValueError(
                f"{path} was made with another edition of the book ({held['book']}): its exercises have other "
                "parameters, and the notebooks that were handed out do not fit them. Check out the edition that made it"
            )
        return key

    @property
    def fingerprint(self) -> str:
        """Changes where anyone's parameters, or what is asked, do: a SHA-256 in hexadecimal."""
        given = {
            f"{number} {exercise.name}": [answer.name for answer in exercise.answers]
            + [repr(sorted(self.given(number, exercise.name).items()))]
            for number in self.numbers
            for exercise in self.exercises
        }
        return hashlib.sha256(json.dumps(given).encode()).hexdigest()

    def as_json(self) -> str:
        """The text of ``key.json``."""
        held = {
            "form": FORM,
            "book": self.book,
            "chapter": self.chapter,
            "seed": self.seed,
            "exercises": list(self.asked),
            "points": {exercise.name: exercise.points for exercise in self.exercises},
            "students": [dataclasses.asdict(student) for student in self.students],
            "fingerprint": self.fingerprint,
        }
        return json.dumps(held, indent=1, ensure_ascii=False) + "\n"

    def as_table(self) -> str:
        """The text of ``key.csv``: a row for each student and answer, and for what a reader marks."""
        page = io.StringIO()
        rows = csv.writer(page, lineterminator="\n")
        rows.writerow(HEADING)
        for number in self.numbers:
            for exercise in self.exercises:
                rows.writerows(_rows(number, exercise, self.given(number, exercise.name)))
        return page.getvalue()


def _student(number: Any, name: Any, email: Any) -> Student:
    """A student of a key. Raises ``TypeError`` for another number than a whole one, and for what is no text."""
    if type(number) is not int or not (isinstance(name, str) and isinstance(email, str)):
        raise TypeError(f"a student is a whole number, a name and an email, not {number!r}, {name!r}, {email!r}"[:200])
    return Student(number, name, email)


def tolerance(answer: Answer, expected: Any, given: Mapping[str, Any]) -> str:
    """How far an answer may lie from the expected one, in its unit; or which others are right as well."""
    kind = answer.kind
    if isinstance(kind, Built | State):
        return "any that fits"
    if isinstance(kind, Numbers):
        return " ".join(f"{kind.each.tolerance(one, given):.3g}" for one in np.atleast_1d(expected))
    return f"{kind.tolerance(expected, given):.3g}" if isinstance(kind, Number) else "0"


def _rows(number: int | None, exercise: Exercise, given: Mapping[str, Any]) -> list[tuple]:
    expected, who = exercise.expected(given), "" if number is None else number
    rows: list[tuple] = []
    for answer in exercise.answers:
        value = expected[answer.name]
        said = answer.kind.said(value)
        rows.append((who, exercise.name, answer.name, said, tolerance(answer, value, given), 1))
    if exercise.rubric:
        rows.append((who, exercise.name, WORDS, "", "by the rubric", exercise.rubric.points))
    return rows


def _mapping(value: Any) -> Mapping:
    return value if isinstance(value, Mapping) else {}
