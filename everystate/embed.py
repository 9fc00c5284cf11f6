"""Pages of explorers that stand alone: one file each, with style, script and every state inside."""

import base64
import hashlib
import html
import re
from collections.abc import Sequence
from pathlib import Path

from everystate.explorer import Explorer
from everystate.settings import settings, stylesheet

SCRIPT, STYLE = "page.js", "explorer.css"
SECTION = re.compile(r'<section class="explorer" id="([^"]+)".*?</section>', re.DOTALL)
PART = re.compile(
    r'(?P<tag><script [^>]*data-key="(?P<key>\w+)" (?:data-part="(?P<part>\d+)" )?class="explorer-(?:data|part)")>'
    r"(?P<table>[^<]*)</script>"
)
APART = re.compile(r'(?P<tag><script [^>]*class="explorer-(?:data|part)") data-src="(?P<src>[^"]+)"></script>')
_TITLE = re.compile(r'<p class="explorer-title"[^>]*>(.*?)</p>', re.DOTALL)
_HERE = Path(__file__).parent


def front_end() -> dict[str, str]:
    """The files that a page with explorers links, by name, in the colours that are set now."""
    return {SCRIPT: (_HERE / SCRIPT).read_text(encoding="utf-8"), STYLE: stylesheet()}


def files() -> dict[str, str]:
    """Everything that goes into a file that stands alone: the front end, and what such a file has besides."""
    return front_end() | {name: (_HERE / name).read_text(encoding="utf-8") for name in ("embed.css", "embed.js")}


def page(
    explorers: Sequence[Explorer | str],
    *,
    title: str,
    site: str = "",
    note: str = "",
    address: str = "",
    language: str = "en",
) -> str:
    """One HTML file with ``explorers`` in it, alive wherever it lies: on a server, in a frame, on a disk.

    An explorer may be the markup that a built page has of it. ``site`` follows the title in the window's bar; ``note``
    is HTML below the figures (whose they are); ``address`` is where the file's matter has its place on the web. With
    ``?present`` behind its address the page fills the screen with large words, with ``?present=slide`` the room on
    somebody's slide, who is told of Escape; with ``?theme=dark`` or ``?theme=light`` it does not ask the system; a
    frame's owner is told its height. Raises ``ValueError`` where there is no explorer.
    """
    if not isinstance(explorers, list | tuple) or not all(isinstance(made, Explorer | str) for made in explorers):
        raise ValueError(f"explorers must be a list of explorers (or of their markup), not {explorers!r}")
    sections = [made if isinstance(made, str) else made.html() for made in explorers]
    if not sections:
        raise ValueError("explorers must be one or more, not none")
    text, e = {name: _inline(one) for name, one in files().items()}, html.escape
    style, early, script = f"\n{text[STYLE]}\n{text['embed.css']}\n", f"\n{text['embed.js']}\n", f"\n{text[SCRIPT]}\n"
    canonical = f'\n<link rel="canonical" href="{e(address)}">' if address else ""
    return f"""<!DOCTYPE html>
<html lang="{e(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{_policy(style, early, script)}">
<meta name="description" content="{e(_described(title, site))}">
<title>{e(" – ".join(filter(None, [title, site])))}</title>{canonical}
<style>{style}</style>
<script>{early}</script>
</head>
<body>
<main>
{_heading(title, sections)}
{"".join(sections)}
</main>
<footer>
{f"<p>{note}</p>" if note else ""}
{_ways()}
</footer>
<script>{script}</script>
</body>
</html>
"""


def hashed(text: str) -> str:
    """A script or a style that stands in a page, as the page's Content-Security-Policy names it."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _policy(style: str, *scripts: str) -> str:
    """What the file may do. Nothing is fetched, so nothing may be: what is in the file is all there is."""
    allowed = " ".join(map(hashed, scripts))
    return (
        f"default-src 'none'; script-src {allowed}; style-src {hashed(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _ways() -> str:
    words = {name: html.escape(word) for name, word in vars(settings.words).items()}
    return f"""<div class="page-ways">
<a class="page-present" href="?present">{words["fill"]}</a>
<a class="page-leave" href="?">{words["leave"]}</a>
<details class="page-frame"><summary>{words["frame"]}</summary>
<textarea readonly rows="6" aria-label="{words["frame_html"]}"></textarea></details>
</div>"""


def parts(section: str, *, first: bool = False) -> dict[str, str]:
    """The other parts of an explorer's table as scripts, by file name: each hands its numbers over when it is loaded.

    With ``first`` that part too with which the explorer opens. A page from a disk may load a script and nothing else.
    """
    return {
        _part_file(section, found): f'(self.everystateParts??={{}})["{found["key"]}"]="{found["table"]}";\n'
        for found in PART.finditer(section)
        if first or found["part"]
    }


def parted(section: str, folder: str, *, first: bool = False) -> str:
    """An explorer's markup whose ``parts`` lie in a folder (an address), no longer inside it."""

    def emptied(found: re.Match[str]) -> str:
        if not (first or found["part"]):
            return found[0]
        return f'{found["tag"]} data-src="{folder}/{_part_file(section, found)}"></script>'

    return PART.sub(emptied, section)


def joined(body: str, folder: Path) -> str:
    """A page's markup with those tables in it again that ``parted`` took out; ``folder`` is the page's."""

    def filled(found: re.Match[str]) -> str:
        script = (folder / found["src"]).read_text(encoding="utf-8")
        return f"{found['tag']}>{script.split(chr(34))[-2]}</script>"

    return APART.sub(filled, body)


def _part_file(section: str, found: re.Match[str]) -> str:
    name = SECTION.match(section)
    return "-".join(filter(None, [name[1] if name else "table", found["part"], f"{found['key']}.js"]))


def titled(section: str) -> str:
    """The title of an explorer's markup."""
    title = _TITLE.search(section)
    return html.unescape(title[1]) if title else ""


def _heading(title: str, sections: list[str]) -> str:
    """The page's first heading; only read out where it is the title that the one figure shows itself."""
    unseen = ' class="explorer-status"' if [titled(section) for section in sections] == [title] else ""
    return f"<h1{unseen}>{html.escape(title)}</h1>"


def _described(title: str, site: str) -> str:
    return f"{title}: a simulation that can be moved" + (f", from {site}." if site else ".")


def _inline(text: str) -> str:
    """A script or a style as it may stand inside its element: nothing in it ends the element."""
    return re.sub(r"<(?=/(script|style)|!--)", r"\\x3c", text, flags=re.IGNORECASE)
