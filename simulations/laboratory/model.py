"""The model: a decoder-only transformer with one layer, written so that many of them run as one program.

Letters in shapes: E models, B problems, T symbols read, A answer digits, R rows of the symbol table, d width, H heads;
N = A B. Vectors are columns.
"""

import math

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from simulations.check import one_of, require
from simulations.laboratory.task import SYMBOLS, Task
from simulations.normals import normals
from simulations.streams import WEIGHTS, stream, uniforms

HEADS = 2
TINY = 1e-30  # keeps weights that all underflowed at a mean of 0, where it would be 0 / 0
POSITIONS = ("relative", "absolute")


class Adders(nn.Module):
    """E transformers of one width, each with its own weights: every parameter has E as its first dimension.

    Width is the only dial: two heads of d/2, an MLP of 4d, parameter-free RMS norms. A symbol's vector is the sum of
    what it is (one of twelve) and where it stands: ``"relative"`` tells a model which number a symbol belongs to, and
    lets each head learn a preference for distances; ``"absolute"`` gives each place in the problem a vector.
    """

    # Parameters: each of E models has its own.
    symbol: Tensor
    place: Tensor
    attention: Tensor
    mlp: Tensor
    head: Tensor
    bias: Tensor
    # What depends on the task alone.
    at_distance: Tensor
    ahead: Tensor
    row: Tensor
    eye: Tensor

    def __init__(
        self,
        task: Task,
        *,
        width: int,
        seeds: tuple[int, ...],
        positions: str = "relative",
        fast: torch.dtype = torch.float32,
    ):
        super().__init__()
        require(width >= 2 and width % HEADS == 0, "width", "be an even number from 2", width)
        one_of("positions", positions, POSITIONS)
        self.task, self.width, self.positions, self.fast = task, width, positions, fast
        read, asked = task.context_length, torch.arange(task.context_length - task.answer_length, task.context_length)
        distance = asked[:, None] - torch.arange(read)  # [A, T], negative where a symbol lies ahead
        at_distance = F.one_hot(distance.clamp(min=0).flatten(), read).float().T.contiguous()  # [T, AT]
        self.register_buffer("at_distance", at_distance, persistent=False)
        self.register_buffer(
            "ahead", torch.zeros(distance.shape).masked_fill(distance < 0, -math.inf), persistent=False
        )
        number = (torch.arange(read) > task.digits).long() + (torch.arange(read) > 2 * task.digits + 1)
        place = number if positions == "relative" else torch.arange(read)
        self.register_buffer("row", place * len(SYMBOLS), persistent=False)
        self.register_buffer("eye", torch.eye((int(place[-1]) + 1) * len(SYMBOLS)), persistent=False)
        places = int(place[-1]) + 1
        count = first_weights_count(width=width, places=places)
        uniform = torch.from_numpy(np.stack([uniforms(stream(seed, WEIGHTS), count) for seed in seeds]))
        start = first_weights(uniform, width=width, places=places, read=read, positions=positions)
        for name, weights in start.items():
            self.register_parameter(name, nn.Parameter(weights))

    def forward(self, tokens: Tensor) -> Tensor:
        """Logits of each digit given all before it: tokens [E, B, T] -> [E, B, A, 10].

        With one layer, what a symbol asks, offers and passes on depends only on its
        row of a small table. So scores are worked out between rows, and equal symbols
        share one weight: by liking, times what their places add up to.
        """
        E, B, T = tokens.shape
        A = self.task.answer_length
        _, _, value, out = self.attention.unbind(1)  # each [E, d, d]
        up, down = self.mlp.unbind(1)  # each [E, d, 4d]
        table = self.table()  # [E, d, R]
        row = (tokens + self.row).mT  # [E, T, B]
        one_hot = self.eye[row]  # [E, T, B, R]
        asked = one_hot[:, -A:].flatten(1, 2)  # [E, N, R]

        liked = asked[:, None] @ self.liking(table)  # [E, H, N, R]
        near = self.preference().softmax(-1)  # [E, H, A, T]
        there = (near.flatten(1, 2) @ one_hot.flatten(2)).view(liked.shape)
        weight = liked * there
        weight = weight / (weight.sum(-1, keepdim=True) + TINY)
        says = by_head(out).mT @ by_head(value.mT @ table)  # [E, H, d, R]

        stream = table @ asked.mT + (says @ weight.mT).sum(1)  # [E, d, N]
        hidden = up.mT.to(self.fast) @ normed(stream).to(self.fast)  # [E, 4d, N]
        hidden = F.relu(hidden).square()
        stream = stream + down.to(self.fast) @ hidden
        return (self.head.mT @ normed(stream)).view(E, 10, A, B).permute(0, 3, 2, 1)

    def table(self) -> Tensor:
        """The vectors of all kinds of symbols, what plus where it is: [E, d, R]."""
        return normed((self.place[:, :, None] + self.symbol[:, None]).flatten(1, 2).mT)

    def liking(self, table: Tensor) -> Tensor:
        """The shares in which each kind would hear every other: [E, H, R, R]."""
        query, key, _, _ = self.attention.unbind(1)  # each [E, d, d]
        asked = by_head(query.mT @ table).mT
        score = asked @ by_head(key.mT @ table) / math.sqrt(self.width // HEADS)
        return score.softmax(-1)

    def preference(self) -> Tensor:
        """What is added to the scores: minus infinity ahead, and each head's liking for a distance, [E, H, A, T]."""
        if self.positions == "absolute":
            return self.ahead.expand(len(self.symbol), HEADS, -1, -1)
        return (self.bias @ self.at_distance).unflatten(-1, self.ahead.shape) + self.ahead

    @property
    def parameters_each(self) -> int:
        """The number of weights of one model."""
        return sum(weights[0].numel() for weights in self.parameters())


def normed(x: Tensor) -> Tensor:
    """Each column divided by its root mean square: [..., d, N]."""
    return x * (x.square().mean(-2, keepdim=True) + 1e-6).rsqrt()


def by_head(x: Tensor) -> Tensor:
    """Columns cut in as many parts as there are heads: [E, d, R] -> [E, H, d / H, R]."""
    return x.unflatten(1, (HEADS, -1))


def first_weights(uniform: Tensor, *, width: int, places: int, read: int, positions: str) -> dict[str, Tensor]:
    """The first weights of E models by name, from numbers from 0 to below 1, [E, first_weights_count].

    The projections back into the stream start small.
    """
    drawn = normals(uniform)
    fan, start, first = 1 / math.sqrt(width), {}, 0
    for name, (shape, small) in _drawn_shapes(width, places).items():
        last = first + math.prod(shape)
        each = torch.tensor(small).view(-1, *[1] * (len(shape) - 1))
        scale = each if name in ("symbol", "place") else fan * each
        start[name] = drawn[:, first:last].unflatten(-1, shape) * scale
        first = last
    return start | ({"bias": uniform.new_zeros(len(uniform), HEADS, read)} if positions == "relative" else {})


def first_weights_count(*, width: int, places: int) -> int:
    """How many numbers one model's first weights are made from: an even number."""
    return sum(math.prod(shape) for shape, _ in _drawn_shapes(width, places).values())


def _drawn_shapes(width: int, places: int) -> dict[str, tuple[tuple[int, ...], list[float]]]:
    """Each parameter's shape, in the order in which they are drawn, and by how much its parts start smaller."""
    return {
        "symbol": ((len(SYMBOLS), width), [1.0]),
        "place": ((places, width), [1.0]),
        "attention": ((4, width, width), [1.0, 1.0, 1.0, 0.1]),
        "mlp": ((2, width, 4 * width), [1.0, 0.05]),
        "head": ((width, 10), [1.0]),
    }
