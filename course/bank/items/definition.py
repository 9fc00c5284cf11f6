"""The bank's own items on the definition chapter's figures."""

import numpy as np

from course.bank.items import named
from course.bank.on_figure import OnFigure
from simulations.definition import curves, percolation
from simulations.exercises.exercise import Answer, Wrong
from simulations.exercises.kinds import Number, Truth, share
from simulations.laws import scaling


def what_data_can_remove(*, parameters, tokens):
    _, _, by_data = scaling.terms(scaling.REFIT, parameters=parameters, tokens=tokens)
    loss = scaling.loss(scaling.REFIT, parameters=parameters, tokens=tokens)
    return {"data_nats": float(by_data), "data_share": float(by_data / loss)}


WHAT_DATA_CAN_REMOVE = OnFigure(
    title="What data can still remove",
    level="easy",
    minutes=5,
    objective=5,
    figure="loss-slice",
    controls=("parameters", "tokens"),
    held={"law": "Epoch's refit"},
    given={"parameters": 1.1e9, "tokens": 2e10},
    varied={"parameters": (2.8e8, 1.1e9, 2.8e9, 7e9), "tokens": (5e9, 1e10, 2e10, 5e10)},
    text="""
A model of @{parameters:parameters_in_words} parameters has read @{tokens:parameters_in_words} tokens.
By Epoch's refit, how many nats per token of its loss would go with endless data? Which share of its loss is that?
""",
    hint="The caption gives the loss, and what of it would remain.",
    solution="@{data_nats:.3f} nats, or @{data_share:.1%} of the loss.",
    answers=(
        Answer("data_nats", "the nats per token that would go", Number(low=0, rel=0, abs=0.0025)),
        Answer("data_share", "their share of the loss", share(rel=0, abs=0.0015)),
    ),
    solve=what_data_can_remove,
    wrong=(
        Wrong(
            "what remains",
            lambda *, parameters, tokens: {
                "data_nats": float(
                    scaling.loss(scaling.REFIT, parameters=parameters, tokens=tokens)
                    - scaling.terms(scaling.REFIT, parameters=parameters, tokens=tokens)[2]
                )
            },
            "that is what would remain with endless data.",
        ),
        Wrong(
            "over what remains",
            lambda *, parameters, tokens: {"data_share": _over_what_remains(parameters, tokens)},
            "you divided by what would remain. The share is of the loss that the model has.",
        ),
    ),
)


def _over_what_remains(parameters, tokens) -> float:
    rest, by_size, by_data = scaling.terms(scaling.REFIT, parameters=parameters, tokens=tokens)
    return float(by_data / (rest + by_size))


def tokens_for_each(*, compute):
    by_refit = scaling.optimum(scaling.REFIT, compute=compute)
    published = scaling.optimum(scaling.PUBLISHED, compute=compute)
    return {
        "refit_tokens_each": float(by_refit.tokens_per_parameter),
        "times_larger": float(by_refit.parameters / published.parameters),
    }


TOKENS_FOR_EACH = OnFigure(
    title="Two plans for a budget",
    level="easy",
    minutes=5,
    objective=5,
    figure="compute-split",
    controls=("compute",),
    given={"compute": 5.76e23},
    varied={"compute": (1e18, 1e19, 1e20, 1e21, 1e22, 1e23, 3.1e23, 5.76e23, 1e24, 2.5e24, 1e25, 1e26)},
    text="""
With @{compute:powers} FLOPs, how many tokens for each parameter does the refit plan? How many times as large is its
best model as that of the published law? Give both to two digits.
""",
    hint="The caption gives parameters and tokens of both plans.",
    solution="""
@{refit_tokens_each:two_digits} tokens for each parameter, and @{times_larger:two_digits} times as large.
""",
    answers=(
        Answer("refit_tokens_each", "the tokens for each parameter by the refit", Number(low=0, rel=0.04)),
        Answer("times_larger", "the refit's best size over the published law's", Number(rel=0.03)),
    ),
    solve=tokens_for_each,
    wrong=(
        Wrong(
            "how much larger for how many times",
            lambda *, compute: {"times_larger": tokens_for_each(compute=compute)["times_larger"] - 1},
            "you took away the published law's own size: that is how much larger, not how many times as large.",
        ),
        Wrong(
            "parameters for each token",
            lambda *, compute: {"refit_tokens_each": 1 / tokens_for_each(compute=compute)["refit_tokens_each"]},
            "those are parameters for each token.",
        ),
    ),
)


def the_rest_of_the_rise(*, family, decades_to_rise):
    step = curves.family_curve(family=family, decades_to_rise=decades_to_rise, midpoint=FIXED_MIDPOINT).largest_step
    return {"outside_share": 1 - step}


FIXED_MIDPOINT = float(np.geomspace(1e9, 1e11, 9)[6])

