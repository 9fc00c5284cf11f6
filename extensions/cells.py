"""The chapters' code cells, linted and formatted by ruff as the package is: ``python -m extensions.cells [--fix]``.

A chapter goes to ruff as a notebook, so that it knows where cells begin and end; what it finds is told by the line of
``chapters/NAME.md``. With --fix, what ruff can mend is mended there. ``chapters/ruff.toml`` says how cells differ from
the package. A cell that the page shows has lines of SHOWN characters at most, so that a window of 1280 pixels shows
them whole. Cells tagged raises-exception are left out: they are wrong on purpose.
"""

import contextlib
import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from extensions.site import ROOT

FENCE = re.compile(r"^(?P<fence>`{3,})\{code-cell\}.*\n(?P<options>(?::.*\n)*)(?P<source>(?:.*\n)*?)(?P=fence)$", re.M)
RUFF = [sys.executable, "-m", "ruff"]
SHOWN = 88


@dataclass(frozen=True)
class Cell:
    """A code cell of a chapter: its source, at which character of the text that starts, and on which line.

    ``shown``: whether the page shows it, and does not fold it away.
    """

    source: str
    start: int
    line: int
    shown: bool


def cells(text: str) -> list[Cell]:
    """The code cells of a chapter's MyST, in order; without those that raise on purpose."""
    found = []
    for match in FENCE.finditer(text):
        if "raises-exception" not in match["options"]:
            source, start = match["source"].rstrip("\n"), match.start("source")
            shown = not re.search(r"hide-(input|cell)|remove-cell", match["options"])
            found.append(Cell(source, start, text.count("\n", 0, start) + 1, shown))
    return found


def lint(path: Path) -> list[str]:
    """What ruff says of a chapter's cells, each as ``chapters/NAME.md:line: code words``."""
    found = cells(path.read_text(encoding="utf-8"))
    said = json.loads(_ruff(path, found, "check", "--output-format", "json") or "[]")
    return [
        f"{_shown(path)}:{found[slip['cell'] - 1].line + slip['location']['row'] - 1}: {slip['code']} {slip['message']}"
        for slip in said
    ]


def unformatted(path: Path) -> list[str]:
    """The cells of a chapter that ruff would write otherwise, each by its first line's number.

    Raises ``ValueError`` for a chapter with a cell that is no Python.
    """
    found = cells(path.read_text(encoding="utf-8"))
    better = _formatted(path, found)
    return [
        f"{_shown(path)}:{cell.line}: not formatted: make format"
        for cell, source in zip(found, better, strict=True)
        if source != cell.source
    ]


def too_long(path: Path) -> list[str]:
    """The lines of shown cells that no reader sees whole: ruff breaks no string and no remark."""
    found = [cell for cell in cells(path.read_text(encoding="utf-8")) if cell.shown]
    return [
        f"{_shown(path)}:{cell.line + row}: {len(line)} characters, at most {SHOWN} in a cell that is shown"
        for cell in found
        for row, line in enumerate(cell.source.split("\n"))
        if len(line) > SHOWN
    ]


def mended(path: Path) -> str:
    """The text of a chapter with its cells mended and formatted. Raises ``ValueError`` as ``unformatted`` does."""
    text = path.read_text(encoding="utf-8")
    for better_of in (_fixed, _formatted):
        found = cells(text)
        better = better_of(path, found)
        for cell, source in reversed(list(zip(found, better, strict=True))):
            text = text[: cell.start] + source + text[cell.start + len(cell.source) :]
    return text


def _fixed(path: Path, found: list[Cell]) -> list[str]:
    return _sources(_ruff(path, found, "check", "--fix", "--exit-zero", "--quiet"))


def _formatted(path: Path, found: list[Cell]) -> list[str]:
    """The cells as ruff writes them: the shown ones narrow, the folded ones as wide as the package."""
    wide = _sources(_ruff(path, found, "format"))
    narrow = _sources(_ruff(path, found, "format", "--config", f"line-length={SHOWN}"))
    return [better[cell.shown] for cell, *better in zip(found, wide, narrow, strict=True)]


def _ruff(path: Path, found: list[Cell], *words: str) -> str:
    """What ruff writes, given the cells as a notebook in the chapter's place. Raises what it says where it fails."""
    place = ROOT / "chapters" / f"{path.stem}.ipynb"
    done = subprocess.run(
        [*RUFF, *words, "--stdin-filename", place, "-"],
        input=json.dumps(_notebook([cell.source for cell in found])),
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        check=False,
    )
    if done.returncode and not done.stdout:
        raise ValueError(f"{_shown(path)}: {done.stderr.strip()}")
    return done.stdout


def _notebook(sources: list[str]) -> dict:
    empty = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    code = [{**empty, "source": source} for source in sources]
    return {"cells": code, "metadata": {"language_info": {"name": "python"}}, "nbformat": 4, "nbformat_minor": 4}


def _sources(notebook: str) -> list[str]:
    return ["".join(cell["source"]).rstrip("\n") for cell in json.loads(notebook)["cells"]]


def _shown(path: Path) -> Path:
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else path


def main(arguments: list[str]) -> int:
    """Tells what is wrong with any chapter, after mending what can be; the exit status, 0 where nothing is wrong."""
    said = []
    for path in [ROOT / "intro.md", *sorted((ROOT / "chapters").glob("*.md"))]:
        with contextlib.suppress(ValueError):  # a cell that is no Python: lint says where
            if "--fix" in arguments:
                path.write_text(mended(path), encoding="utf-8")
            said += unformatted(path)
        said += lint(path) + too_long(path)
    print(*said, sep="\n", end="\n" if said else "")
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
