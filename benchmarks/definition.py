"""The labelled lattice against a plain Python union-find: do they agree, and how much faster is one?"""

import time

import numpy as np

from simulations.definition import percolation


def spans_by_union_find(occupied: np.ndarray) -> bool:
    """Whether a lattice spans, site by site: the textbook union-find with path halving."""
    size = len(occupied)
    parent = list(range(size * size + 2))
    top, bottom = size * size, size * size + 1

    def root(site: int) -> int:
        while parent[site] != site:
            parent[site] = parent[parent[site]]
            site = parent[site]
        return site

    for row, column in np.argwhere(occupied).tolist():
        site = row * size + column
        if row == 0:
            parent[root(site)] = root(top)
        elif occupied[row - 1, column]:
            parent[root(site)] = root(site - size)
        if column and occupied[row, column - 1]:
            parent[root(site)] = root(site - 1)
        if row == size - 1:
            parent[root(site)] = root(bottom)
    return root(top) == root(bottom)


def percolation_ratio(*, lattice_size: int = 64, lattices: int = 200) -> dict[str, float]:
    """Seconds a lattice at the threshold for each way, and how many times faster the labelling is.

    Raises ``AssertionError`` when the two disagree on any lattice.
    """
    occupied = np.random.default_rng(0).random((lattices, lattice_size, lattice_size)) < percolation.THRESHOLD
    start = time.perf_counter()
    by_label = percolation.spans(occupied)
    labelled = time.perf_counter()
    by_union_find = np.array([spans_by_union_find(lattice) for lattice in occupied])
    end = time.perf_counter()
    assert (by_label == by_union_find).all(), "labelling and union-find disagree"
    label_s, union_find_s = (labelled - start) / lattices, (end - labelled) / lattices
    return dict(label_s=label_s, union_find_s=union_find_s, times_faster=union_find_s / label_s)


def curve_seconds(*, lattice_size: int = 64, samples: int = 2000) -> float:
    """Seconds for a whole spanning curve: every occupation, ``samples`` lattices a point."""
    start = time.perf_counter()
    percolation.spanning_occupations(lattice_size=lattice_size, samples=samples, rng=np.random.default_rng(0))
    return time.perf_counter() - start


if __name__ == "__main__":
    print(percolation_ratio(), f"{curve_seconds():.2f} s")
