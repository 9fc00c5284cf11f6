"""Seeds' streams: what is drawn is what a page can hold and repeat, and no two purposes share it."""

import numpy as np

from simulations.streams import EXAMINATION, PROBLEMS, WEIGHTS, stream, uniforms


def test_uniforms_are_multiples_of_two_to_the_minus_24():
    drawn = uniforms(stream(3, WEIGHTS), 40, 50)
    assert drawn.dtype == np.float32 and drawn.shape == (40, 50)
    steps = drawn.astype(float) * 2**24
    np.testing.assert_array_equal(steps, np.round(steps))
    assert drawn.min() >= 0 and drawn.max() < 1 and abs(drawn.mean() - 0.5) < 4 / np.sqrt(12 * 2000)


def test_a_stream_goes_on_where_it_was():
    """A chunk drawn in two parts is the chunk drawn whole, an odd number first: a script may draw it either way."""
    whole, parts = uniforms(stream(1, PROBLEMS, 4), 12), stream(1, PROBLEMS, 4)
    np.testing.assert_array_equal(np.concatenate([uniforms(parts, 5), uniforms(parts, 7)]), whole)


def test_seeds_purposes_and_chunks_have_streams_of_their_own():
    """Among them seeds of more than 32 bits, which numpy cuts in two words: none of their keys is another one's."""
    seeds = (0, 1, 2, 3, 2**32, 2**32 + 1, 3 * 2**32, 10**15)
    keys = [
        (seed, purpose, chunk) for seed in seeds for purpose in (PROBLEMS, WEIGHTS, EXAMINATION) for chunk in range(4)
    ]
    assert len({uniforms(stream(*key), 3).tobytes() for key in keys}) == len(keys)
