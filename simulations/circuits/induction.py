"""In-context bigrams: the toy language in which an induction head is the way to do best, and its scores.

A sequence walks round a short cycle of tokens that is drawn anew for every sequence, so nothing about it can be
learned by heart. After `A` came `B`: when `A` comes again, the best guess is `B` again. That look-up is what
Olsson et al. call an induction head [olsson2022context].
"""

from dataclasses import dataclass
from functools import cache, partial
from importlib import resources
from typing import Any

import numpy as np

from simulations.check import one_of, require, whole, within
from simulations.circuits import choices
from simulations.data import table
from simulations.streams import EXAMINATION, stream, uniforms

VOCABULARY = 24
LENGTH = 32
CYCLE = (5, 10)  # the shortest and the longest cycle of a walk
JUMP = 0.2
SHOWN_SEED = 12
SCORES = ("accuracy", "cross_entropy", "brier", "induction_score", "previous_token_score", "copying", "matching")


@dataclass(frozen=True)
class Sequences:
    """A batch of walks. ``tokens``: (..., length) integers in 0..vocabulary−1. ``answers``: the same shape, the token
    that follows on the sequence's own cycle. ``answerable``: the same shape, true where that answer has already been
    seen to follow the token, so that it can be looked up."""

    tokens: np.ndarray
    answers: np.ndarray
    answerable: np.ndarray


def sequences(
    *,
    count: int,
    length: int = LENGTH,
    vocabulary: int = VOCABULARY,
    cycle: tuple[int, int] = CYCLE,
    jump: float = JUMP,
    rng: np.random.Generator,
) -> Sequences:
    """``count`` walks, each round a cycle of its own of ``cycle[0]`` to ``cycle[1]`` tokens.

    At each step the walk goes on to the next token of the cycle, or with probability ``jump`` to any token of it.
    With cycle A→B→C, a walk may read ``A B C A B A B C``: the second A can be answered (B), and so can the third.
    """
    whole("count", count, 1)
    whole("length", length, 1)
    whole("cycle", cycle, 1)
    rising = np.shape(cycle) == (2,) and 2 <= cycle[0] <= cycle[1] <= vocabulary
    require(rising, "cycle", f"be (shortest, longest) with 2 ≤ shortest ≤ longest ≤ {vocabulary}", cycle)
    within("jump", jump, 0, 1)
    uniform = uniforms(rng, count, uniforms_each(length, vocabulary))
    walks = walked(uniform, length=length, vocabulary=vocabulary, cycle=cycle, jump=jump)
    tokens, answers = (numbers.astype(int) for numbers in walks)
    return Sequences(tokens=tokens, answers=answers, answerable=answerable(tokens, answers))


def uniforms_each(length: int = LENGTH, vocabulary: int = VOCABULARY) -> int:
    """How many uniform numbers a walk is made of: its cycle's size and order, then jumps and where they would land."""
    return 1 + vocabulary + 2 * length


def walked(
    uniform: Any,
    *,
    length: int = LENGTH,
    vocabulary: int = VOCABULARY,
    cycle: tuple[int, int] = CYCLE,
    jump: float = JUMP,
) -> tuple[Any, Any]:
    """``tokens`` and ``answers`` (..., length) of the walks that ``uniform`` (..., uniforms_each) makes, as floats; on
    numpy arrays and on tensors."""
    shortest, longest = cycle
    sizes = longest + 1 - shortest
    size = shortest + choices.floored(uniform[..., :1] * sizes, sizes)  # (..., 1)
    order = choices.ranks(uniform[..., 1 : 1 + vocabulary])[..., :longest]  # a cycle is the first `size` of them
    jumps = uniform[..., 1 + vocabulary : 1 + vocabulary + length] < jump
    place = choices.floored(uniform[..., 1 + vocabulary + length :] * size, longest)  # where a jump would land
    for now in range(1, length):
        on = _following(place[..., now - 1 : now], size)
        place[..., now : now + 1] = on + jumps[..., now : now + 1] * (place[..., now : now + 1] - on)
    return _tokens(order, place), _tokens(order, _following(place, size))


