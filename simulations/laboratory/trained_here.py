"""The figure that a page's own trainings are put into: the shipped sweep by size, and room for what is trained here."""

from dataclasses import dataclass, replace

import numpy as np

from simulations.laboratory.compare import METRIC, shipped_alone
from simulations.laboratory.curves import Table
from simulations.laboratory.own_curve import Beside

SMALL = 2_080  # parameters; what a reader sees before the press
LINES = 12  # sizes at most, a line each in the panel of training steps
STEPS = (8, 1_000)  # ends of its axis


@dataclass(frozen=True)
class Begun:
    """The shipped sweep by one ``metric``, ``beside`` nobody's, masked above SMALL unless all sizes are shown."""

    beside: Beside
    shown: str


def trained_here(shipped: Table, *, metric: str = METRIC, all_sizes: bool = False) -> Begun:
    """What stands in the figure before anything is trained. Raises ``ValueError`` for a metric there is not."""
    beside = shipped_alone(shipped, metric=metric)
    if all_sizes:
        return Begun(beside, "of all sizes")
    one = beside.shipped
    values = np.ma.masked_where(one.at > SMALL, one.values)
    seen = replace(one, values=values, mean=np.ma.masked_where(one.sizes > SMALL, one.mean))
    return Begun(replace(beside, shipped=seen, shipped_models=values.count()), f"of up to {SMALL:,} parameters")
