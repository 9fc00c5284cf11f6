"""Training in the page as a reader has it, in Chromium: ``python -m benchmarks.trained_in_page``.

The page is told of three processor cores, so that it takes two workers. Times are by the clock, so they say as much of
the machine as of the page; PyTorch's time for the same trainings and examinations, by two processes in the same run,
stands beside the sweep's. A task's time on the page's main thread is that of its processor where Chromium tells it.
"""

import gzip
import json
import re
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from urllib.parse import urlencode

import torch
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.layout import markdown
from simulations.laboratory.answers import predictions
from simulations.laboratory.examination import WRITTEN, Examination, quick
from simulations.laboratory.in_page import GLANCES
from simulations.laboratory.measure import edit_distance
from simulations.laboratory.presets import WIDTHS
from simulations.laboratory.task import Task, encode
from simulations.laboratory.toys import ITEMS
from simulations.laboratory.train import Recipe, Training
from simulations.laboratory.tried import QUICK
from simulations.tape import shipped

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))
import chromium  # noqa: E402
import train_page  # noqa: E402
from conftest import served  # noqa: E402

SWEEP = "#train-here?seeds=1"
TWO_DIGITS = f"#train-here?{urlencode(QUICK)}"
SMALL = "#train-here?digits=2&steps=100&from=48&to=48"
TRAININGS = 10
TRACED = 3
CORES = "Object.defineProperty(navigator, 'hardwareConcurrency', { get: () => 3 })"
# When the start was pressed, when the first point of a model stood in the figure, and when all had ended.
WATCH = """addEventListener('click', ({ target }) => {
  if (!target.matches?.('.trainer-start')) return;
  const times = window.times = { pressed: performance.now() };
  const look = () => {
    const mark = document.querySelector('#trained-here .explorer-panel svg[role=img] [data-mark="4"]');
    if (!times.first && mark?.getAttribute('d')) times.first = performance.now();
    if (times.first && !target.hasAttribute('aria-disabled')) times.ended = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}, true)"""
TASKS = ("RunTask", "ThreadControllerImpl::RunTask", "ThreadPool_RunTask")


def opened(browser: Browser, address: str) -> Page:
    """The page in a fresh context, with the question answered."""
    page = browser.new_context(viewport={"width": 900, "height": 1000}).new_page()
    page.set_default_timeout(600_000)
    page.add_init_script(CORES)
    page.add_init_script(WATCH)
    page.goto(address)
    page.wait_for_selector(".explorer.live")
    page.wait_for_selector(".trainer[data-open]")
    train_page.draw(page)
    return page


def trained(page: Page) -> dict[str, float]:
    """Presses; seconds from there to the first point and to the end."""
    page.locator(".trainer-start").click()
    while not (times := page.evaluate("window.times")).get("ended"):
        time.sleep(0.1)
    return {name: (times[name] - times["pressed"]) / 1000 for name in ("first", "ended")}


def saved(page: Page) -> list[dict]:
    """The models of the result file."""
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the result").click()
    return json.loads(download.value.path().read_text(encoding="utf-8"))["models"]


def longest_task(trace: bytes) -> float:
    """Milliseconds of the longest task of a page's main thread in a trace."""
    events = json.loads(trace)["traceEvents"]
    main = {
        (event["pid"], event["tid"])
        for event in events
        if event["name"] == "thread_name" and event["args"]["name"] == "CrRendererMain"
    }
    tasks = [event for event in events if event["name"] in TASKS and (event["pid"], event["tid"]) in main]
    return max(event.get("tdur", event.get("dur", 0)) for event in tasks) / 1000


def traced(browser: Browser, address: str) -> float:
    """Milliseconds of the main thread's longest task in one training; a collection of garbage may fall into it."""
    page = opened(browser, address)
    browser.start_tracing(page=page, categories=["toplevel", "__metadata"])
    trained(page)
    task = longest_task(browser.stop_tracing())
    page.context.close()
    return task


