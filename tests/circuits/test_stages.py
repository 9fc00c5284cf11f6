import numpy as np
import pytest
from scipy import optimize

from simulations.circuits import stages
from simulations.circuits.stages import COEFFICIENTS, COUNTS, SLOPE_SPREAD, _expected, _one_live, _phases, _two_live


def prior(slope):
    return np.exp(-0.5 * (slope / SLOPE_SPREAD) ** 2) / (SLOPE_SPREAD * np.sqrt(2 * np.pi))


def test_the_evidence_of_a_bend_is_the_integral_over_its_slope():
    held, slopes = _expected(20.0), np.linspace(-60, 60, 20_001)
    at = 40
    likelihood = np.exp(held.along[at] * slopes - 0.5 * held.cross[at, at] * slopes**2)
    integral = np.log(np.trapezoid(prior(slopes) * likelihood, slopes))
    assert _one_live(held)[0][at] == pytest.approx(integral, rel=1e-6)


def test_the_evidence_of_two_bends_is_the_integral_over_both_slopes():
    held, slopes = _expected(20.0), np.linspace(-90, 90, 1501)
    one, other = 30, 120
    first, second = slopes[:, None], slopes
    fit = held.along[one] * first + held.along[other] * second - held.cross[one, other] * first * second
    fit = fit - 0.5 * (held.cross[one, one] * first**2 + held.cross[other, other] * second**2)
    integral = np.trapezoid(np.trapezoid(prior(first) * prior(second) * np.exp(fit), slopes), slopes)
    assert _two_live(held)[0][one, other] == pytest.approx(np.log(integral), abs=1e-3)  # the ends cut off 1 in 400


@pytest.mark.parametrize("count", [20.0, 100.0, 900.0])
def test_the_loss_is_how_fast_the_free_energy_grows(count):
    """−d log Z / dn is the posterior's mean loss, of each number of live units and of all: an identity of Gibbs."""
    evidence = [_phases(_expected(count * by))[0] for by in (0.999, 1.001)]
    _, losses, _ = _phases(_expected(count))
    slope = (evidence[1] - evidence[0]) / (0.002 * count)
    np.testing.assert_allclose(stages.least_losses()[0] - slope, losses, rtol=1e-3)


def test_the_least_loss_of_one_unit_is_what_a_search_finds():
    x = (np.arange(2000) + 0.5) / 2000

    def loss(weights):
        return 0.5 * np.mean((stages.target(x) - weights[0] * np.maximum(x - weights[1], 0)) ** 2)

    found = min((optimize.minimize(loss, [1.0, start], method="Nelder-Mead").fun for start in (0.0, 0.3)), default=1)
    none, one, two = stages.least_losses()
    assert one == pytest.approx(found, rel=1e-3) and two == 0
    assert none == pytest.approx(0.5 * np.mean(stages.target(x) ** 2), rel=1e-3)


def test_n_times_the_loss_above_the_least_is_the_learning_coefficient():
    measured = {n: stages.stages(examples=n) for n in (10, 316, 10_000)}
    assert [found.live for found in measured.values()] == [0, 1, 2]
    assert measured[10].coefficient == 0
    assert measured[316].coefficient == pytest.approx(COEFFICIENTS[1], abs=0.06)
    assert measured[10_000].coefficient == pytest.approx(COEFFICIENTS[2], abs=0.06)


@pytest.mark.parametrize("data", ["expected", "0", "1", "2"])
def test_two_stages_follow_each_other_in_expected_data_and_in_every_draw(data):
    found = stages.stages(examples=10_000, data=data)
    np.testing.assert_allclose(found.probability.sum(axis=0), 1)
    one, two = (stages.transition(live, data=data) for live in (1, 2))
    assert one < two and found.live == 2
    between = (COUNTS > 2 * one) & (COUNTS < two / 2)
    assert (found.probability[1, between] > 0.5).all() and between.sum() >= 4
    assert found.loss[-1] < 0.01 < found.loss[0]


def test_the_two_numbers_foretell_the_loss_away_from_the_jumps():
    found = stages.stages(examples=10)
    jumps = np.array([stages.transition(1), stages.transition(2)])
    away = (np.abs(np.log(found.counts[:, None] / jumps)) > np.log(2)).all(axis=1) & (found.counts > 20)
    np.testing.assert_allclose(found.loss[away], found.predicted[away], rtol=0.2)
    assert away.sum() > 15


def test_the_mean_answer_turns_from_a_line_to_the_truth():
    few, many = stages.stages(examples=10), stages.stages(examples=10_000)
    assert np.abs(few.answer).max() < 0.2
    np.testing.assert_allclose(many.answer, many.truth, atol=0.02)


def test_gradient_descent_makes_no_unit_live():
    found = stages.descended(rng=np.random.default_rng(0))
    np.testing.assert_array_equal(found.before, found.after)
    assert {0, 1, 2} == set(found.before)
    none, one, _ = stages.least_losses()
    np.testing.assert_allclose(found.loss[found.before == 0], none)
    assert found.loss[found.before == 1].min() == pytest.approx(one, rel=0.02)
    assert found.loss[found.before == 2].min() < one


def test_what_is_not_there_is_refused_by_name():
    with pytest.raises(ValueError, match=r"^examples must be one of 10, .*, not 11$"):
        stages.stages(examples=11)
    with pytest.raises(ValueError, match=r"^data must be one of expected, 0, 1, 2, not '3'$"):
        stages.stages(examples=10, data="3")
    with pytest.raises(ValueError, match=r"^live must lie from 1 to 2, not 3$"):
        stages.transition(3)
    with pytest.raises(ValueError, match=r"^starts must be a whole number, 1 or more, not 0$"):
        stages.descended(starts=0, rng=np.random.default_rng(0))
