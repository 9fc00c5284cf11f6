"""How fast the laboratory is on a card: the parts of ``benchmarks.gpu`` that measure times, memory and their bounds."""

import dataclasses
import os
import platform
import shutil
import subprocess

import numpy as np
import torch

from benchmarks import lab_steps, sweep_times
from benchmarks.cards import PUBLISHED, RECKONING, Card, reckoned
from benchmarks.gpu_job import Job, LeftOut
from simulations.laboratory import presets, times
from simulations.laboratory.plan import Plan
from simulations.laboratory.sweep import machine
from simulations.laboratory.train import CHUNK, Recipe

T4 = "Tesla T4"  # the card that Colab lends without pay
ASKED = "name,driver_version,memory.total,clocks.max.sm,clocks.max.mem,power.limit"
LONGEST = 15  # kernels that are told of a width


def environment(job: Job) -> dict:
    """The card, its driver and memory; the processor; the versions."""
    facts: dict = machine(job.device) | {"processor": times.processor(), "cores": os.cpu_count()}
    facts |= {"system": platform.platform(), "cuda": torch.version.cuda}
    if job.device == "cuda":
        card = torch.cuda.get_device_properties(0)
        facts |= {"memory": card.total_memory, "multiprocessors": card.multi_processor_count}
        facts |= {"capability": f"{card.major}.{card.minor}", "float32 products": torch.get_float32_matmul_precision()}
    if job.device == "cuda" and shutil.which("nvidia-smi"):
        command = ["nvidia-smi", f"--query-gpu={ASKED}", "--format=csv,noheader"]
        facts["nvidia-smi"] = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    for name, value in facts.items():
        job.say(f"  {name}: {value}")
    return facts


def smoke(job: Job) -> dict:
    """The smallest preset: whether anything runs, and what the start costs."""
    facts = sweep_times.timed(Plan("smoke"), job.runs / "smoke", device=job.device)
    job.say(f"  {facts['models']} models in {facts['seconds']:.1f} s")
    return facts


def sweep(job: Job) -> dict:
    """The preset's main panel, whole: its time, those of its sizes, and the card's memory."""
    facts = job.swept("first")
    job.say(f"  {facts['models']} models in {facts['seconds']:.1f} s")
    job.say("  a size: " + ", ".join(f"{width} {spent:.1f} s" for width, spent in facts["widths"].items()))
    if "allocated" in facts:
        job.say(f"  memory: {facts['allocated'] / 1e6:,.0f} MB of tensors, {facts['reserved'] / 1e6:,.0f} MB reserved")
    job.table("sizes", [{"width": width, "seconds": spent} for width, spent in facts["widths"].items()])
    return _tabled(job, facts, job.device)


def cpu(job: Job) -> dict:
    """The same on this machine's processor, by as many processes as it has cores, and the ratio of the times."""
    facts = _tabled(job, job.swept("cpu", device="cpu", workers=job.workers), "cpu")
    ratio = facts["seconds"] / job.of(sweep)["seconds"]
    job.say(f"  {facts['seconds']:.1f} s by {job.workers} processes: {ratio:.2f} times the time on {job.device}")
    widths = job.of(sweep)["widths"]
    job.table(
        "sizes", [{"width": w, "seconds": widths[w], "cpu_seconds": spent} for w, spent in facts["widths"].items()]
    )
    return facts | {"ratio": ratio}


def steps(job: Job) -> dict:
    """Where a step's time goes at every size: kernels, and the rest, in which none runs (of a processor: operations,
    and Python between them)."""
    rows, kernels = [], []
    for recipe in _recipes(job):
        found = lab_steps.work(recipe, seeds=_seeds(job), device=job.device)
        row = _step(job, recipe) | _busy(found)
        rows.append(row | {"idle": max(0.0, row["step"] - row["busy"])})
        kernels.append([{"width": recipe.width, **dataclasses.asdict(one)} for one in found[:LONGEST]])
        job.say(f"  width {recipe.width:3}: {_in_words(rows[-1])}")
    for row in (rows[0], rows[-1]):
        shares = ", ".join(f"{kind} {row[kind] / row['busy']:.0%}" for kind in lab_steps.KINDS)
        job.say(f"  of the busy time at width {row['width']}: {shares}")
    job.table("kernels", kernels[0] + kernels[-1])
    job.table("steps", rows)
    return {"seeds": _seeds(job), "widths": {row["width"]: row for row in rows}}


