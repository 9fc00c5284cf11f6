"""Drawings of the laboratory: every labelled mark is of the field that its label names, on axes that say so."""

from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure

from simulations.laboratory import drawings, pool, shipped
from simulations.laboratory.ask import shipped_answer
from simulations.laboratory.carry_groups import by_carries
from simulations.laboratory.compare import shipped_alone
from simulations.laboratory.curves import length_curve, size_curve, time_curve
from simulations.laboratory.forecast import NOT_SAMPLED, seeded_forecast
from simulations.laboratory.many_seeds import many_seeds
from simulations.laboratory.measure import METRICS
from simulations.laboratory.own_curve import own_curve
from simulations.laboratory.recipes import recipe
from simulations.laboratory.shipped_answers import answers, remeasured
from simulations.laboratory.through_training import training_so_far
from tests.drawn import assert_fields, drawings as drawings_of

MODELS, STEPS, GROUPS = shipped.models(), shipped.steps(), shipped.groups()
MANY = shipped.many_seeds()
SIZES, FIRST, SECOND, KEPT = shipped.predictions()
FEW = {"models": MODELS, "metric": "exact_match", "items": 32, "seed": 0}


def seeds(part="", *, label="one seed"):
    """The named one of a curve's seeds, in the field ``part``: the others look the same, and need no name."""
    at = f"{part}.at" if part else "at"
    return {label: (at, lambda result: (getattr(result, part) if part else result).values[0])}


def shown(name, part=""):
    dot = f"{part}." if part else ""
    return {name: (f"{dot}at", f"{dot}shown")}


FORECAST = {
    "line through exact match": ("at", "line"),
    "digit accuracy to the 9th power": ("at", "digits"),
    "true exact match": ("parameters", "exact"),
    "seen by the forecaster": ("parameters", "seen"),
}
BEND = {
    "line through the sizes seen": ("at", "law_bend"),
    "true pass probability": ("parameters", "true_bend"),
    "sizes seen": ("parameters", "seen_bend"),
}
MEAN = "mean of the seeds"


def handed_in(number: int, *scores: float) -> pool.HandIn:
    """A student's file, a model a size."""
    models = [{"parameters": size, "exact_match": score} for size, score in zip((150, 1_020), scores, strict=False)]
    return pool.HandIn(Path("mine.json"), number, {"models": [model | {"status": "ok"} for model in models]})


def carry_marks(carried: np.ndarray) -> np.ma.MaskedArray:
    """Marks above the digits, where a carry arrives."""
    return np.ma.masked_where(~carried, np.full(len(carried), 10.0))


def both_heads(found) -> np.ndarray:
    """The picture of the heads: one above and one below a row for the symbols, with a column for the last digit."""
    picture = np.zeros((19, 27))
    picture[:9, :26], picture[10:, :26] = found.now.attention
    return picture


