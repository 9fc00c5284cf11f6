"""The picture: matplotlib's own SVG of the axes, in which each mark is one plain element that a state can move."""

import io
import re
import sys
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass

import matplotlib
import numpy as np
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter, LogFormatter, NullFormatter

from everystate.errors import Refused
from everystate.honoured import DASHES, is_mathematics
from everystate.record import GAP, Mark, Recorder
from simulations import palette

# A coordinate travels as a whole number of twentieths of a point (1/72 inch).
STEPS_PER_POINT = 20
GAP_STEP = -32768
LIMIT = 30000
SIZE = (5.0, 3.2)

_CHANNELS = {  # data channel -> axis
    "line": {"x": "x", "y": "y"},
    "dots": {"x": "x", "y": "y"},
    "text": {"x": "x", "y": "y"},
    "band": {"x": "x", "low": "y", "high": "y"},
    "rects": {"x0": "x", "x1": "x", "y0": "y", "y1": "y"},
    "segments": {"x0": "x", "y0": "y", "x1": "x", "y1": "y"},
    "hline": {"y": "y"},
    "vline": {"x": "x"},
    "hspan": {"y0": "y", "y1": "y"},
    "vspan": {"x0": "x", "x1": "x"},
}


@dataclass
class Template:
    """One panel of one frame: its SVG, its axes in points, its set-up, and one entry of style for each mark."""

    svg: str
    axes: dict
    setup: list
    styles: list[dict]
    kinds: list[str]
    _to_pixels: dict

    def steps(self, index: int, channels: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        """Channels of mark ``index`` in whole steps: (states, points) int16, or (states, cells) uint8."""
        kind = self.kinds[index]
        if kind == "image":
            style = self.styles[index]
            share = (channels["z"] - style["vmin"]) / (style["vmax"] - style["vmin"])
            return {"z": np.clip(np.rint(share * (style["levels"] - 1)), 0, style["levels"] - 1).astype(np.uint8)}
        fraction = self.styles[index].get("coords") == "axes"
        quantised = {
            name: _quantised(values, self._to_pixels[_CHANNELS[kind][name] + ("f" if fraction else "")])
            for name, values in channels.items()
        }
        return _spanned(kind, quantised, self.axes)


def template(draw, *, prefix: str, size: tuple[float, float]) -> tuple[Template, Recorder]:
    """Draw one state with matplotlib and turn it into a template. ``draw`` takes the (recording) axes alone."""
    with matplotlib.rc_context(palette.MATPLOTLIB):
        figure = Figure(figsize=size, layout="constrained")
        axes = figure.add_subplot()
        recorder = Recorder(axes)
        _drawn(draw, recorder)
        _check_axes(axes)
        plain_powers(axes)
        figure.draw_without_rendering()
        _check_words(figure)
        figure.set_layout_engine("none")
        styles = [_style(mark, axes) for mark in recorder.marks]
        for mark in recorder.marks:
            _remove(mark.artist)
        file = io.StringIO()
        figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    width, height = size[0] * 72, size[1] * 72
    box = axes.get_window_extent()
    described = {"width": width, "height": height}
    described["x"] = _axis(axes.get_xscale(), axes.get_xlim(), (box.x0, box.x1), axes.get_xlabel())
    described["y"] = _axis(axes.get_yscale(), axes.get_ylim(), (height - box.y0, height - box.y1), axes.get_ylabel())
    to_pixels = _transforms(axes, height, box)
    svg = _clean(file.getvalue(), prefix=prefix, box=(box.x0, height - box.y1, box.width, box.height), styles=styles)
    kinds = [mark.kind for mark in recorder.marks]
    return Template(svg, described, recorder.setup, styles, kinds, to_pixels), recorder


def _drawn(draw, recorder: Recorder):
    """Draws; raises where pyplot drew too, on a figure that no page would have."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    before = pyplot.get_fignums() if pyplot else []
    draw(recorder)
    pyplot = sys.modules.get("matplotlib.pyplot")
    if made := set(pyplot.get_fignums() if pyplot else []) - set(before):
        for number in made:
            pyplot.close(number)
        raise Refused("draw must draw on the axes that it is given, not by pyplot on a figure of pyplot's own")


def _check_axes(axes):
    if axes.get_autoscalex_on() or axes.get_autoscaley_on():
        raise Refused("draw must call set_xlim and set_ylim, so that the axes stand still from state to state")
    for scale in (axes.get_xscale(), axes.get_yscale()):
        if scale not in ("linear", "log"):
            raise Refused(f"axes are linear or log, not {scale!r}")


def plain_powers(axes):
    """On a log axis matplotlib writes powers of ten as mathematics; here they are plain words."""
    for axis, scale in ((axes.xaxis, axes.get_xscale()), (axes.yaxis, axes.get_yscale())):
        if scale == "log" and isinstance(axis.get_major_formatter(), LogFormatter):
            base = axis.get_transform().base
            axis.set_major_formatter(FuncFormatter(lambda value, _, base=base: power(value, base)))
        if scale == "log":
            axis.set_minor_formatter(NullFormatter())


def power(value: float, base: float = 10) -> str:
    """``value`` as a power of ``base`` in plain Unicode: 1000 is 10³."""
    raised = f"{np.log(value) / np.log(base):.0f}"
    return f"{base:g}" + raised.translate(str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"))


def _check_words(figure):
    for words in figure.findobj(Text):
        if is_mathematics(words.get_text()) and words.get_visible():
            raise Refused(
                f"mathematics in a figure's words cannot be shown at every size: {words.get_text()!r}; "
                "write plain Unicode (a log axis: set_xticks(values, labels) and minorticks_off())"
            )


def _transforms(axes, height, box):
    x0, y0 = axes.get_xlim()[0], axes.get_ylim()[0]

    def x_pixels(values):
        return axes.transData.transform(np.column_stack([values, np.full(values.size, y0)]))[:, 0]

    def y_pixels(values):
        return height - axes.transData.transform(np.column_stack([np.full(values.size, x0), values]))[:, 1]

    return {
        "x": x_pixels,
        "y": y_pixels,
        "xf": lambda values: box.x0 + values * box.width,
        "yf": lambda values: height - (box.y0 + values * box.height),
    }


def _quantised(values: np.ndarray, to_pixels) -> np.ndarray:
    gaps = values == GAP
    flat = np.where(gaps, 1.0, values).ravel()
    with np.errstate(all="ignore"):
        steps = np.rint(to_pixels(flat) * STEPS_PER_POINT).reshape(values.shape)
    gaps = gaps | np.isnan(steps)  # a scale may mask what it has no place for
    return np.where(gaps, GAP_STEP, np.clip(steps, -LIMIT, LIMIT)).astype(np.int16)


def _spanned(kind: str, steps: dict, axes: dict) -> dict:
    """Lines and spans that cross the axes become segments and rectangles: the other axis's ends are filled in."""
    if kind not in ("hline", "vline", "hspan", "vspan"):
        return steps
    other = "x" if kind[0] == "h" else "y"
    shape = next(iter(steps.values())).shape
    ends = [np.full(shape, round(end * STEPS_PER_POINT), np.int16) for end in axes[other]["points"]]
    if kind in ("hline", "vline"):
        (axis,) = steps
        steps = {f"{axis}0": steps[axis], f"{axis}1": steps[axis]}
    return {**steps, f"{other}0": ends[0], f"{other}1": ends[1]}


def primitive(kind: str) -> str:
    """The element that a mark becomes on the page."""
    return {"hline": "segments", "vline": "segments", "hspan": "rects", "vspan": "rects"}.get(kind, kind)


def _axis(scale, limits, points, label) -> dict:
    return {"scale": scale, "limits": [float(v) for v in limits], "points": [float(p) for p in points], "label": label}


def _first(artist):
    """The artist whose look stands for all of a list's or a container's."""
    if isinstance(artist, list | tuple) and not artist:
        raise Refused("a frame's first state must draw at least one bar: the others take their look from it")
    return artist[0] if isinstance(artist, list | tuple) else artist


def _remove(artist):
    """Takes a mark's artists from the axes; one that is drawn as two marks may be gone already."""
    for one in artist if isinstance(artist, list | tuple) else [artist]:
        if one.axes is not None:
            one.remove()


def _style(mark: Mark, axes) -> dict:
    """What the element needs to look like matplotlib's artist: colour, width, dash, opacity, order."""
    artist = _first(mark.artist)
    style = {"order": float(artist.get_zorder()), "alpha": artist.get_alpha()}
    if mark.kind == "image":
        return {**style, **_image_style(mark, artist, axes)}
    if mark.kind == "text":
        return {**style, **_text_style(artist), "coords": mark.style.get("transform", "data")}
    style["color"] = _colour(artist)
    if mark.kind == "dots":
        area = artist.get_sizes()[0] if hasattr(artist, "get_sizes") else artist.get_markersize() ** 2
        style["width"] = round(float(np.sqrt(area)), 2)
        style["square"] = mark.style.get("marker", "o") == "s"
    elif mark.kind not in ("band", "rects", "hspan", "vspan"):
        style["width"] = float(np.ravel(artist.get_linewidth())[0])
        style["dash"] = DASHES.get(mark.style.get("linestyle", "-"))
    style["along"] = mark.style.get("along")
    return style


def _colour(artist) -> str:
    for name in ("get_color", "get_facecolor", "get_edgecolor"):
        if hasattr(artist, name):
            colour = getattr(artist, name)()
            if isinstance(colour, np.ndarray) and colour.ndim == 2:
                colour = colour[0] if len(colour) else "none"
            if not (isinstance(colour, str) and colour == "none"):
                return to_hex(colour)
    raise Refused(f"{artist!r} has no colour")


def _image_style(mark, artist, axes) -> dict:
    left, right, bottom, top = artist.get_extent()
    corners = axes.transData.transform([(left, bottom), (right, top)])
    height = axes.figure.bbox.height
    (x0, y0), (x1, y1) = corners
    colours = artist.get_cmap()
    if not np.array_equal(colours([-1.0, 2.0]), colours([0.0, 1.0])):
        raise Refused(f"imshow: the colours of {colours.name!r} below vmin and above vmax are not shown on a page")
    levels = min(256, max(2, colours.N))
    ramp = colours(np.linspace(0, 1, levels))
    upper = artist.origin == "upper"
    return {
        "box": [round(v, 2) for v in (min(x0, x1), height - max(y0, y1), abs(x1 - x0), abs(y1 - y0))],
        "flip": bool((y1 > y0) == upper),
        "shape": list(mark.style["shape"]),
        "levels": levels,
        "colors": [to_hex(colour) for colour in ramp],
        "vmin": float(mark.style["vmin"]),
        "vmax": float(mark.style["vmax"]),
    }


def _text_style(artist) -> dict:
    anchors = {"left": "start", "center": "middle", "right": "end"}
    baselines = {"top": "hanging", "center": "central", "center_baseline": "central"}
    return {
        "color": to_hex(artist.get_color()),
        "anchor": anchors[artist.get_ha()],
        "baseline": baselines.get(artist.get_va(), "auto"),
        "size": artist.get_fontsize(),
    }


def _clean(text: str, *, prefix: str, box, styles: list[dict]) -> str:
    """matplotlib's SVG without its header, with ids of our own, colours that know dark pages, and an element a mark."""
    root = ElementTree.fromstring(text)
    for element in root.iter():
        element.tag = element.tag.split("}")[-1]
        element.attrib = {name.split("}")[-1]: value for name, value in element.attrib.items()}
    for parent in root.iter():
        for child in [c for c in parent if c.tag in ("metadata", "style")]:
            parent.remove(child)
    _shorten(root, prefix)
    group = next(e for e in root.iter("g") if e.get("id") == "axes_1")
    group.append(_marks(prefix, box, styles))
    for element in root.iter("g"):
        element.attrib.pop("id", None)
    for name in ("width", "height", "version"):
        root.attrib.pop(name, None)
    body = ElementTree.tostring(root, encoding="unicode")
    return re.sub(r">\s+<", "><", themed(body))


def _shorten(root, prefix):
    used = set(re.findall(r'(?:url\(#|href="#)([^)"]+)', ElementTree.tostring(root, encoding="unicode")))
    names = {name: f"{prefix}-{i}" for i, name in enumerate(sorted(used))}
    for element in root.iter():
        if element.get("id") in names:
            element.set("id", names[element.get("id")])
        for key, value in element.attrib.items():
            if "#" in value and key in ("clip-path", "href"):
                element.set(key, re.sub(r"#([\w-]+)", lambda found: "#" + names.get(found[1], found[1]), value))


def _marks(prefix, box, styles) -> ElementTree.Element:
    group = ElementTree.Element("g", {"class": "marks"})
    clip = ElementTree.SubElement(group, "clipPath", {"id": f"{prefix}-clip"})
    x, y, width, height = (round(float(value), 2) for value in box)
    pad = 4  # dots on the edge stay whole
    sizes = {"x": x - pad, "y": y - pad, "width": width + 2 * pad, "height": height + 2 * pad}
    ElementTree.SubElement(clip, "rect", {name: str(value) for name, value in sizes.items()})
    for i in sorted(range(len(styles)), key=lambda i: styles[i]["order"]):
        group.append(_element(i, styles[i], f"url(#{prefix}-clip)"))
    return group


def _element(i: int, style: dict, clip: str) -> ElementTree.Element:
    attributes = {"data-mark": str(i)}
    if style.get("alpha") is not None:
        attributes["opacity"] = f"{style['alpha']:g}"
    if "anchor" in style:
        attributes |= {"text-anchor": style["anchor"], "dominant-baseline": style["baseline"]}
        attributes["style"] = f"fill:{style['color']};font-size:{style['size']:g}px"
        return ElementTree.Element("text", attributes)
    attributes["clip-path"] = clip
    if "levels" in style:
        x, y, width, height = (str(value) for value in style["box"])
        attributes |= {"x": x, "y": y, "width": width, "height": height, "preserveAspectRatio": "none"}
        return ElementTree.Element("image", {**attributes, "style": "image-rendering:pixelated"})
    if "width" not in style:
        attributes["style"] = f"fill:{style['color']}"
        return ElementTree.Element("path", attributes)
    cap = ("square" if style["square"] else "round") if "square" in style else "butt"
    look = (
        f"fill:none;stroke:{style['color']};stroke-width:{style['width']:g};stroke-linecap:{cap};stroke-linejoin:round"
    )
    if style.get("dash"):
        look += f";stroke-dasharray:{style['dash']}"
    return ElementTree.Element("path", {**attributes, "style": look})


_NAMES = {
    value: name.lower() for name, value in vars(palette).items() if isinstance(value, str) and value.startswith("#")
}


def themed(text: str) -> str:
    """``text`` with each of the palette's colours as a CSS variable, so that a dark page can give it its twin."""
    return re.sub(
        r"(?<=[:\s])(#[0-9a-fA-F]{6})\b",
        lambda found: f"var(--em-{_NAMES[found[1].lower()]},{found[1]})" if found[1].lower() in _NAMES else found[1],
        text,
    )
