"""The practice chapter's exercises."""

import functools

import numpy as np
from scipy import optimize

from simulations.exercises.exercise import Answer, Exercise, Marked, Rubric, Wrong, numbered
from simulations.exercises.kinds import Number, Numbers, State, share
from simulations.exercises.states import link, number
from simulations.laws import resolution, scaling
from simulations.practice import budget, sampling, serving
from simulations.words import powers

ENDS = [0.05, 0.95]


def how_sure_is_a_zero(*, items, rate, rare):
    return {
        "zero_confidence": float(resolution.at_least_one(rate, items)),
        "none": (1 - rate) ** items,
        "items_for_rare": float(resolution.samples_to_see(rare, probability=0.95)),
    }


HOW_SURE_IS_A_ZERO = Exercise(
    title="How sure is a zero?",
    level="easy",
    minutes=10,
    by="hand",
    objective=2,
    given={"items": 300, "rate": 0.01, "rare": 0.001},
    varied={"items": (200, 250, 300, 350, 400), "rate": (0.008, 0.01, 0.012), "rare": (0.0005, 0.001, 0.002)},
    text="""
A model gets none of @{items} items right. With what confidence is its rate below @{rate:percent}? How many items with
none right would it take for @{rare:percent}, with 95% confidence?
""",
    hint="All $n$ items fail with probability $(1-r)^n$.",
    solution=r"""
$(1-@{rate})^{@{items}} = @{none:.3f}$, so with @{zero_confidence:.1%}. For @{rare:percent} it takes
$\ln 0.05/\ln(1-@{rare})$, about
@{items_for_rare:,.0f} items.
""",
    remark="So step 2 above holds with 95% confidence.",
    answers=(
        Answer("zero_confidence", "the confidence that the rate is below @{rate:percent}", share(rel=0.005)),
        Answer("items_for_rare", "the items that it takes for @{rare:percent}, about", Number(low=1, rel=0.005)),
    ),
    solve=how_sure_is_a_zero,
    wrong=(
        Wrong(
            "the chance of none for the confidence",
            lambda *, items, rate, rare: {"zero_confidence": (1 - rate) ** items},
            "so likely it is to get none right with this rate. The confidence is what remains.",
        ),
        Wrong(
            "expected for likely",
            lambda *, items, rate, rare: {"items_for_rare": 1 / rare},
            "with so many items one right answer is expected, and in over a third of all tests there is none.",
        ),
        Wrong(
            "a two-sided interval",
            lambda *, items, rate, rare: {"items_for_rare": np.log(0.025) / np.log(1 - rare)},
            "you left half of the 5% for the other side. After a zero there is none.",
        ),
    ),
)


def a_slightly_larger_budget(*, compute, more):
    laws = scaling.refits()
    before, after = (scaling.optimum(laws, compute=c).loss for c in (compute, (1 + more) * compute))
    low, high = np.quantile(before - after, ENDS)
    return {"gain_low": float(low), "gain_high": float(high)}


def _ends_of_the_loss(compute: float) -> np.ndarray:
    """The 5% and 95% points of the best loss over the refits, nats."""
    return np.quantile(scaling.optimum(scaling.refits(), compute=compute).loss, ENDS)


def _ends_apart(compute, more, *, crossed: bool) -> dict[str, float]:
    """What comes out where the ends are taken before the difference."""
    before, after = _ends_of_the_loss(compute), _ends_of_the_loss((1 + more) * compute)
    return dict(zip(("gain_low", "gain_high"), (before - (after[::-1] if crossed else after)).tolist(), strict=True))


