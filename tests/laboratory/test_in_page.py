"""Train the curve here: the panel's scripts in node with Python's own facts, and its file as Python reads it."""

import json
import os
import re
import subprocess
from pathlib import Path

import node
import numpy as np
import pytest

from simulations.laboratory import in_page, pool, result, tried
from simulations.laboratory.examination import Examination
from simulations.laboratory.in_page import DIALS, TrainHere
from simulations.laboratory.plan import Plan
from simulations.laboratory.result import _same_for_all

SCRIPT = Path(__file__).parent / "js/trainer.test.js"


@pytest.fixture(scope="module")
def panel() -> TrainHere:
    return TrainHere(figure="trained-here")


@pytest.fixture(scope="module")
def facts(panel) -> dict:
    data = re.search(r'<script type="application/json">(.*?)</script>', panel.html(), re.DOTALL)[1]
    return json.loads(data)


@pytest.fixture(scope="module")
def said(facts, tmp_path_factory) -> str:
    """What the scripts' tests said in node."""
    program = node.find()
    assert program, node.HELP
    path = tmp_path_factory.mktemp("facts") / "facts.json"
    path.write_text(json.dumps(facts), encoding="utf-8")
    surroundings = os.environ | {"FACTS": str(path)}
    command = [program, "--test", "--test-reporter=tap", SCRIPT]
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_file_of_the_page_is_one_of_ours(said):
    """Read by Python, of the student's own, and a pool of both sorts has one recipe."""
    text = re.search(r"FILE (\{.*\})", said)[1]
    content = result.read(text)
    assert (content["student"], content["seeds"]) == (12, [1200, 1201])
    assert [model["parameters"] for model in content["models"]] == [1_020, 150]
    changed = content["recipe"]
    assert (changed["rate"], changed["matrix_rate"]) == (0.03, 0.09)


def test_the_shipped_recipe_is_that_of_a_notebooks_sweep(facts):
    ours = {"recipe": facts["recipes"]["1"] | {"steps": 400}, "examination": facts["examination"]}
    assert pool._flat(ours) == pool._flat(json.loads(json.dumps(_same_for_all(Plan("cpu")))))


def test_the_examination_in_parts_is_the_whole_one(facts):
    exam = facts["exam"]
    assert exam["parts"] * in_page.ITEMS == Examination().items and exam["written"] == 1


def test_every_dial_begins_at_the_shipped_recipe():
    for words, choices, default in DIALS.values():
        assert words and default in choices.values()


@pytest.mark.parametrize("warning", tried.WARNINGS, ids=lambda warning: warning["words"][:30])
def test_a_warning_names_choices_that_there_are(warning):
    for dial, values in warning["where"].items():
        assert {*values} <= {*DIALS[dial][1].values()}, dial


def test_the_quick_recipe_is_offered_and_nothing_warns_of_it(panel):
    assert all(value in DIALS[dial][1].values() for dial, value in tried.QUICK.items())
    values = {name: default for name, (_, _, default) in DIALS.items()} | tried.QUICK
    assert not [
        warning for warning in tried.WARNINGS if all(values[dial] in of for dial, of in warning["where"].items())
    ]
    assert '<a href="#train-here?digits=2&amp;lengths=full&amp;steps=800&amp;from=32&amp;to=32">' in panel.html()


def test_a_notebook_gets_one_line(panel, monkeypatch):
    monkeypatch.setenv("EXPLORER_HOST", "picture")
    assert panel._repr_mimebundle_() == {"text/plain": panel.words}
    monkeypatch.setenv("EXPLORER_HOST", "page")
    assert panel._repr_mimebundle_()["text/html"] == panel.html()


def test_chances_are_those_of_the_task(facts):
    np.testing.assert_allclose(facts["chances"]["0"], np.arange(1, 10) / 10, rtol=1e-6)
