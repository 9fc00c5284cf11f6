"""How far a network is with its induction circuit: what it answers, where it looks, and which part is missing.

Two progress measures lend the network one perfect part and ask how good the other part already is. *Copying*: the last
layer is made to look at the right places; how many answers are right? *Matching*: the first layer is made to look at
the previous token; how much of the last layer's attention then finds the right places?
"""

from dataclasses import dataclass

import numpy as np
import torch

from simulations.circuits import induction


@dataclass(frozen=True)
class Exam:
    """Fixed test sequences. ``tokens``, ``answers``, ``answerable``: (count, length). ``prefix``: (count, now, then),
    where an induction head looks. ``shown``: (1, short), the walk whose attention is drawn."""

    tokens: torch.Tensor
    answers: torch.Tensor
    answerable: torch.Tensor
    prefix: torch.Tensor
    shown: torch.Tensor

    @classmethod
    def of(cls, tokens: torch.Tensor, answers: torch.Tensor) -> "Exam":
        """The exam of sequences (count, length) and their answers."""
        shown = torch.from_numpy(induction.shown_walk().tokens)
        return cls(tokens, answers, induction.answerable(tokens, answers), induction.prefix_mask(tokens), shown)

    @classmethod
    def fixed(cls) -> "Exam":
        """The exam that every training of the book sits, :func:`simulations.circuits.induction.examination`."""
        test = induction.examination()
        return cls.of(torch.from_numpy(test.tokens), torch.from_numpy(test.answers))


def scores(parameters, *, network, exam: Exam) -> dict[str, np.ndarray]:
    """Every score, an array (runs,), by name, and ``attention`` (runs, layers, heads, now, then) on the shown walk.

    ``accuracy``, ``cross_entropy`` (nats), ``brier`` (0 to 2): of the cycle's next token, at answerable places.
    ``induction_score``: the best last-layer head's attention on places just after an earlier copy of the token, which
    Olsson et al. call prefix matching [olsson2022context]. ``previous_token_score``: the best first-layer head's
    attention on the token before. ``copying``, ``matching``: see the module; ``matching`` is NaN for one layer.
    """
    found = {name: value.numpy() for name, value in measured(parameters, network=network, exam=exam).items()}
    return {"matching": np.full(len(found["accuracy"]), np.nan, dtype=np.float32), **found}


def measured(parameters, *, network, exam: Exam) -> dict[str, torch.Tensor]:
    """What ``scores`` gives, as tensors, and without ``matching`` for one layer."""
    runs = len(next(iter(parameters.values())))
    tokens = exam.tokens.expand(runs, -1, -1)
    logits, pictures = network(parameters, tokens)
    lent_look, _ = network(parameters, tokens, lent={len(pictures) - 1: perfect_look(exam.prefix)})
    found = {
        **answers(logits, exam),
        "induction_score": _prefix_matching(pictures[-1], exam).amax(1),
        "previous_token_score": _looking_back(pictures[0]).mean(1).amax(1),
        "copying": answers(lent_look, exam)["accuracy"],
    }
    if len(pictures) > 1:
        found["matching"] = _matching(parameters, tokens, network, exam)
    return found | {"attention": torch.stack(network(parameters, exam.shown.expand(runs, -1, -1))[1], 1)[:, :, 0]}


def looks(attention: torch.Tensor, exam: Exam) -> tuple[torch.Tensor, torch.Tensor]:
    """The first and the last layer's picture (runs, now, then) of ``attention`` (runs, layers, heads, now, then): of
    its heads the one by which the layer is read, that looks most at the token before, or where an induction head
    looks."""
    first, last = attention[:, 0], attention[:, -1]
    prefix = induction.prefix_mask(exam.shown)[0]
    return _picked(first, _looking_back(first)), _picked(last, (last * prefix).sum((-2, -1)))


def _looking_back(picture: torch.Tensor) -> torch.Tensor:
    """(...,): the mean attention of ``picture`` (..., now, then) on the token before."""
    return picture.diagonal(offset=-1, dim1=-2, dim2=-1).mean(-1)


def _picked(pictures: torch.Tensor, score: torch.Tensor) -> torch.Tensor:
    best = score.argmax(-1, keepdim=True) == torch.arange(score.shape[-1])  # (runs, heads)
    return (pictures * best[..., None, None]).sum(1)


def answers(logits: torch.Tensor, exam: Exam) -> dict[str, torch.Tensor]:
    """``accuracy``, ``cross_entropy`` and ``brier`` (runs,) of logits (runs, count, length, vocabulary) on the exam."""
    log_p, target = logits.log_softmax(-1), exam.answers[..., None] == torch.arange(logits.shape[-1])
    right, squares = (log_p * target).sum(-1), log_p.exp().square().sum(-1)
    return {
        "accuracy": _mean((logits.argmax(-1) == exam.answers).float(), exam),
        "cross_entropy": -_mean(right, exam),
        "brier": _mean(squares - 2 * right.exp() + 1, exam),
    }


def _mean(values: torch.Tensor, exam: Exam) -> torch.Tensor:
    """(...,): the mean of ``values`` (..., count, length) over the answerable places."""
    return (values * exam.answerable).sum((-2, -1)) / exam.answerable.sum()


def _prefix_matching(picture: torch.Tensor, exam: Exam) -> torch.Tensor:
    on_places = (picture * exam.prefix[None, :, None]).sum(-1)  # (runs, count, heads, now)
    return _mean(on_places.transpose(1, 2), exam)  # (runs, heads)


def _matching(parameters, tokens: torch.Tensor, network, exam: Exam) -> torch.Tensor:
    _, pictures = network(parameters, tokens, lent={0: previous_token_look(tokens.shape[-1])})
    return _prefix_matching(pictures[-1], exam).amax(1)


def previous_token_look(length: int) -> torch.Tensor:
    """(1, now, then): all attention on the token before; of the first token, on itself."""
    look = torch.diag(torch.ones(length - 1), -1)
    look[0, 0] = 1.0
    return look[None]


def perfect_look(prefix: torch.Tensor) -> torch.Tensor:
    """(count, now, then): even attention over the right places of ``Exam.prefix``; on itself where there is none."""
    nowhere = ~prefix.any(-1, keepdim=True)
    look = (prefix | (nowhere & torch.eye(prefix.shape[-1], dtype=torch.bool))).float()
    return look / look.sum(-1, keepdim=True)
