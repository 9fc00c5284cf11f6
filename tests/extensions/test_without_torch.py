"""A book without PyTorch: what its pages show, and that every module and every cell of the two chapters gets along."""

import os
import subprocess
import sys

import chapter_cells
import nbformat
import pytest
from conftest import ROOT

from extensions import execution, without_torch


def test_outputs_are_stale_when_the_pins_the_simulations_or_pytorch_change(tmp_path, monkeypatch):
    (tmp_path / "simulations").mkdir()
    idea, pins = tmp_path / "simulations" / "idea.py", tmp_path / "requirements.txt"
    idea.write_text("x = 1\n")
    pins.write_text("numpy==2.4.6\n")
    hashes = [execution.simulations_hash(tmp_path)]
    pins.write_text("numpy==2.4.7\n")
    hashes.append(execution.simulations_hash(tmp_path))
    idea.write_text("x = 2\n")
    hashes.append(execution.simulations_hash(tmp_path))
    there = without_torch.wanted()
    monkeypatch.setattr(without_torch, "wanted", lambda: not there)
    hashes.append(execution.simulations_hash(tmp_path))
    assert len(set(hashes)) == 4
    assert execution.simulations_hash(tmp_path) == hashes[-1]


NOTEBOOK = """\
import torch
import numpy as np
from simulations.laboratory.model import Adders
---
trained = Adders(None, width=np.arange(3).size)
---
print("unread")
trained.parameters
---
np.arange(4).sum()
---
torch.set_num_threads(1)
---
from everystate import Explorer
adders = dict(name="a", title="A", caption="", controls=dict(width=[1, 2]))
Explorer(lambda width: Adders(None, width=width), lambda result, ax: None, **adders)
"""


def test_a_chapter_without_pytorch_shows_what_its_notebook_keeps(tmp_path):
    keeps = {"trained = Adders(None, width=np.arange(3).size)": "kept!\n"}
    missing = f"{without_torch.NOT_KEPT}\n"
    shown = run_without_torch(NOTEBOOK.split("---\n"), keeps, tmp_path)
    assert shown == ["", f"kept!\n{without_torch.KEPT}\n", missing, "np.int64(6)", missing, missing]


EVERY_MODULE = """\
import importlib, pkgutil, simulations
names = [one.name for one in pkgutil.walk_packages(simulations.__path__, "simulations.")]
names = [name for name in names if "__main__" not in name and ".data." not in name]
for name in names:
    importlib.import_module(name)
"simulations.laboratory.gradients" in names
"""


def test_without_pytorch_every_module_of_the_chapters_can_be_imported(tmp_path):
    assert run_without_torch([EVERY_MODULE], {}, tmp_path) == ["True"]


@pytest.mark.parametrize("chapter", ["circuits", "laboratory"])
def test_every_cell_of_a_chapter_runs_without_pytorch(chapter):
    code = [cell.source for cell in chapter_cells.cells(chapter) if cell.cell_type == "code"]
    shown = "".join(run_without_torch(code, None, ROOT / "chapters", chapter=chapter))
    assert without_torch.KEPT in shown and without_torch.NOT_KEPT not in shown


def test_another_error_than_pytorchs_absence_goes_on(tmp_path):
    with pytest.raises(Exception, match="name 'absent' is not defined"):
        run_without_torch(["import torch", "absent + 1"], {}, tmp_path)


def run_without_torch(cells: list[str], kept: dict[str, str] | None, folder, *, chapter: str = "chapter") -> list[str]:
    """What each cell of a chapter puts out in a kernel without PyTorch, given what its notebook keeps.

    With ``kept`` of ``None`` there is a notebook.
    """
    from nbclient import NotebookClient

    code, book = nbformat.v4.new_code_cell, nbformat.v4.new_notebook
    if kept is not None:
        twin = [code(source, outputs=[nbformat.v4.new_output("stream", text=text)]) for source, text in kept.items()]
        nbformat.write(book(cells=twin), f"{folder / chapter}.ipynb")
    surroundings = {
        "PYTHONPATH": str(ROOT),
        "TORCH": "off",
        "EXPLORER_CHAPTER": str(folder / chapter),
        "EXPLORER_HOST": "text",
        "IPYTHONDIR": str(ROOT / "extensions/kernel"),
    }
    notebook = book(cells=[code(source.strip()) for source in cells])
    NotebookClient(notebook).execute(env={**os.environ, **surroundings})
    outputs = [cell.outputs for cell in notebook.cells]
    return ["".join(one.get("text") or one["data"].get("text/plain", "") for one in shown) for shown in outputs]


@pytest.mark.parametrize("package", ["simulations.laboratory", "simulations.circuits"])
def test_a_training_command_without_pytorch_says_what_to_install(package):
    code = f"import runpy, sys; sys.modules['torch'] = None; runpy.run_module({package!r}, run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == "Training needs torch, which is not here. In the repository: pip install '.[lab]'\n"
