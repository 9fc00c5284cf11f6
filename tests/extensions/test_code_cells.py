"""The code in the chapters has no slip that ruff finds: names that are not there, imports that nothing uses."""

import subprocess
import sys

import jupytext
import pytest
from chapter_cells import FILES

# A cell may end with a value (B018). Length and order of lines are as the author packs them.
RULES = ("--select", "F,W,UP,B,NPY", "--ignore", "B018,B905", "--target-version", "py311", "--line-length", "120")


def slips(source: str) -> str:
    """What ruff says of a module with this source; "" where all is well."""
    command = [
        sys.executable,
        "-m",
        "ruff",
        "check",
        "--isolated",
        "--quiet",
        *RULES,
        "--stdin-filename",
        "cells.py",
        "-",
    ]
    return subprocess.run(command, input=source, capture_output=True, text=True, check=False).stdout


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_chapters_cells_have_no_slips(path):
    cells = jupytext.read(path).cells
    code = [cell.source for cell in cells if cell.cell_type == "code" and "raises-exception" not in str(cell.metadata)]
    assert slips("\n\n".join(code) + "\n") == ""


@pytest.mark.parametrize("source, rule", [("import os\n", "F401"), ("print(nowhere)\n", "F821")])
def test_a_slip_is_seen(source, rule):
    assert rule in slips(source)
