"""Every drawing of the chapter shows its result's own numbers, and makes the same artists in every state."""

import matplotlib
import numpy as np
import pytest
from drawn import assert_fields, drawings as drawings_of
from matplotlib.figure import Figure

from simulations import palette
from simulations.laws import forecasting
from simulations.safety import (
    drawings,
    elicitation,
    evaluation,
    faking,
    forecast_game,
    gates,
    rare_failures,
    u_shape,
)

CASES = {
    "duel": (
        (drawings.draw_duel, drawings.draw_duel_bend),
        [
            forecasting.forecast_duel(law=law, largest_seen=seen, items=items)
            for law in forecasting.LAWS
            for seen, items in ((1e7, 50), (1e9, 1000))
        ],
    ),
    "play": (
        (drawings.draw_play,),
        [
            forecast_game.play(game="arc", guess=guess, reveal=reveal)
            for guess in (0.0, 3.0)
            for reveal in (True, False)
        ],
    ),
    "resolution": (
        (drawings.draw_resolution, drawings.draw_resolution_bend),
        [evaluation.high_resolution(budget=budget, until=until) for budget in (1, 10_000) for until in (True, False)],
    ),
    "gates": ((drawings.draw_gates,), [gates.evaluation_gates(interval=k) for k in (2.0, 10.0)]),
    "gap": ((drawings.draw_gap,), [elicitation.elicitation_gap(prompts=n) for n in (1, 1000)]),
    "hunt": ((drawings.draw_red_team,), [elicitation.red_team(team=n) for n in (1, 1000)]),
    "deployment": ((drawings.draw_deployment,), [rare_failures.deployment(failures=n) for n in (0, 3)]),
    "difficulty": (
        (drawings.draw_difficulty, drawings.draw_total),
        [u_shape.difficulty_groups(task=task) for task in ("MMLU", "BIG-bench Persian QA")],
    ),
    "refusals": (
        (drawings.draw_refusals, drawings.draw_faking_gap),
        [faking.faking(largest=size, scratchpad=first) for size in (8e9, 405e9) for first in (True, False)],
    ),
    "mixture": ((drawings.draw_mixture,), [u_shape.mixture(dip=dip) for dip in (0.0, 0.25)]),
}


def drawn(draw, result):
    with matplotlib.rc_context(palette.MATPLOTLIB):
        ax = Figure(figsize=(5.6, 3.4)).subplots()
        draw(result, ax)
    return ax


@pytest.mark.parametrize("name", CASES)
def test_states_share_their_artists_and_axes(name):
    draws, results = CASES[name]
    for draw in draws:
        shapes = set()
        for result in results:
            ax = drawn(draw, result)
            lines = tuple((line.get_label(), len(line.get_xdata())) for line in ax.get_lines())
            shapes.add((lines, ax.get_xlim(), ax.get_ylim(), len(ax.patches), len(ax.collections)))
            assert len(ax.get_xticks()) <= 7 and len(ax.get_yticks()) <= 8
        assert len(shapes) == 1


@pytest.mark.parametrize("name", CASES)
def test_nothing_drawn_is_nan_or_infinite(name):
    draws, results = CASES[name]
    for draw in draws:
        for result in results:
            for line in drawn(draw, result).get_lines():
                for values in (line.get_xdata(), line.get_ydata()):
                    assert np.isfinite(np.ma.masked_array(values).compressed().astype(float)).all()


def left(faking):
    return faking.place - 0.12


def right(faking):
    return faking.place + 0.12


def middles(gates):
    decades = np.diff(gates.edges)  # a bar leaves a twentieth of these at both ends
    return (10 ** (gates.edges[1:] - decades / 20) + 10 ** (gates.edges[:-1] + decades / 20)) / 2


