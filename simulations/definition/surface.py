"""Views of the Chinchilla loss surface: one model size with its runs, and one compute budget with its optimum."""

from dataclasses import dataclass

import numpy as np

from simulations.check import one_of
from simulations.laws import scaling

NEAR = 1.2  # a run is near a model size within this factor
MIDDLE = 0.9  # the share of the bootstrap refits that a band holds
MODELS = {  # parameters, training FLOPs (GPT-3 and PaLM: wei2022emergent; Gopher and Chinchilla: hoffmann2022training)
    "GPT-3": (175e9, 3.1e23),
    "Gopher": (280e9, 5.76e23),
    "Chinchilla": (70e9, 5.76e23),
    "PaLM": (540e9, 2.5e24),
}


@dataclass(frozen=True)
class Slice:
    """The loss at one model size as tokens grow, under one law and its rivals.

    ``tokens`` (81,); ``refit_loss``, ``published_loss`` (81,): the two laws that are always shown, and ``*_floor``,
    what is left of each, and of the law asked for, when tokens are endless. ``run_tokens``, ``run_loss`` (245,): the
    digitised runs near this size, masked elsewhere. ``run_error`` (245,): the law's loss less the run's;
    ``near_error`` the same, for the near runs; ``typical_error`` its median size over the ``kept_count`` runs that
    Epoch fitted. The rest describes the chosen point: ``ten_more`` is the share of the loss that 10% more tokens
    remove.
    """

    tokens: np.ndarray
    refit_loss: np.ndarray
    published_loss: np.ndarray
    refit_floor: float
    published_floor: float
    floor: float
    all_tokens: np.ndarray
    run_tokens: np.ma.MaskedArray
    run_loss: np.ma.MaskedArray
    run_error: np.ndarray
    near_error: np.ma.MaskedArray
    at_tokens: float
    at_loss: float
    ten_more: float
    typical_error: float
    kept_count: int


@dataclass(frozen=True)
class Allocation:
    """One compute budget split between parameters and tokens, under two laws.

    ``parameters`` (81,); ``refit``, ``published`` (81,): loss along 6ND = compute; ``low``, ``high`` (81,): the middle
    ``MIDDLE`` of the bootstrap refits. ``compute_axis`` (41,) with the optimal sizes under each law and under Kaplan's,
    and the refits' middle. ``refit_best``, ``published_best``: the optimum at the chosen budget ``compute``.
    """

    parameters: np.ndarray
    refit: np.ndarray
    published: np.ndarray
    low: np.ndarray
    high: np.ndarray
    compute_axis: np.ndarray
    refit_size: np.ndarray
    kaplan_size: np.ndarray
    published_size: np.ndarray
    size_low: np.ndarray
    size_high: np.ndarray
    compute: float
    refit_best: scaling.Optimum
    published_best: scaling.Optimum


def slice_at(*, parameters: float, tokens: float, law: str) -> Slice:
    """The loss at ``parameters`` as tokens grow from 10^8 to 10^13, and what ``law`` says at ``tokens``."""
    chosen = scaling.LAWS[one_of("law", law, scaling.LAWS)]
    runs = scaling.runs()
    axis = np.geomspace(1e8, 1e13, 81)
    error = scaling.loss(chosen, parameters=runs["parameters"], tokens=runs["tokens"]) - runs["loss"]
    far = np.abs(np.log(runs["parameters"] / parameters)) > np.log(NEAR)
    kept = runs["kept"] == 1
    gain = scaling.more_data(chosen, parameters=parameters, tokens=tokens)
    return Slice(
        tokens=axis,
        refit_loss=scaling.loss(scaling.REFIT, parameters=parameters, tokens=axis),
        published_loss=scaling.loss(scaling.PUBLISHED, parameters=parameters, tokens=axis),
        refit_floor=_floor(scaling.REFIT, parameters),
        published_floor=_floor(scaling.PUBLISHED, parameters),
        floor=_floor(chosen, parameters),
        all_tokens=runs["tokens"],
        run_tokens=np.ma.masked_where(far, runs["tokens"]),
        run_loss=np.ma.masked_where(far, runs["loss"]),
        run_error=error,
        near_error=np.ma.masked_where(far, error),
        at_tokens=float(tokens),
        at_loss=float(gain.before),
        ten_more=float(gain.share_of_loss),
        typical_error=float(np.median(np.abs(error[kept]))),
        kept_count=int(kept.sum()),
    )


def allocation(*, compute: float) -> Allocation:
    """``compute`` FLOPs split every way between parameters and tokens, under Epoch's refit and the published law."""
    refit_best, published_best = (scaling.optimum(law, compute=compute) for law in (scaling.REFIT, scaling.PUBLISHED))
    parameters = np.geomspace(1e7, 1e13, 81)
    compute_axis = np.geomspace(1e18, 1e26, 41)
    tokens = compute / 6 / parameters
    refits = scaling.refits()
    columns = {name: getattr(refits, name)[:, None] for name in scaling.COEFFICIENTS}  # (refits, 1)
    column = scaling.ScalingLaw(name="columns", **columns, source=refits.source)
    ends = [(1 - MIDDLE) / 2, (1 + MIDDLE) / 2]
    low, high = np.quantile(scaling.loss(column, parameters=parameters, tokens=tokens), ends, axis=0)
    size_low, size_high = np.quantile(scaling.optimum(column, compute=compute_axis).parameters, ends, axis=0)
    return Allocation(
        parameters=parameters,
        refit=scaling.loss(scaling.REFIT, parameters=parameters, tokens=tokens),
        published=scaling.loss(scaling.PUBLISHED, parameters=parameters, tokens=tokens),
        low=low,
        high=high,
        compute_axis=compute_axis,
        refit_size=scaling.optimum(scaling.REFIT, compute=compute_axis).parameters,
        published_size=scaling.optimum(scaling.PUBLISHED, compute=compute_axis).parameters,
        kaplan_size=scaling.kaplan_optimum(compute=compute_axis)[0],
        size_low=size_low,
        size_high=size_high,
        compute=float(compute),
        refit_best=refit_best,
        published_best=published_best,
    )


def _floor(law: scaling.ScalingLaw, parameters: float) -> float:
    irreducible, from_size, _ = scaling.terms(law, parameters=parameters, tokens=1)
    return float(irreducible + from_size)
