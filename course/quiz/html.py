"""A question's Markdown as XHTML, its formulas as MathML: what every format holds as the text of a question."""

import html
import re
from functools import cache
from typing import Any

from lxml import etree
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

from course.questions import LINK, Question, absolute
from extensions.mathml import mathml

MATHML = "http://www.w3.org/1998/Math/MathML"
XHTML = "http://www.w3.org/1999/xhtml"
KEPT = re.compile(r"</?(?:sub|sup)>")  # the only HTML that the book's text has
HEIGHT = 720  # pixels of a frame; an embed scrolls where it is higher


def blocks(markdown: str) -> str:
    """``markdown`` as well-formed XHTML: paragraphs, lists, tables. Raises ``ValueError`` for a faulty formula."""
    made = _parser().render(markdown).strip()
    try:
        etree.fromstring(f"<div>{made}</div>")
    except etree.XMLSyntaxError as error:
        raise ValueError(f"the text of a question must be Markdown, not {markdown!r}: {error}") from error
    return made


def inline(markdown: str) -> str:
    """``markdown`` without the paragraph around it, where it is one alone."""
    made = blocks(markdown)
    alone = re.fullmatch(r"<p>((?:(?!</?p>).)*)</p>", made, re.DOTALL)
    return alone[1] if alone else made


def elements(markup: str, namespace: str) -> etree._Element:
    """A ``div`` with ``markup`` in it, its elements in ``namespace`` and its formulas in MathML's."""
    return etree.fromstring(f'<div xmlns="{namespace}">{markup}</div>')


def shown(question: Question) -> str:
    """The question's text as HTML; a figure's state that it links to follows in a frame.

    The link stays: whoever's system shows no frames, or whose screen is small, opens the figure there.
    """
    states = [link for link in links(question.text) if "/embed/" in link]
    return blocks(question.text) + "".join(f"\n<p>{frame(link, 'The figure, in this state')}</p>" for link in states)


def formulas(markup: str) -> int:
    """How many formulas a markup has."""
    return len(re.findall(r"<(?:\w+:)?math[\s>]", markup))


def frame(address: str, title: str) -> str:
    """A frame that shows the figure at ``address``."""
    return f'<iframe src="{html.escape(address)}" title="{html.escape(title)}" width="100%" height="{HEIGHT}"></iframe>'


def addressed(question: Question, pages: str) -> Question:
    """The question whose links lead to the pages at the address ``pages``."""
    return question.changed(lambda markdown: absolute(markdown, pages))


def links(markdown: str) -> list[str]:
    """Where the links of ``markdown`` lead."""
    return [link["to"] for link in LINK.finditer(markdown)]


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"xhtmlOut": True}).enable("table")
    parser.use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=True)
    for rule in ("html_inline", "html_block"):
        parser.add_render_rule(rule, _raw)
    parser.add_render_rule("math_inline", _formula)
    parser.add_render_rule("math_inline_double", _displayed)
    parser.add_render_rule("math_block", lambda *given: f"<p>{_displayed(*given)}</p>\n")
    return parser


def _formula(self: Any, tokens: Any, index: int, options: Any, env: Any) -> str:
    return mathml(tokens[index].content)


def _displayed(self: Any, tokens: Any, index: int, options: Any, env: Any) -> str:
    return mathml(tokens[index].content, display="block")


def _raw(self: Any, tokens: Any, index: int, options: Any, env: Any) -> str:
    """HTML in the text: as it is where it is known, else as the signs that it is written in."""
    written = tokens[index].content
    return written if KEPT.fullmatch(written) else html.escape(written)
