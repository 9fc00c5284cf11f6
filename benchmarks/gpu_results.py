"""Whether a card's results are to be trusted: the parts of ``benchmarks.gpu`` that hold results against results."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import torch

from benchmarks import as_colab, gpu_speed
from benchmarks.gpu_job import Job
from simulations import checkpoint
from simulations.laboratory.sweep import collect

ROOT = Path(__file__).resolve().parents[1]
METRICS = ("cross_entropy", "digit_accuracy", "exact_match")
ERRORS = 3  # standard errors within which two means of as many seeds are taken for the same
WAIT = 300  # seconds until the first size must be finished
NOTEBOOKS = ("laboratory", "circuits")


def agreement(job: Job) -> dict:
    """The mean of each size's models here and on the processor, against the spread of the processor's seeds."""
    job.of(gpu_speed.sweep)
    job.of(gpu_speed.cpu)
    here, there = (collect(job.plan.runs, job.runs / name).models for name in ("first", "cpu"))
    sizes = [(run.recipe.width, run.examination.items) for run in job.plan.runs]
    rows = [compared(here, there, width, metric, items) for width, items in sizes for metric in METRICS]
    job.table("agreement", rows)
    for row in rows:
        if row["metric"] == "exact_match":
            means = f"{row['here']:.4f} here, {row['cpu']:.4f} on the processor, spread {row['spread']:.4f}"
            job.say(f"  width {row['width']:3}: mean exact match {means}")
    outside = [f"{row['metric']} at width {row['width']}" for row in rows if not row["within"]]
    job.say(f"  {len(rows) - len(outside)} of {len(rows)} means within {ERRORS} standard errors")
    if outside:
        raise AssertionError(f"means further apart (agreement.csv has them): {', '.join(outside)}")
    return {"means": len(rows), "most_errors": max(row["errors"] for row in rows)}


def compared(here: list[dict], there: list[dict], width: int, metric: str, items: int) -> dict:
    """Means and spread (one standard deviation of a seed) of a metric at a width; ``within``: the means are apart by no
    more than ERRORS standard errors, and one problem of the examination."""
    one, two = (
        [row[metric] for row in rows if row["width"] == width and row["status"] == "ok"] for rows in (here, there)
    )
    spread = float(np.std(two, ddof=1)) if len(two) > 1 else 0.0
    apart, error = abs(np.mean(one) - np.mean(two)), spread * np.sqrt(1 / len(one) + 1 / len(two))
    return {
        "width": width,
        "metric": metric,
        "models": len(one),
        "cpu_models": len(two),
        "here": float(np.mean(one)),
        "cpu": float(np.mean(two)),
        "spread": spread,
        "errors": float(apart / error) if error else 0.0,
        "within": bool(apart <= ERRORS * error + 1 / items),
    }


def bits(job: Job) -> dict:
    """A second sweep like the first, in a process of its own: the same to the bit, or how far apart."""
    job.of(gpu_speed.sweep)
    again = job.swept("second")
    facts = apart(job, "second") | {"seconds": again["seconds"]}
    job.say(f"  {again['seconds']:.1f} s; {told(facts)}")
    return facts


def killed(job: Job) -> dict:
    """A sweep killed with no chance to tidy up, once a size is finished and another one begun; then ``resume``."""
    job.of(gpu_speed.sweep)
    folder, plan = job.runs / "killed", job.plan
    where = ["--workers", "1", "--device", job.device, "--folder", str(folder)]
    _killed_midway([*plan.command.split()[3:], *where], folder, saved=plan.runs[0].recipe.steps > 100)
    finished = {path: path.stat().st_mtime_ns for path in folder.glob("*.safetensors")}
    left = len(list(folder.glob("*.partial")))
    with _begun(["resume", *where], folder) as process:
        if process.wait():
            raise RuntimeError(f"`resume` failed: {_last_words(folder)}")
    kept = all(path.stat().st_mtime_ns == when for path, when in finished.items())
    facts = {"finished": len(finished), "unfinished": left, "kept": kept} | apart(job, "killed")
    job.say(f"  killed with {len(finished)} of {len(plan.runs)} sizes finished and {left} begun; then {told(facts)}")
    if not (kept and facts["same_rows"]):
        raise AssertionError(f"the table must be the undisturbed one's, not {facts}")
    return facts


def _killed_midway(options: list[str], folder: Path, *, saved: bool) -> None:
    """Start a sweep, and kill it as soon as a size is finished and, if it is ``saved`` on its way, another is begun."""
    with _begun(options, folder) as process:
        deadline = time.monotonic() + WAIT
        while process.poll() is None and time.monotonic() < deadline:
            if list(folder.glob("*.safetensors")) and (not saved or list(folder.glob("*.partial"))):
                break
            time.sleep(0.005)
        ended = process.poll()
        if ended is None:
            os.killpg(process.pid, signal.SIGKILL)
    if ended is not None or not list(folder.glob("*.safetensors")):
        raise RuntimeError(f"no size was finished, or all of them, before it could be killed: {_last_words(folder)}")


def _begun(options: list[str], folder: Path) -> subprocess.Popen:
    """The laboratory's command line at work, in a process group of its own; what it says goes into a file."""
    command = [sys.executable, "-m", "simulations.laboratory", *options]
    own = os.environ | {"PYTHONPATH": str(ROOT), "MPLBACKEND": "agg"}
    with _log(folder).open("wb") as log:
        return subprocess.Popen(command, env=own, start_new_session=True, stdout=log, stderr=log)


