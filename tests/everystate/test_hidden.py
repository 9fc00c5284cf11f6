"""What of a line is to be drawn: where it begins, which places, what is seen beside it, and what is refused."""

import io
import re

import numpy as np
import pytest
from PIL import Image, ImageColor

from everystate import Draw, Explorer, ExplorerError, Predict, picture
from everystate.hidden import MOST
from simulations import palette

SIZES = np.geomspace(1e2, 1e6, 9)
SAYS = dict.fromkeys(("right", "early", "late", "straight", "sharp"), "So it goes.")


def curve(middle=4.0):
    return 1 / (1 + np.exp(-3 * (np.log10(SIZES) - middle)))


def draw_curve(result, ax):
    ax.plot(SIZES, result, color=palette.BLUE, marker="o", label="exact")
    ax.plot(SIZES, result**0.2, color=palette.GREEN, marker="s", label="digits")
    ax.plot(SIZES, result * 0.9, color=palette.GREY, label="a seed")
    ax.text(2e2, 0.9, "here")
    ax.set(xlim=(80, 1.2e6), ylim=(-0.04, 1.04), xscale="log", xlabel="parameters", ylabel="share right")


def draw_other(result, ax):
    ax.plot(SIZES, result, color=palette.RED, label="beside")
    ax.set(xlim=(80, 1.2e6), ylim=(1e-4, 2), xscale="log", yscale="log", xlabel="parameters", ylabel="share")


def made(drawing=(draw_curve,), **draw):
    given = dict(mark="exact", says=SAYS, known=1e3) | draw
    return Explorer(
        curve,
        drawing,
        name="curve",
        title="A curve",
        caption="At {middle}.",
        controls=dict(middle=(3.0, 5.0, 0.5)),
        predict=Predict("How does it go on?", draw=Draw(**given)),
    )


def facts(**draw):
    return made(**draw)._hidden.facts()


def test_a_line_goes_on_from_its_last_known_point():
    hidden = made()._hidden
    np.testing.assert_allclose(hidden.x, SIZES[2:], rtol=1e-12)
    np.testing.assert_allclose(hidden.y, curve()[2:], rtol=1e-9)
    points = made().marks()[0][0][2]
    np.testing.assert_allclose(hidden.at, points["x"][2:], atol=0.03)
    given = facts()["given"]
    np.testing.assert_allclose(given["x"], np.linspace(0, 1, 7), atol=1e-5)
    np.testing.assert_allclose(given["truth"], (curve()[2:] + 0.04) / 1.08, atol=1e-5)
    assert given["weight"] == pytest.approx([0, *[1 / 6] * 6], abs=1e-6) and sum(given["weight"]) == pytest.approx(
        1, abs=1e-5
    )
    assert given["side"] == -1 and given["alpha"] == 1
    assert hidden.level_value == pytest.approx((curve()[2] + curve()[-1]) / 2)


def test_without_what_is_known_all_of_it_is_drawn():
    found = facts(known=None)
    assert not found["begins"] and len(found["at"]) == 9
    assert found["given"]["weight"] == pytest.approx([1 / 9] * 9, abs=1e-6) and found["given"]["x"][0] == 0


def test_a_range_is_asked_for_four_of_five_places():
    found = facts(band=True)
    assert found["band"] and found["given"]["alpha"] == pytest.approx(0.2)


def test_places_of_ones_own_lie_on_the_line_between_its_points():
    hidden = made(at=(3e3, 1e5))._hidden
    np.testing.assert_allclose(hidden.x, [1e3, 3e3, 1e5])
    share = (np.log10(3e3) - 3) / 0.5
    assert hidden.y[1] == pytest.approx(curve()[2] + share * (curve()[3] - curve()[2]))


def test_of_many_points_twelve_are_drawn_the_last_among_them(monkeypatch):
    many = np.linspace(0, 1, 101)

    def draw_line(result, ax):
        ax.plot(many, many**2, label="exact")
        ax.set(xlim=(0, 1), ylim=(0, 1), xlabel="x", ylabel="y")

    for known, first in ((0.5, 0.54), (None, 0.0)):
        hidden = made((draw_line,), known=known)._hidden
        places = hidden.x[int(hidden.begins) :]
        assert len(places) == MOST and places[0] == pytest.approx(first) and places[-1] == 1
        assert np.ptp(np.diff(places)) < 0.011


