"""A page of the book on paper: nothing folded, nothing that has to be pressed, the answers and the long code apart."""

import re
from dataclasses import dataclass, field

from lxml import html as markup
from lxml.etree import _Element as Element
from lxml.html.builder import E

from extensions.paper import figures, questions
from extensions.paper.questions import Answers
from extensions.plain import settings

STATE = re.compile(r"#(?P<figure>[A-Za-z][\w-]*)\?(?P<values>.*)")
ONLY_LIVE = {
    "trainer": "On the book's page, a panel stands here: {name}.",
    "compare-laboratory": "On the book's page, a file of your own is put into the figure here: {name}.",
}
NOT_ON_PAPER = (
    ".//*[self::script or self::style or self::noscript or self::link or self::button or self::input]"
    "|.//a[contains(concat(' ', @class, ' '), ' headerlink ')]"
    "|.//*[contains(concat(' ', @class, ' '), ' sure ')]"  # how sure a reader is, which a script asks
)


@dataclass
class Sheet:
    """A page on paper: its ``body``, and what goes to its end or the book's.

    ``title`` is its heading in words; ``code`` are the listings that the page folds away, each with its title.
    """

    body: Element
    title: str = ""
    answers: Answers = field(default_factory=Answers)
    code: list[tuple[str, Element]] = field(default_factory=list)


def on_paper(article: str, *, address: str, number: str = "") -> Sheet:
    """The sheet of a built page's ``<article>``.

    ``address`` is the page's own, on the web or within the book's folder; ``number`` its chapter's, "" where it has
    none.
    """
    sheet = Sheet(markup.fragment_fromstring(article, create_parent="div"))
    known = _stand_still(sheet, address, number)
    _say_what_is_live(sheet.body, address)
    _name_states(sheet.body, known)
    questions.settle(sheet.body, sheet.answers)
    _take_code(sheet)
    _unfold(sheet.body)
    for element in sheet.body.xpath(NOT_ON_PAPER):
        element.drop_tree()
    sheet.title = " ".join("".join(sheet.body.xpath(".//h1[1]//text()")).split())
    return sheet


def _stand_still(sheet: Sheet, address: str, number: str) -> dict[str, list[dict]]:
    """Puts a figure in the place of each simulation; the controls of each, by its name."""
    known = {}
    for place, section in enumerate(sheet.body.xpath(".//section[@class='explorer']"), 1):
        figure = f"{number}.{place}" if number else f"{place}"
        asked = questions.prediction(section, figure, sheet.answers)
        still = figures.still(section, figure, f"{address}#{section.get('id')}")
        still.tail = section.tail
        parent = section.getparent()
        parent.replace(section, still)
        if asked is not None:
            still.addprevious(asked)
        known[section.get("id")] = figures.controls(section)
    return known


def _say_what_is_live(body: Element, address: str) -> None:
    for kind, words in ONLY_LIVE.items():
        for section in body.xpath(f".//section[@class='{kind}']"):
            name = section.get("data-link") or _heading(section)
            said = words.format(name=section.get("aria-label"))
            where = f"{address}#{name}" if name else address
            side = E.div(*figures.code(where), {"class": "sim-side"})
            live = E.div(E.p(said, " ", E.span(*figures.broken(where), {"class": "sim-address"})), side)
            live.set("class", "only-live")
            live.tail = section.tail
            section.getparent().replace(section, live)


def _heading(element: Element) -> str:
    """The id of the section of the page that an element stands in."""
    return next((one.get("id") for one in element.iterancestors("section") if one.get("id")), "")


def _take_code(sheet: Sheet) -> None:
    """Takes out the listings that the page folds away, its set-up first."""
    for fold in sheet.body.xpath(".//details[contains(concat(' ', @class, ' '), ' set-up ')]"):
        sheet.code += [("", listing) for listing in fold.xpath(".//div[@class='cell_input docutils container']")]
        fold.drop_tree()
    for fold in sheet.body.xpath(".//details[contains(concat(' ', @class, ' '), ' hide ')]"):
        listing = fold.find("div[@class='cell_input docutils container']")
        if listing is None:
            continue
        cell = next(one for one in fold.iterancestors("div") if "cell" in one.get("class", "").split())
        figure = cell.find(".//figure[@data-number]")
        title = f"Figure {figure.get('data-number')}" if figure is not None else ""
        fold.drop_tree()
        if figure is not None:
            listing.set("id", f"{figure.get('id')}-code")
            figure.find("figcaption/div[@class='sim-side']").append(
                E.p(E.a("Code", {"href": f"#{figure.get('id')}-code", "class": "there"}), {"class": "sim-code-at"})
            )
        sheet.code.append((title, listing))


def _unfold(body: Element) -> None:
    """What is left to open stands open, its title above it."""
    for fold in body.xpath(".//details"):
        title = fold.find("summary")
        fold.tag = "div"
        fold.attrib.pop("name", None)
        fold.attrib.pop("open", None)
        if title is not None:
            title.tag = "p"
            title.set("class", "box-title")


def _name_states(body: Element, known: dict[str, list[dict]]) -> None:
    """A link to a figure's state says which figure, and what its controls are set to."""
    for link in body.xpath(".//a[starts-with(@href, '#')]"):
        state = STATE.match(link.get("href"))
        if not state:
            continue
        name = state["figure"]
        if name in known:
            (figure,) = body.xpath(f".//figure[@id='{name}']")
            values = figures.said(state["values"], known[name])
            where = f"Figure {figure.get('data-number')}" + (f" at {values}" if values else "")
        else:  # a panel that trains
            where = settings(state[0]).strip(" ()").partition(": ")[2]
        said = E.span(f" ({where})", {"class": "state"})
        said.tail, link.tail = link.tail, None
        link.addnext(said)
        link.set("href", f"#{name}")
        link.set("class", "state-link")
