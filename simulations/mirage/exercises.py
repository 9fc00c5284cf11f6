"""The mirage chapter's exercises."""

import functools

import numpy as np
from scipy import stats

from simulations.exercises.chance import quantile_error
from simulations.exercises.exercise import Answer, Exercise, Marked, Rubric, Wrong, numbered
from simulations.exercises.kinds import Built, Misread, Number, Whole, share
from simulations.laws import resolution
from simulations.mirage import metrics
from simulations.mirage.emergence_score import emergence_score


def reliable_answers(*, tokens, common, rare):
    return {"common_accuracy": common ** (1 / tokens), "rare_accuracy": rare ** (1 / tokens)}


RELIABLE_ANSWERS = Exercise(
    title="Reliable answers",
    level="easy",
    minutes=10,
    by="hand",
    objective=1,
    given={"tokens": 12, "common": 0.9, "rare": 0.99},
    varied={"tokens": range(8, 17), "common": (0.7, 0.8, 0.85, 0.9), "rare": (0.98, 0.99, 0.995)},
    text="""
An invoice number has @{tokens} tokens. What token accuracy gets @{common:percent} of invoice numbers wholly right?
And @{rare:percent} of them?
""",
    hint="Solve $p^{@{tokens}} = @{common}$ for $p$.",
    solution="""
$p = @{common}^{1/@{tokens}}$: @{common_accuracy:.1%} of the tokens for @{common:percent} of the answers, and
@{rare_accuracy:.2%} for @{rare:percent}. Long exact answers leave little room for errors.
""",
    answers=(
        Answer(
            "common_accuracy",
            "the token accuracy that gets @{common:percent} of the answers right, to four places",
            share(abs=1e-4, rel=0),
        ),
        Answer(
            "rare_accuracy",
            "the token accuracy that gets @{rare:percent} of them right, to four places",
            share(abs=1e-4, rel=0),
        ),
    ),
    solve=reliable_answers,
    wrong=(
        Wrong(
            "share of answers for share of tokens",
            lambda *, tokens, common, rare: {"common_accuracy": common, "rare_accuracy": rare},
            "with this accuracy a single token is right so often, and @{tokens} in a row are right far less often.",
        ),
        Wrong(
            "the power instead of the root",
            lambda *, tokens, common, rare: {"common_accuracy": common**tokens, "rare_accuracy": rare**tokens},
            "that is how many answers are right at this token accuracy; the question goes the other way round.",
        ),
        Wrong(
            "errors added instead of accuracies multiplied",
            lambda *, tokens, common, rare: {"common_accuracy": 1 - (1 - common) / tokens},
            "you gave each token its part of the errors. That is near, and not exact: the accuracies are multiplied.",
        ),
    ),
)


def what_zero_rules_out(*, items, rate):
    return {
        "by_rule": resolution.rule_of_three(items),
        "exact": resolution.upper_limit(0, items),
        "needed": resolution.items_needed(rate),
    }


