"""Tables of results as Markdown."""


def markdown(title: str, columns: list[str], rows: list[list[str]]) -> str:
    """A Markdown table under a title; the first column is words, the others are numbers."""
    lines = [f"**{title}**", "", "| " + " | ".join(columns) + " |", "| --- |" + " ---: |" * (len(columns) - 1)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])
