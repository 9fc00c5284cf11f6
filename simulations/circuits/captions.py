"""What the captions of the chapter on circuits say of a result, beside its own numbers."""

import numpy as np

from simulations.circuits.induction import Training
from simulations.circuits.memory import Memory
from simulations.circuits.parity import Run
from simulations.circuits.schematic import LookUp
from simulations.circuits.stages import Stages
from simulations.circuits.superposition import Phase

COUNTS = ("no", "one", "two", "three", "four", "five", "six")


def training(result: Training) -> dict[str, str]:
    """``says``: how far the circuit is at the moment."""
    return {"says": _moment(result.accuracy_now, result.copying_now, result.layers)}


def _moment(accuracy: float, copying: float, layers: int) -> str:
    if accuracy > 0.6:
        return "The circuit is there, and every score shows it."
    if layers == 1 and copying > 0.6:
        return "It can copy, but one layer has no way to find what to copy."
    if accuracy > 0.3:
        return "The circuit is forming."
    if copying > 0.6:
        return "The answers do not show it, but the copying is ready."
    return "It guesses among the tokens it has seen." if accuracy > 0.08 else "It knows nothing yet."


def phase(result: Phase) -> dict[str, str]:
    """``found``: what the network does with its two features."""
    return {"found": _way(result.first_weight, result.second_weight)}


def _way(first: float, second: float) -> str:
    if abs(second) < 0.2 * abs(first):
        return "keeps the first feature and drops the second"
    if abs(first) < 0.2 * abs(second):
        return "keeps the second feature and drops the first"
    if first * second > 0:
        return "keeps a mixture of the two, pointing the same way"
    return "keeps both, pointing opposite ways"


def by_step(result: Run) -> dict[str, str]:
    """``picked_at``: by which step the task that was picked is learned."""
    return {"picked_at": _learned(result.picked_at, "step")}


def by_width(result: Run) -> dict[str, str]:
    """``picked_at``: by which width the task that was picked is learned."""
    return {"picked_at": _learned(result.picked_at, "width")}


def _learned(at: float, unit: str) -> str:
    return "not learned here" if np.isnan(at) else f"learned by {unit} {at:,.0f}"


def look_up(result: LookUp, *, part: str) -> dict[str, str]:
    """``told``: what the part does here."""
    letter, seen = result.letters[result.place], len(result.matches)
    if part == "previous-token look":
        return {
            "told": "A head of the first layer looks one place back, everywhere, and notes the letter that stood there"
        }
    if part == "matching":
        places = "one place has" if seen == 1 else f"{COUNTS[seen]} places have"
        return {
            "told": f"At the {letter}, a head of the second layer asks for the note “before me stood {letter}”: "
            f"{places} it"
        }
    often = "" if seen == 1 else f" ({COUNTS[result.copied.count(result.answer)]} times in {COUNTS[seen]})"
    return {
        "told": f"What stands at the places found is copied to the answer: {result.answer}{often}, and that is the "
        "guess"
    }


def in_training(result: Memory) -> dict[str, str]:
    """``says``: whether what the network could do with new tasks is still there at the end."""
    return {"says": _kept(result.least_new, result.last_new / result.least_new)}


def _kept(least: float, factor: float) -> str:
    if factor > 1.5:
        return "What it could do with new tasks, it has lost again."
    if factor > 1.1:
        return "Some of what it could do with new tasks is lost again."
    return "It never learns to do new tasks well." if least > 0.5 else "What it can do with new tasks, it keeps."


def stages(result: Stages, *, data: str) -> dict[str, str]:
    """``living``: the likeliest number of live units; ``says``: what the loss of such networks says of λ."""
    living = ("no live unit", "one live unit", "two live units")[result.live]
    if data != "expected":
        return {"living": living, "says": ""}
    above = f"the loss is {result.coefficient:.2f}/n above the least possible"
    return {"living": living, "says": f" With {living}, {above}: that is λ/n, as measured."}
