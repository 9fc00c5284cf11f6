"""The trained weights of a sweep's main models, a file a model: whoever asks them anew needs no training."""

from collections.abc import Iterable
from pathlib import Path

from simulations import checkpoint, files
from simulations.laboratory.sweep import Run


def write(runs: Iterable[Run], folder: Path, to: Path) -> list[Path]:
    """WIDTH-SEED.npz into ``to`` for each model of the main panel, its weights by the parameters' names; the files.

    Raises ``ValueError`` where a run is not finished in ``folder``.
    """
    main = [run for run in runs if run.panel == "main"]
    if missing := [run for run in main if not _file(run, folder).exists()]:
        raise ValueError(f"every main run must be finished, not {len(missing)} of {len(main)} missing in {folder}")
    written = []
    for run in main:
        tensors, _ = checkpoint.read(_file(run, folder))
        weights = {name.removeprefix("weights."): each for name, each in tensors.items() if name.startswith("weights.")}
        for place, seed in enumerate(run.seeds):
            written.append(to / f"{run.recipe.width}-{seed}.npz")
            files.write_arrays(written[-1], **{name: each[place].numpy() for name, each in weights.items()})
    return written


def _file(run: Run, folder: Path) -> Path:
    return folder / f"{run.key}.safetensors"
