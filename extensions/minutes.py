"""How long a chapter takes, reckoned from its text: to read, with its simulations, and with its exercises."""

import functools
import re
from dataclasses import dataclass
from pathlib import Path

import jupytext
import yaml

from extensions.exercises import named
from simulations.exercises import find

# Most adults read 175 to 300 words of English non-fiction a minute, 238 on average, and less in a second language
# (Brysbaert 2019, Journal of Memory and Language 109, 104047). Numbers are read slower than words.
WORDS_A_MINUTE = 200
# The rest is our judgement. A simulation takes a look, three or four moves, and its caption read after each.
MINUTES_A_SIMULATION = 4
MINUTES_A_SELF_CHECK = 2
CODE_LINES_A_MINUTE = 10
STEP = 5  # minutes are told in fives

RATES = (
    "To read the text; to move the simulations and answer the self-checks; to solve all exercises. "
    "Reckoned from each chapter's text, not measured on readers: "
    f"{WORDS_A_MINUTE} words or {CODE_LINES_A_MINUTE} lines of code a minute, {MINUTES_A_SIMULATION} minutes for a "
    f"simulation, {MINUTES_A_SELF_CHECK} for a self-check, and for each exercise the time that it names."
)

UNSEEN = {"remove-cell", "hide-input", "hide-cell"}
PARTS = ("to read", "with the simulations", "with the exercises")
# What a line of MyST holds that is not read as words: each pattern with what is read in its place.
SILENT = [
    (r"^(%|:[\w-]+:|\([\w-]+\)=).*$", ""),
    (r"\$\$[^$]+\$\$|(?<!\\)\$[^$\n]+(?<!\\)\$", "formula"),
    (r"^[:`~]{3,}(\{[\w-]+\})?", ""),
    (r"\{[\w:]+\}`([^`<]*)[^`]*`", r"\1"),
    (r"\[([^\]]*)\]\([^)]*\)", r"\1"),
]


@dataclass(frozen=True)
class Measure:
    """What a chapter has before its exercises: words of prose, lines of code that are not folded away, simulations and
    self-checks; and the minutes that its exercises name, together.
    """

    words: int
    code_lines: int
    simulations: int
    self_checks: int
    exercises: int

    @property
    def minutes(self) -> tuple[int, int, int]:
        """Minutes to read, with the simulations and self-checks, and with the exercises, each in fives."""
        move = self.reading + self.simulations * MINUTES_A_SIMULATION + self.self_checks * MINUTES_A_SELF_CHECK
        return tuple(in_fives(minutes) for minutes in (self.reading, move, move + self.exercises))

    @property
    def reading(self) -> float:
        """Minutes for the words and the code."""
        return self.words / WORDS_A_MINUTE + self.code_lines / CODE_LINES_A_MINUTE


def in_fives(minutes: float) -> int:
    """Minutes as they are told: five at the least."""
    return STEP * max(1, round(minutes / STEP))


@functools.cache  # plans and boxes ask for the same chapters many times over
def measured(text: str) -> Measure:
    """The measure of a chapter, from its MyST source."""
    before, _, _ = text.partition("\n## Exercises\n")
    code = [cell for cell in jupytext.reads(before, fmt="md:myst").cells if cell.cell_type == "code"]
    seen = [cell for cell in code if not UNSEEN & set(cell.metadata.get("tags", []))]
    return Measure(
        words=words(_prose(before)),
        code_lines=sum(bool(line.strip()) for cell in seen for line in cell.source.split("\n")),
        simulations=sum(len(re.findall(r"\bExplorer\(", cell.source)) for cell in code),
        self_checks=len(re.findall(r"^:{3,}\{self-check\}", text, re.MULTILINE)),
        exercises=sum(find(name).minutes for name in named(text)),
    )


def words(prose: str) -> int:
    """The words of a text in MyST; a formula is one."""
    for pattern, instead in SILENT:
        prose = re.sub(pattern, instead, prose, flags=re.MULTILINE)
    return sum(bool(re.search(r"\w", word)) for word in prose.split())


@functools.cache
def _prose(text: str) -> str:
    cells = jupytext.reads(text, fmt="md:myst").cells
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def told(text: str) -> str:
    """A chapter's minutes in words: ``25 min to read, 60 with the simulations, 150 with the exercises``."""
    (first, *more), (kind, *kinds) = measured(text).minutes, PARTS
    return ", ".join([f"{first} min {kind}", *(f"{minutes} {kind}" for minutes, kind in zip(more, kinds, strict=True))])


def overview(root: Path) -> str:
    """The minutes of every chapter with objectives, in the order of ``root``/_toc.yml, and the rates, in Markdown."""
    contents = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
    rows, sums = [], [0, 0, 0, 0]
    for name in [page["file"] for part in contents["parts"] for page in part["chapters"]]:
        text = (root / f"{name}.md").read_text(encoding="utf-8")
        if "{objectives}" not in text:
            continue
        read, moved, solved = measured(text).minutes
        minutes = (read, moved - read, solved - moved, solved)
        sums = [total + one for total, one in zip(sums, minutes, strict=True)]
        title = re.search(r"^# (.+)$", _prose(text), re.MULTILINE)[1]
        rows.append(_row(f"[{title}](/{name}.md)", *minutes))
    head = [_row("minutes to", "read", "move", "solve", "together"), "| --- | ---: | ---: | ---: | ---: |"]
    return "\n".join([*head, *rows, _row("together", *(f"{total:,}" for total in sums)), "", RATES])


def _row(*cells) -> str:
    return f"| {' | '.join(map(str, cells))} |"
