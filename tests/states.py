"""A chapter's figures in states that nobody opens first, in words: ``tests/NAME/states.txt``, which a test compares.

    make states [NAME=mirage]

writes the files anew, after a change that is meant (and beside them ``exercises.txt``: see ``asked.py``; and
``ledger.txt``, what the chapter's part of the ledger measures).
In each file stand the figures, each with its first state whole.
Then come its other states: one control stands elsewhere, at an end or at another option; an option of a list meets a
box that is ticked or not; all stand at their first, or at their last value; they stand where the signatures of the
figure's functions have them. Of these, a line that the first state has, too, is its number after ``=``. A figure whose
numbers differ from machine to machine (its cell is tagged nbval-ignore-output) is left out.
"""

import inspect
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path

import asked
import numpy as np
from chapter_cells import ROOT, WITH_EXPLORERS, cells, explorers

from everystate import Explorer
from everystate.controls import Control
from simulations import exercises

MOST = 12  # options of one control that are visited


def file(name: str) -> Path:
    """Where a chapter's states are kept."""
    return ROOT / "tests" / name / "states.txt"


def described(name: str) -> str:
    """What is to be kept of a chapter's figures."""
    unsure = [cell.source for cell in cells(name) if "nbval-ignore-output" in cell.metadata.get("tags", [])]
    shown = explorers(name).items()
    kept = [one for figure, one in shown if not any(f'name="{figure}"' in source for source in unsure)]
    return "\n".join(line for one in kept for line in figure_in_lines(one))


def measured_file(name: str) -> Path:
    """Where the numbers of a chapter's part of the ledger are kept."""
    return ROOT / "tests" / name / "ledger.txt"


def measured(name: str) -> str:
    """A line for each function of a chapter's part of the ledger: what it measures, to six figures."""
    module = import_module(f"simulations.{name}.ledger")
    own = [one for one in vars(module).values() if inspect.isfunction(one) and one.__module__ == module.__name__]
    said = {one.__name__: np.ravel(one()) for one in own if not one.__name__.startswith("_")}
    return "".join(f"{one} {' '.join(f'{value:.6g}' for value in values)}\n" for one, values in said.items())


def figure_in_lines(figure: Explorer) -> Iterator[str]:
    """A figure's name, its controls, its first state, then what differs from it in the others."""
    first = figure.text().splitlines()
    yield f"# {figure.states.name}"
    for control in figure.states.controls:
        ends = " … ".join(dict.fromkeys([control.labels[0], control.labels[-1]]))
        yield f"{control.label}: {control.kind}, {len(control.values)}: {ends}"
    yield from first
    for state in visited(figure.states.controls, uncontrolled(figure)):
        yield f"## {', '.join(f'{name}={value}' for name, value in state.items())}"
        yield from beside(figure.text(**state).splitlines(), first)
    yield ""


def uncontrolled(figure: Explorer) -> dict:
    """The values that the controls stand for by the functions' own signatures, where a reader can move them there."""
    own = by_themselves(figure)
    return {c.name: own[c.name] for c in figure.states.controls if own.get(c.name, c.name) in c.values}


def by_themselves(figure: Explorer) -> dict:
    """The values that the functions of a figure take where nobody names others."""
    functions = [figure.states._simulate, *figure.states._draws]
    parameters = [p for one in functions for p in inspect.signature(one).parameters.values()]
    return {p.name: p.default for p in parameters if p.default is not inspect.Parameter.empty}


def visited(controls: Sequence[Control], own: dict) -> list[dict]:
    """The states besides the first, as the values of the controls that stand elsewhere; ``own`` is one of them."""
    one = [{c.name: value} for c in controls for value in elsewhere(c)]
    checks, lists = ([c for c in controls if c.kind == kind] for kind in ("check", "select"))
    two = [{c.name: a, d.name: b} for c in checks for d in lists for a in elsewhere(c) for b in elsewhere(d)]
    together = [{c.name: c.values[end] for c in controls} for end in (0, -1)]
    first = {c.name: c.values[c.default] for c in controls}
    met, states = [first], []
    for state in [*one, *two, *together, own]:
        if first | state not in met:
            met.append(first | state)
            states.append(state)
    return states


def elsewhere(control: Control) -> list:
    """The ends of what can be counted; else the options, evenly chosen where there are more than ``MOST``."""
    if control.kind in ("slider", "stepper"):
        return [control.values[0], control.values[-1]]
    count = len(control.values)
    return (
        list(control.values) if count <= MOST else [control.values[i * (count - 1) // (MOST - 1)] for i in range(MOST)]
    )


def beside(lines: list[str], first: list[str]) -> Iterator[str]:
    """The lines of a state; those of the first state by their numbers, neighbours in one line."""
    same: list[str] = []
    for line in lines:
        if line in first:
            same.append(str(first.index(line) + 1))
            continue
        if same:
            yield f"= {' '.join(same)}"
            same = []
        yield line
    if same:
        yield f"= {' '.join(same)}"


def main(names: list[str]) -> None:
    """Writes the files of the chapters that are named, or of all that have figures."""
    known = sorted({*WITH_EXPLORERS, *exercises.CHAPTERS})
    if unknown := [name for name in names if name not in known]:
        sys.exit(f"NAME must be one of {', '.join(known)}, not {', '.join(unknown)}")
    for name in names or WITH_EXPLORERS:
        file(name).write_text(described(name), encoding="utf-8")
        print(file(name).relative_to(ROOT))
    for name in exercises.CHAPTERS:
        if not names or name in names:
            asked.file(name).write_text(asked.described(name), encoding="utf-8")
            measured_file(name).write_text(measured(name), encoding="utf-8")
            print(asked.file(name).relative_to(ROOT), measured_file(name).relative_to(ROOT), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
