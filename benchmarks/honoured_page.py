"""The HTML of what a page honours: the sheet that is photographed, and the page that is read."""

import base64
import functools
import html
import io
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np
from fontTools import subset, ttLib
from matplotlib import font_manager
from PIL import Image

from everystate.examples.honoured import FONT, HEIGHT, PALETTE, ROWS, WIDTH, refusals
from everystate.honoured import HONOURED, SETUP, VALUES

if TYPE_CHECKING:
    from benchmarks.honoured import Compared


def sheet(svgs: Sequence[str], *, across: int) -> str:
    """A page of ``svgs`` alone, ``across`` in a row, a point of theirs for a pixel."""
    cells = "".join(f'<div class="picture">{svg}</div>' for svg in svgs)
    more = f"body{{margin:0;display:grid;grid-template-columns:repeat({across},{WIDTH}px)}}"
    return f"<!DOCTYPE html><meta charset=utf-8><style>{_style()}{more}</style>{cells}"


def page(rows: "Sequence[Compared]", *, alike: float) -> str:
    """The page, in one file; ``alike`` is the least similarity that is asked for."""
    tables = "".join(_table(call, list(of)) for call, of in groupby(rows, lambda row: row.example.call))
    names = "\n".join(f"{name} = {_listed(values)}" for name, values in ROWS.items())
    values = "".join(f"<tr><td><code>{e(name)}=</code><td>{e(words)}" for name, (_, words) in sorted(VALUES.items()))
    refused = "".join(f"<tr><td><code>{e(f'ax.{code}')}</code><td>{e(words)}" for code, words in refusals())
    setup = ", ".join(f"<code>{name}</code>" for name in sorted(SETUP))
    least = min(row.alike for row in rows)
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>What everystate honours of matplotlib</title>
<style>{_style()}{_READ}</style>
</head>
<body>
<h1>What everystate honours of matplotlib</h1>
<p>Each call and keyword that a draw function may use, with the explorer's picture as a browser shows it (left) and
matplotlib's own (right). The number is their structural similarity: 1 is the same, and a test asks for {alike} at least
(the least here is {least:.3f}). The number after it compares the explorer's picture with matplotlib's <em>without</em>
that keyword: it must be lower, or the keyword would not be guarded.</p>
<ul>
<li>Pictures have the marks alone. The explorer's axes, ticks and grid are matplotlib's own SVG; its legend stands below
the figure as text, so of <code>label=</code> the legend's words are compared, not pixels.</li>
<li>Similarity is taken where something is drawn, of the worst of the three colour channels. matplotlib's picture is
drawn finer, with no edge moved to whole pixels.</li>
<li>Dashes, round dots without an edge, and areas without an edge are the explorer's. matplotlib's picture has them too,
by the settings that <code>palette.matplotlib()</code> gives.</li>
<li>Words are in {FONT} on this page, as in matplotlib. In a book they are in the page's font, and larger where a figure
is narrow.</li>
<li>Lines and dots may be seen up to 4 points outside the axes, so that a dot on the edge stays whole.</li>
<li><code>errorbar</code> draws dots without a line where nothing else is said, and lines that are no curve
(<code>hlines</code>, <code>vlines</code>, <code>axhline</code>, <code>axvline</code>, <code>errorbar</code>) are 1.5
points wide.</li>
<li>Cells of an image are never smoothed: <code>interpolation=</code> is compared with <code>'bilinear'</code>.</li>
</ul>
<p>The names in the examples:</p>
<pre>{e(names)}</pre>
<nav>{" ".join(f'<a href="#{call}">{call}</a>' for call in HONOURED)} <a href="#refused">what is refused</a></nav>
{tables}
<h2 id="setup">Calls that set the axes up</h2>
<p>Those that begin with <code>set_</code>, and {setup}:
matplotlib draws what they do. They must be the same in all states of a frame.</p>
<h2 id="values">What the keywords may be</h2>
<table><tr><th>keyword<th>what it must be{values}</table>
<h2 id="refused">What is refused, and how it is said</h2>
<table><tr><th>code<th>the error{refused}</table>
</body>
</html>
"""


e = html.escape
_READ = """
body{margin:2rem auto;max-width:64rem;padding:0 1rem;font:16px/1.5 sans-serif;color:#222;background:#fff}
table{display:block;overflow-x:auto;border-collapse:collapse}
th,td{padding:.3rem .6rem .3rem 0;text-align:left;vertical-align:middle;border-bottom:1px solid #e4e4e4}
code,pre{font:14px/1.4 monospace}
pre{overflow:auto}
td.number{font-variant-numeric:tabular-nums;white-space:nowrap}
.picture,.own{border:1px solid #e4e4e4}
.own{display:block}
"""


def _table(call: str, rows: "list[Compared]") -> str:
    head = "<tr><th>keyword<th>code<th>the explorer's<th>matplotlib's<th>similarity<th>without"
    return f'<h2 id="{call}">{call}</h2><table>{head}{"".join(map(_row, rows))}</table>'


def _row(row: "Compared") -> str:
    without = "by its words" if row.example.keyword == "label" else f"{row.unlike:.3f}"
    legend = f"<br>legend: {e(', '.join(row.labels))}" if row.labels else ""
    return (
        f"<tr><td>{e(row.example.keyword)}<td><code>{e(row.example.code)}</code>{legend}"
        f'<td><div class="picture">{row.svg}</div>'
        f'<td><img class="own" src="{_address(row.own)}" width="{WIDTH}" height="{HEIGHT}" alt="matplotlib\'s picture">'
        f'<td class="number">{row.alike:.3f}<td class="number">{without}\n'
    )


def _address(picture: np.ndarray) -> str:
    file = io.BytesIO()
    Image.fromarray(picture).quantize(64, dither=Image.Dither.NONE).save(file, "png", optimize=True)
    return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"


def _listed(values: np.ndarray) -> str:
    masked = isinstance(values, np.ma.MaskedArray)
    return str(values.tolist()).replace("None", "masked") if masked else str(values.tolist())


@functools.cache
def _style() -> str:
    """The palette's colours, the pictures' size, and the letters that the pictures need, from matplotlib's own font."""
    options = subset.Options(layout_features=["kern"], drop_tables=["FFTM"])
    font = ttLib.TTFont(font_manager.findfont(FONT))
    only = subset.Subsetter(options)
    only.populate(text="Typed")
    only.subset(font)
    file = io.BytesIO()
    font.save(file)
    address = f"data:font/ttf;base64,{base64.b64encode(file.getvalue()).decode()}"
    size = f"width:{WIDTH}px;height:{HEIGHT}px"
    return (
        f"@font-face{{font-family:'Of the pictures';src:url({address})}}{PALETTE.css()}"
        f".picture{{{size};overflow:hidden}}.picture svg{{display:block;{size}}}"
        # Letters that are turned ever so little are not moved to whole pixels.
        ".picture text{font-family:'Of the pictures'!important;"
        "text-rendering:geometricPrecision;transform:rotate(.02deg)}"
    )
