"""matplotlib's pictures with as few elements as they can have; test_honoured.py compares their pixels."""

import io
from xml.etree import ElementTree

import pytest
from matplotlib.figure import Figure

from everystate.lean import lean
from tests.everystate.test_hidden import made


def leaner(inside: str) -> str:
    root = ElementTree.fromstring(f"<svg>{inside}</svg>")
    lean(root)
    return "".join(ElementTree.tostring(child, encoding="unicode") for child in root)


def test_a_shape_that_is_used_stands_where_it_is_used_and_like_ones_are_one():
    shape = '<defs><path id="t" d="M 0 0 L 0 3.5" stroke="red" /></defs>'
    used = f'<g>{shape}<use href="#t" x="10.123456" y="2" fill="red" /></g>'
    again = '<g><use href="#t" x="20" y="2" fill="red" /></g>'
    assert leaner(used + again) == '<path d="M10.12,2L10.12,5.5M20,2L20,5.5" fill="none" stroke="red" />'


def test_a_filled_shape_keeps_its_fill_and_stays_itself():
    square = '<defs><path id="s" d="M 0 0 L 0 2 L 2 2 z" fill="blue" /></defs><use href="#s" x="1" y="1" />'
    found = leaner(square + '<use href="#s" x="5" y="1" />')
    assert found == '<path d="M1,1L1,3L3,3z" fill="blue" /><path d="M5,1L5,3L7,3z" fill="blue" />'


@pytest.mark.parametrize("more", ['opacity="0.5"', 'stroke-opacity="0.5"', 'id="named"', 'fill="red"'])
def test_lines_that_are_more_than_lines_stay_two(more):
    lines = "".join(f'<path d="M{x},0L{x},9" fill="none" {more} />' for x in (1, 2)) if "fill" not in more else ""
    lines = lines or "".join(f'<path d="M{x},0L{x},9" {more} />' for x in (1, 2))
    assert leaner(lines).count("<path") == 2


def test_lines_of_two_looks_or_in_two_clipped_groups_stay_two():
    assert (
        leaner('<path d="M0,0" fill="none" stroke="a" /><path d="M0,0" fill="none" stroke="b" />').count("<path") == 2
    )
    group = '<g clip-path="url(#c)"><path d="M0,0" fill="none" /></g>'
    assert leaner(group + group).count("<path") == 2


def test_a_group_that_says_nothing_goes_and_what_was_in_it_keeps_its_order():
    assert (
        leaner('<a /><g><b /><g><c /></g></g><g class="marks"><d /></g>') == '<a /><b /><c /><g class="marks"><d /></g>'
    )


def test_level_words_are_not_turned_and_none_has_a_face_of_its_own():
    root = ElementTree.fromstring(
        '<svg><text transform="rotate(-0 1 2)" font-family="A, B">x</text>'
        '<text transform="rotate(-90 1.23456 2)" font-family="A, B">y</text></svg>'
    )
    lean(root)
    level, upright = root
    assert level.attrib == {}
    assert upright.attrib == {"transform": "rotate(-90 1.23 2)"}


def test_what_stands_still_in_a_picture_is_few_elements():
    markup = made()._markup()
    picture = markup[markup.index("<svg role=") :].partition("</svg>")[0]
    assert not [what for what in ("<use", "<g>", "rotate(-0", "font-family") if what in picture]
    figure = Figure()
    figure.add_subplot()
    whole = io.StringIO()
    figure.savefig(whole, format="svg")
    assert picture.count("<") < 0.5 * whole.getvalue().count("<")
