"""All that ``make test`` checks, part after part; a red one does not stop the rest, and the sum stands at the end.

python tests/everything.py
"""

import os
import shlex
import subprocess
import sys
import time
from pathlib import Path

import chromium

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
PYTEST = [sys.executable, "-m", "pytest", *shlex.split(os.environ.get("AT_ONCE", ""))]
PARTS = {
    "lint": [BIN / "ruff", "check", "."],
    "format": [BIN / "ruff", "format", "--check", "."],
    "book": [sys.executable, "-m", "extensions.build"],
    "tests": [*PYTEST, "tests"],
    "notebooks": [*PYTEST, "--nbval", "-p", "no:cacheprovider", "intro.ipynb", "chapters"],
}
MINUTES = "15 to 25 minutes on two cores, the most of it the tests in a browser and the notebooks"


def main() -> int:
    """Runs every part and sums up; 0 where all are well."""
    print(f"Everything: {', '.join(PARTS)}. {MINUTES}.", flush=True)
    surroundings = dict(os.environ)
    browser = chromium.found_or_installed()
    if browser:
        surroundings["CHROMIUM"] = browser
    else:
        surroundings["WITHOUT_BROWSER"] = "1"
    rows = []
    try:
        for name, command in PARTS.items():
            print(f"\n== {name}", flush=True)
            began = time.monotonic()
            status = subprocess.run(command, cwd=ROOT, env=surroundings, check=False).returncode
            rows.append((name, "passed" if status == 0 else "FAILED", time.monotonic() - began))
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
    print("\n" + summary(rows))
    if not browser:
        print(f"\nThe tests that need a browser did not run. {chromium.HELP}")
    return 0 if browser and all(result == "passed" for _, result, _ in rows) else 1


def summary(rows: list[tuple[str, str, float]]) -> str:
    """A line for each part: its name, its result, its minutes."""
    return "\n".join(f"{name:10} {result:7} {seconds / 60:5.1f} min" for name, result, seconds in rows)


if __name__ == "__main__":
    sys.exit(main())
