"""How long the laboratory's sweep takes here, as rows of ``simulations/data/sweep_times.csv``.

    python -m benchmarks.sweep_times [--preset cpu,gpu] [--workers 1,2] [--device cpu]     # measures, and adds the rows
    python -m benchmarks.sweep_times --from gpu-report/report.json                         # adds those of a report

A row of the same device, preset and number of workers takes the older one's place. Measure on a quiet machine.
"""

import argparse
import dataclasses
import json
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import torch

from simulations import data, files
from simulations.laboratory import presets, times
from simulations.laboratory.plan import Plan
from simulations.laboratory.sweep import sweep
from simulations.laboratory.worker import end_with_parent

TABLED = ("cpu", "gpu")  # presets that readers train


def timed(plan: Plan, folder: Path, *, device: str, workers: int = 1) -> dict:
    """A whole sweep into ``folder``, in a process of its own that has PyTorch but has not used it yet.

    Its ``seconds``, those of each ``width``, the number of ``models``, and on a card the most memory (bytes) that its
    tensors and its allocator held.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=end_with_parent) as pool:
        return pool.submit(_timed, plan, folder, device, workers).result()


def _timed(plan: Plan, folder: Path, device: str, workers: int) -> dict:
    begun = time.perf_counter()
    found = sweep(plan.runs, folder, workers=workers, device=device)
    facts = {"seconds": time.perf_counter() - begun, "models": len(found.models), "workers": workers}
    facts["widths"] = {run.recipe.width: found.seconds[run.key] for run in plan.runs}
    if device == "cuda":
        facts["allocated"] = torch.cuda.max_memory_allocated()
        facts["reserved"] = torch.cuda.max_memory_reserved()
    return facts


def row(facts: dict, *, preset: str, device: str) -> times.Time:
    """What ``timed`` found, as a row of the table."""
    card = device == "cuda"
    return times.Time(
        device=torch.cuda.get_device_name() if card else times.processor(),
        kind=times.CARD if card else times.PROCESSOR,
        preset=preset,
        seeds=presets.PRESETS[preset].seeds,
        models=facts["models"],
        workers=facts["workers"],
        seconds=float(f"{facts['seconds']:.3g}"),
        torch=torch.__version__,
    )


def record(rows: list[times.Time]) -> Path:
    """Put rows into the table, each in the place of an older one of the same; the table's path."""
    kept = {one.of: one for one in [*times.measured(), *rows]}
    names = [field.name for field in dataclasses.fields(times.Time)]
    columns = {name: [getattr(one, name) for one in kept.values()] for name in names}
    path = Path(str(data.folder())) / f"{times.TABLE}.csv"
    files.write_table(path, columns, note=data.note(times.TABLE).splitlines())
    return path


def main(arguments: list[str] | None = None) -> None:
    """Measures what is asked for, or reads a report, and adds the rows."""
    chosen = _parser().parse_args(arguments)
    if chosen.report:
        rows = [times.Time(**one) for one in json.loads(chosen.report.read_text(encoding="utf-8"))["times"]]
    else:
        rows = [_measured(preset, workers, chosen.device) for preset in chosen.preset for workers in chosen.workers]
    print(f"{len(rows)} row{'' if len(rows) == 1 else 's'}: {record(rows)}")


def _measured(preset: str, workers: int, device: str) -> times.Time:
    where = presets.device(device)
    with tempfile.TemporaryDirectory() as folder:
        facts = timed(Plan(preset), Path(folder), device=where, workers=1 if where == "cuda" else workers)
    found = row(facts, preset=preset, device=where)
    print(f"{preset}: {found.models} models, {found.words}", flush=True)
    return found


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sweep_times", description=__doc__.splitlines()[0])
    parser.add_argument("--preset", type=_presets, default=TABLED, help="some of cpu,gpu (default both)")
    parser.add_argument("--workers", type=_numbers, default=(1, 2), help="processes on the CPU (default 1,2)")
    parser.add_argument("--device", choices=presets.DEVICES, default="cpu", help="default cpu")
    parser.add_argument("--from", dest="report", type=Path, metavar="FILE", help="a report of benchmarks/gpu.sh")
    return parser


def _presets(text: str) -> tuple[str, ...]:
    if left := {*text.split(",")} - {*TABLED}:
        raise argparse.ArgumentTypeError(f"must be some of {', '.join(TABLED)}, not {', '.join(sorted(left))}")
    return tuple(text.split(","))


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in text.split(","))


if __name__ == "__main__":
    try:
        main()
    except (ValueError, OSError) as error:
        sys.exit(f"error: {error}")
