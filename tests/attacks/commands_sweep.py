"""The sweep, killed at random moments and by two at once: what it ends with is what an undisturbed one ends with."""

import os
import shutil
import time
from pathlib import Path

from tests.attacks.commands_files import LABORATORY
from tests.attacks.commands_run import Attack, begun, end, ended, made_ready

KILLS, PAIRS = 30, 6
TABLES = ("arithmetic_models.csv", "arithmetic_steps.csv", "arithmetic_groups.csv", "laboratory-result.json")
# A precision is named: `auto` takes the one that a short trial finds faster, which a busy machine may mislead.
SWEEP = ["sweep", "--preset", "smoke", "--panels", "main,time", "--precision", "float32"]
SWEEP += ["--device", "cpu", "--workers", "1", "--folder"]
RESUME = ["resume", "--device", "cpu", "--workers", "1", "--folder"]


def kills(attack: Attack) -> None:
    """Thirty sweeps, each killed at a moment of chance (every third twice), then taken up again."""
    made_ready([LABORATORY])
    whole = attack.folder / "whole"
    one = attack.run(LABORATORY, [*SWEEP, str(whole)], refused=False, seconds=120)
    wanted = _tables(whole)
    for number in range(max(1, round(KILLS * attack.share))):
        folder = attack.folder / "killed"
        shutil.rmtree(folder, ignore_errors=True)
        moments = [attack.rng.uniform(0, one.seconds) for _ in range(2 if number % 3 == 0 else 1)]
        for words, moment in zip((SWEEP, SWEEP), moments, strict=False):
            child = begun(LABORATORY, [*words, str(folder)], attack.folder, attack.log)
            time.sleep(moment)
            end(child)
        again = RESUME if (folder / "sweep.json").exists() else SWEEP
        attack.run(LABORATORY, [*again, str(folder)], refused=False, seconds=120, what=f"killed at {moments}")
        _same(attack, folder, wanted, f"killed at {', '.join(f'{moment:.2f} s' for moment in moments)}")


def together(attack: Attack) -> None:
    """Two sweeps in one folder, begun a moment apart: both end well, with the same tables as one."""
    made_ready([LABORATORY])
    whole = attack.folder / "whole"
    one = attack.run(LABORATORY, [*SWEEP, str(whole)], refused=False, seconds=120)
    wanted = _tables(whole)
    for number in range(max(1, round(PAIRS * attack.share))):
        folder = attack.folder / "shared"
        shutil.rmtree(folder, ignore_errors=True)
        logs = [attack.folder / f"said-{place}" for place in range(2)]
        first = begun(LABORATORY, [*SWEEP, str(folder)], attack.folder, logs[0])
        time.sleep(attack.rng.uniform(0, one.seconds) if number else 0)
        second = begun(LABORATORY, [*SWEEP, str(folder)], attack.folder, logs[1])
        for child, log in zip((first, second), logs, strict=True):
            done = ended(child, log, 120)
            fault = done.fault or ("" if done.status == 0 else f"status {done.status}: {done.err.strip()[-300:]}")
            attack.count(fault, "two sweeps in one folder")
        _same(attack, folder, wanted, "two sweeps in one folder")


def _tables(folder: Path) -> dict[str, bytes]:
    found = {path.name: path.read_bytes() for path in folder.iterdir() if path.name in TABLES}
    if not found:
        raise RuntimeError(f"{folder} holds none of {', '.join(TABLES)}: {', '.join(os.listdir(folder))}")
    return found


def _same(attack: Attack, folder: Path, wanted: dict[str, bytes], what: str) -> None:
    found = {name: (folder / name).read_bytes() for name in wanted if (folder / name).is_file()}
    differ = [name for name in wanted if found.get(name) != wanted[name]]
    rest = [path.name for path in folder.iterdir() if path.suffix == ".partial" or "damaged" in path.name]
    attack.count(f"other than undisturbed: {', '.join(differ + rest)}" if differ or rest else "", what)
