"""Two published tables by model size: word problems with and without a chain of thought, and code by tries."""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit

from simulations.check import one_of, whole
from simulations.data import table
from simulations.masked import padded

BENCHMARKS = {"GSM8K": "gsm8k", "MAWPS": "mawps"}
FAMILIES = ("LaMDA", "GPT", "PaLM")
SAMPLES = (1, 10, 100)


@dataclass(frozen=True)
class ChainOfThought:
    """Solve rates of one family of models by size (wei2022chain), padded with masked values to five sizes.

    parameters, standard, chain: (5,), shares of problems solved; gain: chain - standard; helps_from: the smallest size
    at which a chain of thought helps, in parameters, inf if none; hurts: at how many sizes it costs problems; worst:
    the largest loss, share, 0 if there is none.
    """

    parameters: np.ma.MaskedArray
    standard: np.ma.MaskedArray
    chain: np.ma.MaskedArray
    gain: np.ma.MaskedArray
    helps_from: float
    hurts: int
    worst: float


def chain_of_thought(*, family: str = "LaMDA", benchmark: str = "GSM8K") -> ChainOfThought:
    """One family ("LaMDA", "GPT" or "PaLM") on one benchmark ("GSM8K" or "MAWPS"). Raises ``ValueError`` for others."""
    rows = table("chain_of_thought")
    column = BENCHMARKS[one_of("benchmark", benchmark, BENCHMARKS)]
    here = rows["family"] == one_of("family", family, FAMILIES)
    parameters, standard, chain = (
        padded(np.ma.masked_invalid(rows[name][here]), 5)
        for name in ("parameters", f"{column}_standard", f"{column}_chain")
    )
    gain = chain - standard
    helped = parameters[gain > 0].compressed()
    return ChainOfThought(
        parameters=parameters,
        standard=standard,
        chain=chain,
        gain=gain,
        helps_from=float(helped.min(initial=np.inf)),
        hurts=int((gain < 0).sum()),
        worst=float(max(0, -gain.min())),
    )


@dataclass(frozen=True)
class Codex:
    """Pass rates of Codex by size (chen2021evaluating) and a straight line in log-odds, fitted to the smallest sizes.

    parameters, pass_rate: (8,); fitted: (8,) bool; line_parameters, line: (60,) the fit along all sizes; predicted: the
    line at the largest size; measured: the pass rate there.
    """

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
    whole("sizes", sizes, 2, len(rate))
    log_size = np.log10(rows["parameters"])
    slope, level = np.polyfit(log_size[:sizes], logit(rate)[:sizes], 1)
    along = np.linspace(log_size[0], log_size[-1], 60)
    line = expit(level + slope * along)
    return Codex(
        parameters=rows["parameters"],
        pass_rate=rate,
        fitted=np.arange(len(rate)) < sizes,
        line_parameters=10**along,
        line=line,
        predicted=float(line[-1]),
        measured=float(rate[-1]),
    )
