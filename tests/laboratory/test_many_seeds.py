"""Many seeds of a size: by hand, and what the chapter says of the twenty."""

from itertools import combinations

import numpy as np
import pytest

from simulations.laboratory import captions, shipped
from simulations.laboratory.curves import EVERY, by_seed, half_size, size_curve
from simulations.laboratory.many_seeds import many_seeds, piled
from simulations.laboratory.measure import METRICS
from tests.laboratory.tables import toy

MODELS, MANY = shipped.models(), shipped.many_seeds()
SCORES = [[0.0, 0.12], [0.0, 0.9], [0.0, 0.14], [0.3, 1.0], [0.0, 0.97]]


def found(**named):
    return many_seeds(toy(SCORES, at=(100.0, 1_000.0)), panel="main", parameters=1_000, **named)


def test_by_hand():
    """Two of five below the gap: of two drawn, six pairs in ten have one from each side."""
    few = found(seeds=2)
    assert (few.below, few.above, few.gap_from, few.gap_to) == (2, 3, 0.14, 0.9)
    assert few.both == pytest.approx(0.6)
    assert few.few_mean == pytest.approx(0.51) and few.all_mean == pytest.approx(0.626)
    np.testing.assert_allclose(few.few, [0, 0.51])
    np.testing.assert_allclose(few.all, [0.06, 0.626])
    assert few.every.tolist() == SCORES and few.scores.tolist() == [row[1] for row in SCORES]


def test_each_recipe_has_as_many_places_as_the_table_has_sizes():
    main, even = (many_seeds(MANY, panel=panel) for panel in ("main", "uniform"))
    assert main.at.shape == even.at.shape == (12,) and main.every.shape == even.every.shape == (20, 12)
    assert main.at.count() == main.all.count() == 12 and even.at.count() == even.few.count() == 6
    assert even.every.count() == 120 and even.at.compressed().tolist() == main.at.compressed()[::2].tolist()


@pytest.mark.parametrize("seeds", [1, 5])
def test_one_model_sees_no_gap_and_all_do(seeds):
    assert found(seeds=seeds).both == (0 if seeds == 1 else 1)


def test_the_chance_of_both_sides_is_the_share_of_the_choices():
    scores = found().scores
    for seeds in range(1, 6):
        sides = [{score > 0.5 for score in chosen} for chosen in combinations(scores, seeds)]
        assert found(seeds=seeds).both == pytest.approx(np.mean([len(side) == 2 for side in sides]))


def test_models_of_about_one_score_are_piled_up_in_their_order():
    """0 and 1 lie in the first and the last pile, a score on an edge in the pile above it."""
    at, height = piled(np.array([0.0, 0.04, 1.0, 0.05, 0.96, 0.15, 0.049]))
    np.testing.assert_allclose(at, [0.025, 0.025, 0.975, 0.075, 0.975, 0.175, 0.025])
    assert height.tolist() == [1, 2, 1, 1, 2, 1, 3]


@pytest.mark.parametrize(
    ("named", "message"),
    [
        ({"seeds": 0}, "seeds must be a whole number, 1 to 20, not 0"),
        ({"seeds": 21}, "seeds must be a whole number, 1 to 20, not 21"),
        ({"parameters": 151}, "parameters must be one of 150.0, .* not 151.0"),
        ({"metric": "brier_score"}, "metric must be one of digit_accuracy, exact_match, .* not 'brier_score'"),
        ({"panel": "full"}, "panel must be one of main, uniform, not 'full'"),
    ],
)
def test_what_there_is_not_is_named(named, message):
    with pytest.raises(ValueError, match=message):
        many_seeds(MANY, **named)


def test_a_model_without_a_score_is_refused():
    with pytest.raises(ValueError, match="models must have a score for every seed and size, not 'exact_match'"):
        many_seeds(toy([[0.1, np.nan, 0.2]]), panel="main", parameters=100)


@pytest.mark.parametrize("panel", ["main", "uniform"])
def test_the_shipped_models_are_the_first_five_of_twenty(panel):
    for metric in ("exact_match", "cross_entropy"):
        sizes, five = by_seed(MODELS, "parameters", metric, panel)
        same, twenty = by_seed(MANY, "parameters", metric, panel)
        assert sizes.tolist() == same.tolist() and twenty.shape == (20, len(sizes))
        np.testing.assert_allclose(twenty[:5], five, atol=1e-5)


@pytest.mark.parametrize("metric", METRICS)
def test_the_curve_of_the_first_five_is_the_shipped_one(metric):
    for seed in (EVERY, 0, 4):
        five, shown = size_curve(MANY, metric=metric, seeds=5, seed=seed), size_curve(MODELS, metric=metric, seed=seed)
        for name, value in vars(shown).items():
            np.testing.assert_array_equal(getattr(five, name), value, err_msg=name)


