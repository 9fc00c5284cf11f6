"""What decks may ask of figures: names, controls and values of files that the explorer wrote."""

import json
import subprocess

import node
import numpy as np
import pytest
from ipywidgets import Dropdown, FloatSlider

from course.slides.figures import Figures, written
from everystate import Explorer, embed


def rise(*, size, metric, deep):
    return size * np.linspace(0, 1, 5) * (2 if deep else 1)


def draw(result, ax):
    ax.plot(np.arange(5), result, label="rise")
    ax.set(xlim=(0, 4), ylim=(0, 4))


@pytest.fixture(scope="module")
def figures(tmp_path_factory):
    folder = tmp_path_factory.mktemp("figures")
    made = Explorer(
        rise,
        draw,
        name="rise",
        title="A rise",
        caption="{size}",
        controls=dict(
            size=FloatSlider(0.5, min=0.1, max=1.6, step=0.1),
            metric=Dropdown(options=[("exact match", "em"), ("all", "all")]),
            deep=False,
        ),
    )
    (folder / "rise.html").write_text(embed.page([made], title="A rise"), encoding="utf-8")
    return Figures(folder)


def test_a_state_is_written_as_the_page_reads_it(figures):
    assert figures.shown("rise").fragment == ""
    assert figures.shown("rise").title == "A rise"
    assert figures.shown("rise?size=1.0&deep=true").fragment == "rise?size=1&deep=true"
    assert figures.shown("rise?metric=exact match").fragment == "rise?metric=em"
    assert figures.shown("rise?metric=exact+match&size=3e-1").fragment == "rise?metric=em&size=0.3"


@pytest.mark.parametrize(
    "asked, said",
    [
        ("rize?size=1", "figure must be one of the book's, not 'rize' (did you mean 'rise'?): rise"),
        ("rise?sizes=1", "rise has no control 'sizes' (did you mean 'size'?); it has size, metric, deep"),
        ("rise?metric=bleu", "metric of rise must be one of em, all, not 'bleu'"),
        ("rise?size=0.55", "size of rise must be one of 0.1, 0.2, …, 1.5, 1.6, not '0.55'"),
        ("rise?deep=yes", "deep of rise must be one of false, true, not 'yes'"),
        ("rise?deep", "a state must be control=value, joined by &, not 'deep'"),
    ],
)
def test_what_is_not_there_is_told_with_what_is(figures, asked, said):
    with pytest.raises(ValueError) as error:
        figures.shown(asked)
    assert str(error.value) == said


def test_numbers_are_written_as_javascript_writes_them():
    values = [0, 1, -2.5, 0.1, 1e-6, 1e-8, 1.5e-7, 123456789.0, 1e20, 1e21, 3.1e23, 1.0000000000000001e23, 2**53, True]
    script = f"console.log(JSON.stringify({json.dumps(values)}.map(String)))"
    said = subprocess.run(
        [node.find() or pytest.fail(node.HELP), "-e", script], capture_output=True, text=True, check=True
    ).stdout
    assert [written(value) for value in values] == json.loads(said)
    assert (written(None), written("exact match")) == ("null", "exact match")
