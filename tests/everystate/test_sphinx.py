"""The Sphinx extension in a book of plain reStructuredText: no notebook, no theme of ours."""

import re
import sys
import textwrap

import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from everystate.settings import settings
from tests.everystate.test_embed import made

CONF = """
project = "A book"
extensions = ["everystate.sphinx"]
everystate_settings = "looks"
everystate_embeds = "alone"
everystate_note = "By <em>me</em>."
"""
LOOKS = """
from everystate.settings import PLAIN, Palette, settings
settings.palette = Palette({**PLAIN.colours, "red": ("#aa0000", "#ffaaaa")})
"""


@pytest.fixture
def book(tmp_path, monkeypatch):
    """A function that writes pages (the names of their explorers), builds the book, and gives its folder."""
    for name in ("EXPLORER_HOST", "EXPLORER_CHAPTER"):
        monkeypatch.setenv(name, "page")
    monkeypatch.setattr(settings, "palette", settings.palette)
    (tmp_path / "conf.py").write_text(CONF, encoding="utf-8")
    (tmp_path / "looks.py").write_text(LOOKS, encoding="utf-8")

    def build(**pages):
        for page, names in pages.items():
            raw = "".join(f".. raw:: html\n\n{textwrap.indent(made(name).html(), '   ')}\n\n" for name in names)
            tree = ".. toctree::\n\n   first\n   second\n" if page == "index" else ""
            (tmp_path / f"{page}.rst").write_text(f"Page {page}\n{'=' * 20}\n\n{raw}{tree}", encoding="utf-8")
        monkeypatch.delitem(sys.modules, "looks", raising=False)
        folders = tmp_path, tmp_path, tmp_path / "out", tmp_path / "trees"
        with docutils_namespace():
            app = Sphinx(*map(str, folders), "html", status=None, warningiserror=True)
            app.build()
        assert app.statuscode == 0
        return tmp_path / "out"

    return build


def alone(out) -> list[str]:
    return sorted(path.name for path in (out / "alone").glob("*"))


def link(out, page) -> list[str]:
    return re.findall(r'<a class="explorer-alone" href="([^"]+)"', (out / f"{page}.html").read_text(encoding="utf-8"))


def front_end(out, page) -> list[str]:
    found = re.findall(r'="_static/(explorer-\w+/[\w.]+)', (out / f"{page}.html").read_text(encoding="utf-8"))
    assert all((out / "_static" / name).is_file() for name in found)
    return found


def test_a_page_with_an_explorer_has_its_files_and_another_page_has_not(book):
    out = book(index=[], first=["a"], second=["b", "c"])
    assert front_end(out, "index") == []
    assert sorted(name.partition("/")[2] for name in front_end(out, "first")) == ["explorer.css", "page.js"]
    assert link(out, "second") == ["alone/b.html", "alone/c.html"] and alone(out) == ["a.html", "b.html", "c.html"]


def test_a_file_says_where_it_comes_from(book):
    text = (book(index=[], first=["a"], second=[]) / "alone/a.html").read_text(encoding="utf-8")
    assert '<p>From <a href="../first.html#a">Page first</a>, A book' in text and "By <em>me</em>.</p>" in text
    assert 'class="explorer-alone"' not in text.partition("<body>")[2]
    assert "canonical" not in text  # the book has no address


def test_a_file_names_its_place_on_the_web_where_the_book_has_an_address(book, tmp_path):
    (tmp_path / "conf.py").write_text(f'{CONF}html_baseurl = "https://book.example/"\n', encoding="utf-8")
    text = (book(index=[], first=["a"], second=[]) / "alone/a.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://book.example/first.html#a">' in text


def test_the_settings_of_a_module_are_those_of_the_pages_and_a_change_reaches_them(book, tmp_path):
    out = book(index=[], first=["a"], second=[])
    before = front_end(out, "first")
    assert "--em-red: #aa0000" in (out / "_static" / before[0]).read_text(encoding="utf-8")
    assert "--em-red: #aa0000" in (out / "alone/a.html").read_text(encoding="utf-8")
    # longer by a line: Python takes a file of the same size in the same second for the one that it has compiled
    (tmp_path / "looks.py").write_text(LOOKS.replace("aa0000", "bb0000") + "\n", encoding="utf-8")
    after = front_end(book(), "first")
    assert after != before and len(list((out / "_static").glob("explorer-*"))) == 1
    assert "--em-red: #bb0000" in (out / "alone/a.html").read_text(encoding="utf-8")


def test_files_of_one_name_name_their_page_and_those_of_what_is_gone_go(book):
    out = book(index=[], first=["a"], second=[])
    assert alone(out) == ["a.html"]
    book(second=["a", "b"])
    assert alone(out) == ["b.html", "first-a.html", "second-a.html"]
    assert link(out, "first") == ["alone/first-a.html"]
    book(second=["b"])
    assert alone(out) == ["a.html", "b.html"] and link(out, "first") == ["alone/a.html"]


def test_without_the_setting_no_file_is_written(book, tmp_path):
    (tmp_path / "conf.py").write_text(CONF.replace('"alone"', '""'), encoding="utf-8")
    out = book(index=[], first=["a"], second=[])
    assert link(out, "first") == [] and not (out / "alone").exists()
