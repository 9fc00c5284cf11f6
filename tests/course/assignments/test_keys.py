"""A key gives everyone's parameters again, knows whose a hand-in is, and refuses a book that is another."""

import csv
import io
import json
from pathlib import Path

import pytest

from course.assignments.keys import METADATA, Key, book_version, notebook_name, tolerance
from course.assignments.roster import Student
from simulations.exercises import find, of

NAMES = ("mirage-1", "mirage-5", "mirage-7")
KEY = Key("mirage", 918273645, NAMES, (Student(7, "Ann", "ann@example.org"), Student(12)))
ALL_ALIKE = Key("mirage", 0, NAMES)


@pytest.mark.parametrize("key", [KEY, ALL_ALIKE], ids=["roster", "all alike"])
def test_what_is_written_is_read(tmp_path, key):
    key.write(tmp_path)
    assert Key.read(tmp_path) == Key.read(tmp_path / "key.json") == key
    assert key.book == book_version()


def test_everyone_has_the_variant_of_seed_and_number():
    assert KEY.given(7, "mirage-1") == find("mirage-1").variant(918273645, 7) != KEY.given(12, "mirage-1")
    assert ALL_ALIKE.given(None, "mirage-1") == find("mirage-1").given
    assert KEY.expected(7, "mirage-1") == find("mirage-1").expected(KEY.given(7, "mirage-1"))
    assert KEY.judged(7, "mirage-1", KEY.expected(7, "mirage-1")).right
    assert not KEY.judged(7, "mirage-1", KEY.expected(12, "mirage-1")).points


def test_what_is_not_asked_is_named():
    with pytest.raises(ValueError, match="exercise must be one of mirage-1, mirage-5, mirage-7, not 'mirage-2'"):
        KEY.given(7, "mirage-2")
    with pytest.raises(ValueError, match="student must be one of 7, 12, not 8"):
        KEY.given(8, "mirage-1")
    with pytest.raises(ValueError, match="exercise must be one of mirage-1"):
        Key("mirage", 0, ("mirage-99",))
    with pytest.raises(ValueError, match="chapter must be one of"):
        Key("mirages", 0, ())


def test_points_are_one_an_answer_and_the_rubrics():
    assert (KEY.points, KEY.points_by_machine) == (11, 7)
    assert KEY.points == sum(find(name).points for name in NAMES)


def test_the_table_has_every_answer_with_its_tolerance():
    rows = list(csv.DictReader(io.StringIO(KEY.as_table())))
    assert len(rows) == 2 * 8 and sum(int(row["points"]) for row in rows) == 2 * KEY.points
    first = rows[0]
    assert (first["student"], first["exercise"], first["answer"]) == ("7", "mirage-1", "common_accuracy")
    assert float(first["expected"]) == pytest.approx(KEY.expected(7, "mirage-1")["common_accuracy"], rel=1e-5)
    assert float(first["tolerance"]) == pytest.approx(1e-4)
    told = {row["answer"]: row["tolerance"] for row in rows}
    assert (told["fewest"], told["places"], told["words"]) == ("0", "any that fits", "by the rubric")
    alike = list(csv.DictReader(io.StringIO(ALL_ALIKE.as_table())))
    assert len(alike) == 8 and {row["student"] for row in alike} == {""}


@pytest.mark.parametrize("exercise", of("mirage"), ids=lambda exercise: exercise.name)
def test_a_tolerance_is_how_far_a_right_answer_may_lie(exercise):
    expected = exercise.expected()
    for answer in exercise.answers:
        told = tolerance(answer, expected[answer.name], exercise.given)
        if told == "any that fits" or told == "0":
            continue
        inside, outside = (expected[answer.name] + float(told) * times for times in (0.98, 1.02))
        assert answer.kind.right(inside, expected[answer.name], exercise.given)
        assert not answer.kind.right(outside, expected[answer.name], exercise.given)


@pytest.mark.parametrize(
    ("name", "metadata"),
    [
        ("mirage_student7.ipynb", {METADATA: {"chapter": "mirage", "student": 7}}),
        ("foxann_1234_99_mirage_student7-2.ipynb", None),
        ("mirage_student7 (1).ipynb", {}),
        ("Copy of homework.ipynb", {METADATA: {"chapter": "mirage", "student": 7}}),
        ("mirage_student7.ipynb", {METADATA: "torn"}),
        ("mirage_student7.ipynb", "torn"),
    ],
)
def test_a_hand_in_says_whose_it_is(name, metadata):
    assert KEY.student_of(Path(name), metadata) == 7


@pytest.mark.parametrize(
    ("name", "inside", "words"),
    [
        ("homework.ipynb", None, "says of nobody that it is theirs: neither its name, such as mirage_student7.ipynb"),
        ("mirage_student7.ipynb", {"student": 12}, "is of student 7 by its name and of 12 inside: one of the two was"),
        ("mirage_student8.ipynb", {"student": 8}, "be of a student of the course, not 8"),
        ("circuits_student7.ipynb", None, "be of the chapter mirage, not 'circuits'"),
        ("x.ipynb", {"student": 7, "chapter": "circuits"}, "be of the chapter mirage, not 'circuits'"),
        ("x.ipynb", {"student": True}, "says of nobody"),
    ],
)
def test_a_hand_in_that_is_nobodys_is_told_why(name, inside, words):
    with pytest.raises(ValueError, match=words):
        KEY.student_of(Path(name), {METADATA: inside} if inside else None)


def test_where_all_have_the_same_a_hand_in_needs_no_number():
    assert ALL_ALIKE.student_of(Path("homework.ipynb")) is None
    assert notebook_name("mirage", None) == "mirage.ipynb" and notebook_name("mirage", 7) == "mirage_student7.ipynb"


def test_a_key_of_another_book_is_refused(tmp_path, monkeypatch):
    KEY.write(tmp_path)
    held = json.loads((tmp_path / "key.json").read_text())
    (tmp_path / "key.json").write_text(json.dumps(held | {"fingerprint": "0" * 64, "book": "0.9"}))
    with pytest.raises(ValueError, match=r"made with another edition of the book \(0.9\).* Check out the edition"):
        Key.read(tmp_path)


def test_a_changed_exercise_changes_the_fingerprint(monkeypatch):
    before = KEY.fingerprint
    exercise = find("mirage-1")
    monkeypatch.setitem(exercise.varied, "tokens", range(20, 29))
    assert KEY.fingerprint != before


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "[" * 100_000,
        '{"form": 9}',
        '{"form": 1, "students": [{"age": 3}]}',
        '{"form": 1, "students": [{"number": 1, "name": NaN, "email": ""}]}',
        '{"form": 1, "students": [{"number": 1, "name": "", "email": Infinity}]}',
        '{"form": 1, "students": [{"number": true, "name": "", "email": ""}]}',
    ],
    ids=lambda text: text[:60],
)
def test_what_is_no_key_is_said(tmp_path, text):
    (tmp_path / "key.json").write_text(text)
    with pytest.raises(ValueError, match="key.json must be a key that `python -m course build` wrote"):
        Key.read(tmp_path)
    with pytest.raises(ValueError, match="cannot be read: No such file"):
        Key.read(tmp_path / "elsewhere")
