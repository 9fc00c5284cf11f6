"""Slots are filled as Python formats, or as the book says numbers; a slot that cannot be is named."""

import pytest

from simulations.exercises.wording import filled, slots


def test_slots_are_filled():
    values = {"n": 12_345, "share": 0.905, "big": 2.5e23, "word": "left"}
    text = "@{n:,} and @{share:.0%} or @{share:percent}, @{big:powers}; @{word}; $x^{@{n}}$, a@b.c"
    assert filled(text, values) == "12,345 and 90% or 90.5%, 2.5×10²³; left; $x^{12345}$, a@b.c"
    assert slots(text) == {"n", "share", "big", "word"}


@pytest.mark.parametrize(("text", "words"), [("@{m}", "must name one of n"), ("@{n:percents}", "cannot be said of 3")])
def test_a_slot_that_cannot_be_is_named(text, words):
    with pytest.raises(ValueError, match=words):
        filled(text, {"n": 3})
