"""A training's state on disk: written whole or not at all, and enough to go on bit for bit."""

import os
import pickle
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch


def save(path: Path, step: int, parameters, optimiser, rngs, records, *, identity: str) -> None:
    """Write the state before update ``step`` to ``path``, replacing what was there in one move."""
    state = {
        "identity": identity,
        "step": step,
        "parameters": {name: value.detach() for name, value in parameters.items()},
        "optimiser": optimiser.state_dict(),
        "rngs": [rng.bit_generator.state for rng in rngs],
        "records": [(at, {k: torch.from_numpy(np.asarray(v)) for k, v in values.items()}) for at, values in records],
    }
    write_whole(path, lambda file: torch.save(state, file))


def resume(path: Path | None, parameters, optimiser, rngs: Sequence[np.random.Generator], *, identity: str):
    """(step, records): where to go on, with ``parameters``, ``optimiser`` and ``rngs`` set; (0, []) with no file.

    Raises ``ValueError`` when the file is of another training."""
    if path is None or not Path(path).exists():
        return 0, []
    try:
        state = torch.load(path, weights_only=True)
    except (RuntimeError, EOFError, pickle.UnpicklingError) as error:
        raise ValueError(f"{path} is not a whole checkpoint: delete it, and the training starts afresh") from error
    if state["identity"] != identity:
        raise ValueError(f"{path} holds {state['identity']!r}, not {identity!r}: delete it or name another checkpoint")
    with torch.no_grad():
        for name, value in state["parameters"].items():
            parameters[name].copy_(value)
    optimiser.load_state_dict(state["optimiser"])
    for rng, saved in zip(rngs, state["rngs"], strict=True):
        rng.bit_generator.state = saved
    return state["step"], [(at, {k: v.numpy() for k, v in values.items()}) for at, values in state["records"]]


def write_whole(path: Path, write) -> None:
    """Call ``write(file)`` on a binary file beside ``path``, then move it there: no reader ever meets half a file.

    Raises ``OSError`` where ``path`` is a device, a pipe or a folder, which the file would replace."""
    path = Path(path)
    if path.exists() and not path.is_file():
        raise OSError(f"{path} must be a plain file, or not there yet, not a device, a pipe or a folder")
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.partial")
    try:
        with open(partial, "wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)
