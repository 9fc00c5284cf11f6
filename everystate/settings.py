"""What is passed in: the colours, the words of the interface, and how many states a simulation may have.

``settings`` is the one object that every explorer reads. A book sets its own once, before its first explorer::

    from everystate.settings import Palette, settings

    settings.palette = Palette({"ink": ("#1c2430", "#e6e9ee"), ...}, rc={"font.size": 10})
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent
_COLOUR = re.compile("#[0-9a-f]{6}")
# Where a page or a notebook says that it is dark.
_DARK = 'html[data-theme="dark"],\nbody[data-jp-theme-light="false"],\nhtml[theme="dark"],\n.vscode-dark'
TURNED = "invert(0.92) hue-rotate(180deg)"  # white becomes nearly black, and blue stays blue
NEEDED = ("ink", "muted", "grid", "paper", "blue", "red")

# Text as text, and a point of the page for a pixel.
_PAGE: dict[str, Any] = {"figure.dpi": 72, "svg.fonttype": "none"}
# What makes matplotlib draw marks as a page does: no edge around an area or a dot, and the page's dashes and ends.
MARKS: dict[str, Any] = {
    "lines.dash_capstyle": "butt",
    "lines.dashdot_pattern": [7, 3, 1.5, 3],
    "lines.dashed_pattern": [6, 4],
    "lines.dotted_pattern": [1.5, 3.5],
    "lines.markeredgewidth": 0.0,
    "lines.scale_dashes": False,
    "lines.solid_capstyle": "butt",
    "patch.linewidth": 0.0,
    "scatter.edgecolors": "none",
}


@dataclass(frozen=True)
class Palette:
    """Colours by name, each with its twin for dark pages, and matplotlib's settings for every figure.

    ``colours`` maps a name (small letters, digits, -) to (light, dark), each ``#rrggbb``. The interface itself uses
    ``ink``, ``muted``, ``grid``, ``paper``, ``blue`` (what can be pressed) and ``red`` (what went wrong). What is drawn
    in a light colour has its twin on a dark page; a colour that is none of them stays as it is.
    """

    colours: Mapping[str, tuple[str, str]]
    rc: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, given in (("colours", self.colours), ("rc", self.rc)):
            if not isinstance(given, Mapping):
                raise ValueError(f"a palette's {name} must be a dict, not {given!r}")
        if missing := [name for name in NEEDED if name not in self.colours]:
            raise ValueError(f"a palette must have the colours {', '.join(NEEDED)}; {', '.join(missing)} is missing")
        for name, pair in self.colours.items():
            if not (isinstance(name, str) and re.fullmatch("[a-z][a-z0-9-]*", name)):
                raise ValueError(f"a colour's name must be small letters, digits and -, not {name!r}")
            two = isinstance(pair, list | tuple) and len(pair) == 2
            if not two or not all(isinstance(one, str) and _COLOUR.fullmatch(one.lower()) for one in pair):
                raise ValueError(f"{name} must be two colours such as '#1c2430', light and dark, not {pair!r}")

    def css(self) -> str:
        """The colours as CSS variables ``--em-NAME``, light and dark; in the dark, what turns a pale picture round."""
        light, dark = (
            "".join(f"  --em-{name}: {pair[theme]};\n" for name, pair in self.colours.items()) for theme in (0, 1)
        )
        return f":root {{\n{light}}}\n\n{_DARK} {{\n{dark}  --em-turned: {TURNED};\n}}\n"

    def variable(self, colour: str) -> str:
        """A colour as a CSS value: its variable where it is one of the palette's, with itself to fall back on."""
        for name, (light, _) in self.colours.items():
            if light.lower() == colour.lower():
                return f"var(--em-{name},{colour})"
        return colour

    def matplotlib(self) -> dict[Any, Any]:
        """matplotlib's settings for a figure: the palette's, and those that make it draw marks as a page does."""
        return {**self.axes(), **MARKS}

    def axes(self) -> dict[Any, Any]:
        """matplotlib's settings for the axes of a page, which draws the marks itself."""
        return {**self.rc, **_PAGE}


