"""Masked rows."""

import numpy as np
import pytest

from simulations.masked import padded


def test_the_places_after_the_last_value_are_masked():
    row = padded(np.array([3.0, 4.0]), 4)
    assert row.tolist() == [3.0, 4.0, None, None]
    assert np.isfinite(row.data).all()  # what lies under the mask disturbs no arithmetic


def test_what_was_masked_stays_so():
    assert padded(np.ma.masked_invalid([3.0, np.nan]), 3).tolist() == [3.0, None, None]


def test_too_many_values():
    with pytest.raises(ValueError, match="^values must be 2 or fewer, not 3$"):
        padded(np.ones(3), 2)
