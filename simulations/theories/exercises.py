"""The exercises of the chapter on theories."""

import functools

import numpy as np
from scipy.special import logit, ndtri

from simulations.exercises.chance import mean_error
from simulations.exercises.exercise import Answer, Exercise, Marked, Rubric, Wrong, numbered
from simulations.exercises.kinds import Choice, Number, State, Whole, share
from simulations.exercises.states import link
from simulations.theories import carries, composition, concept_graph


def steps_that_cost_a_delay(*, delay, gentle, steep):
    exact = {k: np.log(2) / np.log1p(np.exp(-k * delay)) for k in (gentle, steep)}
    return {"steps_gentle": int(np.ceil(exact[gentle])), "steps_steep": int(np.ceil(exact[steep]))}


STEPS_THAT_COST_A_DELAY = Exercise(
    title="How many steps make a task late?",
    level="easy",
    minutes=10,
    by="hand",
    objective=1,
    given={"delay": 1.0, "gentle": 2.0, "steep": 4.0},
    varied={"delay": (1.0, 1.1, 1.2, 1.3), "gentle": (1.5, 2.0, 2.5), "steep": (3.5, 4.0, 4.5)},
    text="""
Sub-skills are logistic, independent and equal, with a steepness of @{gentle:g} a decade. How many of them must a task
need, at the fewest, for a delay (in decades) of @{delay:g} or more? And with a steepness of @{steep:g}?
""",
    hint="""
Set the exact form of the delay, $x_{1/2}$, to @{delay:g} and solve for $n$; or count up with
`composition.independent_crossing`.
""",
    solution=r"""
Solve $\operatorname{logit}(2^{-1/n}) = @{delay:g}\,k$: $n = \ln 2 / \ln(1 + e^{-@{delay:g}\,k})$, rounded up. That is
@{steps_gentle} sub-skills of steepness @{gentle:g}, and @{steps_steep} of steepness @{steep:g}.
""",
    remark="Short chains of gentle sub-skills are a decade late already; of steep ones it takes a long chain.",
    answers=(
        Answer("steps_gentle", "the fewest sub-skills of steepness @{gentle:g}", Whole(low=1)),
        Answer("steps_steep", "the fewest sub-skills of steepness @{steep:g}", Whole(low=1)),
    ),
    solve=steps_that_cost_a_delay,
    wrong=(
        Wrong(
            "rounded down",
            lambda **given: {name: steps - 1 for name, steps in steps_that_cost_a_delay(**given).items()},
            "so many are not late enough yet: the first whole number that is lies above the solution.",
        ),
        Wrong(
            "log-odds to base ten",
            lambda *, delay, gentle, steep: {
                name: int(np.ceil(np.log(2) / np.log1p(10 ** (-k * delay))))
                for name, k in (("steps_gentle", gentle), ("steps_steep", steep))
            },
            "you took the steepness as log-odds to base ten. It is natural log-odds a decade.",
        ),
        Wrong(
            "one sub-skill at one half for all of them",
            lambda *, delay, gentle, steep: {
                name: int(np.ceil(np.exp(k * delay))) for name, k in (("steps_gentle", gentle), ("steps_steep", steep))
            },
            "you took the delay as ln n over the steepness. What belongs in the logarithm is n over ln 2, about.",
        ),
    ),
)


def one_retry_a_step(*, steps, steepness, better):
    length = np.arange(1, 1001)
    needed = 0.5 ** (1 / length)  # of each step, for the chain to be at one half
    earlier = (logit(needed) - logit(1 - np.sqrt(1 - needed))) / steepness
    return {"decades_earlier": float(earlier[steps - 1]), "shortest": int(length[earlier > better][0])}