ASKED = shipped_answer(parameters=13_140, problem="99,999,999 + 1", head_1=False)
CELLS = np.repeat(np.arange(9), 10)
POOL = pool._summed((handed_in(1, 0.1, 0.6), handed_in(2, 0.3, 0.7), handed_in(3, 0.3)), ())
CASES = [
    (drawings.draw_size_curve, size_curve(MODELS, metric="brier_score"), seeds() | shown(MEAN)),
    (drawings.draw_length_curve, length_curve(GROUPS, operand_digits=3), seeds() | shown(MEAN)),
    (drawings.draw_time_curve, time_curve(STEPS, metric="exact_match"), seeds() | shown(MEAN)),
    (drawings.draw_skewed_training, training_so_far(STEPS, step=100), seeds("skewed") | shown(MEAN, "skewed")),
    (drawings.draw_uniform_training, training_so_far(STEPS, step=100), seeds("uniform") | shown(MEAN, "uniform")),
    (
        drawings.draw_recipe,
        recipe(MODELS, panel="uniform"),
        seeds("changed", label="changed, one seed")
        | {
            "changed recipe, mean": ("changed.at", "changed.mean"),
            "main recipe, mean": ("main.at", "main.mean"),
        },
    ),
    (
        drawings.draw_piles,
        many_seeds(MANY, seeds=3),
        {
            "the first seeds": ("pile", lambda found: np.ma.masked_where(np.arange(20) >= 3, found.height)),
            "the other seeds": ("pile", lambda found: np.ma.masked_where(np.arange(20) < 3, found.height)),
            "mean of all": "all_mean",
            "mean of the first": "few_mean",
        },
    ),
    (
        drawings.draw_few_and_all,
        many_seeds(MANY, seeds=3),
        {
            "each model": (lambda found: np.ma.concatenate(20 * [found.at]), lambda found: found.every.ravel()),
            "mean of all": ("at", "all"),
            "mean of the first": ("at", "few"),
            "the size on the left": "parameters",
        },
    ),
    (
        drawings.draw_carries,
        by_carries(MODELS, GROUPS, parameters=1_020),
        {"answers right": ("carries", "exact"), "product of digit accuracies": ("carries", "product")},
    ),
    (drawings.draw_totals, by_carries(MODELS, GROUPS, parameters=1_020), {"digits right": ("totals", "accuracy")}),
    (drawings.draw_forecast, seeded_forecast(MODELS, sizes_seen=3, answers_sampled=NOT_SAMPLED), FORECAST),
    (drawings.draw_bend, seeded_forecast(MODELS, sizes_seen=3, answers_sampled=NOT_SAMPLED), BEND),
    (
        drawings.draw_bend,
        seeded_forecast(MODELS, sizes_seen=3, answers_sampled=100),
        BEND | {"line through the sizes seen": None, "sizes seen": None},
    ),
    (
        drawings.draw_answers,
        answers(KEPT, SIZES, FIRST, SECOND, parameters=1_020, seed=0),
        {"chance of the right digit": "chance"},
    ),
    (
        drawings.draw_chances,
        ASKED,
        {
            "the right digit": (np.arange(9), 1),
            "chance, everything on": (CELLS - 0.22, lambda found: 0.9 * found.whole.chances[::-1].ravel()),
            "chance, as switched": (CELLS + 0.22, lambda found: 0.9 * found.now.chances[::-1].ravel()),
            "a carry arrives": (np.arange(9), lambda found: carry_marks(found.now.carried[::-1])),
        },
    ),
    (drawings.draw_looks, ASKED, {"share of a head's look": both_heads}),
    (
        drawings.draw_remeasured,
        remeasured(KEPT, SIZES, **FEW),
        {"on the whole examination": ("parameters", "reference"), "on the problems chosen": ("parameters", "values")},
    ),
    (
        drawings.draw_own_curve,
        own_curve(MODELS, {name: column[MODELS["seed"] < 2] for name, column in MODELS.items()}),
        {
            "shipped, each model": ("shipped.at", "shipped.values"),
            "shipped, mean": ("shipped.sizes", "shipped.mean"),
            "yours, each model": ("own.at", "own.values"),
            "yours, mean": ("own.sizes", "own.mean"),
        },
    ),
    (
        drawings.draw_trained_sizes,
        shipped_alone(MODELS),
        {
            "shipped, each model": ("shipped.at", "shipped.values"),
            "shipped, mean": ("shipped.sizes", "shipped.mean"),
            "yours, each model": ("own.at", "own.values"),
            "yours, mean": ("own.sizes", "own.mean"),
            "yours, in training": ("own.at", "own.values"),
        },
    ),
    (
        drawings.draw_trained_steps,
        shipped_alone(MODELS),
        {name: (lambda _: drawings.STEPS, lambda _: np.ma.masked_all(2)) for name in ("smallest", "largest")},
    ),
    (
        drawings.draw_pool,
        POOL,
        {
            "a student's mean": ("sizes", lambda found: found.means[0]),
            "mean of 3": ("sizes", "mean"),
            "its 95% interval": ("sizes", "low", "high"),
        },
    ),
]


