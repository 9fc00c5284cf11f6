"""The sweep under a recipe with one thing changed, beside the main one."""

from dataclasses import dataclass

from simulations.laboratory.curves import MetricCurve, Table, half_size, size_curve


@dataclass(frozen=True)
class Recipes:
    """One metric against size under a changed recipe, ``changed``, beside the main one, ``main``; the sizes at which
    half of the answers are right in each, inf where never; ``gap``: how far apart the changed recipe's seeds lie."""

    main: MetricCurve
    changed: MetricCurve
    main_half: float
    changed_half: float
    gap: float


def recipe(models: Table, *, panel: str = "uniform", metric: str = "exact_match") -> Recipes:
    """A panel beside the main one, with where exact match passes a half in both."""
    main, changed = (size_curve(models, metric=metric, panel=name) for name in ("main", panel))
    main_half, changed_half = (half_size(models, panel=name) for name in ("main", panel))
    return Recipes(main=main, changed=changed, main_half=main_half, changed_half=changed_half, gap=changed.spread)
