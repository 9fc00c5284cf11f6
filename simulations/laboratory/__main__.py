"""The laboratory: ``python -m simulations.laboratory train | sweep | resume | report | weights | ship | pool``."""

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path

from simulations.laboratory import pool_command, student

try:
    import torch
    from tqdm.auto import tqdm

    from simulations import checkpoint, data, files
    from simulations.check import whole
    from simulations.laboratory import presets, report, result, shipped, sweep, weights
    from simulations.laboratory.examination import Examination
    from simulations.laboratory.plan import Plan
    from simulations.laboratory.sweep import Run
    from simulations.laboratory.task import Task
    from simulations.laboratory.train import Recipe, Training
except ModuleNotFoundError as error:
    if error.name not in ("torch", "safetensors", "tqdm"):
        raise
    if sys.argv[1:2] == ["pool"]:  # who pools a class's results trains nothing
        sys.exit(pool_command.main(sys.argv[2:]))
    sys.exit(f"Training needs {error.name}, which is not here. In the repository: pip install '.[lab]'")

# What is shipped: how it is written, and the panels that it has.
SHIPPED = {
    "tables": (report.write_tables, tuple(presets.PANELS)),
    "seeds": (report.write_seeds, ("main", "uniform")),
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when it did what it was asked, 1 with one line on what to do where it could not."""
    chosen = _parser().parse_args(arguments)
    try:
        return chosen.command(chosen)
    except (ValueError, OSError, RuntimeError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("stopped; finished runs are kept: `resume` goes on from there", file=sys.stderr)
        return 130


def train(chosen: argparse.Namespace) -> int:
    """Train one size and print what its models can do."""
    if chosen.save:
        files.refuse_other(chosen.save)
    task = Task(digits=chosen.digits, skew=chosen.skew, lengths=chosen.lengths, least_first=not chosen.largest_first)
    recipe = Recipe(width=chosen.width, task=task, steps=chosen.steps, batch=chosen.batch, positions=chosen.positions)
    recipe = replace(recipe, matrix_rate=chosen.matrix_rate, rate=chosen.rate, clip=chosen.clip)
    whole("seeds", chosen.seeds, 1, presets.MOST_SEEDS)
    where = presets.device(chosen.device)
    if where == "cpu":
        torch.set_num_threads(1)  # at these sizes a second thread only waits for the first
    training = Training(recipe, tuple(range(chosen.seeds)), device=where)
    with tqdm(total=recipe.steps, unit="step", desc=f"{training.models.parameters_each:,} parameters") as bar:
        while training.step < recipe.steps:
            before = training.step
            training.run(until=before + 10)
            bar.update(training.step - before)
            bar.set_postfix(loss=f"{training.losses[-1].mean():.3f}")
    rows, _, _ = Examination().sit(training.models)
    for seed, at, row in zip(training.seeds, training.diverged_at(), rows, strict=True):
        ended = "" if at is None else f"  diverged at step {at}: try half of --matrix-rate and --rate"
        print(
            f"seed {seed}: cross-entropy {row['cross_entropy']:.3f}, digit accuracy {row['digit_accuracy']:.1%}, "
            f"exact match {row['exact_match']:.1%}{ended}"
        )
    if chosen.save:
        checkpoint.write(chosen.save, training.state(), {"recipe": recipe.described(), "seeds": training.seeds})
        print(f"weights and optimiser state: {chosen.save}")
    return 0


def start(chosen: argparse.Namespace) -> int:
    """Write the plan of a sweep into its folder and run it."""
    where = presets.device(chosen.device)
    panels = tuple(presets.PANELS) if chosen.panels == "all" else tuple(chosen.panels.split(","))
    precision = presets.fastest_precision(where) if chosen.precision == "auto" else chosen.precision
    first_seed = chosen.first_seed if chosen.student is None else student.first_seed(chosen.student)
    plan = Plan(chosen.preset, panels, chosen.seeds, first_seed, precision)
    plan.write(chosen.folder)
    return _run(chosen, plan, where)


def resume(chosen: argparse.Namespace) -> int:
    """Go on with the sweep whose plan lies in the folder."""
    return _run(chosen, Plan.read(chosen.folder), presets.device(chosen.device))


def write_report(chosen: argparse.Namespace) -> int:
    """Tables and figures of a folder's sweep; of the shipped one when no folder is given."""
    if chosen.folder is None:
        tables = {"models": shipped.models(), "steps": shipped.steps()}
        written = report.draw_all(tables, chosen.to)
    else:
        written = _report(chosen.folder, chosen.to, Plan.read(chosen.folder))
    print("\n".join(str(path) for path in written))
    return 0


def write_weights(chosen: argparse.Namespace) -> int:
    """Trained weights of a folder's sweep, a file a model."""
    written = weights.write(Plan.read(chosen.folder).runs, chosen.folder, chosen.to)
    print(f"{len(written)} models' weights: {chosen.to}")
    return 0


def ship(chosen: argparse.Namespace) -> int:
    """Put a finished sweep's tables, under their notes, where the chapters read them."""
    plan = Plan.read(chosen.folder)
    found = sweep.collect(plan.runs, chosen.folder)
    write, panels = SHIPPED[chosen.what]
    if set(plan.panels) != set(panels):
        asked = "all" if panels == tuple(presets.PANELS) else ",".join(panels)
        raise ValueError(
            f"a sweep to ship as {chosen.what} must have the panels {', '.join(panels)}, "
            f"not {', '.join(plan.panels)}: `sweep --panels {asked}`"
        )
    machine = _machine(chosen.folder)
    if found.missing or not machine:
        unfinished = f"{len(found.missing)} of {len(plan.runs)} runs unfinished"
        raise ValueError(f"a sweep to ship must be finished, not {unfinished}: `resume --folder {chosen.folder}`")
    written = write(found, plan.runs, chosen.to, command=plan.command, machine=machine)
    print("\n".join(str(path) for path in written))
    print("The chapters read these tables: `make test` says which of their sentences no longer hold")
    return 0


def _run(chosen: argparse.Namespace, plan: Plan, where: str) -> int:
    runs = plan.runs
    if where == "cpu":
        print("no GPU is used; " + (f"{chosen.workers} worker(s) on the CPU" if chosen.ray is None else "Ray on CPUs"))
    with tqdm(total=len(runs), unit="size") as bar:

        def progress(run: Run) -> None:
            bar.update()

        bar.update(len(runs) - len(sweep.pending(runs, chosen.folder, say=bar.write)))
        if chosen.ray is not None:
            from simulations.laboratory.cluster import ray_sweep

            found = ray_sweep(
                runs, chosen.folder, address=chosen.ray or None, device=where, progress=progress, say=bar.write
            )
        else:
            workers = 1 if where == "cuda" else chosen.workers
            found = sweep.sweep(runs, chosen.folder, workers=workers, device=where, progress=progress, say=bar.write)
    files.write_whole(chosen.folder / "machine.json", json.dumps(sweep.machine(where)).encode())
    print(report.summary(found))
    _report(chosen.folder, chosen.folder, plan)
    return 0


def _report(folder: Path, to: Path, plan: Plan) -> list[Path]:
    runs = plan.runs
    found = sweep.collect(runs, folder)
    if not found.models:
        raise ValueError(f"{folder} holds no finished run yet")
    if found.missing:
        print(f"{len(found.missing)} of {len(runs)} runs are not finished; `resume` trains them", file=sys.stderr)
    machine = _machine(folder)
    written = report.write_tables(found, runs, to, command=plan.command, machine=machine)
    if "main" in plan.panels:
        written.append(result.write(found, plan, to, machine=machine))
    return written + report.draw_all(result.columns(found), to)


def _machine(folder: Path) -> dict[str, str]:
    """What a sweep was made on; nothing where it was not finished."""
    path = folder / "machine.json"
    if not path.exists():
        return {}
    try:
        held = json.loads(files.read_plain(path).decode("utf-8"))
        if not (isinstance(held, dict) and all(isinstance(value, str) for value in held.values())):
            raise ValueError("it is no object of strings")
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{path} is damaged ({error}): `resume --folder {folder}` writes it again") from error
    return held


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m simulations.laboratory", description=__doc__)
    commands = parser.add_subparsers(required=True)
    one = commands.add_parser("train", help="train one size")
    one.set_defaults(command=train)
    one.add_argument("--width", type=int, default=32, help="even; sets the number of parameters (default 32)")
    one.add_argument("--seeds", type=int, default=3, help="how many models at once (default 3)")
    for name in ("steps", "batch"):
        one.add_argument(f"--{name}", type=int, default=getattr(presets.PRESETS["cpu"], name))
    for name in ("matrix_rate", "rate", "clip"):
        one.add_argument(f"--{name.replace('_', '-')}", type=float, default=getattr(Recipe, name))
    one.add_argument("--digits", type=int, default=8)
    one.add_argument("--skew", type=float, default=Task.skew, help="0: digits alike; 1: Zipf's law (default 0.75)")
    one.add_argument("--lengths", choices=("mixed", "full"), default="mixed")
    one.add_argument("--largest-first", action="store_true", help="write numbers largest digit first")
    one.add_argument("--positions", choices=("relative", "absolute"), default="relative")
    one.add_argument("--save", type=Path, help="a safetensors file for weights and optimiser state")
    many = commands.add_parser("sweep", help="train a grid of sizes and seeds")
    many.set_defaults(command=start)
    many.add_argument("--preset", choices=tuple(presets.PRESETS), default="cpu")
    many.add_argument("--panels", default="main", help=f"all, or some of {','.join(presets.PANELS)} (default main)")
    many.add_argument("--seeds", type=int, help="seeds a size, instead of the preset's number")
    whose = many.add_mutually_exclusive_group()
    whose.add_argument("--student", type=int, help="a number of your own, whose seeds are trained")
    whose.add_argument(
        "--first-seed", type=int, default=0, help="or the first seed (default 0; the shipped are 0 to 4)"
    )
    many.add_argument("--precision", choices=("auto", "float32", "bfloat16"), default="auto")
    again = commands.add_parser("resume", help="go on with a sweep that was stopped")
    again.set_defaults(command=resume)
    for command in (many, again):
        command.add_argument("--folder", type=Path, default=Path("runs"), help="where runs are kept (default runs)")
        command.add_argument("--workers", type=int, default=2, help="processes on the CPU (default 2)")
        command.add_argument("--ray", nargs="?", const="", metavar="ADDRESS", help="run on Ray: here, or at ADDRESS")
    redraw = commands.add_parser("report", help="tables and figures of a sweep")
    redraw.set_defaults(command=write_report)
    redraw.add_argument("--folder", type=Path, help="a sweep's folder (default: the shipped sweep)")
    redraw.add_argument("--to", type=Path, default=Path("report"), help="where to write (default report)")
    trained = commands.add_parser("weights", help="the trained weights of a sweep's main models, a file a model")
    trained.set_defaults(command=write_weights)
    trained.add_argument("--folder", type=Path, default=Path("runs"), help="the sweep's folder (default runs)")
    trained.add_argument("--to", type=Path, default=Path("weights"), help="where to write (default weights)")
    finished = commands.add_parser("ship", help="put a finished sweep's tables where the chapters read them")
    finished.set_defaults(command=ship)
    finished.add_argument("--folder", type=Path, default=Path("runs"), help="the sweep's folder (default runs)")
    finished.add_argument("--to", type=Path, default=Path(str(data.folder())), help="where to (default: the book's)")
    finished.add_argument(
        "--what", choices=tuple(SHIPPED), default="tables", help="all tables, or that of many seeds (default tables)"
    )
    pool_command.arguments(commands.add_parser("pool", help=pool_command.HELP))
    for command in (one, many, again):
        command.add_argument("--device", choices=presets.DEVICES, default="auto")
    return parser


if __name__ == "__main__":
    sys.exit(main())
