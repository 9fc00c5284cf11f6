"""The safety chapter's exercises."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
from scipy import optimize, special, stats

from simulations.data import table
from simulations.exercises.exercise import Answer, Exercise, Marked, Rubric, Wrong, numbered
from simulations.exercises.kinds import Built, Choice, Misread, Number, Numbers, State, Whole, share
from simulations.laws import forecasting, resolution
from simulations.safety import evaluation, forecast_rounds, gates


def three_over_the_rate(*, rate, confidence):
    clean = float(resolution.samples_to_see(rate, probability=confidence))
    left = 1 - confidence
    one_allowed = optimize.brentq(lambda n: (1 - rate) ** n + n * rate * (1 - rate) ** (n - 1) - left, 1, 20 / rate)
    return {"clean_trials": clean, "one_allowed": float(one_allowed), "dearer": float(one_allowed) / clean - 1}


THREE_OVER_THE_RATE = Exercise(
    title="Three over the rate",
    level="easy",
    minutes=5,
    by="hand",
    objective=3,
    given={"rate": 1e-4, "confidence": 0.95},
    varied={"rate": (1e-3, 5e-4, 2e-4, 1e-4, 5e-5, 2e-5, 1e-5), "confidence": (0.9, 0.95, 0.99)},
    text="""
A regulator wants @{confidence:percent} confidence (one-sided) that a failure is rarer than @{rate:one_in}. How many
clean trials? How many if one failure is allowed?
""",
    hint="""
One-sided, no failure: with this many trials, the chance that a failure of this rate $p$ does not show is what the
confidence leaves. With one failure allowed, that is the chance of 0 or 1 failures; search for $n$.
""",
    solution="""
About @{clean_trials:,.0f}, from $(1-p)^n = 1 - @{confidence}$, and about @{one_allowed:,.0f}. One failure costs
@{dearer:.0%} more trials.
""",
    answers=(
        Answer("clean_trials", "trials without a failure", Number(low=1, rel=0.005)),
        Answer("one_allowed", "trials if one failure is allowed", Number(low=1, rel=0.005)),
    ),
    solve=three_over_the_rate,
    wrong=(
        Wrong(
            "one over the rate",
            lambda *, rate, confidence: {"clean_trials": 1 / rate},
            "in so many trials one failure is expected; over a third of such tests are clean all the same.",
        ),
        Wrong(
            "two-sided for one-sided",
            lambda *, rate, confidence: {
                "clean_trials": float(resolution.samples_to_see(rate, probability=(1 + confidence) / 2))
            },
            "you used half of what the confidence leaves: one-sided, all of it belongs to the high rates.",
        ),
        Wrong(
            "twice the trials",
            lambda *, rate, confidence: {
                "one_allowed": 2 * float(resolution.samples_to_see(rate, probability=confidence))
            },
            "twice the clean trials are more than enough: add the chance of one failure to that of none.",
        ),
        Wrong(
            "a failure for nothing",
            lambda *, rate, confidence: {"one_allowed": float(resolution.samples_to_see(rate, probability=confidence))},
            "so many trials are needed if none fails. A rule that forgives a failure has to look longer.",
        ),
    ),
)


def same_line_shifted(*, short, long, crossing, slope):
    factor = (long / short) ** (-1 / slope)
    return {"times_larger": factor, "crosses_at": crossing * factor, "ratio": long / short}


SAME_LINE_SHIFTED = Exercise(
    title="The same line, shifted",
    level="easy",
    minutes=10,
    by="hand",
    objective=2,
    given={"short": 5, "long": 20, "crossing": 3e8, "slope": -0.4},
    varied={"short": (4, 5, 8), "long": (12, 20, 30), "crossing": (1e8, 3e8, 1e9), "slope": (-0.3, -0.4, -0.5)},
    text="""
A task has answers of @{short} tokens. Its $F$ crosses zero (a success rate of $1/e$) at
@{crossing:parameters_in_words} parameters with slope $@{slope}$ per unit of $\\ln N$. Where would it cross if answers
had @{long} tokens and tokens failed independently?
""",
    hint="""
