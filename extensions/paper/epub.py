"""The book as an EPUB: Sphinx's own builder, whose pages are put on paper first, and what readers of e-books ask for.

Chapters end with their answers and the code that the pages fold away. The teachers' pages are left out.
"""

import html
import shutil
import tomllib
import uuid
from pathlib import Path

from docutils import nodes
from lxml import etree
from lxml.etree import _Element as Element
from lxml.html.builder import E
from matplotlib.figure import Figure
from sphinx.builders.epub3 import Epub3Builder, NavPoint

from extensions import previews
from extensions.paper import pages, whole
from extensions.paper.pages import Sheet
from extensions.site import ROOT, addresses
from simulations import palette

HERE = Path(__file__).parent
FILE = "emergence-measured.epub"
COVER = "cover.png"
THEME = {"sphinx_book_theme", "pydata_sphinx_theme", "sphinx_thebe"}  # what these do to pages, no page here wants
OPF = "{http://www.idpf.org/2007/opf}"
SVG, MATHML = "http://www.w3.org/2000/svg", "http://www.w3.org/1998/Math/MathML"
# What the HTML parser writes small, as SVG has it.
SMALL = {name.lower(): name for name in ("viewBox", "clipPath", "preserveAspectRatio", "linearGradient", "textLength")}
SUMMARY = (
    "Every figure has a caption that says what it shows, and the values of its controls in words; formulas are MathML. "
    "The figures stand still here: on the book's pages they can be moved, by keys as well, and read as tables."
)
ACCESSIBILITY = [
    *(("schema:accessMode", mode) for mode in ("textual", "visual")),
    ("schema:accessModeSufficient", "textual,visual"),
    *(
        ("schema:accessibilityFeature", feature)
        for feature in ("alternativeText", "MathML", "readingOrder", "structuralNavigation", "tableOfContents")
    ),
    ("schema:accessibilityHazard", "none"),
    ("schema:accessibilitySummary", SUMMARY),
]


def setup(app):
    """Puts the builder in the place of Sphinx's own, and the settings that it wants."""
    app.add_builder(Book, override=True)
    app.connect("config-inited", _settle)
    app.connect("html-page-context", _put_on_paper, priority=960)  # after the links to states were looked at


class Book(Epub3Builder):
    """Sphinx's EPUB, with a layout and a style of its own, and without the teachers' pages."""

    def init(self):
        """Also clears its folder, as all that lies there goes into the file, and sends the pages' theme away."""
        shutil.rmtree(self.outdir)
        Path(self.outdir).mkdir()
        super().init()
        listeners = self.app.events.listeners["html-page-context"]
        listeners[:] = [one for one in listeners if one.handler.__module__.partition(".")[0] not in THEME]
        self.listed = {page.name: page for page in whole.contents(Path(self.app.srcdir))}

    def init_templates(self):
        """Takes the EPUB's layout, not the pages'."""
        self.config.templates_path = [str(HERE / "templates")]
        super().init_templates()

    def write_doc(self, docname, doctree):
        """Writes the page where it belongs to the file."""
        if docname in self.listed:
            super().write_doc(docname, doctree)

    def get_refnodes(self, doctree, result):
        """The entries of the contents, without those of pages that are left out."""
        found = super().get_refnodes(doctree, result)
        found[:] = [one for one in found if one["refuri"].partition(".xhtml")[0] in self.listed]
        return found

    def gen_pages_from_extensions(self):
        """None: a page that is not found is a matter of the web."""

    def copy_static_files(self):
        """The style and the cover; no script, and nothing of a theme."""
        static = Path(self.outdir) / "_static"
        static.mkdir(parents=True, exist_ok=True)
        (static / "epub.css").write_bytes((HERE / "epub.css").read_bytes())
        cover(static / COVER, title=self.config.html_title, author=self.config.author)

    def build_navlist(self, navnodes):
        """The contents: each page with its chapter's number, and its sections below it."""
        return [self._with_sections(point) for point in super().build_navlist(navnodes)]

    def _with_sections(self, point: NavPoint) -> NavPoint:
        name = point.refuri.removesuffix(".xhtml")
        number = self.listed[name].number
        refs = [one for one in self.env.tocs[name].findall(nodes.reference) if one["anchorname"]]
        sections = [one for one in refs if _depth(one) == 1]
        below = [NavPoint(html.escape(one.astext()), point.refuri + one["anchorname"], []) for one in sections]
        return NavPoint(f"{number}. {point.text}" if number else point.text, point.refuri, below)

    def toc_metadata(self, level, navpoints):
        """The older contents' file names the book as the package does."""
        return super().toc_metadata(level, navpoints) | {"uid": self.config.epub_identifier}

    def build_content(self):
        """The package's file: also what each page holds, the cover, and what is said of its accessibility."""
        super().build_content()
        path = Path(self.outdir) / "content.opf"
        package = etree.parse(path, etree.XMLParser(remove_blank_text=True))
        for item in package.iter(f"{OPF}item"):
            if properties := self._properties(item.get("href")):
                item.set("properties", properties)
        metadata = package.find(f"{OPF}metadata")
        for meta in [one for one in metadata if one.get("property", "").startswith("ibooks:")]:
            metadata.remove(meta)
        for name, words in ACCESSIBILITY:
            etree.SubElement(metadata, f"{OPF}meta", property=name).text = words
        package.write(path, encoding="utf-8", xml_declaration=True, pretty_print=True)

    def _properties(self, href: str) -> str:
        """What a reader of e-books is told of a file: the cover, or what beside HTML is in a page."""
        if href == f"_static/{COVER}":
            return "cover-image"
        if href == "nav.xhtml":
            return "nav"
        if not href.endswith(".xhtml"):
            return ""
        text = (Path(self.outdir) / href).read_text(encoding="utf-8")
        return " ".join(name for name, tag in (("mathml", "<math"), ("svg", "<svg")) if tag in text)


