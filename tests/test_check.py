"""Checks of arguments: each returns what it was given, or says what was wrong and what is allowed."""

import re

import numpy as np
import pytest

from simulations import check

METRICS = ("Brier score", "edit distance")
DAY = np.datetime64("2020-01-01")


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda: check.require(False, "steps", "rise", 3), "steps must rise, not 3"),
        (lambda: check.one_of("metric", "x", METRICS), "metric must be one of Brier score, edit distance, not 'x'"),
        (lambda: check.one_of("width", 7, [8, 16]), "width must be one of 8, 16, not 7"),
        (lambda: check.within("rate", 1.5, 0, 1), "rate must lie from 0 to 1, not 1.5"),
        (lambda: check.within("noise", -0.1, 0, 0.5), "noise must lie from 0 to 0.5, not -0.1"),
        (lambda: check.within("rate", np.float64(1.5), 0, 1), "rate must lie from 0 to 1, not 1.5"),
        (lambda: check.within("rate", np.array(1.5), 0, 1), "rate must lie from 0 to 1, not 1.5"),
        (lambda: check.between("share", 0, 0, 1), "share must lie between 0 and 1, both excluded, not 0"),
        (lambda: check.between("share", 1.0, 0, 1), "share must lie between 0 and 1, both excluded, not 1.0"),
        (lambda: check.above("loss", 1.5, 1.69, unit="nats"), "loss must be above 1.69 nats, not 1.5"),
        (lambda: check.above("spread", 0), "spread must be above 0, not 0"),
        (lambda: check.at_least("served", -1, 0, unit="tokens"), "served must be 0 or more tokens, not -1"),
        (lambda: check.whole("items", 2.5, 1), "items must be a whole number, 1 or more, not 2.5"),
        (lambda: check.whole("items", 0, 1), "items must be a whole number, 1 or more, not 0"),
        (lambda: check.whole("seed", 10_001, 0, 10_000), "seed must be a whole number, 0 to 10,000, not 10001"),
    ],
)
def test_what_is_wrong_and_what_is_allowed(call, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        call()


@pytest.mark.parametrize("value", ["3", None, {}, 1j, [[1], [1, 2]], ["a", "b"], print, DAY])
@pytest.mark.parametrize(
    "test, allowed",
    [
        (lambda value: check.within("rate", value, 0, 1), "lie from 0 to 1"),
        (lambda value: check.between("rate", value, 0, 1), "lie between 0 and 1, both excluded"),
        (lambda value: check.above("rate", value), "be above 0"),
        (lambda value: check.at_least("rate", value, 1), "be 1 or more"),
        (lambda value: check.whole("rate", value, 1), "be a whole number, 1 or more"),
        (lambda value: check.one_of("rate", value, METRICS), "be one of Brier score, edit distance"),
    ],
)
def test_what_is_no_number_is_refused_in_the_same_words(test, allowed, value):
    with pytest.raises(ValueError, match=f"^rate must {allowed}, not "):
        test(value)


def test_what_cannot_be_a_key_is_refused_and_infinity_is_no_whole_number():
    with pytest.raises(ValueError, match=r"^rate must be one of 0.1, not \[0.1\]$"):
        check.one_of("rate", [0.1], {0.1: "slow"})
    with pytest.raises(ValueError, match="^metric must be one of Brier score, edit distance, not array"):
        check.one_of("metric", np.array([1, 2]), METRICS)
    with pytest.raises(ValueError, match="^items must be a whole number, 1 or more, not inf$"):
        check.whole("items", np.inf, 1)
    assert check.whole("seed", 10**30, 0) == 10**30


def test_a_long_value_is_cut():
    with pytest.raises(ValueError) as refused:
        check.one_of("metric", "x" * 10_000, METRICS)
    assert str(refused.value).endswith("x…") and len(str(refused.value)) < 300


@pytest.mark.parametrize("value", [0, 0.5, 1, np.float64(0.3), [0.0, 1.0]])
def test_what_is_allowed_comes_back(value):
    assert check.within("rate", value, 0, 1) is value


def test_the_ends():
    assert check.at_least("items", 1, 1) == check.whole("items", 1, 1) == check.whole("items", 1, 0, 1) == 1
    assert check.one_of("metric", METRICS[0], METRICS) is METRICS[0]


@pytest.mark.parametrize("test", [check.between, check.within])
def test_nan_never_passes(test):
    with pytest.raises(ValueError, match="rate must .*, not nan$"):
        test("rate", float("nan"), 0, 1)


def test_of_an_array_the_first_at_fault_is_said():
    with pytest.raises(ValueError, match=r"^rate must lie from 0 to 1, not 1\.5$"):
        check.within("rate", np.array([[0.5, 1.5], [2.0, 0.1]]), 0, 1)
