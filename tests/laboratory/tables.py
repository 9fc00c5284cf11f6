"""A small table of measured models, as the tests work it out by hand."""

import numpy as np


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
