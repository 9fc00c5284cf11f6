"""The metric effect as the peers would have it, a page each: ``python peer_pages.py FOLDER``, in a Python with them.

Each page has all of its scripts inside, from the peer's own package. Altair and Bokeh have the formula written once
more, in their own language or in JavaScript; Plotly has a frame for each of 20 answer lengths; Panel has 40 states of
the 400, each of which it runs and compares as a whole document.
"""

import os
import sys
from pathlib import Path

LENGTHS, LENGTH = 20, 5
POINTS = [i / 100 for i in range(1, 101)]


def altair(path: Path) -> None:
    """A parameter with a slider; Vega computes the curve."""
    import altair as alt

    length = alt.param("length", value=LENGTH, bind=alt.binding_range(min=1, max=LENGTHS, step=1))
    chart = alt.Chart(alt.sequence(0.01, 1.001, 0.01, as_="x")).mark_line()
    chart = chart.transform_calculate(y="pow(datum.x, length)").encode(
        x=alt.X("x:Q"), y=alt.Y("y:Q", scale=alt.Scale(domain=[0, 1]))
    )
    chart.add_params(length).properties(width=500, height=220).save(
        str(path), inline=True, embed_options={"renderer": "svg", "actions": False}
    )


def _bokeh_parts():
    from bokeh.models import ColumnDataSource, CustomJS, Slider
    from bokeh.plotting import figure

    source = ColumnDataSource({"x": POINTS, "y": [x**LENGTH for x in POINTS]})
    plot = figure(width=560, height=250, y_range=(0, 1), toolbar_location=None)
    plot.line("x", "y", source=source)
    slider = Slider(start=1, end=LENGTHS, value=LENGTH, step=1, title="answer length", name="length")
    return source, plot, slider, CustomJS


def bokeh(path: Path) -> None:
    """A slider with a CustomJS that computes the curve."""
    from bokeh.embed import file_html
    from bokeh.layouts import column
    from bokeh.resources import INLINE

    source, plot, slider, custom = _bokeh_parts()
    code = "source.data = { x: source.data.x, y: source.data.x.map((x) => x ** length.value) }"
    slider.js_on_change("value", custom(args={"source": source, "length": slider}, code=code))
    path.write_text(file_html(column(slider, plot), INLINE, "Metric effect"), encoding="utf-8")


def plotly(path: Path) -> None:
    """A frame for each answer length, and its slider."""
    import plotly.graph_objects as go

    def curve(length: int) -> go.Scatter:
        return go.Scatter(x=POINTS, y=[x**length for x in POINTS], mode="lines")

    frames = [go.Frame(data=[curve(length)], name=str(length)) for length in range(1, LENGTHS + 1)]
    how = {"mode": "immediate", "frame": {"duration": 0, "redraw": False}, "transition": {"duration": 0}}
    steps = [{"method": "animate", "label": one.name, "args": [[one.name], how]} for one in frames]
    layout = {"width": 560, "height": 400, "sliders": [{"active": LENGTH - 1, "steps": steps}]}
    go.Figure(data=[curve(LENGTH)], frames=frames, layout=layout).write_html(path, include_plotlyjs=True)


def panel(path: Path) -> None:
    """Two sliders bound to a function, every state embedded: 20 answer lengths at two accuracies."""
    import panel as pn
    from bokeh.plotting import figure
    from bokeh.resources import INLINE

    length = pn.widgets.IntSlider(name="answer length", start=1, end=LENGTHS, value=LENGTH)
    accuracy = pn.widgets.DiscreteSlider(name="token accuracy", options=[0.5, 0.9], value=0.9)

    def show(length: int, accuracy: float):
        plot = figure(width=560, height=250, y_range=(0, 1), toolbar_location=None)
        plot.line(POINTS, [x**length for x in POINTS])
        plot.scatter([accuracy], [accuracy**length])
        return plot

    shown = pn.Column(length, accuracy, pn.bind(show, length, accuracy))
    shown.save(str(path), embed=True, max_opts=LENGTHS, max_states=1000, resources=INLINE, progress=False)


if __name__ == "__main__":
    if len(sys.argv) != 2 or not os.path.isdir(sys.argv[1]):  # Path.is_dir raises at a name that is too long
        sys.exit(f"peer_pages.py takes one folder to write the pages into, not {sys.argv[1:]}")
    try:
        for make in (altair, bokeh, plotly, panel):
            make(Path(sys.argv[1]) / f"{make.__name__}.html")
    except ModuleNotFoundError as error:
        sys.exit(f"{error.name} is not in this Python: `python -m benchmarks peers` makes one with the peers")
