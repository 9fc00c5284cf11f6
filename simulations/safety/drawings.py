"""Drawings of the chapter on safety: forecasts, gates, elicitation, rare failures, questions by difficulty."""

import numpy as np

from simulations import axes
from simulations.laws.forecasting import bend
from simulations.palette import BLUE, GREEN, GREY, INK, MUTED, ORANGE, PURPLE, RED
from simulations.words import parameters_in_words

REFUSALS = {"training": "told that the answer trains it", "unmonitored": "told that it does not"}


def draw_duel(duel, ax):
    """Exact match against size: the truth, what was seen of it, and the three forecasts."""
    _sizes_axis(ax)
    axes.linear_y(ax, (0, 1), label="exact match")
    ax.plot(duel.scale, duel.truth, color=INK, label="truth")
    ax.plot(duel.scale, duel.line, linestyle="--", color=GREY, label="straight line through exact match")
    ax.plot(duel.scale, duel.tokens, linestyle="-.", color=ORANGE, label="tokens to the power of the length")
    ax.plot(duel.scale, duel.law, linestyle=":", color=PURPLE, label=_law(duel))
    ax.plot(duel.seen_scale, duel.seen_test, marker="o", linestyle="none", color=BLUE, label="exact match on the test")
    ax.axvline(duel.largest_seen, color=MUTED, linewidth=1, label="largest model seen")


def draw_duel_bend(duel, ax):
    """The same on the axis where the task law is straight: log(-log rate), upside down so that up is better."""
    _sizes_axis(ax)
    rates = {1e-5: "10⁻⁵", 0.01: "1%", 0.2: "20%", 0.5: "50%", 0.9: "90%", 0.99: "99%"}
    _bend_axis(ax, (3.5, -5), rates)
    ax.plot(duel.scale, duel.truth_bend, color=INK, label="truth")
    ax.plot(duel.scale, duel.tokens_bend, linestyle="-.", color=ORANGE, label="tokens to the power of the length")
    ax.plot(duel.scale, duel.law_bend, linestyle=":", color=PURPLE, label=_law(duel))
    ax.plot(duel.seen_scale, duel.fine_bend, marker="s", linestyle="none", color=PURPLE, label="rate on those samples")
    ax.axvline(duel.largest_seen, color=MUTED, linewidth=1, label="largest model seen")


def draw_play(play, ax):
    """A round of the forecast game: the models shown, the guess, and after the reveal the rest and the forecasters."""
    axes.log_x(ax, play.bounds, label=play.entry.unit, ticks=_at_most_six(axes.decades(*play.bounds)))
    axes.linear_y(ax, play.measure.limits, label=play.measure.name)
    ax.axhline(play.measure.level, color=MUTED, linewidth=1, linestyle=":")
    ax.plot(play.scale, play.shown, marker="o", linestyle="none", color=BLUE, label="models you see")
    ax.plot(play.scale, play.hidden, marker="s", linestyle="none", color=INK, label="models that were hidden")
    ax.plot(play.guess, play.stems, color=ORANGE, linewidth=3, label="your guess")
    ax.plot(play.truth, play.stems, color=INK, label="where it happened")
    ax.plot(play.line, play.stems, linestyle="--", color=GREY, label="the straight line's guess")
    ax.plot(play.law, play.stems, linestyle=":", color=PURPLE, linewidth=3, label="the power law's guess")
    ax.plot(play.tokens, play.stems, linestyle="-.", color=GREEN, label="tokens to the power of the length")


def draw_resolution(resolution, ax):
    """Success rates on a log axis with their 95% intervals; where none was seen, only the upper end."""
    _sizes_axis(ax)
    rates = {1e-6: "10⁻⁶", 1e-5: "10⁻⁵", 1e-4: "10⁻⁴", 1e-3: "10⁻³", 1e-2: "1%", 1: "100%"}
    axes.log_y(ax, (1e-7, 2), label="success rate", ticks=rates)
    ax.plot(resolution.fine_scale, resolution.fine_rate, color=INK, label="truth")
    ax.plot(resolution.fine_scale, resolution.forecast, linestyle=":", color=PURPLE, label=_fit(resolution))
    ax.fill_between(resolution.scale, resolution.lower, resolution.upper, color=BLUE, alpha=0.25, label="95% interval")
    ax.plot(resolution.scale, resolution.estimate, marker="o", linestyle="none", color=BLUE, label="estimate")
    ax.plot(resolution.scale, resolution.upper, linestyle="-.", color=ORANGE, linewidth=1, label="upper end")


