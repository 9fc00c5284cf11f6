"""What the two commands stand on: the pins, the Pythons promised, and install.py's words."""

import hashlib
import importlib.metadata
import os
import re
import shutil
import socket
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from pathlib import Path

import chromium
import everything
import pytest
import yaml
from conftest import ROOT
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

import install

PINS = [
    Requirement(line.removesuffix("\\").strip())
    for name in install.PINS
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines()
    if line.strip() and line[0] not in "# "
]
# Debian 12's own Python is 3.11.2: a promise holds from a version's first release on.
PROMISED = [f"{major}.{minor}.0" for major, minor in install.promised()]


def refusing(requires: dict[str, str], versions: list[str]) -> list[str]:
    """The packages, of those whose Requires-Python is given, that one of the versions may not have."""
    return [name for name, said in requires.items() if not all(SpecifierSet(said).contains(one) for one in versions)]


def distributions() -> list[importlib.metadata.Distribution]:
    """What is installed; not what a package (setuptools) carries along and puts on the path when it is imported."""
    return list(importlib.metadata.distributions(path=[sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]))


def here(pin: Requirement) -> bool:
    return pin.marker is None or pin.marker.evaluate({"extra": ""})


def test_every_pin_takes_every_python_that_is_promised():
    said = {each.name: each.metadata.get("Requires-Python") for each in distributions()}
    requires = {name: versions for name, versions in said.items() if versions}
    assert len(requires) > 90
    assert refusing(requires, PROMISED) == []


def test_a_pin_that_refuses_the_first_release_of_a_python_is_found():
    assert refusing({"soupsieve": ">=3.11.5", "numpy": ">=3.11"}, ["3.11.0", "3.12.0"]) == ["soupsieve"]


def test_each_package_has_one_pin():
    pins = {}
    for pin in PINS:
        pins.setdefault(pin.name, set()).add(str(pin.specifier))
    assert len(pins) > 150 and [name for name, versions in pins.items() if len(versions) > 1] == []


def test_the_groups_are_those_of_pyproject_and_have_all_that_they_name():
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    assert set(groups) == set(install.GROUPS)
    del groups["lab"]  # pinned without hashes
    for group, members in groups.items():
        named = {canonicalize_name(Requirement(one).name) for one in members if isinstance(one, str)}
        assert named <= install.needed([group])
    assert "torch" not in install.needed(groups) and "ray" not in install.needed(["book", "jupyter"])


def test_a_group_is_closed_all_that_its_packages_require_is_fetched_by_it():
    for group in ("book", "jupyter", "lint", "test"):
        names = install.needed([group])
        for each in distributions():
            if canonicalize_name(each.name) in names:
                required = map(Requirement, each.requires or [])
                wanted = {canonicalize_name(one.name) for one in required if here(one)}
                assert wanted <= names, each.name


def test_every_package_but_pytorchs_has_its_hashes(tmp_path, monkeypatch):
    monkeypatch.setattr(install, "VENV", str(tmp_path))
    flag, _, path = install.hashed({"numpy", "pip"})
    assert flag == "--require-hashes"
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    assert [line.split("==")[0] for line in lines if line[0] != " "] == ["numpy", "pip"]
    assert all("--hash=sha256:" in lines for lines in install.pinned_packages().values())