# What each labelled mark is of, by drawing.
FIELDS = {
    "draw_duel": (
        lambda: forecasting.forecast_duel(law="a ceiling"),
        {
            "truth": ("scale", "truth"),
            "straight line through exact match": ("scale", "line"),
            "tokens to the power of the length": ("scale", "tokens"),
            "task law on 1,000,000 samples": ("scale", "law"),
            "exact match on the test": ("seen_scale", "seen_test"),
            "largest model seen": "largest_seen",
        },
    ),
    "draw_duel_bend": (
        lambda: forecasting.forecast_duel(law="a ceiling"),
        {
            "truth": ("scale", "truth_bend"),
            "tokens to the power of the length": ("scale", "tokens_bend"),
            "task law on 1,000,000 samples": ("scale", "law_bend"),
            "rate on those samples": ("seen_scale", "fine_bend"),
            "largest model seen": "largest_seen",
        },
    ),
    "draw_play": (
        lambda: forecast_game.play(game="practice", reveal=True),
        {
            "models you see": ("scale", "shown"),
            "models that were hidden": ("scale", "hidden"),
            "your guess": ("guess", "stems"),
            "where it happened": ("truth", "stems"),
            "the straight line's guess": ("line", "stems"),
            "the power law's guess": ("law", "stems"),
            "tokens to the power of the length": ("tokens", "stems"),
        },
    ),
    "draw_resolution": (
        lambda: evaluation.high_resolution(budget=1000),
        {
            "truth": ("fine_scale", "fine_rate"),
            "law fitted up to 100M": ("fine_scale", "forecast"),
            "95% interval": ("scale", "lower", "upper"),
            "estimate": ("scale", "estimate"),
            "upper end": ("scale", "upper"),
        },
    ),
    "draw_resolution_bend": (
        lambda: evaluation.high_resolution(budget=1000),
        {
            "truth": ("fine_scale", "fine_rate_bend"),
            "law fitted up to 100M": ("fine_scale", "forecast_bend"),
            "estimate": ("scale", "estimate_bend"),
        },
    ),
    "draw_gates": (
        gates.evaluation_gates,
        {
            "alarm sounds here": (middles, "share"),
            "alarm has sounded by here": (lambda gates: 10**gates.edges, "reached"),
        },
    ),
    "draw_gap": (
        lambda: elicitation.elicitation_gap(prompts=30, attacker=500),
        {
            "a typical prompt": ("compute", "typical"),
            "best of the evaluators' prompts": ("compute", "best"),
            "best of 500 after release": ("compute", "attacker"),
        },
    ),
    "draw_red_team": (
        elicitation.red_team,
        {"found by then": ("attempts", "found"), "the red team stops here": ("team", [0, 1])},
    ),
    "draw_deployment": (
        lambda: rare_failures.deployment(failures=2),
        {
            "not ruled out by the test": ("uses", "lower", "upper"),
            "at the upper end of the interval": ("uses", "upper"),
            "at the rate that the test showed": ("uses", "plain"),
            "at the lower end": ("uses", "lower"),
            "uses after release": "chosen_uses",
        },
    ),
    "draw_difficulty": (
        lambda: u_shape.difficulty_groups(task="MMLU"),
        {
            "easiest, a model": ("flops", "easy"),
            "hardest, a model": ("flops", "hard"),
            "easiest, median": ("centre", "easy_median"),
            "hardest, median": ("centre", "hard_median"),
        },
    ),
    "draw_total": (
        lambda: u_shape.difficulty_groups(task="MMLU"),
        {"score, median": ("centre", "every_median"), "accuracy, median": ("centre", "accuracy_median")},
    ),
    "draw_refusals": (
        lambda: faking.faking(others=True, scratchpad=False),
        {
            "told that the answer trains it": (left, "training"),
            "told that the answer trains it, interval": (left, "training_low", "training_high"),
            "told that it does not": (right, "unmonitored"),
            "told that it does not, interval": (right, "unmonitored_low", "unmonitored_high"),
        },
    ),
    "draw_faking_gap": (lambda: faking.faking(), {"refused less in training": ("place", "gap")}),
    "draw_mixture": (
        lambda: u_shape.mixture(hard_share=0.7),
        {
            "easy questions": ("compute", "easy"),
            "hard questions": ("compute", "hard"),
            "all questions": ("compute", "total"),
        },
    ),
}


def test_every_drawing_has_its_fields():
    assert FIELDS.keys() == drawings_of(drawings)


@pytest.mark.parametrize("name", FIELDS)
def test_each_labelled_mark_is_of_its_fields(name):
    made, expected = FIELDS[name]
    assert_fields(getattr(drawings, name), made(), expected)


def test_game_draws_the_guess_at_its_place():
    state = forecast_game.play(game="hellaswag", guess=1.5)
    lines = {line.get_label(): line for line in drawn(drawings.draw_play, state).get_lines()}
    assert lines["your guess"].get_xdata()[0] == pytest.approx(6.905e19 * 10**1.5)


@pytest.mark.parametrize("entry", forecast_game.ROUNDS, ids=lambda entry: entry.key)
@pytest.mark.parametrize("smoother", [False, True])
def test_every_round_draws(entry, smoother):
    ax = drawn(drawings.draw_play, forecast_game.play(game=entry.key, smoother=smoother, reveal=True))
    low, high = ax.get_ylim()
    for line in ax.get_lines():
        if line.get_label().startswith("models"):
            values = np.ma.masked_array(line.get_ydata()).compressed()
            assert np.all((values >= low) & (values <= high))
    assert len(ax.get_xticks()) <= 6
