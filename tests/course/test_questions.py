"""Every question of the book is found, with its key; its links lead somewhere; exercises give their numbers."""

import re
from dataclasses import replace

import pytest
from conftest import ROOT

from course.questions import (
    LINK,
    Choice,
    Question,
    Slip,
    absolute,
    from_exercise,
    literal,
    predictions,
    self_checks,
)
from course.quiz.html import inline
from extensions.contents import chapters
from simulations.exercises import CHAPTERS, exercise as made, find, kinds, of

NAMES = [path.stem for path in chapters()]
SAMPLE = ROOT / "tests" / "book"
BOX = """
:::{self-check} Look at [the curve](#powers?length=3), {cite:t}`doe2020curves`, and [there](plain.md#a-plain-page): $p$?
- ( ) *No*

  Feedback, in two lines
  and [a link](#definition-of-a-curve).

  - and a list
- (x) Yes

  Right.
:::
"""


def test_each_self_check_and_each_prediction_is_found():
    for name in NAMES:
        path = ROOT / ("intro.md" if name == "intro" else f"chapters/{name}.md")
        text = path.read_text(encoding="utf-8")
        checks, asked = self_checks(name), predictions(name)
        assert len(checks) == text.count("\n:::{self-check}")
        assert sum(len(check.choices) for check in checks) == len(re.findall(r"^- \([ xX]\) ", text, re.M))
        assert [choice.right for check in checks for choice in check.choices].count(True) == len(checks)
        assert len(asked) == text.count("predict=Predict(") - text.count("draw=Draw(")
    questions = [one for name in NAMES for one in (*self_checks(name), *predictions(name))]
    assert len(questions) > 45 and len({one.name for one in questions}) == len(questions)
    assert all(choice.text and choice.feedback for one in questions for choice in one.choices)


def test_a_self_check_keeps_its_words_and_its_links(tmp_path):
    (tmp_path / "chapters").mkdir()
    for name in ("references.bib", "intro.md", "chapters/sample.md", "chapters/plain.md"):
        (tmp_path / name).write_text((SAMPLE / name).read_text(encoding="utf-8"), encoding="utf-8")
    sample = tmp_path / "chapters/sample.md"
    sample.write_text(sample.read_text(encoding="utf-8") + BOX, encoding="utf-8")
    *_, check = self_checks("sample", tmp_path)
    assert check.text == (
        "Look at [the curve](embed/powers.html#powers?length=3), Doe et al. (2020), and "
        "[there](chapters/plain.html#a-plain-page): $p$?"
    )
    assert check.choices == (
        Choice(
            "*No*",
            False,
            "Feedback, in two lines\nand [a link](chapters/sample.html#definition-of-a-curve).\n\n- and a list",
        ),
        Choice("Yes", True, "Right."),
    )
    assert check.state == "sample#powers?length=3" and check.tags == ("self-check", "figure")


def test_a_prediction_leads_to_its_figure_and_shows_each_sign():
    for question in (one for name in NAMES for one in predictions(name)):
        figure = question.name.partition("-predict-")[2]
        assert question.state == f"{question.chapter}#{figure}"
        assert f"](embed/{figure}.html#{figure})" in question.feedback
    signs = r"a_b *c* 1 < 2 & [d](e) $5 `f` \{g\} ~h #i | j"
    assert inline(literal(signs)).replace("&lt;", "<").replace("&amp;", "&") == signs


def test_every_link_of_a_question_leads_to_a_place_of_the_built_book(built_book):
    numbers = [one for name in CHAPTERS for exercise in of(name) for one in from_exercise(exercise)]
    questions = [one for name in NAMES for one in (*self_checks(name), *predictions(name))]
    links = {link["to"] for one in questions + numbers for text in one.words() for link in LINK.finditer(text)}
    here = sorted(link for link in links if not re.match(r"[a-z]+:", link))
    assert len(here) > 25
    for link in here:
        page, _, place = link.partition("#")
        text = (built_book / page).read_text(encoding="utf-8")
        assert not place or f'id="{place.partition("?")[0]}"' in text, link


