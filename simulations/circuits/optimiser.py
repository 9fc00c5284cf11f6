"""Adam, with decoupled weight decay, and plain gradient descent, for many runs at once: functions of tensors alone.

What changes from step to step (how far the warm-up is, what undoes the averages' bias to zero) is a tensor as well, so
that a step can be recorded once and run again.
"""

from dataclasses import dataclass

import torch

from simulations.check import between, one_of, require, whole

Parameters = dict[str, torch.Tensor]
OPTIMISERS = ("adam", "sgd")
EPSILON = 1e-8
MOST = 10**9  # steps, and of a learning rate


@dataclass(frozen=True)
class Schedule:
    """How to train. ``steps``: updates. ``optimiser``: one of OPTIMISERS, ``"sgd"`` being plain gradient descent on the
    batch. ``learning_rate``: of either. ``betas``, ``weight_decay`` (decoupled, as in AdamW): Adam's. ``clip``: largest
    norm of one run's gradient, 0 for none. ``warm_up``: updates in which the rate climbs. Raises ``ValueError`` for
    another optimiser, weight decay without Adam, steps that are no whole number, a rate that is not above 0,
    and more than MOST of either."""

    steps: int
    learning_rate: float
    betas: tuple[float, float] = (0.9, 0.98)
    weight_decay: float = 0.0
    clip: float = 0.0
    warm_up: int = 0
    optimiser: str = "adam"

    def __post_init__(self):
        whole("steps", self.steps, 0, MOST)
        between("learning_rate", self.learning_rate, 0, MOST)
        one_of("optimiser", self.optimiser, OPTIMISERS)
        decays = not self.weight_decay or self.optimiser == "adam"
        require(decays, "weight_decay", f"be 0 with {self.optimiser}", self.weight_decay)


def first_state(parameters: Parameters, schedule: Schedule) -> Parameters:
    """The optimiser's state before the first step: zeros. ``step``: how many were taken. Of Adam also, for each
    parameter, ``mean.NAME`` and ``square.NAME``, its gradient's averages, and ``mean`` and ``square``, what the
    averages would be of a gradient that is always 1."""
    state = {"step": torch.zeros(())}
    if schedule.optimiser == "sgd":
        return state
    for average in ("mean", "square"):
        state[average] = torch.zeros(())
        state |= {f"{average}.{name}": torch.zeros_like(value) for name, value in parameters.items()}
    return state


@torch.no_grad()
def update(parameters: Parameters, gradients: Parameters, state: Parameters, schedule: Schedule) -> None:
    """One step: moves ``parameters`` (runs, ...) against ``gradients``, and ``state`` with them."""
    gradients = _clipped(gradients, schedule.clip) if schedule.clip else gradients
    state["step"] += 1
    rate = schedule.learning_rate * (state["step"] / max(1, schedule.warm_up)).clamp(max=1)
    if schedule.optimiser == "sgd":
        for name, value in parameters.items():
            value -= rate * gradients[name]
        return
    for average, beta in zip(("mean", "square"), schedule.betas, strict=True):
        state[average].mul_(beta).add_(1 - beta)
    for name, value in parameters.items():
        gradient, mean, square = gradients[name], state[f"mean.{name}"], state[f"square.{name}"]
        mean.mul_(schedule.betas[0]).add_(gradient, alpha=1 - schedule.betas[0])
        square.mul_(schedule.betas[1]).addcmul_(gradient, gradient, value=1 - schedule.betas[1])
        if schedule.weight_decay:
            value *= 1 - rate * schedule.weight_decay
        value -= rate / state["mean"] * mean / ((square / state["square"]).sqrt() + EPSILON)


def _clipped(gradients: Parameters, largest: float) -> Parameters:
    squares = sum(gradient.flatten(1).square().sum(1) for gradient in gradients.values())  # (runs,)
    scale = (largest / squares.sqrt().clamp(min=1e-12)).clamp(max=1.0)
    return {name: gradient * scale.view(-1, *[1] * (gradient.dim() - 1)) for name, gradient in gradients.items()}