def _following(place: Any, size: Any) -> Any:
    return (place + 1) * (place + 1 < size)


def _tokens(order: Any, place: Any) -> Any:
    tokens = place * 0
    for at in range(order.shape[-1]):
        tokens += order[..., at : at + 1] * (place == at)
    return tokens


def answerable(tokens: Any, answers: Any) -> Any:
    """(..., length): true where the answer has been seen to follow the token earlier in ``tokens`` (..., length)."""
    seen = tokens != tokens
    for then in range(tokens.shape[-1] - 1):
        now, after = slice(then + 1, None), tokens[..., then + 1 : then + 2]
        seen[..., now] |= (tokens[..., now] == tokens[..., then : then + 1]) & (answers[..., now] == after)
    return seen


def prefix_mask(tokens: Any) -> Any:
    """(..., now, then): true where the token at ``then`` − 1 is the token at ``now``, and ``then`` ≤ ``now``.

    Just after an earlier copy of the present token: where an induction head looks. On numpy arrays and on tensors."""
    same = tokens[..., :, None] == tokens[..., None, :]
    after = same & ~same  # nowhere yet
    for then in range(1, tokens.shape[-1]):
        after[..., then:, then] = tokens[..., then:] == tokens[..., then - 1 : then]
    return after


def strategies(walks: Sequences) -> dict[str, float]:
    """How often four ways to answer are right at the answerable places of ``walks``, from the simplest to the best.

    A token met so far in the sequence, at random (its chance); the one not met for the longest time; the one that
    followed the present token's last earlier copy; the one that followed most of its earlier copies, the later of two
    that tie.
    """
    right = {name: [] for name in ("a token met so far", "longest not met", "followed last", "followed most often")}
    for row, place in np.argwhere(walks.answerable):
        seen, answer = walks.tokens[row, : place + 1], walks.answers[row, place]
        tokens, last = np.unique(seen[::-1], return_index=True)  # how many places back each was met last
        after = seen[1:][seen[:-1] == seen[-1]]  # what followed the earlier copies, in order
        counts = np.bincount(after, minlength=VOCABULARY)
        most = next(token for token in after[::-1] if counts[token] == counts.max())
        guesses = (tokens[last.argmax()], after[-1], most)
        for name, hit in zip(right, (1 / len(tokens), *(guess == answer for guess in guesses)), strict=True):
            right[name].append(hit)
    return {name: float(np.mean(hits)) for name, hits in right.items()}


def examination(*, count: int = 96) -> Sequences:
    """The test walks of every training of the book, from a stream that no training uses."""
    return sequences(count=count, rng=stream(0, EXAMINATION))


def shown_walk() -> Sequences:
    """The one walk of 16 tokens, round a cycle of five, whose attention the chapter draws."""
    return sequences(count=1, length=16, cycle=(5, 5), rng=np.random.default_rng(SHOWN_SEED))


def letters(tokens: np.ndarray) -> str:
    """Tokens as capital letters: 0 is A."""
    return "".join(chr(ord("A") + int(token)) for token in whole("tokens", tokens, 0, 25))


@dataclass(frozen=True)
class Training:
    """One shipped training up to a moment.

    ``steps``: (times,). ``accuracy``, ``loss`` (cross-entropy over that of an even guess), ``brier``,
    ``induction_score``, ``previous_token_score``, ``copying``, ``matching``: (times,), masked after the moment, and
    where the network has no such part. ``*_now``: their values at the moment. ``first_layer``, ``last_layer``:
    (now, then), attention on the shown walk, zero where there is no such layer. ``walk``: its letters. ``layers``: how
    many the network has.
    """

    steps: np.ndarray
    accuracy: np.ma.MaskedArray
    loss: np.ma.MaskedArray
    brier: np.ma.MaskedArray
    induction_score: np.ma.MaskedArray
    previous_token_score: np.ma.MaskedArray
    copying: np.ma.MaskedArray
    matching: np.ma.MaskedArray
    accuracy_now: float
    copying_now: float
    first_layer: np.ndarray
    last_layer: np.ndarray
    walk: str
    layers: int


