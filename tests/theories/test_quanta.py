"""The quanta model against its own sums and against michaud2023quantization's closed forms."""

import numpy as np
import pytest

from simulations.laws import zipf
from simulations.theories import quanta


def test_mean_loss_is_the_sum_over_skills():
    p = zipf.frequency(np.arange(1, 4), exponent=1.0)
    assert quanta.mean_loss(3, exponent=1.0, before=2.0, after=0.5) == pytest.approx(0.5 + 1.5 * (1 - p.sum()))


def test_loss_tends_to_the_closed_form():
    n = np.array([10.0, 100, 1000])
    ratio = quanta.mean_loss(n, exponent=0.4) / quanta.power_law_loss(n, exponent=0.4)
    # the first correction of the sum is (α) / (2n), relative
    np.testing.assert_allclose(ratio, 1 - 0.4 / (2 * n), atol=2e-3)


@pytest.mark.parametrize("resource", quanta.RESOURCES)
@pytest.mark.parametrize("exponent", [0.2, 0.4, 0.8])
def test_measured_exponents_are_the_predicted_ones(resource, exponent):
    result = quanta.quanta(exponent=exponent, resource=resource)
    assert result.slope == pytest.approx(result.predicted, rel=1e-3)


def test_the_last_skill_learned_from_samples_occurs_just_often_enough():
    samples, needed = 1e7, 1e3
    last = quanta.learned(quanta.skills_in_samples(samples, exponent=0.4, needed=needed))
    expected = zipf.frequency(np.array([last, last + 1]), exponent=0.4) * samples
    assert expected[0] >= needed > expected[1]


def test_a_skill_is_learned_at_its_very_cost():
    # 3e6 / 1e6 in floating point may come out a hair below 3
    assert quanta.learned(quanta.skills_in_parameters([2.9e6, 3e6, 3.1e6], exponent=0.4)).tolist() == [2, 3, 3]
    assert quanta.learned(3 - 1e-13) == 3


def test_one_task_jumps_and_three_hundred_do_not():
    alone = quanta.quanta(benchmark_tasks=1)
    many = quanta.quanta(benchmark_tasks=quanta.BENCHMARK_SKILLS)
    assert set(np.unique(alone.benchmark)) == {0.0, 1.0}
    assert alone.jump == 1.0
    assert many.jump < 0.3
    assert (np.diff(many.benchmark) >= 0).all() and many.benchmark[-1] == 1


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="resource must be one of parameters, data, not 'luck'"):
        quanta.quanta(resource="luck")
    with pytest.raises(ValueError, match="exponent must be above 0, not 0.0"):
        quanta.mean_loss(1, exponent=0.0)
    with pytest.raises(ValueError, match="exponent must lie between 0 and 50, both excluded, not 50"):
        quanta.quanta(exponent=50)
    with pytest.raises(ValueError, match="tasks must be a whole number, 1 to 300, not 0"):
        quanta.benchmark_ranks(0, rng=np.random.default_rng(0))
