"""A recorder that stands in for matplotlib's axes: it keeps what a draw function draws, at a few microseconds a call.

With real axes behind it, it draws too: that is the template. Without, it only records: that is every other state.
What a page could not show as matplotlib does is refused by name: no argument is dropped in silence.
"""

import difflib
import itertools
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from matplotlib.colors import is_color_like

# A masked point is a gap. It travels as this number, so that a NaN is still known for the error it is.
GAP = -1.2345e300

DASHES = {
    "-": None,
    "solid": None,
    "--": "6 4",
    "dashed": "6 4",
    ":": "1.5 3.5",
    "dotted": "1.5 3.5",
    "-.": "7 3 1.5 3",
    "dashdot": "7 3 1.5 3",
}
NO_LINE = ("none", "None", "", " ")
MARKERS = ("o", "s")
NO_MARKER = (None, "", " ", "none", "None")

_LOOK = {"color", "alpha", "zorder", "label"}
_STROKE = _LOOK | {"linestyle", "linewidth"}
_HONOURED = {
    "plot": _STROKE | {"marker", "markersize"},
    "scatter": _LOOK | {"s", "marker"},
    "fill_between": _LOOK,
    "bar": _LOOK,
    "barh": _LOOK,
    "errorbar": _STROKE | {"marker", "markersize"},
    "hlines": _STROKE,
    "vlines": _STROKE,
    "axhline": _STROKE,
    "axvline": _STROKE,
    "axhspan": _LOOK,
    "axvspan": _LOOK,
    "imshow": {"alpha", "zorder", "label", "cmap", "extent", "origin", "aspect", "interpolation"},
    "text": {"color", "alpha", "zorder", "fontsize", "ha", "va", "transform"},
}
_SHORT = {
    "c": "color",
    "lw": "linewidth",
    "ls": "linestyle",
    "ms": "markersize",
    "facecolor": "color",
    "size": "fontsize",
}

# Calls that set the axes up, besides those that begin with set_.
_SETUP = {
    "axis",
    "grid",
    "invert_xaxis",
    "invert_yaxis",
    "locator_params",
    "margins",
    "minorticks_off",
    "minorticks_on",
}
_SETUP |= {"set", "spines", "tick_params", "ticklabel_format", "xaxis", "yaxis"}
_INSTEAD = {
    "annotate": "text writes words",
    "hist": "bar draws what np.histogram counts",
    "legend": "the explorer makes the legend from the marks' label=",
    "loglog": "plot, set_xscale and set_yscale do it",
    "pcolormesh": "imshow draws cells of one size",
    "semilogx": "plot and set_xscale do it",
    "semilogy": "plot and set_yscale do it",
    "set_title": "give the Explorer a title= instead",
    "stem": "vlines and plot do it",
    "step": "plot the corners",
    "twinx": "several draw functions make several panels",
}


class Refused(ValueError):
    """What a draw function asks for and a page could not show."""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """`` (did you mean 'x'?)`` for the known name that is nearest to ``name``; "" where none is near."""
    nearest = difflib.get_close_matches(str(name), list(known), n=1)
    return f" (did you mean {nearest[0]!r}?)" if nearest else ""


@dataclass
class Mark:
    """One thing drawn: its primitive, its channels (one-dimensional arrays in data units), its name and its artist."""

    kind: str
    channels: dict[str, np.ndarray]
    label: str = ""
    text: str = ""
    style: dict = field(default_factory=dict)
    artist: object = None


