"""Measured times: a sweep timed in a process of its own, and rows that take the place of older ones."""

import json

import pytest
import torch

from benchmarks import sweep_times
from simulations import data
from simulations.laboratory import times
from simulations.laboratory.plan import Plan
from tests.laboratory.tables import timed


@pytest.fixture
def table(tmp_path, monkeypatch):
    """A copy of the table, without a row."""
    note = "".join(f"# {line}\n" for line in data.note(times.TABLE).splitlines())
    (tmp_path / "sweep_times.csv").write_text(f"{note}device,kind,preset,seeds,models,workers,seconds,torch\n")
    monkeypatch.setattr(data, "folder", lambda: tmp_path)
    return tmp_path / "sweep_times.csv"


def test_a_row_takes_the_place_of_an_older_one_of_the_same(table):
    shipped = table.read_text()
    assert times.measured() == []
    first, other = timed(), timed(workers=1)
    sweep_times.record([first, other])
    sweep_times.record([timed(seconds=30.0)])
    assert times.measured() == [timed(seconds=30.0), other]
    assert table.read_text().startswith(shipped)


def test_a_reports_rows_are_added(table, tmp_path, capsys):
    report = tmp_path / "report.json"
    card = vars(timed(device="a card", kind="card", workers=1))
    report.write_text(json.dumps({"times": [card]}))
    sweep_times.main(["--from", str(report)])
    assert [vars(row) for row in times.measured()] == [card] and "1 row: " in capsys.readouterr().out


def test_a_sweep_is_timed_and_told(table, tmp_path, monkeypatch):
    facts = sweep_times.timed(Plan("smoke"), tmp_path / "runs", device="cpu")
    assert facts["models"] == 4 and list(facts["widths"]) == [2, 8] and facts["seconds"] > 0
    monkeypatch.setattr(times, "processor", lambda: "a processor")
    row = sweep_times.row(facts | {"seconds": 28.349}, preset="smoke", device="cpu")
    kept = timed(preset="smoke", seeds=2, models=4, workers=1, seconds=28.3, torch=torch.__version__)
    assert row == kept
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda: "a card")
    assert vars(sweep_times.row(facts, preset="smoke", device="cuda")) | {"seconds": 28.3} == vars(kept) | {
        "device": "a card",
        "kind": "card",
    }


def test_presets_that_nobody_waits_for_are_refused(capsys):
    with pytest.raises(SystemExit):
        sweep_times.main(["--preset", "smoke"])
    assert "must be some of cpu, gpu, not smoke" in capsys.readouterr().err
