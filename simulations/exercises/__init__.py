"""What every chapter's exercises share, and the check that a notebook calls.

    from simulations.exercises import check

    check("mirage-1", common_accuracy=0.991, rare_accuracy=0.9992)

An exercise is code once, in ``simulations/<chapter>/exercises.py``: the chapter's box, the notebook's check, a
student's variant, the grader and the quizzes are all made of it.
"""

import importlib
import sys
from collections import ChainMap
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType
from typing import Any

from simulations.check import one_of
from simulations.exercises.exercise import Exercise
from simulations.exercises.judge import Verdict, judged, read

__all__ = ["CHAPTERS", "check", "find", "of", "readable"]  # a notebook that imports all gets no `read`, no `Path`

CHAPTERS = tuple(sorted(path.parent.name for path in Path(__file__).parents[1].glob("*/exercises.py")))


def of(chapter: str) -> tuple[Exercise, ...]:
    """The exercises of a chapter, in their order. Raises ``ValueError`` for another name."""
    one_of("chapter", chapter, CHAPTERS)
    return importlib.import_module(f"simulations.{chapter}.exercises").EXERCISES


def find(name: str) -> Exercise:
    """The exercise of a name such as "mirage-3". Raises ``ValueError`` that says which there are."""
    chapter, _, _ = str(name).partition("-")
    known = [exercise.name for exercise in of(chapter)] if chapter in CHAPTERS else [f"{name}-1" for name in CHAPTERS]
    one_of("exercise", name, known)
    return next(exercise for exercise in of(chapter) if exercise.name == name)


def check(name: str, given: Mapping | None = None, /, **answers: Any) -> Verdict:
    """What a check cell shows: for each answer whether it is right, or what kind of wrong; never the answer.

    ``name``: "mirage-3". ``given``: the parameters of a variant; without them, the chapter's own. ``answers``: by the
    names that the exercise asks for; those that are left out are looked up among the caller's variables, so that in a
    notebook ``check("mirage-3")`` is enough. Nothing that a student can answer raises an error.
    """
    return _looked_at(judged, name, given, answers, _variables(sys._getframe(1)))


def readable(name: str, given: Mapping | None = None, /, **answers: Any) -> Verdict:
    """What a check cell of a graded assignment shows: whether each answer can be read, not whether it is right.

    Arguments, and where answers are looked up, as for ``check``.
    """
    return _looked_at(read, name, given, answers, _variables(sys._getframe(1)))


def _variables(caller: FrameType) -> Mapping[str, object]:
    """What the caller can name: in a function, its own variables before the notebook's."""
    return ChainMap(caller.f_locals, caller.f_globals)


def _looked_at(
    look: Callable[..., Verdict], name: str, given: Mapping | None, answers: Mapping, variables: Mapping
) -> Verdict:
    if not isinstance(given, Mapping | None):
        return Verdict(str(name), (), problem=f'answers are handed over by name, as in check("{name}", answer=...).')
    try:
        exercise = find(name)
        mine = exercise.parameters(given)
        exercise.fits(mine)
    except ValueError as error:
        return Verdict(str(name), (), problem=str(error))
    found = {answer.name: variables[answer.name] for answer in exercise.answers if answer.name in variables}
    try:
        return look(exercise, {**found, **answers}, mine)
    except Exception:  # a variant's parameters that were changed by hand: nothing can be computed from them
        return Verdict(exercise.name, (), problem=f"it cannot be solved for {mine}: leave the check as it was.")
