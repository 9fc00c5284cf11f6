"""The document printed by Chromium, as often as its page numbers need to be right.

A browser cannot tell a document the number of the sheet that a place comes to stand on. So it is printed once, the
numbers are read from the file, where each target of a link is a named destination, and it is printed again with them:
they may push a line to the next sheet, so until two prints agree.
"""

import logging
from collections.abc import Mapping
from pathlib import Path

from pypdf import PdfReader, PdfWriter

logging.getLogger("pypdf").setLevel(logging.ERROR)  # it tells of what it mends in Chromium's files
MOST = 5  # prints
FILL = """numbers => {
    for (const place of document.querySelectorAll("[data-to]")) {
        const number = numbers[place.dataset.to];
        place.textContent = place.className === "at" ? ` (page\\u00a0${number})` : number;
    }
}"""
TARGETS = '[...new Set([...document.querySelectorAll("[data-to]")].map(place => place.dataset.to))]'


def printed(document: Path, target: Path, *, chromium: str, arguments: tuple[str, ...]) -> dict[str, int]:
    """Prints ``document``, an HTML file, into the PDF ``target``; the page of each of its links' targets by id.

    Raises ``ValueError`` where a link leads to a place that the document has not.
    """
    from playwright.sync_api import sync_playwright  # slow to import

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=list(arguments))
        page = browser.new_page()
        page.goto(document.resolve().as_uri())
        page.evaluate("document.fonts.ready")
        wanted = page.evaluate(TARGETS)
        numbers = dict.fromkeys(wanted, 888)  # as wide as most
        for _ in range(MOST):
            page.evaluate(FILL, numbers)
            page.pdf(path=target, prefer_css_page_size=True, print_background=True, tagged=True, outline=True)
            found = destinations(target)
            if missing := [name for name in wanted if name not in found]:
                raise ValueError(f"a link must lead to a place of the document, not to {', '.join(missing[:9])}")
            before, numbers = numbers, {name: found[name] for name in wanted}
            if numbers == before:
                break
        else:
            raise ValueError(f"the page numbers must come to rest in {MOST} prints, and have not")
        browser.close()
    return numbers


def destinations(path: Path) -> dict[str, int]:
    """The page, from 1 on, that each named place of a PDF is on."""
    reader = PdfReader(path)
    pages = {page.indirect_reference.idnum: place for place, page in enumerate(reader.pages, 1)}
    found = {}
    for name, place in reader.named_destinations.items():
        number = pages.get(getattr(place.page, "idnum", None)) or reader.get_destination_page_number(place) + 1
        found[name.removeprefix("/")] = number
    return found


def describe(path: Path, about: Mapping[str, str]) -> int:
    """Writes title and author into a PDF, and opens it with its outline beside it; the number of its pages."""
    writer = PdfWriter(clone_from=path)
    writer.add_metadata({f"/{name}": words for name, words in about.items()})
    writer.page_mode = "/UseOutlines"
    writer.write(path)
    return len(writer.pages)
