"""How fast states are computed, and how long the book takes to build, cold and after a change."""

import os
import tempfile
import time
from pathlib import Path

from benchmarks import same
from benchmarks.layout import markdown
from everystate import Explorer
from simulations.mirage import drawings, metrics


def largest() -> Explorer:
    """An explorer of 8,000 states: the metric effect, its two curves of 100 points, finely stepped."""
    os.environ["EXPLORER_HOST"] = "page"
    return Explorer(
        metrics.metric_effect,
        drawings.draw_metric_effect,
        name="states",
        title="States",
        caption="{answer_length} tokens.",
        controls=dict(token_accuracy=(0.0025, 1.0, 0.0025), answer_length=(1, 20)),
    )


def report_states() -> str:
    """States computed and packed per second, and the packed size."""
    explorer = largest()
    explorer.states.templates(explorer.states.default)
    start = time.perf_counter()
    packed = explorer.states.packed()
    seconds = time.perf_counter() - start
    start = time.perf_counter()
    for state in [explorer.states.default] * 5:
        explorer.states._draw_templates(state, "")
    drawing = (time.perf_counter() - start) / 5
    count = len(explorer.states)
    rows = [
        ["states", f"{count:,}"],
        ["seconds, all packed", f"{seconds:.2f}"],
        ["states a second", f"{count / seconds:,.0f}"],
        ["one drawing by matplotlib, in states", f"{drawing * count / seconds:,.0f}"],
        ["packed", f"{len(packed) / 1000:,.0f} kB"],
    ]
    return markdown("States at build time", ["", "two curves of 100 points"], rows)


def report_build() -> str:
    """The whole book in a clean clone: cold, with a sentence of a chapter changed, and with nothing changed."""
    seconds = []
    with tempfile.TemporaryDirectory() as name:
        folder = same.clone(Path(name) / "book")
        for words in ("", "\nOne more sentence.\n", ""):
            with (folder / "chapters/theories.md").open("a", encoding="utf-8") as chapter:
                chapter.write(words)
            start = time.perf_counter()
            same.built(folder)
            seconds.append(time.perf_counter() - start)
    ways = ("cold", "a sentence of a chapter changed", "nothing changed")
    rows = [[way, f"{took:.1f} s ({took / seconds[0]:.3f}×)"] for way, took in zip(ways, seconds, strict=True)]
    return markdown("The whole book, built", ["", ""], rows)
