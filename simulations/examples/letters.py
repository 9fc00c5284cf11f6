"""One test asked in two ways: for the letter of the right option, and for its words (dominguezolmedo2025training)."""

from dataclasses import dataclass

import numpy as np
from scipy.stats import spearmanr

from simulations.check import one_of
from simulations.data import table
from simulations.masked import padded

TESTS = {"MMLU": "mmlu", "ARC-Challenge": "arc", "HellaSwag": "hellaswag"}
FORMS = {"letters": "letters", "words": "words", "letters, after the same exercises": "trained"}
FAMILIES = {
    "Pythia": "pythia",
    "LLaMA": "llama",
    "Llama-2": "llama-2",
    "Falcon": "falcon",
    "Qwen1.5": "qwen-1.5",
    "OpenLLaMA": "openllama",
    "Gemma": "gemma",
}
LARGEST_FAMILY = 8
GUESSING = 0.25  # all three tests offer four options, but for a few questions of ARC-Challenge
NEAR_GUESSING = GUESSING + 0.03


@dataclass(frozen=True)
class Forms:
    """Scores of the 53 models on one test: ``scale`` (53,), FLOPs, rising; ``words``, ``shown`` (53,), shares right by
    the words and by the form chosen, masked where not published.

    ``family_scale``, ``family_words``, ``family_shown`` (8,): those of one family, masked beyond its last model.
    ``models``: the family's names; ``correlation_words``, ``correlation_shown``: the rank correlation of scale and
    score over all models. ``at_chance``: how many models score less than three points above guessing by the form
    chosen, and ``of_these_above``: how many of those do not by the words.
    """

    scale: np.ndarray
    words: np.ma.MaskedArray
    shown: np.ma.MaskedArray
    family_scale: np.ma.MaskedArray
    family_words: np.ma.MaskedArray
    family_shown: np.ma.MaskedArray
    models: tuple[str, ...]
    correlation_words: float
    correlation_shown: float
    at_chance: int
    of_these_above: int


def asked(*, test: str, form: str, family: str) -> Forms:
    """One of ``TESTS`` by one of ``FORMS``, with one of ``FAMILIES`` picked out; raises ``ValueError`` for others."""
    rows = table("letters_words")
    here = rows["test"] == TESTS[one_of("test", test, TESTS)]
    name = FORMS[one_of("form", form, FORMS)]
    scale = rows["scale"][here]
    words, shown = (np.ma.masked_invalid(rows[column][here]) for column in ("words", name))
    of_it = rows["family"][here] == FAMILIES[one_of("family", family, FAMILIES)]
    low = (shown < NEAR_GUESSING).filled(False)
    return Forms(
        scale=scale,
        words=words,
        shown=shown,
        family_scale=padded(scale[of_it], LARGEST_FAMILY),
        family_words=padded(words[of_it], LARGEST_FAMILY),
        family_shown=padded(shown[of_it], LARGEST_FAMILY),
        models=tuple(rows["model"][here][of_it].tolist()),
        correlation_words=_rank_correlation(scale, words),
        correlation_shown=_rank_correlation(scale, shown),
        at_chance=int(low.sum()),
        of_these_above=int((low & (words >= NEAR_GUESSING).filled(False)).sum()),
    )


def _rank_correlation(scale: np.ndarray, score: np.ma.MaskedArray) -> float:
    known = ~np.ma.getmaskarray(score)
    return float(spearmanr(scale[known], score[known]).statistic)
