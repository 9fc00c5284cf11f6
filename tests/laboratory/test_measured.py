"""What is read from the laboratory's tables: against small tables worked out by hand, and the shipped ones."""

import re
from importlib import resources

import numpy as np
import pytest
from matplotlib.figure import Figure

from simulations.laboratory import drawings, measured as lab, shipped
from simulations.laboratory.examination import Examination
from simulations.laboratory.measure import METRICS
from simulations.laboratory.train import Recipe, Training

MODELS, STEPS, GROUPS = shipped.models(), shipped.steps(), shipped.groups()


def toy(values, *, panel="main", axis="parameters", at=(100.0, 1_000.0, 10_000.0)):
    """A table of one metric, exact match, for len(values) seeds."""
    values = np.asarray(values, dtype=float)
    seeds, points = values.shape
    return {
        "panel": np.full(values.size, panel),
        axis: np.tile(at, seeds),
        "seed": np.repeat(np.arange(seeds), points).astype(float),
        "exact_match": values.ravel(),
    }


def axes():
    return Figure().add_subplot()


def test_a_curve_by_hand():
    """From 0 through 0.4 to 2, a size a decade: a tenth of the change is half of the way to the second size."""
    table = toy([[0.0, 0.3, 2.0], [0.0, 0.5, 2.0]])
    curve = lab.size_curve(table)
    np.testing.assert_allclose(curve.mean, [0, 0.4, 2])
    assert curve.tenth == pytest.approx(10**2.5)
    assert curve.steepest == pytest.approx(0.8) and (curve.steep_from, curve.steep_to) == (1_000, 10_000)
    assert curve.spread == pytest.approx(0.2) and curve.at_spread == 1_000
    assert lab.size_curve(table, seed=1).shown.tolist() == [0.0, 0.5, 2.0]


def test_a_diverged_model_is_a_gap():
    curve = lab.size_curve(toy([[0.0, np.nan, 1.0], [0.0, 0.5, 1.0]]))
    assert curve.values.mask.tolist() == [[False, True, False], [False] * 3]
    assert curve.mean.tolist() == [0.0, 0.5, 1.0]


def test_half_size_by_hand():
    assert lab.half_size(toy([[0.0, 0.25, 0.75]])) == pytest.approx(10**3.5)
    assert lab.half_size(toy([[0.0, 0.1, 0.2]])) == np.inf


@pytest.mark.parametrize(
    ("options", "message"), [({"metric": "bleu"}, "cross_entropy"), ({"panel": "x"}, "main"), ({"seed": 9}, "0 to 0")]
)
def test_what_there_is_not_is_named(options, message):
    with pytest.raises(ValueError, match=message):
        lab.size_curve(toy([[0.0, 0.5, 1.0]]), **options)


def test_training_is_masked_past_its_step():
    tables = [toy([[0.0, 0.5, 1.0]], panel=panel, axis="step", at=(1, 10, 100)) for panel in ("time", "time-uniform")]
    both = {name: np.concatenate([table[name] for table in tables]) for name in tables[0]}
    seen = lab.training_so_far(both, step=10)
    assert seen.skewed.mean.mask.tolist() == [False, False, True] and seen.skewed_mean == 0.5 and seen.so_far == 10
    with pytest.raises(ValueError, match="step must be 1 or more"):
        lab.training_so_far(both, step=0)


def test_remeasured_on_all_kept_problems_is_the_metric_itself():
    sizes, first, second, kept = shipped.predictions()
    for metric, measure in METRICS.items():
        made = lab.remeasured(kept, sizes, MODELS, measures=METRICS, metric=metric, items=256, seed=2)
        np.testing.assert_allclose(made.values, measure(kept)[:, 2])
    with pytest.raises(ValueError, match="cross_entropy"):
        lab.remeasured(kept, sizes, MODELS, measures=METRICS, metric="bleu", items=8, seed=0)


def test_bytes_are_read_back_as_what_they_stand_for():
    """A square of 255 is certainty, and the Brier score of the kept problems that of the written table's."""
    with np.load(resources.files("simulations.data") / shipped.NAME) as file:
        squares = file["squares"]
    kept = shipped.predictions()[-1]
    assert squares.max() == 255 and kept.squares.max() == 1
    np.testing.assert_array_equal(np.round(255 * kept.squares), squares)


@pytest.mark.parametrize("metric", lab.METRICS)
def test_no_caption_says_a_number_in_the_computers_way(metric):
    for seed in range(-1, 5):
        curve = lab.size_curve(MODELS, metric=metric, seed=seed)
        assert not re.search(r"\de[+-]|nan|inf|^-0$", f"{curve.first_words} {curve.last_words}")


def test_answers_are_shown_largest_digit_first():
    sizes, first, second, kept = shipped.predictions()
    shown = lab.answers(kept, sizes, first, second, parameters=95_180, seed=1)
    assert shown.chance.shape == (24, 9)
    np.testing.assert_allclose(shown.chance[3, 8], np.exp(kept.log_probs[-1, 1, 3, 0]))
    assert f"{first[0]:,} + {second[0]:,}" in shown.worked and f"right is {first[0] + second[0]:,}" in shown.worked


def test_the_main_panel_shows_what_the_chapter_says():
    exact, digits = (lab.size_curve(MODELS, metric=metric) for metric in ("exact_match", "digit_accuracy"))
    assert np.all(exact.mean[:3] < 0.01) and exact.mean[-1] > 0.7
    assert exact.tenth > 5 * digits.tenth and exact.steepest > 1.5 * digits.steepest
    assert np.sum((exact.mean > 0.1 * exact.last) & (exact.mean < 0.9 * exact.last)) >= 3  # sizes inside the rise
    low, high = (lab.size_curve(MODELS, metric="cross_entropy").mean[i] for i in (0, -1))
    assert low > 2 and high < 0.2


