"""Commands that write where nothing can be written: what was there before stays as it was, and the reason is said."""

import contextlib
import json
import os
import resource
import shutil
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.attacks.commands_arguments import hostile_places
from tests.attacks.commands_files import COURSE, LABORATORY, _record, _samples
from tests.attacks.commands_run import Attack, made_ready

FULL = 192 << 10  # bytes of the small disk
SIZES = (4 << 10, 16 << 10, 60 << 10)  # what a file may hold at the most; what is said must fit, too


def writers(folder: Path) -> dict[str, tuple[str, list[str], str]]:
    """What writes: module, words, and the option that says where."""
    runs, result, record = (str(folder / name) for name in ("runs", "runs/laboratory-result.json", "record.json"))
    chapter = ["--chapter", "mirage"]
    train = ["train", "--steps", "2", "--batch", "2", "--width", "2", "--seeds", "1", "--device", "cpu"]
    sweep = ["sweep", "--preset", "smoke", "--workers", "1", "--device", "cpu"]
    build = ["build", *chapter, "--seed", "1", "--student", "1", "--no-otter"]
    return {
        "train": (LABORATORY, train, "--save"),
        "sweep": (LABORATORY, sweep, "--folder"),
        "report": (LABORATORY, ["report", "--folder", runs], "--to"),
        "weights": (LABORATORY, ["weights", "--folder", runs], "--to"),
        "laboratory pool": (LABORATORY, ["pool", result], "--out"),
        "pool": (COURSE, ["pool", record], "--out"),
        "build": (COURSE, build, "--out"),
        "quiz": (COURSE, ["quiz", *chapter, "--pages", "https://name.example/book/"], "--out"),
        "bank": (COURSE, ["bank"], "--out"),
        "exam": (COURSE, ["exam", "--items", "3", "--seed", "1"], "--out"),
        "circuits": (
            "simulations.circuits",
            ["parity", "--seeds", "1", "--steps", "2", "--state", str(folder / "state")],
            "--folder",
        ),
        "circuits' state": (
            "simulations.circuits",
            ["parity", "--seeds", "1", "--steps", "2", "--folder", str(folder / "t")],
            "--state",
        ),
    }


def places(attack: Attack) -> None:
    """Devices, pipes, loops, files in a folder's place, a disk that is full or only read, files that may not grow."""
    made_ready([LABORATORY, COURSE, "simulations.circuits"])
    _samples(attack)
    (attack.folder / "record.json").write_text(json.dumps(_record()), encoding="utf-8")
    for name, (module, words, option) in writers(attack.folder).items():
        for what, place in hostile_places(attack.folder / "places").items():
            if what in ("folder", "newline"):  # these can be written to
                place = place / "loop"
                with contextlib.suppress(FileExistsError, FileNotFoundError):
                    place.symlink_to(place)
            made_before = os.lstat(place).st_mode if os.path.lexists(place) else None
            attack.run(module, [*words, option, str(place)], what=what, seconds=60)
            kept = made_before is None or stat.S_ISLNK(
                made_before
            )  # a file may take the place of a link that leads nowhere
            if not kept and os.lstat(place).st_mode != made_before:
                attack.count("the place is not what it was", f"{name} {what}")
        for size in SIZES:
            to = attack.folder / f"limited-{name.replace(' ', '-')}-{size}"
            attack.run(
                module, [*words, option, str(to)], what=f"files of {size} bytes", seconds=60, limits=_limited(size)
            )
            _whole_or_not_there(attack, to, f"{name}, files of {size} bytes")
    with _small_disk(attack) as disk:
        if disk:
            for module, words, option in writers(attack.folder).values():
                attack.run(module, [*words, option, str(disk / "to")], what="a full disk", seconds=60)
                shutil.rmtree(disk / "to", ignore_errors=True)
                (disk / "to").unlink(missing_ok=True)
            (disk / "filling").unlink()
            subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
            for module, words, option in writers(attack.folder).values():
                attack.run(
                    module, [*words, option, str(disk / "to")], what="a disk only to read", seconds=60, refused=True
                )


def _limited(size: int):
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def _whole_or_not_there(attack: Attack, to: Path, what: str) -> None:
    """No part of a file stays under the name of a whole one: what was written is whole or absent."""
    found = [to] if to.is_file() else [path for path in to.rglob("*") if path.is_file()] if to.is_dir() else []
    empty = [path.name for path in found if not path.stat().st_size]
    beside = [path.name for path in found if path.name.startswith(".") and path.suffix.lstrip(".").isdigit()]
    attack.count(f"left behind: {', '.join(empty + beside)}" if empty or beside else "", what)


@contextlib.contextmanager
def _small_disk(attack: Attack) -> Iterator[Path | None]:
    """A disk of its own that is full but for a few bytes, where a disk may be mounted; else none, and a word."""
    disk = attack.folder / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={FULL}", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        print("places: no disk may be mounted here, so none is full; files that may not grow stand for it", flush=True)
        yield None
        return
    try:
        with contextlib.suppress(OSError), open(disk / "filling", "wb", buffering=0) as file:
            for _ in range(FULL):
                file.write(b"x" * 1024)
        yield disk
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=False)
