"""Which runs make up a sweep: presets of sizes and seeds, and panels that change one thing in the recipe.

The main panel has every size of its preset, a changed recipe every second one.
"""

import time
from dataclasses import dataclass, replace
from typing import Any

import torch

from simulations.check import one_of, whole
from simulations.laboratory import student
from simulations.laboratory.examination import Examination
from simulations.laboratory.sweep import Run
from simulations.laboratory.task import Task
from simulations.laboratory.train import Recipe

PANELS = {
    "main": "small digits commoner (skew 0.75), units first, relative positions",
    "uniform": "all ten digits alike",
    "full": "operands of full length only",
    "largest-first": "numbers written largest digit first",
    "absolute": "a learned vector for each place",
    "time": "one size, watched through a longer training",
    "time-uniform": "the same with all ten digits alike",
}
CHANGES: dict[str, dict[str, Any]] = {
    "uniform": {"task": Task(skew=0)},
    "full": {"task": Task(lengths="full")},
    "largest-first": {"task": Task(least_first=False)},
    "absolute": {"positions": "absolute"},
    "time-uniform": {"task": Task(skew=0)},
}
DEVICES = ("auto", "cpu", "cuda")
TIME_WIDTH = 24
TIME_STEPS = 4  # times the sweep's steps
MOST_SEEDS = 1_000
WATCHED = 32  # measurements along a watched run, evenly spaced in log(step)


@dataclass(frozen=True)
class Preset:
    """``widths`` and number of ``seeds`` of a sweep, how long each is trained, and how it is examined."""

    widths: tuple[int, ...]
    seeds: int
    steps: int
    batch: int
    examination: Examination = Examination()


WIDTHS = (2, 4, 6, 8, 10, 12, 16, 24, 32, 48, 64, 88)
PRESETS = {
    "smoke": Preset(widths=(2, 8), seeds=2, steps=12, batch=16, examination=Examination(items=300, each=50)),
    "glance": Preset(widths=(2, 8, 24), seeds=2, steps=400, batch=64, examination=Examination(items=1_000, each=50)),
    "cpu": Preset(widths=WIDTHS, seeds=5, steps=400, batch=64),
    "gpu": Preset(widths=WIDTHS, seeds=20, steps=400, batch=64),
}


def grid(
    preset: str,
    *,
    panels: tuple[str, ...] = ("main",),
    seeds: int | None = None,
    first_seed: int = 0,
    precision: str = "float32",
) -> list[Run]:
    """The runs of a sweep. ``seeds`` replaces the preset's number of seeds, which count up from ``first_seed``.

    Raises ``ValueError`` for an unknown preset or panel, naming those there are, and for seeds that cannot be.
    """
    chosen = PRESETS[one_of("preset", preset, PRESETS)]
    for panel in panels:
        one_of("panel", panel, PANELS)
    seeds = chosen.seeds if seeds is None else seeds
    whole("seeds", seeds, 1, MOST_SEEDS)
    whole("first_seed", first_seed, 0, student.APART * student.LARGEST)
    numbers = tuple(range(first_seed, first_seed + seeds))
    return [run for panel in panels for run in _panel(panel, chosen, numbers, precision)]


def _panel(panel: str, plan: Preset, seeds: tuple[int, ...], precision: str) -> list[Run]:
    timed = panel.startswith("time")
    steps = plan.steps * TIME_STEPS if timed else plan.steps
    recipe = Recipe(width=2, steps=steps, batch=plan.batch, precision=precision)
    recipe = replace(recipe, **CHANGES.get(panel, {}))
    watch = watched_steps(steps) if timed else ()
    widths = (TIME_WIDTH,) if timed else plan.widths if panel == "main" else plan.widths[::2]
    return [Run(panel, replace(recipe, width=width), seeds, watch, examination=plan.examination) for width in widths]


def watched_steps(last: int) -> tuple[int, ...]:
    """Steps from 1 to ``last``, evenly spaced in their logarithm and then made whole."""
    return tuple(sorted({round(last ** (i / (WATCHED - 1))) for i in range(WATCHED)}))


def device(wanted: str = "auto") -> str:
    """``"cuda"`` or ``"cpu"``: what is wanted, or for ``"auto"`` the GPU where there is one.

    Raises ``ValueError`` when a GPU is wanted and there is none.
    """
    one_of("device", wanted, DEVICES)
    if wanted == "cuda" and not torch.cuda.is_available():
        raise ValueError("device must be cpu where PyTorch sees no GPU, not 'cuda'")
    return ("cuda" if torch.cuda.is_available() else "cpu") if wanted == "auto" else wanted


def fastest_precision(where: str = "cpu") -> str:
    """The number format that multiplies matrices of this model's shapes fastest here, by a quick trial."""
    seconds = {}
    for name in ("float32", "bfloat16"):
        left = torch.randn(5, 512, 88, device=where).to(getattr(torch, name))
        right = torch.randn(5, 88, 352, device=where).to(getattr(torch, name))
        seconds[name] = min(_seconds(left, right) for _ in range(10))
    return "bfloat16" if seconds["bfloat16"] < 0.7 * seconds["float32"] else "float32"


def _seconds(left: torch.Tensor, right: torch.Tensor) -> float:
    begun = time.perf_counter()
    float((left @ right)[0, 0, 0])  # reading one number waits for the GPU
    return time.perf_counter() - begun
