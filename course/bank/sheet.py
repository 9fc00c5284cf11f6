"""An exam's sheets and keys as Markdown, as pages that print, and the key as a table."""

import csv
import html
import io
import re
from collections.abc import Iterator

from course.assignments.keys import tolerance
from course.bank import bank
from course.bank.exam import LETTERS, Exam, Task, Version
from course.questions import absolute, plain_form
from course.quiz.html import blocks
from extensions import plain
from simulations.exercises.exercise import Exercise
from simulations.exercises.wording import filled

BLANK = "\\_" * 24
LINES = "(lines to write on)"  # where an answer in words goes
COLUMNS = ("version", "question", "item", "answer", "expected", "tolerance", "points")
STYLE = """
:root { color-scheme: light; }
body { font: 11pt/1.45 Georgia, "Times New Roman", serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin: 0; }
h2 { font-size: 1.05rem; margin: 1.6rem 0 0.3rem; break-after: avoid; }
body.sheet ul { list-style: none; padding-left: 0; }
code { overflow-wrap: anywhere; }
p, ul { margin: 0.4rem 0; }
table { border-collapse: collapse; }
th, td { border: 1px solid #777; padding: 0.15rem 0.5rem; }
pre { background: #f3f3f3; padding: 0.5rem; white-space: pre-wrap; overflow-wrap: anywhere; }
a { color: inherit; overflow-wrap: anywhere; }
section { break-inside: avoid; }
.lines { height: 12rem; background: repeating-linear-gradient(white 0 1.45rem, #999 1.45rem 1.5rem); }
@page { size: A4; margin: 18mm; }
@media print {
  body { margin: 0; max-width: none; padding: 0; }
  a[href^="http"]::after { content: " <" attr(href) ">"; font-size: 0.75em; }
  .lines { print-color-adjust: exact; }
}
"""


def files(exam: Exam, pages: str) -> dict[str, bytes]:
    """Every file of the exam by its path; links lead to the book's ``pages``, or are in words where that is ""."""
    found: dict[str, bytes] = {}
    for version in exam.versions:
        sheet = _head(exam, version) + [_asked(number, task) for number, task in enumerate(version.tasks, 1)]
        key = [f"# Key: {exam.title}, version {version.letter}"]
        key += [_answered(number, task) for number, task in enumerate(version.tasks, 1)]
        for name, parts in (("sheet", sheet), ("key", key)):
            placed = [_placed(part, pages) for part in parts]
            heading = f"{exam.title}, version {version.letter}" + (": key" if name == "key" else "")
            found[f"{name}s/{version.letter}.md"] = ("\n\n".join(placed).replace(LINES, BLANK) + "\n").encode()
            found[f"{name}s/{version.letter}.html"] = _page(heading, name, placed).encode()
    found["keys/key.csv"] = as_table(exam).encode()
    return found


def as_table(exam: Exam) -> str:
    """The keys of all versions: a row for each answer, and for what a reader marks."""
    page = io.StringIO()
    rows = csv.writer(page, lineterminator="\n")
    rows.writerow(COLUMNS)
    for version in exam.versions:
        for number, task in enumerate(version.tasks, 1):
            for answer, expected, within, points in _right(task):
                rows.writerow((version.letter, number, task.item.name, answer, expected, within, points))
    return page.getvalue()


def _head(exam: Exam, version: Version) -> list[str]:
    facts = (
        f"Version {version.letter}",
        f"{len(version.tasks)} questions",
        f"{exam.minutes} minutes",
        _many(exam.points, "point"),
    )
    return [f"# {exam.title}", " · ".join(facts), f"Name: {BLANK} Date: {BLANK}"]


def _asked(number: int, task: Task) -> str:
    """A question as a student reads it."""
    parts = [f"## {number}. {_title(task)} ({_many(task.points, 'point')})", bank.text(task.item, task.given)]
    if task.choices:
        parts.append("\n".join(f"- ☐ **{LETTERS[place]}.** {one.text}" for place, one in enumerate(task.choices)))
        return "\n\n".join(parts)
    exercise, form = _exercise(task), plain_form(task.item.chapter)
    asked = [form.plain(exercise.asked(answer, task.given)) for answer in exercise.answers]
    parts += [f"**{letter})** {_upper(words)}: {BLANK}" for letter, words in zip(_small(), asked, strict=False)]
    if exercise.rubric:
        asks = f"**In words.** {form.plain(filled(exercise.rubric.asks, {**exercise.given, **task.given}))}"
        parts += [asks, LINES]
    return "\n\n".join(parts)