WHAT_ZERO_RULES_OUT = Exercise(
    title="What a zero rules out",
    level="easy",
    minutes=10,
    by="hand",
    objective=2,
    given={"items": 204, "rate": 0.001},
    varied={"items": (80, 120, 150, 250, 300, 400, 500), "rate": (0.002, 0.0025, 0.004, 0.005)},
    text="""
In the held-out logs that the chapter quotes, eleven of twelve BIG-G models got no item of `modified_arithmetic` right.
Suppose that a test has @{items} items. Which rates does "none of @{items}" leave possible, with 95% confidence, by the
rule of three and exactly? How many items would it take to see one right answer, in 95 of 100 tests, from a model that
is right with a rate of @{rate}?
""",
    hint="""
`resolution.upper_limit(0, n)` is the exact limit, one-sided; `resolution.items_needed(rate)` inverts the chance of
none.
""",
    solution="""
Up to @{by_rule:.3%} by the rule, and up to @{exact:.3%} exactly. And @{needed:,} items: about $3/r$, the rule of
three read backwards.
""",
    remark="""
@{items} is the number of items that the logs have. The largest model got 13.2% of them.
""",
    answers=(
        Answer("by_rule", "the highest rate left possible by the rule of three", share(rel=0.005)),
        Answer("exact", "the highest rate left possible, exactly and one-sided", share(rel=0.003)),
        Answer("needed", "how many items it takes", Whole(low=1, off=5)),
    ),
    solve=what_zero_rules_out,
    wrong=(
        Wrong(
            "two-sided for one-sided",
            lambda *, items, rate: {"exact": float(resolution.clopper_pearson(0, items)[1])},
            "that is the end of a two-sided interval. After a zero only one side is open: all 5% belong there.",
        ),
        Wrong(
            "the next right answer for the rate",
            lambda *, items, rate: {"by_rule": 1 / items, "exact": 1 / items},
            "that is the step of the test, one item. A model with this rate still gets none of @{items} in over a"
            " third "
            "of all tests.",
        ),
        Wrong(
            "expected for likely",
            lambda *, items, rate: {"needed": round(1 / rate)},
            "with so many items one right answer is expected on average; in over a third of all tests there is none.",
        ),
        Wrong(
            "one half for 95 of 100",
            lambda *, items, rate: {"needed": resolution.items_needed(rate, confidence=0.5)},
            "with so many items one test in two shows a right answer; 95 of 100 are asked for.",
        ),
    ),
)


def is_the_toy_sharp(*, exponent, low, high):
    at_low, at_high = (
        metrics.parameters_at(share, answer_length=1, constant=1e9, exponent=exponent) for share in (low, high)
    )
    inner = np.log(high) / np.log(low)
    return {"factor": at_high / at_low, "one_decade": float(np.log10(inner)), "inner": float(inner)}


IS_THE_TOY_SHARP = Exercise(
    title="Is the toy sharp?",
    level="medium",
    minutes=20,
    by="hand",
    objective=1,
    given={"exponent": -0.3, "low": 0.1, "high": 0.9},
    varied={"exponent": (-0.25, -0.28, -0.3, -0.35), "low": (0.05, 0.1, 0.2), "high": (0.8, 0.85, 0.9)},
    text=r"""
Take "the jump" of the toy to be the stretch from @{low:.0%} to @{high:.0%} exact match. By what factor do the
parameters grow over it, for $\alpha = @{exponent}$ and $L = 1, 5, 50$? For which $\alpha$ would it fit into one
factor of ten?
""",
    hint=r"Invert: $N = c\,(-\ln s / L)^{1/\alpha}$ for a share $s$. Take the ratio of two such sizes; $L$ cancels.",
    solution=r"""
The ratio of the sizes is $(\ln @{high} / \ln @{low})^{1/\alpha}$, or $@{inner:.3g}^{1/\alpha}$, the same for every
$L$: a factor of @{factor:two_digits} at $\alpha=@{exponent}$. One decade needs $\alpha = \log_{10} @{inner:.3g} =
@{one_decade:.2f}$. Measured exponents of the loss over all text are nearer to −0.08 {cite:p}`kaplan2020scaling`. So
exact match by itself does not explain a rise *within one decade*; resolution, spacing, or a faster law for the skill
itself must help.
""",
    answers=(
        Answer("factor", "the factor by which the parameters grow", Number(low=1, rel=0.02)),
        Answer("one_decade", "the exponent α with which it is one factor of ten", Number(rel=0.01)),
    ),
    solve=is_the_toy_sharp,
    wrong=(
        Wrong(
            "the decades for the factor",
            lambda *, exponent, low, high: {
                "factor": float(np.log10(np.log(high) / np.log(low)) / exponent),
            },
            "those are the decades, the logarithm of the factor to base ten.",
        ),
        Wrong(
            "the shares themselves for their logarithms",
            lambda *, exponent, low, high: {
                "factor": (high / low) ** (-1 / exponent),
                "one_decade": -float(np.log10(high / low)),
            },
            "you took the ratio of the shares. What is a power of N is the logarithm of the share: take the ratio"
            " of those.",
        ),
        Wrong(
            "the exponent without its inverse",
            lambda *, exponent, low, high: {"factor": float((np.log(high) / np.log(low)) ** exponent)},
            "you raised to α. To have N alone, the equation has to be raised to 1/α.",
        ),
    ),
)


