"""The exercises of the chapter *remeasured*."""

import functools

import numpy as np

from simulations.exercises.exercise import Answer, Exercise, Marked, Rubric, Wrong, numbered
from simulations.exercises.kinds import Number, Numbers, State, Whole
from simulations.exercises.states import link, number
from simulations.remeasured import appears, collapse, forecasts, pythia, testbed

PILE = "the Pile"


def _log_perplexity(size: str, step: int) -> float:
    one = pythia.run(size)
    return float(one.log_perplexity[one.step == step][0])


def what_a_zero_has_learned(*, size, step):
    before, then = _log_perplexity(size, 0), _log_perplexity(size, step)
    return {
        "before": before,
        "then": then,
        "times_likelier": float(np.exp(before - then)),
        "one_in_then": float(np.exp(then)),
        "fallen": before - then,
    }


WHAT_A_ZERO_HAS_LEARNED = Exercise(
    title="What a zero has learned",
    level="easy",
    minutes=10,
    by="hand",
    objective=1,
    given={"size": "12B", "step": 512},
    varied={"size": ("410M", "1B", "1.4B", "2.8B", "6.9B", "12B"), "step": (256, 512)},
    text="""
Up to step @{step} the @{size} model has no last word of LAMBADA right. Read its log-perplexity before training and at
step @{step}: `pythia.run("@{size}")` has `step` and `log_perplexity`. How many times likelier has the right word become
(as a geometric mean)? What probability has it at step @{step}: one in how many?
""",
    hint="A log-perplexity of $h$ nats is a probability of $e^{-h}$, as a geometric mean.",
    solution="""
From @{before:.2f} to @{then:.2f} nats: $e^{@{fallen:.2f}}$, or @{times_likelier:.3g} times likelier. At step @{step}
the right word has one chance in $e^{@{then:.2f}}$, about @{one_in_then:,.0f}.
""",
    remark="A model that writes its likeliest word is right only where that word is the right one: a gain from one in "
    "twelve million to one in 170,000 moves no accuracy.",
    answers=(
        Answer("times_likelier", "how many times likelier the right word has become", Number(low=0, rel=0.02)),
        Answer("one_in_then", "its probability at step @{step}, as one in so many", Number(low=1, rel=0.02)),
    ),
    solve=what_a_zero_has_learned,
    wrong=(
        Wrong(
            "nats for a factor",
            lambda *, size, step: {"times_likelier": what_a_zero_has_learned(size=size, step=step)["fallen"]},
            "that is the difference in nats, the logarithm of the factor.",
        ),
        Wrong(
            "tens for e",
            lambda *, size, step: {
                "times_likelier": 10 ** what_a_zero_has_learned(size=size, step=step)["fallen"],
                "one_in_then": 10 ** _log_perplexity(size, step),
            },
            "you raised ten to the power. A nat is a factor of e.",
        ),
        Wrong(
            "before for after",
            lambda *, size, step: {"one_in_then": float(np.exp(_log_perplexity(size, 0)))},
            "that is its probability before training.",
        ),
    ),
)


def _pair(task: str, smaller: str, larger: str) -> tuple[float, float, float, float]:
    """The last accuracies of two sizes on a task, and their standard errors."""
    ours, theirs = pythia.run(smaller), pythia.run(larger)
    return (
        *(float(one.accuracies[task][-1]) for one in (ours, theirs)),
        *(float(one.errors(task)[-1]) for one in (ours, theirs)),
    )


def is_the_larger_better(*, task, smaller, larger):
    low, high, low_error, high_error = _pair(task, smaller, larger)
    error = float(np.hypot(low_error, high_error))
    return {
        "low": low,
        "high": high,
        "error": error,
        "errors_apart": (high - low) / error,
        "items": pythia.ITEMS[task],
        "items_for_two": 1 + 4 * (low * (1 - low) + high * (1 - high)) / (high - low) ** 2,
    }


_better = functools.cache(is_the_larger_better)