ONE_RETRY_A_STEP = Exercise(
    title="One retry a step",
    level="easy",
    minutes=15,
    by="code",
    objective=1,
    given={"steps": 10, "steepness": 2.0, "better": 0.5},
    varied={"steps": (6, 8, 12, 15, 20), "steepness": (2.0, 2.5, 3.0), "better": (0.45, 0.5, 0.55, 0.6)},
    text="""
Let a chain of @{steps} equal, independent steps (logistic, steepness @{steepness:g}) notice each failure and try that
step once more. How many decades earlier does the chain reach one half? Compare with making every step @{better:g}
decades better: how long must a chain be, at the fewest, for the retries to be worth more than that?
""",
    hint="With one retry a step succeeds with chance $1-(1-s)^2$.",
    solution="""
The retry acts on the error, squaring it, and brings a chain of @{steps} steps @{decades_earlier:.2f} decades earlier.
From @{shortest} steps on it beats @{better:g} decades of scale: the longer the chain, the smaller each step's error
must be, and the more is gained by squaring it.
""",
    answers=(
        Answer(
            "decades_earlier",
            "how many decades earlier the chain of @{steps} steps reaches one half, to two places",
            Number(rel=0, abs=0.01),
        ),
        Answer(
            "shortest",
            "the fewest steps with which the retries are worth more than @{better:g} decades",
            Whole(low=1, high=1000),
        ),
    ),
    solve=one_retry_a_step,
    wrong=(
        Wrong(
            "the whole chain once more",
            lambda *, steps, steepness, better: {
                "decades_earlier": float(
                    logit(0.5 ** (1 / steps)) - logit((1 - np.sqrt(0.5)) ** (1 / steps)),
                )
                / steepness,
            },
            "that is one retry of the whole chain. Here each step has a retry of its own.",
        ),
        Wrong(
            "twice the chance",
            lambda *, steps, steepness, better: {
                "decades_earlier": float(logit(0.5 ** (1 / steps)) - logit(0.5 ** (1 / steps) / 2)) / steepness,
            },
            "you doubled the step's chance. Two tries that would both succeed count once: take the chance that both"
            " fail.",
        ),
        Wrong(
            "the factor of scale for its decades",
            lambda *, steps, steepness, better: {
                "decades_earlier": 10
                ** one_retry_a_step(steps=steps, steepness=steepness, better=better)["decades_earlier"],
            },
            "that is the factor of scale that is saved. Its logarithm to base ten is asked for.",
        ),
        Wrong(
            "one step too few",
            lambda **given: {"shortest": one_retry_a_step(**given)["shortest"] - 1},
            "at this length the retries are still worth less than @{better:g} decades.",
        ),
    ),
)


def the_limit_of_sharpness(*, skills, low, high):
    n = skills
    limit = np.log(np.log(low) / np.log(high))
    one, many = ndtri(high) - ndtri(low), ndtri(high ** (1 / n)) - ndtri(low ** (1 / n))
    return {
        "limit_width": float(limit),
        "many_width": float(logit(high ** (1 / n)) - logit(low ** (1 / n))),
        "probit_share": float(many / one),
        "roughly": float(limit / np.sqrt(2 * np.log(n)) / one),
    }


