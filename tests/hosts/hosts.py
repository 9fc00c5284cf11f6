"""How each host is started, and how a notebook is run, read and typed in there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

READY = 60_000  # milliseconds for a notebook and its kernel to be there
AT_REST = 300_000  # for all its cells to be run


@dataclass(frozen=True)
class Host:
    """A host: its packages, the module that starts it, its application by its settings' name, where notebooks open."""

    name: str
    packages: tuple[str, ...]
    command: tuple[str, ...]
    app: str
    at: str
    options: tuple[str, ...] = ()

    def opened(self, page: Page) -> None:
        """Waits until the notebook is open and its kernel is idle."""
        raise NotImplementedError

    def run_all(self, page: Page) -> None:
        """Starts all cells."""
        raise NotImplementedError

    def rest(self, page: Page) -> None:
        """Waits until no cell runs any more."""
        raise NotImplementedError

    def outputs(self, page: Page, cell: int) -> list[dict[str, Any]]:
        """A cell's outputs, as the notebook's file would have them."""
        raise NotImplementedError

    def show(self, page: Page, cell: int) -> None:
        """Brings a cell into view."""
        raise NotImplementedError

    def type_into(self, page: Page, cell: int, lines: Sequence[str]) -> None:
        """Types these lines into a cell in place of what stands there, and runs it and the next one."""
        self.edit(page, cell)
        page.keyboard.press("Control+A")
        page.keyboard.insert_text("\n".join(lines))
        page.keyboard.press("Shift+Enter")
        page.keyboard.press("Shift+Enter")
        self.rest(page)

    def edit(self, page: Page, cell: int) -> None:
        """Puts the cursor into a cell."""
        raise NotImplementedError


class Classic(Host):
    """The classic notebook, of version 6."""

    def opened(self, page: Page) -> None:
        page.wait_for_function("() => window.Jupyter?.notebook?.kernel?.is_connected()", timeout=READY)
        page.wait_for_function("() => Jupyter.notebook._fully_loaded", timeout=READY)

    def run_all(self, page: Page) -> None:
        page.get_by_role("link", name="Cell", exact=True).click()
        page.locator("#run_all_cells").click()

    def rest(self, page: Page) -> None:
        page.wait_for_function(
            "() => !document.querySelector('.code_cell.running, #kernel_indicator_icon.kernel_busy_icon')",
            timeout=AT_REST,
        )

    def outputs(self, page: Page, cell: int) -> list[dict[str, Any]]:
        return page.evaluate("(i) => Jupyter.notebook.get_cell(i).output_area.toJSON()", cell)

    def show(self, page: Page, cell: int) -> None:
        page.evaluate("(i) => Jupyter.notebook.get_cell(i).element[0].scrollIntoView()", cell)

    def edit(self, page: Page, cell: int) -> None:
        self.show(page, cell)
        page.locator(".cell").nth(cell).locator(".CodeMirror").click()


PANEL = "(() => { const w = jupyterapp.shell.currentWidget; return w.content.widgets ? w : null; })()"


class Lab(Host):
    """JupyterLab, and Notebook 7, which is made of its parts."""

    def opened(self, page: Page) -> None:
        page.wait_for_function(
            "() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel?.status === 'idle'"
            f" && {PANEL}",
            timeout=READY,
        )

    def run_all(self, page: Page) -> None:
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()

    def rest(self, page: Page) -> None:
        page.wait_for_function(
            f"() => {PANEL}.sessionContext.session.kernel.status === 'idle' &&"
            f" [...{PANEL}.content.model.cells].every((cell) => !['running', 'pending'].includes(cell.executionState))",
            timeout=AT_REST,
            polling=500,
        )

    def outputs(self, page: Page, cell: int) -> list[dict[str, Any]]:
        return page.evaluate(f"(i) => {PANEL}.content.model.cells.get(i).outputs.toJSON()", cell)

    def show(self, page: Page, cell: int) -> None:
        page.evaluate(f"(i) => {PANEL}.content.scrollToItem(i, 'start')", cell)

    def edit(self, page: Page, cell: int) -> None:
        self.show(page, cell)
        page.evaluate(f"(i) => {{ {PANEL}.content.activeCellIndex = i; {PANEL}.content.mode = 'edit'; }}", cell)
        page.locator(".jp-Notebook .jp-mod-active .cm-content").click()


HOSTS = {
    host.name: host
    for host in (
        Classic("classic", ("notebook<7", "ipywidgets<8", "setuptools<81"), ("notebook",), "NotebookApp", "notebooks"),
        Lab(
            "notebook",
            ("notebook>=7", "ipywidgets>=8"),
            ("jupyter", "notebook"),
            "IdentityProvider",
            "notebooks",
            ("--JupyterNotebookApp.expose_app_in_browser=True",),
        ),
        Lab(
            "lab",
            ("jupyterlab>=4", "ipywidgets>=8"),
            ("jupyter", "lab"),
            "IdentityProvider",
            "lab/tree",
            ("--LabApp.expose_app_in_browser=True",),
        ),
    )
}
