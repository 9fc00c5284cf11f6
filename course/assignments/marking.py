"""What Otter's tests call, inside the autograder: a copy of this file travels in its zip, and needs the book's package.

Beside it lies HELD, which says of whom what was asked: ``{"chapter", "seed", "students": {"7": ""}}``; behind a number
stands the mark of the email that hands in for it, where the roster had one.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from simulations.exercises import find
from simulations.exercises.exercise import Exercise
from simulations.exercises.judge import RIGHT, Verdict, judged, read

HERE = Path(__file__).parent
HELD = "assignment.json"
SUBMISSION = "submission_metadata.json"  # Gradescope writes there who hands in, in the folder above


def mark_of(email: str, seed: int) -> str:
    """What stands for an email where students' own code could read it."""
    return hashlib.sha256(f"{seed} {email.strip().casefold()}".encode()).hexdigest()


def whose(variables: Mapping[str, Any], folder: Path = HERE) -> int | None:
    """The student whose notebook left these ``variables``; None where all have the same numbers.

    Raises ``AssertionError`` with a sentence where it is nobody of the course, or somebody else than who hands in.
    """
    held = json.loads((folder / HELD).read_text(encoding="utf-8"))
    if not held["students"]:
        return None
    student = variables.get("student")
    if isinstance(student, bool) or str(student) not in held["students"]:
        raise AssertionError(f"student must be the number that your notebook came with, not {student!r}")
    mark, path = held["students"][str(student)], folder.parent / SUBMISSION
    users = json.loads(path.read_text(encoding="utf-8")).get("users", []) if mark and path.is_file() else []
    if users and mark not in {mark_of(user.get("email", ""), held["seed"]) for user in users}:
        raise AssertionError(f"this is the notebook of student {student}, and somebody else has handed it in")
    return int(str(student))


def readable(variables: Mapping[str, Any], name: str, folder: Path = HERE) -> None:
    """Raises ``AssertionError`` with what is to be said where an answer to the exercise ``name`` cannot be read."""
    verdict = _looked_at(read, variables, name, folder)
    if not verdict.whole:
        raise AssertionError(f"{verdict}")


def right(variables: Mapping[str, Any], name: str, answer: str, folder: Path = HERE) -> None:
    """Raises ``AssertionError`` with what is to be said where this answer to the exercise ``name`` is not right."""
    line = next(line for line in _looked_at(judged, variables, name, folder).lines if line.name == answer)
    if line.stands != RIGHT:
        raise AssertionError(f"{line}")


def _looked_at(look: Callable[..., Verdict], variables: Mapping[str, Any], name: str, folder: Path) -> Verdict:
    exercise: Exercise = find(name)
    student = whose(variables, folder)
    held = json.loads((folder / HELD).read_text(encoding="utf-8"))
    given = exercise.given if student is None else exercise.variant(held["seed"], student)
    asked = {answer.name: variables[answer.name] for answer in exercise.answers if answer.name in variables}
    return look(exercise, asked, given)