def drawn_blindly(*, tasks, scored, drawn, found):
    draw = stats.hypergeom(tasks, scored, drawn)
    return {"expected": float(draw.mean()), "tail": float(draw.sf(found - 1)), "share": scored / tasks}


DRAWN_BLINDLY = Exercise(
    title="Drawn blindly",
    level="medium",
    minutes=15,
    by="code",
    objective=4,
    given={"tasks": 209, "scored": 154, "drawn": 67, "found": 62},
    varied={"scored": range(120, 151, 5), "drawn": (63, 65, 67, 70, 72), "found": (57, 58, 59)},
    text="""
Draw @{drawn} tasks blindly from @{tasks}, of which @{scored} are scored by the two metrics. How many of these do you
expect among the @{drawn}, and how likely are @{found} or more?
""",
    hint="""
Drawing without replacement is the hypergeometric distribution: `stats.hypergeom(@{tasks}, @{scored}, @{drawn})`,
after `from scipy import stats`.
""",
    solution="""
@{expected:.1f} are expected, the @{share:.0%} that the two metrics have of all tasks. @{found} or more have a chance
of @{tail:two_digits}.
""",
    remark="""
These are BIG-bench's numbers, counted as the paper does: once in 160,000 draws. The enrichment is real; it is 13
tasks, not 62.
""",
    answers=(
        Answer("expected", "how many are expected", Number(low=0, rel=0, abs=0.6)),
        Answer("tail", "the chance of @{found} or more", share(rel=0.02)),
    ),
    solve=drawn_blindly,
    wrong=(
        Wrong(
            "more than for or more",
            lambda *, tasks, scored, drawn, found: {"tail": float(stats.hypergeom(tasks, scored, drawn).sf(found))},
            "that is the chance of more than @{found}: `sf` leaves out its own number.",
        ),
        Wrong(
            "with replacement",
            lambda *, tasks, scored, drawn, found: {"tail": float(stats.binom(drawn, scored / tasks).sf(found - 1))},
            "you drew with replacement, as if a task could come twice. Without it, each draw changes what is left.",
        ),
        Wrong(
            "exactly for or more",
            lambda *, tasks, scored, drawn, found: {"tail": float(stats.hypergeom(tasks, scored, drawn).pmf(found))},
            "that is the chance of exactly @{found}; the chances of more belong to it as well.",
        ),
        Wrong(
            "the share for the number",
            lambda *, tasks, scored, drawn, found: {"expected": scored / tasks},
            "that is the share among all tasks; how many of the @{drawn} is asked for.",
        ),
    ),
)


def build_an_infinite_score(*, models, items, last):
    needed = 0
    while emergence_score(_with_hits(_spread(needed), models, items, last)) == np.inf:
        needed += 1
    places = _spread(needed)
    return {
        "fewest": needed,
        "places": places,
        "steps": models - 1,
        "score": float(emergence_score(_with_hits(places, models, items, last))),
    }


def _spread(hits: int) -> list[int]:
    """Places of single hits, no two neighbours and none at an end."""
    return list(range(1, 2 * hits, 2))


def _with_hits(places, models: int, items: int, last: float) -> np.ndarray:
    curve = np.append(np.zeros(models - 1), last)
    curve[list(places)] = 1 / items
    return curve


def _read_places(value) -> tuple[int, ...]:
    try:
        return tuple(sorted({int(place) for place in value if place == int(place)}))
    except (TypeError, ValueError):
        raise Misread("a list of places is asked for, such as [0, 4]") from None


def _places_fault(places: tuple[int, ...], given) -> str:
    models, steps = given["models"], given["models"] - 1
    if places and not 0 <= places[0] <= places[-1] < steps:
        return f"places are counted from 0 to {models - 2}: the last model keeps its score."
    if len(places) > build_an_infinite_score(**given)["fewest"]:
        return "the score is finite with fewer hits than that."
    score = emergence_score(_with_hits(places, models, given["items"], given["last"]))
    return "with these hits the score is still infinite: count the steps that are not zero." if score == np.inf else ""


