"""The bank's own items: what holds for the book's exercises, and that the figures show what their keys say."""

import itertools
from urllib.parse import parse_qsl

import numpy as np
import pytest
from chapter_cells import explorers
from exercises import test_exercises as book

from course.bank.items import CHAPTERS, of
from extensions.state_links import written
from simulations.exercises import CHAPTERS as BOOK, of as of_book
from simulations.exercises.kinds import Number

OWN = [item for chapter in CHAPTERS for item in of(chapter)]
EVERY = pytest.mark.parametrize("item", OWN, ids=lambda item: item.name)
HELD = (
    book.test_every_exercise_with_answers_knows_what_goes_wrong,
    book.test_whatever_is_assigned_there_is_a_sentence,
    book.test_its_texts_are_whole,
    book.test_its_variants_differ_and_repeat,
)
HELD_FOR_EVERY_VARIANT = (
    book.test_its_solution_passes_for_every_variant,
    book.test_each_wrong_answer_is_told_in_its_own_words,
    book.test_nothing_that_is_said_gives_the_answer_away,
)


def variants(item) -> list[dict]:
    """The parameters of every variant, and those that the item has without."""
    made = [dict(zip(item.varied, values, strict=True)) for values in itertools.product(*item.varied.values())]
    return [dict(item.given)] + [item.given | one for one in made]


# What the figure's own result, at the state that the item links to, says the answers are.
SHOWN = {
    "mirage-bank-1": lambda r, factor, **_: {"whole_share": r.exact_match, "longer_share": r.exact_match**factor},
    "mirage-bank-2": lambda r, tests, **_: {"one_zero": r.none, "all_zero": r.none**tests},
    "mirage-bank-3": lambda r, **_: {"later_decades": r.shift, "later_factor": 10**r.shift},
    "mirage-bank-4": lambda r, steps, threshold: {
        "step_needed": threshold ** (1 / steps),
        "crossing_billions": r.crossing / 1e9,
    },
    "mirage-bank-5": lambda r, **_: {
        "emergent_odds": r.shares[0] / (1 - r.shares[0]),
        "ratio_of_odds": r.odds_ratio,
    },
    "definition-bank-1": lambda r, **_: {
        "data_nats": r.at_loss - r.floor,
        "data_share": (r.at_loss - r.floor) / r.at_loss,
    },
    "definition-bank-2": lambda r, **_: {
        "refit_tokens_each": r.refit_best.tokens / r.refit_best.parameters,
        "times_larger": r.refit_best.parameters / r.published_best.parameters,
    },
    "definition-bank-3": lambda r, **_: {"outside_share": 1 - r.largest_step},
    "definition-bank-4": lambda r, lattice_size, **_: {
        "largest_sites": r.occupied * r.share_of_occupied * lattice_size**2
    },
    "definition-bank-5": lambda r, model_sizes, **_: {
        "unforeseen_points": 100 * (r.model_score[model_sizes - 1] - r.forecast_score[-1]),
        "all_three_hold": r.small.max() <= 0.05
        and r.model_score[model_sizes - 1] >= 0.1
        and abs(r.model_score[model_sizes - 1] - r.forecast_score[-1]) >= 0.1,
    },
    "examples-bank-1": lambda r, together: {
        "alone_share": r.top_one**together,
        "groups_of_hundred": 100 * r.all_right[-1].mean(),
    },
    "examples-bank-2": lambda r, **_: {"points_over": 100 * (r.line[-1] - r.pass_rate[-1])},
    "examples-bank-3": lambda r, **_: {
        "more_items": np.diff(r.accuracy).max() * r.items,
        "guessed_items": r.chance * r.items,
    },
    "examples-bank-4": lambda r, **_: {
        "size_decades": np.log10(r.parameters_ratio),
        "smaller_wins": int((r.small_score > r.large_score).sum()),
    },
    "examples-bank-5": lambda r, **_: {
        name: 100 * float(r.family_words[at] - r.family_shown[at])
        for name, at in (("first_gap", 0), ("last_gap", len(r.models) - 1))
    },
    "theories-bank-1": lambda r, additions, **_: {"without_a_carry": r.none, "of_so_many": additions * r.none},
    "theories-bank-2": lambda r, **_: {"times_missed": r.exact[-1] / r.product[-1]},
    "theories-bank-3": lambda r, **_: {"tuple_factor": 10**r.shift, "tuple_decades": r.shift},
    "theories-bank-4": lambda r, **_: {
        "skill_points": 100 * np.interp([9, 11], r.scale, r.skill) @ [-1, 1],
        "composite_points": 100 * np.interp([9, 11], r.scale, r.composite) @ [-1, 1],
    },
    "theories-bank-5": lambda r, **_: {"skill_decades": r.width, "loss_power": r.predicted},
    "circuits-bank-1": lambda r, **_: {
        "dropping_loss": r.one_kept_loss,
        "sharing_border": np.exp(np.interp(r.boundary[r.row], np.arange(len(r.densities)), np.log(r.densities))),
    },
    "circuits-bank-2": lambda r, step, **_: {
        "hidden_points": 100 * (r.copying - r.accuracy)[list(r.steps).index(step)]
    },
    "circuits-bank-3": lambda r, **_: {"left_out_count": 5 - r.represented},
    "circuits-bank-4": lambda r, task, **_: {
        "own_steps": r.picked_at * task**-1.4 / sum(k**-1.4 for k in range(1, 13))
    },
    "laboratory-bank-1": lambda r, **_: {
        "times_the_product": r.exact_all / r.product_all,
        "carry_points": 100 * (r.without_carry - r.with_carry),
    },
    "laboratory-bank-2": lambda r, **_: {"metric_change": r.shown[-1] - r.shown[0]},
    "laboratory-bank-3": lambda r, items, **_: {"problems_away": np.abs(r.values - r.reference).max() * items},
    "laboratory-bank-4": lambda r, **_: {"times_too_large": r.digits_half / r.exact_half},
    "remeasured-bank-1": lambda r, **_: {
        "nats_at_zero": r.before - r.log_perplexity[r.tokens == r.last_zero * 2_097_152][0],
        "likelier_at_zero": np.exp(r.before - r.then),
    },
    "remeasured-bank-2": lambda r, **_: {
        "sizes_there": r.standard.count(),
        "slowest_over_fastest": r.standard.max() / r.standard.min(),
    },
    "remeasured-bank-3": lambda r, bar, **_: {
        "follow": (r.rising >= bar).sum(),
        "follow_share": (r.rising >= bar).sum() / 46,
    },
    "reasoning-bank-1": lambda r, **_: {
        "reliable_minutes": r.reached,
        "times_overstated": r.steady_reached / r.reached,
    },
    "reasoning-bank-2": lambda r, **_: {
        "points_lost": 100 * (r.accuracy[0] - r.accuracy[-1]),
        "times_as_many_errors": (1 - r.accuracy[-1]) / (1 - r.accuracy[0]),
    },
    "reasoning-bank-3": lambda r, **_: {
        "first_lead": 100 * (r.trained[0] - r.base[0]),
        "last_lead": 100 * (r.trained[10] - r.base[10]),
    },
    "safety-bank-1": lambda r, uses, **_: {"highest_rate": r.rate_upper, "failures_to_expect": r.rate_upper * uses},
    "safety-bank-2": lambda r, teams, **_: {
        "one_team_finds": r.found_by_team,
        "some_team_finds": 1 - (1 - r.found_by_team) ** teams,
    },
    "safety-bank-3": lambda r, **_: {
        "elicited_decades": np.log10(r.gain),
        "left_factor": r.attacker_gain / r.gain,
    },
    "safety-bank-4": lambda r, items, **_: {
        "gates_a_decade": r.questions_a_decade / items,
        "price_in_questions": r.questions_a_decade,
    },
    "practice-bank-1": lambda r, threshold, penalty, **_: {
        "right_share": r.right[round(100 * threshold)],
        "lost_points": penalty * r.wrong[round(100 * threshold)],
    },
    "practice-bank-2": lambda r, served, **_: {
        "times_smaller_served": r.optimal / r.cheapest,
        "serving_flops": np.interp(r.cheapest, r.parameters, r.use),
    },
    "practice-bank-3": lambda r, rate, **_: {
        "times_better": r.at_most / rate,
        "points_better": 100 * (r.at_most - rate),
    },
}


