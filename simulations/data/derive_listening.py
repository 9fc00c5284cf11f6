"""Derives ``listening.csv``: the distances that the heads of trained laboratory models like best.

    python simulations/data/derive_listening.py > simulations/data/listening.csv

The laboratory's recipe for operands of six to nine digits, three widths, ten seeds of each. Needs PyTorch; takes some
minutes on one core.
"""

import csv
import sys

import torch
from tqdm import tqdm

from simulations.laboratory.sweep import machine
from simulations.laboratory.task import Task
from simulations.laboratory.train import Recipe, Training

DIGITS = (6, 7, 8, 9)
WIDTHS = (32, 48, 64)
SEEDS = tuple(range(10))
NOTE = """\
# Trained addition transformers: the two distances that each attention head has come to like best, by its learned bias.
# digits: of an operand; first, second: symbols back from the one that is read last, the best liked first.
# Source: trained by this project, by the laboratory's recipe. Licence: MIT.
# Deriving script: derive_listening.py.
"""


def main() -> None:
    torch.set_num_threads(1)
    sys.stdout.write(NOTE)
    print("# With:", ", ".join(f"{name} {value}" for name, value in machine().items()))
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["digits", "width", "seed", "head", "first", "second"])
    for digits, width in tqdm([(digits, width) for digits in DIGITS for width in WIDTHS]):
        models = Training(Recipe(width=width, task=Task(digits=digits)), SEEDS).run().models
        liked = models.bias.detach().topk(2, dim=-1).indices.tolist()
        writer.writerows(
            (digits, width, seed, head, *pair)
            for seed, heads in zip(SEEDS, liked, strict=True)
            for head, pair in enumerate(heads)
        )


if __name__ == "__main__":
    main()
