"""Which pages run again, and that a build leaves no trace of its place or hour: a small book with its own package."""

import contextlib
import json
import os
import shutil

import pytest
from conftest import ROOT, build_sample

ODDS = """\
---
jupytext:
  text_representation: {extension: .md, format_name: myst}
kernelspec: {name: python3, display_name: Python 3}
---
# A plain page

```{code-cell} ipython3
:tags: [remove-cell]
# Colab set-up: filled in by `make notebooks`
```

```{code-cell} ipython3
import time
from simulations.laws import odds
print("The odds", end=" ")
time.sleep(0.5)
print("are", float(odds.odds(0.6)))
```
"""
COUNTED = """

```{code-cell} ipython3
:tags: [remove-cell]
import os

with open(os.environ["RUNS"], "a") as runs:
    print("once", file=runs)
```
"""
LEFT = shutil.ignore_patterns("__pycache__", "node_modules", ".*")


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A house with the small book in it, of whose pages one alone uses simulations/laws/odds.py."""
    house = tmp_path_factory.mktemp("house")
    for name in ("assets", "everystate", "extensions", "simulations", "tests/book"):
        shutil.copytree(ROOT / name, house / name, ignore=LEFT)
    shutil.copytree(ROOT / "extensions/kernel", house / "extensions/kernel", dirs_exist_ok=True, ignore=LEFT)
    for path in (ROOT / "pyproject.toml", *ROOT.glob("requirements*.txt")):
        shutil.copy2(path, house)
    (house / "tests/book/chapters/plain.md").write_text(ODDS, encoding="utf-8")
    with (house / "tests/book/chapters/sample.md").open("a", encoding="utf-8") as page:
        page.write(COUNTED)
    return house


def built(house, folder):
    """The pages of a build of the house's small book; beside them runs.txt has a line for each run of one of them."""
    folder.parent.mkdir(exist_ok=True)
    return build_sample(folder, house / "tests/book", PYTHONPATH=str(house), RUNS=str(folder.parent / "runs.txt"))


def ran(pages) -> dict[str, int]:
    """When each page with cells ran, by its name."""
    found = pages.parent.glob(".jupyter_cache/*/*/used.json")
    return {path.parent.name: path.stat().st_mtime_ns for path in found}


def test_a_changed_module_runs_the_pages_again_that_use_it_and_all_else_stays(house, tmp_path):
    pages = built(house, tmp_path / "one")
    before = ran(pages)
    used = {name: json.loads(_used(pages, name).read_text()) for name in before}
    module = "simulations/laws/odds.py"
    assert [name for name in sorted(used) if module in used[name]] == ["chapters-plain"]
    assert "simulations/palette.py" in used["chapters-sample"] and "requirements.txt" in used["chapters-plain"]
    assert "The odds are 1.49" in (pages / "chapters/plain.html").read_text(encoding="utf-8"), "a line was cut"

    path = house / module
    path.write_text(path.read_text(encoding="utf-8") + "\n\ndef odds(share):\n    return 17.25\n", encoding="utf-8")
    built(house, tmp_path / "one")
    after = ran(pages)
    assert [name for name in sorted(after) if after[name] != before[name]] == ["chapters-plain"]
    assert "17.25" in (pages / "chapters/plain.html").read_text(encoding="utf-8")

    with (house / "requirements.txt").open("a", encoding="utf-8") as pins:
        pins.write("# every page is stale\n")
    assert (tmp_path / "runs.txt").read_text().split() == ["once"]
    built(house, tmp_path / "one")  # a page with sources: what an earlier build knew of it must not stop its reading
    assert (tmp_path / "runs.txt").read_text().split() == ["once", "once"]

    with one_processor():  # so that one page runs after the other
        clean = built(house.rename(tmp_path / "elsewhere"), tmp_path / "two/deeper")
    assert _contents(clean) == _contents(pages)
    assert not any(b"Error in callback" in content for content in _contents(clean).values())


@contextlib.contextmanager
def one_processor():
    """For this process and those that it starts, where a system can do that."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    all_of_them = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(all_of_them)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, all_of_them)


def _used(pages, name):
    return next(pages.parent.glob(f".jupyter_cache/*/{name}/used.json"))


def _contents(pages) -> dict[str, bytes]:
    return {path.relative_to(pages).as_posix(): path.read_bytes() for path in pages.rglob("*") if path.is_file()}
