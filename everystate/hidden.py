"""The part of a line that a reader is to draw: where it lies on its axes, and what it is compared with."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, SubElement

import numpy as np

from everystate import judge
from everystate.errors import ExplorerError, did_you_mean
from everystate.predict import Draw
from everystate.record import GAP, Recorder
from everystate.template import Template

MOST = 12  # places to draw at, where an author names none
EDGE = 2.0  # points: what is known is seen that far beyond its last value, so that its dot stays whole

Panels = Sequence[tuple[Template, Recorder]]


@dataclass(frozen=True)
class Hidden:
    """Where a line goes on unseen.

    ``panel`` is the place of its panel, ``mark`` its label, ``begins`` whether a last known value comes before the
    places to draw at. ``x`` and ``y`` [places] are the line's values there, that known one first; ``at`` [places] where
    these stand in points from the left, ``truth`` [places] and ``level`` shares of the axis's height. ``seen`` are the
    (panel, mark) that are seen whole.
    """

    panel: int
    mark: str
    begins: bool
    x: np.ndarray
    y: np.ndarray
    at: np.ndarray
    truth: np.ndarray
    level: float
    level_value: float
    seen: frozenset[tuple[int, int]]
    draw: Draw

    def facts(self) -> dict[str, Any]:
        """What the page's script needs to let the line be drawn, and to judge the drawing."""
        weight = np.full(len(self.at), 1 / (len(self.at) - self.begins))
        weight[: int(self.begins)] = 0
        given = {
            "x": (self.at - self.at[0]) / (self.at[-1] - self.at[0]),
            "truth": self.truth,
            "weight": weight,
            "level": self.level,
            "side": float(np.sign(self.truth[0] - self.level)),
            "alpha": 1 - judge.COVERAGE if self.draw.band else 1.0,
        }
        return {
            "panel": self.panel,
            "begins": self.begins,
            "band": self.draw.band,
            "at": _short(self.at, 2),
            "given": {name: _short(value, 6) for name, value in given.items()},
            "formula": judge.steps(),
            "classes": judge.CLASSES,
            "says": dict(self.draw.says),
        }

    def cover(self, root: Element, panel: int) -> None:
        """Tells a panel's marks apart, for the style sheet: ``seen`` whole, ``known`` up to a place, or not at all.

        The clip of a known mark is cut in two, and the second half goes while the figure is covered.
        """
        cut = self.begins and panel == self.panel
        for holder, element in [(one, child) for one in root.iter() for child in one if "data-mark" in child.attrib]:
            named = holder.get("clip-path")
            if (panel, int(element.attrib["data-mark"])) in self.seen:
                element.set("class", "seen")
                if cut and named:
                    holder.set("clip-path", named.replace(")", "-whole)"))
            elif cut and named:
                element.set("class", "known")
        for group in [one for one in root.iter("g") if cut and one.get("class") == "marks"]:
            for clip in group.findall("clipPath"):
                whole = copy.deepcopy(clip)
                whole.set("id", f"{clip.get('id')}-whole")
                group.insert(0, whole)
                self._cut(clip)

    def _cut(self, clip: Element) -> None:
        (first,) = clip
        left, width = float(first.attrib["x"]), float(first.attrib["width"])
        cut = round(float(self.at[0]) + EDGE - left, 2)
        second = SubElement(clip, "rect", {**first.attrib, "class": "unknown"})
        first.set("width", f"{cut:g}")
        second.set("x", f"{left + cut:g}")
        second.set("width", f"{width - cut:g}")


def hidden(draw: Draw, panels: Panels, error: Callable[[str], ExplorerError]) -> Hidden:
    """What of a line is to be drawn in the first state, whose ``panels`` these are.

    Raises what ``error`` makes of the reason why it cannot be.
    """
    labelled = [(p, m, one) for p, (_, of) in enumerate(panels) for m, one in enumerate(of.marks) if one.label]
    found = [(p, m, one) for p, m, one in labelled if one.label == draw.mark and draw.panel in (None, p + 1)]
    if len(found) != 1:
        known = [one.label for _, _, one in labelled]
        why = f"{len(found)} marks have that label" if found else f"marks: {', '.join(known)}"
        raise error(f"draw names the mark {draw.mark!r}{did_you_mean(draw.mark, known) if not found else ''}; {why}")
    ((panel, _, mark),) = found
    base = panels[panel][0]
    if mark.kind not in ("line", "dots"):
        raise error(f"draw needs a line, or dots; {draw.mark!r} is {mark.kind}")
    there = (mark.channels["x"] != GAP) & (mark.channels["y"] != GAP)
    x, y = mark.channels["x"][there], mark.channels["y"][there]
    line = _on("x", base, x)
    if len(x) < 2 or not np.all(np.diff(line) > 0):
        raise error(f"{draw.mark!r} is no function of x: it needs two points or more, each further right than the last")
    begins, places = _places(draw, x, error)
    at = np.interp(_on("x", base, places), line, _shares(base, y))
    off = ~np.isfinite(at) | (at < -1e-9) | (at > 1 + 1e-9)
    if np.any(off):
        raise error(f"{draw.mark!r} leaves the axes at x = {places[off][0]:g}: it cannot be drawn there")
    level = _level(draw, base, at, error)
    return Hidden(
        panel=panel,
        mark=draw.mark,
        begins=begins,
        x=places,
        y=_values(base, at),
        at=_on("x", base, places),
        truth=at,
        level=level,
        level_value=float(_values(base, np.array([level]))[0]),
        seen=_seen(draw, panels, labelled, error),
        draw=draw,
    )


