"""The states that controls reach in a simulation: simulated, recorded, said, and drawn where they are a template."""

import functools
import inspect
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import prod
from typing import Any

from everystate import packing, parts, template
from everystate.caption import Caption
from everystate.controls import Control, control
from everystate.errors import ExplorerError, Refused, did_you_mean, error
from everystate.honoured import is_number
from everystate.record import Recorder
from everystate.settings import settings

_NAME = re.compile(r"[A-Za-z][\w-]*", re.ASCII)


class States:
    """The states of one simulation: what each shows, and the table of all.

    ``simulate``, each of ``draws`` and ``say`` are given the controls that their signatures name.
    """

    def __init__(
        self,
        simulate: Callable,
        draws: Sequence[Callable],
        *,
        name: str,
        title: str,
        caption: str,
        controls: Mapping[str, Any],
        say: Callable | None = None,
        frames: Sequence[str] = (),
        fixed: Mapping[str, Any] | None = None,
        report: Sequence[str] = (),
        size: tuple[float, float] = template.SIZE,
        max_states: int | None = None,
    ):
        self.name, self.title, self.size = name, title, size
        if not (isinstance(name, str) and _NAME.fullmatch(name)):
            raise self.error(f"name must be letters, digits, - and _, a letter first, not {name!r}")
        if not (len(size) == 2 and all(is_number(length, 0.1, 100) for length in size)):
            raise self.error(f"size must be a panel's width and height in inches, from 0.1 to 100, not {size!r}")
        if not draws:
            raise self.error("draw must be a function, or several, not none")
        self._simulate, self._draws, self._say = simulate, tuple(draws), say
        self._fixed = dict(fixed or {})
        self._signatures = [self._signature(function) for function in self._functions()]
        self.report = self._names("report", report)
        self.controls = self._read_controls(controls, settings.max_states if max_states is None else max_states)
        self.cut = parts.cut([len(c.values) for c in self.controls], settings.part_states)
        self.frames = self._read_frames(frames)
        self._takes = [_accepted(signature, self.controls) for signature in self._signatures]
        self._check_signatures()
        self.sentences = Caption(caption, self.error)
        self.default = {c.name: c.values[c.default] for c in self.controls}
        self._drawn: dict[str, list[tuple[template.Template, Recorder]]] = {}

    def __len__(self) -> int:
        return prod(len(c.values) for c in self.controls)

    @property
    def panels(self) -> int:
        """How many panels stand side by side."""
        return len(self._draws)

    def checked(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """``values`` with defaults for what is missing. The error names the control and its values."""
        known = {c.name: c for c in self.controls}
        state = dict(self.default)
        for name, value in values.items():
            if name not in known:
                raise self.error(f"no control {name!r}{did_you_mean(name, known)}; controls: {', '.join(known)}")
            try:
                state[name] = known[name].exact(value)
            except ValueError as wrong:
                raise self.error(str(wrong)) from wrong
        return state

    def packed_with(self, state: Mapping[str, Any]) -> bool:
        """Whether the default state's table has a state: none between two values, and none of another part."""
        places = [c.index(state[c.name]) for c in self.controls]
        known = [place for place in places if place is not None]
        return len(known) == len(places) and self.cut.part(known) == self._first

    def simulated(self, state: Mapping[str, Any]) -> Any:
        """What ``simulate`` returns."""
        return self.call(self._simulate, state, **self.taken(state), **self._fixed)

    def taken(self, state: Mapping[str, Any]) -> dict[str, Any]:
        """The part of a state that ``simulate`` takes."""
        return {name: state[name] for name in self._takes[0]}

    def caption(self, state: Mapping[str, Any], result: Any = None) -> str:
        """The caption as a reader sees it."""
        result = self.simulated(state) if result is None else result
        return "".join(fixed + word for fixed, word in self.sentence(state, result))

    def sentence(self, state: Mapping[str, Any], result: Any) -> list[tuple[str, str]]:
        """The caption as (fixed text, word) pairs, the same fixed texts in every state."""
        labels = {c.name: c.labels[c.values.index(state[c.name])] for c in self.controls if state[c.name] in c.values}
        return self.sentences.sentence(state, labels, result, self._said(state, result))

    def recorded(self, state: Mapping[str, Any], result: Any = None, axes: Sequence = ()) -> list[Recorder]:
        """One recording a panel, drawn on ``axes`` too where there are some."""
        result = self.simulated(state) if result is None else result
        recorders = [Recorder(axes[i] if len(axes) else None) for i in range(self.panels)]
        for draw, recorder in zip(self._drawings(state), recorders, strict=True):
            draw(result, recorder)
        return recorders

    def templates(self, state: Mapping[str, Any]) -> list[tuple[template.Template, Recorder]]:
        """The drawn template of each panel, for the frame that ``state`` belongs to."""
        state = self.default | {self.controls[i].name: state[self.controls[i].name] for i in self.frames}
        places = [self.controls[i].index(state[self.controls[i].name]) for i in self.frames]
        if None in places:  # axes between the table's: drawn for this state alone
            return self._draw_templates(state, "-between")
        index = "".join(f"-{place}" for place in places)
        if index not in self._drawn:
            self._drawn[index] = self._draw_templates(state, index)
        return self._drawn[index]

    def packed(self) -> bytes:
        """The state table: of all states, or of the default state's part where they are many."""
        return self.call(packing.packed, None, self, self._first)

    def packed_others(self) -> dict[int, bytes]:
        """The tables of the other parts, by number; none where one table has all states."""
        others = [part for part in range(len(self.cut)) if part != self._first]
        return {part: self.call(packing.packed, None, self, part) for part in others}

    def packed_one(self, state: Mapping[str, Any]) -> bytes:
        """A table of one state, which may stand between the others."""
        return self.call(packing.packed_one, state, self, state)

    @property
    def _first(self) -> int:
        return self.cut.part([c.default for c in self.controls])

    def error(self, message: str, state: Mapping[str, Any] | None = None) -> ExplorerError:
        """The error of this simulation, and of a state of it."""
        return error(message, name=self.name, state=state)

    def call(self, function: Callable, state: Mapping[str, Any] | None, *args: Any, **named: Any) -> Any:
        """Call a function; what it raises becomes an ``ExplorerError`` that names the place and the state."""
        try:
            return function(*args, **named)
        except ExplorerError:
            raise
        except Refused as wrong:
            raise self.error(str(wrong), state) from wrong
        except Exception as wrong:
            raise self.error(f"{_called(function)} raised {type(wrong).__name__}: {wrong}", state) from wrong

    def _functions(self) -> list[Callable]:
        return [self._simulate, *self._draws, *([self._say] if self._say else [])]

    def _drawings(self, state: Mapping[str, Any]) -> list[Callable]:
        """The draw functions, each with its controls; they take a result and axes."""
        named = [{name: state[name] for name in takes} for takes in self._takes[1 : 1 + self.panels]]
        return [
            functools.partial(self.call, draw, state, **chosen) for draw, chosen in zip(self._draws, named, strict=True)
        ]

    def _draw_templates(self, state: Mapping[str, Any], index: str) -> list[tuple[template.Template, Recorder]]:
        result = self.simulated(state)
        made = []
        for panel, draw in enumerate(self._drawings(state)):
            draw_on = functools.partial(draw, result)
            prefix = f"{self.name}-{panel}{index}"
            drawn = functools.partial(template.template, draw_on, prefix=prefix, size=self.size)
            functools.update_wrapper(drawn, self._draws[panel])  # what it raises is the drawing's
            made.append(self.call(drawn, state))
        return made

    def _said(self, state: Mapping[str, Any], result: Any) -> dict[str, Any]:
        """The words that the author's ``say`` makes of a result for the caption."""
        if self._say is None:
            return {}
        said = self.call(self._say, state, result, **{name: state[name] for name in self._takes[-1]})
        if not isinstance(said, dict):
            raise self.error(f"say must return a dict of words for the caption, not {said!r}", state)
        for name in said:
            if name not in self.sentences.names:
                raise self.error(f"say returns the word {name!r}, which the caption does not name", state)
        return said

    def _signature(self, function: Callable) -> inspect.Signature:
        try:
            return inspect.signature(function)
        except (TypeError, ValueError) as wrong:
            message = f"simulate, draw and say must be functions with a signature, not {function!r}"
            raise self.error(message) from wrong

    def _read_controls(self, declared: Mapping[str, Any], most: int) -> tuple[Control, ...]:
        if not isinstance(declared, Mapping) or not declared:
            raise self.error(f"no controls: an explorer needs at least one, name=declaration, not {declared!r}")
        parameters = self._signatures[0].parameters
        read = []
        for name, one in declared.items():
            default = parameters[name].default if name in parameters else inspect.Parameter.empty
            try:
                read.append(control(name, one, default))
            except ValueError as wrong:
                raise self.error(str(wrong)) from wrong
        count = prod(len(c.values) for c in read)
        if isinstance(most, bool) or not isinstance(most, int) or most < 1:
            raise self.error(f"max_states must be a whole number, 1 or more, not {most!r}")
        if count > most:
            sizes = " × ".join(f"{c.name} {len(c.values)}" for c in read)
            raise self.error(f"{count:,} states ({sizes}); at most {most:,} are allowed, unless max_states= says more")
        return tuple(read)

    def _names(self, argument: str, names: Iterable[str]) -> tuple[str, ...]:
        if isinstance(names, str):
            raise self.error(f"{argument} must be a list of names, not {names!r}")
        return tuple(names)

    def _read_frames(self, frames: Sequence[str]) -> tuple[int, ...]:
        known = [c.name for c in self.controls]
        chosen = self._names("frames", frames)
        for frame in chosen:
            if frame not in known:
                near = did_you_mean(frame, known)
                raise self.error(f"frames names {frame!r}, which is no control{near}; controls: {', '.join(known)}")
        return tuple(i for i, name in enumerate(known) if name in chosen)

    def _check_signatures(self) -> None:
        named = [name for signature in self._signatures for name in signature.parameters]
        for c in self.controls:
            if not any(c.name in takes for takes in self._takes):
                near = did_you_mean(c.name, named)
                raise self.error(
                    f"control {c.name!r} is taken by neither simulate nor draw{near}: name it in a signature"
                )


def _accepted(signature: inspect.Signature, controls: Sequence[Control]) -> list[str]:
    everything = any(p.kind is p.VAR_KEYWORD for p in signature.parameters.values())
    return [c.name for c in controls if everything or c.name in signature.parameters]


def _called(function: Callable) -> str:
    return getattr(function, "__name__", repr(function))
