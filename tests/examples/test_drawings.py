"""The drawings of the chapter: each labelled mark is of the fields named for it."""

from functools import partial

import drawn
import numpy as np
import pytest
from matplotlib.figure import Figure

from simulations.examples import addition, atlas, bigbench, catalogue, drawings, joint, letters, pieces, prompting

ATLAS = partial(atlas.atlas, task="mmlu", axis="parameters", family="OPT")
BY_COMPUTE = partial(atlas.atlas, task="gsm8k", axis="training FLOPs", family="OPT")
DIGITS = partial(joint.digits, together=60)
CURVE = partial(bigbench.curve, looks=12)
CHAIN = partial(prompting.chain_of_thought, family="LaMDA")
CODEX = partial(prompting.codex, sizes=5)
LEARNING = partial(pieces.learning, cut="threes from the left", digits=4, seen=3000)
FORMS = partial(letters.asked, test="MMLU", form="letters", family="LLaMA")
LENGTHS = partial(addition.lengths, digits=4)

TABLE1 = {
    "Wei et al., Table 1": (lambda view: np.ma.array(view.wei_x, mask=view.of_task), np.arange(1, 23)),
    "of these, this task": (lambda view: np.ma.array(view.wei_x, mask=~view.of_task), np.arange(1, 23)),
}
MODELS = {
    "guessing": (lambda view: drawings.LIMITS[view.axis], lambda view: np.ma.masked_invalid([view.chance] * 2)),
    "open models": ("x", "score"),
    "chosen family": ("family_x", "family_score"),
}
POPULAR = {"popular threshold for this task": (lambda view: np.ma.repeat(view.popular_here, 2), [-1.5, 23.5])}
DIGITS_MARKS = {
    "all right, each seed": (lambda seen: np.repeat(seen.parameters, 10), "all_right"),
    "one image right": ("parameters", "mean_one"),
    "all right, mean of 10 seeds": ("parameters", "mean_all"),
}
CODEX_MARKS = {
    "line in log-odds, fitted": ("line_parameters", "line"),
    "Codex, fitted": ("parameters", lambda codex: np.ma.array(codex.pass_rate, mask=~codex.fitted)),
    "Codex, not fitted": ("parameters", lambda codex: np.ma.array(codex.pass_rate, mask=codex.fitted)),
}
LENGTHS_MARKS = {
    "more digits, each seed": (lambda seen: np.repeat(seen.parameters, seen.many_seeds.shape[1]), "many_seeds"),
    "one digit, to that power": ("parameters", "power"),
    "one digit": ("parameters", "one"),
    "more digits": ("parameters", "many"),
}


def of_curve(name: str, *, above: bool):
    return lambda curve: np.ma.array(getattr(curve, name), mask=curve.above != above)


def case(draw, simulate, marks, **view):
    return pytest.param(draw, simulate, marks, view, id=f"{draw} {' '.join(map(str, view.values()))}".strip())


