"""Two clean builds of what is committed, in folders of other names, in other time zones: ``make same``.

Prints the files that are not the same to the byte; the exit status is 1 where there are any.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.installed import ROOT

PLACES = {"one": "UTC", "two/deeper": "Asia/Tokyo"}


def clone(folder: Path) -> Path:
    """A clean clone in ``folder``, with this Python's environment."""
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True)
    (folder / ".venv").symlink_to(Path(sys.prefix).absolute())
    return folder


def built(folder: Path, zone: str = "UTC") -> Path:
    """The pages of the book in ``folder``, built as `make book` does; raises where it fails."""
    own = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "IPYTHONDIR")}
    command = [folder / ".venv/bin" / Path(sys.executable).name, "-m", "extensions.build"]
    subprocess.run(command, check=True, cwd=folder, env={**own, "TZ": zone}, stdout=subprocess.DEVNULL)
    return folder / "_build/html"


def differing(one: Path, other: Path) -> list[str]:
    """The files below two folders that are in one of them alone, or not the same to the byte."""
    first, second = (
        {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
        for folder in (one, other)
    )
    both = [name for name in first if name in second and first[name].read_bytes() != second[name].read_bytes()]
    return sorted({*both, *(first.keys() ^ second.keys())})


def main() -> int:
    """Builds twice and says what differs; the exit status."""
    with tempfile.TemporaryDirectory() as name:
        pages = [built(clone(Path(name) / place), zone) for place, zone in PLACES.items()]
        count = sum(path.is_file() for path in pages[0].rglob("*"))
        found = differing(*pages)
    print(*found, f"{len(found)} of {count} files differ", sep="\n")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
