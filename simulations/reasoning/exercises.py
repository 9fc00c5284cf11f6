"""The exercises of the chapter on reasoning."""

import numpy as np
from scipy.special import expit, logit

from simulations.data import table
from simulations.exercises.exercise import Answer, Exercise, Marked, Rubric, Wrong, numbered
from simulations.exercises.kinds import Number, State, Whole, share
from simulations.exercises.states import link, number
from simulations.reasoning import coverage, horizon, own_errors, ruler, tails


def the_step_of_the_moment(*, start, half):
    odds = float(logit(start))
    return {"halfway_share": float(expit(odds / 2)), "nine_tenths_step": half * (1 - float(logit(0.9)) / odds)}


THE_STEP_OF_THE_MOMENT = Exercise(
    title="The step of the moment",
    level="medium",
    minutes=15,
    by="hand",
    objective=1,
    given={"start": 0.001, "half": 800},
    varied={"start": (0.0005, 0.001, 0.002, 0.005), "half": (600, 800, 1000, 1200)},
    text="""
A way of answering has a share of @{start:percent} when training by reward begins, and of one half at step @{half}. Its
log-odds grow evenly. Which share does it have at half of these steps? At which step does it reach 90%?
""",
    hint="At one half the log-odds are 0. Where do they start, and where are they in the middle?",
    solution=r"""
The log-odds start at $\ln(@{start}/(1-@{start}))$ and reach 0 at step @{half}. In the middle they are half of what they
were, which is a share of @{halfway_share:.2%}. At 90% they are $\ln 9 = 2.2$ above 0: at step @{nine_tenths_step:.0f}.
""",
    answers=(
        Answer("halfway_share", "the share at half of the steps", share(rel=0.02)),
        Answer("nine_tenths_step", "the step at which the share is 90%", Number(low=0, rel=0.01)),
    ),
    solve=the_step_of_the_moment,
    wrong=(
        Wrong(
            "an even growth of the share",
            lambda *, start, half: {
                "halfway_share": (start + 0.5) / 2,
                "nine_tenths_step": half * (0.9 - start) / (0.5 - start),
            },
            "you let the share itself grow evenly. Its log-odds do.",
        ),
        Wrong(
            "an even growth of its logarithm",
            lambda *, start, half: {
                "halfway_share": (start * 0.5) ** 0.5,
                "nine_tenths_step": half * np.log(0.9 / start) / np.log(0.5 / start),
            },
            "you let the logarithm of the share grow evenly. That is near while the share is small, and "
            "wrong near one half: odds are asked for.",
        ),
    ),
)


def who_is_ahead_in_the_end(*, mean, concentration, base_concentration):
    base, trained = _two(mean, concentration, base_concentration)
    tries = np.arange(1, 20_001)
    ahead = coverage.unsolved(tries, **base) < coverage.unsolved(tries, **trained)
    return {
        "trained_tail": coverage.tail(**trained),
        "overtaking_tries": int(tries[ahead][0]),
        "base_tail": coverage.tail(**base),
    }


def _two(mean, concentration, base_concentration) -> tuple[dict, dict]:
    base = dict(mean=coverage.BASE_MEAN, concentration=base_concentration)
    return base, dict(mean=mean, concentration=concentration)


def _widest(mean, concentration, base_concentration) -> int:
    """The tries at which the failures of the trained model are the smallest share of the base model's."""
    base, trained = _two(mean, concentration, base_concentration)
    a, other = coverage.tail(**base), coverage.tail(**trained)
    return 1 + max(0, round((other * base_concentration - a * concentration) / (a - other)))


