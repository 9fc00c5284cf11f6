"""The bank's own items on the laboratory's figures."""

import functools

from course.bank.items import named
from course.bank.on_figure import OnFigure
from simulations.exercises.exercise import Answer, Wrong
from simulations.exercises.kinds import Number
from simulations.laboratory import shipped, shipped_answers
from simulations.laboratory.carry_groups import by_carries
from simulations.laboratory.curves import size_curve
from simulations.laboratory.forecast import seeded_forecast


@functools.cache
def _tables() -> tuple:
    return shipped.models(), shipped.groups()


def against_the_product(*, parameters, seed):
    models, groups = _tables()
    seen = by_carries(models, groups, parameters=parameters, seed=seed)
    return {"times_the_product": 1 / seen.ratio, "carry_points": 100 * (seen.without_carry - seen.with_carry)}


AGAINST_THE_PRODUCT = OnFigure(
    title="Whole answers and the product",
    level="easy",
    minutes=5,
    objective=3,
    figure="carries",
    controls=("parameters", "seed"),
    given={"parameters": 2080, "seed": 0},
    varied={"parameters": (1502, 2080, 3524, 7564), "seed": (0, 1, 2)},
    text="""
The model has @{parameters:,} parameters and the seed @{seed}. How many times as many answers are right as the product
of the digits' accuracies says? By how many points are digits without a carry ahead of those that receive one?
""",
    hint="The caption gives the ratio the other way round.",
    solution="@{times_the_product:.2f} times as many; by @{carry_points:.0f} points.",
    answers=(
        Answer("times_the_product", "the right answers over the product", Number(low=0, rel=0.02)),
        Answer("carry_points", "the points that digits without a carry are ahead", Number(rel=0, abs=1.1)),
    ),
    solve=against_the_product,
    wrong=(
        Wrong(
            "the other way round",
            lambda **given: {"times_the_product": 1 / against_the_product(**given)["times_the_product"]},
            "that is the product over the answers.",
        ),
        Wrong(
            "the wrong digits ahead",
            lambda **given: {"carry_points": -against_the_product(**given)["carry_points"]},
            "its sign says that digits with a carry are ahead.",
        ),
    ),
)


def change_by_metric(*, metric, seed):
    seen = size_curve(_tables()[0], metric=metric, seed=seed)
    return {"metric_change": float(seen.last - seen.first)}


CHANGE_BY_METRIC = OnFigure(
    title="From the smallest to the largest",
    level="easy",
    minutes=3,
    objective=3,
    figure="metric-by-size",
    controls=("metric", "seed"),
    given={"metric": "digit_accuracy", "seed": 0},
    varied={"metric": ("cross_entropy", "digit_accuracy", "edit_distance", "brier_score"), "seed": (0, 1, 2, 3, 4)},
    text="""
Of seed @{seed}, in the metric that the figure shows: by how much does the score change from the smallest size to the
largest? Negative where it falls. Give three digits.
""",
    hint="The caption names the scores at both ends.",
    solution="By @{metric_change:.3g}.",
    answers=(Answer("metric_change", "the score at the largest size less that at the smallest", Number(rel=0.006)),),
    solve=change_by_metric,
    wrong=(
        Wrong(
            "the other sign",
            lambda **given: {"metric_change": -change_by_metric(**given)["metric_change"]},
            "you took the largest size's score from the smallest's.",
        ),
    ),
)


def problems_off(*, items, seed):
    sizes, _, _, kept = shipped.predictions()
    seen = shipped_answers.remeasured(kept, sizes, _tables()[0], metric="exact_match", items=items, seed=seed)
    return {"problems_away": float(seen.furthest * items)}


PROBLEMS_OFF = OnFigure(
    title="Luck in problems",
    level="easy",
    minutes=4,
    objective=4,
    figure="remeasured",
    controls=("items", "seed"),
    held={"metric": "exact_match"},
    given={"items": 64, "seed": 0},
    varied={"items": (32, 64, 128, 256), "seed": (0, 1, 2, 3, 4)},
    text="""
Exact match is measured on the first @{items} problems alone. At the size where this strays furthest from the score on
the whole examination: how many of the @{items} problems is that worth?
""",
    hint="The caption gives the distance as a share of 1.",
    solution="It is worth @{problems_away:.1f} problems.",
    answers=(Answer("problems_away", "the distance, in problems", Number(low=0, rel=0.07)),),
    solve=problems_off,
    wrong=(
        Wrong(
            "points for problems",
            lambda *, items, seed: {
                "problems_away": 100 * problems_off(items=items, seed=seed)["problems_away"] / items
            },
            "those are points, hundredths of the @{items} problems.",
        ),
    ),
)


def digits_forecast_off(*, sizes_seen, questions):
    seen = seeded_forecast(_tables()[0], sizes_seen=sizes_seen, questions=questions)
    return {"times_too_large": float(seen.digits_half / seen.exact_half)}


DIGITS_FORECAST_OFF = OnFigure(
    title="A forecast from digits",
    level="easy",
    minutes=4,
    objective=5,
    figure="forecast",
    controls=("sizes_seen", "questions"),
    held={"seed": 0, "answers_sampled": 1_000_000},
    given={"sizes_seen": 5, "questions": 100},
    varied={"sizes_seen": (4, 5, 6, 7, 8), "questions": (30, 100, 1000)},
    text="""
The @{sizes_seen} smallest sizes are seen, with @{questions:,} questions each. By digit accuracy to the ninth power,
how many times too large is the size forecast at which half of the first choices are right?
""",
    hint="The caption gives this forecast, and the truth.",
    solution="@{times_too_large:two_digits} times: digits do not fail alone.",
    answers=(Answer("times_too_large", "the forecast over the truth", Number(low=0, rel=0.06)),),
    solve=digits_forecast_off,
    wrong=(
        Wrong(
            "the other way round",
            lambda **given: {"times_too_large": 1 / digits_forecast_off(**given)["times_too_large"]},
            "that is the truth over the forecast.",
        ),
    ),
)

ITEMS = named("laboratory", (AGAINST_THE_PRODUCT, CHANGE_BY_METRIC, PROBLEMS_OFF, DIGITS_FORECAST_OFF))