$F$ of exact match is $F$ of a token plus $\\ln L$. How much higher is the line, and how far to the right must you go
to come down that much?
""",
    solution="""
The line rises by $\\ln @{long} - \\ln @{short} = \\ln @{ratio:.3g}$. It comes down by that much where $\\ln N$ has
grown by the same, divided by how steeply the line falls: a factor of @{times_larger:.3g}, at
@{crosses_at:parameters_in_words} parameters.
""",
    answers=(
        Answer("times_larger", "the factor by which the size grows", Number(low=0, rel=0.01)),
        Answer("crosses_at", "the parameters at which the line crosses zero", Number(low=0, rel=0.02)),
    ),
    solve=same_line_shifted,
    wrong=(
        Wrong(
            "the lengths' ratio for the sizes'",
            lambda *, short, long, crossing, slope: {
                "times_larger": long / short,
                "crosses_at": crossing * long / short,
            },
            "that is by how much the answers are longer. The line is flat: the size has to grow by more.",
        ),
        Wrong(
            "the slope instead of one over it",
            lambda *, short, long, crossing, slope: {
                "times_larger": (long / short) ** -slope,
                "crosses_at": crossing * (long / short) ** -slope,
            },
            "you multiplied by the slope. How far must one go along a slope to come down by a height?",
        ),
        Wrong(
            "to the left",
            lambda *, short, long, crossing, slope: {
                "times_larger": (short / long) ** (-1 / slope),
                "crosses_at": crossing * (short / long) ** (-1 / slope),
            },
            "longer answers are harder: it takes a larger model, not a smaller one.",
        ),
    ),
)


def how_biased(*, rate, passes, repeats):
    return {
        "once": _average(rate, 1),
        "usual": _average(rate, passes),
        "fair": _average(rate, passes, unbiased=True),
        "tenth": _average(rate, 10),
    }


@cache
def _estimates(rate: float, passes: int, unbiased: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """The estimates over the true rate that one repeat can give, and the chance of each: by K, from the fewest up."""
    extra = np.arange(int(stats.nbinom.isf(1e-13, passes, rate)) + 1)
    chance = stats.nbinom.pmf(extra, passes, rate)
    return evaluation.pass_until_estimate(
        passes + extra, passes=passes, unbiased=unbiased
    ) / rate, chance / chance.sum()


def _average(rate: float, passes: int, unbiased: bool = False) -> float:
    estimates, chance = _estimates(rate, passes, unbiased)
    return float(chance @ estimates)


def _bias_error(which: str):
    """The standard error of the mean of ``repeats`` estimates."""

    def error(*, rate, passes, repeats):
        estimates, chance = _estimates(rate, 1 if which == "once" else passes, which == "fair")
        return float(np.sqrt((chance @ estimates**2 - (chance @ estimates) ** 2) / repeats))

    return error


def _bias_drawn(rng, *, rate, passes, repeats):
    kinds = {"once": (rate, 1), "usual": (rate, passes), "fair": (rate, passes, True)}
    found = {name: _estimates(*kind) for name, kind in kinds.items()}
    return {name: float(rng.multinomial(repeats, chance) @ each) / repeats for name, (each, chance) in found.items()}


HOW_BIASED = Exercise(
    title="How biased is r/K?",
    level="medium",
    minutes=20,
    by="code",
    objective=3,
    given={"rate": 0.01, "passes": 5, "repeats": 100_000},
    varied={"rate": (0.005, 0.01, 0.02, 0.03, 0.05), "passes": (3, 4, 5, 8)},
    text="""
PassUntil estimates a rate by $r/K$. Find its average, relative to the true rate of @{rate:percent}, for $r = 1$ and
$r = @{passes}$, over @{repeats:,} repeats. Compare with $(r-1)/(K-1)$ at $r = @{passes}$. How does the bias go down
as $r$ grows?
""",
    hint="""
`evaluation.pass_until` draws $K$, `evaluation.pass_until_estimate` gives both estimates.
""",
    solution="""
