"""The examples chapter's exercises."""

import functools

import numpy as np
from scipy import stats

from simulations.data import table
from simulations.examples import atlas, bigbench, joint, pieces
from simulations.exercises.exercise import Answer, Exercise, Marked, Rubric, Wrong, numbered
from simulations.exercises.kinds import Built, Choice, Misread, Number, State, Whole, share
from simulations.exercises.states import link, number
from simulations.laws import resolution

WEI_MODELS = ("GPT-3", "Gopher", "Chinchilla", "PaLM", "FLAN", "LaMDA", "T5", "Anthropic", "EleutherAI")


def tokens_behind_a_table(*, model, other):
    rows = table("wei_table1")
    first = {name: np.argmax(rows["model"] == name) for name in WEI_MODELS}
    tokens = {name: rows["train_flops"][row] / (6 * rows["parameters"][row]) for name, row in first.items()}
    return {
        "tokens_read": tokens[model] / 1e9,
        "times_other": tokens[model] / tokens[other],
        "read_most": max(tokens, key=lambda name: tokens[name]),
        "all_read": ", ".join(f"{name} {count / 1e9:,.0f}" for name, count in tokens.items()),
    }


def _wei_row(model: str) -> tuple[float, float]:
    """Training FLOPs and parameters in the model's first row of the table."""
    rows = table("wei_table1")
    row = np.argmax(rows["model"] == model)
    return rows["train_flops"][row], rows["parameters"][row]


TOKENS_BEHIND_A_TABLE = Exercise(
    title="Tokens behind a table",
    level="easy",
    minutes=10,
    by="code",
    objective=2,
    given={"model": "Chinchilla", "other": "Gopher"},
    varied={"model": ("Chinchilla", "PaLM", "Anthropic", "T5"), "other": ("Gopher", "GPT-3", "EleutherAI")},
    text="""
Wei's table gives compute and parameters. With compute close to six times parameters times tokens, print how many
billions of tokens each model of the table was trained on. How many are they for @{model}, and how many times those of
@{other}? Which model read most, and how does that explain MMLU at 70 billion parameters?
""",
    hint="""
`table("wei_table1")` has the columns `model`, `train_flops` and `parameters`. Take one row a model, for instance the
first. The rule gives tokens as compute over six times parameters.
""",
    solution="""
In billions: @{all_read}. So @{model} read @{times_other:.1f} times the tokens of @{other}. The model
that read most is @{read_most}: about four times as much as Gopher, with the same compute, and it shows the ability at a
quarter of the parameters. (Its own paper counts 1,400 billion tokens; the table's compute for it is a little low.)
""",
    answers=(
        Answer("tokens_read", "the tokens of @{model}, in billions, to two digits", Number(low=0, rel=0.04)),
        Answer("times_other", "how many times those of @{other}, to one decimal", Number(low=0, rel=0.04)),
        Answer("read_most", "the model that read most", Choice(options=WEI_MODELS)),
    ),
    solve=tokens_behind_a_table,
    wrong=(
        Wrong(
            "one FLOP for six",
            lambda *, model, other: {"tokens_read": _wei_row(model)[0] / _wei_row(model)[1] / 1e9},
            "you divided the FLOPs by the parameters: each parameter costs six FLOPs for each token.",
        ),
        Wrong(
            "compute for tokens",
            lambda *, model, other: {"times_other": _wei_row(model)[0] / _wei_row(other)[0]},
            "that is how many times the compute. Compute buys parameters as well.",
        ),
        Wrong(
            "the most compute",
            lambda *, model, other: {"read_most": "PaLM"},
            "it had the most compute, and many parameters to spend it on.",
        ),
        Wrong(
            "the most for each parameter",
            lambda *, model, other: {"read_most": "LaMDA"},
            "it read the most for each of its parameters, in the row of 40 million; the most tokens are asked for.",
        ),
    ),
    rubric=Rubric(
        asks="How do the tokens explain that MMLU stands at 70 billion parameters in one row, at 280 in another?",
        criteria=(
            (1, "says that Chinchilla and Gopher had about the same compute"),
            (1, "says that Chinchilla spent it on about four times the tokens and a quarter of the parameters"),
            (1, "concludes that a size alone is no property of the ability"),
        ),
        marked=(
            Marked(
                "Both models cost 5e23 FLOPs. Chinchilla is smaller but read four times as much text. So the ability "
                "comes with what was spent in training, and the number of parameters depends on how it was spent.",
                3,
                "the same compute, how it was split, and what follows for a size",
            ),
            Marked(
                "Chinchilla is simply the better model, so it needs fewer parameters.",
                0,
                "that it is better is what was to be explained",
            ),
        ),
    ),
)


