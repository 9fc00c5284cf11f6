"""The peers' pages: what is no folder is said so, before a peer is asked for."""

import subprocess
import sys

import pytest
from conftest import ROOT


@pytest.mark.parametrize("given", [[], ["x" * 300], ["nowhere"], [__file__], ["nowhere", "else"]])
def test_what_is_no_folder_is_said_so(given):
    command = [sys.executable, ROOT / "benchmarks/peer_pages.py", *given]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and done.stderr.startswith("peer_pages.py takes one folder")
    assert done.stderr.count("\n") == 1
