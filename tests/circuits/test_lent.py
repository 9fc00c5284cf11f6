import numpy as np
import pytest
import torch

from simulations.circuits import lent, progress
from simulations.circuits.progress import Exam


def weights(*, tokens=24, width=48, heads=4, match=True, seed=0):
    """Two layers whose first value and output hand a token on; with ``match`` the second layer looks for the same."""
    rng = np.random.default_rng(seed)
    same = torch.eye(width)
    other = torch.from_numpy(np.linalg.qr(rng.normal(size=(width, width)))[0].astype(np.float32))
    found = {name: same for name in ("value0", "output0", "key1")} | {"query1": same if match else other}
    found |= {"embedding": torch.from_numpy(rng.normal(size=(tokens, width)).astype(np.float32))}
    found |= {"distance0": torch.zeros(heads, 32)}
    return {name: value[None] for name, value in found.items()}


def test_a_match_is_seen_in_the_weights_and_none_where_there_is_none():
    one, none = (lent.own_match(weights(match=match))["own_match"] for match in (True, False))
    assert one.shape == (1,) and one[0] > 2.5 and abs(none[0]) < 1.2


def test_the_match_is_the_diagonal_over_the_rest():
    """One head: the table is E·Eᵀ for embeddings of one length, worked out here entry by entry."""
    mine = weights(heads=1)
    rows = mine["embedding"][0].numpy().astype(float)
    rows = rows / np.sqrt((rows**2).mean(axis=1, keepdims=True) + 1e-6)
    table = np.array([[a @ b for b in rows] for a in rows])
    others = table[~np.eye(len(rows), dtype=bool)].mean()
    expected = (np.trace(table) / len(rows) - others) / table.std(ddof=1)
    assert lent.own_match(mine)["own_match"][0] == pytest.approx(expected, rel=1e-4)


def test_both_looks_are_lent():
    exam, asked = Exam.fixed(), {}

    def network(parameters, tokens, lent):
        asked.update(lent)
        right = torch.nn.functional.one_hot(exam.answers, 24).float()
        return right.expand(len(tokens), -1, -1, -1), []

    found = lent.both_lent({"embedding": torch.zeros(2, 24, 48)}, network=network, exam=exam)
    np.testing.assert_array_equal(found["both_lent"], [1, 1])
    assert torch.equal(asked[0], progress.previous_token_look(32)) and torch.equal(
        asked[1], progress.perfect_look(exam.prefix)
    )
