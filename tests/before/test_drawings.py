"""The drawings of the page: each labelled mark is of the fields named for it."""

from functools import partial
from itertools import combinations, pairwise

import drawn
import numpy as np
import pytest
from matplotlib.figure import Figure

from everystate.record import Recorder
from simulations.before import attention, counted, decades, drawings, logits, surprise, transformer
from simulations.palette import ORANGE

TEN_TIMES = partial(decades.ten_times, size=1e9, factor=5)
STEP = partial(logits.step, start=0.9, added=-2.0)
LOOK = partial(attention.look, place=3, score=2.5)
TEXT = partial(surprise.text_loss, token=1, probability=0.9)
SCORES = {"score": ("sizes", "score"), "ten times the size": ("pair", "pair_score")}
PLACES = np.arange(1, 6)


def bars(field: str, chosen: bool, look: attention.Look) -> np.ndarray:
    return np.where((PLACES == 3) == chosen, getattr(look, field), 0)


CASES = [
    pytest.param("draw_linear_score", TEN_TIMES, SCORES, {"size_axis": "logarithmic"}),
    pytest.param("draw_log_score", TEN_TIMES, SCORES, {"size_axis": "linear"}),
    pytest.param(
        "draw_probability",
        STEP,
        {
            "probability": ("log_odds", "probability"),
            "before": (lambda r: r.at[0], lambda r: r.pair[0]),
            "after": (lambda r: r.at[1], lambda r: r.pair[1]),
        },
        {},
    ),
    pytest.param("draw_gains", STEP, {"points gained": ("starts", "gains"), "here": (0.9, "points")}, {"start": 0.9}),
    pytest.param(
        "draw_scores",
        LOOK,
        {
            "score": (PLACES, partial(bars, "scores", False)),
            "score, the one you set": (PLACES, partial(bars, "scores", True)),
        },
        {"place": 3},
    ),
    pytest.param(
        "draw_shares",
        LOOK,
        {
            "share": (PLACES, partial(bars, "shares", False)),
            "share, the one you set": (PLACES, partial(bars, "shares", True)),
        },
        {"place": 3},
    ),
    pytest.param(
        "draw_surprise",
        TEXT,
        {"surprise": (PLACES[:4], "nats"), "their mean: the loss": "loss"},
        {"unit": "nats"},
    ),
    pytest.param(
        "draw_surprise",
        TEXT,
        {"surprise": (PLACES[:4], "bits"), "their mean: the loss": "loss_in_bits"},
        {"unit": "bits"},
    ),
    pytest.param(
        "draw_perplexity",
        TEXT,
        {
            "perplexity": ("losses", "perplexities"),
            "this text": ("loss", "perplexity"),
            "0.1 nats lower": ("lower_loss", "lower_perplexity"),
        },
        {},
    ),
]


@pytest.mark.parametrize(("draw", "simulate", "marks", "view"), CASES)
def test_each_mark_is_of_the_fields_named_for_it(draw, simulate, marks, view):
    drawn.assert_fields(getattr(drawings, draw), simulate(), marks, **view)


def test_every_drawing_has_a_case():
    of_their_own = {"draw_intervals", "draw_transformer"}
    assert {one.values[0] for one in CASES} | of_their_own == drawn.drawings(drawings)


def test_intervals_stand_at_the_lengths_of_the_tests():
    result = counted.counted(items=200, score=0.9)
    marks = drawn.marks(drawings.draw_intervals, result, items=200)
    name = "score, and where the true rate may lie"
    for found, expected in zip(marks[f"{name}, interval"], (result.items, result.low, result.high), strict=True):
        np.testing.assert_allclose(found, expected)
    np.testing.assert_allclose(marks[name], [result.items, np.full(8, 0.9)])
    np.testing.assert_allclose(np.ravel(marks["your test"]), [200, *result.here])


@pytest.mark.parametrize("name", transformer.PARTS)
def test_the_part_that_is_told_of_alone_has_the_other_colour(name):
    recorder = Recorder(Figure().add_subplot())
    drawings.draw_transformer(transformer.part(part=name), recorder)
    lit = [mark for mark in recorder.marks if mark.style.get("color") == ORANGE]
    lines, bands = ([mark for mark in lit if mark.kind == kind] for kind in ("line", "band"))
    expected = {"residual stream": (3, 0), "attention": (4, 1), "MLP": (9, 3)}.get(name, (3, 3))
    assert (len(lines), len(bands)) == expected


def test_attention_leads_from_earlier_places_to_later_ones_only():
    recorder = Recorder(Figure().add_subplot())
    drawings.draw_transformer(transformer.part(part="attention"), recorder)
    ways = [mark.channels["x"] for mark in recorder.marks if mark.kind == "line" and len(mark.channels["x"]) == 15]
    columns = [*drawings.COLUMNS]
    assert [(way[0], way[-1]) for way in ways] == [(columns[0], columns[1]), (columns[0], columns[2]), (*columns[1:],)]


def test_the_words_of_the_schematic_are_those_of_the_parts():
    recorder = Recorder(Figure().add_subplot())
    drawings.draw_transformer(transformer.part(), recorder)
    said = {mark.text for mark in recorder.marks if mark.kind == "text"}
    boxes = {"The", "cat", "sat", "embedding", "attention", "MLP", "logits", "softmax"}
    assert said == boxes | {"residual stream", "+", "a layer,", "many times"}


def test_the_boxes_of_the_schematic_lie_beside_each_other_and_in_the_picture():
    recorder = Recorder(Figure().add_subplot())
    drawings.draw_transformer(transformer.part(), recorder)
    real = Figure().add_subplot()
    drawings.draw_transformer(transformer.part(), real)
    boxes = [
        (*(find(mark.channels["x"]) for find in (min, max)), min(mark.channels["low"]), max(mark.channels["high"]))
        for mark in recorder.marks
        if mark.kind == "band"
    ]
    (x0, x1), (y0, y1) = real.get_xlim(), real.get_ylim()
    assert all(x0 < left < right < x1 and y0 < low < high < y1 for left, right, low, high in boxes)
    for one, other in combinations(boxes, 2):
        assert one[1] < other[0] or other[1] < one[0] or one[3] < other[2] or other[3] < one[2], (one, other)
    row = sorted(box for box in boxes if box[3] < 2)
    assert [(left + right) / 2 for left, right, *_ in row] == pytest.approx([*drawings.COLUMNS])
    assert all(0 < later[0] - earlier[1] < 0.5 for earlier, later in pairwise(row))
    (attends,) = (box for box in boxes if box[2] < drawings.LOOK[1] and box[3] > drawings.LOOK[0])
    assert attends[0] == pytest.approx(row[0][0]) and attends[1] > max(box[1] for box in boxes if box != attends)
