"""The sweep: nothing is lost when it is killed, nothing damaged is used, and the table is the same to the bit."""

import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures.process import BrokenProcessPool
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from simulations import checkpoint, data
from simulations.data import note, table
from simulations.laboratory import __main__ as command_line, presets, report, result, shipped
from simulations.laboratory.examination import Examination
from simulations.laboratory.plan import Plan
from simulations.laboratory.sweep import Run, collect, finish, pending, sweep
from simulations.laboratory.task import Task
from simulations.laboratory.train import Recipe, Training

torch.set_num_threads(1)
ROOT = Path(__file__).parents[2]
TASK = Task(digits=3)
QUICK = Examination(items=300, each=20)


def small(panel="main", *, width=4, steps=6, seeds=(0, 1), watch=(), **changes):
    recipe = Recipe(width=width, task=TASK, steps=steps, batch=8, **changes)
    return Run(panel, recipe, seeds, watch, watch_items=50, examination=QUICK)


RUNS = [small(width=2), small(width=4), small("time", width=4, watch=(1, 2, 4))]


def tables(found):
    return found.models, found.steps, found.groups


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The rows of an undisturbed sweep."""
    return sweep(RUNS, tmp_path_factory.mktemp("whole"))


def test_a_row_a_model_a_step_and_a_group(whole):
    assert [(row["width"], row["seed"]) for row in whole.models] == [(2, 0), (2, 1), (4, 0), (4, 1), (4, 0), (4, 1)]
    assert [row["step"] for row in whole.steps if row["seed"] == 1] == [1, 2, 4]
    sizes = [row["parameters"] for row in whole.models[:4:2]]
    assert list(whole.predictions) == sizes and whole.predictions[sizes[1]]["log_probs"].shape == (2, 256, 4)
    assert {(row["width"], row["parameters"]) for row in whole.groups} == {(2, sizes[0]), (4, sizes[1])}
    assert not whole.missing


def test_the_loss_of_a_row_is_the_mean_of_its_last_twenty_steps(tmp_path):
    run = small(width=2, steps=30)
    rows = sweep([run], tmp_path).models
    losses = Training(run.recipe, run.seeds).run().losses
    assert [row["training_loss"] for row in rows] == pytest.approx(losses[10:].mean(0), rel=1e-5)
    assert len(losses) == 30 and rows[0]["training_loss"] != pytest.approx(losses[9:].mean(0)[0], rel=1e-4)


class Killed(BaseException):
    pass


@pytest.mark.parametrize("save_every", [1, 4])
def test_a_run_killed_after_any_write_ends_the_same(tmp_path, monkeypatch, whole, save_every):
    """Every file that a run writes is a moment at which it may be killed: after, and in the midst of, the write."""
    run, write, writes = RUNS[2], checkpoint.write_whole, []

    def counted(path, content, *, deadly):
        writes.append(path)
        if len(writes) == deadly:
            path.parent.mkdir(exist_ok=True)
            (path.parent / f".{path.name}.1").write_bytes(content[: len(content) // 2])
            raise Killed
        write(path, content)
        if len(writes) == deadly + 0.5:
            raise Killed

    for deadly in [number + half for number in range(1, 8) for half in (0, -0.5)]:
        folder = tmp_path / f"{deadly}"
        writes.clear()
        monkeypatch.setattr(checkpoint, "write_whole", partial(counted, deadly=deadly))
        try:
            finish(run, folder, save_every=save_every)
        except Killed:
            monkeypatch.setattr(checkpoint, "write_whole", write)
            finish(run, folder, save_every=save_every)
        found = collect([run], folder)
        assert found.steps == whole.steps
        assert found.models == whole.models[4:]


def test_a_sweep_of_processes_killed_outright_ends_with_the_same_table(tmp_path):
    """SIGKILL to the whole process group as soon as one run is finished; then `resume`, and an undisturbed sweep."""
    command = [sys.executable, "-m", "simulations.laboratory"]
    options = ["--preset", "smoke", "--panels", "main,uniform", "--precision", "float32", "--workers", "1"]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    killed, calm = tmp_path / "killed", tmp_path / "calm"
    started = [*command, "sweep", *options, "--folder", str(killed)]
    with subprocess.Popen(started, env=environment, start_new_session=True, stderr=subprocess.DEVNULL) as process:
        deadline = time.monotonic() + 60
        while not list(killed.glob("*.safetensors")) and time.monotonic() < deadline:
            time.sleep(0.005)
        os.killpg(process.pid, signal.SIGKILL)
    finished = {path.name: path.stat().st_mtime_ns for path in killed.glob("*.safetensors")}
    assert 1 <= len(finished) < 3
    assert command_line.main(["resume", "--folder", str(killed), "--workers", "1"]) == 0
    assert all((killed / name).stat().st_mtime_ns == when for name, when in finished.items())
    assert command_line.main(["sweep", *options, "--folder", str(calm)]) == 0
    for name in ("arithmetic_models.csv", "arithmetic_groups.csv", "arithmetic_predictions.npz"):
        assert (killed / name).read_bytes() == (calm / name).read_bytes()


@pytest.mark.parametrize("harm", ["shortened", "one bit", "another run's", "not ours", "empty"])
def test_damaged_and_foreign_files_are_named_and_set_aside(tmp_path, whole, harm):
    folder = tmp_path / "runs"
    sweep(RUNS[:2], folder)
    path, other = (folder / f"{run.key}.safetensors" for run in RUNS[:2])
    content = bytearray(path.read_bytes())
    if harm == "shortened":
        path.write_bytes(content[:-10])
    elif harm == "one bit":
        content[-100] ^= 1
        path.write_bytes(content)
    elif harm == "another run's":
        path.write_bytes(other.read_bytes())
    elif harm == "not ours":
        from safetensors.torch import save

        path.write_bytes(save({"weights": torch.zeros(3)}))
    else:
        path.write_bytes(b"")
    said = []
    assert pending(RUNS[:2], folder, say=said.append) == RUNS[:1]
    assert len(said) == 1 and path.name in said[0] and (folder / f"{path.name}.damaged-1").exists()
    again = sweep(RUNS[:2], folder, say=said.append)
    assert again.models == whole.models[:4] and len(said) == 1


def test_a_damaged_checkpoint_is_set_aside(tmp_path, capsys, whole):
    run = RUNS[2]
    (tmp_path / f"{run.key}.partial").write_bytes(b"not a checkpoint")
    finish(run, tmp_path)
    assert "set aside" in capsys.readouterr().out
    assert collect([run], tmp_path).models == whole.models[4:]


def test_a_run_leaves_its_process_the_smallest_numbers(tmp_path, monkeypatch):
    seen = []
    monkeypatch.setattr(Examination, "sit", lambda *_: seen.append(smallest()) or 1 / 0)
    with pytest.raises(ZeroDivisionError):
        finish(small(steps=1), tmp_path)
    assert seen == [0.0] and smallest() > 0


def smallest() -> float:
    """Half of the least normal number of single precision, by the processor."""
    return float(torch.tensor(2.0**-126) * torch.tensor(0.5))


def test_weights_are_not_saved_over_a_pipe(tmp_path, capsys):
    os.mkfifo(tmp_path / "pipe")
    assert command_line.main(["train", "--steps", "100000", "--save", str(tmp_path / "pipe")]) == 1  # before it trains
    assert "must be a plain file" in capsys.readouterr().err and (tmp_path / "pipe").is_fifo()


def test_divergence_is_recorded_and_reported(tmp_path):
    found = sweep([small(rate=1e9, clip=1e9, steps=20)], tmp_path)
    assert {row["status"] for row in found.models} == {"diverged"}
    assert all(row["exact_match"] is None and row["diverged_at"] is not None for row in found.models)
    assert "half the learning rates" in report.summary(found)


def test_two_processes_make_the_same_table_as_one(tmp_path, whole):
    assert tables(sweep(RUNS, tmp_path, workers=2)) == tables(whole)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="the processes' children are read from /proc")
def test_workers_end_when_their_parent_is_killed(tmp_path):
    """SIGKILL to the parent alone, which has no chance to tell its workers: within seconds none of them is left."""
    code = (
        "import sys; from pathlib import Path; from simulations.laboratory import sweep, train\n"
        "runs = [sweep.Run('main', train.Recipe(width=width, batch=4, steps=1_000_000), (0,)) for width in (2, 4)]\n"
        "if __name__ == '__main__': sweep.sweep(runs, Path(sys.argv[1]), workers=2)"
    )
    script = tmp_path / "long_sweep.py"
    script.write_text(code)
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, str(script), str(tmp_path / "runs")], env=environment) as process:
        both = until(lambda: len(list((tmp_path / "runs").glob("*.partial"))) == 2, seconds=120)
        children = [path.read_text().split() for path in Path(f"/proc/{process.pid}/task").glob("*/children")]
        process.kill()
    children = sum(children, [])
    assert both and len(children) == 2  # the worker, and the one that Python has for its semaphores
    assert until(lambda: not any(map(alive, children)), seconds=20)


def test_a_killed_worker_is_reported_and_what_was_finished_is_kept(tmp_path, monkeypatch, whole):
    def killed(task, run):
        raise BrokenProcessPool("a process was terminated abruptly")

    broken = SimpleNamespace(submit=lambda task, run: SimpleNamespace(result=lambda: killed(task, run)))
    monkeypatch.setattr("simulations.laboratory.sweep._pool", lambda workers: nullcontext(broken))
    with pytest.raises(RuntimeError, match="a worker was killed.*Start the same command again"):
        sweep(RUNS, tmp_path, workers=2)
    monkeypatch.undo()
    assert tables(sweep(RUNS, tmp_path)) == tables(whole)


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def until(true, *, seconds):
    deadline = time.monotonic() + seconds
    while not true() and time.monotonic() < deadline:
        time.sleep(0.05)
    return true()


def test_presets_and_panels():
    for name, preset in presets.PRESETS.items():
        runs = presets.grid(name, panels=tuple(presets.PANELS))
        assert len({run.key for run in runs}) == len(runs) == len(preset.widths) + 4 * len(preset.widths[::2]) + 2
    assert len(presets.PRESETS["cpu"].widths) >= 10 and presets.PRESETS["cpu"].seeds >= 5
    assert {run.recipe.task.skew for run in presets.grid("cpu", panels=("uniform",))} == {0}
    with pytest.raises(ValueError, match="preset must be one of smoke, glance, cpu, gpu, not 'large'"):
        presets.grid("large")
    with pytest.raises(ValueError, match="panel must be one of main, .*, not 'zipf'"):
        presets.grid("cpu", panels=("zipf",))
    watched = presets.watched_steps(1600)
    assert watched[0] == 1 and watched[-1] == 1600
    ratios = np.diff(np.log(watched[-12:]))  # early steps are too few for even ratios
    np.testing.assert_allclose(ratios, np.log(1600) / (presets.WATCHED - 1), rtol=0.05)


def test_the_command_line_says_what_is_wrong(tmp_path, capsys):
    assert command_line.main(["resume", "--folder", str(tmp_path)]) == 1
    assert "holds no sweep.json" in capsys.readouterr().err
    (tmp_path / "sweep.json").write_text("{")
    assert command_line.main(["resume", "--folder", str(tmp_path)]) == 1
    assert "is damaged" in capsys.readouterr().err
    for damaged in (b"[" * 100_000, b"\xff", b'{"panels": ["nothing"]}', b'{"panels": ["main"], "seeds": 1000000000}'):
        (tmp_path / "sweep.json").write_bytes(damaged)
        assert command_line.main(["resume", "--folder", str(tmp_path)]) == 1
        assert f"{tmp_path / 'sweep.json'} is damaged" in capsys.readouterr().err
    assert command_line.main(["sweep", "--panels", "nothing", "--folder", str(tmp_path)]) == 1
    assert "panel must be one of main" in capsys.readouterr().err
    if not torch.cuda.is_available():
        assert command_line.main(["sweep", "--device", "cuda", "--folder", str(tmp_path)]) == 1
        assert "where PyTorch sees no GPU" in capsys.readouterr().err


def heads(text):
    """What each line of a table's note is about."""
    return [line.split(":")[0] for line in text.splitlines()]