A_SLIGHTLY_LARGER_BUDGET = Exercise(
    title="A slightly larger budget",
    level="easy",
    minutes=15,
    by="code",
    objective=1,
    given={"compute": 1e23, "more": 0.1},
    varied={"compute": (1e22, 3e22, 1e23, 3e23, 1e24, 3e24), "more": (0.05, 0.1, 0.2)},
    text="""
By how many nats does the best loss fall if the budget grows by @{more:percent} from @{compute:scientific} FLOPs? Give
the range of the middle 90% of the refits.
""",
    hint="""
`scaling.optimum(scaling.refits(), compute=...)` returns one loss a refit. Subtract refit by refit before taking
quantiles.
""",
    solution="""
By @{gain_low:.4f} to @{gain_high:.4f} nats. The difference is known far better than the loss itself, because the
refits' errors are shared by both budgets.
""",
    answers=(
        Answer("gain_low", "the 5% point of the gain, in nats", Number(rel=0.02)),
        Answer("gain_high", "the 95% point of the gain, in nats", Number(rel=0.02)),
    ),
    solve=a_slightly_larger_budget,
    wrong=(
        Wrong(
            "the widest difference",
            lambda *, compute, more: _ends_apart(compute, more, crossed=True),
            "you set one budget's good end against the other's bad end. Each refit is good or bad at both.",
        ),
        Wrong(
            "ends before the difference",
            lambda *, compute, more: _ends_apart(compute, more, crossed=False),
            "you took the ends of each loss and subtracted them. Subtract refit by refit, and take the ends last.",
        ),
        Wrong(
            "one fit for the range",
            lambda *, compute, more: dict.fromkeys(
                ("gain_low", "gain_high"),
                float(
                    scaling.optimum(scaling.REFIT, compute=compute).loss
                    - scaling.optimum(scaling.REFIT, compute=(1 + more) * compute).loss
                ),
            ),
            "that is the gain by one fit, in the middle of the range.",
        ),
    ),
)


def price_of_an_error(*, threshold, error):
    certain, once, twice = (
        budget.enough_for(0.9, threshold=threshold, threshold_sd=sd) for sd in (0, error, 2 * error)
    )
    return {
        "certain_budget": certain,
        "first_factor": once / certain,
        "second_factor": twice / once,
        "both": twice / certain,
    }


_prices = functools.cache(price_of_an_error)


PRICE_OF_AN_ERROR = Exercise(
    title="The price of an error",
    level="medium",
    minutes=20,
    by="code",
    objective=1,
    given={"threshold": 2.1, "error": 0.05},
    varied={"threshold": (2.1, 2.15, 2.2, 2.25, 2.3), "error": (0.03, 0.04, 0.05)},
    text="""
In the planner, let the threshold be @{threshold} nats. Compute the budget for nine chances in ten where it is known
exactly, to @{error} nats, and to twice as many. By what factor does each step raise the price?
""",
    hint="""
`budget.enough_for(0.9, threshold=..., threshold_sd=...)` finds the budget. The planner's caption gives it to one
digit.
""",
    solution="""
The price rises from @{certain_budget:powers} FLOPs by a factor of @{first_factor:.3g}, and then of
@{second_factor:.3g}. The chance crosses 90% where the loss lies 1.28 standard deviations below the threshold, and each
hundredth of a nat costs more compute than the one before.
""",
    answers=(
        Answer("certain_budget", "the budget in FLOPs without an error of the threshold", Number(low=0, rel=0.02)),
        Answer("first_factor", "the factor from no error to @{error} nats", Number(low=0, rel=0.02)),
        Answer("second_factor", "the factor from there to twice as many", Number(low=0, rel=0.02)),
    ),
    solve=price_of_an_error,
    wrong=(
        Wrong(
            "both steps for the second",
            lambda *, threshold, error: {"second_factor": _prices(threshold=threshold, error=error)["both"]},
            "that is the factor from no error at all. The second step alone is asked for.",
        ),
        Wrong(
            "an even chance",
            lambda *, threshold, error: {"certain_budget": budget.enough_for(0.5, threshold=threshold, threshold_sd=0)},
            "that budget has an even chance; nine in ten are asked for.",
        ),
        Wrong(
            "decades for the factor",
            lambda *, threshold, error: {
                name: float(np.log10(_prices(threshold=threshold, error=error)[name]))
                for name in ("first_factor", "second_factor")
            },
            "those are decades, the factor's logarithm to base ten.",
        ),
    ),
)


def tokens_that_change_the_plan(*, compute, saving):
    def missing(decades, flops):
        return serving.serving(compute=flops, served=10**decades).saving - saving

    computes = [compute, 10 * compute, 100 * compute]
    written = [10 ** optimize.brentq(missing, 9, 16, args=flops, xtol=1e-3) for flops in computes]
    read = float(scaling.optimum(scaling.REFIT, compute=compute).tokens)
    return {
        "written_tokens": written,
        "written_per_read": written[0] / read,
        "written_said": ", ".join(map(powers, written)),
    }


