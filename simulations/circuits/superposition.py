"""Superposition: more features than dimensions. The toy model's losses in closed form, and its features as vectors.

``features`` numbers x, each zero with probability 1 − density and else uniform on 0..1, pass through fewer hidden
numbers h = W x and come back as relu(Wᵀ h + b). The loss is Σ importance · (x − relu(Wᵀ W x + b))² [elhage2022toy].
"""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np

from simulations.check import above, require, whole
from simulations.data import table


def patterns(features: int) -> np.ndarray:
    """(2^features, features): every way of some features being there (true) and the others not."""
    whole("features", features, 1, 12)  # every pattern of them is listed
    return (np.arange(2**features)[:, None] >> np.arange(features)) % 2 == 1


def pattern_probability(features: int, density: np.ndarray) -> np.ndarray:
    """(..., 2^features): how often each row of :func:`patterns` comes, each feature being there with ``density``."""
    there = patterns(features).sum(axis=1)
    density = np.asarray(density, dtype=float)
    require((density > 0) & (density <= 1), "density", "be above 0 and at most 1", density)
    density = density[..., None]
    return density**there * (1 - density) ** (features - there)


def loss_of_one_kept(density, dropped_importance):
    """Loss when one hidden number carries one feature whole, and of the other only its mean is guessed.

    The dropped feature's variance, density/3 − density²/4, times its importance.
    """
    density = np.asarray(density, dtype=float)
    return dropped_importance * (density / 3 - density**2 / 4)


def loss_of_sharing(density, first_importance, second_importance):
    """Loss when two features point opposite ways along one hidden number, W = (1, −1), b = 0.

    Each comes back whole when alone. When both are there (density²) the smaller is lost from both answers, and the
    mean square of the smaller of two uniform numbers is 1/6.
    """
    return np.asarray(density, dtype=float) ** 2 / 6 * (np.asarray(first_importance) + second_importance)


def sharing_density(importance):
    """The density below which sharing beats dropping the less important of two features in one dimension.

    ``importance``: of the second feature, the first's being 1. Where the two closed forms are equal: 2i/(1 + 5i/2),
    with i the smaller importance over the larger; 4/7 for equal ones.
    """
    importance = np.asarray(above("importance", importance), dtype=float)
    ratio = np.minimum(importance, 1 / importance)
    return 2 * ratio / (1 + 2.5 * ratio)


def feature_dimensions(weights: np.ndarray) -> np.ndarray:
    """(..., features): each feature's share of a dimension, |Wᵢ|² / Σⱼ (Ŵᵢ·Wⱼ)² [elhage2022toy].

    ``weights``: (..., hidden, features). 1: a dimension of its own; 1/2: shared with one opposite; 0: not represented.
    """
    products = np.swapaxes(weights, -1, -2) @ weights  # (..., features, features)
    own = np.diagonal(products, axis1=-2, axis2=-1)
    # |W|² / Σ (Ŵ·W)² = |W|⁴ / Σ (Wᵢ·Wⱼ)²; a feature shorter than 0.1 counts as absent
    return np.where(own > 0.01, own**2 / np.maximum((products**2).sum(axis=-1), 1e-12), 0.0)


def second_share(first: Any, second: Any) -> Any:
    """How much of one hidden direction the second of two features has, by their weights on it, of any shape: its
    square's share, 0 to 1. On numpy arrays and on tensors."""
    return second * second / (first * first + second * second)


@dataclass(frozen=True)
class Phase:
    """The trained phase diagram and one of its cells. ``densities``: (columns,). ``importances``: (rows,). ``share``:
    (rows, columns), how much of the hidden direction the second feature has: 0 none, ½ as much as the first, 1 all.
    ``boundary``: (rows,), for each importance the column, as a fractional index, where the closed forms' losses are
    equal. ``column`` and ``row``: the chosen cell; the rest is its weights, losses, and the share of starts stuck in
    a worse valley."""

    densities: np.ndarray
    importances: np.ndarray
    share: np.ndarray
    boundary: np.ndarray
    column: int
    row: int
    density: float
    importance: float
    first_weight: float
    second_weight: float
    trained_loss: float
    one_kept_loss: float
    sharing_loss: float
    stuck: float


