"""Whether the tests see what a reader would: breaks the book on purpose, one small thing at a time.

    make mutants [NAME=part of a name]

takes each mutant of ``mutants.toml`` in a copy of the last commit, runs the tests that should see it, and says which
did not. It takes about half an hour, needs a built book (``make book``), and is no part of ``make test``. A sample of
generated ones comes after it (``mutant_sample.py``).
A mutant of a script is put into the copy's built pages, too.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SURVIVORS_ALLOWED = 0.1  # of all mutants, where the whole list is run


def mutants() -> dict[str, dict]:
    """The mutants by name: ``file``, ``find`` and ``put``, and the ``tests`` (pytest's arguments) that should fail."""
    return tomllib.loads((ROOT / "tests" / "mutants.toml").read_text(encoding="utf-8"))


def mutated(text: str, mutant: dict) -> str:
    """A file's text with the mutant in it. Raises ``ValueError`` where what it replaces is not there exactly once."""
    if (count := text.count(mutant["find"])) != 1:
        raise ValueError(f"{mutant['file']} must hold {mutant['find']!r} once, not {count} times")
    return text.replace(mutant["find"], mutant["put"])


def copied(folder: Path) -> Path:
    """A copy of the last commit, with this tree's virtual environment and built pages."""
    subprocess.run(["git", "clone", "--quiet", "--shared", ROOT, folder], check=True)
    (folder / ".venv").symlink_to((ROOT / ".venv").resolve())
    shutil.copytree(ROOT / "_build" / "html", folder / "_build" / "html")
    return folder


def survives(mutant: dict, tree: Path) -> bool:
    """Whether the tests pass with the mutant in the tree; the tree is afterwards as it was."""
    paths = [tree / mutant["file"]]
    served = tree / "_build" / "html" / "_static" / paths[0].name
    if served.exists():  # a script or style of the pages
        paths.append(served)
    sound = {path: path.read_text(encoding="utf-8") for path in paths}
    try:
        for path, text in sound.items():
            path.write_text(mutated(text, mutant), encoding="utf-8")
        return _passes(mutant["tests"], tree)
    finally:
        for path, text in sound.items():
            path.write_text(text, encoding="utf-8")


def _passes(tests: list[str], tree: Path) -> bool:
    command = [tree / ".venv" / "bin" / "python", "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
    surroundings = {**os.environ, "PYTHONPATH": str(tree), "EXPLORER_HOST": "text"}
    done = subprocess.run(command, cwd=tree, env=surroundings, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{' '.join(tests)} did not run:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.returncode == 0


def main(arguments: list[str] | None = None) -> int:
    """Tries every mutant whose name holds a part that is given; 1 where too many survive."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("part", nargs="?", default="")
    part = parser.parse_args(arguments).part
    chosen = {name: one for name, one in mutants().items() if part in name}
    if not chosen:
        raise SystemExit(f"no mutant's name holds {part!r}; there are: {', '.join(mutants())}")
    if not (ROOT / "_build/html").is_dir():
        raise SystemExit("There is no built book to break: make book")
    alive = []
    with tempfile.TemporaryDirectory() as folder:
        tree = copied(Path(folder) / "book")
        for name, mutant in chosen.items():
            began = time.monotonic()
            if lives := survives(mutant, tree):
                alive.append(name)
            print(f"{'SURVIVES' if lives else 'seen':9} {name} ({time.monotonic() - began:.0f} s)", flush=True)
    print(
        f"{len(chosen) - len(alive)} of {len(chosen)} mutants were seen" + "".join(f"\n  not seen: {n}" for n in alive)
    )
    return int(len(alive) > SURVIVORS_ALLOWED * len(chosen))


if __name__ == "__main__":
    sys.exit(main())
