"""All pages of the book as one document, in the order of its contents: what the printer is given."""

import html
import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import yaml
from lxml import html as markup
from lxml.etree import _Element as Element
from lxml.html.builder import E

from everystate.embed import joined
from extensions.paper import links, pages, style
from extensions.paper.pages import Sheet
from extensions.site import ROOT, addresses
from simulations.check import one_of

ARTICLE = re.compile(r"<article>(.*)</article>", re.DOTALL)
TEACHERS = "For teachers"
RECORD = "chapters/record"  # what a reader answered, which a browser keeps
WEB = ("http://", "https://", "mailto:")
IN_PLACE = (*WEB, "data:")  # what is itself, wherever a page stands
BIBLIOGRAPHY = "chapters/bibliography"


@dataclass(frozen=True)
class Page:
    """A page of the contents: its name, its chapter's number ("" where it has none) and the part that it is in."""

    name: str
    number: str = ""
    part: str = ""

    @property
    def slug(self) -> str:
        """What the ids of the page begin with on paper."""
        return posixpath.basename(self.name)


def contents(root: Path = ROOT) -> list[Page]:
    """The pages of the book in order, without the teachers' and what is empty outside a browser."""
    listed = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
    found, number = [Page(listed["root"])], 0
    for part in listed["parts"]:
        for chapter in part["chapters"] if part.get("caption") != TEACHERS else []:
            if chapter["file"] == RECORD:
                continue
            number += bool(part.get("numbered"))
            found.append(Page(chapter["file"], str(number) if part.get("numbered") else "", part.get("caption", "")))
    return found


def place(href: str, page: str) -> tuple[str, str]:
    """Where a link of a page leads: a path from the book's folder, "" for the page itself; and an id."""
    path, _, part = href.partition("#")
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(path))) if path else "", part


