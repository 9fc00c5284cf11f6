"""A reader's own sweep: what is suggested where, that it goes on where it was, and that the page can read it."""

from dataclasses import replace

import pytest
import torch
from tqdm.auto import tqdm

from simulations.arithmetic import __main__ as command_line
from simulations.arithmetic import own, result
from simulations.arithmetic.plan import Plan


@pytest.fixture
def choice(monkeypatch, tmp_path):
    """A sweep of seconds, as a notebook would run it."""
    monkeypatch.setenv("EXPLORER_HOST", "text")
    return replace(own.suggested(), plan=Plan("smoke", first_seed=100), folder=tmp_path / "runs", shown=True)


@pytest.mark.parametrize("host", ["page", "text"])
def test_the_books_own_build_trains_for_seconds(monkeypatch, host):
    monkeypatch.setenv("EXPLORER_HOST", host)
    one, other = own.suggested(), own.suggested()
    assert one.plan.preset == "glance" and one.device == "cpu" and not one.shown
    assert one.folder != other.folder and not one.folder.exists()
    assert one.why == other.why


@pytest.mark.parametrize("gpu", [True, False])
def test_a_notebook_gets_what_its_machine_can_train(monkeypatch, gpu):
    monkeypatch.delenv("EXPLORER_HOST", raising=False)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: gpu)
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda: "a GPU")
    found = own.suggested()
    assert (found.plan.preset, found.device, found.shown) == (("gpu", "cuda", True) if gpu else ("cpu", "cpu", True))
    assert len(found.plan.runs[0].seeds) == (20 if gpu else 5) and min(found.plan.runs[0].seeds) == own.FIRST_SEED
    assert ("no GPU" in found.why) == (not gpu)
    assert found.folder == own.suggested().folder


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
    with pytest.raises(ValueError, match="no preset 'large'"):
        Plan("large")