def how_many_items(*, items, choices, confidence=0.95):
    needed = {}
    for number_of in (items, 10 * items):
        right = np.arange(number_of + 1)
        low, _ = resolution.clopper_pearson(right, number_of, confidence=confidence)
        needed[number_of] = int(right[np.argmax(low > 1 / choices)])
    return {
        "few_right": needed[items],
        "few_share": needed[items] / items,
        "many_share": needed[10 * items] / (10 * items),
        "many": 10 * items,
        "chance": 1 / choices,
    }


HOW_MANY_ITEMS = Exercise(
    title="How many items?",
    level="easy",
    minutes=15,
    by="code",
    objective=4,
    given={"items": 59, "choices": 10},
    varied={"items": (40, 55, 65, 70, 80), "choices": (4, 5, 10)},
    text="""
A task has @{items} items and @{choices} choices for each. How many must a model get right before the lower end of its
95% interval is above the score of guessing? What share is that, and what share does it take with ten times as many
items?
""",
    hint="""
`clopper_pearson(correct, items)` of `simulations.laws.resolution` takes an array of numbers of right answers. Guessing
scores one over the number of choices.
""",
    solution="""
@{few_right} right: with @{items} items a model must show @{few_share:.1%} to be told from a guesser at
@{chance:percent}. With @{many} items @{many_share:.1%} is enough.
""",
    remark="So many items and choices has *figure of speech detection*.",
    answers=(
        Answer("few_right", "the fewest right answers of @{items}", Whole(low=0)),
        Answer("few_share", "their share of @{items}", share(rel=0.005)),
        Answer("many_share", "the share that it takes with ten times as many items", share(rel=0.005)),
    ),
    solve=how_many_items,
    wrong=(
        Wrong(
            "a one-sided interval",
            lambda *, items, choices: {
                "few_right": how_many_items(items=items, choices=choices, confidence=0.9)["few_right"]
            },
            "with so many, a one-sided limit is above guessing. A 95% interval leaves half of the 5% below it.",
        ),
        Wrong(
            "the score for its interval",
            lambda *, items, choices: {"few_right": int(items / choices) + 1},
            "so many are above the score of guessing. The lower end of their interval is not.",
        ),
        Wrong(
            "the root of ten",
            lambda *, items, choices: {
                "many_share": 1 / choices
                + (how_many_items(items=items, choices=choices)["few_share"] - 1 / choices) / 10**0.5
            },
            "you shrank the distance to guessing by the root of ten. That is near; ask for the interval again.",
        ),
    ),
)


def how_many_together(*, share, low):
    accuracy = joint.digits().mean_one
    numbers = range(1, 300)
    groups = all_right(numbers)  # (numbers, networks): joint.digits(together=...).mean_all
    middle, largest = len(accuracy) // 2, len(accuracy) - 1
    return {
        "together_log": float(np.log(share) / np.log(accuracy[largest])),
        "together_exact": numbers[np.argmax(groups[:, largest] < share)],
        "together_middle": numbers[np.argmax(groups[:, middle] < low)],
        "together_largest": numbers[np.argmax(groups[:, largest] < low)],
        "middle_parameters": int(joint.digits().parameters[middle]),
    }


_together = functools.cache(how_many_together)


@functools.cache
def all_right(numbers) -> np.ndarray:
    """The share of groups all right, for so many images together and each network: (numbers, networks)."""
    return np.array([joint.digits(together=number).mean_all for number in numbers])


