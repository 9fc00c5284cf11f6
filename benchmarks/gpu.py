"""Everything that a graphics card should be asked about the laboratory, in about ten minutes: ``benchmarks/gpu.sh``.

    benchmarks/gpu.sh [FOLDER] [--preset gpu] [--parts sweep,cpu] [--minutes 10] [--record]
    benchmarks/gpu.sh --device cpu --preset smoke      # a rehearsal without a card

Prints what it finds and writes it into FOLDER (``gpu-report``): report.json and report.txt after each part, and tables
of sizes, steps, kernels and agreement. A part that fails does not stop the others; the sum at the end names it. No
network is used, and no package beside the laboratory's own.
"""

import argparse
import os
import sys
import tempfile
import time
import traceback
from pathlib import Path

from benchmarks import gpu_results, gpu_speed, sweep_times
from benchmarks.cards import Card
from benchmarks.gpu_job import Job, LeftOut, Part
from simulations import check, files
from simulations.laboratory import presets, times

PARTS: dict[str, Part] = {
    part.__name__: part
    for part in (
        gpu_speed.environment,
        gpu_speed.smoke,
        gpu_speed.sweep,
        gpu_speed.cpu,
        gpu_results.agreement,
        gpu_speed.steps,
        gpu_speed.peak,
        gpu_speed.plain,
        gpu_speed.t4,
        gpu_results.bits,
        gpu_results.killed,
        gpu_results.notebooks,
    )
}
MOST_WORKERS = 16


def main(arguments: list[str] | None = None) -> int:
    """Does the parts that are asked for; 0 where none failed."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    if chosen.record and chosen.preset not in sweep_times.TABLED:
        parser.error(f"preset must be {' or '.join(sweep_times.TABLED)} with --record, not {chosen.preset}")
    try:
        _checked(chosen)
    except ValueError as error:
        parser.error(str(error))
    try:
        device = presets.device(chosen.device)
    except ValueError as error:
        print(f"error: {error}: `--device cpu` rehearses", file=sys.stderr)
        return 2
    try:
        files.must_take(chosen.folder)
        return _asked(chosen, device)
    except OSError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2


def _asked(chosen: argparse.Namespace, device: str) -> int:
    card = Card("as given", chosen.bandwidth, chosen.tflops) if chosen.bandwidth and chosen.tflops else None
    with tempfile.TemporaryDirectory() as runs:
        job = Job(device, chosen.preset, chosen.workers, chosen.folder, Path(runs), card)
        results = {name: done(job, name, minutes=chosen.minutes) for name in chosen.parts}
    if chosen.record and job.times:
        job.say(f"rows added: {sweep_times.record([times.Time(**row) for row in job.times])}")
    job.say("\n" + summary(job, results))
    job.write()
    return int("FAILED" in results.values())


def done(job: Job, name: str, *, minutes: float) -> str:
    """Do a part, unless so many minutes have passed: "passed", "FAILED" or "left out", and why."""
    if time.monotonic() - job.begun > 60 * minutes:
        return f"left out: {minutes:g} minutes are over"
    job.say(f"\n== {name}")
    try:
        job.of(PARTS[name])
        return "passed"
    except LeftOut as why:
        job.say(f"  left out: {why}")
        return "left out"
    except Exception as error:
        job.failed[name] = traceback.format_exc()
        job.say(f"  FAILED: {type(error).__name__}: {error}")
        return "FAILED"
    finally:
        job.write()


def summary(job: Job, results: dict[str, str]) -> str:
    """A line for each part: its name, its seconds, its result."""
    spent = {name: f"{job.seconds[name]:.0f} s" if name in job.seconds else "" for name in results}
    return "\n".join(f"{name:12} {spent[name]:>6}  {result}" for name, result in results.items())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="benchmarks/gpu.sh", description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=Path("gpu-report"), help="default gpu-report")
    parser.add_argument("--device", choices=("cuda", "cpu"), default="cuda", help="cpu: a rehearsal (default cuda)")
    parser.add_argument("--preset", choices=tuple(presets.PRESETS), default="gpu", help="default gpu")
    parser.add_argument("--parts", type=_parts, default=tuple(PARTS), help=f"some of {','.join(PARTS)} (default all)")
    parser.add_argument("--minutes", type=float, default=10, help="no part begins after so many (default 10)")
    cores = min(os.cpu_count() or 1, MOST_WORKERS)
    parser.add_argument("--workers", type=int, default=cores, help=f"of the sweep on the CPU (default {cores})")
    parser.add_argument("--bandwidth", type=float, help="published GB/s of this card's memory, for the reckoning")
    parser.add_argument("--tflops", type=float, help="published float32 TFLOP/s of this card, for the reckoning")
    parser.add_argument("--record", action="store_true", help="add the times to simulations/data/sweep_times.csv")
    return parser


def _checked(chosen: argparse.Namespace) -> None:
    check.whole("workers", chosen.workers, 1, 1000)
    check.at_least("minutes", chosen.minutes, 0)
    for name in ("bandwidth", "tflops"):
        if (number := getattr(chosen, name)) is not None:
            check.above(name, number)


def _parts(text: str) -> tuple[str, ...]:
    if left := [name for name in text.split(",") if name not in PARTS]:
        raise argparse.ArgumentTypeError(f"must be some of {', '.join(PARTS)}, not {', '.join(left)}")
    return tuple(text.split(","))


if __name__ == "__main__":
    sys.exit(main())
