"""A deck's text: what is read from it, and what is said of each slip that a teacher can make."""

import pytest

from course.slides import source

TOP = "---\ntitle: On toys\nhand_in: [mirage-1]\n---\n\n"
SLIDE = """## A toy

It falls as $p^L$.

```figure
metric-effect?token_accuracy=0.9
```

### Ask

How many?

### Wrong answers

- **"All."** Count *again*.
- **"None."** Why?

### Minutes

4
"""
SECOND = SLIDE.replace("A toy", "Another toy").replace("\n4\n", "\n5\n") + "\n### Say\n\nMove it.\n"


def parsed(text: str) -> source.Deck:
    return source.parse(text, name="toys", shown="toys.md")


def refused(text: str) -> str:
    with pytest.raises(source.DeckError) as error:
        parsed(text)
    return str(error.value)


def test_a_deck_is_read():
    deck = parsed(TOP + SLIDE + "\n---\n\n" + SECOND)
    assert (deck.title, deck.hand_in, deck.minutes, deck.starts()) == ("On toys", ("mirage-1",), 9, [0, 4])
    first, second = deck.slides
    assert first.title == "A toy" and "<math" in first.body and "figure" not in first.body
    assert first.figure == "metric-effect?token_accuracy=0.9"
    assert first.ask == "<p>How many?</p>"
    assert first.wrong == (("“All.”", "Count <em>again</em>."), ("“None.”", "Why?"))
    assert (first.say, second.say) == ("", "<p>Move it.</p>")


def test_html_stays_words():
    assert "<b>" not in parsed(TOP + SLIDE.replace("It falls", "It <b>falls</b>")).slides[0].body


@pytest.mark.parametrize(
    "wrong, instead, said",
    [
        ("title: On toys\n", "", "toys.md: title must be words"),
        ("hand_in: [mirage-1]", "hand_in: mirage-1", "hand_in must be a list of exercises, such as [mirage-1"),
        ("hand_in:", "handin:", "a setting at the top must be one of title, hand_in, not 'handin'"),
        ("title: On toys", "title: On: toys", "must be YAML"),
        ("## A toy\n", "", "slide 1: a slide must begin with its title, '## Words'"),
        ("## A toy\n", "# A toy\n", "slide 1 (A toy): a slide must begin with its title, '## Words'"),
        ("It falls as $p^L$.\n", "", "slide 1 (A toy): a sentence must stand below the title"),
        ("$p^L$", "$p^{L$", "slide 1 (A toy): no formula can be made of 'p^{L'"),
        ("```figure\nm", "```code\nm", "a block between ``` must be a figure, not 'code'"),
        ("### Ask\n\nHow many?\n", "### Ask\n", "'### Ask' must be there, with something below it"),
        ("### Ask", "### Question", "a part must be one of ### Ask, ### Wrong answers, ### Minutes, ### Say, not"),
        ('- **"None."** Why?', '- "None." Why?', "must be '- **The answer.** The reply.', not '- \"None.\" Why?'"),
        ('- **"None."** Why?', '- **"None."**', "must be '- **The answer.** The reply.', not"),
        ('- **"All."** Count *again*.\n- **"None."** Why?', "Nothing.", "must be a list of one paragraph an item"),
        ("\n4\n", "\nfour\n", "'### Minutes' must be a whole number from 1 to 60, not 'four'"),
        ("\n4\n", "\n0\n", "'### Minutes' must be a whole number from 1 to 60, not '0'"),
    ],
)
def test_a_slip_is_told_with_its_slide(wrong, instead, said):
    text = TOP + SLIDE
    assert wrong in text
    assert said in refused(text.replace(wrong, instead, 1))


def test_two_slides_without_a_rule_and_two_figures_are_told():
    assert "slide 1 (A toy): a slide must have one title; put a rule (---) between" in refused(TOP + SLIDE + SECOND)
    two = SLIDE.replace("### Ask", "```figure\nfew-sizes\n```\n\n### Ask")
    assert "slide 1 (A toy): a slide must have one figure at most, not 2" in refused(TOP + two)


def test_a_rule_that_markdown_reads_as_a_title_is_told():
    said = refused(TOP + SLIDE.rstrip() + "\n---\n\n" + SECOND)
    assert "an empty line must stand before the rule below '4', or Markdown reads a title" in said


def test_all_slips_are_told_at_once():
    said = refused(TOP + SLIDE.replace("### Ask", "### Ask me") + "\n---\n\n" + SECOND.replace("\n5\n", "\nfive\n"))
    assert [line.partition(":")[0] for line in said.split("\n")] == [
        "toys.md, slide 1 (A toy)",
        "toys.md, slide 1 (A toy)",
        "toys.md, slide 2 (Another toy)",
    ]
