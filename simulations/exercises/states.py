"""Links to a figure's states, as its button copies them, and the controls that stand in them."""

import math
import re
from collections.abc import Mapping
from decimal import Decimal
from urllib.parse import urlencode

import numpy as np


def link(figure: str, **controls: str | bool | float) -> str:
    """The link to the state of ``figure`` with these controls; those that are left out stand as the page has them."""
    return f"#{figure}?{urlencode({name: written(value) for name, value in controls.items()})}"


def number(controls: Mapping[str, str], name: str) -> float:
    """A control of a link as a number; NaN where the link has none, or a word."""
    try:
        return float(controls[name])
    except (KeyError, ValueError):
        return math.nan


def written(value: str | bool | float) -> str:
    """A control's value as JavaScript writes it, which is how it stands in an address: 2.0 is 2, True is true."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    number: float = value.item() if isinstance(value, np.generic) else value
    if number == 0 or 1e-6 <= abs(number) < 1e21:
        plain = format(Decimal(repr(number)), "f")
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    return re.sub(r"e([+-])0*", r"e\1", repr(float(number))).replace(".0e", "e")
