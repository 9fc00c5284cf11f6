"""What the captions of the chapter ``definition`` say of a result: words for the places that they name."""

from simulations.definition.copying import THRESHOLD, Copying
from simulations.definition.curves import Conditions, Family, Measured
from simulations.definition.meanings import FACTS, NO, NOTHING, OPEN, VERDICTS, Judged
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


def meaning(result: Judged, *, change: str) -> dict:
    """The verdict, what it rests on, and which fact alone would turn it."""
    said = f"the verdict is “{result.before}”"
    if change != NOTHING:
        turned = f"turns from “{result.before}” to" if result.after != result.before else "stays"
        said = f"with one fact changed the verdict {turned} “{result.after}” ({_definitions(result.moved)})"
    return {"said": said, "why": _why(result), "turns": _turns(result)}


def _definitions(moved: int) -> str:
    if moved < 2:
        return ("no definition moves", "one definition moves")[moved]
    return f"{moved} definitions move"


def _why(result: Judged) -> str:
    if result.after == NO:
        return f"Against it: {_grounds(result, result.against)}"
    if result.after == OPEN:
        return f"Open: {_grounds(result, result.open)}"
    asked = tuple(fact for fact, is_asked in zip(FACTS, result.asked, strict=True) if is_asked)
    return f"For it: {_grounds(result, asked)}"


def _grounds(result: Judged, facts: tuple[str, ...]) -> str:
    """Each fact, as it is after the change ("not ..." where it does not hold), with its ground."""
    known = dict(zip(FACTS, result.fact_changed, strict=True))
    return "; ".join(
        f"{'not ' if known[fact] == VERDICTS.index(NO) else ''}“{FACTS[fact]}” "
        f"({result.grounds.get(fact, 'as you changed it')})"
        for fact in facts
    )


def _turns(result: Judged) -> str:
    if not result.turning:
        return "It would take more than one fact to turn it"
    return "One fact alone would turn it: " + " or ".join(f"“{FACTS[fact]}”" for fact in result.turning)


def lead(result: Copying) -> dict:
    """How far the commoner word leads, and what is left of it in endless text."""
    left = f"{result.at_limit:.0%} would be left" if result.at_temperature < THRESHOLD else "nothing would be left"
    return {"at_lead": result.at_lead, "left": left}
