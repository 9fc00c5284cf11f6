"""A reader's keys and pointer in any browser that is driven in WebDriver's words: its ``session`` has ``act``."""

KEYS = {
    "Enter": "\ue007",
    "Tab": "\ue004",
    "ArrowUp": "\ue013",
    "ArrowRight": "\ue014",
    "Home": "\ue011",
    "End": "\ue010",
}


def press(session, *keys: str) -> None:
    """Presses keys one after the other, by the names of KEYS, wherever the focus is."""
    steps = [{"type": kind, "value": KEYS[key]} for key in keys for kind in ("keyDown", "keyUp")]
    session.act([{"type": "key", "id": "keys", "actions": steps}])


def drag(session, *points: tuple[float, float]) -> None:
    """Goes to the first point of the window, and through the others with the button held."""
    moves = [{"type": "pointerMove", "x": round(x), "y": round(y), "duration": 50} for x, y in points]
    steps = [moves[0], {"type": "pointerDown", "button": 0}, *moves[1:], {"type": "pointerUp", "button": 0}]
    session.act([{"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": steps}])
