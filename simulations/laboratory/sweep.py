"""The sweep: a grid of runs, each finished one written at once, so that a killed sweep goes on where it was."""

import hashlib
import json
import platform
import time
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass, field
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import torch

from simulations import checkpoint
from simulations.files import set_aside
from simulations.laboratory import worker
from simulations.laboratory.examination import Examination, quick
from simulations.laboratory.train import Recipe, Training


@dataclass(frozen=True)
class Run:
    """All seeds of one recipe, trained and examined together; ``watch``: the steps at which they are measured too."""

    panel: str
    recipe: Recipe
    seeds: tuple[int, ...]
    watch: tuple[int, ...] = ()
    watch_items: int = 1_000
    examination: Examination = field(default_factory=Examination)

    @property
    def key(self) -> str:
        """The run's file name: its panel and width, and a digest of everything that its results depend on."""
        text = json.dumps([checkpoint.FORMAT, asdict(self)], sort_keys=True)
        return f"{self.panel}-{self.recipe.width:03d}-{hashlib.sha256(text.encode()).hexdigest()[:12]}"


@dataclass(frozen=True)
class Sweep:
    """What a folder of finished runs holds: rows of metrics by model, by step and by group, and the main runs'
    compact predictions by their number of parameters, and the weights of their first seeds by width; ``seconds`` of
    each run; ``missing`` runs."""

    models: list[dict]
    steps: list[dict]
    groups: list[dict]
    predictions: dict[int, dict[str, np.ndarray]]
    weights: dict[int, dict[str, np.ndarray]]
    seconds: dict[str, float]
    missing: list[Run]


@worker.smallest_as_zero()
def finish(run: Run, folder: Path, *, device: str = "cpu", save_every: int = 100, threads: int | None = None) -> str:
    """Train and examine a run, unless its file is there; its key. It can be resumed every ``save_every`` steps."""
    done, unfinished = folder / f"{run.key}.safetensors", folder / f"{run.key}.partial"
    if done.exists():
        return run.key
    if threads is not None:
        torch.set_num_threads(threads)
    worker.keep_memory()
    begun = time.perf_counter()
    training = Training(run.recipe, run.seeds, device=device)
    watched, before = _resumed(training, run, unfinished)
    stops = {*run.watch, *range(save_every, run.recipe.steps, save_every), run.recipe.steps}
    for stop in sorted(stop for stop in stops if stop > training.step):
        training.run(until=stop)
        if stop in run.watch:
            watched += _watched(run, training)
        if stop % save_every == 0:
            facts = {"identity": run.key, "watched": watched, "seconds": before + time.perf_counter() - begun}
            checkpoint.write(unfinished, training.state(), facts)
    rows, groups, kept = run.examination.sit(training.models)
    facts = {
        "identity": run.key,
        "models": _labelled(run, training, rows),
        "steps": watched,
        "groups": _with_labels(run, groups),
        "seconds": before + time.perf_counter() - begun,
        "parameters": training.models.parameters_each,
    }
    tensors = training.state() | {f"kept.{name}": torch.from_numpy(value) for name, value in kept.items()}
    checkpoint.write(done, tensors, facts)
    unfinished.unlink(missing_ok=True)
    return run.key


def sweep(
    runs: Iterable[Run],
    folder: Path,
    *,
    workers: int = 1,
    device: str = "cpu",
    progress: Callable[[Run], object] = lambda run: None,
    say: Callable[[str], None] = print,
) -> Sweep:
    """Finish every run that has no whole file in ``folder``, largest first, and collect them all.

    ``workers`` processes of one thread each, this one among them: it is at work while the others still start.
    ``progress`` is called as each run ends. Raises ``RuntimeError`` when a worker is killed: what was finished is kept,
    and the same call goes on from there.
    """
    runs = list(runs)
    waiting = sorted(pending(runs, folder, say=say), key=_cost, reverse=True)
    threads = 1 if device == "cpu" else None
    with ExitStack() as stack:
        do = partial(finish, folder=folder, device=device, threads=threads)
        takers: list[Callable[[Run], str]] = [do]
        if (others := min(workers, len(waiting)) - 1) > 0:
            pool = stack.enter_context(_pool(others))
            takers += others * [partial(_finish_elsewhere, pool, do, folder)]
        _share_out(deque(waiting), takers, progress)
    return collect(runs, folder)


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=worker.prepare)


def _finish_elsewhere(pool: ProcessPoolExecutor, do: Callable[[Run], str], folder: Path, run: Run) -> str:
    try:
        return pool.submit(do, run).result()
    except BrokenProcessPool as error:
        raise RuntimeError(
            f"a worker was killed, perhaps for want of memory; finished runs are kept in {folder}. "
            "Start the same command again to go on, with fewer --workers if it happens again"
        ) from error


