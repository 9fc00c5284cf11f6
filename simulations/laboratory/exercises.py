"""The laboratory chapter's exercises. Nothing here trains: what training does is read from tables of many seeds."""

from functools import cache
from typing import Any

import numpy as np

from simulations.data import table
from simulations.exercises.exercise import Answer, Exercise, Wrong, numbered
from simulations.exercises.kinds import Built, Choice, Misread, Number, Numbers, State, Truth, Whole, Wholes, share
from simulations.laboratory import shipped
from simulations.laboratory.curves import length_curve, size_curve
from simulations.laboratory.measure import METRICS
from simulations.laboratory.task import SYMBOLS, Task

HEADS, NUMBERS, DIGITS = 2, 3, 10  # of the model: attention heads, places of a symbol, symbols that it can write


def count_the_weights(*, digits, factor, target):
    square = 4 + 2 * factor  # four matrices of attention, two of the MLP
    linear = len(SYMBOLS) + NUMBERS + DIGITS
    constant = HEADS * Task(digits=digits).context_length
    near = 2 * np.arange(1, 1 + int(np.sqrt(target)))
    counted = square * near**2 + linear * near + constant
    return {
        "weights_formula": [square, linear, constant],
        "width_needed": int(near[np.argmin(np.abs(counted - target))]),
        "formula": f"{square} d^2 + {linear} d + {constant}",
        "distances": constant // HEADS,
    }


COUNT_THE_WEIGHTS = Exercise(
    title="Count the weights",
    level="easy",
    minutes=10,
    by="hand",
    objective=2,
    given={"digits": 8, "factor": 4, "target": 1_000_000},
    varied={"digits": (5, 6, 7, 9, 10, 12), "factor": (2, 3, 6, 8), "target": (300_000, 500_000, 2_000_000, 3_000_000)},
    text="""
Take this chapter's model for operands of @{digits} digits, with an MLP that is $@{factor}d$ wide. Give the number of
its weights as a formula $a\\,d^2 + b\\,d + c$. Which even width $d$ comes nearest to @{target:,} weights?
""",
    hint="""
Go through the shapes that the chapter prints. Only two of the six tables grow with $d^2$, and one does not grow with
$d$ at all: it has a number for each head and distance, and a model reads three symbols for each digit of an operand,
and two more.
""",
    solution="""
$@{formula}$. The four matrices of the attention and the MLP's two of $d \\times @{factor}d$ grow with $d^2$; twelve
symbols, three places and ten readouts with $d$; the two heads have @{distances} distances each. Near @{target:,}
weights the width is @{width_needed:,}: the square alone says nearly as much.
""",
    answers=(
        Answer("weights_formula", "the three numbers [a, b, c] of the formula", Numbers(count=3, each=Whole(low=0))),
        Answer("width_needed", "the even width that comes nearest to @{target:,} weights", Whole(low=2, off=1)),
    ),
    solve=count_the_weights,
    wrong=(
        Wrong(
            "one matrix of the MLP",
            lambda *, digits, factor, target: {
                "weights_formula": [4 + factor, 25, HEADS * Task(digits=digits).context_length]
            },
            "one matrix leads into the MLP. What leads out of it again?",
        ),
        Wrong(
            "one head's distances",
            lambda *, digits, factor, target: {
                "weights_formula": [4 + 2 * factor, 25, Task(digits=digits).context_length]
            },
            "each head likes distances in its own way: how many heads are there?",
        ),
        Wrong(
            "the square root of the weights",
            lambda *, digits, factor, target: {"width_needed": round(np.sqrt(target))},
            "that is the width of a single matrix with so many numbers. Several stand in the model.",
        ),
    ),
)


def solve_the_digits(*, digits, accuracy, match):
    places = digits + 1
    return {
        "if_independent": accuracy**places,
        "errors_each": places * (1 - accuracy) / (1 - match),
        "errors_come": "together" if match > accuracy**places else "apart",
        "errors_alone": places * (1 - accuracy) / (1 - accuracy**places),
        "places": places,
    }


