"""The model and its training: sizes, causality, the ensemble against single models, and the same weights every time."""

import math
from contextlib import contextmanager, nullcontext
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from torch.nn.functional import cross_entropy
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

from simulations.laboratory.answers import predictions
from simulations.laboratory.examination import Examination
from simulations.laboratory.gradients import loss_and_gradients
from simulations.laboratory.model import Adders, first_weights, first_weights_count
from simulations.laboratory.optimiser import Optimiser, orthogonalised
from simulations.laboratory.task import Task, draw, encode
from simulations.laboratory.train import Recipe, Training, _Recorded, dials
from simulations.streams import WEIGHTS, stream, uniforms

torch.set_num_threads(1)  # two would wait for each other at these sizes
SMALL = Recipe(width=6, task=Task(digits=3), steps=8, batch=8)


def same(one, two):
    return one.keys() == two.keys() and all(torch.equal(one[name], two[name]) for name in one)


def copied(training):
    return {name: value.clone() for name, value in training.state().items()}


@pytest.mark.parametrize(("width", "positions", "weights"), [(2, "relative", 150), (32, "relative", 13_140)])
def test_width_sets_the_size(width, positions, weights):
    """15 d symbols and places, 12 d² matrices, 10 d head, and two heads' 26 distances."""
    models = Adders(Task(), width=width, seeds=(0,), positions=positions)
    assert models.parameters_each == weights == 15 * width + 12 * width**2 + 10 * width + 52


@pytest.mark.parametrize("positions", ["relative", "absolute"])
def test_a_later_symbol_changes_nothing_earlier(positions):
    models = Adders(Task(digits=3), width=8, seeds=(0, 1), positions=positions)
    tokens = torch.from_numpy(encode(Task(digits=3), [123, 999], [456, 1])[None]).repeat(2, 1, 1)[..., :-1]
    before = models(tokens)
    for place in range(3):  # the answer's digits but the last are read at positions 8, 9, 10
        changed = tokens.clone()
        changed[..., 8 + place] = (changed[..., 8 + place] + 3) % 10
        after = models(changed)
        assert torch.equal(after[..., : place + 1, :], before[..., : place + 1, :])
        assert not torch.allclose(after[..., place + 1, :], before[..., place + 1, :])


def test_the_table_of_symbols_is_a_transformer():
    """The same logits from keys and values worked out position by position, as one would write it for one model."""
    task = Task(digits=2)
    models = Adders(task, width=4, seeds=(3,))
    with torch.no_grad():
        models.bias.normal_(generator=torch.Generator().manual_seed(0))
    tokens = torch.from_numpy(encode(task, 17, 45))[:-1]
    number = torch.tensor([0, 0, 0, 1, 1, 1, 2, 2])

    def even(rows):
        return rows / (rows.square().mean(-1, keepdim=True) + 1e-6).sqrt()

    stream = even(models.symbol[0][tokens] + models.place[0][number])
    query, key, value, out = models.attention[0]
    heads = []
    for head in range(2):
        part = slice(2 * head, 2 * head + 2)
        score = (stream @ query)[:, part] @ (stream @ key)[:, part].T / math.sqrt(2)
        distance = torch.arange(8)[:, None] - torch.arange(8)
        score = (score + models.bias[0, head][distance.clamp(min=0)]).masked_fill(distance < 0, -torch.inf)
        heads.append(score.softmax(-1) @ (stream @ value)[:, part])
    stream = stream + torch.cat(heads, -1) @ out
    up, down = models.mlp[0]
    stream = stream + torch.relu(even(stream) @ up).square() @ down.T
    torch.testing.assert_close(models(tokens[None, None])[0, 0], (even(stream) @ models.head[0])[-3:])


@pytest.mark.parametrize("on_gpu", [False, True], ids=["processor", "gpu"])
@pytest.mark.parametrize("positions", ["relative", "absolute"])
def test_the_gradient_by_hand_is_autograds(positions, on_gpu, monkeypatch):
    """In double precision, with biases that are not zero, for two models at once; to 1e-12 of rounding. A GPU's way to
    add at indices is tried on the processor, too."""
    task = Task(digits=3)
    models = Adders(task, width=6, seeds=(0, 1), positions=positions, fast=torch.float64).double()
    with torch.no_grad():
        for weights in models.parameters():
            weights.add_(torch.randn(weights.shape, generator=torch.Generator().manual_seed(0)))
    tokens = torch.from_numpy(draw(task, (2, 8), rng=np.random.default_rng(0)).tokens)
    with monkeypatch.context() as patch:
        if on_gpu:
            patch.setattr(torch.Tensor, "is_cuda", True, raising=False)
        loss, gradient = loss_and_gradients(models, tokens)
    logits = models(tokens[..., :-1]).movedim(-1, 1)
    expected = cross_entropy(logits, tokens[..., -task.answer_length :], reduction="none").mean((1, 2))
    expected.sum().backward()
    torch.testing.assert_close(loss, expected.detach(), rtol=1e-12, atol=1e-12)
    assert gradient.keys() == dict(models.named_parameters()).keys()
    for name, weights in models.named_parameters():
        torch.testing.assert_close(gradient[name], weights.grad, rtol=1e-10, atol=1e-12)


