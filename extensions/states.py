"""A link to a state of a simulation: ``{state}`the words <mirage#metric-effect?token_accuracy=0.9>` ``.

It is written as quizzes and slides write it: the chapter, the simulation, and the values that "Copy link" gives.
"""

import re
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxRole

STATE = re.compile(r"(?P<chapter>[\w-]+)#(?P<name>[\w-]+)(?:\?(?P<values>[^\s<>]+))?")


def setup(app):
    """Registers the role."""
    app.add_role("state", State())


def address(state: str, root: Path) -> tuple[str, str]:
    """The page and the fragment of a state; raises ``ValueError`` for one of no chapter or no simulation under it."""
    match = STATE.fullmatch(state)
    if not match:
        raise ValueError(f"a state must be like mirage#metric-effect?token_accuracy=0.9, not {state!r}")
    page = f"chapters/{match['chapter']}"
    path = root / f"{page}.md"
    if not path.exists():
        known = sorted(one.stem for one in path.parent.glob("*.md"))
        raise ValueError(f"the chapter of {state!r} must be one of {', '.join(known)}")
    names = re.findall(r'^    name="([\w-]+)"', path.read_text(encoding="utf-8"), re.MULTILINE)
    if match["name"] not in names:
        raise ValueError(f"the simulation of {state!r} must be one of {', '.join(names)}")
    return page, state.partition("#")[2]


class State(SphinxRole):
    """A reference to a page of the book at a state."""

    def run(self):
        match = re.fullmatch(r"(.+?)\s*<(\S+)>", self.text, re.DOTALL)
        try:
            if not match:
                raise ValueError(f"a link to a state must be like the words <mirage#metric-effect>, not {self.text!r}")
            page, fragment = address(match[2], Path(self.env.srcdir))
        except ValueError as error:
            message = self.inliner.reporter.error(str(error), line=self.lineno)
            return [self.inliner.problematic(self.rawtext, self.rawtext, message)], [message]
        uri = self.env.app.builder.get_relative_uri(self.env.docname, page)
        return [nodes.reference(self.rawtext, match[1], refuri=f"{uri}#{fragment}", internal=True)], []
