"""Every state of one simulation: simulated, recorded, checked against its template, and packed into the state table."""

import contextlib
import gc
import inspect
import itertools
import os
import re
import string
from collections.abc import Callable, Sequence

import numpy as np

from everystate import markup, template
from everystate.controls import Control, control
from everystate.record import Recorder, Refused, did_you_mean, difference, same_setup
from everystate.table import Packer

MAX_STATES = 8000


class ExplorerError(ValueError):
    """An author's mistake, with the chapter, the simulation and the state where it was met."""


class States:
    """The states that controls reach in a simulation: what each shows, and the table of all.

    ``simulate`` and each of ``draws`` are given the controls that their signatures name.
    """

    def __init__(
        self, simulate: Callable, draws: tuple, *, name, title, caption, controls, frames, fixed, report, size, say=None
    ):
        self.name, self.title, self.size = name, title, size
        self._simulate, self._draws, self._fixed = simulate, draws, dict(fixed or {})
        self._caption, self._say, self._report = caption, say, tuple(report)
        self.controls = self._read_controls(controls)
        self._frames = self._read_frames(frames)
        self._takes = [_accepted(f, self.controls) for f in (simulate, *draws)]
        self._check_signatures()
        self.default = {c.name: c.values[c.default] for c in self.controls}
        self._drawn: dict[str, list] = {}

    def __len__(self) -> int:
        return int(np.prod([len(c.values) for c in self.controls]))

    def checked(self, values: dict) -> dict:
        """``values`` with defaults for what is missing. Raises ``ValueError`` that names the control and its values."""
        known = {c.name: c for c in self.controls}
        state = dict(self.default)
        for name, value in values.items():
            if name not in known:
                raise ValueError(f"no control {name!r}{did_you_mean(name, known)}; controls: {', '.join(known)}")
            state[name] = known[name].exact(value)
        return state

    def between(self, state: dict) -> bool:
        """Whether a control stands between two values of the table."""
        return any(c.index(state[c.name]) is None for c in self.controls)

    def simulated(self, state: dict):
        return self._call(self._simulate, state, **{name: state[name] for name in self._takes[0]}, **self._fixed)

    def caption(self, state: dict, result=None) -> str:
        result = self.simulated(state) if result is None else result
        return "".join(fixed + word for fixed, word in self._sentence(state, result))

    @property
    def panels(self) -> int:
        """How many panels stand side by side."""
        return len(self._draws)

    def recorded(self, state: dict, result=None, axes: Sequence = ()) -> list[Recorder]:
        """One recording a panel, drawn on ``axes`` too where there are some."""
        result = self.simulated(state) if result is None else result
        recorders = []
        for i, (draw, takes) in enumerate(zip(self._draws, self._takes[1:], strict=True)):
            recorders.append(Recorder(axes[i] if len(axes) else None))
            self._call(draw, state, result, recorders[-1], **{k: state[k] for k in takes})
        return recorders

    def templates(self, state: dict) -> list[tuple[template.Template, Recorder]]:
        """The drawn template of each panel, for the frame that ``state`` belongs to."""
        state = self.default | {self.controls[i].name: state[self.controls[i].name] for i in self._frames}
        places = [self.controls[i].index(state[self.controls[i].name]) for i in self._frames]
        if None in places:  # axes between the table's: drawn for this state alone
            return self._draw_templates(state, "-between")
        index = "".join(f"-{place}" for place in places)
        if index not in self._drawn:
            self._drawn[index] = self._draw_templates(state, index)
        return self._drawn[index]

    def _draw_templates(self, state: dict, index: str) -> list[tuple[template.Template, Recorder]]:
        result = self.simulated(state)
        made = []
        for panel, (draw, takes) in enumerate(zip(self._draws, self._takes[1:], strict=True)):
            named = {k: state[k] for k in takes}

            def drawn(axes, draw=draw, named=named):
                self._call(draw, state, result, axes, **named)

            prefix = f"{self.name}-{panel}{index}"
            made.append(self._call(template.template, state, drawn, prefix=prefix, size=self.size))
        return made

    def packed(self) -> bytes:
        """The state table of all states."""
        with _uncollected():
            return self._pack([range(len(c.values)) for c in self.controls])

    def packed_one(self, state: dict) -> bytes:
        """A table of one state, which may stand between the others."""
        return self._pack([[c.default] for c in self.controls], at=state)

    def error(self, message: str, state: dict | None = None) -> ExplorerError:
        chapter = os.environ.get("EXPLORER_CHAPTER", "this notebook")
        where = f", state {state}" if state is not None else ""
        return ExplorerError(f"chapter {chapter}, simulation {self.name}{where}: {message}")

    def _call(self, function: Callable, state: dict, *args, **named):
        """Call an author's function; what it raises becomes an ``ExplorerError`` that names the place and the state."""
        try:
            return function(*args, **named)
        except ExplorerError:
            raise
        except Refused as error:
            raise self.error(str(error), state) from error
        except Exception as error:
            name = getattr(function, "__name__", repr(function))
            raise self.error(f"{name} raised {type(error).__name__}: {error}", state) from error

    def _read_controls(self, declared: dict) -> tuple[Control, ...]:
        if not declared:
            raise self.error("no controls: an explorer needs at least one")
        defaults = inspect.signature(self._simulate).parameters
        try:
            read = []
            for name, one in declared.items():
                default = defaults[name].default if name in defaults else inspect.Parameter.empty
                read.append(control(name, one, default))
        except ValueError as error:
            raise self.error(str(error)) from error
        count = int(np.prod([len(c.values) for c in read]))
        if count > MAX_STATES:
            sizes = " × ".join(f"{c.name} {len(c.values)}" for c in read)
            raise self.error(f"{count:,} states ({sizes}); at most {MAX_STATES:,} are allowed")
        return tuple(read)

    def _read_frames(self, frames: Sequence[str]) -> tuple[int, ...]:
        names = [c.name for c in self.controls]
        for frame in frames:
            if frame not in names:
                near = did_you_mean(frame, names)
                raise self.error(f"frames names {frame!r}, which is no control{near}; controls: {', '.join(names)}")
        return tuple(i for i, name in enumerate(names) if name in frames)

    def _check_signatures(self):
        for c in self.controls:
            if not any(c.name in takes for takes in self._takes):
                near = did_you_mean(c.name, self._named())
                raise self.error(
                    f"control {c.name!r} is taken by neither simulate nor draw{near}: name it in a signature"
                )

    def _named(self) -> list[str]:
        """The arguments that the signatures name."""
        return [name for one in (self._simulate, *self._draws) for name in inspect.signature(one).parameters]

    def _pack(self, indices: Sequence[Sequence[int]], at: dict | None = None) -> bytes:
        """The table over the product of the given indices, or of one state ``at`` that has none."""
        packer = Packer()
        words: list[list[str]] = []
        numbers: list[list] = []
        frames = []
        for chosen in itertools.product(*[indices[i] for i in self._frames]):
            fixed = dict(zip(self._frames, chosen, strict=True))
            rows = [[fixed[i]] if i in fixed else indices[i] for i in range(len(self.controls))]
            states = [at] if at else [self._state(pick) for pick in itertools.product(*rows)]
            frames.append(self._pack_frame(packer, states, words, numbers))
        order = self._word_order(indices) if not at else [0]
        sentences = [words[i] for i in order]
        fields = [packer.words([sentence[i][1] for sentence in sentences]) for i in range(len(sentences[0]))]
        header = {
            "name": self.name,
            "title": self.title,
            "steps": template.STEPS_PER_POINT,
            "gap": template.GAP_STEP,
            "states": len(sentences),
            "controls": [markup.described(c) for c in self.controls],
            "frameControls": list(self._frames),
            "frames": frames,
            "caption": {
                "parts": [fixed for fixed, _ in sentences[0]],
                "names": self._caption_names(),
                "fields": fields,
            },
            "report": {name: packer.words([numbers[i][k] for i in order]) for k, name in enumerate(self._report)},
        }
        return packer.pack(header)

    def _state(self, pick: Sequence[int]) -> dict:
        return {c.name: c.values[i] for c, i in zip(self.controls, pick, strict=True)}

    def _word_order(self, indices) -> np.ndarray:
        """Where each state, in the controls' own order, was met when the states were gone through frame by frame."""
        shape = [len(rows) for rows in indices]
        places = np.arange(int(np.prod(shape))).reshape(shape)
        rest = [i for i in range(len(shape)) if i not in self._frames]
        met = np.transpose(places, [*self._frames, *rest]).ravel()
        order = np.empty_like(met)
        order[met] = np.arange(met.size)
        return order

    def _pack_frame(self, packer: Packer, states: list[dict], words: list, numbers: list) -> dict:
        templates = self.templates(states[0])
        recordings: list[list[Recorder]] = []
        results: dict[tuple, object] = {}
        takes = self._takes[0]
        for state in states:
            key = tuple(state[name] for name in takes)
            if key not in results:
                results[key] = self.simulated(state)
            words.append(self._sentence(state, results[key]))
            numbers.append([self._number(name, state, results[key]) for name in self._report])
            recordings.append(self.recorded(state, results[key]))
        panels = []
        for panel, (base, first) in enumerate(templates):
            column = [recorders[panel] for recorders in recordings]
            self._check_panel(column, base, first, states)
            panels.append(self._pack_panel(packer, column, base, states))
        return {"panels": panels}

    def _check_panel(self, column: list[Recorder], base, first: Recorder, states: list[dict]):
        kinds = [mark.kind for mark in first.marks]
        for recorder, state in zip(column, states, strict=True):
            if [mark.kind for mark in recorder.marks] != kinds:
                raise self.error(f"draw made other marks than in the template: {len(recorder.marks)}, {kinds}", state)
            if not same_setup(recorder.setup, base.setup):
                moved = difference(recorder.setup, base.setup)
                raise self.error(f"draw moves the axes: {moved}; name the control that may in frames=", state)
            for mark, its in zip(recorder.marks, first.marks, strict=True):
                if mark.style != its.style:
                    here, there = _differing(mark.style, its.style)
                    name = f"{mark.kind} {mark.label!r}"
                    message = f"{name} has {here} here, {there} in the template; name the control that may in frames="
                    raise self.error(message, state)

    def _pack_panel(self, packer: Packer, column: list[Recorder], base, states: list[dict]) -> dict:
        marks = []
        for i, kind in enumerate(base.kinds):
            here = [recorder.marks[i] for recorder in column]
            stacked = {name: self._stack(here, name, states) for name in here[0].channels}
            channels = {name: packer.numbers(_rows(v, len(here))) for name, v in base.steps(i, stacked).items()}
            mark = {"kind": template.primitive(kind), "style": markup.style(base.styles[i]), "channels": channels}
            if any(m.label for m in here):
                mark["label"] = packer.words([m.label for m in here])
            if kind == "text":
                mark["text"] = packer.words([m.text for m in here])
            marks.append(mark)
        return {"svg": base.svg, "axes": base.axes, "legend": markup.legend(base, column[0]), "marks": marks}

    def _stack(self, marks: list, channel: str, states: list[dict]) -> np.ndarray:
        rows = [mark.channels[channel] for mark in marks]
        first = rows[0]
        if all(row is first for row in rows):
            rows, states = rows[:1], states[:1]
        what = f"{marks[0].kind} {marks[0].label!r}, {channel}"
        for row, state in zip(rows, states, strict=True):
            if row.shape != first.shape:
                raise self.error(f"{what} has shape {row.shape}, and {first.shape} in the first state", state)
        stacked = np.stack(rows)
        finite = np.isfinite(stacked).all(axis=1)
        if not finite.all():
            bad = int(np.argmin(finite))
            value = stacked[bad][~np.isfinite(stacked[bad])][0]
            raise self.error(f"{what} holds {value}; mask what is absent (np.ma.masked)", states[bad])
        return stacked

    def _sentence(self, state: dict, result) -> list[tuple[str, str]]:
        """The caption as (fixed text, word) pairs, the same fixed texts in every state."""
        labels = {c.name: c.labels[c.values.index(state[c.name])] for c in self.controls if state[c.name] in c.values}
        said = self._said(state, result)
        pieces = []
        for fixed, name, spec, _ in string.Formatter().parse(self._caption):
            word = ""
            if name is not None:
                word = self._word(name, spec, state, labels, result, said)
            pieces.append((fixed, word))
        return pieces

    def _number(self, name: str, state: dict, result):
        """A field that the page's event carries, as JSON has it."""
        if not hasattr(result, name):
            near = did_you_mean(name, _fields(result))
            raise self.error(f"report names {name!r}, which is no field of the result{near}")
        value = np.asarray(getattr(result, name))
        if value.dtype.kind not in "biuf" or value.ndim > 1 or not np.isfinite(value).all():
            raise self.error(f"{name} must be a finite number or a row of them, not {getattr(result, name)!r}", state)
        return tuple(value.tolist()) if value.ndim else value.item()

    def _caption_names(self) -> list[str]:
        return [name or "" for _, name, _, _ in string.Formatter().parse(self._caption)]

    def _said(self, state: dict, result) -> dict:
        """The words that the author's ``say`` makes of a result for the caption."""
        if self._say is None:
            return {}
        said = self._call(self._say, state, result, **{k: state[k] for k in _accepted(self._say, self.controls)})
        if not isinstance(said, dict):
            raise self.error(f"say must return a dict of words for the caption, not {said!r}", state)
        for name in said:
            if name not in self._caption_names():
                raise self.error(f"say returns the word {name!r}, which the caption does not name", state)
        return said

    def _word(self, name: str, spec: str, state: dict, labels: dict, result, said: dict) -> str:
        if name in said:
            value = said[name]
        elif name in state:
            value = state[name] if spec or name not in labels else labels[name]
        elif hasattr(result, name):
            value = getattr(result, name)
        else:
            near = did_you_mean(name, [*state, *_fields(result), *said])
            raise self.error(f"the caption names {name!r}, which is neither a control nor a field of the result{near}")
        try:
            word = format(value, spec)
        except (TypeError, ValueError) as error:
            raise self.error(f"the caption's {{{name}:{spec}}} does not fit {value!r}: {error}", state) from error
        if isinstance(value, str):
            return word
        return word.replace("-", "−" if re.search("[1-9]", word) else "")  # a rounded zero has no sign


@contextlib.contextmanager
def _uncollected():
    """Python's collector waits: it would go through all recordings again and again, for a third of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _accepted(function: Callable, controls: Sequence[Control]) -> list[str]:
    parameters = inspect.signature(function).parameters
    everything = any(p.kind is p.VAR_KEYWORD for p in parameters.values())
    return [c.name for c in controls if everything or c.name in parameters]


def _fields(result) -> list[str]:
    return [name for name in dir(result) if not name.startswith("_")]


def _differing(one: dict, other: dict) -> tuple[str, str]:
    """The first entry in which two looks differ, as each has it."""
    name = next(name for name in {**one, **other} if one.get(name) != other.get(name))
    return tuple(f"{name}={look[name]!r}" if name in look else f"no {name}" for look in (one, other))


def _rows(steps: np.ndarray, states: int) -> np.ndarray:
    return steps if len(steps) == states else np.broadcast_to(steps, (states, steps.shape[1]))
