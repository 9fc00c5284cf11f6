"""A student's own sweep as one JSON file, which the chapter's page draws beside the shipped one.

Version 3 is an object with ``format`` (FORMAT), ``version`` (3), ``student`` (the number whose seeds these are, or
null), ``seeds`` (a list of whole numbers), ``recipe`` (an object: the task, steps, batch, rates), ``examination`` (how
many problems the models were examined on), ``command``, ``machine`` (an object of strings) and ``models``, a list of
objects with ``parameters`` (whole number, 1 to 10⁹), ``seed`` (one of the seeds), ``status`` ("ok" or "diverged") and,
where the status is "ok", the numbers of RANGES.
"""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from simulations.files import write_whole
from simulations.laboratory import student

if TYPE_CHECKING:  # both know PyTorch, which whoever only reads results may not have
    from simulations.laboratory.plan import Plan
    from simulations.laboratory.sweep import Sweep

FILE = "laboratory-result.json"
FORMAT = "emergence-measured laboratory result"
VERSION = 3  # a new one, too, wherever a seed comes to mean another model
RANGES = {
    "cross_entropy": (0, 50),
    "digit_accuracy": (0, 1),
    "exact_match": (0, 1),
    "brier_score": (0, 2),
    "edit_distance": (0, 20),
}  # and the range that each must lie in
MOST_MODELS = 5_000
ALWAYS = {"parameters": (1, 10**9), "seed": (0, 2**53)}
FIELDS = {"ok": ALWAYS | RANGES, "diverged": ALWAYS}  # a model's numbers by its status, each with its range
# What a file may hold, for the page's script
DESCRIPTION = {"format": FORMAT, "version": VERSION, "most": MOST_MODELS, "fields": FIELDS}


def as_json(found: "Sweep", plan: "Plan", *, machine: dict[str, str]) -> str:
    """The main panel's models as version 3 of the format."""
    names = ("parameters", "seed", "status")
    models = [
        {name: row[name] for name in names}
        | ({name: round(row[name], 6) for name in RANGES} if row["status"] == "ok" else {})
        for row in found.models
        if row["panel"] == "main"
    ]
    seeds = sorted({model["seed"] for model in models})
    facts = {"format": FORMAT, "version": VERSION, "student": student.whose(seeds), "seeds": seeds}
    facts |= _same_for_all(plan) | {"command": plan.command, "machine": machine}
    return json.dumps(facts | {"models": models}, indent=1)


def _same_for_all(plan: "Plan") -> dict[str, Any]:
    """What all main models of a sweep have in common: how they were trained and examined.

    Not their width, and not the number format, which is the machine's.
    """
    run = next(run for run in plan.runs if run.panel == "main")
    recipe = {name: value for name, value in run.recipe.described().items() if name not in ("width", "precision")}
    return {"recipe": recipe, "examination": asdict(run.examination)}


def write(found: "Sweep", plan: "Plan", folder: Path, *, machine: dict[str, str]) -> Path:
    """Put the result of a sweep with a main panel into a folder, whole or not at all; the file's path."""
    write_whole(folder / FILE, as_json(found, plan, machine=machine).encode())
    return folder / FILE


def read(text: str) -> dict:
    """The result in a file's text. Raises ``ValueError`` that says what is wrong with it and where."""
    try:
        content = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise ValueError(f"this is not JSON: {error}") from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise ValueError(f"this is not a laboratory result: its format is not {FORMAT!r}")
    if content.get("version") != VERSION:
        raise ValueError(f"the result is version {content.get('version')!r}; version {VERSION} can be read here")
    models = content.get("models")
    if not isinstance(models, list) or not 1 <= len(models) <= MOST_MODELS:
        raise ValueError(f"models must be a list of 1 to {MOST_MODELS:,} models")
    for number, model in enumerate(models, 1):
        _check(model, number)
    _check_whose(content, models)
    return content


def columns(found: "Sweep") -> dict[str, dict[str, np.ndarray]]:
    """The sweep's rows as columns, as ``simulations.data.table`` would read them from the written tables."""
    return {name: _columns(rows) for name, rows in (("models", found.models), ("steps", found.steps)) if rows}


def _check(model: Any, number: int) -> None:
    if not isinstance(model, dict) or model.get("status") not in FIELDS:
        raise ValueError(f"model {number}: status must be {' or '.join(map(repr, FIELDS))}")
    for name, (low, high) in FIELDS[model["status"]].items():
        value = model.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise ValueError(f"model {number}: {name} must be a number from {low} to {high}, not {value!r}")
        if name in ALWAYS and value != int(value):
            raise ValueError(f"model {number}: {name} must be a whole number, not {value!r}")


def _check_whose(content: dict, models: list[dict]) -> None:
    """Raises ``ValueError`` unless the number, the seeds and the models fit each other."""
    for name in ("recipe", "examination"):
        if not isinstance(content.get(name), dict):
            raise ValueError(f"{name} must be an object, not {content.get(name)!r}")
    seeds = sorted({model["seed"] for model in models})
    if content.get("seeds") != seeds:
        raise ValueError(f"seeds must be those of the models, {seeds[0]} to {seeds[-1]}, not {content.get('seeds')!r}")
    owner = student.whose(seeds)
    if "student" not in content or content["student"] != owner:
        whose = "nobody's" if owner is None else f"those of student {owner}"
        stated = json.dumps(content.get("student"))
        raise ValueError(f"the student must be the seeds' own: {seeds[0]} to {seeds[-1]} are {whose}, not of {stated}")
    if len({(model["parameters"], model["seed"]) for model in models}) < len(models):
        raise ValueError("models must each have a size and a seed of their own; one comes twice")


def _columns(rows: list[dict]) -> dict[str, np.ndarray]:
    return {name: np.array([np.nan if row[name] is None else row[name] for row in rows]) for name in rows[0]}
