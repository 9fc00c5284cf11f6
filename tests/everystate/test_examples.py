"""The two examples outside this book, built with the installed package alone, and driven with the network cut."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, keep_offline, served

from tests.everystate.test_package import installed, run, wheel  # noqa: F401

EXAMPLES = ROOT / "everystate/examples"


@pytest.fixture(scope="module")
def book(installed, tmp_path_factory):  # noqa: F811
    """The example book, built by Jupyter Book as whoever wrote it would."""
    folder = tmp_path_factory.mktemp("example")
    source = shutil.copytree(EXAMPLES / "book", folder / "book")
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith(("EXPLORER", "IPYTHON"))}
    surroundings |= {"PYTHONPATH": str(installed)}
    command = [Path(sys.executable).parent / "jupyter-book", "build", "-W", "--keep-going", source]
    done = subprocess.run(command, cwd=folder, env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return source / "_build/html"


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.problems = []
    page.on(
        "pageerror", lambda error: None if "THEBE" in str(error) else page.problems.append(str(error))
    )  # the theme's
    yield page
    assert page.elsewhere == []
    assert [problem for problem in page.problems if "THEBE" not in problem] == []  # Jupyter Book's own
    context.close()


def test_the_books_page_is_alive_in_its_own_colours(page, book):
    with served(book) as url:
        keep_offline(page, url)
        page.goto(f"{url}chances.html")
        page.locator(".explorer.live").nth(1).wait_for()
        dice = page.locator("#dice")
        dice.locator("[data-control=count]").press("Home")
        assert dice.locator(".explorer-caption").inner_text() == "1 dice: 3.5 on average."
        dice.locator("[data-control=count]").press("ArrowRight")
        assert dice.locator(".explorer-caption").inner_text() == "2 dice: 7.0 on average."
        bars = dice.locator("svg[role=img] [data-mark='0']")
        assert bars.get_attribute("d").count("M") == 11
        assert bars.evaluate("e => getComputedStyle(e).fill") == "rgb(0, 105, 92)"
        page.evaluate("document.documentElement.dataset.theme = 'dark'")
        assert bars.evaluate("e => getComputedStyle(e).fill") == "rgb(95, 211, 192)"


def test_the_books_files_are_alive_alone_and_lead_back(page, book):
    keep_offline(page, "file:")
    page.goto((book / "embed/tries.html").as_uri())
    page.locator(".explorer.live").wait_for()
    page.get_by_role("button", name="Just show me").click()
    page.locator("[data-control=chance]").press("End")
    assert (
        page.locator(".explorer-caption").inner_text().startswith("At a chance of 0.50 each, ten tries do it in 100%")
    )
    assert page.locator("footer p").inner_text() == "From Chances, Two simulations. An author, 2026."
    page.get_by_role("link", name="Chances").click()
    page.wait_for_url(f"{(book / 'chances.html').as_uri()}#tries")


def test_a_simulations_tools_lead_to_its_file_in_the_state_that_is_shown(page, book):
    keep_offline(page, "file:")
    for keys, end in ((["ArrowRight"], "#dice?count=5"), (["ArrowRight", "ArrowLeft"], "")):  # "" is the first state
        page.goto((book / "chances.html").as_uri())
        page.locator("#dice.live").wait_for()
        for key in keys:
            page.locator("#dice [data-control=count]").press(key)
        caption = page.locator("#dice .explorer-caption").inner_text()
        page.locator("#dice").get_by_role("link", name="On its own").click()
        page.locator(".explorer.live").wait_for()
        assert page.url == (book / "embed/dice.html").as_uri() + end
        assert page.locator(".explorer-caption").inner_text() == caption


def test_the_files_are_linked_where_they_are_needed_and_nowhere_else(book):
    linked = re.compile(r'(?:src|href)="(_static/explorer-\w+/[\w.]+)(?:\?[^"]*)?"')
    files = linked.findall((book / "chances.html").read_text(encoding="utf-8"))
    assert sorted(Path(file).name for file in files) == ["explorer.css", "page.js"]
    assert all((book / file).is_file() for file in files)
    assert linked.findall((book / "search.html").read_text(encoding="utf-8")) == []


def test_the_plain_page_is_one_file_that_is_alive(page, installed, tmp_path):  # noqa: F811
    run(installed, (EXAMPLES / "plain.py").read_text(encoding="utf-8"), "growth.html", cwd=tmp_path)
    keep_offline(page, "file:")
    page.goto((tmp_path / "growth.html").as_uri())
    page.locator(".explorer.live").wait_for()
    page.locator("[data-control=rate]").press("Home")
    assert page.locator(".explorer-caption").inner_text() == "50 become 50 in 40 years at 0.00%."
    page.locator("[data-control=start]").select_option("150")
    assert page.locator(".explorer-caption").inner_text() == "150 become 150 in 40 years at 0.00%."
    assert page.locator("h1").inner_text() == "Interest"
