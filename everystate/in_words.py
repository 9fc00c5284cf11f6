"""A drawing in words: what is on each panel, with numbers few enough to read and enough to tell two drawings apart."""

from collections import Counter

import numpy as np

from everystate.record import GAP, Mark, Recorder


def panel(recorder: Recorder) -> list[str]:
    """A panel in lines: its axes; each named mark with its first, middle and last values; the words; the rest."""
    axes = {path[0]: args[0] for path, args, _ in recorder.setup if path[0].startswith("set_") and args}
    scales = {axis: axes.get(f"set_{axis}scale", "linear") for axis in "xy"}
    lines = [f"{axes.get('set_ylabel', 'y')} against {axes.get('set_xlabel', 'x')}:"]
    lines += [f"- {_named(mark, scales)}" for mark in recorder.marks if mark.label]
    if written := [f"“{mark.text}”" for mark in recorder.marks if mark.kind == "text" and mark.text]:
        lines.append(f"- words: {' '.join(written)}")
    unnamed = Counter(mark.kind for mark in recorder.marks if not mark.label and mark.kind != "text")
    if unnamed:
        lines.append(f"- without a name: {', '.join(f'{kind} ×{count}' for kind, count in unnamed.items())}")
    return lines


def _named(mark: Mark, scales: dict[str, str]) -> str:
    present = np.all([values != GAP for values in mark.channels.values()], axis=0)
    size = "×".join(map(str, mark.style["shape"])) if mark.kind == "image" else str(np.count_nonzero(present))
    parts = []
    for name, values in mark.channels.items():
        scale = scales["x" if name.startswith("x") else "y"]
        parts.append(f"{name} {_ends(values[present], log=scale == 'log' and name != 'z')}")
    if mark.kind == "image":
        parts.append(f"mean {number(float(np.mean(mark.channels['z'])))}")
    return f"{mark.label} ({mark.kind}, {size}): {'; '.join(parts)}"


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