At $r=1$ the estimate averages @{once:.2f} times the truth: it is $-\\ln p/(1-p)$ times exactly. At $r = @{passes}$ it
is @{usual:.2f} times, and at $r = 10$ it is @{tenth:.2f} times: about one part in $r - 1$ too high. The other version
is right on average, and needs $r \\ge 2$.
""",
    answers=(
        Answer(
            "once",
            "the average of r/K over the true rate at r = 1",
            Number(low=0, rel=0.01, standard_error=_bias_error("once")),
        ),
        Answer("usual", "the same at r = @{passes}", Number(low=0, rel=0.005, standard_error=_bias_error("usual"))),
        Answer(
            "fair",
            "the average of (r−1)/(K−1) over the true rate at r = @{passes}",
            Number(low=0, rel=0.005, standard_error=_bias_error("fair")),
        ),
    ),
    solve=how_biased,
    redraw=_bias_drawn,
    wrong=(
        Wrong(
            "the mean of K first",
            lambda *, rate, passes, repeats: {"once": 1.0, "usual": 1.0},
            "you divided by the mean of K. PassUntil divides in each repeat; average what comes out.",
        ),
        Wrong(
            "the excess for the ratio",
            lambda *, rate, passes, repeats: {
                "once": _average(rate, 1) - 1,
                "usual": _average(rate, passes) - 1,
                "fair": 0.0,
            },
            "that is by how much it is too high. How many times the truth is asked for.",
        ),
        Wrong(
            "the estimate itself",
            lambda *, rate, passes, repeats: {
                "once": _average(rate, 1) * rate,
                "usual": _average(rate, passes) * rate,
                "fair": rate,
            },
            "that is the average estimate. Divide it by the true rate.",
        ),
        Wrong(
            "one estimate for the other",
            lambda *, rate, passes, repeats: {"fair": _average(rate, passes)},
            "that is the average of r/K again: `unbiased=True` gives the other version.",
        ),
    ),
)

LEVELS = (0.01, 0.02, 0.05, 0.1)
SCAN = np.round(np.arange(1.2, 10.01, 0.2), 1)


def buy_a_gate(*, items, target, shortfall):
    widest, early, left = [], [], 0
    for level in LEVELS:
        design = {"items": items, "alarm_level": level}
        found = ((k, gates.evaluation_gates(interval=k, **design)) for k in SCAN[::-1])
        interval, gate = next((k, gate) for k, gate in found if gate.caught >= target)
        widest.append(float(interval))
        early.append(gate.early)
        closer = SCAN[interval >= SCAN]  # a shortfall makes every alarm later: what failed without it fails with it
        left += any(
            gates.evaluation_gates(interval=k, elicitation=shortfall, **design).caught >= target for k in closer
        )
    return {
        "widest_intervals": widest,
        "early_alarms": early,
        "levels_left": left,
        "widest": ", ".join(f"{interval:.1f}×" for interval in widest),
        "early": ", ".join(f"{share:.0%}" for share in early),
    }


BUY_A_GATE = Exercise(
    title="Buy a gate",
    level="medium",
    minutes=25,
    by="code",
    objective=4,
    given={"items": 1000, "target": 0.95, "shortfall": 2.0},
    varied={"items": (400, 600, 1000, 2000), "target": (0.9, 0.92, 0.95), "shortfall": (2.0, 2.5)},
    text="""
You want @{target:percent} of alarms before the danger, with @{items:,} questions a test and a curve that rises over one
decade, its width as uncertain as in the chapter. Find the widest interval for alarm levels of 1%, 2%, 5% and 10%, on a
scan from 1.2 to 10 in steps of 0.2. What do you pay in early alarms? Then suppose that your prompts miss a factor of
@{shortfall:g} of compute. At how many of the four levels does an interval of the scan still reach
@{target:percent}?
""",
    hint="""
Scan the intervals for each alarm level with `gates.evaluation_gates(...)`, and look at `caught` and `early`. The
shortfall is the argument `elicitation`.
""",
    solution="""
