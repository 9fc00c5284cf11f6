"""Answers by their carries, and digits by their total."""

import numpy as np
import pytest

from simulations.laboratory import shipped
from simulations.laboratory.carry_groups import by_carries
from simulations.laws import rise

MODELS, GROUPS = shipped.models(), shipped.groups()


def test_digits_do_not_fail_alone_and_carries_cost():
    small, large = (by_carries(MODELS, GROUPS, parameters=size) for size in (1_020, 95_180))
    assert small.ratio < large.ratio <= 1.01
    middle = by_carries(MODELS, GROUPS, parameters=3_524)
    assert middle.with_carry < middle.without_carry and middle.exact[0] > middle.exact[5]
    assert middle.accuracy[:8].min() > middle.accuracy[16:].max()  # common totals first


def test_common_totals_rise_mostly_faster_than_their_sum_and_rare_ones_slower():
    main = MODELS["panel"] == "main"
    sizes = np.unique(MODELS["parameters"][main])
    whole = [MODELS["digit_accuracy"][main & (MODELS["parameters"] == size)].mean() for size in sizes]
    totals = np.stack([by_carries(MODELS, GROUPS, parameters=size).accuracy[:19] for size in sizes], axis=-1)
    curves = np.vstack([whole, np.asarray(totals)])
    done = (curves - curves[:, :1]) / (curves[:, -1:] - curves[:, :1])
    whole_width, *widths = rise.width(np.log10(sizes), done)
    assert (np.array(widths[:14]) < whole_width).sum() >= 12  # the chapter says: mostly
    assert min(widths[14:]) > whole_width


def test_a_size_that_is_not_there_is_named():
    with pytest.raises(ValueError, match="parameters must be one of 150, 344, .*, 95180, not 1000"):
        by_carries(MODELS, GROUPS, parameters=1_000)
