import itertools

import numpy as np
import pytest

from simulations.circuits import captions, induction


def draw(**options):
    return induction.sequences(**{"count": 200, "rng": np.random.default_rng(0), **options})


def test_without_jumps_every_walk_repeats_its_cycle():
    walks = draw(cycle=(5, 5), jump=0.0)
    np.testing.assert_array_equal(walks.tokens[:, 5:], walks.tokens[:, :-5])
    assert all(len(set(walk)) == 5 for walk in walks.tokens)
    assert walks.answerable[:, 5:].all() and not walks.answerable[:, :5].any()


def test_the_answer_is_the_next_token_where_there_is_no_jump():
    walks = draw(jump=0.0)
    np.testing.assert_array_equal(walks.answers[:, :-1], walks.tokens[:, 1:])


def test_jumps_come_as_often_as_asked():
    walks = draw(count=2000, cycle=(10, 10), jump=0.2)
    went_on = (walks.answers[:, :-1] == walks.tokens[:, 1:]).mean()
    assert went_on == pytest.approx(0.8 + 0.2 / 10, abs=0.01)  # a jump may land on the next token; 62,000 steps


def test_an_answer_is_answerable_only_once_it_has_been_seen():
    walks = draw()
    row, place = np.argwhere(walks.answerable)[40]
    seen = walks.tokens[row, : place + 1]
    pairs = set(zip(seen[:-1], seen[1:], strict=True))
    assert (seen[-1], walks.answers[row, place]) in pairs


def test_prefix_mask_of_a_walk_written_down():
    mask = induction.prefix_mask(np.array([0, 1, 0, 1]))  # A B A B
    expected = np.zeros((4, 4), bool)
    expected[2, 1] = True  # the second A looks at the B after the first
    expected[3, 2] = True  # the second B looks at the A after the first
    np.testing.assert_array_equal(mask, expected)


@pytest.mark.parametrize("bad", [dict(cycle=(1, 3)), dict(cycle=(6, 5)), dict(cycle=(5, 25)), dict(jump=1.5)])
def test_bad_input_is_named(bad):
    with pytest.raises(ValueError, match=f"{next(iter(bad))} must "):
        draw(**bad)


def test_every_shipped_seed_switches_and_no_control_does():
    for seed in range(5):
        assert 50 < induction.first_step("accuracy", above=0.5, seed=seed) < 100
        assert np.isnan(induction.first_step("accuracy", above=0.3, seed=seed, layers=1))


CRITERIA = [*(dict(share=share) for share in (0.1, 0.2, 0.5, 0.8)), dict(above=0.5)]


def test_the_lingering_lasts_little_longer_than_the_change():
    for seed in range(5):
        lingers, leaves, done = (
            induction.first_step("accuracy", above=above, seed=seed) for above in (0.15, 0.28, 0.85)
        )
        assert 20 <= leaves - lingers <= 40 and 20 <= done - leaves <= 30 and 60 <= leaves <= 70


def test_one_part_is_ahead_by_every_criterion_one_behind_and_one_as_the_criterion_will_have_it():
    for criterion in CRITERIA:
        assert induction.leads("copying", **criterion).min() >= 10
        assert induction.leads("previous_token_score", **criterion).max() < 0
    early, middle, level = (induction.leads("matching", **CRITERIA[i]) for i in (0, 1, 4))
    assert early.max() < 0 and (middle > 0).sum() == 4 and set(level) <= {-5, 0}
    assert induction.leads("copying", above=0.5).min() == 45


def test_a_share_of_the_change_is_counted_from_the_first_score_to_the_last():
    run = induction.training(step=200, seed=3)
    level = run.matching[0] + 0.2 * (run.matching[-1] - run.matching[0])
    expected = induction.first_step("matching", above=float(level), seed=3)
    assert induction.first_step_of_change("matching", share=0.2, seed=3) == expected
    falling = induction.first_step_of_change("cross_entropy", share=0.5, seed=0)
    assert run.loss[0] > 0.9 and 50 < falling < 100


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: induction.leads("matching"), "one of share and above"),
        (lambda: induction.leads("matching", share=0.1, above=0.5), "one of share and above"),
        (lambda: induction.leads("matchin", share=0.1), "name must be one of accuracy, .* not 'matchin'"),
        (
            lambda: induction.first_step_of_change("matching", share=1, seed=0),
            "share must be 0 or more, and below 1, not 1",
        ),
    ],
)
def test_a_criterion_that_cannot_be_is_named(call, said):
    with pytest.raises(ValueError, match=said):
        call()


def test_strategies_of_walks_worked_by_hand():
    """A B A C A B A, then B: 2 of 3 copies of A were followed by B, the last one too; C was not met for the longest.
    A B A B A C A, then B: the last copy was followed by C."""
    tokens = np.array([[0, 1, 0, 2, 0, 1, 0], [0, 1, 0, 1, 0, 2, 0]])
    asked = np.zeros(tokens.shape, bool)
    asked[:, -1] = True
    right = induction.strategies(induction.Sequences(tokens, np.where(asked, 1, 0), asked))
    assert list(right.values()) == pytest.approx([1 / 3, 1 / 2, 1 / 2, 1])


def test_strategies_on_the_test_are_what_the_chapter_says():
    random, longest, last, most = induction.strategies(induction.examination()).values()
    assert (random, longest, last, most) == pytest.approx((0.152, 0.635, 0.860, 0.936), abs=0.001)
    assert all(induction.training(step=200, seed=seed).accuracy_now > most for seed in range(5))


def test_the_words_of_every_moment_are_its_accuracys():
    """The limits of the words: 60% and 30% of the answers, with copying at 60% between."""
    for seed, layers, step in itertools.product(range(5), (1, 2), range(0, 201, 5)):
        moment = induction.training(step=step, seed=seed, layers=layers)
        ready = moment.copying_now > 0.6
        says = captions.training(moment)["says"]
        assert (says == "The circuit is there, and every score shows it.") == (moment.accuracy_now > 0.6)
        if layers == 2:
            assert (says == "The circuit is forming.") == (0.3 < moment.accuracy_now <= 0.6)
        assert ("copying is ready" in says or "can copy" in says) == (moment.accuracy_now <= 0.3 and ready)


def test_copying_alone_is_a_false_alarm():
    for seed in range(5):
        assert induction.first_step("copying", above=0.9, seed=seed, layers=1) <= 100


def test_a_moment_hides_what_comes_after_it():
    moment = induction.training(step=60, seed=2)
    np.testing.assert_array_equal(moment.accuracy.mask, moment.steps > 60)
    assert moment.accuracy_now == moment.accuracy[12]
    assert induction.training(step=200, layers=1).matching.mask.all()


def test_shipped_attention_looks_back_and_sums_to_one():
    for layers in (1, 2):
        moment = induction.training(step=150, layers=layers)
        assert (np.triu(moment.last_layer, 1) == 0).all()
        np.testing.assert_allclose(moment.last_layer.sum(1), 1.0, atol=16 / 510)  # 16 bytes, each rounded


def test_at_the_end_the_pictures_show_the_circuit():
    moment = induction.training(step=200)
    walk = induction.shown_walk()
    on_places = (moment.last_layer * induction.prefix_mask(walk.tokens[0])).sum(1)
    assert on_places[walk.answerable[0]].mean() > 0.7
    assert np.diagonal(moment.first_layer, -1).mean() > 0.4


def test_a_moment_that_was_not_recorded_is_refused():
    with pytest.raises(ValueError, match="step must be 0 to 200 by 5, not 61"):
        induction.training(step=61)
