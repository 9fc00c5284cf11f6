"""The notebooks in other hosts than the tests': opened in a browser, run, moved and answered as a student would.

    python -m tests.hosts [HOST ...] [--chapter mirage] [--solutions] [--torch FOLDER] [--work FOLDER]

For each host an environment of its own is made (``HOSTS`` names its packages), beside a copy of what is committed. In
Chromium the notebook is opened and all its cells are run. Each figure must be alive; one is moved by keys, and to a
number between two of its places, which the kernel alone can answer. One check is answered wrongly, and must say what
its exercise says to that, and then rightly. With ``--solutions`` it is the instructor's copy.

Prints a line for each host and each fault, and returns 0 where there is none; pictures lie in the folder. By hand,
before a release. PyTorch comes from --torch, a folder of its builds; without, chapters that train cannot be tried.
"""

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import nbformat
from playwright.sync_api import Page, TimeoutError, sync_playwright

from extensions import twins
from extensions.contents import chapters
from extensions.site import ROOT
from simulations import exercises
from simulations.exercises.wording import filled
from tests import chromium
from tests.hosts.hosts import HOSTS, Host

NEEDS = ("numpy", "scipy", "matplotlib", "anywidget")
WITH_TORCH = ("torch==2.13.0", "safetensors", "tqdm")
PATIENCE = 15_000  # milliseconds for one figure
ALIVE = "(id) => document.getElementById(id)?.matches('.live:not(.broken)')"
CHANGED = "([id, before]) => document.querySelector(`[id='${id}'] .explorer-caption`).innerText !== before"
FREE = "(id) => !!document.querySelector(`[id='${id}']:not(.covered) input[type=number][step=any]`)"


def main(arguments: list[str] | None = None) -> int:
    """Tries the hosts named, or all."""
    parser = argparse.ArgumentParser(prog="python -m tests.hosts", description="The notebooks in other hosts.")
    parser.add_argument("hosts", nargs="*", metavar="HOST", help=f"of {', '.join(HOSTS)}; all without")
    parser.add_argument("--chapter", default="mirage", help="mirage without")
    parser.add_argument("--solutions", action="store_true", help="the instructor's copy, with solutions")
    parser.add_argument("--torch", type=Path, metavar="FOLDER", help="where builds of PyTorch lie")
    parser.add_argument(
        "--work", type=Path, metavar="FOLDER", help="environments and pictures; one that is there is used"
    )
    chosen = parser.parse_args(arguments)
    if unknown := [name for name in chosen.hosts if name not in HOSTS]:
        parser.error(f"HOST must be of {', '.join(HOSTS)}, not {unknown[0]}")
    work = (chosen.work or Path(tempfile.mkdtemp(prefix="hosts-"))).resolve()
    browser = chromium.find()
    if not browser:
        raise SystemExit(chromium.HELP)
    status = 0
    for name in chosen.hosts or HOSTS:
        python = environment(HOSTS[name], work / name, chosen.torch)
        book = copied(work / "book", chosen.chapter, solutions=chosen.solutions)
        label = f"{name}-{chosen.chapter}{'-solutions' if chosen.solutions else ''}"
        began = time.monotonic()
        found, seen = tried(HOSTS[name], python, book, chosen.chapter, browser, work / "pictures" / label)
        print(f"{label}: {seen}, {time.monotonic() - began:.0f} s", *found, sep="\n  FAULT ", flush=True)
        status |= bool(found)
    print(f"The pictures are in {work / 'pictures'}")
    return status


def environment(host: Host, folder: Path, torch: Path | None) -> Path:
    """The Python of a host's environment, made where it is not there yet."""
    python = folder / "bin" / "python"
    if not (folder / "made").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, *host.packages, *NEEDS], check=True)
        if torch:
            subprocess.run([*pip, "--find-links", torch, *WITH_TORCH], check=True)
        (folder / "made").touch()
    return python


