"""The explorer's author's side: what is declared, recorded, packed, and refused."""

import dataclasses
import io
import json
import re
import shutil
from dataclasses import dataclass
from html import unescape
from xml.etree import ElementTree

import ipywidgets as widgets
import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
import traitlets
from conftest import ROOT
from matplotlib import colormaps
from matplotlib.ticker import MultipleLocator
from PIL import Image

from everystate import (
    Explorer,
    ExplorerError,
    Palette,
    Predict,
    Words,
    in_words,
    markup,
    picture,
    stylesheet,
    svg,
    table,
)
from everystate.comparison import difference, same
from everystate.controls import control
from everystate.embed import front_end
from everystate.looks import Fill
from everystate.record import GAP, Recorder
from everystate.settings import NEEDED, Settings, settings
from simulations import palette

LENGTHS = np.arange(1.0, 11.0)


@dataclass(frozen=True)
class Powers:
    length: np.ndarray
    accuracy: np.ndarray
    last: float
    verdict: str


def powers(base=0.5, first=1):
    accuracy = base ** (LENGTHS + first - 1)
    return Powers(LENGTHS, accuracy, float(accuracy[-1]), "rare" if accuracy[-1] < 0.1 else "common")


def draw_powers(result, ax, *, log_axis=False):
    ax.plot(result.length, result.accuracy, color=palette.BLUE, label="accuracy")
    ax.set_xlim(1, 10)
    ax.set_ylim(1e-12 if log_axis else 0, 1)
    ax.set_yscale("log" if log_axis else "linear")
    ax.set_xlabel("length")
    ax.set_ylabel("log accuracy" if log_axis else "accuracy")


def explorer(simulate=powers, draw=draw_powers, **changes):
    given = dict(
        name="powers",
        title="Powers",
        caption="At base {base} the last is {last:.3f}: {verdict}, {log_axis}.",
        controls=dict(base=(0.1, 1.0, 0.1), first=(1, 3), log_axis=False),
        frames=("log_axis",),
    )
    return Explorer(simulate, draw, **(given | changes))


@pytest.fixture(autouse=True)
def host(monkeypatch):
    monkeypatch.setenv("EXPLORER_HOST", "page")
    monkeypatch.setenv("EXPLORER_CHAPTER", "mirage")


def classic_page(folder, explorers):
    """A page with explorers in it, and beside it the module, and a page for a notebook's cell."""
    for name, text in front_end().items():
        (folder / name).write_text(text, encoding="utf-8")
    shutil.copy2(ROOT / "everystate/explorer.js", folder)
    head = '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><link rel="stylesheet" href="explorer.css">'
    pages = "".join(markup.page(made._markup(), made.states.packed()) for made in explorers)
    (folder / "index.html").write_text(f'{head}<script async src="page.js"></script>{pages}', encoding="utf-8")
    (folder / "notebook.html").write_text(f'{head}<div id="cell"></div>', encoding="utf-8")


# Controls


@pytest.mark.parametrize(
    ("declared", "kind", "values", "default"),
    [
        ((1, 4), "slider", (1, 2, 3, 4), 1),
        ((0.0, 1.0, 0.25), "slider", (0.0, 0.25, 0.5, 0.75, 1.0), 2),
        (["a", "b"], "select", ("a", "b"), 0),
        ({"one": 1, "two": 2}, "select", (1, 2), 0),
        (True, "check", (False, True), 1),
        (widgets.BoundedIntText(2, min=0, max=3), "stepper", (0, 1, 2, 3), 2),
        (widgets.FloatLogSlider(value=100, base=10, min=0, max=3, step=1), "slider", (1.0, 10.0, 100.0, 1000.0), 2),
        (widgets.SelectionSlider(options=[("1B", 1e9), ("1T", 1e12)], value=1e12), "slider", (1e9, 1e12), 1),
    ],
)
def test_a_declared_control_has_its_values_and_default(declared, kind, values, default):
    read = control("answer_length", declared)
    assert (read.kind, read.values, read.default) == (kind, values, default)
    assert read.label == "answer length"


def test_float_steps_are_the_numbers_an_author_means():
    assert control("p", (0.1, 0.7, 0.1)).values == (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7)


def test_a_selection_with_long_words_has_the_whole_width():
    for words, wide in (("x" * markup.WIDE, False), ("x" * (markup.WIDE + 1), True)):
        made = markup._control("powers", control("base", {words: 0.5, "b": 0.6}), None)
        assert ("explorer-wide" in made) == wide, len(words)


def test_a_control_that_cannot_be_explored_is_named():
    with pytest.raises(ExplorerError, match="control 'first': a Text cannot be explored; allowed: IntSlider"):
        explorer(controls=dict(first=widgets.Text("x")))


@pytest.mark.parametrize("value", [11, "five", True, None])
def test_a_value_outside_a_control_is_refused(value):
    with pytest.raises(ValueError, match="control 'base'.*give a number from 0.10 to 1.00"):
        explorer().caption(base=value)


def test_an_unknown_control_is_refused():
    with pytest.raises(ValueError, match="no control 'bass' .did you mean 'base'..; controls: base, first, log_axis"):
        explorer().caption(bass=0.5)


# The table


@pytest.mark.parametrize("seed", range(5))
def test_packed_numbers_come_back(seed):
    rng = np.random.default_rng(seed)
    rows = rng.integers(-32768, 32767, (40, 17), endpoint=True).astype(np.int16)
    rows[5] = rows[3]
    smooth = np.cumsum(rng.integers(-9, 9, (300, 25)), axis=1).astype(np.int16)
    levels = rng.integers(0, 255, (12, 64), endpoint=True).astype(np.uint8)
    words = [f"état {i % 3}" for i in range(40)]
    packer = table.Packer()
    entries = [packer.numbers(rows), packer.numbers(smooth), packer.numbers(levels), packer.words(words)]
    header, blob = table.unpack(packer.pack({"entries": entries}))
    for entry, wanted in zip(header["entries"], (rows, smooth, levels, words), strict=True):
        for state, one in enumerate(wanted):
            np.testing.assert_array_equal(table.row(entry, blob, state), one)


def test_equal_rows_are_stored_once():
    packer = table.Packer()
    entry = packer.numbers(np.ones((8000, 50), np.int16))
    assert entry["rows"] == 1 and "index" not in entry


