"""The model: a decoder-only transformer with one layer, written so that many of them run as one program.

Letters in shapes: E models, B problems, T symbols read, A answer digits, R rows of the symbol table, d width, H heads.
"""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from simulations.arithmetic.gradients import attended, normed, squared_relu
from simulations.arithmetic.task import SYMBOLS, Task

HEADS = 2
POSITIONS = ("relative", "absolute")


class Adders(nn.Module):
    """E transformers of one width, each with its own weights: every parameter has E as its first dimension.

    Width is the only dial: two heads of d/2, an MLP of 4d, parameter-free RMS norms. A symbol's vector is the sum of
    what it is (one of twelve) and where it stands: ``"relative"`` tells a model which number a symbol belongs to, and
    lets each head learn a preference for distances; ``"absolute"`` gives each place in the problem a vector.
    """

    def __init__(
        self, task: Task, *, width: int, seeds: tuple[int, ...], positions: str = "relative", fast=torch.float32
    ):
        super().__init__()
        if width < 2 or width % HEADS:
            raise ValueError(f"width must be an even number from 2, not {width}")
        if positions not in POSITIONS:
            raise ValueError(f"positions must be one of {', '.join(POSITIONS)}, not {positions!r}")
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
        self.register_buffer("head_row", torch.arange(HEADS)[:, None] * len(self.eye), persistent=False)
        start = [
            _initial(seed, width=width, places=int(place[-1]) + 1, read=read, positions=positions) for seed in seeds
        ]
        for name in start[0]:
            self.register_parameter(name, nn.Parameter(torch.stack([one[name] for one in start])))

    def forward(self, tokens: Tensor) -> Tensor:
        """Logits of each answer digit given all that stands before it: tokens [E, B, T] -> [E, B, A, 10]."""
        E, B, T = tokens.shape
        A, R, k = self.task.answer_length, len(self.eye), self.width // HEADS
        up, down = self.mlp.unbind(1)  # each [E, d, 4d]
        row = (tokens + self.row).mT  # [E, T, B]
        asked = row[:, -A:].flatten(1)
        table = normed((self.place[:, :, None] + self.symbol[:, None]).flatten(1, 2).mT)  # [E, d, R]

        read = self.attention[:, :3].mT.flatten(1, 2) @ table  # [E, 3d, R]
        asks, offers, passes = read.view(E, 3, HEADS, k, R).unbind(1)
        likes = (asks.mT @ offers / math.sqrt(k)).softmax(-1)  # [E, H, R, R]
        near = self.preference().softmax(-1)  # [E, H, A, T]
        one_hot = self.eye.index_select(0, row.flatten()).view(E, T, B, R)
        there = (near.flatten(1, 2) @ one_hot.flatten(2)).view(E, HEADS, A * B, R)
        liked = looked_up(likes.flatten(1, 2), self.head_row + asked[:, None])  # [E, H, AB, R]
        says = self.attention[:, 3].unflatten(1, (HEADS, k)).mT @ passes  # [E, H, d, R]
        stream = table @ one_hot[:, -A:].flatten(1, 2).mT + attended(liked, there, says)  # [E, d, AB]

        hidden = squared_relu(up.mT.to(self.fast) @ normed(stream).to(self.fast))  # [E, 4d, AB]
        stream = stream + down.to(self.fast) @ hidden
        return (self.head.mT @ normed(stream)).view(E, 10, A, B).permute(0, 3, 2, 1)

    def preference(self) -> Tensor:
        """What is added to the scores: minus infinity ahead, and each head's liking for a distance, [E, H, A, T]."""
        if self.positions == "absolute":
            return self.ahead.expand(len(self.symbol), HEADS, -1, -1)
        return (self.bias @ self.at_distance).unflatten(-1, self.ahead.shape) + self.ahead

    @property
    def parameters_each(self) -> int:
        """The number of weights of one model."""
        return sum(weights[0].numel() for weights in self.parameters())


def looked_up(table: Tensor, row: Tensor) -> Tensor:
    """Rows of each model's own table: [E, R, d], [E, ...] -> [E, ..., d]."""
    models, rows, width = table.shape
    row = row + rows * torch.arange(models, device=row.device).view(-1, *[1] * (row.dim() - 1))
    table = table.reshape(models * rows, width)
    if table.is_cuda:  # index_select's gradient is not the same to the bit from run to run there
        return F.embedding(row, table)
    return table.index_select(0, row.flatten()).view(*row.shape, width)  # six times faster backwards


def _initial(seed: int, *, width: int, places: int, read: int, positions: str) -> dict[str, Tensor]:
    """One model's first weights, from its own seed: the projections back into the stream start small."""
    generator = torch.Generator().manual_seed(seed)

    def normal(*shape, std):
        return torch.randn(*shape, generator=generator) * std

    fan = 1 / math.sqrt(width)
    start = {
        "symbol": normal(len(SYMBOLS), width, std=1.0),
        "place": normal(places, width, std=1.0),
        "attention": normal(4, width, width, std=fan) * torch.tensor([1, 1, 1, 0.1])[:, None, None],
        "mlp": normal(2, width, 4 * width, std=fan) * torch.tensor([1, 0.05])[:, None, None],
        "head": normal(width, 10, std=fan),
    }
    return start | ({"bias": torch.zeros(HEADS, read)} if positions == "relative" else {})
