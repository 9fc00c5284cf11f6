"""The bank's own items on the figures of the chapter on forecasting and safety."""

import numpy as np

from course.bank.items import named
from course.bank.on_figure import OnFigure
from simulations.exercises.exercise import Answer, Wrong
from simulations.exercises.kinds import Number, share
from simulations.laws import resolution
from simulations.safety import elicitation


def after_some_failures(*, tests, failures, uses):
    high = float(resolution.clopper_pearson(failures, tests)[1])
    return {"highest_rate": high, "failures_to_expect": high * uses}


AFTER_SOME_FAILURES = OnFigure(
    title="After some failures",
    level="medium",
    minutes=8,
    objective=3,
    figure="rare-failures",
    controls=("tests", "failures", "uses"),
    given={"tests": 1000, "failures": 2, "uses": 1_000_000},
    varied={"tests": (100, 1000, 10_000), "failures": (1, 2, 3, 4), "uses": (100_000, 1_000_000)},
    text="""
@{failures} of @{tests:,} tests failed. Which failure rate is the highest that the 95% interval of the figure leaves
open? With this rate, how many failures are to be expected in @{uses:,} uses?
""",
    hint="The interval has two ends, so half of the 5% lies above it: `resolution.clopper_pearson`.",
    solution="Up to @{highest_rate:two_digits}; so @{failures_to_expect:two_digits} failures.",
    answers=(
        Answer("highest_rate", "the highest rate left open", share(rel=0.055)),
        Answer("failures_to_expect", "the failures to be expected", Number(low=0, rel=0.055)),
    ),
    solve=after_some_failures,
    wrong=(
        Wrong(
            "what was seen",
            lambda *, tests, failures, uses: {
                "highest_rate": failures / tests,
                "failures_to_expect": failures / tests * uses,
            },
            "that is the rate that was seen. A rate somewhat higher would often show no more than @{failures}.",
        ),
        Wrong(
            "one side alone",
            lambda *, tests, failures, uses: {"highest_rate": float(resolution.upper_limit(failures, tests))},
            "that is the limit with all of the 5% on one side. The figure's interval has two ends.",
        ),
    ),
)


def teams_together(*, team, teams):
    alone = float(resolution.at_least_one(1 / ONE_IN, team))
    return {"one_team_finds": alone, "some_team_finds": 1 - (1 - alone) ** teams}


ONE_IN = 1000

TEAMS_TOGETHER = OnFigure(
    title="More red teams",
    level="easy",
    minutes=5,
    objective=3,
    figure="red-team",
    controls=("team",),
    held={"one_in": ONE_IN},
    given={"team": 100, "teams": 3},
    varied={"team": (30, 100, 300, 1000), "teams": (2, 3, 4)},
    text="""
One prompt in 1,000 works, and a red team makes @{team:,} attempts. With which chance does it find one? With which
chance does at least one of @{teams} such teams, independent of each other?
""",
    hint="First the chance that nobody finds one.",
    solution="@{one_team_finds:.3f}; and @{some_team_finds:.3f} for @{teams} teams.",
    answers=(
        Answer("one_team_finds", "the chance that one team finds one", share(rel=0, abs=0.002)),
        Answer("some_team_finds", "the chance that at least one of @{teams} does", share(rel=0, abs=0.004)),
    ),
    solve=teams_together,
    wrong=(
        Wrong(
            "every team",
            lambda *, team, teams: {
                "some_team_finds": teams_together(team=team, teams=teams)["one_team_finds"] ** teams
            },
            "that is the chance that every one of the @{teams} teams does.",
        ),
        Wrong(
            "the chance of none",
            lambda *, team, teams: {"one_team_finds": float(resolution.chance_of_none(1 / ONE_IN, team))},
            "that is the chance that the team finds none.",
        ),
    ),
)


def prompts_in_decades(*, prompts, spread, steepness):
    gap = elicitation.elicitation_gap(prompts=prompts, spread=spread, steepness=steepness)
    return {"elicited_decades": float(np.log10(gap.gain)), "left_factor": float(gap.attacker_gain / gap.gain)}


PROMPTS_IN_DECADES = OnFigure(
    title="What is left to elicit",
    level="medium",
    minutes=6,
    objective=5,
    figure="elicitation-gap",
    controls=("prompts", "spread", "steepness"),
    given={"prompts": 10, "spread": 1.0, "steepness": 3.0},
    varied={"prompts": (3, 10, 30, 100), "spread": (1.0, 1.5, 2.0), "steepness": (2.0, 3.0)},
    text="""
The evaluators try @{prompts} prompts. How many factors of ten of training compute is their best prompt worth? By
what factor of compute are those who try 10,000 still ahead of them?
""",
    hint="The caption gives what both are worth, as factors.",
    solution="@{elicited_decades:.2f} factors of ten; they are ahead by a factor of @{left_factor:two_digits}.",
    answers=(
        Answer("elicited_decades", "the factors of ten of compute", Number(low=0, rel=0, abs=0.03)),
        Answer("left_factor", "the factor by which the others are ahead", Number(low=1, rel=0.08)),
    ),
    solve=prompts_in_decades,
    wrong=(
        Wrong(
            "a natural logarithm",
            lambda **given: {"elicited_decades": float(np.log(elicitation.elicitation_gap(**given).gain))},
            "that is the natural logarithm; factors of ten take the one to base ten.",
        ),
        Wrong(
            "from the typical prompt on",
            lambda **given: {"left_factor": float(elicitation.elicitation_gap(**given).attacker_gain)},
            "that is how far they are ahead of the typical prompt, not of the evaluators' best.",
        ),
    ),
)


def price_of_a_decade(*, interval, items):
    return {"gates_a_decade": float(1 / np.log10(interval)), "price_in_questions": float(items / np.log10(interval))}


PRICE_OF_A_DECADE = OnFigure(
    title="The price of an interval",
    level="easy",
    minutes=5,
    objective=4,
    figure="gate-delay",
    controls=("interval", "items"),
    given={"interval": 4.0, "items": 100},
    varied={"interval": (2.0, 4.0, 6.0, 10.0), "items": (20, 100, 1000)},
    text="""
A test of @{items:,} questions stands at every @{interval:g}-fold of compute. How many tests are that for each ten-fold
of compute, on average? And how many questions?
""",
    hint="How many times must the interval be multiplied to make ten?",
    solution="@{gates_a_decade:.2f} tests, $1/\\log_{10} @{interval:g}$; and @{price_in_questions:,.0f} questions.",
    answers=(
        Answer("gates_a_decade", "the tests for each ten-fold", Number(low=0, rel=0.02)),
        Answer("price_in_questions", "the questions for each ten-fold", Number(low=0, rel=0.02)),
    ),
    solve=price_of_a_decade,
    wrong=(
        Wrong(
            "a natural logarithm",
            lambda *, interval, items: {
                "gates_a_decade": float(1 / np.log(interval)),
                "price_in_questions": float(items / np.log(interval)),
            },
            "you divided by the natural logarithm: that counts tests for each factor of 2.7.",
        ),
    ),
)

ITEMS = named("safety", (AFTER_SOME_FAILURES, TEAMS_TOGETHER, PROMPTS_IN_DECADES, PRICE_OF_A_DECADE))
