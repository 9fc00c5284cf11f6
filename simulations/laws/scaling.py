"""Scaling laws: how a language model's loss falls with parameters, training tokens and compute.

Loss is cross-entropy in nats per token. ``parameters`` is N, ``tokens`` is D, ``compute`` is C in floating-point
operations (FLOPs). The coefficients of a law may be arrays: every function then answers once per element, which is
how ``refits()`` carries the uncertainty of a fit.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import minimize

from simulations import data
from simulations.check import above, require

PETAFLOP_DAY = 1e15 * 24 * 3600  # FLOPs


@dataclass(frozen=True)
class ScalingLaw:
    """L(N, D) = E + A / N^alpha + B / D^beta, the form of hoffmann2022training.

    ``irreducible`` is E, ``parameter_scale`` A, ``parameter_exponent`` alpha, ``token_scale`` B, ``token_exponent``
    beta. ``standard_errors`` has one number for each of these names, or is None where none was published. They are
    strongly correlated: for anything that combines coefficients use ``refits()`` instead.
    """

    name: str
    irreducible: float | np.ndarray
    parameter_scale: float | np.ndarray
    parameter_exponent: float | np.ndarray
    token_scale: float | np.ndarray
    token_exponent: float | np.ndarray
    source: str
    standard_errors: dict[str, float] | None = None


PUBLISHED = ScalingLaw(
    "published, rounded",
    irreducible=1.69,
    parameter_scale=406.4,
    parameter_exponent=0.34,
    token_scale=410.7,
    token_exponent=0.28,
    source="hoffmann2022training",
)
# The digits that the rounding took away, as besiroglu2024chinchilla reads them off the paper's source.
UNROUNDED = ScalingLaw(
    "published, unrounded",
    irreducible=np.exp(0.5267228),
    parameter_scale=np.exp(6.0073404),
    parameter_exponent=0.33917084,
    token_scale=np.exp(6.0179186),
    token_exponent=0.2849083,
    source="besiroglu2024chinchilla",
)
REFIT = ScalingLaw(
    "Epoch's refit",
    irreducible=1.8172,
    parameter_scale=482.01,
    parameter_exponent=0.3478,
    token_scale=2085.43,
    token_exponent=0.3658,
    source="besiroglu2024chinchilla",
    standard_errors=dict(
        irreducible=0.0257, parameter_scale=124.5, parameter_exponent=0.0154, token_scale=1293.3, token_exponent=0.0206
    ),
)
LAWS = {law.name: law for law in (REFIT, UNROUNDED, PUBLISHED)}


@dataclass(frozen=True)
class Optimum:
    """The model size and the training set that reach the lowest loss for a compute budget."""

    compute: np.ndarray
    parameters: np.ndarray
    tokens: np.ndarray
    loss: np.ndarray

    @property
    def tokens_per_parameter(self) -> np.ndarray:
        return self.tokens / self.parameters


@dataclass(frozen=True)
class DataGain:
    """What more training tokens bring: ``before`` and ``after`` in nats per token, the rest as shares."""

    before: np.ndarray
    after: np.ndarray
    share_of_loss: np.ndarray
    share_of_reducible: np.ndarray


def training_compute(*, parameters: ArrayLike, tokens: ArrayLike) -> np.ndarray:
    """C = 6ND, in FLOPs: about two for each weight and token forward and four backward (kaplan2020scaling).

    An approximation. It leaves out attention over long contexts, the embedding and any recomputation.
    """
    parameters, tokens = _sizes(parameters, tokens)
    return 6 * parameters * tokens


def terms(law: ScalingLaw, *, parameters: ArrayLike, tokens: ArrayLike) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The three parts of the loss, nats per token: irreducible, from finite size, from finite data."""
    parameters, tokens = _sizes(parameters, tokens)
    return (
        np.asarray(law.irreducible, float),
        law.parameter_scale / parameters**law.parameter_exponent,
        law.token_scale / tokens**law.token_exponent,
    )


def loss(law: ScalingLaw, *, parameters: ArrayLike, tokens: ArrayLike) -> np.ndarray:
    """L(N, D), nats per token."""
    irreducible, from_size, from_data = terms(law, parameters=parameters, tokens=tokens)
    return irreducible + from_size + from_data


def tokens_to_reach(law: ScalingLaw, *, parameters: ArrayLike, loss: float) -> np.ndarray:
    """The training tokens with which models of ``parameters`` reach ``loss`` nats: L(N, D) solved for D.

    Infinite for a size that alone loses more. Raises ``ValueError`` for a loss at or below the irreducible one.
    """
    require(loss > law.irreducible, "loss", f"be above the irreducible {law.irreducible:.3f} nats", loss)
    left = loss - law.irreducible - law.parameter_scale / _positive("parameters", parameters) ** law.parameter_exponent
    with np.errstate(divide="ignore"):
        return (law.token_scale / np.maximum(left, 0)) ** (1 / law.token_exponent)


def more_data(law: ScalingLaw, *, parameters: ArrayLike, tokens: ArrayLike, factor: ArrayLike = 1.1) -> DataGain:
    """What ``factor`` times the tokens bring at the same model size. 1.1 is "10% more data"."""
    factor = _positive("factor", factor)
    _, from_size, from_data = terms(law, parameters=parameters, tokens=tokens)
    before = law.irreducible + from_size + from_data
    gain = from_data * (1 - factor**-law.token_exponent)
    return DataGain(
        before=before,
        after=before - gain,
        share_of_loss=gain / before,
        share_of_reducible=gain / (from_size + from_data),
    )


