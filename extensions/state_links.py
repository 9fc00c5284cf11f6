"""Links to a state of a figure on the same page: ``[six models](#curve-shapes?model_sizes=6)``.

The figure's own script follows such a link, as it follows a copied one; a panel that trains, one to its settings.
Here it is kept from MyST, which would look for a heading of that name; and the build stops where a page has no such
figure, the figure no such control, or the control no such value, as the script writes it.
"""

import base64
import html
import json
import re
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qsl

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util import logging

from everystate.table import unpack
from extensions import without_torch
from simulations.exercises.states import written

LOGGER = logging.getLogger(__name__)
STATE = re.compile(r"#(?P<figure>[A-Za-z][\w-]*)\?(?P<values>.*)")
LINK = re.compile(r'<a [^>]*?href="(#[A-Za-z][\w-]*\?[^"]*)"')
TABLE = r'<section class="explorer[^"]*" id="{}"[\s\S]*?<script [^>]*class="explorer-data">([^<]*)<'
PANEL = r'<section class="trainer" [^>]*data-link="{}"[\s\S]*?<script type="application/json">([^<]*)<'


def setup(app):
    """Keeps the links as they are, and looks at each page that is written."""
    app.add_transform(Kept)
    app.connect("html-page-context", _check, priority=400)  # before tables leave the page


class Kept(SphinxTransform):
    """A link to a state is an address, and not the name of a heading."""

    default_priority = 800  # before MyST resolves the names

    def apply(self, **kwargs):
        """Takes the mark from each of them by which MyST knows a name."""
        for node in self.document.findall(nodes.reference):
            if node.get("id_link") and STATE.match(node["refuri"]):
                del node["id_link"]


def nowhere(body: str, addresses: Iterable[str] | None = None) -> Iterator[str]:
    """What is wrong with ``addresses`` of states of a page with this ``body``; without them, with the body's links."""
    for address in dict.fromkeys(map(html.unescape, LINK.findall(body)) if addresses is None else addresses):
        link = STATE.match(address)
        known = _settings(link["figure"], body)
        if known is None and without_torch.KEPT in body:
            continue  # it stands there as its notebook keeps it
        if known is None:
            yield f"{address} must name a figure of its page, and there is no {link['figure']!r}"
            continue
        for name, value in parse_qsl(link["values"], keep_blank_values=True):
            if name not in known:
                yield f"{address}: {name!r} must be a control of the figure: {', '.join(known)}"
            elif value not in known[name]:
                yield f"{address}: {name} must be one of {', '.join(known[name])}, not {value}"


def _settings(name: str, body: str) -> dict[str, list[str]] | None:
    """The controls of a page's figure or panel with their values as a link has them; none where there is neither."""
    if table := re.search(TABLE.format(name), body):
        header, _ = unpack(base64.b64decode(table[1]))
        return {control["name"]: [written(value) for value in control["values"]] for control in header["controls"]}
    if panel := re.search(PANEL.format(name), body):
        dials = json.loads(panel[1])["dials"]
        return {dial: [written(value) for value in known["values"]] for dial, known in dials.items()}
    return None


def _check(app, pagename, templatename, context, doctree):
    for words in nowhere(context.get("body", "")) if doctree else []:
        LOGGER.error(words, location=pagename)