def test_more_rows_than_two_bytes_can_count_are_refused():
    rows = np.arange(65_537, dtype=np.int32).astype(np.uint16).view(np.int16)
    packer = table.Packer()
    packer.numbers(rows[:65_536, None])
    two = np.column_stack([rows, np.arange(65_537) // 65_536]).astype(np.int16)
    with pytest.raises(ValueError, match="at most 65,536 distinct rows, not 65,537"):
        packer.numbers(two)


def test_a_table_of_another_version_or_a_damaged_one_is_refused():
    packed = table.Packer().pack({"name": "x"})
    with pytest.raises(ValueError, match="damaged"):
        table.unpack(packed[:-9])
    with pytest.raises(ValueError, match="version 99; this code reads 3"):
        table.unpack(table.Packer().pack({"version": 99}))


def test_every_state_of_the_table_is_what_the_function_returned():
    made = explorer()
    header, blob = table.unpack(made.states.packed())
    assert header["states"] == len(made.states) == 10 * 3 * 2
    place = [0, 0]
    for state, (base, first, log_axis) in enumerate(
        (b, f, log) for b in made.states.controls[0].values for f in (1, 2, 3) for log in (False, True)
    ):
        mark = header["frames"][int(log_axis)]["panels"][0]["marks"][0]
        ((_, _, points),) = made.marks(base=base, first=first, log_axis=log_axis)[0]
        stored = table.row(mark["channels"]["y"], blob, place[log_axis]) / header["steps"]
        place[log_axis] += 1
        np.testing.assert_array_equal(stored, points["y"])
        words = [table.row(entry, blob, state) for entry in header["caption"]["fields"]]
        sentence = "".join(a + b for a, b in zip(header["caption"]["parts"], words, strict=True))
        assert sentence == made.caption(base=base, first=first, log_axis=log_axis)


def test_points_are_matplotlibs_own():
    """On linear axes the picture's y runs from the top spine (1) to the bottom one (0), so shares are the values."""
    made = explorer()
    ((_, kind, points),) = made.marks(base=0.5)[0]
    y = made.states.templates(made.states.default)[0][0].axes["y"]["points"]
    shares = (points["y"] - y[0]) / (y[1] - y[0])
    assert kind == "line"
    np.testing.assert_allclose(shares, 0.5**LENGTHS, atol=0.5 / 20 / abs(y[1] - y[0]) + 1e-12)


def test_the_same_explorer_packs_to_the_same_bytes():
    assert explorer().states.packed() == explorer().states.packed()


# Recording


def draw_everything(result, ax):
    x, y = result.length, result.accuracy
    ax.fill_between(x, y / 2, y, color=palette.BLUE, alpha=0.2, label="band")
    ax.bar(x, y, color=palette.GREEN, label="bars")
    ax.barh(x[:3] / 20, y[:3], height=0.02, color=palette.RED, label="flat bars")
    ax.errorbar(x, y, y / 3, color=palette.ORANGE, label="errors")
    ax.scatter(x, y, s=16, color=palette.PURPLE, label="dots")
    ax.plot(x, np.ma.masked_less(y, 0.1), marker="s", color=palette.INK, label="squares")
    ax.hlines([0.2], 1, 3, color=palette.GREY)
    ax.vlines([2.0], 0.1, 0.4, color=palette.GREY)
    ax.axhline(result.last, color=palette.GREY, linestyle=":")
    ax.axvline(3, color=palette.GREY)
    ax.axhspan(0, result.last, color=palette.GREY, alpha=0.1)
    ax.axvspan(1, 2, color=palette.GREY, alpha=0.1)
    ax.text(0.5, 0.9, f"{result.last:.2f} <&>", transform=ax.transAxes)
    ax.text(5, result.last, "here", ha="right", va="top")
    ax.imshow(np.outer(y, y), vmin=0, vmax=1, extent=(6, 9, 0.6, 0.9), cmap="cividis", origin="lower", label="image")
    ax.spines["left"].set_visible(False)
    ax.spines[["left", "bottom"]].set_linewidth(0.5)
    ax.xaxis.set_ticks_position("bottom")
    ax.set_xlim(0.5, 10.5)
    ax.set_ylim(0, 1)


def test_every_kind_of_mark_can_move():
    made = explorer(draw=draw_everything, controls=dict(base=(0.1, 1.0, 0.1)), frames=(), caption="{last:.2f}")
    header, blob = table.unpack(made.states.packed())
    marks = header["frames"][0]["panels"][0]["marks"]
    kinds = ["band", "rects", "rects", "segments", "dots", "dots", "line", "dots", "segments", "segments"]
    assert [m["kind"] for m in marks] == kinds + ["segments", "segments", "rects", "rects", "text", "text", "image"]
    svg = made._repr_mimebundle_()["text/html"]
    assert len(re.findall(r"<path d=\"M[^\"]+\" data-mark", svg)) == 14
    assert '<image href="data:image/png;base64,' in svg
    assert ">0.00 &lt;&amp;&gt;</text>" in svg
    y = made.marks(base=0.5)[0]
    np.testing.assert_allclose(y[0][2]["low"][-1] - y[0][2]["high"][-1], 0.5**11 * (y[0][2]["low"][-1] / 1), atol=0.4)


def test_what_stands_still_in_a_picture_holds_no_mark_and_clips_reach_as_far_on_all_sides():
    made = explorer(draw=draw_everything, controls=dict(base=(0.1, 1.0, 0.1)), frames=(), caption=".")
    html = made._repr_mimebundle_()["text/html"]
    picture = ElementTree.fromstring(re.search(r'<svg role="img".*?</svg>', html, re.DOTALL)[0])
    marks = next(one for one in picture.iter() if one.get("class") == "marks")
    clips = {
        int(one.get("id").rpartition("clip")[2]): [float(one[0].get(side)) for side in ("x", "y", "width", "height")]
        for one in marks
        if one.tag.endswith("clipPath")
    }
    assert len(clips) > 1 and min(clips) == 0
    x, y, width, height = clips[0]
    for more, found in clips.items():
        assert found == pytest.approx([x - more, y - more, width + 2 * more, height + 2 * more])
    parent = next(one for one in picture.iter() if marks in one)
    parent.remove(marks)
    still = ElementTree.tostring(picture, encoding="unicode")
    for colour in (palette.BLUE, palette.GREEN, palette.RED, palette.ORANGE, palette.PURPLE, "here</"):
        assert colour not in still


def test_bars_stand_on_their_bottom():
    recorder = Recorder()
    recorder.bar([1, 2], [0.3, 0.4], width=0.5, bottom=[0.0, 0.1])
    channels = recorder.marks[0].channels
    np.testing.assert_allclose(channels["x0"], [0.75, 1.75])
    np.testing.assert_allclose(channels["y0"], [0.0, 0.1])
    np.testing.assert_allclose(channels["y1"], [0.3, 0.5])


def test_a_masked_point_is_a_gap_in_the_line_and_no_dot():
    recorder = Recorder()
    recorder.plot([0, 1, 2, 3], np.ma.masked_equal([5.0, 6.0, -1.0, 7.0], -1.0), marker="o")
    assert recorder.marks[0].channels["y"][2] == GAP
    steps = {"x": np.array([0, 20, 40, 60]), "y": np.array([0, 20, -32768, 60])}
    assert svg.path("line", steps) == "M0,0L1,1M3,3"
    assert svg.path("dots", steps) == "M0,0h0M1,1h0M3,3h0"


def test_a_bar_of_masked_width_is_no_bar():
    recorder = Recorder()
    recorder.bar([1, 2], [0.3, 0.4], width=np.ma.masked_less([0.5, -1.0], 0))
    channels = recorder.marks[0].channels
    assert channels["x0"].tolist() == [0.75, GAP] and channels["x1"].tolist() == [1.25, GAP]


def test_paths_are_written_as_svg():
    square = {name: np.array([value]) for name, value in dict(x0=0, y0=0, x1=20, y1=30).items()}
    assert svg.path("rects", square) == "M0,0V1.5H1V0Z"
    assert svg.path("segments", square) == "M0,0L1,1.5"
    band = {"x": np.array([0, 20]), "low": np.array([0, 20]), "high": np.array([40, 60])}
    assert svg.path("band", band) == "M0,0L1,1L1,3L0,2Z"


def test_ids_of_a_drawing_are_the_explorers_own_and_references_follow_them():
    drawn = (
        '<svg><g id="axes"><image id="m1"/><a href="#m1"/>'
        '<rect clip-path="url(#p2)" fill="#aabbcc"/><clipPath id="p2"/><a id="aabbcc"/></g></svg>'
    )
    root = svg.cleaned(drawn, prefix="wave-0", box=(0, 0, 1, 1), looks=[], scales={})
    found = {element.tag: element.attrib for element in root.iter()}
    links = [element.attrib for element in root.iter("a")]
    assert found["image"]["id"] == "wave-0-0" and links[0]["href"] == "#wave-0-0"
    assert found["clipPath"]["id"] == "wave-0-1" and found["rect"]["clip-path"] == "url(#wave-0-1)"
    assert found["rect"]["fill"] == "#aabbcc" and links[1]["id"] == "aabbcc"  # a colour refers to nothing


def test_a_drawing_in_words_tells_one_drawing_from_another():
    recorder = Recorder()
    draw_everything(powers(), recorder)
    lines = in_words.panel(recorder)
    assert lines[:3] == [
        "y (0 to 1) against x (0.5 to 10.5):",
        "- band (band, 10): x 1 … 6 … 10; low 0.25 … 0.00781 … 0.000488; high 0.5 … 0.0156 … 0.000977",
        "- bars (rects, 10): x0 0.6 … 5.6 … 9.6; x1 1.4 … 6.4 … 10.4; y0 0 … 0 … 0; y1 0.5 … 0.0156 … 0.000977",
    ]
    assert "- squares (line, 3): x 1 … 2 … 3; y 0.5 … 0.25 … 0.125" in lines  # the masked ones are not there
    assert "- image (image, 10×10): z 0.25 … 0.00781 … 9.54e-7; mean 0.00998" in lines


def test_axes_words_and_what_has_no_name_are_told_with_their_places():
    recorder = Recorder()
    recorder.set_xscale("log")
    recorder.set_xlim(1, 1e5)
    recorder.set_xticks([1, 100], ["one", "a hundred"])
    recorder.set_ylim((0, 1))
    recorder.set_ylabel("share")
    recorder.text(0.25, 0.5, "left", transform=recorder.transAxes)
    recorder.axhline(0.5)
    recorder.axhline(0.75)
    recorder.plot([1, 10], [0, 1])
    assert in_words.panel(recorder) == [
        "share (0 to 1) against x (1 to 100000, log):",
        "- ticks: x 1 100",
        "- words: “left” at 0.25 0.5",
        "- without a name: hline ×2 (y 0.5 … 0.75), line ×1 (x 1 … 10; y 0 … 1)",
    ]


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0"), (-0.0, "0"), (1234.0, "1230"), (1e6, "1e6"), (1.5e-7, "1.5e-7"), (-2 / 3, "-0.667"), (1e5, "100000")],
)
def test_numbers_in_words_have_three_digits(value, text):
    assert in_words.number(value) == text


def test_a_tie_goes_the_same_way_on_machines_that_differ_in_the_last_bit():
    assert (
        in_words.number(0.35**2) == in_words.number(np.nextafter(0.1225, 0)) == in_words.number(np.nextafter(0.1225, 1))
    )


def test_what_vanishes_beside_the_largest_is_nothing_on_a_linear_axis_alone():
    recorder = Recorder()
    recorder.plot([0, 1, 2], [1e-17, 0.5, -1e-16], label="noise")
    assert in_words.panel(recorder)[1].endswith("y 0 … 0.5 … 0")
    recorder.set_yscale("log")
    assert in_words.panel(recorder)[1].endswith("y 1e-17 … 0.5 … -1e-16")


# What an author is told


def broken(result, ax):
    draw_powers(result, ax)
    if result.last > 0.3:
        ax.set_ylim(0, 2)


def short(base=0.5):
    x = LENGTHS if base < 0.9 else LENGTHS[:4]
    return Powers(x, x / 10, 1.0, "")


def holed(base=0.5):
    return Powers(LENGTHS, np.where(LENGTHS == 4, np.nan if base > 0.85 else 1.0, 0.5), 1.0, "")


def test_words_made_of_a_result_and_its_controls_stand_in_the_caption():
    def say(result, *, first):
        return {"times": f"{first} times", "length": len(result.length)}

    made = explorer(caption="{times} {base}: {length:.1f}, {verdict}", say=say)
    assert made.caption(base=0.5, first=2) == "2 times 0.50: 10.0, rare"
    header, blob = table.unpack(made.states.packed())
    words = [[table.row(entry, blob, state) for entry in header["caption"]["fields"]] for state in range(6)]
    assert {row[0] for row in words} == {"1 times", "2 times", "3 times"}


SMALL = dict(controls=dict(base=(0.1, 1.0, 0.1)), frames=(), caption="")
WHERE = r"chapter mirage, simulation powers, state \{'base': (0.9|1.0)\}: "


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (SMALL | dict(draw=broken), WHERE + r"draw moves the axes: set_ylim\(0, 2\) here, nothing in the template"),
        (SMALL | dict(simulate=short), WHERE + r"line 'accuracy', x has shape \(4,\), and \(10,\)"),
        (SMALL | dict(simulate=holed), WHERE + r"line 'accuracy', y holds nan; mask what is absent"),
        (dict(controls=dict(base=(0.0, 1.0, 0.0001))), "10,001 states .base 10001.; at most 8,000 are allowed"),
        (
            dict(controls=dict(base=(0.0, 1e12, 0.1))),
            "control 'base': .*it has 1e.13 values, and at most 8,000",
        ),
        (dict(controls={"a b": (1, 2)}), "a control's name must be an argument's name, not 'a b'"),
        (SMALL | dict(fixed=[1]), "fixed must be a dict of simulate's other arguments by name, not"),
        (SMALL | dict(fixed=dict(base=1)), "fixed must name what no control moves, not 'base'"),
        (SMALL | dict(frames=3), "frames must be a list of names, not 3"),
        (SMALL | dict(report=None), "report must be a list of names, not None"),
        (SMALL | dict(title=None), "title must be words, not None"),
        (SMALL | dict(size=3), "size must be a panel's width and height in inches, from 0.1 to 100, not 3"),
        (SMALL | dict(controls=dict(base=[2**60, 0.5])), "a value must be a word, a finite number"),
        (dict(controls={}), "no controls"),
        (dict(controls=dict(width=(1, 2)), frames=()), "control 'width' is taken by neither simulate nor draw"),
        (dict(frames=("axis",)), "frames names 'axis', which is no control .did you mean 'log_axis'.."),
        (dict(caption="{nothing}"), "the caption names 'nothing', which is neither a control nor a field"),
        (dict(caption="{verdict:.2f}"), "does not fit 'rare'"),
        (dict(say=lambda result: {"rank": "third"}), "say returns the word 'rank', which the caption does not name"),
        (dict(say=lambda result: "third"), "say must return a dict of words for the caption, not 'third'"),
        (dict(say=lambda result: {"verdict": 1 / 0}), "raised ZeroDivisionError"),
        (dict(draw=lambda result, ax: ax.set_xlim(0, 1), **SMALL), "must call set_xlim and set_ylim"),
        (dict(draw=lambda result, ax: ax.legend(), **SMALL), "draw calls legend"),
        (dict(draw=lambda result, ax: (draw_powers(result, ax), ax.set_xlabel("$x$")), **SMALL), "mathematics"),
    ],
)
def test_an_authoring_error_stops_the_build_and_names_the_place(changes, message):
    with pytest.raises(ExplorerError, match=message) as caught:
        explorer(**changes)._repr_mimebundle_()
    assert str(caught.value).startswith("chapter mirage, simulation powers")