def test_digits_do_not_fail_alone_and_carries_cost():
    small, large = (lab.by_carries(MODELS, GROUPS, parameters=size) for size in (1_020, 95_180))
    assert float(small.ratio) < float(large.ratio) <= 1.01
    middle = lab.by_carries(MODELS, GROUPS, parameters=3_524)
    assert middle.with_carry < middle.without_carry and middle.exact[0] > middle.exact[5]
    assert middle.accuracy[:8].min() > middle.accuracy[16:].max()  # common totals first


@pytest.mark.parametrize("log_score", [False, True])
def test_drawings_have_the_curves_data(log_score):
    curve = lab.size_curve(MODELS, metric="exact_match", seed=3)
    ax = axes()
    drawings.draw_size_curve(curve, ax, log_score=log_score)
    *seeds, shown = ax.lines
    assert [line.get_label() for line in seeds] == [f"seed {n}" for n in range(len(seeds))]
    np.testing.assert_array_equal(shown.get_ydata(), curve.values[3])
    assert shown.get_label() == "seed 3" and ax.get_yscale() == ("log" if log_score else "linear")


@pytest.mark.parametrize("metric", lab.METRICS)
def test_a_logarithm_hides_zeros_and_nothing_else(metric):
    """A score without a logarithm, as a log-likelihood, is drawn whole, whatever is ticked."""
    sizes, _, _, kept = shipped.predictions()
    chosen = {"measures": METRICS, "metric": metric, "items": 32, "seed": 0}
    for draw, shown, values in (
        (drawings.draw_size_curve, curve := lab.size_curve(MODELS, metric=metric, seed=2), curve.shown),
        (drawings.draw_remeasured, few := lab.remeasured(kept, sizes, MODELS, **chosen), few.values),
    ):
        ax = axes()
        draw(shown, ax, log_score=True)
        drawn = np.ma.getmaskarray(ax.lines[-1].get_ydata(orig=True))
        np.testing.assert_array_equal(drawn, (values <= 0) & (ax.get_yscale() == "log"))


def test_every_drawing_draws():
    sizes, first, second, kept = shipped.predictions()
    carried = lab.by_carries(MODELS, GROUPS, parameters=1_020)
    seen = lab.training_so_far(STEPS, step=100)
    for draw, shown, lines in [
        (drawings.draw_carries, carried, 2),
        (drawings.draw_recipe, lab.recipe(MODELS, panel="uniform"), 7),
        (drawings.draw_skewed_training, seen, 6),
        (drawings.draw_uniform_training, seen, 6),
    ]:
        ax = axes()
        draw(shown, ax)
        assert len(ax.lines) == lines and ax.get_xlabel() and ax.get_ylabel()
    ax = axes()
    drawings.draw_totals(carried, ax)
    np.testing.assert_array_equal([bar.get_height() for bar in ax.patches], carried.accuracy)
    ax = axes()
    shown = lab.answers(kept, sizes, first, second, parameters=1_020, seed=0)
    drawings.draw_answers(shown, ax)
    np.testing.assert_array_equal(ax.images[0].get_array(), shown.chance)
    ax = axes()
    drawings.draw_answers(lab.answers(kept, sizes, first, second, parameters=1_020, seed=0, problems=12), ax)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["1", "12"] and ax.get_ylim() == (11.5, -0.5)
    assert [label.get_text() for label in ax.get_xticklabels()] == ["10⁸", "10⁴", "units"]


def test_longer_problems_start_later():
    curves = [lab.length_curve(GROUPS, operand_digits=length) for length in range(1, 9)]
    starts = [curve.at[np.argmax(curve.mean > 0.1)] for curve in curves]
    assert starts == sorted(starts) and starts[0] < 500 < 1_500 < starts[-1]
    exact = lab.size_curve(MODELS, metric="exact_match")
    np.testing.assert_allclose(curves[-1].mean, exact.mean, atol=1e-4)
    with pytest.raises(ValueError, match="1 to 8"):
        lab.length_curve(GROUPS, operand_digits=9)


def test_the_other_panels_show_what_the_chapter_says():
    even = lab.size_curve(MODELS, metric="exact_match", panel="uniform")
    assert even.values[:, -1].min() < 0.2 and np.sort(even.values[:, -1])[1] > 0.9  # one seed of five fails
    for panel in ("largest-first", "absolute"):
        assert lab.half_size(MODELS, panel=panel) == np.inf
    skewed, uniform = (lab.time_curve(STEPS, metric="cross_entropy", panel=name) for name in ("time", "time-uniform"))
    assert uniform.steepest > skewed.steepest > 2
    late = skewed.at > 350
    assert np.all(uniform.mean[late] < skewed.mean[late])


def test_todays_code_trains_the_models_of_the_shipped_table():
    rows, _, _ = Examination().sit(Training(Recipe(width=8), (0, 1, 2, 3, 4)).run().models)
    models = shipped.models()
    here = (models["panel"] == "main") & (models["width"] == 8)
    for metric, apart in (("exact_match", 0.01), ("digit_accuracy", 0.02), ("cross_entropy", 0.05)):
        expected = models[metric][here][np.argsort(models["seed"][here])]
        np.testing.assert_allclose([row[metric] for row in rows], expected, atol=apart)
