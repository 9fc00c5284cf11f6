"""American words are told by their line; code, formulas, addresses and quotations keep theirs."""

import pytest

from extensions import spelling

PAGE = """\
---
title: color
---

# The behavior of models

```python
color = optimize(center)
```

Set `color` to $color$, as [the page](https://example.org/color) and “the color of behavior” say.
We analyze it in a program, in practice.
"""


def test_the_words_of_the_prose_are_told_by_their_lines():
    assert [*spelling.slips(PAGE)] == [(5, "behavior", "behaviour"), (12, "analyze", "analyse")]


def test_of_a_module_its_sentences_are_read_and_not_its_names():
    source = 'def color(behavior):\n    return "center"\n\n\nSAID = f"The color is {color}."\n'
    assert [*spelling.slips_of_module(source)] == [(5, "color", "colour")]


@pytest.mark.parametrize("word", ["colour", "modelling", "generalise", "licence", "artefact"])
def test_british_words_are_no_slips(word):
    assert [*spelling.slips(f"A {word} of ours.")] == []


def test_the_book_has_none():
    assert {path: found for path, found in spelling.files().items() if found} == {}
