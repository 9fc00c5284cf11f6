"""Answers drawn from trained models digit by digit, as a language model writes with temperature 1."""

import numpy as np
import torch

from simulations.laboratory.model import Adders
from simulations.laboratory.task import rows


@torch.no_grad()
def sampled_answers(models: Adders, tokens: np.ndarray, *, generator: torch.Generator) -> np.ndarray:
    """One answer of each of E models to each problem [items, T + 1]: digits [E, items, A], in the task's order.

    Each digit is drawn from the model's probabilities after the digits that it has itself written. The generator must
    be on the models' device. Raises ``ValueError`` for what are no problems of the models' task.
    """
    length, device = models.task.answer_length, models.symbol.device
    page = torch.from_numpy(rows(models.task, tokens)).to(device).repeat(models.symbol.shape[0], 1, 1)
    page[..., -length:] = 0  # what is right is not to be seen
    for place in range(length):
        chances = models(page[..., :-1])[..., place, :].float().softmax(-1)  # [E, B, 10]
        drawn = torch.multinomial(chances.flatten(0, 1), 1, generator=generator)
        page[..., place - length] = drawn.view(page.shape[:-1])
    return page[..., -length:].cpu().numpy()