@EVERY
@pytest.mark.parametrize("held", HELD, ids=lambda held: held.__name__)
def test_what_holds_for_the_book_s_exercises(item, held):
    held(item)


@EVERY
def test_the_same_for_every_variant(item, monkeypatch):
    monkeypatch.setattr(book, "cases", variants)
    for held in HELD_FOR_EVERY_VARIANT:
        held(item)


@EVERY
def test_the_figure_shows_what_the_key_says(item):
    states = explorers(item.chapter)[item.figure].states
    for given in variants(item):
        result = states.simulated(states.checked(item.state(given)))
        expected = item.expected(given)
        shown = SHOWN[item.name](result, **given)
        assert {*shown} == {answer.name for answer in item.answers}
        for name, value in shown.items():
            assert expected[name] == pytest.approx(value, rel=2e-3, abs=1e-9), f"{name} with {given}"


@EVERY
def test_every_state_that_is_linked_to_is_one_of_the_figure(item):
    controls = {one.name: one for one in explorers(item.chapter)[item.figure].states.controls}
    known = {
        name: [written(value.item() if isinstance(value, np.generic) else value) for value in control.values]
        for name, control in controls.items()
    }
    for given in variants(item):
        address = item.address(given)
        for name, value in parse_qsl(address.partition("?")[2]):
            assert value in known[name], f"{address}: {name}"
        assert address.replace(f"{item.chapter}#", f"{item.chapter}.md#") in item.statement(given)


@EVERY
def test_its_tolerance_is_wider_than_what_the_caption_rounds_away_and_no_barn_door(item):
    for given in variants(item):
        for answer in item.answers:
            if type(answer.kind) is Number:
                value = item.expected(given)[answer.name]
                assert 0 < answer.kind.tolerance(value, given) <= 0.25 * abs(value) + 1.2


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_no_answer_has_the_name_of_one_in_the_book(chapter):
    names = [answer.name for item in of(chapter) for answer in item.answers]
    taken = {answer.name for exercise in of_book(chapter) for answer in exercise.answers}
    assert len({*names}) == len(names) and not taken & {*names}
    assert {*CHAPTERS} == {*BOOK}
