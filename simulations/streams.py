"""A seed's random numbers: a stream for each purpose, the same to the bit in Python and in the script of a page.

Only ``uniforms`` are drawn from a stream: 24 random bits each, which 32-bit floats hold exactly. What is made of them
is arithmetic, which may run anywhere.
"""

import numpy as np

PROBLEMS, WEIGHTS, EXAMINATION = 1, 2, 3  # purposes; none is 0, for numpy pads short keys with zeros


def stream(seed: int, purpose: int, chunk: int = 0) -> np.random.Generator:
    """The stream of one seed and purpose; what is drawn chunk by chunk has a stream for each."""
    return np.random.default_rng([seed, chunk, purpose])


def uniforms(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Float32 numbers from 0 to below 1, multiples of 2^-24: [*shape]."""
    return rng.random(shape, dtype=np.float32)
