"""A reader's own sweep: what is suggested where, that it goes on where it was, and that the page can read it."""

import json
from dataclasses import replace

import numpy as np
import pytest
import torch
from tqdm.auto import tqdm

from simulations.laboratory import __main__ as command_line, own, result
from simulations.laboratory.plan import Plan


@pytest.fixture
def choice(tmp_path):
    """A sweep of seconds, as a notebook would run it."""
    return replace(own.suggested(glance=True), plan=Plan("smoke", first_seed=100), folder=tmp_path / "runs", shown=True)


def test_the_books_own_build_trains_for_seconds():
    one, other = own.suggested(glance=True), own.suggested(glance=True)
    assert one.plan.preset == "glance" and one.device == "cpu" and not one.shown
    assert one.folder != other.folder and not one.folder.exists()
    assert one.why == other.why


@pytest.mark.parametrize("gpu", [True, False])
def test_a_notebook_gets_what_its_machine_can_train(monkeypatch, gpu):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: gpu)
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda: "a GPU")
    found = own.suggested()
    assert (found.plan.preset, found.device, found.shown) == (("gpu", "cuda", True) if gpu else ("cpu", "cpu", True))
    assert len(found.plan.runs[0].seeds) == (20 if gpu else 5) and min(found.plan.runs[0].seeds) == 100
    assert ("no GPU" in found.why) == (not gpu)
    assert found.folder == own.suggested().folder


def test_two_numbers_share_no_model(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)  # the most seeds
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda: "a GPU")
    one, next_one = (own.suggested(number=number) for number in (20261, 20262))
    assert not {run.key for run in one.plan.runs} & {run.key for run in next_one.plan.runs}
    assert max(one.plan.runs[0].seeds) < min(next_one.plan.runs[0].seeds)
    assert one.why.endswith("Your seeds: 2026100 to 2026119.")
    assert own.suggested(number=own.LARGEST).plan.runs[0].seeds[-1] < 2**53


@pytest.mark.parametrize("number", [0, -3, 1.5, "7", True, 10**14])
def test_a_number_that_cannot_be_is_named(number):
    with pytest.raises(ValueError, match="number must be a whole number from 1 to 10,000,000,000,000, not"):
        own.suggested(number=number)


def test_two_readers_results_are_different_models_and_pool(choice, tmp_path, capsys):
    """Two readers with other numbers, and one who hands in the first one's file."""
    contents, paths = [], []
    for name, number in (("a", 1), ("b", 2)):
        mine = replace(choice, plan=Plan("smoke", first_seed=own.suggested(number=number).plan.first_seed))
        mine = replace(mine, folder=tmp_path / name)
        paths.append(own.write(own.train(mine), mine))
        contents.append(result.read(paths[-1].read_text()))
    assert contents[0]["models"][0]["cross_entropy"] != contents[1]["models"][0]["cross_entropy"]
    together = result.pooled([*contents, contents[0]])
    assert result.read(json.dumps(together)) == together
    assert {(m["parameters"], m["seed"]) for m in together["models"]} == {
        (size, seed) for size in (150, 1020) for seed in (100, 101, 200, 201)
    }
    assert together["models"][0] == contents[0]["models"][0]
    to = tmp_path / "pooled"
    assert command_line.main(["pool", *map(str, paths), str(paths[0]), "--to", str(to)]) == 0
    assert "8 models of 2 sizes from 3 files; 4 of the same size and seed left out" in capsys.readouterr().out
    assert json.loads((to / result.FILE).read_text()) == together and (to / "models-main-exact-match.svg").exists()


def test_a_file_that_is_no_result_is_named(tmp_path, capsys):
    (tmp_path / "notes.json").write_text("{}")
    assert command_line.main(["pool", str(tmp_path / "notes.json"), "--to", str(tmp_path / "to")]) == 1
    assert "notes.json: this is not a laboratory result" in capsys.readouterr().err
    assert not (tmp_path / "to").exists()


def test_a_diverged_model_is_a_gap_in_the_columns():
    fine = {"parameters": 150, "seed": 0, "status": "ok"} | dict.fromkeys(result.RANGES, 0.5)
    table = result.as_columns({"models": [fine, {"parameters": 150, "seed": 1, "status": "diverged"}]})
    assert table["panel"].tolist() == ["main", "main"] and table["seed"].tolist() == [0, 1]
    assert table["exact_match"][0] == 0.5 and np.isnan(table["exact_match"][1])


def test_an_interrupted_sweep_goes_on(choice, monkeypatch):
    """The bar's first update is for what was done before; the interrupt comes as the first size ends."""
    updates = []

    class Stopped(tqdm):
        def update(self, n=1):
            updates.append(n)
            if len(updates) == 2:
                raise KeyboardInterrupt

    monkeypatch.setattr(own, "tqdm", Stopped)
    with pytest.raises(KeyboardInterrupt):
        own.train(choice)
    kept = {path.name: path.stat().st_mtime_ns for path in choice.folder.glob("*.safetensors")}
    assert len(kept) == 1
    found = own.train(choice)
    assert updates[2] == 1 and len(found.models) == 4 and not found.missing
    assert all((choice.folder / name).stat().st_mtime_ns == when for name, when in kept.items())


def test_the_result_is_what_the_page_reads(choice):
    path = own.write(own.train(choice), choice)
    content = result.read(path.read_text())
    assert path.name == "laboratory-result.json"
    assert {model["seed"] for model in content["models"]} == {100, 101}
    assert content["command"].endswith("--preset smoke --panels main --first-seed 100 --precision float32")


def test_the_command_line_goes_on_with_a_notebooks_folder(choice, capsys):
    own.train(choice)
    assert Plan.read(choice.folder) == choice.plan
    assert command_line.main(["resume", "--folder", str(choice.folder), "--workers", "1"]) == 0
    assert "main" in capsys.readouterr().out


def test_a_plan_that_cannot_be_is_refused():
    with pytest.raises(ValueError, match="first_seed must be 0 or more, not -1"):
        Plan("smoke", first_seed=-1)
    with pytest.raises(ValueError, match="preset must be one of .* not 'large'"):
        Plan("large")
