"""A writer who copies itself: two words, and a temperature at which one of them takes over.

The writer has two words. Each is drawn with a weight of exp(its share of the text / temperature): the softmax of the
shares. The order parameter is the lead, the share of the commoner word less that of the other. The text is written
``forwards``, each word by the shares of the words before it, or ``over and over``: one place after another is wiped
and drawn by the shares on the rest of the page, until nothing changes any more on average (the Potts model in which
each place feels all others alike, with two states). Both have one limit of endless text, in which the lead is 0 from a
temperature of one half on. Every lead here is exact: no text is drawn.
"""

import functools
from dataclasses import dataclass

import numpy as np
from scipy.optimize.elementwise import find_root
from scipy.special import expit, gammaln, logsumexp

from simulations import check

THRESHOLD = 0.5
WORDS = ("tick", "tock")
LENGTHS = (16, 64, 256, 1024, 4096)
# Closer together about the threshold, where most happens.
TEMPERATURES = (
    0.2,
    0.25,
    0.3,
    0.35,
    *(round(0.02 * step, 2) for step in range(19, 32)),
    0.65,
    0.7,
    0.75,
    0.8,
    0.9,
    1.0,
)
MANNERS = ("forwards", "over and over")
LONGEST = 16_384


@dataclass(frozen=True)
class Copying:
    """The lead of the commoner word by temperature, for several lengths of text, one of them and a temperature chosen.

    ``temperature`` (temperatures,); ``lead`` (lengths, temperatures) in the order of ``LENGTHS``; ``chosen``
    (temperatures,): that of the length chosen; ``limit`` (temperatures,): of endless text. ``length`` (lengths,);
    ``forwards``, ``over`` (lengths,): the lead at the temperature chosen by both ways of writing; ``at_limit``: of
    endless text there, and ``at_lead``: at the length chosen by the way chosen.
    """

    temperature: np.ndarray
    lead: np.ndarray
    chosen: np.ndarray
    limit: np.ndarray
    length: np.ndarray
    forwards: np.ndarray
    over: np.ndarray
    at_temperature: float
    at_length: int
    at_lead: float
    at_limit: float


def written(*, temperature: float, length: int, rng: np.random.Generator) -> str:
    """So many words, written forwards at one temperature."""
    check.above("temperature", temperature)
    check.whole("length", length, 1, LONGEST)
    ahead, text = 0, []  # of the first word
    for before in range(length):
        is_first = rng.random() < _chance_of_commoner(ahead, before, temperature)
        ahead += 1 if is_first else -1
        text.append(WORDS[0] if is_first else WORDS[1])
    return " ".join(text)


def _chance_of_commoner(ahead, before: int, temperature):
    """The chance that the word which is ``ahead`` by so many, among ``before`` words, comes next."""
    return expit(ahead / (max(before, 1) * temperature))


def forwards(temperatures, lengths) -> np.ndarray:
    """The expected lead (lengths, temperatures) of texts written forwards, from the chance of every lead.

    Word after word the commoner of the two is drawn with the chance that the softmax gives it, and is then one further
    ahead; after as many of one as of the other, whichever comes next is.
    """
    temperatures = np.atleast_1d(np.asarray(temperatures, float))
    check.above("temperature", temperatures)
    lengths = [int(check.whole("length", length, 1, LONGEST)) for length in lengths]
    chance = np.zeros((len(temperatures), max(lengths) // 2 + 2))  # of a lead of 0, 2, 4 ... words, or of 1, 3, 5 ...
    chance[:, 0] = 1.0
    found = {}
    for before in range(max(lengths)):
        odd, last = before % 2, before // 2 + 1
        here = chance[:, :last]
        further = here * _chance_of_commoner(2 * np.arange(last) + odd, before, temperatures[:, None])
        if not odd:
            further[:, 0] = here[:, 0]
        less = here - further
        chance[:, :last] = less if odd else further
        if odd:
            chance[:, 1 : last + 1] += further
        else:
            chance[:, : last - 1] += less[:, 1:]
        if before + 1 in lengths:
            leads = 2 * np.arange(chance.shape[1]) + (before + 1) % 2
            found[before + 1] = chance @ leads / (before + 1)
    return np.stack([found[length] for length in lengths])


def over_and_over(temperatures, lengths) -> np.ndarray:
    """The expected lead (lengths, temperatures) on pages rewritten without end.

    A page with k of n words of one kind comes up in proportion to the number of such pages times
    exp((k² + (n - k)²) / (2 n temperature)): only then does rewriting one place by the softmax of the shares leave all
    as it is.
    """
    temperatures = np.atleast_1d(np.asarray(temperatures, float))
    check.above("temperature", temperatures)
    return np.stack([_rewritten(temperatures, int(check.whole("length", n, 1, LONGEST))) for n in lengths])


def _rewritten(temperatures: np.ndarray, n: int) -> np.ndarray:
    k = np.arange(n + 1)
    pages = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
    log_weight = pages + (k**2 + (n - k) ** 2) / (2 * n * temperatures[:, None])
    return _lead(np.exp(log_weight - logsumexp(log_weight, axis=1, keepdims=True)))


def _lead(chance: np.ndarray) -> np.ndarray:
    n = chance.shape[1] - 1
    return chance @ (np.abs(2 * np.arange(n + 1) - n) / n)


def limit(temperatures) -> np.ndarray:
    """The lead in endless text: the largest m with m = tanh(m / (2 temperature)), which is 0 from one half on.

    The equation says that the share of a word is the chance with which the softmax of the shares draws it.
    """
    temperatures = np.atleast_1d(np.asarray(temperatures, float))
    check.above("temperature", temperatures)
    lead = np.zeros_like(temperatures)
    ordered = temperatures < THRESHOLD
    t = temperatures[ordered]
    lowest = np.sqrt(THRESHOLD - t) / 2  # below the root: near the threshold that is sqrt(6 (1/2 - T))
    lead[ordered] = find_root(lambda m, t: np.tanh(m / (2 * t)) - m, (lowest, np.ones_like(t)), args=(t,)).x
    return lead


def decay(temperature: float) -> float:
    """The power of the length with which the lead of a text written forwards falls: 1 - 1/(2T), but 1/2 at most.

    For a temperature T above the threshold. A lead once won is copied, and fades; where it fades faster than chance
    makes a new one, chance is what is seen.
    """
    check.above("temperature", temperature, THRESHOLD)
    return float(min(1 - 1 / (2 * temperature), 0.5))


@functools.cache
def _leads(manner: str) -> np.ndarray:
    leads = {"forwards": forwards, "over and over": over_and_over}[manner](TEMPERATURES, LENGTHS)
    leads.setflags(write=False)
    return leads


def copying(*, temperature: float, length: int, manner: str) -> Copying:
    """One temperature and length out of ``TEMPERATURES`` and ``LENGTHS``, by one of the ``MANNERS``."""
    check.one_of("temperature", temperature, TEMPERATURES)
    check.one_of("length", length, LENGTHS)
    check.one_of("manner", manner, MANNERS)
    column, row = TEMPERATURES.index(temperature), LENGTHS.index(length)
    lead = _leads(manner)
    along = np.array(TEMPERATURES)
    return Copying(
        temperature=along,
        lead=lead,
        chosen=lead[row],
        limit=limit(along),
        length=np.array(LENGTHS),
        forwards=_leads("forwards")[:, column],
        over=_leads("over and over")[:, column],
        at_temperature=float(temperature),
        at_length=length,
        at_lead=float(lead[row, column]),
        at_limit=float(limit(temperature)[0]),
    )
