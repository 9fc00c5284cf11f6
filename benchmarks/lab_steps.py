"""What a training step of the laboratory costs, on a processor or a graphics card, and what the same machine could do.

Seconds; operations are multiplications and additions.
"""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

import torch
from torch.autograd import DeviceType
from torch.profiler import ProfilerActivity, profile

from benchmarks.lab_plain import GPT, train_plain
from simulations.laboratory.task import draw
from simulations.laboratory.train import CHUNK, Recipe, Training
from simulations.streams import PROBLEMS, stream

WARM_STEPS, TIMED_STEPS = 3, 20
ROWS = 36  # of the table of symbols: twelve in each of three numbers
SQUARE = {"cpu": 1_024, "cuda": 8_192}  # rows and columns of the product whose rate is a machine's peak
PRODUCTS, COPIES, VIEWS = "matrix products", "copies and look-ups", "views and allocation"
OTHERS = "element-wise and sums"
KINDS = (PRODUCTS, COPIES, VIEWS, OTHERS)
OPERATIONS = {
    PRODUCTS: ("bmm", "baddbmm", "mm", "addmm"),
    COPIES: ("copy_", "cat", "clone", "index_select", "scatter_add_", "gather", "fill_", "repeat"),
    VIEWS: (
        *("view", "_unsafe_view", "reshape", "transpose", "expand", "as_strided", "select", "slice", "unbind"),
        *("flatten", "unflatten", "unsqueeze", "permute", "empty", "empty_like", "empty_strided", "to", "detach"),
        *("matmul", "resize_", "t", "alias", "_reshape_alias", "split", "chunk", "narrow"),
    ),
}
KIND_OF = {f"aten::{name}": kind for kind, names in OPERATIONS.items() for name in names}
KERNELS = {  # parts of the names that CUDA's libraries and PyTorch give their kernels
    PRODUCTS: ("gemm", "gemv", "cutlass", "xmma", "splitk"),
    COPIES: ("memcpy", "memset", "copy", "catarray", "index", "gather", "scatter", "fill"),
}


@dataclass(frozen=True)
class Work:
    """One operation (of a card: one kernel) in a step: its ``name``, ``kind``, ``times`` a step and ``seconds`` of
    them all."""

    name: str
    kind: str
    times: float
    seconds: float


def seconds(work: Callable[[], object], *, device: str = "cpu") -> float:
    """Seconds until ``work`` is done, on the card as well."""
    _settle(device)
    begun = time.perf_counter()
    work()
    _settle(device)
    return time.perf_counter() - begun


def our_step(
    recipe: Recipe,
    *,
    seeds: int,
    device: str = "cpu",
    warm: int = WARM_STEPS,
    timed: int = TIMED_STEPS,
    recorded: bool = True,
) -> float:
    """Seconds a model and step of ``seeds`` models trained at once, the drawing of their problems counted.

    On the CPU by one thread. ``recorded``: as a CUDA graph where there is a card.
    """
    training = _warm(recipe, seeds, device, steps=warm + timed, warm=warm, recorded=recorded)
    return seconds(training.run, device=device) / timed / seeds


def plain_step(recipe: Recipe, *, device: str = "cpu", threads: int = 1) -> float:
    """Seconds a step of one model trained the usual way, as ``lab_plain`` does."""
    torch.set_num_threads(threads)
    stamps: list[float] = []

    def stamp(model: GPT, step: int) -> bool:
        _settle(device)
        stamps.append(time.perf_counter())
        return False

    steps = TIMED_STEPS + WARM_STEPS
    train_plain(recipe.task, width=recipe.width, steps=steps, batch=recipe.batch, every=1, until=stamp, device=device)
    torch.set_num_threads(1)
    return statistics.median(b - a for a, b in pairwise(stamps[WARM_STEPS:]))


def drawing(recipe: Recipe, *, seeds: int) -> float:
    """Seconds a step in which the problems of ``seeds`` models are drawn: on the processor, whatever trains."""

    def chunk() -> None:
        for seed in range(seeds):
            draw(recipe.task, (CHUNK, recipe.batch), rng=stream(seed, PROBLEMS, 0))

    return seconds(chunk) / CHUNK


