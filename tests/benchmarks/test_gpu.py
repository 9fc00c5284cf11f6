"""What is asked of a graphics card, rehearsed on the processor; and that one part's fault stays its own."""

import csv
import json
import os
import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from conftest import ROOT
from torch.autograd import DeviceType

from benchmarks import as_colab, cards, gpu, gpu_results, gpu_speed, lab_steps
from benchmarks.gpu_job import Job
from simulations.laboratory.train import Recipe
from tests.laboratory.tables import timed

REHEARSED = ("--device", "cpu", "--preset", "smoke", "--workers", "1")
QUICK = [name for name in gpu.PARTS if name != "notebooks"]
TABLES = {"agreement.csv", "kernels.csv", "sizes.csv", "steps.csv"}


def report(folder):
    """What stands in a report's file."""
    return json.loads((folder / "report.json").read_text(encoding="utf-8"))


def test_the_whole_of_it_without_a_card(tmp_path):
    """As it is started where there is one, but for the notebooks; the published figures given are a T4's."""
    figures = ["--bandwidth", "320", "--tflops", "8.1"]
    command = [ROOT / "benchmarks/gpu.sh", tmp_path / "found", *REHEARSED, "--parts", ",".join(QUICK), *figures]
    own = os.environ | {"PYTHON": sys.executable}
    done = subprocess.run(command, cwd=tmp_path, env=own, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    found = report(tmp_path / "found")
    assert list(found["facts"]) == QUICK and found["failed"] == {} and found["times"] == []
    assert {path.name for path in (tmp_path / "found").iterdir()} == {"report.json", "report.txt", *TABLES}
    assert (tmp_path / "found/report.txt").read_text() in done.stdout
    facts = found["facts"]
    assert facts["bits"]["same_weights"] and facts["killed"] | {"same_rows": True, "kept": True} == facts["killed"]
    assert facts["agreement"] == {"means": 6, "most_errors": 0.0}
    assert facts["t4"]["least"] == pytest.approx(facts["t4"]["most"])
    rows = list(csv.DictReader((tmp_path / "found/steps.csv").read_text(encoding="utf-8").splitlines()))
    assert [row["width"] for row in rows] == ["2", "8"]
    for row in rows:
        kinds = sum(float(row[kind]) for kind in lab_steps.KINDS)
        assert kinds == pytest.approx(float(row["busy"]), rel=1e-3) and float(row["step"]) > 0


def test_a_part_that_fails_stops_no_other_and_is_named(tmp_path, monkeypatch, capsys):
    def broken(job):
        raise ZeroDivisionError("on purpose")

    def leaning(job):
        return job.of(broken)

    for part in (broken, leaning):
        monkeypatch.setitem(gpu.PARTS, part.__name__, part)
    assert gpu.main([str(tmp_path), *REHEARSED, "--parts", "broken,leaning,t4,environment"]) == 1
    said = capsys.readouterr().out
    ends = {line.split()[0]: line.split("  ")[-1] for line in said.strip().splitlines()[-4:]}
    assert ends == {"broken": "FAILED", "leaning": "FAILED", "t4": "left out", "environment": "passed"}
    assert "ZeroDivisionError: on purpose" in said and "it needs broken, which failed" in said
    found = report(tmp_path)
    assert "on purpose" in found["failed"]["broken"] and found["facts"]["environment"]["torch"] == torch.__version__


def test_no_part_begins_when_the_time_is_over(tmp_path, capsys):
    assert gpu.main([str(tmp_path), *REHEARSED, "--minutes", "0"]) == 0
    said = capsys.readouterr().out
    assert all(f"\n{name:12}         left out: 0 minutes are over" in f"\n{said}" for name in gpu.PARTS)


def test_times_are_recorded_where_that_is_asked_for(tmp_path, monkeypatch, capsys):
    row = timed(device="a card", kind="card", preset="gpu", seeds=20, models=240, workers=1)

    def swept(job):
        job.times.append(vars(row))
        return {}

    recorded = []
    monkeypatch.setitem(gpu.PARTS, "swept", swept)
    monkeypatch.setattr(gpu.sweep_times, "record", lambda rows: recorded.extend(rows) or "there")
    assert gpu.main([str(tmp_path), "--device", "cpu", "--parts", "swept", "--record"]) == 0
    assert recorded == [row] and report(tmp_path)["times"] == [vars(row)]
    with pytest.raises(SystemExit):
        gpu.main([str(tmp_path), *REHEARSED, "--record"])
    assert "preset must be cpu or gpu with --record, not smoke" in capsys.readouterr().err


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a card")
def test_without_a_card_it_says_how_to_rehearse(tmp_path, capsys):
    assert gpu.main([str(tmp_path / "found")]) == 2
    assert "must be cpu where PyTorch sees no GPU, not 'cuda': `--device cpu` rehearses" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        gpu.main(["--parts", "all"])
    assert "must be some of environment, smoke, " in capsys.readouterr().err


@pytest.mark.parametrize(
    "words, said",
    [
        (["{place}/file"], "File exists"),
        (["{place}/file/below"], "Not a directory"),
        (["{place}", "--workers", "0"], "workers must be a whole number, 1 to 1,000, not 0"),
        (["{place}", "--minutes", "nan"], "minutes must be 0 or more, not nan"),
        (["{place}", "--bandwidth", "-1"], "bandwidth must be above 0, not -1.0"),
        (["{place}", "--parts", "nothing"], "must be some of environment, "),
    ],
)
def test_what_cannot_be_asked_for_is_said_in_a_sentence(tmp_path, capsys, words, said):
    (tmp_path / "file").touch()
    try:
        ended = gpu.main([word.format(place=tmp_path) for word in words] + ["--device", "cpu", "--preset", "smoke"])
    except SystemExit as stop:
        ended = stop.code
    assert ended == 2 and said in capsys.readouterr().err


def test_the_card_is_described(tmp_path, monkeypatch, capsys):
    card = SimpleNamespace(total_memory=16 * 2**30, multi_processor_count=40, major=7, minor=5)
    monkeypatch.setattr(torch.cuda, "get_device_properties", lambda index: card)
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda: "Tesla T4")
    facts = gpu_speed.environment(Job("cuda", "smoke", 1, tmp_path, tmp_path))
    assert facts["device"] == "Tesla T4" and facts["capability"] == "7.5" and facts["multiprocessors"] == 40
    assert "memory: 17179869184" in capsys.readouterr().out


