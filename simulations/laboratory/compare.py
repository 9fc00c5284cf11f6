"""The page's own comparison: a reader's result file, read in the browser and put into a figure of the shipped sweep."""

import json
from pathlib import Path

import numpy as np

from simulations.laboratory import result
from simulations.laboratory.curves import Table, shown_sizes
from simulations.laboratory.own_curve import Beside, own_curve

METRIC = "exact_match"  # that the figure shows first


def shipped_alone(shipped: Table, *, metric: str = METRIC) -> Beside:
    """The shipped sweep as ``own_curve`` gives it, with nobody's beside it. Raises ``ValueError`` as that does."""
    return own_curve(shipped, {**shipped, metric: np.full(len(shipped["panel"]), np.nan)}, metric=metric)


class Comparison:
    """Shown by a page as HTML: a button that puts readers' models into ``figure``, an explorer of ``shipped_alone``.

    The file never leaves the browser. What it may hold is what ``result`` documents; anything else gets a message.
    """

    def __init__(self, *, figure: str):
        self.figure = figure

    def __repr__(self) -> str:
        return f"A button for a result of your own, where the figure {self.figure} stands on a page"

    def _repr_html_(self) -> str:
        script = (Path(__file__).parent / "compare.js").read_text(encoding="utf-8")
        facts = {
            "figure": self.figure,
            "metric": METRIC,
            "sizes": shown_sizes(),
            **result.DESCRIPTION,
        }
        data = json.dumps(facts, separators=(",", ":")).replace("<", "\\u003c")
        return (
            f'<section class="compare-laboratory" aria-label="Your sweep beside the shipped one">{STYLE}'
            '<p class="controls" hidden><label>your <code>laboratory-result.json</code> '
            '<input type="file" multiple accept=".json,application/json"></label> '
            '<button type="button" hidden>remove mine</button></p>'
            '<p role="status">This comparison needs JavaScript.</p>'
            f'<script type="application/json">{data}</script><script type="module">{script}</script></section>'
        )


STYLE = """<style>
.compare-laboratory { font-family: var(--sans, system-ui, sans-serif); font-size: 0.95rem; max-width: 45rem; }
.compare-laboratory input, .compare-laboratory button { max-width: 100%; font: inherit; }
@media print { .compare-laboratory .controls { display: none; } }
.compare-laboratory label { display: inline-block; margin-inline-end: 1rem; }
.compare-laboratory [role="status"][data-wrong] { font-weight: bold; }
.explorer-legend > li[hidden] { display: none; }
</style>"""