def test_where_every_weight_underflowed_nothing_is_seen():
    """A bias of 10,000 for a distance that early answers cannot look back to: no 0 / 0 in losses or gradients."""
    models = Adders(Task(digits=2), width=4, seeds=(0,))
    with torch.no_grad():
        models.attention.mul_(100)
        models.bias[..., 2].add_(1e4)
    tokens = torch.from_numpy(encode(Task(digits=2), [[1, 22]], [[3, 44]]))
    loss, gradient = loss_and_gradients(models, tokens)
    assert torch.isfinite(loss).all() and all(torch.isfinite(one).all() for one in gradient.values())


def test_losses_by_hand():
    """With a head of zeros every digit has one chance in ten."""
    models = Adders(Task(digits=2), width=4, seeds=(0, 1))
    torch.nn.init.zeros_(models.head)
    tokens = torch.from_numpy(encode(Task(digits=2), [1, 2], [3, 4])).expand(2, 2, 9)
    torch.testing.assert_close(loss_and_gradients(models, tokens)[0], torch.full((2,), math.log(10)))


def test_orthogonalised_singular_values_are_near_one():
    """Jordan's five steps bring a random matrix's singular values to between 0.6 and 1.3, and keep its directions."""
    matrix = torch.randn(3, 8, 32, generator=torch.Generator().manual_seed(1))
    u, s, v = torch.linalg.svd(matrix, full_matrices=False)
    turned = u.mT @ orthogonalised(matrix) @ v.mT
    diagonal = turned.diagonal(dim1=-2, dim2=-1)
    assert diagonal.min() > 0.6 and diagonal.max() < 1.3
    torch.testing.assert_close(turned, torch.diag_embed(diagonal), atol=1e-4, rtol=0)


@pytest.mark.parametrize(("width", "share"), [(8, 1.0), (32, 1.0), (64, 0.5)])
def test_a_wide_readout_learns_at_a_rate_of_one_over_its_width(width, share):
    weights = {name: torch.zeros(1, width, 10) for name in ("head", "symbols")}
    optimiser = Optimiser(weights, matrix_rate=0.0, rate=0.01, clip=1e9, fast=torch.float32)
    gradient = {name: torch.ones_like(weight) for name, weight in weights.items()}
    first = dials(torch.tensor(0.0), torch.tensor(10.0))
    optimiser.step(gradient, first[0], first[1:])
    torch.testing.assert_close(weights["symbols"], torch.full((1, width, 10), -0.01))  # Adam's first step
    torch.testing.assert_close(weights["head"], share * weights["symbols"])


def test_the_ensemble_equals_models_trained_one_by_one():
    """To 1e-4: the same sums, in the order that a batched product happens to add them."""
    together = Training(SMALL, (4, 7)).run().state()
    for e, seed in enumerate((4, 7)):
        alone = Training(SMALL, (seed,)).run().state()
        for name, value in alone.items():
            both = together[name][:, e : e + 1] if name == "losses" else together[name][e : e + 1]
            torch.testing.assert_close(both, value, atol=1e-4, rtol=1e-3)


def test_the_same_seed_gives_the_same_weights_to_the_bit():
    assert same(Training(SMALL, (1, 2)).run().state(), Training(SMALL, (1, 2)).run().state())
    assert not same(Training(SMALL, (1, 2)).run().state(), Training(SMALL, (1, 3)).run().state())


def test_training_goes_on_to_the_bit_from_every_step():
    whole = copied(Training(SMALL, (0, 1)).run())
    for step in range(SMALL.steps + 1):
        state = copied(Training(SMALL, (0, 1)).run(until=step))
        again = Training(SMALL, (0, 1))
        again.restore(state)
        assert again.step == step
        assert same(again.run().state(), whole)


