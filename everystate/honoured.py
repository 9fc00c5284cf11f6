"""What a page can show of matplotlib: the calls, their keywords, and the values that these may have.

``HONOURED`` is the only list: what stands in it is shown as matplotlib shows it; everything else is refused by name.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.cbook import is_math_text
from matplotlib.colors import to_rgba

from everystate.errors import Refused, did_you_mean
from everystate.settings import MARKS

_DASHED, _DOTTED, _DASHDOT = (
    " ".join(f"{length:g}" for length in MARKS[f"lines.{name}_pattern"]) for name in ("dashed", "dotted", "dashdot")
)
DASHES = {
    "-": None,
    "solid": None,
    "--": _DASHED,
    "dashed": _DASHED,
    ":": _DOTTED,
    "dotted": _DOTTED,
    "-.": _DASHDOT,
    "dashdot": _DASHDOT,
}
NO_LINE = ("none", "None", "", " ")
MARKERS = ("o", "s")
NO_MARKER = (None, "", " ", "none", "None")

_LOOK = frozenset({"color", "alpha", "zorder", "label"})
_STROKE = _LOOK | {"linestyle", "linewidth"}
# Each drawing call, and the keywords that it honours besides the arguments that say where (x, y, width, bottom ...).
HONOURED: dict[str, frozenset[str]] = {
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
    "imshow": frozenset({"alpha", "zorder", "label", "cmap", "extent", "origin", "aspect", "interpolation"}),
    "text": frozenset({"color", "alpha", "zorder", "fontsize", "ha", "va", "transform"}),
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
SETUP = frozenset(
    {
        "axis",
        "grid",
        "invert_xaxis",
        "invert_yaxis",
        "locator_params",
        "margins",
        "minorticks_off",
        "minorticks_on",
        "set",
        "spines",
        "tick_params",
        "ticklabel_format",
        "xaxis",
        "yaxis",
    }
)
# Calls that are refused, and what to write instead.
INSTEAD = {
    "add_artist": "draw with the calls that a page honours",
    "add_collection": "draw with the calls that a page honours",
    "add_line": "plot draws a line",
    "add_patch": "bar, axvspan and fill_between draw areas",
    "annotate": "text writes words",
    "arrow": "plot draws a line, and text writes words",
    "axline": "plot draws a line through two points",
    "bar_label": "text writes words",
    "boxplot": "errorbar and hlines draw what np.quantile gives",
    "broken_barh": "barh with left= does it",
    "contour": "imshow draws the cells",
    "contourf": "imshow draws the cells",
    "ecdf": "plot draws the sorted values",
    "eventplot": "vlines does it",
    "figure": "the figure is the explorer's; several draw functions make several panels",
    "fill": "fill_between fills between two rows of numbers",
    "fill_betweenx": "fill_between or axvspan does it",
    "hexbin": "imshow draws what np.histogram2d counts",
    "hist": "bar draws what np.histogram counts",
    "hist2d": "imshow draws what np.histogram2d counts",
    "inset_axes": "several draw functions make several panels",
    "legend": "the explorer makes the legend from the marks' label=",
    "loglog": "plot, set_xscale and set_yscale do it",
    "matshow": "imshow draws cells of one size",
    "pcolor": "imshow draws cells of one size",
    "pcolormesh": "imshow draws cells of one size",
    "pie": "barh draws shares",
    "secondary_xaxis": "several draw functions make several panels",
    "secondary_yaxis": "several draw functions make several panels",
    "semilogx": "plot and set_xscale do it",
    "semilogy": "plot and set_yscale do it",
    "set_title": "give the Explorer a title= instead",
    "spy": "imshow draws cells of one size",
    "stackplot": "fill_between draws one layer a call",
    "stairs": "plot the corners",
    "stem": "vlines and plot do it",
    "step": "plot the corners",
    "table": "text writes words",
    "twinx": "several draw functions make several panels",
    "twiny": "several draw functions make several panels",
    "violinplot": "fill_between draws a density",
}


def check(call: str, keywords: Mapping[str, Any]) -> None:
    """Raise ``Refused`` for a keyword of a drawing call, or a value of it, that a page would not show."""
    try:
        _shown(call, *keywords, *keywords.values())
    except TypeError:  # a value that has no hash, such as a list
        _look_at(call, keywords)


@lru_cache(maxsize=4096, typed=True)  # a drawing is made anew for every state, mostly with the same keywords
def _shown(call: str, *names_and_values: Any) -> None:
    half = len(names_and_values) // 2
    _look_at(call, dict(zip(names_and_values[:half], names_and_values[half:], strict=True)))


def _look_at(call: str, keywords: Mapping[str, Any]) -> None:
    allowed = HONOURED[call]
    for name in keywords.keys() - allowed:
        known = ", ".join(f"{one}=" for one in sorted(allowed))
        short = _SHORT.get(name, "")
        near = f" (did you mean {short!r}?)" if short in allowed else did_you_mean(name, allowed)
        raise Refused(f"{call}: {name}= is not shown on a page{near}; what is: {known}")
    for name, value in keywords.items():
        if name in VALUES and not VALUES[name][0](value):
            raise Refused(f"{call}: {name} must be {VALUES[name][1]}, not {value!r}")


def unknown(name: str) -> str:
    """What is wrong with calling ``name`` on the axes, and what is allowed."""
    if name in INSTEAD:
        return f"draw calls {name}: {INSTEAD[name]}"
    if name.startswith("get_"):
        return f"draw calls {name}: states are recorded without axes; keep the numbers that set_{name[4:]} was given"
    near = did_you_mean(name, [*HONOURED, *SETUP])
    return f"draw calls {name}, which no page can move{near}; it can draw {', '.join(sorted(HONOURED))}"


def is_number(value: Any, low: float = -np.inf, high: float = np.inf) -> bool:
    """Whether ``value`` is one finite number from ``low`` to ``high``; True and False are none."""
    number = isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool)
    return number and bool(np.isfinite(value)) and bool(low <= value <= high)


def is_mathematics(words: str) -> bool:
    """Whether matplotlib would read (or unescape) mathematics in ``words``."""
    return "$" in words and (is_math_text(words) or r"\$" in words)


def _opaque(value: object) -> bool:
    try:
        return value is None or to_rgba(value)[3] == 1  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return False


def _label(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.startswith("_") and not is_mathematics(value))


def _one_of(*names: object) -> Callable[[object], bool]:
    return lambda value: value is None and None in names or isinstance(value, str) and value in names


# By keyword: whether a value can be shown, and which can, in words.
VALUES: dict[str, tuple[Callable[[Any], bool], str]] = {
    "color": (_opaque, "one opaque colour (alpha= lets through what lies below)"),
    "alpha": (lambda value: value is None or is_number(value, 0, 1), "one number from 0 to 1"),
    "zorder": (is_number, "one number"),
    "label": (_label, "one plain word or sentence, without mathematics, that does not begin with _"),
    "s": (lambda value: is_number(value, 0), "one size for all points (call it again for another)"),
    "linewidth": (lambda value: is_number(value, 0), "one number, at least 0"),
    "markersize": (lambda value: is_number(value, 0), "one number, at least 0"),
    "linestyle": (_one_of(*DASHES, *NO_LINE), f"one of {', '.join(map(repr, DASHES))} or 'none'"),
    "marker": (_one_of(*MARKERS, *NO_MARKER), f"one of {', '.join(map(repr, MARKERS))}"),
    "interpolation": (_one_of(None, "nearest", "none"), "'nearest'"),
    "ha": (_one_of("left", "center", "right"), "'left', 'center' or 'right'"),
    "va": (
        _one_of("top", "center", "center_baseline", "baseline", "bottom"),
        "'top', 'center', 'baseline' or 'bottom'",
    ),
    "transform": (_one_of("axes", "data"), "ax.transAxes or ax.transData"),
}
