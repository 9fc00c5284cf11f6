"""The front end's modules in node, on a machine without a browser: against Python wherever Python does the same."""

import base64
import csv
import gzip
import io
import itertools
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import matplotlib
import node
import numpy as np
import pytest
from conftest import BUDGETS

from everystate import Explorer, judge, svg, table, template
from everystate.recorded import recorded
from everystate.settings import Words, settings
from tests.everystate.test_front_end import X, draw_cells, growth, image, made

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "tests/everystate/js").glob("*.test.js"))
ODD = ["plain", 'the "first", here', "two\nlines", "", " space ", "é×10⁵", '"', "a,b"]


@pytest.fixture(scope="module")
def fixtures(tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("modules") / "fixtures.json"
    made = {"tables": tables(), "paths": paths(), "axes": axes(), "csv": file_of_rows(), "images": images()}
    judged = {"drawings": drawings(), "operations": operations()}
    file.write_text(json.dumps(made | judged | {"parts": in_parts()}), encoding="utf-8")
    return file


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name.partition(".")[0])
def test_module(file, fixtures):
    program = node.find()
    assert program, node.HELP
    surroundings = os.environ | {"FIXTURES": str(fixtures)}
    done = subprocess.run([program, "--test", file], env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_word_that_the_script_says_is_given_to_it():
    script = (ROOT / "everystate/js/words.js").read_text(encoding="utf-8")
    named = re.search(r"Record<(.*?), string>", script, re.DOTALL)[1]
    assert set(re.findall(r'"(\w+)"', named)) == set(Words().scripted())


def test_the_pages_script_keeps_to_its_size():
    script = (ROOT / "everystate/page.js").read_bytes()
    assert len(gzip.compress(script)) <= BUDGETS["page"]["script_kb"] * 1000


@pytest.mark.parametrize(("ci", "status"), [("", 0), ("true", 1)])
def test_what_the_lint_leaves_out_is_said_and_is_an_error_where_all_must_be_checked(ci, status):
    command = [sys.executable, "-S", "everystate/js/check.py"]  # -S: without the packages, so without their npm
    surroundings = os.environ | {"PATH": "", "CI": ci}
    done = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == status
    assert done.stderr.startswith("Left out: biome") and "there is no npm here" in done.stderr


def tables() -> list[dict]:
    explorers = [made(), made(frames=("digits",)), image("upper", "upper")]
    return [*(unpacked(e.states.name, e.states.packed()) for e in explorers), every_way_to_pack()]


def in_parts() -> dict:
    """A table in parts, cut within a control that has frames of its own; and for every state its part and words."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(settings, "part_states", 2)
        states = made(frames=("digits",), caption="{rate} {digits}").states
    tables = {states.cut.part([c.default for c in states.controls]): states.packed(), **states.packed_others()}
    found = []
    for places in itertools.product(*(range(len(c.values)) for c in states.controls)):
        state = {c.name: c.values[i] for c, i in zip(states.controls, places, strict=True)}
        score = states.templates(state)[0][0].steps(0, {"x": X[None], "y": growth(**state).score[None]})["y"][0]
        words = states.caption(state)
        found.append({"places": places, "part": states.cut.part(places), "words": words, "score": score.tolist()})
    encoded = {part: base64.b64encode(packed).decode() for part, packed in tables.items()}
    return {"first": min(tables, key=list(tables).index), "tables": encoded, "states": found}


def unpacked(name: str, packed: bytes) -> dict:
    """A table with what Python reads in it: every channel and word in every state."""
    header, blob = table.unpack(packed)
    frames = header["frames"]
    marks = [mark for frame in frames for panel in frame["panels"] for mark in panel["marks"]]
    numbers = [entry for mark in marks for entry in mark["channels"].values()]
    of_marks = [mark[key] for mark in marks for key in ("label", "text") if key in mark]
    of_states = [*header["caption"]["fields"], *header["report"].values()]
    places = range(header["states"] // len(frames))
    return {
        "name": name,
        "packed": base64.b64encode(packed).decode(),
        "rows": read(numbers, blob, places),
        "words": read(of_marks, blob, places) + read(of_states, blob, range(header["states"])),
    }


def read(entries, blob: bytes, states) -> list[dict]:
    found = [(entry, state, table.row(entry, blob, state)) for entry in entries for state in states]
    return [
        {"entry": entry, "state": state, "expected": one.tolist() if isinstance(one, np.ndarray) else one}
        for entry, state, one in found
    ]


def every_way_to_pack() -> dict:
    """Rows that pack best along, down and both ways; more than 256 of them; the largest steps; levels that overflow."""
    rng = np.random.default_rng(5)
    walk = rng.integers(-9, 9, (300, 40)).cumsum(axis=1).astype(np.int16)
    noise = rng.integers(-9_000, 9_000, 60)
    channels = [
        walk,
        (noise + np.arange(4)[:, None]).astype(np.int16),
        (noise + np.arange(60) * rng.integers(-99, 99, (9, 1)).cumsum(axis=0)).astype(np.int16),
        np.array([[template.GAP_STEP, 32767, -32767, 0]] * 3, np.int16),
        rng.integers(0, 256, (3, 12)).astype(np.uint8),
    ]
    packer = table.Packer()
    entries = [packer.numbers(rows) for rows in channels]
    words = packer.words([f"é {i}" for i in range(300)])
    assert {entry["mode"] for entry in entries[:4]} == {0, 1, 2} and entries[0]["wide"] == words["wide"] == 2
    packed = packer.pack({"states": 3})
    _, blob = table.unpack(packed)
    rows = [one for entry, rows in zip(entries, channels, strict=True) for one in read([entry], blob, range(len(rows)))]
    packed = base64.b64encode(packed).decode()
    return {"name": "every way to pack", "packed": packed, "rows": rows, "words": read([words], blob, range(300))}


def paths() -> list[dict]:
    """Random marks of each kind, some of their points masked, with the path that Python writes into the page."""
    rng = np.random.default_rng(6)
    names = {"line": "x y", "dots": "x y", "band": "x low high", "rects": "x0 y0 x1 y1", "segments": "x0 y0 x1 y1"}
    made = []
    for kind, channels in names.items():
        for masked in (0, 0.2, 0.9, 1):
            steps = {name: rng.integers(-500, 8000, 30).astype(np.int16) for name in channels.split()}
            for values in steps.values():
                values[rng.random(30) < masked] = template.GAP_STEP
            channels_read = {name: values.tolist() for name, values in steps.items()}
            made.append({"kind": kind, "channels": channels_read, "expected": svg.path(kind, steps)})
    return made


def axes() -> list[dict]:
    """Linear and logarithmic axes, each with data and the steps that Python made of them."""
    header, blob = table.unpack(made().states.packed())
    size = growth(0.0, 2).size
    found = []
    for panel, data in zip(header["frames"][0]["panels"], ((X, 0 * X), (10.0 ** (X / 2), size)), strict=True):
        for name, values in zip("xy", data, strict=True):
            steps = table.row(panel["marks"][0]["channels"][name], blob, 0)
            found.append({"axis": panel["axes"][name], "steps": steps.tolist(), "data": values.tolist()})
    return found


def file_of_rows() -> dict:
    rows = [{"panel": 1, "series": word, "x": i} for i, word in enumerate(ODD)] + [{"panel": 2, "y": "last, one"}]
    file = io.StringIO()
    writer = csv.DictWriter(file, ["panel", "series", "x", "y"], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return {"rows": rows, "text": file.getvalue()}


def images() -> list[dict]:
    """A table's levels and style, with the pixels that matplotlib's own colours give."""
    found = []
    for origin in ("upper", "lower"):

        def draw(result, ax, origin=origin):
            draw_cells(result, ax, origin=origin)

        explorer = Explorer(growth, draw, name="i", title="i", caption="{rate}", controls=dict(rate=(0.0, 1.0, 0.1)))
        header, blob = table.unpack(explorer.states.packed())
        mark = header["frames"][0]["panels"][0]["marks"][0]
        levels = table.row(mark["channels"]["z"], blob, 3).tolist()
        cells = growth(0.3).cells if origin == "upper" else growth(0.3).cells[::-1]
        expected = np.round(255 * matplotlib.colormaps["cividis"](cells)).astype(int).ravel().tolist()
        found.append({"origin": origin, "levels": levels, "style": mark["style"], "expected": expected})
    return found


def drawings() -> dict:
    """The formula that judges a drawing, and a thousand drawings, lines and ranges, with what Python says of each."""
    rng, made = np.random.default_rng(7), []
    while len(made) < 1000:
        places, begins = int(rng.integers(3, 14)), bool(rng.integers(2))
        x = np.concatenate([[0], np.cumsum(rng.uniform(0.2, 1, places - 1))])
        truth = 1 / (1 + np.exp(-rng.uniform(1, 30) * (x / x[-1] - rng.uniform(0.1, 0.9))))
        near = np.clip(truth + rng.normal(0, rng.choice([0.02, 0.2]), places), 0, 1)
        steep, middle = rng.uniform(1, 60), rng.uniform(0, 1.1)
        low = near if rng.integers(2) else 1 / (1 + np.exp(-steep * (x / x[-1] - middle)))
        high = np.clip(low + rng.uniform(0, 0.4, places), 0, 1) if rng.integers(2) else low
        low, high = ((truth + (one - truth) * (np.arange(places) > 0)) if begins else one for one in (low, high))
        weight = np.full(places, 1 / (places - begins))
        weight[: int(begins)] = 0
        level = (truth[0] + truth[-1]) / 2
        given = {"x": x / x[-1], "truth": truth, "low": low, "high": high, "weight": weight}
        given |= {"level": level, "side": float(np.sign(truth[0] - level)), "alpha": float(rng.choice([0.2, 1]))}
        made.append({"given": listed(given), "expected": listed(judge.judged(**given))})
    return {"formula": judge.steps(), "drawings": made}


def operations() -> dict:
    """Every operation, way and slice that can be recorded, on a few numbers."""

    def formula(a, b):
        each = {f.__name__: f(a, b) for f in (np.add, np.subtract, np.multiply, np.divide, np.maximum, np.minimum)}
        compared = {f.__name__: f(a, b) for f in (np.greater, np.greater_equal, np.less_equal)}
        ends = {"tail": a[1:], "head": a[:-1], "middle": a[1:3], "last": a[-2:]}
        more = {"absolute": np.absolute(a), "where": np.where(a > b, a, 7), "plain": 2 - a, "product": 2 * a / 3}
        sums = {"sum": np.add.reduce(a), "most": np.maximum.reduce(a), "run": np.minimum.accumulate(b)}
        return each | compared | ends | more | sums | {"one": np.add.reduce(a) / 4 > 1, "running": np.add.accumulate(a)}

    given = {"a": np.array([1.0, -2.0, 3.5, 0.25, 4.0]), "b": np.array([2.0, -2.0, 0.5, 8.0, -1.0])}
    steps = recorded(formula, ["a", "b"])
    return {"formula": steps, "given": listed(given), "expected": listed(formula(**given))}


def listed(values: dict) -> dict:
    """As JSON has them: what is true is 1 there."""
    return {name: np.asarray(value, float).tolist() for name, value in values.items()}