def test_links_into_the_book_become_absolute_and_others_stay():
    text = "[a](chapters/x.html#y), [b](https://z.example/?q=1)"
    assert absolute(text, "https://book.example/e/") == (
        "[a](https://book.example/e/chapters/x.html#y), [b](https://z.example/?q=1)"
    )


def test_an_exercise_gives_a_question_for_each_number_with_its_tolerance():
    exercise = find("mirage-2")
    questions = {one.name: one for one in from_exercise(exercise)}
    assert [*questions] == ["mirage-2-by_rule", "mirage-2-exact", "mirage-2-needed"]
    expected = exercise.expected()
    for answer in exercise.answers:
        question = questions[f"mirage-2-{answer.name}"]
        assert question.value == expected[answer.name]
        assert question.tolerance == answer.kind.tolerance(expected[answer.name])
        assert answer.kind.right(question.value + 0.99 * question.tolerance, question.value)
        assert exercise.asked(answer) in question.text and question.feedback
        known = [wrong.answers(**exercise.given).get(answer.name) for wrong in exercise.wrong]
        assert {slip.value for slip in question.slips} == {value for value in known if value is not None}
    assert "(chapters/mirage.html#exercise-what-a-zero-rules-out)" in questions["mirage-2-exact"].text


def test_a_variant_has_other_numbers_and_no_solution_where_none_is_wanted():
    exercise = find("mirage-1")
    given = exercise.variant(7, 3)
    assert given != exercise.given
    own, other = from_exercise(exercise)[0], from_exercise(exercise, given, solution=False)[0]
    assert own.value != other.value == exercise.expected(given)["common_accuracy"]
    assert own.feedback and not other.feedback and own.text != other.text


def test_a_choice_among_words_is_a_choice_and_what_has_no_form_is_left_out():
    words = made.Answer("which", "which of them", kinds.Choice(options=("a & b", "c")))
    truth = made.Answer("so", "whether it is so", kinds.Truth())
    many = made.Answer("many", "all", kinds.Numbers(count=2))
    exercise = replace(
        find("mirage-2"),
        answers=(words, truth, many),
        solve=lambda **given: {"which": "c", "so": True, "many": [1, 2], **find("mirage-2").expected(given)},
        wrong=(made.Wrong("the other", lambda **given: {"which": "a & b"}, "it is the other one."),),
    )
    which, so = from_exercise(exercise)
    hint = f"Not yet. {exercise.hinted()}"
    assert which.choices == (Choice(r"a \& b", False, "It is the other one."), Choice("c", True, "Right."))
    assert so.choices == (Choice("True", True, "Right."), Choice("False", False, hint))
    assert from_exercise(replace(exercise, trains=True)) == []


TWO = (Choice("a", True, "b"), Choice("c", False, "d"))


@pytest.mark.parametrize(
    "wrong, said",
    [
        (dict(name="2 words"), "name must be letters"),
        (dict(kind="essay"), "kind of q must be choice or numeric, not 'essay'"),
        (dict(choices=TWO[:1]), "choices of q must be two or more, one of them right"),
        (dict(choices=TWO[:1] * 2), "choices of q must be two or more, one of them right"),
        (dict(kind="numeric", value=1.0), "q must have a value and a tolerance of 0 or more"),
        (dict(kind="numeric", value=1.0, tolerance=-1.0), "q must have a value and a tolerance of 0 or more"),
        (dict(kind="numeric", value=1.0, tolerance=0.1, slips=(Slip(1.2, "a"),)), "slips of q must lie apart"),
    ],
)
def test_a_question_that_is_none_is_refused(wrong, said):
    given = dict(name="q", chapter="mirage", kind="choice", text="?", choices=TWO) | wrong
    with pytest.raises(ValueError, match=said):
        Question(**given)