DRAWING = WHERE.replace("(0.9|1.0)", "0.5")
X, Y = LENGTHS, LENGTHS / 10


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda ax: ax.fill_between(X, Y, where=X > 5),
            "fill_between: where= is not shown on a page; what is: alpha=, color=",
        ),
        (lambda ax: ax.plot(X, Y, marker="^"), "plot: marker must be one of 'o', 's', not '.'"),
        (lambda ax: ax.scatter(X, Y, c=Y), "scatter: c= is not shown on a page .did you mean 'color'"),
        (
            lambda ax: ax.scatter(X, Y, s=Y),
            "scatter: s must be one size for all points .call it again for another., not ",
        ),
        (
            lambda ax: ax.bar(X, Y, color=["red"] * 10),
            "bar: color must be one opaque colour .*, not .'red', 'red'",
        ),
        (lambda ax: ax.plot(X, Y, drawstyle="steps-post"), "plot: drawstyle= is not shown"),
        (
            lambda ax: ax.plot(X, Y, linestyle=(0, (5, 1))),
            r"plot: linestyle must be one of '-', .* or 'none', not \(0, \(5, 1\)\)",
        ),
        (lambda ax: ax.plot(X, Y, lw=3), "plot: lw= is not shown on a page .did you mean 'linewidth'"),
        (lambda ax: ax.text(1, 1, "a", rotation=90), "text: rotation= is not shown"),
        (lambda ax: ax.text(1, 1, "a", weight="bold"), "text: weight= is not shown"),
        (lambda ax: ax.text(1, 1, "a", ha="centre"), "text: ha must be 'left', 'center' or 'right', not 'centre'"),
        (lambda ax: ax.errorbar(X, Y, Y, xerr=Y), "errorbar: xerr= is not shown"),
        (
            lambda ax: ax.errorbar(X, Y, Y, linestyle="-"),
            "errorbar: linestyle must be 'none', not '-'; plot draws the line",
        ),
        (lambda ax: ax.plot(X, np.ones((10, 2))), r"plot: a mark takes one row of numbers, not shape \(10, 2\)"),
        (
            lambda ax: ax.imshow(np.ones((2, 2, 3)), vmin=0, vmax=1),
            r"imshow: the image must be rows and columns of numbers, none masked, not \(2, 2, 3\)",
        ),
        (lambda ax: ax.imshow(np.ma.masked_equal([[1, 2]], 2), vmin=0, vmax=1), "imshow: .* none masked, not"),
        (lambda ax: ax.step(X, Y), "draw calls step: plot the corners"),
        (lambda ax: ax.stem(X, Y), "draw calls stem: vlines and plot do it"),
        (lambda ax: ax.pcolormesh(np.ones((2, 2))), "draw calls pcolormesh: imshow draws"),
        (lambda ax: ax.annotate("a", (1, 1)), "draw calls annotate: text writes words"),
        (lambda ax: ax.twinx().plot(X, Y), "draw calls twinx: several draw functions make several panels"),
        (lambda ax: ax.set_title("a"), "draw calls set_title: give the Explorer a title= instead"),
        (lambda ax: ax.plt(X, Y), "draw calls plt, which no page can move .did you mean 'plot'..; it can draw axhline"),
        (lambda ax: ax.contour(np.ones((2, 2))), "draw calls contour: imshow draws the cells"),
        (
            lambda ax: ax.axhline(ax.get_ylim()[0]),
            "draw calls get_ylim: states are recorded without axes; keep the numbers",
        ),
        (lambda ax: ax.xaxis.get_major_ticks(), "draw calls get_major_ticks: states are recorded without axes"),
        (lambda ax: ax.quiver(X, Y), "draw calls quiver, which no page can move; it can draw axhline, "),
        (lambda ax: ax.pie(Y), "draw calls pie: barh draws shares"),
        (lambda ax: ax.hist(Y), "draw calls hist: bar draws what np.histogram counts"),
        (lambda ax: ax.set(title="a"), "draw calls set_title: give the Explorer a title= instead"),
        (
            lambda ax: plt.figure().add_subplot().plot(X, Y),
            "draw must draw on the axes that it is given, not by pyplot",
        ),
        (lambda ax: setattr(ax, "title", "a"), "draw raised AttributeError"),
        (lambda ax: ax.plot(X, Y, color=(1, 0, 0, 0.3)), "plot: color must be one opaque colour"),
        (lambda ax: ax.plot(X, Y, color="none"), "plot: color must be one opaque colour"),
        (lambda ax: ax.plot(X, Y, alpha=2), "plot: alpha must be one number from 0 to 1, not 2"),
        (lambda ax: ax.plot(X, Y, linewidth=-1), "plot: linewidth must be one number, at least 0, not -1"),
        (lambda ax: ax.plot(X, Y, label="_child"), "plot: label must be one plain word .* does not begin with _, not"),
        (lambda ax: ax.plot(X, Y, label="$x$"), "plot: label must be one plain word or sentence, without mathematics"),
        (lambda ax: ax.bar(X, Y, label=["a"] * 10), "bar: label must be one plain word"),
        (lambda ax: ax.scatter(X, Y, marker=""), "scatter: marker must be one of 'o', 's', not ''"),
        (lambda ax: ax.plot(X, Y + 0j), "plot: what is drawn must be numbers, not"),
        (lambda ax: ax.bar(["a", "b"], [1, 2]), r"bar: what is drawn must be numbers, not \['a', 'b'\]"),
        (lambda ax: ax.bar([], []), "a frame's first state must draw at least one bar"),
        (lambda ax: ax.fill_between(X, Y, [1, 2]), "fill_between: the rows must be of one length, not 10 and 2"),
        (lambda ax: ax.errorbar(X, Y, np.ones((3, 10))), "errorbar: yerr must be one row of lengths, or two"),
        (lambda ax: ax.axhline([1, 2]), r"axhline: each place must be one number, not shape \(2,\)"),
        (lambda ax: ax.text(1, 1, "a\nb"), "text: the words must be one line of plain Unicode"),
        (lambda ax: ax.imshow(np.ones((2, 2))), "imshow: vmin and vmax must be two numbers, .* not None and None"),
        (
            lambda ax: ax.imshow(np.ones((2, 2)), vmin=1, vmax=1),
            "imshow: vmin and vmax must be two numbers, the smaller",
        ),
        (
            lambda ax: ax.imshow(np.ones((2, 2)), vmin=0, vmax=1, cmap=colormaps["viridis"].with_extremes(over="red")),
            "imshow: the colours of 'viridis' below vmin and above vmax are not shown",
        ),
        (lambda ax: ax.plot(X, {}["y"]), "draw raised KeyError: 'y'"),
        (lambda ax: ax.scatter(X, Y, 20), "draw raised TypeError: .*positional arguments"),
    ],
)
def test_a_drawing_that_a_page_cannot_show_is_refused_by_name(call, message):
    def draw(result, ax):
        draw_powers(result, ax)
        call(ax)

    with pytest.raises(ExplorerError, match=DRAWING + message):
        explorer(draw=draw, **SMALL)._repr_mimebundle_()