HOW_MANY_TOGETHER = Exercise(
    title="How many together?",
    level="medium",
    minutes=20,
    by="code",
    objective=5,
    given={"share": 0.5, "low": 0.01},
    varied={"share": (0.3, 0.4, 0.5, 0.6, 0.7), "low": (0.005, 0.01, 0.02)},
    text="""
For the largest digit network, what number of images together brings the share of groups all right down to
@{share:percent}? Derive it from the accuracy with a logarithm. Then find with `joint.digits` the first whole number
that brings it below @{share:percent}, and the first at which the middle network, of 10 units, looks incapable: under
@{low:percent}.
""",
    hint="""
Solve $p^K = @{share}$ for $K$. `joint.digits(together=K)` has `mean_one` and `mean_all`, one for each network from the
smallest to the largest; the middle one's place is 7, counted from 0. Groups are drawn without repetition, so the
logarithm is slightly too generous.
""",
    solution="""
@{together_log:.1f} by the logarithm, and @{together_exact} images by counting. The middle network, of
@{middle_parameters} parameters, falls under @{low:percent} at @{together_middle} images.
""",
    answers=(
        Answer("together_log", "the images together by the logarithm, to one decimal", Number(low=0, rel=0.005)),
        Answer("together_exact", "the first whole number below @{share:percent}, largest network", Whole(low=1)),
        Answer("together_middle", "the first whole number under @{low:percent}, network of 10 units", Whole(low=1)),
    ),
    solve=how_many_together,
    wrong=(
        Wrong(
            "errors added",
            lambda *, share, low: {"together_log": (1 - share) / (1 - joint.digits().top_one)},
            "you added the chances of an error. Some groups have two: multiply the accuracies.",
        ),
        Wrong(
            "the last before it",
            lambda *, share, low: {
                "together_exact": _together(share=share, low=low)["together_exact"] - 1,
                "together_middle": _together(share=share, low=low)["together_middle"] - 1,
            },
            "with so many the share has not got below it yet.",
        ),
        Wrong(
            "the largest for the middle",
            lambda *, share, low: {"together_middle": _together(share=share, low=low)["together_largest"]},
            "that is the largest network; the one of 10 units is asked for.",
        ),
    ),
)


def your_own_counterexample(*, task, factor, scale="train_flops"):
    models = table("open_models")
    name, family, size, score = (models[column] for column in ("model", "family", scale, task))
    wins = score - score[:, None]  # of a column's model over a row's
    wins = np.where(size[:, None] >= factor * size, np.nan_to_num(wins, nan=-1), -1)
    within = np.where(family[:, None] == family, wins, -1)
    larger, smaller = np.unravel_index(np.argmax(wins), wins.shape)
    return {
        "upset_pair": (str(name[larger]), str(name[smaller])),
        "upset_points": 100 * float(wins.max()),
        "family_points": 100 * float(within.max()),
        "larger": f"{name[larger]}, {score[larger]:.1%} right,",
        "smaller": f"{name[smaller]}, {score[smaller]:.1%}",
        "said": atlas.TASKS[task].name,
        "wins": wins,
    }


_upset = functools.cache(your_own_counterexample)


def _read_pair(value) -> tuple[str, str]:
    if isinstance(value, str | bytes) or len(value) != 2 or not all(isinstance(name, str) for name in value):
        raise Misread("two names of models are asked for, the larger first")
    return str(value[0]), str(value[1])


def _pair_fault(pair: tuple[str, str], given) -> str:
    models, wins = table("open_models"), _upset(**given)["wins"]
    names = models["model"].tolist()
    for name in pair:
        if name not in names:
            return f"{name!r} is no model of the table open_models."
    larger, smaller = (names.index(name) for name in pair)
    if not models["train_flops"][larger] >= given["factor"] * models["train_flops"][smaller]:
        return "the first model has to have the larger compute, by the factor that is asked for."
    return "" if wins[larger, smaller] == wins.max() else "there is a pair that differs more."