SOLVE_THE_DIGITS = Exercise(
    title="Solve the digits",
    level="easy",
    minutes=10,
    by="hand",
    objective=3,
    given={"digits": 8, "accuracy": 0.85, "match": 0.29},
    varied={"digits": (6, 7, 8, 9), "accuracy": (0.8, 0.82, 0.85, 0.88), "match": (0.5, 0.55, 0.6)},
    text="""
A model adds operands of @{digits} digits. Its digit accuracy is @{accuracy} and its exact match @{match}. What would
exact match be for independent, equally hard digits? How many digits are wrong, on average, in an answer that is
wrong? What does the difference say: do errors come together in some answers, or do they keep apart?
""",
    hint="""
An answer has one digit more than the operands. All wrong digits stand in the answers that are wrong: divide their
number in an average answer by the share of those.
""",
    solution="""
$@{accuracy}^{@{places}} = @{if_independent:.2f}$. The true figure is higher, so errors come together: some answers
collect several, and others are spared. An answer that is wrong has @{errors_each:.2f} wrong digits; with independent
errors it would have @{errors_alone:.2f}. That the places differ in difficulty cannot be the reason. At the same mean,
unequal factors have the *smaller* product.
""",
    answers=(
        Answer("if_independent", "exact match for independent, equally hard digits", share(rel=0.005, abs=0.002)),
        Answer("errors_each", "the mean number of wrong digits in a wrong answer", Number(low=0, high=18, rel=0.01)),
        Answer("errors_come", "whether errors come together or keep apart", Choice(options=("together", "apart"))),
    ),
    solve=solve_the_digits,
    wrong=(
        Wrong(
            "as many digits as an operand has",
            lambda *, digits, accuracy, match: {"if_independent": accuracy**digits},
            "an operand has so many digits. An answer is longer: where does the last carry go?",
        ),
        Wrong(
            "one digit for all",
            lambda *, digits, accuracy, match: {"if_independent": accuracy, "errors_come": "apart"},
            "exact match takes every digit of the answer at once. Compare it with what independent digits would give.",
        ),
        Wrong(
            "all answers for the wrong ones",
            lambda *, digits, accuracy, match: {"errors_each": (digits + 1) * (1 - accuracy)},
            "that is the mean over all answers. The right ones have no wrong digit: leave them out.",
        ),
        Wrong(
            "independent errors for the model's",
            lambda *, digits, accuracy, match: {
                "errors_each": (digits + 1) * (1 - accuracy) / (1 - accuracy ** (digits + 1))
            },
            "so many there would be if errors were independent. This model's exact match is @{match}.",
        ),
    ),
)


KNOWS_NOTHING = float(np.log(10))  # nats a digit
PAIR = 2  # models that a student trains
RARE = 0.02  # what fewer than one pair in fifty would show is not what was seen


@cache
def _broken(width: int, rate: float) -> tuple[int, int, int]:
    """Of the seeds trained with this rate: how many, how many diverged, and how many learned all the same."""
    rows = table("broken_training")
    here = (rows["width"] == width) & (rows["rate"] == rate)
    diverged, learned = ~np.isnan(rows["diverged_at"][here]), rows["last"][here] < KNOWS_NOTHING / 2
    return int(here.sum()), int(diverged.sum()), int(learned.sum())


def _share_seen(count: int, of: int) -> float:
    """A share that leaves room for what these few seeds did not show (Laplace's rule)."""
    return (count + 1) / (of + 2)


def _halvings(width: int, rate: float) -> list[float]:
    """The rate and its halves, as far as they were trained."""
    trained = set(table("broken_training")["rate"].tolist())
    return [half for half in (rate / 2**k for k in range(8)) if half in trained]


def _chances(width: int, rate: float) -> tuple[list[float], dict[float, float]]:
    """The chance that 0, 1, 2 of a pair diverge; by each halving, that it is the first at which one of two learns."""
    seeds, diverged, _ = _broken(width, rate)
    share, first, none_yet = _share_seen(diverged, seeds), {}, 1.0
    for half in _halvings(width, rate):
        seeds, _, learned = _broken(width, half)
        neither = (1 - _share_seen(learned, seeds)) ** PAIR
        first[half] = none_yet * (1 - neither)
        none_yet *= neither
    return [(1 - share) ** 2, 2 * share * (1 - share), share**2], first