def test_what_simulate_raises_names_the_state():
    with pytest.raises(ExplorerError, match=DRAWING + "table raised KeyError: 'no such row'"):

        def table(base=0.5):
            return {}["no such row"]

        explorer(simulate=table, **SMALL)._repr_mimebundle_()


@pytest.mark.parametrize(
    ("look", "message"),
    [
        (
            lambda base: dict(color=palette.RED if base > 0.85 else palette.BLUE),
            "has color='#b3263e' here, color='#0b62a8'",
        ),
        (
            lambda base: dict(linestyle=":") if base > 0.85 else {},
            "has linestyle=':' here, no linestyle in the template",
        ),
    ],
)
def test_a_look_that_a_state_changes_is_refused(look, message):
    """It would stay as the first state has it."""

    def draw(result, ax, *, base):
        draw_powers(result, ax)
        ax.plot(X, Y, label="y", **look(base))

    with pytest.raises(ExplorerError, match=WHERE + "line 'y' " + message):
        explorer(draw=draw, **SMALL).states.packed()
    assert len(explorer(draw=draw, **SMALL | dict(frames=("base",))).states.packed()) > 0


class Stubborn:
    """What answers no comparison with a truth value, as a table's column does."""

    def __eq__(self, other):
        raise ValueError("ambiguous")