def training(*, step: int, seed: int = 0, layers: int = 2) -> Training:
    """The shipped training of one network (two layers, or the control of one) up to ``step``."""
    chosen = _chosen(seed, layers)
    rows = _rows()
    steps = rows["step"][chosen]
    require(step in steps, "step", "be 0 to 200 by 5", step)
    now = int(np.flatnonzero(steps == step)[0])
    scores = {name: rows[name][chosen] for name in rows if name not in ("layers", "seed", "step", "cross_entropy")}
    scores["loss"] = rows["cross_entropy"][chosen] / np.log(VOCABULARY)
    seen = {name: np.ma.masked_where((steps > step) | np.isnan(values), values) for name, values in scores.items()}
    first, last = _pictures(layers)[seed, now][[0, -1]] / 255
    return Training(
        steps=steps,
        **seen,
        accuracy_now=float(scores["accuracy"][now]),
        copying_now=float(scores["copying"][now]),
        first_layer=first if layers == 2 else np.zeros_like(first),
        last_layer=last,
        walk=letters(shown_walk().tokens[0]),
        layers=layers,
    )


def first_step(name: str, *, above: float, seed: int, layers: int = 2) -> float:
    """The first recorded step at which a score of the shipped training exceeds ``above``; NaN when none does."""
    steps, score = _recorded(name, seed, layers)
    return _first(steps, score > above)


def first_step_of_change(name: str, *, share: float, seed: int, layers: int = 2) -> float:
    """The first recorded step at which a score has made more than ``share`` (0 to 1) of its whole change, from step 0
    to the last. The one criterion under which scores with different floors and ceilings can be compared."""
    require(0 <= share < 1, "share", "be 0 or more, and below 1", share)
    steps, score = _recorded(name, seed, layers)
    return _first(steps, (score - score[0]) / (score[-1] - score[0]) > share)


def leads(name: str, *, share: float | None = None, above: float | None = None) -> np.ndarray:
    """(5,): by how many steps a score is ahead of the accuracy in each shipped network of two layers, negative where it
    is behind. Both are judged by the same criterion: a ``share`` of the whole change, or a level passed, ``above``."""
    require((share is None) != (above is None), "one of share and above", "be given", (share, above))
    if share is not None:
        reached = partial(first_step_of_change, share=share)
    else:
        reached = partial(first_step, above=above)
    return np.array([reached("accuracy", seed=seed) - reached(name, seed=seed) for seed in range(5)])


def _recorded(name: str, seed: int, layers: int) -> tuple[np.ndarray, np.ndarray]:
    rows, chosen = _rows(), _chosen(seed, layers)
    return rows["step"][chosen], rows[one_of("name", name, SCORES)][chosen]


def _chosen(seed: int, layers: int) -> np.ndarray:
    rows = _rows()
    return (rows["seed"] == one_of("seed", seed, range(5))) & (rows["layers"] == one_of("layers", layers, (1, 2)))


def _first(steps: np.ndarray, there: np.ndarray) -> float:
    return float(steps[there].min()) if there.any() else float("nan")


@cache
def _rows() -> dict[str, np.ndarray]:
    return table("induction_training")


@cache
def _pictures(layers: int) -> np.ndarray:
    with (
        resources.as_file(resources.files("simulations.data") / "induction_attention.npz") as path,
        np.load(path) as held,
    ):
        return held[f"layers{layers}"]  # (seeds, times, layers, now, then), 255 being all of the attention
