"""Normal numbers: Box and Muller's transform by hand, and the law of many."""

import math

import numpy as np
import torch

from simulations.normals import normals
from simulations.streams import WEIGHTS, stream, uniforms


def test_two_pairs_by_hand():
    """Radii sqrt(2 ln 2) and 0; a quarter of a turn, and no turn: the sine of the first is the only one not 0."""
    made = normals(torch.tensor([[0.5, 0.0, 0.25, 0.0]]))
    torch.testing.assert_close(made, torch.tensor([[0.0, 0.0, math.sqrt(2 * math.log(2)), 0.0]]), atol=1e-6, rtol=0)


def test_many_follow_the_normal_law():
    """100,000: mean, spread and the shares within one and two of them, to four standard errors; none is infinite."""
    made = normals(torch.from_numpy(uniforms(stream(0, WEIGHTS), 2, 50_000))).double().numpy().ravel()
    assert (
        np.isfinite(made).all() and abs(made.mean()) < 4 / math.sqrt(1e5) and abs(made.std() - 1) < 4 / math.sqrt(2e5)
    )
    for bound, share in ((1, 0.682689), (2, 0.954500)):
        assert abs(np.mean(abs(made) < bound) - share) < 4 * math.sqrt(share * (1 - share) / 1e5)
    cosines, sines = made.reshape(2, 2, -1).swapaxes(0, 1).reshape(2, -1)
    assert abs(np.mean(cosines * sines)) < 4 / math.sqrt(5e4)


def test_the_largest_number_has_a_radius():
    """1 - 2^-24, the largest that is drawn: sqrt(48 ln 2)."""
    made = normals(torch.tensor([1 - 2**-24, 0.0]))
    assert float(made[0]) == np.float32(math.sqrt(48 * math.log(2)))
