"""The pages: a layout of the book's own, with nothing from another host, and only the files that a page needs."""

import hashlib
import os
import re
import shutil
from pathlib import Path
from types import SimpleNamespace

from docutils import nodes

from everystate.embed import hashed
from everystate.sphinx import for_browsers
from extensions import previews, strict
from extensions.site import ROOT, addresses
from simulations import palette

STYLES = ["palette.css", "book.css"]
THEME, SCRIPT, TRAINER = "theme.js", "book.js", "trainer.js"
# What keeps the reader's record, on pages where something is answered; and what shows it, with a style of its own.
KEEPS, SHOWS, SHOWN = "record.js", "record_page.js", "record.css"
ANSWERED = re.compile(r'<section class="(?:explorer|trainer)"|class="box self-check"')
RECORD = '<div class="record" '
SUMMARY = "An interactive textbook on emergent abilities of language models, in which every curve can be moved."
SEARCH = ["documentation_options.js", "doctools.js", "sphinx_highlight.js", "searchtools.js", "language_data.js"]
# The books' own folders and files in _static; the rest is the theme's and its extensions', and no page asks for it.
OWN = re.compile(rf"explorer-\w+|everystate-parts|preview-\w+\.png|{strict.FOLDER}")


def setup(app):
    """Puts the layout in place and gives it what it shows."""
    app.connect("config-inited", _use_layout)
    app.connect("config-inited", _from_here, priority=999)
    app.connect("html-collect-pages", _collect)
    app.connect("html-page-context", _describe, priority=900)
    app.connect("build-finished", _write_first_page, priority=100)  # before the contents write a redirect
    app.connect("build-finished", _finish, priority=900)


def _collect(app):
    """The page for a wrong address. A word that no page has any longer leaves the search, as in a clean build."""
    for words in (app.builder.indexer._mapping, app.builder.indexer._title_mapping) if app.builder.search else ():
        for word in [word for word, pages in words.items() if not pages]:
            del words[word]
    return [("404", {}, "404.html")]


def palette_css() -> str:
    """The palette as custom properties, each with its light and its dark value."""
    names = [name for name, value in vars(palette).items() if isinstance(value, str) and value in palette.DARK]
    lines = [f"  --{name.lower()}: light-dark({getattr(palette, name)}, {_dark(name)});" for name in names]
    return ":root {\n" + "\n".join(lines) + "\n}\n"


def _dark(name: str) -> str:
    return palette.DARK[getattr(palette, name)]


def _use_layout(app, config):
    config.templates_path = [str(Path(__file__).parent / "templates"), *config.templates_path]
    config.html_static_path = [str(ROOT / "assets")]
    config.html_use_index = False
    config.html_domain_indices = False


def _from_here(app, config):
    """Paths in the repository as seen from the settings: Sphinx writes a hash of them beside the pages."""
    for name in ("templates_path", "html_static_path"):
        paths = [os.path.relpath(one, app.confdir) if Path(one).is_relative_to(ROOT) else one for one in config[name]]
        setattr(config, name, paths)


def _describe(app, pagename, templatename, context, doctree):
    title = re.sub("<[^>]+>", "", context.get("title", "")) or ("Not found" if pagename == "404" else "Search")
    name = app.config.html_title
    links = _links(app, pagename, context)
    if context.get("body"):
        context["body"] = _mend(context["body"])
    shows = RECORD in context.get("body", "")
    policy = strict.dress(app, pagename, context) if for_browsers(app) else ""  # an e-book has no policy
    context["book"] = SimpleNamespace(
        name=name,
        title=name if pagename == app.config.root_doc else f"{title} – {name}",
        meta=_meta(app, pagename, title, context.get("metatags", ""), doctree),
        address=_address(app, pagename) if doctree else "",
        policy=policy,
        hashed=hashed,
        styles=[_stamped(app, style) for style in [*STYLES, *([SHOWN] if shows else [])]],
        theme=_stamped(app, THEME),
        script=_stamped(app, SCRIPT),
        record=_stamped(app, SHOWS) if shows else _stamped(app, KEEPS) if _asks(context) else "",
        trainer=_stamped(app, TRAINER),
        search=[f"_static/{name}" for name in SEARCH],
        head=context.get("explorer_head", ""),
        sections=_sections(context.get("toc", "")) if doctree else "",
        home=app.config.html_baseurl or "./",
        ink=(palette.INK, _dark("INK")),
        paper=(palette.PAPER, _dark("PAPER")),
        link=(palette.BLUE, _dark("BLUE")),
        **links,
    )


# What docutils and MyST-NB write that a reader of screens is misled by: roles that a bibliography may not have, and a
# label that is not the words on the button.
MISLEADING = [
    ('<div role="list" class="citation-list">', "<div>"),
    (' role="doc-biblioentry"', ""),
    ('<summary aria-label="Toggle hidden content">', "<summary>"),
]

# Settings of a kernel button that the book does not have: the theme writes them into every page.
KERNEL_SETTINGS = re.compile(
    r'<script type="text/x-thebe-config">.*?</script>\s*<script>kernelName = .*?</script>', re.DOTALL
)


