"""The exercises of the chapter on circuits. What takes training is judged by tables of trainings; no PyTorch here."""

import functools
import math
from collections.abc import Mapping

import numpy as np

from simulations.circuits import induction, memory, parity, stages, superposition
from simulations.data import table
from simulations.exercises.exercise import Answer, Exercise, Marked, Rubric, Wrong, numbered
from simulations.exercises.kinds import Built, Misread, Number, Numbers, State, Whole, kind_of, share
from simulations.exercises.states import link
from simulations.words import formatted

SEEDS = range(5)


def false_alarms(*, above):
    steps = {
        layers: [induction.first_step("copying", above=above, seed=s, layers=layers) for s in SEEDS]
        for layers in (1, 2)
    }
    return {"control_steps": steps[1], "two_layer_steps": steps[2]}


STEPS = Numbers(count=len(SEEDS), each=Whole(low=0, high=200))
FALSE_ALARMS = Exercise(
    title="False alarms",
    level="easy",
    minutes=10,
    by="code",
    objective=3,
    given={"above": 0.9},
    varied={"above": (0.7, 0.72, 0.75, 0.78, 0.8, 0.81, 0.82, 0.84, 0.85, 0.86, 0.87, 0.88)},
    text="""
For each of the five seeds, at which recorded step does *copying* first exceed @{above:.0%} in the control, the network
of one layer, and in the network of two? Say in one sentence what a monitor based on copying would have reported.
""",
    hint='`induction.first_step("copying", above=@{above}, seed=seed, layers=1)`, for the control.',
    solution="""
The control passes first, in every seed, and it never uses what it has. The monitor would have raised its alarm on all
ten networks, and five of them never got the ability.
""",
    answers=(
        Answer("control_steps", "the steps at which the control passes @{above:.0%}, for seeds 0 to 4 in order", STEPS),
        Answer("two_layer_steps", "the same for the network of two layers", STEPS),
    ),
    solve=false_alarms,
    wrong=(
        Wrong(
            "the networks exchanged",
            lambda *, above: {
                "control_steps": false_alarms(above=above)["two_layer_steps"],
                "two_layer_steps": false_alarms(above=above)["control_steps"],
            },
            "those are the steps of the other network: the control is `layers=1`.",
        ),
        Wrong(
            "places for steps",
            lambda *, above: {name: [step / 5 for step in steps] for name, steps in false_alarms(above=above).items()},
            "those are places in the table. It has a row every five steps, and steps are asked for.",
        ),
        Wrong(
            "the answers for copying",
            lambda *, above: {
                "two_layer_steps": [induction.first_step("accuracy", above=above, seed=seed) for seed in SEEDS]
            },
            "that is when the answers themselves pass @{above:.0%}. Copying is what would be right with the last look"
            " lent.",
        ),
    ),
    rubric=Rubric(
        asks="In one sentence: what would a monitor based on copying have reported?",
        criteria=(
            (1, "says that it raises its alarm on the controls as well, or on all ten networks"),
            (1, "says that five of these, the controls, never get the ability: the alarm was false"),
        ),
        marked=(
            Marked(
                "It would have warned of all ten networks, first of the one-layer ones, and half of the warnings were "
                "wrong because those never learn the task.",
                2,
                "all ten, and the controls never get there",
            ),
            Marked(
                "It would have warned about twenty steps before the accuracy goes up, so it is a good early warning.",
                0,
                "true of the networks of two layers alone; what it says of the control is the point",
            ),
        ),
    ),
)


def move_the_border(*, importance):
    return {"border_density": 2 * importance / (1 + 5 / 2 * importance), "limit_ratio": 2.0}


