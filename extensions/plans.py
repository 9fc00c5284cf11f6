"""The plans of ``chapters/plans.yml``: a box for each meeting, its minutes in class as they stand there, the others
reckoned from the chapters.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import yaml
from sphinx.errors import ExtensionError

from extensions import minutes
from extensions.boxes import Box
from simulations.exercises import find

PLANS = "chapters/plans.yml"
MEETING = 90  # minutes in class
OPENING = "opening"
HEADING = re.compile(r"^(#{2,3}) (.+)$", re.MULTILINE)
HEAD = "| meeting | read and move | quiz | in class | hand in |\n| --- | ---: | ---: | ---: | ---: |"


@dataclass(frozen=True)
class Meeting:
    """One meeting; ``read`` says which sections of which chapters, ``texts`` has the chapters' sources by name."""

    title: str
    read: dict[str, list[str]]
    steps: list[tuple[int, str]]
    hand_in: list[str]
    quiz: list[str]
    texts: dict[str, str]

    @cached_property
    def minutes(self) -> tuple[int, int, int, int]:
        """Minutes to read and move what is read, for the quiz, in class, and to solve what is handed in."""
        measures = [minutes.measured(part) for part in self.parts()]
        reading = sum(one.reading + one.simulations * minutes.MINUTES_A_SIMULATION for one in measures)
        checks = sum(minutes.measured(self.texts[name]).self_checks for name in self.quiz)
        solving = sum(find(name).minutes for name in self.hand_in)
        return minutes.in_fives(reading), checks * minutes.MINUTES_A_SELF_CHECK, sum(m for m, _ in self.steps), solving

    def parts(self) -> Iterator[str]:
        """The texts that are read. Raises ``ValueError`` for a section that its chapter does not have."""
        for name, wanted in self.read.items():
            found = sections(self.texts[name])
            if wanted == ["all"]:
                yield self.texts[name].partition("\n## Exercises\n")[0]
                continue
            for title in wanted:
                if title not in found:
                    raise ValueError(
                        f"meeting {self.title!r}: {name} has no section {title!r}; it has: {', '.join(found)}"
                    )
                yield found[title]


def setup(app):
    """Registers the directive."""
    app.add_directive("plan", Plan)


def sections(text: str) -> dict[str, str]:
    """A chapter's text by section, each with its subsections; what stands before the first is the opening."""
    body = text.partition("\n## Exercises\n")[0]
    starts = list(HEADING.finditer(body))
    found = {OPENING: body[: starts[0].start()]} if starts else {}
    for i, start in enumerate(starts):
        ends = (later.start() for later in starts[i + 1 :] if len(later[1]) <= len(start[1]))
        found[start[2].strip()] = body[start.start() : next(ends, len(body))]
    return found


def read_plans(root: Path) -> dict[int, tuple[str, list[Meeting]]]:
    """The plans by number of meetings: whom each is for, and its meetings. ``ValueError`` names what is wrong."""
    rows = yaml.safe_load((root / PLANS).read_text(encoding="utf-8"))
    texts = {path.stem: path.read_text(encoding="utf-8") for path in (root / "chapters").glob("*.md")}
    plans: dict[int, tuple[str, list[Meeting]]] = {}
    for row in rows:
        meetings = [plans[one["as"]][1][0] if "as" in one else _meeting(one, texts) for one in row["list"]]
        if len(meetings) != row["meetings"]:
            raise ValueError(f"the plan for {row['meetings']} meetings has {len(meetings)}")
        plans[row["meetings"]] = (row["for"], meetings)
    return plans


def _meeting(row: dict, texts: dict[str, str]) -> Meeting:
    """The meeting of a row; its minutes in class must be those of a meeting."""
    read = {name: wanted if isinstance(wanted, list) else [wanted] for name, wanted in row["read"].items()}
    if unknown := {*read, *row["quiz"]} - texts.keys():
        raise ValueError(f"meeting {row['title']!r}: no chapter {', '.join(sorted(unknown))}")
    steps = [(step[0], step[1]) for step in row["class"]]
    if sum(length for length, _ in steps) != MEETING:
        raise ValueError(f"meeting {row['title']!r}: its steps take {sum(m for m, _ in steps)} minutes, not {MEETING}")
    meeting = Meeting(row["title"], read, steps, row["hand-in"], row["quiz"], texts)
    assert meeting.minutes  # so that what is wrong in it is said here
    return meeting


def overview(meetings: list[Meeting]) -> str:
    """The minutes of the meetings and their sums, in MyST."""
    rows = [(str(number), *one.minutes) for number, one in enumerate(meetings, 1)]
    sums = [sum(column) for column in list(zip(*rows, strict=True))[1:]]
    rows += [("together", *sums)] if len(rows) > 1 else []
    return "\n".join(
        [HEAD, *(f"| {' | '.join(f'{cell:,}' if isinstance(cell, int) else cell for cell in row)} |" for row in rows)]
    )


def told(meeting: Meeting) -> str:
    """One meeting in MyST: what comes before it, its 90 minutes with the clock, its quiz, what is handed in."""
    reading, quiz, _, solving = meeting.minutes
    lines = [
        f"**Before** ({reading} min): {'; '.join(_reading(*item) for item in meeting.read.items())}.",
        _clock(meeting.steps),
        f"**Quiz** ({quiz} min): the self-checks of {_named(meeting.quiz)}.",
        f"**Hand in** ({solving} min): {', '.join(_exercise(name) for name in meeting.hand_in)}.",
    ]
    return "\n\n".join(lines)


def _clock(steps: list[tuple[int, str]]) -> str:
    rows, at = ["| minutes | in class |", "| ---: | --- |"], 0
    for length, what in steps:
        rows.append(f"| {at}–{at + length} | {what} |")
        at += length
    return "\n".join(rows)


def _reading(name: str, wanted: list[str]) -> str:
    link = f"[{name}](/chapters/{name}.md)"
    if wanted == ["all"]:
        return f"{link}, all of it"
    return f"{link}: " + ", ".join("its opening" if title == OPENING else f"*{title}*" for title in wanted)


def _named(names: list[str]) -> str:
    return " and ".join(f"[{name}](/chapters/{name}.md)" for name in names)


def _exercise(name: str) -> str:
    chapter, number = name.rsplit("-", 1)
    return f"[{chapter} {number}](/chapters/{chapter}.md#exercises)"


class Plan(Box):
    """The plan for so many meetings: whom it is for, its minutes, and a box a meeting."""

    has_content = False
    required_arguments = 1

    def run(self):
        root = Path(self.env.srcdir)
        for path in [root / PLANS, *root.glob("chapters/*.md")]:
            self.env.note_dependency(str(path))
        try:
            plans = read_plans(root)
        except ValueError as error:
            raise ExtensionError(f"{PLANS}: {error}") from error
        if not self.arguments[0].isdigit() or int(self.arguments[0]) not in plans:
            raise self.error(
                f"plan: the meetings must be one of {', '.join(map(str, plans))}, not {self.arguments[0]!r}"
            )
        whom, meetings = plans[int(self.arguments[0])]
        head = self.parsed(f"{whom}\n\n{overview(meetings)}")
        return [*head, *(self.meeting(number, one) for number, one in enumerate(meetings, 1))]

    def meeting(self, number: int, one: Meeting):
        """The box of one meeting."""
        title = self.inline(f"Meeting {number}: {one.title}")
        return self.titled("meeting", title, self.parsed(told(one)), name=f"plan-{self.arguments[0]}-meeting-{number}")