YOUR_OWN_COUNTEREXAMPLE = Exercise(
    title="Your own counter-example",
    level="medium",
    minutes=20,
    by="code",
    objective=3,
    given={"task": "addition_3", "factor": 3},
    varied={"task": ("addition_3", "subtraction_3", "gsm8k", "humaneval", "mmlu"), "factor": (2, 3, 4)},
    text="""
Find the pair of open models that embarrasses a threshold in *compute* most on `@{task}`, a column of the table
`open_models`: the larger with at least @{factor} times the training FLOPs, the smaller with the higher score. By how
many points does the smaller win? Then restrict both to one family: how many points are left?
""",
    hint="""
Build the matrix of score differences by broadcasting (`score - score[:, None]`), and mask the pairs whose compute does
not differ enough, or is not known.
""",
    solution="""
Across families the worst pair on @{said} is @{larger} and @{smaller}: @{upset_points:.1f} points. Within one family
@{family_points:.1f} points are left. More compute mostly means a better score for models that were trained alike, and
says little across recipes.
""",
    answers=(
        Answer(
            "upset_pair",
            "the two models, the one with more compute first",
            Built(form="two names as the table writes them", check=_read_pair, fault=_pair_fault),
        ),
        Answer("upset_points", "by how many points (of 100) the smaller wins", Number(rel=0.005)),
        Answer("family_points", "by how many points at most within one family", Number(rel=0.02)),
    ),
    solve=your_own_counterexample,
    wrong=(
        Wrong(
            "the smaller first",
            lambda *, task, factor: {
                "upset_pair": your_own_counterexample(task=task, factor=factor)["upset_pair"][::-1]
            },
            "it is the other way round: the model with more compute is asked for first.",
        ),
        Wrong(
            "parameters for compute",
            lambda *, task, factor: {
                "upset_points": _upset(task=task, factor=factor, scale="parameters")["upset_points"]
            },
            "so many points it is where the *parameters* differ by the factor; training FLOPs are asked for.",
        ),
        Wrong(
            "more compute by any factor",
            lambda *, task, factor: {"upset_points": _upset(task=task, factor=1)["upset_points"]},
            "that pair does not differ in compute by a factor of @{factor}.",
        ),
    ),
)


FORMS = {  # of a rate: what is taken for a straight line, and the way back
    "rate": (lambda v: v, lambda z: z),
    "log": (np.log, np.exp),
    "log_odds": (lambda v: np.log(v / (1 - v)), lambda z: 1 / (1 + np.exp(-z))),
    "log_log": (lambda v: np.log(-np.log(v)), lambda z: np.exp(-np.exp(z))),
}
FORMS_SAID = {"rate": "the rate itself", "log": "its logarithm", "log_odds": "its log-odds", "log_log": "log(−log)"}


def forecast_codex(*, column, fitted):
    codex = table("codex")
    x, y = np.log10(codex["parameters"]), codex[column]
    found = {}
    for name, (forward, back) in FORMS.items():
        line = np.polyfit(x[:fitted], forward(y[:fitted]), 1)
        found[name] = float(back(np.polyval(line, x[-1])))
    off = {name: abs(100 * (value - y[-1])) for name, value in found.items()}
    closest = min(off, key=lambda name: off[name])
    return {f"by_{name}": value for name, value in found.items()} | {
        "measured": float(y[-1]),
        "closest": FORMS_SAID[closest],
        "points_off": off[closest],
    }


def _misfitted(column, fitted, *, wrongly) -> dict[str, float]:
    """The forecasts where something goes wrong: the size for its logarithm, every size fitted, or no way back."""
    codex = table("codex")
    x = codex["parameters"] if wrongly == "size" else np.log10(codex["parameters"])
    rows = slice(None if wrongly == "all" else fitted)
    found = {}
    for name, (forward, back) in FORMS.items():
        z = np.polyval(np.polyfit(x[rows], forward(codex[column][rows]), 1), x[-1])
        found[f"by_{name}"] = float(z if wrongly == "no way back" else back(z))
    return found


