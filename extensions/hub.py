"""Links that open a chapter's notebook elsewhere: on Binder, and by nbgitpuller on a JupyterHub of one's own.

They are made from the address that the book is published from, so a fork's lead to the fork.
"""

from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

from extensions import contents
from extensions.boxes import Box
from extensions.site import addresses

HUB = "https://YOUR-HUB"  # nobody but the instructor knows the hub's address
BINDER = "https://mybinder.org/v2"
UNKNOWN = (
    "*This copy of the book does not know its address, so it has no links to make. The pages that a repository "
    "publishes have them.*"
)


def setup(app):
    """Registers the directive."""
    app.add_directive("notebook-links", NotebookLinks)


def binder(notebook: str, place: dict[str, str]) -> str:
    """The address on the public Binder of a notebook, a path from the repository's root: its clone has the package.

    "" for a repository that is not on GitHub, whose branches and tags Binder would not find by this address.
    """
    at = urlsplit(place["repository"])
    if at.hostname != "github.com":
        return ""
    query = urlencode({"urlpath": f"lab/tree/{notebook}"})
    return f"{BINDER}/gh{at.path.removesuffix('.git')}/{quote(place['ref'], safe='')}?{query}"


def nbgitpuller(notebook: str, place: dict[str, str], hub: str = HUB) -> str:
    """The address on a hub of a notebook that nbgitpuller fetches, from the branch that has the notebooks.

    A branch and not a tag: nbgitpuller merges what is new on it whenever the link is followed again.
    """
    folder = place["repository"].rstrip("/").removesuffix(".git").rsplit("/", 1)[-1]
    asked = {"urlpath": f"lab/tree/{folder}/{notebook}", "repo": place["repository"], "branch": place["branch"]}
    return f"{hub}/hub/user-redirect/git-pull?{urlencode(asked, safe='/:')}"


def table(root: Path, place: dict[str, str]) -> str:
    """The links of every notebook in MyST, Binder's and a hub's to be copied; without an address, a sentence."""
    if "/OWNER/" in place["repository"]:
        return UNKNOWN
    listed = (root / "_toc.yml").read_text(encoding="utf-8")
    paths = [path.relative_to(root).with_suffix("") for path in contents.chapters(root)]
    paths.sort(key=lambda path: listed.find(path.as_posix()))
    notebooks = {path.name: f"{path.as_posix()}.ipynb" for path in paths}
    at_binder = [f"[{name}]({binder(path, place)})" for name, path in notebooks.items() if binder(path, place)]
    first = "On Binder: " + ", ".join(at_binder) + "." if at_binder else "Binder has no short address for this host."
    lines = [nbgitpuller(path, place) for path in notebooks.values()]
    return "\n".join([first, "", f"For your hub, with its address for `{HUB}`:", "", "```text", *lines, "```"])


class NotebookLinks(Box):
    """The links, made from where the book stands."""

    has_content = False

    def run(self):
        return self.parsed(table(Path(self.env.srcdir), addresses(Path(self.env.srcdir))))