THE_LIMIT_OF_SHARPNESS = Exercise(
    title="The limit of sharpness",
    level="medium",
    minutes=20,
    by="hand",
    objective=1,
    given={"skills": 1_000_000, "low": 0.1, "high": 0.9},
    varied={"skills": (100_000, 1_000_000, 10_000_000), "low": (0.05, 0.1, 0.2), "high": (0.8, 0.9, 0.95)},
    text="""
Let the width of a rise be the decades from @{low:.0%} to @{high:.0%}. Show with pencil to what the width of $n$ equal,
independent logistic sub-skills of steepness $k$ tends as $n$ grows, and check it for @{skills:,} sub-skills. Then say
how the width of *probit* sub-skills shrinks as $n$ grows, and what share of one sub-skill's width so many leave.
""",
    hint=r"""
Write $q^{1/n} = 1 + \ln q/n + \dots$ For the last part: far out, a normal distribution's tail falls about as
$e^{-x^2/2}$; `scipy.special.ndtri` is $\Phi^{-1}$.
""",
    solution=r"""
Here $\operatorname{logit}(1+\ln q/n)$ is near $\ln(n/(-\ln q))$, and in the difference of two levels $n$ cancels: the
width tends to $\frac{1}{k}\ln\frac{\ln @{low}}{\ln @{high}} = @{limit_width:.3f}/k$, and for @{skills:,} sub-skills it
is @{many_width:.3f}$/k$. A probit sub-skill fails with chance $-\ln q/n$ at about $x = \sqrt{2\ln n}$, where the tail
falls by a factor $e$ in every $1/\sqrt{2\ln n}$. So the width is about
$\ln\frac{\ln @{low}}{\ln @{high}}/\sqrt{2\ln n}$: it goes to zero, but so slowly that @{skills:,} sub-skills still
leave @{probit_share:.0%} of one sub-skill's (the estimate says @{roughly:.0%}).
""",
    answers=(
        Answer("limit_width", "to what k times the width tends, logistic, to three digits", Number(low=0, rel=0.0025)),
        Answer(
            "probit_share",
            "the width of @{skills:,} probit sub-skills, as a share of one sub-skill's, to three digits",
            share(rel=0.005),
        ),
    ),
    solve=the_limit_of_sharpness,
    wrong=(
        Wrong(
            "one sub-skill's width",
            lambda *, skills, low, high: {"limit_width": float(logit(high) - logit(low))},
            "that is the width of one sub-skill. Each of many must be at the n-th root of the level.",
        ),
        Wrong(
            "the ratio of the levels",
            lambda *, skills, low, high: {"limit_width": float(np.log(high / low))},
            "you took the ratio of the levels. What a sub-skill may fail is −ln q / n: take the ratio of these.",
        ),
        Wrong(
            "the estimate for the width",
            lambda **given: {"probit_share": the_limit_of_sharpness(**given)["roughly"]},
            "that is the pencil's estimate, and near. Take the difference of the exact Φ⁻¹ at the two n-th roots.",
        ),
        Wrong(
            "the width for its share",
            lambda *, skills, low, high: {
                "probit_share": float(ndtri(high ** (1 / skills)) - ndtri(low ** (1 / skills)))
            },
            "that is the width itself, in the units of Φ's argument. Divide it by one sub-skill's.",
        ),
    ),
    rubric=Rubric(
        asks="Show to what the logistic width tends, and how the probit width shrinks.",
        criteria=(
            (1, r"replaces $q^{1/n}$ by $1 + \ln q/n$, or says that each may fail in $-\ln q/n$ of all cases"),
            (1, "shows that $n$ is in both ends of the rise alike and cancels"),
            (1, r"finds that the probit width falls as $1/\sqrt{2 \ln n}$, or with the steepness of the tail there"),
            (1, "says that it goes to zero, and how slowly, or why: the tail gets steeper further out"),
        ),
        marked=(
            Marked(
                "For large n each step may fail with -ln q/n. logit of 1 minus that is ln n - ln(-ln q). Both ends "
                "have the ln n so it drops out and ln(ln 0.1/ln 0.9) is left. With a normal tail the place x of that "
                "failure is about sqrt(2 ln n) and the tail falls e-fold in 1/x, so the width is divided by "
                "sqrt(2 ln n). It goes to 0 but sqrt(log n) is very slow.",
                4,
                "the expansion, the cancelling, the probit's law and its slowness are all there",
            ),
            Marked(
                "I tried n = 10, 1000 and a million. The logistic one stops changing at 3.08 and the probit one keeps "
                "getting narrower, 0.61 at the end.",
                1,
                "the numbers are right, and that the probit goes on narrowing is seen; nothing is shown of why",
            ),
        ),
    ),
)


def a_test_that_sees_carries(*, columns, chain, tests, wanted):
    long = float(carries.longest_chain(columns)[chain:].sum())
    needed = wanted / long
    return {"share": long, "held": tests * long, "random_needed": needed, "needed_said": f"{round(needed, -3):,.0f}"}