def peak(job: Job) -> dict:
    """A step's operations a second, against those of products of its own shape and of large square ones."""
    square = {name: lab_steps.square_peak(name, device=job.device) for name in ("float32", "bfloat16")}
    job.say("  large square: " + ", ".join(f"{name} {rate / 1e12:.2f} TFLOP/s" for name, rate in square.items()))
    rates = {}
    for recipe in _recipes(job):
        rate = lab_steps.operations(recipe) * _seeds(job) / job.of(steps)["widths"][recipe.width]["step"]
        shape = lab_steps.shape_peak(recipe, seeds=_seeds(job), device=job.device)
        rates[recipe.width] = {"rate": rate, "of_shape": rate / shape, "of_square": rate / square["float32"]}
        shares = f"{rate / shape:.1%} of its widest product's, {rate / square['float32']:.2%} of the float32 square's"
        job.say(f"  width {recipe.width:3}: {rate / 1e12:.3f} TFLOP/s, {shares}")
    return {"square": square, "widths": rates}


def plain(job: Job) -> dict:
    """The usual loop, a model after the other, on the same device: a step of a few sizes, and the whole sweep so."""
    recipes, ours = _recipes(job), job.of(steps)["widths"]
    few = [recipes[i] for i in sorted({0, len(recipes) // 2, len(recipes) - 1})]
    each = {recipe.width: lab_steps.plain_step(recipe, device=job.device) for recipe in few}
    for width, spent in each.items():
        ratio = spent * _seeds(job) / ours[width]["step"]
        job.say(f"  width {width:3}: {1e3 * spent:.2f} ms a model and step, {ratio:.1f} times ours")
    every = np.interp([recipe.width for recipe in recipes], list(each), list(each.values()))
    whole = float(every.sum()) * recipes[0].steps * _seeds(job)
    ratio = whole / job.of(sweep)["seconds"]
    job.say(f"  the sweep's training so, reckoned from these: {whole:,.0f} s, {ratio:.1f} times our whole sweep")
    return {"step": each, "sweep": whole, "ratio": ratio}


def t4(job: Job) -> dict:
    """What the sweep would take on a T4, reckoned from the profile."""
    here, there = _published(job), PUBLISHED[T4]
    rows, count = job.of(steps)["widths"], job.plan.runs[0].recipe.steps
    kinds = {width: {kind: row[kind] for kind in lab_steps.KINDS} for width, row in rows.items()}
    both = [reckoned(row["idle"], kinds[width], here=here, there=there) for width, row in rows.items()]
    rest = max(0.0, job.of(sweep)["seconds"] - count * sum(row["step"] for row in rows.values()))
    least, most = (rest + count * sum(column) for column in zip(*both, strict=True))
    job.say(f"  the same sweep on a {T4}: {least:.0f} to {most:.0f} s")
    job.say(f"  ({RECKONING};")
    job.say(f"  {rest:.0f} s of examinations and starts are unchanged, and the processor is taken for one like this)")
    facts = {"here": dataclasses.asdict(here), "there": dataclasses.asdict(there), "reckoning": RECKONING}
    return facts | {"least": least, "most": most, "rest": rest}


def _published(job: Job) -> Card:
    name = torch.cuda.get_device_name() if job.device == "cuda" else "a processor"
    if job.card is None and name not in PUBLISHED:
        raise LeftOut(f"no published figures of {name} are known here: give --bandwidth and --tflops")
    return job.card or PUBLISHED[name]


def _tabled(job: Job, facts: dict, device: str) -> dict:
    """The facts; of a preset that readers train, a row for the table of times is kept as well."""
    if job.preset in sweep_times.TABLED:
        job.times.append(dataclasses.asdict(sweep_times.row(facts, preset=job.preset, device=device)))
    return facts


def _recipes(job: Job) -> list[Recipe]:
    return [run.recipe for run in job.plan.runs]


def _seeds(job: Job) -> int:
    return presets.PRESETS[job.preset].seeds


def _step(job: Job, recipe: Recipe) -> dict:
    """Seconds a step of all models: as it is, without the recorded graph, and of drawing the problems."""
    seeds, where = _seeds(job), {"device": job.device}
    if job.device == "cuda":
        where |= {"warm": CHUNK, "timed": 2 * CHUNK}  # problems are drawn for so many steps at once
    step, unrecorded = (lab_steps.our_step(recipe, seeds=seeds, recorded=how, **where) * seeds for how in (True, False))
    drawing = lab_steps.drawing(recipe, seeds=seeds)
    return {"width": recipe.width, "step": step, "unrecorded": unrecorded, "drawing": drawing}


def _in_words(row: dict) -> str:
    """A row of steps.csv, in milliseconds a step of all models."""
    step, busy, unrecorded, drawing = (1e3 * row[name] for name in ("step", "busy", "unrecorded", "drawing"))
    return (
        f"{step:.2f} ms a step, busy {busy:.2f} in {row['launches']:.0f} launches; unrecorded {unrecorded:.2f}; "
        f"problems drawn in {drawing:.2f}"
    )


def _busy(found: list[lab_steps.Work]) -> dict:
    """Seconds a step in which kernels run, in all and by kind, and how many are launched."""
    kinds = lab_steps.by_kind(found)
    return {"busy": sum(kinds.values()), "launches": sum(one.times for one in found)} | kinds
