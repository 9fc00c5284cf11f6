"""Trained models answering: one batched pass for the probabilities, one batched decoding for the written answers."""

import numpy as np
import torch

from simulations.laboratory.measure import Predictions
from simulations.laboratory.model import Adders

BATCH = 500  # problems answered at once by every model


@torch.no_grad()
def predictions(models: Adders, tokens: np.ndarray, *, write: bool = True) -> Predictions:
    """What E models predict for problems [items, T + 1]: arrays [E, items, A].

    Without ``write`` the freely written answers are not worked out, and ``written`` holds the likeliest digits.
    """
    device, length = models.symbol.device, models.task.answer_length
    parts = []
    for start in range(0, len(tokens), BATCH):
        batch = torch.from_numpy(tokens[start : start + BATCH]).to(device)
        batch = batch.expand(models.symbol.shape[0], *batch.shape).contiguous()
        log_probs = models(batch[..., :-1]).float().movedim(-1, 1).log_softmax(1).movedim(1, -1)
        right = log_probs.gather(-1, batch[..., -length:, None])[..., 0]
        choices = log_probs.argmax(-1)
        written = _written(models, batch, choices) if write else choices
        parts.append([right, log_probs.exp().square().sum(-1), choices.to(torch.int8), written.to(torch.int8)])
    joined = [torch.cat(column, dim=1).cpu().numpy() for column in zip(*parts, strict=True)]
    return Predictions(tokens[:, -length:].astype(np.int8), *joined)


def _written(models: Adders, tokens: torch.Tensor, choices: torch.Tensor) -> torch.Tensor:
    """Answers written greedily, each digit after the model's own earlier ones: [E, B, T + 1] -> [E, B, A].

    Every pass answers all places at once after the digits written so far, so that one more place is sure to be settled;
    once nothing changes, every digit follows from those before it.
    """
    length = models.task.answer_length
    page, written = tokens.clone(), choices
    for _ in range(length):
        page[..., -length:] = written
        written = models(page[..., :-1]).argmax(-1)
        if torch.equal(written, page[..., -length:]):
            break
    return written
