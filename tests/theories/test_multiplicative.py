"""Three concepts and their product against the places where each is learned."""

import numpy as np
import pytest

from simulations.theories import multiplicative


def test_the_product_of_concepts_waits_for_the_last_one():
    result = multiplicative.multiplicative(second=1.0, third=2.0, steepness=20.0)
    assert np.log10(result.product_steps) == pytest.approx(4.0, abs=0.01)
    assert np.log10(result.mean_steps) == pytest.approx(3.0, abs=0.01)


def test_concepts_learned_together_are_one_skill_and_its_cube():
    result = multiplicative.multiplicative(second=0.0, third=0.0)
    np.testing.assert_allclose(result.product, result.mean**3)
    assert np.log10(result.mean_steps) == pytest.approx(multiplicative.FIRST)


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="steepness must be above 0, not 0"):
        multiplicative.multiplicative(steepness=0)
