"""The built book where little is allowed: from a disk, and from a host that forbids all that is not the book's own."""

import os
import time

import firefox
import pytest
from conftest import QuietHandler, book_pages, served
from moved import ALIVE, LISTEN, MOVE, REFUSED
from test_firefox import KEPT, until

PAGES = book_pages() or ["no built book"]
# Nothing inline, no blob, no other host. Heat maps are pictures in the page itself; kernels are WebAssembly.
STRICT = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data:"
SHORT = "#train-here?digits=2&steps=100&from=8&to=8"
TRAIN = """document.querySelector("#train-here input[type=radio], .trainer-said input")?.click();
document.querySelector(".trainer [data-part=keep]")?.click();
document.querySelector(".trainer[data-trainer=laboratory] .trainer-start").click();"""


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
    page.wrong.clear()
    page.goto(f"{start}{name}")
    until(lambda: page.evaluate(ALIVE), 30)
    assert page.evaluate(MOVE) == []
    assert (page.evaluate(REFUSED), page.wrong) == ([], [])
