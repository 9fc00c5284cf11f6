"""The shipped toys, a file a room: read without PyTorch, and written as the scripts that a page fetches.

``python -m simulations.tape`` writes what this module reads.
"""

import hashlib
import json
import lzma
from collections.abc import Iterable
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from simulations import files
from simulations.check import one_of
from simulations.tape.toy import Toy

PREFIX, SUFFIX = "toys_", ".xz"


@cache
def toys() -> dict[str, str]:
    """The toys of all rooms by name, each as the text of its JSON."""
    held = sorted(path.name for path in resources.files("simulations.data").iterdir() if path.name.endswith(SUFFIX))
    texts = [text for name in held for text in _unpacked(name)]
    return {json.loads(text)["name"]: text for text in texts}


def toy(name: str) -> Toy:
    """A shipped toy. Raises ``ValueError`` for another name."""
    return Toy.from_description(json.loads(toys()[one_of("name", name, toys())]))


@cache
def facts() -> dict[str, dict[str, Any]]:
    """What Python has to know of each toy: its own facts, and its ``address`` below ``_static/toys/``."""
    return {name: json.loads(text)["facts"] | {"address": address(name)} for name, text in toys().items()}


def address(name: str) -> str:
    """Where a page finds a toy below ``_static/toys/``, with a stamp that changes with the toy."""
    return f"{name}.js?{hashlib.sha256(toys()[name].encode()).hexdigest()[:8]}"


def write_scripts(folder: Path) -> None:
    """Write each toy as a classic script, which works from a disk, too."""
    for name, text in toys().items():
        files.write_whole(folder / f"{name}.js", f"toy({json.dumps(name)},{text});\n".encode())


def write(room: str, made: Iterable[Toy], folder: Path) -> Path:
    """Write the toys of a room; the file."""
    lines = [json.dumps(one.described(), separators=(",", ":")) for one in made]
    path = folder / f"{PREFIX}{room}{SUFFIX}"
    files.write_whole(path, lzma.compress("\n".join(lines).encode(), preset=9 | lzma.PRESET_EXTREME))
    return path


def _unpacked(name: str) -> list[str]:
    packed = resources.files("simulations.data").joinpath(name).read_bytes()
    return lzma.decompress(packed).decode().splitlines()