def test_a_finished_sweep_is_shipped_as_the_chapters_read_it(tmp_path, monkeypatch, capsys):
    """A sweep of seconds stands in for the shipped one: its tables carry their notes, and are read as those are."""
    runs, to = tmp_path / "runs", tmp_path / "data"
    monkeypatch.setattr(report, "draw_all", lambda tables, folder: [])  # pictures are others' to test
    ship = ["ship", "--folder", str(runs), "--to", str(to)]
    options = ["--preset", "smoke", "--precision", "float32", "--workers", "1", "--folder", str(runs)]
    assert command_line.main(["sweep", *options]) == 0 and command_line.main(ship) == 1
    assert "as tables must have the panels main, uniform, full, " in capsys.readouterr().err
    with monkeypatch.context() as patch:
        patch.setattr(command_line.sweep, "sweep", lambda *arguments, **named: sys.exit("stopped"))
        with pytest.raises(SystemExit):
            command_line.main(["sweep", *options, "--panels", "all"])
    (runs / "machine.json").unlink()
    assert command_line.main(ship) == 1 and not to.exists()
    assert "must be finished, not 6 of 8 runs unfinished: `resume --folder" in capsys.readouterr().err
    assert command_line.main(["resume", "--folder", str(runs), "--workers", "1"]) == 0
    assert command_line.main(ship) == 0
    names = {path.name for path in data.folder().iterdir() if path.name.startswith("arithmetic_")}
    assert {path.name for path in to.iterdir()} == names - {"arithmetic_seeds.csv"}
    shipped_before = {
        name: (table(name).keys(), heads(note(name)))
        for name in ("arithmetic_models", "arithmetic_steps", "arithmetic_groups")
    }
    monkeypatch.setattr(data, "folder", lambda: to)
    for name in shipped_before:
        columns, lines = shipped_before[name]
        assert data.table(name).keys() == columns
        assert heads(data.note(name).replace("same 300 problems", "same 4,000 problems")) == lines
        assert "--preset smoke --panels all --precision float32" in data.note(name)


