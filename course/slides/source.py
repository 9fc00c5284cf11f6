"""A deck as a teacher writes it: Markdown, one slide after another, a rule between two.

    ---
    title: Is emergence a mirage?
    hand_in: [mirage-1, mirage-3]        # exercises, named on the last slide
    ---

    ## Eleven models, and the twelfth

    Eleven sizes score 22% to 34%. Guessing scores 25%.

    ```figure
    big-bench-curves?task=hindu_knowledge&models=11
    ```

    ### Ask

    What will the twelfth score?

    ### Wrong answers

    - **About 28%.** The straight line says so. Write it on the board.

    ### Minutes

    4

What stands before the first ``###`` is on the slide; the rest is for the speaker. A figure is a simulation's name and a
state of it, as the page's button "Copy link" gives them behind the #; a name alone shows it as the page opens, with its
question. ``### Say``, of as much Markdown as is liked, may come last. Formulas stand between dollars.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import yaml
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.front_matter import front_matter_plugin

from extensions.mathml import mathml

NEEDED = ("Ask", "Wrong answers", "Minutes")
ALLOWED = (*NEEDED, "Say")
SETTINGS = ("title", "hand_in")


class DeckError(ValueError):
    """What is wrong with a deck: a sentence for each thing, a line each, with its file and its slide."""


@dataclass(frozen=True)
class Slide:
    """One slide. Texts are HTML; ``wrong`` holds answers that students give, each with what to reply."""

    title: str
    body: str
    figure: str
    ask: str
    wrong: tuple[tuple[str, str], ...]
    say: str
    minutes: int


@dataclass(frozen=True)
class Deck:
    """A chapter's slides. ``hand_in`` names the exercises that the last one asks for."""

    name: str
    title: str
    hand_in: tuple[str, ...]
    slides: tuple[Slide, ...]

    @property
    def minutes(self) -> int:
        """What all slides take together."""
        return sum(slide.minutes for slide in self.slides)

    def starts(self) -> list[int]:
        """The minute at which each slide begins."""
        return [sum(slide.minutes for slide in self.slides[:i]) for i in range(len(self.slides))]


def read(path: Path, shown: str = "") -> Deck:
    """The deck of a file, which errors call ``shown``. Raises ``DeckError`` with all that is wrong in it."""
    return parse(path.read_text(encoding="utf-8"), name=path.stem, shown=shown or path.name)


def parse(text: str, *, name: str, shown: str) -> Deck:
    """The deck that a text is, called ``name``; errors call its file ``shown``. Raises ``DeckError``."""
    tokens = MARKDOWN.parse(text)
    problems: list[str] = []
    settings = _settings(tokens[0].content if tokens and tokens[0].type == "front_matter" else "", problems)
    parts = list(_parts([token for token in tokens if token.type != "front_matter"]))
    slides = [_slide(part, number, problems) for number, part in enumerate(parts, start=1)]
    if problems:
        raise DeckError("\n".join(f"{shown}{problem}" for problem in problems))
    return Deck(name, settings["title"], tuple(settings["hand_in"]), tuple(slides))


def _settings(text: str, problems: list[str]) -> dict:
    """What stands between the two rules at the top, checked."""
    try:
        given = yaml.safe_load(text) or {}
    except yaml.YAMLError as error:
        given = None
        problems.append(f": what stands between the first two --- must be YAML: {' '.join(str(error).split())}")
    if not isinstance(given, dict):
        given = {}
    for key in given:
        if key not in SETTINGS:
            problems.append(f": a setting at the top must be one of {', '.join(SETTINGS)}, not {key!r}")
    title, hand_in = given.get("title"), given.get("hand_in", [])
    if not (isinstance(title, str) and title.strip()):
        problems.append(f": title must be words, in the lines at the top between two ---, not {title!r}")
    if not (isinstance(hand_in, list) and all(isinstance(one, str) for one in hand_in)):
        problems.append(f": hand_in must be a list of exercises, such as [mirage-1, mirage-3], not {hand_in!r}")
    return {"title": title, "hand_in": hand_in}


def _parts(tokens: list[Token]) -> Iterator[list[Token]]:
    """The tokens of one slide after another."""
    part: list[Token] = []
    for token in tokens:
        if token.type == "hr" and token.level == 0:
            yield part
            part = []
        else:
            part.append(token)
    yield part


