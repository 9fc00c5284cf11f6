"""A chapter's exercises in numbers: ``tests/NAME/exercises.txt``, which a test compares and ``make states`` renews.

Of each exercise stand there its level, minutes, objective and points, what is given and what a variant takes, the
answers with what they may be off by, the known wrong answers, and the same for the last value of all that varies.
Where solving takes PyTorch there are no answers: they differ in the last digit from machine to machine.
"""

import dataclasses
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from chapter_cells import ROOT

from simulations import exercises
from simulations.exercises.exercise import Exercise


def file(chapter: str) -> Path:
    """Where a chapter's exercises are kept."""
    return ROOT / "tests" / chapter / "exercises.txt"


def described(chapter: str) -> str:
    """What is to be kept of a chapter's exercises."""
    return "\n".join(line for exercise in exercises.of(chapter) for line in in_lines(exercise))


def in_lines(exercise: Exercise) -> Iterator[str]:
    """One exercise."""
    yield f"# {exercise.name}: {exercise.level}, {exercise.minutes} minutes, {exercise.by}, {exercise.points} points"
    yield f"objective {exercise.objective}; varied: {said(exercise.varied)}"
    if exercise.rubric:
        points = [points for points, _ in exercise.rubric.criteria]
        yield f"rubric: {points}, marked {[marked.points for marked in exercise.rubric.marked]}"
    for answer in exercise.answers:
        yield f"{answer.name}: {answer.kind.form}; {_kind(answer.kind)}"
    last = {name: list(values)[-1] for name, values in exercise.varied.items()}
    for given in (exercise.given, exercise.given | last):
        yield f"given {said(given)}"
        if not exercise.trains:
            found = exercise.expected(given)
            yield from (f"  {name}: {said(value)}" for name, value in found.items())
            for answer in exercise.answers:
                if getattr(answer.kind, "standard_error", None):
                    yield f"  {answer.name} may be off by {said(answer.kind.tolerance(found[answer.name], given))}"
            for wrong in exercise.wrong:
                yield f"  {wrong.name}: {said(wrong.answers(**given))}"
    yield ""


def said(value: Any) -> str:
    """A value in six digits, however it is nested; of a long array the first and the last."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {said(one)}" for name, one in value.items()) + "}"
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, range | list | tuple):
        shown = list(value) if len(value) <= 12 else [*value[:3], "…", *value[-3:]]
        return "[" + ", ".join(map(said, shown)) + "]"
    if callable(value):
        return getattr(value, "__name__", type(value).__name__)
    if isinstance(value, float | np.floating):
        return f"{float(value):.6g}"
    return f"{value}"


def _kind(kind: Any) -> str:
    """What a kind of answer was given, but for functions."""
    values = {field.name: getattr(kind, field.name) for field in dataclasses.fields(kind)}
    return said({name: value for name, value in values.items() if not callable(value)})
