"""What the comparisons are made with, installed beside the built book: ``make clean`` takes it away."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "_build/peers"


def npm(*wanted: str) -> Path:
    """The folder of packages that npm installed, these among them; raises where there is no npm."""
    if not shutil.which("npm"):
        raise RuntimeError(f"this comparison takes {', '.join(wanted)} from npm, and there is no npm here")
    folder = FOLDER / "-".join(one.strip("@").replace("/", "-") for one in sorted(wanted))
    if not (folder / "done").exists():
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run(["npm", "install", "--prefix", str(folder), *wanted], check=True, capture_output=True)
        (folder / "done").touch()
    return folder / "node_modules"


def python(*wanted: str) -> Path:
    """A Python of its own that has these packages from pip."""
    folder = FOLDER / "python"
    found = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    done = folder / "done.txt"
    if not done.exists() or done.read_text(encoding="utf-8") != " ".join(wanted):
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        subprocess.run([str(found), "-m", "pip", "install", "--quiet", *wanted], check=True, capture_output=True)
        done.write_text(" ".join(wanted), encoding="utf-8")
    return found
