"""What a student reads: right, what kind of wrong, what is missing; in sentences, for whatever is assigned."""

import dataclasses
import math

import pytest

from simulations.exercises import CHAPTERS, check, find, of
from simulations.exercises.exercise import Answer, Exercise, Wrong, numbered
from simulations.exercises.judge import judged, mistaken, read
from simulations.exercises.kinds import Number, Numbers, Whole, share

(TASK,) = numbered(
    "mirage",
    [
        Exercise(
            title="A task",
            level="easy",
            minutes=1,
            by="hand",
            objective=1,
            given={"n": 4},
            varied={"n": (4, 5)},
            text="@{n}?",
            hint="Think.",
            solution="@{rate}",
            answers=(
                Answer("rate", "the rate", share(rel=0.001)),
                Answer("size", "the size", Number(rel=0.001)),
                Answer("count", "how many", Whole(low=0)),
                Answer("both", "the two", Numbers(count=2)),
            ),
            solve=lambda *, n: {"rate": 1 / n, "size": 12.5 * n, "count": 10 * n, "both": [n, 2 * n]},
            wrong=(Wrong("by eye", lambda *, n: {"rate": 0.4, "both": [1, 1]}, "you read it off; there are @{n}."),),
        )
    ],
)


def said(**answers) -> str:
    (name,) = answers
    return next(line.says for line in judged(TASK, answers).lines if line.name == name)


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"rate": 0.25}, "right."),
        ({"rate": 25}, "is it a percentage"),
        ({"rate": 0.0025}, "100 times too small"),
        ({"rate": 0.75}, "make 1"),
        ({"rate": 1 / 3}, "the odds"),
        ({"rate": 0.5}, "twice as large"),
        ({"rate": 0.125}, "half as large"),
        ({"rate": 0.4}, "you read it off; there are 4."),
        ({"rate": 0.9}, "not yet. The hint"),
        ({"size": 5000}, "100 times too large"),
        ({"size": -50}, "its sign"),
        ({"size": 1 / 50}, "one over"),
        ({"size": 50 * math.log(10)}, "natural logarithm for one to base ten"),
        ({"size": 50 / math.log(10)}, "base ten for a natural one"),
        ({"size": math.log10(50)}, "the logarithm of what is asked for, to base ten"),
        ({"size": math.log(50)}, "the natural logarithm of what is asked for"),
        ({"size": 50_000}, "1,000 times too large"),
        ({"size": 5e7}, "a million times too large"),
        ({"size": 5e-8}, "10⁹ times too small"),
        ({"count": 41}, "off by one"),
        ({"count": 4000}, "100 times too large"),
        ({"both": [4, 9]}, "not yet at place 2."),
        ({"both": [1, 1]}, "you read it off"),
        ({"both": [1, 1, 1]}, "its shape is (3,)"),
        ({"rate": ...}, "not assigned yet: the rate (a share, from 0 to 1)."),
        ({"rate": None}, "not assigned yet"),
    ],
)
def test_what_is_said_of_one_answer(answers, words):
    assert words in said(**answers)


def test_a_verdict_in_full():
    assert repr(judged(TASK, {"rate": 0.25, "size": 50, "count": 40, "both": [4, 8]})) == (
        "mirage-1: all right.\n  ✓ rate: right.\n  ✓ size: right.\n  ✓ count: right.\n  ✓ both: right."
    )
    half = judged(TASK, {"rate": 0.25, "size": "x"})
    assert half.points == 1 and not half.right
    assert repr(half).startswith("mirage-1: 1 of 4 right.\n  ✓ rate: right.\n  ! size: a string was given")


def test_a_variant_is_judged_by_its_own_parameters():
    assert judged(TASK, {"rate": 0.2}, {"n": 5}).lines[0].says == "right."
    assert judged(TASK, {"rate": 0.25}, {"n": 5}).lines[0].says != "right."


def test_a_name_that_is_not_asked_for_is_said():
    verdict = check("mirage-1", common=0.9)
    assert repr(verdict) == "mirage-1: it asks for common_accuracy, rare_accuracy, not for common."
    assert not verdict.right and verdict.points == 0


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("mirage-99", "exercise must be one of mirage-1, mirage-2"),
        ("mirages-1", "exercise must be one of"),
        ("", "exercise must be one of"),
        (3, "exercise must be one of"),
        (None, "exercise must be one of"),
    ],
)
def test_another_name_is_answered_in_a_sentence(name, words):
    assert words in repr(check(name))


def test_parameters_that_an_exercise_has_not_are_answered_in_a_sentence():
    assert "the parameter must be one of tokens, common, rare, not 'token'" in repr(check("mirage-1", {"token": 3}))


def test_a_check_finds_the_callers_variables():
    namespace = {"check": check, "common_accuracy": 0.9 ** (1 / 12), "rare_accuracy": ...}
    lines = eval('check("mirage-1")', namespace).lines
    assert [line.stands for line in lines] == ["right", "not answered"]
    assert eval('check("mirage-1", common_accuracy=0.5)', namespace).lines[0].stands == "wrong"


