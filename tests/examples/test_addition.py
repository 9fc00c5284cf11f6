import numpy as np
import pytest

from simulations.data import table
from simulations.examples import addition


def test_a_logistic_curve_takes_the_decades_of_its_formula():
    parameters = np.logspace(1, 7, 601)
    score = 1 / (1 + np.exp(-3 * (np.log10(parameters) - 4)))
    # From 10 % to 80 % is ln 9 + ln 4 over the steepness; interpolated on a grid of a hundredth of a decade.
    assert addition.decades(parameters, score) == pytest.approx(np.log(36) / 3, rel=1e-3)


def test_the_means_are_those_of_the_shipped_table():
    rows, seen = table("arithmetic_groups"), addition.lengths(digits=3)
    here = (rows["panel"] == "main") & (rows["group"] == "operand digits") & (rows["value"] == 3)
    smallest = here & (rows["width"] == rows["width"][here].min())
    assert seen.many[0] == pytest.approx(rows["exact_match"][smallest].mean())
    assert seen.many_seeds.shape == (len(seen.parameters), smallest.sum())
    np.testing.assert_allclose(seen.power, seen.one**3)


def test_more_digits_come_later_and_not_much_steeper():
    halves = [addition.lengths(digits=digits).many_half for digits in range(2, 9)]
    assert halves == sorted(halves)
    four = addition.lengths(digits=4)
    assert four.many_half > 1.5 * four.one_half
    assert 0.7 < four.many_decades / four.one_decades < 1.4  # "about the same", as the chapter says


@pytest.mark.parametrize("digits", [1, 9, 2.5])
def test_other_numbers_of_digits_are_refused(digits):
    with pytest.raises(ValueError, match=f"digits must be a whole number, 2 to 8, not {digits}"):
        addition.lengths(digits=digits)