CASES = [
    case(
        "draw_learning",
        LEARNING,
        {cut: ("seen", lambda result, row=row: result.right[row]) for row, cut in enumerate(pieces.CUTS)}
        | {"the point chosen": ("at_seen", "at_right")},
    ),
    case(
        "draw_lengths_of_answers",
        LEARNING,
        {
            "answer as long as the addends": (np.arange(4) - 0.2, "same"),
            "answer a digit longer": (np.arange(4) + 0.2, "longer"),
        },
    ),
    case(
        "draw_by_words",
        FORMS,
        {
            "guessing": ([7e19, 1.5e24], 0.25),
            "all 53 models": ("scale", "words"),
            "the family, by the words": ("family_scale", "family_words"),
        },
    ),
    case(
        "draw_by_form",
        FORMS,
        {
            "guessing": ([7e19, 1.5e24], 0.25),
            "all 53 models": ("scale", "shown"),
            "the family, by the form chosen": ("family_scale", "family_shown"),
        },
    ),
    case(
        "draw_table1",
        partial(atlas.atlas, task="addition_3"),
        TABLE1 | {"popular account’s thresholds": ("popular_x", 0)} | POPULAR,
    ),
    case("draw_table1", BY_COMPUTE, TABLE1),
    case("draw_open_models", ATLAS, MODELS | {"popular threshold for this task": None}),
    case("draw_open_models", BY_COMPUTE, MODELS),
    case(
        "draw_pair",
        catalogue.pair,
        {
            "OPT-66B": (np.arange(6) - 0.2, "large_score"),
            "Qwen1.5-0.5B": (np.arange(6) + 0.2, "small_score"),
        },
    ),
    case(
        "draw_curve",
        CURVE,
        {"guessing": ([1e6, 4e11], "chance")}
        | {
            label + interval: ("parameters", *(of_curve(name, above=above) for name in names))
            for label, above in (("not told from guessing", False), ("above guessing", True))
            for interval, names in ((", interval", ("low", "high")), ("", ("accuracy",)))
        },
    ),
    *[case("draw_digits", DIGITS, DIGITS_MARKS, log_axis=log_axis) for log_axis in (False, True)],
    case(
        "draw_chain_of_thought",
        CHAIN,
        {"standard prompt": ("parameters", "standard"), "chain of thought": ("parameters", "chain")},
    ),
    case(
        "draw_gain",
        CHAIN,
        {"no difference": ([2e8, 1e12], 0), "chain of thought minus standard": ("parameters", "gain")},
    ),
    *[case("draw_codex", CODEX, CODEX_MARKS, log_axis=log_axis) for log_axis in (False, True)],
    *[case("draw_lengths", LENGTHS, LENGTHS_MARKS, log_axis=log_axis) for log_axis in (False, True)],
]


@pytest.mark.parametrize(("draw", "simulate", "marks", "view"), CASES)
def test_each_mark_is_of_the_fields_named_for_it(draw, simulate, marks, view):
    drawn.assert_fields(getattr(drawings, draw), simulate(), marks, **view)


def test_every_drawing_has_a_case():
    assert {one.values[0] for one in CASES} == drawn.drawings(drawings)


def axes():
    return Figure(figsize=(5.6, 3.4)).add_subplot()


@pytest.mark.parametrize("axis", list(atlas.AXES))
@pytest.mark.parametrize("task", list(atlas.TASKS))
def test_the_atlas_marks_every_ability_and_every_scored_model(task, axis):
    view, ax = atlas.atlas(task=task, axis=axis), axes()
    marks = drawn.marks(drawings.draw_table1, view)
    others, chosen = marks["Wei et al., Table 1"][0], marks["of these, this task"][0]
    assert others.count() + chosen.count() == 22  # every row is drawn once: it is a gap in the other
    drawings.draw_table1(view, ax)
    assert [text.get_text() for text in ax.texts if text.get_text()] == [name for name in view.wei_names if name]
    ax = axes()
    drawings.draw_open_models(view, ax)
    low, high = ax.get_xlim()
    assert view.x.min() >= low and view.x.max() <= high and ax.get_xlabel() == axis


def test_the_digits_on_a_logarithmic_axis_leave_out_what_is_below_it():
    shown = drawn.marks(drawings.draw_digits, DIGITS(), log_axis=True)["all right, mean of 10 seeds"][1]
    assert shown.mask.any() and shown.min() >= 1e-6


@pytest.mark.parametrize("draw, result", [(drawings.draw_codex, CODEX), (drawings.draw_lengths, LENGTHS)])
def test_the_axis_is_logarithmic_where_it_is_asked_for(draw, result):
    scales = []
    for log_axis in (False, True):
        ax = axes()
        draw(result(), ax, log_axis=log_axis)
        scales.append(ax.get_yscale())
    assert scales == ["linear", "log"]
