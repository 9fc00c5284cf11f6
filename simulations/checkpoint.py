"""A training on disk: tensors and facts in one safetensors file, checked when it is read, set aside if damaged."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from safetensors import SafetensorError
from safetensors.torch import load, save

from simulations.files import set_aside, write_whole

FORMAT = "emergence-measured training, version 2"  # a new one, too, wherever a seed comes to mean other numbers


class Damaged(ValueError):
    """A file that is not what its name says; the message names it and says why."""


def write(path: Path, tensors: dict[str, torch.Tensor], facts: dict) -> None:
    """Tensors and facts (anything that JSON holds), with a digest over both, whole or not at all.

    A training that is to go on from here says in ``facts["identity"]`` what it is.
    """
    tensors = {name: value.detach().cpu().contiguous().clone() for name, value in tensors.items()}
    text = json.dumps(facts, sort_keys=True)
    labels = {"format": FORMAT, "facts": text, "digest": _digest(tensors, text)}
    write_whole(path, save(tensors, metadata=labels))


def read(path: Path) -> tuple[dict[str, torch.Tensor], dict]:
    """The tensors and facts of a file. Raises ``Damaged`` when they are not whole, or not of this version."""
    try:
        content = path.read_bytes()
        tensors = load(content)
        labels = json.loads(content[8 : 8 + int.from_bytes(content[:8], "little")])["__metadata__"]
        written, text, digest = labels["format"], labels["facts"], labels["digest"]
    except (SafetensorError, KeyError, ValueError, TypeError) as error:
        raise Damaged(f"{path} is not a whole safetensors file of a training ({error})") from error
    if written != FORMAT:
        raise Damaged(f"{path} is {written!r}, where this program writes {FORMAT!r}")
    if digest != _digest(tensors, text):
        raise Damaged(f"{path} was changed after it was written: its digest does not fit")
    return tensors, json.loads(text)


def resume(
    path: Path | None, *, identity: str, say: Callable[[str], None] = print
) -> tuple[dict[str, torch.Tensor], dict] | None:
    """The tensors and facts to go on from, or None: without a file, and with a damaged one, which is named and set
    aside. Raises ``ValueError`` when the file is of another training."""
    if path is None or not path.exists():
        return None
    try:
        tensors, facts = read(path)
    except Damaged as damage:
        say(f"set aside as {set_aside(path).name}: {damage}")
        return None
    if facts.get("identity") != identity:
        held = facts.get("identity")
        raise ValueError(f"{path} must hold {identity!r}, not {held!r}: delete it or name another checkpoint")
    return tensors, facts


def _digest(tensors: dict[str, torch.Tensor], text: str) -> str:
    digest = hashlib.sha256(text.encode())
    for name in sorted(tensors):
        digest.update(f"{name} {tensors[name].dtype} {tuple(tensors[name].shape)}".encode())
        digest.update(np.ascontiguousarray(tensors[name].reshape(-1).view(torch.uint8).numpy()).tobytes())
    return digest.hexdigest()
