"""Two published tables by model size: word problems with and without a chain of thought, and code by tries."""

from dataclasses import dataclass

import numpy as np

from simulations.check import one_of
from simulations.data import table
from simulations.words import parameters_in_words

BENCHMARKS = {"GSM8K": "gsm8k", "MAWPS": "mawps"}
SAMPLES = (1, 10, 100)


@dataclass(frozen=True)
class ChainOfThought:
    """Solve rates of one family of models by size (wei2022chain), padded with masked values to five sizes.

    parameters, standard, chain: (5,), shares of problems solved; gain: chain - standard; helps_from: the smallest size
    from which a chain of thought helps, in words; hurts: at how many sizes it costs problems; worst: the largest loss,
    share, 0 if there is none; harm: both in words.
    """

    family: str
    benchmark: str
    parameters: np.ma.MaskedArray
    standard: np.ma.MaskedArray
    chain: np.ma.MaskedArray
    gain: np.ma.MaskedArray
    helps_from: str
    hurts: int
    worst: float
    harm: str


def chain_of_thought(*, family: str = "LaMDA", benchmark: str = "GSM8K") -> ChainOfThought:
    """One family ("LaMDA", "GPT" or "PaLM") on one benchmark ("GSM8K" or "MAWPS"). Raises ``ValueError`` for others."""
    rows = table("chain_of_thought")
    column = BENCHMARKS[one_of("benchmark", benchmark, BENCHMARKS)]
    here = rows["family"] == one_of("family", family, ["LaMDA", "GPT", "PaLM"])
    parameters, standard, chain = (
        _padded(rows[name][here], 5) for name in ("parameters", f"{column}_standard", f"{column}_chain")
    )
    gain = chain - standard
    helps = np.flatnonzero(gain.compressed() > 0)
    hurts, worst = int((gain.compressed() < 0).sum()), float(max(0, -gain.min()))
    return ChainOfThought(
        family=family,
        benchmark=benchmark,
        parameters=parameters,
        standard=standard,
        chain=chain,
        gain=gain,
        helps_from=f"from {parameters_in_words(parameters[helps[0]])} up" if len(helps) else "at no size",
        hurts=hurts,
        worst=worst,
        harm=f"at {hurts} size{'s' * (hurts > 1)}, by up to {worst:.1%} of the problems" if hurts else "at no size",
    )


@dataclass(frozen=True)
class Codex:
    """Pass rates of Codex by size (chen2021evaluating) and a straight line in log-odds, fitted to the smallest sizes.

    parameters, pass_rate: (8,); fitted: (8,) bool; line_parameters, line: (60,) the fit along all sizes; predicted: the
    line at the largest size; measured: the pass rate there.
    """

    samples: int
    parameters: np.ndarray
    pass_rate: np.ndarray
    fitted: np.ndarray
    line_parameters: np.ndarray
    line: np.ndarray
    predicted: float
    measured: float


def codex(*, samples: int = 1, sizes: int = 8) -> Codex:
    """Pass rates with so many ``samples`` (1, 10 or 100), and the line through the smallest ``sizes`` (2 to 8) of them.

    Raises ``ValueError`` for others.
    """
    rows = table("codex")
    rate = rows[f"pass_{one_of('samples', samples, SAMPLES)}"]
    if not 2 <= sizes <= len(rate):
        raise ValueError(f"sizes must be from 2 to {len(rate)}, not {sizes!r}")
    log_size = np.log10(rows["parameters"])
    slope, level = np.polyfit(log_size[:sizes], np.log(rate / (1 - rate))[:sizes], 1)
    along = np.linspace(log_size[0], log_size[-1], 60)
    line = 1 / (1 + np.exp(-(level + slope * along)))
    return Codex(
        samples=samples,
        parameters=rows["parameters"],
        pass_rate=rate,
        fitted=np.arange(len(rate)) < sizes,
        line_parameters=10**along,
        line=line,
        predicted=float(line[-1]),
        measured=float(rate[-1]),
    )


def _padded(values: np.ndarray, length: int) -> np.ma.MaskedArray:
    filled = np.full(length, np.nan)
    filled[: len(values)] = values
    return np.ma.masked_invalid(filled)
