"""A mark that the reader takes hold of on the figure, to move a control."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from everystate.errors import did_you_mean
from everystate.record import GAP, Mark
from everystate.template import primitive

if TYPE_CHECKING:
    from everystate.states import States

HELD = ("line", "dots", "segments")  # what has a last point to take hold of


@dataclass(frozen=True)
class Drag:
    """The mark with the label ``mark``, in the panel at the place ``panel``, moves ``control``."""

    mark: str
    panel: int
    control: str


def drags(given: Mapping[str, str] | None, states: States) -> tuple[Drag, ...]:
    """``Explorer``'s ``drag``, a control's name by a mark's label, as what the page needs.

    Raises ``ExplorerError`` where there is no such mark or control, or where the one does not move the other.
    """
    named = {} if given is None else given
    if not isinstance(named, Mapping) or not all(isinstance(one, str) for pair in named.items() for one in pair):
        raise states.error(f"drag must be a dict from a mark's label to a control's name, not {given!r}")
    return tuple(_drag(label, control, states) for label, control in named.items())


def _drag(label: str, name: str, states: States) -> Drag:
    known = {c.name: c for c in states.controls}
    if name not in known:
        near = did_you_mean(name, known)
        raise states.error(f"drag names {name!r}, which is no control{near}; controls: {', '.join(known)}")
    control = known[name]
    if control.kind != "slider" or name in [states.controls[i].name for i in states.frames]:
        raise states.error(f"drag's control must be a slider that is not in frames, not {name!r}")
    first, last = (_found(label, states.default | {name: control.values[end]}, states) for end in (0, -1))
    panel, at = first
    if at == last[1]:
        raise states.error(f"drag's mark must move with its control: {label!r} stands still when {name!r} moves")
    return Drag(label, panel, name)


def _found(label: str, state: dict[str, Any], states: States) -> tuple[int, tuple[float, ...]]:
    """The panel of the mark with that label in a state, and the last point of the mark."""
    recorded = states.recorded(state)
    found = [(p, mark) for p, one in enumerate(recorded) for mark in one.marks if mark.label == label]
    if len(found) != 1:
        known = [mark.label for one in recorded for mark in one.marks if mark.label]
        why = f"{len(found)} marks have that label" if found else f"marks: {', '.join(known)}"
        near = "" if found else did_you_mean(label, known)
        raise states.error(f"drag names the mark {label!r}{near}; {why}", state)
    ((panel, mark),) = found
    if primitive(mark.kind) not in HELD or GAP in (at := _last(mark)):
        raise states.error(
            f"drag needs a line, dots or a segment; {label!r} is {mark.kind} without a last point", state
        )
    return panel, at


def _last(mark: Mark) -> tuple[float, ...]:
    return tuple(float(values[-1]) if len(values) else GAP for values in mark.channels.values())
