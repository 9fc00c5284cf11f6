"""One set of answers under many metrics: what each makes of the same per-token accuracy."""

from dataclasses import dataclass

import numpy as np

from simulations import check

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
    """The mirage paper's toy over ``parameters`` (K,): ``token_accuracy`` and whole answers' ``exact_match`` (K,),
    shares of 1, and the smooth metrics of PER_TOKEN by name, (K,) each.

    ``halfway`` is the number of parameters at which half of the answers are right, and ``shift`` is how many
    decades of parameters that lies above the size at which half of the tokens are right.
    """

    parameters: np.ndarray
    token_accuracy: np.ndarray
    exact_match: np.ndarray
    per_token: dict[str, np.ndarray]
    halfway: float
    shift: float


def exact_match(token_accuracy, answer_length):
    """The share of answers with all ``answer_length`` tokens right, if each is right independently: p^L.

    Raises ``ValueError`` for an accuracy outside 0 to 1 or a length below 1. Source: schaeffer2023mirage.
    """
    return _share(token_accuracy) ** check.at_least("answer_length", answer_length, 1, unit="tokens")


def brier_score(probability):
    """(1 − p)² for the probability p given to what is right: 0 is best, 1 is worst.

    The right option's term of the score of brier1950verification, which sums such squares over all options.
    """
    return (1 - _share(probability)) ** 2


# The toy's smooth metrics: what each makes of a token's cross-entropy, in nats.
PER_TOKEN = {
    "share of tokens wrong": lambda loss: 1 - np.exp(-loss),
    "Brier score": lambda loss: brier_score(np.exp(-loss)),
    "log-likelihood": np.negative,
}


def token_cross_entropy(parameters, *, constant: float, exponent: float):
    """(N/c)^α nats a token, the toy's scaling law of the loss. Source: schaeffer2023mirage.

    Raises ``ValueError`` unless the sizes and c are above 0 and α is below 0 (the loss falls with size).
    """
    sizes = np.asarray(check.above("parameters", parameters), dtype=float)
    check.require(exponent < 0, "exponent", "be below 0, so that the loss falls with size", exponent)
    return (sizes / check.above("constant", constant)) ** exponent


def parameters_at(share: float, *, answer_length: int, constant: float, exponent: float) -> float:
    """The size at which the toy gets ``share`` of its answers right, by inverting exp(−L (N/c)^α)."""
    check.between("share", share, 0, 1)
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
    """The mirage paper's toy over ``parameters`` (K,): p = exp(−(N/c)^α), exact match p^L (schaeffer2023mirage)."""
    loss = token_cross_entropy(parameters, constant=constant, exponent=exponent)
    p = np.exp(-loss)
    return ToyScaling(
        parameters=np.asarray(parameters, dtype=float),
        token_accuracy=p,
        exact_match=exact_match(p, answer_length),
        per_token={name: metric(loss) for name, metric in PER_TOKEN.items()},
        halfway=parameters_at(0.5, answer_length=answer_length, constant=constant, exponent=exponent),
        shift=float(np.log10(answer_length) / -exponent),
    )


def sampled_answers(*, token_accuracy: float, answer_length: int, answers: int, rng: np.random.Generator):
    """Which tokens are right in ``answers`` sampled answers: booleans (answers, answer_length), each independent."""
    check.whole("answers", answers, 0)
    check.whole("answer_length", answer_length, 1)
    return rng.random((answers, answer_length)) < _share(token_accuracy)


def edit_distance(answer, target) -> int:
    """The fewest insertions, deletions and substitutions of tokens from ``answer`` to ``target`` (Levenshtein)."""
    row = list(range(len(target) + 1))
    for i, token in enumerate(answer, start=1):
        previous, row[0] = row[0], i
        for j, wanted in enumerate(target, start=1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (token != wanted))
    return row[-1]


def _share(token_accuracy):
    return np.asarray(check.within("token_accuracy", token_accuracy, 0, 1), dtype=float)