WHO_IS_AHEAD_IN_THE_END = Exercise(
    title="Who is ahead in the end",
    level="hard",
    minutes=25,
    by="code",
    objective=2,
    given={"mean": 0.5, "concentration": 0.2, "base_concentration": 1.0},
    varied={"mean": (0.4, 0.45, 0.5), "concentration": (0.1, 0.15, 0.2), "base_concentration": (1.0, 1.2, 1.5)},
    text="""
Success rates of a base model are Beta-distributed with mean 20% and concentration @{base_concentration}; those of the
trained model with mean @{mean:percent} and concentration @{concentration}. No problem is hopeless. What is the trained
model's exponent $a$, and from how many tries on does the base model solve more? Show that there is no second crossing.
""",
    hint="""
The exponent is mean times concentration. `coverage.unsolved(k, mean=..., concentration=...)` takes an array of tries.
For the proof, write it as a product of one factor a try.
""",
    solution=r"""
$a' = @{trained_tail:.3g}$ against @{base_tail:.3g}, so the base model's failures fall faster in the end. It is ahead
from @{overtaking_tries} tries on. With $n = a+b$, the failures after $k$ tries are the product of $1 - a/(n+j)$ over
$j$ from 0 to $k-1$. The trained model's factor is the smaller one exactly while
$(a'n - an') + j(a' - a) > 0$: at first, since its mean is higher, and never again once $j$ is large. So the ratio of
the two products falls, and then rises for good.
""",
    answers=(
        Answer("trained_tail", "the trained model's exponent a", Number(low=0, rel=0.01)),
        Answer("overtaking_tries", "the fewest tries with which the base model solves more", Whole(low=1)),
    ),
    solve=who_is_ahead_in_the_end,
    wrong=(
        Wrong(
            "the mean for the exponent",
            lambda *, mean, concentration, base_concentration: {"trained_tail": mean},
            "that is the mean rate. The exponent of the density near 0 also asks how concentrated the rates are.",
        ),
        Wrong(
            "the widest lead for the crossing",
            lambda *, mean, concentration, base_concentration: {
                "overtaking_tries": _widest(mean, concentration, base_concentration)
            },
            "about there the trained model leads by the most. From there on the base model gains; when is it level?",
        ),
    ),
    rubric=Rubric(
        asks="The proof that there is one crossing and no second.",
        criteria=(
            (1, "writes the share unsolved as a product of one factor for each try"),
            (1, "compares the factors and finds one place where the smaller one changes sides"),
            (1, "concludes that the ratio of the products first falls and then rises without end"),
        ),
        marked=(
            Marked(
                "Unsolved after k tries is the product of (b+j)/(a+b+j). The trained factor is smaller for small j "
                "because its mean is higher, and larger for large j because its a is smaller; the difference is linear "
                "in j, so it changes sign once. The ratio falls, then grows like a power of k, so it passes 1 once.",
                3,
                "product, one change of sides, and the conclusion",
            ),
            Marked(
                "I plotted both curves up to 10,000 tries and they cross only once.",
                0,
                "a picture of some tries says nothing of the others",
            ),
        ),
    ),
)


FEW, MANY, TARGET = 100, 10_000, 1_000_000


def a_power_law_and_its_end(*, before, after, hardest):
    found = tails.exponent((FEW, MANY), (before, after))
    return {
        "exponent": found,
        "forecast_share": after * (TARGET / MANY) ** -found,
        "none_in_a_row": float(np.exp(-hardest * TARGET)),
    }


