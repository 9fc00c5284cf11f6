"""What is done to a page's text before it is written."""

from extensions.pages import _late

FIRST = '<section id="one"><h2>One</h2><div><section class="explorer" id="a"></section></div>'


def test_sections_that_begin_below_the_first_simulation_are_late_and_simulations_are_not():
    rest = '<section id="inner"></section></section>'
    rest += '<section id="two"><section class="explorer" id="b"></section></section>'
    found = _late(f'<section id="top">{FIRST}{rest}</section>')
    assert found.startswith(f'<section id="top">{FIRST}<section data-late id="inner">')
    assert found.count("data-late") == 2 and '<section data-late id="two"><section class="explorer" id="b">' in found


def test_a_page_without_a_simulation_has_no_late_sections():
    body = '<section id="top"><section id="one"></section></section>'
    assert _late(body) == body
