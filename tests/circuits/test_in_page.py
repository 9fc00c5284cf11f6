"""The panels that train: what they tell their script fits the shipped toys and the figures."""

import json

import numpy as np
import pytest

from simulations.circuits import in_page
from simulations.circuits.in_page import TRAINED, TrainHere
from simulations.tape import shipped


@pytest.mark.parametrize("what", TRAINED)
def test_what_is_shown_is_read_by_an_exam_and_lies_in_its_slot(what):
    shown = TRAINED[what]()
    for name in shown.toys.values():
        toy = shipped.toy(name)
        read = {slot for exam in toy.plan["examine"] for slot in exam["read"]}
        wanted = {one.slot for one in (*shown.lines, *shown.pictures)}
        assert wanted - read <= ({"exam.matching"} if name == "induction-1" else set())
        for line in shown.lines:
            furthest = line.at + sum(stride * (len(values) - 1) for stride, values in (line.places or {}).values())
            assert line.slot not in read or furthest < np.prod(toy.slots[line.slot][1])
        for picture in shown.pictures:
            rows, columns = toy.slots[picture.slot][1][-2:]
            assert rows == picture.shape[0] and columns <= picture.shape[1]


def test_a_page_gets_the_panel_and_a_notebook_a_sentence(monkeypatch):
    monkeypatch.setenv("EXPLORER_HOST", "page")
    html = TrainHere("parity")._repr_mimebundle_()["text/html"]
    facts = json.loads(html.split('<script type="application/json">')[1].split("</script>")[0])
    assert facts["figure"] == "parity-training" and facts["seed"] == in_page.OWN_SEED
    assert facts["toys"]["all"].startswith("parity.js?")
    monkeypatch.setenv("EXPLORER_HOST", "text")
    assert list(TrainHere("parity")._repr_mimebundle_()) == ["text/plain"]


def test_a_toy_that_is_not_trained_is_refused():
    with pytest.raises(ValueError, match="what must be one of induction, parity, superposition, not 'grokking'"):
        TrainHere("grokking")
