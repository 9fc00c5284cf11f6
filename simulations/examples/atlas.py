"""The atlas: Wei et al.'s Table 1 by scale, a popular account's thresholds, and open models' scores on those tasks."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.stats import spearmanr

from simulations.check import one_of
from simulations.data import table
from simulations.examples.catalogue import SHOWN

AXES = {"parameters": "parameters", "training FLOPs": "train_flops"}


@dataclass(frozen=True)
class Task:
    """A task of ``open_models.csv``: its name, what is published on it, and where a popular account puts its threshold.

    wei: abilities of ``wei_table1.csv`` that are this task, each with a short name; chance: the score of guessing, a
    share (NaN where there is none); popular: parameters, or None; note: a sentence on what the sources say.
    """

    name: str
    chance: float
    wei: dict[str, str]
    popular: float | None
    note: str


ARITHMETIC = {
    "3-digit addition and subtraction": "3 digits",
    "4- and 5-digit addition and subtraction": "4–5 digits",
    "8-digit addition with a scratchpad": "8 digits",
}
WORD_PROBLEMS = {
    "Chain of thought: word problems": "word problems",
    "Self-consistency decoding": "self-consistency",
    "Least-to-most prompting": "least-to-most",
    "Zero-shot chain of thought": "zero-shot chain",
}
MMLU = {"MMLU (average of 57 topics)": "57 topics", "MMLU (26 topics)": "26 topics", "MMLU (30 topics)": "30 topics"}
TRUTHFULNESS = {"Truthfulness (TruthfulQA)": "TruthfulQA"}
TASKS = {
    "addition_3": Task("three-digit addition", 0, ARITHMETIC, 60e9, "Wei’s table lists addition at three sizes."),
    "subtraction_3": Task("three-digit subtraction", 0, ARITHMETIC, 60e9, "Wei’s table lists addition at three sizes."),
    "gsm8k": Task(
        "word problems (GSM8K)", 0, WORD_PROBLEMS, 100e9, "Wei’s table lists four ways of prompting for them."
    ),
    "unscrambling": Task("word unscrambling", 0, {}, 10e9, "Wei’s table has no row for it; the appendix does."),
    "humaneval": Task("writing code (HumanEval)", 0, {}, 70e9, "Wei’s table has no row for it."),
    "mmlu": Task("exam questions (MMLU)", 0.25, MMLU, None, "Wei’s table lists MMLU at three sizes."),
    "truthfulqa": Task("TruthfulQA", np.nan, TRUTHFULNESS, None, "Wei’s table lists it at 280B, by another score."),
    "persian_qa": Task("questions in Persian", 0.25, {}, None, "Wei’s appendix lists it, for the PaLM of 62B."),
}


@dataclass(frozen=True)
class Atlas:
    """One view of the atlas; every x is in parameters or in FLOPs, as ``axis`` says; masked where there is none.

    wei_x: (22,) the table's abilities in order of scale; of_task: (22,) whether of this task; wei_names: short names of
    those, others ""; popular_x: (8,) the popular account's thresholds; popular_here: (1,) the task's own;
    x, score: (models,) every open model; family_x, family_score: the chosen family's only; span: largest over smallest
    of wei_x; rank_correlation: Spearman's, of x and score; contrast: two models against a threshold in scale, in words.
    """

    axis: str
    task_name: str
    note: str
    chance: float
    wei_x: np.ma.MaskedArray
    of_task: np.ndarray
    wei_names: tuple[str, ...]
    popular_x: np.ma.MaskedArray
    popular_here: np.ma.MaskedArray
    x: np.ma.MaskedArray
    score: np.ma.MaskedArray
    family_x: np.ma.MaskedArray
    family_score: np.ma.MaskedArray
    family_words: str
    span: float
    rank_correlation: float
    contrast: str


def atlas(*, task: str = "addition_3", axis: str = "parameters", family: str = "OPT") -> Atlas:
    """The atlas for one task of ``TASKS``, along ``axis`` ("parameters" or "training FLOPs"), one family picked out.

    Raises ``ValueError`` for an unknown task, axis or family.
    """
    chosen = TASKS[one_of("task", task, TASKS)]
    column = AXES[one_of("axis", axis, AXES)]
    models = _models()
    one_of("family", family, sorted(set(models["family"])))
    abilities, scales = _table1(column)
    x, score = np.ma.masked_invalid(models[column]), np.ma.masked_invalid(models[task])
    mask = x.mask | score.mask
    x, score = np.ma.array(x, mask=mask), np.ma.array(score, mask=mask)
    popular = popular_thresholds() if column == "parameters" else np.full(len(popular_thresholds()), np.nan)
    here = chosen.popular if chosen.popular and column == "parameters" else np.nan
    return Atlas(
        axis=axis,
        task_name=chosen.name,
        note=chosen.note,
        chance=chosen.chance,
        wei_x=np.ma.array(scales),
        of_task=np.array([ability in chosen.wei for ability in abilities]),
        wei_names=tuple(chosen.wei.get(ability, "") for ability in abilities),
        popular_x=np.ma.masked_invalid(popular),
        popular_here=np.ma.masked_invalid([here]),
        x=x,
        score=score,
        family_x=np.ma.array(x, mask=mask | (models["family"] != family)),
        family_score=np.ma.array(score, mask=mask | (models["family"] != family)),
        family_words=_family_words(family, score, models["family"] == family),
        span=scales[-1] / scales[0],
        rank_correlation=float(spearmanr(x.compressed(), score.compressed()).statistic),
        contrast=_contrast(models, task, axis),
    )


def families(*, at_least: int = 4) -> list[str]:
    """The families of open models with at least so many members that have a score on three-digit addition."""
    models = _models()
    names, counts = np.unique(models["family"][~np.isnan(models["addition_3"])], return_counts=True)
    return [str(name) for name in names[counts >= at_least]]


@cache
def popular_thresholds() -> np.ndarray:
    """The popular account's eight thresholds for language models, in parameters."""
    rows = table("popular_thresholds")
    return rows["popular_parameters"][rows["account"] == "language"]


@cache
def _models() -> dict[str, np.ndarray]:
    return table("open_models")


@cache
def _table1(column: str) -> tuple[list[str], np.ndarray]:
    rows = table("wei_table1")
    given = ~np.isnan(rows[column])
    order = np.argsort(rows[column][given], kind="stable")
    return list(rows["ability"][given][order]), rows[column][given][order]


def _family_words(family: str, score: np.ma.MaskedArray, of_it: np.ndarray) -> str:
    scores = score[of_it].compressed()
    if not len(scores):
        return f"{family} was not measured"
    return f"{family}, {len(scores)} models, scores {scores.min():.1%} to {scores.max():.1%}"


def _contrast(models: dict, task: str, axis: str) -> str:
    """In words: the two models, one at least ten times the other along the axis, whose scores are most out of order."""
    x, score = models[AXES[axis]], models[task]
    measured = np.flatnonzero(~np.isnan(x) & ~np.isnan(score))
    x, score, names = x[measured], score[measured], models["model"][measured]
    upset = np.where(x[:, None] >= 10 * x[None, :], score[None, :] - score[:, None], -1)
    large, small = np.unravel_index(np.argmax(upset), upset.shape)
    fewer = "fewer parameters" if axis == "parameters" else "less training compute"
    ahead, behind = (SHOWN.get(name, name) for name in (names[small], names[large]))
    times = x[large] / x[small]
    return f"{behind} scores {score[large]:.1%}; {ahead}, with {times:,.0f} times {fewer}, scores {score[small]:.1%}"
