"""The bibliography as plain text, for what is no page of the book."""

from pathlib import Path

from pybtex.database import parse_file
from pybtex.plugin import find_plugin


class Sources:
    """The bibliography as plain text: citations by author and year, and the list of those cited."""

    def __init__(self, path: Path):
        self.entries = parse_file(str(path), bib_format="bibtex").entries
        self.style = find_plugin("pybtex.style.formatting", "plain")()
        self.backend = find_plugin("pybtex.backends", "markdown")()

    def cite(self, keys: list[str], textual: bool) -> str:
        """(Wei et al., 2022; Kaplan et al., 2020), or where ``textual`` Wei et al. (2022)."""
        parts = [(self._authors(key), self.entries[key].fields["year"]) for key in keys if self._known(key)]
        if textual:
            return ", ".join(f"{authors} ({year})" for authors, year in parts)
        return "(" + "; ".join(f"{authors}, {year}" for authors, year in parts) + ")"

    def listed(self, keys: list[str]) -> str:
        """A list item for each source, by author."""
        entries = [self.entries[key] for key in sorted(keys, key=self._sort_key) if self._known(key)]
        texts = [entry.text.render(self.backend) for entry in self.style.format_entries(entries)]
        return "\n".join(f"- {' '.join(text.split())}".replace(r"\.", ".") for text in texts)

    def _known(self, key: str) -> bool:
        if key not in self.entries:
            raise ValueError(f"no source {key!r} in references.bib")
        return True

    def _sort_key(self, key: str) -> tuple[str, str]:
        return (self._authors(key).lower(), key) if self._known(key) else ("", key)

    def _authors(self, key: str) -> str:
        persons = self.entries[key].persons.get("author") or self.entries[key].persons.get("editor") or []
        names = [
            " ".join([*person.prelast_names, *person.last_names]).replace("{", "").replace("}", "")
            for person in persons
        ]
        if len(names) > 2:
            return f"{names[0]} et al."
        return " and ".join(names) or key
