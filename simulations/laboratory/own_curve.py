"""A reader's own sweep beside the shipped one."""

from dataclasses import dataclass

import numpy as np

from simulations.laboratory.curves import Table, by_seed
from simulations.laboratory.measure import METRICS


@dataclass(frozen=True)
class Swept:
    """One metric of a sweep's models: ``at`` and ``values`` [models], masked where a training diverged; ``sizes`` and
    ``mean`` [sizes]: the different ones of ``at``, and the mean at each."""

    at: np.ndarray
    values: np.ma.MaskedArray
    sizes: np.ndarray
    mean: np.ma.MaskedArray


@dataclass(frozen=True)
class Beside:
    """A reader's sweep and the shipped one by one ``metric``. ``smallest`` and ``largest``: parameters of all models.
    ``gap``: the widest between the two means, in shares of the figure's height; NaN where no size can be compared."""

    metric: str
    shipped: Swept
    own: Swept
    smallest: float
    largest: float
    shipped_models: int
    own_models: int
    own_sizes: int
    gap: float


def own_curve(shipped: Table, own: Table, *, metric: str = "exact_match") -> Beside:
    """One metric of the main panels of two tables. Raises ``ValueError`` for a metric there is not."""
    one, other = (_swept(table, metric) for table in (shipped, own))
    ends = np.concatenate([one.sizes, other.sizes])
    return Beside(
        metric=metric,
        shipped=one,
        own=other,
        smallest=float(ends.min()),
        largest=float(ends.max()),
        shipped_models=one.values.count(),
        own_models=other.values.count(),
        own_sizes=len(other.sizes),
        gap=_gap(one, other, metric),
    )


def _swept(table: Table, metric: str) -> Swept:
    sizes, values = by_seed(table, "parameters", metric, "main")
    at = np.broadcast_to(sizes, values.shape)
    return Swept(at.ravel(), values.ravel(), sizes, values.mean(0))


def _gap(shipped: Swept, own: Swept, metric: str) -> float:
    """The shipped mean is read between its sizes, on a line in log size."""
    inside = (own.sizes >= shipped.sizes[0]) & (own.sizes <= shipped.sizes[-1]) & ~np.ma.getmaskarray(own.mean)
    if not inside.any():
        return np.nan
    there = np.interp(np.log(own.sizes[inside]), np.log(shipped.sizes), shipped.mean)
    return float(np.max(np.abs(own.mean[inside] - there)) / (METRICS[metric].high - METRICS[metric].low))
