"""Pages of explorers that stand alone: one file each, with style, script and every state inside."""

import html
import re
from collections.abc import Sequence
from pathlib import Path

from everystate import markup
from everystate.explorer import Explorer

SCRIPT, STYLE = "page.js", "explorer.css"
SECTION = re.compile(r'<section class="explorer" id="([^"]+)".*?</section>', re.DOTALL)
_TITLE = re.compile(r'<p class="explorer-title"[^>]*>(.*?)</p>', re.DOTALL)
_HERE = Path(__file__).parent
# Nothing is fetched, so nothing may be: what is in the file is all there is.
_POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:"


def front_end(*, style: str = "") -> dict[str, str]:
    """The files that a page with explorers links, by name; ``style`` (a palette's colours) ends the style sheet."""
    script, look = ((_HERE / name).read_text(encoding="utf-8") for name in (SCRIPT, STYLE))
    return {SCRIPT: _classic(script), STYLE: look + style}


def _classic(page: str) -> str:
    """One script from the module and the page's script that imports from it (and may await at its top level)."""
    module = (_HERE / "explorer.js").read_text(encoding="utf-8")
    module = re.sub(r"^export default .*\n", "", module, flags=re.MULTILINE)
    module = re.sub(r"^export (?=async function|function|const|class)", "", module, flags=re.MULTILINE)
    page = re.sub(r'^import \{[^}]*\} from "\./explorer\.js";\n', "", page, flags=re.MULTILINE)
    return f'"use strict";\n(async () => {{\n{module}\n{page}}})();\n'


def page(
    explorers: Sequence[Explorer | str],
    *,
    title: str,
    site: str = "",
    note: str = "",
    style: str = "",
    address: str = "",
) -> str:
    """One HTML file with ``explorers`` in it, alive wherever it lies: on a server, in a frame, on a disk.

    An explorer may be the markup that a built page has of it. ``site`` follows the title in the window's bar; ``note``
    is HTML below the figures (whose they are); ``style`` is CSS after the explorers' own; ``address`` is where the
    file's matter has its place on the web. With ``?present`` behind its address the page fills the screen with large
    words, with ``?theme=dark`` or ``?theme=light`` it does not ask the system; a frame's owner is told its height.
    """
    sections = [made if isinstance(made, str) else _markup(made) for made in explorers]
    if not sections:
        raise ValueError("explorers must be at least one Explorer, not an empty list")
    files = {name: (_HERE / name).read_text(encoding="utf-8") for name in ("embed.css", "embed.js")}
    files |= front_end(style=style)
    e = html.escape
    canonical = f'\n<link rel="canonical" href="{e(address)}">' if address else ""
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="description" content="{e(_described(title, site))}">
<title>{e(" – ".join(filter(None, [title, site])))}</title>{canonical}
<style>
{_inline(files[STYLE])}
{_inline(files["embed.css"])}
</style>
<script>
{_inline(files["embed.js"])}
</script>
</head>
<body>
<main>
{_heading(title, sections)}
{"".join(sections)}
</main>
<footer>
{f"<p>{note}</p>" if note else ""}
{_WAYS}
</footer>
<script>
{_inline(files[SCRIPT])}
</script>
</body>
</html>
"""


_WAYS = """<div class="page-ways">
<a class="page-present" href="?present">Fill the screen</a>
<a class="page-leave" href="?">Leave (Esc)</a>
<details class="page-frame"><summary>Put it into a page of yours</summary>
<textarea readonly rows="6" aria-label="HTML for a page of yours"></textarea></details>
</div>"""


def _markup(made: Explorer) -> str:
    return markup.page(made._markup(), made.states.packed())


def titled(section: str) -> str:
    """The title of an explorer's markup."""
    return html.unescape(_TITLE.search(section)[1])


def _heading(title: str, sections: list[str]) -> str:
    """The page's first heading; only read out where it is the title that the one figure shows itself."""
    unseen = ' class="explorer-status"' if [titled(section) for section in sections] == [title] else ""
    return f"<h1{unseen}>{html.escape(title)}</h1>"


def _described(title: str, site: str) -> str:
    return f"{title}: a simulation that can be moved" + (f", from {site}." if site else ".")


def _inline(text: str) -> str:
    """A script or a style as it may stand inside its element: nothing in it ends the element."""
    return re.sub(r"<(?=/(script|style)|!--)", r"\\x3c", text, flags=re.IGNORECASE)