THE_REST_OF_THE_RISE = OnFigure(
    title="What one step leaves",
    level="easy",
    minutes=4,
    objective=3,
    figure="how-many-sizes",
    controls=("family", "decades_to_rise"),
    held={"midpoint": FIXED_MIDPOINT},
    given={"family": "PaLM, 3 sizes", "decades_to_rise": 2},
    varied={
        "family": ("PaLM, 3 sizes", "GPT-3 on the API, 4 sizes", "GPT-3, 8 sizes", "BIG-G, 12 sizes"),
        "decades_to_rise": (0.5, 1, 1.5, 3),
    },
    text="""
The curve takes @{decades_to_rise} factors of ten of size to rise from a tenth to nine tenths, and is half-way at 31.6
billion parameters. Which share of the whole rise, from 0 to 1, does **not** fall into the family's largest single step?
""",
    hint="The caption says what falls into that step.",
    solution="@{outside_share:.1%}.",
    answers=(Answer("outside_share", "the share of the rise outside the largest step", share(rel=0, abs=0.006)),),
    solve=the_rest_of_the_rise,
    wrong=(
        Wrong(
            "the step itself",
            lambda **given: {"outside_share": 1 - the_rest_of_the_rise(**given)["outside_share"]},
            "that is what falls into the step.",
        ),
    ),
)


def sites_of_the_largest(*, occupation, lattice_size, seed):
    seen = percolation.picture(occupation=occupation, lattice_size=lattice_size, seed=seed)
    return {"largest_sites": round(seen.largest_share * lattice_size**2)}


def _of_all(*, occupation, lattice_size, seed):
    seen = percolation.picture(occupation=occupation, lattice_size=lattice_size, seed=seed)
    return {"largest_sites": round(seen.share_of_occupied * lattice_size**2)}


SITES_OF_THE_LARGEST = OnFigure(
    title="The largest cluster, in sites",
    level="easy",
    minutes=4,
    objective=4,
    figure="percolation-picture",
    controls=("occupation", "lattice_size", "seed"),
    given={"occupation": 0.6, "lattice_size": 48, "seed": 0},
    varied={"occupation": (0.58, 0.6, 0.62, 0.64), "lattice_size": (24, 48), "seed": (0, 1, 2)},
    text="""
The lattice has @{lattice_size} × @{lattice_size} sites. Of how many sites does its largest cluster consist? The
caption's figures are rounded; come within 4%.
""",
    hint="The caption gives the share of the sites that is occupied, and the largest cluster's share of *those*.",
    solution="@{largest_sites} sites: the product of the two shares and of all the sites.",
    answers=(Answer("largest_sites", "the number of its sites", Number(low=0, rel=0.04, abs=1)),),
    solve=sites_of_the_largest,
    wrong=(
        Wrong(
            "of all sites",
            _of_all,
            "you took the share of the occupied sites for one of all sites.",
        ),
    ),
)


def _conditions(*, decades_to_rise, model_sizes):
    return curves.measured_curve(
        decades_to_rise=decades_to_rise, model_sizes=model_sizes, floor=0.0, noise=0.0, seed=0, extrapolation=STRAIGHT
    ).conditions


def how_much_is_unforeseen(**given):
    seen = _conditions(**given)
    return {
        "unforeseen_points": 100 * (seen.largest_score - seen.forecast),
        "all_three_hold": seen.emergent,
    }


STRAIGHT = "straight line"

HOW_MUCH_IS_UNFORESEEN = OnFigure(
    title="How much is unforeseen?",
    level="easy",
    minutes=5,
    objective=1,
    figure="curve-shapes",
    controls=("decades_to_rise", "model_sizes"),
    held={"floor": 0.0, "noise": 0.0, "extrapolation": STRAIGHT},
    given={"decades_to_rise": 3, "model_sizes": 4},
    varied={"decades_to_rise": (2, 3, 4), "model_sizes": (4, 6, 8, 12)},
    text="""
@{model_sizes} models stand on a smooth curve that takes @{decades_to_rise} factors of ten of compute to rise. By how
many points does the largest one score more than the straight line through the small ones forecasts? Do all three parts
of Wei's definition hold, by the chapter's rules?
""",
    hint="One part is absent in the small models, one is present in the largest, one is not foreseen.",
    solution="By @{unforeseen_points:.0f} points. That all three hold is @{all_three_hold}.",
    answers=(
        Answer("unforeseen_points", "the points above the forecast", Number(rel=0, abs=1.1)),
        Answer("all_three_hold", "whether all three parts hold", Truth()),
    ),
    solve=how_much_is_unforeseen,
    wrong=(
        Wrong(
            "the score itself",
            lambda **given: {"unforeseen_points": 100 * _conditions(**given).largest_score},
            "that is the largest model's score. How far it lies above the forecast is asked for.",
        ),
    ),
)

ITEMS = named(
    "definition",
    (WHAT_DATA_CAN_REMOVE, TOKENS_FOR_EACH, THE_REST_OF_THE_RISE, SITES_OF_THE_LARGEST, HOW_MUCH_IS_UNFORESEEN),
)