@pytest.mark.parametrize(
    "one, other, alike",
    [
        ([1, 2], np.float64(1), False),  # compared, they are an array
        (np.float64(1), 1, True),
        (np.array([1, 2]), [1, 2], True),
        ([np.array([1, 2])], [np.array([1, 3])], False),
        ([np.array([1, 2])], [np.array([1, 2])] * 2, False),
        ({"a": np.arange(3)}, {"a": np.arange(3)}, True),
        ({"a": np.arange(3)}, {"b": np.arange(3)}, False),
        ([1, 2], Stubborn(), False),
        ({"a": 1}, Stubborn(), False),
    ],
)
def test_values_of_every_kind_can_be_compared(one, other, alike):
    assert same(one, other) is same(other, one) is alike


def test_long_arrays_of_set_up_are_compared_value_by_value():
    """numpy's own words for them leave the middle out."""
    ticks = [np.linspace(1, 10, 3001) for _ in range(3)]
    ticks[2][1500] += 1e-9
    recorders = [Recorder() for _ in ticks]
    for recorder, at in zip(recorders, ticks, strict=True):
        recorder.set_xticks(at, labels=["a"])
    one, equal, other = (recorder.setup for recorder in recorders)
    assert same(one, equal) and not same(one, other)
    assert difference(one, other).startswith("set_xticks(")


def test_looks_given_as_arrays_are_compared_as_arrays():
    def draw(result, ax, *, base):
        ax.imshow(np.ones((2, 2)), vmin=0, vmax=1, extent=np.array([1, 10, 0, 1.0 if base < 0.95 else 0.9]))
        ax.plot(X, Y, color=np.array([0, 0, 1.0]))
        ax.set_xlim(1, 10)
        ax.set_ylim(0, 1)

    with pytest.raises(
        ExplorerError, match=r"image '' has extent=array\(\[ 1. , 10. ,  0. ,  0.9\]\) here, extent=arr"
    ):
        explorer(draw=draw, **SMALL).states.packed()


def test_an_object_made_in_every_state_is_named():
    def draw(result, ax):
        draw_powers(result, ax)
        ax.xaxis.set_major_locator(MultipleLocator(2))

    with pytest.raises(ExplorerError, match=r"in the template \(make the object once, outside draw\)"):
        explorer(draw=draw, **SMALL).states.packed()


def test_sizes_and_widths_that_are_not_given_are_matplotlibs():
    def draw(result, ax):
        ax.scatter(X, Y, s=0)
        ax.scatter(X, Y, s=49)
        ax.scatter(X, Y)
        ax.errorbar(X, Y, Y, marker="none", label="errors")
        ax.plot(X, Y)
        ax.set_xlim(0, 10)
        ax.set_ylim(0, 1)

    made = explorer(draw=draw, **SMALL)
    html = made._markup()
    widths = [re.search(rf'data-mark="{i}"[^>]*stroke-width="([\d.]+)"', html)[1] for i in range(5)]
    assert widths == ["0", "7", "6", "1.5", "2"]
    assert 'class="explorer-label">errors, interval</span>' in html


def test_a_scale_of_another_base_has_its_powers():
    def draw(result, ax):
        ax.plot(X, Y)
        ax.set_xlim(0, 10)
        ax.set_ylim(0.1, 10)
        ax.set_yscale("log", base=2)

    html = explorer(draw=draw, **SMALL)._markup()
    assert all(f">{power}</text>" in html for power in ("2⁻²", "2⁰", "2²"))


