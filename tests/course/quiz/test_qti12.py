"""QTI 1.2: valid by our schemas, and what each answer scores and is told, as the specification works it out."""

import io
import zipfile
from collections import Counter
from dataclasses import replace

import pytest
from lxml import etree

from course.questions import Slip, from_exercise, plain_form
from course.quiz import qti12
from course.quiz.html import blocks, formulas, shown
from course.quiz.quizzes import Quiz
from simulations import exercises
from simulations.exercises import check
from simulations.exercises.kinds import Whole
from tests.course.quiz.samples import HOSTILE, LONELY, NUMBER, SAMPLE, TWO, book, faults

N = {"q": qti12.NAMESPACE}
DIALECTS = (qti12.CARTRIDGE, qti12.CANVAS)


def items(quiz: Quiz, dialect: str, **more) -> dict[str, etree._Element]:
    content = qti12.assessment(quiz, dialect, **more)
    assert faults("qti12", content) == []
    return {item.get("ident"): item for item in etree.fromstring(content).iterfind(".//q:item", N)}


def holding(quiz: Quiz, dialect: str) -> Quiz:
    return Quiz(quiz.name, quiz.title, tuple(one for one in quiz.questions if qti12.holds(one, dialect)))


def outcome(item: etree._Element, answers: set[str]) -> tuple[float, list[str]]:
    """The score and the feedback of the answers given: conditions in order, until one holds that does not go on."""
    score, told = 0.0, []
    for condition in item.iterfind(".//q:respcondition", N):
        test = condition.find("q:conditionvar", N)[0]
        if not _holds(test, answers):
            continue
        score = float(condition.findtext("q:setvar", score, N))
        told += [one.get("linkrefid") for one in condition.iterfind("q:displayfeedback", N)]
        if condition.get("continue") == "No":
            break
    said = {one.get("ident"): one.findtext(".//q:mattext", None, N) for one in item.iterfind("q:itemfeedback", N)}
    return score, [said[name] for name in told]


def _holds(test: etree._Element, answers: set[str]) -> bool:
    kind = etree.QName(test).localname
    if kind in ("or", "and"):
        return {"or": any, "and": all}[kind](_holds(one, answers) for one in test)
    if kind in ("vargte", "varlte"):
        return any(
            float(one) >= float(test.text) if kind == "vargte" else float(one) <= float(test.text) for one in answers
        )
    return kind == "other" or test.text in answers


def labels(item: etree._Element) -> list[tuple[str, str]]:
    return [
        (one.get("ident"), one.findtext(".//q:mattext", None, N)) for one in item.iterfind(".//q:response_label", N)
    ]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_each_choice_is_shown_scores_and_has_its_own_feedback(dialect):
    quizzes = [quiz for part in (SAMPLE, *book()) for quiz in part.quizzes]
    asked = 0
    for quiz in (holding(quiz, dialect) for quiz in quizzes):
        made = items(quiz, dialect) if quiz.questions else {}
        for question in (qti12.held(one, dialect) for one in quiz.questions):
            item = made[question.name]
            assert item.findtext("q:presentation/q:material/q:mattext", None, N) == shown(question)
            if question.kind == "numeric":
                continue
            general = [blocks(question.feedback)] if question.feedback else []
            assert [text for _, text in labels(item)] == [blocks(one.text) for one in question.choices]
            for (name, _), choice in zip(labels(item), question.choices, strict=True):
                score = 100.0 if choice.right else 0.0
                assert outcome(item, {name}) == (score, [*general, blocks(choice.feedback)])
                asked += 1
    assert asked > 150


def test_two_choices_may_both_be_ticked_in_a_cartridge_and_then_score_nothing():
    item = items(Quiz("a", "b", (TWO,)), qti12.CARTRIDGE)[TWO.name]
    assert outcome(item, {name for name, _ in labels(item)})[0] == 0
    assert outcome(item, {labels(item)[0][0]})[0] == 100


def test_a_number_is_right_within_its_tolerance_in_canvas_s_dialect():
    item = items(Quiz("a", "b", (NUMBER,)), qti12.CANVAS)[NUMBER.name]
    scores = {answer: outcome(item, {answer})[0] for answer in ("0.125", "0.1259", "0.1241", "0.1262", "0.123", "8")}
    assert scores == {"0.125": 100, "0.1259": 100, "0.1241": 100, "0.1262": 0, "0.123": 0, "8": 0}
    assert [slip.value for slip in NUMBER.slips if str(slip.value) in etree.tostring(item, encoding="unicode")] == []


