"""Commands that read a file which is cut, changed, deep, foreign or no file: each is told so in a sentence."""

import copy
import csv
import io
import json
import os
import random
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.attacks.commands_arguments import hostile_places
from tests.attacks.commands_run import Attack, made_ready

LABORATORY, COURSE = "simulations.laboratory", "course"
CUTS, CHANGES, SHORT = 12, 90, 25  # of one file: where it is cut, changes of it, and of one that is slow to read
WRONG: tuple[Any, ...] = (
    None,
    True,
    -1,
    0,
    1.5,
    10**30,
    float("nan"),
    float("inf"),
    "",
    "no-such-one",
    "=1+1",
    "<b>x</b>",
    "\u202e\0",
    [],
    {},
    [[]],
    ["x"],
    {"a": {}},
    "x" * 10_000,
)
FOREIGN = {
    "empty": b"",
    "NUL": b"\0" * 1000,
    "bytes": bytes(range(256)) * 4,
    "UTF-16": '{"a": 1}'.encode("utf-16"),
    "a mark first": b"\xef\xbb\xbf{}",
    "deep lists": b"[" * 200_000,
    "deep and whole": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    "a number": b"1",
    "a huge number": b"1" * 6_000,
    "1e999": b'{"version": 1e999}',
    "a list": b"[]",
    "null": b"null",
    "an object": b"{}",
    "twice a key": b'{"format": 1, "format": 2}',
    "HTML": b"<!doctype html><p>404",
    "half a letter": b'{"a": "\xc3',
    "a lone surrogate": b'{"format": "\\ud800"}',
    "a zip": b"PK\x03\x04" + b"\0" * 40,
    "10 MB": b"[" + b"1," * 5_000_000 + b"1]",
}


def changed(content: Any, rng: random.Random, number: int) -> Iterator[tuple[str, Any]]:
    """JSON with one thing in it replaced by something else, left out, or there twice."""
    ways = [*_ways(content)]
    for _ in range(number):
        way, made = rng.choice(ways), copy.deepcopy(content)
        inner = made
        for step in way[:-1]:
            inner = inner[step]
        kind = rng.randrange(6)
        if kind == 0:
            del inner[way[-1]]
            words = "left out"
        elif kind == 1 and isinstance(inner, list):
            inner.append(copy.deepcopy(inner[way[-1]]))
            words = "twice"
        else:
            inner[way[-1]] = rng.choice(WRONG)
            words = repr(inner[way[-1]])[:40]
        yield f"{'.'.join(map(str, way))} {words}", made


def _ways(content: Any, before: tuple = ()) -> Iterator[tuple]:
    items = content.items() if isinstance(content, dict) else enumerate(content) if isinstance(content, list) else ()
    for key, value in items:
        yield (*before, key)
        yield from _ways(value, (*before, key))


def cut(content: bytes, rng: random.Random, number: int) -> Iterator[tuple[str, bytes]]:
    """A file that ends too early, and one with a byte that is another."""
    for _ in range(number):
        at = rng.randrange(len(content))
        yield f"cut at {at}", content[:at]
        yield f"another byte at {at}", content[:at] + bytes([content[at] ^ (1 << rng.randrange(8))]) + content[at + 1 :]


def files(attack: Attack) -> None:
    """What a command reads, in every wrong form."""
    made_ready([LABORATORY, COURSE])
    rng, folder = attack.rng, attack.folder
    _samples(attack)
    result = (folder / "runs/laboratory-result.json").read_bytes()
    record = json.dumps(_record()).encode()
    for words, sound, name in (([LABORATORY, "pool"], result, "r.json"), ([COURSE, "pool"], record, "r.json")):
        path = folder / name
        for what, content in [("sound", sound), *_wrong_files(sound, rng, CHANGES)]:
            path.write_bytes(content)
            attack.run(words[0], [*words[1:], str(path), "--out", str(folder / "out")], what=what)
        for what, place in hostile_places(folder / "places").items():
            attack.run(words[0], [*words[1:], str(place), "--out", str(folder / "out")], what=what, refused=True)
    _sweeps(attack)
    _rosters(attack)
    _hand_ins(attack)


def _wrong_files(sound: bytes, rng: random.Random, changes: int) -> Iterator[tuple[str, bytes]]:
    yield from FOREIGN.items()
    yield from cut(sound, rng, CUTS)
    for what, made in changed(json.loads(sound), rng, changes):
        yield what, json.dumps(made).encode()


def _samples(attack: Attack) -> None:
    sweep = ["sweep", "--preset", "smoke", "--student", "1", "--workers", "1", "--device", "cpu", "--folder", "runs"]
    attack.run(LABORATORY, sweep, refused=False, seconds=120)
    (attack.folder / "roster.csv").write_text("number,name\n1,A\n2,B\n", encoding="utf-8")
    build = ["build", "--chapter", "mirage", "--seed", "1", "--roster", "roster.csv", "--no-otter", "--out", "built"]
    attack.run(COURSE, build, refused=False, seconds=120)


