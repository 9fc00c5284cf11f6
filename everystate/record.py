"""A recorder that stands in for matplotlib's axes: it keeps what a draw function draws, at a few microseconds a call.

With real axes behind it, it draws too: that is the template. Without, it only records: that is every other state.
What a page could not show as matplotlib does is refused by name: no argument is dropped in silence.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from everystate.comparison import Call
from everystate.errors import Refused
from everystate.honoured import (
    INSTEAD,
    MARKERS,
    NO_LINE,
    NO_MARKER,
    SETUP,
    check,
    is_mathematics,
    is_number,
    unknown,
)

# A masked point is a gap. It travels as this number, so that a NaN is still known for the error it is.
GAP = -1.2345e300
# What a line without a width of its own has, where it is no curve.
THIN = {"linewidth": 1.5}
_MARKERS = ", ".join(map(repr, MARKERS))


@dataclass
class Mark:
    """One thing drawn: its primitive, its channels (one-dimensional arrays in data units), its name and its artist."""

    kind: str
    channels: dict[str, np.ndarray]
    label: str = ""
    text: str = ""
    style: dict[str, Any] = field(default_factory=dict)
    artist: Any = None
    listed: bool = True  # whether a legend has it


class Recorder:
    """Records data calls as marks and every other call as set-up, which must be the same in all states of a frame.

    As every state but the template's is recorded without axes, no call returns anything.
    """

    __slots__ = ("_axes", "marks", "setup")

    # What the word says in ``transform=``: shares of the axes, or (the default) the data.
    transAxes = "axes"
    transData = "data"

    def __init__(self, axes: Any = None):
        self._axes = axes
        self.marks: list[Mark] = []
        self.setup: list[Call] = []

    def plot(self, x: ArrayLike, y: ArrayLike | None = None, *args: object, **kwargs: Any) -> None:
        if args or isinstance(y, str):
            raise Refused("plot: write linestyle=, marker= and color= by name, and one line a call")
        check("plot", kwargs)
        if y is None:
            x, y = np.arange(np.size(x)), x
        channels = {"x": _numbers("plot", x), "y": _numbers("plot", y)}
        artists = self._drawn("plot", x, y, **kwargs)
        label = kwargs.pop("label", "")
        if kwargs.get("linestyle", "-") not in NO_LINE:
            self._mark("line", channels, label, kwargs, artists)
            label = ""
        if kwargs.get("marker") not in NO_MARKER:
            self._mark("dots", channels, label, kwargs, artists)

    def scatter(self, x: ArrayLike, y: ArrayLike, **kwargs: Any) -> None:
        check("scatter", kwargs)
        if "marker" in kwargs and kwargs["marker"] in NO_MARKER:
            raise Refused(f"scatter: marker must be one of {_MARKERS}, not {kwargs['marker']!r}")
        channels = {"x": _numbers("scatter", x), "y": _numbers("scatter", y)}
        self._one("scatter", "dots", channels, (x, y), kwargs)

    def fill_between(self, x: ArrayLike, y1: ArrayLike, y2: ArrayLike = 0.0, **kwargs: Any) -> None:
        check("fill_between", kwargs)
        across = _numbers("fill_between", x)
        channels = {"x": across, "low": _like("fill_between", y1, across), "high": _like("fill_between", y2, across)}
        self._one("fill_between", "band", channels, (x, y1, y2), kwargs)

    def bar(
        self, x: ArrayLike, height: ArrayLike, width: ArrayLike = 0.8, bottom: ArrayLike = 0.0, **kwargs: Any
    ) -> None:
        check("bar", kwargs)
        (x0, x1), (y0, y1) = _bars("bar", x, height, width, bottom)
        artists = self._drawn("bar", x, height, width=width, bottom=bottom, **kwargs)
        label = kwargs.pop("label", "")
        self._mark("rects", {"x0": x0, "x1": x1, "y0": y0, "y1": y1}, label, {**kwargs, "along": "x"}, artists)

    def barh(
        self, y: ArrayLike, width: ArrayLike, height: ArrayLike = 0.8, left: ArrayLike = 0.0, **kwargs: Any
    ) -> None:
        check("barh", kwargs)
        (y0, y1), (x0, x1) = _bars("barh", y, width, height, left)
        artists = self._drawn("barh", y, width, height=height, left=left, **kwargs)
        label = kwargs.pop("label", "")
        self._mark("rects", {"x0": x0, "x1": x1, "y0": y0, "y1": y1}, label, {**kwargs, "along": "y"}, artists)

    def errorbar(self, x: ArrayLike, y: ArrayLike, yerr: Any, **kwargs: Any) -> None:
        kwargs = {"linestyle": "none", "marker": "o", **THIN, **kwargs}
        check("errorbar", kwargs)
        if kwargs["linestyle"] not in NO_LINE:
            raise Refused(f"errorbar: linestyle must be 'none', not {kwargs['linestyle']!r}; plot draws the line")
        across, values = _numbers("errorbar", x), _numbers("errorbar", y)
        if np.ndim(yerr) == 2 and len(yerr) != 2:
            raise Refused(f"errorbar: yerr must be one row of lengths, or two (down and up), not {len(yerr)}")
        down, up = (_like("errorbar", row, values) for row in (yerr if np.ndim(yerr) == 2 else (yerr, yerr)))
        artists = self._drawn("errorbar", x, y, yerr=yerr, capsize=0, **kwargs)
        ends = {"x0": across, "y0": _plus(values, -down), "x1": across, "y1": _plus(values, up)}
        label = kwargs.pop("label", "")
        # matplotlib's container is the line of its points, the caps, and the bars.
        points, bars = (artists[0], artists[2][0]) if artists else (None, None)
        self._mark("segments", ends, f"{label}, interval" if label else "", kwargs, bars)
        dotted = kwargs["marker"] not in NO_MARKER
        self.marks[-1].listed = not dotted
        if dotted:
            self._mark("dots", {"x": across, "y": values}, label, kwargs, points)

    def hlines(self, y: ArrayLike, xmin: ArrayLike, xmax: ArrayLike, **kwargs: Any) -> None:
        kwargs = {**THIN, **kwargs}
        check("hlines", kwargs)
        at = _numbers("hlines", y)
        ends = {"x0": _like("hlines", xmin, at), "y0": at, "x1": _like("hlines", xmax, at), "y1": at}
        self._one("hlines", "segments", ends, (y, xmin, xmax), kwargs)

    def vlines(self, x: ArrayLike, ymin: ArrayLike, ymax: ArrayLike, **kwargs: Any) -> None:
        kwargs = {**THIN, **kwargs}
        check("vlines", kwargs)
        at = _numbers("vlines", x)
        ends = {"x0": at, "y0": _like("vlines", ymin, at), "x1": at, "y1": _like("vlines", ymax, at)}
        self._one("vlines", "segments", ends, (x, ymin, ymax), kwargs)

    def axhline(self, y: float = 0.0, **kwargs: Any) -> None:
        kwargs = {**THIN, **kwargs}
        check("axhline", kwargs)
        self._one("axhline", "hline", {"y": _number("axhline", y)}, (y,), kwargs)

    def axvline(self, x: float = 0.0, **kwargs: Any) -> None:
        kwargs = {**THIN, **kwargs}
        check("axvline", kwargs)
        self._one("axvline", "vline", {"x": _number("axvline", x)}, (x,), kwargs)

    def axhspan(self, ymin: float, ymax: float, **kwargs: Any) -> None:
        check("axhspan", kwargs)
        ends = {"y0": _number("axhspan", ymin), "y1": _number("axhspan", ymax)}
        self._one("axhspan", "hspan", ends, (ymin, ymax), kwargs)

    def axvspan(self, xmin: float, xmax: float, **kwargs: Any) -> None:
        check("axvspan", kwargs)
        ends = {"x0": _number("axvspan", xmin), "x1": _number("axvspan", xmax)}
        self._one("axvspan", "vspan", ends, (xmin, xmax), kwargs)

    def imshow(self, image: ArrayLike, *, vmin: float | None = None, vmax: float | None = None, **kwargs: Any) -> None:
        check("imshow", kwargs)
        if vmin is None or vmax is None or not (is_number(vmin) and is_number(vmax) and vmin < vmax):
            raise Refused(
                f"imshow: vmin and vmax must be two numbers, the smaller first, so that all states share one scale of "
                f"colours, not {vmin!r} and {vmax!r}"
            )
        if np.ndim(image) != 2 or not np.size(image) or np.ma.is_masked(image):
            raise Refused(f"imshow: the image must be rows and columns of numbers, none masked, not {np.shape(image)}")
        cells = _plain("imshow", image)
        artist = self._drawn("imshow", image, vmin=vmin, vmax=vmax, **kwargs)
        style = {**kwargs, "vmin": vmin, "vmax": vmax, "shape": cells.shape}
        self._mark("image", {"z": cells.ravel()}, style.pop("label", ""), style, artist)

    def text(self, x: float, y: float, s: object, **kwargs: Any) -> None:
        check("text", kwargs)
        words = str(s)
        if is_mathematics(words) or "\n" in words:
            raise Refused(f"text: the words must be one line of plain Unicode, without mathematics, not {words!r}")
        channels = {"x": _number("text", x), "y": _number("text", y)}
        look = {name: value for name, value in kwargs.items() if name != "transform"}
        if kwargs.get("transform") == "axes" and self._axes is not None:
            look["transform"] = self._axes.transAxes
        absent = any(GAP in at for at in channels.values())  # its look is read, and nothing is seen
        artist = self._drawn("text", *((1.0, 1.0, "") if absent else (x, y, words)), **look)
        self._mark("text", channels, "", kwargs, artist)
        self.marks[-1].text = words

    def set(self, **properties: Any) -> None:
        """Each property by the call that sets it alone."""
        for name, value in properties.items():
            getattr(self, f"set_{name}")(value)

    def __getattr__(self, name: str) -> "_Setup":
        if name.startswith("__"):
            raise AttributeError(name)
        if name in INSTEAD or not (name in SETUP or name.startswith("set_")):
            raise Refused(unknown(name))
        return _Setup(self, (name,))

    def _drawn(self, name: str, *args: Any, **kwargs: Any) -> Any:
        return None if self._axes is None else getattr(self._axes, name)(*args, **kwargs)

    def _one(self, call: str, kind: str, channels: dict, places: tuple, kwargs: dict) -> None:
        """A call that makes one mark, of one artist."""
        artist = self._drawn(call, *places, **kwargs)
        self._mark(kind, channels, kwargs.pop("label", ""), kwargs, artist)

    def _mark(self, kind: str, channels: dict, label: str | None, style: dict, artist: Any) -> None:
        self.marks.append(Mark(kind, channels, label or "", style=dict(style), artist=artist))


class _Setup:
    """A call, or a call on an attribute or item, that sets the axes up: kept, and passed on where there are axes."""

    __slots__ = ("_path", "_recorder")

    def __init__(self, recorder: Recorder, path: tuple):
        self._recorder, self._path = recorder, path

    def __call__(self, *args: Any, **kwargs: Any) -> None:
        self._recorder.setup.append((self._path, args, kwargs))
        target = self._recorder._axes
        if target is None:
            return
        for step in self._path:
            target = target[step[0]] if isinstance(step, list) else getattr(target, step)
        target(*args, **kwargs)

    def __getattr__(self, name: str) -> "_Setup":
        if name.startswith("__"):
            raise AttributeError(name)
        if name.startswith("get_"):
            raise Refused(unknown(name))
        return _Setup(self._recorder, (*self._path, name))

    def __getitem__(self, key: Any) -> "_Setup":
        return _Setup(self._recorder, (*self._path, [key]))


def _plain(call: str, values: Any) -> np.ndarray:
    array = np.asarray(values)
    if array.dtype.kind not in "biuf":
        raise Refused(f"{call}: what is drawn must be numbers, not {values!r}")
    return array.astype(float, copy=False)


def _numbers(call: str, values: Any) -> np.ndarray:
    """One row of numbers, as floats, with ``GAP`` where they are masked."""
    array = _plain(call, values)
    if array.ndim > 1:
        raise Refused(f"{call}: a mark takes one row of numbers, not shape {array.shape}")
    if isinstance(values, np.ma.MaskedArray) and values.mask is not np.ma.nomask:
        array = np.where(values.mask, GAP, array)
    return array if array.ndim else array.reshape(1)


def _number(call: str, value: Any) -> np.ndarray:
    array = _numbers(call, value)
    if array.size != 1:
        raise Refused(f"{call}: each place must be one number, not shape {array.shape}")
    return array


def _like(call: str, values: Any, x: np.ndarray) -> np.ndarray:
    array = _numbers(call, values)
    if array.size not in (1, x.size):
        raise Refused(f"{call}: the rows must be of one length, not {x.size} and {array.size}")
    return array if array.shape == x.shape else np.broadcast_to(array, x.shape)


def _bars(call: str, at: Any, length: Any, width: Any, foot: Any) -> tuple[tuple, tuple]:
    """The two edges of bars along the axis that they stand on, and their feet and tops."""
    at = _numbers(call, at)
    wide, low = _like(call, width, at), _like(call, foot, at)
    half = np.where(wide == GAP, GAP, wide / 2)
    return (_plus(at, -half), _plus(at, half)), (low, _plus(low, _like(call, length, at)))


def _plus(values: np.ndarray, change: np.ndarray) -> np.ndarray:
    return np.where((values == GAP) | (change == GAP) | (change == -GAP), GAP, values + change)
