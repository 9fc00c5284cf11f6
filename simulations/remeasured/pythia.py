"""The Pythia models through training: eight sizes, two corpora, 27 checkpoints, nine tests (biderman2023pythia)."""

import functools
from dataclasses import dataclass

import numpy as np

from simulations.check import one_of
from simulations.data import table
from simulations.laws.resolution import clopper_pearson

SIZES = {
    "70M": "70m",
    "160M": "160m",
    "410M": "410m",
    "1B": "1b",
    "1.4B": "1.4b",
    "2.8B": "2.8b",
    "6.9B": "6.9b",
    "12B": "12b",
}
CORPORA = {"the Pile": "standard", "the Pile without duplicates": "deduped"}
TASKS = {
    "LAMBADA": "lambada",
    "ARC-Easy": "arc_easy",
    "ARC-Challenge": "arc_challenge",
    "SciQ": "sciq",
    "PIQA": "piqa",
    "WinoGrande": "winogrande",
    "LogiQA": "logiqa",
    "Winograd schemas": "wsc",
    "MMLU": "mmlu",
}
ITEMS = {
    "LAMBADA": 5153,
    "ARC-Easy": 2376,
    "ARC-Challenge": 1172,
    "SciQ": 1000,
    "PIQA": 1838,
    "WinoGrande": 1267,
    "LogiQA": 651,
    "Winograd schemas": 104,
    "MMLU": 14042,
}
TOKENS_A_STEP = 2_097_152


@dataclass(frozen=True)
class Run:
    """One model in training: ``step``, ``tokens``, ``compute`` (6 × parameters × tokens, FLOPs), ``log_perplexity`` of
    LAMBADA's last words (nats) and its standard error ``log_perplexity_se``, (27,) each; ``accuracies`` by task, (27,).
    """

    size: str
    parameters: float
    step: np.ndarray
    log_perplexity: np.ndarray
    log_perplexity_se: np.ndarray
    accuracies: dict[str, np.ndarray]

    @property
    def tokens(self) -> np.ndarray:
        return self.step * TOKENS_A_STEP

    @property
    def compute(self) -> np.ndarray:
        return 6 * self.parameters * self.tokens

    def errors(self, task: str) -> np.ndarray:
        """The standard errors (27,) of the accuracies on ``task``."""
        return standard_error(self.accuracies[task], ITEMS[task])


@dataclass(frozen=True)
class TwoReadings:
    """LAMBADA by two metrics through one training, from step 1 on, (26,) each: ``tokens`` read, ``accuracy``, and
    ``log_perplexity`` in nats.

    On a logarithmic axis an accuracy of 0 is masked. ``last_zero``: the last step with none right; ``before`` and
    ``then``: the log-perplexity before training and at that step; ``ceiling``: the highest rate that none of the items
    right leaves possible (95%); ``next_step`` and ``next_accuracy``: the checkpoint after it; ``final``: the last
    accuracy.
    """

    tokens: np.ndarray
    accuracy: np.ma.MaskedArray
    log_perplexity: np.ndarray
    last_zero: int
    before: float
    then: float
    ceiling: float
    next_step: int
    next_accuracy: float
    final: float


def standard_error(share: np.ndarray, items: float) -> np.ndarray:
    """The standard error of a share right of so many items, as EleutherAI's harness prints it: √(p(1 − p)/(n − 1))."""
    share = np.asarray(share, dtype=float)
    return np.sqrt(share * (1 - share) / (items - 1))


@functools.lru_cache
def run(size: str, corpus: str = "the Pile") -> Run:
    """The training of one ``size`` on one ``corpus``. Raises ``ValueError`` for names that are not there."""
    one_of("size", size, SIZES)
    one_of("corpus", corpus, CORPORA)
    data = table("pythia_checkpoints")
    chosen = (data["size"] == SIZES[size]) & (data["corpus"] == CORPORA[corpus])
    return Run(
        size=size,
        parameters=float(data["parameters"][chosen][0]),
        step=data["step"][chosen],
        log_perplexity=data["log_perplexity"][chosen],
        log_perplexity_se=data["log_perplexity_se"][chosen],
        accuracies={task: data[column][chosen] for task, column in TASKS.items()},
    )


def runs(corpus: str = "the Pile") -> list[Run]:
    """The trainings on one ``corpus``, from the smallest size."""
    return [run(size, corpus) for size in SIZES]


def two_readings(*, size: str = "12B", corpus: str = "the Pile", log_axis: bool = False) -> TwoReadings:
    """LAMBADA's accuracy and log-perplexity through one training."""
    one = run(size, corpus)
    accuracy = one.accuracies["LAMBADA"]
    zero = int(np.flatnonzero(accuracy == 0)[-1])
    return TwoReadings(
        tokens=one.tokens[1:],
        accuracy=np.ma.masked_array(accuracy[1:], log_axis & (accuracy[1:] == 0)),
        log_perplexity=one.log_perplexity[1:],
        last_zero=int(one.step[zero]),
        before=float(one.log_perplexity[0]),
        then=float(one.log_perplexity[zero]),
        ceiling=float(clopper_pearson(0, ITEMS["LAMBADA"])[1]),
        next_step=int(one.step[zero + 1]),
        next_accuracy=float(accuracy[zero + 1]),
        final=float(accuracy[-1]),
    )
