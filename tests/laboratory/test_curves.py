"""Curves against size and step: against tables worked out by hand, and the shipped ones."""

import re

import numpy as np
import pytest

from simulations.laboratory import shipped
from simulations.laboratory.curves import EVERY, half_size, length_curve, size_curve, time_curve
from simulations.laboratory.examination import Examination
from simulations.laboratory.train import Recipe, Training
from tests.laboratory.tables import toy

MODELS, STEPS, GROUPS = shipped.models(), shipped.steps(), shipped.groups()


def test_a_curve_by_hand():
    """From 0 through 0.4 to 2, a size a decade: a tenth of the change is half of the way to the second size."""
    table = toy([[0.0, 0.3, 2.0], [0.0, 0.5, 2.0]])
    curve = size_curve(table)
    np.testing.assert_allclose(curve.mean, [0, 0.4, 2])
    assert curve.tenth == pytest.approx(10**2.5)
    assert curve.steepest == pytest.approx(0.8) and (curve.steep_from, curve.steep_to) == (1_000, 10_000)
    assert curve.spread == pytest.approx(0.2) and curve.at_spread == 1_000
    assert size_curve(table, seed=1).shown.tolist() == [0.0, 0.5, 2.0]


def test_the_first_seeds_by_hand():
    """Of three seeds the third alone is far up: without it the gap is narrower, and the mean lower."""
    table = toy([[0.0, 0.3, 2.0], [0.0, 0.5, 2.0], [0.0, 1.9, 2.0]])
    first, every = size_curve(table, seeds=2), size_curve(table)
    np.testing.assert_allclose(first.mean, [0, 0.4, 2])
    assert first.values.tolist() == [[0.0, 0.3, 2.0], [0.0, 0.5, 2.0]] and first.spread == pytest.approx(0.2)
    np.testing.assert_allclose(every.mean, [0, 0.9, 2])
    for seeds in (3, EVERY):
        assert every.values.tolist() == size_curve(table, seeds=seeds).values.tolist() and len(every.values) == 3
    assert size_curve(table, seeds=1).mean.tolist() == [0.0, 0.3, 2.0]


@pytest.mark.parametrize("seeds", [0, 3, 1.5, -2, "two", None, [1]])
def test_a_number_of_seeds_that_there_is_not_is_named(seeds):
    with pytest.raises(ValueError, match=re.escape(f"seeds must be one of -1, 1, 2, not {seeds!r}")):
        size_curve(toy([[0.0, 0.5, 1.0]] * 2), seeds=seeds)


def test_a_seed_past_the_first_is_named():
    with pytest.raises(ValueError, match="seed must be 0 to 1, or -1 for the mean, not 2"):
        size_curve(toy([[0.0, 0.5, 1.0]] * 3), seeds=2, seed=2)


def test_a_diverged_model_is_a_gap():
    curve = size_curve(toy([[0.0, np.nan, 1.0], [0.0, 0.5, 1.0]]))
    assert curve.values.mask.tolist() == [[False, True, False], [False] * 3]
    assert curve.mean.tolist() == [0.0, 0.5, 1.0]


def test_half_size_by_hand():
    assert half_size(toy([[0.0, 0.25, 0.75]])) == pytest.approx(10**3.5)
    assert half_size(toy([[0.0, 0.1, 0.2]])) == np.inf


@pytest.mark.parametrize(
    ("options", "message"), [({"metric": "bleu"}, "cross_entropy"), ({"panel": "x"}, "main"), ({"seed": 9}, "0 to 0")]
)
def test_what_there_is_not_is_named(options, message):
    with pytest.raises(ValueError, match=message):
        size_curve(toy([[0.0, 0.5, 1.0]]), **options)


def test_the_main_panel_shows_what_the_chapter_says():
    exact, digits = (size_curve(MODELS, metric=metric) for metric in ("exact_match", "digit_accuracy"))
    assert np.all(exact.mean[:4] < 0.02) and exact.mean[-1] > 0.7
    assert exact.tenth > 4 * digits.tenth and exact.steepest < digits.steepest
    done = [(one.mean[4] - one.first) / (one.last - one.first) for one in (digits, exact)]  # at 1,502 weights
    assert done[0] > 0.6 and done[1] < 0.08
    assert np.sum((exact.mean > 0.1 * exact.last) & (exact.mean < 0.9 * exact.last)) >= 3  # sizes inside the rise
    low, high = (size_curve(MODELS, metric="cross_entropy").mean[i] for i in (0, -1))
    assert low > 2 and high < 0.2


def test_longer_problems_start_later():
    curves = [length_curve(GROUPS, operand_digits=length) for length in range(1, 9)]
    starts = [curve.at[np.argmax(curve.mean > 0.1)] for curve in curves]
    assert starts == sorted(starts) and starts[0] < 500 < 1_500 < starts[-1]
    exact = size_curve(MODELS, metric="exact_match")
    np.testing.assert_allclose(curves[-1].mean, exact.mean, atol=1e-4)
    with pytest.raises(ValueError, match="1 to 8"):
        length_curve(GROUPS, operand_digits=9)


def test_the_other_panels_show_what_the_chapter_says():
    even = size_curve(MODELS, metric="exact_match", panel="uniform")
    there = even.values[:, -2]  # 13,140 weights
    assert there.min() < 0.1 and np.sort(there)[1] > 0.9  # one seed of five fails
    for panel in ("largest-first", "absolute"):
        assert half_size(MODELS, panel=panel) == np.inf
    skewed, uniform = (time_curve(STEPS, metric="cross_entropy", panel=name) for name in ("time", "time-uniform"))
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
