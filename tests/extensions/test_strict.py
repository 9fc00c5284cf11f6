"""What is inline goes into files, and what cannot is told; a page's policy says what it may load."""

import re

import pytest

from extensions import strict


@pytest.fixture
def moved():
    """``moved(body)`` gives the body without its inline parts, and these by their endings."""

    def move(body):
        files = []
        return strict.outside(
            body, lambda ending, text: files.append((ending, text)) or f"{len(files)}.{ending}"
        ), files

    return move


def test_a_style_becomes_a_file(moved):
    assert moved("<p>a</p><style>p { margin: 0; }</style>") == (
        '<p>a</p><link rel="stylesheet" href="1.css">',
        [("css", "p { margin: 0; }")],
    )


def test_a_module_becomes_a_script_that_a_disk_may_hold_and_keeps_its_names(moved):
    body, files = moved('<script type="module">const a = 1;</script>')
    assert body == '<script defer src="1.js"></script>'
    assert files == [("js", '"use strict";\n{\nconst a = 1;\n}')]


def test_data_and_scripts_in_files_stay(moved):
    body = '<script type="application/json">{"a": 1}</script><script defer src="a.js"></script>'
    assert moved(body) == (body, [])


@pytest.mark.parametrize(
    "body, told",
    [
        ('<p style="color: red">a</p>', "style is inline"),
        ('<p class="a" onclick="go()">a</p>', "onclick is inline"),
        ('<p class="style" data-style="a">style="b"</p>', None),
    ],
)
def test_an_attribute_that_the_policy_forbids_is_told(body, told):
    found = strict.inline(body)
    assert [told in words for words in found] == ([True] if told else [])


def test_only_a_page_that_trains_may_compile_kernels():
    assert "wasm" not in strict.policy("<p></p>") and "unsafe" not in strict.policy("<p></p>")
    trains = strict.policy('<section class="trainer" data-trainer="ask">')
    assert re.findall(r"'unsafe-[\w-]+'|'wasm-unsafe-eval'", trains) == ["'wasm-unsafe-eval'"]
