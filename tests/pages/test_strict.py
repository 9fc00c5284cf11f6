"""The built book where little is allowed: from a disk, and from a host that forbids all that is not the book's own."""

import json

import firefox
import pytest
from chapter_cells import WITH_EXPLORERS
from conftest import QuietHandler, book_pages, served
from moved import ALIVE, KEPT, LISTEN, MOVE, READY, REFUSED, START, until

PAGES = book_pages() or ["no built book"]
# Nothing inline, no blob, no other host. Heat maps are pictures in the page itself; kernels are WebAssembly.
STRICT = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data:"
SHORT = "#train-here?digits=2&steps=100&from=8&to=8"  # one model, a second or two


class Strict(QuietHandler):
    """Serves under STRICT."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", STRICT)
        super().end_headers()


@pytest.fixture(scope="module", params=["disk", "strict host"])
def start(request, built_book):
    """The address that the pages' names follow."""
    if request.param == "disk":
        yield f"{built_book.as_uri()}/"
    else:
        with served(built_book, Strict) as url:
            yield url


@pytest.fixture(scope="module")
def page(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.add_init_script(LISTEN)
    page.wrong = []
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    page.on("console", lambda line: page.wrong.append(line.text) if line.type == "error" else None)
    yield page
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_every_control_of_a_page_moves_and_nothing_is_refused(page, start, name):
    if name == "404.html" and start.startswith("http"):
        pytest.skip("it has its style in itself, to be whole at an address of any depth")
    page.wrong.clear()
    page.goto(f"{start}{name}")
    until(lambda: page.evaluate(ALIVE), 30)
    assert page.evaluate(MOVE) == []
    assert (page.evaluate(REFUSED), page.wrong) == ([], [])


def test_models_train_in_the_page(page, start):
    page.wrong.clear()
    page.goto(f"{start}chapters/laboratory.html{SHORT}")
    trained(page.evaluate, lambda script: page.evaluate(f"() => {{ {script} }}"))
    assert (page.evaluate(REFUSED), page.wrong) == ([], [])


def trained(evaluate, run) -> None:
    """Presses, and waits until the page remembers the one model of SHORT."""
    run("localStorage.clear()")
    until(lambda: evaluate(READY), 30)
    run(START)
    until(lambda: len(json.loads(evaluate(KEPT.removeprefix("return ")) or "[]")) == 1)


def test_a_search_from_a_disk_finds_and_says_where(page, built_book):
    page.wrong.clear()
    page.goto(f"{built_book.as_uri()}/index.html")
    page.locator(".bar-search input").fill("percolation")
    page.locator(".bar-search input").press("Enter")
    found = page.locator("#search-results li a")
    found.first.wait_for()
    found.first.click()
    page.wait_for_url(f"{built_book.as_uri()}/chapters/**")  # comes when the page is there, not when it is asked for
    assert page.locator("h1").count() == 1
    assert page.wrong == []


@pytest.fixture(scope="module")
def other():
    path = firefox.find()
    if not path:
        pytest.skip(firefox.HELP)
    with firefox.started(path) as session:
        session.asked("WebDriver:SetTimeouts", script=120_000)
        yield session


@pytest.mark.parametrize("chapter", WITH_EXPLORERS)
def test_from_a_disk_every_control_moves_in_firefox(other, built_book, chapter):
    other.open(f"{built_book.as_uri()}/chapters/{chapter}.html")
    other.run(LISTEN)
    until(lambda: other.run(f"return {ALIVE}"), 30)
    assert other.run(f"return ({MOVE})()") == []
    assert other.run(f"return {REFUSED}") == []


def test_from_a_disk_models_train_in_firefox(other, built_book):
    other.open(f"{built_book.as_uri()}/chapters/laboratory.html{SHORT}")
    trained(lambda words: other.run(f"return {words}"), other.run)
