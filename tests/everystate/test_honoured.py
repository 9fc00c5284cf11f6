"""What a page honours of matplotlib: an example of everything, each like matplotlib's own picture."""

import inspect
import re

import matplotlib
import numpy as np
import pytest
from matplotlib.figure import Figure

from benchmarks.honoured import ALIKE, SCALE, compared, similarity, tint
from benchmarks.honoured_page import page
from everystate.examples.honoured import EXAMPLES, Example, refusals
from everystate.honoured import DASHES, HONOURED, INSTEAD, MARKERS
from everystate.record import Recorder
from everystate.settings import MARKS

CODES = [example.code for example in EXAMPLES]
# By keyword: every value of the few that it may have, but those that are what is drawn without it.
FEW = {
    "linestyle": {*DASHES, "none"} - {"-", "solid"},
    "marker": {*MARKERS},
    "ha": {"center", "right"},
    "va": {"top", "center", "center_baseline", "bottom"},
}


@pytest.fixture(scope="module")
def rows(browser):
    return {row.example.code: row for row in compared(browser)}


def places(call: str) -> set[str]:
    """The arguments that say where, and that may be left out."""
    parameters = inspect.signature(getattr(Recorder, call)).parameters.values()
    optional = {one.name for one in parameters if one.default is not inspect.Parameter.empty}
    return optional - ({"y"} if call == "plot" else set())  # matplotlib knows none of this name


def test_every_call_and_keyword_has_an_example_and_none_is_extra():
    wanted = {(call, keyword) for call, keywords in HONOURED.items() for keyword in keywords | places(call)}
    shown = {(example.call, example.keyword) for example in EXAMPLES if example.keyword}
    assert shown - {("errorbar", "yerr")} == wanted  # which must be given
    assert {example.call for example in EXAMPLES} == HONOURED.keys()
    assert len(set(CODES)) == len(CODES)


def test_dashes_are_as_long_on_a_page_as_in_a_picture_that_matplotlib_draws():
    patterns = {"-": None, "--": "6 4", ":": "1.5 3.5", "-.": "7 3 1.5 3"}
    assert {name: DASHES[name] for name in patterns} == patterns
    names = {"solid": "-", "dashed": "--", "dotted": ":", "dashdot": "-."}
    assert {name: DASHES[name] for name in names} == {name: patterns[short] for name, short in names.items()}
    for style, pattern in patterns.items():
        with matplotlib.rc_context(MARKS):
            (line,) = Figure().add_subplot().plot([0, 1], linestyle=style)
        assert " ".join(f"{length:g}" for length in line._dash_pattern[1] or ()) == (pattern or "")


@pytest.mark.parametrize("keyword", FEW)
def test_every_value_of_few_has_an_example(keyword):
    assert {example.value for example in EXAMPLES if example.keyword == keyword} == FEW[keyword]


@pytest.mark.parametrize("code", CODES)
def test_a_page_shows_what_matplotlib_shows(rows, code):
    assert rows[code].alike >= ALIKE


@pytest.mark.parametrize("code", [example.code for example in EXAMPLES if example.keyword == "color"])
def test_its_colours_are_matplotlibs(rows, code):
    assert rows[code].tint < 3


@pytest.mark.parametrize("code", [example.code for example in EXAMPLES if example.keyword != "label"])
def test_the_comparison_sees_whether_the_keyword_did_anything(rows, code):
    assert rows[code].unlike < ALIKE


@pytest.mark.parametrize("code", CODES)
def test_the_legend_lists_what_matplotlibs_does(rows, code):
    assert rows[code].labels == rows[code].own_labels
    assert bool(rows[code].labels) == (rows[code].example.keyword == "label")


def test_a_wrong_colour_dash_marker_or_place_is_unlike():
    def picture(code):
        return Example(f"ax.{code}").by_matplotlib(SCALE)[0]

    line = picture("plot(x, y, linestyle='--', color='#0b62a8')")
    assert similarity(line, line) == 1
    assert similarity(line, picture("plot(x, y, linestyle='--', color='#6d4bb0')")) < ALIKE
    assert tint(line, picture("plot(x, y, linestyle='--', color='#0b72a8')")) > 3
    assert similarity(line, picture("plot(x, y, linestyle='-.', color='#0b62a8')")) < ALIKE
    assert similarity(line, picture("plot(x + 0.03, y, linestyle='--', color='#0b62a8')")) < ALIKE
    dots = picture("scatter(x, y)")
    assert similarity(dots, picture("scatter(x[1:], y[1:])")) < ALIKE
    assert similarity(dots, picture("scatter(x, y, s=28)")) < ALIKE


def test_similarity_is_the_mean_of_the_published_measure():
    """Two pictures of one grey each: only the means count, (2 μ₁μ₂ + c₁) / (μ₁² + μ₂² + c₁)."""
    one, other = (np.full((30, 40, 3), grey, np.uint8) for grey in (100, 150))
    c1 = 2.55**2
    assert similarity(one, other) == pytest.approx((2 * 100 * 150 + c1) / (100**2 + 150**2 + c1))


def test_what_is_refused_is_said():
    refused = dict(refusals())
    assert refused["plot(x, y, lw=3)"].startswith("plot: lw= is not shown on a page (did you mean 'linewidth'?)")
    assert {f"{name}()" for name in INSTEAD} <= refused.keys()


def test_the_page_is_one_file_with_every_example_and_refusal(rows, browser):
    made = page(list(rows.values()), alike=ALIKE)
    assert not re.findall(r'(?:src|href)="(?!data:|#)', made)
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    read = context.new_page()
    read.set_content(made)
    assert read.locator("h2").all_inner_texts()[: len(HONOURED)] == [*dict.fromkeys(e.call for e in EXAMPLES)]
    assert [text.split("\n")[0] for text in read.locator("td:nth-child(2):has(+ td) code").all_inner_texts()] == CODES
    assert read.locator(".picture svg").count() == read.locator("img.own").count() == len(CODES)
    assert read.locator("#refused + table tr").count() == len([*refusals()]) + 1
    context.close()
