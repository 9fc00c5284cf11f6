"""What the captions of the chapter ``examples`` say of a result: words for the places that they name."""

import numpy as np

from simulations.examples.atlas import TASKS, Atlas
from simulations.examples.bigbench import SIZES, Curve
from simulations.examples.catalogue import ModelPair
from simulations.examples.joint import Digits
from simulations.examples.letters import Forms
from simulations.examples.pieces import Learning
from simulations.examples.prompting import ChainOfThought, Codex
from simulations.words import parameters_in_words


def atlas(result: Atlas, *, task: str, axis: str, family: str) -> dict:
    """What the sources say of the task, the family's scores, and two models that go against a threshold in scale."""
    scores, upset = result.family_score.compressed(), result.upset
    family_words = f"{family} was not measured"
    if len(scores):
        family_words = f"{family}, {len(scores)} models, scores {scores.min():.1%} to {scores.max():.1%}"
    fewer = "fewer parameters" if axis == "parameters" else "less training compute"
    return {
        "note": TASKS[task].note,
        "family_words": family_words,
        "contrast": f"{upset.larger} scores {upset.larger_score:.1%}; {upset.smaller}, with {upset.times:,.0f} times "
        f"{fewer}, scores {upset.smaller_score:.1%}",
    }


def pair(result: ModelPair) -> dict:
    """The scores of both models, task by task, the large model's first."""
    scores = zip(result.tasks, result.large_score.filled(np.nan), result.small_score.filled(np.nan), strict=True)
    return {"words": "; ".join(f"{task}: {large:.1%} against {small:.1%}" for task, large, small in scores)}


def curve(result: Curve) -> dict:
    """Which sizes stand above guessing, and between which two the score rises most."""
    step_from, step_to = SIZES[result.step : result.step + 2]
    return {"verdict": above_guessing(result.above), "step": f"from {step_from} to {step_to}"}


def above_guessing(above: np.ndarray) -> str:
    """Which of the twelve sizes stand above guessing: ``above`` (12,), in order of size."""
    if not above.any():
        return "no size can be told from guessing"
    if not above[-1]:
        return f"{above.sum()} of {len(above)} sizes stand above guessing, but not the largest"
    if above.sum() == 1:
        return "only the largest size stands above guessing"
    first = len(above) - int(np.argmin(np.append(above[::-1], False)))  # from here on all of them do
    if first == len(above) - 1:
        return f"the largest size stands above guessing, and {above[:-1].sum()} smaller besides"
    return f"every size from {SIZES[first]} up stands above guessing"


def digits(result: Digits) -> dict:
    """From which width half of the groups are right, and where their share rises fastest."""
    half = "at no width" if np.isinf(result.half_at) else f"from {result.half_at:,.0f} parameters up"
    return {"half": half, "steepest": "from {:,.0f} to {:,.0f} parameters".format(*result.steepest)}


def chain_of_thought(result: ChainOfThought) -> dict:
    """From which size a chain of thought helps, and at how many it hurts."""
    helps = "at no size" if np.isinf(result.helps_from) else f"from {parameters_in_words(result.helps_from)} up"
    sizes = "size" if result.hurts == 1 else "sizes"
    harm = f"at {result.hurts} {sizes}, by up to {result.worst:.1%} of the problems" if result.hurts else "at no size"
    return {"helps_from": helps, "harm": harm}


def codex(result: Codex) -> dict:
    """The largest size."""
    return {"largest": parameters_in_words(result.parameters[-1])}


def learning(result: Learning) -> dict:
    """How the numbers are cut, and after how many sums half of the new ones are right."""
    never = f"up to {result.seen[-1]:,.0f} sums it never has half of them"
    return {
        "cut_in_words": result.cut if result.cut == "digit by digit" else f"in {result.cut}",
        "half": never if np.isinf(result.half) else f"half of them from {result.half:,.0f} sums on",
    }


def forms(result: Forms) -> dict:
    """The family's scores in both forms, from its smallest model to its largest, by compute."""
    return {
        "by_words": _range(result.family_words),
        "by_form": _range(result.family_shown),
    }


def _range(scores: np.ma.MaskedArray) -> str:
    known = scores.compressed()
    return f"{known[0]:.1%} to {known[-1]:.1%}" if len(known) > 1 else f"{known[0]:.1%}"
