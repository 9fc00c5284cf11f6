"""``python -m course COMMAND``: a course that can be assigned, made from the book.

A command is a module of ``course/commands``: ``HELP`` says in a line what it makes, ``arguments(parser)`` adds its
options, and ``run(chosen)`` does the work and returns the exit status. A ``ValueError`` is what was asked wrongly, an
``OSError`` what could not be read or written: its words are printed without a traceback, and the status is 2.
"""

import argparse
import importlib
import pkgutil
import sys
from types import ModuleType

from course import commands


def found() -> dict[str, ModuleType]:
    """The commands that are here, by name."""
    names = sorted(module.name for module in pkgutil.iter_modules(commands.__path__))
    return {name: importlib.import_module(f"{commands.__name__}.{name}") for name in names}


def main(arguments: list[str] | None = None) -> int:
    """Runs the command that the arguments name. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m course", description="A course made from the book.")
    choices = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, module in found().items():
        command = choices.add_parser(name, help=module.HELP, description=module.HELP)
        module.arguments(command)
        command.set_defaults(run=module.run)
    chosen = parser.parse_args(arguments)
    try:
        return chosen.run(chosen)
    except (ValueError, OSError) as error:
        print(f"python -m course {chosen.command}: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
