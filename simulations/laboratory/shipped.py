"""The shipped sweep: its tables, each main model's predictions on the same problems, a byte or two a digit, and the
weights of one main model of each size, two bytes a weight.

No PyTorch is needed here. ``python -m simulations.laboratory report`` writes what this module reads.
"""

from functools import cache
from importlib import resources

import numpy as np

from simulations.data import table
from simulations.laboratory.measure import Predictions

NAME = "arithmetic_predictions.npz"
WEIGHTS = "arithmetic_weights.npz"
SEEDS = "arithmetic_seeds"
FAINTEST = 16.0  # nats: log-probabilities below minus this are kept as this


def models() -> dict[str, np.ndarray]:
    """A row a trained model: panel, width, parameters, seed, how it ended, and every metric."""
    return table("arithmetic_models")


def many_seeds() -> dict[str, np.ndarray]:
    """As ``models``, with twenty seeds of each size, of two panels: those of ``models`` are the first five."""
    return table(SEEDS)


def steps() -> dict[str, np.ndarray]:
    """A row a model and step, for the panels that were watched through training."""
    return table("arithmetic_steps")


def groups() -> dict[str, np.ndarray]:
    """A row a model and group of problems: by operand length, number of carries, place of the digit, digit total."""
    return table("arithmetic_groups")


@cache
def predictions() -> tuple[np.ndarray, np.ndarray, np.ndarray, Predictions]:
    """The main sweep's models on 256 problems: parameters [sizes], first and second operands [items], predictions.

    The predictions' arrays are [sizes, seeds, items, 9], units first; seeds are 0, 1, 2 ...
    """
    with (resources.files("simulations.data") / NAME).open("rb") as file, np.load(file) as held:
        columns = {name: held[name] for name in held.files}
    digits = columns["digits"]
    unpacked = Predictions(
        target=columns["target"],
        log_probs=restored(columns["log_probs"]),
        squares=columns["squares"] / 255,
        choices=digits % 16,
        written=digits // 16,
    )
    return columns["parameters"], columns["first"], columns["second"], unpacked


@cache
def weights() -> tuple[int, dict[int, dict[str, np.ndarray]]]:
    """The main sweep's models of one seed: the seed, and by width each parameter's float16 array."""
    with (resources.files("simulations.data") / WEIGHTS).open("rb") as file, np.load(file) as held:
        columns = {name: held[name] for name in held.files}
    found: dict[int, dict[str, np.ndarray]] = {}
    for width, _, name in (key.partition(".") for key in columns):
        if name:
            found.setdefault(int(width), {})[name] = columns[f"{width}.{name}"]
    return int(columns["seed"]), found


def halved(models: dict[int, dict[str, np.ndarray]]) -> dict[str, np.ndarray]:
    """The weights of models by width as ``weights`` reads them, in half of their bytes."""
    return {f"{width}.{name}": array.astype(np.float16) for width, of in models.items() for name, array in of.items()}


def compact(part: Predictions) -> dict[str, np.ndarray]:
    """Predictions as bytes: ``digits`` holds 16 times the written digit plus the likeliest one."""
    return {
        "digits": (16 * part.written.astype(int) + part.choices).astype(np.uint8),
        "log_probs": quantised(part.log_probs),
        "squares": np.round(255 * np.nan_to_num(part.squares)).astype(np.uint8),
    }


def quantised(log_probs: np.ndarray) -> np.ndarray:
    """Log-probabilities as bytes on a square-root scale: fine near certainty, where it matters, and coarse far away.

    Those of a model that diverged are no numbers, and kept as the faintest.
    """
    faint = np.nan_to_num(np.clip(-log_probs, 0, FAINTEST), nan=FAINTEST)
    return np.round(255 * np.sqrt(faint / FAINTEST)).astype(np.uint8)


def restored(byte: np.ndarray) -> np.ndarray:
    """The log-probabilities that bytes stand for: right to 0.001 nats at -0.01, to 0.02 at -1, to 0.07 at the end."""
    return -FAINTEST * (byte / 255) ** 2
