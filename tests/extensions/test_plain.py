"""Plain Markdown from MyST: what a notebook shows of each of the book's boxes, roles and links."""

import base64
import io
import re
import shutil

import jupytext
import nbformat
import numpy as np
import pytest
from conftest import ROOT
from PIL import Image, ImageColor

from everystate import Explorer
from extensions import twins
from extensions.plain import Chapter
from simulations import palette


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
        (
            ":::{exercise} Halve it\nDo.\n:::\n:::{solution}\nTwo.\n:::",
            "> **Exercise 1. Halve it**\n>\n> Do.\n"
            "*The solution is folded away below [this exercise on the book's page](#exercise-halve-it).*",
        ),
        (":::{note}\nA note.\n:::", "> **Note**\n>\n> A note."),
        (":::{note}\nIf $k =\n15$ or\n$1$.\n$$\na\n$$\n:::", "> **Note**\n>\n> If $k = 15$ or\n> $1$.\n> $$ a $$"),
        ("Before.\n\n```{raw} html\n<script></script>\n```\n\nAfter.", "Before.\n\nAfter."),
        ("```{figure} a.svg\n:alt: A curve\n\nA caption.\n```", "![A curve](far/a.svg)\n\n*A caption.*"),
        ("```python\n{not}`a role`\n```", "```python\n{not}`a role`\n```"),
        ("``{cite:p}`doe` `` and `[a](b.md)`", "``{cite:p}`doe` `` and `[a](b.md)`"),
        ("[`code` {term}`x`](b.md) and {sub}`2`", "[`code` x](b.html) and <sub>2</sub>"),
        ("::::{note}\n:::{tip}\nIn.\n:::\n::::", "> **Note**\n>\n> > **Tip**\n> >\n> > In."),
        ("```{list-table}\n:header-rows: 1\n\n* - a\n  - b\n* - 1\n  - 2\n```", "| a | b |\n| --- | --- |\n| 1 | 2 |"),
    ],
)
def test_myst_becomes_plain(chapter, myst, plain):
    assert chapter.plain(myst) == plain


def test_a_link_to_a_figures_state_says_what_to_set_where_there_is_no_page(chapter):
    myst = "[Six](#curve?model_sizes=6&share=0.3333333333333333&axis=training+FLOPs), [there](#section)"
    assert chapter.plain(myst) == myst  # the page's script reads it
    chapter.address = lambda target: ""
    assert chapter.plain(myst) == "Six (figure `curve`: model sizes 6, share 0.333333, axis training FLOPs), there"


def test_an_instructors_copy_folds_the_solution(chapter):
    chapter.solutions = True
    plain = chapter.plain(":::{solution}\nTwo.\n:::")
    assert plain == "<details>\n<summary>Solution</summary>\n\nTwo.\n\n</details>"


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


@pytest.mark.parametrize(
    "myst, named",
    [
        (":::{tab-set}\nx\n:::", "{tab-set} has no plain form"),
        ("{unknown}`x`", "{unknown} has no plain form"),
        (":::{note}\nnever closed", "':::{note}' is never closed"),
        ("- one\n\n  :::{note}\n  In a list.\n  :::", "':::{note}' is indented"),
    ],
)
def test_what_has_no_plain_form_is_named(chapter, myst, named):
    with pytest.raises(ValueError, match=re.escape(named)):
        chapter.plain(myst)


@pytest.fixture
def sample():
    return ROOT / "tests/book/chapters/sample.md"


def code_cells(path, root=ROOT / "tests/book", **options):
    """The code cells of the twin of the chapter at ``path``."""
    return [cell for cell in twins.twin(path, root=root, **options).cells if cell.cell_type == "code"]


def test_a_twin_starts_with_the_set_up_and_the_address_that_is_published(sample, monkeypatch):
    monkeypatch.setenv("BOOK_REPOSITORY", "https://github.com/someone/fork")
    monkeypatch.setenv("BOOK_REF", "v1.2")
    setup = code_cells(sample)[0]
    assert '"https://github.com/someone/fork/archive/v1.2.zip")' in setup.source
    assert "torch" not in setup.source.split("set_up([")[1] and "no GPU" not in setup.source
    assert setup.metadata["jupyter"] == {"source_hidden": True} and setup.metadata["cellView"] == "form"


