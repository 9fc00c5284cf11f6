"""A student's notebook with answers in it, as it is handed in."""

import copy
from collections.abc import Callable, Mapping
from typing import Any

from nbformat import NotebookNode

from course.assignments.keys import METADATA, Key

Answers = Callable[[str], Mapping[str, Any]]


def filled(notebook: NotebookNode, answers: Answers) -> NotebookNode:
    """The notebook with ``answers(exercise)``, by name, in place of the dots."""
    notebook = copy.deepcopy(notebook)
    for cell in notebook.cells:
        told = cell.metadata.get(METADATA, {})
        if told.get("part") == "answers":
            for name, value in answers(told["exercise"]).items():
                assert f"{name} = ..." in cell.source
                cell.source = cell.source.replace(f"{name} = ...", f"{name} = {value!r}")
    return notebook


def right(key: Key, student: int | None) -> Answers:
    """Every answer right."""
    return lambda exercise: key.expected(student, exercise)


def code(notebook: NotebookNode) -> list[str]:
    """The code cells' sources, without the set-up, which may install."""
    return [cell.source for cell in notebook.cells if cell.cell_type == "code" and "def set_up(" not in cell.source]
