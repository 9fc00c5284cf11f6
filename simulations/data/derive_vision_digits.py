"""Derives ``vision_digits.csv``: small networks of growing width, trained on scikit-learn's digits.

    python simulations/data/derive_vision_digits.py > simulations/data/vision_digits.csv

One hidden layer of rectified units, 1 to 64 of them, ten seeds a width; 1,000 images of 8 x 8 pixels to train on, the
other 797 to test on, the same split for all. Adam, batches of 50, 60 passes. Needs scikit-learn (BSD-3-Clause), whose
copy of the data comes from the UCI repository; takes about a minute on one core.
"""

import csv
import sys
import warnings

from sklearn.datasets import load_digits
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier

WIDTHS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 24, 32, 48, 64)
SEEDS = range(10)
NOTE = """\
# Small networks trained on images of digits: how many of 797 test images each classifies right, ten seeds a width.
# width: hidden units; parameters: 75 x width + 10; items: test images.
# Source: trained for this book, with scikit-learn (pedregosa2011scikit), on its digits (alpaydin1998optical); the
# experiment follows schaeffer2023mirage, section 5.
# Licence: MIT, as the book.
# Deriving script: derive_vision_digits.py.
"""


def correct(width: int, seed: int, split: tuple) -> int:
    """The number of test images that one network of this width classifies right."""
    train_images, test_images, train_labels, test_labels = split
    network = MLPClassifier((width,), batch_size=50, learning_rate_init=0.005, max_iter=60, random_state=seed)
    network.fit(train_images, train_labels)
    return int((network.predict(test_images) == test_labels).sum())


def main() -> None:
    warnings.simplefilter("ignore", ConvergenceWarning)  # sixty passes is the recipe, converged or not
    images, labels = load_digits(return_X_y=True)
    split = train_test_split(images / 16, labels, train_size=1000, random_state=0, stratify=labels)
    sys.stdout.write(NOTE)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["width", "parameters", "seed", "items", "correct"])
    for width in WIDTHS:
        for seed in SEEDS:
            writer.writerow([width, 75 * width + 10, seed, len(split[3]), correct(width, seed, split)])


if __name__ == "__main__":
    main()