IS_THE_LARGER_BETTER = Exercise(
    title="Is the larger one better?",
    level="easy",
    minutes=15,
    by="code",
    objective=3,
    given={"task": "ARC-Challenge", "smaller": "2.8B", "larger": "12B"},
    varied={
        "task": ("ARC-Challenge", "ARC-Easy", "PIQA", "SciQ"),
        "smaller": ("1.4B", "2.8B"),
        "larger": ("6.9B", "12B"),
    },
    text="""
At the end of its training the @{larger} model scores more on @{task} than the @{smaller} model. By how many standard
errors of the difference, if the two tests are taken as independent? With how many items would the same difference be
two standard errors?
""",
    hint="""
`pythia.run(...)` has `accuracies[task]` and `errors(task)`. Errors of independent numbers add in squares; each falls
with the root of the number of items less one.
""",
    solution="""
@{low:.1%} and @{high:.1%}, with an error of the difference of @{error:.4f}: @{errors_apart:.2f} standard errors. For
two it takes about @{items_for_two:,.0f} items; the test has @{items:,}.
""",
    remark="Both models answered the same items, so the true error of the difference is smaller than this one. How "
    "much smaller cannot be said without the answers by item.",
    answers=(
        Answer("errors_apart", "the difference in standard errors", Number(low=0, rel=0.02)),
        Answer("items_for_two", "the items for two standard errors", Number(low=1, rel=0.03)),
    ),
    solve=is_the_larger_better,
    wrong=(
        Wrong(
            "errors added",
            lambda *, task, smaller, larger: {
                "errors_apart": (_pair(task, smaller, larger)[1] - _pair(task, smaller, larger)[0])
                / sum(_pair(task, smaller, larger)[2:])
            },
            "you added the two errors. Independent errors add in squares.",
        ),
        Wrong(
            "one error for two",
            lambda *, task, smaller, larger: {
                "errors_apart": (_pair(task, smaller, larger)[1] - _pair(task, smaller, larger)[0])
                / _pair(task, smaller, larger)[3]
            },
            "you divided by the error of one of them. The difference has the errors of both.",
        ),
        Wrong(
            "errors that fall with the items",
            lambda *, task, smaller, larger: {
                "items_for_two": pythia.ITEMS[task]
                * 2
                / _better(task=task, smaller=smaller, larger=larger)["errors_apart"]
            },
            "you let the error fall with the number of items. It falls with the root.",
        ),
    ),
)


def in_tokens_and_in_compute(*, level, smaller, larger):
    names = ("tokens read", "training compute")
    (small_tokens, small_flops), (large_tokens, large_flops) = (
        [appears.passes(pythia.run(size), level, axis=axis)[0] for axis in names] for size in (smaller, larger)
    )
    return {
        "tokens_ratio": small_tokens / large_tokens,
        "compute_ratio": large_flops / small_flops,
        "small_said": small_tokens / 1e9,
        "large_said": large_tokens / 1e9,
    }


IN_TOKENS_AND_IN_COMPUTE = Exercise(
    title="In tokens and in compute",
    level="medium",
    minutes=15,
    by="code",
    objective=2,
    given={"level": 0.4, "smaller": "410M", "larger": "12B"},
    varied={"level": (0.4, 0.5), "smaller": ("410M", "1B", "1.4B"), "larger": ("2.8B", "6.9B", "12B")},
    text="""
Take the bar at @{level:percent} of LAMBADA's last words, on the Pile. How many times as many tokens does the @{smaller}
model read to get there as the @{larger} model? And how many times as much compute does the @{larger} model spend as the
@{smaller} one?
""",
    hint="""
`appears.passes(pythia.run("@{smaller}"), @{level})` gives the tokens first; with `axis="training compute"` it gives
FLOPs.
""",
    solution="""
@{small_said:.3g} against @{large_said:.3g} billion tokens: @{tokens_ratio:.2f} times as many. In compute the larger
one spends @{compute_ratio:.2f} times as much: it is sooner, and dearer.
""",
    answers=(
        Answer("tokens_ratio", "the smaller model's tokens over the larger one's", Number(low=0, rel=0.02)),
        Answer("compute_ratio", "the larger model's FLOPs over the smaller one's", Number(low=0, rel=0.02)),
    ),
    solve=in_tokens_and_in_compute,
    wrong=(
        Wrong(
            "sizes for compute",
            lambda *, level, smaller, larger: {
                "compute_ratio": pythia.run(larger).parameters / pythia.run(smaller).parameters
            },
            "that is how many times larger the model is. The larger one also reads fewer tokens to get there.",
        ),
        Wrong(
            "upside down",
            lambda *, level, smaller, larger: {
                name: 1 / in_tokens_and_in_compute(level=level, smaller=smaller, larger=larger)[name]
                for name in ("tokens_ratio", "compute_ratio")
            },
            "that is the ratio the other way round.",
        ),
    ),
)


LEVELS = (8.0, 6.0, 5.0, 4.0, 3.0, 2.5, 2.0, 1.6)


@functools.cache
def _apart(task: str, corpus: str) -> dict[float, float]:
    """How many standard errors the sizes lie apart at each of the figure's levels."""
    return {level: collapse.at_level(level, task=task, corpus=corpus).spread for level in LEVELS}


