"""What a seed means: streams of uniform numbers, one for a toy's start and one for each chunk of its steps."""

from collections.abc import Sequence

import numpy as np
import torch

from simulations.streams import PROBLEMS, WEIGHTS, stream, uniforms

CHUNK = 10  # steps whose numbers are drawn at once; part of what a seed means


def at_start(seeds: Sequence[int], count: int) -> torch.Tensor:
    """(seeds, count): the numbers of what each seed draws once, such as its first weights."""
    return torch.from_numpy(np.stack([uniforms(stream(seed, WEIGHTS), count) for seed in seeds]))


class EachStep:
    """The uniform numbers of a training's steps, each of ``shape``: a chunk of steps has a stream of its own.

    Any step can be had at any time; one after the other is quickest.
    """

    def __init__(self, seeds: Sequence[int], *shape: int):
        self.seeds, self.shape = list(seeds), shape
        self._chunk, self._held = -1, torch.zeros(0)

    def __call__(self, step: int) -> torch.Tensor:
        """(seeds, *shape): the numbers of ``step``, from 0."""
        chunk, place = divmod(step, CHUNK)
        if chunk != self._chunk:
            drawn = [uniforms(stream(seed, PROBLEMS, chunk), CHUNK, *self.shape) for seed in self.seeds]
            self._held = torch.from_numpy(np.stack(drawn, axis=1))
            self._chunk = chunk
        return self._held[place]
