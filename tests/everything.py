"""All that ``make test`` checks, part after part; a red one does not stop the rest, and the sum stands at the end.

    python tests/everything.py [lint]

What the tests said is kept in ``_build/report``: a JUnit file of each part, and a picture of every page that a test had
open in a browser when it failed (``conftest.py``). With ``lint``, only the parts of ``make lint`` run.
"""

import os
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import chromium

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
REPORT = ROOT / "_build" / "report"
PYTEST = [sys.executable, "-m", "pytest", *shlex.split(os.environ.get("AT_ONCE", ""))]
LINT = {
    "ruff": [BIN / "ruff", "check", "."],
    "format": [BIN / "ruff", "format", "--check", "."],
    "cells": [sys.executable, "-m", "extensions.cells"],
    "questions": [sys.executable, "-m", "extensions.choices"],
    "spelling": [sys.executable, "-m", "extensions.spelling"],
    "types": [BIN / "mypy"],
    "front end": [sys.executable, "everystate/js/check.py"],
}
PARTS = {
    **LINT,
    "book": [sys.executable, "-m", "extensions.build"],
    "tests": [*PYTEST, "-rfER", f"--junitxml={REPORT}/tests.xml", "tests"],
    "notebooks": [
        *PYTEST,
        f"--junitxml={REPORT}/notebooks.xml",
        "--nbval",
        "-p",
        "no:cacheprovider",
        "intro.ipynb",
        "chapters",
    ],
}
MINUTES = "15 to 25 minutes on two cores, the most of it the tests in a browser and the notebooks"


def main(arguments: list[str] = ()) -> int:
    """Runs every part and sums up; 0 where all are well."""
    if list(arguments) == ["lint"]:
        return ended(run(LINT, dict(os.environ)))
    print(f"Everything: {', '.join(PARTS)}. {MINUTES}.", flush=True)
    shutil.rmtree(REPORT, ignore_errors=True)
    browser = chromium.found_or_installed()
    rows = run(PARTS, os.environ | ({"CHROMIUM": browser} if browser else {"WITHOUT_BROWSER": "1"}))
    status = ended(rows)
    if rows and not browser:
        print(f"\nThe tests that need a browser did not run. {chromium.HELP}")
        status = status or 1
    if status and REPORT.exists():
        print(f"\nWhat the tests said, and what their pages looked like: {REPORT.relative_to(ROOT)}")
    return status


def run(parts: dict, surroundings: dict[str, str]) -> list[tuple[str, str, float]]:
    """Each part's name, its result and its seconds; none where it was stopped."""
    rows = []
    try:
        for name, command in parts.items():
            print(f"\n== {name}", flush=True)
            began = time.monotonic()
            status = subprocess.run(command, cwd=ROOT, env=surroundings, check=False).returncode
            rows.append((name, "passed" if status == 0 else "FAILED", time.monotonic() - began))
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return []
    return rows


def ended(rows: list[tuple[str, str, float]]) -> int:
    """Prints the sum; the exit status, 0 where every part passed."""
    if not rows:
        return 130
    print("\n" + summary(rows))
    return 0 if all(result == "passed" for _, result, _ in rows) else 1


def summary(rows: list[tuple[str, str, float]]) -> str:
    """A line for each part: its name, its result, its minutes."""
    return "\n".join(f"{name:10} {result:7} {seconds / 60:5.1f} min" for name, result, seconds in rows)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
