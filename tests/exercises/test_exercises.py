"""Every exercise of the book: its solution passes, what goes wrong is told, and nothing that is said gives it away."""

import ast
import functools
import math
import re
import time

import numpy as np
import pytest
from chapter_cells import FILES, cells

from extensions import exercises as pages
from simulations.exercises import CHAPTERS, check, find, of
from simulations.exercises.judge import MISREAD, OPEN, RIGHT, WRONG, judged
from simulations.exercises.kinds import Built, Choice, Number, Numbers, State, Truth, Wholes

ALL = [exercise for chapter in CHAPTERS for exercise in of(chapter)]
EVERY = pytest.mark.parametrize("exercise", ALL, ids=lambda exercise: exercise.name)
VARIANTS = 12
DRAWS = 1000
SHARE_CHECKED = 0.9


def cases(exercise) -> list[dict]:
    """The chapter's parameters and those of some variants."""
    return [exercise.given] + [exercise.variant(7, number) for number in range(VARIANTS)]


def answers(exercise, given) -> dict:
    expected = exercise.expected(given)
    return {answer.name: expected[answer.name] for answer in exercise.answers}


@functools.cache
def text_of(chapter: str) -> str:
    return next(path for path in FILES if path.stem == chapter).read_text(encoding="utf-8")


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_has_its_exercises_in_order_and_no_word_of_them(chapter):
    text = text_of(chapter)
    assert pages.named(text) == [exercise.name for exercise in of(chapter)]
    section = text.split("## Exercises", 1)[1].split("\n## ", 1)[0]
    assert not re.search(r"\d", re.sub(rf"{chapter}-\d+", "", section)), (
        "a number of an exercise stands in its module alone"
    )


def test_nine_in_ten_have_answers_that_are_checked():
    assert np.mean([bool(exercise.answers) for exercise in ALL]) >= SHARE_CHECKED


@EVERY
def test_its_solution_passes_for_every_variant(exercise):
    for given in cases(exercise):
        verdict = judged(exercise, answers(exercise, given), given)
        assert verdict.right or not exercise.answers, f"{given}: {verdict}"


@EVERY
def test_its_solution_passes_as_a_notebook_assigns_it(exercise):
    namespace: dict = {}
    exec(pages.answer_cell(exercise), namespace)
    assert all(namespace[answer.name] is ... for answer in exercise.answers)
    exec(pages.solution_cell(exercise), namespace)
    source = pages.check_cell(exercise)
    exec(source.rsplit("\n", 1)[0], namespace)
    verdict = eval(source.rsplit("\n", 1)[1], namespace)
    assert verdict.right or not exercise.answers, verdict


@EVERY
def test_its_solution_passes_as_the_page_prints_it(exercise):
    printed = dict(re.findall(r"^(\w+) = (.+)$", pages.solution(exercise).rsplit("```python", 1)[1], re.MULTILINE))
    values = {name: ast.literal_eval(value) for name, value in printed.items()}
    assert {*values} == {answer.name for answer in exercise.answers}
    assert check(exercise.name, **values).right or not exercise.answers


@EVERY
def test_each_wrong_answer_is_told_in_its_own_words(exercise):
    assert len({wrong.name for wrong in exercise.wrong}) == len(exercise.wrong)
    for given in cases(exercise):
        for wrong in exercise.wrong:
            known = wrong.answers(**given)
            assert {*known} <= {answer.name for answer in exercise.answers}, wrong.name
            verdict = judged(exercise, known, given)
            said = [line for line in verdict.lines if line.name in known]
            assert said and all(line.stands == WRONG for line in said), f"{wrong.name} with {given}: {verdict}"
            from_it = pages_said(wrong, given)
            assert all(line.says == from_it for line in said), f"{wrong.name} with {given}: {verdict}"


def pages_said(wrong, given) -> str:
    from simulations.exercises.wording import filled

    return filled(wrong.says, given)


@EVERY
def test_every_exercise_with_answers_knows_what_goes_wrong(exercise):
    assert exercise.wrong or not exercise.answers


@EVERY
def test_whatever_is_assigned_there_is_a_sentence(exercise):
    class Hostile:
        def __getattr__(self, name):
            raise RuntimeError(name)

        def __len__(self):
            raise RuntimeError("no length")

        def __iter__(self):
            raise RuntimeError("no elements")

    bad = [..., None, math.nan, "many", "", [], [[1, 2], [3]], {}, object(), print, np.zeros((2, 3)), 1j, Hostile()]
    bad += [np.array(["a"]), float("inf"), -float("inf"), True, np.float64("nan"), b"1", lambda: 1, 10**400]
    for value in bad:
        verdict = judged(exercise, {answer.name: value for answer in exercise.answers})
        for answer, line in zip(exercise.answers, verdict.lines, strict=True):
            fits = isinstance(answer.kind, Wholes) and isinstance(value, list) and value == []
            fits |= isinstance(answer.kind, Truth) and value is True or isinstance(answer.kind, Built)
            fits |= isinstance(answer.kind, Number) and isinstance(value, float) and math.isinf(value)
            assert line.stands in ({OPEN} if value is None or value is ... else {MISREAD}) or fits, (
                answer.name,
                value,
                line,
            )
            assert line.says.endswith((".", "?"))


