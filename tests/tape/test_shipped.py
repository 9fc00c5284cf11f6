"""The shipped toys: read without PyTorch, written as scripts, and the numbers of a fresh recording."""

import json

import numpy as np
import pytest
from tape.recorded import arena_after, draw, recording

from simulations.laboratory import toys as adders
from simulations.laboratory.task import Task
from simulations.laboratory.train import Recipe
from simulations.tape import shipped
from simulations.tape.__main__ import main
from simulations.tape.plan import planned


def test_all_are_there():
    expected = {adders.name(digits, width) for digits in adders.DIGITS for width in adders.WIDTHS}
    assert expected <= set(shipped.toys())
    assert all(json.loads(text)["name"] == name for name, text in shipped.toys().items())


def test_their_facts_lead_to_their_scripts(tmp_path):
    shipped.write_scripts(tmp_path)
    for name, facts in shipped.facts().items():
        file, stamp = facts["address"].split("?")
        text = (tmp_path / file).read_text()
        assert text.startswith(f'toy("{name}",{{') and text.endswith("});\n") and len(stamp) == 8


@pytest.mark.parametrize("digits, width", [(2, 2), (8, 16)])
def test_a_shipped_toy_gives_a_fresh_one_s_numbers(digits, width):
    """By numbers: another version of PyTorch may record other calls."""
    held = shipped.toy(adders.name(digits, width))
    fresh = adders.adder(Recipe(width=width, task=Task(digits)))
    assert {slot: shape for slot, (_, shape) in held.slots.items()} == {
        s: shape for s, (_, shape) in fresh.slots.items()
    }
    assert (held.facts, held.plan, held.tapes.keys()) == (fresh.facts, fresh.plan, fresh.tapes.keys())
    rng = np.random.default_rng(1)
    slots = {slot: rng.random(shape, dtype=np.float32) for slot, (_, shape) in held.slots.items()}
    whole = {"tokens", "problems.exam", "ask.first", "ask.second", "ask.written"}
    slots |= {slot: np.floor(10 * numbers) for slot, numbers in slots.items() if slot in whole}
    slots |= {"steps": np.float32(9), "step": np.float32(3), "cumulative": np.sort(slots["cumulative"])}
    for tape in held.tapes:
        one, other = (arena_after(toy, slots, tape) for toy in (held, fresh))
        for slot in held.slots:
            np.testing.assert_allclose(held.view(one, slot), fresh.view(other, slot), atol=2e-6, err_msg=slot)


def test_another_name_is_refused():
    with pytest.raises(ValueError, match="name must be one of .*adder-8-88.*, not 'adder-8-3'"):
        shipped.toy("adder-8-3")


def test_a_room_is_written_and_read(tmp_path, monkeypatch):
    made = planned("one", {"step": recording(lambda a: a + 1, draw(3))})
    path = shipped.write("test", [made], tmp_path)
    monkeypatch.setattr(shipped.resources, "files", lambda package: tmp_path)
    assert path.name == "toys_test.xz"
    assert [json.loads(text) for text in shipped._unpacked(path.name)] == [made.described()]


def test_the_command_refuses_a_room_without_toys(capsys):
    with pytest.raises(SystemExit):
        main(["safety"])
    assert "ROOM must be one of" in capsys.readouterr().err