def draw_resolution_bend(resolution, ax):
    """The same estimates on the log(-log) axis, where the law is a straight line."""
    _sizes_axis(ax)
    _bend_axis(ax, (3.2, -2.5), {1e-6: "10⁻⁶", 0.01: "1%", 0.2: "20%", 0.5: "50%", 0.8: "80%"})
    ax.plot(resolution.fine_scale, resolution.fine_rate_bend, color=INK, label="truth")
    ax.plot(resolution.fine_scale, resolution.forecast_bend, linestyle=":", color=PURPLE, label=_fit(resolution))
    ax.plot(resolution.scale, resolution.estimate_bend, marker="o", linestyle="none", color=BLUE, label="estimate")


def draw_gates(gates, ax):
    """How far past the danger the alarm sounds: the share in each eighth of a decade, and their running sum."""
    factors = {0.01: "÷100", 0.1: "÷10", 1: "danger", 10: "×10", 100: "×100"}
    axes.log_x(ax, (0.01, 100), label="effective compute at the alarm, relative to the danger", ticks=factors)
    axes.linear_y(ax, (0, 1), label="share of cases")
    ax.axvspan(1, 100, color=RED, alpha=0.08)
    gap = 0.05 * np.diff(gates.edges)  # of a bar to its edge, in decades as these
    low, high = 10 ** (gates.edges[:-1] + gap), 10 ** (gates.edges[1:] - gap)
    ax.bar((low + high) / 2, gates.share, width=high - low, color=BLUE, label="alarm sounds here")
    ax.plot(10**gates.edges, gates.reached, linestyle="--", color=INK, label="alarm has sounded by here")
    ax.axvline(1, color=RED, linewidth=1.5)


def draw_gap(gap, ax):
    """Success against compute for the typical prompt, the evaluators' best one and the public's."""
    axes.log_x(ax, (1e-3, 1e2), label="training compute, relative", say=axes.plain)
    axes.linear_y(ax, (0, 1), label="success rate")
    ax.axhline(0.5, color=MUTED, linewidth=1, linestyle=":")
    ax.plot(gap.compute, gap.typical, color=BLUE, label="a typical prompt")
    ax.plot(gap.compute, gap.best, linestyle="--", color=ORANGE, label="best of the evaluators' prompts")
    ax.plot(
        gap.compute, gap.attacker, linestyle=":", color=RED, label=f"best of {gap.attacker_prompts:,} after release"
    )


def draw_red_team(hunt, ax):
    """The chance that somebody finds a prompt that works, against the number of attempts."""
    axes.log_x(ax, (1, 1e5), label="attempts", say=axes.plain)
    axes.linear_y(ax, (0, 1), label="chance that at least one works")
    ax.plot(hunt.attempts, hunt.found, color=BLUE, label="found by then")
    ax.plot([hunt.team, hunt.team], [0, 1], linestyle="--", color=ORANGE, label="the red team stops here")


def draw_deployment(deployment, ax):
    """The chance of at least one failure against the number of uses: the band that the test leaves open."""
    axes.log_x(ax, (1, 1e9), label="uses", ticks={1: "1", 1e2: "100", 1e4: "10⁴", 1e6: "10⁶", 1e8: "10⁸"})
    axes.linear_y(ax, (0, 1), label="chance of at least one failure")
    ax.fill_between(
        deployment.uses, deployment.lower, deployment.upper, color=BLUE, alpha=0.2, label="not ruled out by the test"
    )
    ax.plot(deployment.uses, deployment.upper, color=RED, label="at the upper end of the interval")
    ax.plot(deployment.uses, deployment.plain, linestyle="--", color=INK, label="at the rate that the test showed")
    ax.plot(deployment.uses, deployment.lower, linestyle=":", color=GREEN, label="at the lower end")
    ax.axvline(deployment.chosen_uses, color=MUTED, linewidth=1, label="uses after release")


