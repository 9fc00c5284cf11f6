"""The optimiser: Muon for the matrices inside the model, Adam for the rest, for E models at once.

Muon (Jordan 2024) steps along the nearest orthogonal matrix to the averaged gradient; here it needs half the steps that
Adam needs, and makes seeds differ less. Everything is done per model: no model's step depends on another's gradient.
"""

import torch
from torch import Tensor

ORTHOGONALISED = ("attention", "mlp")
MOMENTUM = 0.95  # of Muon
BETAS = 0.9, 0.98  # of Adam's two averages
READOUT_WIDTH = 32  # from here on the readout learns at a rate of 1/width, as its sum over the width asks for
FAST_WIDTH = 48  # products of smaller matrices are no faster in bfloat16
NEWTON_SCHULZ = (3.4445, -4.7750, 2.0315)  # Jordan's quintic: singular values from near 0 to 1 end between .7 and 1.2


class Optimiser:
    """Muon and Adam over parameters [E, ...], with the gradient of each model clipped to a norm of ``clip``."""

    def __init__(
        self, parameters: dict[str, Tensor], *, matrix_rate: float, rate: float, clip: float, fast: torch.dtype
    ):
        self.parameters = parameters
        self.matrix_rate, self.rate, self.clip = matrix_rate, rate, clip
        width = min((parameters[name].shape[-2] for name in ORTHOGONALISED if name in parameters), default=0)
        self.fast = fast if width >= FAST_WIDTH else torch.float32
        self.matrices = [name for name in parameters if name in ORTHOGONALISED]
        self.others = [name for name in parameters if name not in ORTHOGONALISED]
        self.state = {f"mean.{name}": torch.zeros_like(weights) for name, weights in parameters.items()}
        self.state |= {f"square.{name}": torch.zeros_like(parameters[name]) for name in self.others}

    @torch.no_grad()
    def step(self, gradient: dict[str, Tensor], scale: Tensor, corrections: Tensor) -> None:
        """One step at ``scale`` times the learning rates; ``corrections`` [2] undo the averages' bias to zero.

        ``gradient``, by the parameters' names, is changed by clipping. The other two are tensors, so that a recorded
        CUDA graph of this step can be given new ones.
        """
        self._clip(gradient)
        self._muon(gradient, scale)
        self._adam(gradient, scale, corrections)

    def _clip(self, gradient: dict[str, Tensor]) -> None:
        norms = [torch.linalg.vector_norm(grad.flatten(1), dim=1) for grad in gradient.values()]
        norm = torch.linalg.vector_norm(torch.stack(norms), dim=0)  # [E]
        shrink = (self.clip / (norm + 1e-6)).clamp(max=1)
        for grad in gradient.values():
            grad.mul_(shrink.view(-1, *[1] * (grad.dim() - 1)))

    def _muon(self, gradient: dict[str, Tensor], scale: Tensor) -> None:
        for name in self.matrices:
            grad, mean = gradient[name], self.state[f"mean.{name}"]
            mean.lerp_(grad, 1 - MOMENTUM)
            ahead = grad.lerp(mean, MOMENTUM).flatten(0, 1)
            direction = orthogonalised(ahead, fast=self.fast).view_as(grad)
            gain = max(1.0, grad.shape[-1] / grad.shape[-2]) ** 0.5
            self.parameters[name].addcmul_(direction, scale * (-self.matrix_rate * gain))

    def _adam(self, gradient: dict[str, Tensor], scale: Tensor, corrections: Tensor) -> None:
        grads = [gradient[name] for name in self.others]
        means = [self.state[f"mean.{name}"] for name in self.others]
        squares = [self.state[f"square.{name}"] for name in self.others]
        torch._foreach_lerp_(means, grads, 1 - BETAS[0])
        torch._foreach_mul_(squares, BETAS[1])
        torch._foreach_addcmul_(squares, grads, grads, 1 - BETAS[1])
        steps = torch._foreach_sqrt(squares)
        torch._foreach_add_(steps, 1e-8)
        steps = torch._foreach_div(means, steps)
        torch._foreach_mul_(steps, corrections[1].sqrt() * scale * -self.rate / corrections[0])
        if "head" in self.others:
            steps[self.others.index("head")].mul_(min(1.0, READOUT_WIDTH / self.parameters["head"].shape[1]))
        torch._foreach_add_([self.parameters[name] for name in self.others], steps)


def orthogonalised(matrices: Tensor, *, fast: torch.dtype = torch.float32) -> Tensor:
    """Close to U Vᵀ of each matrix's singular value decomposition U S Vᵀ: [N, m, n] with m <= n, by five products."""
    a, b, c = NEWTON_SCHULZ
    x = (matrices / (matrices.norm(dim=(-2, -1), keepdim=True) + 1e-7)).to(fast)
    for _ in range(5):
        gram = x @ x.mT
        x = torch.baddbmm(x, torch.baddbmm(gram, gram, gram, beta=b, alpha=c), x, beta=a)
    return x.to(matrices.dtype)
