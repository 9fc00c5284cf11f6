"""The contested claims: the ``claim`` box of a chapter, and the ledger that lists every row of ``claims.yml``."""

from collections import Counter
from difflib import get_close_matches
from pathlib import Path

import yaml
from docutils import nodes
from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from extensions import state_links
from extensions.boxes import Box, box
from extensions.measured import Measured, measured

CLAIMS = "chapters/claims.yml"
LEDGER = "chapters/ledger"
FIELDS = ("id", "chapter", "claim", "met", "verdict", "for", "against", "would_change", "sources", "date")
VERDICTS = {
    "supported": "Supported",
    "partly": "Partly right",
    "wrong": "Wrong",
    "unverifiable": "Cannot be verified",
}
SUMMARY = "summary"
LOGGER = logging.getLogger(__name__)


class claim_link(nodes.General, nodes.Inline, nodes.TextElement):
    """A link between a box and its row of the ledger, settled when every page has been read."""


class state_link(nodes.General, nodes.Inline, nodes.TextElement):
    """A link from a row to the state of a figure on another page."""


def setup(app):
    """Registers the two directives and their links, and measures the rows."""
    app.add_node(claim_link)
    app.add_node(state_link)
    app.add_directive("claim", Claim)
    app.add_directive("claim-ledger", Ledger)
    app.connect("env-before-read-docs", _measure)
    app.connect("env-purge-doc", _forget)
    app.connect("env-updated", _refresh_ledger)
    app.connect("doctree-resolved", _settle)
    app.connect("html-page-context", _look, priority=400)  # before tables leave the page


def read_claims(path: Path) -> dict[str, dict]:
    """The rows of the table at ``path`` by id, in order; a row that is not complete raises ``ValueError``."""
    claims = {}
    for row in yaml.safe_load(path.read_text(encoding="utf-8")) or []:
        name = row.get("id", "?")
        if missing := [field for field in FIELDS if field not in row]:
            raise ValueError(f"claim {name!r}: missing {', '.join(missing)}")
        if row["verdict"] not in VERDICTS:
            raise ValueError(f"claim {name!r}: verdict is {row['verdict']!r}, must be one of {', '.join(VERDICTS)}")
        if name in claims:
            raise ValueError(f"claim {name!r} stands twice")
        claims[name] = row
    return claims


class Claim(Box):
    """A box that checks one claim: title and verdict come from the ledger's row, the text from the chapter."""

    required_arguments = 1

    def run(self):
        name = self.arguments[0].strip()
        claims = _claims(self)
        if name not in claims:
            near = get_close_matches(name, claims, n=1)
            more = f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(claims)}"
            raise self.error(f"no claim {name!r} in {CLAIMS}; {more}")
        row = claims[name]
        _boxes(self.env)[name] = self.env.docname
        title = [nodes.inline("", "Check the claim", classes=["box-kind"]), nodes.Text(" "), *self.inline(row["claim"])]
        foot = nodes.paragraph("", "", _badge(row), nodes.Text(" "), claim_link(to=LEDGER, claim=name))
        foot["classes"] = ["claim-foot"]
        return [self.titled("claim", title, [*self.body(), foot], name=f"check-{name}")]


class Ledger(Box):
    """The rows of the table that belong to the chapter named, or every row: the evidence of each.

    Without a chapter a summary stands first; with the word ``summary`` for a chapter, it stands alone.
    """

    optional_arguments = 1

    def run(self):
        claims, wanted = _claims(self), self.arguments[0] if self.arguments else ""
        chapters = {row["chapter"] for row in claims.values()}
        if wanted and wanted not in {*chapters, SUMMARY}:
            raise self.error(f"no claim of a chapter {wanted!r} in {CLAIMS}; there are: {', '.join(sorted(chapters))}")
        rows = [row for row in claims.values() if wanted in ("", row["chapter"])]
        return [*(self.summary(claims) if wanted in ("", SUMMARY) else []), *map(self.entry, rows)]

    def summary(self, claims: dict[str, dict]) -> list[nodes.Node]:
        """How many rows there are, by verdict, and how many of them are measured."""
        counts = Counter(row["verdict"] for row in claims.values())
        parts = [f"{counts[name]} {words.lower()}" for name, words in VERDICTS.items() if counts[name]]
        total = f"{len(claims)} claims: {', '.join(parts)}."
        if tested := len(_measures(self.env)):
            total += f" {tested} of them {'is' if tested == 1 else 'are'} measured anew each time this book is built."
        return [nodes.paragraph("", total)]

    def entry(self, row: dict) -> box:
        """One claim: its verdict, where it is met, what speaks for and against it, what was measured, its sources."""
        lines = [
            f"**Met in:** {row['met']}",
            f"**For:** {row['for']}",
            f"**Against:** {row['against']}",
            f"**Would change it:** {row['would_change']}",
            "**Sources:** {cite:p}`" + ",".join(row["sources"]) + "`" if row["sources"] else "**Sources:** none",
        ]
        body = self.parsed("\n\n".join(lines))
        if number := _measures(self.env).get(row["id"]):
            body.insert(3, self.number(number))
        foot = nodes.paragraph("", "", nodes.Text(f"Checked {row['date']}. "), claim_link(to=None, claim=row["id"]))
        title = [_badge(row), nodes.Text(" "), *self.inline(row["claim"])]
        return self.titled("ledger-row", title, [*body, foot], name=f"claim-{row['id']}")

    def number(self, number: Measured) -> nodes.paragraph:
        """What the shipped tables say, the bound that the verdict needs, and the way to the figure."""
        words = [*self.inline(f"{number.says}. The verdict needs {number.bound}."), nodes.Text(" ")]
        link = state_link(page=f"chapters/{number.page}", state=number.state)
        line = nodes.paragraph("", "", nodes.strong("", "Measured in this book:"), nodes.Text(" "), *words, link)
        line["classes"] = ["claim-measured"]
        return line


