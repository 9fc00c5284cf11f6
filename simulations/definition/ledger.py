"""What the ledger measures of the definition's claims: functions of the shipped tables, a number each."""

import numpy as np

from simulations.data import table
from simulations.laws import scaling

EMERGENT = ("emergent with GPT-3 or LaMDA", "emergent with PaLM")
PROGRAMS = ("program_synthesis", "python_programming_challenge")
WRITING = ("code", "program", "HumanEval")
MODELS = {"parameters": np.array([1e9, 175e9, 70e9, 8e9]), "tokens": np.array([20e9, 300e9, 1.4e12, 15e12])}


def ten_percent_more() -> float:
    """The largest share of the loss that 10% more tokens remove: a model of 1B, GPT-3, Chinchilla, Llama-3-8B."""
    return float(scaling.more_data(scaling.REFIT, **MODELS).share_of_loss.max())


def slope_kept() -> float:
    """The slope of log loss by log compute along the best split at 10²⁴ FLOPs, as a share of that at 10¹⁸."""
    compute = np.array([1e18, 1.01e18, 1e24, 1.01e24])
    log_loss = np.log(scaling.optimum(scaling.REFIT, compute=compute).loss)
    return float((log_loss[3] - log_loss[2]) / (log_loss[1] - log_loss[0]))


def tasks_called_emergent() -> float:
    """How many BIG-bench tasks Wei et al. list as emergent."""
    return float(np.isin(table("wei_lists")["wei_list"], EMERGENT).sum())


def code_that_switches_on() -> float:
    """How many rows of Wei et al.'s Table 1, and tasks on their lists of emergent ones, are about writing programs."""
    abilities, tasks = table("wei_table1")["ability"], table("wei_lists")
    rows = sum(any(word in ability for word in WRITING) for ability in abilities)
    return float(rows + (np.isin(tasks["wei_list"], EMERGENT) & np.isin(tasks["task"], PROGRAMS)).sum())


def forecast_of_the_loss() -> float:
    """The median miss, in nats, of a law fitted to runs below 5×10¹⁹ FLOPs on the runs of ten times that and more."""
    runs = {name: column[scaling.runs()["kept"] == 1] for name, column in scaling.runs().items()}
    n, d, loss = (runs[name] for name in ("parameters", "tokens", "loss"))
    compute = scaling.training_compute(parameters=n, tokens=d)
    seen, later = compute < 5e19, compute >= 5e20
    law = scaling.fit(parameters=n[seen], tokens=d[seen], losses=loss[seen])
    return float(np.median(np.abs(scaling.loss(law, parameters=n[later], tokens=d[later]) - loss[later])))
