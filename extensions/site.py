"""Where the book stands: the addresses of its repository and of its pages, from the settings or from a deploy.

A deploy names its own repository, pages and notebook branch in the environment (``BOOK_REPOSITORY``, ``BOOK_URL``,
``BOOK_NOTEBOOKS``), so that a fork's links work with no edit.
"""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def setup(app):
    """Puts the deploy's addresses, where it names them, over those of the settings."""
    app.connect("config-inited", _locate)


def _locate(app, config):
    options = config.html_theme_options
    options["repository_url"] = os.environ.get("BOOK_REPOSITORY") or options.get("repository_url", "")
    options["repository_branch"] = os.environ.get("BOOK_NOTEBOOKS") or options.get("repository_branch", "main")
    address = os.environ.get("BOOK_URL") or config.html_baseurl or ""
    config.html_baseurl = address.rstrip("/") + "/" if address else ""
