"""A chapter's assignment in a folder: to the byte the same for a seed, and nothing left of an earlier roster."""

import pytest

from course.assignments.assemble import assemble
from course.assignments.keys import Key
from course.assignments.notebook import Form
from course.assignments.roster import Student

NAMES = ("mirage-1", "mirage-7")


def files(folder) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def made(folder, seed, numbers, **more) -> dict[str, bytes]:
    key = Key("mirage", seed, NAMES, tuple(Student(number) for number in numbers))
    assemble(key, folder, **{"graded": False, "say": lambda words: None} | more)
    return files(folder)


def test_two_builds_are_equal_to_the_byte_and_another_seed_is_not(tmp_path):
    one, same, other = (made(tmp_path / name, seed, [7, 12]) for name, seed in (("a", 5), ("b", 5), ("c", 6)))
    assert one == same and {*one} == {*other}
    notebooks = [name for name in one if name.endswith(".ipynb")]
    assert len(notebooks) == 4 and all(one[name] != other[name] for name in [*notebooks, "key.json", "key.csv"])


def test_an_earlier_rosters_notebooks_are_taken_away_and_nothing_else(tmp_path):
    made(tmp_path, 5, [7, 12])
    (tmp_path / "students/read me.txt").write_text("kept")
    left = {*made(tmp_path, 5, [12, 13])}
    numbers = {name for name in left if name.startswith("students/")}
    assert numbers == {"students/mirage_student12.ipynb", "students/mirage_student13.ipynb", "students/read me.txt"}


@pytest.mark.parametrize(
    ("repository", "package", "warned"),
    [
        ("https://github.com/OWNER/emergence", "", True),
        ("https://github.com/OWNER/emergence", "git+https://x", False),
        ("https://code.example/fork", "", False),
    ],
)
def test_where_the_books_address_is_not_set_that_is_said(tmp_path, monkeypatch, repository, package, warned):
    monkeypatch.setenv("BOOK_REPOSITORY", repository)
    said = []
    made(tmp_path, 5, [7], form=Form(package=package), say=said.append)
    assert ("address still says OWNER" in said[-1]) == warned
    assert "1 to hand out, 2 exercises, 9 points" in said[0]