MOVE_THE_BORDER = Exercise(
    title="Move the border",
    level="easy",
    minutes=15,
    by="hand",
    objective=4,
    given={"importance": 0.1},
    varied={"importance": (0.05, 0.08, 0.12, 0.15, 0.2, 0.25, 0.3, 0.35, 0.45, 0.6, 0.7, 0.8)},
    text="""
Derive the density $p$ at which sharing and keeping one cost the same when the second feature is $I$ times as important
as the first, for $I \\le 1$. What is it for $I = @{importance}$? What happens to $p$, and to $p/I$, as $I$ goes to
zero, and why?
""",
    hint="Set $(1 + I)\\,p^2/6 = I\\,(p/3 - p^2/4)$ and divide by $p$.",
    solution="""
$p = 2I / (1 + 5I/2)$, which is @{border_density:.4f} for $I = @{importance}$. For small $I$ it is about $2I$, so $p/I$
goes to @{limit_ratio:g}: an unimportant feature is worth storing only when it almost never gets in the way of the
important one. At $I = 1$ it is 4/7. `superposition.sharing_density` says the same.
""",
    answers=(
        Answer(
            "border_density", "the density at the border for I = @{importance}, to four places", share(rel=0, abs=2e-4)
        ),
        Answer("limit_ratio", "to what p / I goes as I goes to zero", Number(low=0, rel=0.01)),
    ),
    solve=move_the_border,
    wrong=(
        Wrong(
            "the first feature's error alone",
            lambda *, importance: {"border_density": 2 * importance / (1 + 1.5 * importance)},
            "when both are there, both answers are wrong by the smaller one: the second feature's as well.",
        ),
        Wrong(
            "the second feature's error alone",
            lambda *, importance: {"border_density": 0.8},
            "when both are there, both answers are wrong by the smaller one: the first feature pays as well.",
        ),
        Wrong(
            "the mean square for the variance",
            lambda *, importance: {"border_density": 2 * importance / (1 + importance)},
            "you took the dropped feature's mean square. Its mean is guessed, so only the variance is lost.",
        ),
        Wrong(
            "equal importances",
            lambda *, importance: {"border_density": 4 / 7, "limit_ratio": 4 / 7},
            "that is the border for two equally important features.",
        ),
        Wrong(
            "the border for the ratio",
            lambda *, importance: {"limit_ratio": 0.0},
            "the border itself goes to zero. How fast it does so is asked for: divide it by I first.",
        ),
    ),
    rubric=Rubric(
        asks="Derive the border, and say why it goes to zero with the importance.",
        criteria=(
            (1, "sets the price of sharing, $(1+I)\\,p^2/6$, equal to that of keeping one, $I(p/3 - p^2/4)$"),
            (1, "solves for $p$ as a function of $I$"),
            (
                1,
                "says that sharing costs the important feature whenever both are there, so that must be rare",
            ),
        ),
        marked=(
            Marked(
                "(1+I)p/6 = I/3 - Ip/4, so p(2+2I+3I) = 4I and p = 4I/(2+5I). If I is tiny, the gain from keeping "
                "feature 2 is tiny but every collision still hurts feature 1 fully, so they have to be very rare.",
                3,
                "the equation, its solution in another form, and the reason",
            ),
            Marked(
                "p = 2I/(1+5I/2), it goes to 0 because I is in the numerator.",
                1,
                "solved, with no equation shown; the reason repeats the formula",
            ),
        ),
    ),
)


def room_used(*, decay, features):
    nets = superposition.geometry_grid()
    sums = [
        superposition.geometry(density=density, decay=decay, seed=seed).dimensions.sum()
        for density in nets.densities
        for seed in SEEDS
    ]
    directions = np.random.default_rng(0).standard_normal((100_000, 2, features))
    chance = superposition.feature_dimensions(directions).sum(axis=1)
    low, middle, high = np.quantile(chance, [0.25, 0.5, 0.75])
    return {
        "full": 2,
        "least_sum": float(min(sums)),
        "most_sum": float(max(sums)),
        "random_sum": float(middle),
        "random_mean": float(chance.mean()),
        "least_waste": float(1 - high / 2),
        "most_waste": float(1 - low / 2),
    }


_room_used = functools.cache(room_used)  # for the wrong answers, which are made of it


ROOM_USED = Exercise(
    title="How much room is used?",
    level="medium",
    minutes=15,
    by="code",
    objective=4,
    given={"decay": 1.0, "features": 5},
    varied={"decay": (0.7, 0.8, 0.9, 1.0), "features": (4, 5, 6, 8)},
    text="""
Add up the shares of a dimension over the five features, for every shipped network whose importances fall by a factor
of @{decay:g} a rank (of 1: all are equal). What should the sum be if no room of the two dimensions is wasted, and
what is the smallest that you find? Compare with chance: give @{features} features random directions and lengths
(every weight drawn from a standard normal distribution, 100,000 times) and take the median of the sums.
""",
    hint="""
`superposition.geometry(density=…, decay=@{decay}, seed=…).dimensions`; the densities are
`superposition.geometry_grid().densities`. `superposition.feature_dimensions(weights)` takes weights of the shape
`(draws, 2, @{features})`.
""",
    solution="""
@{full}, the number of dimensions. The networks come close, from @{least_sum:.3f} up, also those that found a worse
figure: whatever they do, they leave almost no room unused. Random directions do not: their median is
@{random_sum:.2f}, and the middle half of them waste @{least_waste:.0%} to @{most_waste:.0%}, because some crowd
together.
""",
    remark="All 420 shipped networks, whatever their importances, reach two to within 1%.",
    answers=(
        Answer("full", "the sum if no room is wasted", Whole(low=0)),
        Answer("least_sum", "the smallest sum of a shipped network, to three places", Number(low=0, rel=0, abs=1e-3)),
        Answer("random_sum", "the median sum for @{features} random directions", Number(low=0, rel=0.01)),
    ),
    solve=room_used,
    wrong=(
        Wrong(
            "a dimension for each feature",
            lambda *, decay, features: {"full": 5},
            "that would be a dimension for each feature. There are fewer dimensions than features.",
        ),
        Wrong(
            "the largest for the smallest",
            lambda **given: {"least_sum": _room_used(**given)["most_sum"]},
            "that is the largest sum.",
        ),
        Wrong(
            "the mean for the median",
            lambda **given: {"random_sum": _room_used(**given)["random_mean"]},
            "that is the mean. A few draws in which all directions crowd together pull it down: take the median.",
        ),
        Wrong(
            "the waste for the use",
            lambda **given: {"random_sum": 2 - _room_used(**given)["random_sum"]},
            "that is what is wasted. The sum of the shares is asked for.",
        ),
    ),
)

