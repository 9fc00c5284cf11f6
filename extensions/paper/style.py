"""The style of the document on paper: its faces, its sheets and their running heads."""

from collections.abc import Iterable
from pathlib import Path

import matplotlib

SHEETS = {"a4": "A4", "letter": "letter"}


def whole(sheet: str, title: str, chapters: Iterable[tuple[str, str]]) -> str:
    """The style sheet of a book with this title, on a4 or letter; ``chapters`` are the name and title of each."""
    text = (Path(__file__).parent / "paper.css").read_text(encoding="utf-8")
    return "\n".join([fonts(), text, f"@page {{ size: {SHEETS[sheet]}; }}", *(heads(title, *one) for one in chapters)])


def heads(book: str, name: str, chapter: str) -> str:
    """The running heads of a chapter: its page on the outside, the book's title on the left, its own on the right."""
    book, chapter = (one.replace("\\", "").replace('"', "”") for one in (book, chapter))
    return (
        f'@page {name}:left {{ @top-left {{ content: counter(page) }} @top-right {{ content: "{book}" }} }}\n'
        f'@page {name}:right {{ @top-left {{ content: "{chapter}" }} @top-right {{ content: counter(page) }} }}'
    )


def fonts() -> str:
    """The faces of the text, those that matplotlib brings, as ``@font-face`` rules."""
    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    faces = [
        ("STIX", "STIXGeneral.ttf", 400, "normal"),
        ("STIX", "STIXGeneralItalic.ttf", 400, "italic"),
        ("STIX", "STIXGeneralBol.ttf", 700, "normal"),
        ("STIX", "STIXGeneralBolIta.ttf", 700, "italic"),
        ("Sans", "DejaVuSans.ttf", 400, "normal"),
        ("Sans", "DejaVuSans-Bold.ttf", 700, "normal"),
        ("Sans", "DejaVuSans-Oblique.ttf", 400, "italic"),
        ("Mono", "DejaVuSansMono.ttf", 400, "normal"),
        ("Mono", "DejaVuSansMono-Bold.ttf", 700, "normal"),
        ("Mono", "DejaVuSansMono-Oblique.ttf", 400, "italic"),
    ]
    return "".join(
        f'@font-face {{ font-family: "Book {name}"; src: url("{(folder / file).as_uri()}"); '
        f"font-weight: {weight}; font-style: {style}; }}\n"
        for name, file, weight, style in faces
    )