class Book:
    """The book's pages as one document. ``built`` is the folder of its built pages."""

    def __init__(self, built: Path, listed: Iterable[Page], *, title: str, author: str, version: str):
        self.built, self.pages = built, list(listed)
        self.title, self.author, self.version = title, author, version
        self.url = addresses()["url"]
        self.names = {page.name: page for page in self.pages}
        self.cited: dict[str, str] = {}
        self.sources: set[str] = set()

    def document(self, *, sheet: str = "a4") -> str:
        """The whole document; ``sheet`` is a4 or letter."""
        one_of("sheet", sheet, style.SHEETS)
        sheets = [(page, self.sheet(page)) for page in self.pages]
        self._find_cited(sheets)
        chapters = [self.chapter(page, made) for page, made in sheets]
        answers = self.answers(sheets)
        body = [self.front(), self.listed(chapters, answers), *chapters, *answers]
        heads = [(page.slug, made.title) for page, made in sheets] + [("answers", "Answers") for _ in answers]
        head = f"<title>{html.escape(self.title)}</title><style>{style.whole(sheet, self.title, heads)}</style>"
        about = f'<meta charset="utf-8"><meta name="author" content="{html.escape(self.author)}">'
        text = "\n".join(markup.tostring(part, encoding="unicode") for part in body)
        return f'<!DOCTYPE html>\n<html lang="en"><head>{about}{head}</head>\n<body>\n{text}\n</body></html>\n'

    def sheet(self, page: Page) -> Sheet:
        """A page on paper, its ids and its links inside it still its own."""
        path = self.built / f"{page.name}.html"
        if not path.exists():
            raise ValueError(f"{path} must be a built page: make book")
        article = ARTICLE.search(path.read_text(encoding="utf-8"))
        if article is None:
            raise ValueError(f"{path} must have an article in it")
        body = joined(article[1], self.built / posixpath.dirname(page.name))
        return pages.on_paper(body, address=f"{self.url}{page.name}.html", number=page.number)

    def chapter(self, page: Page, sheet: Sheet) -> Element:
        """A page as a section of the document, the addresses of its links and its folded code at its end."""
        if page.name == self.pages[0].name and sheet.title == self.title:
            sheet.body.find(".//h1").text = sheet.title = "Introduction"
        made = E.section(*sheet.body, {"class": "chapter", "id": "", "style": f"page: {page.slug}"})
        if page.name != BIBLIOGRAPHY and BIBLIOGRAPHY in self.names:  # there it stands once for all
            for entry in made.xpath(".//div[@class='citation']"):
                entry.drop_tree()
        if sheet.code:
            made.append(_listings(sheet))
        self._join(made, page)
        links.note(made, self.sources)
        return made

    def answers(self, sheets: list[tuple[Page, Sheet]]) -> list[Element]:
        """The last part: what answers each chapter's predictions, self-checks and exercises."""
        found = []
        for page, sheet in sheets:
            if parts := sheet.answers.parts():
                made = E.section(E.h2(sheet.title))
                for title, answers in parts:
                    made.append(E.section(E.h3(title), *answers))
                self._join(made, page)
                found.append(made)
        if not found:
            return []
        about = {"class": "chapter answers", "id": "answers--", "style": "page: answers"}
        made = E.section(E.h1("Answers"), *found, about)
        links.note(made, self.sources)
        return [made]

    def front(self) -> Element:
        """The title page, with what a reader must know of this edition on its back."""
        return E.section(
            E.div(
                markup.fragment_fromstring((ROOT / "assets" / "favicon.svg").read_text(encoding="utf-8")),
                E.p(self.title, {"class": "front-title"}),
                E.p("An interactive textbook on the emergent abilities of language models, on paper"),
                E.p(self.author, {"class": "front-author"}),
                E.p(f"Version {self.version}", {"class": "front-version"}),
                {"class": "front"},
            ),
            E.div(*(E.p(words) for words in self.about()), {"class": "imprint"}),
            {"class": "front-matter"},
        )

    def about(self) -> Iterator[str]:
        """The sentences on the back of the title page."""
        yield (
            "This book is made to be moved: on its pages every figure has controls. On paper each stands still in its "
            "first state; its words say what the controls are set to, and what else they could be set to."
        )
        if self.url:
            yield f"The code beside a figure leads to it on the book's pages, {self.url}, where it moves."
        else:
            yield (
                "This copy was made without knowing where the book's pages stand, so beside a figure is no code to "
                "photograph: the words there are its place within the book, wherever you have it."
            )
        yield (
            "Where a question comes before a figure, answer it with a pencil first. What answers the predictions, the "
            "self-checks and the exercises stands in the last part. A page in brackets is where a link leads in this "
            "file; a raised number leads to an address at the end of the chapter. Code that the pages fold away stands "
            "there, too."
        )
        yield f"{self.author}. Text and figures: CC BY 4.0. Code: MIT. The teachers' pages are not part of this file."

    def listed(self, chapters: list[Element], answers: list[Element]) -> Element:
        """The contents: every page, and its sections, each with the number of its sheet."""
        entries, part = [], ""
        for page, made in zip([*self.pages, *(Page("answers") for _ in answers)], [*chapters, *answers], strict=True):
            if page.part and page.part != part:
                part = page.part
                entries.append(E.p(part, {"class": "toc-part"}))
            entries.append(_entry("toc-1", made.find(".//h1"), made.get("id")))
            deeper = made.xpath("./section/section[h2] | ./section[h2]") if page.number else []
            entries += [_entry("toc-2", one.find("h2"), one.get("id")) for one in deeper if one.get("id")]
        return E.nav(E.h1("Contents"), *entries, {"class": "toc", "id": "contents--"})

    def _find_cited(self, sheets: list[tuple[Page, Sheet]]) -> None:
        """Which entry of the bibliography each page's own list has under which id."""
        known = {}
        for page, sheet in sheets:
            if page.name == BIBLIOGRAPHY:
                entries = sheet.body.xpath(".//ul/li[@id]")
                known = {_words(one): f"{page.slug}--{one.get('id')}" for one in entries}
                self.sources |= {f"#{to}" for to in known.values()}
        for page, sheet in sheets:
            for one in _citations(sheet.body):
                self.sources.add(f"#{page.slug}--{one.get('id')}")
                if _words(one) in known:
                    self.cited[f"{page.slug}--{one.get('id')}"] = known[_words(one)]

    def _join(self, made: Element, page: Page) -> None:
        """Makes a page's ids the document's own, and lets its links lead to places of the document."""
        for element in made.iter():
            for name, value in list(element.attrib.items()):
                if name == "id":
                    element.set(name, f"{page.slug}--{value}")
                elif name in ("aria-labelledby", "aria-describedby"):
                    element.set(name, f"{page.slug}--{value}")
                elif "url(#" in value:
                    element.set(name, value.replace("url(#", f"url(#{page.slug}--"))
                elif name == "href" and element.tag in ("use", "image", "path") and value.startswith("#"):
                    element.set(name, f"#{page.slug}--{value[1:]}")
                elif name == "src" and not value.startswith(IN_PLACE):
                    element.set(name, (self.built / posixpath.dirname(page.name) / unquote(value)).resolve().as_uri())
        for link in list(made.iter("a")):
            self._lead(link, page)

    def _lead(self, link: Element, page: Page) -> None:
        to = self._target(link.get("href", ""), page)
        if not to:
            link.tag = "span"
            link.attrib.pop("href", None)
            return
        link.set("href", to)

    def _target(self, href: str, page: Page) -> str:
        """Where a link of a page leads on paper: a place of the document, an address of the web, or "" for nowhere."""
        if href.startswith(WEB) or not href:
            return href
        name, part = place(href, page.name)
        part = part.partition("?")[0]  # a figure's state has the figure's place
        to = self.names.get(name.removesuffix(".html")) if name else page
        if to:
            here = f"{to.slug}--{part}"
            return f"#{self.cited.get(here, here)}"
        return f"{self.url}{name}{'#' + part if part else ''}" if self.url else ""


def _listings(sheet: Sheet) -> Element:
    made = E.section(E.h2("Code that the page folds away"), {"class": "listings", "id": "folded-code"})
    for title, listing in sheet.code:
        if title:
            made.append(E.p(title, {"class": "listing-title"}))
        made.append(listing)
    return made


def _citations(body: Element) -> list[Element]:
    return body.xpath(".//div[@class='citation']")


def _words(element: Element) -> str:
    """The words of a bibliography's entry, without its label."""
    return " ".join(" ".join(element.xpath("./p//text()")).split())


def _entry(kind: str, title: Element, to: str) -> Element:
    words = "".join(title.itertext())
    number = E.span({"class": "toc-page", "data-to": to})
    return E.p(E.a(words, {"href": f"#{to}"}), E.span({"class": "dots"}), number, {"class": kind})