def test_a_number_becomes_a_choice_in_a_cartridge_or_is_refused():
    chosen = qti12.held(NUMBER, qti12.CARTRIDGE)
    assert [(one.text, one.right) for one in chosen.choices] == [("0.000012", False), ("0.125", True), ("8", False)]
    assert [one.feedback for one in chosen.choices] == [NUMBER.slips[1].feedback, "Right.", NUMBER.slips[0].feedback]
    assert not qti12.holds(LONELY, qti12.CARTRIDGE)
    with pytest.raises(ValueError, match="sample-lonely must have two wrong values"):
        qti12.assessment(SAMPLE.quizzes[0], qti12.CARTRIDGE)


def test_every_number_of_the_book_has_choices_that_the_check_answers_alike():
    asked = 0
    for chapter in exercises.CHAPTERS:
        for exercise in exercises.of(chapter):
            answers = {f"{exercise.name}-{answer.name}": answer for answer in exercise.answers}
            for question in from_exercise(exercise):
                if question.kind != "numeric":
                    continue
                held = qti12.held(question, qti12.CARTRIDGE)
                assert len({one.text for one in held.choices}) == len(held.choices) >= 4 or len(held.choices) == 3
                for slip in question.distractors:
                    answer = answers[question.name]
                    value = int(slip.value) if isinstance(answer.kind, Whole) else slip.value
                    [said] = [
                        line.says
                        for line in check(exercise.name, **{answer.name: value}).lines
                        if line.name == answer.name
                    ]
                    hint = f"Not yet. {plain_form(chapter).plain(exercise.hinted())}"
                    assert slip.feedback in (said[:1].upper() + said[1:], hint), (question.name, slip)
                asked += 1
    assert asked > 120


def test_no_place_among_the_choices_is_the_right_one_s():
    numbers = [one for part in book() for quiz in part.quizzes for one in quiz.questions if one.kind == "numeric"]
    held = [qti12.held(one, qti12.CARTRIDGE) for one in numbers]
    places = Counter([one.right for one in question.choices].index(True) for question in held)
    assert {0, 1, 2, 3} <= {*places} and max(places.values()) < 0.45 * len(held)


def test_wrong_numbers_are_filled_up_to_three_and_none_reads_like_the_right_one():
    further = (Slip(0.5, "Twice."), Slip(0.25001, "Nearly."), Slip(2.5, "Ten times."), Slip(0.025, "A tenth."))
    more = replace(LONELY, distractors=(*further, Slip(25.0, "A hundred times.")))
    chosen = qti12.held(more, qti12.CARTRIDGE)
    assert len(chosen.choices) == 4 and [one.text for one in chosen.choices].count("0.25") == 1
    assert {one.text: one.feedback for one in chosen.choices}["0.25"] == "Right."
    known = replace(more, slips=(Slip(4.0, "One over it."),))
    assert ("4", "One over it.") in [(one.text, one.feedback) for one in qti12.held(known, qti12.CARTRIDGE).choices]
    assert b"Twice." not in qti12.assessment(Quiz("a", "b", (more,)), qti12.CANVAS)


def test_formulas_survive():
    quiz = SAMPLE.quizzes[0]
    written = sum(formulas(blocks(text)) for one in quiz.questions for text in one.words())
    slips = sum(formulas(blocks(slip.feedback)) for slip in NUMBER.slips)
    text = "".join(etree.fromstring(qti12.assessment(quiz, qti12.CANVAS)).itertext())
    assert formulas(text) == written - slips and formulas(blocks(HOSTILE.text)) == 1


def test_the_order_is_the_text_s_unless_it_is_shuffled():
    quiz = Quiz("a", "b", (TWO,))
    for shuffle, word in ((False, "No"), (True, "Yes")):
        item = items(quiz, qti12.CANVAS, shuffle=shuffle)[TWO.name]
        assert item.find(".//q:render_choice", N).get("shuffle") == word


def test_the_package_lists_its_files_and_is_the_same_each_time():
    content = qti12.zipped(SAMPLE)
    assert content == qti12.zipped(SAMPLE)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        manifest = archive.read("imsmanifest.xml")
        assert faults("package", manifest) == []
        listed = [one.get("href") for one in etree.fromstring(manifest).iterfind(".//{*}file")]
        assert sorted(archive.namelist()) == sorted(["imsmanifest.xml", *listed])
