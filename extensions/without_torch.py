"""A book without PyTorch: what its chapters compute with it is shown as their notebooks keep it.

Two chapters train small networks. Most of what they show comes from tables that the repository has, so it can be built
where PyTorch is not installed, or where ``TORCH=off`` says to do without. There a kernel gets an empty ``torch``, which
can be imported and named, but computes nothing: a cell that asks it to is not run, and shows instead what the same cell
put out in ``NAME.ipynb``, with a line that says so. A cell that needs a name of such a cell is treated alike.
"""

import ast
import importlib.abc
import importlib.machinery
import importlib.util
import os
import sys
import types
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parents[1]
KEPT = "(Kept from an earlier run: this copy of the book was built without PyTorch.)"
NOT_KEPT = "(This cell needs PyTorch, and this copy of the book was built without it.)"


class TorchMissing(ImportError):
    """What was asked for needs PyTorch."""


def wanted() -> bool:
    """Whether the chapters may compute with PyTorch: it is installed, and ``TORCH=off`` does not say otherwise."""
    named = os.environ.get("TORCH", "on")
    if named not in ("on", "off"):
        raise ValueError(f"TORCH must be on or off, not {named!r}")
    return named == "on" and importlib.util.find_spec("torch") is not None


def load_ipython_extension(shell) -> None:
    """Readies a kernel of the book, where there is no PyTorch for it."""
    if wanted():
        return
    sys.meta_path.insert(0, _Finder())
    chapter = ROOT / f"{os.environ.get('EXPLORER_CHAPTER', '')}.ipynb"
    cells = nbformat.read(chapter, as_version=4).cells if chapter.is_file() else []
    kept = {cell.source.strip(): cell.outputs for cell in cells if cell.cell_type == "code"}
    shell.ast_transformers.append(_Guard(shell, kept))


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds an empty module for every name below those of the group lab.

    What is stored with PyTorch and reported while it trains goes with it.
    """

    def find_spec(self, fullname, path, target=None):
        there = fullname.partition(".")[0] in ("torch", "safetensors", "tqdm")
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True) if there else None

    def create_module(self, spec):
        return _Module(spec.name)

    def exec_module(self, module):
        """There is nothing in it."""


class _Missing(type):
    """Something of PyTorch's: a class that can be inherited and named; its parts are like it."""

    def __getattr__(cls, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return _Missing(name, (), {})

    def __call__(cls, *arguments, **options):
        if cls.__name__ == "no_grad":  # the one that is called where functions are defined
            return _Decorator()
        raise TorchMissing(f"{cls.__name__} needs PyTorch")

    def __or__(cls, other):
        return cls


class _Decorator:
    def __call__(self, function):
        return function

    def __enter__(self):
        raise TorchMissing("no_grad needs PyTorch")

    def __exit__(self, *error):
        pass


class _Module(types.ModuleType):
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return sys.modules.get(f"{self.__name__}.{name}") or _Missing(name, (), {})


class _Guard(ast.NodeTransformer):
    """Puts every cell into a ``try`` that shows what is kept of it where it needs PyTorch."""

    def __init__(self, shell, kept: dict):
        from everystate.errors import ExplorerError

        self.shell, self.kept, self.lost = shell, kept, set()
        self.met = ImportError, NameError, ExplorerError  # how a cell meets PyTorch's absence
        shell.user_ns["_without_torch"] = self

    def visit_Module(self, cell: ast.Module) -> ast.Module:
        """The cell, guarded. A last line that is a value is shown as it would be alone."""
        if not cell.body:
            return cell
        names = (node for node in ast.walk(cell) if isinstance(node, ast.Name))
        self.names = {name.id for name in names if isinstance(name.ctx, ast.Store)}
        if isinstance(cell.body[-1], ast.Expr):
            shown = ast.parse("__import__('sys').displayhook(_without_torch.tried(0))").body[0]
            shown.value.args[0].args = [cell.body[-1].value]
            cell.body[-1] = shown
        guarded = ast.parse("try: pass\nexcept _without_torch.met as _error: _without_torch.show(_error)").body[0]
        guarded.body = cell.body
        return ast.fix_missing_locations(ast.Module([guarded], type_ignores=[]))

    def tried(self, value: object) -> object:
        """A value that is to be shown. A figure is computed as it is shown, where the cell's ``try`` is over."""
        from everystate import Explorer

        if isinstance(value, Explorer):
            value.text()
        return value

    def show(self, error: Exception) -> None:
        """What is kept of the cell that just failed; any other error than PyTorch's absence goes on."""
        missing = isinstance(error, TorchMissing) or isinstance(error.__cause__, TorchMissing)
        if not missing and getattr(error, "name", None) not in self.lost:
            raise error
        self.lost |= self.names
        from IPython.display import clear_output, publish_display_data

        clear_output()
        source = self.shell.user_ns["In"][-1].strip()
        for output in self.kept.get(source, ()):
            if output.output_type == "stream":
                print(output.text, end="")
            elif "data" in output:
                publish_display_data(dict(output.data), dict(output.metadata))
        print(KEPT if source in self.kept else NOT_KEPT)