Without a shortfall every level can be met, if tests are close enough: every @{widest}. A lower level buys a wider
interval and pays in alarms that come more than ten-fold early: @{early}. With the shortfall @{levels_left} of the four
levels can still be met on the scan. For the steepest curves that were thought possible, the buffer of a higher level is
narrower than the shortfall, and more tests buy back little of what the prompts miss.
""",
    remark="""
Closer still, only the 1% alarm gets there, with a test every 1.05× and 41% of its alarms ten-fold early.
""",
    answers=(
        Answer(
            "widest_intervals",
            "the widest interval at each alarm level, the lowest level first, within a step of the scan",
            Numbers(count=4, each=Number(low=1, high=10, rel=0, abs=0.2)),
        ),
        Answer(
            "early_alarms",
            "the share of alarms more than ten-fold early at each of these",
            Numbers(count=4, each=share(rel=0, abs=0.015)),
        ),
        Answer("levels_left", "how many of the four levels are left with the shortfall", Whole(low=0, high=4)),
    ),
    solve=buy_a_gate,
    wrong=(
        Wrong(
            "the closest interval",
            lambda *, items, target, shortfall: {"widest_intervals": [SCAN[0]] * 4},
            "at the closest interval enough alarms are in time; how far apart may the tests stand?",
        ),
        Wrong(
            "the alarms in time",
            lambda *, items, target, shortfall: {"early_alarms": [target] * 4},
            "that is the share that comes in time. Which part of the alarms comes too early to be of use?",
        ),
        Wrong(
            "the shortfall left out",
            lambda *, items, target, shortfall: {"levels_left": 4},
            "so many meet it as long as the prompts miss nothing: `elicitation` is the factor that they miss.",
        ),
    ),
)


def forecast_the_accuracy(*, runs, least):
    def chain(key, runs):
        flops, accuracy, bits = forecast_rounds.sweep(key)
        intercept, slope = forecasting.fitted_line(flops[:runs], np.log(bits[:runs]))
        skill = np.clip((accuracy[:runs] - 0.25) / 0.75, least, None)
        link = np.polyfit(bits[:runs], special.logit(skill), 1)
        ahead = np.exp(intercept + slope * np.log10(flops[-1]))
        chained, linked = (float(0.25 + 0.75 * special.expit(np.polyval(link, x))) for x in (ahead, bits[-1]))
        return float(ahead), chained, linked

    flops, accuracy, bits = forecast_rounds.sweep("hellaswag")
    ahead, chained, linked = chain("hellaswag", runs)
    arc = [chain("arc", runs + more)[1] for more in (-1, 0, 1)]
    too_high = {chained > linked, linked > accuracy[-1]}  # what the bits make of the accuracy, and what the link does
    ways = {(True,): "both too high", (False,): "both too low"}
    return {
        "bits_ahead": ahead,
        "accuracy_ahead": chained,
        "accuracy_linked": linked,
        "arc_ahead": arc,
        "halves_err": ways.get(tuple(too_high), "in opposite directions"),
        "times": float(flops[-1] / flops[runs - 1]),
        "bits": float(bits[-1]),
        "accuracy": float(accuracy[-1]),
        "arc_accuracy": float(forecast_rounds.sweep("arc")[1][-1]),
        "arc": ", ".join(f"{one:.3f}" for one in arc),
    }


def _no_floor(*, runs, least):
    """The link fitted to the accuracy itself, as if chance were zero."""
    _, accuracy, bits = forecast_rounds.sweep("hellaswag")
    link = np.polyfit(bits[:runs], special.logit(accuracy[:runs]), 1)
    ahead, truth = forecast_the_accuracy(runs=runs, least=least)["bits_ahead"], bits[-1]
    at_ahead, at_truth = (float(special.expit(np.polyval(link, x))) for x in (ahead, truth))
    return {"accuracy_ahead": at_ahead, "accuracy_linked": at_truth}


def _straight_bits(*, runs, least):
    flops, _, bits = forecast_rounds.sweep("hellaswag")
    intercept, slope = forecasting.fitted_line(flops[:runs], bits[:runs])
    return {"bits_ahead": float(intercept + slope * np.log10(flops[-1]))}


FORECAST_THE_ACCURACY = Exercise(
    title="Forecast the accuracy, not the bits",
    level="hard",
    minutes=40,
    by="code",
    objective=2,
    given={"runs": 15, "least": 0.005},
    varied={"runs": (12, 13, 14, 15, 16, 17), "least": (0.002, 0.005, 0.01)},
    text="""