def test_on_a_logarithmic_axis_half_the_way_is_the_geometric_mean():
    hidden = made((draw_curve, draw_other), mark="beside")._hidden
    assert hidden.panel == 1
    assert hidden.level_value == pytest.approx(np.sqrt(curve()[2] * curve()[-1]))
    at_half = made((draw_curve, draw_other), mark="beside", level=0.5)._hidden
    assert at_half.level_value == pytest.approx(0.5)
    assert at_half.level == pytest.approx(np.log(0.5 / 1e-4) / np.log(2 / 1e-4))


def test_of_two_lines_of_one_name_the_panel_says_which():
    twice = (draw_curve, draw_curve)
    with pytest.raises(ExplorerError, match="2 marks have that label"):
        made(twice)
    assert [made(twice, panel=panel)._hidden.panel for panel in (1, 2)] == [0, 1]


def test_a_masked_point_is_no_place():
    def draw_gap(result, ax):
        ax.plot(SIZES, np.ma.masked_array(result, np.arange(9) == 5), label="exact")
        ax.set(xlim=(80, 1.2e6), ylim=(0, 1), xscale="log", xlabel="parameters", ylabel="share right")

    assert len(made((draw_gap,))._hidden.x) == 6


@pytest.mark.parametrize(
    ("draw", "words"),
    [
        (dict(mark="exakt"), r"the mark 'exakt' \(did you mean 'exact'\?\); marks: exact, digits, a seed"),
        (dict(known=50.0), "known=50 lies left of 'exact', which begins at 100: leave it out"),
        (dict(known=5e5), "draw leaves 1 places of 'exact' to draw at, and two are the least"),
        (dict(at=(500.0, 1e5)), "draw's at must rise from 1000 to 1e"),
        (dict(at=(1e5, 1e4)), "draw's at must rise"),
        (dict(level=2.0), "'exact' must pass the level 2 there"),
        (dict(beside=("digit",)), r"beside names 'digit', which is no other mark \(did you mean 'digits'\?\)"),
        (dict(beside=("exact",)), "beside names 'exact', which is no other mark"),
        (dict(says={"right": "Yes."}), "says must have a sentence for each of right, early, late, straight, sharp"),
        (dict(says=SAYS | {"late": " "}), "says must have a sentence"),
        (dict(mark=""), "mark must be the label of a line"),
        (dict(known="all"), "known must be a number or None, not 'all'"),
        (dict(level=np.nan), "level must be a number or None, not nan"),
        (dict(beside="digits"), "beside must be a list of labels, not 'digits'"),
        (dict(band=1), "band must be True or False, not 1"),
        (dict(panel="1"), "panel must be a whole number from 1, or None, not '1'"),
        (dict(panel=2), "draw names the mark 'exact'"),
    ],
)
def test_what_cannot_be_drawn_is_refused_by_chapter_and_figure(draw, words):
    with pytest.raises(ExplorerError, match=words) as refused:
        made(**draw)
    assert str(refused.value).startswith("chapter ")
    if "says" not in draw and words.startswith(("known=", "draw leaves")):
        assert "simulation curve" in str(refused.value)


def drawn_as(call):
    def draw(result, ax):
        call(ax, result)
        ax.set(xlim=(0, 10), ylim=(0, 1), xlabel="x", ylabel="y")

    return made((draw,), known=None)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda ax, y: ax.bar(np.arange(9), y, label="exact"), "draw needs a line, or dots; 'exact' is rects"),
        (lambda ax, y: ax.plot([1, 3, 2], [0, 0.5, 1], label="exact"), "'exact' is no function of x"),
        (lambda ax, y: ax.plot([1, 1, 2], [0, 0.5, 1], label="exact"), "'exact' is no function of x"),
        (lambda ax, y: ax.plot([1], [0], label="exact"), "'exact' is no function of x"),
        (lambda ax, y: ax.plot([1, 2, 3], [0, 0.5, 1.5], label="exact"), "'exact' leaves the axes at x = 3"),
        (lambda ax, y: ax.plot([1, 2, 3], [0.5, 0.5, 0.5], label="exact"), "must change where it is hidden"),
        (
            lambda ax, y: [ax.plot([1, 2], [0, z], label="exact") for z in (0.5, 1)],
            "draw names the mark 'exact'; 2 marks have that label",
        ),
    ],
)
def test_what_is_no_curve_is_refused(call, words):
    with pytest.raises(ExplorerError, match=words):
        drawn_as(call)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (dict(draw="exact"), r"draw must be a Draw\(mark, says, ...\), not 'exact'"),
        (dict(draw=Draw("exact", SAYS), choices={"a": "b"}, answer="a"), "choices or a line to draw, not both"),
        (dict(draw=Draw("exact", SAYS), cover="folded"), "cover must be 'axes' where there is one to draw"),
        (
            dict(choices={"a": "b"}, answer="a", cover="axis"),
            r"cover must be 'axes' or 'folded', not 'axis' \(did you mean",
        ),
    ],
)
def test_a_prediction_that_contradicts_itself_is_refused(given, words):
    with pytest.raises(ExplorerError, match=words):
        Predict("How?", **given)


