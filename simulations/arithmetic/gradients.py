"""Three steps of the model whose derivatives are written by hand: fewer passes over memory than autograd would make.

A training step of small models is bound by memory and by the number of operations, not by arithmetic. Each function
here keeps what its derivative needs and no more, and hands gradients on in the layout that the next product reads.
"""

from torch import Tensor
from torch.autograd import Function

TINY = 1e-30  # keeps a sum of weights that all underflowed from dividing 0 by 0


def normed(x: Tensor) -> Tensor:
    """Each column divided by its root mean square: [..., d, N]."""
    return _Normed.apply(x)


def squared_relu(x: Tensor) -> Tensor:
    """max(x, 0)²."""
    return _SquaredReLU.apply(x)


def attended(liked: Tensor, there: Tensor, says: Tensor) -> Tensor:
    """The mean of each head's columns, weighted by ``liked * there``, added up over heads: [E, d, N].

    ``says`` [E, H, d, R] holds the columns, ``liked`` and ``there`` [E, H, N, R] two factors of their weights.
    """
    return _Attended.apply(liked, there, says)


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


class _Attended(Function):
    @staticmethod
    def forward(ctx, liked: Tensor, there: Tensor, says: Tensor) -> Tensor:
        weight = liked * there
        total = weight.sum(-1).add_(TINY)[:, :, None]  # [E, H, 1, N]
        mean = (says @ weight.mT).div_(total)  # [E, H, d, N]
        ctx.save_for_backward(liked, there, says, weight, total, mean)
        return mean.sum(1)

    @staticmethod
    def backward(ctx, grad: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        liked, there, says, weight, total, mean = ctx.saved_tensors
        grad = grad[:, None] / total
        of_weight = (grad.mT @ says).sub_((grad * mean).sum(2)[..., None])
        return of_weight * there, of_weight.mul_(liked), grad @ weight
