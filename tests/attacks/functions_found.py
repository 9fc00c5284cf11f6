"""The public functions of the packages, which of them a chapter's cells call, and one right call of each.

A right call is one that the book makes itself: seen while a chapter's cells run and an exercise is solved; else the
one of the signature's own values; else one of guesses by annotation.
"""

import ast
import contextlib
import copy
import importlib
import inspect
import io
import pkgutil
import sys
import warnings
from collections.abc import Callable, Iterator
from types import FrameType, ModuleType
from typing import Any

import numpy as np

import everystate
import simulations
from simulations import exercises
from tests import chapter_cells

# What has no functions for a notebook: the scripts that derived a table, and the commands, which are attacked as such.
SCRIPTS = ("derive_", "__main__", "compile", "toys", "check")
GUESSES = {int: 2, float: 0.5, str: "a", bool: True, np.ndarray: np.array([0.2, 0.5, 0.9])}
KEPT = 1  # right calls of one function


def modules() -> Iterator[ModuleType]:
    """The public modules of both packages."""
    for package in (simulations, everystate):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            last = found.name.rpartition(".")[2]
            if not last.startswith(SCRIPTS) and not found.name.startswith("everystate.examples"):
                yield importlib.import_module(found.name)


def functions() -> dict[str, Callable]:
    """Every public function with a docstring, by its full name."""
    return {
        f"{module.__name__}.{name}": one
        for module in modules()
        for name, one in vars(module).items()
        if _is_public(name, one) and one.__module__ == module.__name__
    }


def _is_public(name: str, one: Any) -> bool:
    return callable(one) and inspect.isfunction(inspect.unwrap(one)) and not name.startswith("_") and bool(one.__doc__)


def met() -> set[str]:
    """The full names of what the chapters' cells name of the packages: a student can call it wrongly."""
    found = set()
    for path in chapter_cells.FILES:
        code = [cell.source for cell in chapter_cells.cells(path.stem) if cell.cell_type == "code"]
        tree = ast.parse("\n".join(line for source in code for line in source.splitlines() if line.strip()[:1] != "%"))
        home: dict[str, str] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom):
                home |= {one.asname or one.name: f"{node.module}.{one.name}" for one in node.names}
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and node.id in home:
                found.add(home[node.id])
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in home:
                found.add(f"{home[node.value.id]}.{node.attr}")
    return found


def seen(known: dict[str, Callable], chapters: list[str]) -> dict[str, list[dict[str, Any]]]:
    """The first calls of each function while the chapters' figures are made and their exercises solved."""
    plain = {name: inspect.unwrap(one) for name, one in known.items()}
    codes = {one.__code__: (name, [*inspect.signature(one).parameters]) for name, one in plain.items()}
    calls: dict[str, list[dict[str, Any]]] = {}

    def note(frame: FrameType, event: str, _: Any) -> None:
        if event != "call" or frame.f_code not in codes:
            return
        name, parameters = codes[frame.f_code]
        if len(calls.setdefault(name, [])) < KEPT:
            sys.setprofile(None)
            calls[name].append({one: _kept(frame.f_locals[one]) for one in parameters})
            sys.setprofile(note)

    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        sys.setprofile(note)
        try:
            for chapter in chapters:
                for figure in chapter_cells.explorers(chapter).values():
                    figure.text()
                for exercise in exercises.of(chapter) if chapter in exercises.CHAPTERS else ():
                    if not exercise.trains:
                        exercise.solve(**exercise.given)
        finally:
            sys.setprofile(None)
    return calls


def _kept(value: Any) -> Any:
    """A copy, as it is when the function is called; itself where none can be made."""
    try:
        return copy.deepcopy(value)
    except Exception:
        return value


def right_calls(one: Callable, calls: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The calls to start from: those that were seen, else that of the signature, else a guess; none where none is."""
    if calls:
        return calls
    parameters = inspect.signature(one).parameters.values()
    made = {}
    for parameter in parameters:
        if parameter.kind in (parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL):
            continue
        if parameter.default is not parameter.empty:
            made[parameter.name] = parameter.default
        elif parameter.annotation in GUESSES:
            made[parameter.name] = GUESSES[parameter.annotation]
        elif "_NestedSequence" in str(parameter.annotation) or parameter.annotation is parameter.empty:
            made[parameter.name] = GUESSES[np.ndarray]
        else:
            return []
    return [made]
