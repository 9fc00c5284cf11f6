"""How often does a task follow the loss? 104 models on three corpora, 46 tasks (gadre2024language), counted anew."""

import functools
from dataclasses import dataclass

import numpy as np

from simulations.check import above, between, one_of
from simulations.data import table

CORPORA = ("C4", "RedPajama", "RefinedWeb")
MODELS = ("all three corpora", *CORPORA)
TEXTS = {"C4": "loss_c4", "RedPajama": "loss_redpajama", "RefinedWeb": "loss_refinedweb", "code": "loss_code"}
LARGEST = 6_889_410_560  # parameters
RATES = np.linspace(0.05, 4, 60)  # per nat


@dataclass(frozen=True)
class Law:
    """Accuracy as a function of the loss L (nats a token): ``offset`` + ``gain`` exp(−``rate`` (L − 3))."""

    offset: float
    gain: float
    rate: float

    def at(self, loss: np.ndarray) -> np.ndarray:
        """The accuracy at a loss, no less than 0 and no more than 1."""
        return np.clip(self.offset + self.gain * np.exp(-self.rate * (np.asarray(loss) - 3)), 0, 1)


@dataclass(frozen=True)
class Followed:
    """How well the law fits each task, in order: ``rank`` (46,) from 1, ``rising`` and ``falling`` (46,) the share of
    the accuracies' variance that it explains, each masked where the task goes the other way as the loss falls.

    ``passing``: the tasks that rise and reach the ``bar``; ``against``: those that reach it and fall; ``tasks``: all of
    them; ``share``: the first of all; ``last_in``, ``first_out``: the last rising task that passes, the next one.
    """

    rank: np.ndarray
    rising: np.ma.MaskedArray
    falling: np.ma.MaskedArray
    bar: float
    passing: int
    against: int
    tasks: int
    share: float
    last_in: str
    first_out: str


def models() -> dict[str, np.ndarray]:
    """The 104 models: corpus, parameters, tokens, four losses and the accuracies on 46 tasks, (104,) each."""
    return _read("testbed_models")


def tasks() -> dict[str, np.ndarray]:
    """The 46 tasks: name, items and score of guessing, (46,) each."""
    return _read("testbed_tasks")


@functools.lru_cache
def _read(name: str) -> dict[str, np.ndarray]:
    return table(name)


def fitted(loss: np.ndarray, accuracy: np.ndarray) -> Law:
    """The law of least squares: for each of RATES the best offset and gain, and the best of these.

    The form is gadre2024language's for the error averaged over tasks. Raises ``ValueError`` below three
    models.
    """
    above("the number of models", len(loss), 2)
    found = [_linear(loss, accuracy, rate) for rate in RATES]
    return min(found, key=lambda one: one[0])[1]


def _linear(loss: np.ndarray, accuracy: np.ndarray, rate: float) -> tuple[float, Law]:
    terms = np.stack([np.ones_like(loss), np.exp(-rate * (loss - 3))], axis=1)
    weights, *_ = np.linalg.lstsq(terms, accuracy, rcond=None)
    return float(np.sum((terms @ weights - accuracy) ** 2)), Law(*map(float, weights), float(rate))


def explained(loss: np.ndarray, accuracy: np.ndarray) -> tuple[float, bool]:
    """(the share of the accuracies' variance that the law explains, whether they rise as the loss falls)."""
    law = fitted(loss, accuracy)
    rest = accuracy - (law.offset + law.gain * np.exp(-law.rate * (loss - 3)))
    whole = np.sum((accuracy - accuracy.mean()) ** 2)
    return (float(1 - np.sum(rest**2) / whole) if whole else 0.0), law.gain > 0


@functools.lru_cache
def all_explained(trained_on: str, text: str) -> dict[str, tuple[float, bool]]:
    """``explained`` of every task, for the models of one of MODELS and the loss on one of TEXTS."""
    one_of("trained_on", trained_on, MODELS)
    one_of("text", text, TEXTS)
    data = models()
    chosen = np.isin(data["corpus"], CORPORA if trained_on == MODELS[0] else [trained_on])
    loss = data[TEXTS[text]][chosen]
    return {str(task): explained(loss, data[task][chosen]) for task in tasks()["task"]}


def followed(*, trained_on: str = MODELS[0], text: str = "C4", bar: float = 0.65) -> Followed:
    """How many of the 46 tasks rise with a falling loss and reach a ``bar`` of explained variance."""
    between("bar", bar, 0, 1)
    found = sorted(all_explained(trained_on, text).items(), key=lambda one: -one[1][0])
    share, rises = np.array([one for _, one in found]).T
    passing = [name for name, (value, up) in found if up and value >= bar]
    failing = [name for name, (value, up) in found if up and value < bar]
    return Followed(
        rank=np.arange(1, len(found) + 1),
        rising=np.ma.masked_array(share, rises == 0),
        falling=np.ma.masked_array(share, rises == 1),
        bar=bar,
        passing=len(passing),
        against=int(np.sum((rises == 0) & (share >= bar))),
        tasks=len(found),
        share=len(passing) / len(found),
        last_in=passing[-1] if passing else "",
        first_out=failing[0] if failing else "",
    )
