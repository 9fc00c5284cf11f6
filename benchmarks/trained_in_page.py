"""Training in the page as a reader has it, in Chromium, under a strict policy: ``python -m benchmarks.trained_in_page``.

The page is told of three processor cores, so that it takes two workers. Times are by the clock, so they say as much of
the machine as of the page; PyTorch's time for the same trainings and examinations, on two threads in the same run,
stands beside the sweep's. A task's time on the page's main thread is that of its processor where Chromium tells it.
"""

import gzip
import json
import re
import sys
import tempfile
import time
from pathlib import Path

import torch
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.layout import markdown
from simulations.laboratory.answers import predictions
from simulations.laboratory.examination import WRITTEN, Examination, quick
from simulations.laboratory.in_page import GLANCES
from simulations.laboratory.measure import edit_distance
from simulations.laboratory.task import Task, encode
from simulations.laboratory.toys import ITEMS, WIDTHS
from simulations.laboratory.train import Recipe, Training
from simulations.tape import shipped

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))
import chromium  # noqa: E402
import train_page  # noqa: E402
from conftest import QuietHandler, served  # noqa: E402

SWEEP = "#train-here?seeds=1"
TWO_DIGITS = "#train-here?digits=2&lengths=full&steps=800&from=48&to=48"
SMALL = "#train-here?digits=2&steps=100&from=48&to=48"
TRAININGS = 10
CORES = "Object.defineProperty(navigator, 'hardwareConcurrency', { get: () => 3 })"
# When the start was pressed, when the first point of a model stood in the figure, and when the start could be pressed anew.
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


class Strict(QuietHandler):
    """Serves under the policy that the tests have, too."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", train_page.POLICY)
        super().end_headers()


def opened(browser: Browser, address: str) -> Page:
    """The page in a fresh context, with the question answered."""
    page = browser.new_context(viewport={"width": 900, "height": 1000}).new_page()
    page.set_default_timeout(600_000)
    page.add_init_script(CORES)
    page.add_init_script(WATCH)
    page.goto(address)
    page.wait_for_selector(".explorer.live")
    page.wait_for_selector(".trainer[data-open]")
    page.get_by_label("a rise", exact=True).check()
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


def memory(browser: Browser, page: Page) -> float:
    """Megabytes in memory of the page's process, once its garbage is collected."""
    page.context.new_cdp_session(page).send("HeapProfiler.collectGarbage")
    page.wait_for_timeout(1000)
    told = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")
    pages = [one["id"] for one in told["processInfo"] if one["type"] == "renderer"]
    held = [re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{one}/status").read_text()) for one in pages]
    return max(int(found[1]) for found in held if found) / 1000


def by_torch() -> float:
    """Seconds that PyTorch takes for the sweep: the same trainings, glances and examinations."""
    torch.set_num_threads(2)
    began = time.perf_counter()
    for width in WIDTHS:
        training = Training(Recipe(width=width, task=Task(digits=8)), (0,))
        for step in [at for at in GLANCES if at < training.recipe.steps]:
            quick(training.run(until=step).models, items=ITEMS)
        models = training.run().models
        quick(models, items=Examination().items)
        first, second = Examination(items=WRITTEN).operands(models.task)
        edit_distance(predictions(models, encode(models.task, first, second)))
    return time.perf_counter() - began


def weights() -> tuple[float, float]:
    """Kilobytes, gzipped, of the page's script and of the largest toy of an adder."""
    script = len(gzip.compress((ROOT / "assets" / "trainer.js").read_bytes(), 9))
    largest = max(len(gzip.compress(text.encode(), 9)) for name, text in shipped.toys().items() if "adder" in name)
    return script / 1000, largest / 1000


def report() -> str:
    """The table of what a reader waits for and what it costs."""
    path = chromium.found_or_installed() or sys.exit(chromium.HELP)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        train_page.write(Path(name))
        browser = playwright.chromium.launch(executable_path=path, args=[*chromium.ARGUMENTS])
        with served(Path(name), Strict) as url:
            address = f"{url}index.html"
            opened(browser, address + SMALL).context.close()  # the browser's own first start
            page = opened(browser, address + SWEEP)
            sweep, models = trained(page), saved(page)
            assert [model["status"] for model in models] == ["ok"] * len(WIDTHS)
            page.context.close()
            torch_seconds = by_torch()

            page = opened(browser, address + TWO_DIGITS)
            two = trained(page)
            right = saved(page)[0]["exact_match"]
            page.context.close()

            page = opened(browser, address + SWEEP.replace("seeds=1", "seeds=1&to=32"))
            browser.start_tracing(page=page, categories=["toplevel", "__metadata"])
            trained(page)
            task = longest_task(browser.stop_tracing())
            page.context.close()

            page = opened(browser, address + SMALL)
            held = [trained(page) and memory(browser, page) for _ in range(TRAININGS)]
        browser.close()
    script, toy = weights()
    rows = [
        ["a sweep of twelve sizes, one seed, with its examinations", f"{sweep['ended']:.1f} s"],
        ["the same in PyTorch, two threads", f"{torch_seconds:.1f} s (page: {sweep['ended'] / torch_seconds:.2f}×)"],
        ["from the press to the first point in the figure", f"{sweep['first']:.2f} s"],
        [f"two-digit addition, 48 wide, 800 steps, to {right:.1%} right", f"{two['ended']:.1f} s"],
        ["longest task on the page's main thread while it trains", f"{task:.1f} ms"],
        ["the page's script, kernels and all, gzipped", f"{script:.1f} kB"],
        ["the largest toy of an adder, gzipped", f"{toy:.1f} kB"],
        [f"memory after one training, after {TRAININGS}", f"{held[0]:.0f} MB, {held[-1]:.0f} MB"],
    ]
    return markdown("Training in the page", ["", "Chromium, two workers"], rows)


if __name__ == "__main__":
    print(report())
