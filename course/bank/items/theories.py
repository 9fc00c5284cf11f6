"""The bank's own items on the figures of the chapter on theories."""

import numpy as np

from course.bank.items import named
from course.bank.on_figure import OnFigure
from simulations.exercises.exercise import Answer, Wrong
from simulations.exercises.kinds import Number, share
from simulations.laws import popular
from simulations.theories import carries, multilinear, skill_tuples


def no_carry_at_all(*, digits, base, additions):
    none = float(carries.longest_chain(digits, base=base)[0])
    return {"without_a_carry": none, "of_so_many": additions * none}


NO_CARRY_AT_ALL = OnFigure(
    title="Additions without a carry",
    level="easy",
    minutes=5,
    objective=3,
    figure="carry-chains",
    controls=("digits", "base"),
    given={"digits": 4, "base": 10, "additions": 500},
    varied={"digits": (3, 4, 5, 6), "base": (10, 2), "additions": (500, 1000, 2000)},
    text="""
Two random numbers of @{digits} digits each, written in base @{base}, are added. With which chance does no column hand
on a carry? How many of @{additions:,} such additions have none, on average?
""",
    hint="As long as none has been handed on, every column has the same chance to hand one on.",
    solution="With @{without_a_carry:.4f}, a column's chance to the power of @{digits}; so @{of_so_many:.0f} of them.",
    answers=(
        Answer("without_a_carry", "the chance that there is no carry", share(rel=0.02, abs=0.0006)),
        Answer("of_so_many", "how many of @{additions:,}", Number(low=0, rel=0.02, abs=1.2)),
    ),
    solve=no_carry_at_all,
    wrong=(
        Wrong(
            "the chance of a carry in every column",
            lambda *, digits, base, additions: {"without_a_carry": carries.column_chances(base)[0] ** digits},
            "that is a carry made in every column.",
        ),
        Wrong(
            "one column",
            lambda *, digits, base, additions: {"of_so_many": additions * (1 - carries.column_chances(base)[0])},
            "that holds for one column; all @{digits} must do without.",
        ),
    ),
)


def in_spite_of_carries(*, digit_accuracy, carry_accuracy):
    found = carries.carry_errors(digit_accuracy=digit_accuracy, carry_accuracy=carry_accuracy)
    return {"points_missed": 100 * float(found.exact[-1] - found.product[-1]), "times_missed": 1 / found.ratio}


IN_SPITE_OF_CARRIES = OnFigure(
    title="What the product misses",
    level="medium",
    minutes=6,
    objective=3,
    figure="carry-errors",
    controls=("digit_accuracy", "carry_accuracy"),
    given={"digit_accuracy": 0.99, "carry_accuracy": 0.2},
    varied={"digit_accuracy": (0.9, 0.95, 0.99), "carry_accuracy": (0.0, 0.1, 0.2, 0.3)},
    text="""
A digit is right with @{digit_accuracy:.0%}, times @{carry_accuracy:.0%} for each column that a carry has come through
before. Take the sums of 12 columns. How many times as often is the whole sum right as the product of the digits'
accuracies says?
""",
    hint="The caption gives the ratio the other way round, and the two shares.",
    solution="@{times_missed:.2f} times as often. A carry touches neighbours together, so their errors come together.",
    answers=(Answer("times_missed", "the whole sum's share over the product", Number(low=0, rel=0.06)),),
    solve=in_spite_of_carries,
    wrong=(
        Wrong(
            "the other way round",
            lambda **given: {"times_missed": carries.carry_errors(**given).ratio},
            "that is the product over the whole.",
        ),
    ),
)


def tuples_later(*, tuple_length, scale):
    exponent = skill_tuples.loss_exponents()[scale]
    shift = float(skill_tuples.scale_shift(tuple_length, exponent=exponent))
    return {"tuple_decades": shift, "tuple_factor": 10**shift}


