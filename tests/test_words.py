"""Numbers in words."""

import numpy as np
import pytest

from simulations import words


@pytest.mark.parametrize(
    ("value", "said"), [(3.12e21, "3.1×10²¹"), (9.99e9, "1×10¹⁰"), (0.05, "5×10⁻²"), (np.inf, "never")]
)
def test_powers(value, said):
    assert words.powers(value) == said


def test_a_power_of_ten_is_written_in_plain_letters():
    assert [words.power_of_ten(exponent) for exponent in (-2, 0, 21)] == ["10⁻²", "10⁰", "10²¹"]


@pytest.mark.parametrize(
    ("value", "said"), [(5.76e23, "5.76 × 10²³"), (1e18, "10¹⁸"), (2.5e-3, "2.5 × 10⁻³"), (np.inf, "never")]
)
def test_scientific(value, said):
    assert words.scientific(value) == said


@pytest.mark.parametrize(
    ("value", "said"), [(0.0123, "0.012"), (2.44, "2.4"), (9.96, "10"), (28.6, "29"), (1793, "1,800")]
)
def test_two_digits(value, said):
    assert words.two_digits(value) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (5.049e-9, "5.05×10⁻⁹"),
        (-5.049e-9, "−5.05×10⁻⁹"),
        (0.0, "0"),
        (0.1234, "0.123"),
        (99.96, "100"),
        (12345, "12,300"),
    ],
)
def test_three_digits(value, said):
    assert words.number(value, digits=3) == said


def test_thousands_have_their_comma_when_all_digits_are_known():
    assert [words.number(value, digits=4) for value in (1234, -1001, 999.9)] == ["1,234", "-1,001", "999.9"]


@pytest.mark.parametrize(
    ("value", "digits", "said"),
    [
        (31e6, 3, "31M"),
        (72.24e9, 3, "72.2B"),
        (72.24e9, 2, "72B"),
        (999.6e6, 3, "1B"),
        (1.4e12, 3, "1.4T"),
        (4e3, 2, "4,000"),
        (610, 3, "610"),
        (5e15, 3, "over 1,000T"),
        (np.inf, 3, "never"),
    ],
)
def test_parameters_in_words(value, digits, said):
    assert words.parameters_in_words(value, digits=digits) == said


def test_a_size_has_three_digits_where_nothing_else_is_asked_for():
    assert [words.parameters_in_words(value) for value in (1_234_567_890, 4_321)] == ["1.23B", "4,320"]


def test_one_in():
    assert words.one_in(1 / 2987) == "1 in 3,000"
    assert words.one_in(0.0) == "0"


def test_shares_never_round_to_certainty():
    assert [words.share_in_words(share) for share in (0.0, 0.0001, 0.5, 1.0)] == [
        "0.0%",
        "under 0.1%",
        "50.0%",
        "over 99.9%",
    ]


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0.24, "14 seconds"),
        (1, "1 minute"),
        (12.1, "12 minutes"),
        (60, "1 hour"),
        (319, "5.3 hours"),
        (1e4, "170 hours"),
    ],
)
def test_a_duration_has_its_unit(minutes, said):
    assert words.duration(minutes) == said


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: words.powers(0), "value must be above 0, not 0"),
        (lambda: words.number(float("nan"), digits=2), "value must be a finite number, not nan"),
        (lambda: words.parameters_in_words(float("nan")), "parameters must be above 0, not nan"),
        (lambda: words.duration(0), "minutes must be above 0, not 0"),
        (lambda: words.one_in(1.5), "rate must lie from 0 to 1, not 1.5"),
    ],
)
def test_bad_input_says_what_is_allowed(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@pytest.mark.parametrize(
    ("share", "said"),
    [(0.9, "90%"), (0.995, "99.5%"), (0.0004, "0.04%"), (-0.02, "−2%"), (0.29, "29%"), (10, "1,000%")],
)
def test_a_percentage_has_no_zeros_that_say_nothing(share, said):
    assert words.percent(share) == said


@pytest.mark.parametrize(
    ("value", "spec", "said"),
    [
        (-0.25, ".2f", "−0.25"),
        (2.3, "+.1f", "+2.3"),
        (-0.001, "z.2f", "0.00"),
        (-1234.5, ",.0f", "−1,234"),
        (7, "", "7"),
    ],
)
def test_a_format_has_a_minus_sign_and_no_hyphen(value, spec, said):
    assert words.formatted(value, spec) == said
