"""One problem asked of a trained model: its chances for every digit, what its heads looked at, and parts switched off.

``look`` is made of tensor operations alone, so that a tape can record it and a page can ask, too.
Letters in shapes as in the model: A answer digits, T symbols read, H heads.
"""

from functools import cache
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.func import functional_call

from simulations.check import one_of, require, whole
from simulations.laboratory import shipped
from simulations.laboratory.asked import PROBLEMS, Answer, Asked
from simulations.laboratory.examination import Examination
from simulations.laboratory.model import HEADS, TINY, Adders
from simulations.laboratory.task import EQUALS, PLUS, Task, by_hand, carries, decode, encode, text


class Looked(NamedTuple):
    """What a model makes of one problem: ``chances`` [A, 10] of each digit, and each head's ``attention`` [H, A, T].

    ``right`` and ``carried`` [A] are the answer's digits and whether a carry arrives there, as ``tokens`` [T + 1] have
    them: in the order in which they are written. A row of ``attention`` sums to one over the symbols of the problem.
    """

    right: Tensor
    carried: Tensor
    tokens: Tensor
    chances: Tensor
    attention: Tensor


@torch.no_grad()
def look(models: Adders, first: Tensor, second: Tensor, written: Tensor, own: Tensor, keep: Tensor) -> Looked:
    """What one model, the only one of ``models``, makes of one problem, all of whose answer is read at once.

    ``first``, ``second`` [digits]: the operands, units first. Where ``own`` is 1, each digit of the answer is asked for
    after the ones ``written`` [A] before it; where it is 0, after the right ones. ``keep`` [H + 1]: 1, or 0 for each
    head, and last for the MLP, that is switched off.
    """
    task = models.task
    right, carried = added(first, second)
    if not task.least_first:
        first, second, right, carried = map(_backwards, (first, second, right, carried))
    read = own * written + (1 - own) * right
    plus, equals = (torch.full((1,), sign) for sign in (PLUS, EQUALS))
    tokens = torch.cat([first, plus, second, equals, read])
    logits = functional_call(models, switched(models, keep), (tokens[None, None, :-1],))
    return Looked(right, carried, tokens, logits[0, 0].softmax(-1), attention(models, tokens[None, None, :-1])[0, :, 0])


def added(first: Tensor, second: Tensor) -> tuple[Tensor, Tensor]:
    """The sum's digits and the carries that arrive at them, units first: [digits] each -> [digits + 1] twice."""
    digits, carried = zip(*by_hand(zip(first.split(1), second.split(1), strict=True)), strict=True)
    return torch.cat(digits), torch.cat([torch.zeros_like(first[:1]), *carried[1:]])


def _backwards(digits: Tensor) -> Tensor:
    return torch.cat(digits.split(1)[::-1])  # a tape knows no flip