def test_the_table_of_many_seeds_is_shipped_alone(tmp_path, monkeypatch, capsys):
    runs, to = tmp_path / "runs", tmp_path / "data"
    monkeypatch.setattr(report, "draw_all", lambda tables, folder: [])
    options = ["--preset", "smoke", "--seeds", "3", "--precision", "float32", "--workers", "1", "--folder", str(runs)]
    ship = ["ship", "--folder", str(runs), "--to", str(to), "--what", "seeds"]
    assert command_line.main(["sweep", *options]) == 0 and command_line.main(ship) == 1 and not to.exists()
    assert "must have the panels main, uniform, not main: `sweep --panels main,uniform`" in capsys.readouterr().err
    assert command_line.main(["sweep", *options, "--panels", "main,uniform"]) == 0 and command_line.main(ship) == 0
    shipped_before, lines = shipped.many_seeds(), heads(note("arithmetic_seeds"))
    assert [path.name for path in to.iterdir()] == ["arithmetic_seeds.csv"]
    monkeypatch.setattr(data, "folder", lambda: to)
    made = shipped.many_seeds()
    assert made.keys() == shipped_before.keys() and set(made["panel"]) == {"main", "uniform"} and len(made["seed"]) == 9
    assert heads(note("arithmetic_seeds").replace("same 300 problems", "same 4,000 problems")) == lines


