"""Loss, perplexity and bits per byte, against logarithms that come out even."""

import numpy as np
import pytest

from simulations.before import surprise


def test_surprise_is_0_for_certainty_and_a_bit_for_a_coin():
    assert surprise.in_bits(surprise.surprise(0.5)) == pytest.approx(1)
    assert surprise.surprise(1 - 1e-12) == pytest.approx(0, abs=1e-9)


def test_an_even_choice_among_eight_is_3_bits_and_a_perplexity_of_8():
    nats = surprise.surprise(np.full(4, 1 / 8)).mean()
    assert (surprise.in_bits(nats), surprise.perplexity(nats)) == pytest.approx((3, 8))


def test_the_perplexity_of_the_text_is_one_over_the_geometric_mean():
    made = surprise.text_loss(token=4, probability=0.05)
    probabilities = np.array([0.1, 0.02, 0.25, 0.05])
    assert made.perplexity == pytest.approx(probabilities.prod() ** (-1 / 4))
    np.testing.assert_allclose(made.nats, -np.log(probabilities))
    np.testing.assert_allclose(made.bits, -np.log2(probabilities))
    assert (made.loss, made.loss_in_bits) == pytest.approx((made.nats.mean(), made.bits.mean()))


def test_bits_per_byte_count_every_bit_and_every_byte():
    assert surprise.BYTES == len("The cat sat down")
    made = surprise.text_loss()
    assert made.bits_per_byte == pytest.approx(-np.log2(0.1 * 0.02 * 0.25 * 0.5) / 16)


def test_a_fall_of_a_tenth_of_a_nat_makes_the_perplexity_a_tenth_less():
    made = surprise.text_loss()
    assert made.lower_loss == pytest.approx(made.loss - 0.1)
    assert made.lower_perplexity / made.perplexity == pytest.approx(np.exp(-0.1))
    np.testing.assert_allclose(np.log(made.perplexities), made.losses)


def test_what_is_not_there_is_refused():
    with pytest.raises(ValueError, match="token must be a whole number, 1 to 4, not 5"):
        surprise.text_loss(token=5)
    with pytest.raises(ValueError, match="probability must lie between 0 and 1, both excluded, not 1"):
        surprise.surprise(1)
