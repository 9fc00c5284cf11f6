"""Every deck that the book has: what it holds, what it names, and that each of its numbers stands in its chapter."""

import html
import re
import shutil

import pytest
from conftest import BOOK, ROOT

from course.commands import slides as command
from course.slides import exercises, folder
from course.slides.figures import Figures
from course.slides.page import policy
from course.slides.source import DeckError
from extensions import plans
from tests.course.slides.shown import caption, captions, labels
from tests.pages.test_book import CHAPTERS, _read, broken_links

NAMES = folder.names()
FIGURE = re.compile(r'<iframe data-src="([^"]+)"')
NUMBER = re.compile(r"\d+(?:[.,]\d+)*%?")
BROKEN = """---
title: A toy
hand_in: [mirage-99]
---

## A toy

Words.

```figure
metric-effect?token_accuracy=0.91
```

### Ask

What?

### Wrong answers

- **"This."** That.

### Minutes

4
"""


@pytest.fixture(scope="module")
def decks():
    return {name: folder.read(folder.DECKS / f"{name}.md") for name in NAMES}


def test_every_chapter_has_a_deck():
    assert sorted(path.stem for path in CHAPTERS) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_deck_is_a_meeting_with_questions_and_their_wrong_answers(decks, name):
    deck = decks[name]
    assert 8 <= len(deck.slides) <= 14 and 30 <= deck.minutes <= 45
    assert all(slide.ask and len(slide.wrong) >= 1 and slide.minutes for slide in deck.slides)
    assert sum(len(slide.wrong) >= 2 for slide in deck.slides) >= len(deck.slides) - 1
    first, *between, last = deck.slides
    assert not first.figure and not last.figure and sum(bool(slide.figure) for slide in between) >= len(between) - 2
    assert exercises.found(deck.hand_in) and all(one.rpartition("-")[0] == name for one in deck.hand_in)
    for slide in deck.slides:
        assert len(re.sub("<[^>]+>", " ", slide.body).split()) <= 75, slide.title


def test_decks_and_the_long_plan_hand_in_the_same_and_the_teachers_page_says_their_minutes(decks):
    _, meetings = max(plans.read_plans(ROOT).items())[1]
    assert {name: list(deck.hand_in) for name, deck in decks.items()} == {
        chapter: [one for one in meeting.hand_in if one.rpartition("-")[0] == chapter]
        for meeting in meetings
        for chapter in meeting.quiz
    }
    minutes = [deck.minutes for deck in decks.values()]
    page = (ROOT / "chapters/instructors.md").read_text(encoding="utf-8")
    assert f"{min(minutes)} to {max(minutes)} minutes each" in page
    assert re.findall(r"\{deck\}`(\w+)`", page) == [chapter for one in meetings for chapter in one.quiz]


@pytest.mark.parametrize("name", NAMES)
def test_a_deck_stands_in_the_book_and_its_links_and_frames_lead_somewhere(built_book, decks, name):
    page, deck = built_book / f"slides/{name}.html", decks[name]
    text, read = page.read_text(encoding="utf-8"), _read(page)
    assert f"{len(deck.slides)} slides, {deck.minutes} minutes" in text
    assert f"Minute {deck.starts()[-1]} to {deck.minutes} of {deck.minutes}" in text
    assert text.count("Esc, or a click beside the figure") == 1 and read.repeated == []
    assert broken_links(built_book, f"slides/{name}.html") == []
    frames = [html.unescape(frame).partition("?present=slide") for frame in FIGURE.findall(text)]
    asked = [slide.figure for slide in deck.slides if slide.figure]
    figures = Figures(built_book / "embed")
    shown = [figures.shown(one) for one in asked]
    assert [(path, state.lstrip("#")) for path, _, state in frames] == [
        (f"../embed/{one.name}.html", one.fragment) for one in shown
    ]
    assert all((page.parent / path).exists() for path, _, _ in frames)
    home = (built_book / f"chapters/{name}.html").read_text(encoding="utf-8")
    assert all(f'id="{one.name}"' in home for one in shown), "a deck shows its own chapter's figures"


@pytest.mark.parametrize("name", NAMES)
def test_every_number_of_a_deck_stands_in_its_chapter_or_below_its_figure(built_book, decks, name):
    """Of the notes, below it in any state: the speaker moves the controls."""
    page = words(built_book / f"chapters/{name}.html")
    figures = Figures(built_book / "embed")
    for slide in decks[name].slides:
        here, moved = page, page
        if slide.figure:
            here = " ".join([page, caption(figures, slide.figure), *labels(figures, slide.figure)])
            moved = " ".join([here, captions(figures, slide.figure)])
        answers = " ".join(" ".join(pair) for pair in slide.wrong)
        assert numbers(plain(f"{slide.title} {slide.body}")) <= numbers(here), slide.title
        assert numbers(plain(f"{slide.ask} {answers} {slide.say}")) <= numbers(moved), slide.title