def test_train_prints_and_saves(tmp_path, capsys):
    path = tmp_path / "weights.safetensors"
    options = ["--width", "4", "--seeds", "2", "--steps", "10", "--batch", "8", "--digits", "2", "--save", str(path)]
    assert command_line.main(["train", *options]) == 0
    assert "seed 1: cross-entropy" in capsys.readouterr().out
    tensors, facts = checkpoint.read(path)
    assert facts["seeds"] == [0, 1] and Recipe.from_description(facts["recipe"]).width == 4
    assert tensors["weights.head"].shape == (2, 4, 10) and "optimiser.mean.head" in tensors


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("--seeds", 30 * "9", "seeds must be a whole number, 1 to 1,000, not"),
        ("--seeds", "0", "seeds must be a whole number, 1 to 1,000, not 0"),
        ("--steps", 30 * "9", "steps must be a whole number, 1 to 1,000,000,000, not"),
        ("--matrix-rate", "inf", "matrix_rate must lie between 0 and 1e+12, both excluded, not inf"),
        ("--rate", "1e30", "rate must lie between 0 and"),
    ],
)
def test_train_names_what_cannot_be(option, value, message, capsys):
    assert command_line.main(["train", "--width", "2", "--batch", "2", "--steps", "2", option, value]) == 1
    assert f"error: {message}" in capsys.readouterr().err


