import numpy as np
import pytest

from simulations.examples import joint


def test_all_right_by_hand():
    # Three of four right: pairs within the three are 3 of all 6; triples 1 of 4; no group of four.
    assert joint.all_right(3, 4, together=1) == pytest.approx(3 / 4)
    assert joint.all_right(3, 4, together=2) == pytest.approx(3 / 6)
    assert joint.all_right(3, 4, together=3) == pytest.approx(1 / 4)
    assert joint.all_right(3, 4, together=4) == 0


def test_all_right_at_the_ends():
    np.testing.assert_allclose(joint.all_right([0, 797], 797, together=20), [0, 1])


def test_all_right_tends_to_the_power_of_accuracy():
    assert joint.all_right(90_000, 100_000, together=10) == pytest.approx(0.9**10, rel=1e-3)


def test_all_right_is_what_drawing_groups_gives():
    rng = np.random.default_rng(5)
    right = np.arange(50) < 45
    drawn = np.array([right[rng.permutation(50)[:5]].all() for _ in range(4000)])
    assert joint.all_right(45, 50, together=5) == pytest.approx(drawn.mean(), abs=3 * drawn.std() / np.sqrt(4000))


def test_one_image_together_is_plain_accuracy():
    digits = joint.digits(together=1)
    np.testing.assert_allclose(digits.mean_all, digits.mean_one)
    assert digits.all_right.shape == (14, 10)
    assert digits.parameters[[0, -1]].tolist() == [85, 4810]


def test_more_together_never_helps_and_moves_the_rise_to_larger_networks():
    means = [joint.digits(together=k).mean_all for k in (1, 5, 20, 60)]
    assert all(np.all(more <= fewer + 1e-12) for fewer, more in zip(means[:-1], means[1:], strict=True))
    firsts = [int(np.argmax(mean >= 0.5 * mean[-1])) for mean in means]
    assert firsts == sorted(firsts) and firsts[-1] > firsts[0]


def test_the_chapters_figures():
    digits = joint.digits(together=20)
    assert digits.top_one == pytest.approx(0.974, abs=5e-4) and digits.top_all == pytest.approx(0.588, abs=5e-4)
    assert digits.half_at == 1810 and joint.digits(together=60).half_at == np.inf
    rise = np.diff(digits.mean_all)[np.flatnonzero(digits.parameters == digits.steepest[0])[0]]
    assert rise == np.diff(digits.mean_all).max()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: joint.all_right(3, 4, together=0), "together must be a whole number, 1 to 4, not 0"),
        (lambda: joint.all_right(3, 4, together=5), "together must be a whole number, 1 to 4, not 5"),
        (lambda: joint.all_right(5, 4, together=1), "correct must lie from 0 to 4, not 5"),
        (lambda: joint.digits(together=798), "together must be a whole number, 1 to 797"),
    ],
)
def test_bad_input_says_what_is_allowed(call, message):
    with pytest.raises(ValueError, match=message):
        call()
