"""The bank's own items on the figures of the chapter that measures real models again."""

import numpy as np

from course.bank.items import named
from course.bank.on_figure import OnFigure
from simulations.exercises.exercise import Answer, Wrong
from simulations.exercises.kinds import Number, Whole, share
from simulations.remeasured import appears, pythia, testbed


def _readings(size, corpus):
    return pythia.two_readings(size=size, corpus=corpus)


def gained_at_zero(*, size, corpus):
    seen = _readings(size, corpus)
    fallen = seen.before - seen.then
    return {"nats_at_zero": fallen, "likelier_at_zero": float(np.exp(fallen))}


GAINED_AT_ZERO = OnFigure(
    title="Gained at zero",
    level="easy",
    minutes=5,
    objective=1,
    figure="two-readings",
    controls=("size", "corpus"),
    given={"size": "12B", "corpus": "the Pile"},
    varied={"size": ("160M", "410M", "1B", "1.4B", "6.9B", "12B"), "corpus": tuple(pythia.CORPORA)},
    text="""
By how many nats does the log-perplexity fall while no last word is right? How many times likelier does that make the
right word, as a geometric mean?
""",
    hint="The caption has both readings. A nat is a factor of e.",
    solution="By @{nats_at_zero:.1f} nats, which makes it about @{likelier_at_zero:.2g} times likelier.",
    answers=(
        Answer("nats_at_zero", "the fall in nats", Number(low=0, rel=0, abs=0.11)),
        Answer("likelier_at_zero", "how many times likelier", Number(low=1, rel=0.12)),
    ),
    solve=gained_at_zero,
    wrong=(
        Wrong(
            "bits for nats",
            lambda *, size, corpus: {"likelier_at_zero": 2 ** gained_at_zero(size=size, corpus=corpus)["nats_at_zero"]},
            "you took a factor of two for each nat. That is a bit.",
        ),
        Wrong(
            "what is left",
            lambda *, size, corpus: {"nats_at_zero": _readings(size, corpus).then},
            "that is the log-perplexity there, not its fall.",
        ),
    ),
)


def sizes_that_pass(*, level, axis):
    seen = appears.when_reached(level=level, axis=axis)
    return {"sizes_there": seen.reached, "slowest_over_fastest": seen.slowest / seen.fastest}


SIZES_THAT_PASS = OnFigure(
    title="Sizes that pass",
    level="easy",
    minutes=5,
    objective=2,
    figure="when-reached",
    controls=("level", "axis"),
    given={"level": 0.4, "axis": "tokens read"},
    varied={"level": (0.1, 0.2, 0.3, 0.4, 0.5, 0.6), "axis": tuple(appears.IN)},
    text="""
How many of the eight sizes pass the bar on the Pile? How many times the least amount, of tokens or of compute, does
the size need that needs most?
""",
    hint="The caption has both.",
    solution="@{sizes_there}; @{slowest_over_fastest:.2g} times the least.",
    answers=(
        Answer("sizes_there", "the sizes that pass", Whole(low=0, high=8)),
        Answer("slowest_over_fastest", "the most over the least", Number(low=1, rel=0.06)),
    ),
    solve=sizes_that_pass,
    wrong=(
        Wrong(
            "one too few",
            lambda *, level, axis: {
                "sizes_there": appears.when_reached(level=level, axis=axis).reached - 1,
            },
            "one size is missing: count the dots of the blue line.",
        ),
    ),
)


def share_that_follows(*, bar, text):
    seen = testbed.followed(bar=bar, text=text)
    return {"follow": seen.passing, "follow_share": seen.share}


SHARE_THAT_FOLLOWS = OnFigure(
    title="The share that follows",
    level="easy",
    minutes=4,
    objective=4,
    figure="how-many-follow",
    controls=("bar", "text"),
    given={"bar": 0.8, "text": "RefinedWeb"},
    varied={"bar": (0.6, 0.7, 0.75, 0.8), "text": ("C4", "RedPajama", "RefinedWeb")},
    text="""
How many of the 46 tasks follow the loss at this bar, and which share is that?
""",
    hint="Rising tasks on or above the dashed line; the caption counts them.",
    solution="@{follow} tasks, @{follow_share:.0%}.",
    answers=(
        Answer("follow", "the tasks that follow", Whole(low=0, high=46)),
        Answer("follow_share", "their share of all 46", share(rel=0, abs=0.006)),
    ),
    solve=share_that_follows,
    wrong=(
        Wrong(
            "the others",
            lambda *, bar, text: {
                "follow": 46 - testbed.followed(bar=bar, text=text).passing,
                "follow_share": 1 - testbed.followed(bar=bar, text=text).share,
            },
            "those are the tasks that do not follow.",
        ),
    ),
)

ITEMS = named("remeasured", (GAINED_AT_ZERO, SIZES_THAT_PASS, SHARE_THAT_FOLLOWS))
