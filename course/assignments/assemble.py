"""A chapter's assignment in a folder: everyone's notebook, the instructor's, the key, and Otter's autograder."""

from collections.abc import Callable
from pathlib import Path

from course.assignments import notebook as notebooks, otter
from course.assignments.keys import Key, notebook_name
from course.assignments.notebook import FORM, Form, Notebooks
from extensions.site import addresses

STUDENTS, INSTRUCTOR, AUTOGRADER = "students", "instructor", "autograder.zip"


def assemble(key: Key, folder: Path, form: Form = FORM, *, graded: bool = True, say: Callable = print) -> None:
    """Writes the assignment of ``key`` into ``folder``, and says what is where.

    ``students/`` is handed out; ``instructor/``, ``key.json``, ``key.csv`` and ``autograder.zip`` are not. Notebooks of
    an earlier roster are taken away. Where ``graded``, Otter's autograder is made, and proved on the solution. The same
    key and form give the same bytes. Raises ``ValueError`` as ``otter.autograder`` does.
    """
    books = Notebooks(key, form)
    for name, made in ((STUDENTS, books.student), (INSTRUCTOR, books.instructor)):
        for stale in (folder / name).glob(f"{key.chapter}*.ipynb"):
            stale.unlink()
        for number in key.numbers:
            notebooks.write(folder / name / notebook_name(key.chapter, number), made(number))
    key.write(folder)
    say(f"{folder / STUDENTS}: {len(key.numbers)} to hand out, {len(key.asked)} exercises, {key.points} points")
    say(f"{folder / INSTRUCTOR}: the same with solutions and rubrics")
    say(f"{folder / 'key.json'}, key.csv: what the grader reads, and the same as a table")
    if graded:
        otter.autograder(books, folder / AUTOGRADER)
        say(f"{folder / AUTOGRADER}: for Gradescope; Otter gave the solution {key.points_by_machine} points with it")
    if not form.package and "/OWNER/" in addresses()["repository"]:
        say(
            "The book's address still says OWNER: these notebooks find the book only in a clone of its repository. Set "
            "the address in _config.yml, or name one with --package"
        )
