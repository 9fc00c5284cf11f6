"""What is done to a page's text before it is written."""

from extensions.pages import _late

FIRST = '<section id="one"><h2>One</h2><div><section class="explorer" id="a"></section></div>'


def test_what_begins_below_the_first_simulations_section_is_late_and_simulations_are_not():
    rest = '<div class="still docutils container"></div><section id="inner"></section></section>'
    cell = '<div class="cell docutils container"><div class="cell_output docutils container">'
    text = '<div class="still docutils container"><div class="formula"></div></div>'
    rest += f'<section id="two">{text}{cell}<section class="explorer" id="b"></section></div></div></section>'
    body = f'<section id="top"><div class="still docutils container"></div>{FIRST}{rest}</section>'
    found = _late(body)
    late = [start.split(">")[0] for start in found.split(" data-late ")[1:]]
    assert late == ['id="inner"', 'id="two"', 'class="still docutils container"', 'class="cell docutils container"']
    assert found.replace(" data-late ", " ") == body


def test_a_page_without_a_simulation_has_no_late_sections():
    body = '<section id="top"><section id="one"></section></section>'
    assert _late(body) == body