The game gave you the link between bits per byte and accuracy. Find it yourself. Use HellaSwag on the OLMo ladder, whose
accuracy leaves chance early. From the @{runs} runs with the least compute: fit a power law of bits per byte in FLOPs;
fit a logistic link from bits per byte to accuracy (floor 0.25; where the part above chance is under @{least}, take
@{least}); chain the two; forecast the accuracy of the largest run. Look at what the link alone makes of that run's true
bits. Then do the same for ARC-Challenge, once more from one run fewer and from one more. Which way does each half of
the chain err on HellaSwag?
""",
    hint="""
`forecast_rounds.sweep("hellaswag")` and `forecast_rounds.sweep("arc")` give compute, accuracy and bits per byte,
smallest first. Above-chance accuracy $(a-0.25)/0.75$ turns the link into a straight line in log-odds. Compare the
forecast of bits per byte with the truth first.
""",
    solution="""
The largest run has @{times:.0f} times the compute. Both halves err, in opposite directions: the power law without a
floor puts the bits too low (@{bits_ahead:.3f}, truly @{bits:.3f}), and the link, given the true bits, puts the accuracy
too low (@{accuracy_linked:.3f}, truly @{accuracy:.3f}). Chained they say @{accuracy_ahead:.3f}. On ARC-Challenge they
say @{arc}, as a run is left out or added, and the truth is @{arc_accuracy:.3f}. A good forecast is not yet a good
method. {cite:t}`krajewski2025revisiting` find that a law for log accuracy itself extrapolates better than such a chain.
""",
    remark="""
On ARC-Challenge the two errors cancel to within a point from fifteen runs, and from a run more or less the forecast
misses by four or five.
""",
    answers=(
        Answer("bits_ahead", "HellaSwag's bits per byte of the largest run by the power law", Number(low=0, rel=0.005)),
        Answer("accuracy_ahead", "its accuracy by the chain", share(rel=0, abs=0.004)),
        Answer("accuracy_linked", "its accuracy by the link, given the true bits", share(rel=0, abs=0.004)),
        Answer(
            "arc_ahead",
            "ARC-Challenge's accuracy by the chain, from one run fewer, from @{runs}, and from one more",
            Numbers(count=3, each=share(rel=0, abs=0.005)),
        ),
        Answer(
            "halves_err",
            "which way the law's half and the link's half put the accuracy",
            Choice(options=("both too high", "both too low", "in opposite directions")),
        ),
    ),
    solve=forecast_the_accuracy,
    wrong=(
        Wrong(
            "no floor in the link",
            _no_floor,
            "the link was fitted as if chance were zero: with four choices a quarter is right by guessing.",
        ),
        Wrong(
            "a straight line for the power law",
            _straight_bits,
            "a straight line was laid through the bits. For a power law, take their logarithm first.",
        ),
        Wrong(
            "the true bits for the forecast ones",
            lambda *, runs, least: {
                "bits_ahead": forecast_the_accuracy(runs=runs, least=least)["bits"],
                "accuracy_ahead": forecast_the_accuracy(runs=runs, least=least)["accuracy_linked"],
            },
            "that is read off the largest run itself, which a forecaster has not seen.",
        ),
        Wrong(
            "lower bits, lower accuracy",
            lambda *, runs, least: {"halves_err": "both too low"},
            "fewer bits per byte are better: too low a forecast of them puts the accuracy too high.",
        ),
    ),
)


def luck_or_prompt(*, prompts, items, typical, right):
    alone = stats.binom.sf(right - 1, items, typical)
    fresh = np.arange(20, 1000)
    needed = stats.binom.isf(0.05, fresh, typical) + 1
    power = stats.binom.sf(needed - 1, fresh, right / items)
    first, lasting = fresh[power >= 0.9][0], fresh[power < 0.9][-1] + 1
    return {
        "by_luck": float(resolution.at_least_one(alone, prompts)),
        "fresh_questions": int(first),
        "lasting": int(lasting),
        "alone": float(alone),
    }


def _half_the_power(*, prompts, items, typical, right):
    fresh = np.arange(10, 1000)
    power = stats.binom.sf(stats.binom.isf(0.05, fresh, typical), fresh, right / items)
    return {"fresh_questions": int(fresh[power >= 0.5][0])}


LUCK_OR_PROMPT = Exercise(
    title="Luck or prompt?",
    level="hard",
    minutes=30,
    by="code",
    objective=5,
    given={"prompts": 50, "items": 100, "typical": 0.1, "right": 18},
    varied={"prompts": (20, 30, 40, 50, 80), "right": (16, 17, 18)},
    text="""
