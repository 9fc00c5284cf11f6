"""The figures that a built book has to show: one file each, which says itself which controls and values it has."""

import base64
import math
import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlencode

from everystate import embed
from everystate.errors import did_you_mean
from everystate.table import unpack

DATA = re.compile(r'class="explorer-data">([^<]+)</script>')
LISTED = 12  # values that an error lists; of more it gives the first and the last


@dataclass(frozen=True)
class Shown:
    """A figure in a state: its name, its title, and the fragment that its page takes ("" where it opens)."""

    name: str
    title: str
    fragment: str


class Figures:
    """The figures in a folder of files ``NAME.html``, such as ``embed`` of a built book."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._tables: dict[str, dict] = {}

    def names(self) -> list[str]:
        """The names of all figures."""
        return sorted(path.stem for path in self.folder.glob("*.html"))

    def shown(self, asked: str) -> Shown:
        """The figure and the state that ``name?control=value&…`` asks for.

        Raises ``ValueError`` for a figure, a control or a value that is not there: it says which are.
        """
        name, _, query = asked.partition("?")
        if name not in self.names():
            near = did_you_mean(name, self.names())
            raise ValueError(f"figure must be one of the book's, not {name!r}{near}: {', '.join(self.names())}")
        table = self._table(name)
        controls = {control["name"]: control for control in table["controls"]}
        values = {key: _value(controls, name, key, word) for key, word in _pairs(query)}
        fragment = f"{quote(name)}?{urlencode(values)}" if values else ""
        return Shown(name, table["title"], fragment)

    def section(self, name: str) -> str:
        """A figure's markup, with its states inside."""
        found = embed.SECTION.search((self.folder / f"{name}.html").read_text(encoding="utf-8"))
        if not found:
            raise ValueError(f"{self.folder / name}.html must hold a figure: build the book anew")
        return found[0]

    def _table(self, name: str) -> dict:
        """What a figure's table of states says of itself."""
        if name not in self._tables:
            found = DATA.search(self.section(name))
            if not found:
                raise ValueError(f"{self.folder / name}.html must hold a table of states: build the book anew")
            self._tables[name] = unpack(base64.b64decode(found[1]))[0]
        return self._tables[name]


def _pairs(query: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(query, keep_blank_values=True, strict_parsing=bool(query))
    except ValueError:
        raise ValueError(f"a state must be control=value, joined by &, not {query!r}") from None


def _value(controls: dict[str, dict], figure: str, key: str, word: str) -> str:
    """The value of a control as the page's script writes it."""
    if key not in controls:
        near = did_you_mean(key, list(controls))
        raise ValueError(f"{figure} has no control {key!r}{near}; it has {', '.join(controls)}")
    values = controls[key]["values"]
    for value, label in zip(values, controls[key]["labels"], strict=True):
        if word in (written(value), label) or _alike(word, value):
            return written(value)
    allowed = [written(value) for value in values]
    some = allowed if len(allowed) <= LISTED else [*allowed[:2], "…", *allowed[-2:]]
    raise ValueError(f"{key} of {figure} must be one of {', '.join(some)}, not {word!r}")


def _alike(word: str, value: object) -> bool:
    """Whether a word is a value's number, written otherwise: 1e23 is 1.0000000000000001e+23."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isclose(float(word), value, rel_tol=1e-9)
    except ValueError:
        return False


def written(value: object) -> str:
    """A control's value as JavaScript makes a string of it: true, 0.9, 1e+22."""
    if isinstance(value, bool) or value is None:
        return "null" if value is None else str(value).lower()
    if not isinstance(value, int | float):
        return str(value)
    if value == 0 or 1e-6 <= abs(value) < 1e21:
        plain = format(Decimal(repr(value)), "f")
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    digits, _, power = repr(float(value)).partition("e")
    return f"{digits.removesuffix('.0')}e{int(power):+d}"
