"""Questions that betray their right choice are named, and those of the book do not."""

import re
import shutil
from dataclasses import replace

import pytest
from scipy import stats

from extensions import choices

# The self-checks that the book once had: which choice was right, from 0, and the length of each.
BETRAYED = (
    "1 48 81 45; 1 40 94 33; 0 34 41 78; 2 9 16 76; 0 19 19 7; 0 18 34 46; 1 29 120 43; 1 69 68 40; 2 48 41 87; 1 "
    "26 23 31; 1 3 4 26; 1 40 41 32; 1 4 5 5; 1 16 42 25; 1 22 49 15; 1 30 62 32; 2 68 60 88 49; 1 43 63 40; 1 32 "
    "94 50; 2 38 29 79; 1 45 108 52; 2 5 11 15; 1 41 37 27; 1 32 85 15; 2 42 48 77; 1 19 41 40; 0 50 49 12; 2 30 "
    "13 53; 1 26 36 26; 0 12 12 7 "
)

QUESTION = choices.Question(
    "self-check",
    "sample",
    1,
    "In [a figure](#figure?control=1), which?",
    (("this one", True, "It is."), ("that one", False, "It is not."), ("no other", False, "Look again.")),
)


def asked(right: int, lengths: list[int]) -> choices.Question:
    """A question whose choices are so long, one of them right."""
    offered = tuple(("x" * length, place == right, "Because.") for place, length in enumerate(lengths))
    return replace(QUESTION, choices=offered)


def test_the_books_questions_do_not_betray_their_right_choices():
    assert choices.betrayed(choices.chapters()) == []
    assert len(choices.chapters()) >= 8


def test_those_of_old_did_by_place_and_by_length():
    questions = [[int(number) for number in one.split()] for one in BETRAYED.split(";")]
    said = list(choices.habits(asked(right, lengths) for right, *lengths in questions))
    for habit in ("the second choice is right in 18 of 30", "the longest choice is right in 21 of 30"):
        assert any(one.startswith(f"{habit}: as often in 0.") for one in said), said


@pytest.mark.parametrize(
    "place, habit", [(0, "the first"), (1, "the second"), (2, "the third")], ids=["first", "second", "third"]
)
def test_a_chapter_whose_right_choices_all_stand_in_one_place_is_named(tmp_path, place, habit):
    path = shutil.copy(choices.ROOT / "chapters/safety.md", tmp_path)
    questions = choices.self_checks(tmp_path / "safety.md")
    said = list(choices.habits(_moved(question, place) for question in questions))
    assert any(f"{habit} choice is right in {len(questions)} of {len(questions)}" in line for line in said), path
    (tmp_path / "safety.md").write_text(_written(questions, place), encoding="utf-8")
    told = choices.betrayed([tmp_path / "safety.md"])
    assert any(line.startswith(f"chapters/safety.md: of the self-checks, {habit} choice is right in") for line in told)


def _moved(question: choices.Question, place: int) -> choices.Question:
    rest = [choice for choice in question.choices if not choice[1]]
    rest.insert(place, question.choices[question.right])
    return replace(question, choices=tuple(rest))


def _written(questions: list[choices.Question], place: int) -> str:
    parts = []
    for question in questions:
        lines = [f":::{{self-check}} {question.text}"]
        for words, right, feedback in _moved(question, place).choices:
            lines += [f"- ({'x' if right else ' '}) {words}", "", f"  {feedback.strip()}"]
        parts.append("\n".join([*lines, ":::"]))
    return "\n\n".join(parts) + "\n"


def test_questions_that_all_have_the_longest_or_the_shortest_choice_right_are_named():
    for habit, length in (("longest", 24), ("shortest", 18)):
        said = list(choices.habits(asked(n % 3, _lengths(n % 3, length)) for n in range(6)))
        assert said[0].startswith(f"the {habit} choice is right in 6 of 6: as often in 0.14% of random orders")


def _lengths(right: int, length: int) -> list[int]:
    lengths = [20, 21, 22]
    lengths[right] = length
    return lengths


def test_a_place_that_is_never_right_betrays_too():
    said = list(choices.habits(asked(n % 2, [20, 20, 20]) for n in range(12)))
    assert len(said) == 1 and said[0].startswith("the third choice is right in 0 of 12: as seldom in 0.77%")


