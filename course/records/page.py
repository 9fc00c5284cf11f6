"""A pooled class as files: a page with a figure for each drawn question, and two tables as CSV."""

import csv
import html
import io
import re

import numpy as np

from course.quiz.html import inline
from course.records import drawings
from course.records.pool import Chosen, Drawn, Played, Pool
from simulations import palette
from simulations.words import number, scientific

LARGE = 1e6  # from here on a power of ten is read more easily
PAGE, CURVES, ANSWERS = "index.html", "curves.csv", "answers.csv"
STYLE = f"""
:root {{ color-scheme: light; }}
body {{ margin: 2rem auto; max-width: 46rem; padding: 0 1rem; font: 1rem/1.55 system-ui, sans-serif;
  color: {palette.INK}; background: {palette.PAPER}; }}
h3 {{ margin: 2rem 0 0.4rem; font-size: 1.05rem; }}
figure {{ margin: 0.8rem 0; }}
img {{ max-width: 100%; height: auto; }}
table {{ border-collapse: collapse; margin: 0.6rem 0 1.4rem; }}
th, td {{ padding: 0.3rem 0.8rem 0.3rem 0; text-align: left; vertical-align: top; }}
tr {{ border-bottom: 1px solid {palette.GRID}; }}
td.number {{ text-align: right; font-variant-numeric: tabular-nums; }}
caption, .note {{ color: {palette.MUTED}; text-align: left; }}
@media print {{ figure, tr {{ break-inside: avoid; }} }}
"""


def files(pool: Pool) -> dict[str, bytes]:
    """The files by name: the page, its figures, and the tables."""
    made = {f"{one.chapter}-{one.name}.svg": drawings.svg(one) for one in pool.drawn}
    made[PAGE] = page(pool).encode()
    made[CURVES] = _csv(curves(pool))
    made[ANSWERS] = _csv(answers(pool))
    return made


def page(pool: Pool) -> str:
    """The page. All its words are the book's or this module's; labels of axes stand in the figures alone."""
    parts = [
        _section("What the class said together", [f"<p>{html.escape(line)}</p>" for line in together(pool)]),
        _section("Drawn curves", [_curve(one) for one in pool.drawn]),
        _section("Choices before a figure", [_table(one) for one in pool.chosen]),
        _section("Self-checks", [_table(one) for one in pool.checks]),
        _section("The forecast game", [_rounds(pool.played)] if pool.played else []),
    ]
    title = "A class's records, pooled"
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n{''.join(parts)}</main>\n</body>\n</html>\n"
    )


def together(pool: Pool) -> list[str]:
    """What all answers say together, in sentences."""
    left = f" {_many(len(pool.left_out), 'file was', 'files were')} left out." if pool.left_out else ""
    said = [f"{_many(len(pool.records), 'record counts', 'records count')}.{left} First answers alone are counted."]
    if timing := pool.timing():
        said.append(
            f"{sum(len(one.low) for one in pool.drawn)} curves were drawn, {timing['score']:.0f} points of 100 on "
            f"average. The change came too early in {timing['early']:.0f}, too late in {timing['late']:.0f}, in time "
            f"in {timing['on_time']:.0f}."
        )
    if ranges := pool.ranges():
        said.append(
            f"The truth lay in the drawn ranges at {ranges['inside']:.0f} of {ranges['places']:.0f} places, "
            f"{ranges['share']:.0%}; honest ones hold {ranges['wanted']:.0%}."
        )
    if chances := pool.chances():
        said.append(
            f"Before {chances['answers']:.0f} self-checks a chance was said, {chances['said']:.0%} on average; "
            f"{chances['share']:.0%} were right. The Brier score is {number(chances['score'], digits=2)}; the share of "
            f"right answers said each time would have {number(chances['constant'], digits=2)}."
        )
    if pool.trainings:
        said.append(f"{_many(pool.trainings, 'training was', 'trainings were')} run in the pages.")
    if pool.strange:
        said.append(f"{_many(pool.strange, 'answer is', 'answers are')} to nothing that this edition of the book asks.")
    return said


