"""Files that are whole or not there: written beside and moved into place. And tables of figures, under their note."""

import csv
import errno
import io
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np


def refuse_other(path: Path) -> None:
    """Raise ``OSError`` where ``path`` is there and no plain file: a file would take a device's or a pipe's place."""
    if path.exists() and not path.is_file():
        raise OSError(f"{path} must be a plain file, or not there yet, not a device, a pipe or a folder")


def must_take(folder: Path) -> None:
    """Make a folder where there is none. Raises ``OSError`` where nothing may be written into it."""
    folder.mkdir(parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK):
        raise PermissionError(errno.EACCES, "nothing may be written into it", str(folder))


def read_plain(path: Path) -> bytes:
    """The content of a plain file. Raises ``OSError`` for any other: reading a device or a pipe may never end."""
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "it is a device, a pipe or a folder, no plain file", str(path))
    return path.read_bytes()


def write_whole(path: Path, content: bytes) -> None:
    """Write ``content`` so that a kill or a full disk at any time leaves the old file or the new one, never a part.

    Raises ``OSError`` where it cannot, as ``refuse_other`` does, too.
    """
    refuse_other(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with open(beside, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except OSError as error:
        raise OSError(f"{path} could not be written ({error.strerror}); what was finished before is kept") from error
    finally:
        beside.unlink(missing_ok=True)


def set_aside(path: Path) -> Path:
    """Move a file out of the way, beside itself, under a name that nothing reads; the new path."""
    for number in range(1, 10_000):
        aside = path.with_name(f"{path.name}.damaged-{number}")
        if not aside.exists():
            os.replace(path, aside)
            return aside
    raise FileExistsError(f"{path} has 9,999 damaged copies beside it: clear them away")


def write_table(path: Path, columns: Mapping[str, Sequence], *, note: Sequence[str]) -> None:
    """Write columns of one length as CSV under their note, whole or not at all, as ``simulations.data.table`` reads it.

    Fractions have five significant digits; None and NaN are empty cells. Raises ``ValueError`` for columns of several
    lengths and for infinity.
    """
    lengths = {name: len(values) for name, values in columns.items()}
    if len(set(lengths.values())) != 1:
        raise ValueError(f"columns must be of one length, not {lengths}")
    page = io.StringIO()
    page.writelines(f"# {line}\n" for line in note)
    rows = csv.writer(page, lineterminator="\n")
    rows.writerow(columns)
    rows.writerows(zip(*([_cell(value, name) for value in values] for name, values in columns.items()), strict=True))
    write_whole(path, page.getvalue().encode())


def _cell(value: Any, name: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, float | np.floating):
        return str(value)
    if np.isinf(value):
        raise ValueError(f"column {name} must hold numbers or nothing, not {value}: train with a lower learning_rate")
    return "" if np.isnan(value) else f"{value + 0.0:.5g}"  # a zero with no minus


def write_arrays(path: Path, **arrays: Any) -> None:
    """Write arrays as one compressed ``.npz``, whole or not at all."""
    page = io.BytesIO()
    np.savez_compressed(page, **arrays)
    write_whole(path, page.getvalue())