def test_what_a_diverged_model_gave_is_kept_as_the_faintest():
    assert shipped.quantised(np.array([np.nan, 0.0, -1e9])).tolist() == [255, 0, 255]


def test_report_redraws_the_shipped_tables(tmp_path):
    assert command_line.main(["report", "--to", str(tmp_path)]) == 0
    drawn = {path.name for path in tmp_path.glob("*.svg")}
    assert {"models-main-exact-match.svg", "steps-time-cross-entropy.svg"} <= drawn


def test_the_shipped_tables_say_what_made_them():
    models = table("arithmetic_models")
    main = models["panel"] == "main"
    assert len(set(models["parameters"][main])) >= 10 and len(set(models["seed"][main])) >= 5
    assert models["parameters"][main].min() < 200 and models["parameters"][main].max() > 90_000
    for name in ("arithmetic_models", "arithmetic_steps", "arithmetic_groups"):
        assert "Made by: python -m simulations.laboratory sweep --preset" in note(name) and "torch 2" in note(name)


def test_the_shipped_groups_have_their_models_sizes():
    models, groups = shipped.models(), shipped.groups()
    main = models["panel"] == "main"
    sizes = dict(zip(models["width"][main], models["parameters"][main], strict=True))
    assert groups["parameters"].tolist() == [sizes[width] for width in groups["width"]]


def test_shipped_predictions_agree_with_the_shipped_table():
    """256 problems of the table's 4,000: exact match within four standard errors and a little for the bytes."""
    sizes, first, second, kept = shipped.predictions()
    models = shipped.models()
    for size, right in zip(sizes, kept.right, strict=True):
        rows = (models["panel"] == "main") & (models["parameters"] == size)
        expected = models["exact_match"][rows][np.argsort(models["seed"][rows])]
        error = 4 * np.sqrt(expected * (1 - expected) / 256) + 0.01
        assert np.all(np.abs(right.all(-1).mean(-1) - expected) < error)
    powers = 10 ** np.arange(9)
    np.testing.assert_array_equal(kept.target @ powers, first + second)


def test_a_readers_result_round_trips(whole):
    content = result.read(result.as_json(whole, Plan("smoke"), machine={"device": "CPU"}))
    assert len(content["models"]) == 4 and content["seeds"] == [0, 1] and content["student"] is None
    assert content["recipe"]["task"]["skew"] == 0.75 and "width" not in content["recipe"]
    assert content["command"] == Plan("smoke").command and content["examination"] == {"items": 300, "each": 50}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda content: content.update(format="other"), "not a laboratory result"),
        (lambda content: content.update(version=2), "version 2; version 3"),
        (lambda content: content.update(models=[]), "1 to 5,000"),
        (lambda content: content["models"][1].update(exact_match=1.5), "model 2: exact_match .* not 1.5"),
        (lambda content: content["models"][0].update(status="fine"), "model 1: status"),
        (lambda content: content["models"][0].update(parameters="<b>"), "model 1: parameters"),
        (lambda content: content["models"][2].pop("brier_score"), "model 3: brier_score"),
    ],
)
def test_a_wrong_result_is_refused_with_its_place(whole, change, message):
    content = json.loads(result.as_json(whole, Plan("smoke"), machine={}))
    change(content)
    with pytest.raises(ValueError, match=message):
        result.read(json.dumps(content))
    with pytest.raises(ValueError, match="not JSON"):
        result.read("{")