class Recorder:
    """Records data calls as marks and every other call as set-up, which must be the same in all states of a frame."""

    def __init__(self, axes=None):
        self._axes = axes
        self.marks: list[Mark] = []
        self.setup: list[tuple] = []

    # What the word says in ``transform=``: shares of the axes, or (the default) the data.
    transAxes = "axes"
    transData = "data"

    def plot(self, x, y=None, *args, **kwargs):
        if args or isinstance(y, str):
            raise Refused("plot: write linestyle=, marker= and color= by name, and one line a call")
        _check("plot", kwargs)
        if y is None:
            x, y = np.arange(len(x)), x
        artists = self._drawn("plot", x, y, **kwargs)
        channels = {"x": _numbers(x), "y": _numbers(y)}
        label = kwargs.pop("label", "")
        if kwargs.get("linestyle", "-") not in NO_LINE:
            self._mark("line", channels, label, kwargs, artists)
            label = ""
        if kwargs.get("marker") not in NO_MARKER:
            self._mark("dots", channels, label, kwargs, artists)

    def scatter(self, x, y, **kwargs):
        _check("scatter", kwargs)
        artist = self._drawn("scatter", x, y, **kwargs)
        self._mark("dots", {"x": _numbers(x), "y": _numbers(y)}, kwargs.pop("label", ""), kwargs, [artist])

    def fill_between(self, x, y1, y2=0.0, **kwargs):
        _check("fill_between", kwargs)
        artist = self._drawn("fill_between", x, y1, y2, **kwargs)
        x = _numbers(x)
        channels = {"x": x, "low": _like(y1, x), "high": _like(y2, x)}
        self._mark("band", channels, kwargs.pop("label", ""), kwargs, [artist])

    def bar(self, x, height, width=0.8, bottom=0.0, **kwargs):
        _check("bar", kwargs)
        artists = self._drawn("bar", x, height, width=width, bottom=bottom, **kwargs)
        x, height = _numbers(x), _numbers(height)
        low = _like(bottom, x)
        channels = {"x0": _plus(x, -width / 2), "x1": _plus(x, width / 2), "y0": low, "y1": _plus(low, height)}
        self._mark("rects", channels, kwargs.pop("label", ""), {**kwargs, "along": "x"}, artists)

    def barh(self, y, width, height=0.8, left=0.0, **kwargs):
        _check("barh", kwargs)
        artists = self._drawn("barh", y, width, height=height, left=left, **kwargs)
        y, width = _numbers(y), _numbers(width)
        low = _like(left, y)
        channels = {"x0": low, "x1": _plus(low, width), "y0": _plus(y, -height / 2), "y1": _plus(y, height / 2)}
        self._mark("rects", channels, kwargs.pop("label", ""), {**kwargs, "along": "y"}, artists)

    def errorbar(self, x, y, yerr, **kwargs):
        kwargs = {"linestyle": "none", "marker": "o", **kwargs}
        _check("errorbar", kwargs)
        if kwargs["linestyle"] not in NO_LINE:
            raise Refused(f"errorbar: linestyle must be 'none', not {kwargs['linestyle']!r}; plot draws the line")
        artists = self._drawn("errorbar", x, y, yerr=yerr, **kwargs)
        x, y = _numbers(x), _numbers(y)
        down, up = map(_numbers, yerr if np.ndim(yerr) == 2 else (yerr, yerr))
        ends = {"x0": x, "y0": _plus(y, -down), "x1": x, "y1": _plus(y, up)}
        label = kwargs.pop("label", "")
        self._mark("segments", ends, f"{label}, interval" if label else "", kwargs, artists)
        self.marks[-1].style["legend"] = False
        self._mark("dots", {"x": x, "y": y}, label, kwargs, artists)

    def hlines(self, y, xmin, xmax, **kwargs):
        _check("hlines", kwargs)
        artist = self._drawn("hlines", y, xmin, xmax, **kwargs)
        y = _numbers(y)
        ends = {"x0": _like(xmin, y), "y0": y, "x1": _like(xmax, y), "y1": y}
        self._mark("segments", ends, kwargs.pop("label", ""), kwargs, [artist])

    def vlines(self, x, ymin, ymax, **kwargs):
        _check("vlines", kwargs)
        artist = self._drawn("vlines", x, ymin, ymax, **kwargs)
        x = _numbers(x)
        ends = {"x0": x, "y0": _like(ymin, x), "x1": x, "y1": _like(ymax, x)}
        self._mark("segments", ends, kwargs.pop("label", ""), kwargs, [artist])

    def axhline(self, y=0.0, **kwargs):
        _check("axhline", kwargs)
        artist = self._drawn("axhline", y, **kwargs)
        self._mark("hline", {"y": _numbers(y)}, kwargs.pop("label", ""), kwargs, [artist])

    def axvline(self, x=0.0, **kwargs):
        _check("axvline", kwargs)
        artist = self._drawn("axvline", x, **kwargs)
        self._mark("vline", {"x": _numbers(x)}, kwargs.pop("label", ""), kwargs, [artist])

    def axhspan(self, ymin, ymax, **kwargs):
        _check("axhspan", kwargs)
        artist = self._drawn("axhspan", ymin, ymax, **kwargs)
        self._mark("hspan", {"y0": _numbers(ymin), "y1": _numbers(ymax)}, kwargs.pop("label", ""), kwargs, [artist])

    def axvspan(self, xmin, xmax, **kwargs):
        _check("axvspan", kwargs)
        artist = self._drawn("axvspan", xmin, xmax, **kwargs)
        self._mark("vspan", {"x0": _numbers(xmin), "x1": _numbers(xmax)}, kwargs.pop("label", ""), kwargs, [artist])

    def imshow(self, image, *, vmin, vmax, **kwargs):
        _check("imshow", kwargs)
        label = kwargs.pop("label", "")
        if np.ndim(image) != 2 or np.ma.is_masked(image):
            raise Refused(f"imshow: the image must be rows and columns of numbers, none masked, not {np.shape(image)}")
        artist = self._drawn("imshow", image, vmin=vmin, vmax=vmax, **kwargs)
        image = np.asarray(image, float)
        style = {**kwargs, "vmin": vmin, "vmax": vmax, "shape": image.shape}
        self._mark("image", {"z": image.ravel()}, label, style, [artist])

    def text(self, x, y, s, **kwargs):
        _check("text", kwargs)
        place = {"transform": getattr(self._axes, "transAxes", None)} if kwargs.get("transform") == "axes" else {}
        look = {name: value for name, value in kwargs.items() if name != "transform"}
        artist = self._drawn("text", x, y, s, **look, **place)
        self._mark("text", {"x": _numbers(x, size=1), "y": _numbers(y, size=1)}, "", kwargs, [artist])
        self.marks[-1].text = str(s)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        if name in _INSTEAD:
            raise Refused(f"draw calls {name}: {_INSTEAD[name]}")
        if name in _SETUP or name.startswith("set_"):
            return _Setup(self, (name,))
        raise Refused(_unknown(name))

    def _drawn(self, name, *args, **kwargs):
        if self._axes is None:
            return None
        return getattr(self._axes, name)(*args, **kwargs)

    def _mark(self, kind, channels, label, style, artists):
        style.pop("label", None)
        self.marks.append(Mark(kind, channels, str(label), style=dict(style), artist=artists))


