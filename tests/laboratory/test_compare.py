"""The page's comparison: a right file is drawn into the figure, a wrong one gets a message and changes nothing."""

import json

import ipywidgets as widgets
import numpy as np
import pytest
from conftest import served

from everystate import Explorer
from simulations.laboratory import compare, drawings, result, shipped
from tests.everystate.test_explorer import classic_page

GOOD = {
    "format": result.FORMAT,
    "version": result.VERSION,
    "command": "sweep",
    "machine": {},
    "models": [
        {"parameters": size, "seed": 0, "status": "ok"} | dict.fromkeys(result.RANGES, value)
        for size, value in ((150, 0.1), (1_020, 0.2))
    ]
    + [{"parameters": 344, "seed": 1, "status": "diverged"}],
}
WRONG = {
    "not JSON": "{",
    "another version": json.dumps(GOOD | {"version": 1}),
    "markup": json.dumps(GOOD | {"format": "<img src=x onerror=alert(1)>"}),
    "out of range": json.dumps(GOOD | {"models": [GOOD["models"][0] | {"exact_match": 7}]}),
    "a seed that is none": json.dumps(GOOD | {"models": [GOOD["models"][0] | {"seed": -1}]}),
    "not a number": json.dumps(GOOD | {"models": [GOOD["models"][0] | {"parameters": "<b>1</b>"}]}),
    "nothing": "null",
}


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """A page with the figure and the comparison, as the chapter has them."""
    folder, models = tmp_path_factory.mktemp("page"), shipped.models()
    figure = Explorer(
        compare.shipped_alone,
        drawings.draw_own_curve,
        name="beside-yours",
        title="The shipped sweep, and yours",
        caption="{shipped_models} models.",
        fixed=dict(shipped=models),
        controls=dict(metric=widgets.Dropdown(options=list(result.RANGES), value=compare.METRIC)),
        frames=("metric",),
    )
    classic_page(folder, [figure])
    with open(folder / "index.html", "a", encoding="utf-8") as page:
        page.write(compare.Comparison(figure="beside-yours")._repr_html_())
    with served(folder) as url:
        yield f"{url}index.html"


@pytest.fixture(scope="module")
def page(browser, address):
    page = browser.new_page()
    page.goto(address)
    page.wait_for_selector(".explorer.live")
    page.wait_for_selector("input[type=file]")
    yield page
    page.close()


def test_without_javascript_nothing_is_offered_and_why_is_said(browser, address):
    page = browser.new_page(java_script_enabled=False)
    page.goto(address)
    assert not page.locator(".compare-laboratory :is(input, button)").locator("visible=true").count()
    assert page.inner_text(".compare-laboratory [role=status]") == "This comparison needs JavaScript."
    page.close()


def test_the_controls_do_not_print(page):
    page.emulate_media(media="print")
    assert not page.locator("input[type=file]").is_visible()
    page.emulate_media(media="screen")
    assert page.locator("input[type=file]").is_visible()


def choose(page, *texts: str) -> str:
    """Give the page files of these texts at once; what it says."""
    page.evaluate("document.querySelector('.compare-laboratory [role=status]').textContent = ''")
    files = [{"name": "mine.json", "mimeType": "application/json", "buffer": text.encode()} for text in texts]
    page.set_input_files("input[type=file]", files)
    page.wait_for_function("document.querySelector('.compare-laboratory [role=status]').textContent !== ''")
    return page.inner_text(".compare-laboratory [role=status]")


def drawn(page) -> list[list[list[float]]]:
    """The places of the figure's four marks: the shipped models and their means, and the reader's."""
    return page.evaluate(
        "[...document.querySelectorAll('#beside-yours .explorer-panel svg [data-mark]')].map(mark =>"
        " [...mark.getAttribute('d').matchAll(/([-\\d.]+),([-\\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)]))"
    )


def legend(page) -> list[str]:
    return page.locator("#beside-yours .explorer-legend > li").locator("visible=true").all_inner_texts()


