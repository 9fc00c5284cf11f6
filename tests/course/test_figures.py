"""The figures are read from the cells, and lead to the files that the book has of them."""

from pathlib import Path

import pytest
from conftest import ROOT

from course.figures import asked, embed, figures, source
from everystate.embed import SECTION
from extensions.contents import chapters

CELL = """---
kernelspec: {{name: python3, display_name: Python 3}}
---
# {title}

```{{code-cell}} ipython3
%matplotlib inline
```

```{{code-cell}} ipython3
Explorer(
    work,
    draw,
    name="{name}",
    title="A " "title",
    predict=Predict(question="Which?", choices={{"*a*": "No.", "b": ("Y" "es.")}}, answer="b"),
)
```
"""


def small_book(folder: Path, **names: str) -> Path:
    (folder / "chapters").mkdir()
    (folder / "intro.md").write_text("# Introduction\n", encoding="utf-8")
    for chapter, name in names.items():
        (folder / f"chapters/{chapter}.md").write_text(CELL.format(title=chapter, name=name), encoding="utf-8")
    return folder


def test_a_name_of_two_pages_stands_in_files_with_the_page_s_name(tmp_path):
    root = small_book(tmp_path, one="curve", two="curve", three="other")
    assert embed("one", "curve?a=1", root=root) == "embed/chapters-one-curve.html#curve?a=1"
    assert embed("three", "other", root=root) == "embed/other.html#other"
    with pytest.raises(ValueError, match="figure must be one of other, not 'curve'"):
        embed("three", "curve", root=root)


def test_words_in_pieces_and_by_keyword_are_read(tmp_path):
    root = small_book(tmp_path, one="curve")
    assert figures("one", root) == {"curve": "A title"}
    assert asked("one", root) == [("curve", "A title", ("Which?", {"*a*": "No.", "b": "Yes."}, "b"))]
    with pytest.raises(ValueError, match="chapter must be one of one, not 'intro'"):
        source("intro", root)


def test_a_line_to_draw_is_no_question_with_choices(tmp_path):
    root = small_book(tmp_path, one="curve")
    text = root / "chapters/one.md"
    asked_for = 'question="Which?", draw=Draw("curve", says=SAYS)'
    words = text.read_text(encoding="utf-8")
    start, end = words.index('question="Which?"'), words.index(', answer="b"') + len(', answer="b"')
    text.write_text(words[:start] + asked_for + words[end:], encoding="utf-8")
    assert figures("one", root) == {"curve": "A title"} and asked("one", root) == []


def test_every_figure_of_the_built_pages_is_known_and_has_its_file(built_book):
    for path in chapters():
        name = path.stem
        page = built_book / ("intro.html" if name == "intro" else f"chapters/{name}.html")
        on_page = [match[1] for match in SECTION.finditer(page.read_text(encoding="utf-8"))]
        assert [*figures(name)] == on_page
        for figure in on_page:
            file = embed(name, figure).partition("#")[0]
            assert f'id="{figure}"' in (built_book / file).read_text(encoding="utf-8")


def test_the_folder_of_embeds_is_the_book_s():
    assert "everystate_embeds: embed\n" in (ROOT / "_config.yml").read_text(encoding="utf-8")
