"""Who refuses less when told that the answer trains it: a published table, by size and without one
(greenblatt2024alignment)."""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from simulations.check import require
from simulations.data import table
from simulations.laws.resolution import clopper_pearson

SIZES = {"8B": 8e9, "70B": 70e9, "405B": 405e9}


@dataclass(frozen=True)
class Faking:
    """Refusals in the two conditions; all arrays (models,), smallest first, those of no public size last.

    ``models``: names; ``place``: 0, 1, …; ``training``, ``unmonitored``: shares refused, each with the ends of its
    exact 95% interval, ``*_low`` and ``*_high``; ``gap``: unmonitored minus training, points of 100; ``p_value``:
    Fisher's exact one, two-sided. Masked beyond ``largest``, the size up to which models are shown; those of no public
    size are shown where ``others`` is true.
    """

    models: tuple[str, ...]
    place: np.ndarray
    training: np.ma.MaskedArray
    training_low: np.ma.MaskedArray
    training_high: np.ma.MaskedArray
    unmonitored: np.ma.MaskedArray
    unmonitored_low: np.ma.MaskedArray
    unmonitored_high: np.ma.MaskedArray
    gap: np.ma.MaskedArray
    p_value: np.ma.MaskedArray


def faking(*, scratchpad: bool = True, largest: float = 405e9, others: bool = False) -> Faking:
    """The models up to ``largest`` parameters, asked with a ``scratchpad`` or without, and if wanted the ``others``.

    Raises ``ValueError`` for a size below the smallest model's.
    """
    rows = table("alignment_faking")
    chosen = rows["scratchpad"] == scratchpad
    order = np.argsort(rows["parameters"][chosen], kind="stable")  # NaN last
    size, asked, training, unmonitored = (
        rows[name][chosen][order] for name in ("parameters", "asked", "refused_training", "refused_unmonitored")
    )
    require(largest >= np.nanmin(size), "largest", f"be {np.nanmin(size):.0f} parameters or more", largest)
    hidden = np.where(np.isnan(size), not others, np.nan_to_num(size) > largest)
    ends = [*clopper_pearson(training, asked), *clopper_pearson(unmonitored, asked)]
    shares = [training / asked, *ends[:2], unmonitored / asked, *ends[2:]]
    masked = [np.ma.array(values, mask=hidden) for values in shares]
    return Faking(
        tuple(rows["model"][chosen][order].tolist()),
        np.arange(len(size)),
        *masked,
        gap=np.ma.array(100 * (unmonitored - training) / asked, mask=hidden),
        p_value=np.ma.array(_p_values(training, unmonitored, asked), mask=hidden),
    )


def gap_of(model: str, *, scratchpad: bool = True) -> float:
    """The gap of one model in points of 100. Raises ``ValueError`` for a model that is not in the table."""
    everyone = faking(scratchpad=scratchpad, others=True)
    require(model in everyone.models, "model", f"be one of {', '.join(everyone.models)}", model)
    return float(everyone.gap[everyone.models.index(model)])


def _p_values(training: np.ndarray, unmonitored: np.ndarray, asked: np.ndarray) -> list[float]:
    counts = zip(training, unmonitored, asked, strict=True)
    return [float(stats.fisher_exact([[a, n - a], [b, n - b]]).pvalue) for a, b, n in counts]
