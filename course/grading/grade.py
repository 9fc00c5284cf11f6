"""Grades: what each hand-in's answers are worth, as ``grades.csv`` and a feedback file for each student."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course.assignments.keys import Key
from course.assignments.roster import Student
from course.grading.handins import HandIn, Outcome, twice
from simulations.exercises.exercise import Exercise
from simulations.exercises.judge import Verdict
from simulations.files import write_whole

GRADED, MISSING = "graded", "no hand-in"


@dataclass(frozen=True)
class Grade:
    """One row: whose it is (None where that is not known), its file, its ``status``, and a verdict on each exercise.

    ``status`` is GRADED, MISSING or the fault in words; a hand-in with a fault may have points all the same. ``like``
    is a file with the same code: for who grades alone.
    """

    student: int | None
    path: Path | None
    status: str
    verdicts: tuple[Verdict, ...] = ()
    stops: tuple[tuple[int, str, str], ...] = ()
    like: Path | None = None

    @property
    def told(self) -> str:
        """What is told to who grades."""
        return f"{self.status}; the same code as {self.like.name}" if self.like else self.status

    @property
    def points(self) -> int:
        """What the machine gives."""
        return sum(verdict.points for verdict in self.verdicts)


def graded(key: Key, hand_ins: Sequence[HandIn], outcomes: Mapping[Path, Outcome]) -> list[Grade]:
    """A grade for each hand-in, and for each student of the key without one; by number, then by file.

    Of two by one student the later file counts; the other is named. A hand-in that is nobody's, not one ``of_key``, has
    no outcome, and its fault in words.
    """
    same = dict(twice(hand_ins))
    grades: list[Grade] = []
    counted: dict[int | None, Grade] = {}
    for hand_in in sorted(hand_ins, key=lambda one: (_modified(one.path), str(one.path))):
        grade = _graded(key, hand_in, outcomes.get(hand_in.path), same.get(hand_in.path))
        grades.append(grade)
        if grade.verdicts and key.students:
            if earlier := counted.get(grade.student):
                grades.remove(earlier)
                grades.append(Grade(earlier.student, earlier.path, f"not counted: {hand_in.path.name} is later"))
            counted[grade.student] = grade
    there = {grade.student for grade in grades}
    grades += [Grade(student.number, None, MISSING) for student in key.students if student.number not in there]
    return sorted(grades, key=lambda one: (one.student is None, one.student or 0, str(one.path or "")))


def of_key(key: Key, hand_ins: Sequence[HandIn]) -> list[HandIn]:
    """Those that are to be run: of the key's chapter, and of its students. Raises ``ValueError`` where none is."""
    faults = {hand_in.path: _stranger(key, hand_in) for hand_in in hand_ins}
    ours = [hand_in for hand_in in hand_ins if not faults[hand_in.path]]
    if not ours:
        path, fault = next(iter(faults.items()))
        raise ValueError(f"no notebook fits the key; of {path.name}: {fault}")
    return ours


def _stranger(key: Key, hand_in: HandIn) -> str:
    """Why a hand-in is not of the key; "" where it is."""
    try:
        key.student_of(hand_in.path, hand_in.metadata)
    except ValueError as error:
        return str(error)
    return ""


def _graded(key: Key, hand_in: HandIn, outcome: Outcome | None, like: Path | None) -> Grade:
    if outcome is None:
        return Grade(None, hand_in.path, _stranger(key, hand_in))
    student = key.student_of(hand_in.path, hand_in.metadata)
    verdicts = tuple(_verdict(key, student, exercise, outcome.answers) for exercise in key.exercises)
    return Grade(student, hand_in.path, outcome.fault or GRADED, verdicts, outcome.stops, like)


def _verdict(key: Key, student: int | None, exercise: Exercise, answers: Mapping[str, Any]) -> Verdict:
    mine = {answer.name: answers[answer.name] for answer in exercise.answers if answer.name in answers}
    return key.judged(student, exercise.name, mine)


def _modified(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def table(key: Key, grades: Sequence[Grade]) -> str:
    """``grades.csv``: a row for each grade; points by exercise, their sum, the most, and what a reader has to mark."""
    page = io.StringIO()
    rows = csv.writer(page, lineterminator="\n")
    names = [exercise.name for exercise in key.exercises]
    rows.writerow(["student", "name", "email", "file", "status", *names, "points", "of", "to_read"])
    people = {student.number: student for student in key.students}
    to_read = key.points - key.points_by_machine
    for grade in grades:
        person = Student(0) if grade.student is None else people.get(grade.student, Student(grade.student))
        points = {verdict.name: verdict.points for verdict in grade.verdicts}
        who = "" if grade.student is None else grade.student
        rows.writerow(
            [
                who,
                _plain(person.name),
                _plain(person.email),
                grade.path.name if grade.path else "",
                _plain(grade.told),
            ]
            + [points.get(name, 0) for name in names]
            + [grade.points, key.points_by_machine, to_read if grade.verdicts else 0]
        )
    return page.getvalue()


def _plain(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text


def feedback(key: Key, grade: Grade) -> str:
    """What one student reads, in Markdown."""
    lines = [f"# {key.chapter}: {grade.points} of {key.points_by_machine} points", ""]
    if grade.status != GRADED:
        lines += [f"Your notebook: {grade.status}. What its cells had assigned by then was read.", ""]
    for place, kind, words in grade.stops:
        lines += [f"- Code cell {place} stopped with `{kind}`: {_quoted(words)}"]
    if grade.stops:
        lines += ["", "What stands before and after it was read all the same.", ""]
    for verdict, exercise in zip(grade.verdicts, key.exercises, strict=True):
        given = key.given(grade.student, exercise.name)
        lines += [f"## {exercise.name}. {exercise.title}: {verdict.points} of {len(exercise.answers)}", ""]
        lines += [f"- {line}" for line in verdict.lines] or [f"- {verdict.problem}"]
        if exercise.rubric:
            lines += [f"- In words: up to {exercise.rubric.points} more, given by a reader. {exercise.rubric.asks}"]
        if not verdict.right and exercise.answers:
            lines += ["", f"**Hint.** {exercise.hinted(given)}"]
        lines += [""]
    return "\n".join(lines).rstrip() + "\n"


def _quoted(words: str) -> str:
    return " ".join(words.replace("`", "'").split())


def write(key: Key, grades: Sequence[Grade], folder: Path) -> None:
    """Writes ``grades.csv`` and ``feedback/``, a file for each hand-in that was read."""
    write_whole(folder / "grades.csv", table(key, grades).encode())
    for grade in grades:
        if grade.verdicts:
            own = grade.path.stem if grade.path else ""
            name = own if grade.student is None else f"{key.chapter}_student{grade.student}"
            write_whole(folder / "feedback" / f"{name}.md", feedback(key, grade).encode())
