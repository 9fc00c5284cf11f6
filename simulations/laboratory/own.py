"""A reader's own sweep in a notebook: what to train here, the training with a bar, and the file for the book's page."""

import atexit
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

import torch
from tqdm.auto import tqdm

from simulations.laboratory import presets, result, student as students, sweep, times
from simulations.laboratory.plan import Plan

FOLDER = "laboratory-runs"


@dataclass(frozen=True)
class Choice:
    """A sweep that fits where it runs: its ``plan``, ``device``, number of ``workers``, the ``folder`` of its finished
    runs, and ``why``, for the reader. ``shown``: whether there is somebody to show a bar to."""

    plan: Plan
    device: str
    workers: int
    folder: Path
    why: str
    shown: bool = True


def suggested(*, student: int, glance: bool = False) -> Choice:
    """What to train here: twenty seeds of each size on a GPU, five without one, and how long that took where it was
    measured.

    ``student``: the reader's own number, whose seeds are trained. ``glance``: nobody waits for the curve, as in the
    book's build and tests; three sizes, two seeds, no bar, and a folder that is gone at the end. Raises ``ValueError``
    for a number that cannot be, as ``student.first_seed`` does.
    """
    first_seed = students.first_seed(student)
    preset, device, workers, why = _glance() if glance else _here()
    plan = Plan(preset, first_seed=first_seed)
    seeds = plan.runs[0].seeds
    folder = _passing_folder() if glance else Path(FOLDER)
    return Choice(plan, device, workers, folder, f"{why}\nYour seeds: {seeds[0]} to {seeds[-1]}.", shown=not glance)


def _glance() -> tuple[str, str, int, str]:
    return "glance", "cpu", 1, f"The book's build: {_sizes('glance')}.\nYour notebook: {_sizes('gpu')} on a GPU."


def _here() -> tuple[str, str, int, str]:
    """Preset, device and workers for this machine, and why, in words."""
    if torch.cuda.is_available():
        card = torch.cuda.get_device_name()
        return "gpu", "cuda", 1, f"On {card}: {_sizes('gpu')}.\n{times.expected(card, kind=times.CARD, preset='gpu')}"
    workers, processor = min(times.CORES, os.cpu_count() or 1), times.processor()
    why = (
        "There is no GPU here (Colab: Runtime > Change runtime type gives one; with it, "
        f"{presets.PRESETS['gpu'].seeds} seeds of each size).\nOn {processor}: {_sizes('cpu')}.\n"
        f"{times.expected(processor, kind=times.PROCESSOR, preset='cpu', workers=workers)}"
    )
    return "cpu", "cpu", workers, why


def train(choice: Choice) -> sweep.Sweep:
    """Train what is not yet trained, with a bar; every finished size is kept in the folder, and the same call goes on
    from there."""
    runs = choice.plan.runs
    choice.plan.write(choice.folder)
    with tqdm(total=len(runs), unit="size", desc="largest first", disable=not choice.shown) as bar:
        bar.update(len(runs) - len(sweep.pending(runs, choice.folder, say=bar.write)))
        return sweep.sweep(
            runs,
            choice.folder,
            workers=choice.workers,
            device=choice.device,
            progress=lambda run: bar.update(),
            say=bar.write,
        )


def write(found: sweep.Sweep, choice: Choice) -> Path:
    """Put the result into the sweep's folder, as the page of the chapter reads it; the file's path."""
    return result.write(found, choice.plan, choice.folder, machine=sweep.machine(choice.device))


def _sizes(preset: str) -> str:
    chosen = presets.PRESETS[preset]
    return f"{len(chosen.widths)} sizes, {chosen.seeds} seeds of each"


def _passing_folder() -> Path:
    folder = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder) / FOLDER
