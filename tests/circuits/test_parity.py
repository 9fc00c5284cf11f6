import numpy as np
import pytest

from simulations.circuits import captions, parity
from simulations.laws import rise
from simulations.streams import WEIGHTS, stream, uniforms


def test_frequencies_fall_as_a_power_and_sum_to_one():
    often = parity.frequencies(tasks=4, exponent=1.0)
    np.testing.assert_allclose(often / often[0], [1, 1 / 4, 1 / 9, 1 / 16])
    assert often.sum() == pytest.approx(1.0)


def uniform(*shape, seed=0):
    return np.random.default_rng(seed).random(shape, dtype=np.float32)


def test_examples_of_a_case_worked_by_hand():
    subset = np.array([[1, 1, 0, 0], [0, 0, 1, 1]])
    drawn = np.array([[0.5, 0.4, 0.9, 0.9], [0.5, 0.9, 0.6, 0.1], [0.1, 0.1, 0.6, 0.5]])
    shown, odd = parity.examples(np.array([[1, 0], [0, 1], [0, 1]]), drawn, subset)
    np.testing.assert_array_equal(shown, [[1, -1, 1, 1], [1, 1, 1, -1], [-1, -1, 1, 1]])
    np.testing.assert_array_equal(odd, [1, 1, 0])


def test_half_of_all_answers_are_odd():
    subset = parity.subsets(uniform(12, 20))
    task = np.zeros((20_000, 12))
    task[:, 0] = 1
    _, odd = parity.examples(task, uniform(20_000, 20, seed=1), subset)
    assert odd.mean() == pytest.approx(0.5, abs=0.015)  # four standard errors


def test_subsets_are_as_many_bits_as_asked_for_and_every_bit_as_often():
    subset = parity.subsets(uniform(5000, 6), size=5)
    assert (subset.sum(1) == 5).all() and set(subset.ravel()) == {0, 1}
    np.testing.assert_allclose(subset.mean(0), 5 / 6, atol=0.02)  # four standard errors


def test_tasks_come_as_often_as_they_should():
    often = parity.frequencies()
    drawn = parity.tasks_drawn(uniform(100_000, 1), often)
    assert (drawn.sum(1) == 1).all()
    np.testing.assert_allclose(drawn.mean(0), often, atol=0.007)  # four standard errors of the largest
    np.testing.assert_array_equal(
        parity.tasks_drawn(np.array([[0.0], [0.5], [0.74], [0.999]]), np.array([0.5, 0.25, 0.25])),
        [[1, 0, 0], [0, 1, 0], [0, 1, 0], [0, 0, 1]],
    )


def test_learned_at_is_the_first_point_from_which_the_loss_stays_low():
    losses = np.array([[1.0, 1.0, 0.4], [0.4, 1.0, 0.9], [0.4, 0.9, 0.4]])
    at = parity.learned_at(losses, np.array([10, 20, 30]))
    assert at[0] == 20 and at[1] is np.ma.masked and at[2] == 30


def test_the_shipped_trainings_learn_frequent_tasks_first():
    for seed in range(5):
        run = parity.by_step(width=256, seed=seed)
        at = run.learned_at.filled(2500)
        order = np.corrcoef(np.argsort(np.argsort(at)), np.arange(parity.TASKS))[0, 1]
        assert order > 0.7 and run.total[0] == pytest.approx(1.0, abs=0.02)


def test_every_task_jumps_and_the_total_does_not():
    run = parity.by_step(width=256, seed=0)
    decades = np.diff(np.log10(run.along[1:]))
    steepest_task = np.max(-np.diff(run.task_loss[1:], axis=0) / decades[:, None], axis=0)
    steepest_total = np.max(-np.diff(run.total[1:]) / decades)
    assert np.median(steepest_task) > 1.5 * steepest_total


def decades_to_fall(loss, along, *, high, low):
    """How many decades a loss takes from ``high`` to ``low``, where it first passes each, on straight lines in log."""
    decades = np.log10(along[1:])  # what lies at step 0 is left out
    high_at, low_at = (rise.crossing_decades(decades, -loss[1:], level=-level) for level in (high, low))
    return low_at - high_at


