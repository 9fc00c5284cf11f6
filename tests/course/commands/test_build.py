"""``python -m course build``: what may be asked of it, and the sentence for what may not."""

import pytest

from course.__main__ import main
from course.assignments.keys import Key


def built(*arguments) -> int:
    return main(["build", "--no-otter", *map(str, arguments)])


def test_a_roster_a_student_or_neither(tmp_path, capsys):
    roster = tmp_path / "roster.csv"
    roster.write_text("number\n3\n5\n")
    chosen = ["--chapter", "mirage", "--exercise", "mirage-2", "mirage-1", "--seed", 9, "--out", tmp_path]
    for more, numbers in ((["--roster", roster], (3, 5)), (["--student", 8], (8,)), ([], (None,))):
        assert built(*chosen, *more) == 0
        key = Key.read(tmp_path / "mirage")
        assert (key.numbers, key.asked, key.seed) == (numbers, ("mirage-1", "mirage-2"), 9)
        names = {path.name for path in (tmp_path / "mirage/students").iterdir()}
        assert names == {f"mirage_student{n}.ipynb" if n is not None else "mirage.ipynb" for n in numbers}
    assert "to hand out, 2 exercises, 5 points" in capsys.readouterr().out


def test_options_reach_the_notebooks(tmp_path):
    chosen = ["--chapter", "mirage", "--exercise", "mirage-1", "--out", tmp_path]
    assert built(*chosen, "--checks", "full", "--no-hints", "--package", "git+https://code.example/own") == 0
    page = (tmp_path / "mirage/students/mirage.ipynb").read_text()
    assert "import check" in page and "readable" not in page
    assert "<summary>Hint" not in page and "git+https://code.example/own" in page


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--chapter", "mirages"], "--chapter must be one of "),
        (["--chapter", "mirage", "--student", "7"], "--seed must be given with --roster or --student"),
        (["--chapter", "mirage", "--seed", "-1"], "--seed must be a whole number, 0 or more, not -1"),
        (["--chapter", "mirage", "--seed", "1", "--student", "-7"], "--student must be a whole number, 0 or more"),
        (["--chapter", "mirage", "--seed", "1", "--roster", "none.csv"], "none.csv cannot be read"),
        (["--chapter", "mirage", "--exercise", "mirage-99"], "--exercise must be one of mirage-1"),
    ],
)
def test_what_was_asked_wrongly_is_said_without_a_traceback(tmp_path, capsys, arguments, words):
    assert built(*arguments, "--out", tmp_path) == 2
    said = capsys.readouterr().err
    assert words in said and "Traceback" not in said and not any(tmp_path.iterdir())
