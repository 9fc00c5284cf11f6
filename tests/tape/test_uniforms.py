"""uniforms.js against numpy's own stream, to the bit."""

import json
import subprocess
from pathlib import Path

import node
import numpy as np
import pytest

SCRIPT = Path(__file__).parent / "js" / "uniforms_of.js"
FILLS = [3, 1, 4, 0, 7, 200]


def told(keys):
    """What node says of the keys; numbers of any size travel as text."""
    program = node.find()
    if not program:
        pytest.fail(node.HELP)
    question = json.dumps({"keys": [[str(word) for word in key] for key in keys], "fills": FILLS})
    return subprocess.run([program, SCRIPT], input=question, capture_output=True, text=True, check=False)


def test_every_key_gives_numpys_numbers():
    rng = np.random.default_rng(7)
    keys = [[0], [1], [0, 0], [5, 0, 2], [0, 0, 2], [2**31], [2**32 - 1], [2**32], [2**53 + 1], [2**63, 3, 1]]
    keys += [[2**64 - 1, 0, 1], [2**64], [2**200 + 17, 1], [1, 2, 3, 4], [1, 2, 3, 4, 5], [2**64, 2**64, 2**64]]
    keys += [
        [int(word) for word in rng.integers(0, 2**63, rng.integers(1, 8)) >> rng.integers(0, 63)] for _ in range(200)
    ]
    done = told(keys)
    assert done.returncode == 0, done.stderr
    for key, found in zip(keys, json.loads(done.stdout), strict=True):
        expected = np.random.default_rng(key).random(sum(FILLS), dtype=np.float32)
        np.testing.assert_array_equal(np.array(found, dtype=np.float32), expected, err_msg=str(key))


@pytest.mark.parametrize("word", ["-1", "0.5", "NaN"])
def test_a_key_is_made_of_whole_numbers_from_0(word):
    assert f"A key must be made of whole numbers from 0, not {word}." in told([[1, word]]).stderr
