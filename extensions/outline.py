"""A chapter built alone: the book's other pages are there in outline, so that every link to them is checked."""

import re

HEADING = re.compile(r"#{1,6} ")
TARGET = re.compile(r"\([\w-]+\)=$")


def setup(app):
    """Registers the setting ``whole_page``: the one page to read whole, or "" for all."""
    app.add_config_value("whole_page", "", "env")
    app.connect("source-read", _outline)


def outline(text: str) -> str:
    """A page's headings and targets; the glossary whole, as its terms are what links to it name."""
    if "{glossary}" in text:
        return text
    kept, fence = [], ""
    for line in text.split("\n"):
        opened = re.match(r"`{3,}|~{3,}|:{3,}", line)
        if fence:
            fence = "" if line.strip() == fence else fence
        elif opened:
            fence = opened[0]
        elif HEADING.match(line) or TARGET.match(line):
            kept.append(line)
    return "\n\n".join([*kept, "This page is in outline here: `make book` builds it.\n"])


def _outline(app, docname, source):
    if app.config.whole_page not in ("", docname):
        source[0] = outline(source[0])
