"""A reader's own sweep: what is suggested where, that it goes on where it was, and that the page can read it."""

from dataclasses import replace

import pytest
import torch
from tqdm.auto import tqdm

from simulations.laboratory import __main__ as command_line, own, result, student
from simulations.laboratory.plan import Plan
from tests.laboratory.tables import timed


@pytest.fixture
def choice(tmp_path):
    """A sweep of seconds, as a notebook would run it."""
    return replace(
        own.suggested(student=1, glance=True), plan=Plan("smoke", first_seed=100), folder=tmp_path / "runs", shown=True
    )


def test_the_books_own_build_trains_for_seconds():
    one, other = own.suggested(student=1, glance=True), own.suggested(student=1, glance=True)
    assert one.plan.preset == "glance" and one.device == "cpu" and not one.shown
    assert one.folder != other.folder and not one.folder.exists()
    assert one.why == other.why


@pytest.mark.parametrize("gpu", [True, False])
def test_a_notebook_gets_what_its_machine_can_train(monkeypatch, gpu):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: gpu)
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda: "a GPU")
    found = own.suggested(student=1)
    assert (found.plan.preset, found.device, found.shown) == (("gpu", "cuda", True) if gpu else ("cpu", "cpu", True))
    assert len(found.plan.runs[0].seeds) == (20 if gpu else 5) and min(found.plan.runs[0].seeds) == 100
    assert ("no GPU" in found.why and "20 seeds of each size" in found.why) == (not gpu)
    assert found.folder == own.suggested(student=1).folder


def test_a_sweep_says_where_it_runs_what_it_trains_and_how_long_that_took(monkeypatch):
    rows = [timed(), timed(device="a card", kind="card", preset="gpu", seeds=20, models=240, workers=1, seconds=52.0)]
    monkeypatch.setattr(own.times, "measured", lambda: rows)
    monkeypatch.setattr(own.times, "processor", lambda: "another processor")
    monkeypatch.setattr(own.os, "cpu_count", lambda: 8)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    lines = own.suggested(student=1).why.splitlines()
    assert lines[1] == "On another processor: 12 sizes, 5 seeds of each."
    assert lines[2] == ("No time is measured for this processor yet. It took 28 seconds on 2 cores of a processor.")
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    for card, last in (
        ("a card", "Measured on a card of that name: 52 seconds."),
        ("another card", "No time is measured for this card yet."),
    ):
        monkeypatch.setattr(torch.cuda, "get_device_name", lambda name=card: name)
        assert own.suggested(student=1).why.splitlines()[:2] == [f"On {card}: 12 sizes, 20 seeds of each.", last]


def test_two_numbers_share_no_model(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)  # the most seeds
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda: "a GPU")
    one, next_one = (own.suggested(student=number) for number in (20261, 20262))
    assert not {run.key for run in one.plan.runs} & {run.key for run in next_one.plan.runs}
    assert max(one.plan.runs[0].seeds) < min(next_one.plan.runs[0].seeds)
    assert one.why.endswith("Your seeds: 2026100 to 2026119.")
    assert own.suggested(student=student.LARGEST).plan.runs[0].seeds[-1] < 2**53


@pytest.mark.parametrize("number", [0, -3, 1.5, "7", True, 10**14])
def test_a_number_that_cannot_be_is_named(number):
    with pytest.raises(ValueError, match="student must be a whole number from 1 to 10,000,000,000,000, not"):
        own.suggested(student=number)


def test_two_students_results_are_different_models_and_pool(choice, tmp_path, capsys):
    """Two students with other numbers, and one who hands in the first one's file."""
    contents, paths = [], []
    for name, number in (("a", 1), ("b", 2)):
        mine = replace(choice, plan=Plan("smoke", first_seed=own.suggested(student=number).plan.first_seed))
        mine = replace(mine, folder=tmp_path / name)
        paths.append(own.write(own.train(mine), mine))
        contents.append(result.read(paths[-1].read_text()))
    assert [(content["student"], content["seeds"]) for content in contents] == [(1, [100, 101]), (2, [200, 201])]
    assert contents[0]["recipe"] == contents[1]["recipe"] and contents[0]["recipe"]["steps"] == 12
    models = [{tuple(model[name] for name in result.RANGES) for model in content["models"]} for content in contents]
    assert len(models[0]) == len(models[1]) == 4 and not models[0] & models[1]
    to = tmp_path / "pooled"
    assert command_line.main(["pool", *map(str, [*paths, paths[0]]), "--out", str(to)]) == 1
    said = capsys.readouterr()
    assert f"not counted: {paths[0]}: student 1 a second time, the same models" in said.err
    assert "2 of 3 files count" in said.out and (to / "pooled.csv").exists() and (to / "pooled.svg").exists()


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
    with pytest.raises(ValueError, match="first_seed must be a whole number, 0 to 1,000,000,000,000,000, not -1"):
        Plan("smoke", first_seed=-1)
    with pytest.raises(ValueError, match="preset must be one of .* not 'large'"):
        Plan("large")