def switched(models: Adders, keep: Tensor) -> dict[str, Tensor]:
    """The weights of ``models`` with which a head, or the MLP, that ``keep`` [H + 1] has a 0 for adds nothing."""
    out = keep[:HEADS, None].expand(-1, models.width // HEADS).reshape(-1, 1)  # a head writes with its own rows
    down = keep[HEADS:, None]
    heads = torch.stack([*3 * [torch.ones_like(out)], out])  # [4, d, 1]
    return {"attention": models.attention * heads, "mlp": models.mlp * torch.stack([torch.ones_like(down), down])}


def attention(models: Adders, tokens: Tensor) -> Tensor:
    """The weight with which each answer digit hears each symbol, [E, H, B, A, T] for tokens [E, B, T].

    The model works these out by kind of symbol; summed over the symbols of a kind, they are its ``weight``.
    """
    one_hot = models.eye[tokens + models.row]  # [E, B, T, R]
    asked = one_hot[:, :, -models.task.answer_length :]
    liked = torch.einsum("ebar,ehrs,ebts->ehbat", asked, models.liking(models.table()), one_hot)
    weight = liked * models.preference().softmax(-1)[:, :, None]
    return weight / (weight.sum(-1, keepdim=True) + TINY)


@cache
def shipped_model(parameters: float) -> Adders:
    """The shipped model of a size, from its kept weights. Raises ``ValueError`` for a size that is not shipped."""
    seed, kept = shipped.weights()
    sizes = {sum(weights.size for weights in of.values()): width for width, of in kept.items()}
    width = sizes[int(one_of("parameters", parameters, sizes))]
    models = Adders(Task(), width=width, seeds=(seed,)).requires_grad_(False)
    for name, weights in models.named_parameters():
        weights.copy_(torch.from_numpy(kept[width][name].astype(np.float32))[None])
    return models


def answer(
    models: Adders, first: int, second: int, *, keep: tuple[bool, ...] = (True, True, True), own: bool = True
) -> Answer:
    """What one model answers to ``first`` + ``second``, each digit after its ``own`` earlier ones, or the right ones.

    ``keep``: whether the first head, the second and the MLP are on. Raises ``ValueError`` for operands that the task
    does not have, and a ``keep`` of other parts.
    """
    task, switches = models.task, _switches(keep)
    tokens = torch.from_numpy(encode(task, np.asarray(first), np.asarray(second)))
    operands = tokens[: task.digits], tokens[task.digits + 1 : 2 * task.digits + 1]
    if not task.least_first:
        operands = _backwards(operands[0]), _backwards(operands[1])
    after_right, after_own = torch.tensor(0), torch.tensor(1)
    found = look(models, operands[0], operands[1], tokens[-task.answer_length :], after_right, switches)
    for _ in range(task.answer_length if own else 0):  # each pass settles one more place at the least
        before, written = found, found.chances.argmax(-1)
        found = look(models, operands[0], operands[1], written, after_own, switches)
        if torch.equal(found.tokens, before.tokens):
            break
    return Answer(
        chances=found.chances.numpy(),
        right=found.right.numpy(),
        carried=found.carried.numpy().astype(bool),
        attention=found.attention.numpy(),
        symbols=text(found.tokens[:-1].numpy()),
        total=first + second,
        given=int(decode(task, found.chances.argmax(-1).numpy())),
    )


def _switches(keep: tuple[bool, ...]) -> Tensor:
    """``keep`` as ``switched`` takes it: [H + 1]."""
    on = f"say of {HEADS} heads and the MLP whether each is on"
    return torch.tensor(require(np.shape(keep) == (HEADS + 1,), "keep", on, keep), dtype=torch.float32)


def shipped_answer(
    *, parameters: float, problem: str = "17 + 45", head_1: bool = True, head_2: bool = True, mlp: bool = True
) -> Asked:
    """What the shipped model of a size writes, each digit after its own earlier ones, with parts of it switched off.

    Raises ``ValueError`` for a size that is not shipped, and for a problem that is not one of ``PROBLEMS``.
    """
    one_of("problem", problem, PROBLEMS)
    keep = (bool(head_1), bool(head_2), bool(mlp))
    return Asked(problem, keep, _answer(parameters, problem, (True, True, True)), _answer(parameters, problem, keep))


@cache
def _answer(parameters: float, problem: str, keep: tuple[bool, ...]) -> Answer:
    first, second = PROBLEMS[problem]
    return answer(shipped_model(parameters), first, second, keep=keep)


def digits_right(parameters: float, *, keep: tuple[bool, ...], items: int = 500) -> tuple[float, float]:
    """Which shares of the answers' digits a shipped model has right where no carry arrives, and where one does.

    Asked after the right earlier digits of the examination's first ``items`` problems, with the parts on that ``keep``
    says. Raises ``ValueError`` for a size that is not shipped, no problems, and a ``keep`` of other parts.
    """
    models, task = shipped_model(parameters), Task()
    first, second = Examination(items=whole("items", items, 1)).operands(task)
    tokens = torch.from_numpy(encode(task, first, second))[None]
    with torch.no_grad():
        weights = switched(models, _switches(keep))
        choices = functional_call(models, weights, (tokens[..., :-1],)).argmax(-1)[0]
    right, carried = (choices == tokens[0, :, -task.answer_length :]).numpy(), carries(task, first, second)
    return float(right[~carried].mean()), float(right[carried].mean())
