"""The contested claims: the ``claim`` box of a chapter, and the ledger that lists every row of ``claims.yml``."""

from collections import Counter
from difflib import get_close_matches
from pathlib import Path

import yaml
from docutils import nodes
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

from extensions.boxes import Box, box

CLAIMS = "chapters/claims.yml"
LEDGER = "chapters/ledger"
FIELDS = ("id", "chapter", "claim", "met", "verdict", "for", "against", "sources", "date")
VERDICTS = {
    "supported": "Supported",
    "partly": "Partly right",
    "wrong": "Wrong",
    "unverifiable": "Cannot be verified",
}


class claim_link(nodes.General, nodes.Inline, nodes.TextElement):
    """A link between a box and its row of the ledger, settled when every page has been read."""


def setup(app):
    """Registers the two directives and their links."""
    app.add_node(claim_link)
    app.add_directive("claim", Claim)
    app.add_directive("claim-ledger", Ledger)
    app.connect("env-purge-doc", _forget)
    app.connect("env-updated", _refresh_ledger)
    app.connect("doctree-resolved", _settle)


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
    """Every row of the table: a summary first, then the evidence of each."""

    def run(self):
        claims = _claims(self)
        counts = Counter(row["verdict"] for row in claims.values())
        parts = [f"{counts[name]} {words.lower()}" for name, words in VERDICTS.items() if counts[name]]
        total = nodes.paragraph("", f"{len(claims)} claims: {', '.join(parts)}.")
        return [total, *(self.entry(row) for row in claims.values())]

    def entry(self, row: dict) -> box:
        """One claim with its verdict, where it is met, what speaks for and against it, and its sources."""
        lines = [
            f"**Met in:** {row['met']}",
            f"**For:** {row['for']}",
            f"**Against:** {row['against']}",
            "**Sources:** {cite:p}`" + ",".join(row["sources"]) + "`" if row["sources"] else "**Sources:** none",
        ]
        foot = nodes.paragraph("", "", nodes.Text(f"Checked {row['date']}. "), claim_link(to=None, claim=row["id"]))
        title = [_badge(row), nodes.Text(" "), *self.inline(row["claim"])]
        return self.titled("ledger-row", title, [*self.parsed("\n\n".join(lines)), foot], name=f"claim-{row['id']}")


def _claims(directive: SphinxDirective) -> dict[str, dict]:
    path = Path(directive.env.srcdir) / CLAIMS
    directive.env.note_dependency(str(path))
    try:
        return read_claims(path)
    except (OSError, ValueError) as error:
        raise ExtensionError(f"{CLAIMS}: {error}") from error


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
