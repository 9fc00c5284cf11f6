"""Controls: what ipywidgets (or interact's abbreviations) declare, as the finite values a reader can reach."""

import contextlib
import inspect
import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import ipywidgets
import numpy as np
import traitlets

from everystate.settings import settings

_SELECTIONS = (ipywidgets.Dropdown, ipywidgets.RadioButtons, ipywidgets.Select, ipywidgets.ToggleButtons)
_MOST = 1_000_000
_FLOATS = ipywidgets.FloatSlider | ipywidgets.FloatLogSlider
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

    def index(self, value: Any) -> int | None:
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

    def exact(self, value: Any) -> Any:
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
    """The ``Control`` that a widget or an abbreviation declares; ``default`` is the simulation's own, if it has one.

    Raises ``ValueError`` that names the control and what can be declared.
    """
    try:
        widget = declared if isinstance(declared, ipywidgets.Widget) else _abbreviated(name, declared, default)
        _countable(widget)
        kind, values, labels, numeric = _values(widget)
    except (TypeError, ValueError, ArithmeticError, traitlets.TraitError) as wrong:
        what = f"a {type(declared).__name__}" if isinstance(declared, ipywidgets.Widget) else repr(declared)
        raise ValueError(f"control {name!r}: {what} cannot be explored; allowed: {ALLOWED}; {wrong}") from wrong
    if not values:
        raise ValueError(f"control {name!r} has no values")
    if bad := [value for value in values if not _travels(value)]:
        raise ValueError(f"control {name!r}: a value must be a word, a finite number, a bool or None, not {bad[0]!r}")
    written = [_written(value) for value in values]
    counts = Counter(written)
    if twice := [value for value, text in zip(values, written, strict=True) if counts[text] > 1]:
        raise ValueError(f"control {name!r}: its values must differ when they are written, not {twice[0]!r} twice")
    index = _default(name, values, widget.value)
    label = name if widget.description in ("", name) else widget.description
    # Only what it declares is needed, and an open widget is one more model in a saved notebook. Its layout and style
    # stay open: JupyterLab 4 drops the subshell that all widgets share when it has heard of too many closings.
    widget.close()
    return Control(name, label.replace("_", " "), kind, tuple(values), tuple(labels), index, numeric)


def _abbreviated(name: str, declared: Any, default: Any) -> Any:
    """The widget that interact makes of an abbreviation, for an argument with that default."""

    def simulated(**values: Any) -> None: ...

    parameter = inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default)
    simulated.__signature__ = inspect.Signature([parameter])  # type: ignore[attr-defined]
    with _unopened():
        return ipywidgets.interactive(simulated, **{name: declared}).children[0]


def _countable(widget: Any) -> None:
    """Raises where a slider has so many values that to list them would fill the memory."""
    if not isinstance(widget, ipywidgets.BoundedIntText | ipywidgets.IntSlider | _FLOATS):
        return
    count = (widget.max - widget.min) / (widget.step or 1) + 1
    if count > max(_MOST, settings.max_states):
        raise ValueError(f"it has {count:.3g} values, and at most {settings.max_states:,} states are allowed")


def _values(widget: Any) -> tuple[str, list, list[str], bool]:
    """A widget's kind, values, their words, and whether numbers between them mean something."""
    if isinstance(widget, _CHECKS):
        return "check", [False, True], [settings.words.off, settings.words.on], False
    if isinstance(widget, ipywidgets.BoundedIntText | ipywidgets.IntSlider):
        kind = "slider" if isinstance(widget, ipywidgets.IntSlider) else "stepper"
        values = list(range(widget.min, widget.max + 1, widget.step or 1))
        return kind, values, [f"{value:,}" for value in values], True
    if isinstance(widget, ipywidgets.FloatLogSlider):
        steps = [float(f"{widget.base**exponent:.12g}") for exponent in _steps(widget)]
        return "slider", steps, [format(value, widget.readout_format) for value in steps], True
    if isinstance(widget, ipywidgets.FloatSlider):
        steps = _steps(widget)
        return "slider", steps, [format(value, widget.readout_format) for value in steps], True
    if isinstance(widget, (ipywidgets.SelectionSlider, *_SELECTIONS)):
        kind = "slider" if isinstance(widget, ipywidgets.SelectionSlider) else "select"
        pairs = _pairs(widget.options)
        labels = [f"{value:,}" if type(value) is int and label == str(value) else label for label, value in pairs]
        return kind, [value for _, value in pairs], labels, False
    raise TypeError(f"{type(widget).__name__} is none of them")


def _pairs(options: Any) -> list[tuple[str, Any]]:
    """A selection's labels and values, as ipywidgets reads what it is given: a dict, pairs, or values alone."""
    listed = list(options.items()) if isinstance(options, Mapping) else list(options)
    paired = all(isinstance(one, list | tuple) and len(one) == 2 for one in listed)
    return [(str(one[0]), one[1]) if paired else (str(one), one) for one in listed]


@contextlib.contextmanager
def _unopened() -> Iterator[None]:
    """Widgets made here are not announced to a front end."""
    opens = ipywidgets.Widget.open
    ipywidgets.Widget.open = lambda widget: None
    try:
        yield
    finally:
        ipywidgets.Widget.open = opens


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | np.number) and not isinstance(value, bool)


def _is_finite(value: Any) -> bool:
    # Beyond 2**53 a page rounds whole numbers, so that two values could become one.
    return _is_number(value) and (abs(value) <= 2**53 if isinstance(value, int) else math.isfinite(value))


def _travels(value: Any) -> bool:
    """Whether JSON has the value."""
    return value is None or isinstance(value, str | bool | np.bool_) or _is_finite(value)


def _written(value: Any) -> str:
    """A value as a link to a state writes it: 1.0 is 1 there, and True is true."""
    value = value.item() if isinstance(value, np.generic) else value
    if isinstance(value, bool):
        return str(value).lower()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _steps(widget: Any) -> list[float]:
    count = int(np.floor((widget.max - widget.min) / widget.step + 1e-9)) + 1
    return [float(f"{widget.min + i * widget.step:.12g}") for i in range(count)]


def _default(name: str, values: list, value: Any) -> int:
    """The place of a widget's own value, or of the nearest where it stands between two numbers."""
    if value in values:
        return values.index(value)
    if not _is_number(value) or not all(map(_is_number, values)):
        raise ValueError(f"control {name!r}: its value must be one of its options, not {value!r}")
    return int(np.argmin([abs(known - value) for known in values]))
