"""What stands still around a simulation is put into groups: a move of the simulation leaves them painted as they are.

A browser paints a section anew when something in it moves. A group is a stacking context (assets/book.css), and is
taken over whole where nothing in it has changed.
"""

from docutils import nodes

from everystate.sphinx import for_browsers
from extensions.pages import FIRST as SIMULATION


def setup(app):
    """Groups the text of each page for browsers, when all that is in it is known."""
    app.connect("doctree-resolved", lambda app, doctree, page: for_browsers(app) and group(doctree))


def group(doctree: nodes.document) -> None:
    """Puts what lies between headings, sections and simulations into containers, in sections that hold a simulation."""
    moving = set()
    for shown in doctree.findall(nodes.raw):
        if SIMULATION in shown.astext():
            above = shown
            while above is not None and id(above) not in moving:
                moving.add(id(above))
                above = above.parent
    for section in [one for one in doctree.findall(nodes.section) if id(one) in moving]:
        _group(section, moving)


def _group(section: nodes.section, moving: set[int]) -> None:
    children, section.children = section.children, []
    still = None
    for child in children:
        if isinstance(child, nodes.section | nodes.title) or id(child) in moving:
            still = None
            section += child
            continue
        if still is None:
            still = nodes.container(classes=["still"])
            section += still
        still += child