_plan = functools.cache(tokens_that_change_the_plan)


TOKENS_THAT_CHANGE_THE_PLAN = Exercise(
    title="The tokens that change the plan",
    level="medium",
    minutes=20,
    by="code",
    objective=1,
    given={"compute": 1e22, "saving": 0.05},
    varied={"compute": (1e21, 3e21, 1e22, 3e22), "saving": (0.05, 0.1, 0.15)},
    text="""
How many tokens must a model write before the cheapest size saves @{saving:percent} of the planner's bill, at
@{compute:scientific} FLOPs, at ten times as many and at a hundred times? How many times the tokens that the planner's
model was trained on are they?
""",
    hint="""
`serving.serving(compute=..., served=...)` has the `saving`. Go through `np.geomspace(1e10, 1e14, 401)` until it is
large enough. The planner's model is `scaling.optimum(scaling.REFIT, compute=...)`.
""",
    solution="""
About @{written_said} tokens: each time @{written_per_read:.2f} times the tokens that the planner's model is trained on.
""",
    remark="A model that writes more than it has read should be smaller.",
    answers=(
        Answer(
            "written_tokens",
            "the tokens written, for the three budgets from the smallest",
            Numbers(count=3, each=Number(low=0, rel=0.03)),
        ),
        Answer(
            "written_per_read",
            "how many times the tokens that the planner's model was trained on",
            Number(low=0, rel=0.03),
        ),
    ),
    solve=tokens_that_change_the_plan,
    wrong=(
        Wrong(
            "the share of use for the saving",
            lambda *, compute, saving: {
                "written_tokens": [
                    float(3 * scaling.optimum(scaling.REFIT, compute=scale * compute).tokens * saving / (1 - saving))
                    for scale in (1, 10, 100)
                ],
                "written_per_read": 3 * saving / (1 - saving),
            },
            "there, writing makes up @{saving:percent} of the bill. So much shall a smaller model save of it.",
        ),
        Wrong(
            "the cheapest size's own training",
            lambda *, compute, saving: {"written_per_read": _per_read_by_the_cheapest(compute, saving)},
            "you divided by the tokens that the cheapest size was trained on; the planner's model is meant.",
        ),
        Wrong(
            "read for written",
            lambda *, compute, saving: {
                "written_tokens": [
                    float(scaling.optimum(scaling.REFIT, compute=scale * compute).tokens) for scale in (1, 10, 100)
                ]
            },
            "those are the tokens that the planner's model was trained on.",
        ),
    ),
)


def _per_read_by_the_cheapest(compute: float, saving: float) -> float:
    written = _plan(compute=compute, saving=saving)["written_tokens"][0]
    cheapest = serving.serving(compute=compute, served=written)
    return written / (cheapest.ratio * cheapest.cheapest)


def when_the_crowd_is_wrong(*, samples, rivals):
    def gain(rate, share):
        return float(sampling.majority_right(rate, samples, rivals=share)[0]) - rate

    bars = [float(optimize.brentq(gain, 0.05, 0.7, args=share)) for share in (1.0, rivals)]
    return {"agreed_bar": bars[0], "scattered_bar": bars[1]}


_crowd = functools.cache(when_the_crowd_is_wrong)