def memory(browser: Browser, page: Page) -> float:
    """Megabytes in memory of the page's process, once its garbage is collected."""
    page.context.new_cdp_session(page).send("HeapProfiler.collectGarbage")
    page.wait_for_timeout(1000)
    told = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")
    pages = [one["id"] for one in told["processInfo"] if one["type"] == "renderer"]
    held = [re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{one}/status").read_text()) for one in pages]
    return max(int(found[1]) for found in held if found) / 1000


def by_torch() -> float:
    """Seconds that PyTorch takes for the sweep on two processes of one thread: the same trainings and examinations."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        list(pool.map(_by_torch, [WIDTHS[0]] * 2))  # what a process needs to start is not the sweep's
        began = time.perf_counter()
        list(pool.map(_by_torch, sorted(WIDTHS, reverse=True)))
        return time.perf_counter() - began


def _by_torch(width: int) -> None:
    torch.set_num_threads(1)
    training = Training(Recipe(width=width, task=Task(digits=8)), (0,))
    for step in [at for at in GLANCES if at < training.recipe.steps]:
        quick(training.run(until=step).models, items=ITEMS)
    models = training.run().models
    quick(models, items=Examination().items)
    first, second = Examination(items=WRITTEN).operands(models.task)
    edit_distance(predictions(models, encode(models.task, first, second)))


def weights() -> tuple[float, float, float]:
    """Kilobytes, gzipped, of the page's script, of the largest tape of an adder, and of the largest adder whole."""
    adders = [text for name, text in shipped.toys().items() if name.startswith("adder")]
    tapes = [json.dumps(tape, separators=(",", ":")) for text in adders for tape in json.loads(text)["tapes"].values()]
    script = (ROOT / "assets" / "trainer.js").read_text(encoding="utf-8")
    return _kilobytes([script]), _kilobytes(tapes), _kilobytes(adders)


def _kilobytes(texts: list[str]) -> float:
    return max(len(gzip.compress(text.encode(), 9)) for text in texts) / 1000


def report() -> str:
    """The table of what a reader waits for and what it costs; each row is also told as soon as it is measured."""
    path = chromium.found_or_installed() or sys.exit(chromium.HELP)
    rows: list[list[str]] = []

    def told(*row: str) -> None:
        print(*row, sep=": ", file=sys.stderr, flush=True)
        rows.append([*row])

    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        train_page.write(Path(name))
        browser = playwright.chromium.launch(executable_path=path, args=[*chromium.ARGUMENTS])
        with served(Path(name), train_page.Strict) as url:
            visits(browser, f"{url}index.html", told)
        browser.close()
    script, tape, toy = weights()
    told("the page's script, kernels and all, gzipped", f"{script:.1f} kB")
    told("largest tape of an adder, gzipped", f"{tape:.1f} kB")
    told("largest adder, ten tapes and their constants, gzipped", f"{toy:.1f} kB")
    return markdown("Training in the page", ["", "Chromium, two workers"], rows)


def visits(browser: Browser, address: str, told: Callable[..., None]) -> None:
    """Trains on one page after the other."""
    opened(browser, address + SMALL).context.close()  # the browser's own first start
    page = opened(browser, address + SWEEP)
    sweep, models = trained(page), saved(page)
    if [model["status"] for model in models] != ["ok"] * len(WIDTHS):
        raise RuntimeError(f"not all sizes were trained: {models}")
    page.context.close()
    told("from the press to the first point in the figure", f"{sweep['first']:.2f} s")
    told("a sweep of twelve sizes, one seed, with its examinations", f"{sweep['ended']:.1f} s")
    seconds = by_torch()
    told("the same in PyTorch, two processes", f"{seconds:.1f} s")
    told("the page's time of PyTorch's", f"{sweep['ended'] / seconds:.2f}")

    page = opened(browser, address + TWO_DIGITS)
    two = trained(page)
    steps = f"two-digit addition, {QUICK['to']} wide, {QUICK['steps']} steps"
    told(f"{steps}, to {saved(page)[0]['exact_match']:.1%} right", f"{two['ended']:.1f} s")
    page.context.close()

    tasks = sorted(traced(browser, address + SWEEP + "&to=12") for _ in range(TRACED))
    spread = f"{tasks[0]:.1f} to {tasks[-1]:.1f} ms"
    told(f"longest task on the page's main thread while it trains, {TRACED} trainings", spread)

    page = opened(browser, address + SMALL)
    held = [trained(page) and memory(browser, page) for _ in range(TRAININGS)]
    told(f"memory of the page after one training, after {TRAININGS}", f"{held[0]:.0f} MB, {held[-1]:.0f} MB")
    page.context.close()


if __name__ == "__main__":
    print(report())