def test_reading_says_nothing_of_right_or_wrong():
    one, other = (repr(read(TASK, {"rate": rate, "size": "x"})) for rate in (0.25, 0.9))
    assert one == other and "it can be read" in one and "a string was given" in one


def test_every_name_is_found():
    assert [find(exercise.name).title for exercise in of("mirage")] == [exercise.title for exercise in of("mirage")]
    assert CHAPTERS
    with pytest.raises(ValueError, match="chapter must be one of"):
        of("nothing")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"level": "tricky"}, "level must be one of easy, medium, hard, discussion"),
        ({"by": "heart"}, "by must be one of hand, code, figure"),
        ({"minutes": 0}, "minutes must be a whole number, 1 or more"),
        ({"varied": {"m": (1, 2)}}, "varied must be of n"),
        ({"text": "@{rate}"}, "hold parameters alone"),
        ({"answers": (Answer("n", "it"),)}, "answers must have names of their own"),
    ],
)
def test_an_exercise_that_does_not_fit_together_is_refused(change, words):
    parts = {name: getattr(TASK, name) for name in TASK.__dataclass_fields__} | change
    with pytest.raises(ValueError, match=words):
        Exercise(**parts)


def test_an_answer_that_is_never_solved_is_named():
    parts = {name: getattr(TASK, name) for name in TASK.__dataclass_fields__} | {"solve": lambda *, n: {"rate": 1}}
    with pytest.raises(ValueError, match="solve must return size, count, both"):
        Exercise(**parts).expected()


def test_a_check_in_a_function_finds_the_functions_own_variables():
    common_accuracy, rare_accuracy = 0.9 ** (1 / 12), 0.99 ** (1 / 12)
    assert check("mirage-1").right and {common_accuracy, rare_accuracy}


@pytest.mark.parametrize(
    ("given", "words"),
    [(0.9, "answers are handed over by name"), ({"tokens": "many"}, "leave the check as it was"), ({"tokens": 0}, "0")],
)
def test_whatever_stands_in_the_place_of_parameters_is_answered_in_a_sentence(given, words):
    assert words in check("mirage-1", given, common_accuracy=0.9).problem


def test_a_rule_that_breaks_on_what_it_judges_says_so():
    line = judged(find("theories-7"), {"late_state": "#composed-task?sub_skills=1e999"}).lines[0]
    assert line.stands == "no answer" and line.says.startswith("it cannot be judged. Asked for: the link")


def test_whoever_changes_a_solution_changes_his_own():
    find("mirage-5").expected()["places"].append(9)
    assert find("mirage-5").expected()["places"] == [1, 3, 5]


def asking(expected, kind, wrong=()):
    answer = Answer("it", "it", kind)
    solve = dict(solve=lambda *, n: {"it": expected}, wrong=wrong, name="mirage-1")
    return dataclasses.replace(TASK, answers=(answer,), **solve), answer


def slip(value, expected, kind):
    return judged(asking(expected, kind)[0], {"it": value}).lines[0].says


@pytest.mark.parametrize(
    ("value", "expected", "kind"),
    [
        (6, 3, Whole(low=0)),  # of small counts one is often twice another
        (3.0, 0.02, Number(abs=0.05)),  # a wide tolerance makes no slip of what is far off
        (-0.5, 1.5, Number()),  # two numbers that make 1 by chance: there is no other side
        (0, 1, Number()),  # whose logarithm is nought
    ],
)
def test_a_coincidence_is_no_slip(value, expected, kind):
    assert slip(value, expected, kind) == "not yet. The hint says where to begin."


@pytest.mark.parametrize(
    ("expected", "kind", "some", "none"),
    [
        (0.25, share(), {0.5: "twice", 0.75: "make 1", 0.0025: "100 times too small"}, {25.0, -0.25, 4.0}),
        (47, Whole(low=0, high=89), {46: "off by one", 48: "off by one"}, {94, 47}),
        (47, Whole(low=0, high=89, off=1), {23: "half"}, {46, 48, 94}),
        (-3.0, Number(), {3.0: "its sign", -6.0: "twice", -0.03: "too small"}, {4.0}),
        (0, Whole(low=0), {}, {1, 0, 2}),
    ],
)
def test_slips_make_wrong_values_that_are_told_as_the_check_does(expected, kind, some, none):
    found = mistaken(*asking(expected, kind), {"n": 4})
    assert all(words in found[value] for value, words in some.items()) and not none & {*found}
    assert all(slip(value, expected, kind) == says for value, says in found.items())
    assert all(not kind.right(value, expected) and kind.read(value) == value for value in found)


def test_a_slip_that_the_exercise_tells_in_its_own_words_is_left_to_it():
    known = Wrong("the half", lambda n: {"it": 0.126}, "you took the half.")
    assert 0.125 in mistaken(*asking(0.25, share()), {"n": 4})
    assert 0.125 not in mistaken(*asking(0.25, share(), (known,)), {"n": 4})


def test_a_sign_is_told_within_what_chance_allows():
    assert slip(4.5, -5, Number(rel=0, standard_error=lambda *, n: 0.2)) == "its sign is the other one."