A_TEST_THAT_SEES_CARRIES = Exercise(
    title="A test that sees carries",
    level="medium",
    minutes=20,
    by="code",
    objective=3,
    given={"columns": 8, "chain": 5, "tests": 10_000, "wanted": 300},
    varied={"columns": (6, 7, 9, 10, 12), "chain": (4, 5), "tests": (5_000, 20_000), "wanted": (200, 300, 500)},
    text="""
A random test of @{tests:,} additions of @{columns} columns, in base ten, is to show whether a model handles chains of
@{chain} columns or more. How many such additions does it hold on average? How many random additions would it take to
hold @{wanted} on average? Propose a better way to draw the test.
""",
    hint="""
`carries.longest_chain(@{columns})` gives the exact chances of each longest chain, from 0 on. With pencil: one column
makes the carry, and it passes through how many others?
""",
    solution="""
A chain so long is in @{share:.3%} of all additions: in @{held:.1f} of @{tests:,}. About @{needed_said} random
additions would be needed for @{wanted}. Better: choose the chain's length first, uniformly, and then draw digits that
make it (a column that generates, then columns that sum to nine), and report accuracy by length.
""",
    answers=(
        Answer(
            "held",
            "how many additions with a chain of @{chain} columns or more the test holds on average, to two digits",
            Number(low=0, rel=0.03),
        ),
        Answer("random_needed", "how many random additions hold @{wanted} of them on average", Number(low=1, rel=0.03)),
    ),
    solve=a_test_that_sees_carries,
    wrong=(
        Wrong(
            "exactly for or more",
            lambda *, columns, chain, tests, wanted: {
                "held": tests * float(carries.longest_chain(columns)[chain]),
                "random_needed": wanted / float(carries.longest_chain(columns)[chain]),
            },
            "you counted chains of exactly @{chain} columns; longer ones belong to it as well.",
        ),
        Wrong(
            "one place for all places",
            lambda *, columns, chain, tests, wanted: {
                "held": tests * 0.45 * 0.1 ** (chain - 1),
                "random_needed": wanted / (0.45 * 0.1 ** (chain - 1)),
            },
            "that is a chain that begins at one given column. It may begin at several.",
        ),
        Wrong(
            "one column too many",
            lambda *, columns, chain, tests, wanted: {
                "held": tests * float(carries.longest_chain(columns)[chain + 1 :].sum()),
                "random_needed": wanted / float(carries.longest_chain(columns)[chain + 1 :].sum()),
            },
            "that is for chains of one column more. The lengths are counted from 0, and a carry that enters the next"
            " column has a length of 1.",
        ),
        Wrong(
            "the share for the number",
            lambda *, columns, chain, tests, wanted: {"held": float(carries.longest_chain(columns)[chain:].sum())},
            "that is the share of all additions; how many of @{tests:,} is asked for.",
        ),
    ),
    rubric=Rubric(
        asks="Propose a better way to draw the test.",
        criteria=(
            (1, "chooses how long the chain is before the digits, so that each length comes often enough"),
            (1, "says how digits are drawn that make it: a column of ten or more, then columns that sum to nine"),
            (1, "reports accuracy by length, or weighs the lengths back, and does not average over the drawn test"),
        ),
        marked=(
            Marked(
                "Pick the length from 0 to 8 evenly, put a pair that sums to at least 10 at a random column and pairs "
                "that sum to 9 above it, the rest random without making the chain longer. Give one score per length.",
                3,
                "stratified by length, digits that make it, a score for each",
            ),
            Marked(
                "Take more additions, a few million, on a computer that costs nothing.",
                0,
                "that is the random test again: the model's answers cost, and lengths beyond this one stay unseen",
            ),
        ),
    ),
)


def predict_a_later_skill(*, first, rank, exponent, believed):
    return {"later_time": first * rank ** (exponent + 1), "believed_time": first * rank ** (believed + 1)}


