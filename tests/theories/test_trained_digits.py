"""Trained models' digits, on tables made by hand."""

import numpy as np
import pytest

from simulations.theories import carries, trained_digits

MODELS = dict(
    panel=np.array(["main", "main", "main", "uniform"]),
    status=np.array(["ok", "ok", "diverged", "ok"]),
    seed=np.array([0.0, 0, 1, 0]),
    parameters=np.array([350.0, 1000, 1000, 1000]),
    exact_match=np.array([0.001, 0.5, np.nan, 0.9]),
    independent_match=np.array([0.0005, 0.4, np.nan, 0.9]),
    accuracy_without_carry=np.array([0.5, 1.0, np.nan, 1.0]),
    accuracy_with_carry=np.array([0.5, 0.0, np.nan, 1.0]),
)
# two rows by carries and one by place for one model; twenty totals for two: the second knows totals below ten alone
GROUPS = dict(
    group=np.array(["carries", "carries", "place"] + ["total"] * 40),
    parameters=np.array([1000.0] * 3 + [350] * 20 + [1000] * 20),
    seed=np.zeros(43),
    value=np.array([1.0, 0, 0, *range(20), *range(20)]),
    digit_accuracy=np.array([0.8, 0.95, 0.9] + [0.5] * 20 + [1] * 10 + [0] * 10),
    exact_match=np.array([0.3, 0.9, 0.7] + [0] * 40),
    independent_match=np.array([0.2, 0.9, 0.7] + [0] * 40),
)


def test_the_main_panels_models_are_read_and_the_rest_left_out():
    result = trained_digits.trained_digits(models=MODELS, groups=GROUPS, parameters=1000)
    np.testing.assert_allclose(result.ratio, [np.nan, 0.8])
    np.testing.assert_array_equal(result.chosen, [False, True])
    np.testing.assert_array_equal(result.number, [0, 1])
    np.testing.assert_array_equal(result.exact, [0.9, 0.3])
    np.testing.assert_array_equal(result.product, [0.9, 0.2])
    assert (result.size, result.whole, result.times) == (1000, 0.5, 0.8)


def test_too_few_right_sums_give_no_ratio():
    result = trained_digits.trained_digits(models=MODELS, groups=GROUPS, parameters=350)
    assert np.isnan(result.times)


def test_the_ratio_of_a_size_is_the_mean_of_its_seeds():
    models = {name: np.concatenate([column, column[1:2]]) for name, column in MODELS.items()}
    models["seed"][-1], models["accuracy_with_carry"][-1] = 2, 1.0  # a second model of 1,000 that knows carries
    groups = {name: np.concatenate([column, column[-20:]]) for name, column in GROUPS.items()}
    groups["seed"][-20:] = 2
    result = trained_digits.trained_digits(models=models, groups=groups, parameters=1000)
    alone = trained_digits.trained_digits(models=MODELS, groups=GROUPS, parameters=1000)
    assert result.carries_ratio[1] == pytest.approx((alone.carries_ratio[1] + 1) / 2)


@pytest.mark.parametrize(("right", "given"), [(0.0049, False), (0.005, True)])
def test_a_ratio_needs_twenty_right_sums_of_4000(right, given):
    models = MODELS | {"exact_match": np.array([right, 0.5, np.nan, 0.9])}
    result = trained_digits.trained_digits(models=models, groups=GROUPS, parameters=350)
    assert np.isfinite(result.ratio[0]) == given


def test_carries_alone_agree_with_the_closed_forms():
    result = trained_digits.trained_digits(models=MODELS, groups=GROUPS, parameters=1000)
    assert result.carries_ratio[0] == pytest.approx(1)  # carries make no difference to the small model
    exact, product = carries.carries_alone(digits=8, without_carry=1.0, with_carry=0.0)
    assert exact == pytest.approx(0.55**8)  # no column may generate a carry
    assert result.carries_ratio[1] == pytest.approx(product / exact)


def test_totals_alone_agree_with_the_closed_forms():
    result = trained_digits.trained_digits(models=MODELS, groups=GROUPS, parameters=1000)
    assert result.totals_ratio[0] == pytest.approx(1)
    # no column may hand a carry on; a total is ten or more exactly when one does: chance (1 − 0.1^j) / 2 at column j
    product = np.prod([1 - (1 - 0.1**j) / 2 for j in range(1, 9)])
    assert result.totals_ratio[1] == pytest.approx(product / 0.55**8)


def test_an_unknown_model_is_named():
    with pytest.raises(ValueError, match=r"parameters and seed must name one trained model, not \(1000, 1\)"):
        trained_digits.trained_digits(models=MODELS, groups=GROUPS, parameters=1000, seed=1)
