"""Every command with wrong words: which commands there are, and which options they have, is found from the code."""

import argparse
import itertools
import os
import re
import runpy
import shutil
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

from tests.attacks.commands_run import Attack, Ended, ended, made_ready

ROOT = Path(__file__).parents[2]
ROOMS = ("install.py", "extensions", "simulations", "course", "benchmarks", "everystate", "tests/states.py")
STARTS = re.compile(r'^if __name__ == "__main__":', re.M)
READS = re.compile(r"argparse|sys\.argv")
ENDED_AFTER = 8  # a command that is at work by then took what it was given

NUMBERS = ("", "x", "-1", "0", "1.5", "1e9", "9" * 30, "nan", "inf", "-inf", "٣", "1_0", " 1", "0x1")
TEXTS = (
    "",
    "no-such-one",
    "../..",
    "a b",
    "it's",
    "$(id)",
    "a\nb",
    "\u202eabc\u0301",
    "\udcff",
    "x" * 5_000,
    "--help-me",
    "-",
)
# What an option is given for a command to begin with little work; by the name that argparse has for it.
SAMPLES = {
    "steps": "2",
    "batch": "2",
    "width": "2",
    "seeds": "1",
    "preset": "smoke",
    "chapter": "mirage",
    "items": "2",
    "seed": "1",
    "student": "1",
    "pages": "https://name.example/book/",
    "workers": "1",
    "device": "cpu",
    "toy": "parity",
    "url": "https://name.example/",
    "remote": "nowhere",
    "at_once": "1",
    "package": "nowhere",
}
FLAGS = ("no_otter",)
SLOW = {"links", "unconfined", "ray"}  # options whose work is others' machines, or all of the book


def commands() -> list[str]:
    """Modules and scripts that are started by themselves and read words, as ``python -m`` or ``python`` names them."""
    files = itertools.chain.from_iterable(
        [ROOT / room] if room.endswith(".py") else sorted((ROOT / room).rglob("*.py")) for room in ROOMS
    )
    found = []
    for path in files:
        text = path.read_text(encoding="utf-8")
        once = path.stem.startswith("derive_") or "examples" in path.parts  # scripts of authors, run once
        if STARTS.search(text) and READS.search(text) and not once:
            name = path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".").removesuffix(".__main__")
            found.append(str(path) if path.parent in (ROOT, ROOT / "tests") else name)
    return found


class _Asked(BaseException):
    """Carries a command's parser out of it."""


def parser_of(command: str) -> argparse.ArgumentParser | None:
    """The parser that a command makes, before it parses anything; none where it reads its words itself."""

    def caught(self: argparse.ArgumentParser, *_: object, **__: object) -> None:
        raise _Asked(self)

    path = Path(command) if command.endswith(".py") else ROOT / command.replace(".", "/")
    sources = [path, path / "__main__.py", path.with_suffix(".py")]
    if not any("argparse" in source.read_text(encoding="utf-8") for source in sources if source.is_file()):
        return None
    with mock.patch.object(argparse.ArgumentParser, "parse_args", caught), warnings.catch_warnings():
        warnings.filterwarnings("ignore", ".* found in sys.modules after import", RuntimeWarning)
        try:
            runpy.run_module(command, run_name="__main__", alter_sys=True)
        except _Asked as asked:
            return asked.args[0]
    return None


def leaves(
    parser: argparse.ArgumentParser, words: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], list, argparse.ArgumentParser]]:
    """The commands of a parser: the words that name one, its options, and its own parser."""
    actions = parser._actions
    below = [action for action in actions if isinstance(action, argparse._SubParsersAction)]
    if not below:
        yield words, [action for action in actions if not isinstance(action, argparse._HelpAction)], parser
    for action in below:
        for name, inner in action.choices.items():
            yield from leaves(inner, (*words, name))


def sample(action: argparse.Action) -> list[str]:
    """What an option is given where nothing is wrong with it."""
    value = SAMPLES.get(action.dest) or (str(next(iter(action.choices))) if action.choices else "there-is-none")
    if action.nargs == 0:
        return [*action.option_strings[:1]]
    return [*action.option_strings[:1], value]


def wrong_words(action: argparse.Action, places: dict[str, Path]) -> Iterator[list[str]]:
    """What an option is given in place of that."""
    name = action.option_strings[:1]
    if action.nargs == 0:
        yield from ([*name, "unasked"], [f"{name[0]}=yes"], [*name, *name])
        return
    if action.type is Path:
        given = [*TEXTS, *map(str, places.values())]
    elif action.type in (int, float):
        given = [*NUMBERS]
    else:
        given = [*TEXTS, *NUMBERS[1:4]]
    yield from ([*name, word] for word in given)
    yield name if name else []
    yield [*name, "one", "two", "three"]


