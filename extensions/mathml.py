"""Mathematics as MathML, made from TeX at build: browsers draw it themselves, with no script and no font to load."""

import html
import re
import xml.etree.ElementTree as ElementTree

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

LOGGER = logging.getLogger(__name__)

# The converter knows no `aligned`, numbers `align` by itself, and slants a single \mathrm letter.
TEX = [
    (r"\{aligned\}", "{split}"),
    (r"\\arg\s*\\(max|min)", r"\\arg\1"),
    (r"\{align\}", "{align*}"),
    (r"\\mathrm\{([A-Za-z ]+)\}", r"\\text{\1}"),
]
THIN = '<mspace width="0.167em" />'
NAME = r"<m[io][^>]*>(?:log|ln|exp|logit|sin|cos|tan|Pr|max|min)</m[io]>"
# A name with a base below it, or a name that is no part of another element's fixed number of children.
FUNCTION = (
    rf"(?:<msub>{NAME}(?:<m[ni]>\w+</m[ni]>|<mrow>(?:(?!</mrow>).)*</mrow>)</msub>"
    rf"|(?<!<msub>)(?<!<msup>)(?<!<munder>)(?<!<msubsup>)(?<!<munderover>){NAME})"
)
# What it gets wrong of spacing: around log and its like, in 10{,}000, for a sign after another operator.
MATHML = [
    (rf"({FUNCTION})(?!<mo[^>]*>&#x00028;|<mrow><mo|</mrow>)", rf"\1{THIN}"),
    (rf"(</m[in]>|</m(?:sub|sup|frac|row)>)({FUNCTION})", rf"\1{THIN}\2"),
    (r"<mn>(\d+)</mn><mrow><mo>&#x0002C;</mo></mrow><mn>(\d{3})</mn>", r"<mn>\1,\2</mn>"),
    (
        r"(<mo[^>]*>(?:(?!&#x00029;|&#x0005D;|&#x0007D;|&#x0007C;)[^<])*</mo>)<mo>&#x02212;",
        r'\1<mo form="prefix">&#x02212;',
    ),
    (r'<mo stretchy="false">&#x0007C;', '<mo stretchy="false" lspace="0" rspace="0">&#x0007C;'),
    (r"<mo>&#x0002F;</mo>", '<mo lspace="0" rspace="0">&#x0002F;</mo>'),
    (r"<mi>&#x0007E;</mi>", "<mo>&#x0223C;</mo>"),
    (r"<mi>(&#x000B1;|&#x0230A;|&#x0230B;|&#x02308;|&#x02309;)</mi>", r"<mo>\1</mo>"),
    (r'"negativethinmathspace"', '"-0.167em"'),
]
# How many parts these elements have; the converter takes what it finds.
PARTS = {"mfrac": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "mroot": 2, "msubsup": 3, "munderover": 3}


def setup(app):
    """Registers the renderer that ``html_math_renderer: mathml`` names."""
    app.add_html_math_renderer("mathml", (_visit_inline, None), (_visit_block, None))
    app.connect("doctree-resolved", _keep_punctuation)


def mathml(tex: str, *, display: str = "inline") -> str:
    """The ``<math>`` element of a formula; ``display`` is ``inline`` or ``block``.

    Raises ``ValueError`` for TeX that cannot be read, and for a macro that is not known.
    """
    for pattern, replacement in TEX:
        tex = re.sub(pattern, replacement, tex)
    if fault := _unbalanced(tex):
        raise ValueError(f"no formula can be made of {tex!r}: {fault}")
    try:
        element = convert(tex.strip(), display=display)
    except Exception as error:
        raise ValueError(f"no formula can be made of {tex!r}: {type(error).__name__} {error}") from error
    for pattern, replacement in MATHML:
        element = re.sub(pattern, replacement, element)
    if fault := _fault(element):
        raise ValueError(f"no formula can be made of {tex!r}: {fault}")
    return element


def _unbalanced(tex: str) -> str:
    """What is wrong with the braces of ``tex``; "" where each has its partner."""
    depth = 0
    for brace in re.findall(r"\\.|[{}]", tex):
        depth += {"{": 1, "}": -1}.get(brace, 0)
        if depth < 0:
            return "a } has no { before it"
    return f"{depth} {{ without }}" if depth else ""


def _fault(element: str) -> str:
    """What a browser could not draw of a ``<math>`` element; "" where it can."""
    if unknown := re.search(r"<mi>(\\[^<]*|&)</mi>", element):
        return f"{unknown[1]} is not known"
    for part in ElementTree.fromstring(element).iter():
        name = part.tag.rpartition("}")[2]
        if len(part) != PARTS.get(name, len(part)):
            return f"{name.removeprefix('m')} has {len(part)} of its {PARTS[name]} parts"
    return ""


def _keep_punctuation(app, doctree, _name):
    """Hands an inline formula the marks that touch it: browsers would break the line between the two."""
    if app.builder.format != "html":
        return
    for node in doctree.findall(nodes.math):
        place, siblings = node.parent.index(node), node.parent.children
        for key, at, touching in (("after", place + 1, r"^[^\s\w(\[]+"), ("before", place - 1, r"[(\[]+$")):
            if 0 <= at < len(siblings) and isinstance(siblings[at], nodes.Text):
                found = re.search(touching, siblings[at])
                node[key] = found[0] if found else ""
                node.parent.replace(siblings[at], nodes.Text(re.sub(touching, "", siblings[at])))


def _visit_inline(self, node):
    before, after = (html.escape(node.get(key, "")) for key in ("before", "after"))
    formula = before + _convert(self, node, display="inline") + after
    self.body.append(f'<span class="kept">{formula}</span>' if before or after else formula)
    raise nodes.SkipNode


def _visit_block(self, node):
    number = get_node_equation_number(self, node) if node.get("number") else ""
    self.body.append(self.starttag(node, "div", CLASS="equation"))
    self.body.append(f'<div class="formula">{_convert(self, node, display="block")}</div>')
    if number:
        self.body.append(f'<span class="equation-number">({number})</span>')
    self.body.append("</div>\n")
    raise nodes.SkipNode


def _convert(self, node, *, display: str) -> str:
    try:
        return mathml(node.astext(), display=display)
    except ValueError as error:
        LOGGER.warning(str(error), location=node)
        return f"<code>{html.escape(node.astext())}</code>"