def test_what_a_scale_has_no_place_for_is_a_gap():
    def draw(result, ax):
        ax.plot(X, np.where(X == 5, -1.0, Y))
        ax.set_xlim(0, 10)
        ax.set_ylim(0.1, 1)
        ax.set_yscale("log", nonpositive="mask")

    drawn = re.search(r'<path d="([^"]*)" data-mark="0"', explorer(draw=draw, **SMALL)._markup())[1]
    assert drawn.count("M") == 2 and drawn.count("L") == 7


def test_mathematics_in_the_words_of_any_state_is_refused():
    def draw(result, ax, *, base):
        draw_powers(result, ax)
        ax.text(5, 0.5, "$x^2$" if base > 0.85 else "price $5")

    with pytest.raises(ExplorerError, match=WHERE + "text: the words must be one line of plain Unicode"):
        explorer(draw=draw, **SMALL).states.packed()


def test_a_masked_word_is_not_there():
    def draw(result, ax, *, base):
        ax.text(np.ma.masked_greater([5.0], 5 if base < 0.55 else 4)[0:1], 0.5, "here")
        ax.set_xlim(1, 10)
        ax.set_ylim(0, 1)

    assert ">here</text>" in explorer(draw=draw, **SMALL)._markup()
    absent = SMALL | dict(controls=dict(base=widgets.FloatSlider(0.9, min=0.1, max=1.0)))
    html = explorer(draw=draw, **absent)._markup()
    assert ">here<" not in html and 'data-mark="0"' in html


def test_what_a_readers_own_matplotlib_adds_is_no_part_of_a_mark():
    """Caps of error bars, which a matplotlibrc may ask for, would stay in the picture when the bars move."""

    def draw(result, ax):
        ax.errorbar(X, Y, Y / 2)
        ax.set_xlim(0, 11)
        ax.set_ylim(0, 2)

    plain = explorer(draw=draw, **SMALL)._markup()
    with matplotlib.rc_context({"errorbar.capsize": 4}):
        assert explorer(draw=draw, **SMALL)._markup() == plain


def test_predict_needs_its_answer_among_the_choices():
    with pytest.raises(ExplorerError, match="chapter mirage: answer 'maybe' is none of the choices: yes, no"):
        Predict("?", {"yes": "a", "no": "b"}, answer="maybe")
    with pytest.raises(ExplorerError, match="a question and its choices .* must be words, not Predict"):
        Predict("?", ["yes", "no"], answer="yes")


# The hosts


def test_the_page_gets_html_and_the_notebook_under_test_gets_words(monkeypatch):
    bundle = explorer()._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html"}
    assert bundle["text/plain"] == (
        "Powers. At base 0.50 the last is 0.001: rare, off.\n"
        "accuracy (0 to 1) against length (1 to 10):\n"
        "- accuracy (line, 10): x 1 … 6 … 10; y 0.5 … 0.0156 … 0.000977"
    )
    monkeypatch.setenv("EXPLORER_HOST", "text")
    assert set(explorer()._repr_mimebundle_()) == {"text/plain"}
    monkeypatch.delenv("EXPLORER_HOST")
    assert "application/vnd.jupyter.widget-view+json" in str(explorer()._repr_mimebundle_())


def test_words_are_escaped_everywhere():
    evil = "<img src=x onerror=alert(1)>"
    made = explorer(title=evil, caption=evil, predict=Predict(evil, {evil: evil}, answer=evil))
    assert "<img" not in made._repr_mimebundle_()["text/html"]


def test_the_picture_without_any_script_is_the_default_state():
    made = explorer()
    ((_, _, points),) = made.marks()[0]
    start = f"M{points['x'][0]:g},{points['y'][0]:g}L{points['x'][1]:g},{points['y'][1]:g}L"
    assert f'<path d="{start}' in made._repr_mimebundle_()["text/html"]


def test_a_kernel_answers_between_the_tables_states(monkeypatch):
    monkeypatch.delenv("EXPLORER_HOST")
    made = explorer()
    assert made.result.last == 0.5**10
    made.state = made.state | {"base": 0.55}
    assert made.result.last == pytest.approx(0.55**10)
    assert (made.answer["state"], made.answer["count"]) == (made.state, 1)
    header, blob = table.unpack(made.answer["table"])
    assert header["states"] == 1
    ((_, _, points),) = made.marks(base=0.55)[0]
    stored = table.row(header["frames"][0]["panels"][0]["marks"][0]["channels"]["y"], blob, 0)
    np.testing.assert_array_equal(stored / header["steps"], points["y"])
    with pytest.raises(traitlets.TraitError, match="control 'base': 2 is not allowed"):
        made.state = made.state | {"base": 2}
    assert made.state["base"] == 0.55


def test_the_same_state_asked_for_again_is_answered_again(monkeypatch):
    monkeypatch.delenv("EXPLORER_HOST")
    made = explorer()
    counts = []
    made.observe(lambda change: counts.append(change["new"]["count"]), "answer")
    for base in (0.55, 0.5, 0.55):
        made.state = made.state | {"base": base}
    assert counts == [1, 2]


def test_what_goes_wrong_between_two_states_is_an_answer_too(monkeypatch):
    monkeypatch.delenv("EXPLORER_HOST")

    def steps_alone(base=0.5):
        if round(base * 10) != pytest.approx(base * 10):
            raise IndexError(f"no {base}")
        return powers(base)

    made = explorer(steps_alone, **SMALL)
    made.state = {"base": 0.55}
    assert "table" not in made.answer
    assert made.answer["problem"].endswith("state {'base': 0.55}: steps_alone raised IndexError: no 0.55")


def test_axes_that_a_control_moves_stand_between_two_states_as_well(monkeypatch):
    """Two such states in turn: each has its own axes."""
    monkeypatch.delenv("EXPLORER_HOST")

    def draw(result, ax, *, base):
        draw_powers(result, ax)
        ax.set_ylim(0, base)

    made = explorer(draw=draw, **SMALL | dict(frames=("base",)))
    for base in (0.55, 0.65):
        made.state = {"base": base}
        header, _ = table.unpack(made.answer["table"])
        assert header["frames"][0]["panels"][0]["axes"]["y"]["limits"] == [0, base]


@pytest.mark.parametrize("value", [1, 1.0])
def test_a_whole_number_from_a_browser_is_the_float_of_the_control(monkeypatch, value):
    """JSON has one kind of number: what Python sends as 1.0 comes back as 1."""
    monkeypatch.delenv("EXPLORER_HOST")
    options = widgets.SelectionSlider(options=[("small", 0.5), ("large", 1.0)])
    made = explorer(**SMALL | dict(controls=dict(base=options)))
    made.state = {"base": value}
    assert repr(made.state) == "{'base': 1.0}" and made.result.last == 1.0