PREDICT_A_LATER_SKILL = Exercise(
    title="Predict a later skill from the first",
    level="medium",
    minutes=25,
    by="hand",
    objective=4,
    given={"first": 5.25, "rank": 5, "exponent": 0.6, "believed": 0.4},
    varied={"first": (4.0, 5.25, 6.5), "rank": (3, 4, 6, 8), "exponent": (0.6, 0.7), "believed": (0.3, 0.4)},
    text=r"""
You see only the first skill of the solved model: it is at one half at $T = @{first:g}$, with $\alpha = @{exponent}$.
All skills start at the same share of their target. Predict when skill @{rank} is at one half. Then suppose that you
had believed $\alpha = @{believed}$.
""",
    hint=r"""
The time to one half is inversely proportional to the frequency, and $p_1/p_{@{rank}} = @{rank}^{\alpha+1}$.
""",
    solution=r"""
At $@{first:g} \cdot @{rank}^{@{exponent}+1} = @{later_time:.0f}$ for $\alpha = @{exponent}$. The belief in
@{believed} gives @{believed_time:.0f}. The prediction is as good as the knowledge of the frequencies.
""",
    remark="""
The model of the figure, with a start of 0.01, has its fifth skill at one half when this says.
""",
    answers=(
        Answer(
            "later_time", "the time at which skill @{rank} is at one half, for α = @{exponent}", Number(low=0, rel=0.01)
        ),
        Answer("believed_time", "the time that you predict believing α = @{believed}", Number(low=0, rel=0.01)),
    ),
    solve=predict_a_later_skill,
    wrong=(
        Wrong(
            "the exponent without the one",
            lambda *, first, rank, exponent, believed: {
                "later_time": first * rank**exponent,
                "believed_time": first * rank**believed,
            },
            "you took the frequencies as falling with α itself. They fall with α + 1.",
        ),
        Wrong(
            "in proportion to the rank",
            lambda *, first, rank, exponent, believed: {
                "later_time": first * rank,
                "believed_time": first * rank,
            },
            "that is the rank's factor alone, as if the frequency fell as 1 over the rank.",
        ),
        Wrong(
            "a rarer skill sooner",
            lambda *, first, rank, exponent, believed: {
                "later_time": first / rank ** (exponent + 1),
                "believed_time": first / rank ** (believed + 1),
            },
            "that is earlier than the first skill. A rarer skill grows more slowly.",
        ),
    ),
)


def famous_entities(*, side, low, high, graphs):
    rng, critical = np.random.default_rng(0), concept_graph.critical_share(side, side)
    rank = np.arange(1, side + 1)
    weights = {"even": np.ones(side), "famous": (1 / rank) / (1 / rank).mean()}

    def mean_share(kind, density, draws=160):
        chances = density * critical * weights[kind][:, None]
        return float(np.mean([concept_graph.reachable_share(rng.random((side, side)) < chances) for _ in range(draws)]))

    found = {
        "even_low": mean_share("even", low),
        "famous_low": mean_share("famous", low),
        "even_high": mean_share("even", high),
        "famous_high": mean_share("famous", high),
    }
    return found | {"appears": "earlier" if found["famous_low"] > found["even_low"] else "later"}


_famous = functools.cache(famous_entities)  # for the wrong answers, which are made of it


@functools.cache
def _sample(name: str, side: int, low: float, high: float) -> np.ndarray:
    """(120,): one of the shares that are asked for, in as many graphs drawn anew: how it strays from graph to graph."""
    rng, density = np.random.default_rng(1), {"low": low, "high": high}[name.split("_")[1]]
    weight = 1 / np.arange(1, side + 1) if name.startswith("famous") else np.ones(side)
    chances = (density / side * weight / weight.mean())[:, None]
    return np.array([concept_graph.reachable_share(rng.random((side, side)) < chances) for _ in range(120)])


def _famous_error(name: str):
    return lambda *, side, low, high, graphs: mean_error(_sample(name, side, low, high), graphs)


def _famous_drawn(rng, *, side, low, high, graphs):
    names = ("famous_low", "even_high", "famous_high")
    return {name: float(rng.choice(_sample(name, side, low, high), graphs).mean()) for name in names}


