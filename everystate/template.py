"""The template of a frame: one state drawn by matplotlib, and where the numbers of the others stand in its picture."""

import functools
import io
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import FuncFormatter, LogFormatter, NullFormatter
from matplotlib.transforms import Bbox

from everystate import svg
from everystate.comparison import Call
from everystate.errors import Refused
from everystate.honoured import is_mathematics
from everystate.looks import Image, Lettering, Look, look
from everystate.record import GAP, Recorder
from everystate.settings import settings
from everystate.svg import GAP_STEP, STEPS_PER_POINT

LIMIT = 30000  # steps: what is drawn further out lies beyond every figure
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
    """One panel of one frame: its SVG, its axes in points, its set-up, and a kind and a look for each mark."""

    root: Element
    axes: dict[str, Any]
    setup: list[Call]
    looks: list[Look]
    kinds: list[str]
    to_points: dict[str, Callable[[np.ndarray], np.ndarray]]

    @functools.cached_property
    def svg(self) -> str:
        """The SVG with its marks still empty."""
        return svg.written(self.root)

    def steps(self, index: int, channels: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        """Channels of mark ``index`` in whole steps: (states, points) int16, or (states, cells) uint8."""
        kind, look = self.kinds[index], self.looks[index]
        if isinstance(look, Image):
            share = (channels["z"] - look.vmin) / (look.vmax - look.vmin)
            return {"z": np.clip(np.rint(share * (look.levels - 1)), 0, look.levels - 1).astype(np.uint8)}
        shares = "f" if isinstance(look, Lettering) and look.of_axes else ""
        quantised = {
            name: _quantised(values, self.to_points[_CHANNELS[kind][name] + shares])
            for name, values in channels.items()
        }
        return _spanned(kind, quantised, self.axes)

    def filled(self, recorder: Recorder) -> Element:
        """The SVG with every mark of a recording drawn."""
        marks = []
        for i, mark in enumerate(recorder.marks):
            steps = self.steps(i, {name: values[None] for name, values in mark.channels.items()})
            placed = {name: rows[0] for name, rows in steps.items()}
            marks.append((primitive(mark.kind), placed, mark.text, self.looks[i]))
        return svg.filled(self.root, marks)


def template(
    draw: Callable[[Recorder], object], *, prefix: str, size: tuple[float, float]
) -> tuple[Template, Recorder]:
    """Draw one state with matplotlib and turn it into a template. ``draw`` takes the (recording) axes alone."""
    with matplotlib.rc_context(settings.palette.axes()):
        figure = Figure(figsize=size, layout="constrained")
        axes = figure.add_subplot()
        axes.set_gid(svg.AXES)
        recorder = Recorder(axes)
        _drawn(draw, recorder)
        _check_axes(axes)
        plain_powers(axes)
        figure.draw_without_rendering()
        _check_words(figure)
        figure.set_layout_engine("none")
        looks = [look(mark, axes) for mark in recorder.marks]
        for mark in recorder.marks:
            _remove(mark.artist)
        file = io.StringIO()
        figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    width, height = size[0] * 72, size[1] * 72
    box = axes.get_window_extent()
    described: dict[str, Any] = {
        "width": width,
        "height": height,
        "x": _axis(axes.xaxis, axes.get_xlim(), (box.x0, box.x1)),
        "y": _axis(axes.yaxis, axes.get_ylim(), (height - box.y0, height - box.y1)),
    }
    place = (box.x0, height - box.y1, box.width, box.height)
    scales = {name: scale(described[name]) for name in "xy"}
    root = svg.cleaned(file.getvalue(), prefix=prefix, box=place, looks=looks, scales=scales)
    kinds = [mark.kind for mark in recorder.marks]
    return Template(root, described, recorder.setup, looks, kinds, _transforms(axes, height, box)), recorder


def _drawn(draw: Callable[[Recorder], object], recorder: Recorder) -> None:
    """Draws; raises where pyplot drew too, on a figure that no page would have."""
    pyplot: Any = sys.modules.get("matplotlib.pyplot")
    before = pyplot.get_fignums() if pyplot else []
    draw(recorder)
    pyplot = sys.modules.get("matplotlib.pyplot")
    if made := set(pyplot.get_fignums() if pyplot else []) - set(before):
        for number in made:
            pyplot.close(number)
        raise Refused("draw must draw on the axes that it is given, not by pyplot on a figure of pyplot's own")


def _check_axes(axes: Axes) -> None:
    if axes.get_autoscalex_on() or axes.get_autoscaley_on():
        raise Refused("draw must call set_xlim and set_ylim, so that the axes stand still from state to state")
    for scale in (axes.get_xscale(), axes.get_yscale()):
        if scale not in ("linear", "log"):
            raise Refused(f"axes are linear or log, not {scale!r}")


def plain_powers(axes: Axes) -> None:
    """On a log axis matplotlib writes powers of ten as mathematics; here they are plain words."""
    for axis, scale in ((axes.xaxis, axes.get_xscale()), (axes.yaxis, axes.get_yscale())):
        if scale == "log" and isinstance(axis.get_major_formatter(), LogFormatter):
            base = getattr(axis.get_transform(), "base", 10)
            axis.set_major_formatter(FuncFormatter(lambda value, _, base=base: power(value, base)))
        if scale == "log":
            axis.set_minor_formatter(NullFormatter())


def power(value: float, base: float = 10) -> str:
    """``value`` as a power of ``base`` in plain Unicode: 1000 is 10³."""
    raised = f"{np.log(value) / np.log(base):.0f}"
    return f"{base:g}" + raised.translate(str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"))


def _check_words(figure: Figure) -> None:
    for words in figure.findobj(Text):
        if is_mathematics(words.get_text()) and words.get_visible():
            raise Refused(
                f"mathematics in a figure's words cannot be shown at every size: {words.get_text()!r}; "
                "write plain Unicode (a log axis: set_xticks(values, labels) and minorticks_off())"
            )


def _transforms(axes: Axes, height: float, box: Bbox) -> dict[str, Callable[[np.ndarray], np.ndarray]]:
    x0, y0 = axes.get_xlim()[0], axes.get_ylim()[0]

    def x_points(values: np.ndarray) -> np.ndarray:
        return axes.transData.transform(np.column_stack([values, np.full(values.size, y0)]))[:, 0]

    def y_points(values: np.ndarray) -> np.ndarray:
        return height - axes.transData.transform(np.column_stack([np.full(values.size, x0), values]))[:, 1]

    return {
        "x": x_points,
        "y": y_points,
        "xf": lambda values: box.x0 + values * box.width,
        "yf": lambda values: height - (box.y0 + values * box.height),
    }


def _quantised(values: np.ndarray, to_points: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    gaps = values == GAP
    flat = np.where(gaps, 1.0, values).ravel()
    with np.errstate(all="ignore"):
        steps = np.rint(to_points(flat) * STEPS_PER_POINT).reshape(values.shape)
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


def _axis(axis: Axis, limits: tuple, points: tuple) -> dict[str, Any]:
    ends = {"limits": [float(v) for v in limits], "points": [float(p) for p in points]}
    ticks = [words for tick in axis.get_ticklabels() if (words := tick.get_text())]
    percent = {"percent": True} if ticks and all(words.endswith("%") for words in ticks) else {}
    return {"scale": axis.get_scale(), **ends, "label": axis.get_label_text(), **percent}


def scale(axis: Mapping[str, Any]) -> str:
    """An axis as an attribute of the picture: its scale, its limits, and where these stand, in points."""
    ends = [f"{end:.10g}" for end in axis["limits"]] + [f"{end:.2f}" for end in axis["points"]]
    return " ".join([axis["scale"], *ends])


def _remove(artist: Any) -> None:
    """Takes a mark's artists from the axes; one that is drawn as two marks may be gone already."""
    for one in artist if isinstance(artist, list | tuple) else [artist]:
        if one.axes is not None:
            one.remove()