BUILD_AN_INFINITE_SCORE = Exercise(
    title="Build an infinite score",
    level="medium",
    minutes=20,
    by="code",
    objective=3,
    given={"models": 12, "items": 204, "last": 0.132},
    varied={"models": (8, 10, 14, 16), "items": (100, 150, 250), "last": (0.12, 0.15, 0.2)},
    text="""
Give `emergence_score` the scores of @{models} models in order of size: all zero but the last, which gets @{last:.1%}.
Then let some of the small models get one of @{items} items right, one hit each. What is the smallest number of
hits with which the score can be finite? Give places for them, counted from 0.
""",
    hint="""
There is one step fewer than models, and the score divides by the median of their squares. One hit between two zeros
makes two steps that are not zero.
""",
    solution="""
@{fewest} hits, if no two are neighbours and none is at either end, make twice as many steps that are not zero; with
the last step they are more than half of the @{steps}. The median is then $1/@{items}$, and the score @{score:.0f}.
With one hit fewer it is infinite. The score of a task with a real floor is decided by a few lucky guesses.
""",
    remark="These are the scores of `modified_arithmetic`.",
    answers=(
        Answer("fewest", "the fewest hits with which the score can be finite", Whole(low=0)),
        Answer(
            "places",
            "the places of so many hits that make the score finite",
            Built(form="a list of places, counted from 0", check=_read_places, fault=_places_fault),
        ),
    ),
    solve=build_an_infinite_score,
    wrong=(
        Wrong(
            "every step needs a hit",
            lambda *, models, items, last: {"fewest": models // 2},
            "so many hits are enough, and more than are needed: one hit makes two steps that are not zero.",
        ),
        Wrong(
            "one hit",
            lambda *, models, items, last: {"fewest": 1, "places": [1]},
            "with one hit most of the steps are still zero, and so is their median.",
        ),
        Wrong(
            "neighbours",
            lambda *, models, items, last: {
                "places": list(range(build_an_infinite_score(models=models, items=items, last=last)["fewest"]))
            },
            "hits that are neighbours make no step between them.",
        ),
    ),
)


LAW = {"exponent": -0.4, "constant": 1e9}


def forecast_the_jump(*, length, few, many, target, tests):
    sizes = np.geomspace(3e8, 1e10, 6)
    truth = metrics.toy_scaling(parameters=np.append(sizes, target), answer_length=length, **LAW).exact_match
    rng = np.random.default_rng(0)
    found = {
        items: forecasts(sizes, rng.binomial(items, truth[:-1], (40_000, 6)) / items, target) for items in (few, many)
    }
    (_, middle, _), (low, _, high) = (np.quantile(found[items], [0.05, 0.5, 0.95]) for items in (few, many))
    return {
        "truth": float(truth[-1]),
        "median_few": float(middle),
        "low_many": float(low),
        "high_many": float(high),
        "low_few": float(np.quantile(found[few], 0.05)),
        "high_few": float(np.quantile(found[few], 0.95)),
    }


def forecasts(sizes, scores, target):
    """The straight line of ln(−ln score) against ln N through the scores above zero, read at ``target``.

    ``scores`` (tests, K); a forecast for each test that has two such scores or more.
    """
    scores = scores[np.sum(scores > 0, axis=1) > 1]
    weight = scores > 0
    x, y = np.log(sizes) * weight, np.log(-np.log(np.where(weight, scores, 0.5))) * weight
    count, mean_x = weight.sum(1), x.sum(1) / weight.sum(1)
    slope = ((x - mean_x[:, None] * weight) * y).sum(1) / ((x - mean_x[:, None]) ** 2 * weight).sum(1)
    return np.exp(-np.exp(y.sum(1) / count + slope * (np.log(target) - mean_x)))


def _forecast_error(items: str, quantile: float):
    """The standard error of a quantile of ``tests`` forecasts, each from ``given[items]`` items."""

    @functools.cache
    def error(*, length, few, many, target, tests):
        sizes = np.geomspace(3e8, 1e10, 6)
        truth = metrics.toy_scaling(parameters=sizes, answer_length=length, **LAW).exact_match
        number = {"few": few, "many": many}[items]
        scores = np.random.default_rng(1).binomial(number, truth, (40_000, 6)) / number
        found = forecasts(sizes, scores, target)
        return quantile_error(found, quantile, round(tests * len(found) / len(scores)))  # some tests are skipped

    return error


def _forecast_drawn(rng, *, length, few, many, target, tests):
    sizes = np.geomspace(3e8, 1e10, 6)
    truth = metrics.toy_scaling(parameters=sizes, answer_length=length, **LAW).exact_match
    found = {n: forecasts(sizes, rng.binomial(n, truth, (tests, 6)) / n, target) for n in (few, many)}
    low, high = np.quantile(found[many], [0.05, 0.95])
    return {"median_few": float(np.median(found[few])), "low_many": float(low), "high_many": float(high)}


FORECAST_THE_JUMP = Exercise(
    title="Forecast the jump",
    level="hard",
    minutes=30,
    by="code",
    objective=2,
    given={"length": 8, "few": 100, "many": 100_000, "target": 3e11, "tests": 1000},
    varied={"length": (7, 8, 9), "few": (80, 100, 120), "target": (2e11, 3e11, 4e11)},
    text=r"""
Six models follow the toy with $\alpha=-0.4$, $c=10^9$, $L=@{length}$, evenly spaced in $\ln N$ from $3\times10^8$ to
$10^{10}$ parameters. Test each on $n$ items, fit the straight line of $\ln(-\ln \text{score})$ against $\ln N$ to the
scores above zero, and forecast exact match at @{target:parameters_in_words} parameters. Compare $n = @{few}$ with $n
= @{many:,}$, over @{tests:,} tests each.
""",
    hint="""
`np.geomspace` spaces the sizes, `rng.binomial` tests, and `np.polyfit(np.log(sizes), np.log(-np.log(scores)), 1)`
fits. Skip a test with fewer than two scores above zero.
""",
    solution="""
The truth is @{truth:.0%}. With @{many:,} items the middle 90% of the forecasts lie between @{low_many:.0%} and
@{high_many:.0%}. With @{few} items they spread from @{low_few:.0%} to @{high_few:.0%}, and their median is
@{median_few:.0%}: the small models that are not dropped as zeros are the lucky ones, so the fitted line is too flat.
The jump was forecastable all along, for those with enough items.
""",
    answers=(
        Answer("truth", "exact match at @{target:parameters_in_words} parameters by the toy's law", share(rel=0.005)),
        Answer(
            "median_few",
            "the median of the forecasts with @{few} items",
            share(rel=0.01, standard_error=_forecast_error("few", 0.5)),
        ),
        Answer(
            "low_many",
            "the 5% quantile of the forecasts with @{many:,} items",
            share(rel=0.01, standard_error=_forecast_error("many", 0.05)),
        ),
        Answer(
            "high_many",
            "their 95% quantile",
            share(rel=0.01, standard_error=_forecast_error("many", 0.95)),
        ),
    ),
    solve=forecast_the_jump,
    redraw=_forecast_drawn,
    wrong=(
        Wrong(
            "the token's accuracy for exact match",
            lambda *, length, few, many, target, tests: {
                "truth": float(
                    metrics.toy_scaling(parameters=np.array([target]), answer_length=1, **LAW).exact_match[0]
                ),
            },
            "that is a token's accuracy: exact match takes all @{length} tokens of an answer.",
        ),
        Wrong(
            "the ends exchanged",
            lambda **given: {
                "low_many": FORECAST_THE_JUMP.expected(given)["high_many"],
                "high_many": FORECAST_THE_JUMP.expected(given)["low_many"],
            },
            "that is the other end of the middle 90%.",
        ),
    ),
)


def stand_or_fall_together(*, mean, length, wide, narrow):
    k_wide, k_narrow = (stats.beta(mean * k, (1 - mean) * k).moment(length) for k in (wide, narrow))
    return {"independent": mean**length, "wide_match": float(k_wide), "narrow_match": float(k_narrow)}


STAND_OR_FALL_TOGETHER = Exercise(
    title="Answers that stand or fall together",
    level="hard",
    minutes=30,
    by="code",
    objective=5,
    given={"mean": 0.8, "length": 10, "wide": 1, "narrow": 10},
    varied={"mean": (0.7, 0.75, 0.8, 0.85), "length": (8, 10, 12), "wide": (1, 2), "narrow": (8, 10, 15)},
    text="""
The toy's tokens fail independently. Let instead each *answer* have its own token accuracy $q$, drawn from a beta
distribution with mean @{mean}: `stats.beta(@{mean} * k, (1 - @{mean}) * k)` of SciPy, which is narrow for large $k$
and wide for small $k$. What is exact match for $L = @{length}$ if all tokens are independent, and what is it with $k =
@{narrow}$ and $k = @{wide}$? Why does it always lie above the first, and what does that do to the foot of the curve?
""",
    hint="""
Exact match is the mean of $q^{@{length}}$ over the drawn accuracies $q$, and $q^{@{length}}$ is convex. The
distribution's `moment(@{length})` is that mean.
""",
    solution="""
@{independent:.3f} for independent tokens, @{narrow_match:.3f} with $k = @{narrow}$, @{wide_match:.3f} with $k =
@{wide}$. The mean of $q^{L}$ is at least the $L$-th power of the mean, since $q^{L}$ is convex (Jensen's inequality).
With a wide spread, answers are right as wholes or wrong as wholes, and exact match nears the token accuracy itself:
the flat foot disappears. Positive dependence within answers makes the metric effect *weaker* than the toy says;
negative dependence makes it stronger.
""",
    answers=(
        Answer("independent", "exact match for independent tokens", share(rel=0.005)),
        Answer("narrow_match", "exact match with k = @{narrow}", share(rel=0.02)),
        Answer("wide_match", "exact match with k = @{wide}", share(rel=0.02)),
    ),
    solve=stand_or_fall_together,
    wrong=(
        Wrong(
            "the mean for the mean of the power",
            lambda *, mean, length, wide, narrow: {"narrow_match": mean**length, "wide_match": mean**length},
            "you raised the mean accuracy to the power. Raise each drawn accuracy first, and average then.",
        ),
        Wrong(
            "the token accuracy for exact match",
            lambda *, mean, length, wide, narrow: {"independent": mean, "narrow_match": mean, "wide_match": mean},
            "that is the token accuracy; the whole answer of @{length} tokens is asked for.",
        ),
    ),
    rubric=Rubric(
        asks="Why does exact match always lie above that of independent tokens, and what happens to the curve's foot?",
        criteria=(
            (2, "names convexity of $q^L$ (Jensen), or argues by two groups of answers, good and bad"),
            (1, "says that answers are then right or wrong as wholes"),
            (1, "concludes that the foot is lifted, so that the metric effect is weaker than the toy says"),
        ),
        marked=(
            Marked(
                "The average of q^10 is more than the average q to the 10th because the curve bends upwards: the "
                "good answers "
                "gain more than the bad ones lose. So some answers are all right and some all wrong, the score "
                "leaves zero "
                "earlier and there is less of a jump than in the toy.",
                4,
                "convexity in words, the wholes, and the foot with its consequence",
            ),
            Marked(
                "Because the accuracies vary, sometimes they are higher than 0.8 and then exact match is higher too.",
                0,
                "they are lower just as often: without the bend upwards nothing follows, and the foot is not mentioned",
            ),
        ),
    ),
)


EXERCISES = numbered(
    "mirage",
    [
        RELIABLE_ANSWERS,
        WHAT_ZERO_RULES_OUT,
        IS_THE_TOY_SHARP,
        DRAWN_BLINDLY,
        BUILD_AN_INFINITE_SCORE,
        FORECAST_THE_JUMP,
        STAND_OR_FALL_TOGETHER,
    ],
)
