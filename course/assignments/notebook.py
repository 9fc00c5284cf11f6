"""The notebooks of an assignment: a student's, in which no answer is found, and the instructor's, with solutions."""

import ast
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jupytext
import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from course.assignments.keys import METADATA, Key, notebook_name
from extensions import exercises
from extensions.site import ROOT, addresses
from extensions.twins import needs, plain_chapter, setup_cell
from simulations.exercises.exercise import Exercise, Rubric
from simulations.files import write_whole

CHECKS = {"read": "readable", "full": "check"}
SAYS = {
    "read": "The cell below them says whether they can be read. Whether they are right is said after the hand-in.",
    "full": "The cell below them says whether they are right, or what kind of wrong.",
}
WORDS_HERE = "*Your answer in words, in place of this line.*"
TOOLS = ("numpy", "scipy", "torch", "simulations")
NO_TOOLS = {"captions", "drawings"}  # what the page's figures are made with
WIDE = 88
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
FOLDED = {"jupyter": {"source_hidden": True}, "cellView": "form"}


@dataclass(frozen=True)
class Form:
    """How an assignment's notebooks look.

    ``checks``: one of CHECKS. ``hints``: whether they are there, folded. ``package``: what pip installs the book from
    where it is not at hand; "" for the archive of the fork's own repository.
    """

    checks: str = "read"
    hints: bool = True
    package: str = ""


FORM = Form()


class Notebooks:
    """The notebooks of a key's assignment, all of one form."""

    def __init__(self, key: Key, form: Form = FORM):
        self.key, self.form = key, form
        path = ROOT / f"chapters/{key.chapter}.md"
        myst = path.read_text(encoding="utf-8")
        cells = [cell.source for cell in jupytext.reads(myst, fmt="md:myst").cells if cell.cell_type == "code"]
        code = "\n".join(cells)
        place = addresses()
        self.title = next(line[2:].strip() for line in myst.split("\n") if line.startswith("# "))
        self.page = f"{place['url']}chapters/{key.chapter}.html" if place["url"] else ""
        self.setup, self.trains = setup_cell(code), "torch" in needs(code)
        if form.package:
            self.setup = self.setup.replace(f"{place['repository']}/archive/{place['ref']}.zip", form.package)
        self.tools = tools(code)
        self._chapter = plain_chapter(path, ROOT, solutions=True)
        if not self.page:  # a link to a notebook beside the chapter leads nowhere from a student's folder
            self._chapter.address = lambda target: ""

    def student(self, number: int | None) -> NotebookNode:
        """What a student gets: the exercises with their numbers, folded hints, cells for answers and for checks."""
        cells = self.opening(number)
        for exercise in self.key.exercises:
            cells += [*self.asked(number, exercise), *self.answered(number, exercise, exercises.answer_cell)]
            cells += self.in_words(number, exercise)
        return self.made(number, cells)

    def instructor(self, number: int | None) -> NotebookNode:
        """The same with the solutions, and the rubrics; the answers are assigned, and every check says right."""
        cells = self.opening(number)
        for exercise in self.key.exercises:
            given = self.key.given(number, exercise.name)
            told = f"::::{{solution}}\n{exercises.solution(exercise, given)}\n::::"
            cells += [*self.asked(number, exercise), self._cell(new_markdown_cell(self._plain(told)), number, exercise)]
            cells += self.answered(number, exercise, exercises.solution_cell, checks="full")
            if exercise.rubric:
                marking = new_markdown_cell(_marking(exercise.rubric))
                cells += [self.in_words(number, exercise)[0], self._cell(marking, number, exercise, "rubric")]
        return self.made(number, cells)

    def opening(self, number: int | None) -> list[NotebookNode]:
        """What stands before the exercises: what is to be done, the set-up, whose it is, and the chapter's tools."""
        key = self.key
        minutes = sum(exercise.minutes for exercise in key.exercises)
        chapter = f"[{self.title}]({self.page})" if self.page else self.title
        lines = [
            f"# Exercises: {chapter}",
            *([] if number is None else [f"**Student {number}.** Your exercises have numbers of their own."]),
            f"{_some(len(key.asked), 'exercise')}, {_some(key.points, 'point')}, about {minutes} minutes of work.",
            f"Put your answers in place of the dots, under the names that stand there. {SAYS[self.form.checks]}",
            "Before you hand in: restart the kernel, run all cells from the top, save. Hand in this file, under its "
            f"name, `{notebook_name(key.chapter, number)}`.",
        ]
        cells = [
            new_markdown_cell("\n\n".join(lines)),
            new_code_cell(self.setup, metadata=dict(FOLDED)),
            new_code_cell(f"# What the hints name, as the chapter imports it.\n{self.tools}"),
        ]
        if number is not None:
            cells.append(new_code_cell(f"# Whose notebook this is: it stays as it is.\nstudent = {number}"))
        return cells

    def asked(self, number: int | None, exercise: Exercise) -> list[NotebookNode]:
        """The exercise's text, and its hint."""
        given = self.key.given(number, exercise.name)
        head = " | ".join([exercise.title, *exercises.notes(exercise), _some(exercise.points, "point")])
        self._chapter.exercises = exercise.number - 1
        texts = [f"::::{{exercise}} {head}\n{exercise.statement(given)}\n::::"]
        if self.form.hints:
            texts.append(f"::::{{hint}}\n{exercise.hinted(given)}\n::::")
        return [self._cell(new_markdown_cell(self._plain(text)), number, exercise) for text in texts]

    def answered(
        self, number: int | None, exercise: Exercise, cell: Callable[..., Any], *, checks: str = ""
    ) -> list[NotebookNode]:
        """The cell of the answers, made by ``cell``, and the one that checks them."""
        if not exercise.answers:
            return []
        given = self.key.given(number, exercise.name)
        own = {name: given[name] for name in exercise.varied} if number is not None else {}
        by = CHECKS[checks or self.form.checks]
        answers, check = cell(exercise, given), exercises.check_cell(exercise, own, by=by)
        return [
            self._cell(new_code_cell(answers), number, exercise, "answers"),
            self._cell(new_code_cell(check), number, exercise, "check"),
        ]

    def in_words(self, number: int | None, exercise: Exercise) -> list[NotebookNode]:
        """The question that a reader marks, and the cell for its answer; none where there is no such question."""
        if not exercise.rubric:
            return []
        asks = self._plain(f"**In words** ({_some(exercise.rubric.points, 'point')}). {exercise.rubric.asks}")
        return [
            self._cell(new_markdown_cell(asks), number, exercise),
            self._cell(new_markdown_cell(WORDS_HERE), number, exercise, "words"),
        ]

    def made(self, number: int | None, cells: list[NotebookNode]) -> NotebookNode:
        """The notebook of these cells, with what a grader looks for in its metadata."""
        for place, cell in enumerate(cells):
            cell["id"] = f"cell-{place}"
        whose = {"chapter": self.key.chapter, "student": number, "book": self.key.book}
        metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}, METADATA: whose}
        return new_notebook(cells=cells, metadata=metadata)

    def _plain(self, myst: str) -> str:
        return self._chapter.plain(myst)

    def _cell(self, cell: NotebookNode, number: int | None, exercise: Exercise, part: str = "text") -> NotebookNode:
        """The cell with what it belongs to; the parameters stand there for people: no grader reads them."""
        told: dict[str, Any] = {"exercise": exercise.name, "part": part}
        if part == "answers" and number is not None and exercise.varied:
            given = self.key.given(number, exercise.name)
            told["given"] = {name: _in_json(given[name]) for name in exercise.varied}
        cell.metadata[METADATA] = told
        return cell