def test_the_falls_of_the_widest_networks_are_what_the_chapter_says():
    runs = [parity.by_step(width=256, seed=seed) for seed in range(5)]

    def factors(losses):
        return [10 ** decades_to_fall(loss, run.along, high=0.9, low=0.1) for run in runs for loss in losses(run)]

    tasks, totals = factors(lambda run: run.task_loss.T), factors(lambda run: [run.total])
    fallen = np.array(tasks)[np.isfinite(tasks)]
    assert len(fallen) == 57 and (fallen.min(), fallen.max()) == pytest.approx((1.4, 2.9), abs=0.05)
    assert (min(totals), max(totals)) == pytest.approx((12, 15), abs=0.5)


def test_a_power_is_that_of_the_law_it_was_made_by():
    often = parity.frequencies()
    at = np.ma.array(100 * often**-0.8, mask=False)
    at[3] = np.ma.masked
    assert parity.power_of(at, often) == pytest.approx(-0.8)


def test_adam_helps_the_rare_tasks_more_than_plain_gradient_descent_does():
    runs = [parity.optimisers(seed=seed) for seed in range(5)]
    slower = [parity.optimisers(seed=seed, adam_rate=0.003, sgd_rate=0.5) for seed in range(5)]

    def ends(powers):
        return pytest.approx((min(powers), max(powers)), abs=0.005)

    assert all(run.sgd_power < run.adam_power - 0.05 for run in runs)
    assert (-0.81, -0.71) == ends([run.adam_power for run in runs])
    assert (-0.91, -0.76) == ends([run.adam_power for run in slower])
    assert (-0.98, -0.84) == ends([run.sgd_power for run in runs + slower])
    adam, sgd = (
        [float(own[-1] / own[0]) for own in owns] for owns in zip(*((r.adam, r.sgd) for r in runs), strict=True)
    )
    assert adam == pytest.approx([0.5] * 5, abs=0.1) and sgd == pytest.approx([1.0] * 5, abs=0.35)
    for seed, run in enumerate(runs):  # the same training as the other table's, recorded at other steps
        assert run.adam_power == pytest.approx(
            parity.power_of(parity.by_step(width=256, seed=seed).learned_at, run.frequency), abs=0.05
        )
    with pytest.raises(ValueError, match="sgd_rate must be one of 0.5, 1, not 7"):
        parity.optimisers(sgd_rate=7)


def test_tasks_with_the_same_bits_are_learned_at_one_time():
    drawn = uniforms(stream(3, WEIGHTS), parity.TASKS, parity.BITS)  # the first of what a seed draws once
    subset = parity.subsets(drawn)
    assert (subset[4] == subset[8]).all()
    run = parity.optimisers(seed=3)
    for learned in (run.adam / run.frequency, run.sgd / run.frequency):
        assert learned[8] == pytest.approx(learned[4], rel=0.1)


def test_wider_networks_know_more_tasks():
    learned = [parity.learned(parity.by_width(seed=seed).task_loss) for seed in range(5)]
    mean = np.mean(learned, axis=0)
    assert (np.diff(mean) >= 0).all() and mean[0] < 2 and mean[-1] > 10


def test_the_total_is_the_tasks_weighed_by_frequency():
    run = parity.by_width(seed=1)
    np.testing.assert_allclose(run.total, (run.task_loss * run.frequency).sum(1))
    np.testing.assert_array_equal(run.along, [4, 8, 16, 32, 64, 128, 256])


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: parity.frequencies(tasks=0), "tasks must be 1 or more, not 0"),
        (lambda: parity.subsets(uniform(12, 20), size=21), "size must be a whole number, 1 to 20, not 21"),
        (lambda: parity.by_step(width=5, seed=0), "width must be one of 4, 8, 16, 32, 64, 128, 256, not 5"),
        (lambda: parity.by_width(seed=9), "seed must be one of 0, 1, 2, 3, 4, not 9"),
        (lambda: parity.by_width(seed=0, task=13), "task must be a whole number, 1 to 12, not 13"),
    ],
)
def test_bad_input_is_named(call, said):
    with pytest.raises(ValueError, match=said):
        call()


def test_the_task_that_was_picked_is_said_with_where_it_is_learned():
    early, late = (parity.by_step(width=256, task=task) for task in (1, 12))
    assert early.picked_at == early.learned_at[0] < late.picked_at
    assert captions.by_step(early)["picked_at"] == f"learned by step {early.picked_at:.0f}"
    never = parity.by_step(width=4, task=12)
    assert np.isnan(never.picked_at) and captions.by_step(never)["picked_at"] == "not learned here"
    wide = parity.by_width(task=12)
    assert captions.by_width(wide)["picked_at"] == f"learned by width {wide.picked_at:.0f}"
    assert wide.steps == 2000  # updates, as the chapter says
