"""A notebook run as at Colab: apart from the repository, whose package is at hand, and with no word of a host.

    python -m benchmarks.as_colab NOTEBOOK

runs its cells in one IPython, where there is no pytest or nbval to do so.
"""

import argparse
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CHECKED = ("-m", "pytest", "-W", "default::DeprecationWarning", "--nbval-lax", "-p", "no:cacheprovider")  # test-colab's
LINES = 40  # that are kept of what was said
NEEDED = ("pytest", "nbval", "ipykernel")


def run(notebook: Path, folder: Path) -> dict:
    """Run a copy of a notebook in ``folder``: whether every cell ``passed``, the ``seconds``, ``by`` what, and the last
    lines ``said``. Where pytest and nbval are not installed, its cells are run all the same."""
    folder.mkdir(parents=True, exist_ok=True)
    copy = Path(shutil.copy(notebook, folder))
    checked = all(importlib.util.find_spec(name) for name in NEEDED)
    command = [sys.executable, *(CHECKED if checked else ("-m", "benchmarks.as_colab")), copy.name]
    own = {name: value for name, value in os.environ.items() if name not in ("EXPLORER_HOST", "IPYTHONDIR")}
    begun = time.monotonic()
    done = subprocess.run(
        command, cwd=folder, env=own | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False
    )
    said = [line for line in (done.stderr + done.stdout).splitlines() if line.strip()]
    facts = {"passed": done.returncode == 0, "seconds": time.monotonic() - begun}
    return facts | {"by": "nbval" if checked else "IPython", "said": said[-LINES:] or ["nothing"]}


def main(arguments: list[str] | None = None) -> int:
    """Run a notebook's cells in order; 1 at the first that fails."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.as_colab", description=main.__doc__)
    parser.add_argument("cells", type=_cells, metavar="NOTEBOOK")
    cells = parser.parse_args(arguments).cells

    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance()
    for number, source in enumerate(cells, 1):
        if not shell.run_cell(source, store_history=True).success:
            print(f"cell {number} of {len(cells)} failed")
            return 1
    print(f"{len(cells)} cells")
    return 0


def _cells(name: str) -> list[str]:
    """The code cells of a notebook by its path."""
    try:
        cells = json.loads(Path(name).read_text(encoding="utf-8"))["cells"]
        return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        why = getattr(error, "strerror", None) or "it is no notebook"
        raise argparse.ArgumentTypeError(f"must be a notebook's path, not {name!r}: {why}") from None


if __name__ == "__main__":
    sys.exit(main())
