"""Toys run by the page's kernels, in node."""

import base64
import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import node
import numpy as np
import pytest

SCRIPT = Path(__file__).parent / "run_toy.js"


def toy_of(arena: np.ndarray, tape: Sequence[int], **others: object) -> dict:
    """A toy of one tape, ``step``, that starts with this arena."""
    constants = [[0, base64.b64encode(arena.astype("<f4").tobytes()).decode()]]
    toy = {"format": 1, "name": "test", "arena": len(arena), "constants": constants, "slots": {}}
    return toy | {"tapes": {"step": [int(number) for number in tape]}} | others


def arena_after(
    toy: dict, tapes: Sequence[str] = ("step",), write: Mapping[str, Sequence[float]] | None = None
) -> np.ndarray:
    """The arena of a toy after its slots were written and its tapes run. Raises ``ValueError`` with run.js's words."""
    program = node.find()
    if not program:
        pytest.fail(node.HELP)
    told = json.dumps({"toy": toy, "tapes": list(tapes), "write": dict(write or {})})
    done = subprocess.run([program, SCRIPT], input=told.encode(), capture_output=True, check=False)
    if done.returncode:
        raise ValueError(done.stderr.decode().strip())
    return np.frombuffer(done.stdout, dtype="<f4")
