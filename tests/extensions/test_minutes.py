"""The minutes that a chapter states: what is counted, by hand."""

import pytest

from extensions import minutes

CHAPTER = """\
---
jupytext:
  text_representation: {extension: .md, format_name: myst}
kernelspec: {name: python3, display_name: Python 3}
---

# Three words here

```{code-cell} ipython3
:tags: [hide-input]
Explorer(one)
```

```{code-cell} ipython3
a = 1

b = 2
```

:::{self-check} Which?
- (x) this

  Because.
:::

## Exercises

Words that are not counted.

:::{exercise} mirage-1
:::

:::{exercise} mirage-3
:::
"""


def test_what_stands_before_the_exercises_is_counted_and_the_exercises_own_minutes():
    # Three words here Which? this Because; "(x)" is a word as well, as it is read out.
    assert minutes.measured(CHAPTER) == minutes.Measure(
        words=7, code_lines=2, simulations=1, self_checks=1, exercises=30
    )


@pytest.mark.parametrize(
    "prose, count",
    [
        ("A formula $p = 1 - q$ is one.", 5),
        ("$$\na + b\n= c\n$$ (sum)", 2),
        (r"It costs \$5, then \$6.", 5),
        ("{term}`exact matches <exact match>` and {cite:p}`wei2022emergent`", 4),
        ("[two words](a/very/long-address.md#part) – done", 3),
        ("% a comment\n(target)=\n:alt: an option\n| a | b |\n| --- | --: |", 2),
        ("::::{admonition} Title\nText.\n::::", 2),
    ],
)
def test_words_are_those_that_a_reader_reads(prose, count):
    assert minutes.words(prose) == count


def test_minutes_by_hand():
    # 2,000 words take 10 minutes and 100 lines 10 more; five simulations 20, five self-checks 10; then the exercises.
    measure = minutes.Measure(words=2000, code_lines=100, simulations=5, self_checks=5, exercises=60)
    assert measure.minutes == (20, 50, 110)
    assert minutes.Measure(words=10, code_lines=0, simulations=0, self_checks=0, exercises=0).minutes == (5, 5, 5)


def test_minutes_are_told_in_words():
    assert minutes.told(CHAPTER) == "5 min to read, 5 with the simulations, 35 with the exercises"


def test_the_overview_has_a_row_for_each_chapter_and_their_sum(tmp_path):
    (tmp_path / "chapters").mkdir()
    (tmp_path / "_toc.yml").write_text(
        "root: intro\nparts:\n- chapters:\n  - {file: chapters/b}\n  - {file: chapters/a}\n  - {file: chapters/c}\n"
    )
    for name, title in (("a", "Alpha"), ("b", "Beta")):
        text = CHAPTER.replace("Three words here", title).replace("## Ex", ":::{objectives}\n:::\n\n## Ex")
        (tmp_path / f"chapters/{name}.md").write_text(text)
    (tmp_path / "chapters/c.md").write_text("# No chapter, as it has no objectives\n")
    assert minutes.overview(tmp_path).split("\n")[2:5] == [
        "| [Beta](/chapters/b.md) | 5 | 0 | 30 | 35 |",
        "| [Alpha](/chapters/a.md) | 5 | 0 | 30 | 35 |",
        "| together | 10 | 0 | 60 | 70 |",
    ]
