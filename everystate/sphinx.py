"""The explorer in any Sphinx book: ``extensions = ["everystate.sphinx"]``.

Pages that have an explorer get its style and its script, both copied into the book once; code cells that MyST-NB runs
are told that a page will show what they return. Settings in conf.py:

everystate_settings  a module that sets ``everystate.settings`` as it is imported (colours, words, the largest number of
                     states); looked for beside conf.py as well. Cells that shall have them import it too.
everystate_embeds    a folder of the built book, such as ``"embed"``: each simulation is also one file in it, and its
                     tools have a link there. Empty, there is none.
everystate_note      HTML below each of these files, after the link back to the page: licence, authors
"""

import hashlib
import html
import importlib
import os
import re
import shutil
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util.osutil import relative_uri

from everystate import embed
from everystate.settings import settings

PARTS = "everystate-parts"  # the folder below _static
SMALL = 10_000  # characters of an explorer that stays whole
LINK = re.compile(r'<button type="button" data-do="link">[^<]*</button>')


def setup(app: Sphinx) -> dict[str, Any]:
    """Registers the settings, and what is done to pages that have an explorer."""
    app.add_config_value("everystate_settings", "", "env", [str])
    app.add_config_value("everystate_files", "", "html", [str])  # when one changes, every page is written again
    app.add_config_value("everystate_embeds", "", "html", [str])
    app.add_config_value("everystate_note", "", "html", [str])
    app.connect("config-inited", _prepare)
    app.connect("source-read", _name_page)
    app.connect("env-purge-doc", _forget)
    app.connect("env-merge-info", _merge)
    app.connect("doctree-read", _note_names)
    app.connect("env-updated", lambda app, env: _sharing(env))
    app.connect("html-page-context", _dress)
    app.connect("build-finished", _finish)
    return {"version": "0.1", "parallel_read_safe": True, "parallel_write_safe": True}


def for_browsers(app: Sphinx) -> bool:
    """Whether pages for a browser are written, and not an e-book's, which run no script."""
    return app.builder.format == "html" and not getattr(app.builder, "embedded", False)


def folder(files: dict[str, str]) -> str:
    """The folder of the front end's files below ``_static``, named by their content: no browser keeps old ones."""
    return f"explorer-{hashlib.sha256(''.join(files.values()).encode()).hexdigest()[:10]}"


def _prepare(app: Sphinx, config: Config) -> None:
    os.environ["EXPLORER_HOST"] = "page"
    if config.everystate_settings:
        sys.path.insert(0, str(app.srcdir))
        importlib.import_module(config.everystate_settings)
        sys.path.remove(str(app.srcdir))
    config.everystate_files = folder(embed.files())
    wanted = ["html", "text/html", 5]  # before the widget's own view, which nothing on a page could show
    if "nb_mime_priority_overrides" in config:
        others = [entry for entry in config.nb_mime_priority_overrides if list(entry) != wanted]
        config.nb_mime_priority_overrides = [*others, tuple(wanted)]


def _name_page(app: Sphinx, docname: str, source: list[str]) -> None:
    os.environ["EXPLORER_CHAPTER"] = docname  # errors say it


def _names(env: BuildEnvironment) -> dict[str, list[str]]:
    """The names of each page's explorers."""
    return vars(env).setdefault("everystate_names", {})


def _parts(env: BuildEnvironment) -> dict[str, list[str]]:
    """The files of each page's tables in parts."""
    return vars(env).setdefault("everystate_parts", {})


def _forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    for noted in (_names(env), _parts(env)):
        noted.pop(docname, None)


def _merge(app: Sphinx, env: BuildEnvironment, docnames: Any, other: BuildEnvironment) -> None:
    _names(env).update(_names(other))
    _parts(env).update(_parts(other))


def _note_names(app: Sphinx, doctree: nodes.document) -> None:
    raw = doctree.findall(nodes.raw)
    found = [match for node in raw for match in embed.SECTION.finditer(node.astext())]
    if found:
        _names(app.env)[app.env.docname] = [match[1] for match in found]
        apart = _apart([match[0] for match in found])
        _parts(app.env)[app.env.docname] = [
            name for match, first in zip(found, apart, strict=True) for name in embed.parts(match[0], first=first)
        ]


def _apart(sections: Sequence[str]) -> list[bool]:
    """Which explorers of a page have all of their numbers in files of their own, read when a reader comes near.

    The first one's come with the page, and so do those that would not be worth a file.
    """
    return [i > 0 and len(section) > SMALL for i, section in enumerate(sections)]


