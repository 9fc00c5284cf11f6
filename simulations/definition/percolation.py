"""Site percolation on the square lattice: a transition that is sharp only in the limit of a large lattice.

Every site is occupied with the same probability, on its own. Occupied sites that share an edge belong to one cluster,
and a lattice spans when one cluster reaches from its top row to its bottom row.
"""

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from simulations import check

# jacobsen2015critical, to the digits that yang2024comment leaves standing. No closed form is known.
THRESHOLD = 0.59274605079
# The correlation length grows as |p - threshold|^-(4/3), so a lattice of side L rounds the jump over L^-(3/4).
CORRELATION_EXPONENT = 4 / 3

LARGEST_SIZE = 256
MOST_PIXELS, MOST_POINTS = 4_096, 100_000

_WITHIN_A_LATTICE = np.zeros((3, 3, 3), bool)
_WITHIN_A_LATTICE[1] = ndimage.generate_binary_structure(2, 1)


@dataclass(frozen=True)
class Clusters:
    """The clusters of one lattice (size, size).

    ``label`` has 0 for an empty site and the cluster's number elsewhere; ``cluster_size[k]`` is the number of sites of
    cluster k (entry 0 is 0); ``spanning`` holds the numbers of the clusters that reach from top to bottom.
    """

    label: np.ndarray
    cluster_size: np.ndarray
    spanning: np.ndarray

    @property
    def spans(self) -> bool:
        return len(self.spanning) > 0

    @property
    def largest_share(self) -> float:
        """Sites in the largest cluster, as a share of the lattice."""
        return float(self.cluster_size.max() / self.label.size)


@dataclass(frozen=True)
class Picture:
    """One lattice as a picture: ``rank`` (resolution, resolution) is 0 for an empty site, 1 for the largest cluster,
    2 for the second, and so on; 5 stands for all the rest. ``level`` (41,), ``level_occupied``, ``level_largest``: the
    same lattice at other occupations, as shares of all sites. The other fields describe it in numbers."""

    rank: np.ndarray
    level: np.ndarray
    level_occupied: np.ndarray
    level_largest: np.ndarray
    occupation: float
    occupied: float
    largest_share: float
    share_of_occupied: float
    cluster_count: int
    spans: bool


@dataclass(frozen=True)
class SpanningCurve:
    """The share of lattices that span, by occupation: ``probability`` and its standard error, both (points,)."""

    occupation: np.ndarray
    probability: np.ndarray
    standard_error: np.ndarray


@dataclass(frozen=True)
class SpanningView:
    """Spanning curves of several lattice sizes, one of them chosen.

    ``occupation`` (points,); ``probability`` (sizes, points) in the order of ``sizes``; ``width`` (sizes,): the 10% to
    90% range of each; ``predicted_width`` (sizes,): the size to the power -3/4, through the larger half of them.
    ``low``, ``high`` (points,): two standard errors about the chosen curve. ``at_*``: the chosen size and occupation.
    """

    sizes: np.ndarray
    occupation: np.ndarray
    probability: np.ndarray
    chosen: np.ndarray
    low: np.ndarray
    high: np.ndarray
    width: np.ndarray
    predicted_width: np.ndarray
    at_size: int
    at_occupation: float
    at_probability: float
    at_width: float


def clusters(occupied: np.ndarray) -> Clusters:
    """The clusters of ``occupied``, a square boolean lattice."""
    occupied = np.asarray(occupied)
    square = occupied.dtype == bool and occupied.ndim == 2 and len(set(occupied.shape)) == 1 and occupied.size > 0
    check.require(square, "occupied", "be a square boolean lattice", (str(occupied.dtype), occupied.shape))
    label, count = ndimage.label(occupied)
    cluster_size = np.bincount(label.ravel(), minlength=count + 1)
    cluster_size[0] = 0
    spanning = np.intersect1d(label[0], label[-1])
    return Clusters(label=label, cluster_size=cluster_size, spanning=spanning[spanning > 0])


def picture(*, occupation: float, lattice_size: int, seed: int, resolution: int = 48) -> Picture:
    """The lattice that ``seed`` draws, its clusters ranked by size; ``resolution`` is a multiple of ``lattice_size``.

    One seed gives every site a fixed height, and ``occupation`` is the water level: sites are only ever added.
    """
    check.within("occupation", occupation, 0, 1)
    check.whole("lattice_size", lattice_size, 1, LARGEST_SIZE)
    fits = check.whole("resolution", resolution, 1, MOST_PIXELS) % lattice_size == 0
    check.require(fits, "resolution", f"be a multiple of lattice_size ({lattice_size})", resolution)
    height = np.random.default_rng(check.whole("seed", seed, 0)).random((lattice_size, lattice_size))
    occupied = height < occupation
    level = np.linspace(0.4, 0.8, 41)
    found = clusters(occupied)
    order = np.argsort(-found.cluster_size[1:], kind="stable") + 1
    rank = np.zeros(len(found.cluster_size), int)
    rank[order] = np.minimum(np.arange(1, len(order) + 1), 5)
    block = resolution // lattice_size
    return Picture(
        rank=np.kron(rank[found.label], np.ones((block, block), int)),
        level=level,
        level_occupied=np.array([(height < p).mean() for p in level]),
        level_largest=np.array([clusters(height < p).largest_share for p in level]),
        occupation=float(occupation),
        occupied=float(occupied.mean()),
        largest_share=found.largest_share,
        share_of_occupied=float(found.cluster_size.max() / max(occupied.sum(), 1)),
        cluster_count=len(order),
        spans=found.spans,
    )