def test_a_file_with_another_hash_is_refused(tmp_path):
    """pip's own word, so that the form of the file is known to mean what it should."""
    wheel = tmp_path / "mine-1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as file:
        file.writestr("mine-1.dist-info/METADATA", "Metadata-Version: 2.1\nName: mine\nVersion: 1\n")
        file.writestr("mine-1.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        file.writestr("mine-1.dist-info/RECORD", "")
    right = hashlib.sha256(wheel.read_bytes()).hexdigest()
    command = [sys.executable, "-m", "pip", "install", "--dry-run", "--no-index", "--find-links", tmp_path]
    for digest, status in ((right, 0), ("0" * 64, 1)):
        (tmp_path / "wanted.txt").write_text(f"mine==1 \\\n    --hash=sha256:{digest}\n    # via nobody\n")
        words = ["--require-hashes", "-r", tmp_path / "wanted.txt"]
        done = subprocess.run([*command, *words], capture_output=True, text=True, check=False)
        assert done.returncode == status, done.stderr


def test_what_is_installed_is_what_is_pinned():
    installed = {canonicalize_name(each.name): each.version for each in distributions()}
    wrong = [
        f"{pin} (here: {installed[pin.name]})"
        for pin in PINS
        if here(pin) and pin.name in installed and not pin.specifier.contains(installed[pin.name], prereleases=True)
    ]
    assert wrong == []


def test_the_promise_is_the_workflows_too():
    lines = [f"{major}.{minor}" for major, minor in install.promised()]
    assert lines[0] == re.search(r'requires-python = ">=([\d.]+)"', (ROOT / "pyproject.toml").read_text("utf-8"))[1]
    for name, job in (("book", "test"), ("monthly", "pythons")):
        workflow = yaml.safe_load((ROOT / f".github/workflows/{name}.yml").read_text(encoding="utf-8"))
        assert workflow["jobs"][job]["strategy"]["matrix"]["python"] == lines
    assert f"Python {lines[0]} to {lines[-1]}" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "said, words",
    [
        ("WARNING: Retrying (Retry(total=1)) after connection broken\nERROR: No matching distribution", "No network"),
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "The disk is full"),
        ("ERROR: [Errno 13] Permission denied: '/x'", "may not be written to"),
        ("ERROR: ResolutionImpossible", "pip could not install the packages"),
    ],
)
def test_pips_failure_is_a_sentence(said, words):
    told = install.failure(said)
    assert words in told and len(told.splitlines()) <= 5


def test_a_python_that_is_not_promised_is_refused_where_it_is_named(monkeypatch):
    monkeypatch.setattr(install, "promised", lambda: [(3, 98), (3, 99)])
    monkeypatch.setenv("PYTHON", sys.executable)
    with pytest.raises(install.Stop, match=r"PYTHON must be a Python 3\.98 to 3\.99, not "):
        install.chosen_python()
    monkeypatch.delenv("PYTHON")
    with pytest.raises(install.Stop, match=r"Python 3\.98 to 3\.99 is needed"):
        install.chosen_python()


def test_a_folder_with_other_things_in_it_is_no_environment(tmp_path, monkeypatch):
    (tmp_path / "thesis.txt").write_text("mine")
    monkeypatch.setattr(install, "VENV", str(tmp_path))
    monkeypatch.setattr(install, "PYTHON", str(tmp_path / "bin/python"))
    with pytest.raises(install.Stop, match="other things in it"):
        install.make_environment(sys.executable)
    assert (tmp_path / "thesis.txt").exists()


@pytest.mark.parametrize("mark", [None, "made-by-install.txt", "installed.txt"])
def test_a_folder_is_emptied_only_where_install_made_it(tmp_path, monkeypatch, mark):
    for name in ("bin", "lib", "share"):  # as a home's .local has them
        (tmp_path / name).mkdir()
    (tmp_path / "bin/mine").touch()
    if mark:
        (tmp_path / mark).touch()
    monkeypatch.setattr(install, "VENV", str(tmp_path))
    monkeypatch.setattr(install, "PYTHON", str(tmp_path / "bin/python"))
    monkeypatch.setattr(install, "MARK", str(tmp_path / "made-by-install.txt"))
    if mark:
        install.make_environment(sys.executable)
        assert install.runs_pip(install.PYTHON) and not (tmp_path / "bin/mine").exists()
        assert (tmp_path / "made-by-install.txt").exists()
    else:
        with pytest.raises(install.Stop, match=f"a folder that install.py made or none yet, not {tmp_path}"):
            install.make_environment(sys.executable)
        assert (tmp_path / "bin/mine").exists()


def test_a_package_that_pip_was_stopped_at_is_forgotten(tmp_path, monkeypatch):
    packages = tmp_path / "lib/python3.12/site-packages"
    for name, files in (("whole-1.dist-info", ("METADATA", "INSTALLER")), ("half-1.dist-info", ("METADATA",))):
        (packages / name).mkdir(parents=True)
        for file in files:
            (packages / name / file).touch()
    monkeypatch.setattr(install, "VENV", str(tmp_path))
    install.drop_half_installed()
    assert [path.name for path in packages.iterdir()] == ["whole-1.dist-info"]


