"""What Otter's tests say of a notebook's variables: whose they are, what can be read, what is right."""

import json

import pytest

from course.assignments import marking, otter
from course.assignments.keys import Key
from course.assignments.roster import Student

KEY = Key("mirage", 918273645, ("mirage-1",), (Student(7, "Ann", "Ann@example.org"), Student(12)))


@pytest.fixture
def folder(tmp_path):
    """As an autograder lays its files out: the hand-in's folder, with what travels in the zip."""
    (tmp_path / "submission").mkdir()
    for name, content in otter.files(KEY).items():
        (tmp_path / "submission" / name).write_bytes(content)
    return tmp_path / "submission"


def handed_in_by(folder, *emails) -> None:
    users = [{"email": email, "name": "somebody"} for email in emails]
    (folder.parent / marking.SUBMISSION).write_text(json.dumps({"users": users}))


def test_a_students_number_is_taken_from_the_notebook(folder):
    assert marking.whose({"student": 7}, folder) == 7 and marking.whose({"student": 12}, folder) == 12


@pytest.mark.parametrize("student", [8, "nobody", None, True, 7.5, [7]])
def test_a_number_of_nobody_is_refused(folder, student):
    with pytest.raises(AssertionError, match="student must be the number that your notebook came with, not "):
        marking.whose({"student": student}, folder)
    with pytest.raises(AssertionError, match="student must be the number"):
        marking.right({"student": student, "common_accuracy": 0.9}, "mirage-1", "common_accuracy", folder)
    with pytest.raises(AssertionError, match="not None"):
        marking.whose({}, folder)


def test_another_hand_cannot_hand_it_in_where_emails_are_known(folder):
    handed_in_by(folder, "ben@example.org")
    with pytest.raises(AssertionError, match="this is the notebook of student 7, and somebody else has handed it in"):
        marking.whose({"student": 7}, folder)
    assert marking.whose({"student": 12}, folder) == 12  # the roster has no email to tell by
    handed_in_by(folder, "ben@example.org", "ANN@example.org")  # a group, of which she is one
    assert marking.whose({"student": 7}, folder) == 7


def test_right_is_right_for_this_student_alone(folder):
    own, other = KEY.expected(7, "mirage-1"), KEY.expected(12, "mirage-1")
    for name in own:
        marking.right({"student": 7, **own}, "mirage-1", name, folder)
        with pytest.raises(AssertionError, match=f"✗ {name}: "):
            marking.right({"student": 7, **other}, "mirage-1", name, folder)
    given = KEY.given(7, "mirage-1")
    with pytest.raises(AssertionError, match="far less often"):  # the exercise's own words for this wrong answer
        marking.right({"student": 7, "common_accuracy": given["common"]}, "mirage-1", "common_accuracy", folder)


def test_what_cannot_be_read_is_told_and_nothing_of_what_is_right(folder):
    marking.readable({"student": 7, "common_accuracy": 0.1, "rare_accuracy": 0.2, "other": 3}, "mirage-1", folder)
    with pytest.raises(AssertionError, match="1 of 2 can be read.\n.*○ common_accuracy.*\n.*… rare_accuracy: not ass"):
        marking.readable({"student": 7, "common_accuracy": 0.1}, "mirage-1", folder)


def test_where_all_have_the_same_no_number_is_asked_for(tmp_path):
    alike = Key("mirage", 0, ("mirage-1",))
    for name, content in otter.files(alike).items():
        (tmp_path / name).write_bytes(content)
    assert marking.whose({}, tmp_path) is None
    marking.right(alike.expected(None, "mirage-1"), "mirage-1", "common_accuracy", tmp_path)


def test_no_name_and_no_email_travels_with_the_tests():
    held = otter.files(KEY)[marking.HELD].decode()
    assert "Ann" not in held and "ann" not in held and "example" not in held
    assert marking.mark_of("Ann@example.org ", KEY.seed) == marking.mark_of("ann@example.org", KEY.seed) in held
