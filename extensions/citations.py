"""Citations as this field writes them: (Wei et al., 2022) in the text, and Wei et al. (2022) as a noun."""

from dataclasses import dataclass, field
from importlib.metadata import entry_points
from typing import ClassVar

from pybtex import plugin
from pybtex.style import FormattedEntry
from pybtex.style.formatting.plain import Style as Plain
from sphinxcontrib.bibtex.plugin import register_plugin
from sphinxcontrib.bibtex.style.referencing import BracketStyle
from sphinxcontrib.bibtex.style.referencing.author_year import AuthorYearReferenceStyle


def _round() -> BracketStyle:
    return BracketStyle(left="(", right=")", sep="; ")


@dataclass
class RoundAuthorYear(AuthorYearReferenceStyle):
    """Author and year in round brackets."""

    bracket_textual: BracketStyle = field(default_factory=_round)
    bracket_parenthetical: BracketStyle = field(default_factory=_round)


class Remembered(Plain):
    """The plain style. A source that many chapters cite is put into words once; each build asks for all of them."""

    known: ClassVar[dict[int, tuple]] = {}  # an entry's words by its identity, which it keeps while it is held

    def format_entry(self, label, entry, bib_data=None):
        """The entry in words, under its label."""
        if id(entry) not in self.known:
            self.known[id(entry)] = (entry, super().format_entry(label, entry, bib_data).text)
        return FormattedEntry(entry.key, self.known[id(entry)][1], label)


def setup(app):
    """Registers the style that ``bibtex_reference_style: author_year_round`` names, and what pybtex would look up anew
    for each entry: it searches all that is installed every time, unless a plugin was registered.
    """
    for group in ("backends", "style.names", "style.labels", "style.sorting", "style.formatting"):
        for found in entry_points(group=f"pybtex.{group}"):
            plugin.register_plugin(found.group, found.name, found.load(), force=True)
    plugin.register_plugin("pybtex.style.formatting", "plain", Remembered, force=True)
    register_plugin("sphinxcontrib.bibtex.style.referencing", "author_year_round", RoundAuthorYear)
