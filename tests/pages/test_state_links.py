"""A link to a state, on a page for teachers, opens the simulation in the very state that it names."""

import re
from urllib.parse import parse_qs

import pytest
from conftest import book_pages

LINK = re.compile(r'href="(?:\.\./)?(?:chapters/)?([\w-]+\.html)#([\w-]+)\?([^"]+)"')
SHOWN = "root => root.querySelector('a.explorer-alone').hash.split('?')[1] || ''"


@pytest.fixture(scope="module")
def links(built_book) -> dict[str, set[tuple[str, str]]]:
    """The states that pages other than their own link to, by the page that they open."""
    found: dict[str, set[tuple[str, str]]] = {}
    for name in book_pages(built_book):
        for page, simulation, values in LINK.findall((built_book / name).read_text(encoding="utf-8")):
            found.setdefault(page, set()).add((simulation, values.replace("&amp;", "&")))
    return found


def test_every_link_to_a_state_opens_it(links, browser, book_url):
    assert sum(map(len, links.values())) > 30
    context = browser.new_context()
    page = context.new_page()
    wrong = []
    for name, states in links.items():
        page.goto(f"{book_url}chapters/{name}")
        for simulation, values in sorted(states):
            root = page.locator(f"#{simulation}")
            root.scroll_into_view_if_needed()
            page.wait_for_function("name => document.getElementById(name).matches('.live')", arg=simulation)
            page.evaluate("hash => { location.hash = hash }", f"{simulation}?{values}")
            page.wait_for_timeout(50)
            shown = parse_qs(root.evaluate(SHOWN))
            if not shown.items() >= parse_qs(values).items():
                wrong.append(f"{name}#{simulation}?{values}")
    context.close()
    assert wrong == []