def test_a_cards_kernels_are_told_apart():
    """As CUDA's libraries and PyTorch name them; what the processor does to start them is left out."""
    names = {
        "ampere_sgemm_128x64_nn": lab_steps.PRODUCTS,
        "Memcpy HtoD (Pageable -> Device)": lab_steps.COPIES,
        "void at::native::vectorized_elementwise_kernel<4, at::native::FillFunctor<float> >": lab_steps.COPIES,
        "void at::native::reduce_kernel<512, 1>": lab_steps.OTHERS,
    }
    for name, kind in names.items():
        event = SimpleNamespace(key=name, device_type=DeviceType.CUDA, count=40, self_device_time_total=100.0)
        found = lab_steps._of_card(event)
        assert (found.kind, found.times, found.seconds) == (kind, 2, pytest.approx(5e-6))
        assert lab_steps._of_card(SimpleNamespace(key=name, device_type=DeviceType.CPU)) is None


def test_operations_of_a_step_by_hand():
    """Width 2, batch 1, eight digits: 26 symbols read, nine answers."""
    table, attention, along = 36 * 16, 2 * 9 * 36 * 28 + 9 * 36 * 2, 9 * (32 + 20)
    muon = 5 * (12 * 8 + 2 * (8 * 8 + 8))
    assert lab_steps.operations(Recipe(width=2, batch=1)) == 2 * (3 * (table + attention + along) + muon)


def test_a_card_half_as_fast_takes_twice_as_long_at_the_most():
    here, there = cards.Card("here", bandwidth=300, tflops=40), cards.Card("there", bandwidth=100, tflops=10)
    kinds = {lab_steps.PRODUCTS: 2.0, lab_steps.OTHERS: 1.0}
    assert cards.reckoned(0.5, kinds, here=here, there=there) == (3.5, 0.5 + 2 * 4 + 1 * 3)
    assert cards.reckoned(0.5, kinds, here=here, there=here) == (3.5, 3.5)


def test_means_are_held_against_the_spread_of_seeds():
    def rows(*values):
        return [{"width": 4, "status": "ok", "exact_match": value} for value in values]

    there = rows(0.1, 0.2, 0.3, 0.4)
    found = gpu_results.compared(rows(0.2, 0.3, 0.4, 0.5), there, 4, "exact_match", 4_000)
    spread = np.std([0.1, 0.2, 0.3, 0.4], ddof=1)
    assert found["spread"] == pytest.approx(spread) and found["errors"] == pytest.approx(0.1 / (spread * 0.5**0.5))
    assert found["within"] and not gpu_results.compared(rows(0.9, 0.9), there, 4, "exact_match", 4_000)["within"]
    none = rows(0, 0)
    assert gpu_results.compared(rows(0, 1 / 4_000), none, 4, "exact_match", 4_000)["within"]
    diverged = [{"width": 4, "status": "diverged", "exact_match": None}]
    assert gpu_results.compared(rows(0.1, 0.3) + diverged, there, 4, "exact_match", 4_000)["models"] == 2


@pytest.mark.parametrize("by", ["nbval", "IPython"])
def test_a_notebook_is_run_as_at_colab(tmp_path, monkeypatch, by):
    if by == "IPython":
        monkeypatch.setattr(as_colab, "NEEDED", ("nbval_that_nobody_has",))
    told = "import os\nfrom simulations import words\nassert 'EXPLORER_HOST' not in os.environ\nprint(os.getcwd())"
    for source, passes in ((told, True), ("1 / 0", False)):
        cell = {"cell_type": "code", "id": "one", "source": source, "metadata": {}, "outputs": []}
        path = tmp_path / "notebook.ipynb"
        path.write_text(
            json.dumps(
                {"cells": [cell | {"execution_count": None}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
            )
        )
        found = as_colab.run(path, tmp_path / "elsewhere")
        assert (found["passed"], found["by"]) == (passes, by), found["said"]


@pytest.mark.parametrize("name", ["", "none.ipynb", "../..", "text.ipynb", "list.ipynb", "x" * 5000])
def test_what_is_no_notebook_is_not_run_as_at_colab(tmp_path, monkeypatch, capsys, name):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "text.ipynb").write_text("no JSON", encoding="utf-8")
    (tmp_path / "list.ipynb").write_text("[1]", encoding="utf-8")
    with pytest.raises(SystemExit) as stop:
        as_colab.main([name])
    assert stop.value.code == 2 and "must be a notebook's path, not" in capsys.readouterr().err
