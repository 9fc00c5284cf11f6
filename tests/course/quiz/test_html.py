"""Markdown becomes well-formed XHTML, its formulas MathML, and no sign of a text is lost."""

import pytest
from lxml import etree

from course.quiz.html import blocks, elements, formulas, inline, shown
from tests.course.quiz.samples import PAGES, SIGNS, STATE, TWO


def test_formulas_become_mathml_in_the_line_and_by_themselves():
    made = blocks("So $p^{L}$, and\n\n$$\n\\frac{a}{b}\n$$\n\nand in the line $$c$$ too; $5 and \\$6.")
    parsed = elements(made, "x")
    assert formulas(made) == 3 and made.count('display="block"') == 2
    assert [child.tag for child in parsed] == ["{x}p", "{x}p", "{x}p"]
    assert "".join(parsed.itertext()).endswith("too; $5 and $6.")


def test_every_sign_is_kept_and_the_markup_is_well_formed():
    from course.questions import literal

    made = blocks(literal(SIGNS))
    assert "".join(etree.fromstring(f"<div>{made}</div>").itertext()) == SIGNS
    assert inline("a < b & <b>c</b> <br> H<sub>2</sub>O") == (
        "a &lt; b &amp; &lt;b&gt;c&lt;/b&gt; &lt;br&gt; H<sub>2</sub>O"
    )


def test_one_paragraph_alone_stands_in_the_line():
    assert inline("*a*") == "<em>a</em>"
    assert inline("a\n\nb") == "<p>a</p>\n<p>b</p>"
    assert blocks("| a | b |\n| --- | --- |\n| $c$ | d |").startswith("<table>")


def test_a_figure_s_state_follows_the_question_in_a_frame():
    made = shown(STATE)
    [framed] = elements(made, "x").iter("{x}iframe")
    assert framed.get("src") == f"{PAGES}/embed/metric-effect.html#metric-effect?a=1e%2B23&b=x+y" and framed.get(
        "title"
    )
    assert f'<a href="{PAGES}/embed/metric-effect.html#metric-effect?a=1e%2B23&amp;b=x+y">this state</a>' in made
    assert "iframe" not in shown(TWO)


@pytest.mark.parametrize("text", ["$\\frac{a$", "<sub>a", "a</sup>"])
def test_what_has_no_form_is_refused_with_its_text(text):
    with pytest.raises(ValueError, match="no formula can be made of|must be Markdown, not"):
        blocks(text)