def test_true_is_not_one():
    made = control("n", [1, 2])
    with pytest.raises(ValueError, match="True is not allowed; give one of 1, 2"):
        made.index(True)
    with pytest.raises(ValueError, match="1 is not allowed; give one of False, True"):
        control("flag", True).index(1)


@pytest.mark.parametrize(("value", "place", "exact"), [(10, 2, 10), (10.0, 2, 10), (7, None, 7), (7.0, None, 7)])
def test_a_control_of_whole_numbers_takes_whole_numbers(value, place, exact):
    made = control("n", widgets.IntSlider(0, 0, 20, 5))
    assert made.index(value) == place and repr(made.exact(value)) == repr(exact)
    with pytest.raises(ValueError, match="7.5 is not allowed; give a whole number from 0 to 20"):
        made.index(7.5)


def test_a_notebook_is_told_of_no_widget_that_it_never_shows(monkeypatch):
    opened = []
    monkeypatch.setattr(widgets.Widget, "open", lambda widget: opened.append(widget))
    for abbreviation in ((1, 3), [1, 2], True):
        control("n", abbreviation)
    assert opened == []
    closed = []
    monkeypatch.setattr(widgets.FloatSlider, "close", lambda widget: closed.append(widget))
    declared = widgets.FloatSlider()
    control("n", declared)
    assert opened and closed == [declared]


@pytest.mark.parametrize("value", [float("inf"), object(), (1, 2)])
def test_a_value_that_cannot_travel_is_refused(value):
    with pytest.raises(ExplorerError, match="'first': a value must be a word, a finite number, a bool or None, not"):
        explorer(controls=dict(first=widgets.Dropdown(options=[("one", value), ("two", 2)])))


def test_a_host_that_is_none_is_refused(monkeypatch):
    monkeypatch.setenv("EXPLORER_HOST", "pgae")
    with pytest.raises(ExplorerError, match="EXPLORER_HOST must be 'page', 'text', 'picture' or 'widget', not 'pgae'"):
        explorer()


def test_the_pages_event_carries_the_numbers_that_are_named():
    made = explorer(report=("last", "accuracy"))
    header, blob = table.unpack(made.states.packed())
    last = [table.row(header["report"]["last"], blob, state) for state in range(header["states"])]
    assert last[0] == powers(0.1, 1).last and last[-1] == powers(1.0, 3).last
    assert table.row(header["report"]["accuracy"], blob, 0) == powers(0.1, 1).accuracy.tolist()


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("lst", "report names 'lst', which is no field of the result .did you mean 'last'"),
        ("verdict", "verdict must be a finite number or a row of them, not 'rare'"),
    ],
)
def test_a_report_of_what_is_no_number_is_refused(name, message):
    with pytest.raises(ExplorerError, match=message):
        explorer(report=(name,)).states.packed()


# What is passed in


@pytest.fixture
def passed_in(monkeypatch):
    """The explorer's settings, as they come, to be changed by a test."""
    for name, value in vars(Settings()).items():
        monkeypatch.setattr(settings, name, value)
    return settings


def test_the_books_palette_is_the_explorers():
    assert settings.palette.rc is palette.MATPLOTLIB
    light, dark, *_ = re.findall(r"\{([^}]*--em-ink:[^}]*)\}", stylesheet())
    for name, colour in palette.NAMES.items():
        assert f"--em-{name}: {colour};" in light
        assert f"--em-{name}: {palette.DARK[colour]};" in dark


def test_another_palette_colours_page_and_picture(passed_in):
    colours = {name: (f"#00000{i}", f"#fffff{i}") for i, name in enumerate([*NEEDED, "sea-green"])}
    passed_in.palette = Palette(colours, rc={"axes.edgecolor": "#000001", "lines.linewidth": 3})

    def draw(result, ax):
        ax.plot(X, Y, color="#000006", label="y")
        ax.scatter(X, Y, color=palette.BLUE)
        ax.set_xlim(1, 10)
        ax.set_ylim(0, 1)

    html = explorer(draw=draw, **SMALL)._markup()
    assert 'stroke="var(--em-sea-green,#000006)" stroke-width="3"' in html and "var(--em-muted,#000001)" in html
    assert f'stroke="{palette.BLUE}"' in html  # none of this palette's
    assert "--em-sea-green: #fffff6;" in stylesheet()


@pytest.mark.parametrize(
    ("colours", "message"),
    [
        ({}, "a palette must have the colours ink, muted, .*; ink, muted, grid, paper, blue, red is missing"),
        ({name: ("red", "blue") for name in NEEDED}, "ink must be two colours such as '#1c2430'"),
        ({name: ("#000000", "#ffffff") for name in [*NEEDED, "Sea green"]}, "a colour's name must be"),
    ],
)
def test_a_palette_that_a_page_could_not_use_is_refused(colours, message):
    with pytest.raises(ValueError, match=message):
        Palette(colours)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("palette", {}, "palette must be a Palette, not {}"),
        ("words", None, "words must be Words, not None"),
        ("max_states", 0, "max_states must be a whole number, at least 1, not 0"),
        ("max_states", "many", "max_states must be a whole number, at least 1, not 'many'"),
        ("maxstates", 9, "a setting must be one of palette, words, max_states, part_states, not 'maxstates'"),
    ],
)
def test_a_setting_that_is_none_is_refused(passed_in, name, value, message):
    with pytest.raises(ValueError, match=message):
        setattr(passed_in, name, value)


def test_words_and_a_palette_of_a_wrong_kind_are_refused():
    with pytest.raises(ValueError, match="reset must be words, not None"):
        Words(reset=None)
    with pytest.raises(ValueError, match="a palette's colours must be a dict, not None"):
        Palette(None)
    with pytest.raises(ValueError, match=r"a palette's rc must be a dict, not \[1\]"):
        Palette(settings.palette.colours, rc=[1])


def test_every_word_of_the_interface_can_be_another(passed_in):
    """Words that a translation would replace: none of the English ones is left in the page."""
    english = Words()
    names = [one.name for one in dataclasses.fields(Words)]
    turned = {name: re.sub(r"(?<![{\w])\w+(?![\w}])", "xx", getattr(english, name)) for name in names}
    passed_in.words = Words(**turned)
    controls = dict(base=(0.1, 1.0, 0.1), first=widgets.BoundedIntText(1, min=1, max=3), log_axis=False)
    made = explorer(controls=controls, caption="", predict=Predict("q", {"a": "b"}, answer="a"))
    html = made._repr_mimebundle_()["text/html"]
    page = re.sub(r"<script.*?</script>|<svg.*?</svg>", "", html)
    shown = re.findall(r">([^<>]+)<", page) + re.findall(r'aria-label="([^"]+)"', page)
    known = {
        "Powers",
        "base",
        "first",
        "log",
        "axis",
        "accuracy",
        "0",
        "50",
        "1",
        "a",
        "q",
        "−",
        "+",
        "CSV",
        "SVG",
        "PNG",
    }
    rest = {word for text in shown for word in re.split(r"[\s:.]+", text)} - known - {"xx", ""}
    assert rest == set()
    sent = json.loads(unescape(re.search(r'data-words="([^"]*)"', html)[1]))
    assert sent == {name: turned[name] for name in sent} and {"right", "silence", "unreadable"} <= sent.keys()


