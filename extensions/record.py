"""The page *Your record*: where its parts stand, and what its script is given of Python's."""

import json
from pathlib import Path
from typing import Any

import yaml
from docutils import nodes

from everystate import judge
from everystate.recorded import recorded
from extensions.boxes import Box
from simulations.record import calibration

PARTS = ("answers", "calibration", "hands")
FORMULAS = {
    "brier": ["sure", "right"],
    "covered": ["inside", "places"],
    "timed": ["late", "noticeable", "score"],
    "played": ["mine", "line", "law"],
}
WITHOUT = "Without JavaScript no record is kept, and none is shown."


class place(nodes.General, nodes.Element):
    """A part of the record, filled by the page's script; what stands in it is read where there is nothing yet."""


def setup(app):
    """Registers the directive, and how its places become HTML."""
    app.add_node(place, html=(_visit, _depart))
    app.add_directive("record", Record)


def facts(pages: dict[str, str]) -> dict[str, Any]:
    """What the script is given: the formulas' steps, intervals, and the ``pages``, titles by address, in order."""
    return {
        "formulas": {name: recorded(getattr(calibration, name), inputs) for name, inputs in FORMULAS.items()},
        "noticeable": judge.NOTICEABLE,
        "coverage": judge.COVERAGE,
        "on_time": calibration.ON_TIME,
        "lowest": calibration.lowest(),
        "pages": pages,
    }


def contents(root: Path) -> list[str]:
    """The names of the book's pages, in the order of its contents."""
    listed = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
    chapters = [page for part in listed["parts"] for page in part["chapters"]]
    inner = [page["file"] for one in chapters for page in [one, *one.get("sections", [])]]
    return [listed["root"], *inner]


class Record(Box):
    """A part of the record, ``:::{record} answers``; its content is what stands there while there is nothing."""

    required_arguments = 1

    def run(self):
        part = self.arguments[0].strip()
        if part not in PARTS:
            raise self.error(f"record: its part must be one of {', '.join(PARTS)}, not {part!r}")
        return [place("", *self.body(), part=part)]


def _visit(self, node):
    part = node["part"]
    self.body.append(f'<div class="record" data-part="{part}"><div class="record-nothing">\n')


def _depart(self, node):
    env = self.builder.env
    self.body.append(f'</div><p class="record-without">{WITHOUT}</p></div>\n')
    if node["part"] != PARTS[0]:
        return
    known = {f"{name}.html": env.titles[name].astext() for name in contents(Path(env.srcdir)) if name in env.titles}
    data = json.dumps(facts(known), separators=(",", ":"), ensure_ascii=False).replace("<", "\\u003c")
    self.body.append(f'<script type="application/json" id="record-facts">{data}</script>\n')