class _Setup:
    """A call, or a call on an attribute or item, that sets the axes up: kept, and passed on where there are axes."""

    def __init__(self, recorder: Recorder, path: tuple):
        self._recorder, self._path = recorder, path

    def __call__(self, *args, **kwargs):
        self._recorder.setup.append((self._path, args, kwargs))
        target = self._recorder._axes
        if target is None:
            return None
        for step in self._path:
            target = target[step[0]] if isinstance(step, list) else getattr(target, step)
        return target(*args, **kwargs)

    def __getattr__(self, name):
        if name.startswith("get_"):
            raise Refused(_unknown(name))
        return _Setup(self._recorder, (*self._path, name))

    def __getitem__(self, key):
        return _Setup(self._recorder, (*self._path, [key]))


def _unknown(name: str) -> str:
    if name.startswith("get_"):
        return f"draw calls {name}: states are recorded without axes; keep the numbers that set_{name[4:]} was given"
    near = did_you_mean(name, [*_HONOURED, *_SETUP])
    return f"draw calls {name}, which no page can move{near}; it can draw {', '.join(sorted(_HONOURED))}"


def _check(call: str, kwargs: dict):
    """Raise for an argument of a drawing call that a page would not show."""
    allowed = _HONOURED[call]
    for name in kwargs.keys() - allowed:
        known = ", ".join(f"{one}=" for one in sorted(allowed))
        near = f" (did you mean {_SHORT[name]!r}?)" if _SHORT.get(name) in allowed else did_you_mean(name, allowed)
        raise Refused(f"{call}: {name}= is not shown on a page{near}; what is: {known}")
    for name, value in kwargs.items():
        if name in _VALUES and not _VALUES[name][0](value):
            raise Refused(f"{call}: {name} must be {_VALUES[name][1]}, not {value!r}")


