"""What the ledger measures of the claims about real models: functions of the shipped tables, a number each."""

from simulations.remeasured import appears, collapse, forecasts, pythia, testbed

FURTHEST = min(forecasts.SEEN, key=forecasts.SEEN.get)  # the smallest models, so the furthest forecasts
COMPARED = (6, 5, 4, 3, 2.5, 2)  # nats
BEYOND_CHANCE = 3.0  # standard errors between the best and the worst of eight


def first_and_last_at_five_percent() -> float:
    """How many times the training of the first of eight Pythia sizes the last one takes to 5% on LAMBADA."""
    found = appears.when_reached(level=0.05)
    return float(found.slowest / found.fastest)


def tests_on_one_curve() -> float:
    """How many of nine tests part no two Pythia sizes by three standard errors at any of six losses."""
    spreads = [[collapse.at_level(level, task=task).spread for level in COMPARED] for task in pythia.TASKS]
    return float(sum(max(row) < BEYOND_CHANCE for row in spreads))


def counts_of_the_same_tasks() -> float:
    """By how many of 46 tasks the count that follows the loss changes with the text that the loss is measured on."""
    counts = [testbed.followed(text=text, bar=0.65).passing for text in testbed.TEXTS]
    return float(max(counts) - min(counts))


def task_over_average() -> float:
    """How many times the miss of the average the miss of a single task is, by the same law from the smallest models."""
    single, average = forecasts.misses(seen=FURTHEST), forecasts.missed(forecasts.AVERAGES[0], seen=FURTHEST)
    return float(single["the law"].mean() / average["the law"].mean())