def curves(pool: Pool) -> list[list]:
    """A row a place of a curve: question, the curve's number, x, its lower and upper end, and the truth."""
    rows: list[list] = [["chapter", "figure", "curve", "x", "low", "high", "truth"]]
    for one in pool.drawn:
        for i, (low, high) in enumerate(zip(one.low, one.high, strict=True), 1):
            values = zip(one.x, low, high, one.truth, strict=True)
            rows += [[one.chapter, one.name, i, *(f"{value:.5g}" for value in row)] for row in values]
    return rows


def answers(pool: Pool) -> list[list]:
    """A row a choice: the question's name and words, the choice's, whether it is right, how many chose it first."""
    rows: list[list] = [["chapter", "question", "text", "choice", "right", "first_answers"]]
    for one in [*pool.chosen, *pool.checks]:
        for words, right, count in one.choices:
            rows.append([one.chapter, one.name, plain(one.text), plain(words), int(right), count])
    return rows


def unlinked(markdown: str) -> str:
    """A question's words, its links as words alone: this page does not know where the book's are."""
    return re.sub(r"\[([^\]]*)\]\([^)\s]*\)", r"\1", markdown)


def plain(markdown: str) -> str:
    """A question's words without the signs of Markdown that a table has no use for."""
    text = re.sub(r"(?<!\\)\$", "", unlinked(markdown))
    return " ".join(re.sub(r"\\([\\`*_{}\[\]<>&$#~|])", r"\1", re.sub(r"(?<!\\)[*`]+", "", text)).split())


def _csv(rows: list[list]) -> bytes:
    page = io.StringIO()
    csv.writer(page, lineterminator="\n").writerows(rows)
    return page.getvalue().encode()


def _many(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"


def _section(title: str, parts: list[str]) -> str:
    return f"<h2>{title}</h2>\n" + "\n".join(parts) + "\n" if parts else ""


def _curve(one: Drawn) -> str:
    verdicts = ", ".join(f"{verdict} {count}" for verdict, count in sorted(one.verdicts.items()) if verdict in VERDICTS)
    middle = one.median.mean(axis=0)
    far = int(np.argmax(np.abs(middle - one.truth)))
    where = f"x = {number(one.x[far], digits=3)}"
    said = (
        f"{_many(len(one.low), 'curve', 'curves')}; {np.mean(one.score):.0f} points of 100 on average; {verdicts}. "
        f"The median is furthest off at {where}: {number(middle[far], digits=2)}, and the truth is "
        f"{number(one.truth[far], digits=2)}."
    )
    if one.others:
        said += f" {_many(one.others, 'drawing is', 'drawings are')} of another edition, and not shown."
    file = f"{one.chapter}-{one.name}.svg"
    alt = f"The class's curves, their median and the truth: {one.title}"
    return (
        f"<h3>{html.escape(one.title)}</h3>\n<p>{html.escape(one.text)}</p>\n"
        f'<figure><img src="{file}" alt="{html.escape(alt)}"><figcaption>{html.escape(said)}</figcaption></figure>'
    )


VERDICTS = ("right", "early", "late", "straight", "sharp", "elsewhere")


def _table(one: Chosen) -> str:
    rows = "".join(
        f'<tr><td>{inline(unlinked(words))}</td><td>{"yes" if right else "no"}</td><td class="number">{count}</td>'
        f'<td class="number">{count / one.answers:.0%}</td></tr>'
        for words, right, count in one.choices
    )
    head = "".join(f'<th scope="col">{words}</th>' for words in ("choice", "right", "first answers", "share"))
    return (
        f"<h3>{inline(unlinked(one.text))}</h3>\n<table><caption>{html.escape(one.name)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _rounds(played: tuple[Played, ...]) -> str:
    head = "".join(f'<th scope="col">{words}</th>' for words in ROUND)
    rows = "".join(
        f"<tr><td>{html.escape(one.title)}</td>"
        + "".join(
            f'<td class="number">{words}</td>'
            for words in (len(one.points), f"{np.mean(one.points):.0f}", f"{one.line:.0f}", f"{one.law:.0f}", *_at(one))
        )
        + "</tr>"
        for one in played
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


ROUND = ("round", "players", "mean points", "the straight line", "the power law", "median guess", "truth")


def _at(one: Played) -> tuple[str, str]:
    if one.guess is None or one.truth is None:
        return "", ""
    return _large(one.guess), _large(one.truth)


def _large(value: float) -> str:
    return scientific(value, digits=2) if value >= LARGE else number(value, digits=2)
