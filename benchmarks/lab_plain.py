"""The usual way to train a toy like this, plainly: what `bench_lab` holds the laboratory's own way against.

One model at a time, every position computed, learned absolute positions, LayerNorm, GELU, AdamW, a `Dataset` that
makes one problem an item and a `DataLoader` that collates them at every step. The pattern is minGPT's adder.
"""

import math
import random

import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, Dataset, RandomSampler

from simulations.laboratory.task import encode


class Additions(Dataset):
    """Problems made one at a time as they are asked for, digits drawn as the task says."""

    def __init__(self, task, *, count: int, seed: int):
        self.task, self.count = task, count
        self.rng = random.Random(seed)
        self.weights = [(digit + 1) ** -task.skew for digit in range(10)]

    def __len__(self):
        return self.count

    def operand(self) -> int:
        length = self.rng.randint(1, self.task.digits) if self.task.lengths == "mixed" else self.task.digits
        return int("".join(self.rng.choices("0123456789", self.weights, k=length)))

    def __getitem__(self, index):
        tokens = torch.from_numpy(encode(self.task, self.operand(), self.operand()))
        x, y = tokens[:-1], tokens[1:].clone()
        y[: -self.task.answer_length] = -1
        return x, y


class Attention(nn.Module):
    def __init__(self, width: int, heads: int, length: int):
        super().__init__()
        self.qkv, self.out, self.heads = nn.Linear(width, 3 * width), nn.Linear(width, width), heads
        self.register_buffer("mask", torch.tril(torch.ones(length, length)).view(1, 1, length, length))

    def forward(self, x):
        B, T, d = x.shape
        q, k, v = (part.view(B, T, self.heads, -1).transpose(1, 2) for part in self.qkv(x).split(d, dim=2))
        score = q @ k.transpose(-2, -1) / math.sqrt(k.shape[-1])
        weight = F.softmax(score.masked_fill(self.mask[:, :, :T, :T] == 0, float("-inf")), dim=-1)
        return self.out((weight @ v).transpose(1, 2).contiguous().view(B, T, d))


class Block(nn.Module):
    def __init__(self, width: int, heads: int, length: int):
        super().__init__()
        self.before_attention, self.attention = nn.LayerNorm(width), Attention(width, heads, length)
        self.before_mlp = nn.LayerNorm(width)
        self.mlp = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))

    def forward(self, x):
        x = x + self.attention(self.before_attention(x))
        return x + self.mlp(self.before_mlp(x))


class GPT(nn.Module):
    """A small GPT with learned absolute positions; the widths of the laboratory, or minGPT's `gpt-nano`."""

    def __init__(self, *, width: int, heads: int, layers: int, length: int, symbols: int = 12):
        super().__init__()
        self.symbol, self.position = nn.Embedding(symbols, width), nn.Embedding(length, width)
        self.blocks = nn.Sequential(*(Block(width, heads, length) for _ in range(layers)))
        self.last, self.head = nn.LayerNorm(width), nn.Linear(width, symbols, bias=False)
        self.apply(self._initial)

    def _initial(self, module):
        if isinstance(module, nn.Linear | nn.Embedding):
            nn.init.normal_(module.weight, std=0.02)
        if isinstance(module, nn.Linear) and module.bias is not None:
            nn.init.zeros_(module.bias)

    def forward(self, x):
        x = self.symbol(x) + self.position(torch.arange(x.shape[1], device=x.device))
        return self.head(self.last(self.blocks(x)))


def train_plain(
    task, *, width, heads=2, layers=1, steps=500, batch=64, lr=5e-4, seed=0, every=0, until=None, device="cpu"
):
    """The model after ``steps`` steps, or as soon as ``until(model)``, asked every ``every`` steps, is true."""
    torch.manual_seed(seed)
    model = GPT(width=width, heads=heads, layers=layers, length=task.context_length).to(device)
    decayed = [p for p in model.parameters() if p.dim() > 1]
    others = [p for p in model.parameters() if p.dim() < 2]
    groups = [{"params": decayed, "weight_decay": 0.1}, {"params": others, "weight_decay": 0.0}]
    optimiser = torch.optim.AdamW(groups, lr=lr, betas=(0.9, 0.95))
    data = Additions(task, count=10_000, seed=seed)
    loader = DataLoader(
        data, sampler=RandomSampler(data, replacement=True, num_samples=steps * batch), batch_size=batch
    )
    for step, (x, y) in enumerate(loader, 1):
        x, y = x.to(device), y.to(device)
        logits = model(x)
        loss = F.cross_entropy(logits.view(-1, logits.shape[-1]), y.view(-1), ignore_index=-1)
        model.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        if every and step % every == 0 and until(model, step):
            break
    return model
