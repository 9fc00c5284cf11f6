"""A drawing in words: what is on each panel, with numbers few enough to read and enough to tell two drawings apart."""

import numpy as np
from numpy.typing import ArrayLike

from everystate.hidden import Hidden
from everystate.record import GAP, Mark, Recorder


def panel(recorder: Recorder) -> list[str]:
    """A panel in lines: its axes and ticks; each named mark with its first, middle and last values; the words and where
    they stand; of what has no name, all of a kind together."""
    axes = {path[0]: args[0] for path, args, _ in recorder.setup if path[0].startswith("set_") and args}
    spans = {path[0]: args for path, args, _ in recorder.setup if path[0] in ("set_xlim", "set_ylim")}
    scales = {axis: axes.get(f"set_{axis}scale", "linear") for axis in "xy"}
    across, up = (f"{axes.get(f'set_{axis}label', axis)}{_span(spans, axis, scales)}" for axis in "xy")
    lines = [f"{up} against {across}:"]
    if ticks := [f"{axis} {_numbers(axes[f'set_{axis}ticks'])}" for axis in "xy" if f"set_{axis}ticks" in axes]:
        lines.append(f"- ticks: {'; '.join(ticks)}")
    lines += [f"- {_named(mark, scales)}" for mark in recorder.marks if mark.label]
    if written := [_written(mark) for mark in recorder.marks if mark.kind == "text" and mark.text]:
        lines.append(f"- words: {', '.join(written)}")
    unnamed: dict[str, list[Mark]] = {}
    for mark in recorder.marks:
        if not mark.label and mark.kind != "text":
            unnamed.setdefault(mark.kind, []).append(mark)
    if unnamed:
        lines.append(f"- without a name: {', '.join(_alike(marks, scales) for marks in unnamed.values())}")
    return lines


def asked(hidden: Hidden) -> list[str]:
    """What a reader is to draw, in a line: at which places, and how it goes on there in truth."""
    what = "a range around" if hidden.draw.band else "the rest of"
    first = int(hidden.begins)
    places = f"x {_numbers(hidden.x[first:])}; y {_numbers(hidden.y[first:])}"
    since = f" after x {number(hidden.x[0])}" if hidden.begins else ""
    return [f"- to draw first: {what} {hidden.mark}{since}; in truth {places}; level {number(hidden.level_value)}"]


def _span(spans: dict[str, tuple], axis: str, scales: dict[str, str]) -> str:
    """From where to where an axis goes, where that is set."""
    ends = [end for end in spans.get(f"set_{axis}lim", ()) for end in np.ravel(end)]
    log = ", log" if scales[axis] == "log" else ""
    if len(ends) != 2:
        return f" ({log[2:]})" if log else ""
    return f" ({number(ends[0])} to {number(ends[1])}{log})"


def _numbers(values: ArrayLike) -> str:
    return " ".join(number(float(value)) for value in np.ravel(values))


def _written(mark: Mark) -> str:
    return f"“{mark.text}” at {_numbers([*mark.channels['x'], *mark.channels['y']])}"


def _alike(marks: list[Mark], scales: dict[str, str]) -> str:
    """Marks of one kind that have no name: how many, and the ends of all their values."""
    together = {name: np.concatenate([mark.channels[name] for mark in marks]) for name in marks[0].channels}
    all_of_them = Mark(marks[0].kind, together, style=marks[0].style)
    if len(marks) > 1 and marks[0].kind == "image":
        return f"image ×{len(marks)}"
    return f"{marks[0].kind} ×{len(marks)} ({_values(all_of_them, scales)})"


def _named(mark: Mark, scales: dict[str, str]) -> str:
    size = "×".join(map(str, mark.style["shape"])) if mark.kind == "image" else str(np.count_nonzero(_present(mark)))
    return f"{mark.label} ({mark.kind}, {size}): {_values(mark, scales)}"


def _present(mark: Mark) -> np.ndarray:
    return np.all([values != GAP for values in mark.channels.values()], axis=0)


def _values(mark: Mark, scales: dict[str, str]) -> str:
    present, parts = _present(mark), []
    for name, values in mark.channels.items():
        scale = scales["x" if name.startswith("x") else "y"]
        parts.append(f"{name} {_ends(values[present], log=scale == 'log' and name != 'z')}")
    if mark.kind == "image":
        parts.append(f"mean {number(float(np.mean(mark.channels['z'])))}")
    return "; ".join(parts)


def _ends(values: np.ndarray, *, log: bool) -> str:
    """First, middle and last; on a linear axis what vanishes beside the largest is 0: it may be a machine's noise."""
    if len(values) == 0:
        return "none"
    seen = 0.0 if log else 1e-6 * np.abs(values).max()
    kept = [values[i] for i in sorted({0, len(values) // 2, len(values) - 1})]
    return " … ".join(number(value if abs(value) >= seen else 0.0) for value in kept)


def number(value: float) -> str:
    """Three significant digits, and no -0: 0.001, 12300, 1.5e9."""
    # A hair away from zero, so that a tie such as 0.1225 goes the same way on machines that differ in the last bit.
    text = f"{float(f'{value * (1 + 1e-9):.3g}') + 0.0:g}"
    digits, e, exponent = text.partition("e")
    return f"{digits}e{int(exponent)}" if e else text