def break_it(*, width, rate):
    rows, halves = table("broken_training"), _halvings(width, rate)
    mine = (rows["width"] == width) & (rows["seed"] < PAIR)  # the pair with the seeds 0 and 1
    diverged = ~np.isnan(rows["diverged_at"][mine & (rows["rate"] == rate)])
    learns = rows["rate"][mine & (rows["last"] < KNOWS_NOTHING / 2)]
    seeds, of_all, _ = _broken(width, rate)
    return {
        "stays_finite": bool(np.isfinite(rows["highest"]).all()),
        "diverged_models": int(diverged.sum()),
        "learning_rate": next(half for half in halves if half in learns),
        "seeds": seeds,
        "diverged": of_all,
        "ladder": ", ".join(f"{_broken(width, half)[2]} at {half:g}" for half in halves),
    }


def _read_number(value: Any) -> float:
    return Number(low=0).read(value)


def _diverged_fault(count: float, given) -> str:
    if count not in range(PAIR + 1):
        return "there are two models: count those for which `diverged_at()` gives a step, and not None."
    likely = _chances(**given)[0][int(count)] >= RARE
    return "" if likely else "our trainings ended otherwise: is it this width, this rate and this clipping?"


def _rate_fault(rate: float, given) -> str:
    chance = {round(half, 6): chance for half, chance in _chances(**given)[1].items()}.get(round(rate, 6))
    if chance is None:
        return f"halve the rate from {given['rate']:g} on, until one of the two learns."
    return "" if chance >= RARE else "our trainings learned elsewhere on the way: take the mean of the last ten losses."


BREAK_IT = Exercise(
    title="Break it",
    level="medium",
    minutes=15,
    by="code",
    objective=4,
    given={"width": 32, "rate": 3.0},
    varied={"width": (12, 16, 24, 32), "rate": (2.0, 3.0, 4.0)},
    trains=True,
    text="""
Train two models of width @{width} with `Recipe(width=@{width}, rate=@{rate}, clip=100.0)`. Does the loss stay finite?
How many of the two does `diverged_at()` call diverged? Then halve the rate until one of the two learns: until its last
ten losses are, on average, under half of what a model loses that knows nothing. Which is the first rate, from @{rate}
on by halves, at which one does?
""",
    hint="""
`Training(recipe, seeds=(0, 1)).run()`, then `.losses` and `.diverged_at()`. A model that knows nothing loses $\\ln 10$
nats a digit.
""",
    solution="""
The loss may shoot past 9.2 nats, four times what a model loses that knows nothing, and the laboratory calls that
diverged: so did @{diverged} of the @{seeds} models that we trained at @{rate}. Normed vectors keep it finite here.
Learning comes back on the way down. Of @{seeds} models at each rate these many learned: @{ladder}. Yours are other
models on another machine, and what such a pair can show is taken for right.
""",
    answers=(
        Answer("stays_finite", "whether the loss stays finite", Truth()),
        Answer(
            "diverged_models",
            "how many of the two diverged at @{rate}",
            Built(form="0, 1 or 2", check=_read_number, fault=_diverged_fault),
        ),
        Answer(
            "learning_rate",
            "the first rate, from @{rate} on by halves, at which one of the two learns",
            Built(form="a number", check=_read_number, fault=_rate_fault),
        ),
    ),
    solve=break_it,
    wrong=(
        Wrong(
            "large for infinite",
            lambda *, width, rate: {"stays_finite": False},
            "it gets large. Is one of `.losses` infinite or NaN? `np.isfinite(...).all()` says so.",
        ),
        Wrong(
            "the recipe's own rate",
            lambda *, width, rate: {"learning_rate": 0.01},
            "that is the recipe's rate. A model learns long before: go down from @{rate:g} by halves.",
        ),
        Wrong(
            "the step for the number of models",
            lambda *, width, rate: {"diverged_models": 40},
            "that is the step at which one of them diverged. How many of the two did?",
        ),
    ),
)


def a_metric_of_your_own(*, parameters, start):
    sizes, _, _, kept = shipped.predictions()
    right = kept.right if start == "units" else kept.right[..., ::-1]  # (sizes, seeds, problems, digits), units first
    until_wrong = np.minimum.accumulate(right, axis=-1).mean((1, 2, 3))
    digits, exact = right.mean((1, 2, 3)), right.all(-1).mean((1, 2))
    size = sizes.tolist().index(parameters)
    to_digits, to_exact = (float(np.abs(until_wrong - other).mean()) for other in (digits, exact))
    return {
        "until_wrong": float(until_wrong[size]),
        "nearer_to": "digit accuracy" if to_digits < to_exact else "exact match",
        "digits": float(digits[size]),
        "exact": float(exact[size]),
        "to_digits": to_digits,
        "to_exact": to_exact,
    }