def _apart_fault(controls, given):
    shown = {"task": "LAMBADA", "corpus": PILE, "level": "2.5"} | dict(controls)
    for name in ("task", "corpus"):
        if shown[name] != given[name]:
            return f"it shows {shown[name]}, and {given[name]} is asked for"
    apart = _apart(given["task"], given["corpus"])
    if apart.get(number(shown, "level"), 0) < max(apart.values()) - 1e-9:
        return "at another log-perplexity the sizes lie further apart"
    return ""


def _link(task: str, corpus: str, level: float) -> str:
    return link("one-curve", axis="log-perplexity", task=task, level=level, corpus=corpus)


def where_one_curve_fails(*, task, corpus):
    apart = _apart(task, corpus)
    level = max(apart, key=apart.__getitem__)
    return {"widest_state": _link(task, corpus, level), "widest_apart": apart[level], "widest_level": level}


def _least(task: str, corpus: str) -> dict:
    """The state in which the sizes lie closest together, for the widest."""
    apart = _apart(task, corpus)
    level = min(apart, key=apart.__getitem__)
    return {"widest_state": _link(task, corpus, level), "widest_apart": apart[level]}


def _in_points(task: str, corpus: str) -> dict:
    """Points of accuracy for standard errors."""
    level = where_one_curve_fails(task=task, corpus=corpus)["widest_level"]
    return {"widest_apart": 100 * float(np.ptp(collapse.at_level(level, task=task, corpus=corpus).accuracy))}


WHERE_ONE_CURVE_FAILS = Exercise(
    title="Where one curve fails",
    level="easy",
    minutes=10,
    by="figure",
    objective=3,
    given={"task": "SciQ", "corpus": PILE},
    varied={
        "task": ("SciQ", "ARC-Easy", "ARC-Challenge", "PIQA", "LAMBADA", "MMLU"),
        "corpus": tuple(pythia.CORPORA),
    },
    text="""
In the figure *Eight trainings, three axes*, take @{task}, trained on @{corpus}. At which log-perplexity do the sizes
lie furthest apart, in standard errors? Copy the link to that state, and give the distance.
""",
    hint="Go through *compared at* and read the caption.",
    solution="At @{widest_level:g} nats they lie @{widest_apart:.1f} standard errors apart.",
    remark="The caption says how seldom sizes that are all alike would scatter so far. But it is the largest "
    "of eight distances that you looked at, on one of nine tasks.",
    answers=(
        Answer("widest_state", "the state", State(figure="one-curve", fault=_apart_fault)),
        Answer("widest_apart", "the distance there, in standard errors", Number(low=0, rel=0, abs=0.06)),
    ),
    solve=where_one_curve_fails,
    wrong=(
        Wrong(
            "closest for furthest",
            lambda *, task, corpus: _least(task, corpus),
            "there they lie closest together. Go through all the levels.",
        ),
        Wrong(
            "points for errors",
            lambda *, task, corpus: _in_points(task, corpus),
            "those are points of accuracy. Standard errors are asked for.",
        ),
    ),
)


def move_the_bar(*, bar, text):
    pooled = testbed.followed(text=text, bar=bar)
    single = [testbed.followed(trained_on=corpus, text=text, bar=bar).passing for corpus in testbed.CORPORA]
    return {
        "pooled": pooled.passing,
        "each_corpus": single,
        "share": pooled.share,
        "each_said": ", ".join(map(str, single)),
    }


