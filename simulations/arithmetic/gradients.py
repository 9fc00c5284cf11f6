"""Four steps of the model whose derivatives are written by hand: fewer passes over memory than autograd would make.

A training step of small models is bound by memory and by the number of operations, not by arithmetic. Each function
here keeps what its derivative needs and no more, and hands gradients on in the layout that the next product reads.
"""

from torch import Tensor
from torch.autograd import Function

TINY = 1e-30  # keeps a share whose weights all underflowed at 0, where it would be 0 / 0


def normed(x: Tensor) -> Tensor:
    """Each column divided by its root mean square: [..., d, N]."""
    return _Normed.apply(x)


def squared_relu(x: Tensor) -> Tensor:
    """max(x, 0)²."""
    return _SquaredReLU.apply(x)


def shares(one: Tensor, other: Tensor) -> Tensor:
    """The products of two sets of weights, each row's divided by their sum: [..., R], [..., R] -> [..., R]."""
    return _Shares.apply(one, other)


def mixed(columns: Tensor, weights: Tensor) -> Tensor:
    """Weighted sums of each head's columns, added up over heads: [E, H, d, R], [E, H, N, R] -> [E, d, N]."""
    return _Mixed.apply(columns, weights)


class _Normed(Function):
    @staticmethod
    def forward(ctx, x: Tensor) -> Tensor:
        scale = x.square().mean(-2, keepdim=True).add_(1e-6).rsqrt_()
        x = x * scale
        ctx.save_for_backward(x, scale)
        return x

    @staticmethod
    def backward(ctx, grad: Tensor) -> Tensor:
        x, scale = ctx.saved_tensors
        along = (grad * x).mean(-2, keepdim=True)
        return (grad - x * along).mul_(scale)


class _SquaredReLU(Function):
    @staticmethod
    def forward(ctx, x: Tensor) -> Tensor:
        x = x.relu()
        ctx.save_for_backward(x)
        return x.square()

    @staticmethod
    def backward(ctx, grad: Tensor) -> Tensor:
        (x,) = ctx.saved_tensors
        return (grad * x).mul_(2)


class _Shares(Function):
    @staticmethod
    def forward(ctx, one: Tensor, other: Tensor) -> Tensor:
        share = one * other
        total = share.sum(-1, keepdim=True).add_(TINY)
        share.div_(total)
        ctx.save_for_backward(one, other, share, total)
        return share

    @staticmethod
    def backward(ctx, grad: Tensor) -> tuple[Tensor, Tensor]:
        one, other, share, total = ctx.saved_tensors
        grad = (grad - (grad * share).sum(-1, keepdim=True)).div_(total)
        return grad * other, grad.mul_(one)


class _Mixed(Function):
    @staticmethod
    def forward(ctx, columns: Tensor, weights: Tensor) -> Tensor:
        ctx.save_for_backward(columns, weights)
        first, *rest = zip(columns.unbind(1), weights.mT.unbind(1), strict=True)
        total = first[0] @ first[1]
        for column, weight in rest:
            total.baddbmm_(column, weight)
        return total

    @staticmethod
    def backward(ctx, grad: Tensor) -> tuple[Tensor, Tensor]:
        columns, weights = ctx.saved_tensors
        grad = grad[:, None].repeat(1, columns.shape[1], 1, 1)  # as matmul would, but without turning it about
        return grad @ weights, grad.mT @ columns
