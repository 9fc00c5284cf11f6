"""The files of one simulation each, ``embed/NAME.html``: all are opened, one of each chapter is put before axe."""

import gzip
import re

import pytest
from conftest import BOOK, BUDGETS, book_pages, keep_offline

from everystate import embed
from tests.pages.test_book import _faults, _read, broken_links

HOMES = {  # by name: the page that a simulation stands on
    match[1]: page
    for page in book_pages()
    if page != "index.html"  # a copy of the first page
    for match in embed.SECTION.finditer((BOOK / page).read_text(encoding="utf-8"))
}
SAMPLED = list({page: name for name, page in HOMES.items()}.values()) or ["no built book"]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TALLER = "document.documentElement.scrollHeight - innerHeight"


@pytest.fixture
def page(browser, built_book):
    """A page that is opened from the disk, and may ask nobody."""
    context = browser.new_context()
    page = context.new_page()
    page.problems = []
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    page.on("console", lambda line: page.problems.append(line.text) if line.type == "error" else None)
    keep_offline(page, built_book.as_uri())
    yield page
    assert (page.problems, page.elsewhere) == ([], [])
    context.close()


def address(folder, name, query="") -> str:
    return (folder / f"embed/{name}.html").as_uri() + query


def test_every_simulation_has_its_file_and_a_link_to_it_and_nothing_else_has(built_book):
    files = {path.stem for path in (built_book / "embed").iterdir()}
    assert files == {*HOMES} != set()
    for name, home in HOMES.items():
        section = next(m[0] for m in embed.SECTION.finditer((built_book / home).read_text()) if m[1] == name)
        (link,) = re.findall(r'<a class="explorer-alone" href="([^"]+)">On its own</a>', section)
        assert (built_book / home).parent.joinpath(link).resolve() == built_book / f"embed/{name}.html"


def test_every_file_leads_back_says_whose_it_is_loads_nothing_and_keeps_to_its_size(built_book):
    for name, home in HOMES.items():
        text, read = (
            (built_book / f"embed/{name}.html").read_text(encoding="utf-8"),
            _read(built_book / f"embed/{name}.html"),
        )
        assert f"../{home}#{name}" in read.links and "CC BY 4.0" in text
        assert broken_links(built_book, f"embed/{name}.html") == []
        assert [file for file in read.resources if not file.startswith(("data:", "http"))] == []  # canonical is no load
        assert read.repeated == [] and read.lang == "en" and read.title.strip().endswith(" – Emergence, Measured")
        assert len(gzip.compress(text.encode())) <= BUDGETS["page"]["embed_kb"] * 1000, name


def test_every_file_is_alive_fits_a_phone_and_fills_a_projectors_screen(page, built_book):
    for name in HOMES:
        page.set_viewport_size({"width": 320, "height": 640})
        page.goto(address(built_book, name))
        page.locator(".explorer.live").wait_for()
        page.evaluate("document.querySelectorAll('.explorer-skip').forEach(button => button.click())")
        assert page.evaluate(OVERFLOW) == 0, name
        page.set_viewport_size({"width": 360, "height": 740})
        assert page.evaluate(OVERFLOW) == 0, name
        page.set_viewport_size({"width": 1920, "height": 1080})
        page.get_by_role("link", name="Fill the screen").click()
        page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert (page.evaluate(OVERFLOW), page.evaluate(TALLER)) == (0, 0), name


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", SAMPLED)
def test_a_file_is_accessible(page, built_book, name, scheme):
    page.emulate_media(color_scheme=scheme)
    for query in ("", "?present"):
        page.goto(address(built_book, name, query))
        page.locator(".explorer.live").wait_for()
        page.evaluate("document.querySelectorAll('.explorer-skip').forEach(button => button.click())")
        assert _faults(page) == []
