"""What the captions of the chapter on safety say of a result, beside its own numbers."""

import numpy as np

from simulations.laws.forecasting import Duel, score
from simulations.safety.elicitation import RedTeam
from simulations.safety.evaluation import Resolution
from simulations.safety.faking import Faking
from simulations.safety.forecast_game import LAW, LINE, TOKENS, Play
from simulations.safety.gates import Gates
from simulations.safety.rare_failures import Deployment
from simulations.safety.u_shape import Groups
from simulations.words import one_in, parameters_in_words, plain, powers, share_in_words, two_digits

HIDDEN = "–"  # points before the reveal


def duel(result: Duel) -> dict[str, str]:
    """``verdict``: where exact match passes one half, where each forecaster puts that, and what it scores."""
    forecasts = {
        "the straight line": result.line_crossing,
        "tokens to the power of the length": result.tokens_crossing,
        "the task law": result.law_crossing,
    }
    said = ", ".join(f"{name} {_placed(at)}" for name, at in forecasts.items())
    first, second, third = (f"{score(at, result.truth_crossing):.0f}" for at in forecasts.values())
    truth = parameters_in_words(result.truth_crossing)
    verdict = (
        f"Exact match really passes one half at {truth} parameters: {said}. "
        f"That is {first}, {second} and {third} points of 100."
    )
    return {"verdict": verdict}


def _placed(at: float) -> str:
    return "never gets there in this figure" if np.isinf(at) else f"says {parameters_in_words(at)}"


def play(result: Play, *, smoother: bool) -> dict[str, str]:
    """``question``, ``remark``, ``answer``; ``points``, ``line_points``, ``law_points``, ``HIDDEN`` until revealed;
    ``others``: the forecaster that plays in some rounds only."""
    said = {name: str(points) if result.revealed else HIDDEN for name, points in result.scores.items()}
    measure = result.measure
    return {
        "question": (
            f"At how many {result.entry.unit} does {measure.name} {'fall to' if measure.falls else 'reach'} "
            f"{measure.level:g}?"
        ),
        "remark": " No smoother measure was published." if smoother and result.entry.smoother is None else "",
        "answer": _answer(result),
        "points": str(result.points) if result.revealed else HIDDEN,
        "line_points": said[LINE],
        "law_points": said[LAW],
        "others": f", {TOKENS} {said[TOKENS]}" if TOKENS in said else "",
    }


def _answer(result: Play) -> str:
    if not result.revealed:
        return f"Your guess: {powers(result.said)}."
    rest = ", ".join(f"{name} {powers(at)}" for name, at in result.forecasts.items())
    return f"It was {powers(result.happened)}; you said {powers(result.said)}, {rest}."


def resolution(result: Resolution) -> dict[str, str]:
    """``verdict``: what the fitted law forecasts far out, and the truth there."""
    if np.isnan(result.far_forecast):
        return {"verdict": "Too few sizes showed a success to fit anything."}
    fitted, far = parameters_in_words(result.fitted_up_to), parameters_in_words(result.far)
    verdict = (
        f"The law fitted up to {fitted} forecasts {result.far_forecast:.1%} at {far} parameters; "
        f"the truth is {result.far_rate:.1%}."
    )
    return {"verdict": verdict}


def gates(result: Gates) -> dict[str, str]:
    """``summary``: how late the alarm is in the middle case, and in the worst of twenty."""
    summary = (
        f"In the middle case the alarm sounds at {two_digits(result.median)} times the danger's compute; "
        f"in one case of twenty at {two_digits(result.late)} times or later."
    )
    return {"summary": summary}


def red_team(result: RedTeam) -> dict[str, str]:
    """``story``: how likely each side finds a prompt that works, and the public alone."""
    team, public, alone = map(share_in_words, (result.found_by_team, result.found_by_public, result.missed))
    story = (
        f"The red team finds one with probability {team}, the public with probability {public}; "
        f"that the team finds none and the public one has probability {alone}."
    )
    return {"story": story}


def deployment(result: Deployment) -> dict[str, str]:
    """``story``: the rates that the test leaves open, and what they mean for the uses."""
    low, high = one_in(result.rate_lower), one_in(result.rate_upper)
    rate = f"of anything up to {high}" if result.rate_lower == 0 else f"from {low} to {high}"
    first, last = share_in_words(result.chance_lower), share_in_words(result.chance_upper)
    chance = f"is {first}" if first == last else f"lies between {first} and {last}"
    story = f"The test leaves open a failure rate {rate} (95%), so the chance of at least one failure {chance}."
    return {"story": story}


def difficulty(result: Groups) -> dict[str, str]:
    """``story``: how the hardest questions fall and come back, and the easiest rise and sag."""
    hard, easy = result.hard_turn, result.easy_turn
    story = (
        f"the hardest go from {hard.first:.2f} down to {hard.extreme:.2f} near {powers(hard.at)} FLOPs "
        f"and up to {hard.last:.2f}; the easiest reach {easy.extreme:.2f} near {powers(easy.at)} FLOPs, sag to "
        f"{easy.after:.2f} and end at {easy.last:.2f}"
    )
    return {"story": story}


def faking(result: Faking) -> dict[str, str]:
    """``story``: the gap of each model that is shown, and which of them chance alone would hardly give."""
    rows = zip(result.models, result.gap, result.p_value, np.ma.getmaskarray(result.gap), strict=True)
    shown = [(model, gap, p) for model, gap, p, hidden in rows if not hidden]
    gaps = ", ".join(f"{model} {plain(gap)}" for model, gap, _ in shown)
    sure = [model for model, _, p in shown if p < 0.01]
    beyond = f"Beyond chance (p below 0.01): {', '.join(sure)}." if sure else "None of these is beyond chance."
    return {"story": f"The gap, in points: {gaps}. {beyond}"}
