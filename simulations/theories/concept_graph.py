"""Percolation on a concept graph: which unseen facts could be inferred from the seen ones, and how suddenly.

Entities on one side, properties on the other, an edge for every entity–property pair seen in training. A pair that was
never seen can be inferred only if a path of seen pairs joins the two: here, if both lie in the largest component.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.sparse import bmat, csr_array
from scipy.sparse.csgraph import connected_components

from simulations import check

DENSITIES = np.linspace(0.0, 4.0, 41)


@dataclass(frozen=True)
class ConceptGraph:
    """One graph of ``entities`` × ``properties``, and the curve over densities.

    ``picture`` (entities, properties) is 0 for a pair out of reach, 1 for one that could be inferred, 2 for one seen;
    rows and columns of the largest component come first. ``density`` is the share of pairs seen over the critical
    share. ``densities`` and ``limit`` (points,) are the infinite graph's reachable share of pairs, ``reachable`` the
    share in this graph and ``seen`` its number of seen pairs.
    """

    picture: np.ndarray
    density: float
    reachable: float
    seen: int
    densities: np.ndarray
    limit: np.ndarray

    @property
    def pairs(self) -> int:
        return self.picture.size


def critical_share(entities: int, properties: int) -> float:
    """The share of pairs at which a giant component appears: 1 / √(entities · properties).

    From a step along an edge to a property, about entities·p new entities follow, and from each about properties·p
    properties: the product of the two is 1 at the critical point. For equal sides that is 1/n, as in
    zakharov2023asymptotic.
    """
    return 1 / np.sqrt(check.at_least("entities", entities, 1) * check.at_least("properties", properties, 1))


def limit_reachable(densities, *, ratio: float = 1.0, iterations: int = 2000) -> np.ndarray:
    """The share of all pairs whose ends both lie in the giant component of an infinite graph: (points,).

    ``ratio`` is entities over properties. The shares u and v of the sides solve u = 1 − exp(−d/√r · v) and
    v = 1 − exp(−d·√r · u), found by iterating from 1.
    """
    density = np.asarray(densities, float)
    u = v = np.ones_like(density)
    for _ in range(iterations):
        u = -np.expm1(-density / np.sqrt(ratio) * v)
        v = -np.expm1(-density * np.sqrt(ratio) * u)
    return u * v


def largest_component(seen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The entities (entities,) and properties (properties,) of the largest component, as masks, by number of nodes."""
    entities, _ = seen.shape
    half = csr_array(seen.astype(np.int8))
    _, labels = connected_components(bmat([[None, half], [half.T, None]], format="csr"), directed=False)
    inside = labels == np.bincount(labels).argmax()
    return inside[:entities], inside[entities:]


def reachable_share(seen: np.ndarray) -> float:
    """The share of all pairs with both ends in the largest component of the seen pairs."""
    rows, columns = largest_component(seen)
    return float(rows.mean() * columns.mean())


def concept_graph(*, density: float = 1.0, side: int = 32, seed: int = 0) -> ConceptGraph:
    """A graph of ``side`` entities and ``side`` properties with ``density`` times the critical share of pairs seen.

    One seed keeps one order in which pairs are seen, so a higher density only adds pairs.
    """
    critical = critical_share(side, side)
    check.within("density", density, 0, 1 / critical)
    seen = np.random.default_rng(check.whole("seed", seed, 0)).random((side, side)) < density * critical
    rows, columns = largest_component(seen)
    picture = np.where(seen, 2, (rows[:, None] & columns).astype(int))
    order = np.argsort(~rows, kind="stable"), np.argsort(~columns, kind="stable")
    return ConceptGraph(
        picture=picture[np.ix_(*order)],
        density=density,
        reachable=float(rows.mean() * columns.mean()),
        seen=int(seen.sum()),
        densities=DENSITIES,
        limit=_limit(),
    )


@cache
def _limit() -> np.ndarray:
    return limit_reachable(DENSITIES)
