"""What stands still around a simulation is in groups, which hold no heading, no section and no simulation."""

from docutils import nodes
from docutils.utils import new_document
from lxml import html

from extensions.still import group


def section(*children) -> nodes.section:
    return nodes.section("", nodes.title("", "A heading"), *children)


def text(words: str) -> nodes.paragraph:
    return nodes.paragraph("", words)


def cell() -> nodes.container:
    shown = nodes.raw("", '<section class="explorer" id="a"></section>', format="html")
    return nodes.container("", nodes.literal_block("", "Explorer()"), nodes.container("", shown), classes=["cell"])


def shape(node) -> list:
    kinds = {nodes.title: "title", nodes.paragraph: "p"}
    return [
        kinds.get(type(one)) or (shape(one) if isinstance(one, nodes.section) else (one["classes"][0], len(one)))
        for one in node.children
    ]


def grouped(*children) -> list:
    page = new_document("page")
    page += section(*children)
    before = page.astext()
    group(page)
    assert page.astext() == before, "every word, in its order"
    return shape(page[0])


def test_what_lies_between_headings_sections_and_simulations_is_grouped():
    inner = section(text("four"), cell(), text("five"))
    found = grouped(text("one"), text("two"), cell(), text("three"), inner, section(text("six")))
    below = ["title", ("still", 1), ("cell", 2), ("still", 1)]
    assert found == ["title", ("still", 2), ("cell", 2), ("still", 1), below, ["title", "p"]]


def test_a_section_around_one_with_a_simulation_is_grouped_too():
    assert grouped(text("one"), section(cell())) == ["title", ("still", 1), ["title", ("cell", 2)]]


def test_a_page_without_a_simulation_stays_as_it_is():
    assert grouped(text("one"), section(text("two"))) == ["title", "p", ["title", "p"]]


def test_pages_for_browsers_have_groups_around_their_simulations(sample_book):
    page = html.fromstring((sample_book / "chapters/sample.html").read_text(encoding="utf-8"))
    groups = page.find_class("still")
    assert groups and not any(one.xpath(".//section | .//h1 | .//h2 | .//h3") for one in groups)
    figures = page.find_class("explorer")
    assert figures and all(
        "still" not in (above.get("class") or "").split() for one in figures for above in one.iterancestors()
    )
