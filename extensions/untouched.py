"""Whether anything has changed since a build that was well; where nothing has, there is nothing to do.

A build leaves a stamp beside its pages: of what it started from, which is every file of the book with its size and
time, the settings in the environment and the installed packages, and of the pages that it left. Time and size are all
that is looked at, as by ``make``: reading all files takes as long as Sphinx's own way of finding out.
"""

import hashlib
import json
import os
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

from extensions.site import ROOT
from extensions.used import OUTSIDE

SETTINGS = ("BOOK_", "EXPLORER_HOST", "SOLUTIONS", "TORCH")  # what the names of settings in the environment start with


def started_from(root: Path = ROOT) -> str:
    """A short hash of all that pages come from."""
    packages = sorted(path.name for path in Path(sysconfig.get_path("purelib")).glob("*.dist-info"))
    settings = sorted((name, value) for name, value in os.environ.items() if name.startswith(SETTINGS))
    return _hash([sys.version, *packages, *map(str, settings), *_files(root)])


def since_built(out: Path, root: Path = ROOT) -> bool:
    """Whether the pages in ``out``/html are as a build left them that started from what is there now."""
    try:
        stamp = json.loads(_stamp(out).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return stamp == [started_from(root), _hash(_files(out / "html"))]


def forget(out: Path) -> None:
    """No stamp stays while a build is at work, nor where it is stopped."""
    _stamp(out).unlink(missing_ok=True)


def keep(out: Path, before: str) -> None:
    """Stamps the pages in ``out``/html as those of a build that started from ``before``."""
    _stamp(out).write_text(json.dumps([before, _hash(_files(out / "html"))]), encoding="utf-8")


def _stamp(out: Path) -> Path:
    return out / "built.json"


def _files(folder: Path) -> Iterator[str]:
    """Every file below ``folder`` but hidden ones and those that no page comes from, with its size and time."""
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(
            name
            for name in folders
            if not (name.startswith(".") or name in OUTSIDE or Path(where, name, "pyvenv.cfg").exists())
        )
        for name in sorted(names):
            if not name.startswith("."):
                path = Path(where, name)
                found = path.lstat()
                yield f"{path.relative_to(folder)} {found.st_size} {found.st_mtime_ns}"


def _hash(lines) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
