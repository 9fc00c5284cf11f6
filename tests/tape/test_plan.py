"""A plan: one arena, temporaries that share it, slots that live, constants once."""

import numpy as np
import pytest
import torch
from tape.recorded import arena_after, draw, recording

from simulations.tape.plan import planned
from simulations.tape.record import record


def chain(a):
    for number in range(20):
        a = (a @ a).softmax(number % 2)
    return a


def test_temporaries_share_places():
    a = draw(8, 8)
    toy = planned("test", {"step": recording(chain, a)})
    assert toy.arena <= 2 * 64 + 2 * 64 + 8  # two slots, two temporaries
    found = toy.view(arena_after(toy, {"0": a.numpy()}), "result")
    np.testing.assert_allclose(found, chain(a), atol=1e-6)


def test_a_map_writes_over_what_it_reads_for_the_last_time():
    a = draw(8, 8)
    toy = planned("test", {"step": recording(lambda a: ((a @ a).exp() * 2) @ a, a)})
    assert toy.arena == 3 * 64 + 4  # two slots, one place for the product and then its exponentials, and the constant
    np.testing.assert_allclose(
        toy.view(arena_after(toy, {"0": a.numpy()}), "result"), (2 * (a @ a).exp()) @ a, rtol=1e-5
    )


def test_tapes_share_slots_constants_and_temporaries():
    a, table = draw(8, 8), torch.arange(64.0).view(8, 8)
    one = recording(lambda a: (a + table).softmax(0), a)
    alone = planned("test", {"one": one})
    both = planned("test", {"one": one, "two": recording(lambda a: (a + table).softmax(1), a)})
    assert both.arena == alone.arena and len(both.constants) == 1
    assert both.slots == alone.slots and set(both.tapes) == {"one", "two"}


def test_a_slot_has_one_shape():
    with pytest.raises(ValueError, match=r"slot 0 must have one shape: \(3,\), not \(4,\)"):
        planned("test", {"one": recording(torch.exp, draw(3)), "two": recording(torch.exp, draw(4))})


def test_a_slot_that_is_written_keeps_what_was_written():
    a, b = draw(3), draw(3, seed=1)
    toy = planned("test", {"step": record(lambda: {"b": b.add_(a)}, {"a": a, "b": b})})
    arena = arena_after(toy, {"a": np.ones(3), "b": np.full(3, 2)})
    np.testing.assert_array_equal(toy.view(arena, "b"), 3)
    np.testing.assert_array_equal(toy.view(arena, "a"), 1)


def test_places_are_aligned():
    toy = planned("test", {"step": recording(lambda a, b: a.softmax(0)[:, None] + b, draw(5), draw(3))})
    assert all(offset % 4 == 0 for offset, _ in toy.slots.values())
