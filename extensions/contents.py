"""What the book is made of: its notebook chapters."""

import re
from pathlib import Path

import yaml

from extensions.site import ROOT


def chapters(root: Path = ROOT) -> list[Path]:
    """The sources of the notebook chapters: the pages that name a kernel, the introduction first."""
    pages = [root / "intro.md", *sorted((root / "chapters").glob("*.md"))]
    return [path for path in pages if "kernelspec" in _front_matter(path)]


def _front_matter(path: Path) -> dict:
    match = re.match(r"---\n(.*?)\n---\n", path.read_text(encoding="utf-8"), re.DOTALL)
    return yaml.safe_load(match[1]) if match else {}
