"""What a student's notebook takes of a processor, run from top to bottom with every simulation live, checks and all.

    python -m benchmarks notebooks       (some: python -m benchmarks.notebooks NAME ...)

Each twin runs in a kernel of its own, as Jupyter starts one; counted is the processor time of that kernel and of what
it starts. Beside it stands the same notebook with its figures in words alone.
"""

import os
import resource
import sys

import nbformat
from nbclient import NotebookClient

from extensions.contents import chapters
from extensions.site import ROOT


def seconds(path, host: str) -> float:
    """Processor seconds of one run of the notebook ``path``; ``host`` shows its figures: "widget" or "text"."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    notebook = nbformat.read(path, as_version=4)
    surroundings = {name: value for name, value in os.environ.items() if name != "IPYTHONDIR"}
    client = NotebookClient(notebook, timeout=1800, resources={"metadata": {"path": str(path.parent)}})
    client.execute(env=surroundings | {"EXPLORER_HOST": host, "PYTHONPATH": str(ROOT)})
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return sum(getattr(after, kind) - getattr(before, kind) for kind in ("ru_utime", "ru_stime"))


def report(names: list[str] = ()) -> str:
    """The table: each notebook, with its figures and without them."""
    rows = ["| notebook | processor | without figures |", "| --- | ---: | ---: |"]
    for path in chapters():
        if not names or path.stem in names:
            live, plain = (seconds(path.with_suffix(".ipynb"), host) for host in ("widget", "text"))
            rows.append(f"| {path.stem} | {live:.0f} s | {plain:.0f} s |")
            print(rows[-1], file=sys.stderr, flush=True)
    return "\n".join(rows)


if __name__ == "__main__":
    print(report(sys.argv[1:]))
