"""Measure the laboratory against the usual way of training such toys: ``python -m benchmarks.bench_lab``.

Everything is measured in one run, the two ways in turns, and reported as ratios of medians: a busy machine slows both.
It takes about five minutes on two quiet cores. ``--rounds`` sets how often each thing is timed.
"""

import argparse
import resource
import statistics
import tempfile
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from benchmarks.lab_plain import GPT, train_plain
from benchmarks.lab_steps import by_kind, operations, our_step, plain_step, seconds as seconds_of, square_peak, work
from simulations import check
from simulations.laboratory.answers import predictions
from simulations.laboratory.examination import Examination, quick
from simulations.laboratory.model import Adders
from simulations.laboratory.presets import PRESETS, fastest_precision, grid
from simulations.laboratory.sweep import machine, sweep
from simulations.laboratory.task import Task, encode
from simulations.laboratory.train import Recipe, Training

TWO_DIGITS = Task(digits=2, skew=0, lengths="full")
FIRST, SECOND = np.divmod(np.arange(10_000), 100)
GOAL = 0.99
SAME_WIDTH = 24  # of the comparison at equal quality
SAME_ITEMS = 1_000  # problems of the examination that both ways are measured on
MOST_SECONDS, MOST_STEPS = 60, 8_000  # of plain training until it is given up
QUICK_RECIPE = Recipe(
    width=24, task=Task(digits=2, skew=0.4, lengths="full"), steps=400, batch=128, matrix_rate=0.05, rate=0.03
)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=3, help="repetitions of each timing (default 3)")
    rounds = options.parse_args().rounds
    try:
        check.whole("rounds", rounds, 1, 1000)
    except ValueError as error:
        options.error(str(error))
    precision = fastest_precision()
    print("; ".join(f"{name} {value}" for name, value in machine().items()), f"; widest products in {precision}")
    two_digits(rounds)
    per_step, plain_seconds = steps_by_width(rounds, precision)
    whole_sweep(plain_seconds, precision)
    same_quality(precision)
    seeds_at_once(rounds, precision)
    utilisation(per_step, precision)
    print(f"\npeak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


def two_digits(rounds: int) -> None:
    """Seconds of training, evaluation left out, until 99 % of all 10,000 two-digit problems are right."""
    print("\nTwo-digit addition to 99 % of all 10,000 problems (seconds of training, one thread)")
    torch.set_num_threads(1)
    ours, plain = [], []
    for seed in range(rounds):
        plain.append(_plain_to_goal(seed))
        ours.append(_ours_to_goal(seed))
        print(f"  seed {seed}: plain {plain[-1]:.1f} s, laboratory {ours[-1]:.2f} s")
    print(f"  median ratio: {statistics.median(p / o for p, o in zip(plain, ours, strict=True)):.1f}")
    print("  plain: minGPT's gpt-nano shape (3 layers, 3 heads, width 48), AdamW at its 5e-4, batch 64")
    recipe = QUICK_RECIPE
    print(
        f"  laboratory: one model of width {recipe.width}, batch {recipe.batch}; its recipe was tuned on this very task"
    )


def steps_by_width(rounds: int, precision: str) -> tuple[dict[int, float], float]:
    """Seconds a model and step, both ways, for every width of the cpu preset; the plain sweep's seconds from them."""
    print(
        "\nMilliseconds a model and step (plain: the better of one thread and two; laboratory: five seeds, one thread)"
    )
    per_step, total, preset = {}, 0.0, PRESETS["cpu"]
    for width in preset.widths:
        recipe = Recipe(width=width, steps=preset.steps, batch=preset.batch, precision=precision)
        plain, ours = [], []
        for _ in range(rounds):
            plain.append(min(plain_step(recipe, threads=threads) for threads in (1, 2)))
            ours.append(our_step(recipe, seeds=5))
        per_step[width] = statistics.median(ours)
        total += statistics.median(plain) * preset.steps * preset.seeds
        ratio = statistics.median(p / o for p, o in zip(plain, ours, strict=True))
        print(
            f"  width {width:3}: plain {1e3 * statistics.median(plain):6.2f}, laboratory {1e3 * per_step[width]:6.2f}, "
            f"ratio {ratio:.1f}"
        )
    return per_step, total


def whole_sweep(plain_seconds: float, precision: str) -> None:
    """The cpu preset in full, two processes, examinations and start-up counted, against the plain sweep's training."""
    runs = grid("cpu", precision=precision)
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        sweep(runs, Path(folder), workers=2)
        seconds = time.perf_counter() - begun
    print(f"\nWhole sweep ({len(runs)} sizes × {len(runs[0].seeds)} seeds, {runs[0].recipe.steps} steps)")
    print(f"  laboratory, two processes, start and examination counted: {seconds:.0f} s")
    print(f"  plain, training alone (its timed steps times their number): {plain_seconds:.0f} s")
    print(f"  ratio: {plain_seconds / seconds:.1f}")


def same_quality(precision: str) -> None:
    """Seconds of training, evaluation left out, until a plain model is as good as the laboratory's of its width."""
    preset = PRESETS["cpu"]
    recipe = Recipe(width=SAME_WIDTH, steps=preset.steps, batch=preset.batch, precision=precision)
    training = Training(recipe, tuple(range(preset.seeds)))
    ours = seconds_of(training.run) / preset.seeds
    goal = statistics.mean(row["cross_entropy"] for row in quick(training.models, items=SAME_ITEMS))
    plain, steps, reached = _plain_to_cross_entropy(recipe, goal)
    print(f"\nWidth {SAME_WIDTH} to the same quality (seconds of training a model, one thread)")
    print(f"  laboratory: {recipe.steps} steps, {ours:.1f} s, to a mean cross-entropy of {goal:.3f} nats a digit")
    print(f"  plain: {steps:,} steps, {plain:.0f} s, to {reached:.3f}, at minGPT's own learning rate of 5e-4")
    print(f"  ratio: {'' if reached <= goal else '>= '}{plain / ours:.0f}" + ("" if reached <= goal else ", given up"))


def seeds_at_once(rounds: int, precision: str) -> None:
    """How the time of a model and step falls with the number of models trained as one program."""
    print("\nMilliseconds a model and step against seeds at once")
    for width in (4, 16, 48, 88):
        recipe = Recipe(width=width, precision=precision)
        line = [
            f"{n}: {1e3 * statistics.median(our_step(recipe, seeds=n) for _ in range(rounds)):.2f}"
            for n in (1, 2, 5, 10, 20)
        ]
        print(f"  width {width:3}  " + "  ".join(line))


def utilisation(per_step: dict[int, float], precision: str) -> None:
    """Floating-point operations a second of a training step, against the best that a product of its shape reaches."""
    print("\nAchieved against the matmul peak (one thread; operations of the matrix products that a step needs)")
    peaks = {name: square_peak(name) for name in ("float32", "bfloat16")}
    print("  measured peak: " + ", ".join(f"{name} {peak / 1e9:.0f} GFLOP/s" for name, peak in peaks.items()))
    for width, seconds in per_step.items():
        recipe = Recipe(width=width, precision=precision)
        name = str(recipe.fast).removeprefix("torch.")
        rate = operations(recipe) / seconds
        shares = f"{rate / peaks[name]:.0%} of the {name} peak, {rate / peaks['float32']:.0%} of float32's"
        print(f"  width {width:3}: {rate / 1e9:5.1f} GFLOP/s, {shares}")
    print("  where a step's time goes (torch.profiler; what is not inside an operation is not counted)")
    for width in (16, 88):
        kinds = _time_by_kind(Recipe(width=width, precision=precision))
        print(f"  width {width:3}: " + ", ".join(f"{kind} {share:.0%}" for kind, share in kinds.items()))


def _time_by_kind(recipe: Recipe) -> dict[str, float]:
    """Shares of a training step's time by kind of operation."""
    kinds = by_kind(work(recipe, seeds=5))
    return {kind: spent / sum(kinds.values()) for kind, spent in kinds.items()}


def _plain_to_cross_entropy(recipe: Recipe, goal: float) -> tuple[float, int, float]:
    """Seconds, steps and cross-entropy at which a plain model reached ``goal`` on the examination, or was given up."""
    task, spent, last, begun = recipe.task, 0.0, (0, float("inf")), time.perf_counter()
    tokens = torch.from_numpy(encode(task, *Examination(items=SAME_ITEMS).operands(task)))

    def reached(model: GPT, step: int) -> bool:
        nonlocal spent, last, begun
        spent += time.perf_counter() - begun
        with torch.no_grad():
            logits = model(tokens[:, :-1])[:, -task.answer_length :]
        last = step, float(F.cross_entropy(logits.flatten(0, 1), tokens[:, -task.answer_length :].flatten()))
        begun = time.perf_counter()
        return last[1] <= goal or spent >= MOST_SECONDS

    train_plain(task, width=recipe.width, steps=MOST_STEPS, batch=recipe.batch, every=100, until=reached)
    return spent, *last


def _plain_to_goal(seed: int) -> float:
    spent, begun = 0.0, time.perf_counter()

    def reached(model: GPT, step: int) -> bool:
        nonlocal spent, begun
        spent += time.perf_counter() - begun
        share = _plain_share(model)
        begun = time.perf_counter()
        return share >= GOAL

    train_plain(TWO_DIGITS, width=48, heads=3, layers=3, steps=20_000, batch=64, seed=seed, every=100, until=reached)
    return spent


@torch.no_grad()
def _plain_share(model: GPT) -> float:
    tokens = torch.from_numpy(encode(TWO_DIGITS, FIRST, SECOND))
    right = model(tokens[:, :-1]).argmax(-1)[:, -TWO_DIGITS.answer_length :] == tokens[:, -TWO_DIGITS.answer_length :]
    return float(right.all(-1).float().mean())


def _ours_to_goal(seed: int) -> float:
    training, spent = Training(QUICK_RECIPE, (seed,)), 0.0
    while training.step < QUICK_RECIPE.steps:
        begun = time.perf_counter()
        training.run(until=training.step + 10)
        spent += time.perf_counter() - begun
        if _our_share(training.models) >= GOAL:
            return spent
    return float("inf")


def _our_share(models: Adders) -> float:
    return float(predictions(models, encode(TWO_DIGITS, FIRST, SECOND), write=False).right.all(-1).mean())


if __name__ == "__main__":
    main()