A_POWER_LAW_AND_ITS_END = Exercise(
    title="A power law, and its end",
    level="medium",
    minutes=15,
    by="hand",
    objective=3,
    given={"before": 0.2, "after": 0.05, "hardest": 1e-5},
    varied={"before": (0.18, 0.2, 0.25, 0.3), "after": (0.04, 0.05, 0.06), "hardest": (5e-6, 1e-5, 2e-6)},
    text=r"""
After 100 tries a problem, @{before:percent} of the problems are unsolved, after 10,000 tries @{after:percent}. Which
exponent has the power law through both? What does it say for a million tries? Suppose that the hardest problem of the
test has a success rate of @{hardest:powers}. With what probability is this one still unsolved after a million tries?
""",
    hint="Two decades of tries lie between the shares, two more up to a million. One problem fails exponentially.",
    solution=r"""
The share falls @{before}/@{after} times in two decades: an exponent of @{exponent:.2f}. Two more decades leave
@{forecast_share:.2%}. The hardest problem is unsolved with $(1-p)^k \approx e^{-pk}$ = @{none_in_a_row:two_digits}.
""",
    remark="Once even the hardest problem is likely to be solved, no tail is left: the mean falls exponentially, too.",
    answers=(
        Answer("exponent", "the exponent, as a number above 0", Number(low=0, rel=0.02)),
        Answer("forecast_share", "the share unsolved after a million tries, by the law", share(rel=0.03)),
        Answer("none_in_a_row", "the probability that the hardest problem is unsolved then", share(rel=0.02)),
    ),
    solve=a_power_law_and_its_end,
    wrong=(
        Wrong(
            "two decades taken for one",
            lambda *, before, after, hardest: {"exponent": float(np.log10(before / after))},
            "you divided by one decade of tries. How many lie between 100 and 10,000?",
        ),
        Wrong(
            "a line through the shares",
            lambda *, before, after, hardest: {"forecast_share": max(0.0, after - (before - after))},
            "you took away as many points again. A power law divides by the same factor again.",
        ),
        Wrong(
            "success for failure",
            lambda *, before, after, hardest: {"none_in_a_row": float(-np.expm1(-hardest * TARGET))},
            "that is the probability that it is solved.",
        ),
    ),
)


def what_a_doubling_needs(*, steps, wanted):
    now = float(horizon.step_accuracy(steps))
    return {
        "error_now": 1 - now,
        "error_doubled": 1 - float(horizon.step_accuracy(2 * steps)),
        "reliable_steps": float(horizon.steps(now, success=wanted)),
    }


WHAT_A_DOUBLING_NEEDS = Exercise(
    title="What a doubling needs",
    level="easy",
    minutes=10,
    by="hand",
    objective=5,
    given={"steps": 100, "wanted": 0.8},
    varied={"steps": (50, 80, 100, 120), "wanted": (0.8, 0.9, 0.95)},
    text=r"""
Every step of a task goes wrong with the same chance, and one wrong step spoils the whole. A model does half of the
tasks of @{steps} steps. What is the error rate of a step? Which one does twice the length need? And how many steps
have the tasks that it does with @{wanted:percent} now?
""",
    hint=r"Half of the tasks: $p^{@{steps}} = 0.5$, and the error rate is $1-p$.",
    solution=r"""
$1 - 0.5^{1/@{steps}} = @{error_now:.3g}$, and $1 - 0.5^{1/(2\cdot @{steps})} = @{error_doubled:.3g}$: half of it. With
$@{wanted} = p^L$, $L = \ln @{wanted}/\ln p = @{reliable_steps:.1f}$ steps.
""",
    answers=(
        Answer("error_now", "the error rate of a step", share(rel=0.01)),
        Answer("error_doubled", "the error rate that twice the length needs", share(rel=0.01)),
        Answer("reliable_steps", "the steps of a task that is done with @{wanted:percent}", Number(low=0, rel=0.03)),
    ),
    solve=what_a_doubling_needs,
    wrong=(
        Wrong(
            "errors added up to one half",
            lambda *, steps, wanted: {"error_now": 0.5 / steps, "error_doubled": 0.25 / steps},
            "you spread one half over the steps. Some errors fall on tasks that are lost already: there may be more.",
        ),
        Wrong(
            "a root for a half",
            lambda *, steps, wanted: {"error_doubled": 1 - float(horizon.step_accuracy(steps)) ** 2},
            "with this error rate a step is worse than now. Twice the length needs a better one.",
        ),
        Wrong(
            "lengths in proportion to the shares",
            lambda *, steps, wanted: {"reliable_steps": steps * 0.5 / wanted},
            "you set length against success in proportion. It is an exponent: compare logarithms.",
        ),
    ),
)


def errors_that_feed_on_errors(*, slip, copying, limit):
    return {
        "long_run_error": own_errors.long_run(slip=slip, copying=copying),
        "copying_for": 1 - slip / limit,
        "ten_right": (1 - slip) ** 10,
    }


