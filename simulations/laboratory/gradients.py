"""The loss of every model and its gradient, written out by hand: the same as autograd gives for the model, sooner.

A step of small models is spent on starting operations and on passes over memory, hardly on arithmetic. By hand there
are half as many of both. Names are the model's; ``of_x`` is the loss's derivative with respect to ``x``, of its shape.
Each part of the model gives its result and the way back, a function from the result's derivatives to the parameters'.
"""

import math
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from simulations.laboratory.model import HEADS, TINY, Adders

Back = Callable[[Tensor], Any]


@torch.no_grad()
def loss_and_gradients(models: Adders, tokens: Tensor) -> tuple[Tensor, dict[str, Tensor]]:
    """Mean cross-entropy of each model's answer digits, [E], and its gradient by the name of each parameter.

    ``tokens`` [E, B, T + 1]; letters in shapes as in the model, and N = A B.
    """
    table, back_to_parameters = _table(models)
    stream, back_to_table = _attention(models, table, tokens)
    stream, back_to_attention = _mlp(models, stream)
    loss, of_stream, of_head = _answers(models, stream, tokens)
    of_stream, of_mlp = back_to_attention(of_stream)
    of_table, gradient = back_to_table(of_stream)
    return loss, gradient | {"mlp": of_mlp, "head": of_head} | back_to_parameters(of_table)


def _table(models: Adders) -> tuple[Tensor, Back]:
    places, symbols = models.place.shape[1], models.symbol.shape[1]
    table, back = _normed((models.place[:, :, None] + models.symbol[:, None]).flatten(1, 2).mT.contiguous())

    def backward(of_table: Tensor) -> dict[str, Tensor]:
        each = back(of_table).mT.unflatten(1, (places, symbols))
        return {"place": each.sum(2), "symbol": each.sum(1)}

    return table, backward


def _attention(models: Adders, table: Tensor, tokens: Tensor) -> tuple[Tensor, Back]:
    E, d, R = table.shape
    A, k = models.task.answer_length, d // HEADS
    row = (tokens[..., :-1] + models.row).mT  # [E, T, B]
    asked, (T, B) = row[:, -A:].flatten(1), row.shape[1:]
    reading, out = models.attention[:, :3].mT.flatten(1, 2), models.attention[:, 3].unflatten(1, (HEADS, k))
    asks, offers, passes = (reading @ table).view(E, 3, HEADS, k, R).unbind(1)
    likes = (asks.mT @ offers).mul_(1 / math.sqrt(k)).softmax(-1)  # [E, H, R, R]
    near = models.preference().softmax(-1)  # [E, H, A, T]
    one_hot = models.eye.index_select(0, row.flatten()).view(E, T, B * R)
    there = (near.flatten(1, 2) @ one_hot).view(E, HEADS, A * B, R)
    place = (torch.arange(E * HEADS, device=row.device).view(E, HEADS, 1) * R + asked[:, None]).flatten()
    liked = likes.view(-1, R).index_select(0, place).view(there.shape)
    weight = liked * there
    total = weight.sum(-1).add_(TINY)[:, :, None]  # [E, H, 1, N]
    says = out.mT @ passes  # [E, H, d, R]
    mean = (says @ weight.mT).div_(total)  # [E, H, d, N]
    asked = one_hot.view(E, T, B, R)[:, -A:].flatten(1, 2)  # [E, N, R]
    stream = torch.baddbmm(mean.sum(1), table, asked.mT)

    def backward(of_stream: Tensor) -> tuple[Tensor, dict[str, Tensor]]:
        of_mean = of_stream[:, None] / total
        of_weight = (of_mean.mT @ says).sub_((of_mean * mean).sum(2)[..., None])
        of_says = of_mean @ weight
        of_liked = (of_weight * there).view(-1, R)
        if of_liked.is_cuda:  # adding at indices is not the same to the bit from run to run there
            of_likes = asked.mT[:, None] @ of_liked.view(there.shape)
        else:
            of_likes = torch.zeros_like(likes.view(-1, R)).index_add_(0, place, of_liked).view(likes.shape)
        of_score = _through_softmax(of_likes, likes).mul_(1 / math.sqrt(k))
        of_read = torch.stack([offers @ of_score.mT, asks @ of_score, out @ of_says], 1).view(E, 3 * d, R)
        of_table = torch.baddbmm(reading.mT @ of_read, of_stream, asked)
        of_attention = torch.empty_like(models.attention)
        of_attention[:, :3] = (table @ of_read.mT).view(E, d, 3, d).transpose(1, 2)
        of_attention[:, 3] = (passes @ of_says.mT).flatten(1, 2)
        gradient = {"attention": of_attention}
        if models.positions == "relative":
            of_near = of_weight.mul_(liked).view(E, -1, B * R) @ one_hot.mT  # [E, HA, T]
            of_near = _through_softmax(of_near.view(near.shape), near)
            gradient["bias"] = of_near.flatten(2) @ models.at_distance.T
        return of_table, gradient

    return stream, backward


def _mlp(models: Adders, stream: Tensor) -> tuple[Tensor, Back]:
    fast = models.mlp.to(models.fast)
    up, down = fast.unbind(1)  # each [E, d, 4d]
    x, back = _normed(stream)
    x = x.to(fast.dtype)
    hidden = (up.mT @ x).relu_()  # [E, 4d, N]
    square = hidden.square()

    def backward(of_result: Tensor) -> tuple[Tensor, Tensor]:
        of_sum = of_result.to(fast.dtype)
        of_hidden = (down.mT @ of_sum).mul_(hidden).mul_(2)
        of_mlp = torch.empty_like(models.mlp)
        of_mlp[:, 0], of_mlp[:, 1] = x @ of_hidden.mT, of_sum @ square.mT
        return back((up @ of_hidden).to(of_result.dtype)).add_(of_result), of_mlp

    return stream + down @ square, backward


def _answers(models: Adders, stream: Tensor, tokens: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """The losses [E], and their derivatives with respect to the stream and to the readout."""
    right = tokens[..., -models.task.answer_length :].mT.flatten(1)[:, None]  # [E, 1, N]
    x, back = _normed(stream)
    log_probs = (models.head.mT @ x).log_softmax(1)  # [E, 10, N]
    loss = -log_probs.gather(1, right).mean((1, 2))
    of_logits = log_probs.exp_().scatter_add_(1, right, x.new_full((1, 1, 1), -1).expand(right.shape))
    of_logits.div_(right.shape[2])
    return loss, back(models.head @ of_logits), x @ of_logits.mT


def _through_softmax(of_share: Tensor, share: Tensor) -> Tensor:
    """The derivative with respect to what a softmax over the last dimension made ``share`` of."""
    return (of_share - (of_share * share).sum(-1, keepdim=True)).mul_(share)


def _normed(x: Tensor) -> tuple[Tensor, Back]:
    """Columns divided by their root mean squares, and the way back for derivatives."""
    scale = x.square().mean(-2, keepdim=True).add_(1e-6).rsqrt_()
    x = x * scale

    def backward(of_normed: Tensor) -> Tensor:
        along = (of_normed * x).mean(-2, keepdim=True)
        return (of_normed - x * along).mul_(scale)

    return x, backward
