"""The page's own comparison: a reader's result file, read in the browser and drawn beside the shipped sweep."""

import html
import json
from pathlib import Path

import numpy as np

from simulations.laboratory import result
from simulations.laboratory.measure import METRICS

SHOWN = ("exact_match", "digit_accuracy", "cross_entropy", "brier_score", "edit_distance")
WORDING = {name: METRICS[name].wording for name in SHOWN}
TOPS = {name: METRICS[name].high for name in SHOWN}


class Comparison:
    """Shown by a notebook or a page as HTML: the shipped main panel, and a button that adds readers' results.

    The file never leaves the browser. What it may hold is what ``result`` documents; anything else gets a message.
    """

    def __init__(self, models: dict[str, np.ndarray]):
        main = (models["panel"] == "main") & (models["status"] == "ok")
        self.shipped = [
            {name: round(float(models[name][row]), 4) for name in ("parameters", *result.RANGES)}
            for row in np.flatnonzero(main)
        ]

    def __repr__(self) -> str:
        return f"The shipped sweep, {len(self.shipped)} models, beside a result of your own, where HTML is shown"

    def _repr_html_(self) -> str:
        script = (Path(__file__).parent / "compare.js").read_text(encoding="utf-8")
        facts = {
            "shipped": self.shipped,
            "wording": WORDING,
            "tops": TOPS,
            "ranges": result.RANGES,
            "format": result.FORMAT,
            "version": result.VERSION,
            "most": result.MOST_MODELS,
        }
        data = json.dumps(facts, separators=(",", ":")).replace("<", "\\u003c")
        options = "".join(f'<option value="{name}">{html.escape(text)}</option>' for name, text in WORDING.items())
        return (
            f'<section class="compare-laboratory" aria-label="Your sweep beside the shipped one">{STYLE}'
            f'<p class="controls" hidden><label>metric <select>{options}</select></label> '
            "<label>your <code>laboratory-result.json</code> "
            '<input type="file" multiple accept=".json,application/json"></label> '
            '<button type="button" hidden>remove mine</button></p><div class="picture"></div>'
            '<p role="status">This comparison needs JavaScript.</p>'
            f'<script type="application/json">{data}</script><script type="module">{script}</script></section>'
        )


STYLE = """<style>
.compare-laboratory { font-family: var(--sans, system-ui, sans-serif); font-size: 0.95rem; max-width: 45rem;
  border: 1px solid var(--grid, #8886); border-top: 3px solid var(--blue, #0b62a8); border-radius: 6px;
  padding: 0.2rem 1rem; }
.compare-laboratory svg { width: 100%; height: auto; display: block; color: inherit; }
.compare-laboratory select, .compare-laboratory input, .compare-laboratory button { max-width: 100%; font: inherit; }
.compare-laboratory select { color: inherit; background: var(--paper, Canvas); }
.compare-laboratory text { fill: currentColor; font-size: 12px; }
.compare-laboratory .shipped { stroke: #0b62a8; fill: #0b62a8; }
.compare-laboratory .yours { stroke: #b8500a; fill: #b8500a; }
html[data-theme="dark"] .compare-laboratory .shipped { stroke: #6db3f2; fill: #6db3f2; }
html[data-theme="dark"] .compare-laboratory .yours { stroke: #f2a65a; fill: #f2a65a; }
.compare-laboratory .grid { stroke: currentColor; opacity: 0.15; }
.compare-laboratory path { fill: none !important; stroke-width: 2; }
@media print { .compare-laboratory .controls { display: none; } }
.compare-laboratory label { display: inline-block; margin-inline-end: 1rem; }
.compare-laboratory [role="status"][data-wrong] { font-weight: bold; }
</style>"""