An evaluator reports that the best of @{prompts} prompts gets @{right} of @{items} questions right, against
@{typical:percent} for a typical one. How often would equal prompts do as well? How many fresh questions would you ask
of the winner to tell its score from the typical one nine times in ten, at a false-alarm rate of 5%?
""",
    hint="""
The maximum of @{prompts} independent binomials. Then a one-sided binomial test with power 0.9: find the smallest $n$ by
search.
""",
    solution="""
One prompt does as well with a chance of @{alone:.3f}, the best of @{prompts} equal ones with @{by_luck:.3f}: the
report shows little. About @{fresh_questions} fresh questions settle it. (The power wobbles, since answers come in whole
numbers: it stays above nine in ten from @{lasting} on.)
""",
    answers=(
        Answer("by_luck", "the chance that the best of @{prompts} equal prompts does as well", share(rel=0.01)),
        Answer("fresh_questions", "fresh questions, within a tenth", Number(low=1, rel=0.1)),
    ),
    solve=luck_or_prompt,
    wrong=(
        Wrong(
            "one prompt for the best of many",
            lambda *, prompts, items, typical, right: {"by_luck": float(stats.binom.sf(right - 1, items, typical))},
            "that is the chance of a single prompt. @{prompts} were tried, and the best was reported.",
        ),
        Wrong(
            "more than for as well",
            lambda *, prompts, items, typical, right: {
                "by_luck": float(resolution.at_least_one(stats.binom.sf(right, items, typical), prompts))
            },
            "that is the chance of more than @{right}: `sf` leaves out its own number.",
        ),
        Wrong(
            "one time in two",
            _half_the_power,
            "with so many questions the winner is told apart one time in two; nine in ten are asked for.",
        ),
    ),
)

GATES = "gate-delay"
CONTROLS = ("interval", "items", "alarm_level", "width", "uncertainty", "elicitation")
LINK = State(figure=GATES, fault=lambda controls, given: "")
RULE = {"interval": 2, "items": 100, "alarm_level": 0.05, "width": 1, "uncertainty": 0.3, "elicitation": 2}


def _read_rule(value: Any) -> tuple[tuple[float, ...], float]:
    """The settings of a link, in the order of CONTROLS, and the share stated."""
    if not isinstance(value, tuple | list) or len(value) != 2:
        raise Misread("a pair is asked for: the link in quotes, and the share, as in (link, 0.9)")
    controls, stated = LINK.read(value[0]), share().read(value[1])
    try:
        settings = tuple(float(controls[name]) for name in CONTROLS)
        _caught(settings)
    except (KeyError, ValueError):
        raise Misread("the link does not carry the settings of the figure: copy it there again") from None
    return settings, stated


@cache
def _caught(settings: tuple[float, ...]) -> float:
    design: dict[str, Any] = dict(zip(CONTROLS, settings, strict=True))
    return gates.evaluation_gates(**design | {"items": int(design["items"])}).caught


def _rule_fault(rule: tuple[tuple[float, ...], float], given: Mapping) -> str:
    settings, stated = rule
    near = abs(stated - _caught(settings)) <= 0.006  # the caption says whole percent
    return "" if near else "the figure says another share of alarms before the danger at these settings."


def write_the_rule():
    link = f"#{GATES}?" + "&".join(f"{name}={value}" for name, value in RULE.items())
    caught = _caught(tuple(float(RULE[name]) for name in CONTROLS))
    return {"rule": (link, round(caught, 2)), "caught": caught}


def _rule_said(share_of: str) -> tuple[str, float]:
    """The book's rule with another share of the alarms."""
    found = gates.evaluation_gates(**RULE)
    return write_the_rule()["rule"][0], round(1 - found.caught if share_of == "late" else found.early, 2)


