"""A deck as one page of reveal.js: every text a part of the page, every figure a frame that is alive."""

import base64
import hashlib
import html
import json
import re
from dataclasses import dataclass

from docutils.nodes import make_id

from course.slides.figures import Shown
from course.slides.source import Deck, Slide

KEYS = (
    "The arrow keys turn the slides. A figure is alive: click into it, or press Tab, and the keys move its sliders "
    "instead. Esc, or a click beside the figure, gives the keys back to the slides. S opens this view, F fills the "
    "screen. ?theme=light or ?theme=dark behind the address sets the colours, ?print-pdf makes pages to print."
)
LITERAL = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)  # a string in JavaScript
JSON = {"x": "\\u00{}", "'": "'", "/": "/"}  # what JavaScript escapes and JSON does not, or otherwise


@dataclass(frozen=True)
class Place:
    """Where a deck stands, as addresses from its page: its figures, its files, its chapter ("" where it has none)."""

    figures: str
    files: str
    chapter: str = ""


@dataclass(frozen=True)
class HandIn:
    """An exercise that is to be handed in: its name and title, and its minutes."""

    name: str
    title: str
    minutes: int


# reveal.js puts styles into its pages; of scripts only files run, and the one of the speaker's window.
POLICY = (
    "default-src 'self'; script-src 'self' {speaker}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'"
)


def policy(notes: str) -> str:
    """The Content-Security-Policy of a deck.

    ``notes`` is the script of reveal.js's notes. It writes the speaker's window, which has the deck's policy, with a
    script inside: that one is named by its hash. Raises ``ValueError`` where there is not one in it.
    """
    written = [json.loads(_as_json(one)) for one in LITERAL.findall(notes) if "Speaker View" in one]
    scripts = [found for one in written for found in re.findall(r"<script>(.*?)</script>", one, re.DOTALL)]
    if len(scripts) != 1:
        raise ValueError(f"reveal.js's notes must write one script into the speaker's window, not {len(scripts)}")
    hashed = base64.b64encode(hashlib.sha256(scripts[0].encode()).digest()).decode()
    return POLICY.format(speaker=f"'sha256-{hashed}'")


def _as_json(literal: str) -> str:
    """A string of JavaScript in double quotes, as JSON has it."""
    return re.sub(r"\\(x[0-9a-f]{2}|.)", lambda one: JSON.get(one[1][0], "\\" + one[1]).format(one[1][1:]), literal)


def page(
    deck: Deck,
    *,
    figures: dict[str, Shown],
    hand_in: list[HandIn],
    place: Place,
    site: str,
    licence: str,
    policy: str,
) -> str:
    """The HTML of a deck.

    ``figures`` are the deck's, by what its slides ask for; ``site`` is the book's name, ``licence`` HTML which is at
    the foot of each slide, and ``policy`` its Content-Security-Policy.
    """
    starts, e = deck.starts(), html.escape
    ids = _ids(deck)
    slides = [
        _slide(
            slide,
            anchor=anchor,
            tag="h2" if i else "h1",
            more=_opening(deck) if i == 0 else _hand_in(hand_in, place) if i == len(starts) - 1 else "",
            figure=_frame(figures[slide.figure], place) if slide.figure else "",
            notes=_notes(slide, start=starts[i], total=deck.minutes, keys=i == 0),
        )
        for i, (slide, anchor) in enumerate(zip(deck.slides, ids, strict=True))
    ]
    chapter = f'<a href="{e(place.chapter)}">{e(deck.title)}</a>' if place.chapter else e(deck.title)
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{e(policy, quote=True)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="Slides for a class: {e(deck.title)}, from {e(site)}. {deck.minutes} minutes.">
<title>Slides: {e(deck.title)} – {e(site)}</title>
<link rel="icon" type="image/svg+xml" href="{e(place.files)}/favicon.svg">
<link rel="stylesheet" href="{e(place.files)}/reveal.css">
<link rel="stylesheet" href="{e(place.files)}/deck.css">
<script src="{e(place.files)}/deck.js"></script>
<script defer src="{e(place.files)}/reveal.js"></script>
<script defer src="{e(place.files)}/notes.js"></script>
</head>
<body>
<main>
<div class="reveal">
<div class="slides">
{"".join(slides)}</div>
</div>
</main>
<footer class="foot">
<p>{chapter} · {e(site)} · {licence} · <a href="{e(place.files)}/reveal-licence.txt">reveal.js, MIT</a></p>
<p class="hint" aria-hidden="true">The keys move the figure. <kbd>Esc</kbd> gives them back to the slides.</p>
</footer>
</body>
</html>
"""


def _ids(deck: Deck) -> list[str]:
    """An id for each slide, from its title: links to a slide stay where slides are added."""
    found: list[str] = []
    for slide in deck.slides:
        base = make_id(slide.title) or "slide"
        found.append(base if base not in found else f"{base}-{len(found) + 1}")
    return found


def _slide(slide: Slide, *, anchor: str, tag: str, more: str, figure: str, notes: str) -> str:
    kind = "with-figure" if figure else "of-words"
    return (
        f'<section id="{anchor}" class="{kind}" data-timing="{slide.minutes * 60}">\n'
        f"<{tag}>{slide.title}</{tag}>\n"
        f'<div class="words">\n{slide.body}\n{more}</div>\n{figure}{notes}</section>\n'
    )


def _frame(figure: Shown, place: Place) -> str:
    """A figure's frame; reveal.js loads it as its slide comes near."""
    address = f"{place.figures}/{figure.name}.html?present=slide" + (f"#{figure.fragment}" if figure.fragment else "")
    return f'<iframe data-src="{html.escape(address)}" data-preload title="{html.escape(figure.title)}"></iframe>\n'


def _opening(deck: Deck) -> str:
    return f'<p class="about">{len(deck.slides)} slides, {deck.minutes} minutes</p>\n'


def _hand_in(exercises: list[HandIn], place: Place) -> str:
    """The exercises to hand in, each with a link to its box where the deck has its chapter beside it."""
    if not exercises:
        return ""
    rows = ""
    for one in exercises:
        title = html.escape(one.title)
        if place.chapter:
            title = f'<a href="{html.escape(place.chapter)}#{make_id(f"exercise-{one.title}")}">{title}</a>'
        rows += f"<li>{title} <small>{html.escape(one.name)}, {one.minutes} min</small></li>"
    return f'<div class="hand-in"><h3>Hand in</h3>\n<ul>{rows}</ul></div>\n'


def _notes(slide: Slide, *, start: int, total: int, keys: bool) -> str:
    """What the speaker sees: the minutes, the question, and what to reply to whom."""
    replies = "".join(f"<dt>{answer}</dt><dd>{reply}</dd>" for answer, reply in slide.wrong)
    return (
        '<aside class="notes">'
        f"<p><b>Minute {start} to {start + slide.minutes} of {total}</b></p>"
        f"<h4>Ask</h4>{slide.ask}<h4>Wrong answers, and what to reply</h4><dl>{replies}</dl>"
        + (f"<h4>Say</h4>{slide.say}" if slide.say else "")
        + (f"<h4>Keys</h4><p>{html.escape(KEYS)}</p>" if keys else "")
        + "</aside>\n"
    )