WHEN_THE_CROWD_IS_WRONG = Exercise(
    title="When the crowd is wrong",
    level="medium",
    minutes=20,
    by="code",
    objective=3,
    given={"samples": 101, "rivals": 0.3},
    varied={"samples": (51, 101, 151, 201), "rivals": (0.3, 0.4, 0.5, 0.6)},
    text="""
One problem has success rate $r$, and all wrong answers agree (`rivals=1`). Above which $r$ does a majority of
@{samples} answers beat a single answer? Why is that Condorcet's jury theorem? And above which $r$ does it where only
@{rivals:percent} of the wrong answers agree?
""",
    hint="""
`sampling.majority_right(r, @{samples}, rivals=1.0)` for several $r$: where is it larger than $r$? With other `rivals`,
halve the interval, or use `scipy.optimize.brentq`.
""",
    solution="""
Above $r = @{agreed_bar:.2g}$. Each answer is a juror; a majority of independent jurors is better than one exactly if
each is right more often than not. With scattered wrong answers the bar is lower, at @{scattered_bar:.3f}: the right
answer need only be the most common one often enough.
""",
    answers=(
        Answer(
            "agreed_bar", "the rate above which the majority is better, all wrong answers agreeing", share(rel=0.01)
        ),
        Answer(
            "scattered_bar",
            "the rate above which it is better with @{rivals:percent} agreeing, to two decimals",
            share(rel=0, abs=0.006),
        ),
    ),
    solve=when_the_crowd_is_wrong,
    wrong=(
        Wrong(
            "as common as the rival",
            lambda *, samples, rivals: {"scattered_bar": rivals / (1 + rivals)},
            "there the right answer is as common as its rival, and the majority is right every second time: more often "
            "than a single answer.",
        ),
        Wrong(
            "one bar for both",
            lambda *, samples, rivals: {"scattered_bar": _crowd(samples=samples, rivals=rivals)["agreed_bar"]},
            "that is the bar where all wrong answers agree.",
        ),
        Wrong(
            "the other bar",
            lambda *, samples, rivals: {"agreed_bar": _crowd(samples=samples, rivals=rivals)["scattered_bar"]},
            "that is the bar where @{rivals:percent} of the wrong answers agree; here all of them do.",
        ),
    ),
    rubric=Rubric(
        asks="Why is the first result Condorcet's jury theorem, and what does it assume of the answers?",
        criteria=(
            (1, "says that each answer is a juror, right with the chance $r$, and the vote is between two sides"),
            (1, "says that the majority is better than one if $r$ is above one half, and worse below"),
            (1, "names independence: the answers are drawn each for itself, from one problem with one rate"),
        ),
        marked=(
            Marked(
                "The answers vote like jurors, and since all wrong ones agree there are only two verdicts. If each is "
                "right more than half of the time, the majority is right more often than each. They must be "
                "independent: over many problems they are not, because some problems are hard for all of them.",
                3,
                "jurors with two verdicts, the two directions, and independence",
            ),
            Marked(
                "Because many people know more than one, a majority is always better.",
                0,
                "below one half it is worse, as the curve shows",
            ),
        ),
    ),
)


def spread_behind_the_mean(*, rate, tries, spread):
    ways = {
        "equal_pass": np.array([rate]),
        "split_pass": np.repeat([1.0, 0.0], [round(1000 * rate), round(1000 * (1 - rate))]),
        "spread_pass": sampling.difficulties(rate, spread=spread),
    }
    return {name: float(resolution.at_least_one(rates, tries).mean()) for name, rates in ways.items()}


SPREAD_BEHIND_THE_MEAN = Exercise(
    title="The spread behind the mean",
    level="medium",
    minutes=25,
    by="code",
    objective=3,
    given={"rate": 0.1, "tries": 100, "spread": 2},
    varied={"rate": (0.05, 0.1, 0.2), "tries": (40, 60, 100), "spread": (1.5, 2, 3)},
    text="""
Three models solve @{rate:percent} of problems at the first try. In the first, every problem has success
@{rate:percent}. In the second, @{rate:percent} of the problems are always solved and the rest never. In the third, the
problems' logits are spread with a standard deviation of @{spread}. Compute pass@@{tries} for all three.
""",
    hint="""
`sampling.difficulties(@{rate}, spread=@{spread})` returns the success rates of 60 problems. What is the chance of none
in @{tries} tries, problem by problem?
""",
    solution="""
In turn: @{equal_pass:share_in_words}, exactly @{split_pass:percent}, and @{spread_pass:.0%}. The mean at the first try
says little about the gain from more tries.
""",
    answers=(
        Answer("equal_pass", "pass@@{tries} where all problems are equal", share(rel=0.005)),
        Answer("split_pass", "pass@@{tries} where some are always solved and the rest never", share(rel=0.005)),
        Answer("spread_pass", "pass@@{tries} where logits are spread", share(rel=0.01)),
    ),
    solve=spread_behind_the_mean,
    wrong=(
        Wrong(
            "the mean rate for each problem's",
            lambda *, rate, tries, spread: dict.fromkeys(("split_pass", "spread_pass"), 1 - (1 - rate) ** tries),
            "you put the mean rate into the formula. Form pass@k problem by problem, and average then.",
        ),
        Wrong(
            "one try for many",
            lambda *, rate, tries, spread: dict.fromkeys(("equal_pass", "spread_pass"), rate),
            "that is the first try alone.",
        ),
        Wrong(
            "all failures for one success",
            lambda *, rate, tries, spread: {"equal_pass": (1 - rate) ** tries},
            "that is the chance that no try succeeds.",
        ),
    ),
)


