"""One fold for all set-up of a chapter's code, at the page's end; the notebook has each cell where it runs."""

from docutils import nodes

from extensions.boxes import details, summary

TITLE = "Set-up of this page's code"
TOLD = (
    "What the cells above begin with: imports, and tables that are read once. In the notebook each of these cells "
    "stands before the first that needs it."
)


def setup(app):
    """Moves the cells once a page is read, and its cells have run."""
    app.connect("doctree-read", _gather)


def set_up_cells(doctree: nodes.document) -> list[nodes.container]:
    """The folded cells that put nothing on the page."""
    return [cell for cell in doctree.findall(nodes.container) if cell.get("hide_mode") == "input" and not _shows(cell)]


def _shows(cell: nodes.container) -> bool:
    return any(part.get("nb_element") == "cell_code_output" for part in cell.children)


def _gather(app, doctree):
    cells = set_up_cells(doctree)
    if not cells:
        return
    for cell in cells:
        cell.parent.remove(cell)
        del cell["hide_mode"]  # else it would be a fold of its own
        cell["classes"] = ["cell"]
    fold = details("", summary("", TITLE), nodes.paragraph("", TOLD), *cells, kind="set-up", name="", right=False)
    page = next(doctree.findall(nodes.section), doctree)
    page += fold
