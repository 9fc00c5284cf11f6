"""The command that tries every check where it is run: what it says where all is well, and where something is not."""

import dataclasses

import pytest

from simulations.exercises import __main__ as command, find
from simulations.exercises.exercise import Wrong


def test_all_is_well_here(capsys):
    assert command.main() == 0
    assert "mirage: 7 exercises\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"solve": lambda *, tokens, common, rare: {"common_accuracy": "x", "rare_accuracy": 0.5}}, "does not pass"),
        ({"wrong": (Wrong("right", lambda **given: find("mirage-1").expected(), "no."),)}, "right: ✓ common_accuracy"),
    ],
)
def test_a_fault_is_said(monkeypatch, capsys, change, said):
    broken = dataclasses.replace(find("mirage-1"), **change)
    monkeypatch.setattr("simulations.exercises.find", lambda name: broken)
    monkeypatch.setattr(command, "find", lambda name: broken)
    monkeypatch.setattr(command, "CHAPTERS", ("mirage",))
    assert command.main() == 1
    assert said in capsys.readouterr().out
