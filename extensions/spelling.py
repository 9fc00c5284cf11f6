"""Whether the book's words are spelt the British way: ``python -m extensions.spelling``.

The pairs are codespell's (its dictionary en-GB_to_en-US, read the other way round). What is looked at is prose:
Markdown without its code, formulas, addresses, and quotations, which keep the spelling of whoever is quoted; and the
sentences in the modules that say something to a reader.
"""

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from importlib import resources
from pathlib import Path

from extensions.site import ROOT

DICTIONARY = "dictionary_en-GB_to_en-US.txt"
# American by that dictionary, and British too: a computer's program, the noun practice, a tale.
BOTH = {"program", "programs", "practice", "practices", "story", "stories", "biased", "focused", "math"}
PROSE = ("*.md", "chapters/*.md", "chapters/*.yml", "course/**/*.md", "docs/**/*.md", "everystate/*.md")
SAYING = ("simulations/*/captions.py", "simulations/*/exercises.py", "course/bank/items/*.py")
WITHOUT = re.compile(
    r"^(?P<fence>`{3,}).*?^(?P=fence)`*$|`[^`\n]*`|\$\$.*?\$\$|\$[^$\n]*\$|“[^”]*”|\]\([^)\s]*\)|\{[\w:]+\}`[^`]*`|<[^<>]*>"
    r"|https?://\S+|\b[\w/-]+\.(?:md|py|js|txt|csv|html)\b|^---\n.*?^---$",
    re.MULTILINE | re.DOTALL,
)
WORD = re.compile(r"[A-Za-z]+")


@cache
def british() -> dict[str, str]:
    """The British word for each American one, in small letters."""
    text = (resources.files("codespell_lib") / "data" / DICTIONARY).read_text(encoding="utf-8")
    pairs = (line.split("->") for line in text.splitlines())
    return {american.strip(): word for word, those in pairs for american in those.split(",") if american.strip()}


def slips(text: str) -> Iterator[tuple[int, str, str]]:
    """The American words of a text in Markdown: the line (from 1), the word, and the British one."""
    prose = WITHOUT.sub(lambda left_out: re.sub(r"[^\n]", " ", left_out[0]), text)
    for number, line in enumerate(prose.split("\n"), 1):
        for word in WORD.findall(line):
            if word.lower() in british() and word.lower() not in BOTH:
                yield number, word, british()[word.lower()]


def slips_of_module(source: str) -> Iterator[tuple[int, str, str]]:
    """The same for the sentences in a Python module: its strings of more than one word, and their lines."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
            for number, word, better in slips(node.value):
                yield node.lineno + number - 1, word, better


def files() -> dict[Path, list[tuple[int, str, str]]]:
    """Every file that is looked at, with its slips."""
    prose = {path for pattern in PROSE for path in ROOT.glob(pattern)}
    saying = {path for pattern in SAYING for path in ROOT.glob(pattern)}
    read = {path: path.read_text(encoding="utf-8") for path in sorted(prose | saying)}
    return {path: [*(slips_of_module if path in saying else slips)(text)] for path, text in read.items()}


def main() -> int:
    """Tells each slip by file and line; the exit status, 0 where there is none."""
    said = [
        f"{path.relative_to(ROOT)}:{line}: {word} is American; the book writes {better}"
        for path, found in files().items()
        for line, word, better in found
    ]
    print(*said, sep="\n", end="\n" if said else "")
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main())
