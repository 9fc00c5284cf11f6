"""What stands behind a link on paper: the page that it leads to, or a number for its address at the section's end."""

import re

from lxml.etree import _Element as Element
from lxml.html.builder import E

from extensions.paper.figures import broken


def note(made: Element, sources: set[str]) -> None:
    """Puts a number behind each link of a section: a page of the document's, or that of a note at the section's end.

    ``sources`` are links to entries of the bibliography, which need none.
    """
    notes: dict[str, int] = {}
    for link in list(made.iter("a")):
        to = link.get("href", "")
        if to.startswith("#") and to not in sources and _shows_page(link):
            _behind(link, E.span({"class": "at", "data-to": to[1:]}))
        elif to.startswith(("http://", "https://")) and _shows_address(link):
            number = notes.setdefault(to, len(notes) + 1)
            _behind(link, E.sup(str(number), {"class": "note-mark"}))
    if notes:
        items = (E.li(*broken(to)) for to in notes)
        made.append(E.section(E.p("Addresses", {"class": "notes-title"}), E.ol(*items), {"class": "notes"}))


def _shows_page(link: Element) -> bool:
    """Whether the page of a link's target is said: not of a term of the glossary, nor of a figure near by."""
    inside = " ".join(one.get("class", "") for one in link.iter("span"))
    return link.get("class") != "state-link" and "std-term" not in inside


def _shows_address(link: Element) -> bool:
    shown = re.sub(r"^(doi|arXiv):", "", "".join(link.itertext()).strip())
    return "sim-code" not in link.get("class", "") and shown.strip("/") not in link.get("href")


def _behind(link: Element, more: Element) -> None:
    more.tail, link.tail = link.tail, None
    link.addnext(more)
