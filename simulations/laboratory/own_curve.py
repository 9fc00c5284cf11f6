"""A reader's own sweep beside the shipped one."""

from dataclasses import dataclass

import numpy as np

from simulations.laboratory.measured import METRICS, by_seed

FIFTHS = ("", "a fifth", "two fifths", "three fifths", "four fifths", "all")


@dataclass(frozen=True)
class Swept:
    """One metric of a sweep's models: ``at`` and ``values`` [models], masked where a training diverged, and ``sizes``
    and their ``mean`` [sizes]."""

    at: np.ndarray
    values: np.ma.MaskedArray
    sizes: np.ndarray
    mean: np.ma.MaskedArray


@dataclass(frozen=True)
class Beside:
    """A reader's sweep and the shipped one by one ``metric``, in ``words``. ``smallest`` and ``largest``: parameters of
    all models. ``apart``: how far the two means are from each other, in words."""

    metric: str
    words: str
    shipped: Swept
    own: Swept
    smallest: float
    largest: float
    shipped_models: int
    own_models: int
    own_sizes: int
    apart: str


def own_curve(shipped, own, *, metric: str = "exact_match") -> Beside:
    """One metric of the main panels of two tables. Raises ``ValueError`` for a metric there is not."""
    one, other = (_swept(table, metric) for table in (shipped, own))
    ends = np.concatenate([one.sizes, other.sizes])
    return Beside(
        metric=metric,
        words=METRICS[metric][0],
        shipped=one,
        own=other,
        smallest=float(ends.min()),
        largest=float(ends.max()),
        shipped_models=one.values.count(),
        own_models=other.values.count(),
        own_sizes=len(other.sizes),
        apart=_apart(one, other, metric),
    )


def _swept(table, metric: str) -> Swept:
    sizes, values = by_seed(table, "parameters", metric, "main")
    at = np.broadcast_to(sizes, values.shape)
    return Swept(at.ravel(), values.ravel(), sizes, values.mean(0))


def _apart(shipped: Swept, own: Swept, metric: str) -> str:
    """The widest gap between the means, in fifths of the figure's height; the shipped one is read between its sizes."""
    _, low, high = METRICS[metric]
    inside = (own.sizes >= shipped.sizes[0]) & (own.sizes <= shipped.sizes[-1]) & ~np.ma.getmaskarray(own.mean)
    if not inside.any():
        return "None of your sizes lies between the shipped ones"
    there = np.interp(np.log(own.sizes[inside]), np.log(shipped.sizes), shipped.mean)
    fifths = int(np.ceil(5 * np.max(np.abs(own.mean[inside] - there)) / (high - low)))
    most = FIFTHS[max(fifths, 1)]
    return f"Where sizes can be compared, the means are nowhere further apart than {most} of the figure's height"