def test_the_curve_of_twenty_is_another():
    five, twenty = (size_curve(MANY, seeds=seeds) for seeds in (5, 20))
    assert len(five.values) == 5 and len(twenty.values) == 20
    assert [round(curve.tenth) for curve in (five, twenty)] == [1_617, 1_720]
    assert [(round(curve.spread, 2), curve.at_spread) for curve in (five, twenty)] == [(0.50, 13_140), (0.58, 3_524)]
    assert size_curve(MANY, seeds=20, seed=3).shown.tolist() == size_curve(MANY, seeds=5, seed=3).shown.tolist()


def test_what_the_chapter_says_of_the_main_curve_with_twenty():
    """Better at 1,020 weights than at 634 by every metric, where the five were worse by every one."""
    for metric in METRICS:
        five, twenty = (size_curve(MANY, metric=metric, seeds=seeds) for seeds in (5, 20))
        better = np.sign(five.last - five.first)
        assert better * np.diff(five.mean)[2] < 0 < better * np.diff(twenty.mean)[2]
    falls = [round(size_curve(MANY, metric="cross_entropy", seeds=seeds).steepest, 1) for seeds in (5, 20)]
    assert falls == [1.9, 1.3]
    smallest, second = (4_000 * size_curve(MANY).values[:, size] for size in (0, 1))
    assert not smallest.any() and not second[:5].any() and sorted(second[second > 0].tolist()) == [2, 3, 11]


def test_there_are_not_two_kinds():
    one = many_seeds(MANY)
    first, others = np.sort(one.scores[:5]), one.scores[5:]
    assert first[0] < 0.085 and first[1] > 0.9 and round(float(others.min()), 2) == 0.73
    assert (one.below, one.both) == (1, 0.25) and (round(one.few_mean, 2), round(one.all_mean, 2)) == (0.77, 0.89)
    for panel in ("main", "uniform"):
        for metric in ("exact_match", "digit_accuracy"):
            for scores in np.sort(by_seed(MANY, "parameters", metric, panel)[1].T):
                wide = np.flatnonzero(np.diff(scores) > 0.1) + 1
                assert all(min(below, 20 - below) <= 2 for below in wide)
    digits = np.sort(many_seeds(MANY, metric="digit_accuracy").scores)
    assert round(digits[0], 2) == 0.88 and round(digits[1], 2) == 0.96


def test_the_models_of_one_size_fill_a_wide_range():
    scores = many_seeds(MANY, parameters=3_524).scores
    assert [round(float(end), 2) for end in (scores.min(), scores.mean(), scores.max())] == [0.21, 0.62, 0.98]
    assert np.sum(abs(scores - scores.mean()) > 0.15) == 14 and np.sum((scores > 0.4) & (scores < 0.75)) == 9


def test_what_five_seeds_had_shown_and_twenty_do_not():
    digits = [size_curve(models, metric="digit_accuracy").mean for models in (MODELS, MANY)]
    assert digits[0][3] < digits[0][2] and digits[1][3] > digits[1][2]
    assert half_size(MANY) / half_size(MODELS) == pytest.approx(1.15, abs=0.005)
    at, exact = by_seed(MANY, "parameters", "exact_match", "main")
    _, right = by_seed(MANY, "parameters", "digit_accuracy", "main")
    fives = [list(five) for five in combinations(range(20), 5)]
    steeper = [steepest(at, exact[five].mean(0)) > steepest(at, right[five].mean(0)) for five in fives[::10]]
    assert np.mean(steeper) == pytest.approx(1 / 3, abs=0.05)
    exact_20, digits_20 = (size_curve(MANY, metric=name) for name in ("exact_match", "digit_accuracy"))
    assert abs(exact_20.steepest - digits_20.steepest) < 0.15 and exact_20.tenth > 4 * digits_20.tenth


def steepest(at, mean):
    done = (mean - mean[0]) / (mean.max() - mean[0])
    return np.max(np.diff(done) / np.diff(np.log10(at)))


def test_the_caption_says_who_would_see_the_gap():
    said = captions.many_seeds(many_seeds(MANY))
    assert said["few"] == "The first 5 seeds have a mean of 0.77, all 20 one of 0.89"
    assert said["gap"] == (
        "The widest gap, from 0.08 to 0.73, has 1 of the models below it and 19 above: 5 of them, drawn by lot, are on "
        "both sides with a chance of 25%"
    )
    assert captions.many_seeds(many_seeds(MANY, seeds=1))["few"].startswith("The first seed has 0.96, all")
    assert captions.many_seeds(many_seeds(MANY, seeds=20)) == {
        "few": "All 20 have a mean of 0.89",
        "gap": "The widest gap, from 0.08 to 0.73, has 1 of the models below it and 19 above",
    }
    assert captions.many_seeds(many_seeds(MANY, panel="main"))["gap"] == "Neighbours are at most 0.08 apart"
