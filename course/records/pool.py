"""Records of a class as one: each question's answers together. Words come from the book, never from a file."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import numpy as np

from course import figures, questions
from course.records.read import Entry, LeftOut, Record, read_all
from everystate.judge import COVERAGE, NOTICEABLE
from extensions.contents import chapters
from simulations.record import calibration
from simulations.safety import forecast_rounds

PAGE = re.compile(r"(?:chapters/)?([\w-]+)\.html")
CHECK = re.compile(r"self-check(?:-(\d+))?")
GAME = ("safety", "forecast-game")


@dataclass(frozen=True)
class Drawn:
    """A line that the class drew: ``x``, ``truth`` [places]; ``low``, ``high`` [curves, places], the same of lines.

    ``late`` and ``score`` [curves] and the ``verdicts`` are those that the readers were told. ``axes`` are the panel's,
    ``others`` the number of drawings of other places or another truth, as another edition of the book has them.
    ``labels`` are the axes', "" where no two files agree on one: it is a text that anybody may have written.
    """

    chapter: str
    name: str
    title: str
    text: str
    x: np.ndarray
    truth: np.ndarray
    low: np.ndarray
    high: np.ndarray
    late: np.ndarray
    score: np.ndarray
    inside: np.ndarray
    verdicts: Counter
    axes: Any
    labels: tuple[str, str]
    others: int

    @property
    def band(self) -> bool:
        """Whether ranges were drawn."""
        return bool(np.any(self.low != self.high))

    @property
    def median(self) -> np.ndarray:
        """[2, places] the median lower and the median upper end; of lines they are the same."""
        return np.median(np.stack([self.low, self.high]), axis=1)


@dataclass(frozen=True)
class Chosen:
    """A question with choices: for each its words, whether it is right, and how many of the class chose it first."""

    chapter: str
    name: str
    text: str
    choices: tuple[tuple[str, bool, int], ...]

    @property
    def answers(self) -> int:
        """How many answered."""
        return sum(count for _, _, count in self.choices)


@dataclass(frozen=True)
class Played:
    """A round of the forecast game: ``points`` [readers], those of the book's line and law, and the guesses' median.

    ``truth`` and ``guess`` are None where the files do not say them.
    """

    title: str
    points: np.ndarray
    line: float
    law: float
    guess: float | None
    truth: float | None


@dataclass(frozen=True)
class Pool:
    """What the records that count say together; ``strange`` counts answers to what this edition does not ask."""

    records: tuple[Record, ...]
    left_out: tuple[LeftOut, ...]
    drawn: tuple[Drawn, ...]
    chosen: tuple[Chosen, ...]
    checks: tuple[Chosen, ...]
    played: tuple[Played, ...]
    trainings: int
    strange: int

    @cached_property
    def _all(self) -> list[Entry]:
        return [one for record in self.records for one in record.entries]

    def chances(self) -> dict[str, float] | None:
        """The Brier score of all self-checks before which a chance was said, and how many; None without any."""
        said = [one for one in self._all if one["kind"] == "check" and "sure" in one]
        if not said:
            return None
        sure = np.array([one["sure"] for one in said], float)
        right = np.array([one["verdict"] == "right" for one in said], float)
        return {"answers": len(said)} | {name: float(of) for name, of in calibration.brier(sure, right).items()}

    def ranges(self) -> dict[str, float] | None:
        """How often the truth lay in the drawn ranges; None without any."""
        bands = [one for one in self.drawn if one.band]
        if not bands:
            return None
        inside = np.concatenate([one.inside for one in bands])
        places = np.concatenate([np.full(len(one.low), len(one.x)) for one in bands])
        return {"wanted": COVERAGE} | {name: float(of) for name, of in calibration.covered(inside, places).items()}

    def timing(self) -> dict[str, float] | None:
        """How many drawings pass their level early, late and in time; None without any."""
        if not self.drawn:
            return None
        late, score = (np.concatenate([getattr(one, name) for one in self.drawn]) for name in ("late", "score"))
        return {name: float(of) for name, of in calibration.timed(late, NOTICEABLE, score).items()}


def pooled(paths: Iterable[Path]) -> Pool:
    """The files as one. Raises ``ValueError`` where none of them can be used."""
    records, left = read_all(paths)
    if not records:
        said = "\n".join(f"{one.path}: {one.why}" for one in left)
        raise ValueError(f"none of the files can be used:\n{said}")
    entries = [one for record in records for one in record.entries]
    made: dict[str, list] = {"draw": [], "choice": [], "check": []}
    known = 0
    for kind, ask in ASKED.items():
        there = {_place(one)[0] for one in entries if one["kind"] == kind}
        for chapter in (path.stem for path in chapters() if path.stem in there):
            for name, make in ask(chapter):
                these = [one for one in entries if one["kind"] == kind and _place(one) == (chapter, name)]
                if these and (one := make(these)):
                    made[kind].append(one)
                    known += len(these) if kind == "draw" else one.answers
    played, rounds = _played([one for one in entries if one["kind"] == "round"])
    trainings = sum(one["kind"] == "training" for one in entries)
    strange = len(entries) - known - rounds - trainings
    drawn, chosen, checks = (tuple(made[kind]) for kind in ("draw", "choice", "check"))
    return Pool(tuple(records), tuple(left), drawn, chosen, checks, tuple(played), trainings, strange)


def _place(one: Entry) -> tuple[str, str]:
    """The chapter and the name of what was answered."""
    page = PAGE.fullmatch(one["page"])
    return (page[1] if page else "", one["figure"])


# Each reads its chapter anew: once is enough.
_predictions, _self_checks = cache(questions.predictions), cache(questions.self_checks)

Asks = Iterable[tuple[str, Callable[[Sequence[Entry]], Any]]]


def _draws(chapter: str) -> Asks:
    for name, title, text in figures.drawn(chapter):
        yield name, partial(_drawn, chapter=chapter, name=name, title=title, text=text)


def _choices(chapter: str) -> Asks:
    for question in _predictions(chapter):
        name = (question.state or "").rpartition("#")[2]
        yield name, partial(_chosen, question=question)


def _checks(chapter: str) -> Asks:
    for number, question in enumerate(_self_checks(chapter), 1):
        name = "self-check" if number == 1 else f"self-check-{number}"
        yield name, partial(_chosen, question=question)


ASKED = {"draw": _draws, "choice": _choices, "check": _checks}


def _drawn(these: Sequence[Entry], chapter: str, name: str, title: str, text: str) -> Drawn:
    """Drawings of the same places and truth: those that most have."""
    alike = Counter(_signature(one) for one in these)
    usual = alike.most_common(1)[0][0]
    same = [one for one in these if _signature(one) == usual]
    rows = np.array([one["drawn"] for one in same], float)
    return Drawn(
        chapter=chapter,
        name=name,
        title=title,
        text=text,
        x=rows[0, :, 0],
        truth=np.array(same[0]["truth"], float)[:, 1],
        low=rows[:, :, 1],
        high=rows[:, :, -1],
        late=np.array([one["late"] for one in same], float),
        score=np.array([one["score"] for one in same], float),
        inside=np.array([one["inside"] for one in same], float),
        verdicts=Counter(one["verdict"] for one in same),
        axes=same[0].get("axes"),
        labels=(_label(same, "x"), _label(same, "y")),
        others=len(these) - len(same),
    )


def _signature(one: Entry) -> tuple:
    axes = one.get("axes") or {}
    ends = tuple((axes[name]["scale"], *axes[name]["limits"]) for name in axes)
    return (len(one["drawn"][0]), ends, tuple(row[0] for row in one["drawn"]), tuple(map(tuple, one["truth"])))


def _label(same: Sequence[Entry], axis: str) -> str:
    """What two files or more call an axis."""
    said = Counter(one["axes"][axis]["label"] for one in same if "axes" in one).most_common(1)
    return said[0][0] if said and said[0][1] > 1 else ""


def _chosen(these: Sequence[Entry], question: questions.Question) -> Chosen | None:
    counts = Counter(one["place"] for one in these)
    choices = tuple((one.text, one.right, counts[i]) for i, one in enumerate(question.choices))
    found = Chosen(question.chapter, question.name, question.text, choices)
    return found if found.answers else None


def _played(these: Sequence[Entry]) -> tuple[list[Played], int]:
    """The rounds in the book's order, and how many answers they hold."""
    by_round: dict[tuple[str, bool], list[Entry]] = {}
    for one in these:
        values = dict(parse_qsl(one["state"].partition("?")[2]))
        if _place(one) == GAME and values.get("game") in forecast_rounds.TITLES.values():
            by_round.setdefault((values["game"], values.get("smoother") == "true"), []).append(one)
    found = []
    for entry in forecast_rounds.ROUNDS:
        for smoother in (False, True):
            if answers := by_round.get((entry.key, smoother), []):
                title = f"{entry.title}: {entry.measure(smoother).name}"
                found.append(_round(title, answers))
    return found, sum(len(one.points) for one in found)


def _round(title: str, answers: Sequence[Entry]) -> Played:
    told = [one for one in answers if "said" in one and "happened" in one]
    usual: dict[str, float] = {}
    for name in ("line", "law", "happened"):
        values = Counter(one[name] for one in answers if name in one).most_common(1)
        usual |= {name: values[0][0]} if values else {}
    guess = float(np.median([one["said"] for one in told])) if told else None
    points = np.array([one["points"] for one in answers], float)
    return Played(title, points, usual["line"], usual["law"], guess, usual.get("happened") if told else None)
