"""Where the book stands: the addresses of its repository and of its pages, from the settings or from a deploy.

A deploy names its own repository, the branch or tag that it publishes, its pages and its notebook branch in the
environment (``BOOK_REPOSITORY``, ``BOOK_REF``, ``BOOK_URL``, ``BOOK_NOTEBOOKS``, ``BOOK_OFFLINE``), so that a fork's
links work with no edit.
"""

import os
from pathlib import Path

import yaml
from docutils import nodes
from sphinx.util.docutils import SphinxRole

ROOT = Path(__file__).resolve().parents[1]


def setup(app):
    """Puts the deploy's addresses, where it names them, over those of the settings; registers the role ``issues``."""
    app.connect("config-inited", _locate)
    app.add_role("issues", Issues())


def addresses(root: Path = ROOT) -> dict[str, str]:
    """Where the book stands.

    The ``repository``; the ``ref``, its branch or tag that is published; the ``branch`` that has the notebooks; the
    ``url`` of the pages; and where the book lies as one zip, ``offline`` ("" where not known, or where there is none).
    """
    settings = yaml.safe_load((root / "_config.yml").read_text(encoding="utf-8"))
    url = os.environ.get("BOOK_URL") or settings.get("html", {}).get("baseurl") or ""
    return {
        "repository": os.environ.get("BOOK_REPOSITORY") or settings["repository"]["url"],
        "ref": os.environ.get("BOOK_REF") or settings["repository"]["branch"],
        "branch": os.environ.get("BOOK_NOTEBOOKS") or settings["repository"]["branch"],
        "url": url.rstrip("/") + "/" if url else "",
        "offline": os.environ.get("BOOK_OFFLINE", ""),
    }


class Issues(SphinxRole):
    """Words that lead to where the repository takes issues; the words alone where its address is not known."""

    def run(self):
        repository = addresses(Path(self.env.srcdir))["repository"]
        words = nodes.Text(self.text)
        if "/OWNER/" in repository:
            return [words], []
        return [nodes.reference(self.rawtext, "", words, refuri=f"{repository}/issues")], []


def _locate(app, config):
    found = addresses(Path(app.srcdir))
    config.html_theme_options["repository_url"] = found["repository"]
    config.html_theme_options["repository_branch"] = found["branch"]
    config.html_baseurl = found["url"]