def test_places_and_lengths_drawn_at_random_are_well():
    assert list(choices.habits(asked(n % 3, _lengths((n // 3) % 3, 24)) for n in range(18))) == []


def test_the_chances_are_the_binomials_where_all_are_alike():
    more, fewer = choices.tails(7, [0.3] * 12)
    assert more == pytest.approx(stats.binom.sf(6, 12, 0.3)) and fewer == pytest.approx(stats.binom.cdf(7, 12, 0.3))
    assert choices.tails(1, [0.5, 0.25]) == pytest.approx((1 - 0.5 * 0.75, 1 - 0.5 * 0.25))


@pytest.mark.parametrize(
    "offered, slip",
    [
        (QUESTION.choices[:2], "it must have 3 or 4 choices, not 2"),
        (QUESTION.choices[:1], "it must have 3 or 4 choices, not 1"),
        ((*QUESTION.choices, *QUESTION.choices[1:]), "it must have 3 or 4 choices, not 5"),
        ((*QUESTION.choices, QUESTION.choices[1]), "its choices must differ, and two are the same"),
        ((*QUESTION.choices, ("none", False, " ")), "each choice must have feedback, and 'none' has none"),
        ((*QUESTION.choices, ("each one", True, "Yes.")), "one choice must be right, not 2"),
        (QUESTION.choices[1:] + (("neither", False, "No."),), "one choice must be right, not 0"),
        ((("this long one", True, "Yes."), *QUESTION.choices[1:]), "more than 1.3 times as long as every other (13"),
        ((("this", True, "Yes."), *QUESTION.choices[1:]), "more than 1.3 times as long as the right one (8, 4)"),
    ],
)
def test_a_slip_in_one_question_is_named(offered, slip):
    assert list(choices.slips(QUESTION)) == []
    assert any(slip in said for said in choices.slips(replace(QUESTION, choices=offered)))


def test_what_a_reader_does_not_see_makes_a_choice_no_longer():
    offered = (("*this* [one](https://book.example/)", True, ""), ("about $\\alpha$", False, ""), ("`no`", False, ""))
    assert replace(QUESTION, choices=offered).lengths == [8, 7, 2]


def test_a_chapter_needs_four_self_checks_and_one_on_a_figures_state():
    assert list(choices.lacks("sample", [QUESTION] * 4)) == []
    assert "at least 4 self-checks are needed, not 3" in "".join(choices.lacks("sample", [QUESTION] * 3))
    plain = replace(QUESTION, text="Which [page](#section)?")
    assert "must ask about a figure's state" in "".join(choices.lacks("sample", [plain] * 4))


@pytest.mark.parametrize("path", choices.chapters(), ids=lambda path: path.stem)
def test_every_question_of_a_chapter_is_found_where_it_stands(path):
    lines = path.read_text(encoding="utf-8").split("\n")
    found = {"self-check": choices.self_checks(path), "prediction": choices.predictions(path)}
    stand = {
        kind: [i for i, line in enumerate(lines, 1) if re.match(mark, line)]
        for kind, mark in (("self-check", r":::\{self-check\}"), ("prediction", r".*\bPredict\($"))
    }
    drawn = [i for i in stand["prediction"] if "draw=Draw(" in "".join(lines[i : i + 4])]
    assert [one.line for one in found["self-check"]] == stand["self-check"]
    assert [one.line for one in found["prediction"]] == [i for i in stand["prediction"] if i not in drawn]
    for question in found["self-check"]:
        assert lines[question.line - 1].endswith(question.text)


def test_a_slip_is_told_by_its_chapter_and_line(tmp_path, monkeypatch, capsys):
    (tmp_path / "chapters").mkdir()
    text = "# Title\n\n:::{self-check} Which?\n- (x) one\n\n  Yes.\n- ( ) two\n\n  No.\n:::\n"
    (tmp_path / "chapters/sample.md").write_text(text, encoding="utf-8")
    monkeypatch.setattr(choices, "ROOT", tmp_path)
    assert choices.main() == 1
    assert "chapters/sample.md:3: self-check: it must have 3 or 4 choices, not 2\n" in capsys.readouterr().out
