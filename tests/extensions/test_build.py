"""What a build says: progress, warnings without noise, and an error's place and words."""

import asyncio
import io

import pytest
import yaml
from conftest import ROOT

from extensions import build, outline

PAGE = """\
# A page

```{code-cell} ipython3
x = 1
```

```{code-cell} ipython3
from simulations.mirage import metrics

metrics.exact_match(2, 1)
```
"""
TRACE = f"""\
An error occurred while executing the following cell:
------------------
from simulations.mirage import metrics

metrics.exact_match(2, 1)
------------------


\x1b[31mValueError\x1b[39m                        Traceback (most recent call last)
\x1b[36mCell\x1b[39m\x1b[36m In[2], line 3\x1b[39m
\x1b[32m      3\x1b[39m metrics.exact_match(\x1b[32m2\x1b[39m, \x1b[32m1\x1b[39m)

\x1b[36mFile \x1b[39m\x1b[32m{ROOT}/simulations/metrics.py:49\x1b[39m, in \x1b[36mexact_match\x1b[39m(p, length)
\x1b[36mFile \x1b[39m\x1b[32m{ROOT}/everystate/states.py:9\x1b[39m, in \x1b[36mStates.made\x1b[39m(self)
\x1b[36mFile \x1b[39m\x1b[32m/usr/lib/python3/numpy/lib.py:7\x1b[39m, in \x1b[36mroot\x1b[39m(x)

\x1b[31mValueError\x1b[39m: p must be less, not 2
"""


class CellError(Exception):
    """Stands in for nbclient's."""

    traceback, ename, evalue = TRACE, "ValueError", "p must be less, not 2"