FORECAST_CODEX = Exercise(
    title="A forecast of Codex",
    level="hard",
    minutes=30,
    by="code",
    objective=4,
    given={"column": "pass_1", "fitted": 5},
    varied={"column": ("pass_1", "pass_10", "pass_100"), "fitted": (4, 5, 6, 7)},
    text=r"""
From the @{fitted} smallest sizes in the table `codex`, forecast its pass rate `@{column}` at 12 billion parameters with
straight lines in four different quantities: the rate itself, its logarithm, its log-odds, and $\log(-\log)$ of it, each
against the logarithm of size. Which would you have chosen beforehand, and why is it not enough that one of them comes
out right?
""",
    hint="""
`np.polyfit(x, f(y), 1)` fits; apply the inverse of `f` to the line's value at the largest size.
""",
    solution="""
The four say @{by_rate:.1%}, @{by_log:.1%}, @{by_log_odds:.1%} and @{by_log_log:.1%}; @{measured:.1%} was measured.
Closest comes the line in @{closest}, @{points_off:.1f} points off. The choice was made after the fact: with four forms
tried, one being close is weak evidence for that form.
""",
    answers=(
        Answer("by_rate", "the forecast by the rate itself, as a share", Number(rel=0.01)),
        Answer("by_log", "by its logarithm, a power law; as a share", Number(rel=0.01)),
        Answer("by_log_odds", "by its log-odds, as a share", Number(rel=0.01)),
        Answer("by_log_log", "by log(−log) of it, as a share", Number(rel=0.01)),
    ),
    solve=forecast_codex,
    wrong=(
        Wrong(
            "the size for its logarithm",
            lambda *, column, fitted: _misfitted(column, fitted, wrongly="size"),
            "you fitted against the size; its logarithm is asked for.",
        ),
        Wrong(
            "every size fitted",
            lambda *, column, fitted: {
                name: _misfitted(column, fitted, wrongly="all")[name] for name in ("by_log", "by_log_odds")
            },
            "the line went through the largest models as well, and so knew what it was to forecast.",
        ),
        Wrong(
            "no way back",
            lambda *, column, fitted: {
                name: value
                for name, value in _misfitted(column, fitted, wrongly="no way back").items()
                if name != "by_rate"
            },
            "that is the line's value. Apply the inverse of the quantity to have a rate.",
        ),
    ),
    rubric=Rubric(
        asks="Which form would you have chosen beforehand, and why is it not enough that one comes out right?",
        criteria=(
            (1, "chooses a form with a reason that does not use the largest model, such as that a rate stays below 1"),
            (1, "says that of four forms one is likely to come near by luck"),
            (1, "says what would be evidence: the choice written down first, or more than one forecast"),
        ),
        marked=(
            Marked(
                "Log-odds, because a pass rate cannot leave 0 to 1. That it misses does not show that the winner is "
                "the law: we tried four. I would fix one form now and test it on the next family.",
                3,
                "a reason beforehand, the four tries, and a test to come",
            ),
            Marked(
                "The one that is closest to the measured value, since that is how a model is chosen.",
                0,
                "that uses what was to be forecast",
            ),
        ),
    ),
)


def emergence_among_guessers(*, points, higher):
    found = {}
    for name, least in (("flagged", points), ("higher", higher)):
        luck, seen = 0.0, 0
        for task in bigbench.tasks():
            curve = bigbench.curve(task=task)
            tail = stats.binom.sf(needed(curve, least) - 1, curve.items, curve.chance)
            luck += 1 - (1 - tail) ** 12
            seen += int((curve.accuracy >= curve.chance + least).any())
        found |= {f"luck_{name}": float(luck), f"seen_{name}": seen}
    return found


def needed(curve, points: float) -> float:
    """The fewest right answers that are so far above chance; a whole number is not rounded up for its last digit."""
    return np.ceil(curve.items * (curve.chance + points) - 1e-9)


@functools.cache
def _miscounted(points: float) -> dict[str, float]:
    """Flagged tasks where something goes wrong in counting."""
    found = dict.fromkeys(("one size", "added", "more than", "largest"), 0.0)
    for task in bigbench.tasks():
        curve = bigbench.curve(task=task)
        least = needed(curve, points)
        tail, beyond = (stats.binom.sf(right - 1, curve.items, curve.chance) for right in (least, least + 1))
        found["one size"] += tail
        found["added"] += 12 * tail
        found["more than"] += 1 - (1 - beyond) ** 12
        found["largest"] += float(curve.accuracy[-1] >= curve.chance + points)
    return found


