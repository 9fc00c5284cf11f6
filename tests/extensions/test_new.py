"""A new chapter, made in a copy of the repository: it works at once, and what its author gets wrong is said."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, served

from extensions import new

CONTENTS = (ROOT / "_toc.yml").read_text(encoding="utf-8")


def run(folder: Path, *command) -> subprocess.CompletedProcess:
    surroundings = {**os.environ, "PYTHONPATH": str(folder), "EXPLORER_HOST": "text"}
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=folder, env=surroundings, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the repository with the new chapter *second_tries*, built."""
    folder = tmp_path_factory.mktemp("copy") / "book"
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(".git", ".venv*", "_build", "__pycache__"))
    for command in (("extensions.new", "second_tries"), ("extensions.build", "second_tries")):
        done = run(folder, *command)
        assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_its_page_has_one_simulation_which_is_alive(copy, browser):
    page = browser.new_page()
    with served(copy / "_build/chapter/second_tries/_build/html") as url:
        page.goto(f"{url}chapters/second_tries.html")
        page.locator(".explorer.live").wait_for()
        before = page.locator(".explorer-caption").inner_text()
        page.locator("[data-control=tries]").press("End")
        assert page.locator(".explorer-caption").inner_text() != before
        assert ". Second tries" in page.locator("h1").inner_text() and page.locator(".explorer").count() == 1
    page.close()


def test_its_code_keeps_to_the_houses_rules(copy):
    done = run(copy, "ruff", "check", ".")
    assert done.returncode == 0, done.stdout
    done = run(copy, "ruff", "format", "--check", ".")
    assert done.returncode == 0, done.stdout
    assert "second_tries" not in run(copy, "extensions.cells").stdout
    rules = [
        "tests/second_tries",
        "tests/extensions/test_notebooks.py",
        "tests/test_imports.py",
        "tests/test_sources.py",
    ]
    done = run(
        copy, "pytest", "-q", "-p", "no:cacheprovider", *rules, "-k", "second_tries and not twin and not solution"
    )
    assert done.returncode == 0, done.stdout


def test_what_is_wrong_is_said_last_and_again_until_it_is_mended(copy):
    page = copy / "chapters/second_tries.md"
    text = page.read_text(encoding="utf-8")
    slips = (
        ":::{claim} mirage-dat\n:::\n\n{cite:p}`nobody1900`, {term}`tokon`, [there](mirage.md#nowhere).\n\n## Exercises"
    )
    page.write_text(text.replace("## Exercises", slips), encoding="utf-8")
    first, again = (run(copy, "extensions.build", "second_tries") for _ in range(2))
    assert first.returncode == again.returncode == 1 and first.stderr == again.stderr
    said = first.stderr.strip().splitlines()
    assert len(said) == 4
    for words in ("did you mean 'mirage-date'?", 'bibtex key "nobody1900"', "glossary: 'tokon'", "'nowhere'"):
        assert words in first.stderr
    page.write_text(text.replace("tries=widgets", "trys=widgets"), encoding="utf-8")
    done = run(copy, "extensions.build", "second_tries")
    assert done.returncode == 1 and "control 'trys'" in done.stderr.splitlines()[-1]
    assert len(done.stderr.strip().splitlines()) <= 4
    page.write_text(text, encoding="utf-8")
    done = run(copy, "extensions.build", "second_tries")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", ["", "a/b", "import", "Tries", "two words", "1st", "..", "retries.md"])
def test_a_name_that_python_cannot_import_is_refused(tmp_path, name):
    with pytest.raises(ValueError, match="NAME must be a name for Python in small letters"):
        new.new(name, tmp_path)


@pytest.mark.parametrize("name, place", [("mirage", "chapters/mirage.md"), ("words", "simulations/words.py")])
def test_a_name_that_is_taken_is_refused_and_nothing_is_written(name, place):
    before = (ROOT / place).read_bytes()
    with pytest.raises(ValueError, match=f"not '{name}': there is .*{place}"):
        new.new(name)
    assert (ROOT / place).read_bytes() == before
    with pytest.raises(ValueError, match="there is simulations/laws"):
        new.new("laws")


def test_it_stands_last_among_the_chapters_and_nothing_else_changes():
    lines = new.listed(CONTENTS, "retries").split("\n")
    at = lines.index("      - file: chapters/retries")
    assert lines[at + 1] == "  - caption: Back matter"
    assert [line for i, line in enumerate(lines) if i != at] == CONTENTS.split("\n")
