"""The bank's own items on the mirage chapter's figures."""

import numpy as np

from course.bank.items import named
from course.bank.on_figure import OnFigure
from simulations.data import table
from simulations.exercises.exercise import Answer, Wrong
from simulations.exercises.kinds import Number, share
from simulations.laws import popular, resolution
from simulations.mirage import annotation, metrics


def longer_answers(*, token_accuracy, answer_length, factor):
    return {
        "whole_share": float(metrics.exact_match(token_accuracy, answer_length)),
        "longer_share": float(metrics.exact_match(token_accuracy, factor * answer_length)),
    }


LONGER_ANSWERS = OnFigure(
    title="Longer answers",
    level="easy",
    minutes=4,
    objective=1,
    figure="metric-effect",
    controls=("token_accuracy", "answer_length"),
    given={"token_accuracy": 0.9, "answer_length": 5, "factor": 2},
    varied={"token_accuracy": (0.8, 0.85, 0.9, 0.95), "answer_length": (4, 5, 6, 7), "factor": (2, 3)},
    text="""
A model gets @{token_accuracy:.0%} of tokens right, and an answer has @{answer_length} tokens. Which share of answers
is wholly right? Which share would it be if answers were @{factor} times as long?
""",
    hint="Each token is right with the same chance, and all of them must be.",
    solution="""
$@{token_accuracy}^{@{answer_length}} = @{whole_share:.3f}$. With @{factor} times as many tokens that share is raised
to the power of @{factor}: @{longer_share:.3f}.
""",
    answers=(
        Answer("whole_share", "the share of answers that is right", share(abs=0.006, rel=0)),
        Answer("longer_share", "the share with answers @{factor} times as long", share(abs=0.006, rel=0)),
    ),
    solve=longer_answers,
    wrong=(
        Wrong(
            "tokens for answers",
            lambda *, token_accuracy, answer_length, factor: {"whole_share": token_accuracy},
            "that is the share of tokens; an answer is right where all its tokens are.",
        ),
        Wrong(
            "divided instead of raised",
            lambda *, token_accuracy, answer_length, factor: {
                "longer_share": token_accuracy**answer_length / factor,
            },
            "you divided by the length. Each further token multiplies by the token accuracy.",
        ),
    ),
)


def tests_of_nothing(*, items, rate, tests):
    none = float(resolution.chance_of_none(rate, items))
    return {"one_zero": none, "all_zero": none**tests}


TESTS_OF_NOTHING = OnFigure(
    title="A zero, and another",
    level="easy",
    minutes=5,
    objective=2,
    figure="zero-of-n",
    controls=("items", "rate"),
    given={"items": 200, "rate": 0.002, "tests": 3},
    varied={"items": (100, 200, 400, 600), "rate": (0.001, 0.002, 0.005), "tests": (2, 3, 4)},
    text="""
A model is right on one item in so many: its rate is @{rate:.2%}. With which chance does a test of @{items} items show
none right? With which chance do @{tests} such tests, with fresh items each, all show none?
""",
    hint="Fresh items fail independently of each other, within a test and between tests.",
    solution="""
$(1 - @{rate})^{@{items}} = @{one_zero:.3f}$, and this to the power of @{tests}: @{all_zero:.3f}. Together they
are one test of @{tests} times @{items} items.
""",
    answers=(
        Answer("one_zero", "the chance that one test shows none", share(abs=0.004, rel=0)),
        Answer("all_zero", "the chance that all @{tests} show none", share(abs=0.004, rel=0.01)),
    ),
    solve=tests_of_nothing,
    wrong=(
        Wrong(
            "one right answer or more",
            lambda *, items, rate, tests: {"one_zero": float(resolution.at_least_one(rate, items))},
            "that is the chance of one right answer or more; none right is the other side.",
        ),
        Wrong(
            "as many zeros as tests",
            lambda *, items, rate, tests: {"all_zero": float(resolution.chance_of_none(rate, items)) / tests},
            "you divided by the number of tests. That all of them come out so has the product of their chances.",
        ),
    ),
)


def later_by_length(*, exponent, answer_length):
    return {
        "later_decades": float(np.log10(answer_length) / -exponent),
        "later_factor": float(answer_length ** (-1 / exponent)),
    }


