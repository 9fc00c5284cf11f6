"""A recorder that stands in for matplotlib's axes: it keeps what a draw function draws, at a few microseconds a call.

With real axes behind it, it draws too: that is the template. Without, it only records: that is every other state.
"""

import itertools
from dataclasses import dataclass, field

import numpy as np

# A masked point is a gap. It travels as this number, so that a NaN is still known for the error it is.
GAP = -1.2345e300


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

    def plot(self, x, y=None, *args, **kwargs):
        if args or isinstance(y, str):
            raise ValueError("plot: write linestyle=, marker= and color= by name, and one line a call")
        if y is None:
            x, y = np.arange(len(x)), x
        artists = self._drawn("plot", x, y, **kwargs)
        channels = {"x": _numbers(x), "y": _numbers(y)}
        label = kwargs.get("label", "")
        line = kwargs.get("linestyle", kwargs.get("ls", "-"))
        if line not in ("none", "None", "", " "):
            self._mark("line", channels, label, kwargs, artists)
            label = ""
        if kwargs.get("marker"):
            self._mark("dots", channels, label, kwargs, artists)

    def scatter(self, x, y, **kwargs):
        if not np.isscalar(kwargs.get("s", 36)):
            raise ValueError("scatter: one size s for all points; call it again for another size")
        artist = self._drawn("scatter", x, y, **kwargs)
        self._mark("dots", {"x": _numbers(x), "y": _numbers(y)}, kwargs.get("label", ""), kwargs, [artist])

    def fill_between(self, x, y1, y2=0.0, **kwargs):
        artist = self._drawn("fill_between", x, y1, y2, **kwargs)
        x = _numbers(x)
        channels = {"x": x, "low": _like(y1, x), "high": _like(y2, x)}
        self._mark("band", channels, kwargs.get("label", ""), kwargs, [artist])

    def bar(self, x, height, width=0.8, bottom=0.0, **kwargs):
        artists = self._drawn("bar", x, height, width=width, bottom=bottom, **kwargs)
        x, height = _numbers(x), _numbers(height)
        low = _like(bottom, x)
        channels = {"x0": _plus(x, -width / 2), "x1": _plus(x, width / 2), "y0": low, "y1": _plus(low, height)}
        self._mark("rects", channels, kwargs.get("label", ""), {**kwargs, "along": "x"}, artists)

    def barh(self, y, width, height=0.8, left=0.0, **kwargs):
        artists = self._drawn("barh", y, width, height=height, left=left, **kwargs)
        y, width = _numbers(y), _numbers(width)
        low = _like(left, y)
        channels = {"x0": low, "x1": _plus(low, width), "y0": _plus(y, -height / 2), "y1": _plus(y, height / 2)}
        self._mark("rects", channels, kwargs.get("label", ""), {**kwargs, "along": "y"}, artists)

    def errorbar(self, x, y, yerr, **kwargs):
        kwargs = {"linestyle": "none", "marker": "o", **kwargs}
        artists = self._drawn("errorbar", x, y, yerr=yerr, **kwargs)
        x, y, error = _numbers(x), _numbers(y), np.asarray(yerr, float)
        down, up = error if error.ndim == 2 else (error, error)
        ends = {"x0": x, "y0": _plus(y, -down), "x1": x, "y1": _plus(y, up)}
        label = kwargs.get("label", "")
        self._mark("segments", ends, f"{label}, interval" if label else "", kwargs, artists)
        self.marks[-1].style["legend"] = False
        self._mark("dots", {"x": x, "y": y}, label, kwargs, artists)

    def hlines(self, y, xmin, xmax, **kwargs):
        artist = self._drawn("hlines", y, xmin, xmax, **kwargs)
        y = _numbers(y)
        ends = {"x0": _like(xmin, y), "y0": y, "x1": _like(xmax, y), "y1": y}
        self._mark("segments", ends, kwargs.get("label", ""), kwargs, [artist])

    def vlines(self, x, ymin, ymax, **kwargs):
        artist = self._drawn("vlines", x, ymin, ymax, **kwargs)
        x = _numbers(x)
        ends = {"x0": x, "y0": _like(ymin, x), "x1": x, "y1": _like(ymax, x)}
        self._mark("segments", ends, kwargs.get("label", ""), kwargs, [artist])

    def axhline(self, y=0.0, **kwargs):
        artist = self._drawn("axhline", y, **kwargs)
        self._mark("hline", {"y": _numbers(y)}, kwargs.get("label", ""), kwargs, [artist])

    def axvline(self, x=0.0, **kwargs):
        artist = self._drawn("axvline", x, **kwargs)
        self._mark("vline", {"x": _numbers(x)}, kwargs.get("label", ""), kwargs, [artist])

    def axhspan(self, ymin, ymax, **kwargs):
        artist = self._drawn("axhspan", ymin, ymax, **kwargs)
        self._mark("hspan", {"y0": _numbers(ymin), "y1": _numbers(ymax)}, kwargs.get("label", ""), kwargs, [artist])

    def axvspan(self, xmin, xmax, **kwargs):
        artist = self._drawn("axvspan", xmin, xmax, **kwargs)
        self._mark("vspan", {"x0": _numbers(xmin), "x1": _numbers(xmax)}, kwargs.get("label", ""), kwargs, [artist])

    def imshow(self, image, *, vmin, vmax, **kwargs):
        label = kwargs.pop("label", "")
        artist = self._drawn("imshow", image, vmin=vmin, vmax=vmax, **kwargs)
        image = np.asarray(image, float)
        style = {**kwargs, "vmin": vmin, "vmax": vmax, "shape": image.shape}
        self._mark("image", {"z": image.ravel()}, label, style, [artist])

    def text(self, x, y, s, **kwargs):
        artist = self._drawn("text", x, y, s, **kwargs)
        self._mark("text", {"x": _numbers(x), "y": _numbers(y)}, "", kwargs, [artist])
        self.marks[-1].text = str(s)

    def legend(self, *args, **kwargs):
        raise ValueError("draw calls legend: the explorer makes the legend from the marks' label=")

    def set_title(self, *args, **kwargs):
        raise ValueError("draw calls set_title: give the Explorer a title= instead")

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        if self._axes is not None and not _sets_up(getattr(self._axes, name)):
            return getattr(self._axes, name)
        return _Setup(self, (name,))

    def _drawn(self, name, *args, **kwargs):
        if self._axes is None:
            return None
        return getattr(self._axes, name)(*args, **kwargs)

    def _mark(self, kind, channels, label, style, artists):
        artist = artists if artists is not None else None
        self.marks.append(Mark(kind, channels, str(label), style=dict(style), artist=artist))


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
        return _Setup(self._recorder, (*self._path, name))

    def __getitem__(self, key):
        return _Setup(self._recorder, (*self._path, [key]))


def _sets_up(attribute) -> bool:
    """Whether an attribute of the axes is something to call (or to look in): not a transform, not a number."""
    return callable(attribute) or hasattr(attribute, "__getitem__") or hasattr(attribute, "set_visible")


def same_setup(one: list[tuple], other: list[tuple]) -> bool:
    """Whether two recordings set the axes up alike."""
    try:
        return one == other
    except ValueError:  # arrays among the arguments
        return repr(one) == repr(other)


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


def _numbers(values) -> np.ndarray:
    array = np.asarray(values, float)
    if isinstance(values, np.ma.MaskedArray) and values.mask is not np.ma.nomask:
        array = np.where(values.mask, GAP, array)
    return array if array.ndim else array.reshape(1)


def _like(values, x: np.ndarray) -> np.ndarray:
    array = _numbers(values)
    return array if array.shape == x.shape else np.broadcast_to(array, x.shape)


def _plus(values: np.ndarray, change) -> np.ndarray:
    change = np.asarray(change, float)
    return np.where((values == GAP) | (change == GAP), GAP, values + change)
