"""Tables in parts: how they are cut, that the parts hold what the whole holds, and 100,000 states on pages."""

import itertools
import json
import re
import sys
import textwrap
from dataclasses import dataclass
from math import prod

import numpy as np
import pytest
from conftest import keep_offline, served
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from everystate import Explorer, ExplorerError, embed, parts, table
from everystate.settings import settings

X = np.linspace(0.0, 10.0, 12)


@dataclass(frozen=True)
class Wave:
    wave: np.ndarray
    level: np.ndarray
    end: float


def wave(rate, phase, level) -> Wave:
    made = np.sin(rate * X + phase)
    return Wave(made, np.full(X.size, level), made[-1])


def draw(result, ax, *, level=0.0, wide=False):
    ax.plot(X, result.wave, color="#0b62a8", label="a wave")
    ax.plot(X, result.level, color="#b8500a", label="high" if level > 0.05 else "low")
    ax.set(xlim=(0, 20 if wide else 10), ylim=(-1, 1), xlabel="x", ylabel="y")


def made(**changes) -> Explorer:
    given = dict(
        name="wave",
        title="A wave",
        caption="At {rate}, {phase} and {level} it ends at {end:.4f}.",
        controls=dict(rate=(0.0, 0.99, 0.01), phase=(0.0, 0.99, 0.01), level=(0.0, 0.09, 0.01)),
        report=("end",),
        max_states=100_000,
    )
    return Explorer(wave, draw, **(given | changes))


SMALL = dict(rate=(0.0, 0.4, 0.1), phase=(0.0, 0.2, 0.1), level=(0.0, 0.09, 0.03), wide=True)


# How states are cut


@pytest.mark.parametrize("most", [1, 7, 80, 8000])
@pytest.mark.parametrize("counts", [(5,), (2, 1, 3), (10, 100, 20), (3, 4, 5, 2), (81, 80)])
def test_every_state_is_in_one_part_and_no_part_has_too_many(counts, most):
    cut = parts.cut(counts, most)
    boxes = [list(itertools.product(*cut.box(part))) for part in range(len(cut))]
    assert [state for box in boxes for state in box] == list(itertools.product(*map(range, counts)))
    assert max(map(len, boxes)) <= most
    assert all(cut.part(state) == part for part, box in enumerate(boxes) for state in box)
    assert (len(cut) == 1) == (prod(counts) <= most)


def read(packed: bytes, box: list[range], frames: list[int]) -> dict:
    """What a table shows in each state of a box: by panel and mark the rows and label, then words and report."""
    header, blob = table.unpack(packed)
    found = {}
    rest = [i for i in range(len(box)) if i not in frames]
    for state, places in enumerate(itertools.product(*box)):
        frame = np.ravel_multi_index(
            [0, *(box[i].index(places[i]) for i in frames)], [1, *(len(box[i]) for i in frames)]
        )
        place = np.ravel_multi_index([box[i].index(places[i]) for i in rest], [len(box[i]) for i in rest])
        panels = header["frames"][frame]["panels"]
        marks = [
            [table.row(entry, blob, place) for entry in [*mark["channels"].values(), mark["label"]]]
            for panel in panels
            for mark in panel["marks"]
        ]
        words = [table.row(e, blob, state) for e in [*header["caption"]["fields"], *header["report"].values()]]
        found[places] = json.dumps([[list(map(str, row)) for row in marks], words, [p["axes"] for p in panels]])
    return found


@pytest.mark.parametrize("frames", [(), ("wide",), ("rate",)])
@pytest.mark.parametrize("most", [1, 5, 30, 119])
def test_the_parts_hold_what_the_whole_table_holds(monkeypatch, frames, most):
    def drawn(result, ax, *, level, wide, rate):
        draw(result, ax, level=level, wide=wide if frames == ("wide",) else frames == ("rate",) and rate > 0.2)

    whole = Explorer(wave, drawn, name="w", title="w", caption="{rate} {end:.3f}", controls=SMALL, frames=frames)
    numbers = [list(SMALL).index(name) for name in frames]
    expected = read(whole.states.packed(), whole.states.cut.box(0), numbers)
    assert len(expected) == 120 and whole.states.packed_others() == {}
    monkeypatch.setattr(settings, "part_states", most)
    cut = Explorer(wave, drawn, name="w", title="w", caption="{rate} {end:.3f}", controls=SMALL, frames=frames).states
    first = cut.cut.part([c.default for c in cut.controls])
    tables = {first: cut.packed(), **cut.packed_others()}
    assert sorted(tables) == list(range(len(cut.cut))) and len(tables) >= 120 / most
    found = {}
    for part, packed in tables.items():
        box = cut.cut.box(part)
        assert table.unpack(packed)[0]["part"] == {"sizes": list(cut.cut.sizes), "start": [one[0] for one in box]}
        found |= read(packed, box, numbers)
    assert found == expected


def test_a_table_in_one_piece_says_nothing_of_parts():
    whole = made(controls=SMALL | dict(wide=[True]))
    assert "part" not in table.unpack(whole.states.packed())[0]
    assert "explorer-part" not in whole.html()


def test_many_states_are_asked_for_by_name():
    with pytest.raises(
        ExplorerError, match=r"100,000 states .*at most 8,000 are allowed, unless max_states= says more"
    ):
        made(max_states=None)
    with pytest.raises(ExplorerError, match="at most 99,999 are allowed"):
        made(max_states=99_999)
    for wrong in (0, 1e5, True, "many"):
        with pytest.raises(ExplorerError, match=f"max_states must be a whole number, 1 or more, not {wrong!r}"):
            made(max_states=wrong)


def test_a_notebook_has_the_default_states_part_and_its_kernel_answers_the_others(monkeypatch):
    monkeypatch.setenv("EXPLORER_HOST", "widget")
    monkeypatch.setattr(settings, "part_states", 30)
    widget = made(controls=SMALL | dict(wide=[True]))
    assert table.unpack(widget.table)[0]["states"] <= 30
    widget.state = widget.states.default
    assert widget.answer == {}
    far = widget.states.default | {"rate": 0.4}
    assert not widget.states.packed_with(far)
    widget.state = far
    header, blob = table.unpack(widget.answer["table"])
    assert [table.row(entry, blob, 0) for entry in header["caption"]["fields"]][0] == "0.40"


# On pages