WRITE_THE_RULE = Exercise(
    title="Write the rule",
    level="discussion",
    minutes=30,
    by="figure",
    objective=4,
    text="""
Choose one capability. Write an if-then rule for it in five numbers: items, alarm level, interval, assumed width of the
rise, assumed elicitation shortfall. Set the figure *How late is the alarm?* to your rule, copy the link to that state,
and state what share of dangers the rule catches. Then argue against your own rule as the developer who pays for it, and
as the neighbour who bears the risk.
""",
    hint="""
The link button of the figure carries your settings, and the caption says the share. Put both into your answer.
""",
    solution="""
There is no single answer. A good one states which of the five numbers was measured, which was assumed, and what
observation would make you change it. The rule below tests every 2×, raises its alarm at 5% of 100 questions, allows for
prompts that miss a factor of 2, and catches @{caught:.0%}.
""",
    answers=(
        Answer(
            "rule",
            "your rule as a link to the figure's state, and the share of alarms before the danger",
            Built(form="a pair (link, share), the share from 0 to 1", check=_read_rule, fault=_rule_fault),
        ),
    ),
    solve=write_the_rule,
    wrong=(
        Wrong(
            "the alarms that are late",
            lambda: {"rule": _rule_said("late")},
            "that is the share of alarms that come too late; those before the danger are asked for.",
        ),
        Wrong(
            "the alarms that are early",
            lambda: {"rule": _rule_said("early")},
            "that is the share more than ten-fold early. The caption's first share is the one asked for.",
        ),
    ),
    rubric=Rubric(
        asks="Your rule: the capability, if and then, what was measured and what assumed, and the two arguments.",
        criteria=(
            (2, "names one capability and a test of it, and says what is done when the alarm sounds"),
            (2, "says of each of the five numbers whether it was measured or assumed"),
            (1, "names an observation that would change one of the numbers"),
            (2, "argues as the developer from the rule's own price: early alarms, or questions a ten-fold of compute"),
            (2, "argues as the neighbour from what slips through: the share not caught, or a larger shortfall"),
        ),
        marked=(
            Marked(
                "Capability: finding a way into a test network of ours without help. If a model gets 5 of our 100 "
                "tasks, training stops until the two tasks that it got are understood and access is limited to our "
                "own staff. We test every doubling of compute. Measured: the 100 tasks and the alarm, by us. Assumed: "
                "the rise over one decade, since four older models rose that fast, and the shortfall of 2, since a "
                "contractor's prompts did so much better last year. If the next contractor finds a factor of 5, the "
                "alarm goes down to 3%. As the developer: a doubling is short, 332 questions for each ten-fold, and "
                "15% of the alarms are more than ten-fold early, so a product waits for nothing. As the neighbour: "
                "more than one danger in four is not caught, and that is with a shortfall that you assumed "
                "yourselves. I was not asked who pays when it is wrong.",
                9,
                "the capability and what is done; each number's origin; an observation; both arguments use the "
                "rule's own shares",
            ),
            Marked(
                "Dangerous chemistry. If the score is over 20%, we stop. We test every 4x with 100 questions. The "
                "developer would say that this is too strict and costs money, and the neighbour that it is not strict "
                "enough. It catches 58%, so it is better than nothing.",
                2,
                "a capability and an action, in short; nothing says what was measured, nothing would change the rule, "
                "and neither argument uses what the figure says of it",
            ),
        ),
    ),
)

STEP = 10  # requests