def _depth(entry: nodes.reference) -> int:
    """How deep an entry of a page's contents stands: 0 for the page."""
    above = entry.parent
    depth = -1
    while above is not None:
        depth += isinstance(above, nodes.bullet_list)
        above = above.parent
    return depth


def cover(path: Path, *, title: str, author: str) -> None:
    """Draws the cover: the title above a curve that rises."""
    figure = Figure(figsize=(6, 9), dpi=200, facecolor=palette.DARK[palette.PAPER])
    ax = figure.add_axes((0, 0, 1, 1))
    ax.axis("off")
    ax.set(xlim=(0, 1), ylim=(0, 1.5))
    ink, muted = palette.DARK[palette.INK], palette.DARK[palette.MUTED]
    ax.text(0.07, 1.38, title.replace(", ", ",\n"), color=ink, size=40, weight="bold", va="top")
    ax.text(0.07, 0.09, author, color=muted, size=13)
    previews.curve(ax)
    figure.savefig(path, metadata={"Software": None})


def page(sheet: Sheet, name: str, *, left_out: dict[str, str]) -> str:
    """The body of an EPUB's page: the sheet, then its answers and its folded code, as XHTML.

    ``left_out`` are the links of the page that lead to nothing in the file, each with where it leads instead, "" for
    nowhere.
    """
    body = sheet.body
    for title, answers in sheet.answers.parts():
        body.append(E.section(E.h2(f"Answers: {title.lower()}"), *answers, {"class": "answers"}))
    if sheet.code:
        listings = [E.section(*([E.h3(title)] if title else []), code) for title, code in sheet.code]
        body.append(E.section(E.h2("Code that the page folds away"), *listings, {"class": "listings"}))
    for link in list(body.iter("a")):
        to = left_out.get(link.get("href", ""))
        if to:
            link.set("href", to)
        elif to == "":
            link.tag = "span"
            del link.attrib["href"]
    return xhtml(body)


def xhtml(body: Element) -> str:
    """What is in ``body``, an element of the HTML parser's, as XHTML."""
    for picture in body.iter("svg"):
        picture.set("xmlns", SVG)
        for element in picture.iter():
            element.tag = SMALL.get(element.tag, element.tag)
            for small in [name for name in element.attrib if name in SMALL]:
                element.set(SMALL[small], element.attrib.pop(small))
    for image in body.xpath(".//image[@image-rendering]"):
        image.set("image-rendering", "optimizeSpeed")  # the word of SVG 1.1 for cells that are not blurred
    for formula in body.iter("math"):
        formula.set("xmlns", MATHML)
    for choices in body.xpath(".//ol[@class='choices']"):
        choices.set("type", "a")
    inside = [etree.tostring(one, encoding="unicode") for one in body]
    return html.escape(body.text or "", quote=False) + "".join(inside)


def _settle(app, config):
    """The settings of the file. They are set for every builder: one that changed would have all pages read anew."""
    root = Path(app.srcdir)
    where = addresses(root)
    config.version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    config.epub_basename = FILE.removesuffix(".epub")
    config.epub_uid = "book"
    named = uuid.uuid5(uuid.NAMESPACE_URL, where["url"] or f"{where['repository']}/{where['ref']}")
    config.epub_identifier = f"urn:uuid:{named}"
    config.epub_scheme = "UUID"
    config.epub_title = config.html_title or config.project
    config.epub_description = "A textbook on emergent abilities of language models, its figures standing still."
    config.epub_contributor = config.author
    config.epub_show_urls = "no"
    config.epub_tocscope = "includehidden"
    config.epub_tocdup = False
    config.epub_tocdepth = 2


def _put_on_paper(app, pagename, templatename, context, doctree):
    if app.builder.name != "epub" or not doctree:
        return
    listed, url = app.builder.listed, addresses(Path(app.srcdir))["url"]
    sheet = pages.on_paper(context["body"], address=f"{url}{pagename}.html", number=listed[pagename].number)
    context["body"] = page(sheet, pagename, left_out=_left_out(sheet.body, pagename, listed, url))


def _left_out(body: Element, pagename: str, listed: dict, url: str) -> dict[str, str]:
    """The links of a page to what the file does not have, each with its address on the web, "" where none is known."""
    found = {}
    for href in {link.get("href", "") for link in body.iter("a")}:
        if not href or href.startswith(("#", *whole.WEB)):
            continue
        name, part = whole.place(href, pagename)
        if not (href.partition("#")[0].endswith(".xhtml") and name.removesuffix(".xhtml") in listed):
            found[href] = f"{url}{name.replace('.xhtml', '.html')}{'#' + part if part else ''}" if url else ""
    return found