class Graph(TorchDispatchMode):
    """What a CUDA graph does, on the processor: it notes every operation on tensors, and does them again at their old
    places in memory. Whatever Python worked out in between stays as it was when it was noted."""

    def __init__(self):
        super().__init__()
        self.calls = []

    def __torch_dispatch__(self, operation, types, args=(), kwargs=None):
        made = operation(*args, **(kwargs or {}))
        self.calls.append((operation, args, kwargs or {}, made))
        return made

    @torch.no_grad()
    def replay(self):
        for operation, args, kwargs, made in self.calls:
            again = operation(*args, **kwargs)
            for old, new in zip(tree_leaves(made), tree_leaves(again), strict=True):
                if isinstance(old, torch.Tensor) and old.data_ptr() != new.data_ptr():
                    old.copy_(new)


@contextmanager
def captured(graph):
    with graph:
        yield


@pytest.mark.parametrize("goes_on_at", [0, 3])
def test_a_recorded_step_does_what_the_plain_one_does(goes_on_at, monkeypatch):
    """The weights, losses and averages to the bit; from the start, and after a restart amid the training."""
    stream = SimpleNamespace(wait_stream=lambda other: None)
    for name, stand_in in (
        ("Stream", lambda: stream),
        ("current_stream", lambda: stream),
        ("stream", lambda chosen: nullcontext()),
        ("CUDAGraph", Graph),
        ("graph", captured),
    ):
        monkeypatch.setattr(torch.cuda, name, stand_in)
    plain = Training(SMALL, (0, 1)).run(until=goes_on_at)
    recorded = Training(SMALL, (0, 1))
    recorded._update = _Recorded(recorded)
    recorded.restore(copied(plain))
    assert same(recorded.run().state(), plain.run().state())
    assert recorded.step == plain.step == SMALL.steps and len(recorded._update.graph.calls) > 50


def test_the_rates_climb_stand_and_fall():
    """Of 40 steps: up over four, by quarters, level to half of the way, then down by twentieths to one of them."""
    made = dials(torch.arange(40.0), torch.tensor(40.0))
    shares = [0.25, 0.5, 0.75, *[1.0] * 18, *np.arange(19, 0, -1) / 20]
    np.testing.assert_allclose(made[:, 0], shares, rtol=1e-6)
    half = dials(torch.tensor(30.0), torch.tensor(40.0), falling=0.25, rate=torch.tensor(0.5))
    assert half[0] == 0.5 and torch.equal(half[1:], made[30, 1:])


def test_the_corrections_are_those_of_adam():
    made = dials(torch.arange(400.0), torch.tensor(400.0))[:, 1:]
    powers = np.arange(1, 401)[:, None]
    np.testing.assert_allclose(made, 1 - np.array([0.9, 0.98]) ** powers, rtol=5e-6)


@pytest.mark.parametrize("positions", ["relative", "absolute"])
def test_first_weights_are_of_the_models_seed_alone(positions):
    """One of three drawn together is, to the bit, what it is alone; and the next seed's are others."""
    together = dict(Adders(Task(), width=6, seeds=(3, 7, 12), positions=positions).named_parameters())
    alone = dict(Adders(Task(), width=6, seeds=(7,), positions=positions).named_parameters())
    assert together.keys() == alone.keys()
    for name, weights in alone.items():
        assert torch.equal(together[name][1], weights[0])
        assert name == "bias" or not torch.equal(together[name][0], weights[0])


def test_first_weights_are_as_wide_as_their_part_asks():
    """Of width 96, by part, to four standard errors: of the 9,216 numbers of a matrix, and of the 1,152 of symbols."""
    weights = Adders(Task(), width=96, seeds=(0,)).state_dict()
    parts = {"out": weights["attention"][0, 3], "down": weights["mlp"][0, 1], "query": weights["attention"][0, 0]}
    for name, share in {"out": 0.1, "down": 0.05, "query": 1.0}.items():
        assert float(parts[name].std()) == pytest.approx(share / math.sqrt(96), rel=0.03), name
    assert float(weights["symbol"].std()) == pytest.approx(1, rel=0.084) and not weights["bias"].any()