def file_of(models, *, seeds) -> str:
    """The shipped models of some seeds, as a reader's file."""
    rows = np.flatnonzero((models["panel"] == "main") & np.isin(models["seed"], seeds))
    names = ("parameters", "seed", *result.RANGES)
    rows = [{"status": "ok"} | {name: float(models[name][row]) for name in names} for row in rows]
    return json.dumps(GOOD | {"models": rows})


def choose_metric(page, name: str):
    page.select_option("#beside-yours select", label=name)


@pytest.mark.parametrize("metric", result.RANGES)
def test_a_readers_models_stand_where_the_shipped_ones_of_the_same_scores_do(page, metric):
    """The whole shipped sweep as a reader's file: every square on a dot, every mean on a mean, by every metric."""
    choose(page, file_of(shipped.models(), seeds=range(5)))
    choose_metric(page, metric)
    models, means, mine, mine_means = drawn(page)
    assert len(mine) == len(models) == 60 and len(mine_means) == len(means) == 12
    np.testing.assert_allclose(sorted(mine), sorted(models), atol=0.2)  # points; the figure's own step is a twentieth
    np.testing.assert_allclose(mine_means, means, atol=0.2)


def test_a_result_is_drawn_and_removed(page):
    choose_metric(page, "exact_match")
    assert choose(page, json.dumps(GOOD)).startswith("Yours: 2 models of 2 sizes")
    assert len(drawn(page)[2]) == 2 and len(legend(page)) == 4
    choose_metric(page, "cross_entropy")
    assert len(drawn(page)[2]) == 2
    page.click(".compare-laboratory button")
    models, means, mine, mine_means = drawn(page)
    assert len(models) == 60 and mine == mine_means == []
    assert legend(page) == ["shipped, each model", "shipped, mean"]


def test_the_legend_keeps_the_shipped_ones_while_values_are_read(page):
    choose(page, json.dumps(GOOD))
    page.locator("#beside-yours svg[role=img]").press("ArrowRight")
    page.click(".compare-laboratory button")
    assert [words.split()[0] for words in legend(page)] == ["parameters", "shipped,", "shipped,"]
    page.locator("#beside-yours svg[role=img]").press("Escape")


def test_one_model_is_one_and_none_is_none(page):
    assert choose(page, json.dumps(GOOD | {"models": GOOD["models"][:1]})).startswith("Yours: 1 model of 1 size, drawn")
    diverged = GOOD | {"models": GOOD["models"][2:]}
    assert choose(page, json.dumps(diverged)) == "All of these models diverged: there is nothing to draw."
    assert drawn(page)[2] == [] and not page.locator(".compare-laboratory button").is_visible()


def test_models_outside_the_figure_are_counted(page):
    far = GOOD["models"][0] | {"parameters": 10**6}
    said = choose(page, json.dumps(GOOD | {"models": [*GOOD["models"], far]}))
    assert said.endswith("1 of them lies outside the figure, which shows 110 to 130,000 parameters.")


def test_a_classs_files_are_drawn_together_and_a_model_once(page):
    other = GOOD | {"models": [model | {"seed": 7} for model in GOOD["models"]]}
    said = choose(page, json.dumps(GOOD), json.dumps(other), json.dumps(GOOD))
    assert said == "Yours: 4 models of 2 sizes, drawn as squares. 2 came more than once and are drawn once."
    assert len(drawn(page)[2]) == 4
    before = drawn(page)
    assert "mine.json was not used" in choose(page, json.dumps(GOOD), "{")
    assert drawn(page) == before


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_changes_nothing(page, name):
    """The page refuses what Python refuses: both read one description."""
    choose(page, json.dumps(GOOD))
    before = drawn(page)
    assert "mine.json was not used" in choose(page, WRONG[name])
    assert drawn(page) == before
    with pytest.raises(ValueError):
        result.read(WRONG[name])