def a_grader_that_asks_for_honesty(*, penalty, lowest):
    mean = (lowest + 1) / 2
    return {"honest_bar": penalty / (1 + penalty), "zero_penalty": mean / (1 - mean), "mean": mean}


A_GRADER_THAT_ASKS_FOR_HONESTY = Exercise(
    title="A grader that asks for honesty",
    level="hard",
    minutes=30,
    by="hand",
    objective=4,
    given={"penalty": 3, "lowest": 0},
    varied={"penalty": (0.5, 2, 3, 4, 9), "lowest": (0, 0.2, 0.25)},
    text=r"""
A grader gives 1 for a right answer, 0 for silence and $-\lambda$ for a wrong one. Prove that a calibrated model
maximises its expected score by answering exactly when its confidence exceeds $\lambda/(1+\lambda)$. What confidence is
that for $\lambda = @{penalty}$? Then find the penalty at which a model with confidences spread evenly from @{lowest} to
1 scores nothing on average if it answers everything.
""",
    hint=r"The expected gain of answering with confidence $c$ is $c - \lambda(1-c)$. When is it positive?",
    solution=r"""
$c-\lambda(1-c) > 0$ exactly if $c > \lambda/(1+\lambda)$; silence gives 0, and the questions are independent. For
$\lambda = @{penalty}$ that is @{honest_bar:.3g}. Answering everything scores $\bar c - \lambda (1 - \bar c)$, which
with $\bar c = @{mean:.3g}$ is zero at $\lambda = @{zero_penalty:.3g}$.
""",
    answers=(
        Answer("honest_bar", "the confidence above which to answer, for λ = @{penalty}", share(rel=0.005)),
        Answer("zero_penalty", "the penalty at which answering everything scores nothing", Number(low=0, rel=0.01)),
    ),
    solve=a_grader_that_asks_for_honesty,
    wrong=(
        Wrong(
            "one for the penalty",
            lambda *, penalty, lowest: {"honest_bar": 1 / (1 + penalty)},
            "you let the penalty weigh the right answers. Which answers cost it?",
        ),
        Wrong(
            "the least sure answer",
            lambda *, penalty, lowest: {"zero_penalty": lowest / (1 - lowest)},
            "at this penalty the least sure answer is worth nothing. The average over all answers is asked for.",
        ),
        Wrong(
            "the mean confidence",
            lambda *, penalty, lowest: {"zero_penalty": (lowest + 1) / 2},
            "that is the mean confidence. Which penalty makes an answer with this confidence worth nothing?",
        ),
    ),
    rubric=Rubric(
        asks=r"The proof that answering exactly above $\lambda/(1+\lambda)$ gives the highest expected score.",
        criteria=(
            (1, r"writes the expected gain of an answer as $c - \lambda(1-c)$, using that the model is calibrated"),
            (1, r"solves it for $c$: positive above $\lambda/(1+\lambda)$, negative below"),
            (1, "compares with silence, which gives 0"),
            (1, "sums over questions: each can be decided alone, since the expected score is the sum of theirs"),
        ),
        marked=(
            Marked(
                "If it answers with confidence c it is right with chance c, so it expects c·1 − (1 − c)λ. Silence "
                "gives 0. So answer when c − λ + cλ > 0, which is c > λ/(1 + λ). The total is the sum over questions, "
                "so doing this for each is best for all.",
                4,
                "all four steps",
            ),
            Marked(
                "I tried λ = 3 in the simulation and the best threshold was 75%, which is 3/4. It also worked for 1.",
                0,
                "two cases agree with the formula, and no case proves it",
            ),
        ),
    ),
)


