"""The panels that train: what they tell their script fits the shipped toys and the figures."""

import json
import os
import subprocess
from dataclasses import asdict
from pathlib import Path

import node
import numpy as np
import pytest

from simulations.circuits import in_page, induction, parity
from simulations.circuits.in_page import TRAINED, TrainHere
from simulations.data import table
from simulations.tape import shipped

SCRIPTS = Path(__file__).parent / "js"


def in_node(*command: object, **options) -> str:
    program = node.find()
    assert program, node.HELP
    done = subprocess.run([program, *command], capture_output=True, text=True, check=False, timeout=120, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def trained(toy: str, *, seed: int, at: list[int]) -> dict[int, dict[str, np.ndarray]]:
    """What the exams of a shipped toy gave by steps, trained by the page's kernels."""
    told = {"toy": json.loads(shipped.toys()[toy]), "seed": seed, "steps": at[-1], "at": at}
    found = json.loads(in_node(SCRIPTS / "train.js", input=json.dumps(told)))
    return {step: {slot: np.array(numbers) for slot, numbers in read.items()} for step, read in found}


def test_the_panels_script_in_node(tmp_path):
    path = tmp_path / "facts.json"
    path.write_text(json.dumps({what: asdict(shown()) for what, shown in TRAINED.items()}), encoding="utf-8")
    in_node("--test", SCRIPTS / "trainer.test.js", env=os.environ | {"FACTS": str(path)})


@pytest.mark.parametrize("layers", [1, 2])
def test_a_seed_means_in_the_page_the_shipped_network(layers):
    """The same scores as in the table at its first steps, to the last digit that it has or to one answer of 2,235."""
    rows = table("induction_training")
    found = trained(f"induction-{layers}", seed=0, at=[0, 5, 10, 15, 20])
    for step, read in found.items():
        (row,) = np.flatnonzero((rows["layers"] == layers) & (rows["seed"] == 0) & (rows["step"] == step))
        for name in induction.SCORES[: 5 + layers]:
            assert read[f"exam.{name}"] == pytest.approx(rows[name][row], abs=6e-4), (name, step)


def test_a_seed_means_in_the_page_the_shipped_networks_of_all_widths():
    rows, at = table("parity_training"), [0, 10, 20]
    widths = np.unique(rows["width"])
    for step, read in trained("parity", seed=1, at=at).items():
        chosen = (rows["seed"] == 1) & (rows["step"] == step)
        assert chosen.sum() == len(widths)
        shown = np.column_stack([rows[f"task{task + 1}"][chosen] for task in range(parity.TASKS)])
        np.testing.assert_allclose(read["exam.task_loss"].reshape(shown.shape), shown, atol=1.1e-3)


@pytest.mark.parametrize("what", TRAINED)
def test_what_is_shown_is_read_by_an_exam_and_lies_in_its_slot(what):
    shown = TRAINED[what]()
    for name in shown.toys.values():
        toy = shipped.toy(name)
        read = {slot for exam in toy.plan["examine"] for slot in exam["read"]}
        wanted = {one.slot for one in (*shown.lines, *shown.pictures)}
        assert wanted - read <= ({"exam.matching", "exam.first_look"} if name == "induction-1" else set())
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