LATER_BY_LENGTH = OnFigure(
    title="How far right?",
    level="medium",
    minutes=8,
    objective=1,
    figure="toy-scaling",
    controls=("exponent", "answer_length"),
    given={"exponent": -0.3, "answer_length": 5},
    varied={"exponent": (-0.2, -0.3, -0.4, -0.5), "answer_length": (2, 5, 10, 20)},
    text=r"""
The toy's exponent is $\alpha = @{exponent}$, and an answer has $L = @{answer_length}$ tokens. By how many factors of
ten in size does the curve of exact match lie further right than that of answers of one token? And by what factor?
""",
    hint=r"Which size keeps $L \, (N/c)^{\alpha}$ as it is when $L$ grows from 1?",
    solution=r"""
$L\,(N/c)^\alpha$ stays the same where $N$ grows by $L^{-1/\alpha}$: a factor of @{later_factor:.3g}, or
@{later_decades:.2f} factors of ten.
""",
    answers=(
        Answer("later_decades", "how many factors of ten in size", Number(low=0, rel=0, abs=0.06)),
        Answer("later_factor", "the factor in size", Number(low=1, rel=0.15)),
    ),
    solve=later_by_length,
    wrong=(
        Wrong(
            "the exponent left out",
            lambda *, exponent, answer_length: {"later_decades": float(np.log10(answer_length))},
            "that is the logarithm of the length. The loss falls only as a small power of the size.",
        ),
        Wrong(
            "raised to the exponent",
            lambda *, exponent, answer_length: {"later_factor": float(answer_length**-exponent)},
            "you raised to the exponent. To find a size from a loss takes one over it.",
        ),
    ),
)


def where_it_crosses(*, steps, threshold):
    needed = threshold ** (1 / steps)
    return {"step_needed": float(needed), "crossing_billions": popular.size_at(needed) / 1e9}


WHERE_IT_CROSSES = OnFigure(
    title="Where the listing crosses",
    level="medium",
    minutes=8,
    objective=1,
    figure="popular-listing",
    controls=("steps", "threshold"),
    given={"steps": 5, "threshold": 0.5},
    varied={"steps": (2, 3, 4, 5, 6), "threshold": (0.3, 0.4, 0.5, 0.6)},
    text="""
An answer has @{steps} steps. How often must a single step be right for @{threshold:.0%} of the answers to be? At how
many billion parameters does the listing's score, which the figure calls “discrete”, cross @{threshold:.0%}?
""",
    hint="All the steps must be right. The figure's caption says where its curve crosses.",
    solution="""
A step must be right with $@{threshold}^{1/@{steps}} = @{step_needed:.3f}$. The listing's single step gets there at
@{crossing_billions:.3g} billion parameters.
""",
    answers=(
        Answer("step_needed", "how often a single step must be right", share(abs=0.005, rel=0)),
        Answer("crossing_billions", "the size, in billions of parameters", Number(low=0, rel=0.06)),
    ),
    solve=where_it_crosses,
    wrong=(
        Wrong(
            "the power for the root",
            lambda *, steps, threshold: {"step_needed": threshold**steps},
            "that is how many answers are right if a step is right so often; the question goes the other way.",
        ),
        Wrong(
            "one step for all",
            lambda *, steps, threshold: {"crossing_billions": float(popular.size_at(threshold)) / 1e9},
            "there a single step crosses. All @{steps} are needed.",
        ),
    ),
)


def odds_at_a_glance(*, scored_by, compared_with, as_printed):
    found = annotation.base_rate(
        counts=table("preferred_metrics"), compared_with=compared_with, scored_by=scored_by, as_printed=as_printed
    )
    odds = found.hard / (found.totals - found.hard)
    return {"emergent_odds": float(odds[0]), "ratio_of_odds": float(odds[0] / odds[1])}


def _shares(**given):
    found = annotation.base_rate(counts=table("preferred_metrics"), **given)
    return found.hard / found.totals


ODDS_AT_A_GLANCE = OnFigure(
    title="Odds, not shares",
    level="medium",
    minutes=8,
    objective=4,
    figure="base-rate",
    controls=("scored_by", "compared_with", "as_printed"),
    given={
        "scored_by": "multiple choice or exact match",
        "compared_with": "all other tasks",
        "as_printed": True,
    },
    varied={
        "scored_by": ("multiple choice or exact match", "multiple choice", "exact match"),
        "compared_with": ("all other tasks", "the smooth list", "the flat list"),
        "as_printed": (True, False),
    },
    text="""
The figure's caption gives how many of the tasks called emergent are scored by @{scored_by}, and how many of
@{compared_with}. What are the odds among the tasks called emergent: how many are scored so for each that is not? How
many times are these the odds among @{compared_with}? Work from the counts.
""",
    hint="Odds are those that are, over those that are not.",
    solution="The odds are @{emergent_odds:.2f}, and @{ratio_of_odds:.2f} times those of the others.",
    answers=(
        Answer("emergent_odds", "the odds among the tasks called emergent", Number(low=0, rel=0.01)),
        Answer("ratio_of_odds", "the ratio of the two odds", Number(low=0, rel=0.015)),
    ),
    solve=odds_at_a_glance,
    wrong=(
        Wrong(
            "a share for the odds",
            lambda **given: {"emergent_odds": float(_shares(**given)[0])},
            "that is a share of all the tasks called emergent. Odds divide by those that are not.",
        ),
        Wrong(
            "the odds on one side",
            lambda **given: {"ratio_of_odds": odds_at_a_glance(**given)["emergent_odds"]},
            "those are the odds among the tasks called emergent, not yet compared with the others.",
        ),
    ),
)

ITEMS = named("mirage", (LONGER_ANSWERS, TESTS_OF_NOTHING, LATER_BY_LENGTH, WHERE_IT_CROSSES, ODDS_AT_A_GLANCE))