def with_code(tmp_path, line: str):
    """A copy of the small book whose sample imports more."""
    shutil.copytree(ROOT / "tests/book", tmp_path / "book")
    path = tmp_path / "book/chapters/sample.md"
    path.write_text(path.read_text().replace("import numpy", f"{line}\nimport numpy"))
    return path


def test_a_chapter_that_trains_asks_for_a_gpu_and_brings_pytorch(tmp_path):
    path = with_code(tmp_path, "from simulations.laboratory.train import Training")
    setup = code_cells(path, tmp_path / "book")[0].source
    assert "no GPU" in setup and '"torch", "safetensors", "tqdm"])' in setup and compile(setup, "setup", "exec")
    assert twins.twin(path, root=tmp_path / "book").metadata["accelerator"] == "GPU"


def test_what_it_costs_to_have_no_gpu_is_the_tables(monkeypatch):
    monkeypatch.setattr(twins.times, "without_card", lambda: 'Five in place of twenty, on "cores".')
    assert twins.without_gpu().endswith('gives one.")\n    print("Five in place of twenty, on \\"cores\\".")')
    monkeypatch.setattr(twins.times, "without_card", lambda: "")
    assert twins.without_gpu().endswith('gives one.")')


def test_a_chapter_that_only_reads_what_was_trained_needs_no_pytorch(tmp_path):
    path = with_code(tmp_path, "from simulations.laboratory import shipped")
    assert code_cells(path, tmp_path / "book")[0].source.endswith('"scipy"])')


def test_an_answer_cell_and_a_check_stand_for_a_solution(sample):
    student, instructor = code_cells(sample), code_cells(sample, solutions=True)
    assert student[-2].source.endswith("rare_accuracy = ...") and instructor[-2].source.endswith('["rare_accuracy"]')
    assert student[-1].source == instructor[-1].source and 'check("mirage-1")' in student[-1].source
    assert len(student) == len(instructor)


def test_a_prediction_is_asked_before_its_code_which_is_folded(tmp_path):
    path = with_code(tmp_path, 'Predict("Up or down?", {"Up": "Yes.", "Down": "No."}, answer="Up")')
    cells = twins.twin(path, root=tmp_path / "book").cells
    place = next(i for i, cell in enumerate(cells) if "Predict(" in cell.source)
    assert cells[place].metadata["jupyter"]["source_hidden"] and cells[place].metadata["cellView"] == "form"
    asked = cells[place - 1]
    assert asked.cell_type == "markdown" and asked.source.startswith("**Predict first.** Up or down?")


def test_what_is_to_be_drawn_is_asked_for_in_other_words(tmp_path):
    path = with_code(tmp_path, 'Predict("How on?", draw=Draw("exact", known=3, says=SAYS))')
    cells = twins.twin(path, root=tmp_path / "book").cells
    asked = next(cell.source for cell in cells if cell.source.startswith("**Predict first.**"))
    assert asked.startswith("**Predict first.** How on? Run the next cell and draw before you open its code")


def test_where_the_pages_stand_links_lead_there(sample, monkeypatch):
    monkeypatch.setenv("BOOK_URL", "https://book.example/x")
    text = "\n".join(cell.source for cell in twins.twin(sample, root=ROOT / "tests/book").cells)
    assert "[the plain page](https://book.example/x/chapters/plain.html)" in text
    assert "https://book.example/x/chapters/sample.html#definition-of-a-curve" in text


def test_where_the_pages_stand_a_panel_that_works_there_alone_has_a_link(tmp_path, monkeypatch):
    path = with_code(tmp_path, 'TrainHere("parity")')
    linked = f"[To the button, on the chapter’s page](https://book.example/x/chapters/{path.stem}.html)"
    assert linked not in [cell.source for cell in twins.twin(path, root=tmp_path / "book").cells]
    monkeypatch.setenv("BOOK_URL", "https://book.example/x")
    cells = [cell.source for cell in twins.twin(path, root=tmp_path / "book").cells]
    assert 'TrainHere("parity")' in cells[cells.index(linked) - 1]


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


def run_here(cells: str, folder) -> list:
    """The cells of a notebook with this code, run in a folder."""
    notebook = jupytext.reads(
        f"---\nkernelspec: {{name: python3, display_name: Python 3}}\n---\n{cells}\n", fmt="md:myst"
    )
    notebook.metadata["language_info"] = {"name": "python"}
    notebook = twins.run(notebook, folder)
    assert "widgets" not in notebook.metadata
    return notebook.cells