def phase(*, density: float, importance: float) -> Phase:
    """The cell of the shipped phase diagram (two features, one dimension) at a density and a second importance."""
    cells = _rows("superposition_phases")
    densities, importances = np.unique(cells["density"]), np.unique(cells["importance"])
    at = np.flatnonzero(np.isclose(cells["density"], density) & np.isclose(cells["importance"], importance))
    there = f"be of the diagram ({_ends(densities)}; {_ends(importances)})"
    require(len(at) == 1, "density and importance", there, (density, importance))
    order = np.lexsort((cells["density"], cells["importance"]))
    share = second_share(cells["first_weight"], cells["second_weight"])[order]
    cell = int(at[0])
    return Phase(
        densities=densities,
        importances=importances,
        share=share.reshape(len(importances), len(densities)),
        boundary=np.interp(np.log(sharing_density(importances)), np.log(densities), np.arange(len(densities))),
        column=int(np.abs(densities - density).argmin()),
        row=int(np.abs(importances - importance).argmin()),
        density=density,
        importance=importance,
        first_weight=float(cells["first_weight"][cell]),
        second_weight=float(cells["second_weight"][cell]),
        trained_loss=float(cells["loss"][cell]),
        one_kept_loss=float(loss_of_one_kept(density, min(1.0, importance))),
        sharing_loss=float(loss_of_sharing(density, 1.0, importance)),
        stuck=float(cells["stuck_share"][cell]),
    )


@cache
def _rows(name: str) -> dict[str, np.ndarray]:
    return table(name)


def _ends(values: np.ndarray) -> str:
    return f"{len(values)} from {values[0]:g} to {values[-1]:g}"


@dataclass(frozen=True)
class Grid:
    """What was trained: ``densities``, and ``importances`` or ``decays``, each a sorted list."""

    densities: list[float]
    importances: list[float] = field(default_factory=list)
    decays: list[float] = field(default_factory=list)


def phase_grid() -> Grid:
    """The densities and importances of the shipped phase diagram."""
    cells = _rows("superposition_phases")
    return Grid(densities=np.unique(cells["density"]).tolist(), importances=np.unique(cells["importance"]).tolist())


def geometry_grid() -> Grid:
    """The densities and importance decays of the shipped networks of five features."""
    nets = _rows("superposition_geometry")
    return Grid(densities=np.unique(nets["density"]).tolist(), decays=np.unique(nets["decay"]).tolist())


@dataclass(frozen=True)
class Geometry:
    """One trained network's features. ``vectors``: (features, 2), where each points. ``dimensions``: (features,), each
    one's share of a dimension. ``represented``: how many are longer than ½. ``loss``: as trained."""

    vectors: np.ndarray
    dimensions: np.ndarray
    represented: int
    loss: float

    @property
    def features(self) -> int:
        """How many there are."""
        return len(self.dimensions)


def geometry(*, density: float, decay: float, seed: int) -> Geometry:
    """The shipped network of five features in two dimensions at a density, importance decay and seed."""
    nets = _rows("superposition_geometry")
    chosen = np.isclose(nets["density"], density) & np.isclose(nets["decay"], decay) & (nets["seed"] == seed)
    there = "; ".join(_ends(np.unique(nets[name])) for name in ("density", "decay", "seed"))
    require(chosen.sum() == 1, "density, decay and seed", f"be of the table ({there})", (density, decay, seed))
    at = int(np.flatnonzero(chosen)[0])
    vectors = np.array([[nets[f"x{i}"][at], nets[f"y{i}"][at]] for i in range(5)])
    long = np.linalg.norm(vectors, axis=1) > 0.5
    return Geometry(
        vectors=vectors,
        dimensions=feature_dimensions(vectors.T),
        represented=int(long.sum()),
        loss=float(nets["loss"][at]),
    )