def work(recipe: Recipe, *, seeds: int, device: str = "cpu") -> list[Work]:
    """What a step of ``seeds`` models is made of, by torch.profiler, the longest first.

    A card's steps are launched one kernel at a time here: the kernels of a recorded step, whatever starts them.
    """
    training = _warm(recipe, seeds, device, steps=WARM_STEPS + TIMED_STEPS, warm=WARM_STEPS, recorded=False)
    activities = [ProfilerActivity.CPU, *([ProfilerActivity.CUDA] if device == "cuda" else [])]
    with profile(activities=activities) as recorder:
        training.run()
        _settle(device)
    found = [_of_card(event) if device == "cuda" else _of_processor(event) for event in recorder.key_averages()]
    return sorted((one for one in found if one is not None), key=lambda one: -one.seconds)


def by_kind(found: list[Work]) -> dict[str, float]:
    """Seconds a step by kind."""
    return {kind: sum(one.seconds for one in found if one.kind == kind) for kind in KINDS}


def operations(recipe: Recipe) -> float:
    """Operations of one model's step: forward, twice that backward, and Muon's five iterations."""
    d, task = recipe.width, recipe.task
    asked = recipe.batch * task.answer_length
    table = ROWS * 4 * d * d
    attention = 2 * asked * ROWS * (task.context_length + d) + asked * ROWS * d  # two heads; and the symbols' own rows
    along = asked * (8 * d * d + 10 * d)
    muon = 5 * (4 * 3 * d**3 + 2 * (2 * 4 * d**3 + d**3))
    return 2.0 * (3 * (table + attention + along) + muon)


def square_peak(name: str, *, device: str = "cpu") -> float:
    """Operations a second of a large square product of numbers in the format ``name``."""
    size = SQUARE[device]
    left, right = (torch.randn(size, size, device=device).to(getattr(torch, name)) for _ in range(2))
    return 2 * size**3 / _best(lambda: left @ right, device)


def shape_peak(recipe: Recipe, *, seeds: int, device: str = "cpu") -> float:
    """Operations a second of the step's widest product, the MLP's first, for ``seeds`` models at once."""
    d, columns, repeats = recipe.width, recipe.batch * recipe.task.answer_length, 10
    left = torch.randn(seeds, 4 * d, d, device=device).to(recipe.fast)
    right = torch.randn(seeds, d, columns, device=device).to(recipe.fast)

    def products() -> None:
        for _ in range(repeats):  # in a row, so that the wait for the last is shared
            left @ right

    return 2 * seeds * 4 * d * d * columns * repeats / _best(products, device)


def _best(work: Callable[[], object], device: str) -> float:
    """The shortest of thirty times, or of those that two seconds have room for."""
    found: list[float] = []
    while len(found) < 30 and sum(found) < 2:
        found.append(seconds(work, device=device))
    return min(found)


def _settle(device: str) -> None:
    """Wait until the card has done what it was given."""
    if device == "cuda":
        torch.cuda.synchronize()


def _warm(recipe: Recipe, seeds: int, device: str, *, steps: int, warm: int, recorded: bool) -> Training:
    """A training of so many ``steps``, the first of them done."""
    torch.set_num_threads(1)
    training = Training(replace(recipe, steps=steps), tuple(range(seeds)), device=device)
    if not recorded:
        training._update = training.update
    return training.run(until=warm)


def _of_processor(event) -> Work | None:
    if not event.key.startswith("aten::"):
        return None
    kind = KIND_OF.get(event.key, OTHERS)
    return Work(event.key, kind, event.count / TIMED_STEPS, event.self_cpu_time_total / 1e6 / TIMED_STEPS)


def _of_card(event) -> Work | None:
    if event.device_type != DeviceType.CUDA:
        return None
    name = event.key.lower()
    kind = next((kind for kind, parts in KERNELS.items() if any(part in name for part in parts)), OTHERS)
    return Work(event.key, kind, event.count / TIMED_STEPS, event.self_device_time_total / 1e6 / TIMED_STEPS)
