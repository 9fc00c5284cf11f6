"""The scripts of pages that train, in node: what a worker does with a plan, how trainings are shared out."""

import subprocess
from pathlib import Path

import node
import pytest

FILES = sorted((Path(__file__).parent / "js").glob("*.test.js"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name.partition(".")[0])
def test_module(file):
    program = node.find()
    assert program, node.HELP
    done = subprocess.run([program, "--test", file], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
