"""Every operation that a tape knows gives what PyTorch gives."""

import pytest
import torch
from tape.recorded import draw, recording, replayed
from torch.nn import functional as F

from simulations.tape.record import NotRecordable

A, B = draw(3, 4, 5), draw(3, 4, 5, seed=1)
WHOLE = torch.tensor([[3, 0, 2], [1, 1, 4]])

CASES = {
    "add with alpha": lambda a, b: torch.add(a, b, alpha=3),
    "sub, rsub, neg": lambda a, b: (2 - a) - (-b),
    "div": lambda a, b: 1 / (a / (b.abs() + 1)),
    "floor division": lambda a, b: (10 * a).floor() // 3 + (10 * b).floor() % 3,
    "truncated": lambda a, b: torch.div(5 * a, b.abs() + 1, rounding_mode="trunc"),
    "to whole numbers": lambda a, b: (5 * a).long() + b,
    "powers": lambda a, b: a**2 + b**3 + (a.abs() + 1) ** -0.5 + (b.abs() + 1) ** 1.5 + 0.9 ** a.abs(),
    "roots": lambda a, b: (a.abs() + 1).sqrt() + (b.abs() + 1).rsqrt() + (a.abs() + 1).reciprocal(),
    "exp, log": lambda a, b: a.exp() + (b.abs() + 1).log() + a.abs().log1p(),
    "angles": lambda a, b: a.cos() + b.sin() + a.tanh() + b.sigmoid(),
    "clamp": lambda a, b: a.clamp(-0.5, 0.5) + b.clamp(max=0.1) + a.clamp_min(0.2) + b.relu(),
    "compare": lambda a, b: (a > b) + 2.0 * (a <= 0) + 4.0 * (a != b) + 8.0 * (b >= 0.5) + 16.0 * (a < -0.2),
    "truths": lambda a, b: ((a > 0) & (b > 0)) + 2.0 * ((a > 0) | (b > 0)) + 4.0 * ~(a > 0),
    "where": lambda a, b: torch.where(a > 0, a, b).masked_fill(b > 1, float("-inf")).clamp_min(-5),
    "lerp": lambda a, b: a.lerp(b, 0.3),
    "addcmul": lambda a, b: torch.addcmul(a, a, b, value=2) + torch.addcdiv(a, b, a.abs() + 1, value=0.5),
    "in place": lambda a, b: a.clone().mul_(2).add_(b).sub_(1).relu_(),
    "zeroed": lambda a, b: a.clone().zero_() + b.clone().fill_(3),
    "writes into a part": lambda a, b: _written_in_part(a, b),
    "sums": lambda a, b: a.sum((0, 2)) + b.mean(-1, keepdim=True).sum((0, 2)) + a.amax(0).sum(1) + b.sum(),
    "smallest": lambda a, b: a.amin((0, 1)) + b.prod(0).amin(0),
    "all, any": lambda a, b: (a > -1).all(-1) + 2.0 * (b > 1).any(-1),
    "max with its place": lambda a, b: a.max(1).values + b.max(1).indices + a.argmax(1),
    "norm": lambda a, b: torch.linalg.vector_norm(a.flatten(1), dim=1) + b.norm(dim=(1, 2)),
    "softmax": lambda a, b: a.softmax(1) + b.log_softmax(-1),
    "stack, cat": lambda a, b: torch.cat([torch.stack([a, b], 1).flatten(0, 1), a], 0),
    "cumulative sum": lambda a, b: a.cumsum(1) + b.cumsum(-1),
    "matrix products": lambda a, b: a @ b.mT + a[0] @ b[1].T,
    "broadcast product": lambda a, b: a[:, None] @ b.mT,
    "product onto": lambda a, b: torch.baddbmm(a @ b.mT, a, b.mT, beta=0.5, alpha=2.0),
    "vectors": lambda a, b: a[0] @ b[0, 0] + a[0, 0] @ b[0, 0],
    "flip": lambda a, b: a.flip(1) + b,
    "cross-entropy": lambda a, b: F.binary_cross_entropy_with_logits(a, (b > 0).float(), reduction="none"),
    "back": lambda a, b: _gradient(lambda x: (x.softmax(-1) * b).sum() + x.log_softmax(0).square().sum(), a),
    "back through parts": lambda a, b: _gradient(lambda x: (x[0] * x[:, 1:3].sum() + x[1].sigmoid()).sum(), a),
    "back through relu": lambda a, b: _gradient(lambda x: (x.relu() * b).tanh().sum() + x.amax(1).sum(), a),
}


def _written_in_part(a, b):
    out = torch.zeros(3, 4, 6)
    out[..., :5] = a
    out[:, 1:3, 1:] += b[:, :2]
    return out


def _gradient(function, a):
    with torch.enable_grad():
        x = a.detach().requires_grad_()
        return torch.autograd.grad(function(x), x)[0]


@pytest.mark.parametrize("name", CASES)
def test_it_gives_what_torch_gives(name):
    found, expected = replayed(CASES[name], A, B), CASES[name](A, B).float()
    torch.testing.assert_close(torch.from_numpy(found), expected, atol=2e-6, rtol=2e-6)


INDEXED = {
    "rows": lambda a, i: a[i],
    "two indices": lambda a, i: a[i.clamp(max=2), i.clamp(max=3)],
    "apart": lambda a, i: a[i.clamp(max=2), :, i],
    "behind": lambda a, i: a[:, :, i],
    "gather": lambda a, i: a.gather(2, i[:, None, :].expand(2, 4, 3)),
    "index_select": lambda a, i: a.index_select(2, i.flatten()),
    "scatter_add": lambda a, i: torch.zeros(2, 5).scatter_add_(1, i, a[:2, 0, :3]),
    "index_add": lambda a, i: torch.zeros(5, 5).index_add_(0, i[0], a[0, :3]),
    "embedding": lambda a, i: F.embedding(i, torch.cat([a[0], a[1]])),
    "back": lambda a, i: _gradient(lambda x: x[:, :, i].square().sum() + x.index_select(1, i[0, 1:]).sum(), a),
    "back of embedding": lambda a, i: _gradient(lambda x: F.embedding(i, torch.cat([x[1], x[0]])).square().sum(), a),
}


@pytest.mark.parametrize("name", INDEXED)
def test_it_indexes_as_torch_does(name):
    indices = WHOLE.clamp(max=2) if name in ("rows",) else WHOLE
    found, expected = replayed(INDEXED[name], A, indices), INDEXED[name](A, indices)
    torch.testing.assert_close(torch.from_numpy(found), expected, atol=2e-6, rtol=2e-6)


@pytest.mark.parametrize(
    "function, words",
    [
        (lambda a: torch.linalg.qr(a).Q, "linalg_qr.*must be an operation that a tape knows"),
        (lambda a: a.norm(p=1, dim=1), "must be a norm of order 2, not 1"),
        (lambda a: a[a > 0], "must not choose by a mask"),
        (lambda a: a * a.sum().item(), "_local_scalar_dense.*must be an operation that a tape knows"),
        (lambda a: a.double(), "must give float32, whole numbers or truths, not torch.float64"),
    ],
)
def test_what_cannot_be_recorded_is_named(function, words):
    with pytest.raises(NotRecordable, match=words):
        recording(function, draw(3, 3))
