"""The parts of a model of some width, counted in the model itself, for the schematic that has them."""

from simulations.laboratory.model import HEADS, Adders
from simulations.laboratory.schematic import Parts
from simulations.laboratory.task import Task


def parts(*, width: int) -> Parts:
    """The parts of a model of ``width``, counted. Raises ``ValueError`` for a width that no model has."""
    task = Task()
    model = Adders(task, width=width, seeds=(0,))
    count = {name: weights[0].numel() for name, weights in model.named_parameters()}
    weights = {
        "table": count["symbol"] + count["place"],
        "attention": count["attention"] + count["bias"],
        "MLP": count["mlp"],
        "readout": count["head"],
    }
    return Parts(
        width=width,
        heads=HEADS,
        per_head=width // HEADS,
        hidden=model.mlp.shape[-1],
        read=task.context_length,
        kinds=len(model.eye),
        weights=weights,
        total=model.parameters_each,
    )