def test_an_error_in_a_cell_is_told_by_the_pages_line_the_books_own_lines_and_its_words(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(PAGE, encoding="utf-8")
    stopped = RuntimeError(str(page))
    stopped.__cause__ = CellError()
    assert build.explained(stopped, tmp_path).split("\n") == [
        f"The whole traceback is in {tmp_path / 'traceback.txt'}",
        f"{page}:10",
        "simulations/metrics.py:49, in exact_match",
        "ValueError: p must be less, not 2",
    ]
    assert "CellError" in (tmp_path / "traceback.txt").read_text(encoding="utf-8")


def test_an_error_met_while_a_value_was_shown_has_its_words_too():
    error = CellError()
    error.ename, error.evalue = "NoneType", "None"
    assert build.raised(error) == "ValueError: p must be less, not 2"


@pytest.mark.parametrize(
    "error, words",
    [
        (KeyboardInterrupt(), "Stopped. The same command goes on from what is there."),
        (asyncio.CancelledError(), "Stopped. The same command goes on from what is there."),
        (OSError(28, "No space left on device"), "[Errno 28] No space left on device"),
    ],
)
def test_other_ends_of_a_build_are_told_in_a_line(tmp_path, error, words):
    assert build.explained(error, tmp_path).split("\n")[-1] == words


@pytest.mark.parametrize(
    "first, words",
    [(RuntimeError("Kernel died"), "Stopped: the kernel of a page"), (asyncio.CancelledError(), "Stopped. The same")],
)
def test_what_came_of_an_end_does_not_hide_it(tmp_path, first, words):
    came = AssertionError()
    came.__context__ = first
    assert build.explained(came, tmp_path).startswith(words)


def test_warnings_are_told_once_by_the_pages_path_and_without_colours():
    line = f"\x1b[91m{ROOT}/chapters/faq.md:3: WARNING: term not in glossary: 'x'\x1b[39;49;00m"
    failed = f"{ROOT}/chapters/faq.md: WARNING: Executing notebook failed: CellExecutionError [mystnb.exec]"
    said = f"{line}\n{line}\n\n{failed}\n"
    assert build.warnings(said) == ["chapters/faq.md:3: WARNING: term not in glossary: 'x'"]


def test_a_build_that_fails_without_a_word_that_is_shown_fails(tmp_path, monkeypatch):
    monkeypatch.setattr("jupyter_book.sphinx.build_sphinx", lambda *_, **__: 1)
    assert build.build(tmp_path, ROOT / "_toc.yml") == ["The build failed, and said only: nothing"]


def test_links_go_through_the_same_build_and_the_broken_ones_are_told(tmp_path, monkeypatch, capsys):
    lines = ["chapters/faq.md:3: [broken] https://gone.example: 404", "intro.md:1: [working] https://here.example"]
    asked = {}

    def linkcheck(source, folder, **settings):
        asked.update(settings)
        folder.mkdir()
        (folder / "output.txt").write_text("\n".join(lines), encoding="utf-8")
        return 1

    monkeypatch.setattr("jupyter_book.sphinx.build_sphinx", linkcheck)
    assert build.build(tmp_path, ROOT / "_toc.yml", builder="linkcheck") == lines[:1]
    assert asked["builder"] == "linkcheck" and asked["warningiserror"] and asked["keep_going"]
    assert asked["noconfig"] and asked["path_config"] == ROOT / "_config.yml"  # there is no conf.py
    monkeypatch.setattr(build, "build", lambda *_, builder: lines[:1] if builder == "linkcheck" else [])
    assert build.main(["--links"]) == 1
    assert capsys.readouterr().err == f"{lines[0]}\n"


@pytest.mark.parametrize(
    "words, said",
    [
        ([], "The book is in _build/html. To read it: make serve"),
        (["faq"], "The chapter is at _build/chapter/faq/_build/html/chapters/faq.html"),
    ],
)
def test_a_build_that_is_well_says_where_it_is_read(monkeypatch, capsys, words, said):
    monkeypatch.setattr(build.untouched, "since_built", lambda _: False)
    monkeypatch.setattr(build, "anew", lambda *_: [])
    assert build.main(words) == 0
    assert capsys.readouterr().out == f"\n{said}\n"


@pytest.mark.parametrize("page, shown", [("", 3), ("chapters/faq", 2)])
def test_progress_is_the_lines_on_pages(page, shown):
    heard = io.StringIO()
    progress = build.Progress(heard, page)
    progress.write("myst v3.0.1: MdParserConfig(...)\nreading sources... [ 50%] chap")
    progress.write(f"ters/faq\rreading sources... [100%] intro\n{ROOT}/chapters/faq.md: Executing notebook\n")
    assert len(heard.getvalue().splitlines()) == shown
    assert heard.getvalue().splitlines()[-1] == "chapters/faq.md: Executing notebook"


def test_an_outline_keeps_what_links_lead_to():
    cell, note = "```{code-cell}\n# no heading\n```\n", ":::{note}\n# nor this\n:::\n"
    text = f"---\nkernelspec: {{}}\n---\n# Title\n(here)=\n## Part {{term}}`x`\nProse.\n{cell}{note}"
    assert outline.outline(text).split("\n\n")[:-1] == ["# Title", "(here)=", "## Part {term}`x`"]


def test_the_glossary_is_whole_in_outline():
    text = "# Terms\n```{glossary}\ntoken\n  A piece.\n```\n"
    assert outline.outline(text) == text


def test_an_unknown_chapter_is_named_with_those_there_are(capsys):
    assert build.main(["nonsense"]) == 1 and build.main([""]) == 1
    first, second = capsys.readouterr().err.splitlines()
    assert (
        "one of accessibility, before, bibliography, " in first
        and first.endswith("not 'nonsense'")
        and second.endswith("not ''")
    )


def test_a_chapter_that_is_not_in_the_contents_is_built_all_the_same(tmp_path):
    assert build.contents("mirage", tmp_path) == ROOT / "_toc.yml"
    assert build.contents("plans", tmp_path) == ROOT / "_toc.yml"  # it stands under another page
    listed = yaml.safe_load(build.contents("unlisted", tmp_path).read_text(encoding="utf-8"))
    [numbered] = [part["chapters"] for part in listed["parts"] if part.get("numbered")]
    assert numbered[-1] == {"file": "chapters/unlisted"} and {"file": "chapters/practice"} in numbered