def draw_difficulty(difficulty, ax):
    """Real models by training compute: the easiest and the hardest questions, and their medians by half-decade."""
    _compute_axis(ax)
    axes.linear_y(ax, (0, 1), label="score (1 − Brier)")
    dots = {"linestyle": "none", "markersize": 3}
    ax.plot(difficulty.flops, difficulty.easy, marker="s", **dots, color=GREEN, label="easiest, a model")
    ax.plot(difficulty.flops, difficulty.hard, marker="o", **dots, color=RED, label="hardest, a model")
    ax.plot(difficulty.centre, difficulty.easy_median, linestyle="--", color=GREEN, label="easiest, median")
    ax.plot(difficulty.centre, difficulty.hard_median, color=RED, label="hardest, median")


def draw_total(difficulty, ax):
    """The same models over all questions: the score and the accuracy that a benchmark reports."""
    _compute_axis(ax)
    axes.linear_y(ax, (0, 1), label="all questions")
    ax.plot(difficulty.centre, difficulty.every_median, linestyle="--", color=PURPLE, label="score, median")
    ax.plot(difficulty.centre, difficulty.accuracy_median, marker="o", color=INK, label="accuracy, median")


def draw_mixture(mixture, ax):
    """The mechanism in small: easy and hard questions, and the total that they hide in."""
    factors = {1: "1", 10: "10", 100: "100", 1e3: "10³", 1e4: "10⁴", 1e5: "10⁵", 1e6: "10⁶"}
    axes.log_x(ax, (1, 1e6), label="training compute, relative", ticks=factors)
    axes.linear_y(ax, (0, 1), label="share right")
    ax.plot(mixture.compute, mixture.easy, linestyle="--", color=GREEN, label="easy questions")
    ax.plot(mixture.compute, mixture.hard, linestyle=":", color=RED, label="hard questions")
    ax.plot(mixture.compute, mixture.total, color=BLUE, label="all questions")


def draw_refusals(faking, ax):
    """The share of requests refused in the two conditions, model by model, with exact 95% intervals."""
    _models_axis(ax, faking)
    axes.share_y(ax, label="requests refused", margin=0.04)
    for shift, name, colour, marker in ((-0.12, "training", RED, "s"), (0.12, "unmonitored", BLUE, "o")):
        share, low, high = (getattr(faking, f"{name}{end}") for end in ("", "_low", "_high"))
        ax.errorbar(
            faking.place + shift,
            share,
            yerr=np.ma.array([share - low, high - share]),
            color=colour,
            marker=marker,
            linestyle="none",
            label=REFUSALS[name],
        )


def draw_faking_gap(faking, ax):
    """How many more of a hundred requests each model refuses when it is told that the answer does not train it."""
    _models_axis(ax, faking)
    axes.linear_y(ax, (-10, 70), label="gap (points of 100)", ticks=(0, 20, 40, 60))
    ax.axhline(0, color=MUTED, linewidth=1)
    ax.plot(faking.place, faking.gap, color=PURPLE, marker="s", linestyle="none", label="refused less in training")


def _models_axis(ax, faking):
    axes.linear_x(ax, (-0.5, len(faking.models) - 0.5), label="", ticks=dict(enumerate(map(_short, faking.models))))


def _short(model):
    *first, last = model.removeprefix("Claude ").replace("-3.1", "").replace("-", " ").split()
    return "\n".join([last, *first] if model.startswith("Claude") else [*first, last])


def _law(duel):
    return f"task law on {duel.fine_samples:,} samples"


def _fit(resolution):
    return f"law fitted up to {parameters_in_words(resolution.fitted_up_to)}"


def _sizes_axis(ax):
    axes.log_x(ax, (1e6, 1e11), label="parameters", say=axes.size)


def _compute_axis(ax):
    axes.log_x(ax, (7e19, 2e24), label="training FLOPs")


def _bend_axis(ax, limits, rates):
    ticks = {bend(rate): word for rate, word in rates.items()}
    axes.linear_y(ax, limits, label="success rate, log(−log) axis", ticks=ticks)


def _at_most_six(ticks):
    return ticks[:: int(np.ceil(len(ticks) / 6))]
