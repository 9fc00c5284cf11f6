"""A simulation that stands still: its first state as a figure, what its controls say there, and where it moves."""

import base64
import copy
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

from lxml import html as markup
from lxml.etree import _Element as Element
from lxml.html.builder import E

from everystate.table import unpack
from simulations.exercises.states import written

COLOUR = re.compile(r"var\(--em-[\w-]+,\s*([^)]*)\)")
FEW = 4  # options that are listed; of more, their number is said
BOTH = "on or off"


def still(section: Element, number: str, address: str) -> Element:
    """The ``<figure>`` of a simulation's ``section``; ``address`` is where its first state is, on the web or a disk."""
    name = section.get("id")
    drawn = [_panel(panel) for panel in section.iterfind(".//div[@class='explorer-panel']")]
    title = "".join(section.find("p[@class='explorer-title']").itertext())
    caption = section.find(".//p[@class='explorer-caption']")
    words = E.div(
        E.p(E.b(f"Figure {number}. "), E.b(title, {"class": "sim-name"}), {"class": "sim-title"}),
        E.p(*caption.itertext(), {"class": "sim-caption", "id": caption.get("id")}),
        E.p("Shown: ", "; ".join(shown(section)), ".", {"class": "sim-shown"}),
    )
    side = E.div(*code(address), E.p(*broken(address), {"class": "sim-address"}), {"class": "sim-side"})
    many = "sim-many" if len(drawn) > 1 else "sim-one"
    about = {"class": f"sim {many}", "id": name, "data-number": number}
    return E.figure(E.div(*drawn, {"class": "sim-panels"}), E.figcaption(words, side), about)


def controls(section: Element) -> list[dict[str, Any]]:
    """The controls of a simulation, as its table has them."""
    (table,) = section.xpath("script[@class='explorer-data']")
    header, _ = unpack(base64.b64decode(table.text))
    return header["controls"]


def said(values: str, known: list[dict[str, Any]]) -> str:
    """What a link's ``values``, as in ``length=5&metric=exact``, set the ``known`` controls to, as these say it."""
    words = []
    for control in known:
        labels = dict(zip(map(written, control["values"]), control["labels"], strict=True))
        words += [f"{control['label']} {labels[value]}" for name, value in parse_qsl(values) if name == control["name"]]
    return ", ".join(words)


def shown(section: Element) -> Iterator[str]:
    """What each control says in the first state, and what else it could say."""
    for control in controls(section):
        labels, default = control["labels"], control["default"]
        others = [label for i, label in enumerate(labels) if i != default]
        if control["kind"] == "check":
            yield f"{control['label']} {'on' if default else 'off'}"
        elif control["kind"] != "select":
            yield f"{control['label']} {labels[default]} (from {labels[0]} to {labels[-1]})"
        elif len(labels) > FEW:
            yield f"{control['label']} {labels[default]} (one of {len(labels)})"
        else:
            yield f"{control['label']} {labels[default]} (or {', '.join(others)})"


def code(address: str) -> list[Element]:
    """The QR code of an address as an SVG; none where it is no address of the web."""
    if not address.startswith(("http://", "https://")):
        return []
    import segno  # of the group paper: a build for browsers does without it

    looks = {"border": 0, "omitsize": True, "svgclass": "qr", "lineclass": None}
    drawn = segno.make(address, error="m", micro=False).svg_inline(**looks)
    picture = markup.fragment_fromstring(drawn)
    picture.attrib.update({"role": "img", "aria-label": f"QR code of {address}"})
    return [E.a(picture, {"href": address, "class": "sim-code"})]


def broken(address: str) -> Iterator[str | Element]:
    """An address that may break behind each of its marks."""
    for part in re.split(r"(?<=[/.#?&=-])(?=[^/])", address.removeprefix("https://")):
        yield part
        yield E.wbr()


def covered(section: Element, asked: int) -> list[Element]:
    """The panels of a simulation whose line is to be drawn, with that alone in them which is known before.

    ``asked`` is the place of the panel that is drawn on; of the others those stay that have something in them.
    """
    panels = []
    for place, panel in enumerate(section.iterfind(".//div[@class='explorer-panel']")):
        picture = copy.deepcopy(panel.find("svg"))
        for mark in picture.xpath(".//*[@data-mark][not(@class)] | .//*[@class='unknown']"):
            mark.getparent().remove(mark)
        if place == asked or picture.xpath(".//*[@data-mark]"):
            _renamed(picture, "-before")
            panels.append(_drawn(picture))
    return panels


def _renamed(picture: Element, suffix: str) -> None:
    """Gives the ids inside a picture another end, and what refers to them as well."""
    for element in picture.iter():
        for name, value in element.attrib.items():
            if name == "id":
                element.set(name, value + suffix)
            elif value.startswith("url(#"):
                element.set(name, f"{value[:-1]}{suffix})")
            elif name == "href" and value.startswith("#"):
                element.set(name, value + suffix)
    picture.attrib.pop("aria-describedby", None)


def _panel(panel: Element) -> Element:
    picture, legend = copy.deepcopy(panel.find("svg")), panel.find("ul[@class='explorer-legend']")
    keys = [_key(item) for item in legend if len(item) and item.get("class") != "explorer-yours"]
    return E.div(_drawn(picture), *([E.ul(*keys, {"class": "sim-legend"})] if keys else []), {"class": "sim-panel"})


def _drawn(picture: Element) -> Element:
    """A picture in the colours of light paper, without what a page's script needs of it."""
    for element in picture.iter():
        for name in [name for name in element.attrib if name.startswith("data-") or name == "class"]:
            del element.attrib[name]
    return _coloured(picture)


def _coloured(kept: Element) -> Element:
    """Its colours are the light palette's own, where a page's follow its theme; and its squares are printed."""
    for square in kept.xpath(".//*[local-name()='path'][@stroke-linecap='square']"):
        square.set("d", square.get("d").replace("h0", "h.01"))  # of no length, a PDF does not know which way it lies
    for element in kept.iter():
        for name, value in element.attrib.items():
            if "var(" in value:
                element.set(name, COLOUR.sub(r"\1", value))
    return kept


def _key(item: Element) -> Element:
    kept = copy.deepcopy(item)
    kept.attrib.clear()
    for value in kept.xpath(".//span[@class='explorer-value']"):
        value.getparent().remove(value)
    return _coloured(kept)
