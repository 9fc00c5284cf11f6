"""Controls: what ipywidgets (or interact's abbreviations) declare, as the finite values a reader can reach."""

import contextlib
import inspect
from dataclasses import dataclass
from typing import Any

import ipywidgets
import numpy as np
from ipywidgets.widgets.interaction import interactive

_SELECTIONS = (ipywidgets.Dropdown, ipywidgets.RadioButtons, ipywidgets.Select, ipywidgets.ToggleButtons)
_CHECKS = (ipywidgets.Checkbox, ipywidgets.ToggleButton)
ALLOWED = (
    "IntSlider, FloatSlider, FloatLogSlider, SelectionSlider, Dropdown, RadioButtons, Select, ToggleButtons, "
    "Checkbox, ToggleButton, BoundedIntText, or interact's abbreviations: (min, max[, step]), a list, a dict, a bool"
)


@dataclass(frozen=True)
class Control:
    """One control: its values in order, the words for each, and the index of the default.

    ``kind`` is ``slider``, ``select``, ``check`` or ``stepper``; ``numeric`` says that values between two
    neighbours mean something, so that a kernel can be asked for them.
    """

    name: str
    label: str
    kind: str
    values: tuple
    labels: tuple[str, ...]
    default: int
    numeric: bool = False

    @property
    def whole(self) -> bool:
        """Whether the values are whole numbers, and those between two neighbours too."""
        return self.numeric and isinstance(self.values[0], int)

    def index(self, value) -> int | None:
        """The position of ``value``, or ``None`` for a number between two neighbours; 1 is 1.0, and True is not 1.

        Raises ``ValueError`` that names the control and what it allows.
        """
        for i, known in enumerate(self.values):
            alike = type(value) is type(known) or (_is_number(value) and _is_number(known))
            if alike and value == known:
                return i
        if self.numeric and _is_number(value):
            for i, known in enumerate(self.values):
                if np.isclose(value, known, rtol=1e-9, atol=1e-12):
                    return i
            if self.values[0] < value < self.values[-1] and not (self.whole and value != int(value)):
                return None
        raise ValueError(f"control {self.name!r}: {value!r} is not allowed; {self.allowed()}")

    def exact(self, value):
        """``value`` as the control has it: 1 is 1.0 where its values are floats. Raises as ``index`` does."""
        i = self.index(value)
        if i is not None:
            return self.values[i]
        return int(value) if self.whole else float(value)

    def allowed(self) -> str:
        if self.numeric:
            return f"give a {'whole ' if self.whole else ''}number from {self.labels[0]} to {self.labels[-1]}"
        return "give one of " + ", ".join(repr(value) for value in self.values)


def control(name: str, declared: Any, default: Any = inspect.Parameter.empty) -> Control:
    """The ``Control`` that a widget or an abbreviation declares; ``default`` is the simulation's own, if it has one."""
    widget = declared
    if not isinstance(declared, ipywidgets.Widget):
        with _unopened():
            widget = interactive.widget_from_abbrev(declared, default)
        if widget is None:
            raise ValueError(f"control {name!r}: {declared!r} declares no control; allowed: {ALLOWED}")
    kind, values, labels, numeric = _values(name, widget)
    if not values:
        raise ValueError(f"control {name!r} has no values")
    label = widget.description or name.replace("_", " ")
    if bad := [value for value in values if not _travels(value)]:
        raise ValueError(f"control {name!r}: a value must be a word, a finite number, a bool or None, not {bad[0]!r}")
    index = _nearest(values, widget.value)
    # Only what it declares is needed, and an open widget is one more model in a saved notebook. Its layout and style
    # stay open: JupyterLab 4 drops the subshell that all widgets share when it has heard of too many closings.
    widget.close()
    return Control(name, label, kind, tuple(values), tuple(labels), index, numeric)


def _values(name: str, widget) -> tuple[str, list, list[str], bool]:
    if isinstance(widget, _CHECKS):
        return "check", [False, True], ["off", "on"], False
    if isinstance(widget, ipywidgets.BoundedIntText | ipywidgets.IntSlider):
        kind = "slider" if isinstance(widget, ipywidgets.IntSlider) else "stepper"
        values = list(range(widget.min, widget.max + 1, widget.step or 1))
        return kind, values, [f"{value:,}" for value in values], True
    if isinstance(widget, ipywidgets.FloatLogSlider):
        values = [float(f"{widget.base**exponent:.12g}") for exponent in _steps(widget)]
        return "slider", values, [format(value, widget.readout_format) for value in values], True
    if isinstance(widget, ipywidgets.FloatSlider):
        values = _steps(widget)
        return "slider", values, [format(value, widget.readout_format) for value in values], True
    if isinstance(widget, (ipywidgets.SelectionSlider, *_SELECTIONS)):
        kind = "slider" if isinstance(widget, ipywidgets.SelectionSlider) else "select"
        pairs = list(widget._options_full)
        labels = [f"{value:,}" if type(value) is int and label == str(value) else str(label) for label, value in pairs]
        return kind, [value for _, value in pairs], labels, False
    raise ValueError(f"control {name!r}: a {type(widget).__name__} cannot be explored; allowed: {ALLOWED}")


@contextlib.contextmanager
def _unopened():
    """Widgets made here are not announced to a front end."""
    opens = ipywidgets.Widget.open
    ipywidgets.Widget.open = lambda widget: None
    try:
        yield
    finally:
        ipywidgets.Widget.open = opens


def _is_number(value) -> bool:
    return isinstance(value, int | float | np.number) and not isinstance(value, bool)


def _travels(value) -> bool:
    """Whether JSON has the value."""
    return value is None or isinstance(value, str | bool | np.bool_) or (_is_number(value) and np.isfinite(value))


def _steps(widget) -> list[float]:
    count = int(np.floor((widget.max - widget.min) / widget.step + 1e-9)) + 1
    return [float(f"{widget.min + i * widget.step:.12g}") for i in range(count)]


def _nearest(values: list, value) -> int:
    if value in values:
        return values.index(value)
    return int(np.argmin([abs(known - value) for known in values]))