def copied(folder: Path, chapter: str, *, solutions: bool) -> Path:
    """A copy of what is committed, with the notebook to try; its path."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    archive = subprocess.run(["git", "-C", ROOT, "archive", "HEAD"], check=True, capture_output=True).stdout
    subprocess.run(["tar", "-x", "-C", folder], input=archive, check=True)
    path = next(path for path in chapters(folder) if path.stem == chapter)
    notebook = twins.twin(path, root=folder, solutions=solutions)
    target = path.with_suffix(".ipynb")
    target.write_text(twins.written(notebook), encoding="utf-8")
    return target


def tried(
    host: Host, python: Path, notebook: Path, chapter: str, browser: str, pictures: Path
) -> tuple[list[str], str]:
    """What is wrong with a notebook in a host, and what was seen, in words."""
    pictures.mkdir(parents=True, exist_ok=True)
    root = next(folder for folder in notebook.parents if (folder / "_toc.yml").exists())
    port, token = free_port(), "hosts"
    surroundings = {
        name: value for name, value in os.environ.items() if name not in ("EXPLORER_HOST", "IPYTHONDIR", "PYTHONPATH")
    }
    home = pictures.parent.parent / f"home-{host.name}"
    surroundings |= {
        name: str(home / name.lower()) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
    }
    surroundings |= {"PATH": f"{python.parent}{os.pathsep}{os.environ['PATH']}"}
    command = [python, "-m", *host.command, "--no-browser", "--allow-root", f"--port={port}", "--ip=127.0.0.1"]
    command += [f"--{host.app}.token={token}", *host.options]
    with (pictures / "server.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=root, env=surroundings, stdout=log, stderr=log)
        try:
            await_port(port, server)
            place = notebook.relative_to(root).as_posix()
            with sync_playwright() as playwright:
                started = playwright.chromium.launch(executable_path=browser, args=list(chromium.ARGUMENTS))
                page = started.new_page(viewport={"width": 1280, "height": 900})
                said: list[str] = []
                page.on("pageerror", lambda error: said.append(f"{error.message}: {error.stack}"))
                page.goto(f"http://127.0.0.1:{port}/{host.at}/{place}?token={token}")
                host.opened(page)
                found, seen = walked(host, page, nbformat.read(notebook, as_version=4), chapter, pictures)
                started.close()
            (pictures / "errors.log").write_text("\n\n".join(said), encoding="utf-8")
            ours = [one.splitlines()[0] for one in said if "blob:" in one]  # whence a widget's script is loaded
            return found + [
                f"a figure's script: {one}" for one in ours
            ], f"{seen}, {len(said) - len(ours)} errors of the host's own"
        finally:
            server.terminate()
            server.wait(30)


def walked(host: Host, page: Page, notebook, chapter: str, pictures: Path) -> tuple[list[str], str]:
    """Runs all, and looks at the outputs, the figures and a check; what is wrong, and what was seen."""
    codes = {i: cell.source for i, cell in enumerate(notebook.cells) if cell.cell_type == "code"}
    host.run_all(page)
    host.rest(page)
    found = [
        f"cell {i} raised {one['ename']}: {one['evalue']}"
        for i in codes
        for one in host.outputs(page, i)
        if one["output_type"] == "error"
    ]
    figures = {i: _name(source) for i, source in codes.items() if source.startswith("Explorer(")}
    alive = []
    for i, name in figures.items():
        host.show(page, i)
        try:
            page.wait_for_function(ALIVE, arg=name, timeout=PATIENCE)
            page.locator(f"[id='{name}']").scroll_into_view_if_needed(timeout=PATIENCE)
            alive.append(name)
        except TimeoutError as error:
            found.append(f"cell {i}, {name}, is no live figure: {str(error).splitlines()[0]}")
        page.screenshot(path=pictures / f"{i:03}-{name}.png")
    free = [name for name in alive if page.evaluate(FREE, name)]
    if free:
        found += moved(host, page, next(i for i, name in figures.items() if name == free[0]), free[0], pictures)
    else:
        found.append("no figure has a slider whose kernel can be asked")
    found += solved(host, page, codes)
    found += answered(host, page, codes, chapter, pictures)
    return (
        found,
        f"{len(codes)} cells run, {len(alive)} of {len(figures)} figures alive, {free[0] if free else 'none'} moved",
    )


def moved(host: Host, page: Page, cell: int, name: str, pictures: Path) -> list[str]:
    """Moves a figure's first slider by keys, and its first number between two of its places; what is wrong with it."""
    host.show(page, cell)
    figure = page.locator(f"[id='{name}']")
    number, words = figure.locator("input[type=number][step=any]").first, figure.locator(".explorer-caption")
    slider = figure.locator("input[type=range]").first
    low, high = (float(number.get_attribute(end)) for end in ("min", "max"))
    slider.focus()
    page.keyboard.press("Home")
    page.wait_for_timeout(1000)
    faults = []
    for what, act in (
        ("the key End", lambda: slider.press("End")),
        (
            "a number between two places",
            lambda: (number.fill(f"{low + 0.3712 * (high - low):.4g}"), number.press("Enter")),
        ),
    ):
        before = words.inner_text()
        act()
        try:
            page.wait_for_function(CHANGED, arg=[name, before], timeout=PATIENCE)
        except TimeoutError:
            faults.append(f"{name} says the same after {what}: {before}")
    page.screenshot(path=pictures / "moved.png")
    message = figure.locator(".explorer-message")
    if message.is_visible():
        faults.append(f"{name} says: {message.inner_text()}")
    return faults


