"""The record's scripts in node, with the facts that the page gives them, and Python's own sums beside theirs."""

import json
import os
import subprocess
from pathlib import Path

import node
import numpy as np
import pytest

from everystate.judge import NOTICEABLE
from extensions import record
from simulations.laws.resolution import clopper_pearson
from simulations.record import calibration

FILES = sorted((Path(__file__).parent / "js").glob("*.test.js"))


@pytest.fixture(scope="module")
def facts(tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("record") / "facts.json"
    file.write_text(json.dumps({"facts": record.facts({}), "expected": expected()}), encoding="utf-8")
    return file


def expected() -> dict:
    """Random answers, and what Python makes of them."""
    rng = np.random.default_rng(8)
    given = {
        "sure": rng.choice(calibration.SURE, 40),
        "right": rng.integers(0, 2, 40),
        "inside": rng.integers(0, 9, 6),
        "places": np.full(6, 8),
        "late": rng.uniform(-1, 1, 30).round(3) * rng.integers(0, 2, 30),
        "score": rng.uniform(0, 100, 30).round(2),
        "mine": rng.integers(0, 101, 12),
        "line": rng.integers(0, 101, 12),
        "law": rng.integers(0, 101, 12),
        "noticeable": NOTICEABLE,
    }
    sums = {
        name: getattr(calibration, name)(*(np.asarray(given[one], float) for one in inputs))
        for name, inputs in record.FORMULAS.items()
    }
    lists = {name: np.asarray(values).tolist() for name, values in given.items()}
    found = {name: {one: float(value) for one, value in of.items()} for name, of in sums.items()}
    ends = [round(float(end), 3) for end in clopper_pearson(2, 3)]
    return found | {"given": lists, "two_of_three": ends}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_modules(file, facts):
    program = node.find()
    assert program, node.HELP
    surroundings = os.environ | {"FACTS": str(facts)}
    done = subprocess.run([program, "--test", file], env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