def _record() -> dict[str, Any]:
    """A reader's record with an answer of each kind that needs no drawing."""
    from course import questions
    from course.records.read import shape

    entries = []
    for number, (kind, one) in enumerate(
        [("choice", one) for one in questions.predictions("mirage")] + [("check", questions.self_checks("mirage")[0])]
    ):
        state = one.state.rpartition("#")[2] if kind == "choice" else "self-check-1"
        about = {"id": f"answer-{number}", "at": number, "page": "chapters/mirage.html", "title": "T", "question": "Q?"}
        right = "right" if one.choices[0].right else "wrong"
        entries.append(
            about | {"kind": kind, "figure": state, "state": state, "choice": "words", "place": 0, "verdict": right}
        )
    return {"format": shape()["format"], "version": shape()["version"], "entries": entries}


def _sweeps(attack: Attack) -> None:
    """A sweep's folder with one of its files in every wrong form; its commands say so, or train that run again."""
    sound, at = attack.folder / "runs", attack.folder / "sweep"
    trained = next(sound.glob("*.safetensors")).name
    for name, verbs in (
        ("sweep.json", ("resume", "report", "ship", "weights")),
        ("machine.json", ("report", "ship")),
        (trained, ("resume", "report", "weights")),
    ):
        content = (sound / name).read_bytes()
        wrong = [*FOREIGN.items(), *cut(content, attack.rng, CUTS)]
        if name.endswith(".json"):
            found = changed(json.loads(content), attack.rng, SHORT)
            wrong += [(what, json.dumps(made).encode()) for what, made in found]
        for number, (what, bad) in enumerate(wrong):
            shutil.rmtree(at, ignore_errors=True)
            shutil.copytree(sound, at)
            (at / name).write_bytes(bad)
            verb = verbs[number % len(verbs)]
            to = ["--to", str(attack.folder / "to")] if verb != "resume" else ["--workers", "1", "--device", "cpu"]
            attack.run(
                LABORATORY,
                [verb, "--folder", str(at), *to],
                what=f"{name}: {what}",
                seconds=60,
                must_end=verb != "resume",
            )


def _rosters(attack: Attack) -> None:
    path, more = attack.folder / "roster.csv", io.StringIO()
    csv.writer(more).writerows([["number", "name"], [1, 'a "quoted", name\nof two lines'], [2, "=cmd()"]])
    texts = {
        "quotes": more.getvalue(),
        "open quote": 'number\n"1\n2\n',
        "no numbers": "name\nA\n",
        "twice": "number\n1\n1\n",
        "words": "number\nx\n",
        "negative": "number\n-1\n",
        "long": f"number\n{'9' * 5000}\n",
        "semicolons": "number;name\n1;A",
        "a long cell": f"number,name\n1,{'x' * 200_000}\n",
        "only a heading": "number\n",
        "blank": "\n\n\n",
        "many columns": "number" + ",x" * 20_000 + "\n1\n",
        "carriage returns": "number\r1\r2\r",
        "other digits": "number\n١\n",
    }
    build = ["build", "--chapter", "mirage", "--seed", "1", "--no-otter", "--out", "built-wrong", "--roster"]
    for what, content in [*((what, text.encode()) for what, text in texts.items()), *FOREIGN.items()]:
        path.write_bytes(content)
        attack.run(COURSE, [*build, str(path)], what=f"roster: {what}")
    for what, place in hostile_places(attack.folder / "places").items():
        attack.run(COURSE, [*build, str(place)], what=f"roster: {what}", refused=True)


def _hand_ins(attack: Attack) -> None:
    """Keys and hand-ins; those of whom nothing can be run are graded as what they are."""
    key = next((attack.folder / "built").rglob("key.json"))
    notebook = next((attack.folder / "built").rglob("mirage_student1.ipynb"))
    held, place = key.read_bytes(), attack.folder / "handed-in"
    place.mkdir()
    shutil.copy2(notebook, place)
    words = ["grade", str(place), "--seconds", "10", "--out", str(attack.folder / "graded"), "--key"]
    for what, content in _wrong_files(held, attack.rng, SHORT):
        key.write_bytes(content)
        if not what.startswith(("points", "book")):  # which no grade depends on: with these all notebooks are run
            attack.run(COURSE, [*words, str(key)], what=f"key: {what}", seconds=60)
    for what, other in hostile_places(attack.folder / "places").items():
        attack.run(COURSE, [*words, str(other)], what=f"key: {what}", refused=True)
    key.write_bytes(held)
    for what, content in FOREIGN.items():
        (place / notebook.name).write_bytes(content)
        attack.run(COURSE, [*words, str(key)], what=f"hand-in: {what}", seconds=60)
    (place / notebook.name).unlink()
    for what, other in hostile_places(attack.folder / "places").items():
        if os.path.lexists(other):
            (place / notebook.name).symlink_to(other)
            attack.run(COURSE, [*words, str(key)], what=f"hand-in: {what}", seconds=60)
            (place / notebook.name).unlink()
        attack.run(COURSE, ["grade", str(other), *words[2:], str(key)], what=f"hand-ins: {what}", refused=True)


def texts_of(folder: Path, names: Sequence[str]) -> dict[str, bytes]:
    """The files of a folder by name, where they are there."""
    return {name: (folder / name).read_bytes() for name in names if (folder / name).is_file()}
