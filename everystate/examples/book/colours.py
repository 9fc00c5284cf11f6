"""The book's colours, each for light pages and for dark ones. Whatever imports this has them."""

from everystate.settings import Palette, settings

TEAL, PLUM = "#00695c", "#8e2a6b"

settings.palette = Palette(
    {
        "ink": ("#20302c", "#e4ece9"),
        "muted": ("#55645f", "#a9b8b2"),
        "grid": ("#dfe8e4", "#33413c"),
        "paper": ("#fffdf7", "#12201c"),
        "blue": (TEAL, "#5fd3c0"),  # what can be pressed
        "red": ("#a4262c", "#f28b82"),  # what went wrong
        "plum": (PLUM, "#e6a3cf"),
    },
    rc={"axes.grid": True, "grid.color": "#dfe8e4", "font.size": 10},
)
