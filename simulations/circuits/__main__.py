"""Regenerate the tables of the chapter on circuits: ``python -m simulations.circuits TOY``.

A command that is killed goes on where it was when it is called again; delete the ``--state`` folder to start afresh.
"""

import argparse
import shlex
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

try:
    import torch

    from simulations import files
    from simulations.circuits import (
        grokking,
        induction_network as induction,
        lent,
        memory,
        memory_network,
        parity_network as parity,
        regression,
        superposition_network as superposition,
        tables,
    )
    from simulations.circuits.grids import DENSITIES, IMPORTANCES
except ModuleNotFoundError as error:
    if error.name not in ("torch", "safetensors", "tqdm"):
        raise
    sys.exit(f"Training needs {error.name}, which is not here. In the repository: pip install '.[lab]'")

GEOMETRY_DENSITIES = np.geomspace(0.01, 1.0, 21)
DECAYS = (1.0, 0.9, 0.8, 0.7)
FEATURES = 5
GROKKING_SHARES = (0.3, 0.35, 0.4, 0.5)
NUDGES = (0.0, 1e-6)  # of each first weight: ten times what 32-bit floats round
MOST_SEEDS = 1_000
WIDEST = parity.WIDTHS[-1:]


def main(arguments: list[str] | None = None) -> int:
    """Train, then write the tables; the command line stands in their notes. The exit status."""
    words = sys.argv[1:] if arguments is None else arguments
    options = _parser().parse_args(words)
    if not 1 <= options.seeds <= MOST_SEEDS:
        _parser().error(f"--seeds must be 1 to {MOST_SEEDS:,}, not {options.seeds}")
    torch.set_num_threads(1)
    command = f"python -m simulations.circuits {shlex.join(words)}"
    try:
        for folder in (options.folder, options.state):
            files.must_take(folder)
        TOYS[options.toy](options, command)
    except (ValueError, OSError, FloatingPointError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m simulations.circuits", description=__doc__)
    parser.add_argument("toy", choices=list(TOYS))
    parser.add_argument("--seeds", type=int, default=5, help="how many seeds, from 0 (5)")
    parser.add_argument("--steps", type=int, help="updates (the toy's own number)")
    parser.add_argument("--learning-rate", type=float, help="the optimiser's learning rate (the toy's own)")
    parser.add_argument("--folder", type=Path, default=Path("simulations/data"), help="where the tables go")
    parser.add_argument("--state", type=Path, default=Path("_build/training"), help="where a training's state is kept")
    return parser


def _schedule(options, own):
    steps = own.steps if options.steps is None else options.steps
    rate = own.learning_rate if options.learning_rate is None else options.learning_rate
    return replace(own, steps=steps, learning_rate=rate)


def _induction(options, command: str) -> None:
    seeds, schedule = range(options.seeds), _schedule(options, induction.SCHEDULE)
    histories = {
        layers: induction.trained(
            seeds=seeds, shape=shape, schedule=schedule, checkpoint=options.state / f"induction-{layers}.safetensors"
        )
        for layers, shape in tables.NETWORKS.items()
    }
    what = "In-context bigrams: scores of attention-only networks of two layers and of one, by seed and training step."
    lines = tables.note(what, command)
    files.write_table(options.folder / "induction_training.csv", tables.induction_columns(histories, seeds), note=lines)
    what = "Attention on the walk that the chapter shows: (seeds, times, layers, now, then), 255 being all of it."
    pictures = tables.attention_pictures(histories)
    lines = tables.note(what, command)
    files.write_arrays(options.folder / "induction_attention.npz", note=np.array("\n".join(lines)), **pictures)


def _superposition(options, command: str) -> None:
    starts, schedule = range(2 * options.seeds), _schedule(options, superposition.SCHEDULE)
    density, importance = (grid.ravel() for grid in np.meshgrid(DENSITIES, IMPORTANCES))
    history = superposition.trained(
        density=density,
        importance=np.stack([np.ones_like(importance), importance], axis=1),
        hidden=1,
        seeds=starts,
        schedule=schedule,
        checkpoint=options.state / "superposition-phases.safetensors",
    )
    what = "Two features in one dimension: the best weights of several starts, by density and the second's importance."
    columns = tables.phase_columns(history, density, importance)
    files.write_table(options.folder / "superposition_phases.csv", columns, note=tables.note(what, command))
    density, decay = (grid.ravel() for grid in np.meshgrid(GEOMETRY_DENSITIES, DECAYS))
    history = superposition.trained(
        density=density,
        importance=decay[:, None] ** np.arange(FEATURES),
        hidden=2,
        seeds=starts[: options.seeds],
        schedule=schedule,
        checkpoint=options.state / "superposition-geometry.safetensors",
    )
    what = "Five features in two dimensions: where each points, by density and by how importance falls with rank."
    columns = tables.geometry_columns(history, density, decay, starts[: options.seeds])
    files.write_table(options.folder / "superposition_geometry.csv", columns, note=tables.note(what, command))


def _parity(options, command: str) -> None:
    seeds, schedule = range(options.seeds), _schedule(options, parity.SCHEDULE)
    history = parity.trained(seeds=seeds, schedule=schedule, checkpoint=options.state / "parity.safetensors")
    what = "Multitask sparse parity: each task's loss in bits (task1 the most frequent), by seed, width and step."
    columns = tables.parity_columns(history, parity.WIDTHS, seeds)
    files.write_table(options.folder / "parity_training.csv", columns, note=tables.note(what, command))


def _optimisers(options, command: str) -> None:
    seeds, histories = range(options.seeds), []
    for own in parity.OPTIMISERS:
        schedule = _schedule(options, own)
        path = options.state / f"parity-{schedule.optimiser}-{schedule.learning_rate:g}.safetensors"
        at = parity.log_steps(schedule.steps, count=120)
        history = parity.trained(widths=WIDEST, seeds=seeds, schedule=schedule, measure_at=at, checkpoint=path)
        histories.append((schedule, history))
    what = f"Multitask sparse parity, {WIDEST[0]} hidden units: the step at which each task is learned, by optimiser."
    columns = tables.learned_columns(histories, seeds)
    files.write_table(options.folder / "parity_optimisers.csv", columns, note=tables.note(what, command))


def _grokking(options, command: str) -> None:
    seeds, schedule = range(options.seeds), _schedule(options, grokking.SCHEDULE)
    histories = {
        (share, nudge): grokking.trained(seeds=seeds, share=share, schedule=schedule, nudge=nudge)
        for nudge in NUDGES
        for share in GROKKING_SHARES
    }
    what = "Sums modulo 53: the step at which a network knows its own pairs, and parts of the others, by seed."
    columns = tables.grokking_columns(histories, seeds)
    files.write_table(options.folder / "grokking_waits.csv", columns, note=tables.note(what, command))


def _lent(options, command: str) -> None:
    seeds, schedule = range(options.seeds), _schedule(options, induction.SCHEDULE)

    def both(parameters, **others):
        return lent.both_lent(parameters, **others) | lent.own_match(parameters)

    history = induction.trained(seeds=seeds, schedule=schedule, every=10, measure=both)
    what = "In-context bigrams, two layers: right answers with both looks lent, and a match read off the weights alone."
    columns = tables.lent_columns(history, seeds)
    files.write_table(options.folder / "induction_lent.csv", columns, note=tables.note(what, command))


def _memory(options, command: str) -> None:
    seeds, schedule = range(min(options.seeds, len(memory.SEEDS))), _schedule(options, memory_network.SCHEDULE)
    histories = {
        network: memory_network.trained(
            seeds=seeds, network=network, schedule=schedule, checkpoint=options.state / f"memory-{network}.safetensors"
        )
        for network in memory.NETWORKS
    }
    what = "Regression in the prompt by attention and by a memory: errors on new and on known tasks, by training step."
    columns = tables.memory_columns(histories, seeds)
    files.write_table(options.folder / "memory_training.csv", columns, note=tables.note(what, command))


def _regression(options, command: str) -> None:
    columns = regression.measured(rng=np.random.default_rng(0))
    what = "Regression in the prompt: three ways' error on new tasks and on known ones, by how many are known."
    files.write_table(options.folder / "regression_tasks.csv", columns, note=tables.note(what, command))


TOYS = {
    "induction": _induction,
    "induction-lent": _lent,
    "grokking": _grokking,
    "superposition": _superposition,
    "parity": _parity,
    "parity-optimisers": _optimisers,
    "regression": _regression,
    "memory": _memory,
}

if __name__ == "__main__":
    sys.exit(main())
