"""The parts of a transformer, and how many of GPT-2's weights each of them has."""

from dataclasses import dataclass

from simulations.check import one_of

LAYERS, WIDTH, VOCABULARY = 12, 768, 50_257  # of GPT-2's smallest model (radford2019language)
# Each part's weights; the matrix that turns tokens into vectors turns vectors into logits, too.
WEIGHTS = {
    "tokens": 0,
    "embedding": VOCABULARY * WIDTH,
    "residual stream": 0,
    "attention": LAYERS * 4 * WIDTH**2,  # four square matrices: query, key, value, output
    "MLP": LAYERS * 2 * WIDTH * 4 * WIDTH,  # one matrix to four times the width, one back
    "logits": 0,
    "probabilities": 0,
}
PARTS = tuple(WEIGHTS)


@dataclass(frozen=True)
class Part:
    """A part, its ``weights``, and their ``share`` of all: biases, norms and the places' vectors are left out."""

    name: str
    weights: int
    share: float


def part(*, part: str = "tokens") -> Part:
    """One of PARTS, with what it has of GPT-2's weights. Raises ``ValueError`` for another name."""
    one_of("part", part, PARTS)
    return Part(name=part, weights=WEIGHTS[part], share=WEIGHTS[part] / sum(WEIGHTS.values()))