_VALUES = {
    "color": (lambda value: value is None or is_color_like(value), "one colour"),
    "alpha": (lambda value: value is None or np.isscalar(value), "one number"),
    "s": (np.isscalar, "one size for all points (call it again for another)"),
    "linewidth": (np.isscalar, "one number"),
    "markersize": (np.isscalar, "one number"),
    "linestyle": (
        lambda value: isinstance(value, str) and (value in DASHES or value in NO_LINE),
        f"one of {', '.join(map(repr, DASHES))} or 'none'",
    ),
    "marker": (lambda value: value in NO_MARKER or value in MARKERS, f"one of {', '.join(map(repr, MARKERS))}"),
    "interpolation": (lambda value: value in (None, "nearest", "none"), "'nearest'"),
    "ha": (lambda value: value in ("left", "center", "right"), "'left', 'center' or 'right'"),
    "va": (
        lambda value: value in ("top", "center", "center_baseline", "baseline", "bottom"),
        "'top', 'center', 'baseline' or 'bottom'",
    ),
    "transform": (lambda value: value in ("axes", "data"), "ax.transAxes or ax.transData"),
}


def same_setup(one: list[tuple], other: list[tuple]) -> bool:
    """Whether two recordings set the axes up alike; arrays among the arguments are compared value by value."""
    try:
        return one == other
    except ValueError:  # the truth of an array
        return _same(one, other)


def _same(one, other) -> bool:
    if isinstance(one, np.ndarray) or isinstance(other, np.ndarray):
        return np.array_equal(one, other)
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(value, other[name]) for name, value in one.items())
    return bool(one == other)


def difference(one: list[tuple], other: list[tuple]) -> str:
    """The first call in which two recordings set the axes up otherwise, in words."""
    for mine, template_call in itertools.zip_longest(one, other):
        if not same_setup([mine], [template_call]):
            return f"{_call(mine)} here, {_call(template_call)} in the template"
    return "in another order"


def _call(recorded) -> str:
    if recorded is None:
        return "nothing"
    path, args, kwargs = recorded
    words = [repr(a) for a in args] + [f"{k}={v!r}" for k, v in kwargs.items()]
    return f"{'.'.join(str(step) for step in path)}({', '.join(words)})"


def _numbers(values, *, size: int | None = None) -> np.ndarray:
    array = np.asarray(values, float)
    if array.ndim > 1 or size not in (None, array.size):
        raise Refused(f"a mark takes one row of numbers{f' ({size} here)' if size else ''}, not shape {array.shape}")
    if isinstance(values, np.ma.MaskedArray) and values.mask is not np.ma.nomask:
        array = np.where(values.mask, GAP, array)
    return array if array.ndim else array.reshape(1)


def _like(values, x: np.ndarray) -> np.ndarray:
    array = _numbers(values)
    return array if array.shape == x.shape else np.broadcast_to(array, x.shape)


def _plus(values: np.ndarray, change) -> np.ndarray:
    change = np.asarray(change, float)
    return np.where((values == GAP) | (change == GAP), GAP, values + change)