@pytest.mark.parametrize(("draw", "result", "expected"), CASES, ids=[case[0].__name__ for case in CASES])
def test_a_mark_is_what_its_label_says(draw, result, expected):
    assert_fields(draw, result, expected)
    ax = Figure().add_subplot()
    draw(result, ax)
    assert ax.get_xlabel() and ax.get_ylabel()


def test_every_drawing_has_a_case():
    assert drawings_of(drawings) == {draw.__name__ for draw, _, _ in CASES}


@pytest.mark.parametrize("log_score", [False, True])
def test_a_chosen_seed_is_named(log_score):
    curve = size_curve(MODELS, metric="exact_match", seed=3)
    ax = Figure().add_subplot()
    drawings.draw_size_curve(curve, ax, log_score=log_score)
    np.testing.assert_array_equal(ax.lines[-1].get_ydata(), curve.values[3])
    assert ax.lines[-1].get_label() == "seed 3" and ax.get_yscale() == ("log" if log_score else "linear")


@pytest.mark.parametrize("metric", METRICS)
def test_a_logarithm_hides_zeros_and_nothing_else(metric):
    """A score without a logarithm, as a log-likelihood, is drawn whole, whatever is ticked."""
    curve, few = size_curve(MODELS, metric=metric, seed=2), remeasured(KEPT, SIZES, **FEW | {"metric": metric})
    for draw, result, values in (
        (drawings.draw_size_curve, curve, curve.shown),
        (drawings.draw_remeasured, few, few.values),
    ):
        ax = Figure().add_subplot()
        draw(result, ax, log_score=True)
        drawn = np.ma.getmaskarray(ax.lines[-1].get_ydata(orig=True))
        np.testing.assert_array_equal(drawn, (values <= 0) & (ax.get_yscale() == "log"))


def test_answers_axes_follow_the_number_of_problems_and_digits():
    ax = Figure().add_subplot()
    drawings.draw_answers(answers(KEPT, SIZES, FIRST, SECOND, parameters=1_020, seed=0, problems=12), ax)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["1", "12"] and ax.get_ylim() == (11.5, -0.5)
    assert [label.get_text() for label in ax.get_xticklabels()] == ["10⁸", "10⁴", "units"]


def test_chances_stand_at_their_digits_and_the_right_one_is_marked():
    ax = Figure().add_subplot()
    drawings.draw_chances(ASKED, ax)
    marked, whole, now = ax.containers
    np.testing.assert_allclose([bar.get_y() + 0.5 for bar in marked], [1, *8 * [0]])
    for bars in (whole, now):
        np.testing.assert_allclose([bar.get_y() + 0.45 for bar in bars], np.tile(np.arange(10), 9))
    assert [label.get_text() for label in ax.get_xticklabels()] == ["10⁸", "10⁴", "units"]


def test_looks_show_what_was_read_and_what_was_written():
    ax = Figure().add_subplot()
    drawings.draw_looks(ASKED, ax)
    written = {(int(text.get_position()[0]), int(text.get_position()[1])): text.get_text() for text in ax.texts}
    assert "".join(written[place, 9] for place in range(26)) == ASKED.now.symbols
    for row, digit in enumerate(ASKED.now.choices):
        assert written[18 + row, row] == written[18 + row, 10 + row] == str(digit)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["head 1", "head 2"]


@pytest.mark.parametrize("count", [5, 20])
def test_every_seed_is_drawn_and_one_of_them_named(count):
    curve = size_curve(MANY, metric="brier_score", seeds=count)
    ax = Figure().add_subplot()
    drawings.draw_size_curve(curve, ax)
    drawn = ax.lines[:-1]
    np.testing.assert_array_equal([line.get_ydata() for line in drawn], curve.values)
    assert [line.get_label().startswith("_") for line in drawn] == [False] + (count - 1) * [True]