FAMOUS_ENTITIES = Exercise(
    title="Famous entities",
    level="hard",
    minutes=40,
    by="code",
    objective=5,
    given={"side": 300, "low": 0.5, "high": 4.0, "graphs": 20},
    varied={"side": (100, 120, 140, 160), "low": (0.6, 0.7), "high": (2.5, 3.0)},
    text="""
In real text some entities are named far more often than others. Take @{side} entities and as many properties. Draw
each pair with a chance in proportion to $k^{-1}$ for entity $k = 1, 2, \\dots$, so that entity $k$'s number of seen
properties falls as $k^{-1}$, with the same total number of facts as in the even graph. What share of pairs is within
reach at @{low:g} times the critical share, and at @{high:g} times, in the even graph and in this one? Take the mean
over @{graphs} graphs of each kind. Does the block appear earlier or later than in the even graph, and does it grow as
far?
""",
    hint="""
The critical share is `concept_graph.critical_share(@{side}, @{side})`. Make the chance of each pair
`p * weight[entity]`, with weights of mean one, and use `concept_graph.reachable_share(rng.random(shape) < chances)`.
""",
    solution="""
Below the critical point, at @{low:g}, the even graph has @{even_low:.2%} of all pairs within reach, and the one with
famous entities @{famous_low:.1%}: they join up early, so a block exists below the even graph's critical point. It then
grows more slowly, because the rare entities stay unlinked: at @{high:g} it has @{famous_high:.0%}, where the even graph
has @{even_high:.0%}.
""",
    answers=(
        Answer(
            "appears",
            "where the block of linked pairs appears with famous entities, against the even graph",
            Choice(options=("earlier", "later", "at the same density")),
        ),
        Answer(
            "famous_low",
            "the share of pairs within reach with famous entities, at @{low:g} times the critical share",
            share(rel=0.02, standard_error=_famous_error("famous_low")),
        ),
        Answer(
            "even_high",
            "the share of pairs within reach in the even graph, at @{high:g} times the critical share",
            share(rel=0.005, standard_error=_famous_error("even_high")),
        ),
        Answer(
            "famous_high",
            "the same with famous entities",
            share(rel=0.01, standard_error=_famous_error("famous_high")),
        ),
    ),
    solve=famous_entities,
    redraw=_famous_drawn,
    wrong=(
        Wrong(
            "no one is famous",
            lambda **given: {
                "famous_low": _famous(**given)["even_low"],
                "famous_high": _famous(**given)["even_high"],
            },
            "that is what the even graph gives. The weights belong to the rows: is `weight` a column, `[:, None]`?",
        ),
        Wrong(
            "seen for within reach",
            lambda *, side, low, high, graphs: {
                "famous_low": low / side,
                "even_high": high / side,
                "famous_high": high / side,
            },
            "that is the share of pairs that were seen. Count those whose two ends are in the largest block.",
        ),
        Wrong(
            "only the end compared",
            lambda **given: {"appears": "later"},
            "compare the two graphs below the critical share, where the even one is in pieces.",
        ),
        Wrong(
            "entities for pairs",
            lambda *, side, low, high, graphs: {
                "even_high": float(np.sqrt(concept_graph.limit_reachable(high))),
            },
            "that is the share of the entities in the block. A pair needs both of its ends there.",
        ),
    ),
    rubric=Rubric(
        asks="Does the block appear earlier or later than in the even graph, and does it grow as far? Why?",
        criteria=(
            (1, "says that it appears earlier"),
            (1, "because the famous entities share properties long before the even graph's critical point"),
            (1, "says that it does not grow as far at the same number of facts"),
            (1, "because the rare entities have few facts or none, and stay outside"),
        ),
        marked=(
            Marked(
                "Earlier. With half of the critical number of facts the first two entities already have a dozen "
                "properties or more each, so their properties hang together. But the same facts are missing at the "
                "tail: entities 200 to 300 have under one fact at 4 times critical so many are never connected and the "
                "share stays at about 3/4.",
                4,
                "both directions, each with its reason",
            ),
            Marked(
                "Famous entities make the graph denser so everything connects faster and it percolates earlier.",
                1,
                "earlier is right; the number of facts is the same, so nothing is denser, and the end is not compared",
            ),
        ),
    ),
)

