"""Skill tuples: how competence on k skills at once follows scale, and how few of the tuples a corpus can show."""

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from simulations import check
from simulations.laws import scaling

LONGEST = 8  # tuples, of which the share that a corpus holds is worked out


@dataclass(frozen=True)
class SkillTuples:
    """Competence over ``decades`` of scale (points,): ``single`` skill and ``tuple_rate`` for the tuple asked for.

    ``lengths`` (K,) and ``seen`` (K,): the share of all tuples of each length that a corpus holds at least once.
    ``shift`` is how many decades the tuple's curve lies to the right, ``seen_share`` the share seen at its length, and
    ``tuples`` the number of different ones.
    """

    decades: np.ndarray
    single: np.ndarray
    tuple_rate: np.ndarray
    lengths: np.ndarray
    seen: np.ndarray
    tuple_length: int
    shift: float
    seen_share: float
    tuples: float


def loss_exponents(law: scaling.ScalingLaw = scaling.REFIT) -> dict[str, float]:
    """How fast the reducible loss falls along three scales, as exponents: α of N, β of D, αβ/(α+β) of compute.

    For parameters or tokens alone, only that term of the law falls; compute is split as well as possible.
    """
    alpha, beta = law.parameter_exponent, law.token_exponent
    return {"parameters alone": alpha, "tokens alone": beta, "compute": alpha * beta / (alpha + beta)}


def skill_error(decades, *, exponent: float, start: float = 0.5):
    """The share of uses of a skill that fail: a power law of scale, ``start`` at 0 decades and at most 1."""
    check.above("exponent", exponent)
    return np.minimum(start * 10.0 ** (-exponent * np.asarray(decades, float)), 1.0)


def log_tuples(skills: int, length) -> np.ndarray:
    """Natural logarithm of the number of different tuples: ``length`` skills out of ``skills``, order aside."""
    length = np.asarray(check.within("length", length, 1, skills), float)
    return gammaln(skills + 1) - gammaln(length + 1) - gammaln(skills - length + 1)


def seen_share(*, skills: int, length, texts: float) -> np.ndarray:
    """The share of tuples that occur in at least one of ``texts`` pieces, each using ``length`` skills at random."""
    check.above("texts", texts)
    return -np.expm1(-np.exp(np.log(texts) - log_tuples(skills, length)))


def scale_shift(length, *, exponent: float):
    """Decades of scale until ``length`` skills fail no more often than one did: error must fall ``length`` times."""
    return np.log10(check.at_least("length", length, 1)) / check.above("exponent", exponent)


def skill_tuples(
    *, tuple_length: int = 4, scale: str = "parameters alone", skills: int = 1000, texts: float = 1e9
) -> SkillTuples:
    """Competence on one skill and on a tuple, and the share of tuples in the corpus (after arora2023theory).

    A skill's failures follow the reducible loss along ``scale``, one of ``loss_exponents``. Raises ``ValueError`` for
    another scale, tuples of more than LONGEST skills, and no texts.
    """
    check.whole("tuple_length", tuple_length, 1, LONGEST)
    exponents = loss_exponents()
    check.one_of("scale", scale, exponents)
    exponent = exponents[scale]
    decades = np.linspace(0.0, 8.0, 81)
    error = skill_error(decades, exponent=exponent)
    lengths = np.arange(1, LONGEST + 1)
    seen = seen_share(skills=skills, length=lengths, texts=texts)
    return SkillTuples(
        decades=decades,
        single=1 - error,
        tuple_rate=(1 - error) ** tuple_length,
        lengths=lengths,
        seen=seen,
        tuple_length=tuple_length,
        shift=float(scale_shift(tuple_length, exponent=exponent)),
        seen_share=float(seen[tuple_length - 1]),
        tuples=float(np.exp(log_tuples(skills, tuple_length))),
    )