def test_outputs_are_words(tmp_path):
    (cell,) = run_here(
        "```{code-cell} ipython3\nimport ipywidgets\nfrom IPython.display import SVG, display\n"
        "slider = ipywidgets.IntSlider()\ndisplay(SVG('<svg/>'))\nprint(6 * 7, flush=True)\nprint(43)\n```",
        tmp_path,
    )
    assert [output.get("text") or dict(output.data) for output in cell.outputs] == [
        {"text/plain": "<IPython.core.display.SVG object>"},
        "42\n43\n",
    ]


SIMULATION = """```{code-cell} ipython3
from everystate import Explorer, Predict
def draw(result, ax):
    ax.plot([0, 1], [0, result], label="a line")
    ax.set(xlim=(0, 1), ylim=(0, 9), xlabel="across", ylabel="up")
about = dict(name="line", title="A line", caption="It rises to {n}.", controls=dict(n=(1, 9)))
Explorer(lambda n: n, draw, **about)
```

```{code-cell} ipython3
Explorer(lambda n: n, draw, **about, predict=Predict("How far?", {"4": "Yes.", "9": "No."}, answer="4"))
```"""


def test_a_simulation_is_words_and_a_picture_the_same_each_time(tmp_path):
    shown, asked = (cell.outputs[0] for cell in run_here(SIMULATION, tmp_path))
    assert shown.metadata["image/png"]["alt"] == "A line. It rises to 5."
    assert shown.data["text/plain"].startswith("A line. It rises to 5.\n")  # and what is drawn, for whoever compares
    assert holds(shown, palette.BLUE) and holds(shown, palette.INK)
    again = [cell.outputs[0] for cell in run_here(SIMULATION, tmp_path)]
    assert [output.data for output in again] == [shown.data, asked.data]


def test_a_live_notebook_is_offered_the_widget_too_for_it_shows_one_of_the_three(monkeypatch):
    monkeypatch.delenv("EXPLORER_HOST", raising=False)
    made = Explorer(
        lambda n: n,
        lambda result, ax: ax.set(xlim=(0, 1), ylim=(0, 1)),
        name="empty",
        title="Empty",
        caption="{n}",
        controls={"n": (1, 2)},
    )
    data, about = made._repr_mimebundle_()
    assert set(data) == {"text/plain", "image/png", "application/vnd.jupyter.widget-view+json"}
    assert about == {"image/png": {"alt": "Empty. 1"}}


def test_where_something_is_to_be_predicted_neither_the_picture_nor_its_words_tell(tmp_path):
    asked = run_here(SIMULATION, tmp_path)[1].outputs[0]
    assert asked.metadata["image/png"]["alt"] == "A line. Predict first. How far? (4 / 9)"
    assert holds(asked, palette.INK) and not holds(asked, palette.BLUE)


def holds(output, colour: str) -> bool:
    """Whether a pixel of the output's picture has a colour, or nearly: its palette is a choice of 64."""
    pixels = np.asarray(Image.open(io.BytesIO(base64.b64decode(output.data["image/png"]))).convert("RGB"), int)
    return bool((abs(pixels - ImageColor.getrgb(colour)).max(axis=-1) < 32).any())


def test_a_picture_that_looks_the_same_keeps_its_bytes(tmp_path):
    def copies():
        notebook = nbformat.v4.new_notebook(cells=run_here(SIMULATION, tmp_path)[:1])
        return notebook, notebook.cells[0].outputs[0].data

    (older, old), (newer, new) = copies(), copies()
    image = Image.open(io.BytesIO(base64.b64decode(new["image/png"])))
    image.save(file := io.BytesIO(), "png", compress_level=1)
    new["image/png"] = base64.b64encode(file.getvalue()).decode()
    assert new["image/png"] != old["image/png"]
    assert twins.with_pictures_of(newer, older).cells[0].outputs[0].data["image/png"] == old["image/png"]
    file = io.BytesIO()
    image.convert("RGB").transpose(Image.Transpose.FLIP_TOP_BOTTOM).save(file, "png")
    new["image/png"] = turned = base64.b64encode(file.getvalue()).decode()
    assert twins.with_pictures_of(newer, older).cells[0].outputs[0].data["image/png"] == turned