def test_make_without_any_python_says_so(tmp_path):
    for name in ("make", "bash"):
        (tmp_path / name).symlink_to(shutil.which(name))
    command = ["make", "-f", ROOT / "Makefile", "setup"]
    done = subprocess.run(
        command, env={"PATH": str(tmp_path)}, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0 and done.stderr.startswith("There is no python3 here")


def test_a_red_part_does_not_stop_the_rest_and_stands_in_the_sum(monkeypatch, capsys):
    parts = {"lint": [sys.executable, "-c", "raise SystemExit(3)"], "book": [sys.executable, "-c", ""]}
    monkeypatch.setattr(everything, "PARTS", parts)
    monkeypatch.setattr(chromium, "found_or_installed", lambda: "/a/browser")
    assert everything.main() == 1
    lines = [line.split()[:2] for line in capsys.readouterr().out.splitlines()[-2:]]
    assert lines == [["lint", "FAILED"], ["book", "passed"]]
    monkeypatch.setattr(everything, "PARTS", {"book": parts["book"]})
    assert everything.main() == 0


FAILING = """
def test_a_heading(browser):
    page = browser.new_page()
    page.set_content("<h1>Wrong</h1>")
    assert page.inner_text("h1") == "Right"


def test_another(browser):
    browser.new_page().set_content("<p>Also open</p>")
    assert False


def test_a_right_one(browser):
    browser.new_page()
"""


def test_a_failed_test_leaves_a_picture_of_its_pages(tmp_path):
    (tmp_path / "test_failing.py").write_text(FAILING)
    words = ["-p", "conftest", "-p", "no:cacheprovider", f"--junitxml={tmp_path}/tests.xml", tmp_path]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--rootdir", tmp_path, *words],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}", "REPORT": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "2 failed, 1 passed" in done.stdout, done.stdout
    pictures = sorted((tmp_path / "pictures").iterdir())
    names = ["test-failing-py-test-a-heading-1.png", "test-failing-py-test-another-1.png"]
    assert [path.name for path in pictures] == names
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in pictures)
    assert "test_a_heading" in (tmp_path / "tests.xml").read_text(encoding="utf-8")


def test_lint_alone_needs_no_browser(monkeypatch, capsys):
    monkeypatch.setattr(everything, "LINT", {"ruff": [sys.executable, "-c", ""]})
    monkeypatch.setattr(chromium, "found_or_installed", None)
    assert everything.main(["lint"]) == 0
    assert capsys.readouterr().out.split()[-4:-2] == ["ruff", "passed"]


def test_without_a_browser_the_rest_is_tested_and_the_end_says_so(monkeypatch, capsys):
    asks = "import os; print(os.environ['WITHOUT_BROWSER'])"
    monkeypatch.setattr(everything, "PARTS", {"tests": [sys.executable, "-c", asks]})
    monkeypatch.setattr(chromium, "found_or_installed", lambda: None)
    assert everything.main() == 1
    assert chromium.HELP in capsys.readouterr().out


def test_tests_that_need_no_browser_are_left_where_there_is_none():
    command = [sys.executable, "-m", "pytest", "--collect-only", "-p", "no:cacheprovider", "tests/pages/test_book.py"]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "WITHOUT_BROWSER": "1"}, capture_output=True, text=True, check=False
    )
    assert "test_broken_links_are_found" in done.stdout
    assert "test_a_page_is_accessible" not in done.stdout


def test_a_browser_that_playwright_cannot_drive_is_none(monkeypatch, tmp_path):
    browser = tmp_path / "chromium"
    browser.write_text("#!/bin/sh\n")
    browser.chmod(0o755)
    monkeypatch.setenv("CHROMIUM", str(browser))
    assert chromium.find() == str(browser)
    monkeypatch.setattr(chromium.sys, "executable", shutil.which("false"))
    assert chromium.find() is None


def test_a_port_that_is_taken_is_a_sentence(tmp_path):
    (tmp_path / "index.html").touch()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        words = [f"HTML={tmp_path}", f"PORT={port}", f"PY={sys.executable}"]
        done = subprocess.run(
            ["make", "--no-print-directory", "serve", *words], cwd=ROOT, capture_output=True, text=True, check=False
        )
    assert done.returncode != 0 and done.stdout == ""
    assert done.stderr.startswith(
        f"Port {port} cannot be had (another program may have it). Another one: make serve PORT="
    )
