"""The helper that holds drawings against results: each fault in a drawing is seen."""

from types import SimpleNamespace

import drawn
import numpy as np
import pytest

RESULT = SimpleNamespace(
    steps=np.array([1.0, 2.0, 3.0]),
    copying=np.array([0.1, 0.2, 0.3]),
    matching=np.ma.array([0.1, 0.3, 0.9], mask=[False, False, True]),
    low=np.array([0.0, 0.1, 0.2]),
    here=SimpleNamespace(x=2.0, y=0.2),
)
EXPECTED = {
    "copying": ("steps", "copying"),
    "matching": ("steps", "matching"),
    "band": ("steps", "low", "copying"),
    "bars": ("steps", "copying"),
    "lying bars": ("steps", "copying"),
    "score": ("steps", "copying"),
    "score, interval": ("steps", "low", lambda result: result.copying + 0.1),
    "here": ([2.0], "here.y"),
    "threshold": "here.y",
    "seen": "here.x",
    "hidden": None,
}


def draw(result, ax, *, copying="copying", low="low"):
    values = getattr(result, copying)
    ax.plot(result.steps, values, label="copying")
    ax.plot(result.steps, result.matching, label="matching", marker="o")
    ax.fill_between(result.steps, getattr(result, low), result.copying, label="band")
    ax.bar(result.steps, result.copying, label="bars")
    ax.barh(result.steps, result.copying, label="lying bars")
    ax.errorbar(result.steps, result.copying, yerr=[result.copying - result.low, [0.1] * 3], label="score")
    ax.scatter([result.here.x], [result.here.y], label="here")
    ax.axhline(result.here.y, label="threshold")
    ax.axvline(result.here.x, label="seen")
    ax.plot(result.steps, np.ma.masked_all(3), label="hidden")
    ax.plot(result.steps, result.low)  # without a label, without a field


def test_a_drawing_of_the_fields_named():
    drawn.assert_fields(draw, RESULT, EXPECTED)


def test_a_logarithmic_axis_may_leave_values_out():
    def draw(result, ax):
        ax.plot(result.steps, np.ma.masked_less(result.copying, 0.15), label="copying")

    drawn.assert_fields(draw, RESULT, {"copying": ("steps", "copying")})


def test_what_is_masked_may_not_be_shown():
    def draw(result, ax):
        ax.plot(result.steps, result.matching.data, label="matching")

    with pytest.raises(AssertionError, match="it shows what is masked"):
        drawn.assert_fields(draw, RESULT, {"matching": ("steps", "matching")})


@pytest.mark.parametrize("view", [dict(copying="matching"), dict(copying="low"), dict(low="copying")])
def test_another_field_is_seen(view):
    with pytest.raises(AssertionError, match="does not draw"):
        drawn.assert_fields(draw, RESULT, EXPECTED, **view)


@pytest.mark.parametrize(
    "changed",
    [
        {"copying": None},
        {"hidden": ("steps", "copying")},
        {"threshold": ("steps", "copying")},
        {"threshold": "here.x"},
        {"lying bars": ("copying", "steps")},
        {"one more": "low"},
    ],
)
def test_what_is_expected_is_not_taken_on_trust(changed):
    with pytest.raises(AssertionError):
        drawn.assert_fields(draw, RESULT, EXPECTED | changed)


def test_a_mark_without_an_entry_is_seen():
    with pytest.raises(AssertionError, match="labels"):
        drawn.assert_fields(draw, RESULT, {name: entry for name, entry in EXPECTED.items() if name != "here"})


def test_one_label_is_one_mark():
    def draw(result, ax):
        ax.plot(result.steps, result.low, label="twice")
        ax.plot(result.steps, result.copying, label="twice")

    with pytest.raises(AssertionError, match="two marks have one label"):
        drawn.marks(draw, RESULT)


@pytest.mark.parametrize(
    ("ticks", "words", "message"),
    [
        ([0, 1.5], None, r"x has ticks at \[0.  1.5\], 0 to 1"),
        ([0.5, 0, 1], None, "x's ticks are out of order"),
        ([0, 1], ["0", "0"], "two ticks of x are one word"),
    ],
)
def test_ticks_that_mislead_are_seen(ticks, words, message):
    def draw(result, ax):
        ax.plot([0, 1], [0, 1], label="line")
        ax.set_xlim(0, 1)
        ax.set_xticks(ticks, words)

    with pytest.raises(AssertionError, match=message):
        drawn.marks(draw, None)