def _share_out(waiting: deque[Run], takers: list[Callable[[Run], str]], progress: Callable[[Run], object]) -> None:
    """Each taker, the first of them in this thread, does the next waiting run until there is none."""

    def next_run() -> Run | None:
        with suppress(IndexError):  # asking first whether there is one would be too late by the time it is taken
            return waiting.popleft()
        return None

    def take(do: Callable[[Run], str]) -> None:
        try:
            while (run := next_run()) is not None:
                do(run)
                progress(run)
        except BaseException:
            waiting.clear()  # nobody goes on once one has failed
            raise

    with ThreadPoolExecutor(max(1, len(takers) - 1)) as watchers:
        watched = [watchers.submit(take, do) for do in takers[1:]]
        take(takers[0])
        for taker in watched:
            taker.result()


def pending(runs: Iterable[Run], folder: Path, *, say: Callable[[str], None] = print) -> list[Run]:
    """The runs without a whole result in ``folder``. Damaged and foreign files are named and set aside."""
    for path in sorted(folder.glob("*.safetensors")) if folder.exists() else []:
        try:
            _, facts = checkpoint.read(path)
            if facts.get("identity") != path.stem:
                raise checkpoint.Damaged(f"{path} must hold the run {path.stem!r}, not {facts.get('identity')!r}")
        except checkpoint.Damaged as damage:
            say(f"set aside as {set_aside(path).name}: {damage}")
    return [run for run in runs if not (folder / f"{run.key}.safetensors").exists()]


def collect(runs: Iterable[Run], folder: Path) -> Sweep:
    """The rows of every finished run, in the grid's order, whatever the order in which they were finished."""
    found = Sweep([], [], [], {}, {}, {}, [])
    for run in runs:
        path = folder / f"{run.key}.safetensors"
        if not path.exists():
            found.missing.append(run)
            continue
        tensors, facts = checkpoint.read(path)
        found.models.extend(facts["models"])
        found.steps.extend(facts["steps"])
        found.groups.extend(row | {"parameters": facts["parameters"]} for row in facts["groups"])
        found.seconds[run.key] = facts["seconds"]
        if run.panel == "main":
            found.predictions[facts["parameters"]] = _named("kept.", tensors)
            weights = _named("weights.", tensors)
            found.weights[run.recipe.width] = {name: value[0] for name, value in weights.items()}
    return found


def _named(prefix: str, tensors: dict[str, torch.Tensor]) -> dict[str, np.ndarray]:
    """Those whose names begin with ``prefix``, without it."""
    return {name.removeprefix(prefix): value.numpy() for name, value in tensors.items() if name.startswith(prefix)}


def machine(device: str = "cpu") -> dict[str, str]:
    """What made a table: device, and the versions of Python, PyTorch and NumPy."""
    name = torch.cuda.get_device_name() if device == "cuda" else f"CPU, {platform.machine()}"
    return {"device": name, "python": platform.python_version(), "torch": torch.__version__, "numpy": np.__version__}


def _resumed(training: Training, run: Run, unfinished: Path) -> tuple[list[dict], float]:
    """Take up the checkpoint if there is a whole one: the rows watched before it, and the seconds it took."""
    saved = checkpoint.resume(unfinished, identity=run.key)
    if saved is None:
        return [], 0.0
    state, facts = saved
    training.restore(state)
    return facts["watched"], facts["seconds"]


def _watched(run: Run, training: Training) -> list[dict]:
    rows = quick(training.models, items=run.watch_items)
    labels = {"panel": run.panel, "width": run.recipe.width, "step": training.step}
    rows = [{name: value if np.isfinite(value) else None for name, value in row.items()} for row in rows]
    return [labels | {"seed": seed} | row for seed, row in zip(run.seeds, rows, strict=True)]


def _labelled(run: Run, training: Training, rows: list[dict]) -> list[dict]:
    """Each model's metrics with its recipe, size, seed and how its training ended."""
    last = training.losses[-min(20, len(training.losses)) :].mean(0)
    labels = {"panel": run.panel, "width": run.recipe.width, "parameters": training.models.parameters_each}
    ends = zip(run.seeds, training.diverged_at(), last.tolist(), rows, strict=True)
    return [
        labels
        | {"seed": seed, "status": "ok" if at is None else "diverged", "diverged_at": at, "training_loss": loss}
        | (row if at is None else dict.fromkeys(row))
        for seed, at, loss, row in ends
    ]


def _with_labels(run: Run, groups: list[dict]) -> list[dict]:
    return [
        {"panel": run.panel, "width": run.recipe.width, "seed": run.seeds[row["model"]]}
        | {name: value for name, value in row.items() if name != "model"}
        for row in groups
    ]


def _cost(run: Run) -> float:
    """About how long a run takes, in no unit: a small model's step costs what its many operations cost to start."""
    return (run.recipe.width + 50) ** 2 * run.recipe.steps * run.recipe.batch * len(run.seeds)
