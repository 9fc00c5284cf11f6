"""A chapter's exercises, from ``simulations/<chapter>/exercises.py``: as boxes on its page, as cells of its notebooks.

In the chapter stands ``:::{exercise} mirage-3`` and nothing else. With the environment variable SOLUTIONS=off the pages
have no solutions, with a date such as SOLUTIONS=2027-05-14 they have them from that day on: for a course's own site.
"""

import datetime
import os
import re
import textwrap
from collections.abc import Mapping
from typing import Any

from simulations.exercises import find
from simulations.exercises.exercise import Exercise
from simulations.exercises.kinds import Number, Whole

DIRECTIVE = re.compile(r"^:{3,}\{exercise\}[ \t]*(?P<name>\S*)[ \t]*\n:{3,}[ \t]*$", re.MULTILINE)
WAYS = {"hand": "by hand", "code": "by code", "figure": "on a figure"}
WIDE = 100
DIGITS = "Three digits are enough where no number of them is named."


def named(text: str) -> list[str]:
    """The names of the exercises that a chapter's text holds, in its order."""
    return [match["name"] for match in DIRECTIVE.finditer(text)]


def expanded(text: str, *, solutions: bool = False) -> str:
    """A chapter's text, with each exercise as the boxes and the code cells of its notebook.

    The student's has an answer cell and a check; with ``solutions``, the instructor's has the answers there. Raises
    ``ValueError`` for an exercise that there is not.
    """

    def cells(match: re.Match) -> str:
        exercise = find(match["name"])
        answer = solution_cell(exercise) if solutions else answer_cell(exercise)
        parts = [boxes(exercise), _cell(answer), _cell(check_cell(exercise))]
        if exercise.rubric:
            parts.append(f"*In words, here:* {exercise.rubric.asks}")
        return "\n\n".join(parts)

    return DIRECTIVE.sub(cells, text)


def boxes(exercise: Exercise, given: Mapping[str, Any] | None = None) -> str:
    """Text, hint and solution as MyST."""
    head = " | ".join([exercise.title, *notes(exercise)])
    return "\n\n".join(
        [
            f"::::{{exercise}} {head}\n{exercise.statement(given)}\n::::",
            f"::::{{hint}}\n{exercise.hinted(given)}\n::::",
            f"::::{{solution}}\n{solution(exercise, given)}\n::::",
        ]
    )


def notes(exercise: Exercise) -> list[str]:
    """What stands behind its title: how hard it is, how it is done, how long it takes."""
    return [exercise.level, WAYS[exercise.by], f"{exercise.minutes} min"]


def solution(exercise: Exercise, given: Mapping[str, Any] | None = None) -> str:
    """The solution as MyST: words, the code that solves it, and the answers by name."""
    expected = exercise.expected(given)
    lines = "\n".join(f"{answer.name} = {answer.kind.said(expected[answer.name])}" for answer in exercise.answers)
    return f"{exercise.solved(given)}\n\n```python\n{exercise.code()}\n```\n\n```python\n{lines}\n```"


def answer_cell(exercise: Exercise, given: Mapping[str, Any] | None = None) -> str:
    """The code of a student's cell: every answer to be assigned, with what it is."""
    lines = [
        f"# {exercise.name}: put your answers in place of the dots. {DIGITS if _measures(exercise) else ''}".strip()
    ]
    for answer in exercise.answers:
        lines += textwrap.wrap(exercise.asked(answer, given), WIDE, initial_indent="# ", subsequent_indent="# ")
        lines.append(f"{answer.name} = ...")
    return "\n".join(lines)


def solution_cell(exercise: Exercise, given: Mapping[str, Any] | None = None) -> str:
    """The code of an instructor's cell: every answer assigned."""
    variant = f"{dict(given)!r}" if given else ""
    lines = ["from simulations.exercises import find", "", f'answers = find("{exercise.name}").expected({variant})']
    return "\n".join(lines + [f'{answer.name} = answers["{answer.name}"]' for answer in exercise.answers])


def check_cell(exercise: Exercise, given: Mapping[str, Any] | None = None, *, by: str = "check") -> str:
    """The code of the cell that answers back: ``by`` "check", or "readable" where an answer counts."""
    variant = f", {dict(given)!r}" if given else ""
    return f'from simulations.exercises import {by}\n\n{by}("{exercise.name}"{variant})'


def shown_from(today: datetime.date) -> str:
    """What pages show in place of a solution, "" for the solution. Raises ``ValueError`` for a bad SOLUTIONS."""
    wanted = os.environ.get("SOLUTIONS", "on")
    if wanted in ("on", "off"):
        return "" if wanted == "on" else "This course's pages have no solutions."
    try:
        day = datetime.date.fromisoformat(wanted)
    except ValueError:
        raise ValueError(f"SOLUTIONS must be on, off or a date such as 2027-05-14, not {wanted!r}") from None
    return "" if today >= day else f"The solution is shown here from {day:%d %B %Y} on."


def _measures(exercise: Exercise) -> bool:
    kinds = [getattr(answer.kind, "each", answer.kind) for answer in exercise.answers]
    return any(isinstance(kind, Number) and not isinstance(kind, Whole) for kind in kinds)


def _cell(source: str) -> str:
    return f"```{{code-cell}} ipython3\n{source}\n```"
