"""Files that are whole or not there: written beside and moved into place; checked when read; set aside if damaged."""

import hashlib
import json
import os
from pathlib import Path

import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.torch import load, save

FORMAT = "emergence-measured arithmetic run, version 1"


class Damaged(ValueError):
    """A file that is not what its name says; the message names it and says why."""


def refuse_other(path: Path) -> None:
    """Raise ``OSError`` where ``path`` is there and no plain file: a file would take a device's or a pipe's place."""
    if path.exists() and not path.is_file():
        raise OSError(f"{path} must be a plain file, or not there yet, not a device, a pipe or a folder")


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
        beside.unlink(missing_ok=True)
        raise OSError(f"{path} could not be written ({error.strerror}); what was finished before is kept") from error


def write_run(path: Path, tensors: dict[str, torch.Tensor], facts: dict) -> None:
    """Tensors and facts (anything that JSON holds) as one safetensors file, with a digest over both."""
    tensors = {name: value.detach().cpu().contiguous().clone() for name, value in tensors.items()}
    text = json.dumps(facts, sort_keys=True)
    labels = {"format": FORMAT, "facts": text, "digest": _digest(tensors, text)}
    write_whole(path, save(tensors, metadata=labels))


def read_run(path: Path) -> tuple[dict[str, torch.Tensor], dict]:
    """The tensors and facts of a file. Raises ``Damaged`` when they are not whole, or not a run of this version."""
    try:
        content = path.read_bytes()
        tensors = load(content)
        labels = json.loads(content[8 : 8 + int.from_bytes(content[:8], "little")])["__metadata__"]
        written, text, digest = labels["format"], labels["facts"], labels["digest"]
    except (SafetensorError, KeyError, ValueError, TypeError) as error:
        raise Damaged(f"{path} is not a whole safetensors file of a run ({error})") from error
    if written != FORMAT:
        raise Damaged(f"{path} is {written!r}, where this program writes {FORMAT!r}")
    if digest != _digest(tensors, text):
        raise Damaged(f"{path} was changed after it was written: its digest does not fit")
    return tensors, json.loads(text)


def set_aside(path: Path) -> Path:
    """Move a file out of the way, beside itself, under a name that nothing reads; the new path."""
    for number in range(1, 10_000):
        aside = path.with_name(f"{path.name}.damaged-{number}")
        if not aside.exists():
            os.replace(path, aside)
            return aside
    raise FileExistsError(f"{path} has 9,999 damaged copies beside it: clear them away")


def _digest(tensors: dict[str, torch.Tensor], text: str) -> str:
    digest = hashlib.sha256(text.encode())
    for name in sorted(tensors):
        digest.update(f"{name} {tensors[name].dtype} {tuple(tensors[name].shape)}".encode())
        digest.update(np.ascontiguousarray(tensors[name].reshape(-1).view(torch.uint8).numpy()).tobytes())
    return digest.hexdigest()