def _answered(number: int, task: Task) -> str:
    """A question's key: answers with their tolerance, what is usually answered wrongly, and the solution."""
    item = task.item
    about = f"`{item.name}` · {item.level} · objective {item.objective} of {item.chapter}: {item.aim}"
    parts = [f"## {number}. {_title(task)} ({_many(task.points, 'point')})", about]
    if task.choices:
        lines = [f"- **{_letter(task)}** is right."]
        lines += [
            f"- {LETTERS[place]}: {one.feedback}"
            for place, one in enumerate(task.choices)
            if not one.right and one.feedback
        ]
        return "\n\n".join([*parts, "\n".join(lines)])
    exercise, form = _exercise(task), plain_form(item.chapter)
    if task.points != exercise.points:
        parts.append(f"The {_many(exercise.points, 'point')} of the marking below count as {task.points} here.")
    if exercise.varied:
        parts.append("With " + ", ".join(f"{name} = `{value}`" for name, value in task.given.items()) + ".")
    expected = exercise.expected(task.given)
    lines = []
    for letter, answer in zip(_small(), exercise.answers, strict=False):
        within = tolerance(answer, expected[answer.name], task.given)
        lines.append(f"- **{letter})** `{answer.kind.said(expected[answer.name])}`{_within(within)}")
        for wrong in exercise.wrong:
            known = wrong.answers(**task.given)
            if answer.name in known:
                said = form.plain(filled(wrong.says, task.given))
                lines.append(f"    - usual: `{answer.kind.said(known[answer.name])}` ({wrong.name}): {said}")
    if lines:
        parts += ["One point for each answer:", "\n".join(lines)]
    parts.append(form.plain(exercise.solved(task.given)))
    if exercise.rubric:
        parts.append(
            "In words:\n\n"
            + "\n".join(f"- {_many(points, 'point')}: {what}" for points, what in exercise.rubric.criteria)
        )
        parts += [f"> {one.text}\n\n{_many(one.points, 'point')}: {one.why}" for one in exercise.rubric.marked]
    return "\n\n".join(parts)


def _exercise(task: Task) -> Exercise:
    """What a task without choices is made of."""
    if not isinstance(task.item.source, Exercise):
        raise ValueError(f"{task.item.name} must be an exercise, or have choices")
    return task.item.source


def _right(task: Task) -> Iterator[tuple[str, str, str, str]]:
    """Answer, what is right, its tolerance, and the points of the question, said once."""
    if task.choices:
        yield "choice", _letter(task), "0", str(task.points)
        return
    exercise = _exercise(task)
    expected = exercise.expected(task.given)
    rest = str(task.points)
    for answer in exercise.answers:
        value = expected[answer.name]
        yield answer.name, answer.kind.said(value), tolerance(answer, value, task.given), rest
        rest = ""
    if exercise.rubric:
        yield "words", "", "by the rubric", rest


def _letter(task: Task) -> str:
    return next(LETTERS[place] for place, one in enumerate(task.choices) if one.right)


def _title(task: Task) -> str:
    return task.item.source.title if isinstance(task.item.source, Exercise) else "Choose one"


def _within(within: str) -> str:
    if within == "0":
        return ", exactly"
    return f" ± {within}" if re.match(r"[\d.]", within) else f" ({within})"


def _placed(markdown: str, pages: str) -> str:
    """The links absolute; or, with no address of the pages, as words that say which state is meant."""
    if pages:
        return absolute(markdown, pages)

    def said(link: re.Match) -> str:
        if re.match(r"[a-z]+:", link["to"]):
            return link[0]
        return link["text"] + plain.settings("#" + link["to"].partition("#")[2])

    return plain.LINK.sub(said, markdown)


def _page(title: str, kind: str, parts: list[str]) -> str:
    made = []
    for part in parts:
        body = blocks(part).replace(f"<p>{LINES}</p>", '<div class="lines"></div>')
        made.append(f"<section>\n{body}\n</section>" if part.startswith("## ") else body)
    named = html.escape(title)
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{named}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<style>{STYLE}</style>\n</head>\n<body class="{kind}">\n' + "\n".join(made) + "\n</body>\n</html>\n"
    )


def _many(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _small() -> str:
    return LETTERS.lower()


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]