A_METRIC_OF_YOUR_OWN = Exercise(
    title="A metric of your own",
    level="medium",
    minutes=20,
    by="code",
    objective=3,
    given={"parameters": 3524, "start": "units"},
    varied={"parameters": (634, 1020, 1502, 3524, 7564, 13140), "start": ("units", "highest digit")},
    text="""
Write a metric that gives a point for every digit, counted from the @{start}, that is right *before the first wrong
one*, divided by nine. Apply it to the shipped predictions. What do the models of @{parameters:,} weights get, on
average over the five seeds? Over all twelve sizes, is its curve nearer to digit accuracy or to exact match, by the mean
distance?
""",
    hint="""
`KEPT.right` has the shape (sizes, seeds, problems, 9), units first. `np.minimum.accumulate(…, axis=-1)` turns
everything after the first `False` into `False`. `KEPT_SIZES` has the sizes. In a notebook that is not the chapter's,
`from simulations.laboratory import shipped` and `KEPT_SIZES, _, _, KEPT = shipped.predictions()` bring both.
""",
    solution="""
@{until_wrong:.3f}, where digit accuracy is @{digits:.3f} and exact match @{exact:.3f}. The curve lies in between: it
rises later than digit accuracy and earlier than exact match, and is nearer to @{nearer_to} (@{to_exact:.2f} from exact
match, @{to_digits:.2f} from digit accuracy, on average). Partial credit has many forms, and each has its own
"emergence".
""",
    answers=(
        Answer(
            "until_wrong", "the metric's mean at @{parameters:,} weights, to three places", share(abs=0.0015, rel=0)
        ),
        Answer(
            "nearer_to",
            "which of the two its curve is nearer to, over all sizes",
            Choice(options=("digit accuracy", "exact match")),
        ),
    ),
    solve=a_metric_of_your_own,
    wrong=(
        Wrong(
            "every digit that is right",
            lambda *, parameters, start: {
                "until_wrong": a_metric_of_your_own(parameters=parameters, start=start)["digits"]
            },
            "that is digit accuracy: a digit that is right counts there after a wrong one, too.",
        ),
        Wrong(
            "only whole answers",
            lambda *, parameters, start: {
                "until_wrong": a_metric_of_your_own(parameters=parameters, start=start)["exact"]
            },
            "that is exact match: the digits before the first wrong one get nothing there.",
        ),
        Wrong(
            "counted from the other end",
            lambda *, parameters, start: {
                "until_wrong": a_metric_of_your_own(
                    parameters=parameters, start="units" if start != "units" else "highest digit"
                )["until_wrong"]
            },
            "you counted the digits from the other end: `KEPT.right` has the units first.",
        ),
        Wrong(
            "the farther one for the nearer",
            lambda *, parameters, start: {"nearer_to": "digit accuracy"},
            "its mean distance is the larger one. Take |yours − the other| at each of the twelve sizes, then the mean.",
        ),
    ),
)


@cache
def _listened(digits: int, width: int) -> list[list[int]]:
    """The two distances that each head of a model likes best, for two models of two heads: [head, 2]."""
    rows = table("listening")
    here = (rows["digits"] == digits) & (rows["width"] == width) & (rows["seed"] < PAIR)
    return np.column_stack([rows["first"][here], rows["second"][here]]).astype(int).tolist()


@cache
def _heads_on_place(digits: int, width: int) -> tuple[int, int]:
    """How many of the heads trained like the two digits of the place best, and how many heads there are."""
    rows = table("listening")
    here = (rows["digits"] == digits) & (rows["width"] == width)
    pairs = np.sort(np.column_stack([rows["first"][here], rows["second"][here]]), axis=1)
    return int((pairs == (digits, 2 * digits + 1)).all(1).sum()), int(here.sum())


