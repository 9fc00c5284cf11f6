"""Otter's autograder for an assignment: the master notebook that Otter Assign reads, and the zip that comes of it.

Otter does the work; here its questions and tests are made of the book's exercises. In the zip are the tests, which call
the book's own judge with the student's parameters, and the book's package as a wheel, so that nothing is fetched from
the book's address. The same assignment gives the same bytes.
"""

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

import yaml
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_raw_cell

from course import archive
from course.assignments import marking, notebook as notebooks
from course.assignments.keys import WORDS, Key
from course.assignments.notebook import Notebooks
from course.assignments.wheel import wheel
from extensions import exercises
from extensions.site import ROOT
from simulations.exercises.exercise import Exercise
from simulations.files import write_whole

PYTHON = "3.13"  # of the autograder's environment; Otter's own default, said here so that it stays
FILES = "/autograder/source/files"  # where the zip's files lie when that environment is made
PROGRAMS = ("run_autograder", "setup.sh")
HELPER = "book_marking"
SILENT = {"init_cell": False, "export_cell": False, "check_all_cell": False}  # what Otter would add for students


def available() -> bool:
    """Whether Otter-Grader is installed here."""
    return importlib.util.find_spec("otter") is not None


def autograder(books: Notebooks, target: Path, *, proved: bool = True) -> None:
    """Writes the autograder's zip to ``target``, for Gradescope or for Otter's own grading.

    Where ``proved``, Otter first grades the solution with it. Raises ``ValueError`` with what Otter said where it
    refuses, where the solution does not get every point, or where it is not installed.
    """
    if not available():
        raise ValueError("Otter-Grader is not here: `python install.py book course` brings it, --no-otter does without")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        package = wheel(folder)
        for name, content in files(books.key).items():
            write_whole(folder / name, content)
        notebooks.write(folder / f"{books.key.chapter}.ipynb", master(books, package.name))
        _assign(folder, books.key.chapter, proved=proved)
        (made,) = (folder / "out/autograder").glob("*.zip")
        target.parent.mkdir(parents=True, exist_ok=True)
        settled(made, target)


def files(key: Key) -> dict[str, bytes]:
    """What the tests read beside them: of whom what was asked, and the code that looks at the answers."""
    students = {str(one.number): marking.mark_of(one.email, key.seed) if one.email else "" for one in key.students}
    held = {"chapter": key.chapter, "seed": key.seed, "students": students}
    code = Path(marking.__file__).read_bytes()
    return {marking.HELD: (json.dumps(held, indent=1) + "\n").encode(), f"{HELPER}.py": code}


def master(books: Notebooks, package: str) -> NotebookNode:
    """The notebook that Otter Assign reads: the first student's, with solutions, questions and hidden tests.

    ``package`` is the name of the book's wheel.
    """
    number = books.key.numbers[0]
    cells = [new_raw_cell(_headed("ASSIGNMENT CONFIG", _config(books, package))), *books.opening(number)]
    if number is not None:
        cells += _question({"name": "student"}, [], [_test("whose", "env", points=0, hidden=False)])
    for exercise in books.key.exercises:
        cells += books.asked(number, exercise) + _answered(books, exercise) + _in_words(exercise)
    return books.made(number, cells)


def settled(made: Path, target: Path) -> None:
    """Writes the zip ``made`` again as ``target``: its files in order, and of one day."""
    with zipfile.ZipFile(made) as old:
        files = {name: old.read(name) for name in sorted(old.namelist())}
    write_whole(target, archive.zipped(files, programs=PROGRAMS))


def _config(books: Notebooks, package: str) -> dict:
    """Otter's settings: see its documentation of Otter Assign. What hidden tests say is shown when grades are."""
    extra = "[lab]" if books.trains else ""
    return SILENT | {
        "python_version": PYTHON,
        "requirements": [f"emergence-measured{extra} @ file://{FILES}/{package}"],
        "autograder_files": [marking.HELD, f"{HELPER}.py", package],
        "tests": {"ok_format": False},
        "generate": {"show_hidden": True},
    }


def _answered(books: Notebooks, exercise: Exercise) -> list[NotebookNode]:
    """The question whose tests look at the answers: whether they can be read, seen by all, and whether they are right.

    No test holds an answer: each works it out from the student's number.
    """
    if not exercise.answers:
        return []
    given = books.key.given(books.key.numbers[0], exercise.name)
    solution = new_code_cell(exercises.solution_cell(exercise, given))
    tests = [_test("readable", f'env, "{exercise.name}"', points=0, hidden=False)]
    for answer in exercise.answers:
        asked = f'env, "{exercise.name}", "{answer.name}"'
        tests.append(_test("right", asked, points=1, hidden=True, name=answer.name))
    return _question({"name": exercise.name}, [solution], tests)


def _in_words(exercise: Exercise) -> list[NotebookNode]:
    """The question that a reader marks."""
    if not exercise.rubric:
        return []
    config = {"name": f"{exercise.name}-{WORDS}", "manual": True, "points": exercise.rubric.points}
    prompt = [new_raw_cell("# BEGIN PROMPT"), new_markdown_cell(notebooks.WORDS_HERE), new_raw_cell("# END PROMPT")]
    solution = new_markdown_cell(exercise.rubric.marked[0].text)
    asks = new_markdown_cell(f"**In words.** {exercise.rubric.asks}")
    return _question(config, [solution], [], before=[asks, *prompt])


def _question(config: dict, solution: list, tests: list, *, before: Sequence = ()) -> list[NotebookNode]:
    """Otter's block of one question."""
    cells = [new_raw_cell(_headed("BEGIN QUESTION", config | {"check_cell": False})), *before]
    for name, inside in (("SOLUTION", solution), ("TESTS", tests)):
        if inside:
            cells += [new_raw_cell(f"# BEGIN {name}"), *inside, new_raw_cell(f"# END {name}")]
    return [*cells, new_raw_cell("# END QUESTION")]


def _test(does: str, arguments: str, *, points: int, hidden: bool, name: str = "") -> NotebookNode:
    """A test that calls one function of the helper."""
    return new_code_cell(
        f'""" # BEGIN TEST CONFIG\npoints: {points}\nhidden: {str(hidden).lower()}\n""" # END TEST CONFIG\n'
        f"def test_{name or does}(env):\n"
        f"    from {HELPER} import {does}\n\n"
        f"    {does}({arguments})"
    )


def _headed(head: str, config: dict) -> str:
    return f"# {head}\n{yaml.safe_dump(config, sort_keys=True)}".rstrip()


def _assign(folder: Path, chapter: str, *, proved: bool) -> None:
    """Runs Otter Assign on the master notebook in ``folder``, into ``out``."""
    command = [sys.executable, "-m", "otter", "assign", "--no-pdfs", f"{chapter}.ipynb", "out"]
    command += [] if proved else ["--no-run-tests"]
    world = os.environ | {"PYTHONPATH": str(ROOT), "EXPLORER_HOST": "text"}
    done = subprocess.run(command, cwd=folder, env=world, capture_output=True, text=True)
    if done.returncode:
        said = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()] or ["nothing"]
        raise ValueError("Otter Assign did not make the autograder, and said:\n" + "\n".join(said[-20:]))