def requests_that_show_a_gap(*, model, level):
    training, unmonitored, asked = _refusals(model)
    sizes = range(STEP, asked + 1, STEP)
    shares = training / asked, unmonitored / asked
    enough = [n for n in sizes if _p_value(round(shares[0] * n), round(shares[1] * n), n) < level]
    return {
        "refusal_gap": 100 * (unmonitored - training) / asked,
        "fewest": enough[0],
        "p_value": _p_value(training, unmonitored, asked),
        "asked": asked,
    }


def _refusals(model: str) -> tuple[int, int, int]:
    """Requests refused in training and unmonitored, and those asked in each, where the model may reason first."""
    rows = table("alignment_faking")
    row = np.flatnonzero((rows["model"] == model) & (rows["scratchpad"] == 1))[0]
    return tuple(int(rows[name][row]) for name in ("refused_training", "refused_unmonitored", "asked"))


def _p_value(training: int, unmonitored: int, asked: int) -> float:
    return float(stats.fisher_exact([[training, asked - training], [unmonitored, asked - unmonitored]]).pvalue)


def _one_condition(*, model, level):
    """The fewest requests whose exact interval in training leaves out the share refused unmonitored."""
    training, unmonitored, asked = _refusals(model)
    for n in range(STEP, asked + 1, STEP):
        _, high = resolution.clopper_pearson(round(training / asked * n), n, confidence=1 - level)
        if high < unmonitored / asked:
            return {"fewest": n}
    return {}


REQUESTS_THAT_SHOW_A_GAP = Exercise(
    title="How many requests show a gap?",
    level="medium",
    minutes=20,
    by="code",
    objective=3,
    given={"model": "Llama-3.1-405B", "level": 0.01},
    varied={"model": ("Llama-3.1-405B", "Claude 3 Opus", "Claude 3.5 Sonnet"), "level": (0.001, 0.01, 0.02, 0.05)},
    text="""
`table("alignment_faking")` has what each model refused of its requests in the two conditions. For @{model}, where it
may reason first, how many more of 100 requests does it refuse when it is told that its answer is not used for training?
A cheaper test with the same shares refused (each count the nearest whole number) asks fewer requests in each condition.
In steps of ten, how many does it take at least until Fisher's exact test, two-sided, gives a p-value below @{level}?
""",
    hint="""
`scipy.stats.fisher_exact` takes the table of refused and obeyed, one row a condition. Go up in steps of ten, and stop
at the first number of requests that is enough.
""",
    solution="""
The gap is @{refusal_gap:.2f} points. @{fewest} requests in each condition show it at that level; with all @{asked}, p
is @{p_value:powers}. That chance did not make the gap does not say what did: the prompt, the scorer and the model's
training are the same for all the requests.
""",
    answers=(
        Answer("refusal_gap", "the gap of @{model}, in points of 100", Number(low=-100, high=100, abs=0.1)),
        Answer("fewest", "requests in each condition, in steps of ten", Whole(low=STEP, high=400)),
    ),
    solve=requests_that_show_a_gap,
    wrong=(
        Wrong(
            "the other way round",
            lambda *, model, level: {"refusal_gap": -requests_that_show_a_gap(model=model, level=level)["refusal_gap"]},
            "you took what it refuses unmonitored from what it refuses in training: it refuses less in training.",
        ),
        Wrong(
            "a share for points",
            lambda *, model, level: {
                "refusal_gap": requests_that_show_a_gap(model=model, level=level)["refusal_gap"] / 100
            },
            "that is a share; points of 100 are asked for.",
        ),
        Wrong(
            "one of the two is sure",
            _one_condition,
            "so many would do if the share refused unmonitored were known exactly. It was measured, too.",
        ),
    ),
)


EXERCISES = numbered(
    "safety",
    [
        THREE_OVER_THE_RATE,
        SAME_LINE_SHIFTED,
        HOW_BIASED,
        BUY_A_GATE,
        FORECAST_THE_ACCURACY,
        LUCK_OR_PROMPT,
        WRITE_THE_RULE,
        REQUESTS_THAT_SHOW_A_GAP,
    ],
)