def _log(folder: Path) -> Path:
    return folder.with_suffix(".log")


def _last_words(folder: Path) -> str:
    return _log(folder).read_text(errors="replace").strip()[-500:]


def apart(job: Job, name: str) -> dict:
    """How far the sweep in ``runs/name`` is from the first: whether tables and weights are the same to the bit, and the
    most that a metric of a model, or a weight, differs."""
    first, other = (collect(job.plan.runs, job.runs / folder) for folder in ("first", name))
    weights = list(zip(_weights(job, "first"), _weights(job, name), strict=True))
    both = [(one, two) for one, two in zip(first.models, other.models, strict=True) if one["status"] == "ok"]
    rows = [(one[metric], two[metric]) for one, two in both if two["status"] == "ok" for metric in METRICS]
    return {
        "same_rows": (first.models, first.groups) == (other.models, other.groups),
        "same_weights": all(torch.equal(one, two) for one, two in weights),
        "metric": max((abs(one - two) for one, two in rows), default=0.0),
        "weight": max(float((one - two).abs().nan_to_num().max()) for one, two in weights),
    }


def _weights(job: Job, name: str) -> list[torch.Tensor]:
    """Every weight of every model of a sweep."""
    files = [checkpoint.read(job.runs / name / f"{run.key}.safetensors")[0] for run in job.plan.runs]
    return [tensors[key] for tensors in files for key in sorted(tensors) if key.startswith("weights.")]


def told(facts: dict) -> str:
    """What ``apart`` found, in words."""
    if facts["same_rows"] and facts["same_weights"]:
        return "the same to the bit as the first"
    return f"not the first's to the bit: a metric is up to {facts['metric']:.3g} apart, a weight {facts['weight']:.3g}"


def notebooks(job: Job) -> dict:
    """The committed notebooks of the chapters that train, run from top to bottom as Colab does."""
    found = {name: as_colab.run(ROOT / f"chapters/{name}.ipynb", job.runs / "notebooks") for name in NOTEBOOKS}
    for name, facts in found.items():
        job.say(f"  {name}: {facts['seconds']:.0f} s, {facts['by']}: {facts['said'][-1].strip('= ')}")
        for line in [] if facts["passed"] else facts["said"]:
            job.say(f"    {line}")
    if wrong := [name for name, facts in found.items() if not facts["passed"]]:
        raise AssertionError(f"notebooks that did not run through: {', '.join(wrong)}")
    return found