def where_it_listens(*, digits, width):
    on_place, heads = _heads_on_place(digits, width)
    return {
        "place_distances": [digits, 2 * digits + 1],
        "carry_distances": [digits + 1, 2 * digits + 2],
        "liked_distances": _listened(digits, width),
        "near": digits,
        "far": 2 * digits + 1,
        "on_place": on_place,
        "heads": heads,
    }


def _read_liked(value: Any) -> tuple[tuple[int, ...], ...]:
    """Two distances for each of four heads, in any shape that holds them in that order."""
    value = value.tolist() if hasattr(value, "tolist") else value
    if not isinstance(value, list | tuple):
        raise Misread("eight distances are asked for: two for each of four heads")
    flat = np.asarray(value, dtype=object).ravel().tolist()
    if len(flat) != 2 * HEADS * PAIR:
        raise Misread(f"it holds {len(flat)} elements, and eight distances are asked for: two for each of four heads")
    whole = [int(Whole(low=0, high=99).read(one)) for one in flat]
    return tuple(tuple(sorted(whole[i : i + 2])) for i in range(0, len(whole), 2))


def _liked_fault(liked: tuple[tuple[int, ...], ...], given) -> str:
    """In each of 120 models that were trained a head likes its place best; one head of one liked anything further."""
    digits = given["digits"]
    place, carry = (digits, 2 * digits + 1), (digits + 1, 2 * digits + 2)
    strange = sum(one not in place + carry for head in liked for one in head)
    if strange > 1:
        return (
            "several of these are distances at which nothing useful stands: the largest of `bias`, over its last axis?"
        )
    return "" if place in liked else "in a trained model at least one head likes both digits of the place best."


WHERE_IT_LISTENS = Exercise(
    title="Where does it listen?",
    level="hard",
    minutes=30,
    by="code",
    objective=2,
    given={"digits": 8, "width": 48},
    varied={"digits": (6, 7, 8, 9), "width": (32, 48, 64)},
    trains=True,
    text="""
A model of width @{width} adds operands of @{digits} digits. Counted from the symbol that is read last, how far back
stand the two digits of the place to be written? And the two of the place before, which tell the carry? Then take two
trained models (the chapter's `trained[48]` are two for eight digits). For each head, which are the two distances at
which the learned preference `models.bias` is largest?
""",
    hint="""
Write a problem out, and count back from the `=` to the units: units come first. `Training(Recipe(width=@{width},
task=Task(digits=@{digits})), seeds=(0, 1)).run().models.bias` has the shape (models, heads, distances); `topk(2,
dim=-1).indices` gives the two.
""",
    solution="""
The two digits of the place stand @{near} and @{far} back, and those of the place before one further each. Of @{heads}
heads of such models that we trained, @{on_place} like exactly the first two best, and nearly every other head likes
two of these four. In each model at least one head has found its place. Nobody told them where to look.
""",
    answers=(
        Answer("place_distances", "the two distances of the digits of the place to be written", Wholes(low=1, high=40)),
        Answer("carry_distances", "the two distances of the digits of the place before", Wholes(low=1, high=40)),
        Answer(
            "liked_distances",
            "the two best-liked distances of each head, for two models with two heads each",
            Built(form="eight distances, two a head", check=_read_liked, fault=_liked_fault),
        ),
    ),
    solve=where_it_listens,
    wrong=(
        Wrong(
            "counted from the digit that is written",
            lambda *, digits, width: {
                "place_distances": [digits + 1, 2 * digits + 2],
                "carry_distances": [digits + 2, 2 * digits + 3],
            },
            "that is counted from the digit that is written. The symbol that is read last stands one place before it.",
        ),
        Wrong(
            "one operand for both",
            lambda *, digits, width: {"place_distances": [digits], "carry_distances": [digits + 1]},
            "that is the digit of one operand. Two digits are added: where does the other one stand?",
        ),
        Wrong(
            "places for distances",
            lambda *, digits, width: {"liked_distances": [[0, 1]] * 4},
            "those are the nearest symbols, the model's own answer. Take the places of the largest values of `bias`.",
        ),
    ),
)

METRIC_FIGURE, LENGTH_FIGURE = "metric-by-size", "operand-length"


@cache
def _tenths_by_metric() -> dict[str, float]:
    """By each metric of the same answers: the size at which the mean has made a tenth of its change."""
    return {metric: size_curve(shipped.models(), metric=metric).tenth for metric in METRICS}


