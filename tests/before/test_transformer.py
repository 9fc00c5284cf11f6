"""The parts of a transformer and their weights, against GPT-2's matrices counted one by one."""

import pytest

from simulations.before import captions, transformer


def test_the_weights_are_those_of_the_matrices():
    attention = 12 * (768 * 3 * 768 + 768 * 768)  # query, key and value in one matrix, and the output's
    mlp = 12 * (768 * 3072 + 3072 * 768)
    embedding = 50_257 * 768
    found = {name: transformer.part(part=name).weights for name in transformer.PARTS}
    assert {name: weights for name, weights in found.items() if weights} == {
        "embedding": embedding,
        "attention": attention,
        "MLP": mlp,
    }
    assert 123e6 < sum(found.values()) < 124e6  # GPT-2's 124M has places' vectors, norms and biases besides


def test_the_shares_sum_to_one():
    assert sum(transformer.part(part=name).share for name in transformer.PARTS) == pytest.approx(1)


def test_every_part_is_told():
    assert (*captions.PARTS,) == transformer.PARTS


def test_another_part_is_refused():
    with pytest.raises(ValueError, match="part must be one of tokens, embedding, .*, not 'head'"):
        transformer.part(part="head")
