"""A panel's SVG: matplotlib's own, with ids and colours for a page, in which each mark is one plain element."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping, Sequence
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import numpy as np

from everystate import pixels
from everystate.lean import lean
from everystate.looks import Image, Look, attributes
from everystate.settings import settings

# A coordinate travels as a whole number of twentieths of a point (1/72 inch).
STEPS_PER_POINT = 20
GAP_STEP = -32768

AXES = "axes"  # the id (matplotlib's gid) of the group that the marks stand in


def cleaned(
    text: str, *, prefix: str, box: Iterable[float], looks: Sequence[Look], scales: Mapping[str, str]
) -> Element:
    """matplotlib's SVG without its header, with ids that begin with ``prefix``, and an empty element a mark.

    ``box`` is that of the axes: left, top, width and height in points. ``scales``: the attributes ``data-x`` and
    ``data-y`` of the axes' group, from which a page's script places what it adds.
    """
    root = ElementTree.fromstring(text)
    for element in root.iter():
        element.tag = _local(element.tag)
        element.attrib = {_local(name): value for name, value in element.attrib.items()}
        element.text, element.tail = _words(element.text), _words(element.tail)
    for parent in root.iter():
        for child in [child for child in parent if child.tag in ("metadata", "style")]:
            parent.remove(child)
    _rename(root, prefix)
    axes = next((group for group in root.iter("g") if group.get("id") == AXES), None)
    if axes is None:
        raise RuntimeError(f"this matplotlib writes no id for the axes' gid {AXES!r}: the marks have no place")
    axes.append(_marks(prefix, box, looks))
    axes.attrib.update({f"data-{name}": scale for name, scale in scales.items()})
    for group in root.iter("g"):
        group.attrib.pop("id", None)
    for name in ("width", "height", "version"):
        root.attrib.pop(name, None)
    for element in root.iter():
        look = attributes(element.attrib.pop("style", ""))
        element.attrib.update({name: _themed(value) for name, value in look.items()})
    lean(root)
    return root


def written(root: Element) -> str:
    """An SVG as text."""
    return ElementTree.tostring(root, encoding="unicode")


def filled(root: Element, marks: Iterable[tuple[str, dict[str, np.ndarray], str, Look]]) -> Element:
    """A copy of an SVG with every mark at its place: (primitive, channels in steps, words, look) by index."""
    root = copy.deepcopy(root)
    elements = {element.attrib["data-mark"]: element for element in root.iter() if "data-mark" in element.attrib}
    for i, (kind, steps, words, look) in enumerate(marks):
        element = elements[str(i)]
        place: dict[str, str]
        if kind == "text":
            gap = GAP_STEP in (steps["x"][0], steps["y"][0])
            place = {axis: _point(steps[axis][0]) for axis in "xy"}
            element.text = "" if gap else words
        elif isinstance(look, Image):
            place = {"href": picture(steps["z"], look)}
        else:
            place = {"d": path(kind, steps)}
        put_first(element, **place)
    return root


def put_first(element: Element, **attributes: str) -> None:
    """Put attributes before those that an element has."""
    element.attrib = {**attributes, **element.attrib}


def picture(levels: np.ndarray, look: Image) -> str:
    """An image's levels as a PNG in a data address, first line on top."""
    lines = levels.reshape(look.shape)
    return pixels.address(np.array(look.colors)[lines if look.flip else lines[::-1]])


def path(kind: str, steps: dict[str, np.ndarray]) -> str:
    """The ``d`` of a mark's path, from whole steps. Masked points break lines and bands; dots and bars lose them."""
    names = {"line": ("x", "y"), "dots": ("x", "y"), "band": ("x", "low", "high")}.get(kind, ("x0", "y0", "x1", "y1"))
    points = list(zip(*(steps[name] for name in names), strict=True))
    if kind == "line":
        runs = _runs(points, lambda point: GAP_STEP not in point)
        return "".join("M" + "L".join(f"{_point(x)},{_point(y)}" for x, y in run) for run in runs)
    if kind == "band":
        return "".join(_area(run) for run in _runs(points, lambda point: GAP_STEP not in point))
    there = [tuple(map(_point, point)) for point in points if GAP_STEP not in point]
    if kind == "dots":
        return "".join(f"M{x},{y}h0" for x, y in there)
    if kind == "segments":
        return "".join(f"M{a},{b}L{c},{d}" for a, b, c, d in there)
    return "".join(f"M{a},{b}V{d}H{c}V{b}Z" for a, b, c, d in there)


def _area(run: list[tuple]) -> str:
    around = [(x, low) for x, low, _ in run] + [(x, high) for x, _, high in reversed(run)]
    return "M" + "L".join(f"{_point(x)},{_point(y)}" for x, y in around) + "Z"


def _runs(points: list[tuple], present: Callable[[tuple], bool]) -> list[list[tuple]]:
    runs: list[list[tuple]] = []
    run: list[tuple] = []
    for point in points:
        if present(point):
            run.append(point)
        elif run:
            runs.append(run)
            run = []
    return [*runs, run] if run else runs


def _point(steps: float) -> str:
    return f"{int(steps) / STEPS_PER_POINT:g}"


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _words(text: str | None) -> str | None:
    """White space between elements is nothing."""
    return text if text and text.strip() else None


def _rename(root: Element, prefix: str) -> None:
    """Ids that something refers to are numbered after ``prefix``, so that two SVGs of a page do not share one."""
    used = {named for element in root.iter() for item in element.attrib.items() if (named := _reference(*item))}
    names = {name: f"{prefix}-{i}" for i, name in enumerate(sorted(used))}
    for element in root.iter():
        for attribute, value in element.attrib.items():
            named = value if attribute == "id" else _reference(attribute, value)
            if named in names:
                element.set(attribute, value.replace(named, names[named]))


def _reference(attribute: str, value: str) -> str | None:
    """The id that an attribute refers to, as ``url(#id)``, or ``#id`` of an href."""
    if value.startswith("url(#") and value.endswith(")"):
        return value[5:-1]
    return value[1:] if attribute == "href" and value.startswith("#") else None


def _marks(prefix: str, box: Iterable[float], looks: Sequence[Look]) -> Element:
    """The marks in the order of drawing; each but words stands in a group that keeps it inside the axes.

    What such a group shows changes with the mark, so that Chromium would put the page's layers together anew at each
    move; an empty rectangle as large as the clip keeps what the group may paint the same.
    """
    group = Element("g", {"class": "marks"})
    x, y, width, height = (round(float(value), 2) for value in box)
    rects: dict[int, dict[str, str]] = {}
    for more in sorted({look.spill for look in looks if look.spill is not None}, reverse=True):
        sizes = {"x": x - more, "y": y - more, "width": width + 2 * more, "height": height + 2 * more}
        rects[more] = {name: str(value) for name, value in sizes.items()}
        clip = ElementTree.SubElement(group, "clipPath", {"id": f"{prefix}-clip{more}"})
        ElementTree.SubElement(clip, "rect", rects[more])
    for i in sorted(range(len(looks)), key=lambda i: looks[i].order):
        spill = looks[i].spill
        if spill is None:
            group.append(looks[i].element(i))
            continue
        inside = ElementTree.SubElement(group, "g", {"clip-path": f"url(#{prefix}-clip{spill})"})
        ElementTree.SubElement(inside, "rect", {**rects[spill], "fill-opacity": "0"})
        inside.append(looks[i].element(i))
    return group


def _themed(value: str) -> str:
    """A colour as the palette's variable, so that a dark page can give it its twin; anything else as it is."""
    return settings.palette.variable(value) if value.startswith("#") else value
