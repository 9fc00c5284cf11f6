"""Derives ``broken_training.csv``: laboratory models trained with learning rates that are too large.

    python simulations/data/derive_broken_training.py > simulations/data/broken_training.csv

The recipe of the laboratory, with nearly no clipping: four widths, seven of Adam's rates, eight seeds of each. Needs
PyTorch; takes some minutes on one core.
"""

import csv
import sys

import torch
from tqdm import tqdm

from simulations.laboratory.sweep import machine
from simulations.laboratory.train import Recipe, Training

WIDTHS = (12, 16, 24, 32)
RATES = (4.0, 3.0, 2.0, 1.5, 1.0, 0.75, 0.5)
SEEDS = tuple(range(8))
CLIP = 100.0
NOTE = """\
# Addition transformers trained with too large a learning rate: when their loss was out of bounds, and how it ended.
# rate: Adam's learning rate, with gradients clipped at 100; else the laboratory's recipe, 400 steps of 64 problems.
# diverged_at: the first step whose loss was no number or above 9.2 nats; highest, last: the highest loss of a step,
# and the mean of the last ten, in nats a digit.
# Source: trained by this project. Licence: MIT.
# Deriving script: derive_broken_training.py.
"""


def rows(width: int, rate: float):
    """How each seed's training went."""
    training = Training(Recipe(width=width, rate=rate, clip=CLIP), SEEDS).run()
    losses = training.losses
    for seed, at, highest, last in zip(SEEDS, training.diverged_at(), losses.max(0), losses[-10:].mean(0), strict=True):
        yield width, rate, seed, "" if at is None else at, f"{highest:.2f}", f"{last:.3f}"


def main() -> None:
    torch.set_num_threads(1)
    sys.stdout.write(NOTE)
    print("# With:", ", ".join(f"{name} {value}" for name, value in machine().items()))
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["width", "rate", "seed", "diverged_at", "highest", "last"])
    for width, rate in tqdm([(width, rate) for width in WIDTHS for rate in RATES]):
        writer.writerows(rows(width, rate))


if __name__ == "__main__":
    main()
