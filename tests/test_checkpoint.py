"""A training on disk: what was written is read to the bit, and nothing damaged or foreign is used."""

import pytest
import torch

from simulations import checkpoint

TENSORS = {"weights": torch.arange(6.0).view(2, 3), "step": torch.tensor(3.0), "chosen": torch.tensor([True, False])}


@pytest.fixture
def path(tmp_path):
    checkpoint.write(tmp_path / "state", TENSORS, {"identity": "one", "seeds": [0, 2**100]})
    return tmp_path / "state"


def test_what_was_written_is_read(path):
    tensors, facts = checkpoint.resume(path, identity="one")
    assert facts == {"identity": "one", "seeds": [0, 2**100]} and tensors.keys() == TENSORS.keys()
    assert all(torch.equal(value, TENSORS[name]) for name, value in tensors.items())


def test_another_trainings_checkpoint_is_refused_and_kept(path):
    with pytest.raises(ValueError, match="state must hold 'two', not 'one': delete it or name another checkpoint"):
        checkpoint.resume(path, identity="two")
    assert path.exists() and checkpoint.resume(None, identity="two") is None


@pytest.mark.parametrize("at", [-1, -30, 200])
def test_one_bit_changed_is_damage_and_set_aside(path, at):
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)
    said = []
    assert checkpoint.resume(path, identity="one", say=said.append) is None
    assert said[0].startswith("set aside as state.damaged-1: ") and not path.exists()


def test_a_file_of_another_version_is_damage(path, monkeypatch):
    monkeypatch.setattr(checkpoint, "FORMAT", "version 2")
    with pytest.raises(checkpoint.Damaged, match="where this program writes 'version 2'"):
        checkpoint.read(path)