COMPOSED = {  # the figure's controls, each with its values and where it begins
    "sub_skills": ((1, 2, 3, 5, 12), 5),
    "steepness": ((1.0, 2.0, 4.0), 2.0),
    "spread": ((0.0, 1.0, 2.0), 0.0),
    "correlation": ((0.0, 0.3, 0.6, 0.9), 0.0),
    "bottleneck": ((0.0, 1.0, 2.0), 0.0),
}


def _late_fault(controls, given) -> str:
    chosen = {name: controls.get(name, str(start)) for name, (_, start) in COMPOSED.items()}
    try:
        chosen = {name: type(start)(float(chosen[name])) for name, (_, start) in COMPOSED.items()}
    except ValueError:
        chosen = {}
    if not chosen or any(chosen[name] not in values for name, (values, _) in COMPOSED.items()):
        return "the figure has no such state: copy the link with its button."
    found = composition.composition(**chosen, chains=1)
    if chosen["sub_skills"] < given["skills"]:
        return "this task needs fewer sub-skills than asked for."
    if found.crossing < given["late"]:
        return "this task is not late enough: read in the caption where it reaches one half."
    if found.width < given["wide"] * found.skill_width:
        return "this task is late, and its rise is too narrow: compare the two widths in the caption."
    return ""


def late_and_not_sharp(*, skills, late, wide):
    return {
        "late_state": link("composed-task", sub_skills=skills, steepness=4, spread=0, correlation=0.9, bottleneck=2)
    }


LATE_AND_NOT_SHARP = Exercise(
    title="Late, and not sharp",
    level="easy",
    minutes=10,
    by="figure",
    objective=1,
    given={"skills": 5, "late": 1.5, "wide": 0.95},
    varied={"skills": (3, 5, 12), "late": (1.0, 1.2, 1.5, 2.0), "wide": (0.9, 0.95)},
    text="""
On the book's page, in the figure *A task that needs every sub-skill*, find a state in which a task of
@{skills} sub-skills or more reaches one half at @{late:g} decades or later, and yet takes at least @{wide:.0%} of the
decades that one sub-skill takes from 10% to 90%. Its button *Copy link to this state* copies it.
""",
    hint="More sub-skills make the task late, and narrow the rise. What makes it late, and does not narrow it?",
    solution="""
A bottleneck: when its last sub-skill lags by two decades, the others are nearly perfect by then, and the whole rises as
that one sub-skill does. Correlation takes back what narrowing is left. The link below is one such state of many.
""",
    answers=(
        Answer(
            "late_state",
            "a task of @{skills} sub-skills or more, late by @{late:g} decades, with @{wide:.0%} of the width",
            State(figure="composed-task", fault=_late_fault),
        ),
    ),
    solve=late_and_not_sharp,
    wrong=(
        Wrong(
            "late by number",
            lambda *, skills, late, wide: {
                "late_state": link("composed-task", sub_skills=12, steepness=1, spread=0, correlation=0, bottleneck=0)
            },
            "this task is late by the number of its sub-skills, and that narrows the rise. Is there another way?",
        ),
        Wrong(
            "one late sub-skill",
            lambda *, skills, late, wide: {
                "late_state": link("composed-task", sub_skills=1, steepness=2, spread=0, correlation=0, bottleneck=2)
            },
            "that is a single sub-skill that is late. A task of @{skills} or more is asked for.",
        ),
        Wrong(
            "as wide as can be",
            lambda *, skills, late, wide: {
                "late_state": link("composed-task", sub_skills=12, steepness=1, spread=0, correlation=0.9, bottleneck=0)
            },
            "this rise is as wide as one sub-skill's, and not late: the weakest sub-skill decides, and none lags.",
        ),
    ),
)


EXERCISES = numbered(
    "theories",
    [
        STEPS_THAT_COST_A_DELAY,
        ONE_RETRY_A_STEP,
        THE_LIMIT_OF_SHARPNESS,
        A_TEST_THAT_SEES_CARRIES,
        PREDICT_A_LATER_SKILL,
        FAMOUS_ENTITIES,
        LATE_AND_NOT_SHARP,
    ],
)
