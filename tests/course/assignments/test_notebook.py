"""What a student gets runs as it is, has no answer in it, and takes the right ones; the instructor's has them all."""

import ast
import json
import re

import pytest
from conftest import ROOT
from handed_in import code, filled, right
from nbclient import NotebookClient

from course.assignments.keys import METADATA, Key
from course.assignments.notebook import Form, Notebooks, text, tools
from course.assignments.roster import Student
from simulations.exercises import CHAPTERS, of
from simulations.exercises.judge import Verdict
from simulations.exercises.kinds import State

SEED = 918273645
NUMBERS = (7, 4056)
EVERY = pytest.mark.parametrize("chapter", CHAPTERS)


def key_of(chapter: str, numbers=NUMBERS) -> Key:
    return Key(chapter, SEED, tuple(one.name for one in of(chapter)), tuple(Student(number) for number in numbers))


@pytest.fixture(scope="module")
def books():
    made: dict[str, Notebooks] = {}
    return lambda chapter: made.setdefault(chapter, Notebooks(key_of(chapter)))


def cells(notebook, part: str) -> list:
    return [cell for cell in notebook.cells if cell.metadata.get(METADATA, {}).get("part") == part]


def shown(notebook) -> list[Verdict]:
    """What the check cells show, run one after another as a kernel does, without the set-up."""
    variables: dict = {"__name__": "__main__"}
    verdicts = []
    for source in code(notebook):
        before, _, last = source.rpartition("\n")
        if re.match(r"(check|readable)\(", last):
            exec(before, variables)
            verdicts.append(eval(last, variables))
        else:
            exec(source, variables)
    return verdicts


@EVERY
def test_no_answer_and_no_seed_stands_in_a_students_notebook(books, chapter):
    book = books(chapter)
    for number in NUMBERS:
        page = json.dumps(json.loads(text(book.student(number))), ensure_ascii=False)
        for exercise in book.key.exercises:
            expected, given = book.key.expected(number, exercise.name), book.key.given(number, exercise.name)
            for answer in exercise.answers:
                said = answer.kind.said(expected[answer.name])
                numbers = [said] if isinstance(answer.kind, State) else re.findall(r"\d+\.\d{3,}|\d{5,}", said)
                for one in numbers:
                    assert one not in page or one in repr(given), f"{answer.name}: {one}"
            assert exercise.solve.__name__ not in page and exercise.solved(given) not in page
        assert str(SEED) not in page and "expected(" not in page and "<summary>Solution" not in page


@EVERY
def test_everyone_has_their_own_numbers_and_the_text_says_them(books, chapter):
    book = books(chapter)
    one, other = (book.student(number) for number in NUMBERS)
    for exercise in book.key.exercises:
        given = [book.key.given(number, exercise.name) for number in NUMBERS]
        sources = [
            [cell.source for cell in notebook.cells if cell.metadata.get(METADATA, {}).get("exercise") == exercise.name]
            for notebook in (one, other)
        ]
        assert (sources[0] != sources[1]) == (given[0] != given[1])


@EVERY
def test_unanswered_it_runs_and_says_what_is_missing(books, chapter):
    verdicts = shown(books(chapter).student(7))
    assert len(verdicts) == sum(bool(exercise.answers) for exercise in books(chapter).key.exercises)
    assert all("0 of" in repr(one) and "not assigned yet" in repr(one) and not one.problem for one in verdicts)


@EVERY
def test_with_the_right_answers_every_check_can_read_them_and_the_key_gives_every_point(books, chapter):
    book = books(chapter)
    for number in NUMBERS:
        verdicts = shown(filled(book.student(number), right(book.key, number)))
        assert all("all can be read." in repr(one) for one in verdicts), verdicts
        found = sum(book.key.judged(number, name, right(book.key, number)(name)).points for name in book.key.asked)
        assert found == book.key.points_by_machine


