"""Trained models answering: one batched pass for the probabilities, one batched decoding for the written answers."""

import numpy as np
import torch
from torch import Tensor

from simulations.laboratory.measure import Predictions
from simulations.laboratory.model import Adders
from simulations.laboratory.task import rows

BATCH = 500  # problems answered at once by every model


@torch.no_grad()
def predictions(models: Adders, tokens: np.ndarray, *, write: bool = True) -> Predictions:
    """What E models predict for problems [items, T + 1]: arrays [E, items, A].

    Without ``write`` the freely written answers are not worked out, and ``written`` holds the likeliest digits.
    Raises ``ValueError`` for what are no problems of the models' task.
    """
    tokens = rows(models.task, tokens)
    device, length = models.symbol.device, models.task.answer_length
    parts = []
    for start in range(0, len(tokens), BATCH):
        batch = torch.from_numpy(tokens[start : start + BATCH]).to(device)
        batch = batch.expand(models.symbol.shape[0], *batch.shape).contiguous()
        found = answered(models, batch)
        written = found.written
        for _ in range(length if write else 0):
            before, written = written, rewritten(models, batch, written)
            if torch.equal(before, written):  # every digit follows from those before it
                break
        parts.append([found.log_probs, found.squares, found.choices.to(torch.int8), written.to(torch.int8)])
    joined = [torch.cat(column, dim=1).cpu().numpy() for column in zip(*parts, strict=True)]
    return Predictions(tokens[:, -length:].astype(np.int8), *joined)


def answered(models: Adders, tokens: Tensor) -> Predictions:
    """What E models predict for problems [E, B, T + 1], all as tensors [E, B, A]; ``written`` are the choices still."""
    right = tokens[..., -models.task.answer_length :]
    log_probs = models(tokens[..., :-1]).float().movedim(-1, 1).log_softmax(1).movedim(1, -1)
    choices = log_probs.argmax(-1)
    of_right = log_probs.gather(-1, right[..., None])[..., 0]
    return Predictions(right, of_right, log_probs.exp().square().sum(-1), choices, choices)


def rewritten(models: Adders, tokens: Tensor, written: Tensor) -> Tensor:
    """Answers [E, B, A] to problems [E, B, T + 1], each digit the likeliest after the ones ``written`` before it.

    From the likeliest digits on, so many passes as there are digits after the first write every answer freely: each
    settles one more place at the least.
    """
    page = tokens.clone()
    page[..., -models.task.answer_length :] = written
    return models(page[..., :-1]).argmax(-1)
