"""The chapters' cells as ruff sees them: each slip by the chapter's own line, and nothing but cells is changed."""

import jupytext
import pytest
from conftest import ROOT

from extensions import cells, contents

PAGE = """\
---
kernelspec: {}
---
# A page

```{code-cell} ipython3
:tags: [hide-input]
import numpy as np
import json
```

Some   prose, and what is no cell:

```python
x = {  "a":1 }
```

````{code-cell} ipython3
print( np.pi,json.dumps("```") )
2 * 3
````

```{code-cell} ipython3
:tags: [raises-exception]
print( nowhere )
```
"""


@pytest.fixture
def page(tmp_path):
    def written(text: str = PAGE):
        path = tmp_path / "page.md"
        path.write_text(text, encoding="utf-8")
        return path

    return written


@pytest.mark.parametrize("path", contents.chapters(), ids=lambda path: path.stem)
def test_the_cells_are_those_of_the_notebook(path):
    text = path.read_text(encoding="utf-8")
    code = [cell for cell in jupytext.reads(text, fmt="md:myst").cells if cell.cell_type == "code"]
    found = cells.cells(text)
    assert [cell.source for cell in found] == [
        cell.source for cell in code if "raises-exception" not in cell.metadata.get("tags", [])
    ]
    lines = text.splitlines()
    assert all(lines[cell.line - 1] == cell.source.splitlines()[0] for cell in found)


def test_an_unsorted_import_is_told_by_the_chapters_line(page):
    assert [said.split(" ", 2)[:2] for said in cells.lint(page())] == [[f"{page()}:8:", "I001"]]


def test_the_books_own_packages_stand_after_others(page):
    text = PAGE.replace("import json\n", "from everystate import Explorer\n").replace("json.dumps", "Explorer")
    assert "import numpy as np\n\nfrom everystate import Explorer\n```\n" in cells.mended(page(text))


def test_what_is_unused_goes_without_a_trace(page):
    text = PAGE.replace("json.dumps", "str")
    assert "[hide-input]\nimport numpy as np\n```\n" in cells.mended(page(text))


@pytest.mark.parametrize(
    "line, code",
    [("import os", "F401"), ("print(nowhere)", "F821"), ("import sys, re", "E401"), ("np.random.seed(1)", "NPY002")],
)
def test_a_slip_is_seen_as_in_the_package(page, line, code):
    text = PAGE.replace("2 * 3\n", f"{line}\n\n2 * 3\n")
    at = text.splitlines().index(line) + 1
    assert any(said.startswith(f"{page(text)}:{at}: {code} ") for said in cells.lint(page(text)))


def test_a_cell_that_cannot_be_read_is_told_by_its_line(page):
    text = PAGE.replace("2 * 3", "2 * * 3")
    told = [said for said in cells.lint(page(text)) if "invalid-syntax" in said]
    assert told[0].startswith(f"{page(text)}:{text.splitlines().index('2 * * 3') + 1}: ")
    with pytest.raises(ValueError, match=r"page\.md: .*"):
        cells.unformatted(page(text))


def test_mending_sorts_and_formats_cells_and_leaves_the_rest(page):
    at = PAGE.splitlines().index('print( np.pi,json.dumps("```") )') + 1
    assert cells.unformatted(page()) == [f"{page()}:{at}: not formatted: make format"]
    text = cells.mended(page())
    expected = PAGE.replace("import numpy as np\nimport json\n", "import json\n\nimport numpy as np\n")
    assert text == expected.replace('print( np.pi,json.dumps("```") )', 'print(np.pi, json.dumps("```"))')
    assert cells.lint(page(text)) == cells.unformatted(page(text)) == []
    assert cells.mended(page(text)) == text


def test_all_chapters_are_told_or_mended_and_one_that_is_no_python_stops_none(page, tmp_path, monkeypatch, capsys):
    (tmp_path / "chapters").mkdir()
    (tmp_path / "intro.md").write_text(PAGE.replace("2 * 3", "2 * * 3"), encoding="utf-8")
    (tmp_path / "chapters/other.md").write_text(PAGE, encoding="utf-8")
    monkeypatch.setattr(cells, "ROOT", tmp_path)
    for name in ("chapters/ruff.toml", "pyproject.toml"):
        (tmp_path / name).write_text((ROOT / name).read_text(encoding="utf-8"), encoding="utf-8")
    assert cells.main([]) == 1
    told = capsys.readouterr().out
    at = PAGE.splitlines().index("2 * 3") + 1
    assert f"intro.md:{at}: invalid-syntax" in told and "chapters/other.md:8: I001" in told
    assert cells.main(["--fix"]) == 1
    assert "other" not in capsys.readouterr().out
    (tmp_path / "intro.md").write_text(PAGE, encoding="utf-8")
    assert cells.main(["--fix"]) == 0 and cells.main([]) == 0


def test_a_line_that_is_too_long_for_a_shown_cell_is_told_by_its_line(page):
    long = f'print("{"x" * 90}")\n'
    assert cells.too_long(page(PAGE.replace("2 * 3\n", long))) == [
        f"{page()}:20: 99 characters, at most 88 in a cell that is shown"
    ]
    assert cells.too_long(page(PAGE.replace("import json\n", long))) == []


def test_shown_cells_are_written_narrower_than_folded_ones(page):
    row = f"row = [{', '.join(['json.pi'] * 10)}]\n"  # 96 characters
    narrow = cells.mended(page(PAGE.replace("2 * 3\n", row)))
    assert max(len(line) for line in narrow.split("\n")) <= 88
    wide = cells.mended(page(PAGE.replace("import json\n", f"import json\n\n{row}")))
    assert row in wide


@pytest.mark.parametrize("path", contents.chapters(), ids=lambda path: path.stem)
def test_no_shown_line_of_the_book_is_too_long(path):
    assert cells.too_long(path) == []
