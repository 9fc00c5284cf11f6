"""The sentences of the chapter on safety: each of its words once, and no number that a reader cannot read."""

import pytest

from simulations.laws import forecasting
from simulations.safety import captions, elicitation, evaluation, forecast_game, gates, rare_failures, u_shape

SAID = {
    "duel": (
        lambda: captions.duel(forecasting.forecast_duel(law="independent tokens")),
        "Exact match really passes one half at 889M parameters: the straight line never gets there in this figure, "
        "tokens to the power of the length says 892M, the task law says 883M. That is 0, 100 and 99 points of 100.",
    ),
    "resolution": (
        lambda: captions.resolution(evaluation.high_resolution(until=True)),
        "The law fitted up to 100M forecasts 32.4% at 10B parameters; the truth is 31.6%.",
    ),
    "nothing": (
        lambda: captions.resolution(evaluation.high_resolution(budget=1)),
        "Too few sizes showed a success to fit anything.",
    ),
    "gates": (
        lambda: captions.gates(gates.evaluation_gates()),
        "In the middle case the alarm sounds at 0.87 times the danger's compute; "
        "in one case of twenty at 2.3 times or later.",
    ),
    "red_team": (
        lambda: captions.red_team(elicitation.red_team()),
        "The red team finds one with probability 9.5%, the public with probability over 99.9%; "
        "that the team finds none and the public one has probability 90.5%.",
    ),
    "clean": (
        lambda: captions.deployment(rare_failures.deployment()),
        "The test leaves open a failure rate of anything up to 1 in 270 (95%), "
        "so the chance of at least one failure lies between 0.0% and over 99.9%.",
    ),
    "failures": (
        lambda: captions.deployment(rare_failures.deployment(failures=2)),
        "from 1 in 4,100 to 1 in 140 (95%), so the chance of at least one failure is over 99.9%.",
    ),
    "difficulty": (
        lambda: captions.difficulty(u_shape.difficulty_groups(task="BIG-bench arithmetic", groups=1)),
        "the hardest go from 0.22 down to 0.01 near 1×10²¹ FLOPs and up to 0.86; "
        "the easiest reach 0.97 near 1×10²² FLOPs, sag to 0.89 and end at 0.99",
    ),
}


@pytest.mark.parametrize("name", SAID)
def test_the_sentence_says_the_results_numbers(name):
    said, sentence = SAID[name]
    (words,) = said().values()
    assert sentence in words


def test_a_round_is_asked_answered_and_scored():
    asked = captions.play(forecast_game.play(game="arc"), smoother=False)
    assert asked["question"] == "At how many training FLOPs does accuracy reach 0.4?"
    assert asked["answer"].startswith("Your guess: ") and asked["others"] == asked["remark"] == ""
    told = captions.play(forecast_game.play(game="arc", reveal=True), smoother=False)
    assert [told[name] for name in ("points", "line_points", "law_points")] == ["10", "0", "9"]
    assert told["answer"].startswith("It was ") and "the power law " in told["answer"]


def test_a_smoother_measure_falls_or_is_missed():
    bits = captions.play(forecast_game.play(game="arc", smoother=True), smoother=True)
    assert bits["question"].endswith("does bits per byte fall to 0.9?") and bits["remark"] == ""
    missing = captions.play(forecast_game.play(game="hindu", smoother=True), smoother=True)
    assert missing["remark"] == " No smoother measure was published."


def test_the_forecaster_of_some_rounds_is_hidden_until_the_reveal():
    practice = [captions.play(forecast_game.play(game="practice", reveal=told), smoother=False) for told in (0, 1)]
    assert practice[0]["others"] == ", tokens to the power of the length –"
    assert practice[1]["others"].removeprefix(", tokens to the power of the length ").isdigit()