@cache
def _tenths_by_digits() -> dict[int, float]:
    """The same of exact match, by the operands' number of digits."""
    return {digits: length_curve(shipped.groups(), operand_digits=digits).tenth for digits in range(1, 9)}


def metric_or_task(*, before):
    longest = max(digits for digits, tenth in _tenths_by_digits().items() if tenth < before)
    return {
        "other_metric": f"#{METRIC_FIGURE}?metric=cross_entropy&seed=-1&log_score=false",
        "other_problems": f"#{LENGTH_FIGURE}?operand_digits={longest}&seed=-1",
        "longest": longest,
        "by_match": _tenths_by_metric()["exact_match"],
        "by_other": _tenths_by_metric()["cross_entropy"],
        "by_length": _tenths_by_digits()[longest],
    }


def _metric_fault(controls, given) -> str:
    tenth = _tenths_by_metric().get(controls.get("metric", ""))
    if tenth is None:
        return "the link names no metric of that figure: set it there, and copy the link again."
    if controls["metric"] in ("exact_match", "digit_accuracy"):
        return "that is one of the two metrics that the question leaves out: choose another."
    return "" if tenth < given["before"] else "by this metric a tenth of the change is made later than that."


def _length_fault(controls, given) -> str:
    digits = controls.get("operand_digits", "")
    tenth = _tenths_by_digits().get(int(digits)) if digits.isdecimal() else None
    if tenth is None:
        return "the link names no number of digits of that figure: set it there, and copy the link again."
    return "" if tenth < given["before"] else "for problems of this length a tenth of the rise is made later than that."


METRIC_OR_TASK = Exercise(
    title="Earlier by the metric, earlier by the task",
    level="easy",
    minutes=10,
    by="figure",
    objective=4,
    given={"before": 450},
    varied={"before": (430, 500, 600, 750, 900, 1000, 1100, 1150, 1250, 1300, 1350, 1400, 1500, 1600)},
    text="""
By exact match on problems of eight digits, the first tenth of the rise takes a long way. Make the same models
"emerge" before @{before:,} weights, twice. First leave the answers as they are, and find a metric, other than digit
accuracy, whose mean has made a tenth of its change before @{before:,} weights: copy the link to that state of *One
sweep, eight metrics*. Then leave the metric as it is, and shorten the problems: copy the link to such a state of *Short
problems and long ones*. With how many digits, at the most, is it early enough?
""",
    hint="""
Both captions say at how many parameters a tenth is made. The button *Copy link to this state* under a figure, on the
book's page, copies the state that is shown.
""",
    solution="""
Cross-entropy on the very same answers makes its tenth at @{by_other:,.0f} weights, and so early do the Brier score and
the edit distance. Exact match makes it at @{by_length:,.0f} if the operands have @{longest} digits. Not
one weight of a model was changed in either case: the first curve is another measure of the same behaviour, the second
the same measure of another behaviour.
""",
    answers=(
        Answer(
            "other_metric",
            "a state with a third metric, a tenth of whose change is made before @{before:,} weights",
            State(figure=METRIC_FIGURE, fault=_metric_fault),
        ),
        Answer(
            "other_problems",
            "a state with shorter problems, a tenth of whose rise is made before @{before:,} weights",
            State(figure=LENGTH_FIGURE, fault=_length_fault),
        ),
        Answer("longest", "the most digits of an operand with which that is so", Whole(low=1, high=8)),
    ),
    solve=metric_or_task,
    wrong=(
        Wrong(
            "a metric as harsh as exact match",
            lambda *, before: {"other_metric": f"#{METRIC_FIGURE}?metric=pass_probability&seed=-1&log_score=false"},
            "this metric, too, takes all digits at once: it starts later still.",
        ),
        Wrong(
            "the problems as they are",
            lambda *, before: {"other_problems": f"#{LENGTH_FIGURE}?operand_digits=8&seed=-1", "longest": 8},
            "those are the problems of the main figure, whose rise begins later: shorten them.",
        ),
    ),
)


EXERCISES = numbered(
    "laboratory",
    [
        COUNT_THE_WEIGHTS,
        SOLVE_THE_DIGITS,
        BREAK_IT,
        A_METRIC_OF_YOUR_OWN,
        WHERE_IT_LISTENS,
        METRIC_OR_TASK,
    ],
)
