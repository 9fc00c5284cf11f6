"""Training panels up to a step."""

import numpy as np
import pytest

from simulations.laboratory.through_training import training_so_far
from tests.laboratory.tables import toy


def test_training_is_masked_past_its_step():
    tables = [toy([[0.0, 0.5, 1.0]], panel=panel, axis="step", at=(1, 10, 100)) for panel in ("time", "time-uniform")]
    both = {name: np.concatenate([table[name] for table in tables]) for name in tables[0]}
    seen = training_so_far(both, step=10)
    assert seen.skewed.mean.mask.tolist() == [False, False, True] and seen.skewed_mean == 0.5 and seen.so_far == 10
    assert seen.seeds == 1 and (seen.uniform_low, seen.uniform_high) == (0.5, 0.5)
    with pytest.raises(ValueError, match="step must be 1 or more, not 0"):
        training_so_far(both, step=0)
