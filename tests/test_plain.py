"""Plain Markdown from MyST: what a notebook shows of each of the book's boxes, roles and links."""

import shutil

import jupytext
import pytest
from conftest import ROOT

from extensions import twins
from extensions.plain import Chapter


@pytest.fixture
def chapter():
    return Chapter(
        cite=lambda keys, textual: f"Doe ({len(keys)})" if textual else f"({len(keys)} cited)",
        sources=lambda keys: "\n".join(f"- {key}" for key in keys),
        claim=lambda name: {"claim": "Curves $p$ jump.", "words": "Wrong", "address": f"ledger#{name}"},
        address=lambda target: target.replace(".md", ".html"),
        image=lambda path: f"far/{path}",
    )


@pytest.mark.parametrize(
    "myst, plain",
    [
        ("Plain *text*, $x^2$ and `code`.", "Plain *text*, $x^2$ and `code`."),
        ("{cite:p}`doe,roe` and {cite:t}`doe`", "(2 cited) and Doe (1)"),
        ("{term}`exact match`, {term}`them <metric>`", "exact match, them"),
        (
            "[here](mirage.md#a) and [there](https://example.org)",
            "[here](mirage.html#a) and [there](https://example.org)",
        ),
        ("(target)=\n## A heading", "## A heading"),
        ("% a comment\ntext", "text"),
        ("$$\nx\n$$ (one)\n\nSee {eq}`one`.", "$$\nx\n\\tag{1}\n$$\n\nSee (1)."),
        (":::{objectives} 5 minutes\n- read\n:::", "> **What you will be able to do** (5 minutes)\n>\n> - read"),
        (":::{hint}\nLook.\n:::", "<details>\n<summary>Hint</summary>\n\nLook.\n\n</details>"),
        (":::{exercise} Halve | easy | 10 min\nDo.\n:::", "> **Exercise 1. Halve** (easy, 10 min)\n>\n> Do."),
        (":::{note}\nA note.\n:::", "> **Note**\n>\n> A note."),
        ("Before.\n\n```{raw} html\n<script></script>\n```\n\nAfter.", "Before.\n\nAfter."),
        ("```{figure} a.svg\n:alt: A curve\n\nA caption.\n```", "![A curve](far/a.svg)\n\n*A caption.*"),
        ("```python\n{not}`a role`\n```", "```python\n{not}`a role`\n```"),
        ("::::{note}\n:::{tip}\nIn.\n:::\n::::", "> **Note**\n>\n> > **Tip**\n> >\n> > In."),
        ("```{list-table}\n:header-rows: 1\n\n* - a\n  - b\n* - 1\n  - 2\n```", "| a | b |\n| --- | --- |\n| 1 | 2 |"),
    ],
)
def test_myst_becomes_plain(chapter, myst, plain):
    assert chapter.plain(myst) == plain


def test_a_claim_says_its_verdict_and_where_the_evidence_is(chapter):
    plain = chapter.plain(":::{claim} jump\nIt does not.\n:::")
    assert plain.startswith("> **Check the claim.** Curves $p$ jump.\n>\n> It does not.")
    assert plain.endswith("> *Verdict: Wrong.* [See the evidence in the ledger](ledger#jump)")


def test_a_self_check_folds_each_choice(chapter):
    plain = chapter.plain(":::{self-check} Which?\n- ( ) one\n\n  No, **two**.\n- (x) two\n\n  Yes.\n:::")
    assert plain.startswith("**Which?**\n\n<details>\n<summary>one</summary>\n\n**Not quite.** No, **two**.")
    assert "<summary>two</summary>\n\n**Right.** Yes." in plain


def test_the_bibliography_lists_what_was_cited(chapter):
    assert chapter.plain("{cite:p}`b,a`\n\n```{bibliography}\n:filter: docname in docnames\n```").endswith("- b\n- a")


@pytest.mark.parametrize("myst", [":::{tab-set}\nx\n:::", "{unknown}`x`", ":::{note}\nnever closed"])
def test_what_has_no_plain_form_is_named(chapter, myst):
    with pytest.raises(ValueError, match="plain form|never closed"):
        chapter.plain(myst)


@pytest.fixture
def sample():
    return ROOT / "tests/book/chapters/sample.md"


def test_a_twin_starts_with_the_set_up_for_colab(sample, monkeypatch):
    monkeypatch.setenv("BOOK_REPOSITORY", "https://github.com/someone/fork")
    twin = twins.twin(sample, root=ROOT / "tests/book")
    setup = next(cell for cell in twin.cells if cell.cell_type == "code")
    assert "git+https://github.com/someone/fork" in setup.source
    assert 'if "google.colab" in sys.modules:' in setup.source
    assert "no GPU" not in setup.source


def test_a_chapter_that_trains_asks_for_a_gpu(tmp_path, sample):
    shutil.copytree(ROOT / "tests/book", tmp_path / "book")
    path = tmp_path / "book/chapters/sample.md"
    path.write_text(sample.read_text().replace("import numpy", "from simulations import arithmetic\nimport numpy"))
    twin = twins.twin(path, root=tmp_path / "book")
    assert "no GPU" in next(cell for cell in twin.cells if cell.cell_type == "code").source
    assert twin.metadata["accelerator"] == "GPU"


def test_where_the_pages_stand_links_lead_there(sample, monkeypatch):
    monkeypatch.setenv("BOOK_URL", "https://book.example/x")
    text = "\n".join(cell.source for cell in twins.twin(sample, root=ROOT / "tests/book").cells)
    assert "[the plain page](https://book.example/x/chapters/plain.html)" in text
    assert "https://book.example/x/chapters/sample.html#definition-of-a-curve" in text


def test_the_same_chapter_gives_the_same_bytes(sample):
    first, second = (twins.written(twins.twin(sample, root=ROOT / "tests/book")) for _ in range(2))
    assert first == second


def test_another_address_keeps_the_outputs(sample, monkeypatch):
    older = twins.twin(sample, root=ROOT / "tests/book")
    older.cells[2].outputs = [{"output_type": "stream", "name": "stdout", "text": "kept"}]
    monkeypatch.setenv("BOOK_REPOSITORY", "https://github.com/someone/fork")
    made = twins.with_outputs_of(twins.twin(sample, root=ROOT / "tests/book"), older)
    assert made.cells[2].outputs[0]["text"] == "kept" and "someone/fork" in made.cells[1].source
    older.cells[2].source = "changed"
    with pytest.raises(ValueError, match="stale"):
        twins.with_outputs_of(made, older)


def test_outputs_are_text_alone(tmp_path):
    source = (
        "```{code-cell} ipython3\nimport ipywidgets\nfrom IPython.display import SVG, display\n"
        "slider = ipywidgets.IntSlider()\ndisplay(SVG('<svg/>'))\nprint(6 * 7, flush=True)\nprint(43)\n```"
    )
    notebook = jupytext.reads(
        f"---\nkernelspec: {{name: python3, display_name: Python 3}}\n---\n{source}\n", fmt="md:myst"
    )
    notebook.metadata["language_info"] = {"name": "python"}
    notebook = twins.run(notebook, tmp_path)
    assert "widgets" not in notebook.metadata
    (cell,) = notebook.cells
    assert [output.get("text") or dict(output.data) for output in cell.outputs] == [
        {"text/plain": "<IPython.core.display.SVG object>"},
        "42\n43\n",
    ]
