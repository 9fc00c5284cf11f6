"""What a student may hand over by mistake is refused by its name: no NaN, no word from inside a library."""

from functools import partial

import numpy as np
import pytest

from simulations import data, words
from simulations.circuits import induction, stages
from simulations.definition import curves, percolation, surface
from simulations.laboratory import measure, shipped, shipped_answers, task
from simulations.laboratory.forecast import seeded_forecast
from simulations.laws import popular, resolution, scaling
from simulations.laws.forecasting import forecast_duel, world
from simulations.mirage import emergence_score, metrics, options, paired_metrics, schematic, spacing
from simulations.practice import sampling
from simulations.reasoning import tails
from simulations.remeasured import appears, collapse, control, forecasts, pythia
from simulations.safety.elicitation import winners_curse
from simulations.safety.evaluation import expected_samples, high_resolution
from simulations.safety.gates import buffer, evaluation_gates
from simulations.theories import carries, composition, concept_graph, multilinear, quanta, skill_tuples

RNG = np.random.default_rng(0)
SIZES, FIRST, SECOND, KEPT = shipped.predictions()
SHAPE = dict(decades_to_rise=1.0, floor=0.0, noise=0.0, model_sizes=5, extrapolation="straight line")
RUNS = dict(parameters=np.geomspace(1e8, 1e10, 5), tokens=np.geomspace(2e9, 2e11, 5), losses=np.linspace(3.3, 2.1, 5))
RIGHT = {  # a right call, and what is put into it wrongly
    "measured curve": (partial(curves.measured_curve, **SHAPE, seed=0), {"seed": -1}),
    "family": (
        partial(curves.family_curve, family="BIG-G, 12 sizes", decades_to_rise=1.0, midpoint=1e9),
        {"midpoint": -1.0},
    ),
    "step": (
        partial(curves.largest_possible_step, decades_between_sizes=1.0, decades_to_rise=1.0),
        {"decades_between_sizes": -1.0},
    ),
    "lattice": (partial(percolation.picture, occupation=0.5, lattice_size=8, seed=0), {"seed": -1, "resolution": -48}),
    "budget": (partial(surface.allocation, compute=1e21), {"compute": 0}),
    "chance scores": (
        partial(emergence_score.chance_scores, sizes=5, items=10, rate=0.2, trials=3, rng=RNG),
        {"items": 0, "rate": 1.5, "trials": -1, "sizes": 2},
    ),
    "example": (
        partial(emergence_score.example_curve, "a steady rise", sizes=5, items=10, rng=RNG),
        {"items": 0, "sizes": 0},
    ),
    "scored": (
        partial(emergence_score.scored_curve, [0.1, 0.2, 0.4], np.array([1.0])),
        {"reach": -1.0, "most": 2, "chance": np.array([])},
    ),
    "far reach": (partial(emergence_score.scored_curve, [0.1, 0.2, 0.4], np.array([1.0])), {"reach": 1e308}),
    "answers": (
        partial(metrics.sampled_answers, token_accuracy=0.9, answer_length=5, answers=3, rng=RNG),
        {"answers": -1, "answer_length": 0},
    ),
    "race": (partial(options.option_race, parameters=np.array([1e8])), {"parameters": np.array([-1.0]), "options": 1}),
    "two stories": (partial(paired_metrics.two_stories, data=data.table("two_metrics")), {"seen_share": np.inf}),
    "factors": (schematic.three_factors, {"items": 1e308, "models": 7}),
    "few sizes": (partial(spacing.few_sizes, np.log10), {"models": 2, "most": -1}),
    "many tries": (tails.many_tries, {"tail": 1e9, "floor": 0.5}),
    "composition": (composition.composition, {"spread": -1.0, "bottleneck": 1e9, "seed": -1, "sub_skills": 0}),
    "delay": (composition.delay, {"correlation": -1, "most": 0, "steepness": 0.0}),
    "chains": (carries.chains, {"additions": 0, "seed": -1}),
    "graph": (concept_graph.concept_graph, {"seed": -1}),
    "compute": (
        partial(multilinear.compute_optimal_loss, np.array([10.0]), exponent=0.5),
        {"compute": np.array([-1.0])},
    ),
    "quanta": (quanta.quanta, {"seed": -1}),
    "power law": (partial(quanta.power_law_loss, 3, exponent=0.5), {"learned": -1}),
    "world": (
        partial(world, np.array([1e6, 1e9]), law="a ceiling", answer_length=2),
        {"scale": np.array([1e6, -1e9]), "answer_length": 0},
    ),
    "duel": (partial(forecast_duel, law="a ceiling"), {"seed": -1, "answer_length": -1}),
    "first listing": (popular.metric_listing, {"points": -50}),
    "second listing": (popular.composition_listing, {"points": -50, "coefficient": 0.0}),
    "listing's crossing": (
        popular.composition_crossing,
        {"coefficient": 0.0, "skills": 0, "share": -1.0, "base": 1.5},
    ),
    "right answers": (resolution.right_answers, {"shown": -1}),
    "fit": (partial(scaling.fit, **RUNS), {"huber": 0.0}),
    "sampled tasks": (high_resolution, {"seed": -1, "exponent": 0}),
    "best prompt": (
        partial(winners_curse, prompts=3, items=10, rate=0.2, repeats=5, rng=RNG),
        {"repeats": 0, "items": -1, "prompts": 0, "rate": np.nan},
    ),
    "many answers": (sampling.repeated_sampling, {"spread": np.nan}),
    "reached": (appears.when_reached, {"axis": "steps"}),
    "collapse": (collapse.one_curve, {"task": "lambada", "axis": "steps", "level": 1e9}),
    "gap": (partial(control.gap, "12B", 0, 10**6), {"last": -1}),
    "twice": (control.twice_trained, {"task": "lambada", "size": "13B"}),
    "signal": (
        partial(control.signal_to_noise, np.array([0.1, 0.2]), np.array([0.1, 0.11])),
        {"across": np.zeros(2), "last": np.array([])},
    ),
    "noise": (partial(control.noise_in_errors, pythia.run("12B"), "LAMBADA"), {"last": -1, "task": "lambada"}),
    "losses": (partial(forecasts.missed, "hellaswag"), {"text": "the Pile", "seen": "all", "task": "nonsense"}),
    "walks": (partial(induction.sequences, count=2, rng=RNG), {"count": -1, "length": -16, "cycle": (4.5, 8.5)}),
    "short cycle": (partial(induction.sequences, count=2, rng=RNG), {"cycle": (5,)}),
    "descent": (partial(stages.descended, starts=2, steps=2, rng=RNG), {"rate": -1}),
    "letters": (partial(induction.letters, np.array([0, 1])), {"tokens": np.array([np.nan])}),
    "samples": (partial(expected_samples, rate=np.array([0.1])), {"rate": np.array([0.0])}),
    "gates": (evaluation_gates, {"width": 1e9, "interval": np.inf}),
    "buffer": (partial(buffer, alarm_level=0.2, width=1.0), {"width": 1e9, "alarm_level": -1.0}),
    "shipped answers": (
        partial(shipped_answers.answers, KEPT, SIZES, FIRST, SECOND, parameters=150, seed=0),
        {"first": np.array([np.nan]), "second": SECOND[:0], "problems": 0, "seed": 10**9},
    ),
    "remeasured": (
        partial(shipped_answers.remeasured, KEPT, SIZES, shipped.models(), metric="exact_match", items=8, seed=0),
        {"seed": 10**9},
    ),
    "distances": (
        partial(measure.levenshtein, np.zeros((2, 3, 9)), np.zeros((3, 9))),
        {"written": np.zeros((2, 3, 9, 1)), "target": np.zeros(0)},
    ),
    "problem": (partial(task.text, np.arange(12)), {"tokens": np.zeros((12, 1), int)}),
    "symbols": (partial(task.text, np.arange(12)), {"tokens": np.array([12])}),
    "entering": (partial(carries.entering_chains, np.zeros((2, 3), int)), {"columns": np.zeros(6, int)}),
    "tuples": (skill_tuples.skill_tuples, {"texts": -1e9, "tuple_length": 10**9}),
    "shift": (partial(skill_tuples.scale_shift, 2, exponent=0.3), {"length": 0, "exponent": 0}),
    "powers": (partial(words.powers, 2.0), {"digits": -1}),
    "scientific": (partial(words.scientific, 2.0), {"digits": 0}),
    "in words": (partial(words.parameters_in_words, 1e9), {"digits": -3}),
    "number": (partial(words.number, 2.0, digits=2), {"digits": 10**9}),
    "forecast": (partial(seeded_forecast, shipped.models()), {"seed": -1}),
}
PLACES = {  # of arguments that are given by place
    ("power law", "learned"): 0,
    ("compute", "compute"): 0,
    ("world", "scale"): 0,
    ("scored", "chance"): 1,
    ("gap", "last"): 2,
    ("signal", "across"): 0,
    ("signal", "last"): 1,
    ("noise", "task"): 1,
    ("losses", "task"): 0,
    ("letters", "tokens"): 0,
    ("shipped answers", "first"): 2,
    ("shipped answers", "second"): 3,
    ("distances", "written"): 0,
    ("distances", "target"): 1,
    ("problem", "tokens"): 0,
    ("symbols", "tokens"): 0,
    ("entering", "columns"): 0,
    ("shift", "length"): 0,
}
NAMED_OTHERWISE = {"sub_skills": "count"}  # by what is made of it


@pytest.mark.parametrize("name", RIGHT)
def test_the_right_call_is_answered(name):
    RIGHT[name][0]()


@pytest.mark.parametrize("name, argument", [(name, argument) for name in RIGHT for argument in RIGHT[name][1]])
def test_a_wrong_argument_is_named(name, argument):
    call, wrong = RIGHT[name]
    place = PLACES.get((name, argument))
    with pytest.raises(ValueError, match=rf"{NAMED_OTHERWISE.get(argument, argument)}\b.* must "):
        if place is None:
            call(**{argument: wrong[argument]})
        else:
            args = [*call.args[:place], wrong[argument], *call.args[place + 1 :]]
            call.func(*args, **call.keywords)


def test_where_nothing_rises_the_last_step_is_no_share():
    assert schematic.three_factors(answer_length=10**9).last_rise == 0
    assert popular.metric_listing(steps=10**9).last_gain == 0
