"""Claimed thresholds beside sourced figures, and open models that go against a threshold in size."""

from dataclasses import dataclass

import numpy as np

from simulations.check import one_of
from simulations.data import table
from simulations.words import parameters_in_words


@dataclass(frozen=True)
class Pair:
    """Two open models on the same tasks: scores, (tasks,) each, masked where not measured; what is seen, in words."""

    tasks: tuple[str, ...]
    large: str
    small: str
    large_score: np.ma.MaskedArray
    small_score: np.ma.MaskedArray
    parameters_ratio: float
    wins: int
    words: str
    compared: int


# Models whose makers write them otherwise than the collections do.
SHOWN = {
    "opt-66b": "OPT-66B",
    "opt-30b": "OPT-30B",
    "opt-13b": "OPT-13B",
    "gpt-neox-20b": "GPT-NeoX-20B",
    "mpt-30b": "MPT-30B",
    "llama-13b": "LLaMA-13B",
    "llama-65b": "LLaMA-65B",
    "Llama-2-7b-hf": "Llama-2-7B",
    "Llama-2-70b-hf": "Llama-2-70B",
    "Meta-Llama-3-8B": "Llama-3-8B",
    "falcon-180B": "Falcon-180B",
    "bloom": "BLOOM",
    "phi-2": "Phi-2",
    "phi-1_5": "Phi-1.5",
    "gemma-2b": "Gemma-2B",
    "xglm-4.5B": "XGLM-4.5B",
    "pythia-70m-deduped": "Pythia-70M",
    "pythia-2.8b-deduped": "Pythia-2.8B",
    "pythia-12b-deduped": "Pythia-12B",
    "rwkv-4-14b-pile": "RWKV-4-14B",
}
PAIR_TASKS = {
    "addition_3": "add",
    "multiplication_2": "multi-\nply",
    "unscrambling": "anagrams",
    "gsm8k": "word\nproblems",
    "humaneval": "code",
    "mmlu": "exams",
}


def pair(*, large: str = "opt-66b", small: str = "Qwen1.5-0.5B") -> Pair:
    """Two models of ``open_models.csv`` side by side on the six tasks of ``PAIR_TASKS``.

    ``wins`` counts the tasks, of those on which both were measured, on which the small model scores higher. Raises
    ``ValueError`` for an unknown model.
    """
    models = table("open_models")
    names = list(models["model"])
    a, b = names.index(one_of("large", large, names)), names.index(one_of("small", small, names))
    scores = np.ma.masked_invalid([[models[task][i] for task in PAIR_TASKS] for i in (a, b)])
    ahead = np.ma.compressed(scores[1] > scores[0])
    return Pair(
        tasks=tuple(PAIR_TASKS.values()),
        large=SHOWN.get(large, large),
        small=SHOWN.get(small, small),
        large_score=scores[0],
        small_score=scores[1],
        parameters_ratio=models["parameters"][a] / models["parameters"][b],
        wins=int(ahead.sum()),
        words=_pair_words(scores),
        compared=len(ahead),
    )


def _pair_words(scores: np.ma.MaskedArray) -> str:
    """The scores of both models in words, task by task, the large model's first."""
    named = zip(PAIR_TASKS.values(), scores.T.filled(np.nan), strict=True)
    return "; ".join(f"{task}: {a:.1%} against {b:.1%}".replace("-\n", "").replace("\n", " ") for task, (a, b) in named)


def comparison(account: str) -> list[tuple[str, str, str, str, str]]:
    """Rows of ``popular_thresholds.csv`` for one list ("language", "other" or "ladder"), as text.

    Each row: ability, popular threshold, what the source says, open models that go against it (or "–"), verdict.
    """
    rows, models = table("popular_thresholds"), table("open_models")
    one_of("account", account, sorted(set(rows["account"])))
    where = {name: i for i, name in enumerate(models["model"])}

    def against(task: str, large: str, small: str) -> str:
        if not task:
            return "–"
        return ", ".join(f"{SHOWN.get(name, name)} {models[task][where[name]]:.1%}" for name in (large, small))

    return [
        (str(ability), parameters_in_words(popular), str(sourced), against(task, large, small), str(verdict))
        for kind, ability, popular, sourced, task, large, small, verdict in zip(
            *(rows[name] for name in ("account", "ability", "popular_parameters", "sourced")),
            *(rows[name] for name in ("task", "large_model", "small_model", "verdict")),
            strict=True,
        )
        if kind == account
    ]


def shown(*models: str) -> dict[str, str]:
    """What to show for each of these models of ``open_models.csv``, and its name there: the choices of a control."""
    return {SHOWN.get(model, model): model for model in models}