RATES = {"adam": (0.01, 0.003), "sgd": (1.0, 0.5)}  # of the figures, and the other ones that were trained


def waiting_for_examples(*, first, last):
    powers = {"adam": [], "sgd": []}
    tasks = slice(first - 1, last)
    for adam_rate, sgd_rate in zip(*RATES.values(), strict=True):
        runs = [parity.optimisers(seed=seed, adam_rate=adam_rate, sgd_rate=sgd_rate) for seed in SEEDS]
        for name, found in powers.items():  # examples of its own, over frequency: steps, but for a factor
            steps = [getattr(run, name) / run.frequency for run in runs]
            found.append([parity.power_of(one[tasks], runs[0].frequency[tasks]) for one in steps])
    adam_slow, plain_slow = (float(np.mean(powers[name][1])) for name in ("adam", "sgd"))
    return {
        "adam_powers": powers["adam"][0],
        "plain_powers": powers["sgd"][0],
        "adam_slow": adam_slow,
        "plain_slow": plain_slow,
        "slow_said": formatted(adam_slow, ".2f"),
        "plain_slow_said": formatted(plain_slow, ".2f"),
        "adam_ends": " to ".join(formatted(end(powers["adam"][0]), ".2f") for end in (max, min)),
        "plain_ends": " to ".join(formatted(end(powers["sgd"][0]), ".2f") for end in (max, min)),
    }


_waiting_for_examples = functools.cache(waiting_for_examples)  # for the wrong answers, which are made of it


POWER = Number(low=-3, high=3, rel=0, abs=0.0075)
WAITING_FOR_EXAMPLES = Exercise(
    title="Waiting for examples",
    level="medium",
    minutes=20,
    by="code",
    objective=5,
    given={"first": 1, "last": 12},
    varied={"first": (1, 2, 3), "last": (9, 10, 11, 12)},
    text="""
If every task needed the same number of *its own* examples, the step at which it is learned would go as frequency to the
power −1. Fit the power through tasks @{first} to @{last}, for each of the five seeds, by Adam (learning rate 0.01) and
by plain gradient descent (1.0). Then at the other learning rates that were trained, 0.003 and 0.5, on average over the
seeds. Whose doing is it that rare tasks come early? What is left to explain?
""",
    hint="""
`run = parity.optimisers(seed=…, adam_rate=…, sgd_rate=…)` has `run.adam` and `run.sgd`, the examples of its own that
each task had been shown; divided by `run.frequency` they are steps, but for a factor. `parity.power_of(steps,
frequency)` draws the straight line in log-log, and leaves out a task that was never learned.
""",
    solution="""
By Adam @{adam_ends} at the rate of the figures, and @{slow_said} on average at a third of it; by plain gradient
descent @{plain_ends}, and @{plain_slow_said} on average at half of it. So the optimiser does most, and its step size
counts. What is left is small, and five seeds do not settle where it comes from.
""",
    answers=(
        Answer(
            "adam_powers", "the powers by Adam at 0.01, for seeds 0 to 4, to two places", Numbers(count=5, each=POWER)
        ),
        Answer("plain_powers", "the same by plain gradient descent at 1.0", Numbers(count=5, each=POWER)),
        Answer("adam_slow", "the mean of the five powers by Adam at 0.003, to two places", POWER),
        Answer("plain_slow", "the same by plain gradient descent at 0.5", POWER),
    ),
    solve=waiting_for_examples,
    wrong=(
        Wrong(
            "its own examples for steps",
            lambda **given: {
                name: [power + 1 for power in _waiting_for_examples(**given)[name]]
                for name in ("adam_powers", "plain_powers")
            },
            "that is the power of the examples of its own that a task was shown. Divide them by its frequency: steps.",
        ),
        Wrong(
            "the optimisers exchanged",
            lambda **given: {
                "adam_powers": _waiting_for_examples(**given)["plain_powers"],
                "plain_powers": _waiting_for_examples(**given)["adam_powers"],
            },
            "those are the powers of the other optimiser.",
        ),
        Wrong(
            "the sign",
            lambda **given: {
                "adam_powers": [-power for power in _waiting_for_examples(**given)["adam_powers"]],
                "plain_powers": [-power for power in _waiting_for_examples(**given)["plain_powers"]],
            },
            "rarer tasks come later: against the frequency the line falls.",
        ),
    ),
    rubric=Rubric(
        asks="Whose doing is it that rare tasks come early, and what is left to explain?",
        criteria=(
            (1, "says that it is mostly Adam's: its powers lie further from −1 than plain descent's"),
            (1, "gives a reason: each weight's step is divided by its usual gradient, so rare tasks take full steps"),
            (1, "says that plain descent is near −1, not on it, and that five seeds do not settle the rest"),
        ),
        marked=(
            Marked(
                "Mostly Adam: -0.8 against -0.9. Adam rescales each weight's step, so weights that a rare task uses "
                "still move fully. Plain descent is within 0.2 of -1 and the seeds differ by as much, so I would not "
                "say more.",
                3,
                "who, why, and how little the rest says",
            ),
            Marked(
                "The common tasks help the rare ones, since all powers are above -1.",
                0,
                "help would be there with plain descent as well, where most of the effect is gone",
            ),
        ),
    ),
)


