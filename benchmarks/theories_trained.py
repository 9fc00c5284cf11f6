"""Many small networks as one tensor program against training them one after the other, per network and update."""

import time
from collections.abc import Callable

import numpy as np
import torch

from simulations.circuits import (
    induction_network as induction,
    parity_network as parity,
    superposition_network as superposition,
)
from simulations.circuits.ensemble import Schedule


def superposition_seconds(
    *, models: int = 441, starts: int = 2, alone: int = 4, updates: int = 50
) -> tuple[float, float]:
    """(one by one, together): seconds a network and update, for the phase diagram's networks."""
    schedule = Schedule(steps=updates, learning_rate=0.02)
    density, importance = np.linspace(0.1, 1, models), np.ones((models, 2))

    def one(i):
        superposition.trained(
            density=density[i : i + 1], importance=importance[:1], hidden=1, seeds=[0], schedule=schedule
        )

    def together():
        superposition.trained(density=density, importance=importance, hidden=1, seeds=range(starts), schedule=schedule)

    return _per_update(one, 4, updates), _seconds(together) / (models * starts * updates)


def parity_seconds(*, seeds: int = 5, updates: int = 20) -> tuple[float, float]:
    """(one by one, together): seconds a network and update, for every width of sparse parity, each unpadded alone."""
    options = dict(schedule=Schedule(steps=updates, learning_rate=0.01), measure_at=[])
    nets = [(width, seed) for width in parity.WIDTHS for seed in range(seeds)]

    def one(i):
        parity.trained(widths=nets[i][:1], seeds=nets[i][1:], **options)

    def together():
        parity.trained(seeds=range(seeds), **options)

    return _per_update(one, len(nets), updates), _seconds(together) / (len(nets) * updates)


def induction_seconds(*, seeds: int = 5, updates: int = 20) -> tuple[float, float]:
    """(one by one, together): seconds a network and update, for the two-layer transformers."""
    options = dict(schedule=Schedule(steps=updates, learning_rate=0.005), every=10 * updates)

    def one(i):
        induction.trained(seeds=[i], **options)

    def together():
        induction.trained(seeds=range(seeds), **options)

    return _per_update(one, seeds, updates), _seconds(together) / (seeds * updates)


def ratios() -> dict[str, tuple[float, float]]:
    """What is trained → (seconds one by one, seconds together), a network and update, on one thread."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        return {
            "superposition, 882 networks at once": superposition_seconds(),
            "sparse parity, 35 networks at once": parity_seconds(),
            "induction heads, 5 networks at once": induction_seconds(),
        }
    finally:
        torch.set_num_threads(threads)


def _per_update(one: Callable[[int], None], count: int, updates: int) -> float:
    one(0)  # the first call warms up
    return _seconds(lambda: [one(i) for i in range(count)]) / (count * updates)


def _seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


if __name__ == "__main__":
    for what, (apart, together) in ratios().items():
        print(f"{what}: {1e6 * apart:,.0f} µs against {1e6 * together:,.1f} µs, {apart / together:.1f} times faster")