VERIFIERS = np.arange(0, 3.5, 0.5)  # d' in standard deviations: the steps of the figure's slider


def how_good_a_verifier(*, rate, rivals, wanted):
    solved = [_picked(rate, rivals, each).at_most for each in VERIFIERS]
    enough = int(np.argmax(np.array(solved) >= wanted))
    return {
        "verifier_state": link("test-time", rate=rate, sensitivity=VERIFIERS[enough], rivals=rivals),
        "verifier_solved": solved[enough],
        "weakest": float(VERIFIERS[enough]),
        "any_right": float(_picked(rate, rivals, VERIFIERS[enough]).any_right[-1]),
    }


def _picked(rate, rivals, sensitivity) -> sampling.RepeatedSampling:
    return sampling.repeated_sampling(rate=rate, rivals=rivals, sensitivity=float(sensitivity))


def _verifier_fault(controls, given) -> str:
    for name in ("rate", "rivals"):
        if number(controls, name) != given[name]:
            return f"set {name} to {given[name]:.0%} ({FIGURE_WORDS[name]})."
    mine, needed = number(controls, "sensitivity"), how_good_a_verifier(**given)["weakest"]
    if not mine >= needed:
        return f"with this verifier the picked answers solve less than {given['wanted']:.0%}."
    return "a weaker verifier is enough." if mine > needed else ""


FIGURE_WORDS = {"rate": "small model's success", "rivals": "wrong answers that agree"}

HOW_GOOD_A_VERIFIER = Exercise(
    title="How good a verifier?",
    level="easy",
    minutes=10,
    by="figure",
    objective=3,
    given={"rate": 0.1, "rivals": 0.3, "wanted": 0.6},
    varied={"rate": (0.05, 0.1, 0.3), "rivals": (0.3, 0.6), "wanted": (0.55, 0.6, 0.65)},
    text="""
In the figure *Many answers, or a larger model?*, let the small model's success be @{rate:percent}, and let
@{rivals:percent} of the wrong answers agree. Which is the weakest verifier on the slider with which the picked
answers solve @{wanted:percent} of the problems or more? Give the link to that state, and the share that they solve.
""",
    hint="""
Raise *verifier d′* step by step; the caption says what the better way to pick solves with up to 256 answers.
""",
    solution="""
With $d' = @{weakest:g}$ they solve @{verifier_solved:.1%}. A perfect checker would get @{any_right:.0%} out of the same
answers: what is missing is the picking.
""",
    answers=(
        Answer("verifier_state", "the state", State(figure="test-time", fault=_verifier_fault)),
        Answer(
            "verifier_solved",
            "the share that the picked answers solve there, as the caption says",
            share(rel=0, abs=0.004),
        ),
    ),
    solve=how_good_a_verifier,
    wrong=(
        Wrong(
            "a verifier that knows nothing",
            lambda *, rate, rivals, wanted: {
                "verifier_state": link("test-time", rate=rate, sensitivity=0, rivals=rivals),
                "verifier_solved": _picked(rate, rivals, 0).at_most,
            },
            "this verifier cannot tell answers apart, and the picked ones solve less than @{wanted:percent}.",
        ),
        Wrong(
            "a perfect checker",
            lambda *, rate, rivals, wanted: {"verifier_solved": float(_picked(rate, rivals, 0).any_right[-1])},
            "that is pass@k: it takes a checker that is never wrong. Read the picked answers off the caption.",
        ),
    ),
)


EXERCISES = numbered(
    "practice",
    [
        HOW_SURE_IS_A_ZERO,
        A_SLIGHTLY_LARGER_BUDGET,
        PRICE_OF_AN_ERROR,
        TOKENS_THAT_CHANGE_THE_PLAN,
        WHEN_THE_CROWD_IS_WRONG,
        SPREAD_BEHIND_THE_MEAN,
        A_GRADER_THAT_ASKS_FOR_HONESTY,
        HOW_GOOD_A_VERIFIER,
    ],
)
