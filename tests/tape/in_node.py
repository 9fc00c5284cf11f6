"""Toys run by the page's kernels, in node."""

import base64
import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import node
import numpy as np
import pytest

from simulations.tape import shipped

SCRIPTS = Path(__file__).parent / "js"


def toy_of(arena: np.ndarray, tape: Sequence[int], **others: object) -> dict:
    """A toy of one tape, ``step``, that starts with this arena."""
    constants = [[0, base64.b64encode(arena.astype("<f4").tobytes()).decode()]]
    toy = {"format": 2, "name": "test", "arena": len(arena), "constants": constants, "slots": {}}
    return toy | {"tapes": {"step": [int(number) for number in tape]}} | others


Slots = Mapping[str, Sequence[float]]


def arena_after(
    toy: dict, tapes: Sequence[str | tuple[Slots, str]] = ("step",), write: Slots | None = None
) -> np.ndarray:
    """The arena of a toy after its slots were written and its tapes run, some of them with slots of their own to write.

    Raises ``ValueError`` with run.js's words.
    """
    runs = [({}, tape) if isinstance(tape, str) else tape for tape in tapes]
    if runs:
        runs[0] = (dict(write or {}) | dict(runs[0][0]), runs[0][1])
    return np.frombuffer(_said("run_toy.js", {"toy": toy, "runs": runs}), dtype="<f4")


def trained(models: Sequence[tuple[int, int]], facts: dict) -> dict[tuple[int, int], dict[str, float]]:
    """The metrics of adders by width and seed, trained by the shipped recipe as a page with these ``facts`` does it."""
    settings = {"student": 0} | {name: dial["default"] for name, dial in facts["dials"].items()}
    addresses = [facts["toys"][settings["digits"]][facts["widths"].index(width)] for width, _ in models]
    toys = {address: json.loads(shipped.toys()[address.partition(".js")[0]]) for address in addresses}
    found = json.loads(_said("train.js", {"facts": facts, "settings": settings, "models": models, "toys": toys}))
    return {(width, seed): found[f"{width} {seed}"] for width, seed in models}


def _said(script: str, told: dict) -> bytes:
    program = node.find()
    if not program:
        pytest.fail(node.HELP)
    words = json.dumps(told).encode()
    done = subprocess.run([program, SCRIPTS / script], input=words, capture_output=True, check=False)
    if done.returncode:
        raise ValueError(done.stderr.decode().strip())
    return done.stdout
