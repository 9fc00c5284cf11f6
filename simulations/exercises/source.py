"""The code of a solution as it can be run by itself: the function, what it calls in its module, and the imports."""

import ast
import functools
import inspect
import symtable
import sys
import textwrap
from collections.abc import Callable
from typing import Any


def whole(solve: Callable[..., Any]) -> str:
    """The source of ``solve`` with all that it needs, in the order of its module: run alone, it defines ``solve``.

    A function that is not defined by name at the top of its module (a lambda) is given as it stands.
    """
    module = sys.modules[solve.__module__]
    defined, imported = _parts(inspect.getsource(module))
    name = getattr(solve, "__name__", "")
    if name not in defined:
        return textwrap.dedent(inspect.getsource(solve)).strip()
    needed, left = set(), [name]
    while left:
        one = left.pop()
        if one not in needed and one in defined | imported:
            needed.add(one)
            left += _asked(defined[one]) if one in defined else []
    parts = dict.fromkeys(source for one, source in defined.items() if one in needed)
    imports = _imports({one: imported[one] for one in needed if one in imported})
    return "\n\n".join([*([imports] if imports else []), *parts])


@functools.cache
def _parts(source: str) -> tuple[dict[str, str], dict[str, tuple[str, str]]]:
    """What a module defines at its top, by name: its source; and what it imports: the module and the name there."""
    lines = source.split("\n")
    defined: dict[str, str] = {}
    imported: dict[str, tuple[str, str]] = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            home = getattr(node, "module", "")
            imported |= {alias.asname or alias.name: (home, alias.name) for alias in node.names}
            continue
        names = [getattr(node, "name", "")]
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = [one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name)]
        first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", []))])
        defined |= dict.fromkeys(filter(None, names), "\n".join(lines[first - 1 : node.end_lineno]))
    return defined, imported


def _asked(source: str) -> list[str]:
    """The names that a piece of source takes from around it."""
    tables, found = [symtable.symtable(source, "solution", "exec")], []
    while tables:
        table = tables.pop()
        top = table.get_type() == "module"
        symbols = table.get_symbols()
        found += [one.get_name() for one in symbols if (one.is_referenced() if top else one.is_global())]
        tables += table.get_children()
    return found


def _imports(needed: dict[str, tuple[str, str]]) -> str:
    """Import statements, sorted as the book's own: whole modules, then names by the module that they come from."""
    said = {name: there if there == name else f"{there} as {name}" for name, (_, there) in needed.items()}
    homes = sorted({home for home, _ in needed.values()})
    lines = []
    for home in homes:
        names = sorted(said[name] for name in needed if needed[name][0] == home)
        lines += [f"import {name}" for name in names] if not home else [f"from {home} import {', '.join(names)}"]
    return "\n".join(lines)
