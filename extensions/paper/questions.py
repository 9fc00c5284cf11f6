"""Questions on paper: the choices of self-checks and predictions are listed, and what answers them goes to the end."""

import copy
import json
from dataclasses import dataclass, field
from string import ascii_lowercase
from typing import Any

from lxml.etree import _Element as Element
from lxml.html.builder import E

from extensions.paper import figures

# What a reader who drew a line is told, in order: where it is right, and by which fault it differs.
DRAWN = {
    "right": "Drawn as it is.",
    "early": "Too early.",
    "late": "Too late.",
    "straight": "Too straight.",
    "sharp": "Too sharp.",
}


@dataclass
class Answers:
    """What goes to the end of a page: the answers of its predictions, its self-checks and its exercises."""

    predictions: list[Element] = field(default_factory=list)
    checks: list[Element] = field(default_factory=list)
    exercises: list[Element] = field(default_factory=list)

    def parts(self) -> list[tuple[str, list[Element]]]:
        """The titles of those that there are, each with its answers."""
        named = [
            ("Predictions", self.predictions),
            ("Self-checks", self.checks),
            ("Exercises: hints and solutions", self.exercises),
        ]
        return [(title, answers) for title, answers in named if answers]


def settle(article: Element, answers: Answers) -> None:
    """Puts every question of ``article`` on paper, predictions but those of simulations, and collects the answers."""
    for box in article.xpath(".//div[contains(concat(' ', @class, ' '), ' self-check ')]"):
        answers.checks.append(_self_check(box, len(answers.checks) + 1))
    for box in article.xpath(".//div[contains(concat(' ', @class, ' '), ' exercise ')]"):
        answers.exercises.append(_exercise(box))


def prediction(section: Element, figure: str, answers: Answers) -> Element | None:
    """The box that asks before a simulation is seen; none where it does not ask."""
    asked = section.find("fieldset")
    if asked is None:
        return None
    title, told = f"Before you look at Figure {figure}. ", f"{section.get('id')}-predicted"
    question = "".join(asked.find("legend").itertext()).removeprefix("Predict first. ")
    facts = asked.find(".//script[@class='explorer-hidden']")
    parts, said = _offered(asked) if facts is None else _to_draw(section, json.loads(facts.text))
    heading = E.p(E.b(f"Figure {figure}. "), question, {"class": "answer-title"})
    answers.predictions.append(E.div(heading, *said, {"class": "answer", "id": told}))
    return E.div(
        E.p(E.span(title, {"class": "box-kind"}), question, {"class": "box-title"}),
        *parts,
        _where("Answer", told),
        {"class": "box before"},
    )


def _offered(asked: Element) -> tuple[list[Element], list[Element]]:
    """The choices of a prediction, and what is said of each."""
    buttons = asked.findall(".//button[@data-right]")
    told = [([E.p(button.get("data-feedback"))], button.get("data-right") == "true") for button in buttons]
    return [E.ol(*(E.li(button.text) for button in buttons), {"class": "choices"})], _told(told)


def _to_draw(section: Element, facts: dict[str, Any]) -> tuple[list[Element], list[Element]]:
    """The axes to draw on, and what is said of each way to draw it."""
    before = E.div(*figures.covered(section, facts["panel"]), {"class": "sim-before"})
    says = facts["says"]
    said = [E.p(E.b(f"{words} "), says[key]) for key, words in DRAWN.items() if key in says]
    return [E.p("Draw it, on paper or in your mind, then compare."), before], said


def _self_check(box: Element, number: int) -> Element:
    told = f"{box.get('id')}-answered"
    title, offered, choices = box.find("p"), E.ol({"class": "choices"}), []
    for choice in box.iterfind("details"):
        line, body = choice.find("summary"), choice.find("div")
        line.tag, line.tail = "li", None
        offered.append(line)
        kept = [part for part in body if part.get("class") != "verdict"]
        choices.append((kept, "right" in choice.get("class").split()))
        box.remove(choice)
    words = copy.deepcopy(title)
    words.attrib.pop("id", None)
    words.set("class", "answer-title")
    _begin(words, E.b(f"Self-check {number}. "))
    _begin(title, E.span(f"Self-check {number}. ", {"class": "box-kind"}))
    box.extend([offered, _where("Answer", told)])
    return E.div(words, *_told(choices), {"class": "answer", "id": told})


def _told(choices: list[tuple[list[Element], bool]]) -> list[Element]:
    """What is said of each choice, the right one first."""
    lettered = [(letter, parts, right) for letter, (parts, right) in zip(ascii_lowercase, choices, strict=False)]
    said = []
    for letter, parts, right in sorted(lettered, key=lambda one: not one[2]):
        _begin(parts[0], E.b(f"({letter}) is right. " if right else f"({letter}) "))
        said += parts
    return said


def _exercise(box: Element) -> Element:
    told = f"{box.get('id')}-solved"
    title = copy.deepcopy(box.find("p"))
    title.attrib.pop("id", None)
    title.set("class", "answer-title")
    for note in title.xpath("span[@class='box-note']"):
        title.remove(note)
    parts = []
    while (fold := box.getnext()) is not None and _is_fold_of_exercise(fold):
        words = "".join(fold.find("summary").itertext())
        parts += [E.p(words, {"class": "answer-kind"}), *fold.find("div")]
        fold.getparent().remove(fold)
    box.append(_where("Hint and solution", told))
    return E.div(title, *parts, {"class": "answer", "id": told})


def _is_fold_of_exercise(element: Element) -> bool:
    return element.tag == "details" and bool({"hint", "solution"} & set(element.get("class", "").split()))


def _where(words: str, told: str) -> Element:
    return E.p(E.a(words, {"href": f"#{told}", "class": "there"}), {"class": "answer-at"})


def _begin(element: Element, first: Element) -> None:
    """Puts an element before all that another has."""
    first.tail, element.text = element.text, None
    element.insert(0, first)
