"""What a panel that trains is made of: its frame, its facts for the script, and the buttons that all of them share."""

import html
import json
import os
from collections.abc import Mapping
from typing import Any


def section(name: str, body: str, facts: Mapping[str, Any], *, label: str) -> str:
    """A panel as HTML. It does nothing until the page's script opens it; where there are no scripts it says so.

    ``name`` is that under which simulations/tape/start.js knows its module; ``facts`` go to the module as they are.
    """
    data = json.dumps(facts, separators=(",", ":"), ensure_ascii=False).replace("<", "\\u003c")
    return (
        f'<section class="trainer" data-trainer="{html.escape(name)}" aria-label="{html.escape(label)}">'
        f'<div class="trainer-body" inert>{body}</div>'
        "<noscript><p>Training in the page needs JavaScript.</p></noscript>"
        f'<script type="application/json">{data}</script></section>'
    )


def buttons(start: str) -> str:
    """The press, with ``start`` on it, and what stands there while models are trained (simulations/tape/buttons.js)."""
    return (
        '<div class="trainer-buttons">'
        f'<button type="button" class="trainer-start" data-part="start">{html.escape(start)}</button> '
        '<button type="button" data-part="hold" hidden>Pause</button> '
        '<button type="button" data-part="stop" hidden>Stop</button> '
        '<progress data-part="bar" aria-label="trained" hidden></progress> '
        '<span data-part="words"></span><span class="trainer-heard" role="status" data-part="heard"></span></div>'
    )


class Panel:
    """Shown by a page as ``html()``, and by a notebook as ``words``, one line."""

    words = ""

    def html(self) -> str:
        """The panel for a page."""
        raise NotImplementedError

    def __repr__(self) -> str:
        return self.words

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, str]:
        plain = {"text/plain": self.words}
        return plain | {"text/html": self.html()} if os.environ.get("EXPLORER_HOST") == "page" else plain
