"""The whole book as one zip, to read without a network: unpacked, ``index.html`` opens from a disk.

    python -m extensions.offline

It holds the built pages as they are published, and a README. The same pages make the same file, to the byte.
"""

import re
import sys
import zipfile
from pathlib import Path

from extensions.site import ROOT, addresses

NAME = "emergence-measured"
# What only a site has a use for: its pictures for links elsewhere, its list of pages, the page for a wrong address.
ONLINE = re.compile(r"404\.html|sitemap\.xml|objects\.inv|\.buildinfo|\.nojekyll|_static/preview-\w+\.png")
DATE = (1980, 1, 1, 0, 0, 0)  # the first that a zip can name
README = """\
Emergence, Measured
===================

Unpack this archive, and open index.html in a browser: every figure moves, models train in the page, and the search
works, with no network. Nothing needs to be installed. (Opened inside the archive, without unpacking, a page finds
neither its style nor its scripts.)

What needs a network: the links to papers and other sites, and the notebooks in Colab. The notebooks are here too,
beside the chapters; they install what they need from the network when they first run.

What is drawn, answered or trained in these pages stays in the browser.

Text and figures: CC BY 4.0. Code: MIT.
{where}"""


def main() -> int:
    """Makes the zip of the built book, and tells its size; the exit status."""
    pages = ROOT / "_build" / "html"
    if not (pages / "index.html").is_file():
        print("There is no book yet: make book", file=sys.stderr)
        return 1
    target = ROOT / "_build" / f"{NAME}.zip"
    files = write(pages, target)
    unpacked = sum(path.stat().st_size for path in files.values())
    print(
        f"The book for a disk is {target.relative_to(ROOT)}: {target.stat().st_size / 1e6:.1f} MB, "
        f"{len(files)} files of {unpacked / 1e6:.1f} MB"
    )
    return 0


def contents(pages: Path) -> dict[str, Path]:
    """The files of a built book that go with it onto a disk, by their names in it."""
    found = {path.relative_to(pages).as_posix(): path for path in pages.rglob("*") if path.is_file()}
    return {name: path for name, path in sorted(found.items()) if not ONLINE.fullmatch(name)}


def write(pages: Path, target: Path) -> dict[str, Path]:
    """Writes the zip of a built book; what it took from it."""
    files = contents(pages)
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w") as archive:
        _add(archive, "README.txt", README.format(where=_where()).encode())
        for name, path in files.items():
            _add(archive, name, path.read_bytes())
    return files


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(f"{NAME}/{name}", DATE)
    entry.create_system = 3  # Unix, on any system that makes it
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, content, zipfile.ZIP_DEFLATED, 9)


def _where() -> str:
    """Where this copy came from, where that is known."""
    found = addresses()
    known = [("The book on the web", found["url"])]
    known += [("Its source", found["repository"])] if "/OWNER/" not in found["repository"] else []
    return "".join(f"{words}: {address}\n" for words, address in known if address)


if __name__ == "__main__":
    sys.exit(main())
