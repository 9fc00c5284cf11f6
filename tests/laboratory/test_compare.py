"""The page's comparison: a right file is drawn, a wrong one gets a message and changes nothing."""

import json

import pytest

from simulations.laboratory import result, shipped
from simulations.laboratory.compare import Comparison

GOOD = {
    "format": result.FORMAT,
    "version": 1,
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
    "another version": json.dumps(GOOD | {"version": 2}),
    "markup": json.dumps(GOOD | {"format": "<img src=x onerror=alert(1)>"}),
    "out of range": json.dumps(GOOD | {"models": [GOOD["models"][0] | {"exact_match": 7}]}),
    "a seed that is none": json.dumps(GOOD | {"models": [GOOD["models"][0] | {"seed": -1}]}),
    "not a number": json.dumps(GOOD | {"models": [GOOD["models"][0] | {"parameters": "<b>1</b>"}]}),
    "nothing": "null",
}


@pytest.fixture(scope="module")
def page(browser, tmp_path_factory):
    file = tmp_path_factory.mktemp("page") / "page.html"
    file.write_text(f"<!doctype html><meta charset=utf-8><body>{Comparison(shipped.models())._repr_html_()}")
    page = browser.new_page()
    page.goto(file.as_uri())
    page.wait_for_selector(".compare-laboratory svg")
    yield page
    page.close()


def test_without_javascript_nothing_is_offered_and_why_is_said(browser, tmp_path):
    file = tmp_path / "page.html"
    file.write_text(f"<!doctype html><meta charset=utf-8><body>{Comparison(shipped.models())._repr_html_()}")
    page = browser.new_page(java_script_enabled=False)
    page.goto(file.as_uri())
    assert not page.locator("select, input, button").locator("visible=true").count()
    assert page.inner_text("[role=status]") == "This comparison needs JavaScript."
    page.close()


def test_the_controls_do_not_print(page):
    page.emulate_media(media="print")
    assert not page.locator("select, input").locator("visible=true").count()
    page.emulate_media(media="screen")
    assert page.locator("select, input").locator("visible=true").count() == 2


def choose(page, *texts: str) -> str:
    """Give the page files of these texts at once; what it says."""
    page.evaluate("document.querySelector('[role=status]').textContent = ''")
    files = [{"name": "mine.json", "mimeType": "application/json", "buffer": text.encode()} for text in texts]
    page.set_input_files("input", files)
    page.wait_for_function("document.querySelector('[role=status]').textContent !== ''")
    return page.inner_text("[role=status]")


def test_a_result_is_drawn_and_removed(page):
    assert choose(page, json.dumps(GOOD)).startswith("Yours: 2 models of 2 sizes")
    assert page.locator("rect.yours").count() == 3  # two models and the legend's
    page.select_option("select", "cross_entropy")
    assert page.locator("rect.yours").count() == 3
    page.click("button")
    assert page.locator(".yours").count() == 0 and page.locator("circle.shipped").count() > 50


def test_a_classs_files_are_drawn_together_and_a_model_once(page):
    other = GOOD | {"models": [model | {"seed": 7} for model in GOOD["models"]]}
    said = choose(page, json.dumps(GOOD), json.dumps(other), json.dumps(GOOD))
    assert said == "Yours: 4 models of 2 sizes, drawn as squares. 2 came more than once and are drawn once."
    assert page.locator("rect.yours").count() == 5
    before = page.inner_html(".picture")
    assert "mine.json was not used" in choose(page, json.dumps(GOOD), "{")
    assert page.inner_html(".picture") == before


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_changes_nothing(page, name):
    choose(page, json.dumps(GOOD))
    before = page.inner_html(".picture")
    assert "mine.json was not used" in choose(page, WRONG[name])
    assert page.inner_html(".picture") == before
    if name != "nothing":
        with pytest.raises(ValueError):
            result.read(WRONG[name])