def _mend(body: str) -> str:
    for written, mended in MISLEADING:
        body = body.replace(written, mended)
    return _late(KERNEL_SETTINGS.sub("", body))


# A section of the text (a simulation's or a panel's has a class before all else), and what stands in one: a cell, which
# may hold a simulation, and the text beside those that do, in groups (extensions/still.py).
SECTION, FIRST = "<section id=", '<section class="explorer"'
PARTS = re.compile(r'<section (?=id=)|<div (?=class="(?:cell|still)\b)')


def _late(body: str) -> str:
    """Marks what begins below the first simulation's section: the page is opened without it (assets/theme.js)."""
    before, first, after = body.partition(FIRST)
    rest, section, late = after.partition(SECTION)
    return before + first + rest + PARTS.sub(r"\g<0>data-late ", section + late)


def _asks(context) -> bool:
    """Whether there is something on the page that a reader answers."""
    return bool(ANSWERED.search(context.get("body", "")))


def _links(app, pagename, context) -> dict[str, str]:
    """Where the page's notebook opens and downloads, its source, and the book's zip; "" where there is none."""
    buttons = [button for group in context.get("header_buttons", []) for button in group.get("buttons", [])]
    colab = next((button["url"] for button in buttons if button["text"] == "Colab"), "")
    twin = Path(app.srcdir) / f"{pagename}.ipynb"
    repository = app.config.html_theme_options["repository_url"]
    placeholder = "/OWNER/" in repository
    return dict(
        colab=colab if colab.endswith(".ipynb") else "",
        notebook=context["pathto"](f"{pagename}.ipynb", 1) if twin.exists() else "",
        repository="" if placeholder else repository,
        offline=addresses(Path(app.srcdir))["offline"],
    )


def _meta(app, pagename, title, metatags, doctree) -> list[tuple[str, str]]:
    """Names and contents of the page's ``<meta>`` elements."""
    own = re.search(r'content="([^"]*)"[^>]*name="description"|name="description"[^>]*content="([^"]*)"', metatags)
    description = (own[1] or own[2]) if own else _first_words(doctree)
    tags = [("description", description), ("color-scheme", "light dark")]
    tags += [("og:title", title), ("og:description", description), ("og:type", "article")]
    if not doctree:
        return [*tags, ("robots", "noindex")]
    if app.config.html_baseurl:
        image = app.config.html_baseurl + previews.path(title)
        tags += [("og:url", _address(app, pagename)), ("og:image", image), ("og:image:width", "1200")]
        tags += [("og:image:height", "630"), ("og:image:alt", title), ("twitter:card", "summary_large_image")]
    return tags


def _first_words(doctree) -> str:
    paragraph = next(doctree.findall(nodes.paragraph), None) if doctree else None
    return paragraph.astext().replace("\n", " ")[:200] if paragraph else SUMMARY


def _address(app, pagename) -> str:
    base = app.config.html_baseurl
    return base + app.builder.get_target_uri(pagename) if base else ""


def _sections(toc: str) -> str:
    """The list of the page's sections without the page's own title; empty where there are none."""
    inner = re.search(r"<ul>\s*<li><a[^>]*>.*?</a>\s*(<ul>.*</ul>)\s*</li>\s*</ul>", toc, re.DOTALL)
    return inner[1] if inner else ""


def _stamped(app, name: str) -> str:
    """The address of an asset with a stamp of its content, so that no browser keeps an old one."""
    content = palette_css().encode() if name == "palette.css" else (ROOT / "assets" / name).read_bytes()
    return f"_static/{name}?{hashlib.sha256(content).hexdigest()[:8]}"


def _write_first_page(app, exception):
    if not exception and for_browsers(app):
        shutil.copy2(Path(app.outdir) / f"{app.config.root_doc}.html", Path(app.outdir) / "index.html")


def _finish(app, exception):
    if exception or not for_browsers(app):
        return
    out = Path(app.outdir)
    static = out / "_static"
    (static / "palette.css").write_text(palette_css(), encoding="utf-8")
    assets = {path.name for path in (ROOT / "assets").iterdir()}
    for path in list(static.iterdir()):
        if path.name not in {*STYLES, *SEARCH, *assets} and not OWN.fullmatch(path.name):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.rmtree(out / "_sources", ignore_errors=True)
    for docname in app.env.found_docs:
        twin = Path(app.srcdir) / f"{docname}.ipynb"
        if twin.exists():
            shutil.copy2(twin, out / f"{docname}.ipynb")
    if app.config.html_baseurl:
        _write_for_the_web(app, out)


def _write_for_the_web(app, out: Path):
    """The sitemap and the preview images: both need the book's own address."""
    addresses = [_address(app, docname) for docname in sorted(app.env.found_docs)]
    urls = "".join(f"  <url><loc>{address}</loc></url>\n" for address in addresses)
    xml = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    (out / "sitemap.xml").write_text(f"{xml}{urls}</urlset>\n", encoding="utf-8")
    for docname in app.env.found_docs:
        previews.draw(app.env.titles[docname].astext(), out, book=app.config.html_title)
