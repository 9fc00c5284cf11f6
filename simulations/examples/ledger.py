"""What the ledger measures of the examples' claims: functions of the shipped tables, a number each."""

import numpy as np
from scipy.stats import spearmanr

from simulations.data import table
from simulations.examples import atlas, letters, prompting


def scales_span() -> float:
    """How many times the smallest scale of Wei et al.'s Table 1 the largest is, in parameters."""
    return float(atlas.atlas(axis="parameters").span)


def opt_behind_qwen() -> float:
    """By how many points of 100 Qwen1.5-0.5B is ahead of OPT-66B on three-digit addition."""
    models = table("open_models")
    score = {name: float(models["addition_3"][models["model"] == name][0]) for name in ("Qwen1.5-0.5B", "opt-66b")}
    return 100 * (score["Qwen1.5-0.5B"] - score["opt-66b"])


def small_adders() -> float:
    """How many open models below 10B parameters get half of the three-digit sums right."""
    return _small_and_able("addition_3", below=10e9, least=0.5)


def small_solvers_of_word_problems() -> float:
    """How many open models below 10B parameters solve half of GSM8K."""
    return _small_and_able("gsm8k", below=10e9, least=0.5)


def small_coders() -> float:
    """How many open models below 10B parameters solve a quarter of HumanEval."""
    return _small_and_able("humaneval", below=10e9, least=0.25)


def unscrambled_at_ten_billion() -> float:
    """The median share of scrambled words that open models of 7 to 13B parameters unscramble."""
    models = table("open_models")
    near = (models["parameters"] >= 7e9) & (models["parameters"] <= 13.5e9)
    return float(np.nanmedian(models["unscrambling"][near]))


def smallest_lose_with_a_chain() -> float:
    """In how many of three families the smallest model solves fewer problems of GSM8K with a chain of thought."""
    return float(sum(prompting.chain_of_thought(family=name).gain[0] < 0 for name in prompting.FAMILIES))


def chain_helps_over() -> float:
    """The largest size at which a chain of thought begins to help, over the smallest: three families, GSM8K."""
    sizes = [prompting.chain_of_thought(family=name).helps_from for name in prompting.FAMILIES]
    return float(max(sizes) / min(sizes))


def truthfulness_follows_compute() -> float:
    """The rank correlation of training compute and TruthfulQA among the open models."""
    models = table("open_models")
    known = ~np.isnan(models["truthfulqa"]) & ~np.isnan(models["train_flops"])
    return float(spearmanr(models["train_flops"][known], models["truthfulqa"][known]).statistic)


def largest_codex() -> float:
    """The parameters of the largest Codex model."""
    return float(table("codex")["parameters"].max())


def seen_with_a_hundred_tries() -> float:
    """How many times its pass rate at one try the smallest Codex has at a hundred."""
    rows = table("codex")
    return float(rows["pass_100"][0] / rows["pass_1"][0])


def known_by_words() -> float:
    """Of the models within three points of guessing by letters on HellaSwag, the share that is above by the words."""
    forms = letters.asked(test="HellaSwag", form="letters", family="Pythia")
    return forms.of_these_above / forms.at_chance


def _small_and_able(task: str, *, below: float, least: float) -> float:
    models = table("open_models")
    return float(np.sum((models["parameters"] < below) & (models[task] >= least)))
