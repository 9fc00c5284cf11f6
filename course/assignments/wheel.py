"""The book's package as a wheel, for graders that have no copy of the repository."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from extensions.site import ROOT

PACKAGED = ("pyproject.toml", "README.md", "LICENSE", "simulations", "everystate")
LEFT = shutil.ignore_patterns("__pycache__", "*.pyc")
FIRST_DAY = "315532800"  # 1980-01-01 in seconds, the first day that a zip knows: what makers of wheels date files by


def wheel(folder: Path) -> Path:
    """Writes the wheel into ``folder``, without the network. The same sources give the same bytes.

    Raises ``ValueError`` with what pip said where it cannot be made.
    """
    with tempfile.TemporaryDirectory() as scratch:
        source = Path(scratch)
        for name in PACKAGED:
            path = ROOT / name
            shutil.copytree(path, source / name, ignore=LEFT) if path.is_dir() else shutil.copy(path, source / name)
        command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--no-index"]
        world = os.environ | {"SOURCE_DATE_EPOCH": FIRST_DAY, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
        done = subprocess.run([*command, "--wheel-dir", folder, source], env=world, capture_output=True, text=True)
    made = sorted(folder.glob("*.whl"))
    if done.returncode or not made:
        raise ValueError(f"the book's package could not be packed, and pip said:\n{done.stdout[-2000:]}{done.stderr}")
    return made[0]