def spans(occupied: np.ndarray) -> np.ndarray:
    """Which lattices of a stack (lattices, size, size) have a cluster from the top row to the bottom row."""
    label, count = ndimage.label(occupied, _WITHIN_A_LATTICE)
    reaches_top = np.zeros(count + 1, bool)
    reaches_top[label[:, 0].ravel()] = True
    reaches_top[0] = False
    return reaches_top[label[:, -1]].any(axis=1)


def spanning_occupations(*, lattice_size: int, samples: int, rng: np.random.Generator) -> np.ndarray:
    """The occupation at which each of ``samples`` random lattices first spans, (samples,), to 2^-14.

    Every site draws one number in [0, 1) and is occupied when that lies below the occupation, so a lattice that spans
    goes on spanning: halving the interval 14 times finds where it starts. Each value holds the answer for every
    occupation at once; the spanning probability is the values' distribution function.
    """
    check.whole("lattice_size", lattice_size, 1, LARGEST_SIZE)
    check.whole("samples", samples, 1)
    batch = max(1, 2**20 // lattice_size**2)  # about a million sites at a time
    counts = [min(batch, samples - first) for first in range(0, samples, batch)]
    return np.concatenate([_first_spanning(rng.random((n, lattice_size, lattice_size))) for n in counts])


def spanning_curve(first_spanning: np.ndarray, *, occupation) -> SpanningCurve:
    """The spanning probability at each ``occupation``, from ``spanning_occupations``."""
    occupation = np.atleast_1d(np.asarray(occupation, float))
    check.within("occupation", occupation, 0, 1)
    probability = np.searchsorted(np.sort(first_spanning), occupation, side="right") / len(first_spanning)
    return SpanningCurve(
        occupation=occupation,
        probability=probability,
        standard_error=np.sqrt(probability * (1 - probability) / len(first_spanning)),
    )


def transition_width(first_spanning: np.ndarray, *, share: float = 0.8) -> float:
    """The range of occupation over which the middle ``share`` of lattices start to span: 10% to 90% for 0.8."""
    check.between("share", share, 0, 1)
    check.at_least("the number of first_spanning", np.size(first_spanning), 1)
    low, high = np.quantile(first_spanning, [(1 - share) / 2, (1 + share) / 2])
    return float(high - low)


def spanning_view(
    *, lattice_size: int, occupation: float, first_spanning: dict[int, np.ndarray], points: int = 101
) -> SpanningView:
    """The curves of every size in ``first_spanning`` (size to ``spanning_occupations``) over 0.4 to 0.8."""
    check.one_of("lattice_size", lattice_size, first_spanning)
    check.whole("points", points, 2, MOST_POINTS)
    axis = np.linspace(0.4, 0.8, points)
    curves = {size: spanning_curve(values, occupation=axis) for size, values in first_spanning.items()}
    sizes = np.array(list(first_spanning))
    width = np.array([transition_width(values) for values in first_spanning.values()])
    chosen = curves[lattice_size]
    return SpanningView(
        sizes=sizes,
        occupation=axis,
        probability=np.stack([curve.probability for curve in curves.values()]),
        chosen=chosen.probability,
        low=np.clip(chosen.probability - 2 * chosen.standard_error, 0, 1),
        high=np.clip(chosen.probability + 2 * chosen.standard_error, 0, 1),
        width=width,
        predicted_width=_power_law(sizes, width),
        at_size=lattice_size,
        at_occupation=occupation,
        at_probability=float(spanning_curve(first_spanning[lattice_size], occupation=occupation).probability[0]),
        at_width=float(width[sizes == lattice_size][0]),
    )


def rescaled(occupation, lattice_size: int) -> np.ndarray:
    """The distance of ``occupation`` from the threshold in units of the lattice's own rounding, size to the -3/4."""
    return (np.asarray(occupation) - THRESHOLD) * lattice_size ** (1 / CORRELATION_EXPONENT)


def _power_law(sizes: np.ndarray, width: np.ndarray) -> np.ndarray:
    decline = sizes ** (-1 / CORRELATION_EXPONENT)
    larger = slice(len(sizes) // 2, None)
    return decline * np.exp(np.mean(np.log(width[larger] / decline[larger])))


def _first_spanning(height: np.ndarray) -> np.ndarray:
    low, high = np.zeros(len(height)), np.ones(len(height))
    for _ in range(14):
        middle = (low + high) / 2
        spanning = spans(height < middle[:, None, None])
        low, high = np.where(spanning, low, middle), np.where(spanning, middle, high)
    return (low + high) / 2