def tools(code: str) -> str:
    """The imports of a chapter's code that an exercise may need: not those that draw its figures."""
    found = {}
    source = "\n".join(line for line in code.split("\n") if not line.lstrip().startswith(("%", "!")))
    for node in ast.parse(source).body:
        if isinstance(node, ast.ImportFrom | ast.Import):
            module = node.module or "" if isinstance(node, ast.ImportFrom) else node.names[0].name
            node.names = [name for name in node.names if name.name not in NO_TOOLS]
            if node.names and module.split(".")[0] in TOOLS:
                found[_import(node)] = module
    return "\n".join(sorted(found, key=lambda line: (found[line].startswith("simulations"), line)))


def _import(node: ast.Import | ast.ImportFrom) -> str:
    """The statement, on as many lines as can be read without scrolling."""
    line = ast.unparse(node)
    if len(line) <= WIDE:
        return line
    head, names = line.split(" import ")
    wrapped = textwrap.fill(names, WIDE, initial_indent="    ", subsequent_indent="    ")
    return f"{head} import (\n{wrapped},\n)"


def text(notebook: NotebookNode) -> str:
    """The notebook as the text of its file."""
    return nbformat.writes(notebook, indent=1).rstrip("\n") + "\n"


def write(path: Path, notebook: NotebookNode) -> None:
    """Writes the notebook's file: the same notebook gives the same bytes."""
    write_whole(path, text(notebook).encode())


def _marking(rubric: Rubric) -> str:
    criteria = "\n".join(f"- {_some(points, 'point')}: {what}" for points, what in rubric.criteria)
    marked = "\n\n".join(f"> {one.text}\n\n*{one.points} of {rubric.points}: {one.why}.*" for one in rubric.marked)
    return f"**Marking**, {rubric.points} points\n\n{criteria}\n\n**Two answers, marked for practice**\n\n{marked}"


def _some(number: int, what: str) -> str:
    return f"{number} {what}{'s' if number > 1 else ''}"


def _in_json(value: Any) -> Any:
    return value if isinstance(value, bool | int | float | str) else repr(value)