def test_the_text_says_what_is_asked_in_the_first_state_alone():
    explorer = made(at=(1e4, 1e5), level=0.5)
    assert explorer.text().splitlines()[-1] == (
        "- to draw first: the rest of exact after x 1000; in truth x 10000 100000; y 0.5 0.953; level 0.5"
    )
    assert "to draw first" not in explorer.text(middle=3.0)
    ranged = made(at=(1e4, 1e5), band=True, known=None).text().splitlines()[-1]
    assert ranged.startswith("- to draw first: a range around exact; in truth x 10000")


def test_what_is_known_is_cut_off_where_it_ends_and_what_is_beside_is_whole():
    markup = made(beside=("digits",))._markup()
    classes = dict(
        re.findall(r'data-mark="(\d)"[^>]*class="(\w+)"', markup.partition('<ul class="explorer-legend"')[0])
    )
    assert classes == {"0": "known", "1": "known", "2": "seen", "3": "seen", "4": "known"}  # lines and their dots
    clips = dict(re.findall(r'<clipPath id="([^"]+)">(.*?)</clipPath>', markup))
    seen, known = (
        re.findall(rf'clip-path="url\(#([^)]+)\)"><rect[^>]*><path[^>]*data-mark="{mark}"', markup) for mark in (2, 0)
    )
    assert seen and known and clips[seen[0]].count("<rect") == 1 and clips[known[0]].count("<rect") == 2
    (left, width), (start, rest) = re.findall(r'x="([\d.]+)"[^>]*width="([\d.]+)"|$', clips[known[0]])[:2]
    assert float(left) + float(width) == pytest.approx(float(start), abs=0.02)
    assert float(start) == pytest.approx(made().marks()[0][0][2]["x"][2] + 2, abs=0.1)
    assert 'class="unknown"' in clips[known[0]]
    whole = re.search(r'width="([\d.]+)"', clips[seen[0]])[1]
    assert float(width) + float(rest) == pytest.approx(float(whole), abs=0.02)


def test_every_clip_that_a_mark_names_is_there_and_another_panel_is_not_cut():
    for draw in (dict(beside=("beside", "digits")), dict(beside=("beside",), known=None)):
        markup = made((draw_curve, draw_other), **draw)._markup()
        named = set(re.findall(r'clip-path="url\(#([^)]+)\)"', markup))
        there = set(re.findall(r'<clipPath id="([^"]+)"', markup))
        assert named <= there and named
        second = markup.split('<ul class="explorer-legend"')[1]
        assert 'class="seen"' in second and '"unknown"' not in second
        assert ('"unknown"' in markup) is ("known" not in draw)


def test_the_picture_in_a_notebook_shows_what_is_known():
    def pixels(explorer, covered):
        png = picture.png(explorer.states, words="", covered=covered)
        return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"), int)

    def columns(image, colour):
        return np.flatnonzero((abs(image - ImageColor.getrgb(colour)).max(axis=-1) < 40).any(axis=0))

    asked = made(beside=("digits",))
    shown = pixels(asked, asked._hidden)
    known, beside = columns(shown, palette.BLUE), columns(shown, palette.GREEN)
    assert known.size and beside.size and known.max() < beside.max() / 2
    covered = pixels(asked, True)
    assert columns(covered, palette.BLUE).size == columns(covered, palette.GREEN).size == 0
    assert made()._words() == "Predict first. How does it go on?"
