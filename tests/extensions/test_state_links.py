"""Links to a figure's states: those that lead nowhere are named."""

import json
import subprocess
from types import SimpleNamespace

import node
import numpy as np
import pytest

from everystate import Explorer
from extensions import state_links, without_torch
from simulations.tape import panel

VALUES = [
    True,
    0,
    0.0,
    5,
    20,
    -0.3,
    0.05,
    0.1 + 0.2,
    1 / 3,
    1e-4,
    1e-6,
    1.5e-7,
    1e-8,
    10**7.25,
    1e8,
    1.4e12,
    1e20,
    1e21,
]
VALUES += [5.76e23, 1e23, 1.0000000000000001e23, -2.5e24, 123456.789, "training FLOPs", ""]


def curve(*, length, share, kind):
    return SimpleNamespace(x=np.arange(3.0), y=np.arange(3.0) * length * share)


def draw(result, ax, *, kind):
    ax.plot(result.x, result.y, label=kind)
    ax.set(xlim=(0, 2), ylim=(0, 40))


@pytest.fixture(scope="module")
def figure():
    controls = dict(length=(1, 9), share=[0.5, 1.0, 1e23], kind=["a line", "a+b"])
    explorer = Explorer(curve, draw, name="curve", title="Curve", caption="{length}", controls=controls)
    return explorer.html()


def test_a_value_is_written_as_javascript_writes_it():
    program = node.find()
    assert program, node.HELP
    script = f"console.log(JSON.stringify({json.dumps(VALUES)}.map(String)))"
    said = subprocess.run([program, "-e", script], capture_output=True, text=True, check=True).stdout
    assert [state_links.written(value) for value in VALUES] == json.loads(said)


@pytest.mark.parametrize(
    "address, said",
    [
        ("#curve?length=5", []),
        ("#curve?length=9&amp;share=0.5&amp;kind=a+line", []),
        ("#curve?share=1e%2B23&amp;kind=a%2Bb", []),
        ("#section", []),
        ("other.html#figure?length=5", []),
        ("#other?length=5", ["#other?length=5 must name a figure of its page, and there is no 'other'"]),
        ("#curve?size=5", ["#curve?size=5: 'size' must be a control of the figure: length, share, kind"]),
        ("#curve?share=1.0", ["#curve?share=1.0: share must be one of 0.5, 1, 1e+23, not 1.0"]),
        ("#curve?share=1e+23", ["#curve?share=1e+23: share must be one of 0.5, 1, 1e+23, not 1e 23"]),
        ("#curve?kind=", ["#curve?kind=: kind must be one of a line, a+b, not "]),
    ],
)
def test_a_link_that_leads_to_no_state_is_named(figure, address, said):
    body = f'<p>See <a class="reference external" href="{address}">here</a> and again <a href="{address}">here</a>.</p>'
    assert list(state_links.nowhere(body + figure)) == said


@pytest.mark.parametrize(
    "address, said",
    [
        ("#train?digits=2", []),
        ("#train?digits=3", ["#train?digits=3: digits must be one of 2, 8, not 3"]),
        ("#train?depth=2", ["#train?depth=2: 'depth' must be a control of the figure: digits"]),
    ],
)
def test_a_link_to_a_panels_settings_is_looked_at_as_well(address, said):
    facts = {"dials": {"digits": {"values": [2, 8], "default": 8}}}
    body = panel.section("laboratory", f'<a href="{address}">here</a>', facts, label="Train", link="train")
    assert list(state_links.nowhere(body)) == said


def test_a_figure_that_is_kept_as_its_notebook_shows_it_may_be_missing():
    said = list(state_links.nowhere('<a href="#asked?head_1=false">here</a>'))
    assert said == ["#asked?head_1=false must name a figure of its page, and there is no 'asked'"]
    assert list(state_links.nowhere(f'<a href="#asked?head_1=false">here</a><pre>{without_torch.KEPT}</pre>')) == []