@dataclass(frozen=True)
class Words:
    """The words of the interface. ``{name}`` is a place that is filled; a translation keeps the places."""

    # Written into the page
    reset: str = "Reset"
    numbers: str = "Numbers"
    numbers_of: str = "numbers of {title}"
    save: str = "Save"
    on: str = "on"
    off: str = "off"
    one_less: str = "{label}: one less"
    one_more: str = "{label}: one more"
    play: str = "Play {label}"
    predict_first: str = "Predict first. {question}"
    skip: str = "Just show me"
    draw_line: str = (
        "Draw how “{mark}” goes on: drag across the free part of the figure. By keys: Tab leads from place to place, "
        "arrows move the line there."
    )
    draw_band: str = (
        "Draw a range that shall hold “{mark}” in four of five places: drag a line across the free part of the figure, "
        "then pull its upper and its lower edge away from it. By keys: Tab leads from edge to edge, arrows move it."
    )
    reveal: str = "Compare with the truth"
    undo: str = "Undo"
    clear: str = "Clear"
    yours: str = "your drawing"
    draw_needs_script: str = "Drawing needs JavaScript; without it, the figure stands here as it is."
    problem: str = "This state could not be computed. {reason}"
    # Of an explorer that stands alone
    alone: str = "On its own"
    fill: str = "Fill the screen"
    leave: str = "Leave (Esc)"
    frame: str = "Put it into a page of yours"
    frame_html: str = "HTML for a page of yours"
    origin: str = "From {page}, {site}."
    # Given to the script as well
    axes: str = "{y} against {x}"
    copy_link: str = "Copy link to this state"
    right: str = "Right."
    not_quite: str = "Not quite."
    early: str = "Too early."
    late: str = "Too late."
    straight: str = "Too straight."
    sharp: str = "Too sharp."
    elsewhere: str = "Not quite: neither too early nor too late, too straight nor too sharp."
    draw_here: str = "Draw here"
    your_drawing: str = "Your drawing: {axes}"
    not_drawn: str = "{value}, not drawn yet"
    score: str = "{score} of 100."
    widest: str = "The widest gap is at {at}: you drew {drawn}, it is {truth}."
    places: str = "Your range holds {inside} of {places} places."
    passes: str = "The truth passes {level} at {truth}, your drawing at {drawn}."
    passes_never: str = "The truth passes {level} at {truth}, your drawing never does."
    silence: str = "No answer from the kernel yet: it is busy, or not running."
    out_of_range: str = "{label}: give a number from {low} to {high}."
    whole: str = "{label}: whole numbers only, so {typed} became {value}."
    low: str = "{axis}, low"
    high: str = "{axis}, high"
    start: str = "{axis}, from"
    end: str = "{axis}, to"
    range: str = "{low} to {high}"
    panel: str = "Panel {number}: {axes}"
    first_rows: str = "The first {shown} of {rows} rows; the CSV has all."
    exact: str = "Read off the picture: exact to a twentieth of a point."
    copied: str = "Copied"
    link_copied: str = "Link copied"
    in_address_bar: str = "In the address bar"
    link_in_address_bar: str = "The link is in the address bar"
    coming: str = "The numbers of this state are on their way."
    missing: str = "The numbers of this state could not be fetched: the figure shows the state before."
    unreadable: str = "The numbers behind this figure could not be read ({reason}). The picture shows its first state."

    def __post_init__(self) -> None:
        for one in dataclasses.fields(self):
            if not isinstance(getattr(self, one.name), str):
                raise ValueError(f"{one.name} must be words, not {getattr(self, one.name)!r}")
            mine, places = (
                set(re.findall(r"\{(\w+)\}", words)) for words in (getattr(self, one.name), str(one.default))
            )
            if mine != places:
                raise ValueError(f"{one.name} must have the places {sorted(places)}, not {sorted(mine)}")

    def scripted(self) -> dict[str, str]:
        """Those that the page's script says."""
        names = [one.name for one in dataclasses.fields(self)]
        return {name: getattr(self, name) for name in names[names.index("axes") :]}


PLAIN = Palette(
    {
        "ink": ("#222222", "#e6e6e6"),
        "muted": ("#5c5c5c", "#b0b0b0"),
        "grid": ("#e4e4e4", "#3a3a3a"),
        "paper": ("#ffffff", "#181818"),
        "blue": ("#0b62a8", "#6db3f2"),
        "orange": ("#b8500a", "#f2a65a"),
        "green": ("#1a7a4c", "#5cc593"),
        "red": ("#b3263e", "#f28b9b"),
        "purple": ("#6d4bb0", "#b9a1ef"),
        "grey": ("#6b6b6b", "#9c9c9c"),
    },
    rc={
        "axes.edgecolor": "#5c5c5c",
        "axes.grid": True,
        "axes.labelcolor": "#222222",
        "axes.spines.right": False,
        "axes.spines.top": False,
        "figure.facecolor": "#ffffff",
        "font.family": "sans-serif",
        "font.size": 10,
        "grid.color": "#e4e4e4",
        "lines.linewidth": 2.0,
        "svg.hashsalt": "everystate",
        "text.color": "#222222",
        "xtick.color": "#5c5c5c",
        "ytick.color": "#5c5c5c",
    },
)


_WHOLE = "a whole number, at least 1"
_INDEFINITE = {"palette": "a Palette", "words": "Words", "max_states": _WHOLE, "part_states": _WHOLE}


@dataclass
class Settings:
    """The palette, the words, the largest number of states that a simulation may have, and that a table may hold.

    A simulation of more states than ``part_states`` has its table cut in parts, each read when it is asked for.
    """

    palette: Palette = PLAIN
    words: Words = Words()
    max_states: int = 8000
    part_states: int = 8000

    def __setattr__(self, name: str, value: Any) -> None:
        """Raises ``ValueError`` for a setting that is none, and a value that it cannot have."""
        kinds: dict[str, type] = {"palette": Palette, "words": Words, "max_states": int, "part_states": int}
        if name not in kinds:
            raise ValueError(f"a setting must be one of {', '.join(kinds)}, not {name!r}")
        few = isinstance(value, int) and value < 1
        if few or not isinstance(value, kinds[name]) or isinstance(value, bool):
            raise ValueError(f"{name} must be {_INDEFINITE[name]}, not {value!r}")
        super().__setattr__(name, value)


settings = Settings()


def stylesheet() -> str:
    """The explorer's style sheet: the palette's variables, and the rules."""
    return f"{settings.palette.css()}\n{(_HERE / 'explorer.css').read_text(encoding='utf-8')}"
