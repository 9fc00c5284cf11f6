"""Links to a figure's states, as its button copies them, and the controls that stand in them."""

import math
from collections.abc import Mapping
from urllib.parse import urlencode


def link(figure: str, **controls: str | bool | float) -> str:
    """The link to the state of ``figure`` with these controls; those that are left out stand as the page has them."""
    return f"#{figure}?{urlencode({name: _written(value) for name, value in controls.items()})}"


def number(controls: Mapping[str, str], name: str) -> float:
    """A control of a link as a number; NaN where the link has none, or a word."""
    try:
        return float(controls[name])
    except (KeyError, ValueError):
        return math.nan


def _written(value: str | bool | float) -> str:
    """As a page writes it: 2.0 is 2, True is true, and a whole number has an exponent from 10²¹ on."""
    if isinstance(value, str | bool):
        return str(value).lower() if isinstance(value, bool) else value
    return str(int(value)) if value == int(value) and abs(value) < 1e21 else repr(float(value))
