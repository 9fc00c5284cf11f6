"""``python -m simulations.tape [ROOM ...]``: make the shipped toys anew, of every room that has a ``toys.py``."""

import argparse
from importlib import import_module
from pathlib import Path

import torch

from simulations.tape import shipped

SIMULATIONS = Path(__file__).parents[1]


def main(arguments: list[str] | None = None) -> None:
    """Run the command."""
    rooms = sorted(path.parent.name for path in SIMULATIONS.glob("*/toys.py"))
    parser = argparse.ArgumentParser(prog="python -m simulations.tape", description=__doc__)
    parser.add_argument("rooms", nargs="*", metavar="ROOM", help=f"of {', '.join(rooms)}; all of them if none is named")
    chosen = parser.parse_args(arguments).rooms or rooms
    torch.set_num_threads(1)
    for room in chosen:
        if room not in rooms:
            parser.error(f"ROOM must be one of {', '.join(rooms)}, not {room}")
        made = list(import_module(f"simulations.{room}.toys").toys())
        path = shipped.write(room, made, SIMULATIONS / "data")
        print(f"{path.name}: {len(made)} toys, {path.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
