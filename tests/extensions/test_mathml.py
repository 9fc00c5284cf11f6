"""Formulas: what TeX becomes, where the converter is mended, and what is refused."""

import re
import xml.etree.ElementTree as ElementTree

import pytest

from extensions.mathml import mathml

SPACE = '<mspace width="0.167em" />'


def inner(tex: str) -> str:
    return mathml(tex).partition("<mrow>")[2].removesuffix("</mrow></math>")


@pytest.mark.parametrize(
    "tex, expected",
    [
        (r"L \log p", f"<mi>L</mi>{SPACE}<mi>log</mi>{SPACE}<mi>p</mi>"),
        (r"\log_2 N", f"<msub><mi>log</mi><mn>2</mn></msub>{SPACE}<mi>N</mi>"),
        (r"x=-1", '<mi>x</mi><mo>&#x0003D;</mo><mo form="prefix">&#x02212;</mo><mn>1</mn>'),
        (r"x-1", "<mi>x</mi><mo>&#x02212;</mo><mn>1</mn>"),
        (r"10{,}000", "<mn>10,000</mn>"),
        (r"a/b", '<mi>a</mi><mo lspace="0" rspace="0">&#x0002F;</mo><mi>b</mi>'),
        (r"\mathrm{FLOPs}", "<mtext>FLOPs</mtext>"),
        (r"{-x}", "<mrow><mo>&#x02212;</mo><mi>x</mi></mrow>"),
        (r"a<-x", '<mi>a</mi><mo>&#x0003C;</mo><mo form="prefix">&#x02212;</mo><mi>x</mi>'),
        (r"\arg\max x", '<mo movablelimits="true">arg&#x02009;max</mo><mi>x</mi>'),
        (r"x \sim y", "<mi>x</mi><mo>&#x0223C;</mo><mi>y</mi>"),
    ],
)
def test_spacing_and_names_are_as_in_tex(tex, expected):
    assert inner(tex) == expected


def test_a_function_before_a_bracket_keeps_close():
    assert SPACE not in mathml(r"\log(x)")


@pytest.mark.parametrize("tex", [r"\log_2(x)", r"\max_i x_i", r"\log^2 x", r"\frac{\log a}{\log b}"])
def test_scripts_and_fractions_keep_two_children(tex):
    root = ElementTree.fromstring(mathml(tex))
    tags = ("msub", "msup", "mfrac", "munder")
    elements = [element for element in root.iter() if element.tag.rpartition("}")[2] in tags]
    assert elements and all(len(element) == 2 for element in elements)


def test_aligned_lines_become_rows():
    assert mathml(r"\begin{aligned}a&=b\\c&=d\end{aligned}").count("<mtr>") == 2


@pytest.mark.parametrize("tex", [r"\nonsense x", r"\frac{1}{", r"a & b"])
def test_what_cannot_be_read_is_refused(tex):
    with pytest.raises(ValueError, match="no formula can be made of"):
        mathml(tex)


@pytest.mark.parametrize(
    "tex, reason",
    [
        (r"\frac{1}{2", "1 { without }"),
        (r"x_{a{b", "2 { without }"),
        (r"x}", "a } has no { before it"),
        (r"\frac{1}", "frac has 1 of its 2 parts"),
    ],
)
def test_half_a_formula_is_refused(tex, reason):
    with pytest.raises(ValueError, match=re.escape(reason)):
        mathml(tex)


def test_braces_that_are_shown_need_no_partner():
    assert mathml(r"\{1").count("<mo") == 1