ERRORS_THAT_FEED_ON_ERRORS = Exercise(
    title="Errors that feed on errors",
    level="medium",
    minutes=15,
    by="hand",
    objective=5,
    given={"slip": 0.02, "copying": 0.6, "limit": 0.2},
    varied={"slip": (0.01, 0.02, 0.03), "copying": (0.5, 0.6, 0.7), "limit": (0.15, 0.2, 0.25)},
    text=r"""
A turn goes wrong with the chance @{slip} + @{copying} · (share of the turns before that went wrong). To which error
rate does a long run tend? With which number in place of @{copying} would that be @{limit:percent}? And with
what chance are the first ten turns of a run all right?
""",
    hint="In the long run the share of wrong turns and the chance of a wrong turn are the same number.",
    solution=r"""
$e = @{slip} + @{copying} e$, so $e = @{slip}/(1-@{copying}) = @{long_run_error:.3g}$. For @{limit:percent} it takes
$1 - @{slip}/@{limit} = @{copying_for:.3g}$. Ten right turns: $(1-@{slip})^{10} = @{ten_right:.3f}$. While nothing has
gone wrong, there is nothing to copy.
""",
    answers=(
        Answer("long_run_error", "the error rate in the long run", share(rel=0.01)),
        Answer("copying_for", "the number in place of @{copying}", share(rel=0.01)),
        Answer("ten_right", "the chance that the first ten turns are right", share(rel=0.005)),
    ),
    solve=errors_that_feed_on_errors,
    wrong=(
        Wrong(
            "fed once",
            lambda *, slip, copying, limit: {"long_run_error": slip + copying * slip},
            "you let errors be copied once. The copies are copied, too.",
        ),
        Wrong(
            "the long run from the start",
            lambda *, slip, copying, limit: {
                "ten_right": (1 - own_errors.long_run(slip=slip, copying=copying)) ** 10,
            },
            "you used the error rate of the long run. What is there to copy in a run without errors?",
        ),
        Wrong(
            "the rest of the limit",
            lambda *, slip, copying, limit: {"copying_for": 1 - limit},
            "you left out the slips of a faultless past.",
        ),
    ),
)


def two_models_less(*, first, second):
    days = _doublings(first, second)
    return days | {"faster": 1 - days["new_days"] / days["old_days"]}


def _doublings(*without: str) -> dict[str, float]:
    """Days of a doubling by both rulers, without some models."""
    rows = table("time_horizons")
    kept = np.flatnonzero(~np.isin(rows["model"], without))
    years = np.array([ruler.decimal_year(day) for day in rows["released"][kept]])
    slopes = {name: ruler.fit(years, rows[name][kept])[1] for name in ("old", "new")}
    return {f"{name}_days": float(ruler.doubling_days(slope)) for name, slope in slopes.items()}


TWO_MODELS_LESS = Exercise(
    title="Two models less",
    level="medium",
    minutes=20,
    by="code",
    objective=6,
    given={"first": "GPT-4 0314", "second": "o3"},
    varied={
        "first": ("GPT-4 0314", "GPT-4 1106", "Claude 3.7 Sonnet"),
        "second": ("o3", "Claude Opus 4", "GPT-5", "Claude Opus 4.5"),
    },
    text="""
Leave @{first} and @{second} out of the seven models that METR measured with both sets of tasks. In how many days does
the 50% horizon double by the old tasks, and by the new ones? Fit a line to the logarithm of the horizon over the
release dates.
""",
    hint="""
`table("time_horizons")` of `simulations.data` has the dates and horizons; `ruler.decimal_year` turns a date into a
year, and `ruler.fit(years, minutes)` gives a line through their logarithms to base 2: its slope is doublings a year.
""",
    solution="""
@{old_days:.0f} days by the old tasks, @{new_days:.0f} by the new ones: @{faster:.0%} less. With five models the slope
is still a matter of which five.
""",
    answers=(
        Answer("old_days", "the doubling time by the old tasks, in days", Number(low=0, rel=0.006)),
        Answer("new_days", "the doubling time by the new tasks, in days", Number(low=0, rel=0.006)),
    ),
    solve=two_models_less,
    wrong=(
        Wrong(
            "e for two",
            lambda *, first, second: {name: days / np.log(2) for name, days in _doublings(first, second).items()},
            "in so many days the horizon grows 2.718 times: you took the natural logarithm. A doubling is asked for.",
        ),
        Wrong(
            "years for days",
            lambda *, first, second: {name: days / 365.25 for name, days in _doublings(first, second).items()},
            "those are years. Days are asked for.",
        ),
        Wrong(
            "the rulers swapped",
            lambda *, first, second: dict(
                zip(("new_days", "old_days"), _doublings(first, second).values(), strict=True)
            ),
            "you took one ruler for the other.",
        ),
    ),
)