def grokking_waits(*, seed, share, more):
    rows = table("grokking_waits")
    mine = (rows["seed"] == seed) & (rows["nudge"] == 0)
    found, sooner = (
        {name: float(values[mine & (rows["share"] == part)][0]) for name, values in rows.items()}
        for part in (share, more)
    )
    return {
        "own_known": found["own_known"],
        "others_half": found["others_half"],
        "rise": found["others_nine_tenths"] - found["others_tenth"],
        "fourier_halfway": found["fourier_halfway"],
        "others_half_more": sooner["others_half"],
        "fourier_first": found["fourier_first"],
        "others_nine_tenths": found["others_nine_tenths"],
    }


GROKKING = Exercise(
    title="Grokking",
    level="hard",
    minutes=45,
    by="code",
    objective=3,
    trains=True,
    given={"seed": 0, "share": 0.3, "more": 0.4},
    varied={"seed": tuple(SEEDS), "share": (0.3, 0.35), "more": (0.4, 0.5)},
    text="""
`simulations.circuits.grokking.trained(seeds=[@{seed}], share=@{share})` trains a network with a quadratic hidden
layer, as Gromov's {cite:p}`gromov2023grokking`, on @{share:.0%} of the sums modulo 53. When does it know its own pairs,
and when half of the others? Which of its measures moves in between? Compare with `share=@{more}`. Is the rise of the
test accuracy a jump? It needs PyTorch, and a minute or two for each training.
""",
    hint="""
`history.steps` has the recorded steps, every 25, and `history.measures` arrays of them by network: `train_accuracy` is
of its own pairs, `test_accuracy` of the others, and `fourier_share` says how much of a hidden unit's weights lies in
one frequency. `history.steps[np.argmax(values > level)]` is the first step above a level.
""",
    solution="""
The pairs are known by step @{own_known:.0f}, and half of the others only at step @{others_half:.0f}. The Fourier share
climbs all the while, from @{fourier_first:.2f}, the noise of random weights, to @{fourier_halfway:.2f}: the circuit is
being built while the test accuracy stays near zero. The rise from a tenth to nine tenths then takes @{rise:.0f} steps,
so it is late more than it is sudden. With @{more:.0%} of the pairs half of the others are known at step
@{others_half_more:.0f}.

```python
from simulations.circuits import grokking

history = grokking.trained(seeds=[@{seed}], share=@{share})
test, steps = history.measures["test_accuracy"][:, 0], history.steps
half, tenth, nine_tenths = (steps[np.argmax(test > level)] for level in (0.5, 0.1, 0.9))
```

Below, the numbers are read from a table of such trainings. Yours may differ by a recorded step or two.
""",
    answers=(
        Answer(
            "own_known",
            "the first recorded step with more than 99% of its own pairs right",
            Whole(low=0, high=900, off=25),
        ),
        Answer(
            "others_half",
            "the first recorded step with more than half of the others right",
            Whole(low=0, high=900, off=50),
        ),
        Answer(
            "rise",
            "how many steps lie between a tenth of the others right and nine tenths",
            Whole(low=0, high=900, off=75),
        ),
        Answer(
            "fourier_halfway",
            "the Fourier share at the step at which half of the others are right",
            share(rel=0, abs=0.05),
        ),
        Answer(
            "others_half_more",
            "the first recorded step with more than half of the others right, for share=@{more}",
            Whole(low=0, high=900, off=50),
        ),
    ),
    solve=grokking_waits,
    wrong=(
        Wrong(
            "places for steps",
            lambda **given: {name: grokking_waits(**given)[name] // 25 for name in ("own_known", "rise")},
            "that is counted in places of the arrays. A row is recorded every 25 steps: look it up in `history.steps`.",
        ),
        Wrong(
            "its own pairs for the others",
            lambda **given: {
                "others_half": grokking_waits(**given)["own_known"],
                "others_half_more": grokking_waits(**given)["own_known"],
            },
            "that is when it knows its own pairs, `train_accuracy`; or a place in the array, not a step. The others are"
            " `test_accuracy`, and `history.steps` has the steps.",
        ),
        Wrong(
            "the two trainings exchanged",
            lambda **given: {
                "others_half": grokking_waits(**given)["others_half_more"],
                "others_half_more": grokking_waits(**given)["others_half"],
            },
            "that is the other training's. With which share of the pairs is the wait longer?",
        ),
        Wrong(
            "from the start",
            lambda **given: {"rise": grokking_waits(**given)["others_nine_tenths"]},
            "that is counted from the start. The rise begins at a tenth.",
        ),
        Wrong(
            "at the start for halfway",
            lambda **given: {"fourier_halfway": grokking_waits(**given)["fourier_first"]},
            "that is the share of random weights, at the start.",
        ),
    ),
    rubric=Rubric(
        asks="Which measure moves while the test accuracy does not, and is the rise of the test accuracy a jump?",
        criteria=(
            (1, "names the Fourier share, and that it climbs from the start on"),
            (1, "says what that means: a circuit of few frequencies is built before it decides the answers"),
            (1, "sets the rise beside the wait, and says that it is late more than it is sudden"),
            (1, "says that more pairs shorten the wait"),
        ),
        marked=(
            Marked(
                "fourier_share goes from 0.15 to 0.5 before half of the others are right, so a circuit with few "
                "frequencies grows all through the plateau. From 10 to 90% takes 400 steps after a wait of 375, so "
                "it is no jump. With 40% of the pairs it happens at about half the time.",
                4,
                "all four",
            ),
            Marked(
                "Yes, it jumps: train accuracy is 100% at step 50 and test accuracy is 95% at the end.",
                0,
                "two points make every curve a jump; the steps between were recorded",
            ),
        ),
    ),
)


def _leads(measure: np.ndarray, part: float) -> list[float]:
    """By how many steps each network's ``measure`` (times, 5) makes ``part`` of its change before matching does."""
    steps = np.linspace(0, 200, len(measure))
    changed = (measure - measure[0]) / (measure[-1] - measure[0]) > part
    matching = [induction.first_step_of_change("matching", share=part, seed=seed) for seed in SEEDS]
    return (np.array(matching) - steps[changed.argmax(axis=0)]).tolist()


def a_measure_of_your_own(*, early, middle, part):
    rows = table("induction_lent")  # ten networks, at every tenth step
    lent, own = (
        np.stack([rows[name][rows["seed"] == seed] for seed in range(5)], axis=1) for name in ("both_lent", "own_match")
    )
    own = own.round(2)
    leads = _leads(own, part)
    return {
        "both_lent": [float(lent[step // 10].mean()) for step in (early, middle, 200)],
        "report": {"measure": own.tolist(), "leads": leads},
        "lead_ends": f"{min(leads):.0f} to {max(leads):.0f}",
    }


_a_measure_of_your_own = functools.cache(a_measure_of_your_own)  # for the wrong answers, which are made of it


def _recorded(name: str, times: int) -> np.ndarray:
    """(times, 5): a score of the shipped networks of two layers, at ``times`` steps from 0 to 200."""
    rows = table("induction_training")
    chosen = (rows["layers"] == 2) & np.isin(rows["step"], np.linspace(0, 200, times))
    return np.stack([rows[name][chosen & (rows["seed"] == seed)] for seed in SEEDS], axis=1)


REPORT = 'a dictionary {"measure": an array of a row for each step and a column for each seed, "leads": five numbers}'


def _read_report(value) -> dict[str, list]:
    if not isinstance(value, Mapping):
        raise Misread(f"{kind_of(value)} was given, and {REPORT} is asked for")
    if {*value} != {"measure", "leads"}:
        raise Misread(f"its keys are {', '.join(map(repr, value)) or 'none'}, and 'measure' and 'leads' are asked for")
    try:
        measure, leads = (np.asarray(value[name], dtype=float) for name in ("measure", "leads"))
    except (TypeError, ValueError):
        raise Misread("its measure and its leads must be numbers, in rows of one length") from None
    if measure.ndim != 2 or leads.shape != (len(SEEDS),):
        raise Misread(f"its measure has the shape {measure.shape}, and its leads {leads.shape}: {REPORT} is asked for")
    return {"measure": measure.tolist(), "leads": leads.tolist()}


def _report_fault(report: Mapping, given: Mapping) -> str:
    measure, leads = np.array(report["measure"]), np.array(report["leads"])
    times, networks = measure.shape
    if networks != len(SEEDS):
        return "a column for each of the seeds 0 to 4 is asked for" + (", so transpose it." if times == 5 else ".")
    if times < 21 or 200 % (times - 1):
        return "a row every ten steps is asked for, from step 0 to 200, both included; or one every five."
    if not np.isfinite([*measure.ravel(), *leads]).all():
        return "some of its numbers are not finite."
    if (measure[-1] == measure[0]).any():
        return "it ends where it began, in one network at least, so no part of its change can be told."
    if np.ptp(measure, axis=1).max() == 0:
        return "it is the same in all five networks, to the last digit."
    for name in ("accuracy", "copying", "matching", "induction_score", "previous_token_score"):
        if times in (21, 41) and np.abs(measure - _recorded(name, times)).mean() < 0.02:
            return f"that is {name}, which reads test sequences. Weights alone are asked for."
    own, spacing = _leads(measure, given["part"]), 200 / (times - 1)
    if (np.abs(leads - own) <= spacing).all():
        return ""
    if (np.abs(leads + own) <= spacing).all():
        return "the leads have the other sign: ahead of matching is positive."
    wrong = ", ".join(str(seed) for seed in SEEDS if abs(leads[seed] - own[seed]) > spacing)
    return f"by this criterion, this measure's lead is another one for seed {wrong}."


A_MEASURE_OF_YOUR_OWN = Exercise(
    title="A measure of your own",
    level="hard",
    minutes=60,
    by="code",
    objective=3,
    trains=True,
    given={"early": 20, "middle": 60, "part": 0.5},
    varied={"early": (20, 30), "middle": (50, 60), "part": (0.3, 0.4, 0.5)},
    text="""
Two steps, each with one training of the network of two layers on seeds 0 to 4, measured every ten steps. It needs
PyTorch, and a minute or two for each.

1. *Lend the network both looks* while it is measured. How many answers are right at steps @{early}, @{middle} and 200,
   on average over the five networks? What is left to learn?
2. Build a progress measure that uses *weights only*: no sequence is read. Hand in its values, and by how many steps it
   is ahead of *matching* in each network, both judged by one criterion: the first recorded step with more than
   @{part:.0%} of the whole change from step 0 to 200. Behind counts as negative. Any measure is right, ahead or not.
""",
    hint="""
`history = network.trained(seeds=range(5), every=10, measure=mine)`, with `from simulations.circuits import
induction_network as network`, trains with a measure of yours. It is called as `mine(parameters, network=…, exam=…)` and
returns a dictionary of numpy arrays, each with a number for each network.

1. `logits, attention = network(parameters, tokens, lent={0: first, 1: last})`, where `tokens` is
   `exam.tokens.expand(5, -1, -1)`. `simulations.circuits.progress` has the two looks,
   `previous_token_look(exam.tokens.shape[-1])` and `perfect_look(exam.prefix)`, and
   `answers(logits, exam)["accuracy"]`.
2. Follow one token: its row of `parameters["embedding"]`, through a first head's `value0` and `output0`, to a second
   head's `key1`, against the same token's `query1`. Compare with other tokens. `history.measures` has the rows and
   columns that are asked for, and `induction.first_step_of_change("matching", share=@{part}, seed=seed)` the step of
   matching.
""",
    solution="""
With both lent, one would expect *copying* again. But the lent first look goes to all four heads of its layer, and what
they bring also reaches the output past the second look. So fewer answers are right at step @{middle} than at step
@{early}, and over 90% at step 200: a loan can do harm too. What is left to learn is to copy, and not to be misled by
what the first layer brings.

For weights only, `own_match` in `simulations/circuits/lent.py` compares the diagonal of the token-by-token table of
matches with the rest of it, in standard deviations of the table, for the best pair of heads. By this criterion it is
ahead of matching in all five networks, by @{lead_ends} steps. There is no single right answer, and the control cannot
be asked: it has no second layer that could match what the first one writes.

```python
from simulations.circuits import induction_network as network, lent

right = network.trained(seeds=range(5), every=10, measure=lent.both_lent).measures["both_lent"]
own = network.trained(seeds=range(5), every=10, measure=lent.own_match).measures["own_match"]
```

Below, both are read from a table of these trainings.
""",
    remark="By 70% of its change `own_match` is ahead in three of the five and behind in one: a threshold makes it.",
    answers=(
        Answer(
            "both_lent",
            "the shares of right answers with both looks lent, at steps @{early}, @{middle} and 200, means of the five"
            " networks",
            Numbers(count=3, each=share(rel=0, abs=0.07)),
        ),
        Answer(
            "report",
            "your measure of the weights at steps 0, 10, … 200, and its leads over matching for seeds 0 to 4, in steps",
            Built(form=REPORT, check=_read_report, fault=_report_fault),
        ),
    ),
    solve=a_measure_of_your_own,
    wrong=(
        Wrong(
            "the last look alone",
            lambda *, early, middle, part: {
                "both_lent": _recorded("copying", 41).mean(axis=1)[[early // 5, middle // 5, 40]].tolist()
            },
            "that is copying: the last look was lent, and the first was not.",
        ),
        Wrong(
            "nothing lent",
            lambda *, early, middle, part: {
                "both_lent": _recorded("accuracy", 41).mean(axis=1)[[early // 5, middle // 5, 40]].tolist()
            },
            "those are the network's own answers: nothing was lent. Is `lent` handed to `network`?",
        ),
        Wrong(
            "leads with the other sign",
            lambda **given: {
                "report": {
                    "measure": _a_measure_of_your_own(**given)["report"]["measure"],
                    "leads": [-lead for lead in _a_measure_of_your_own(**given)["report"]["leads"]],
                }
            },
            "the leads have the other sign: ahead of matching is positive.",
        ),
        Wrong(
            "matching itself",
            lambda **given: {"report": {"measure": _recorded("matching", 21).tolist(), "leads": [0.0] * 5}},
            "that is matching, which reads test sequences. Weights alone are asked for.",
        ),
    ),
    rubric=Rubric(
        asks="What is left to learn with both looks lent, and what does your measure see coming, and what not?",
        criteria=(
            (1, "says that copying is left: turning what is found into the answer"),
            (1, "explains the fall: what the lent first look brings also reaches the output directly, and misleads"),
            (2, "says what the measure compares, and why that part of the circuit is in it, and no test sequence"),
            (1, "reports its lead or lag for all five networks by one criterion"),
            (1, "says what it does in the control, or why it cannot be asked there"),
        ),
        marked=(
            Marked(
                "Copying is left, and it gets worse first because all four first-layer heads bring the previous token, "
                "and their output goes straight to the logits too. My measure: for each token, query1 against key1 of "
                "what value0/output0 of head f make of that token, minus the mean over other tokens, best pair. By "
                "half of the change it is ahead of matching by 10 to 20 steps in all five. A one-layer net has no "
                "key1, so no control.",
                6,
                "what is left and why it falls, the measure with its reason, five leads, the control",
            ),
            Marked(
                "I took the norm of query1. It grows from the beginning, so it is 60 steps ahead and better than "
                "matching.",
                1,
                "a lead is reported; a norm that grows from the first step names no part of the circuit, and the "
                "control is not thought of",
            ),
        ),
    ),
)


def _half_fault(controls: Mapping[str, str], given: Mapping) -> str:
    try:
        chosen = {name: int(controls[name]) for name in ("step", "layers", "seed")}
        now = induction.training(**chosen)
    except (KeyError, ValueError, IndexError):
        return "the figure has no such state: copy the link with its button."
    if chosen["layers"] != 2:
        return "that is the control, which never gets the ability. Choose the network of two layers."
    if chosen["seed"] != given["seed"]:
        return f"that is another network: seed {given['seed']} is asked for."
    if now.copying_now < given["lent"]:
        return "too early: with the last look lent, fewer answers would be right than asked for."
    return "too late: more of the answers are right already." if now.accuracy_now >= given["right"] else ""


def half_a_circuit(*, seed, lent, right):
    for step in range(0, 201, 5):
        now = induction.training(step=step, seed=seed, layers=2)
        if now.copying_now >= lent and now.accuracy_now < right:
            return {"half_state": link("induction-training", step=step, layers=2, seed=seed)}
    raise ValueError(f"there is no such step for seed {seed}")


HALF_A_CIRCUIT = Exercise(
    title="Half a circuit",
    level="easy",
    minutes=10,
    by="figure",
    objective=1,
    given={"seed": 2, "lent": 0.7, "right": 0.25},
    varied={"seed": tuple(SEEDS), "lent": (0.6, 0.65, 0.7)},
    text="""
On the book's page, in the figure *A circuit forms*, find a step of the network of two layers
with seed @{seed} at which fewer than @{right:.0%} of the answers are right, though @{lent:.0%} or more would be with
the last look lent. Its button *Copy link to this state* copies it. Then look at the two pictures of attention there:
which part of the circuit is missing?
""",
    hint="The caption says both shares. Copying is ready early; move the step back from where the answers rise.",
    solution="""
The link below is the first such step. What is there is the copying. In the first picture there is no clean diagonal
yet, so no place knows what stood before it, and in the second the dark cells are not at the places after earlier
copies of the row's letter: the looks are missing, and the answers wait for them.
""",
    answers=(
        Answer(
            "half_state",
            "seed @{seed}, two layers: under @{right:.0%} right, @{lent:.0%} or more with the last look lent",
            State(figure="induction-training", fault=_half_fault),
        ),
    ),
    solve=half_a_circuit,
    wrong=(
        Wrong(
            "the control",
            lambda *, seed, lent, right: {"half_state": link("induction-training", step=60, layers=1, seed=seed)},
            "that is the control, which never gets the ability. Choose the network of two layers.",
        ),
        Wrong(
            "too early",
            lambda *, seed, lent, right: {"half_state": link("induction-training", step=20, layers=2, seed=seed)},
            "too early: with the last look lent, fewer answers would be right than asked for.",
        ),
        Wrong(
            "too late",
            lambda *, seed, lent, right: {"half_state": link("induction-training", step=90, layers=2, seed=seed)},
            "too late: more of the answers are right already.",
        ),
    ),
    rubric=Rubric(
        asks="Which part of the circuit is missing at this step, by the two pictures of attention?",
        criteria=(
            (1, "says that the first picture has no clean diagonal: the look at the token before is missing"),
            (1, "says that the second does not look after earlier copies of the row's letter, or hardly: no matching"),
        ),
        marked=(
            Marked(
                "The first picture is grey everywhere below the diagonal instead of one line, and the second has no "
                "dark cells after the earlier same letters. So the two looks are missing, only copying is there.",
                2,
                "both pictures read",
            ),
            Marked(
                "The accuracy is low, so the network has not learned the task.",
                0,
                "true, and read from the caption; the pictures are asked about",
            ),
        ),
    ),
)


def evidence_against_complexity(*, higher, few, many, data):
    saved, paid = higher, (many - few) / 2
    n = math.e
    for _ in range(200):  # n ΔL = Δλ log n: from the right, the larger of its two roots
        n = max(paid * math.log(n) / saved, math.e)
    return {
        "n_balance": n,
        "n_without_log": paid / saved,
        "n_figure": int(stages.transition(2, data=data)),
        "difference": paid,
    }


EVIDENCE_AGAINST_COMPLEXITY = Exercise(
    title="Evidence against complexity",
    level="medium",
    minutes=15,
    by="code",
    objective=6,
    given={"higher": 0.0058, "few": 3, "many": 5, "data": "expected"},
    varied={
        "higher": (0.002, 0.003, 0.004, 0.0058, 0.008, 0.01),
        "many": (5, 7, 8),
        "data": ("expected", "0", "1", "2"),
    },
    text="""
Two solutions of a task: one has a loss of @{higher} nats an example and @{few} weights that matter, the other a loss of
0 and @{many} such weights. Each weight counts one half in λ. By $F = nL + \\lambda \\log n$ alone, from how many
examples $n$ on does the second have the lower free energy? (At very small $n$ the formula says nothing.) Then compare
with what is computed in full: from which number of examples on have two live units most of the posterior in the figure
*Two units come alive*, with its data at `"@{data}"`?
""",
    hint="""
Both sides of $n \\, \\Delta L = \\Delta\\lambda \\log n$ hold $n$: put a guess in on the right, divide, and put the
result in again. `stages.transition(2, data="@{data}")`, with `from simulations.circuits import stages`.
""",
    solution="""
Δλ is @{difference:g}, and the balance is at about @{n_balance:,.0f} examples. Without the logarithm one would say
@{n_without_log:,.0f}. The figure's network has a difference of 0.0058 and two weights, and turns at @{n_figure:,}
with these data. The formula leaves out what does not grow with $n$: how wide the prior is, and how sharply the loss
rises around each solution.
""",
    answers=(
        Answer("n_balance", "the number of examples at which the two are equal", Number(low=1, rel=0.02)),
        Answer("n_figure", "the number of examples in the figure", Whole(low=10, high=10_000)),
    ),
    solve=evidence_against_complexity,
    wrong=(
        Wrong(
            "the logarithm left out",
            lambda **given: {"n_balance": evidence_against_complexity(**given)["n_without_log"]},
            "you set n ΔL equal to Δλ. A weight's cost grows with the logarithm of n.",
        ),
        Wrong(
            "one for each weight",
            lambda *, higher, few, many, data: {
                "n_balance": evidence_against_complexity(higher=higher / 2, few=few, many=many, data=data)["n_balance"]
            },
            "you counted each weight as one. It counts one half.",
        ),
        Wrong(
            "all weights of the second",
            lambda *, higher, few, many, data: {
                "n_balance": evidence_against_complexity(higher=higher, few=0, many=many, data=data)["n_balance"]
            },
            "you charged the second for all of its weights. The first pays for some as well: take the difference.",
        ),
        Wrong(
            "the first unit",
            lambda **given: {"n_figure": int(stages.transition(1, data=given["data"]))},
            "that is where the first unit comes alive in most of the posterior. Two are asked for.",
        ),
    ),
)


def what_is_lost(*, tasks, network):
    runs = [memory.training(tasks=tasks, network=network, seed=seed) for seed in memory.SEEDS]
    alone = memory.lost(tasks=tasks, network="attention")
    return {
        "lost_factors": memory.lost(tasks=tasks, network=network).tolist(),
        "least_steps": [run.least_at for run in runs],
        "alone_most": float(alone.max()),
    }


WHAT_IS_LOST = Exercise(
    title="What is lost again",
    level="easy",
    minutes=10,
    by="code",
    objective=6,
    given={"tasks": 32, "network": "both"},
    varied={"tasks": (8, 16, 32, 64), "network": ("both", "penalty", "frequencies")},
    text="""
For the networks of the figure *What comes, and goes* that were trained on @{tasks} tasks (`network="@{network}"`), and
each of the seeds 0 to 2: at which recorded step is the error on new tasks least, and by what factor is it larger at the
end? Then look at the control, `network="attention"`. What does the memory do, and what would the training loss have
told?
""",
    hint="""
`memory.training(tasks=@{tasks}, network="@{network}", seed=seed)`, with `from simulations.circuits import memory`, has
`steps`, and `new` and `known`, the errors at each.
""",
    solution="""
It is larger at the end in all three. By attention alone it ends at most @{alone_most:.2f} times as high as its least:
the memory takes over, and what it holds is the known tasks. The training loss is the error on these, which goes on
falling: it would have told nothing.
""",
    answers=(
        Answer(
            "least_steps",
            "the steps of the least error on new tasks, for seeds 0 to 2 in order",
            Numbers(count=3, each=Whole(low=0, high=memory.STEPS)),
        ),
        Answer(
            "lost_factors",
            "the error on new tasks at the end over its least, for seeds 0 to 2, to two places",
            Numbers(count=3, each=Number(low=0, rel=0, abs=0.0075)),
        ),
    ),
    solve=what_is_lost,
    wrong=(
        Wrong(
            "upside down",
            lambda **given: {"lost_factors": [1 / factor for factor in what_is_lost(**given)["lost_factors"]]},
            "those are the least errors over the last ones: upside down.",
        ),
        Wrong(
            "the control",
            lambda *, tasks, network: {"lost_factors": memory.lost(tasks=tasks, network="attention").tolist()},
            "those are the factors of attention alone, the control.",
        ),
        Wrong(
            "places for steps",
            lambda *, tasks, network: {
                "least_steps": [
                    memory.AT.index(step) for step in what_is_lost(tasks=tasks, network=network)["least_steps"]
                ]
            },
            "those are places in the record. Its rows stand further and further apart: give the steps.",
        ),
    ),
)


EXERCISES = numbered(
    "circuits",
    [
        FALSE_ALARMS,
        MOVE_THE_BORDER,
        ROOM_USED,
        WAITING_FOR_EXAMPLES,
        GROKKING,
        A_MEASURE_OF_YOUR_OWN,
        HALF_A_CIRCUIT,
        EVIDENCE_AGAINST_COMPLEXITY,
        WHAT_IS_LOST,
    ],
)