def _places(draw: Draw, x: np.ndarray, error: Callable[[str], ExplorerError]) -> tuple[bool, np.ndarray]:
    """Whether a last known value comes first; and the values of x to draw at, behind it."""
    known = x[x <= draw.known] if draw.known is not None else x[:0]
    if draw.known is not None and not len(known):
        raise error(f"known={draw.known:g} lies left of {draw.mark!r}, which begins at {x[0]:g}: leave it out")
    rest = x[len(known) :]
    if draw.at is not None:
        at = np.asarray(draw.at, float)
        least = known[-1] if len(known) else np.nextafter(x[0], -np.inf)
        if at.ndim != 1 or np.any(np.diff(at) <= 0) or np.any((at <= least) | (at > x[-1])):
            raise error(f"draw's at must rise from {x[len(known) - 1] if len(known) else x[0]:g} to {x[-1]:g} at most")
        rest = at
    elif len(rest) > MOST:
        first = 0 if len(known) else 1
        rest = rest[np.rint(np.linspace(0, len(rest) - first, MOST + 1 - first)).astype(int)[1 - first :] - 1 + first]
    if len(rest) < 2:
        raise error(f"draw leaves {len(rest)} places of {draw.mark!r} to draw at, and two are the least")
    return len(known) > 0, np.concatenate([known[-1:], rest])


def _level(draw: Draw, base: Template, truth: np.ndarray, error: Callable[[str], ExplorerError]) -> float:
    """Where early and late are read off, as a share of the axis's height."""
    if draw.level is None:
        far = truth[np.argmax(np.abs(truth - truth[0]))]
        level = float((truth[0] + far) / 2)
    else:
        level = float(_shares(base, np.array([draw.level]))[0])
    before = np.sign(truth[0] - level)
    if not before or not np.any(before * (truth - level) <= 0):
        wanted = "change where it is hidden" if draw.level is None else f"pass the level {draw.level:g} there"
        raise error(f"{draw.mark!r} must {wanted}, or nothing comes early or late")
    return level


def _seen(
    draw: Draw, panels: Panels, labelled: list, error: Callable[[str], ExplorerError]
) -> frozenset[tuple[int, int]]:
    """The marks that are seen whole, each with the dots that the same call made."""
    labels = [one.label for _, _, one in labelled]
    for label in draw.beside:
        if label not in labels or label == draw.mark:
            near = did_you_mean(label, labels)
            raise error(f"draw's beside names {label!r}, which is no other mark{near}; marks: {', '.join(labels)}")
    seen = [one.channels for _, _, one in labelled if one.label in draw.beside]
    return frozenset(
        (p, m)
        for p, (_, recorder) in enumerate(panels)
        for m, one in enumerate(recorder.marks)
        if any(one.channels is channels for channels in seen)
    )


def _on(axis: str, base: Template, values: np.ndarray) -> np.ndarray:
    with np.errstate(all="ignore"):
        return base.to_points[axis](values)


def _shares(base: Template, y: np.ndarray) -> np.ndarray:
    """Values of y as shares of the axis's height."""
    foot, top = base.axes["y"]["points"]
    return (_on("y", base, y) - foot) / (top - foot)


def _values(base: Template, shares: np.ndarray) -> np.ndarray:
    """Shares of the axis's height as values of y."""
    low, high = base.axes["y"]["limits"]
    if base.axes["y"]["scale"] == "log":
        return low * (high / low) ** shares
    values = low + (high - low) * shares
    return np.where(np.abs(values) < 1e-12 * (high - low), 0.0, values)  # no rounding of another machine in words


def _short(values: Any, digits: int) -> Any:
    return np.round(np.asarray(values, float), digits).tolist()
