"""Normal numbers from uniform ones, by operations that a page can repeat."""

import math

import torch
from torch import Tensor


def normals(uniform: Tensor) -> Tensor:
    """Standard normal numbers by Box and Muller's transform: [..., 2 n] numbers from 0 to below 1 -> [..., 2 n].

    The first half of them gives the radii, the second the angles; cosines come first, sines after them.
    """
    first, second = uniform.chunk(2, dim=-1)
    radius, angle = (-2 * (1 - first).log()).sqrt(), 2 * math.pi * second
    return torch.cat([radius * angle.cos(), radius * angle.sin()], dim=-1)