def test_what_first_weights_are_made_from():
    """The numbers of a model's stream, and no more: the last of them are the readout's sines."""
    count = first_weights_count(width=4, places=3)
    assert count == 15 * 4 + 12 * 4**2 + 10 * 4
    uniform = torch.from_numpy(uniforms(stream(5, WEIGHTS), 1, count))
    made = first_weights(uniform, width=4, places=3, read=26, positions="relative")
    own = Adders(Task(), width=4, seeds=(5,)).state_dict()
    assert made.keys() == own.keys() and all(torch.equal(made[name], own[name]) for name in made)
    radius = math.sqrt(-2 * math.log(1 - float(uniform[0, count // 2 - 1])))
    last = radius * math.sin(2 * math.pi * float(uniform[0, -1])) / math.sqrt(4)
    assert float(made["head"][0, -1, -1]) == pytest.approx(last, rel=1e-5)


def test_a_training_draws_a_chunk_of_problems_from_a_stream_of_its_own():
    """Steps 50 to 54 of seed 2 are the first five of its second chunk, drawn by themselves."""
    recipe = Recipe(width=2, task=Task(digits=3), steps=60, batch=4)
    training, seen = Training(recipe, (1, 2)), []
    training._update = lambda tokens, dials: seen.append(tokens) or torch.zeros(2)
    training.run(until=55)
    chunk = draw(recipe.task, (50, 4), rng=np.random.default_rng([2, 1, 1])).tokens
    np.testing.assert_array_equal(torch.stack(seen[50:])[:, 1], chunk[:5])


def test_a_state_of_another_recipe_is_refused():
    state = Training(Recipe(width=8, task=Task(digits=3), steps=8, batch=8), (0, 1)).state()
    with pytest.raises(ValueError, match="must fit this recipe"):
        Training(SMALL, (0, 1)).restore(state)
    with pytest.raises(ValueError, match="seeds"):
        Training(SMALL, (0, 0))


def test_divergence_is_seen_and_stays_with_its_model():
    training = Training(SMALL, (0, 1)).run(until=3)
    with torch.no_grad():
        training.models.head[1].fill_(torch.nan)
    training.run()
    assert training.diverged_at() == [None, 3]
    healthy = Training(SMALL, (0, 1)).run().state()
    for name, value in training.state().items():
        if name != "losses":
            assert torch.equal(value[0], healthy[name][0])
    absurd = Training(Recipe(width=6, task=Task(digits=3), steps=8, batch=8, rate=1e6, clip=1e9), (0,)).run()
    assert absurd.diverged_at()[0] is not None


def test_a_tiny_model_learns_in_seconds():
    """One-digit addition: of the hundred problems each model of width 32 gets at least 95 right after 200 steps."""
    recipe = Recipe(width=32, task=Task(digits=1, lengths="full"), steps=200, batch=64)
    training = Training(recipe, (0, 1)).run()
    first, second = np.divmod(np.arange(100), 10)
    answered = predictions(training.models, encode(recipe.task, first, second))
    assert np.all(answered.right.all(-1).mean(1) >= 0.95)


def test_exact_match_is_the_same_free_or_given_the_right_digits():
    training = Training(Recipe(width=8, task=Task(digits=2), steps=60, batch=32), (0, 1)).run()
    tokens = draw(Task(digits=2), 200, rng=np.random.default_rng(5)).tokens
    answered = predictions(training.models, tokens)
    free = (answered.written == answered.target).all(-1)
    assert 0 < free.mean() < 1
    np.testing.assert_array_equal(free, answered.right.all(-1))


def test_a_shorter_examination_has_the_first_problems_of_a_longer_one():
    """Eight digits, all ten alike: a mean of 4.5 to four standard errors of 8,000."""
    first, second = Examination(items=1_000).operands(Task())
    longer = Examination(items=4_000).operands(Task())
    np.testing.assert_array_equal([first, second], [one[:1_000] for one in longer])
    digits = np.array([first, second])[..., None] // 10 ** np.arange(8) % 10
    assert np.all(abs(digits.mean((0, 1)) - 4.5) < 4 * np.sqrt(8.25 / 2_000))
    assert np.max(Examination().operands(Task(), length=3)) < 1_000


def test_an_examination_counts_its_problems():
    training = Training(SMALL, (0, 1)).run()
    rows, groups, kept = Examination(items=300, each=40).sit(training.models)
    assert len(rows) == 2 and kept["digits"].shape == (2, 256, 4)
    items = {(row["group"], row["value"]): row["items"] for row in groups if row["model"] == 0}
    assert sum(count for (group, _), count in items.items() if group == "carries") == 300
    assert sum(count for (group, _), count in items.items() if group == "total") == 900
    assert [items["operand digits", n] for n in (1, 2, 3)] == [100, 40, 300]
    places = [row["digit_accuracy"] for row in groups if row["group"] == "place" and row["model"] == 1]
    assert np.mean(places) == pytest.approx(rows[1]["digit_accuracy"])


@pytest.mark.parametrize(
    ("options", "message"),
    [({"width": 5}, "even"), ({"width": 4, "positions": "rotary"}, "relative, absolute")],
)
def test_a_model_that_cannot_be_is_refused(options, message):
    with pytest.raises(ValueError, match=message):
        Adders(Task(), seeds=(0,), **options)


@pytest.mark.parametrize(("options", "message"), [({"steps": 0}, "steps"), ({"precision": "int8"}, "bfloat16")])
def test_a_recipe_that_cannot_be_is_refused(options, message):
    with pytest.raises(ValueError, match=message):
        Recipe(width=4, **options)
