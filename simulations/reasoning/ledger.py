"""What the ledger measures of the claims about reward and long tasks: functions of tables and toys, a number each."""

from simulations.reasoning import coverage, ruler


def doubling_by_the_new_ruler() -> float:
    """The doubling time of seven models' horizons by the newer tasks, over that by the older ones."""
    old, new = (ruler.trend(ruler=column).doubling for column in ruler.COLUMNS)
    return float(new / old)


def overtaken_by() -> float:
    """By how many points of 100 the base model of the figure is ahead with 1,024 tries, after a training that opens
    nothing."""
    found = coverage.coverage()
    return float(100 * (found.base[-1] - found.trained[-1]))
