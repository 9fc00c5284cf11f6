"""Tables and pictures of a sweep: written from finished runs, and redrawn from the tables alone."""

from functools import partial
from pathlib import Path

import numpy as np

from simulations import files
from simulations.laboratory import drawings, pictures, shipped
from simulations.laboratory.curves import size_curve, time_curve
from simulations.laboratory.examination import SHIPPED, WRITTEN
from simulations.laboratory.measure import METRICS
from simulations.laboratory.presets import PANELS
from simulations.laboratory.sweep import Run, Sweep
from simulations.laboratory.task import encode

ANSWERS = "The main panel's answers to the first problems of its examination: (sizes, seeds, problems, digits)."
WEIGHTS = "The main panel's weights as float16, by width and name, of seed"
LABELS = ("panel", "width", "parameters", "seed", "step", "status", "diverged_at", "group", "value", "items")


def write_tables(found: Sweep, runs: list[Run], folder: Path, *, command: str, machine: dict[str, str]) -> list[Path]:
    """The sweep as tidy tables and the main panel's predictions, each whole or not at all; the files written."""
    origin = _origin(command, machine)
    written = []
    for name, rows in (("models", found.models), ("steps", found.steps), ("groups", found.groups)):
        if name == "groups":
            rows = [row for row in rows if row["panel"] == "main"]
        if rows:
            written.append(_write_rows(folder / f"arithmetic_{name}.csv", rows, runs, name, origin))
    if found.predictions:
        written.append(folder / shipped.NAME)
        told = np.array("\n".join([ANSWERS, *origin]))
        files.write_arrays(written[-1], note=told, **_packed(found, runs))
        written.append(folder / shipped.WEIGHTS)
        seed = next(run for run in runs if run.panel == "main").seeds[0]
        told = np.array("\n".join([f"{WEIGHTS} {seed}.", *origin]))
        files.write_arrays(written[-1], note=told, seed=np.array(seed), **shipped.halved(found.weights))
    return written


def write_seeds(found: Sweep, runs: list[Run], folder: Path, *, command: str, machine: dict[str, str]) -> list[Path]:
    """The rows of a sweep's models alone, as the table of many seeds a size; the files written."""
    path = folder / f"{shipped.SEEDS}.csv"
    return [_write_rows(path, found.models, runs, "models", _origin(command, machine))]


def _origin(command: str, machine: dict[str, str]) -> list[str]:
    made = "; ".join(f"{name} {value}" for name, value in machine.items())
    return [
        "Source: trained by this project",
        f"Made by: {command}",
        f"On: {made}",
        "Licence: MIT, like the project",
    ]


def _write_rows(path: Path, rows: list[dict], runs: list[Run], name: str, origin: list[str]) -> Path:
    note = [*(f"{line}." for line in (_contents(runs[0])[name], *_legend(name, runs))), *origin]
    columns = {column: [row[column] for row in rows] for column in sorted(rows[0], key=_column_order)}
    files.write_table(path, columns, note=note)
    return path


def _contents(run: Run) -> dict[str, str]:
    """What stands in the tables of a sweep with this run."""
    items = run.examination.items
    return {
        "models": f"Trained addition transformers, a row each: how it ended, and every metric on the same {items:,} "
        f"problems (edit distance: on the first {min(WRITTEN, items)} of them)",
        "steps": "The panels watched through training: a row a model and step, measured on "
        f"{run.watch_items:,} problems",
        "groups": "The same models by group of problems: operand digits, number of carries, place (0: units), digit "
        "total",
    }


def draw_all(tables: dict[str, dict[str, np.ndarray]], folder: Path) -> list[Path]:
    """A figure a metric and panel as SVG, from the tables ``models`` and, where there are any, ``steps``."""
    written = []
    for table, curve, draw in (
        ("models", size_curve, drawings.draw_size_curve),
        ("steps", time_curve, drawings.draw_time_curve),
    ):
        for panel in _panels(tables.get(table)):
            for metric in METRICS.keys() & tables[table].keys():
                written.append(folder / f"{table}-{panel}-{metric.replace('_', '-')}.svg")
                shown = curve(tables[table], metric=metric, panel=panel)
                pictures.save(partial(draw, shown), written[-1])
    return sorted(written)


def _panels(table: dict[str, np.ndarray] | None) -> list[str]:
    """The panels that have a curve: more than one size, or step."""
    if table is None:
        return []
    points = {
        panel: set(table["step" if "step" in table else "parameters"][table["panel"] == panel])
        for panel in table["panel"]
    }
    return [panel for panel, of in points.items() if len(of) > 1]


def summary(found: Sweep) -> str:
    """A line a size: what a person wants to see in a terminal when a sweep ends."""
    lines = ["panel          width  parameters  seeds  cross-entropy  digit accuracy  exact match (lowest to highest)"]
    for panel, width in sorted({(row["panel"], row["width"]) for row in found.models}, key=_in_order):
        rows = [row for row in found.models if (row["panel"], row["width"]) == (panel, width)]
        ok = [row for row in rows if row["status"] == "ok"]
        text = f"{panel:14} {width:5}  {rows[0]['parameters']:10,}  {len(rows):5}"
        if ok:
            exact = [row["exact_match"] for row in ok]
            means = (float(np.mean([row[name] for row in ok])) for name in ("cross_entropy", "digit_accuracy"))
            text += "  {:13.2f}  {:14.1%}".format(*means) + f"  {min(exact):.1%} to {max(exact):.1%}"
        lines.append(text)
        for row in rows:
            if row["status"] != "ok":
                lines.append(
                    f"    seed {row['seed']} diverged at step {row['diverged_at']}: train it again with half the "
                    "learning rates (--matrix-rate, --rate), or a smaller --clip"
                )
    return "\n".join(lines)


def _in_order(key: tuple[str, int]) -> tuple[int, int]:
    return list(PANELS).index(key[0]) if key[0] in PANELS else len(PANELS), key[1]


def _legend(name: str, runs: list[Run]) -> list[str]:
    units = "Log-likelihoods and cross-entropy in nats; edit_distance in digits of nine; all else shares, 0 to 1"
    panels = {run.panel for run in runs} if name == "models" else ()
    return [units, *(f"Panel {panel}: {text}" for panel, text in PANELS.items() if panel in panels)]


def _column_order(name: str) -> tuple[int, str]:
    return (LABELS.index(name), "") if name in LABELS else (len(LABELS), name)


def _packed(found: Sweep, runs: list[Run]) -> dict[str, np.ndarray]:
    """The main panel's predictions as ``shipped.predictions`` reads them."""
    run = next(run for run in runs if run.panel == "main")  # one of them: all sit the same examination
    task = run.recipe.task
    first, second = (operand[:SHIPPED] for operand in run.examination.operands(task))
    kept = found.predictions.values()
    columns = {name: np.stack([one[name] for one in kept]) for name in ("digits", "log_probs", "squares")}
    columns["parameters"] = np.array(list(found.predictions))
    columns["target"] = encode(task, first, second)[:, -task.answer_length :].astype(np.uint8)
    return {"first": first, "second": second, **columns}
