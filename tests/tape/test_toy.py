"""A toy as a file: what is read is what was written."""

import json

import numpy as np
import pytest
import torch
from tape.recorded import draw, recording

from simulations.tape.plan import planned
from simulations.tape.toy import Toy

SPARSE = torch.zeros(200)
SPARSE[[3, 100, 104, 199]] = torch.tensor([1.0, 2.0, 3.0, 4.0])


@pytest.fixture(scope="module")
def toy() -> Toy:
    return planned("test", {"step": recording(lambda a: (a * SPARSE).softmax(0), draw(200))})


def test_it_is_read_as_it_was_written(toy):
    again = Toy.from_description(json.loads(json.dumps(toy.described())))
    assert again.described() == toy.described()
    np.testing.assert_array_equal(again.memory(), toy.memory())


def test_zeros_are_not_stored(toy):
    assert [len(text) for _, text in toy.described()["constants"]] == [8, 28, 8]
    assert toy.memory().sum() == 10


def test_another_format_is_refused(toy):
    with pytest.raises(ValueError, match="a toy's format must be 2, not 1"):
        Toy.from_description(toy.described() | {"format": 1})
