"""The panel in which a reader asks: its modules in node, and the whole of it in a browser, against the model itself."""

import base64
import json
import os
import re
import subprocess

import node
import numpy as np
import pytest
from conftest import ROOT, served

from extensions import toys
from simulations.laboratory import asking
from simulations.laboratory.ask import answer, shipped_model
from simulations.laboratory.asking import Asking

SAID, TABLE = "[data-part=said]", ".ask-answer table"
SIZES = [size for _, size in asking._sizes()]


def test_modules(tmp_path):
    numbers = np.concatenate([np.random.default_rng(0).normal(size=200), [0, -0.0, 6e-8, 1e-5, 65504, 2**-14]])
    numbers = numbers.astype("<f2")
    text = base64.b64encode(numbers.tobytes()).decode()
    file = tmp_path / "fixtures.json"
    file.write_text(json.dumps({"halves": {"text": text, "numbers": numbers.astype(float).tolist()}}))
    program = node.find()
    assert program, node.HELP
    command = [program, "--test", str(ROOT / "tests/laboratory/js/ask.test.js")]
    done = subprocess.run(
        command, env=os.environ | {"FIXTURES": str(file)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_a_notebook_shows_a_line_and_a_page_the_panel(monkeypatch):
    monkeypatch.setenv("EXPLORER_HOST", "picture")
    assert Asking()._repr_mimebundle_() == {"text/plain": Asking.words}
    monkeypatch.setenv("EXPLORER_HOST", "page")
    shown = Asking()._repr_mimebundle_()["text/html"]
    assert shown.count("<option") == len(SIZES) + 2 and "shipped, seed 0" in shown


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """A page of the panel alone, with the toys and weights where the book has them."""
    folder = tmp_path_factory.mktemp("page")
    toys.write(folder / "toys")
    script = (ROOT / "assets" / "trainer.js").read_text(encoding="utf-8")
    (folder / "trainer.js").write_text(script, encoding="utf-8")
    html = f'<!doctype html><meta charset="utf-8"><title>Ask</title>{Asking().html()}<script src="trainer.js"></script>'
    (folder / "index.html").write_text(html, encoding="utf-8")
    with served(folder) as url:
        yield f"{url}index.html"


@pytest.fixture(scope="module")
def page(browser, address):
    page = browser.new_page()
    page.goto(address)
    page.wait_for_selector(f"{SAID}:not(:empty)")
    yield page
    page.close()


def ask(page, first: str, second: str = "1", *, size: int = 13_140, off: tuple[int, ...] = (), after="own") -> str:
    """Ask with the keyboard's Enter; what the page says."""
    page.evaluate(f"document.querySelector('{SAID}').textContent = ''")
    page.select_option("[name=model]", str(SIZES.index(size)))
    page.select_option("[name=after]", after)
    for part in range(3):
        page.set_checked(f"[name=part{part}]", part not in off)
    page.fill("[name=first]", first)
    page.fill("[name=second]", second)
    page.press("[name=second]", "Enter")
    page.wait_for_timeout(300)  # what changed was asked for as well; the last question wins
    page.wait_for_selector(f"{SAID}:not(:empty)")
    return page.inner_text(SAID)


def row(page, kind: str) -> list[str]:
    """The cells of a row of the sum, without what is only heard."""
    cells = page.locator(f"{TABLE} tr.{kind} td").all_inner_texts()
    return [cell.replace("wrong", "").strip() for cell in cells]


@pytest.mark.parametrize("off", [(), (0,), (1,), (2,), (0, 2)])
@pytest.mark.parametrize("after", ["own", "right"])
def test_the_page_answers_as_the_model_does(page, off, after):
    """The digits, the carries, and every chance to a percent."""
    model, first, second = shipped_model(13_140), 98_765_432, 87_654_321
    said = ask(page, f"{first:,}", str(second), off=off, after=after)
    keep = tuple(part not in off for part in range(3))
    whole, now = (answer(model, first, second, keep=one, own=after == "own") for one in ((True,) * 3, keep))
    assert f"{now.given:,}" in said and f"{whole.given:,}" in said
    assert ("given the right digits" in said) == (after == "right")
    assert row(page, "ask-whole") == [*str(whole.given).zfill(9)]
    assert row(page, "ask-now") == ([*str(now.given).zfill(9)] if off else [])
    assert row(page, "ask-carry") == ["1" if carried else "" for carried in now.carried[::-1]]
    bars = page.evaluate(
        f"[...document.querySelectorAll('{TABLE} i.{'ask-bar-now' if off else 'ask-bar-whole'}')]"
        ".map((bar) => parseFloat(bar.style.height))"
    )
    np.testing.assert_allclose(np.reshape(bars, (10, 9)), 100 * now.chances[::-1, ::-1].T, atol=0.06)


def test_the_looks_are_the_models(page):
    """Squares as large as the shares: their sides, from the paths of both heads."""
    ask(page, "99999999")
    found = answer(shipped_model(13_140), 99_999_999, 1)
    for head in (0, 1):
        drawn = page.get_attribute(f".ask-answer path.ask-head-{head + 1}", "d")
        sides = np.array([float(side) for side in re.findall(r"h([\d.]+)v", drawn)])
        shares = found.attention[head].ravel()
        np.testing.assert_allclose((sides / 12) ** 2, shares[shares >= 0.004], atol=2e-3)
    ask(page, "99999999", off=(0,))
    assert page.locator(".ask-answer path.ask-off").count() == 1


@pytest.mark.parametrize("size", SIZES)
def test_every_shipped_size_answers(page, size):
    assert f"the model of {size:,} weights answers" in ask(page, "17", "45", size=size)
    assert "".join(row(page, "ask-whole")) == str(answer(shipped_model(size), 17, 45).given).zfill(9)


@pytest.mark.parametrize(
    "typed, words",
    [
        ("-5", "negative"),
        ("12a", "must be written in digits"),
        ("123456789", "nine digits"),
        ("", "missing"),
        ("<b>1</b>", "not “<b>1</b>”"),
    ],
)
def test_what_is_no_number_is_said_and_nothing_is_shown(page, typed, words):
    ask(page, "17", "45")
    assert words in ask(page, typed)
    assert page.get_attribute("[name=first]", "aria-invalid") == "true" and not page.locator(TABLE).is_visible()
    assert page.evaluate("document.activeElement.name") == "first"
    assert "17 + 45" in ask(page, "17", "45") and page.locator("[aria-invalid]").count() == 0


def test_a_model_that_was_trained_here_is_a_choice(page):
    """The page's trainer says so: here with the weights of the shipped one of the smallest size but one."""
    weights = {f"weights.{name}": value[0].tolist() for name, value in shipped_model(344).named_parameters()}
    flat = {slot: np.ravel(value).tolist() for slot, value in weights.items()}
    trained = {"toy": asking._facts()["shipped"][1]["toy"], "digits": 8, "parameters": 344, "seed": 7}
    page.evaluate(
        """([trained, weights]) => {
          weights = Object.fromEntries(Object.entries(weights).map(([slot, all]) => [slot, Float32Array.from(all)]));
          const detail = { ...trained, leastFirst: true, where: "#train-here", weights };
          for (let twice = 0; twice < 2; twice++)
            document.body.dispatchEvent(new CustomEvent("trainer:trained", { bubbles: true, detail }));
        }""",
        [trained, flat],
    )
    group = page.locator("[data-part=trained] option")
    assert group.all_inner_texts() == ["344 weights, seed 7"]
    ask(page, "17", "45")
    page.select_option("[name=model]", group.first.get_attribute("value"))
    page.wait_for_function(f"document.querySelector('{SAID}').textContent.includes('trained here')")
    assert "".join(row(page, "ask-whole")) == str(answer(shipped_model(344), 17, 45).given).zfill(9)


def test_without_scripts_why_is_said(browser, address):
    page = browser.new_page(java_script_enabled=False)
    page.goto(address)
    assert "needs JavaScript" in page.inner_text(".trainer")
    page.close()


def test_without_webassembly_the_figure_is_pointed_at(browser, address):
    page = browser.new_page()
    page.add_init_script("delete globalThis.WebAssembly")
    page.goto(address)
    page.wait_for_selector(f"{SAID}:not(:empty)")
    assert "WebAssembly" in page.inner_text(SAID) and "The figure above" in page.inner_text(SAID)
    page.close()


def test_a_phone_scrolls_nothing_sideways(browser, address):
    page = browser.new_page(viewport={"width": 320, "height": 640})
    page.goto(address)
    ask(page, "99999999", off=(0,))
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()
