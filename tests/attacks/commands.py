"""Commands with wrong arguments, files and disks, and killed: ``python -m tests.attacks.commands [--seed N]
[--only GROUP ...]``.

All happens in a copy of the book's files, in a folder that is gone at the end. A command does well where it ends, with a
status that a shell knows, and without a traceback: refused in a sentence, or done. The groups:

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
import subprocess
import sys
import tempfile
import time
from pathlib import Path

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
    parser.add_argument("--only", nargs="*", choices=list(GROUPS), default=list(GROUPS), metavar="GROUP")
    chosen = parser.parse_args(arguments)
    if "ATTACKED_COPY" not in os.environ:
        return _in_a_copy(sys.argv[1:] if arguments is None else arguments)
    failed = 0
    for name in chosen.only:
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix=f"{name}-") as folder:
            attack = commands_run.Attack(Path(folder), chosen.seed)
            GROUPS[name](attack)
        failed += attack.failed
        at_work = f", {attack.at_work} still at work when they were ended" if attack.at_work else ""
        print(
            f"{name}: {attack.tried} tried, {attack.failed} failed{at_work}, {time.monotonic() - began:.0f} s, "
            f"seed {chosen.seed}",
            flush=True,
        )
    return 1 if failed else 0


def _in_a_copy(arguments: list[str]) -> int:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    with tempfile.TemporaryDirectory(prefix="attacked-") as folder:
        copy = Path(folder) / "book"
        for name in filter(None, listed.stdout.decode().split("\0")):
            if (ROOT / name).is_file():
                (copy / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, copy / name)
        surroundings = {**os.environ, "PYTHONPATH": str(copy), "ATTACKED_COPY": str(copy), "TMPDIR": folder}
        surroundings |= {"EXPLORER_HOST": "text", "IPYTHONDIR": str(copy / "extensions/kernel")}
        surroundings |= {
            "PIP_INDEX_URL": "http://127.0.0.1:9/",
            "PIP_CONFIG_FILE": os.devnull,
            "GIT_DIR": "/nonexistent",
        }
        command = [sys.executable, "-m", "tests.attacks.commands", *arguments]
        return subprocess.run(command, cwd=copy, env=surroundings, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
