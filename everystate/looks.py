"""What each kind of mark looks like: read off matplotlib's artist, written as an element, a legend's key, and JSON."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from xml.etree.ElementTree import Element

import numpy as np
from matplotlib.colors import to_hex, to_rgb

from everystate import pixels
from everystate.errors import Refused
from everystate.honoured import DASHES
from everystate.record import Mark
from everystate.settings import settings

# What matplotlib and the marks say of an element's look, each of them an attribute in SVG as well.
ATTRIBUTES = frozenset(
    "fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-dasharray stroke-dashoffset stroke-linecap "
    "stroke-linejoin stroke-miterlimit opacity font-family font-size font-style font-variant font-weight font-stretch "
    "text-anchor image-rendering stop-color stop-opacity".split()
)
NEARLY_WHITE = 0.93  # of red, green and blue each
PALE = "var(--em-turned,none)"  # the filter of a picture on white ground
# matplotlib's line of words reaches from the foot of a p, 0.24 below, to the top of an l, 0.76 above what it stands on.
_DROPS = {"top": 0.76, "center": 0.26, "center_baseline": 0.38, "bottom": -0.24}


@dataclass(frozen=True, kw_only=True)
class Look:
    """What every mark has: its place in the order of drawing, and its opacity (``None`` for all of it)."""

    order: float
    alpha: float | None
    # Points that may be seen outside the axes: dots on the edge stay whole. ``None``: all may.
    spill: ClassVar[int | None] = 4

    def element(self, index: int) -> Element:
        """The element of mark ``index``, without its place."""
        attributes = {"data-mark": str(index)}
        if self.alpha is not None:
            attributes["opacity"] = f"{self.alpha:g}"
        return self._element(attributes)

    def described(self) -> dict[str, Any]:
        """What the page's script needs to move the mark and to list it."""
        return {}

    def key(self) -> str:
        """The mark's key in a legend, as HTML; "" where it has none."""
        return ""

    def _element(self, attributes: dict[str, str]) -> Element:
        raise NotImplementedError

    def _swatch(self, path: str, style: str) -> str:
        opacity = "" if self.alpha is None else f' opacity="{self.alpha:g}"'
        look = "".join(f' {name}="{html.escape(value)}"' for name, value in attributes(style).items())
        return f'<svg viewBox="0 0 22 12" aria-hidden="true"><path d="{path}"{opacity}{look}/></svg>'


@dataclass(frozen=True, kw_only=True)
class Stroke(Look):
    """A line, or segments: a colour, a width in points, and a dash as SVG has it."""

    color: str
    width: float
    dash: str | None

    def _element(self, attributes: dict[str, str]) -> Element:
        return _stroked(attributes, self, "butt", self.dash)

    def key(self) -> str:
        dash = f";stroke-dasharray:{self.dash}" if self.dash else ""
        return self._swatch("M1,6H21", f"fill:none;stroke:{_shown(self.color)};stroke-width:2.5{dash}")


@dataclass(frozen=True, kw_only=True)
class Dots(Look):
    """Points: a colour, a width in points, and whether they are squares."""

    color: str
    width: float
    square: bool

    @property
    def cap(self) -> str:
        """A point is a line of no length, whose ends make it round or square."""
        return "square" if self.square else "round"

    def _element(self, attributes: dict[str, str]) -> Element:
        return _stroked(attributes, self, self.cap)

    def key(self) -> str:
        return self._swatch(
            "M11,6h0", f"fill:none;stroke:{_shown(self.color)};stroke-width:8;stroke-linecap:{self.cap}"
        )


@dataclass(frozen=True, kw_only=True)
class Fill(Look):
    """An area: a colour; bars have the axis that they stand ``along``."""

    color: str
    along: str | None = None
    spill: ClassVar[int | None] = 0

    def _element(self, attributes: dict[str, str]) -> Element:
        return Element("path", {**attributes, "style": f"fill:{self.color}"})

    def described(self) -> dict[str, Any]:
        return {"along": self.along} if self.along else {}

    def key(self) -> str:
        return self._swatch("M1,1H21V11H1Z", f"fill:{_shown(self.color)}")


@dataclass(frozen=True, kw_only=True)
class Lettering(Look):
    """Words: a colour, a size in points, how they stand at their point, and whether it is in shares of the axes.

    ``drop`` is how far below the point the line under the letters is, as a share of their size.
    """

    color: str
    size: float
    anchor: str
    drop: float
    of_axes: bool
    spill: ClassVar[int | None] = None

    def _element(self, attributes: dict[str, str]) -> Element:
        place = {"text-anchor": self.anchor, **({"dy": f"{self.drop:g}em"} if self.drop else {})}
        return Element("text", {**attributes, **place, "style": f"fill:{self.color};font-size:{self.size:g}px"})


