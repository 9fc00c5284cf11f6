"""Decks written where they are shown: into the built book, or into a folder that works from a disk, offline."""

import shutil
from collections.abc import Iterable
from pathlib import Path

import sphinx_revealjs

from course.slides.exercises import found
from course.slides.figures import Figures, Shown
from course.slides.page import Place, page, policy
from course.slides.source import Deck, DeckError, read
from everystate import embed
from extensions.site import ROOT
from simulations.palette import settings  # the book's colours are set as it is imported

DECKS = Path(__file__).parent / "decks"
FILES = "files"
LICENCE = '<a href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>'
# What of reveal.js a deck needs: where it lies in the package that ships it, and what it is called here.
REVEAL = {
    "dist/reveal.js": "reveal.js",
    "dist/reveal.css": "reveal.css",
    "plugin/notes/notes.js": "notes.js",
    "LICENSE": "reveal-licence.txt",
}


def names(decks: Path = DECKS) -> list[str]:
    """The chapters that have a deck."""
    return sorted(path.stem for path in decks.glob("*.md"))


def publish(html: Path, chapters: Iterable[str], *, site: str, decks: Path = DECKS) -> None:
    """Writes the decks of ``chapters`` into a built book's folder, ``slides/NAME.html``; those of others go.

    Raises ``DeckError`` with what is wrong in any of them, after the others are written.
    """
    out, figures = html / "slides", Figures(html / "embed")
    for old in out.glob("*.html"):
        if old.stem not in chapters:
            old.unlink()
    problems = []
    for name in chapters:
        place = Place(figures="../embed", files=FILES, chapter=f"../chapters/{name}.html")
        try:
            _write(out / f"{name}.html", *_checked(name, figures, decks), place=place, site=site)
        except DeckError as error:
            problems.append(str(error))
    _write_files(out / FILES)
    if problems:
        raise DeckError("\n".join(problems))


def bundle(
    html: Path, out: Path, chapters: Iterable[str], *, site: str, url: str = "", decks: Path = DECKS
) -> list[Deck]:
    """The decks, written into a folder of their own: each a page, and its figures in a folder beside it.

    ``html`` is a built book's folder; ``url`` is where the book stands on the web ("" where it does not). Raises
    ``DeckError`` with what is wrong in a deck, before anything is written.
    """
    figures = Figures(html / "embed")
    checked, problems = {}, []
    for name in chapters:
        try:
            checked[name] = _checked(name, figures, decks)
        except DeckError as error:
            problems.append(str(error))
    if problems:
        raise DeckError("\n".join(problems))
    needed = {shown.name: shown for _, states in checked.values() for shown in states.values()}
    for shown in needed.values():
        book = f'<a href="{url}">{site}</a>' if url else site
        note = f"{book}. {LICENCE}"
        alone = embed.page([figures.section(shown.name)], title=shown.title, site=site, note=note)
        _save(out / "figures" / f"{shown.name}.html", alone)
    for name, (deck, states) in checked.items():
        place = Place(figures="figures", files=FILES, chapter=url and f"{url}chapters/{name}.html")
        _write(out / f"{name}.html", deck, states, place=place, site=site)
    _write_files(out / FILES)
    return [deck for deck, _ in checked.values()]


def _checked(name: str, figures: Figures, decks: Path) -> tuple[Deck, dict[str, Shown]]:
    """A deck, and the figures that its slides ask for. Raises ``DeckError`` for one that is not there."""
    shown = f"course/slides/decks/{name}.md"
    deck = read(decks / f"{name}.md", shown)
    states, problems = {}, []
    for number, slide in enumerate(deck.slides, start=1):
        if not slide.figure:
            continue
        try:
            states[slide.figure] = figures.shown(slide.figure)
        except ValueError as error:
            problems.append(f"{shown}, slide {number} ({slide.title}): {error}")
    try:
        found(deck.hand_in)
    except ValueError as error:
        problems.append(f"{shown}: hand_in: {error}")
    if problems:
        raise DeckError("\n".join(problems))
    return deck, states


def _write(path: Path, deck: Deck, states: dict[str, Shown], *, place: Place, site: str) -> None:
    notes = (_reveal() / "plugin/notes/notes.js").read_text(encoding="utf-8")
    hand_in, allowed = found(deck.hand_in), policy(notes)
    text = page(deck, figures=states, hand_in=hand_in, place=place, site=site, licence=LICENCE, policy=allowed)
    _save(path, text)


def _reveal() -> Path:
    """Where the package that ships reveal.js has it."""
    return Path(sphinx_revealjs.__file__).parent / "_static/revealjs"


def _write_files(folder: Path) -> None:
    """The style and the script of every deck, and reveal.js, which sphinx-revealjs ships."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for path, name in REVEAL.items():
        shutil.copyfile(_reveal() / path, folder / name)
    here = Path(__file__).parent
    _save(folder / "deck.css", f"{settings.palette.css()}\n{(here / 'deck.css').read_text(encoding='utf-8')}")
    shutil.copyfile(ROOT / "assets/favicon.svg", folder / "favicon.svg")
    _save(folder / "deck.js", (here / "deck.js").read_text(encoding="utf-8"))


def _save(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
