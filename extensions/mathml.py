"""Mathematics as MathML, made from TeX at build: browsers draw it themselves, with no script and no font to load."""

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.errors import ExtensionError
from sphinx.util.math import get_node_equation_number


def setup(app):
    """Registers the renderer that ``html_math_renderer: mathml`` names."""
    app.add_html_math_renderer("mathml", (_visit_inline, None), (_visit_block, None))


def mathml(tex: str, *, display: str = "inline") -> str:
    """The ``<math>`` element of a formula; ``display`` is ``inline`` or ``block``. Raises ``ValueError`` for bad TeX."""
    try:
        return convert(tex.strip(), display=display)
    except Exception as error:
        raise ValueError(f"no formula can be made of {tex!r}: {type(error).__name__} {error}") from error


def _visit_inline(self, node):
    self.body.append(_convert(self, node, display="inline"))
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
        raise ExtensionError(f"{self.builder.current_docname}: {error}") from error