def hostile_places(folder: Path) -> dict[str, Path]:
    """Paths where no ordinary file is."""
    folder.mkdir(exist_ok=True)
    made = {
        "device": Path(os.devnull),
        "full": Path("/dev/full"),
        "endless": Path("/dev/zero"),
        "folder": folder / "folder",
    }
    made["folder"].mkdir(exist_ok=True)
    made |= {"loop": folder / "loop", "pipe": folder / "pipe", "below a file": folder / "file" / "below"}
    made |= {"newline": folder / "new\nline", "file": folder / "file", "dangling": folder / "dangling"}
    if not made["pipe"].exists():
        os.mkfifo(made["pipe"])
        made["loop"].symlink_to(made["loop"])
        made["dangling"].symlink_to(folder / "nowhere" / "at all")
        (folder / "file").write_bytes(b"\0\xff")
    return made


def arguments(attack: Attack) -> None:
    """Every option of every command with every kind of wrong word."""
    found = commands()
    made_ready(found)
    for command in found:
        parser = parser_of(command)
        if parser is None:
            for words in [[word] for word in (*TEXTS, "--help", "-1")] + [["a", "b", "c"], ["mirage", "no-such-one"]]:
                _tried(attack, command, words)
            continue
        _tried(attack, command, [])
        _tried(attack, command, ["no-such-one"])
        for named, actions, own in leaves(parser):
            needed = [action for action in actions if action.required or action.dest in {*SAMPLES, *FLAGS}]
            for action in actions:
                if action.dest in SLOW:
                    continue
                others = [word for other in needed if not _excludes(own, other, action) for word in sample(other)]
                for words in wrong_words(action, hostile_places(attack.folder / "places")):
                    ordered = [*words, *others] if not action.option_strings else [*others, *words]
                    _tried(attack, command, [*named, *ordered])
            for left in [action for action in actions if action.required]:
                words = [word for other in needed if other is not left for word in sample(other)]
                _tried(attack, command, [*named, *words], refused=True)


def _excludes(parser: argparse.ArgumentParser, one: argparse.Action, other: argparse.Action) -> bool:
    """Whether the two are the same option, or may not both be given."""
    groups = [group._group_actions for group in parser._mutually_exclusive_groups]
    return one is other or any(one in group and other in group for group in groups)


def _tried(attack: Attack, command: str, words: list[str], refused: bool | None = None) -> Ended:
    at = attack.folder / "at"
    shutil.rmtree(at, ignore_errors=True)
    at.mkdir()
    return attack.run(command, words, at=at, seconds=ENDED_AFTER, must_end=False, refused=refused)


MADE = {  # make's targets, and the variables that each reads
    "chapter": ("NAME",),
    "new": ("NAME",),
    "notebooks": ("NAME",),
    "states": ("NAME",),
    "pdf": ("NAME", "SHEET"),
    "mutants": ("NAME", "SAMPLE", "SEED"),
    "serve": ("PORT", "HTML"),
    "setup": ("TORCH", "VENV", "PYTHON", "TORCH_INDEX"),
}
WORDS = ("no-such-one", "a b", "-1", "--help", "../..", "9" * 30, "é\u202e", "/dev/null")


def make(attack: Attack) -> None:
    """make's variables. The set-up is left out but where it is what is attacked: there, no index answers it.

    Quotes and semicolons are left out: make hands a variable's words to the shell, and they are the shell's.
    """
    if not shutil.which("make"):
        print("make: skipped, there is none here")
        return
    for target, variables in MADE.items():
        for variable in variables:
            for word in WORDS:
                set_up = [] if target == "setup" else ["ANY_PYTHON=true", f"PY={sys.executable}"]
                environment = {"VENV": str(attack.folder / "venv")} if variable != "VENV" else {}
                _made(attack, [target, *set_up, f"{variable}={word.replace('$', '$$')}"], environment)


def _made(attack: Attack, words: list[str], environment: dict[str, str]) -> None:
    if attack.rng.random() >= attack.share:
        return
    with open(f"{attack.log}.out", "wb") as out_file, open(f"{attack.log}.err", "wb") as err_file:
        child = subprocess.Popen(
            ["make", *words],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=out_file,
            stderr=err_file,
            start_new_session=True,
        )
        one = ended(child.pid, attack.log, ENDED_AFTER)
    if one.status is None:
        attack.at_work += 1
        attack.count("", "")
        return
    out, err = one.out, one.err
    status = 0 if not one.status else 1  # make's own is 2 for any failure of a command's
    fault = Ended(status, out, err, 0).fault
    slips = [
        line for line in err.splitlines() if re.search(r"syntax error|unexpected EOF|unterminated|not found$", line)
    ]
    fault = fault or (f"the shell: {slips[0]}" if slips else "")
    said = [line for line in (out + err).splitlines() if line.strip() and not line.startswith("make")]
    attack.count(fault or ("" if said or not status else "no word"), " ".join(["make", *map(repr, words)]))
