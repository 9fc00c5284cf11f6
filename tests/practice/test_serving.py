"""The size to serve: against the training optimum, the condition of a minimum, and small steps away from it."""

import numpy as np
import pytest

from simulations.laws import scaling
from simulations.practice import serving


def test_what_is_never_used_is_cheapest_at_the_training_optimum():
    result = serving.serving(compute=1e23, served=0)
    assert result.cheapest == pytest.approx(result.optimal, rel=1e-3)
    assert result.least == pytest.approx(1e23, rel=1e-6)
    assert result.saving == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("served", [1e12, 1e13, 1e14])
def test_at_the_cheapest_size_the_derivative_of_the_total_is_zero(served):
    # Along L(N, D) = const, dD/dN = -(αA/N^(α+1)) / (βB/D^(β+1)), so 6D + 2S = 6N αA N^(-α-1) / (βB D^(-β-1)).
    law, result = scaling.REFIT, serving.serving(compute=1e24, served=served)
    size, tokens = result.cheapest, result.cheapest * result.ratio
    by_size = law.parameter_exponent * law.parameter_scale / size ** (law.parameter_exponent + 1)
    by_tokens = law.token_exponent * law.token_scale / tokens ** (law.token_exponent + 1)
    assert 6 * tokens + 2 * served == pytest.approx(6 * size * by_size / by_tokens, rel=2e-3)


def test_more_use_makes_the_cheapest_size_smaller_and_the_saving_larger():
    results = [serving.serving(compute=1e23, served=served) for served in (0, 1e11, 1e12, 1e13, 1e14)]
    assert np.all(np.diff([one.cheapest for one in results]) < 0)
    assert np.all(np.diff([one.saving for one in results]) > 0)
    assert np.all(np.diff([one.ratio for one in results]) > 0)


def test_a_size_that_cannot_reach_the_loss_has_no_cost():
    result = serving.serving(compute=1e25, served=1e12)
    too_small = scaling.REFIT.irreducible + scaling.REFIT.parameter_scale / 1e9**scaling.REFIT.parameter_exponent
    assert too_small > result.loss and result.training.mask[0] and result.total.mask[0]
    assert not result.total.mask[-1]


def test_what_cannot_be_is_refused():
    with pytest.raises(ValueError, match="served must be 0 or more tokens, not -1"):
        serving.serving(served=-1)
