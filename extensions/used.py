"""What a page's outputs came from: a kernel notes the files that it uses, and a build asks whether they are the same.

A kernel of the book has this module alone as an IPython extension (kernel/profile_default). It notes the modules that
it imports and the files that it opens, in the file that ``BOOK_USED`` names, as paths from the book's root.
"""

import functools
import hashlib
import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TABLES = "simulations/data"  # whoever lists this folder depends on which tables there are
OUTSIDE = ("_build", "node_modules", "__pycache__")
OWN = Path("extensions/used.py")
FRONT_END = (".js", ".css")  # the explorer's scripts and styles stand in no output


def load_ipython_extension(shell) -> None:
    """Notes what the kernel uses, anew after each cell; nothing where nobody asks."""
    if not os.environ.get("BOOK_USED"):
        return
    target, opened = Path(os.environ["BOOK_USED"]), set()

    def note(event: str, arguments: tuple) -> None:
        if event in ("open", "os.listdir", "os.scandir") and isinstance(arguments[0], str | os.PathLike):
            opened.add(os.fspath(arguments[0]))

    def write(*_) -> None:
        imported = [getattr(module, "__file__", None) for module in [*sys.modules.values()]]
        paths = {path for path in [*opened, *imported] if isinstance(path, str)}
        names = {name for path in paths if (name := own(path))}
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(json.dumps(sorted(names)), encoding="utf-8")

    sys.addaudithook(note)
    shell.events.register("post_run_cell", write)


def own(path: str) -> str:
    """A file of the book, or its folder of tables, as a path from the root; "" for what no output comes from."""
    try:
        name = Path(os.path.abspath(path)).relative_to(ROOT)
    except ValueError:
        return ""
    if name.as_posix() == TABLES:
        return TABLES
    hidden = any(part.startswith(".") or part in OUTSIDE for part in name.parts)
    script = name.parts[:1] == ("everystate",) and name.suffix in FRONT_END
    return "" if hidden or script or name == OWN or not (ROOT / name).is_file() else name.as_posix()


def digest(name: str, root: Path = ROOT) -> str:
    """A short hash of a file, or of the names in a folder; "" where it is gone."""
    path = root / name
    if path.is_dir():
        content = "\n".join(sorted(one.name for one in path.iterdir())).encode()
    elif path.is_file():
        stamp = path.stat()
        return _digest(path, stamp.st_mtime_ns, stamp.st_size)
    else:
        return ""
    return hashlib.sha256(content).hexdigest()[:16]


@functools.cache
def _digest(path: Path, changed: int, size: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def keep(noted: Path, kept: Path, always: list[str], root: Path = ROOT) -> None:
    """Adds what a run ``noted`` to what is ``kept`` of the earlier ones, whose outputs are in the same cache.

    ``always`` are files that every output comes from.
    """
    names = {*json.loads(noted.read_text(encoding="utf-8")), *always}
    if kept.exists():
        names |= json.loads(kept.read_text(encoding="utf-8")).keys()
    files = {name: digest(name, root) for name in sorted(names)}
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps(files, indent=0), encoding="utf-8")
    noted.unlink()


def changed(kept: Path, root: Path = ROOT) -> list[str]:
    """What is no longer as it was when the outputs were made; empty where they hold."""
    try:
        was = json.loads(kept.read_text(encoding="utf-8"))
        return [name for name, before in was.items() if digest(name, root) != before]
    except (OSError, ValueError, AttributeError):
        return [kept.name]  # nobody knows what they came from