def test_a_translation_keeps_the_places():
    with pytest.raises(ValueError, match=r"play must have the places \['label'\], not \[\]"):
        Words(play="Abspielen")


def test_the_largest_number_of_states_is_passed_in(passed_in):
    passed_in.max_states = 59
    with pytest.raises(ExplorerError, match="60 states .base 10 × first 3 × log_axis 2.; at most 59 are allowed"):
        explorer()


# What an author is told of everything else: no error comes without its place


def raising(result, ax):
    raise KeyError("curve")


class Lazy:
    @property
    def last(self):
        raise KeyError("no row")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (dict(name="my powers"), "name must be letters, digits, - and _, a letter first, not 'my powers'"),
        (dict(simulate=3), "simulate, draw and say must be functions with a signature, not 3"),
        (dict(draw="bars"), "simulate, draw and say must be functions with a signature, not 'bars'"),
        (dict(draw=[]), "draw must be a function, or several, not none"),
        (dict(controls=[1, 2]), "no controls: an explorer needs at least one, name=declaration, not .1, 2."),
        (dict(predict="rare?"), "predict must be a Predict.question, choices, answer=., not 'rare.'"),
        (dict(frames="log_axis"), "frames must be a list of names, not 'log_axis'"),
        (dict(report="last"), "report must be a list of names, not 'last'"),
        (dict(caption="{base"), "caption must be a format string such as 'At {rate} …', not '{base'"),
        (dict(caption="{base!r}"), "the caption's {base!r} must have no !r"),
        (dict(fixed=dict(wide=1)), "powers raised TypeError: powers.. got an unexpected keyword argument 'wide'"),
        (
            dict(simulate=lambda base: Lazy(), draw=lambda r, ax: None, caption="{last}"),
            "last raised KeyError: 'no row'",
        ),
        (SMALL | dict(draw=raising), "state {'base': 0.5}: raising raised KeyError: 'curve'"),
        (SMALL | dict(size=(0, 1)), "size must be a panel's width and height in inches, from 0.1 to 100, not .0, 1."),
        (
            SMALL | dict(controls=dict(base=(0.1, 1.0, 0.0))),
            "control 'base': .0.1, 1.0, 0.0. cannot be explored; allowed",
        ),
        (SMALL | dict(controls=dict(base=(3, 1))), "control 'base': .3, 1. cannot be explored; allowed: IntSlider"),
        (
            SMALL | dict(controls=dict(base=widgets.fixed(1))),
            "control 'base': <ipywidgets.*fixed object.*> cannot be explored; allowed",
        ),
        (SMALL | dict(controls=dict(base=[1, 1.0])), "control 'base': its values must differ when they are written"),
        (SMALL | dict(controls=dict(base=["true", True])), "control 'base': its values must differ when they are"),
        (
            SMALL | dict(controls=dict(base=widgets.Dropdown(options=["a", "b"], value=None))),
            "control 'base': its value must be one of its options, not None",
        ),
    ],
)
def test_every_mistake_of_an_author_is_told_with_its_place(changes, message):
    if "simulate" in changes and callable(changes["simulate"]):
        changes = changes | dict(controls=dict(base=(0.1, 1.0, 0.1)), frames=())
    with pytest.raises(ExplorerError, match=message) as caught:
        explorer(**changes)._repr_mimebundle_()
    assert str(caught.value).startswith("chapter mirage, simulation ")


def test_what_a_reader_of_a_notebook_asks_for_is_told_with_its_place():
    with pytest.raises(ExplorerError, match="chapter mirage, simulation powers: control 'base': 2 is not allowed"):
        explorer().caption(base=2)


def test_more_rows_than_a_table_can_count_name_the_simulation(monkeypatch):
    monkeypatch.setattr(
        table.Packer, "_index", lambda packer, index, count: (_ for _ in ()).throw(ValueError("65,536"))
    )
    with pytest.raises(ExplorerError, match="chapter mirage, simulation powers: .*ValueError: 65,536"):
        explorer().states.packed()


def test_the_still_picture_of_an_image_says_what_its_colours_mean():
    def draw(result, ax, *, shade=True):
        ax.imshow(np.arange(6.0).reshape(2, 3), vmin=0, vmax=5, cmap="gray", **({"label": "height"} if shade else {}))
        ax.set_xlim(-0.5, 2.5)
        ax.set_ylim(-0.5, 1.5)

    with_words, without = (
        picture.png(explorer(draw=lambda result, ax, s=s: draw(result, ax, shade=s), **SMALL).states, words="w")
        for s in (True, False)
    )
    assert Image.open(io.BytesIO(with_words)).size == Image.open(io.BytesIO(without)).size
    assert with_words != without  # the colour bar


def test_the_page_is_told_along_which_axis_bars_stand_and_of_an_area_nothing():
    assert Fill(order=1, alpha=None, color="#0072b2", along="y").described() == {"along": "y"}
    assert Fill(order=1, alpha=None, color="#0072b2").described() == {}


def test_an_axis_whose_ticks_are_per_cent_says_so():
    def draw(result, ax):
        ax.plot([1, 2], [0.1, 0.9], label="share")
        ax.set_xlim(1, 2)
        ax.set_ylim(0, 1)
        ax.set_yticks([0, 0.5, 1], ["0%", "50%", "100%"])

    header, _ = table.unpack(explorer(draw=draw, **SMALL).states.packed())
    axes = header["frames"][0]["panels"][0]["axes"]
    assert axes["y"]["percent"] is True and "percent" not in axes["x"]


@pytest.mark.parametrize(("cmap", "turned"), [("Blues", True), ("PuOr", True), ("cividis", False), ("viridis", False)])
def test_a_picture_on_white_ground_is_turned_round_on_a_dark_page(cmap, turned):
    def draw(y, ax):
        ax.imshow(np.outer(y, y), vmin=0, vmax=1, cmap=cmap, label="image")
        ax.set(xlim=(-0.5, 2.5), ylim=(-0.5, 2.5), xlabel="x", ylabel="y")

    made = Explorer(
        lambda a=1: np.linspace(0, 1, 3) * a, draw, name="p", title="P", caption="C.", controls=dict(a=[1, 0.5])
    )
    page = made.html()
    assert ('filter="var(--em-turned,none)"' in page) == turned == ("explorer-ramp explorer-pale" in page)
    light, dark, *_ = re.findall(r"\{([^}]*--em-ink:[^}]*)\}", stylesheet())
    assert "--em-turned" not in light and "--em-turned: invert(" in dark
