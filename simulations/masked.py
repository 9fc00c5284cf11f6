"""Masked rows: what a figure draws of a length that changes from state to state has a row of one length."""

import numpy as np

from simulations.check import require


def padded(values: np.ndarray, length: int) -> np.ma.MaskedArray:
    """``values`` (k,) as a masked array (length,): the places after the k-th are masked, and what was masked stays so.

    Raises ``ValueError`` where they do not fit.
    """
    require(len(values) <= length, "values", f"be {length} or fewer", len(values))
    row = np.ma.array(np.zeros(length), mask=True)
    row[: len(values)] = values
    return row