EMERGENCE_AMONG_GUESSERS = Exercise(
    title="Emergence among guessers",
    level="hard",
    minutes=40,
    by="code",
    objective=4,
    given={"points": 0.1, "higher": 0.2},
    varied={"points": (0.08, 0.1, 0.12), "higher": (0.15, 0.2, 0.25, 0.3)},
    text="""
Suppose that every one of the twelve models guessed on all 89 tasks. Call a task *flagged* when some size scores at
least @{points} above chance. How many of the 89 would be flagged on average? Compute it exactly with the binomial
distribution, and count how many are flagged in the data. Then require @{higher}.
""",
    hint="""
`bigbench.tasks()` has the names, and `bigbench.curve(task=...)` items, chance and accuracies. For one task and size the
chance is a binomial tail, `scipy.stats.binom.sf(needed - 1, items, chance)`, and `np.ceil(x - 1e-9)` rounds up without
falling for the last digit of `x`. Twelve sizes: one minus the chance that none is flagged. Sum over tasks.
""",
    solution="""
With @{points} above chance, about @{luck_flagged:.1f} tasks of 89 would be flagged by luck, and @{seen_flagged:.0f}
are. With @{higher} luck gives @{luck_higher:.1f}, and @{seen_higher:.0f} are.
""",
    remark="The collection that these scores come from reports 17.7, by its own counts of items {cite:p}`fu2026code`.",
    answers=(
        Answer("luck_flagged", "tasks flagged on average by luck, at @{points} above chance", Number(low=0, rel=0.02)),
        Answer("seen_flagged", "tasks flagged in the data", Whole(low=0, high=89, off=1)),
        Answer("luck_higher", "tasks flagged on average by luck, at @{higher} above chance", Number(low=0, rel=0.02)),
        Answer("seen_higher", "tasks flagged in the data at @{higher}", Whole(low=0, high=89, off=1)),
    ),
    solve=emergence_among_guessers,
    wrong=(
        Wrong(
            "one size for twelve",
            lambda *, points, higher: {
                "luck_flagged": _miscounted(points)["one size"],
                "luck_higher": _miscounted(higher)["one size"],
            },
            "so many are flagged at one size. A task is flagged when any of the twelve is.",
        ),
        Wrong(
            "chances added",
            lambda *, points, higher: {
                "luck_flagged": _miscounted(points)["added"],
                "luck_higher": _miscounted(higher)["added"],
            },
            "you added the chances of the twelve sizes. A task with two lucky sizes is flagged once.",
        ),
        Wrong(
            "more than for at least",
            lambda *, points, higher: {
                "luck_flagged": _miscounted(points)["more than"],
                "luck_higher": _miscounted(higher)["more than"],
            },
            "you asked for more right answers than are needed: `sf(k)` is the chance of more than k.",
        ),
        Wrong(
            "the largest size alone",
            lambda *, points, higher: {
                "seen_flagged": _miscounted(points)["largest"],
            },
            "those are flagged at the largest size. Any of the twelve counts.",
        ),
    ),
)


PLACES = {  # where a task's interval lies above guessing: in words, and what that makes of the twelve sizes
    "at 128B and at no smaller size": lambda above: above[-1] and not above[:-1].any(),
    "at no size at all": lambda above: not above.any(),
}
LOOKS = {"one size": 1, "all twelve sizes": 12}


def what_the_bars_say(*, wei_list, place, intervals):
    found = _tasks(wei_list, place, LOOKS[intervals])
    return {
        "bars_state": link("bigbench", task=found[0], looks=LOOKS[intervals]),
        "task": found[0].replace("_", " "),
        "many": len(found),
    }


@functools.cache
def _tasks(wei_list, place, looks) -> list[str]:
    """The tasks of one of Wei's lists that lie above guessing just there."""
    there = {task for task, its in bigbench.tasks().items() if its == wei_list}
    return [task for task in sorted(there) if PLACES[place](bigbench.curve(task=task, looks=looks).above)]


