"""What a drawing draws, held against the fields of its result: each labelled mark is of the fields named for it.

    CASES = {
        "draw_curve": (lambda: retries.curve(), {"tasks done": ("tries", "done"), "here": ("at", "here")}),
    }

``assert_fields(draw, result, expected)`` takes, for every label that the drawing gives, one entry a channel: the name
of a field ("sizes", "pair.floor"), a function of the result, or numbers. ``None`` stands for a mark of which nothing
is shown. The channels are those of ``marks``.
"""

from collections.abc import Callable
from operator import attrgetter
from types import ModuleType

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator

from everystate.record import GAP, Mark, Recorder


def drawings(module: ModuleType) -> set[str]:
    """The names of a module's drawings."""
    return {name for name in vars(module) if name.startswith("draw_")}


def marks(draw: Callable, result, **view) -> dict[str, tuple[np.ma.MaskedArray, ...]]:
    """The channels of each labelled mark, in the data's own units, masked where there are gaps.

    A line or dots: x, y. A band: x, low, high. Bars: where they stand, how long they are. An interval or a stroke:
    where it stands, its two ends. axhline, axvline: the value. axhspan, axvspan: both ends. A picture: its cells.
    """
    axes = Figure().add_subplot()
    recorder = Recorder(axes)  # matplotlib draws it, too: what it warns of is an error
    draw(result, recorder, **view)
    _assert_ticks(axes, recorder)
    labelled = [mark for mark in recorder.marks if mark.label]
    names = [mark.label for mark in labelled]
    assert len(set(names)) == len(names), f"two marks have one label: {names}"
    return {mark.label: _channels(mark) for mark in labelled}


def assert_fields(draw: Callable, result, expected: dict, **view) -> None:
    """Assert that the labelled marks are those ``expected``, and that each is of the fields named for it.

    A mark may leave some of a field's values out, as a logarithmic axis does; it may not draw another.
    """
    found = marks(draw, result, **view)
    assert found.keys() == expected.keys(), f"labels: {[*found]}, expected: {[*expected]}"
    for label, entry in expected.items():
        if entry is None:
            assert any(channel.mask.all() for channel in found[label]), f"{label}: something is shown"
            continue
        entries = entry if isinstance(entry, tuple) else (entry,)
        assert len(entries) == len(found[label]), f"{label} has {len(found[label])} channels, not {len(entries)}"
        for one, channel in zip(entries, found[label], strict=True):
            _assert_drawn(label, one, channel, _value(result, one))


def _assert_ticks(axes: Axes, recorder: Recorder) -> None:
    """Assert that the ticks that a drawing sets lie between its limits, in order, and are said by different words.

    The limits are those that were asked for: matplotlib widens them to ticks that lie outside.
    """
    asked = {path[0]: np.ravel(args) for path, args, _ in recorder.setup if path[0] in ("set_xlim", "set_ylim")}
    for way in "xy":
        low, high = sorted(asked.get(f"set_{way}lim", getattr(axes, f"get_{way}lim")()))
        axis = getattr(axes, f"{way}axis")
        if isinstance(axis.get_major_locator(), FixedLocator):
            ticks = axis.get_majorticklocs()
            near = 1e-9 * max(abs(low), abs(high))
            assert all(low - near <= tick <= high + near for tick in ticks), (
                f"{way} has ticks at {ticks}, {low} to {high}"
            )
            assert sorted(ticks) in ([*ticks], [*ticks][::-1]), f"{way}'s ticks are out of order: {ticks}"
            said = [words for words in (label.get_text() for label in axis.get_majorticklabels()) if words]
            assert len(set(said)) == len(said), f"two ticks of {way} are one word: {said}"


def _assert_drawn(label: str, entry, drawn: np.ma.MaskedArray, value: np.ma.MaskedArray) -> None:
    value = np.ma.array(np.broadcast_to(value, drawn.shape)) if value.size == 1 else value
    what = f"{label} does not draw {entry if isinstance(entry, str) else 'what was expected'}"
    assert drawn.shape == value.shape, f"{what}: shape {drawn.shape}, not {value.shape}"
    shown = ~drawn.mask
    assert shown.any() or np.ma.getmaskarray(value).all(), f"{what}: nothing is shown"
    assert not (shown & np.ma.getmaskarray(value)).any(), f"{what}: it shows what is masked"
    np.testing.assert_allclose(drawn.data[shown], value.data[shown], rtol=1e-12, atol=1e-15, err_msg=what)


def _value(result, entry) -> np.ma.MaskedArray:
    value = attrgetter(entry)(result) if isinstance(entry, str) else entry(result) if callable(entry) else entry
    return np.ma.array(value, dtype=float).ravel()


def _channels(mark: Mark) -> tuple[np.ma.MaskedArray, ...]:
    of = {name: np.ma.masked_equal(np.asarray(values, float), GAP) for name, values in mark.channels.items()}
    of = {name: np.ma.array(values.data, mask=np.ma.getmaskarray(values)) for name, values in of.items()}
    if mark.kind == "rects":
        along, up = ("x", "y") if mark.style["along"] == "x" else ("y", "x")
        return (of[f"{along}0"] + of[f"{along}1"]) / 2, of[f"{up}1"] - of[f"{up}0"]
    if mark.kind == "segments":
        upright = np.ma.allequal(of["x0"], of["x1"])
        return (of["x0"], of["y0"], of["y1"]) if upright else (of["y0"], of["x0"], of["x1"])
    return tuple(of.values())
