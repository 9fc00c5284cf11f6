"""One set of answers under many metrics: what each makes of the same per-token accuracy."""

from dataclasses import dataclass

import numpy as np

from simulations.words import parameters_in_words

METRICS = ("exact match", "token edit distance", "Brier score", "log-likelihood")
PER_TOKEN = ("share of tokens wrong", "Brier score", "log-likelihood")
TOKEN_ACCURACIES = np.linspace(0.01, 1.0, 100)


@dataclass(frozen=True)
class MetricEffect:
    """``curve`` is exact match over ``token_accuracies`` (100,); the rest is at one token accuracy, in shares of 1.

    ``gain`` is the rise of exact match, in points, for one more point of token accuracy (its slope there).
    """

    token_accuracies: np.ndarray
    curve: np.ndarray
    exact_match: float
    gain: float
    half: float


@dataclass(frozen=True)
class ToyScaling:
    """The mirage paper's toy over ``parameters`` (K,): ``scores`` (4, K) in the order of METRICS, the whole answer's;
    ``per_token`` (3, K) in the order of PER_TOKEN, the same divided by the answer's length.

    ``halfway_words`` writes the number of parameters at which half of the answers are right, and ``shift`` is how many
    decades of parameters that lies above the size at which half of the tokens are right.
    """

    parameters: np.ndarray
    token_accuracy: np.ndarray
    scores: np.ndarray
    per_token: np.ndarray
    halfway_words: str
    shift: float


def exact_match(token_accuracy, answer_length):
    """The share of answers with all ``answer_length`` tokens right, if each is right independently: p^L.

    Raises ``ValueError`` for an accuracy outside 0 to 1 or a length below 1. Source: schaeffer2023mirage.
    """
    p, length = _checked(token_accuracy, answer_length)
    return p**length


def token_edit_distance(token_accuracy, answer_length):
    """The expected number of wrong tokens in an answer, L(1 − p): 0 is a right answer. Source: schaeffer2023mirage."""
    p, length = _checked(token_accuracy, answer_length)
    return length * (1 - p)


def brier_score(probability):
    """(1 − p)² for the probability p given to what is right: 0 is best, 1 is worst.

    The right option's term of the score of brier1950verification, which sums such squares over all options.
    """
    p, _ = _checked(probability, 1)
    return (1 - p) ** 2


def token_cross_entropy(parameters, *, constant: float, exponent: float):
    """(N/c)^α nats a token, the toy's scaling law of the loss. Source: schaeffer2023mirage.

    Raises ``ValueError`` unless the sizes and c are above 0 and α is below 0 (the loss falls with size).
    """
    sizes = np.asarray(parameters, dtype=float)
    if np.any(sizes <= 0) or constant <= 0:
        raise ValueError(f"parameters and constant must be above 0, not {parameters!r} and {constant!r}")
    if exponent >= 0:
        raise ValueError(f"exponent {exponent!r} would not let the loss fall with size; give one below 0")
    return (sizes / constant) ** exponent


def parameters_at(share: float, *, answer_length: int, constant: float, exponent: float) -> float:
    """The size at which the toy gets ``share`` of its answers right, by inverting exp(−L (N/c)^α)."""
    if not 0 < share < 1:
        raise ValueError(f"share must lie between 0 and 1, both excluded, not {share!r}")
    return float(constant * (-np.log(share) / answer_length) ** (1 / exponent))


def metric_effect(*, token_accuracy: float = 0.9, answer_length: int = 5) -> MetricEffect:
    """Exact match over all token accuracies for one answer length, and at ``token_accuracy``."""
    here = float(exact_match(token_accuracy, answer_length))
    return MetricEffect(
        token_accuracies=TOKEN_ACCURACIES,
        curve=exact_match(TOKEN_ACCURACIES, answer_length),
        exact_match=here,
        gain=float(answer_length * token_accuracy ** (answer_length - 1)),
        half=float(0.5 ** (1 / answer_length)),
    )


def toy_scaling(
    *, exponent: float = -0.3, constant: float = 1e9, answer_length: int = 5, parameters: np.ndarray
) -> ToyScaling:
    """Every metric of the mirage paper's toy over ``parameters`` (K,): p = exp(−(N/c)^α), exact match p^L.

    Edit distance is L(1 − p), the Brier score is a token's, the log-likelihood is the whole answer's.
    Source: schaeffer2023mirage.
    """
    loss = token_cross_entropy(parameters, constant=constant, exponent=exponent)
    p = np.exp(-loss)
    whole = [
        exact_match(p, answer_length),
        token_edit_distance(p, answer_length),
        brier_score(p),
        -answer_length * loss,
    ]
    halfway = parameters_at(0.5, answer_length=answer_length, constant=constant, exponent=exponent)
    return ToyScaling(
        parameters=np.asarray(parameters, dtype=float),
        token_accuracy=p,
        scores=np.stack(whole),
        per_token=np.stack([1 - p, brier_score(p), -loss]),
        halfway_words=parameters_in_words(halfway, digits=2),
        shift=float(np.log10(answer_length) / -exponent),
    )


def sampled_answers(*, token_accuracy: float, answer_length: int, answers: int, rng: np.random.Generator):
    """Which tokens are right in ``answers`` sampled answers: booleans (answers, answer_length), each independent."""
    _checked(token_accuracy, answer_length)
    return rng.random((answers, answer_length)) < token_accuracy


def edit_distance(answer, target) -> int:
    """The fewest insertions, deletions and substitutions of tokens from ``answer`` to ``target`` (Levenshtein)."""
    row = list(range(len(target) + 1))
    for i, token in enumerate(answer, start=1):
        previous, row[0] = row[0], i
        for j, wanted in enumerate(target, start=1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (token != wanted))
    return row[-1]


def _checked(token_accuracy, answer_length):
    p = np.asarray(token_accuracy, dtype=float)
    if p.size and not (p.min() >= 0 and p.max() <= 1):  # not a number fails, too
        raise ValueError(f"token_accuracy must lie from 0 to 1, not {token_accuracy!r}")
    if np.min(answer_length) < 1:
        raise ValueError(f"answer_length must be 1 or more tokens, not {answer_length!r}")
    return p, answer_length
