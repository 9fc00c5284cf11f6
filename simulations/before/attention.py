"""One look of an attention head along a short row: scores, and the shares that softmax makes of them."""

from dataclasses import dataclass

import numpy as np
from scipy.special import softmax

from simulations.check import at_least, whole

ROW = ("The", "cat", "sat", "and", "it")  # the last one looks
SCORES = (0.0, 3.0, 1.0, -1.0, 0.0)  # its query times the key of each


@dataclass(frozen=True)
class Look:
    """Where the last token of ROW looks: ``scores`` (5,), and of them, sharpened, ``shares`` (5,) that sum to 1.

    ``token`` stands at the place whose score the reader sets and ``score`` is what is set; ``share`` is what that place
    gets, ``share_with_more`` what it would get with a score higher by 1.
    """

    scores: np.ndarray
    shares: np.ndarray
    token: str
    share: float
    share_with_more: float


def look(*, place: int = 2, score: float = 3.0, sharpness: float = 1.0) -> Look:
    """SCORES with another ``score`` at one ``place`` (counted from 1), and the softmax of all times ``sharpness``.

    Raises ``ValueError`` for a place that the row does not have, or a negative sharpness.
    """
    whole("place", place, 1, len(ROW))
    at_least("sharpness", sharpness, 0)
    raw = np.array(SCORES)
    raw[place - 1] = score
    more = np.array(raw)
    more[place - 1] += 1
    shares, with_more = softmax(sharpness * raw), softmax(sharpness * more)
    return Look(
        scores=raw,
        shares=shares,
        token=ROW[place - 1],
        share=float(shares[place - 1]),
        share_with_more=float(with_more[place - 1]),
    )
