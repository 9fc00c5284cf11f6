"""The explorer by itself: its wheel, alone in a folder, makes an explorer and its page with nothing of the book."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile

import pytest
from conftest import ROOT

HOME = ROOT / "everystate"
CODE = re.compile(r"```python\n(.*?)```", re.DOTALL)
CHECKED = """
import sys, everystate
from pathlib import Path
assert Path(everystate.__file__).parent.parent == Path(sys.argv[1]), everystate.__file__
assert not [name for name in sys.modules if name.partition(".")[0] in ("simulations", "extensions", "sphinx")]
"""


@pytest.fixture(scope="session")
def wheel(tmp_path_factory):
    """The wheel, built from a copy: pip builds in the folder it is given."""
    folder = tmp_path_factory.mktemp("wheel")
    ignored = shutil.ignore_patterns("build", "*.egg-info", "__pycache__", "node_modules")
    source = shutil.copytree(HOME, folder / "everystate", ignore=ignored)
    pip("wheel", "--no-build-isolation", "--wheel-dir", folder, source)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="session")
def installed(wheel, tmp_path_factory):
    """A folder with the package and nothing else."""
    folder = tmp_path_factory.mktemp("installed")
    pip("install", "--target", folder, wheel)
    return folder


def pip(command, *arguments):
    alone = ["--no-deps", "--quiet", "--disable-pip-version-check", "--no-index"]
    subprocess.run([sys.executable, "-m", "pip", command, *alone, *map(str, arguments)], check=True)


def run(installed, code, *arguments, cwd) -> str:
    """What a script prints that sees the installed package and nothing of the book."""
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("EXPLORER")}
    surroundings |= {"PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"}
    command = [sys.executable, "-c", code, *map(str, arguments)]
    done = subprocess.run(command, cwd=cwd, env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_wheel_has_every_module_its_script_and_style_and_no_more(wheel):
    names = {
        name.removeprefix("everystate/") for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name
    }
    assert names == {path.name for path in HOME.iterdir() if path.suffix in (".py", ".js", ".css")}


def test_the_package_alone_makes_the_readmes_example_and_its_page(installed, tmp_path):
    example = "\n".join(CODE.findall((HOME / "README.md").read_text(encoding="utf-8")))
    run(installed, example + CHECKED, installed, cwd=tmp_path)
    made = (tmp_path / "wave.html").read_text(encoding="utf-8")
    assert made.startswith("<!DOCTYPE html>") and made.count('<section class="explorer"') == 1
    assert re.search(r"3 cycles, 0\.\d+ high\.</p>", made) and len(made) > 40_000  # style, script and table are in it


def test_the_books_package_ships_the_explorer_too():
    from setuptools import find_namespace_packages

    with (ROOT / "pyproject.toml").open("rb") as file:
        tool = tomllib.load(file)["tool"]["setuptools"]
    found = find_namespace_packages(str(ROOT), **{"include": [], "exclude": [], **tool["packages"]["find"]})
    assert "everystate" in found and not [name for name in found if name.startswith("everystate.")]
    assert {"*.js", "*.css"} <= set(tool["package-data"]["*"])


def test_the_licence_is_the_books():
    assert (HOME / "LICENSE").read_text(encoding="utf-8") == (ROOT / "LICENSE").read_text(encoding="utf-8")


def test_the_changelog_begins_with_the_version():
    version = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    first = re.search(r"^## (\d\S*)", (HOME / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert first[1] == version
