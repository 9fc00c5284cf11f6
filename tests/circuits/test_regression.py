import numpy as np
import pytest

from simulations.circuits import regression
from simulations.circuits.regression import DIMENSIONS, PER_DIMENSION, Prompts


@pytest.fixture
def rng():
    return np.random.default_rng(0)


def test_trained_attention_is_what_least_squares_finds_on_many_prompts(rng):
    known = rng.standard_normal((3, 4))
    asked = known[rng.integers(3, size=200_000)]
    shown = regression.prompts(asked, examples=6, rng=rng).along / 6
    fitted = np.linalg.lstsq(shown, asked, rcond=None)[0].T
    np.testing.assert_allclose(fitted, regression.trained_attention(known, examples=6), atol=0.01)  # 200,000 draws


def test_looking_up_weighs_the_known_tasks_by_how_well_they_fit(rng):
    known, x = rng.standard_normal((5, 2)), rng.standard_normal((3, 2))
    y = x @ known[1] + 0.3
    likelihood = np.exp(-((y - known @ x.T) ** 2).sum(axis=1) / (2 * 0.5))
    expected = likelihood @ known / likelihood.sum()
    seen = Prompts((x.T @ x)[None], (y @ x)[None])
    np.testing.assert_allclose(regression.looking_up(seen, known, noise=0.5)[0], expected)


def test_working_out_is_ridge_regression_and_exact_without_noise(rng):
    asked = rng.standard_normal((10, 3))
    seen = regression.prompts(asked, examples=5, noise=1e-12, rng=rng)
    np.testing.assert_allclose(regression.working_out(seen, noise=1e-12), asked, atol=1e-3)
    one = Prompts(np.array([[[3.0]]]), np.array([[2.0]]))
    assert regression.working_out(one, noise=1.0)[0, 0] == pytest.approx(2 / (3 + 1))


def test_with_very_many_tasks_looking_up_is_working_out(rng):
    """In two dimensions 20,000 tasks lie close: the posterior over them is nearly the one over all."""
    known, asked = rng.standard_normal((20_000, 2)), rng.standard_normal((50, 2))
    seen = regression.prompts(asked, examples=4, rng=rng)
    np.testing.assert_allclose(regression.looking_up(seen, known), regression.working_out(seen), atol=0.12)


def test_the_shipped_errors_are_those_of_a_fresh_draw(rng):
    for tasks, d, per in ((8, 8, 2), (64, 4, 4)):
        shipped = regression.diversity(tasks=tasks, dimension=d, per_dimension=per)
        pools = [rng.standard_normal((tasks, d)) for _ in range(40)]
        for new, name in ((True, "new"), (False, "known")):
            fresh = [regression.errors(known, examples=per * d, new=new, count=100, rng=rng) for known in pools]
            for way in regression.WAYS:
                found = np.array([one[way] for one in fresh])
                spread = 5 * found.std() / np.sqrt(40) + 0.003
                assert getattr(shipped, f"{way}_{name}") == pytest.approx(found.mean(), abs=spread), (way, name)


def test_looking_up_is_best_on_known_tasks_and_ridge_on_new_ones():
    for d in DIMENSIONS:
        for per in PER_DIMENSION:
            found = regression.diversity(tasks=1, dimension=d, per_dimension=per)
            assert (found.known["looking_up"] <= found.known["working_out"] * 1.05).all()
            assert (found.new["working_out"] < found.new["looking_up"] * 1.05).all()
            assert (found.new["working_out"] < found.new["linear_attention"]).all()


def test_what_is_not_there_is_refused_by_name():
    with pytest.raises(ValueError, match=r"^tasks must be one of 1, 2, .*, not 3$"):
        regression.diversity(tasks=3)
    with pytest.raises(ValueError, match=r"^dimension must be one of 2, 4, 8, not 3$"):
        regression.diversity(tasks=1, dimension=3)
    with pytest.raises(ValueError, match=r"^examples must be a whole number, 1 or more, not 0$"):
        regression.prompts(np.ones((1, 2)), examples=0, rng=np.random.default_rng(0))
