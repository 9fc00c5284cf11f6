"""An exercise on its page and in its notebooks: no solution where none should be, and none before its day."""

import datetime
import re
from pathlib import Path

import pytest

from extensions import exercises, twins
from simulations.exercises import CHAPTERS, find, of

DAY = datetime.date(2027, 5, 14)


@pytest.mark.parametrize(
    ("wanted", "today", "shown"),
    [
        ("on", DAY, True),
        ("off", DAY, False),
        ("2027-05-14", DAY, True),
        ("2027-05-14", DAY - datetime.timedelta(1), False),
    ],
)
def test_solutions_wait_for_their_day(monkeypatch, wanted, today, shown):
    monkeypatch.setenv("SOLUTIONS", wanted)
    assert (exercises.shown_from(today) == "") == shown


def test_a_day_that_is_none_is_said(monkeypatch):
    monkeypatch.setenv("SOLUTIONS", "in May")
    with pytest.raises(ValueError, match="SOLUTIONS must be on, off or a date such as 2027-05-14, not 'in May'"):
        exercises.shown_from(DAY)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_no_solution_stands_in_a_students_notebook(chapter):
    for where in (twins.twin(Path(f"chapters/{chapter}.md").resolve()), _stored(chapter)):
        text = twins.written(where)
        cells = "\n".join(cell.source for cell in where.cells)
        for exercise in of(chapter):
            assert exercise.solve.__name__ not in text and "expected()" not in text
            assert exercises.answer_cell(exercise) in cells and exercises.check_cell(exercise) in cells
            for sentence in re.split(r"(?<=[.?!])\s", exercise.solved().split("```")[0]):
                assert len(sentence) < 40 or sentence not in cells, sentence
        assert "<summary>Solution" not in text


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_the_instructors_notebook_has_the_solutions(chapter):
    text = "\n".join(cell.source for cell in twins.twin(Path(f"chapters/{chapter}.md").resolve(), solutions=True).cells)
    assert text.count("<summary>Solution</summary>") == len(of(chapter))
    assert all(exercises.solution_cell(exercise) in text for exercise in of(chapter))


def test_an_exercise_that_there_is_not_is_named():
    with pytest.raises(ValueError, match="exercise must be one of mirage-1"):
        exercises.expanded(":::{exercise} mirage-99\n:::\n")


def test_a_variants_cells_hold_its_parameters_and_no_answer():
    exercise, given = find("mirage-1"), find("mirage-1").variant(2027, 4)
    assert exercises.check_cell(exercise, given).endswith(f'check("mirage-1", {given!r})')
    assert f"{given['tokens']} tokens" in exercise.statement(given)
    assert str(round(exercise.expected(given)["common_accuracy"], 3)) not in exercises.answer_cell(exercise, given)


def _stored(chapter: str):
    import nbformat

    return nbformat.read(Path(f"chapters/{chapter}.ipynb"), as_version=4)