def _sharing(env: BuildEnvironment) -> set[str]:
    """The pages to write again: those that began or ceased to share an explorer's name with another page.

    A file of a shared name has its page's name too, and its page a link to it.
    """
    pages = Counter(name for names in _names(env).values() for name in set(names))
    now = {page for page, names in _names(env).items() if any(pages[name] > 1 for name in names)}
    before: set[str] = vars(env).get("everystate_sharing", set())
    vars(env)["everystate_sharing"] = now
    return (before ^ now) & env.found_docs


def _file(app: Sphinx, page: str, name: str) -> str:
    """Where a page's explorer stands alone, from the book's first folder."""
    shared = sum(name in names for names in _names(app.env).values()) > 1
    return f"{app.config.everystate_embeds}/{page.replace('/', '-') + '-' if shared else ''}{name}.html"


def _dress(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Links the front end's files on a page with explorers, and writes each of these into a file of its own.

    A layout that does not list Sphinx's scripts and styles finds the links in ``explorer_head``.
    """
    body = context.get("body") or ""
    sections = {match[1]: match[0] for match in embed.SECTION.finditer(body)}
    if not sections or not for_browsers(app):
        return
    where = folder(embed.front_end())
    app.add_css_file(f"{where}/{embed.STYLE}")
    app.add_js_file(f"{where}/{embed.SCRIPT}", loading_method="async")
    style, script = (context["pathto"](f"_static/{where}/{name}", 1) for name in (embed.STYLE, embed.SCRIPT))
    context["explorer_head"] = f'<link rel="stylesheet" href="{style}">\n<script async src="{script}"></script>'
    apart = _apart(list(sections.values()))
    parted = {
        name: _parted(app, context, section, first=first)
        for (name, section), first in zip(sections.items(), apart, strict=True)
    }
    for name, section in sections.items():
        body = body.replace(section, parted[name], 1)
    context["body"] = body
    if not (doctree and app.config.everystate_embeds):
        return
    words = html.escape(settings.words.alone)
    for name, section in sections.items():
        path = _file(app, pagename, name)
        link = f'<a class="explorer-alone" href="{html.escape(context["pathto"](path, 1))}">{words}</a>'
        button = LINK.search(section)
        if button:
            body = body.replace(parted[name], parted[name].replace(button[0], button[0] + link, 1))
        _write(Path(app.outdir) / path, _alone(app, pagename, path, name, section))
    context["body"] = body


def _parted(app: Sphinx, context: dict[str, Any], section: str, *, first: bool) -> str:
    """An explorer's markup without the parts of its table that go into files of their own; with ``first``, all do."""
    for name, text in embed.parts(section, first=first).items():
        _write(Path(app.outdir) / "_static" / PARTS / name, text)
    return embed.parted(section, context["pathto"](f"_static/{PARTS}", 1), first=first)


def _alone(app: Sphinx, page: str, path: str, name: str, section: str) -> str:
    """The file of one explorer of a page, with a link back to its place there."""
    target = app.builder.get_target_uri(page)
    title = app.env.titles[page].astext()
    site = app.config.html_title.removesuffix("documentation").strip()  # the word that Sphinx puts behind a project
    link = f'<a href="{html.escape(relative_uri(path, target))}#{name}">{html.escape(title)}</a>'
    origin = html.escape(settings.words.origin).format(page=link, site=html.escape(site))
    if title == site:  # the book's first page
        origin = f"{link}."
    return embed.page(
        [section],
        title=embed.titled(section),
        site=site,
        note=" ".join(filter(None, [origin, app.config.everystate_note])),
        language=app.config.language,
        address=app.config.html_baseurl and f"{app.config.html_baseurl.rstrip('/')}/{target}#{name}",
    )


def _finish(app: Sphinx, exception: Exception | None) -> None:
    """Copies the front end's files; an earlier build's go, and so do the files of explorers that are gone."""
    if exception or not for_browsers(app):
        return
    files, static = embed.front_end(), Path(app.outdir) / "_static"
    for old in static.glob("explorer-*"):
        if old.name != folder(files):
            shutil.rmtree(old)
    for name, text in files.items():
        _write(static / folder(files) / name, text)
    needed = {name for names in _parts(app.env).values() for name in names}
    for path in (static / PARTS).glob("*.js"):
        if path.name not in needed:
            path.unlink()
    if app.config.everystate_embeds:
        kept = {_file(app, page, name) for page, names in _names(app.env).items() for name in names}
        for path in (Path(app.outdir) / app.config.everystate_embeds).glob("*.html"):
            if path.relative_to(app.outdir).as_posix() not in kept:
                path.unlink()


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