@EVERY
def test_nothing_that_is_said_gives_the_answer_away(exercise):
    for given in cases(exercise)[:4]:
        expected = answers(exercise, given)
        tried = [{}, *(wrong.answers(**given) for wrong in exercise.wrong)]
        tried += [
            {name: 1.2345 for name in expected},
            {name: 10**7 for name in expected},
            {name: "?" for name in expected},
        ]
        told = "\n".join(
            line.says for one in tried for line in judged(exercise, one, given).lines if line.stands != RIGHT
        )
        known = {float(value) for value in given.values() if isinstance(value, int | float)}
        numbers = {float(number.replace(",", "")) for number in re.findall(r"\d[\d,]*\.?\d*", told)} - known
        for answer in exercise.answers:
            if type(answer.kind) is Number or isinstance(answer.kind, Numbers):
                right = np.atleast_1d(expected[answer.name]).astype(float)
                gives = {n for n in numbers for r in right if abs(n - r) <= 0.01 * abs(r) and n not in (0, 1, 95, 100)}
                assert not gives, f"{answer.name} with {given}: {gives} is said in\n{told}"


@EVERY
def test_its_texts_are_whole(exercise):
    for given in cases(exercise):
        for text in (exercise.statement(given), exercise.hinted(given), exercise.solved(given)):
            assert text and "@{" not in text and "nan" not in text.lower().split() and "e-0" not in text
    assert exercise.variants >= 12 or not exercise.varied
    objectives = text_of(exercise.chapter).split(":::{objectives}")[1].split(":::")[0].count("\n- ")
    assert exercise.objective <= objectives
    if exercise.rubric:
        best = exercise.rubric.points
        assert len(exercise.rubric.marked) == 2 and all(0 <= one.points <= best for one in exercise.rubric.marked)
        assert exercise.rubric.marked[0].points != exercise.rubric.marked[1].points
    assert exercise.answers or exercise.rubric, "there is nothing to mark"


@EVERY
def test_its_variants_differ_and_repeat(exercise):
    one = [exercise.variant(3, number) for number in range(8)]
    assert one == [exercise.variant(3, number) for number in range(8)]
    if exercise.varied:
        assert len({repr(given) for given in one}) > 1
        assert one != [exercise.variant(4, number) for number in range(8)]
        assert set(one[0]) == set(exercise.given)


@pytest.mark.parametrize("exercise", [one for one in ALL if one.redraw], ids=lambda exercise: exercise.name)
def test_honest_draws_pass(exercise):
    rng = np.random.default_rng(11)
    kinds = {answer.name: answer.kind for answer in exercise.answers}
    expected = exercise.expected()
    for draw in range(DRAWS):
        for name, value in exercise.redraw(rng, **exercise.given).items():
            assert kinds[name].standard_error, name
            far = abs(value - expected[name]) / kinds[name].tolerance(expected[name], exercise.given)
            assert far <= 1.25, f"draw {draw}: {name} = {value} is {far:.2f} tolerances off"


@pytest.mark.parametrize("exercise", [one for one in ALL if one.redraw], ids=lambda exercise: exercise.name)
def test_honest_draws_are_seldom_refused(exercise):
    rng = np.random.default_rng(12)
    refused = sum(
        not line.says == "right."
        for _ in range(DRAWS // 4)
        for line in judged(exercise, exercise.redraw(rng, **exercise.given)).lines
        if line.stands != OPEN
    )
    assert refused <= 1


@EVERY
def test_what_chance_decides_is_drawn_anew_in_a_test(exercise):
    drawn = {answer.name for answer in exercise.answers if getattr(answer.kind, "standard_error", None)}
    assert not drawn or exercise.redraw and drawn <= {*exercise.redraw(np.random.default_rng(0), **exercise.given)}


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_no_answer_has_the_name_of_something_in_its_chapter(chapter):
    taken = set()
    for cell in cells(chapter):
        if cell.cell_type == "code":
            code = "\n".join(line for line in cell.source.split("\n") if not line.startswith(("%", "!")))
            for node in ast.walk(ast.parse(code)):
                taken |= {node.id} if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) else set()
                taken |= {name.asname or name.name for name in getattr(node, "names", []) if hasattr(name, "asname")}
    names = [answer.name for exercise in of(chapter) for answer in exercise.answers]
    assert len({*names}) == len(names), "two exercises ask for one name"
    assert sorted(taken & {*names}) == []


@EVERY
def test_a_check_takes_no_longer_than_a_reader_waits(exercise):
    began = time.process_time()
    find(exercise.name).solve(**exercise.given)
    assert time.process_time() - began < 5
    assert isinstance(exercise.answers, tuple) and not any(
        isinstance(a.kind, Choice) and len(a.kind.options) < 2 for a in exercise.answers
    )
    assert not any(
        isinstance(a.kind, State) and a.kind.figure not in text_of(exercise.chapter) for a in exercise.answers
    )


@EVERY
def test_three_digits_are_enough_where_no_number_of_them_is_named(exercise):
    for given in cases(exercise):
        for answer in exercise.answers:
            kind, values = answer.kind, np.atleast_1d(exercise.expected(given)[answer.name])
            kind = getattr(kind, "each", kind)
            if type(kind) is Number and not re.search(
                r"(three|four) places|four digits", exercise.asked(answer, given)
            ):
                for value in values.astype(float):
                    rounded = float(f"{value:.3g}")
                    assert kind.right(rounded, value, given), f"{answer.name} with {given}: {rounded} for {value}"