def _claims(directive: SphinxDirective) -> dict[str, dict]:
    path = Path(directive.env.srcdir) / CLAIMS
    directive.env.note_dependency(str(path))
    try:
        return read_claims(path)
    except (OSError, ValueError) as error:
        raise ExtensionError(f"{CLAIMS}: {error}") from error


def _measure(app, env, docnames):
    """Measures every row that has a test, and stops the build at one whose verdict the data no longer bear out."""
    path = Path(env.srcdir) / CLAIMS
    if LEDGER not in env.found_docs or not path.exists():
        return
    before = getattr(env, "claim_measures", None)
    try:
        rows = read_claims(path)
        env.claim_measures = {
            name: measured(name, row["verdict"], row["test"]) for name, row in rows.items() if "test" in row
        }
    except ValueError as error:
        raise ExtensionError(f"{CLAIMS}: {error}") from error
    if before != env.claim_measures and LEDGER not in docnames:
        docnames.append(LEDGER)


def _measures(env) -> dict[str, Measured]:
    return getattr(env, "claim_measures", {})


def _look(app, pagename, templatename, context, doctree):
    """Looks on a page that is written for the figures' states to which rows of the ledger lead."""
    if not doctree or app.config.whole_page not in ("", pagename):  # a page that is not built whole has no figures
        return
    here = sorted({one.state for one in _measures(app.env).values() if f"chapters/{one.page}" == pagename})
    addresses = [state if "?" in state else f"{state}?" for state in here]
    for words in state_links.nowhere(context.get("body", ""), addresses):
        LOGGER.error(f"{CLAIMS}: {words}", location=pagename)


def _badge(row: dict) -> nodes.inline:
    return nodes.inline("", VERDICTS[row["verdict"]], classes=["badge", f"badge-{row['verdict']}"])


def _boxes(env) -> dict[str, str]:
    """Which page holds the box of each claim."""
    if not hasattr(env, "claim_boxes"):
        env.claim_boxes = {}
    return env.claim_boxes


def _forget(app, env, docname):
    env.claim_boxes = {name: page for name, page in _boxes(env).items() if page != docname}


def _refresh_ledger(app, env):
    """The ledger is written again where a claim's box came, went or moved, or its page has another title."""
    now = {name: (page, env.titles[page].astext()) for name, page in _boxes(env).items() if page in env.titles}
    before, env.claim_boxes_shown = vars(env).get("claim_boxes_shown"), now
    return [LEDGER] if LEDGER in env.found_docs and now != before else []


def _settle(app, doctree, docname):
    for link in list(doctree.findall(state_link)):
        shown = link["page"] in app.env.found_docs
        uri = app.builder.get_relative_uri(docname, link["page"]) + link["state"] if shown else ""
        link.replace_self(
            nodes.reference("", f"Where it is seen: {app.env.titles[link['page']].astext()}", refuri=uri, internal=True)
            if shown
            else nodes.Text("")
        )
    for link in list(doctree.findall(claim_link)):
        name = link["claim"]
        page = link["to"] or _boxes(app.env).get(name)
        anchor, words = (f"claim-{name}", "See the evidence in the ledger") if link["to"] else (f"check-{name}", None)
        if page not in app.env.found_docs:
            link.replace_self(nodes.Text(""))
            continue
        words = words or f"Where it is checked: {app.env.titles[page].astext()}"
        uri = app.builder.get_relative_uri(docname, page) + "#" + nodes.make_id(anchor)
        link.replace_self(nodes.reference("", words, refuri=uri, internal=True))