def numbers(words: str) -> set[str]:
    return set(NUMBER.findall(words))


def plain(text: str) -> str:
    return html.unescape(re.sub("<(?:script|style).*?</(?:script|style)>|<[^>]+>", " ", text, flags=re.DOTALL))


def words(path) -> str:
    return plain(path.read_text(encoding="utf-8"))


def test_what_is_not_there_stops_the_build_and_the_others_are_written(built_book, tmp_path):
    (tmp_path / "decks").mkdir()
    (tmp_path / "decks/mirage.md").write_text(BROKEN, encoding="utf-8")
    shutil.copy(folder.DECKS / "safety.md", tmp_path / "decks")
    (tmp_path / "book").mkdir()
    (tmp_path / "book/embed").symlink_to(built_book / "embed")
    with pytest.raises(DeckError) as error:
        folder.publish(tmp_path / "book", ["mirage", "safety"], site="A book", decks=tmp_path / "decks")
    state, exercise = str(error.value).split("\n")
    where = "course/slides/decks/mirage.md, slide 1 (A toy): "
    assert state.startswith(f"{where}token_accuracy of metric-effect must be one of 0.05, 0.1, …, 0.95, 1, not '0.91'")
    assert exercise.startswith("course/slides/decks/mirage.md: hand_in: exercise must be one of mirage-1, mirage-2")
    assert [path.name for path in (tmp_path / "book/slides").glob("*.html")] == ["safety.html"]


def test_a_deck_that_is_gone_leaves_the_book(built_book, tmp_path):
    (tmp_path / "embed").symlink_to(built_book / "embed")
    folder.publish(tmp_path, ["mirage", "safety"], site="A book")
    folder.publish(tmp_path, ["safety"], site="A book")
    assert [path.name for path in (tmp_path / "slides").glob("*.html")] == ["safety.html"]


def ran(*arguments: str) -> int:
    import argparse

    parser = argparse.ArgumentParser()
    command.arguments(parser)
    return command.run(parser.parse_args(arguments))


@pytest.fixture(scope="module")
def apart(built_book, tmp_path_factory):
    out = tmp_path_factory.mktemp("apart")
    assert ran("--chapter", "mirage", "--chapter", "safety", "--out", str(out)) == 0
    return out


def test_the_command_writes_a_folder_that_has_all_that_it_needs(apart):
    assert sorted(path.name for path in apart.iterdir()) == ["figures", "files", "mirage.html", "safety.html"]
    asked = {slide.figure.partition("?")[0] for name in ("mirage", "safety") for slide in read(name).slides}
    assert {path.stem for path in (apart / "figures").iterdir()} == asked - {""}
    for path in apart.rglob("*.html"):
        found = _read(path)
        near = [link for link in [*found.links, *found.resources] if not link.startswith(("http", "data:", "#", "?"))]
        assert [link for link in near if not (path.parent / link.partition("?")[0]).exists()] == [], path


def read(name: str):
    return folder.read(folder.DECKS / f"{name}.md")


def test_the_folders_links_lead_to_the_book_where_its_address_is_known(built_book, tmp_path, monkeypatch):
    monkeypatch.setenv("BOOK_URL", "https://book.example/emergence/")
    ran("--chapter", "mirage", "--out", str(tmp_path))
    links = _read(tmp_path / "mirage.html").links
    assert "https://book.example/emergence/chapters/mirage.html" in links
    assert "https://book.example/emergence/chapters/mirage.html#exercise-is-the-toy-sharp" in links


def test_the_command_says_what_it_cannot_do(monkeypatch, tmp_path):
    with pytest.raises(ValueError, match="^--chapter must be one of circuits, .*, theories, not 'mirrage'$"):
        ran("--chapter", "mirrage")
    monkeypatch.setattr(command, "HTML", tmp_path)
    with pytest.raises(ValueError, match="no built book to take the figures from: make book"):
        ran()


def test_reveal_comes_whole_and_with_its_licence(built_book):
    files = built_book / "slides/files"
    assert "MIT licensed" in (files / "reveal.js").read_text(encoding="utf-8")[:200]
    assert "Hakim El Hattab" in (files / "reveal-licence.txt").read_text(encoding="utf-8")
    assert BOOK.is_relative_to(ROOT) and not list(ROOT.glob("course/**/reveal*"))


def test_notes_that_write_no_script_or_two_into_the_speakers_window_are_an_error():
    assert "'sha256-" in policy('write("<title>Speaker View</title>\\x3cscript>go()<\\/script>")')
    one = policy('write("Speaker View <script>it\\\'s</script>")')
    assert one == policy('write("Speaker View <script>it\\x27s</script>")')
    for notes in ('write("Speaker View")', 'write("Speaker View <script>1</script><script>2</script>")'):
        with pytest.raises(ValueError, match="must write one script into the speaker's window, not [02]"):
            policy(notes)
