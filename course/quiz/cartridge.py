"""A whole course as one Common Cartridge: a module a chapter, with its page, its figures and its quizzes.

Version 1.1: the newest that Moodle reads, and Canvas reads it as well. Pages and figures are web links; besides, each
chapter has a page with its figures in frames, each above its link: Canvas keeps frames, and Moodle takes them out.
Every question that the cartridge's profile can hold is in it (``qti12``), numbers as choices; ``left_out`` names the
others: numbers with fewer than two wrong ones to choose among. The book has none.
"""

import html
from collections.abc import Callable, Sequence

from lxml import etree
from lxml.builder import ElementMaker

from course import archive
from course.figures import embed, figures
from course.quiz import package, qti12
from course.quiz.html import frame
from course.quiz.quizzes import Part, Quiz

NAMESPACE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
METADATA = "http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest"
LINK = "http://www.imsglobal.org/xsd/imsccv1p1/imswl_v1p1"
VERSION = "1.1.0"
ASSESSMENT, WEBLINK, PAGE = "imsqti_xmlv1p2/imscc_xmlv1p1/assessment", "imswl_xmlv1p1", "webcontent"
C = ElementMaker(namespace=NAMESPACE, nsmap={None: NAMESPACE, "lom": METADATA})
L = ElementMaker(namespace=METADATA)


def zipped(parts: Sequence[Part], pages: str, *, title: str, shuffle: bool = False) -> bytes:
    """The cartridge (an ``.imscc``) of these chapters; ``pages`` is the address of the book's pages."""
    files: dict[str, bytes] = {}
    resources: list[etree._Element] = []

    def item(name: str, words: str, kind: str, path: str, content: bytes) -> etree._Element:
        files[path] = content
        own = {"href": path} if kind == PAGE else {}
        resources.append(C.resource(C.file(href=path), identifier=f"{name}-resource", type=kind, **own))
        return C.item(C.title(words), identifier=name, identifierref=f"{name}-resource")

    modules = [_module(part, pages.rstrip("/"), item, shuffle) for part in parts]
    manifest = C.manifest(
        C.metadata(C.schema("IMS Common Cartridge"), C.schemaversion(VERSION), _described(title)),
        C.organizations(
            C.organization(C.item(*modules, identifier="course"), identifier="order", structure="rooted-hierarchy")
        ),
        C.resources(*resources),
        identifier="cartridge",
    )
    return archive.zipped({package.MANIFEST: package.written(manifest), **files})


def left_out(parts: Sequence[Part]) -> list[str]:
    """The names of the questions that the profile has no form for."""
    asked = [question for part in parts for quiz in part.quizzes for question in quiz.questions]
    return [question.name for question in asked if not qti12.holds(question, qti12.CARTRIDGE)]


def _module(part: Part, pages: str, item: Callable[..., etree._Element], shuffle: bool) -> etree._Element:
    chapter, shown = part.chapter, figures(part.chapter)
    page = _weblink(part.title, f"{pages}/{part.page}")
    items = [item(f"{chapter}-page", part.title, WEBLINK, f"links/{chapter}.xml", page)]
    if shown:
        framed = _framed(part, pages).encode()
        items.append(item(f"{chapter}-figures", "Its figures", PAGE, f"pages/{chapter}-figures.html", framed))
        alone = [
            item(
                f"{chapter}-figure-{name}",
                heading,
                WEBLINK,
                f"links/{chapter}-{name}.xml",
                _weblink(heading, f"{pages}/{embed(chapter, name)}"),
            )
            for name, heading in shown.items()
        ]
        items.append(C.item(C.title("Its figures, one by one"), *alone, identifier=f"{chapter}-figures-alone"))
    for quiz in part.quizzes:
        kept = tuple(question for question in quiz.questions if qti12.holds(question, qti12.CARTRIDGE))
        if kept:
            content = qti12.assessment(Quiz(quiz.name, quiz.title, kept), qti12.CARTRIDGE, shuffle=shuffle)
            items.append(item(quiz.name, quiz.title, ASSESSMENT, f"quizzes/{quiz.name}.xml", content))
    return C.item(C.title(part.title), *items, identifier=f"{chapter}-module")


def _weblink(title: str, address: str) -> bytes:
    W = ElementMaker(namespace=LINK, nsmap={None: LINK})
    return package.written(W.webLink(W.title(title), W.url(href=address, target="_blank")))


def _framed(part: Part, pages: str) -> str:
    """A page with each figure of a chapter in a frame, and its link below."""
    title, shown = html.escape(part.title), figures(part.chapter)
    sections = []
    for name, heading in shown.items():
        address = f"{pages}/{embed(part.chapter, name)}"
        link = f'<p><a href="{html.escape(address)}">{html.escape(heading)}</a></p>'
        sections.append(f"<h2>{html.escape(heading)}</h2>\n<p>{frame(address, heading)}</p>\n{link}")
    body = "\n".join(sections)
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width"/>
<title>The figures: {title}</title>
</head>
<body>
<h1>The figures: {title}</h1>
{body}
</body>
</html>
"""


def _described(title: str) -> etree._Element:
    return L.lom(L.general(L.title(L.string(title, language="en"))))
