"""Numbers in words."""

import numpy as np
import pytest

from simulations import magnitudes


@pytest.mark.parametrize(
    ("value", "words"), [(3.12e21, "3.1×10²¹"), (9.99e9, "1×10¹⁰"), (0.05, "5×10⁻²"), (np.inf, "never")]
)
def test_powers(value, words):
    assert magnitudes.powers(value) == words


def test_a_power_of_ten_is_written_in_plain_letters():
    assert [magnitudes.power_of_ten(exponent) for exponent in (-2, 0, 21)] == ["10⁻²", "10⁰", "10²¹"]


@pytest.mark.parametrize(("value", "words"), [(0.0123, "0.012"), (2.44, "2.4"), (28.6, "29"), (1793, "1,800")])
def test_two_digits(value, words):
    assert magnitudes.two_digits(value) == words


@pytest.mark.parametrize(("value", "words"), [(31e6, "31M"), (2.4e9, "2.4B"), (1e12, "1T"), (np.inf, "never")])
def test_parameters_in_words(value, words):
    assert magnitudes.parameters_in_words(value) == words


def test_one_in():
    assert magnitudes.one_in(1 / 2987) == "1 in 3,000"
    assert magnitudes.one_in(0.0) == "0"
    with pytest.raises(ValueError, match="rate"):
        magnitudes.one_in(1.5)


def test_shares_never_round_to_certainty():
    assert [magnitudes.share_in_words(share) for share in (0.0, 0.0001, 0.5, 1.0)] == [
        "0.0%",
        "under 0.1%",
        "50.0%",
        "over 99.9%",
    ]


def test_powers_refuses_zero():
    with pytest.raises(ValueError, match="value"):
        magnitudes.powers(0)
