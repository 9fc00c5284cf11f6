"""What a deploy publishes: the main branch at the site's root, and each term, a tag like ``term-2027-spring``, in a
folder of its own that stays as it is.

    python -m extensions.publish settings URL    # for the build of this branch or tag: lines NAME=value
    python -m extensions.publish push REMOTE     # what was built, onto the branches of the notebooks and of the site

Both read the branch or tag from GITHUB_REF_NAME and GITHUB_REF_TYPE. The branch ``site`` is the whole site, one commit
without history; deploy.yml gives it to Pages. A term whose tag was taken away leaves it at the next push.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from extensions import offline
from extensions.site import ROOT

SITE, NOTEBOOKS = "site", "notebooks"
BESIDE = ("paper/emergence-measured.pdf", "epub/emergence-measured.epub")  # below _build: they go beside the pages
TERM = re.compile(r"term-[a-z0-9][a-z0-9.-]*")
AUTHOR = {
    "GIT_AUTHOR_NAME": "github-actions[bot]",
    "GIT_AUTHOR_EMAIL": "github-actions[bot]@users.noreply.github.com",
    "GIT_COMMITTER_NAME": "github-actions[bot]",
    "GIT_COMMITTER_EMAIL": "github-actions[bot]@users.noreply.github.com",
}


def main(arguments: list[str]) -> None:
    """Does what is asked for the branch or tag that is at work."""
    parser = argparse.ArgumentParser(prog="python -m extensions.publish", description="What a deploy publishes.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("settings").add_argument("url", help="of the site's root")
    commands.add_parser("push").add_argument("remote", help="the repository's address")
    chosen = parser.parse_args(arguments)
    try:
        term = term_of(os.environ.get("GITHUB_REF_NAME", ""), os.environ.get("GITHUB_REF_TYPE", ""))
    except ValueError as error:
        raise SystemExit(str(error)) from None
    if chosen.command == "settings":
        print(*(f"{name}={value}" for name, value in settings(chosen.url, term).items()), sep="\n")
        return
    push_notebooks(chosen.remote, ROOT, term)
    put_beside(ROOT / "_build")
    push_site(chosen.remote, ROOT / "_build" / "html", term)


def term_of(name: str, kind: str) -> str:
    """The term that a ref is: the tag's name, "" for a branch. Raises ``ValueError`` for any other tag."""
    if kind == "branch":
        return ""
    if kind != "tag" or not TERM.fullmatch(name):
        raise ValueError(
            f"a term must be a tag like term-2027-spring (small letters, digits, - and .), not {kind} {name!r}"
        )
    return name


def settings(url: str, term: str) -> dict[str, str]:
    """What the build is told beside its ref: where its pages and their zip will stand, and on which branch its
    notebooks."""
    root = url.rstrip("/") + "/"
    pages = f"{root}{term}/" if term else root
    return {
        "BOOK_URL": pages,
        "BOOK_OFFLINE": f"{pages}{offline.NAME}.zip",
        "BOOK_NOTEBOOKS": f"{NOTEBOOKS}-{term}" if term else NOTEBOOKS,
    }


def push_notebooks(remote: str, root: Path, term: str) -> None:
    """The notebooks of the book at ``root``, alone on their branch.

    With its history: nbgitpuller merges what is new into what a student has, and orphans cannot be merged.
    """
    branch = settings("", term)["BOOK_NOTEBOOKS"]
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / NOTEBOOKS
        if not _cloned(remote, branch, clone):
            _git("init", "--quiet", "--initial-branch", branch, str(clone))
        for path in clone.rglob("*.ipynb"):
            path.unlink()
        for path in [*root.glob("*.ipynb"), *root.glob("chapters/*.ipynb")]:
            target = clone / path.relative_to(root)
            target.parent.mkdir(exist_ok=True)
            shutil.copy2(path, target)
        _commit(clone)
        _git("push", "--quiet", remote, branch, at=clone)


def put_beside(built: Path) -> None:
    """Puts the book's other forms that are in ``built`` beside its pages, so that they go where these go."""
    for path in map(built.joinpath, BESIDE):
        if path.exists():
            shutil.copy2(path, built / "html" / path.name)


def push_site(remote: str, pages: Path, term: str) -> None:
    """The site with these pages in their place, and every other term that has its tag as it was."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / SITE
        if _cloned(remote, SITE, site):
            shutil.rmtree(site / ".git")
        place(site, pages, term, kept=_terms(remote))
        _git("init", "--quiet", "--initial-branch", SITE, str(site))
        _commit(site)
        _git("push", "--quiet", "--force", remote, SITE, at=site)


def place(site: Path, pages: Path, term: str, *, kept: set[str]) -> None:
    """Puts ``pages``, and a zip of them, at the root of ``site`` or into a term's folder; terms not ``kept`` go."""
    site.mkdir(parents=True, exist_ok=True)
    terms = {path.name for path in site.iterdir() if path.is_dir() and TERM.fullmatch(path.name)}
    for path in list(site.iterdir()):
        gone = path.name not in kept if path.name in terms else not term
        if gone or path.name == term:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.copytree(pages, site / term, dirs_exist_ok=True)
    offline.write(pages, site / term / f"{offline.NAME}.zip")


def _terms(remote: str) -> set[str]:
    """The terms that have a tag."""
    names = re.findall(r"refs/tags/(\S+?)(?:\^\{\})?$", _git("ls-remote", "--tags", remote), re.MULTILINE)
    return {name for name in names if TERM.fullmatch(name)}


def _cloned(remote: str, branch: str, folder: Path) -> bool:
    """Whether the remote has the branch; its last commit is then in ``folder``."""
    if not _git("ls-remote", "--heads", remote, f"refs/heads/{branch}"):
        return False
    _git("clone", "--quiet", "--depth", "1", "--branch", branch, remote, str(folder))
    return True


def _commit(folder: Path) -> None:
    """Commits what is in a clone, where anything is new."""
    _git("add", "--all", "--force", at=folder)
    if _git("status", "--porcelain", at=folder):
        _git("commit", "--quiet", "--message", f"As published from {os.environ.get('GITHUB_SHA', 'here')}", at=folder)


def _git(*words: str, at: Path | None = None) -> str:
    """What git prints; stops with what git said where it fails."""
    done = subprocess.run(["git", *words], cwd=at, env=os.environ | AUTHOR, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"git {words[0]} failed: {done.stderr.strip()}")
    return done.stdout


if __name__ == "__main__":
    main(sys.argv[1:])