def optimum(law: ScalingLaw, *, compute: ArrayLike) -> Optimum:
    """The lowest loss along 6ND = ``compute``, in closed form (hoffmann2022training, its third approach).

    At the minimum alpha A / N^alpha equals beta B / D^beta: neither term can be traded for the other at a profit.
    """
    compute = _positive("compute", compute)
    alpha, beta = law.parameter_exponent, law.token_exponent
    balance = (alpha * law.parameter_scale / (beta * law.token_scale)) ** (1 / (alpha + beta))
    parameters = balance * (compute / 6) ** (beta / (alpha + beta))
    tokens = compute / 6 / parameters
    reached = loss(law, parameters=parameters, tokens=tokens)
    return Optimum(compute=compute, parameters=parameters, tokens=tokens, loss=reached)


def kaplan_optimum(*, compute: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """(parameters, tokens) that kaplan2020scaling advises for ``compute``: 1.3e9 C^0.73 and 2e10 C^0.27, C in
    petaflop-days. Parameters without embeddings; the two are separate fits, so 6ND is only near ``compute``."""
    days = _positive("compute", compute) / PETAFLOP_DAY
    return 1.3e9 * days**0.73, 2e10 * days**0.27


def runs() -> dict[str, np.ndarray]:
    """The 245 digitised Chinchilla runs: ``parameters``, ``tokens``, ``loss``, and ``kept``, which is 0 for the five
    runs that besiroglu2024chinchilla leaves out of its fit."""
    return dict(_table("chinchilla_runs"))


def refits() -> ScalingLaw:
    """One law whose coefficients are arrays (400,): REFIT's form fitted to 400 bootstrap samples of the 240 runs."""
    draws = _table("chinchilla_refits")
    return ScalingLaw(
        "400 bootstrap refits",
        irreducible=draws["irreducible"],
        parameter_scale=draws["parameter_scale"],
        parameter_exponent=draws["parameter_exponent"],
        token_scale=draws["token_scale"],
        token_exponent=draws["token_exponent"],
        source="chinchilla_refits",
    )


COEFFICIENTS = ("irreducible", "parameter_scale", "parameter_exponent", "token_scale", "token_exponent")


def fit(
    *, parameters: ArrayLike, tokens: ArrayLike, losses: ArrayLike, start: ScalingLaw = REFIT, huber: float = 1e-3
) -> ScalingLaw:
    """The law that fits runs best: the least Huber loss of log L, as in hoffmann2022training.

    ``huber`` is the difference of log loss up to which an error counts squared; beyond it, linearly. Raises
    ``ValueError`` for arrays of different lengths, fewer than five runs, or unless ``huber`` is above 0 and finite.
    """
    _positive("huber", huber)
    n, d, observed = (
        np.log(_positive(name, x)) for name, x in (("parameters", parameters), ("tokens", tokens), ("losses", losses))
    )
    shapes = n.shape, d.shape, observed.shape
    alike = n.shape == d.shape == observed.shape and n.ndim == 1 and len(n) >= 5
    require(alike, "parameters, tokens and losses", "be arrays of one length of 5 or more", shapes)

    def objective(x: np.ndarray) -> tuple[float, np.ndarray]:
        log_terms = np.stack([np.full_like(n, x[0]), x[1] - x[2] * n, x[3] - x[4] * d])  # (3, runs)
        log_loss = np.logaddexp.reduce(log_terms)
        error = log_loss - observed
        inside = np.clip(error, -huber, huber)
        share = np.exp(log_terms - log_loss)
        gradient = np.stack([share[0], share[1], -share[1] * n, share[2], -share[2] * d]) @ inside
        return float(np.sum(inside * (error - inside / 2))) / huber**2, gradient / huber**2

    first = [
        np.log(start.irreducible),
        np.log(start.parameter_scale),
        start.parameter_exponent,
        np.log(start.token_scale),
        start.token_exponent,
    ]
    x = minimize(objective, np.array(first), jac=True, method="BFGS").x
    return ScalingLaw(
        "fitted here",
        irreducible=np.exp(x[0]),
        parameter_scale=np.exp(x[1]),
        parameter_exponent=x[2],
        token_scale=np.exp(x[3]),
        token_exponent=x[4],
        source="fit",
    )


@cache
def _table(name: str) -> dict[str, np.ndarray]:
    columns = data.table(name)
    for column in columns.values():
        column.flags.writeable = False
    return columns


def _sizes(parameters: ArrayLike, tokens: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Both, of shapes that go together."""
    parameters, tokens = _positive("parameters", parameters), _positive("tokens", tokens)
    shapes = parameters.shape, tokens.shape
    together = all(1 in ends or ends[0] == ends[1] for ends in zip(*(shape[::-1] for shape in shapes), strict=False))
    require(together, "parameters and tokens", "be of shapes that go together", shapes)
    return parameters, tokens


def _positive(name: str, value: ArrayLike) -> np.ndarray:
    array = np.asarray(value, float)
    require(array.size > 0, name, "hold at least one number", value)
    require(np.isfinite(array), name, "be finite", value)
    above(name, value)
    return array
