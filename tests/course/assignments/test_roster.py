"""A roster as spreadsheets write it; and for each that is none, a sentence that says where and what."""

import pytest

from course.assignments.roster import Student, read_roster

ANN, BEN = Student(7, "Ann Fox", "ann@example.org"), Student(12)


@pytest.fixture
def roster(tmp_path):
    def written(text: str | bytes):
        path = tmp_path / "roster.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return written


@pytest.mark.parametrize(
    "text",
    [
        "number,name,email\n7,Ann Fox,ann@example.org\n12,,\n",
        "number;name;email\r\n7;Ann Fox;ann@example.org\r\n12;;\r\n",
        "number\tname\temail\n12\n007\tAnn Fox\tann@example.org\n\n",
        "\ufeffNumber,Name,Email\n12,,\n7,Ann Fox,ann@example.org\n",
        'Group,"Email",NUMBER, name \nA,ann@example.org, 7 ,Ann Fox\n,,12,\n,,,\n',
    ],
    ids=["commas", "semicolons", "tabs", "Excel's mark", "other columns"],
)
def test_a_roster_is_read_by_number(roster, text):
    assert read_roster(roster(text)) == (ANN, BEN)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "must hold a row for each student under the heading number .*, and it is empty"),
        ("\n  \n", "and it is empty"),
        ("number\n", "and there is only the heading"),
        ("matriculation,name\n7,Ann\n", "line 1: the heading must name the column number, and it names matriculation"),
        ("7,Ann\n8,Ben\n", "line 1: the heading must name the column number, and it names 7, ann"),
        ("number,number\n7,8\n", "line 1: the heading must name number once, not 2 times"),
        ("number\n7\nseven\n", "line 3: number must be a whole number, 0 or more, of 18 digits at most, not 'seven'"),
        ("number\n7.0\n", "line 2: number must be a whole number.* not '7.0'"),
        ("number\n-7\n", "line 2: number must be a whole number.* not '-7'"),
        ("number\n\u0667\n", "line 2: number must be a whole number"),
        ("number,name\n,Ann\n", "line 2: number must be a whole number.* not ''"),
        ("number\n1234567890123456789\n", "18 digits at most"),
        (
            f"number,name\n7,{'x' * 200_000}\n",
            "line 2: a cell must be a name or a number: field larger than field limit",
        ),
        ("number,name\n7,Ann\n12,Ben\n07,Cay\n", "line 4: the number 7 stands in line 2 already"),
        ("number,email\n7,a@b.org\n12,A@B.org\n", "line 3: the email a@b.org stands in line 2 already"),
        ("number,name\n7,Ann,Fox\n", "line 2: a row must be no longer than the heading"),
        ("number,name\n7,Jos\xe9\n".encode("latin-1"), "must be text in UTF-8: save it as CSV UTF-8"),
    ],
)
def test_what_is_no_roster_is_said_with_its_line(roster, text, words):
    with pytest.raises(ValueError, match=words):
        read_roster(roster(text))


def test_a_roster_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ValueError, match="none.csv cannot be read: No such file"):
        read_roster(tmp_path / "none.csv")