def solved(host: Host, page: Page, codes: dict[int, str]) -> list[str]:
    """Of an instructor's copy, whose answers are there: the checks that did not say that all is right."""
    faults = []
    for i, source in codes.items():
        if "import find" in source and "check(" in codes.get(i + 1, ""):
            shown = " ".join(str(one.get("data", {}).get("text/plain", one)) for one in host.outputs(page, i + 1))
            faults += [] if "all right" in shown else [f"the check after the solution in cell {i} said {shown!r}"]
    return faults


def answered(host: Host, page: Page, codes: dict[int, str], chapter: str, pictures: Path) -> list[str]:
    """Answers the first exercise that knows a wrong answer: so, and then rightly; what said other words."""
    exercise = next(one for one in exercises.of(chapter) if one.wrong and not one.trains)
    asked = (f"# {exercise.name}:", f'find("{exercise.name}")')  # as a student's cell has it, as an instructor's
    cell = next(i for i, source in codes.items() if source.startswith(asked[0]) or asked[1] in source)
    expected, wrong = exercise.expected(), exercise.wrong[0]
    right = {answer.name: answer.kind.said(expected[answer.name]) for answer in exercise.answers}
    known = {
        answer.name: answer.kind.said(value)
        for answer in exercise.answers
        if (value := wrong.answers(**exercise.given).get(answer.name)) is not None
    }
    faults = []
    for label, answers, says in (
        ("wrongly", right | known, filled(wrong.says, exercise.given)),
        ("rightly", right, f"{exercise.name}: all right."),
    ):
        host.type_into(page, cell, [f"{name} = {value}" for name, value in answers.items()])
        shown = " ".join(str(one.get("data", {}).get("text/plain", one)) for one in host.outputs(page, cell + 1))
        if " ".join(says.split()) not in " ".join(shown.split()):
            faults.append(f"{exercise.name} answered {label} said {shown!r}, not {says!r}")
        host.show(page, cell + 1)
        page.wait_for_timeout(500)
        page.screenshot(path=pictures / f"answered-{label}.png")
    return faults


def _name(source: str) -> str:
    return source.partition('name="')[2].partition('"')[0]


def free_port() -> int:
    """A port that nobody has."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def await_port(port: int, server: subprocess.Popen) -> None:
    """Waits until a server answers; ends all where it does not."""
    for _ in range(120):
        if server.poll() is not None:
            raise SystemExit(f"the server stopped with {server.returncode}")
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/api", timeout=2)
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.5)
    raise SystemExit("the server did not answer within a minute")


if __name__ == "__main__":
    sys.exit(main())
