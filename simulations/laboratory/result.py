"""A reader's own sweep as one JSON file, which the chapter's page draws beside the shipped one.

Version 1 is an object with ``format`` (FORMAT), ``version`` (1), ``command``, ``machine`` (an object of strings) and
``models``, a list of objects with ``parameters`` (whole number, 1 to 10⁹), ``seed`` (whole number), ``status`` ("ok" or
"diverged") and, where the status is "ok", the numbers of RANGES.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np

from simulations.files import write_whole
from simulations.laboratory.sweep import Sweep

FILE = "laboratory-result.json"
FORMAT = "emergence-measured laboratory result"
VERSION = 1
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


def as_json(found: Sweep, *, command: str, machine: dict[str, str]) -> str:
    """The main panel's models as version 1 of the format."""
    names = ("parameters", "seed", "status")
    models = [
        {name: row[name] for name in names}
        | ({name: round(row[name], 6) for name in RANGES} if row["status"] == "ok" else {})
        for row in found.models
        if row["panel"] == "main"
    ]
    return json.dumps(
        {"format": FORMAT, "version": VERSION, "command": command, "machine": machine, "models": models}, indent=1
    )


def write(found: Sweep, folder: Path, *, command: str, machine: dict[str, str]) -> Path:
    """Put the result into a folder, whole or not at all; the file's path."""
    write_whole(folder / FILE, as_json(found, command=command, machine=machine).encode())
    return folder / FILE


def read(text: str) -> dict:
    """The result in a file's text. Raises ``ValueError`` that says what is wrong with it and where."""
    try:
        content = json.loads(text)
    except json.JSONDecodeError as error:
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
    return content


def pooled(contents: list[dict]) -> dict:
    """Several results, as ``read`` gives them, as one of the same format: a class's models in one file.

    A size and a seed make one model, and it is taken once, from the first file that has it.
    """
    models = {
        (model["parameters"], model["seed"]): model for content in reversed(contents) for model in content["models"]
    }
    facts = {"command": f"pooled from {len(contents)} results", "machine": {}}
    return {"format": FORMAT, "version": VERSION, **facts, "models": [models[key] for key in sorted(models)]}


def as_columns(content: dict) -> dict[str, np.ndarray]:
    """A result's models as columns, NaN where a training diverged: a table of the main panel."""
    rows = [dict.fromkeys(RANGES) | model | {"panel": "main"} for model in content["models"]]
    return _columns([{name: row[name] for name in ("panel", "parameters", "seed", *RANGES)} for row in rows])


def columns(found: Sweep) -> dict[str, dict[str, np.ndarray]]:
    """The sweep's rows as columns, as ``simulations.data.table`` would read them from the written tables."""
    return {name: _columns(rows) for name, rows in (("models", found.models), ("steps", found.steps)) if rows}


def _check(model: Any, number: int) -> None:
    if not isinstance(model, dict) or model.get("status") not in FIELDS:
        raise ValueError(f"model {number}: status must be {' or '.join(map(repr, FIELDS))}")
    for name, (low, high) in FIELDS[model["status"]].items():
        value = model.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise ValueError(f"model {number}: {name} must be a number from {low} to {high}, not {value!r}")


def _columns(rows: list[dict]) -> dict[str, np.ndarray]:
    return {name: np.array([np.nan if row[name] is None else row[name] for row in rows]) for name in rows[0]}
