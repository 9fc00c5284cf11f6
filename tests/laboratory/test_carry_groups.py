"""Answers by their carries, and digits by their total."""

import pytest

from simulations.laboratory import shipped
from simulations.laboratory.carry_groups import by_carries

MODELS, GROUPS = shipped.models(), shipped.groups()


def test_digits_do_not_fail_alone_and_carries_cost():
    small, large = (by_carries(MODELS, GROUPS, parameters=size) for size in (1_020, 95_180))
    assert small.ratio < large.ratio <= 1.01
    middle = by_carries(MODELS, GROUPS, parameters=3_524)
    assert middle.with_carry < middle.without_carry and middle.exact[0] > middle.exact[5]
    assert middle.accuracy[:8].min() > middle.accuracy[16:].max()  # common totals first


def test_a_size_that_is_not_there_is_named():
    with pytest.raises(ValueError, match="parameters must be one of 150, 344, .*, 95180, not 1000"):
        by_carries(MODELS, GROUPS, parameters=1_000)