OPENED = (0.0, 0.02, 0.05, 0.1)  # the steps of the figure's control
VIEW = dict(mean=0.5, concentration=0.2)


def when_training_opens_problems(*, until):
    enough = next(o for o in OPENED if coverage.coverage(**VIEW, opened=o).overtakes > until)
    return {
        "opened_state": link("pass-at-k", **VIEW, opened=enough),
        "first_try": float(coverage.coverage(**VIEW, opened=enough).trained[0]),
        "opened_share": enough,
    }


def _opened_fault(controls, given) -> str:
    for name, value in VIEW.items():
        if number(controls, name) != value:
            return f"set {FIGURE_WORDS[name]} to {value:g}."
    mine, needed = number(controls, "opened"), when_training_opens_problems(**given)["opened_share"]
    if not mine >= needed:
        return f"here the base model overtakes within {given['until']:,} tries."
    return "fewer opened problems are enough." if mine > needed else ""


FIGURE_WORDS = {"mean": "trained: mean success", "concentration": "trained: concentration"}

WHEN_TRAINING_OPENS_PROBLEMS = Exercise(
    title="When training opens problems",
    level="easy",
    minutes=10,
    by="figure",
    objective=2,
    given={"until": 1_000},
    varied={"until": (350, 400, 450, 500, 600, 700, 800, 1_000, 1_500, 2_000, 2_500, 4_000, 5_000)},
    text="""
In the figure *Many tries, two models*, let the trained model's mean be 0.5 and its concentration 0.2. How many problems
must the training have opened, at least, for the base model not to overtake within @{until:,} tries? Give the link to
that state, and the share of problems that the trained model solves there at the first try.
""",
    hint="Raise *problems opened* step by step; the caption says from how many tries on the base model is ahead.",
    solution="""
With @{opened_share:percent} of the problems opened. The trained model then solves @{first_try:.1%} at the first try.
""",
    answers=(
        Answer("opened_state", "the state", State(figure="pass-at-k", fault=_opened_fault)),
        Answer("first_try", "the share that the trained model solves at one try there", share(rel=0, abs=0.002)),
    ),
    solve=when_training_opens_problems,
    wrong=(
        Wrong(
            "no problem opened",
            lambda *, until: {
                "opened_state": link("pass-at-k", **VIEW, opened=0),
                "first_try": float(coverage.coverage(**VIEW).trained[0]),
            },
            "here no problem is opened, and the base model overtakes within @{until:,} tries.",
        ),
        Wrong(
            "the mean of the solvable",
            lambda *, until: {"first_try": VIEW["mean"]},
            "that is the mean over the problems within reach. Some are not.",
        ),
    ),
)


EXERCISES = numbered(
    "reasoning",
    [
        THE_STEP_OF_THE_MOMENT,
        WHO_IS_AHEAD_IN_THE_END,
        A_POWER_LAW_AND_ITS_END,
        WHAT_A_DOUBLING_NEEDS,
        ERRORS_THAT_FEED_ON_ERRORS,
        TWO_MODELS_LESS,
        WHEN_TRAINING_OPENS_PROBLEMS,
    ],
)
