"""Carries against every addition there is, against Python's own sums, and against simulation."""

import itertools

import numpy as np
import pytest

from simulations.theories import carries


def test_column_chances_are_counted_over_all_digit_pairs():
    sums = np.add.outer(np.arange(10), np.arange(10))
    expected = (sums >= 10).mean(), (sums == 9).mean(), (sums < 9).mean()
    assert carries.column_chances() == pytest.approx(expected)


@pytest.mark.parametrize("base", [2, 3])
def test_longest_chain_agrees_with_every_addition(base):
    digits = 4
    pairs = itertools.product(range(base), repeat=2 * digits)
    columns = np.array([np.add(pair[:digits], pair[digits:]) for pair in pairs])
    longest = carries.entering_chains(columns, base=base).max(axis=1)
    counted = np.bincount(longest, minlength=digits + 1) / len(columns)
    np.testing.assert_allclose(carries.longest_chain(digits, base=base), counted, atol=1e-12)


def test_chains_of_a_hand_worked_addition():
    columns = np.array([[10, 9, 9, 4], [3, 12, 9, 18]])  # 4999 + 1; and 9,9,12,3 from the top
    expected = [[0, 1, 2, 3, 0], [0, 0, 1, 2, 1]]
    np.testing.assert_array_equal(carries.entering_chains(columns), expected)


def test_a_chain_enters_a_digit_exactly_when_python_carries():
    rng = np.random.default_rng(0)
    a, b = rng.integers(10, size=(2, 200, 6))
    place = 10 ** np.arange(6)
    total = [int(x) + int(y) for x, y in zip(a @ place, b @ place, strict=True)]
    digit = np.array([[n // 10**j % 10 for j in range(7)] for n in total])
    plain = np.pad((a + b) % 10, ((0, 0), (0, 1)))
    np.testing.assert_array_equal(carries.entering_chains(a + b) > 0, digit != plain)


def test_the_expected_longest_chain_grows_as_the_logarithm_in_base_two():
    means = [carries.longest_chain(n, base=2) @ np.arange(n + 1) for n in (64, 128, 256)]
    # pippenger2002analysis: log2 n plus a bounded term of period one in log2 n, so doubling n adds one
    np.testing.assert_allclose(np.diff(means), 1.0, atol=0.02)


def test_whole_sum_and_product_agree_without_carry_errors():
    result = carries.carry_errors(digit_accuracy=0.9, carry_accuracy=1.0)
    np.testing.assert_allclose(result.exact, 0.9 ** (result.digits + 1), rtol=1e-12)
    np.testing.assert_allclose(result.product, result.exact, rtol=1e-12)


def test_a_model_without_carries_is_right_on_sums_without_them():
    result = carries.carry_errors(digit_accuracy=1.0, carry_accuracy=0.0)
    np.testing.assert_allclose(result.exact, 0.55**result.digits, rtol=1e-12)
    # a digit is entered by a carry with chance (1 − 0.1^j) / 2: each column keeps a tenth of the distance to one half
    entered = [(1 - 0.1**j) / 2 for j in range(13)]
    np.testing.assert_allclose(result.product, np.cumprod(1 - np.array(entered))[1:], rtol=1e-12)
    assert result.ratio < 0.5


def test_exact_match_agrees_with_simulated_additions():
    rng, additions = np.random.default_rng(0), 40_000
    entering = carries.entering_chains(carries.random_columns(additions, 12, rng=rng))
    right = rng.random(entering.shape) < 0.95 * 0.7**entering
    # The first j columns of an addition are an addition of j columns, whose top digit is the carry that leaves them.
    counted = np.logical_and.accumulate(right, axis=1).mean(axis=0)
    result = carries.carry_errors(digit_accuracy=0.95, carry_accuracy=0.7)
    # four standard errors of a share of 40,000
    np.testing.assert_allclose(counted[1:], result.exact, atol=4 * np.sqrt(0.25 / additions))
    assert result.ratio == result.product[-1] / result.exact[-1]


def test_means_are_means():
    assert carries.chains(digits=8).mean == pytest.approx(1.306, abs=5e-4)
    result = carries.carry_errors(digit_accuracy=0.9, carry_accuracy=1.0)
    np.testing.assert_allclose(result.accuracy, 0.9)  # every digit is right with this chance, the top one, too


def test_grouped_lengths_keep_the_total():
    result = carries.chains(digits=20, base=2)
    assert result.exact_short.shape == result.simulated_short.shape == (8,)
    assert result.exact_short.sum() == pytest.approx(1)
    assert carries.chains(digits=3).exact_short[4:].sum() == 0
    assert carries.chains(digits=3).long == 0
    assert carries.chains(digits=8).long == pytest.approx(1 / 5600, rel=0.01)


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="digits must be 1 or more, not 0"):
        carries.longest_chain(0)
    with pytest.raises(ValueError, match="base must be 2 or more, not 1"):
        carries.column_chances(1)
    with pytest.raises(ValueError, match="carry_accuracy must lie from 0 to 1, not 2"):
        carries.carry_errors(carry_accuracy=2)
    with pytest.raises(ValueError, match="most must be 1 or more, not 0"):
        carries.carry_errors(most=0)


def test_carries_alone_agree_with_every_two_column_addition():
    pairs = np.array([(a, b, c, d) for a in range(10) for b in range(10) for c in range(10) for d in range(10)])
    columns = np.stack([pairs[:, 0] + pairs[:, 1], pairs[:, 2] + pairs[:, 3]], axis=1)
    accuracy = np.where(carries.entering_chains(columns) > 0, 0.6, 0.9)
    exact, product = carries.carries_alone(digits=2, without_carry=0.9, with_carry=0.6)
    assert exact == pytest.approx(accuracy.prod(axis=1).mean())
    assert product == pytest.approx(accuracy.mean(axis=0).prod())


def test_totals_alone_agree_with_every_two_column_addition():
    pairs = np.array([(a, b, c, d) for a in range(10) for b in range(10) for c in range(10) for d in range(10)])
    low = pairs[:, 0] + pairs[:, 1]
    high = pairs[:, 2] + pairs[:, 3] + (low >= 10)
    by_total = np.linspace(1, 0.05, 20)
    exact, product = carries.totals_alone(by_total[None], digits=2)
    assert exact[0] == pytest.approx((by_total[low] * by_total[high]).mean())
    assert product[0] == pytest.approx(by_total[low].mean() * by_total[high].mean())