def _bars_fault(controls, given) -> str:
    task, looks = controls.get("task"), LOOKS[given["intervals"]]
    if number(controls, "looks") != looks:
        return f"let the intervals hold for {given['intervals']}."
    if bigbench.tasks().get(task) != given["wei_list"]:
        return f"the task has to be on the list {given['wei_list']!r}; its name in the figure says on which it is."
    found = task in _tasks(given["wei_list"], given["place"], looks)
    return "" if found else f"this task's interval does not lie above guessing {given['place']}: look at the bars."


WHAT_THE_BARS_SAY = Exercise(
    title="What the bars say",
    level="easy",
    minutes=10,
    by="figure",
    objective=4,
    given={"wei_list": "smooth", "place": [*PLACES][0], "intervals": "all twelve sizes"},
    varied={
        "wei_list": ("emergent with GPT-3 or LaMDA", "emergent with PaLM", "smooth"),
        "place": [*PLACES],
        "intervals": [*LOOKS],
    },
    text="""
In the figure *BIG-bench by task*, find a task of Wei's list “@{wei_list}” whose interval lies above guessing
@{place}, where the intervals hold for @{intervals}. Give the link to that state.
""",
    hint="""
Beside each task's name stands its list. Set *intervals hold for* first, and go through the tasks of the list with the
arrow keys; the caption says the verdict.
""",
    solution="""
*@{task}* is one; the list has @{many} such. So a list's name is no verdict: what stands above guessing depends on the
number of items, and on how many sizes the bars are to hold for at once.
""",
    answers=(Answer("bars_state", "the state", State(figure="bigbench", fault=_bars_fault)),),
    solve=what_the_bars_say,
    wrong=(
        Wrong(
            "intervals for another number of sizes",
            lambda *, wei_list, place, intervals: {
                "bars_state": link(
                    "bigbench", task=_tasks(wei_list, place, LOOKS[intervals])[0], looks=13 - LOOKS[intervals]
                )
            },
            "here the intervals do not hold for @{intervals}: set that first, and look at the bars again.",
        ),
        Wrong(
            "a task of another list",
            lambda *, wei_list, place, intervals: {
                "bars_state": link("bigbench", task=_flat_task(), looks=LOOKS[intervals])
            },
            "that task is on the list “flat”.",
        ),
    ),
)


def _flat_task() -> str:
    return next(task for task, its in bigbench.tasks().items() if its == "flat")


def what_the_letter_hides(*, test, points):
    rows = _forms(test)
    low, knows = rows["letters"] < 0.25 + points / 100, rows["words"] >= 0.25 + points / 100
    return {
        "on_the_floor": int(low.sum()),
        "knowing": int((low & knows).sum()),
        "widest_gap": float(100 * (rows["words"] - rows["letters"])[low].max()),
    }


def _forms(test: str) -> dict[str, np.ndarray]:
    rows = table("letters_words")
    return {name: rows[name][rows["test"] == test] for name in ("words", "letters")}


