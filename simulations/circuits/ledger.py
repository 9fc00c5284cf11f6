"""What the ledger measures of the circuits' claims: functions of the shipped trainings, a number each."""

from simulations.circuits import induction, memory

PARTS = ("previous_token_score", "matching", "copying")
CRITERIA = ({"above": 0.5}, {"share": 0.2}, {"share": 0.5})


def parts_always_ahead() -> float:
    """How many of the circuit's three parts are ahead of the accuracy in all five networks, by each criterion."""
    ahead = [all((induction.leads(part, **by) > 0).all() for by in CRITERIA) for part in PARTS]
    return float(sum(ahead))


def least_lead_of_copying() -> float:
    """The fewest steps by which copying passes one half before the accuracy does, in five networks."""
    return float(induction.leads("copying", above=0.5).min())


def least_loss_of_new_tasks() -> float:
    """By what factor the error on new tasks is larger at the end of a training on 16 tasks than it was at its least, in
    the network of three that lost the least."""
    return float(memory.lost(tasks=16).min())
