"""Commands with wrong arguments, files and disks, and killed: ``python -m tests.attacks.commands [--seed N] [--share S]
[--only GROUP ...]``.

All happens in a copy of the book's files, in a folder that is gone at the end. A command does well where it ends, with
a status that a shell knows, and without a traceback: refused in a sentence, or done. The groups:

    arguments   every option of every command with every kind of wrong word; found from the code
    make        make's variables
    files       truncated, foreign, deep and changed files, where a command reads one
    places      devices, pipes, loops of links, read-only and full disks, where a command writes
    kills       a sweep killed at random moments, which then goes on
    together    two sweeps in one folder
"""

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NoReturn

from tests.attacks import commands_arguments, commands_files, commands_places, commands_run, commands_sweep

ROOT = Path(__file__).parents[2]
GROUPS = {
    "arguments": commands_arguments.arguments,
    "make": commands_arguments.make,
    "files": commands_files.files,
    "places": commands_places.places,
    "kills": commands_sweep.kills,
    "together": commands_sweep.together,
}


def main(arguments: list[str] | None = None) -> int:
    """Attacks; the exit status, 1 where something failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.attacks.commands", description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--share", type=float, default=1, help="how much of the tries is made, drawn by the seed (1: all)"
    )
    parser.add_argument("--only", nargs="*", choices=list(GROUPS), default=list(GROUPS), metavar="GROUP")
    chosen = parser.parse_args(arguments)
    if "ATTACKED_COPY" not in os.environ:
        return _in_a_copy(sys.argv[1:] if arguments is None else arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the copy goes, too
    try:
        return _attacked(chosen)
    finally:
        shutil.rmtree(Path(os.environ["ATTACKED_COPY"]).parent, ignore_errors=True)


def _attacked(chosen: argparse.Namespace) -> int:
    failed = 0
    for name in chosen.only:
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix=f"{name}-") as folder:
            attack = commands_run.Attack(Path(folder), chosen.seed, chosen.share)
            GROUPS[name](attack)
        failed += attack.failed
        at_work = f", {attack.at_work} still at work when they were ended" if attack.at_work else ""
        print(
            f"{name}: {attack.tried} tried, {attack.failed} failed{at_work}, {time.monotonic() - began:.0f} s, "
            f"seed {chosen.seed}",
            flush=True,
        )
    return 1 if failed else 0


def _in_a_copy(arguments: list[str]) -> NoReturn:
    """Goes on as the same script of a copy of the files, so that none of the book's own is ever written to."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    folder = tempfile.mkdtemp(prefix="attacked-")
    copy = Path(folder) / "book"
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)
    surroundings = {**os.environ, "PYTHONPATH": str(copy), "ATTACKED_COPY": str(copy), "TMPDIR": folder}
    surroundings |= {"EXPLORER_HOST": "text", "IPYTHONDIR": str(copy / "extensions/kernel")}
    surroundings |= {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_CONFIG_FILE": os.devnull, "GIT_DIR": "/nonexistent"}
    os.chdir(copy)
    os.execve(sys.executable, [sys.executable, "-m", "tests.attacks.commands", *arguments], surroundings)


if __name__ == "__main__":
    sys.exit(main())
