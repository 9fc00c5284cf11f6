"""Every state of one simulation, checked against its template and packed into the state table."""

from __future__ import annotations

import contextlib
import gc
import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from everystate import markup, template
from everystate.caption import fields
from everystate.comparison import difference, same
from everystate.errors import did_you_mean
from everystate.record import Mark, Recorder
from everystate.table import Packer

if TYPE_CHECKING:
    from everystate.states import States


def packed(states: States, part: int) -> bytes:
    """The table of a part of the states; of all, where they are one part."""
    with _uncollected():
        return _Packing(states).pack(states.cut.box(part))


def packed_one(states: States, state: Mapping[str, Any]) -> bytes:
    """A table of one state, which may stand between the others."""
    return _Packing(states).pack([[c.default] for c in states.controls], at=state)


class _Packing:
    """A table on its way: what the states say, as they are met frame by frame."""

    def __init__(self, states: States):
        self._states = states
        self._packer = Packer()
        self._words: list[list[tuple[str, str]]] = []
        self._numbers: list[list[Any]] = []

    def pack(self, indices: Sequence[Sequence[int]], at: Mapping[str, Any] | None = None) -> bytes:
        """The table over the product of the given indices, or of one state ``at`` that has none."""
        states, packer = self._states, self._packer
        frames = []
        for chosen in itertools.product(*[indices[i] for i in states.frames]):
            fixed = dict(zip(states.frames, chosen, strict=True))
            rows = [[fixed[i]] if i in fixed else indices[i] for i in range(len(states.controls))]
            frames.append(self._frame([at] if at else [self._state(pick) for pick in itertools.product(*rows)]))
        order = self._order(indices) if at is None else [0]
        sentences = [self._words[i] for i in order]
        header = {
            "name": states.name,
            "title": states.title,
            "steps": template.STEPS_PER_POINT,
            "gap": template.GAP_STEP,
            "states": len(sentences),
            **self._part(indices, at),
            "controls": [markup.described(c) for c in states.controls],
            "frameControls": list(states.frames),
            "frames": frames,
            "caption": {
                "parts": [fixed for fixed, _ in sentences[0]],
                "names": states.sentences.names,
                "fields": [packer.words([one[i][1] for one in sentences]) for i in range(len(sentences[0]))],
            },
            "report": {
                name: packer.words([self._numbers[i][k] for i in order]) for k, name in enumerate(states.report)
            },
        }
        return packer.pack(header)

    def _part(self, indices: Sequence[Sequence[int]], at: Mapping[str, Any] | None) -> dict[str, Any]:
        """Where the table is one of several: how all are cut, and each control's first value in this one."""
        cut = self._states.cut
        if at or len(cut) == 1:
            return {}
        return {"part": {"sizes": cut.sizes, "start": [rows[0] for rows in indices]}}

    def _state(self, pick: Sequence[int]) -> dict[str, Any]:
        return {c.name: c.values[i] for c, i in zip(self._states.controls, pick, strict=True)}

    def _order(self, indices: Sequence[Sequence[int]]) -> list[int]:
        """Where each state, in the controls' own order, was met when the states were gone through frame by frame."""
        shape = [len(rows) for rows in indices]
        places = np.arange(int(np.prod(shape))).reshape(shape)
        rest = [i for i in range(len(shape)) if i not in self._states.frames]
        met = np.transpose(places, [*self._states.frames, *rest]).ravel()
        order = np.empty_like(met)
        order[met] = np.arange(met.size)
        return order.tolist()

    def _frame(self, states: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        templates = self._states.templates(states[0])
        recordings: list[list[Recorder]] = []
        results: dict[tuple, Any] = {}
        for state in states:
            key = tuple(self._states.taken(state).values())
            if key not in results:
                results[key] = self._states.simulated(state)
            result = results[key]
            self._words.append(self._states.sentence(state, result))
            self._numbers.append([self._number(name, state, result) for name in self._states.report])
            recordings.append(self._states.recorded(state, result))
        panels = []
        for panel, (base, first) in enumerate(templates):
            column = [recorders[panel] for recorders in recordings]
            for recorder, state in zip(column, states, strict=True):
                self._check(recorder, base, first, state)
            panels.append(self._panel(column, base, first, states))
        return {"panels": panels}

    def _check(self, recorder: Recorder, base: template.Template, first: Recorder, state: Mapping[str, Any]) -> None:
        """Raise where a state differs from its template in more than numbers and words."""
        kinds = [mark.kind for mark in first.marks]
        mine = [mark.kind for mark in recorder.marks]
        if mine != kinds:
            message = f"draw makes the marks {mine} here, {kinds} in the template; name the control that may in frames="
            raise self._states.error(message, state)
        if not same(recorder.setup, base.setup):
            moved = difference(recorder.setup, base.setup)
            raise self._states.error(f"draw moves the axes: {moved}; name the control that may in frames=", state)
        for mark, its in zip(recorder.marks, first.marks, strict=True):
            if not same(mark.style, its.style):
                here, there = _differing(mark.style, its.style)
                message = f"{mark.kind} {mark.label!r} has {here} here, {there} in the template"
                raise self._states.error(f"{message}; name the control that may in frames=", state)

    def _panel(
        self, column: list[Recorder], base: template.Template, first: Recorder, states: Sequence[Mapping[str, Any]]
    ) -> dict:
        marks = []
        for i, kind in enumerate(base.kinds):
            here = [recorder.marks[i] for recorder in column]
            stacked = {name: self._stack(here, name, states) for name in here[0].channels}
            steps = base.steps(i, stacked)
            channels = {name: self._packer.numbers(_rows(rows, len(here))) for name, rows in steps.items()}
            mark = {"kind": template.primitive(kind), "style": base.looks[i].described(), "channels": channels}
            if first.marks[i].label or any(m.label for m in here):
                mark["label"] = self._packer.words([m.label for m in here])
            if kind == "text":
                mark["text"] = self._packer.words([m.text for m in here])
            marks.append(mark)
        return {"svg": base.svg, "axes": base.axes, "legend": markup.legend(base, column[0]), "marks": marks}

    def _stack(self, marks: list[Mark], channel: str, states: Sequence[Mapping[str, Any]]) -> np.ndarray:
        rows = [mark.channels[channel] for mark in marks]
        first = rows[0]
        if all(row is first for row in rows):
            rows, states = rows[:1], states[:1]
        what = f"{marks[0].kind} {marks[0].label!r}, {channel}"
        for row, state in zip(rows, states, strict=True):
            if row.shape != first.shape:
                message = f"{what} has shape {row.shape}, and {first.shape} in the first state"
                raise self._states.error(message, state)
        stacked = np.stack(rows)
        finite = np.isfinite(stacked).all(axis=1)
        if not finite.all():
            bad = int(np.argmin(finite))
            value = stacked[bad][~np.isfinite(stacked[bad])][0]
            raise self._states.error(f"{what} holds {value}; mask what is absent (np.ma.masked)", states[bad])
        return stacked

    def _number(self, name: str, state: Mapping[str, Any], result: Any) -> Any:
        """A field that the page's event carries, as JSON has it."""
        if name not in fields(result):
            near = did_you_mean(name, fields(result))
            raise self._states.error(f"report names {name!r}, which is no field of the result{near}", state)
        value = self._states.call(getattr, state, result, name)
        numbers = np.asarray(value)
        if numbers.dtype.kind not in "biuf" or numbers.ndim > 1 or not np.isfinite(numbers).all():
            raise self._states.error(f"{name} must be a finite number or a row of them, not {value!r}", state)
        return tuple(numbers.tolist()) if numbers.ndim else numbers.item()


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Python's collector waits: it would go through all recordings again and again, for a third of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _differing(one: dict, other: dict) -> tuple[str, str]:
    """The first entry in which two looks differ, as each has it."""
    name = next(name for name in {**one, **other} if not same(one.get(name), other.get(name)))
    here, there = (f"{name}={look[name]!r}" if name in look else f"no {name}" for look in (one, other))
    return here, there


def _rows(steps: np.ndarray, states: int) -> np.ndarray:
    return steps if len(steps) == states else np.broadcast_to(steps, (states, steps.shape[1]))
