"""The bank's own items on the figures of the chapter on practice."""

from course.bank.items import named
from course.bank.on_figure import OnFigure
from simulations.exercises.exercise import Answer, Wrong
from simulations.exercises.kinds import Number, share
from simulations.practice import guessing, sampling, serving


def what_wrong_costs(*, threshold, penalty, knowledge):
    seen = guessing.guessing(threshold=threshold, penalty=penalty, knowledge=knowledge)
    return {
        "right_share": 1 - seen.wrong_here - seen.silent_here,
        "lost_points": penalty * seen.wrong_here,
        "score": seen.score_here,
    }


def _seen(**given):
    return guessing.guessing(**given)


WHAT_WRONG_COSTS = OnFigure(
    title="What wrong answers cost",
    level="easy",
    minutes=5,
    objective=4,
    figure="guessing",
    controls=("threshold", "penalty", "knowledge"),
    given={"threshold": 0.5, "penalty": 3.0, "knowledge": 0.5},
    varied={"threshold": (0.3, 0.4, 0.5, 0.6), "penalty": (3.0, 9.0), "knowledge": (0.4, 0.5, 0.6, 0.7)},
    text="""
The model is silent below a confidence of @{threshold:.0%}, and a wrong answer costs @{penalty:g} points. Which share of
all questions does it answer rightly? How many points a question does it lose by wrong answers?
""",
    hint="Every question is answered rightly, answered wrongly, or not answered.",
    solution="@{right_share:.2f} rightly; it loses @{lost_points:.2f} points a question, and scores @{score:.2f}.",
    answers=(
        Answer("right_share", "the share of all questions answered rightly", share(rel=0, abs=0.011)),
        Answer("lost_points", "the points lost a question, as a number above 0", Number(low=0, rel=0.02, abs=0.05)),
    ),
    solve=what_wrong_costs,
    wrong=(
        Wrong(
            "silence counted as right",
            lambda **given: {"right_share": 1 - _seen(**given).wrong_here},
            "you counted the questions without an answer as right.",
        ),
        Wrong(
            "of those answered",
            lambda **given: {
                "right_share": 1 - _seen(**given).wrong_here / (1 - _seen(**given).silent_here),
            },
            "that is the share of those that it answers; the share of all questions is asked for.",
        ),
        Wrong(
            "a share for points",
            lambda **given: {"lost_points": _seen(**given).wrong_here},
            "that is the share of questions that it answers wrongly. Each of them costs more than a point.",
        ),
    ),
)


def smaller_to_serve(*, compute, served):
    seen = serving.serving(compute=compute, served=served)
    return {
        "times_smaller_served": seen.optimal / seen.cheapest,
        "serving_flops": 2 * seen.cheapest * served,
    }


SMALLER_TO_SERVE = OnFigure(
    title="Smaller to serve",
    level="easy",
    minutes=6,
    objective=1,
    figure="size-to-serve",
    controls=("compute", "served"),
    given={"compute": 1e23, "served": 1e13},
    varied={"compute": (1e22, 1e23, 1e24, 1e25), "served": (3e12, 1e13, 3e13, 1e14)},
    text="""
The model is to be as good as the best for @{compute:powers} FLOPs, and will write @{served:powers} tokens. How many
times smaller is the cheapest size than the one that trains for least? How many FLOPs does the cheapest one spend on
writing, at two for each parameter and token?
""",
    hint="The caption has both sizes.",
    solution="@{times_smaller_served:two_digits} times smaller; @{serving_flops:powers} FLOPs.",
    answers=(
        Answer("times_smaller_served", "the size that trains for least over the cheapest", Number(low=1, rel=0.07)),
        Answer("serving_flops", "the FLOPs spent on writing", Number(low=0, rel=0.06)),
    ),
    solve=smaller_to_serve,
    wrong=(
        Wrong(
            "six for two",
            lambda **given: {"serving_flops": 3 * smaller_to_serve(**given)["serving_flops"]},
            "six FLOPs for each parameter and token is what training takes. Writing takes two.",
        ),
    ),
)


def times_the_first_try(*, rate, sensitivity, rivals):
    seen = sampling.repeated_sampling(rate=rate, sensitivity=sensitivity, rivals=rivals)
    return {"times_better": seen.at_most / rate, "points_better": 100 * (seen.at_most - rate)}


TIMES_THE_FIRST_TRY = OnFigure(
    title="What picking is worth",
    level="easy",
    minutes=4,
    objective=3,
    figure="test-time",
    controls=("rate", "sensitivity", "rivals"),
    given={"rate": 0.1, "sensitivity": 1.5, "rivals": 0.3},
    varied={"rate": (0.05, 0.1, 0.3), "sensitivity": (1.0, 1.5, 2.0, 2.5), "rivals": (0.3, 0.6)},
    text="""
A small model solves @{rate:.0%} of the problems at the first try. How many times as many does it solve with up to 256
answers and the better way to pick? How many points more is that?
""",
    hint="The caption gives both shares.",
    solution="@{times_better:.2f} times as many: @{points_better:.1f} points more.",
    answers=(
        Answer("times_better", "the share solved by picking over that of the first try", Number(low=0, rel=0.02)),
        Answer("points_better", "the points more", Number(low=0, high=100, rel=0, abs=0.12)),
    ),
    solve=times_the_first_try,
    wrong=(
        Wrong(
            "how much more for how many times",
            lambda **given: {"times_better": times_the_first_try(**given)["times_better"] - 1},
            "you took away the first try's own share: that is how much more, not how many times as much.",
        ),
        Wrong(
            "what is solved in all",
            lambda **given: {"points_better": 100 * sampling.repeated_sampling(**given).at_most},
            "that is what it solves in all.",
        ),
    ),
)

ITEMS = named("practice", (WHAT_WRONG_COSTS, SMALLER_TO_SERVE, TIMES_THE_FIRST_TRY))
