"""The datasheet: what each file of ``simulations/data`` holds, where it is from, and how it was made, from its note."""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sphinx.errors import ExtensionError

from extensions.boxes import Box, box
from extensions.site import ROOT

FOLDER = Path("simulations/data")
# How a note begins each of its fields; what stands before the first is what the file holds.
FIELDS = {
    "source": r"Sources?",
    "licence": r"Licence",
    "made": r"Deriving script|Derived by|Made by",
    "machine": r"On|With",
}
FIELD = re.compile(rf"(?:^|(?<=\. )){'|'.join(f'(?P<{name}>{words}): ' for name, words in FIELDS.items())}", re.M)
KEY = r"[a-z]+(?:19|20)\d\d[a-z0-9]+"  # of the bibliography
NAMES_OF_FILES = re.compile(r"(?<![\w`/])[\w{},*/.-]*\w\.(?:csv|json|py)\b(?!`)")


@dataclass(frozen=True)
class Sheet:
    """What a file's note says, in MyST, and what is in it: ``columns`` (of an archive: its arrays) and ``rows``."""

    name: str
    holds: str
    source: str
    licence: str
    made: str
    columns: tuple[str, ...]
    rows: int | None = None


def setup(app):
    """Registers the directive."""
    app.add_directive("datasheet", Datasheet)


def sheets(folder: Path = ROOT / FOLDER) -> list[Sheet]:
    """The sheets of a folder's files by name. Raises ``ValueError`` that names a file and what its note lacks."""
    paths = sorted([*folder.glob("*.csv"), *folder.glob("*.npz")])
    return [sheet(path) for path in paths]


def sheet(path: Path) -> Sheet:
    """The sheet of one table (its note is its first lines) or archive (its note is the array ``note``)."""
    note, columns, rows = _table(path) if path.suffix == ".csv" else _archive(path)
    found = fields(note)
    if missing := [name for name in ("holds", "source", "licence", "made") if not found.get(name)]:
        say = {"holds": "what it holds", "made": "the deriving script or command"}
        raise ValueError(f"{path.name}: its note must say {', '.join(say.get(name, name) for name in missing)}")
    found.pop("machine", None)
    return Sheet(path.name, columns=columns, rows=rows, **{name: words(text) for name, text in found.items()})


def fields(note: str) -> dict[str, str]:
    """A note's parts by name; of a field that stands twice, the first."""
    starts = list(FIELD.finditer(note))
    ends = [*(match.start() for match in starts), len(note)]
    parts = {"holds": _line(note[: ends[0]])}
    for match, end in zip(starts, ends[1:], strict=True):
        parts.setdefault(match.lastgroup, _line(note[match.end() : end]).removesuffix("."))
    return parts


def words(text: str) -> str:
    """A note's text as MyST: keys of the bibliography as citations, names of files and commands as code."""
    text = re.sub(rf"\(({KEY}(?:, {KEY})*)\)", lambda keys: f"{{cite:p}}`{keys[1].replace(', ', ',')}`", text)
    text = re.sub(rf"(?<![`,\w])({KEY})\b(?!`)", r"{cite:t}`\1`", text)
    text = re.sub(r"python -m [\w. -]+\w", lambda command: f"`{command[0]}`", text)
    return NAMES_OF_FILES.sub(lambda name: f"`{name[0]}`", text)


def _line(text: str) -> str:
    return " ".join(text.split())


def _table(path: Path) -> tuple[str, tuple[str, ...], int]:
    lines = path.read_text(encoding="utf-8").splitlines()
    note = "\n".join(line[1:].strip() for line in lines if line.startswith("#"))
    header, *rows = [line for line in lines if not line.startswith("#")]
    return note, tuple(header.split(",")), len(rows)


def _archive(path: Path) -> tuple[str, tuple[str, ...], None]:
    with np.load(path) as arrays:
        shapes = [f"{name} {arrays[name].shape}" for name in arrays.files if name != "note"]
        return str(arrays["note"]) if "note" in arrays.files else "", tuple(shapes), None


class Datasheet(Box):
    """A box for each file of figures: what it holds, its source, its licence, how it was made, its columns."""

    has_content = False

    def run(self):
        folder = Path(self.env.srcdir) / FOLDER
        for path in [*folder.glob("*.csv"), *folder.glob("*.npz")]:
            self.env.note_dependency(str(path))
        try:
            return [self.entry(one) for one in sheets(folder)]
        except ValueError as error:
            raise ExtensionError(f"{FOLDER.as_posix()}: {error}") from error

    def entry(self, one: Sheet) -> box:
        """The box of one file."""
        columns = ", ".join(f"`{column}`" for column in one.columns)
        kind = f"**{len(one.columns)} columns, {one.rows:,} rows:**" if one.rows else "**Arrays and their shapes:**"
        lines = [
            one.holds,
            f"**Source:** {one.source}",
            f"**Licence:** {one.licence}",
            f"**Made by:** {one.made}",
            f"{kind} {columns}",
        ]
        return self.titled("ledger-row", self.inline(f"`{one.name}`"), self.parsed("\n\n".join(lines)), name=one.name)
