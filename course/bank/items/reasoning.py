"""The bank's own items on the figures of the chapter on reasoning."""

from course.bank.items import named
from course.bank.on_figure import OnFigure
from simulations.exercises.exercise import Answer, Wrong
from simulations.exercises.kinds import Number
from simulations.reasoning import coverage, horizon, own_errors


def how_long_for_sure(*, half, spread, wanted):
    seen = horizon.success(half=half, spread=spread, wanted=wanted)
    return {
        "reliable_minutes": seen.reached,
        "times_overstated": seen.steady_reached / seen.reached,
        "promised": seen.steady_reached,
    }


HOW_LONG_FOR_SURE = OnFigure(
    title="How long, for sure",
    level="easy",
    minutes=5,
    objective=6,
    figure="time-horizon",
    controls=("half", "spread", "wanted"),
    given={"half": 240.0, "spread": 2.0, "wanted": 0.8},
    varied={"half": (60.0, 240.0, 720.0), "spread": (1.0, 2.0, 3.0), "wanted": (0.8, 0.9)},
    text="""
How many minutes may tasks take for a success of @{wanted:percent}? How many times as long would one failure rate for
all tasks have it?
""",
    hint="The caption has both lengths.",
    solution="@{reliable_minutes:.1f} minutes; @{times_overstated:.2f} times as long, @{promised:.0f} minutes.",
    answers=(
        Answer("reliable_minutes", "the minutes that tasks may take", Number(low=0, rel=0.06)),
        Answer("times_overstated", "how many times as long it would be", Number(low=0, rel=0.08)),
    ),
    solve=how_long_for_sure,
    wrong=(
        Wrong(
            "the steady length",
            lambda **given: {"reliable_minutes": how_long_for_sure(**given)["promised"]},
            "that is the length with one failure rate. These tasks differ.",
        ),
        Wrong(
            "a share of the horizon",
            lambda *, half, spread, wanted: {"reliable_minutes": half * 0.5 / wanted},
            "success does not fall in proportion to time. Read the caption.",
        ),
        Wrong(
            "the other way round",
            lambda **given: {"times_overstated": 1 / how_long_for_sure(**given)["times_overstated"]},
            "you divided the shorter length by the longer one.",
        ),
    ),
)


def what_copying_costs(*, slip, copying):
    seen = own_errors.own_errors(slip=slip, copying=copying)
    return {"points_lost": 100 * (seen.steady - seen.last), "times_as_many_errors": (1 - seen.last) / slip}


WHAT_COPYING_COSTS = OnFigure(
    title="What copying costs",
    level="easy",
    minutes=5,
    objective=5,
    figure="own-errors",
    controls=("slip", "copying"),
    given={"slip": 0.05, "copying": 0.8},
    varied={"slip": (0.01, 0.02, 0.05), "copying": (0.3, 0.5, 0.8, 0.9)},
    text="""
By how many points is the hundredth turn less often right than the first? How many times as often does it go wrong?
""",
    hint="The caption has the share right of both turns.",
    solution="@{points_lost:.1f} points; @{times_as_many_errors:.2f} times as often.",
    answers=(
        Answer(
            "points_lost",
            "the points between the first turn and the hundredth",
            Number(low=0, high=100, rel=0.03, abs=0.15),
        ),
        Answer("times_as_many_errors", "errors at the hundredth turn over those at the first", Number(low=0, rel=0.06)),
    ),
    solve=what_copying_costs,
    wrong=(
        Wrong(
            "the ratio of what is right",
            lambda *, slip, copying: {
                "times_as_many_errors": (1 - slip) / own_errors.own_errors(slip=slip, copying=copying).last
            },
            "you divided the shares of right turns. Errors are asked for.",
        ),
    ),
)


def who_leads_by_what(*, mean, concentration):
    seen = coverage.coverage(mean=mean, concentration=concentration)
    return {
        "first_lead": 100 * (seen.trained[0] - seen.base[0]),
        "last_lead": 100 * (seen.trained[-1] - seen.base[-1]),
    }


WHO_LEADS_BY_WHAT = OnFigure(
    title="Who leads, and by what",
    level="easy",
    minutes=4,
    objective=2,
    figure="pass-at-k",
    controls=("mean", "concentration"),
    held={"opened": 0.0},
    given={"mean": 0.5, "concentration": 0.2},
    varied={"mean": (0.4, 0.5, 0.6), "concentration": (0.1, 0.3, 0.5, 1.0)},
    text="""
By how many points does the trained model lead at one try? And with 1,024 tries (below zero, if the base model leads)?
""",
    hint="The caption has the four shares.",
    solution="@{first_lead:.1f} points at one try, @{last_lead:.1f} with 1,024.",
    answers=(
        Answer("first_lead", "the points by which the trained model leads at one try", Number(abs=0.3)),
        Answer("last_lead", "the points by which it leads with 1,024 tries", Number(abs=0.3)),
    ),
    solve=who_leads_by_what,
    wrong=(
        Wrong(
            "the base model's lead",
            lambda **given: {name: -value for name, value in who_leads_by_what(**given).items()},
            "the sign is the other one: the trained model's lead is asked for.",
        ),
        Wrong(
            "the lead of the means",
            lambda *, mean, concentration: {"first_lead": 100 * (mean - coverage.BASE_MEAN)},
            "those are the means over the problems within reach. A tenth of all is out of reach for both.",
        ),
    ),
)

ITEMS = named("reasoning", (HOW_LONG_FOR_SURE, WHAT_COPYING_COSTS, WHO_LEADS_BY_WHAT))
