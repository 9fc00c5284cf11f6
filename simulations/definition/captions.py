"""What the captions of the chapter ``definition`` say of a result: words for the places that they name."""

from simulations.definition.curves import Conditions, Family, Measured
from simulations.definition.percolation import Picture
from simulations.definition.surface import Allocation
from simulations.words import parameters_in_words


def measured(result: Measured) -> dict:
    """The forecast and what came, and which of the conditions decides."""
    found = result.conditions
    return {
        "forecast": found.forecast,
        "largest_score": found.largest_score,
        "verdict": "emergent" if found.emergent else "not emergent",
        "reason": _reason(found),
    }


def _reason(found: Conditions) -> str:
    if not found.absent:
        return "a small model is already off the floor"
    if not found.present:
        return "the largest model is still on the floor"
    return "absent, present, not foreseen" if found.unforeseen else "the small models foresaw it"


def family(result: Family) -> dict:
    """Between which two sizes the largest step lies."""
    step_from, step_to = map(parameters_in_words, result.step_parameters)
    return {"step_from": step_from, "step_to": step_to}


def lattice(result: Picture) -> dict:
    """Whether the lattice spans."""
    return {"verdict": "it spans: one cluster reaches from top to bottom" if result.spans else "no cluster spans"}


def split(result: Allocation) -> dict:
    """The best model and its training set by both laws."""
    refit, published = result.refit_best, result.published_best
    sizes = (refit.parameters, refit.tokens, published.parameters, published.tokens)
    form = "{} parameters on {} tokens by the refit, {} on {} by the published law"
    return {
        "sizes_in_words": form.format(*map(parameters_in_words, sizes)),
        "refit_tokens_per_parameter": refit.tokens_per_parameter,
        "published_tokens_per_parameter": published.tokens_per_parameter,
    }
