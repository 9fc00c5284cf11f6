"""How good a reader's answers are together: whether chances were said well, ranges wide enough, jumps seen in time.

The page is given the steps of ``brier``, ``covered``, ``timed`` and ``played`` (``extensions/record.py``): they know no
more of numpy than ``everystate/recorded.py`` can record. ``course pool`` calls them as they stand.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from simulations.laws.resolution import clopper_pearson

SURE = (0.3, 0.5, 0.7, 0.9, 0.99)  # what a reader can say before an answer; three or four choices leave 0.25 to 0.33
ON_TIME = 80.0  # points of a round: the guess is within a quarter of the truth
INTERVALS = 100  # answers up to which the page knows their interval


def brier(sure: Any, right: Any) -> dict[str, Any]:
    """The Brier score of chances that were said, 0 to 1, less is better: brier1950verification, for two outcomes.

    ``sure`` [answers] is the chance that each would be right, ``right`` [answers] 1 where it was, else 0. ``score`` is
    the mean of (sure - right)²; ``constant`` that of whoever says his own share of right answers each time, which needs
    no knowledge of the single question; ``share`` that share, ``said`` the mean chance.
    """
    count = _count(sure)
    miss = sure - right
    share = np.add.reduce(right) / count
    return {
        "score": np.add.reduce(miss * miss) / count,
        "constant": share * (1 - share),
        "share": share,
        "said": np.add.reduce(sure) / count,
    }


def covered(inside: Any, places: Any) -> dict[str, Any]:
    """How often the truth lay in drawn ranges: ``inside`` [drawings] of ``places`` [drawings], all together."""
    within, drawn = np.add.reduce(inside), np.add.reduce(places)
    return {"inside": within, "places": drawn, "share": within / drawn}


def timed(late: Any, noticeable: Any, score: Any) -> dict[str, Any]:
    """Whether jumps were drawn too late: ``late`` [drawings] in shares of the hidden way, negative where too early.

    ``noticeable`` is what counts, ``score`` [drawings] what each is worth, 0 to 100. Numbers of drawings that are
    ``late``, ``early`` and ``on_time``, the mean distance ``by``, and the mean ``score``.
    """
    count = _count(late)
    behind = np.add.reduce(np.where(late > noticeable, 1, 0))
    before = np.add.reduce(np.where(0 - late > noticeable, 1, 0))
    return {
        "late": behind,
        "early": before,
        "on_time": count - behind - before,
        "by": np.add.reduce(late) / count,
        "score": np.add.reduce(score) / count,
    }


def played(mine: Any, line: Any, law: Any) -> dict[str, Any]:
    """Rounds of the forecast game: mean points [rounds] of the reader and of two of the book's forecasters.

    ``beat_line`` and ``beat_law`` are the numbers of rounds in which the reader has more points.
    """
    count = _count(mine)
    return {
        "mine": np.add.reduce(mine) / count,
        "line": np.add.reduce(line) / count,
        "law": np.add.reduce(law) / count,
        "beat_line": np.add.reduce(np.where(mine > line, 1, 0)),
        "beat_law": np.add.reduce(np.where(mine > law, 1, 0)),
    }


def lowest(most: int = INTERVALS) -> list[list[float]]:
    """The lower ends of the exact 95% intervals (clopper1934use): row n - 1 has those of 0, 1 ... n right of n.

    The upper end of k of n is 1 less the lower end of n - k.
    """
    return [np.round(clopper_pearson(np.arange(n + 1), n)[0], 3).tolist() for n in range(1, most + 1)]


def _count(values: Any) -> Any:
    """How many there are, of what is no less than -1."""
    return np.add.reduce(np.where(values >= -1, 1, 0))
