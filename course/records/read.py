"""Records as files: read field by field, since anybody may have written them; what is wrong with one, in a sentence."""

import json
import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from extensions.site import ROOT
from simulations.files import read_plain

LARGEST = 4_000_000  # bytes, as on the page
OLD_TALLY = "tally-"  # ids that are the same for everybody
SHAPE = ROOT / "simulations/record/entry.json"  # what the page's script knows of a record, too

Entry = Mapping[str, Any]


@dataclass(frozen=True)
class Record:
    """A reader's first answers, the oldest first; ``unsound`` counts entries that could not be read."""

    path: Path
    entries: tuple[Entry, ...]
    unsound: int

    @property
    def ids(self) -> set[str]:
        """The answers' own names, by which a copy is told."""
        return {one["id"] for one in self.entries if not one["id"].startswith(OLD_TALLY)}


@dataclass(frozen=True)
class LeftOut:
    """A file that does not count, and why."""

    path: Path
    why: str


@cache
def shape() -> dict[str, Any]:
    """What a record is: its format and version, an entry's fields and what each may be."""
    return json.loads(SHAPE.read_text(encoding="utf-8"))


def read(path: Path) -> Record:
    """The record in a file. Raises ``ValueError`` in words for what is none, ``OSError`` where it cannot be read."""
    if path.stat().st_size > LARGEST:
        raise ValueError(f"it is larger than {LARGEST // 10**6} MB")
    try:
        found = json.loads(read_plain(path).decode("utf-8"))
    except UnicodeDecodeError:
        raise ValueError("it is not JSON: it is not text") from None
    except (ValueError, RecursionError):
        raise ValueError("it is not JSON") from None
    if not isinstance(found, dict) or found.get("format") != shape()["format"]:
        raise ValueError("it is no record of this book")
    version, ours = found.get("version"), shape()["version"]
    if version != ours or isinstance(version, bool):
        told = f"{version:.10g}" if isinstance(version, int | float) and abs(version) < 1e9 else "no number of ours"
        raise ValueError(f"its version is {told}, and version {ours} is read")
    given = found.get("entries")
    if not isinstance(given, list):
        raise ValueError("it has no list of entries")
    entries = {one["id"]: one for one in given if sound(one)}
    if not entries:
        raise ValueError("it has no answers" if not given else "none of its answers can be read")
    return Record(path, first(entries.values()), sum(not sound(one) for one in given))


def read_all(paths: Iterable[Path]) -> tuple[list[Record], list[LeftOut]]:
    """The records that count, and the files that do not.

    Of files that share answers the one with most of them counts.
    """
    found: list[Record] = []
    left: list[LeftOut] = []
    for path in paths:
        try:
            found.append(read(path))
        except OSError as error:
            left.append(LeftOut(path, f"it cannot be read: {error.strerror}"))
        except ValueError as error:
            left.append(LeftOut(path, str(error)))
    kept: list[Record] = []
    for one in sorted(found, key=lambda one: -len(one.entries)):
        same = next((other for other in kept if one.ids & other.ids), None)
        if same:
            shared = len(one.ids & same.ids)
            left.append(LeftOut(one.path, f"{shared} of its {len(one.entries)} answers stand in {same.path}, too"))
        else:
            kept.append(one)
    return sorted(kept, key=lambda one: found.index(one)), left


def first(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The first answer to each question, and every training; the oldest first."""
    kept: dict[tuple, Entry] = {}
    for one in sorted(entries, key=lambda one: one["at"]):
        own = one["id"] if one["kind"] == "training" else ""
        kept.setdefault((one["kind"], one["page"], one["figure"], one["question"], own), one)
    return tuple(kept.values())


def sound(one: Any) -> bool:
    """Whether something is an entry: every field that is known is as it should be, and none is missing."""
    if not isinstance(one, dict):
        return False
    fields = shape()["fields"]
    if not all(fits(one[name], of) for name, of in fields.items() if name in one):
        return False
    if any(name not in one for name in [*shape()["required"], *shape()["kinds"].get(one.get("kind"), [])]):
        return False
    return one["kind"] != "draw" or len(one["drawn"]) == len(one["truth"])


def fits(value: Any, of: Mapping[str, Any]) -> bool:
    """Whether a value is as ``entry.json`` says of its field; without a word there, it is a text."""
    return all(FITS[what](given, value) for what, given in of.items()) if of else _text(value)


def _text(value: Any) -> bool:
    return isinstance(value, str) and len(value) <= shape()["longest"]


def _number(value: Any) -> bool:
    try:
        return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    except OverflowError:  # a whole number of too many digits
        return False


def _rows(widths: list[int], rows: Any) -> bool:
    if not isinstance(rows, list) or not 0 < len(rows) <= shape()["rows"]:
        return False
    alike = all(isinstance(row, list) and len(row) == len(rows[0]) and all(map(_number, row)) for row in rows)
    return alike and len(rows[0]) in widths


def _axis(axis: Any) -> bool:
    if not isinstance(axis, dict) or not _text(axis.get("label")) or axis.get("scale") not in ("linear", "log"):
        return False
    ends = axis.get("limits")
    if not isinstance(ends, list) or len(ends) != 2 or not all(map(_number, ends)) or ends[0] == ends[1]:
        return False
    return axis["scale"] == "linear" or min(ends) > 0


def _numbers(most: int, value: Any) -> bool:
    if not isinstance(value, dict) or len(value) > most:
        return False
    return all(re.fullmatch(r"\w{1,40}", name, re.ASCII) and _number(one) for name, one in value.items())


FITS: dict[str, Callable[[Any, Any], bool]] = {
    "like": lambda pattern, value: _text(value) and bool(re.fullmatch(pattern, value, re.ASCII)),
    "from": lambda low, value: _number(value) and value >= low,
    "to": lambda high, value: _number(value) and value <= high,
    "rows": _rows,
    "axes": lambda names, value: isinstance(value, dict) and all(_axis(value.get(name)) for name in names),
    "numbers": _numbers,
}
