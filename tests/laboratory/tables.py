"""A small table of measured models, as the tests work it out by hand, and a row of measured times."""

import numpy as np

from simulations.laboratory.times import Time


def toy(values, *, panel="main", axis="parameters", at=(100.0, 1_000.0, 10_000.0)):
    """A table of one metric, exact match, for len(values) seeds."""
    values = np.asarray(values, dtype=float)
    seeds, points = values.shape
    return {
        "panel": np.full(values.size, panel),
        axis: np.tile(at, seeds),
        "seed": np.repeat(np.arange(seeds), points).astype(float),
        "exact_match": values.ravel(),
    }


def timed(**others):
    """The time of a sweep of the preset cpu on two cores, or of another one."""
    row = dict(device="a processor", kind="processor", preset="cpu", seeds=5, models=60, workers=2, seconds=28.0)
    return Time(**row | {"torch": "2.13.0"} | others)
