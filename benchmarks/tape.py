"""A training step in the page against PyTorch on one thread: ``python -m benchmarks.tape``.

Both in one run and in turns, width by width, by CPU time; what is told is the 10th percentile of the steps, which other
programs on the machine disturb least. The page's side is node with the kernels of the page.
"""

import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import torch

from simulations.laboratory.task import Task, cumulative
from simulations.laboratory.train import Recipe, Training
from simulations.tape import shipped
from simulations.tape.toy import Toy

ROOT = Path(__file__).resolve().parents[1]
WIDTHS = (2, 4, 8, 16, 24, 32, 48, 64, 88)
SEED, WARM, ROUNDS, STEPS = 3, 20, 12, 10


class Page:
    """The page's kernels in node, which stay awake between questions."""

    def __init__(self) -> None:
        sys.path.insert(0, str(ROOT / "tests"))
        import node

        program = node.find() or sys.exit(node.HELP)
        command = [program, ROOT / "benchmarks" / "tape_steps.js"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def tell(self, **words: object) -> None:
        self.process.stdin.write(json.dumps(words) + "\n")
        self.process.stdin.flush()

    def steps(self, name: str, count: int) -> list[float]:
        """Train a toy further: milliseconds of each step."""
        self.tell(name=name, steps=count)
        return [microseconds / 1000 for microseconds in json.loads(self.process.stdout.readline())]

    def end(self) -> None:
        self.process.stdin.close()
        self.process.wait()


def compared(page: Page, toy: Toy, recipe: Recipe) -> tuple[float, float]:
    """Milliseconds of a step in PyTorch and by the kernels."""
    training = Training(recipe, (SEED,))
    settings = {"steps": [recipe.steps], "rate": [1], "reach": [0], "cumulative": cumulative(recipe.task.skew).tolist()}
    page.tell(name=toy.name, toy=toy.described(), key=SEED, settings=settings)
    theirs, ours = [], []
    for _ in range(ROUNDS):
        for _ in range(STEPS):
            began = time.process_time()
            training.run(until=training.step + 1)
            theirs.append(1000 * (time.process_time() - began))
        ours += page.steps(toy.name, STEPS)
    return tuple(float(np.percentile(times[WARM:], 10)) for times in (theirs, ours))


def report(widths: tuple[int, ...] = WIDTHS) -> str:
    """The table of the steps by width."""
    torch.set_num_threads(1)
    page, task = Page(), Task(digits=8)
    rows = [
        "| a training step, 8 digits | PyTorch, one thread (ms) | the page's kernels (ms) | ratio |",
        "| --- | ---: | ---: | ---: |",
    ]
    for width in widths:
        theirs, ours = compared(page, shipped.toy(f"adder-8-{width}"), Recipe(width=width, task=task))
        rows.append(f"| width {width} | {theirs:.2f} | {ours:.2f} | {ours / theirs:.2f} |")
    page.end()
    return "\n".join(rows)


if __name__ == "__main__":
    print(report(tuple(map(int, sys.argv[1:])) or WIDTHS))