@dataclass(frozen=True, kw_only=True)
class Image(Look):
    """Cells: their box in points (left, top, width, height), rows and columns, colours from ``vmin`` to ``vmax``."""

    box: tuple[float, ...]
    flip: bool
    shape: tuple[int, ...]
    colors: tuple[str, ...]
    vmin: float
    vmax: float
    spill: ClassVar[int | None] = 0

    @property
    def levels(self) -> int:
        """How many colours there are: a cell travels as its place among them."""
        return len(self.colors)

    def _element(self, attributes: dict[str, str]) -> Element:
        sizes = dict(zip(("x", "y", "width", "height"), map(str, self.box), strict=True))
        more = {**sizes, "preserveAspectRatio": "none", "style": "image-rendering:pixelated"}
        return Element("image", {**attributes, **more, **({"filter": PALE} if self.pale else {})})

    @property
    def pale(self) -> bool:
        """Whether its ground is the paper's white, which a dark page has turned round: its hues stay."""
        return any(min(to_rgb(colour)) > NEARLY_WHITE for colour in self.colors)

    def described(self) -> dict[str, Any]:
        names = ("box", "shape", "flip", "levels", "colors", "vmin", "vmax")
        return {name: list(value) if isinstance(value := getattr(self, name), tuple) else value for name in names}

    def key(self) -> str:
        looks = "explorer-ramp explorer-pale" if self.pale else "explorer-ramp"
        ramp = f'<img class="{looks}" alt="to" src="{pixels.address([self.colors])}">'
        return f"{self.vmin:g}{ramp}{self.vmax:g}"


def attributes(style: str) -> dict[str, str]:
    """A style as attributes of SVG, which say the same where a page's policy forbids styles in its markup."""
    pairs = (piece.partition(":") for piece in style.split(";") if piece.strip())
    named = {name.strip(): value.strip() for name, _, value in pairs}
    if unknown := named.keys() - ATTRIBUTES:
        raise Refused(f"this matplotlib gives an element the style {min(unknown)}, which no attribute of SVG has")
    return named


def look(mark: Mark, axes: Any) -> Look:
    """The look of a mark that was drawn on ``axes``."""
    artist = _first(mark.artist)
    order, alpha = float(artist.get_zorder()), artist.get_alpha()
    if mark.kind == "image":
        return _image(mark, artist, axes, order, alpha)
    if mark.kind == "text":
        return _lettering(mark, artist, order, alpha)
    color = _colour(artist)
    if mark.kind in ("band", "rects", "hspan", "vspan"):
        return Fill(order=order, alpha=alpha, color=color, along=mark.style.get("along"))
    if mark.kind == "dots":
        area = artist.get_sizes()[0] if hasattr(artist, "get_sizes") else artist.get_markersize() ** 2
        width = round(float(np.sqrt(area)), 2)
        return Dots(order=order, alpha=alpha, color=color, width=width, square=mark.style.get("marker") == "s")
    width = float(np.ravel(artist.get_linewidth())[0])
    return Stroke(order=order, alpha=alpha, color=color, width=width, dash=DASHES.get(mark.style.get("linestyle", "-")))


def _image(mark: Mark, artist: Any, axes: Any, order: float, alpha: float | None) -> Image:
    colours = artist.get_cmap()
    if not np.array_equal(colours([-1.0, 2.0]), colours([0.0, 1.0])):
        raise Refused(f"imshow: the colours of {colours.name!r} below vmin and above vmax are not shown on a page")
    left, right, bottom, top = artist.get_extent()
    (x0, y0), (x1, y1) = axes.transData.transform([(left, bottom), (right, top)])
    height = axes.figure.bbox.height
    ramp = colours(np.linspace(0, 1, min(256, max(2, colours.N))))
    return Image(
        order=order,
        alpha=alpha,
        box=tuple(round(v, 2) for v in (min(x0, x1), height - max(y0, y1), abs(x1 - x0), abs(y1 - y0))),
        flip=bool((y1 > y0) == (artist.origin == "upper")),
        shape=tuple(mark.style["shape"]),
        colors=tuple(to_hex(colour) for colour in ramp),
        vmin=float(mark.style["vmin"]),
        vmax=float(mark.style["vmax"]),
    )


def _lettering(mark: Mark, artist: Any, order: float, alpha: float | None) -> Lettering:
    return Lettering(
        order=order,
        alpha=alpha,
        color=to_hex(artist.get_color()),
        size=artist.get_fontsize(),
        anchor={"left": "start", "center": "middle", "right": "end"}[artist.get_ha()],
        drop=_DROPS.get(artist.get_va(), 0.0),
        of_axes=mark.style.get("transform") == "axes",
    )


def _stroked(attributes: dict, one: Stroke | Dots, cap: str, dash: str | None = None) -> Element:
    style = f"fill:none;stroke:{one.color};stroke-width:{one.width:g};stroke-linecap:{cap};stroke-linejoin:round"
    style += f";stroke-dasharray:{dash}" if dash else ""
    return Element("path", {**attributes, "style": style})


def _first(artist: Any) -> Any:
    """The artist whose look stands for all of a list's or a container's."""
    if isinstance(artist, Sequence) and not artist:
        raise Refused("a frame's first state must draw at least one bar: the others take their look from it")
    return artist[0] if isinstance(artist, Sequence) else artist


def _colour(artist: Any) -> str:
    for name in ("get_color", "get_facecolor"):
        if hasattr(artist, name):
            colour = getattr(artist, name)()
            rows = isinstance(colour, np.ndarray) and colour.ndim == 2
            return to_hex(colour[0] if rows else colour)
    raise Refused(f"{type(artist).__name__} has no colour that a page could show")


def _shown(colour: str) -> str:
    return settings.palette.variable(colour)