TUPLES_LATER = OnFigure(
    title="How late are tuples?",
    level="medium",
    minutes=6,
    objective=1,
    figure="skill-tuples",
    controls=("tuple_length", "scale"),
    given={"tuple_length": 4, "scale": "parameters alone"},
    varied={"tuple_length": (2, 3, 4, 5, 6, 8), "scale": ("parameters alone", "tokens alone", "compute")},
    text="""
Scale is @{scale}. By what factor must it grow until tuples of @{tuple_length} skills fail no more often than a single
skill did? How many factors of ten is that?
""",
    hint="The caption gives it in factors of ten.",
    solution="By a factor of @{tuple_factor:.3g}: @{tuple_decades:.2f} factors of ten.",
    answers=(
        Answer("tuple_factor", "the factor by which scale must grow", Number(low=1, rel=0.15)),
        Answer("tuple_decades", "that factor in factors of ten", Number(low=0, rel=0, abs=0.06)),
    ),
    solve=tuples_later,
    wrong=(
        Wrong(
            "as many times as skills",
            lambda *, tuple_length, scale: {
                "tuple_factor": tuple_length,
                "tuple_decades": float(np.log10(tuple_length)),
            },
            "so many times must the error fall. Scale must grow further, for the error is a small power of it.",
        ),
    ),
)


def composite_rise(*, coefficient):
    found = popular.composition_listing(coefficient=coefficient)
    skill, whole = found.commented_skill, found.commented_composite
    return {
        "composite_points": 100 * float(whole[1] - whole[0]),
        "skill_points": 100 * float(skill[1] - skill[0]),
    }


COMPOSITE_RISE = OnFigure(
    title="The listing's two rises",
    level="easy",
    minutes=5,
    objective=2,
    figure="popular-composition",
    controls=("coefficient",),
    given={"coefficient": 0.1},
    varied={"coefficient": (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8)},
    text="""
The listing's coefficient is @{coefficient}. By how many points do a sub-skill and the composite rise between one
billion and 100 billion parameters?
""",
    hint="The caption has the values at both ends, as shares of 1.",
    solution="The sub-skill by @{skill_points:.1f} points, the composite by @{composite_points:.1f}.",
    answers=(
        Answer("skill_points", "the points that a sub-skill rises", Number(rel=0, abs=0.16)),
        Answer("composite_points", "the points that the composite rises", Number(rel=0, abs=0.16)),
    ),
    solve=composite_rise,
    wrong=(
        Wrong(
            "the rise times the number of skills",
            lambda *, coefficient: {"composite_points": 5 * composite_rise(coefficient=coefficient)["skill_points"]},
            "you multiplied the sub-skill's rise by five. The composite is a product of five, not a sum.",
        ),
        Wrong(
            "the composite for the sub-skill",
            lambda *, coefficient: {"skill_points": composite_rise(coefficient=coefficient)["composite_points"]},
            "that is the composite's rise.",
        ),
    ),
)


def as_sharp_as_its_start(*, start, exponent):
    return {
        "skill_decades": multilinear.width(start=start),
        "loss_power": multilinear.scaling_exponents(exponent)["time"],
    }


AS_SHARP_AS_ITS_START = OnFigure(
    title="As sharp as its start",
    level="medium",
    minutes=8,
    objective=4,
    figure="solvable",
    controls=("start", "exponent"),
    given={"start": 0.01, "exponent": 0.6},
    varied={"start": (0.05, 0.01, 0.001, 0.0001), "exponent": (0.2, 0.4, 0.6, 0.8, 1.0)},
    text=r"""
Every skill starts at @{start} of its target, and the frequencies have the exponent $\alpha = @{exponent}$. In the
solved model, over how many factors of ten in time does a skill go from 10% to 90% of its target? With which power of
time, sign left out, does the loss fall?
""",
    hint="A skill follows a logistic curve in time: 10% and 90% lie at known log-odds, and so does the start.",
    solution=r"""
@{skill_decades:.2f} factors of ten, whatever the skill. The loss falls with $\alpha/(\alpha+1) = @{loss_power:.3f}$.
""",
    answers=(
        Answer("skill_decades", "the factors of ten from 10% to 90%", Number(low=0, rel=0.02, abs=0.006)),
        Answer("loss_power", "the power of time, sign left out", Number(low=0, rel=0.01)),
    ),
    solve=as_sharp_as_its_start,
    wrong=(
        Wrong(
            "the exponent of the frequencies",
            lambda *, start, exponent: {"loss_power": exponent},
            "with this power the loss falls in parameters. In time, rarer skills are seen less often as well.",
        ),
        Wrong(
            "a natural logarithm",
            lambda *, start, exponent: {"skill_decades": float(np.log(10) * multilinear.width(start=start))},
            "that is a natural logarithm of the ratio of the two times.",
        ),
    ),
)

ITEMS = named(
    "theories",
    (NO_CARRY_AT_ALL, IN_SPITE_OF_CARRIES, TUPLES_LATER, COMPOSITE_RISE, AS_SHARP_AS_ITS_START),
)