@EVERY
def test_full_checks_say_right_in_the_instructors_notebook(books, chapter):
    book = books(chapter)
    notebook = book.instructor(NUMBERS[1])
    assert all(one.right for one in shown(notebook))
    page = text(notebook)
    assert page.count("<summary>Solution") == len(book.key.asked)
    assert page.count("**Marking**") == sum(bool(exercise.rubric) for exercise in book.key.exercises)


def test_a_students_notebook_runs_in_a_kernel_from_top_to_bottom(books):
    notebook = books("mirage").student(7)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(ROOT / "docs")}}).execute()
    outputs = [cell.outputs for cell in cells(notebook, "check")]
    assert outputs and all(len(one) == 1 and "not assigned yet" in one[0].data["text/plain"] for one in outputs)


def test_checks_are_full_where_that_is_asked():
    key = key_of("mirage", [7])
    notebook = Notebooks(key, Form(checks="full")).student(7)
    neighbour = filled(notebook, lambda name: key_of("mirage", [8]).expected(8, name))
    assert "is right" not in notebook.cells[0].source and "Whether they are right" not in notebook.cells[0].source
    assert all(one.right for one in shown(filled(notebook, right(key, 7))))
    assert not all(one.right for one in shown(neighbour))


def test_hints_are_folded_or_left_out(books):
    key = key_of("mirage", [7])
    with_hints, without = text(books("mirage").student(7)), text(Notebooks(key, Form(hints=False)).student(7))
    assert with_hints.count("<summary>Hint</summary>") == len(key.asked) and "<summary>" not in without


def test_words_are_asked_for_in_a_cell_of_their_own(books):
    notebook = books("mirage").student(7)
    (cell,) = cells(notebook, "words")
    before = notebook.cells[notebook.cells.index(cell) - 1]
    assert cell.cell_type == "markdown" and before.source.startswith("**In words** (4 points). Why does exact match")


def test_it_says_whose_it_is_and_a_class_without_numbers_has_one_alike(books):
    notebook = books("mirage").student(7)
    assert {**notebook.metadata[METADATA]} == {"chapter": "mirage", "student": 7, "book": books("mirage").key.book}
    assert "student = 7" in code(notebook)[1]
    alike = Notebooks(key_of("mirage", [])).student(None)
    assert alike.metadata[METADATA]["student"] is None and "student = " not in text(alike)
    assert "An invoice number has 12 tokens" in text(alike) and 'readable(\\"mirage-1\\")' in text(alike)


def test_the_books_package_comes_from_the_address_that_is_named(monkeypatch):
    monkeypatch.setenv("BOOK_REPOSITORY", "https://code.example/fork")
    monkeypatch.setenv("BOOK_URL", "https://fork.example/book")
    key = key_of("mirage", [7])
    page = text(Notebooks(key).student(7))
    assert "https://code.example/fork/archive/" in page and "https://fork.example/book/chapters/mirage.html" in page
    assert "git+https://code.example/own" in text(
        Notebooks(key, Form(package="git+https://code.example/own")).student(7)
    )


def test_no_link_leads_nowhere(books):
    links = re.findall(r"\]\((?!https?:)([^)]*)\)", "\n".join(c.source for c in books("mirage").student(7).cells))
    assert links == []


def test_sixty_have_sixty_assignments():
    key = key_of("mirage", range(1, 61))
    assert len({repr([key.given(number, name) for name in key.asked]) for number in key.numbers}) == 60


def test_the_tools_are_what_the_hints_name_and_draw_nothing():
    source = "import os\n%matplotlib inline\nfrom everystate import Explorer\nfrom simulations.laws import resolution\n"
    source += "import numpy as np\nfrom simulations.mirage import captions, metrics\n"
    assert tools(source).split("\n") == [
        "import numpy as np",
        "from simulations.laws import resolution",
        "from simulations.mirage import metrics",
    ]
    many = ", ".join(f"idea_{place}" for place in range(12))
    wrapped = tools(f"from simulations.mirage import {many}")
    assert max(map(len, wrapped.split("\n"))) <= 88 and ast.unparse(ast.parse(wrapped)).endswith(many)