MOVE_THE_BAR = Exercise(
    title="Move the bar",
    level="medium",
    minutes=20,
    by="code",
    objective=4,
    given={"bar": 0.7, "text": "code"},
    varied={"bar": (0.6, 0.7, 0.75, 0.8), "text": ("code", "RedPajama", "RefinedWeb")},
    text="""
The loss is measured on @{text}, and the bar is @{bar:percent}. How many of the 46 tasks follow the loss over all 104
models? And how many for the models of each corpus alone: C4, RedPajama, RefinedWeb?
""",
    hint="""
`testbed.followed(trained_on=..., text="@{text}", bar=@{bar})` has `passing`. `testbed.MODELS` are the values of
`trained_on`.
""",
    solution="""
@{pooled} of 46 over all models, and @{each_said} for the three corpora. Within a corpus the loss orders the models in
nearly one way, whatever text it is measured on; across corpora it also says who has read that text.
""",
    answers=(
        Answer("pooled", "the tasks that follow, over all models", Whole(low=0, high=46)),
        Answer(
            "each_corpus",
            "the same for C4, RedPajama and RefinedWeb alone, in this order",
            Numbers(count=3, each=Whole(low=0, high=46)),
        ),
    ),
    solve=move_the_bar,
    wrong=(
        Wrong(
            "the loss on C4's text",
            lambda *, bar, text: {"pooled": testbed.followed(bar=bar).passing},
            "there the loss is measured on C4, as the figure opens.",
        ),
        Wrong(
            "the tasks that do not",
            lambda *, bar, text: {"pooled": 46 - testbed.followed(text=text, bar=bar).passing},
            "those are the tasks that do not reach the bar.",
        ),
    ),
    rubric=Rubric(
        asks="A newspaper writes: 'Only 39% of abilities can be predicted.' What does the number count, and what not?",
        criteria=(
            (1, "says that it counts tasks of one collection whose scores follow the loss, not abilities at large"),
            (1, "names at least one choice that moves it: the bar, the text of the loss, mixing corpora, the metric"),
            (1, "says that not to follow mostly means flat or noisy here, or that averages are forecast well"),
        ),
        marked=(
            Marked(
                "It is 18 of the 46 tests in one data set that go along with the loss. Measured on code instead of web "
                "text we found 2 with the same models. And most of the others are just flat, nobody could predict or "
                "fail to predict anything there.",
                3,
                "All three: what is counted, a choice that moves it, and what the rest is.",
            ),
            Marked(
                "The number is too low because the researchers used a strict rule. With a bar of 50% it is more.",
                1,
                "It names the bar. That tasks of one collection are counted, and what the others do, is missing.",
            ),
        ),
    ),
)


def average_and_single(*, seen, text):
    off = forecasts.misses(seen=seen, text=text)
    found = forecasts.forecasts(forecasts.AVERAGES[0], seen=seen, text=text)
    average = {method: 100 * float(np.abs(found[method] - found["truth"]).mean()) for method in forecasts.METHODS}
    return {
        "single_miss": 100 * float(off["the law"].mean()),
        "average_miss": average["the law"],
        "line_single": 100 * float(off["a straight line"].mean()),
        "line_average": average["a straight line"],
        "still_average": average["no change"],
    }


_off = functools.cache(average_and_single)


AVERAGE_AND_SINGLE = Exercise(
    title="An average and its parts",
    level="medium",
    minutes=20,
    by="code",
    objective=5,
    given={"seen": "up to 154M", "text": "C4"},
    varied={"seen": tuple(forecasts.SEEN), "text": tuple(testbed.TEXTS)},
    text="""
Fit the law to the models @{seen}, with the loss on @{text}. By how many points does it miss the 6.9B models on a
single task, as a mean over 46 tasks and three corpora? And by how many points does it miss the average of 17 tasks, as
a mean over the three corpora?
""",
    hint="""
`forecasts.misses(seen="@{seen}", text="@{text}")["the law"]` has the 138 misses as shares.
`forecasts.forecasts(forecasts.AVERAGES[0], seen="@{seen}", text="@{text}")` has the `truth` and `the law` for the
average.
""",
    solution="""
@{single_miss:.1f} points on a single task, @{average_miss:.1f} on the average. A straight line misses a single task by
@{line_single:.1f} and the average by @{line_average:.1f}.
""",
    remark="Errors of single tasks that point in different directions cancel in a mean. What is left is what the tasks "
    "have in common, and that follows the loss.",
    answers=(
        Answer("single_miss", "the points by which the law misses a single task", Number(low=0, high=100, rel=0.02)),
        Answer("average_miss", "the points by which it misses the average", Number(low=0, high=100, rel=0.02)),
    ),
    solve=average_and_single,
    wrong=(
        Wrong(
            "shares for points",
            lambda *, seen, text: {
                name: _off(seen=seen, text=text)[name] / 100 for name in ("single_miss", "average_miss")
            },
            "that is a share. Points of 100 are asked for.",
        ),
        Wrong(
            "the straight line",
            lambda *, seen, text: {"single_miss": _off(seen=seen, text=text)["line_single"]},
            "that is what the straight line misses by.",
        ),
        Wrong(
            "no change at all",
            lambda *, seen, text: {"average_miss": _off(seen=seen, text=text)["still_average"]},
            "so far off is whoever expects no change.",
        ),
    ),
)


EXERCISES = numbered(
    "remeasured",
    [
        WHAT_A_ZERO_HAS_LEARNED,
        IS_THE_LARGER_BETTER,
        IN_TOKENS_AND_IN_COMPUTE,
        WHERE_ONE_CURVE_FAILS,
        MOVE_THE_BAR,
        AVERAGE_AND_SINGLE,
    ],
)
