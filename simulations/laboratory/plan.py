"""What a sweep is to be. It lies in the sweep's folder, so that a sweep that was stopped can go on."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from simulations import files
from simulations.laboratory import presets
from simulations.laboratory.sweep import Run

FILE = "sweep.json"


@dataclass(frozen=True)
class Plan:
    """A preset, its ``panels``, how many ``seeds`` (None: the preset's number) from which first, and the number format
    of the widest products. Raises ``ValueError`` as ``presets.grid`` does."""

    preset: str = "cpu"
    panels: tuple[str, ...] = ("main",)
    seeds: int | None = None
    first_seed: int = 0
    precision: str = "float32"

    def __post_init__(self) -> None:
        presets.grid(**asdict(self))

    @property
    def runs(self) -> list[Run]:
        """The sweep's runs, in the grid's order."""
        return presets.grid(**asdict(self))

    @property
    def command(self) -> str:
        """The command that makes a sweep with this plan."""
        panels = "all" if self.panels == tuple(presets.PANELS) else ",".join(self.panels)
        seeds = "" if self.seeds is None else f" --seeds {self.seeds}"
        seeds += f" --first-seed {self.first_seed}" if self.first_seed else ""
        start = f"python -m simulations.laboratory sweep --preset {self.preset}"
        return f"{start} --panels {panels}{seeds} --precision {self.precision}"

    def write(self, folder: Path) -> None:
        """Put the plan into the sweep's folder."""
        files.write_whole(folder / FILE, json.dumps(asdict(self), indent=1).encode())

    @staticmethod
    def read(folder: Path) -> "Plan":
        """The plan in a folder. Raises ``ValueError`` where there is none, or a damaged one."""
        path = folder / FILE
        if not path.exists():
            raise ValueError(f"{folder} holds no {FILE}: `sweep --folder {folder}` starts one")
        try:
            facts = json.loads(files.read_plain(path).decode("utf-8"))
            return Plan(**facts | {"panels": tuple(facts["panels"])})
        except (ValueError, RecursionError, KeyError, TypeError) as error:
            raise ValueError(f"{path} is damaged ({error}): `sweep` with the same options writes it again") from error