def _slide(tokens: list[Token], number: int, problems: list[str]) -> Slide:
    """A slide, with what is wrong with it added to ``problems``."""
    titles = [i for i, token in enumerate(tokens) if token.type == "heading_open" and token.tag in ("h1", "h2")]
    title = tokens[titles[0] + 1].content if titles else ""
    where = f", slide {number}" + (f" ({title})" if title else "")

    def wrong(what: str) -> None:
        problems.append(f"{where}: {what}")

    if titles != [0] or tokens[0].tag != "h2":
        wrong(_about_titles(tokens, titles))
        return Slide(title, "", "", "", (), "", 0)
    body, sections = _sections(tokens[3:])
    for name in sections:
        if name not in ALLOWED:
            wrong(f"a part must be one of {', '.join(f'### {one}' for one in ALLOWED)}, not '### {name}'")
    for name in NEEDED:
        if not sections.get(name):
            wrong(f"'### {name}' must be there, with something below it")
    shown, figures = _figures(body, wrong)
    if not any(token.type == "inline" for token in shown):
        wrong("a sentence must stand below the title")
    try:
        return Slide(
            title=_inline(tokens[1]),
            body=_html(shown),
            figure=figures[0] if figures else "",
            ask=_html(sections.get("Ask", [])),
            wrong=_answers(sections.get("Wrong answers", []), wrong),
            say=_html(sections.get("Say", [])),
            minutes=_minutes(sections.get("Minutes", []), wrong),
        )
    except ValueError as error:  # a formula that cannot be read
        wrong(str(error))
        return Slide(title, "", "", "", (), "", 0)


def _about_titles(tokens: list[Token], titles: list[int]) -> str:
    """What is wrong with a slide that does not begin with one title."""
    underlined = [tokens[i + 1].content for i in titles if tokens[i].markup in ("-", "=")]
    if underlined:
        return f"an empty line must stand before the rule below {underlined[0]!r}, or Markdown reads a title"
    if len(titles) > 1:
        return "a slide must have one title; put a rule (---) between two slides"
    return "a slide must begin with its title, '## Words'" + ("" if tokens else "; this one is empty")


def _sections(tokens: list[Token]) -> tuple[list[Token], dict[str, list[Token]]]:
    """What is shown, and the parts for the speaker by their names."""
    body: list[Token] = []
    sections: dict[str, list[Token]] = {}
    into = body
    skip = 0
    for i, token in enumerate(tokens):
        if skip:
            skip -= 1
        elif token.type == "heading_open" and token.level == 0:
            into = sections.setdefault(tokens[i + 1].content.strip(), [])
            skip = 2
        else:
            into.append(token)
    return body, sections


def _figures(tokens: list[Token], wrong: Callable[[str], None]) -> tuple[list[Token], list[str]]:
    """What is shown beside the figure, and the figures that are named."""
    named = [token for token in tokens if token.type == "fence"]
    for token in named:
        if token.info.strip() != "figure":
            wrong(f"a block between ``` must be a figure, not {token.info.strip() or 'one without a name'!r}")
    if len(named) > 1:
        wrong(f"a slide must have one figure at most, not {len(named)}")
    return [token for token in tokens if token.type != "fence"], [token.content.strip() for token in named]


def _answers(tokens: list[Token], wrong: Callable[[str], None]) -> tuple[tuple[str, str], ...]:
    """Each answer of a list, with what to reply: an item is ``- **the answer** the reply``."""
    if not tokens:
        return ()
    items = [token for token in tokens if token.type == "inline"]
    if tokens[0].type != "bullet_list_open" or len(items) != sum(one.type == "list_item_open" for one in tokens):
        wrong("'### Wrong answers' must be a list of one paragraph an item, '- **The answer.** The reply.'")
        return ()
    found = []
    for item in items:
        parts = [child for child in item.children or [] if child.type != "text" or child.content.strip()]
        close = next((i for i, one in enumerate(parts) if one.type == "strong_close"), 0)
        if not close or parts[0].type != "strong_open" or close + 1 == len(parts):
            wrong(f"a wrong answer must be '- **The answer.** The reply.', not '- {item.content}'")
            continue
        found.append((_render(parts[1:close]), _render(parts[close + 1 :]).strip()))
    return tuple(found)


def _minutes(tokens: list[Token], wrong: Callable[[str], None]) -> int:
    """The whole number that stands there."""
    text = " ".join(token.content for token in tokens if token.type == "inline").strip()
    if tokens and not (text.isascii() and text.isdigit() and 1 <= int(text) <= 60):
        wrong(f"'### Minutes' must be a whole number from 1 to 60, not {text!r}")
        return 0
    return int(text or 0)


def _html(tokens: list[Token]) -> str:
    return RENDERER.render(tokens, MARKDOWN.options, {}).strip()


def _inline(token: Token) -> str:
    return _render(token.children or [])


def _render(children: list[Token]) -> str:
    return RENDERER.renderInline(children, MARKDOWN.options, {})


def _formula(tex: str, options: dict[str, bool]) -> str:
    return mathml(tex, display="block" if options["display_mode"] else "inline")


MARKDOWN = MarkdownIt("commonmark", {"html": False, "typographer": True}).enable("smartquotes").use(front_matter_plugin)
MARKDOWN.use(dollarmath_plugin, renderer=_formula, allow_space=False, double_inline=False)
RENDERER = cast(RendererHTML, MARKDOWN.renderer)
