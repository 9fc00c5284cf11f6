"""What of matplotlib's SVG a page needs: each thing that stands still as few elements as it can be.

A page has a dozen pictures, and every element is laid out, painted and painted again with each move beside it.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

PLACES = 2  # decimals of a point that a place keeps
PAIR = re.compile(r"(-?[\d.]+(?:e-?\d+)?)[ ,]+(-?[\d.]+(?:e-?\d+)?)")
LINE = re.compile(r"M[^A-Z]*L[^A-Z]*")
LEVEL = re.compile(r"rotate\(-?0(?: |\))")
SEE_THROUGH = {"opacity", "stroke-opacity"}  # where such lines cross they show it, unless they are one


def lean(root: Element) -> None:
    """Makes an SVG smaller that looks the same: no group without a meaning, lines of one look as one path.

    Its words have no face of their own; the page's is theirs.
    """
    _in_place(root)
    _without_groups(root)
    for parent in root.iter():
        _joined(parent)
    for element in root.iter():
        _short(element)


def _in_place(root: Element) -> None:
    """A shape that is used somewhere (a tick) stands there itself."""
    shapes = {one.get("id"): one for defs in root.iter("defs") for one in defs.iter("path")}
    for element in root.iter("use"):
        shape = shapes[element.attrib.pop("href").removeprefix("#")]
        x, y = (float(element.attrib.pop(name)) for name in "xy")
        own = {name: value for name, value in shape.attrib.items() if name not in ("id", "d")}
        element.tag = "path"
        element.attrib = {"d": _moved(shape.attrib["d"], x, y), **element.attrib, **own}
        if LINE.fullmatch(shape.attrib["d"]):
            element.attrib["fill"] = "none"  # there is no area to fill
    for parent in root.iter():
        for defs in [child for child in parent if child.tag == "defs"]:
            for path in defs.findall("path"):
                defs.remove(path)
            if len(defs) == 0:
                parent.remove(defs)


def _without_groups(parent: Element) -> None:
    """What is in a group that says nothing of it stands in the group around it."""
    for child in list(parent):
        _without_groups(child)
        if child.tag == "g" and not child.attrib:
            place = list(parent).index(child)
            parent[place : place + 1] = list(child)


def _joined(parent: Element) -> None:
    """Lines of one look among a group's elements become the first of them."""
    first: dict[tuple, Element] = {}
    for child in list(parent):
        look = {name: value for name, value in child.attrib.items() if name != "d"}
        if child.tag != "path" or look.get("fill") != "none" or "id" in look or look.keys() & SEE_THROUGH:
            continue
        known = first.setdefault(tuple(sorted(look.items())), child)
        if known is not child:
            known.attrib["d"] += child.attrib["d"]
            parent.remove(child)


def _short(element: Element) -> None:
    """Places as a page can show them, and no face."""
    element.attrib.pop("font-family", None)
    if "d" in element.attrib:
        element.set("d", re.sub(r"\s+(?=[A-Za-z]|$)|(?<=[A-Za-z])\s+", "", _moved(element.attrib["d"], 0, 0)))
    for name in ("x", "y", "width", "height"):
        if re.fullmatch(r"-?[\d.]+", element.get(name, "")):
            element.set(name, _number(float(element.attrib[name])))
    turned = element.get("transform", "")
    if LEVEL.match(turned):
        del element.attrib["transform"]
    elif turned:
        element.set("transform", re.sub(r"-?\d+\.\d+", lambda found: _number(float(found[0])), turned))


def _moved(path: str, x: float, y: float) -> str:
    """A path whose commands are absolute, as all of matplotlib's are, moved."""
    return PAIR.sub(lambda pair: f"{_number(float(pair[1]) + x)},{_number(float(pair[2]) + y)}", path)


def _number(value: float) -> str:
    return f"{round(value, PLACES) + 0:g}"