WHAT_THE_LETTER_HIDES = Exercise(
    title="What the letter hides",
    level="medium",
    minutes=15,
    by="code",
    objective=1,
    given={"test": "hellaswag", "points": 3},
    varied={"test": ("mmlu", "arc", "hellaswag"), "points": (1, 2, 3, 4, 5)},
    text="""
The table `letters_words` has the scores of 53 models on three tests, asked for the letter of the right option
(`letters`) and for its words (`words`); guessing gets 25%. Take the test “@{test}”. How many models score less than
@{points} points above guessing by letters? How many of these score @{points} points above guessing, or more, by the
words? Among those that are low by letters, how many points is the widest gap from letters up to words?
""",
    hint="""
`from simulations.data import table` and `rows = table("letters_words")` give arrays; `rows["test"] == "@{test}"` picks
the rows.
""",
    solution="""
@{on_the_floor} models are near guessing by letters or below it, and @{knowing} of them are clearly above it by the
words, by up to @{widest_gap:.1f} points. The floor does not show what they knew.
""",
    remark="By the words there is no length of list to read and no letter to bind: another form is another test.",
    answers=(
        Answer("on_the_floor", "the models that are low by letters", Whole(low=0, high=53)),
        Answer("knowing", "how many of these are above by the words", Whole(low=0, high=53)),
        Answer(
            "widest_gap", "the widest gap among the low ones, words less letters, in points", Number(rel=0, abs=0.06)
        ),
    ),
    solve=what_the_letter_hides,
    wrong=(
        Wrong(
            "by the words",
            lambda *, test, points: {"on_the_floor": int((_forms(test)["words"] < 0.25 + points / 100).sum())},
            "so many are low by the words. Count by letters first.",
        ),
        Wrong(
            "all that are above by the words",
            lambda *, test, points: {"knowing": int((_forms(test)["words"] >= 0.25 + points / 100).sum())},
            "that counts all models. Count those alone that are low by letters.",
        ),
        Wrong(
            "a share for points",
            lambda *, test, points: {"widest_gap": what_the_letter_hides(test=test, points=points)["widest_gap"] / 100},
            "that is a share. In points of a hundred, please.",
        ),
        Wrong(
            "letters less words",
            lambda *, test, points: {"widest_gap": -what_the_letter_hides(test=test, points=points)["widest_gap"]},
            "the gap is asked for from letters up to words, so it is positive.",
        ),
    ),
)


def what_a_table_must_hold(*, length, share):
    entries = pieces.table_size(length)
    return {
        "table_entries": entries,
        "columns_needed": float(np.log1p(-share) / np.log1p(-1 / entries)),
        "times": entries // pieces.table_size(1),
    }


WHAT_A_TABLE_MUST_HOLD = Exercise(
    title="What a table must hold",
    level="easy",
    minutes=10,
    by="hand",
    objective=1,
    given={"length": 3, "share": 0.9},
    varied={"length": (2, 3, 4, 5), "share": (0.6, 0.8, 0.9, 0.95)},
    text="""
A learner adds two numbers piece by piece, and knows only what it has met. Its pieces are aligned, and have @{length}
digits each. How many entries are there: each pair of pieces, with a carry coming in and without? If all are equally
likely, how many columns of sums must it see until it has met @{share:.0%} of them, on average?
""",
    hint="""
After $n$ columns an entry of $M$ has not been met with the chance $(1 - 1/M)^n$, which is close to $e^{-n/M}$.
""",
    solution=r"""
There are @{table_entries:,} entries, @{times:,} times as many as digit by digit. It takes @{columns_needed:two_digits}
columns: $-M \ln(1 - @{share})$.
""",
    remark="A network may do better, if it finds that 347 and 348 are neighbours. A table does not.",
    answers=(
        Answer("table_entries", "the entries of the table", Whole(low=1)),
        Answer("columns_needed", "the columns that it must see, to two digits", Number(low=1, rel=0.05)),
    ),
    solve=what_a_table_must_hold,
    wrong=(
        Wrong(
            "no carry",
            lambda *, length, share: {"table_entries": pieces.table_size(length) // 2},
            "each pair can come with a carry and without.",
        ),
        Wrong(
            "a share of the entries",
            lambda *, length, share: {"columns_needed": share * pieces.table_size(length)},
            "that would do if no entry came twice. Many do, long before the last one comes.",
        ),
        Wrong(
            "the share that is not met",
            lambda *, length, share: {"columns_needed": -pieces.table_size(length) * np.log(share)},
            "the logarithm is of the share that has *not* been met yet.",
        ),
    ),
)


EXERCISES = numbered(
    "examples",
    [
        TOKENS_BEHIND_A_TABLE,
        HOW_MANY_ITEMS,
        HOW_MANY_TOGETHER,
        YOUR_OWN_COUNTEREXAMPLE,
        FORECAST_CODEX,
        EMERGENCE_AMONG_GUESSERS,
        WHAT_THE_BARS_SAY,
        WHAT_THE_LETTER_HIDES,
        WHAT_A_TABLE_MUST_HOLD,
    ],
)
