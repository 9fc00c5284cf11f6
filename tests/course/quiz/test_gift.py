"""GIFT, as a parser reads it that is not ours: every question, choice, feedback and formula, whatever their signs."""

import json
import subprocess
from functools import cache
from pathlib import Path

import node
import pytest

from course.quiz import gift
from course.quiz.gift import plain_number
from course.quiz.html import blocks, formulas, inline, shown
from tests.course.quiz.samples import HOSTILE, LONELY, NUMBER, QUESTIONS, SAMPLE, book


@cache
def read(text: str) -> list[dict]:
    """The questions of a GIFT file, read by gift-pegjs."""
    reader = Path(__file__).parent / "read_gift.cjs"
    node.need("gift-pegjs")
    if not node.find():
        pytest.fail(node.HELP)
    done = subprocess.run([node.find(), reader], input=text, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def found(part) -> dict[str, dict]:
    return {one["title"]: one for one in read(gift.file(part)) if one["type"] != "Category"}


def words(said: dict | None) -> str:
    assert said is None or said["format"] == "html"
    return said["text"] if said else ""


@pytest.mark.parametrize("part", [SAMPLE, *(part for part in book() if part.quizzes)], ids=lambda part: part.title)
def test_every_question_is_read_with_each_choice_and_its_feedback(part):
    questions = [one for quiz in part.quizzes for one in quiz.questions]
    known = found(part)
    assert [*known] == [one.name for one in questions]
    for question in questions:
        one = known[question.name]
        assert words(one["stem"]) == shown(question)
        assert words(one["globalFeedback"]) == (blocks(question.feedback) if question.feedback else "")
        assert one["id"] == question.name and one["tags"] == [question.chapter, *question.tags]
        if question.kind == "choice":
            assert one["type"] == "MC"
            assert [
                (choice["isCorrect"], words(choice["text"]), words(choice["feedback"])) for choice in one["choices"]
            ] == [(choice.right, inline(choice.text), blocks(choice.feedback)) for choice in question.choices]


def test_numbers_have_their_tolerance_and_known_wrong_ones_their_words():
    known = found(SAMPLE)
    right, *wrong = known[NUMBER.name]["choices"]
    assert right["text"] == {"type": "range", "number": 0.125, "range": 0.001} and right["weight"] is None
    assert [(one["weight"], one["text"]["number"], words(one["feedback"])) for one in wrong] == [
        (0, slip.value, blocks(slip.feedback)) for slip in NUMBER.slips
    ]
    [alone] = known[LONELY.name]["choices"]
    assert alone["text"] == {"type": "range", "number": 0.25, "range": 0}


def test_formulas_survive():
    for part in (SAMPLE, *book()):
        read_back = json.dumps(read(gift.file(part))) if part.quizzes else ""
        written = sum(formulas(blocks(text)) for quiz in part.quizzes for one in quiz.questions for text in one.words())
        assert formulas(read_back) == written
    assert sum(formulas(blocks(text)) for text in HOSTILE.words()) == 3


def test_a_quiz_is_a_category_and_a_line_of_text_stays_one():
    text = gift.file(SAMPLE)
    assert read(text)[0] == {"type": "Category", "title": "A sample & more/Sample"}
    assert len([block for block in text.split("\n\n") if block.strip()]) == 1 + len(QUESTIONS)


def test_numbers_have_no_exponent_and_the_digits_that_matter():
    assert [plain_number(value) for value in (1e-7, 2995.0, 1 / 3, -1.5e12, 0.1 + 0.2, 0)] == [
        "0.0000001",
        "2995",
        "0.333333333",
        "-1500000000000",
        "0.3",
        "0",
    ]
