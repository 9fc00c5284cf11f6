"""Two measures of the induction networks that an exercise asks for: everything lent, and the weights by themselves.

Both are what ``induction_network.trained(measure=...)`` takes: ``measure(parameters, network=..., exam=...)`` returns
arrays (runs,) by name.
"""

import numpy as np
import torch

from simulations.circuits.progress import Exam, answers, perfect_look, previous_token_look


def both_lent(parameters, *, network, exam: Exam) -> dict[str, np.ndarray]:
    """``both_lent``: the share of right answers when both layers' attention is the perfect one."""
    tokens = exam.tokens.expand(len(parameters["embedding"]), -1, -1)
    looks = {0: previous_token_look(tokens.shape[-1]), 1: perfect_look(exam.prefix)}
    logits, _ = network(parameters, tokens, lent=looks)
    return {"both_lent": answers(logits, exam)["accuracy"].numpy()}


def own_match(parameters, *, network=None, exam=None) -> dict[str, np.ndarray]:
    """``own_match``: how well the second layer's question fits what the first layer writes, by weights alone.

    For a head of each layer, the table of every token's query against what the first head writes of every token: by how
    many standard deviations of the table a token fits itself better than it fits the others, on average. The best pair
    of heads counts. No sequence is read.
    """
    written, asked = _written(parameters), _heads(parameters, "query1", _tokens(parameters))
    fit = torch.einsum("rsai,rfsbi->rfsab", asked, written)  # (runs, first heads, second heads, token, token)
    tokens = fit.shape[-1]
    itself = fit.diagonal(dim1=-2, dim2=-1).mean(-1)
    others = (fit.sum((-2, -1)) - tokens * itself) / (tokens * (tokens - 1))
    return {"own_match": ((itself - others) / fit.std((-2, -1)).clamp_min(1e-12)).amax((1, 2)).numpy()}


def _tokens(parameters) -> torch.Tensor:
    """(runs, tokens, width): the embeddings as a layer reads them, of one length."""
    embedding = parameters["embedding"]
    return embedding * torch.rsqrt(embedding.square().mean(-1, keepdim=True) + 1e-6)


def _heads(parameters, name: str, rows: torch.Tensor) -> torch.Tensor:
    """(runs, heads, rows, size): ``rows`` (runs, rows, width) through a weight, split into its heads."""
    heads = parameters["distance0"].shape[1]
    return torch.bmm(rows, parameters[name]).unflatten(-1, (heads, -1)).transpose(1, 2)


def _written(parameters) -> torch.Tensor:
    """(runs, first heads, second heads, tokens, size): each second head's keys of what each first head writes."""
    value = _heads(parameters, "value0", _tokens(parameters))  # (runs, heads, tokens, size)
    output = parameters["output0"].unflatten(1, (value.shape[1], -1))  # (runs, heads, size, width)
    return torch.stack([_heads(parameters, "key1", written) for written in (value @ output).unbind(1)], 1)
