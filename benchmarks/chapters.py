"""The pages that readers open, the book's chapters: ``python -m benchmarks chapters`` (the book is built before).

Each page is opened afresh, in turns, at full speed and at 10 Mbit/s with a processor four times slower: when its first
simulation takes events, when the last one does that was jumped to, how long the main thread was blocked, how far the
text moved while a reader scrolled, and the bytes. A move's cost is processor time of the main thread, paint included,
against that of a page by hand, by_hand.html: the metric effect with the formula in JavaScript and nothing around it.

Times are medians, and beside them the least visit: where others share the machine, that is nearest to its own time.
"""

import statistics
import sys
from pathlib import Path

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from benchmarks.layout import markdown
from benchmarks.pages import OFFLINE, SETTINGS, served, slowed

ROOT = Path(__file__).resolve().parents[1]
BOOK = ROOT / "_build/html"
ROUNDS, MOVE_ROUNDS, MOVES, SETTLED = 5, 7, 120, 800  # milliseconds after which a page is left alone
BY_HAND, HAND = Path(__file__).with_name("by_hand.html"), "[name=answer_length]"
# Whose moves are timed: a figure's state on its page, and the slider. The page by hand has the first figure's.
MOVED = {
    "mirage": ("chapters/mirage.html#metric-effect?answer_length=5", "#metric-effect [data-control=answer_length]"),
    "theories": (
        "chapters/theories.html#popular-composition?coefficient=0.12",
        "#popular-composition [data-control=coefficient]",
    ),
}
WATCH = """
alive = {}; blocked = 0; shift = 0;
new MutationObserver((changes) => { for (const { target } of changes)
  if (target.matches?.('.explorer.live') && !(target.id in alive)) alive[target.id] = performance.now();
}).observe(document, { subtree: true, attributes: true, attributeFilter: ['class'] });
new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) blocked += duration - 50; })
  .observe({ type: 'longtask', buffered: true });
new PerformanceObserver((list) => { for (const { value } of list.getEntries()) shift += value; })
  .observe({ type: 'layout-shift', buffered: true });
"""
# To an explorer by its place (-1: the last); when, and its name. One that is not laid out yet is reached by a press.
JUMP = """(place) => {
  const figure = [...document.querySelectorAll('.explorer')].at(place), at = performance.now();
  if (!figure.offsetHeight) dispatchEvent(new KeyboardEvent('keydown'));
  figure.scrollIntoView({ behavior: 'instant' });
  return [figure.id, at];
}"""
SCROLL = """async () => {
  for (let y = 0; y < document.documentElement.scrollHeight; y += 1.5 * innerHeight) {
    scrollTo({ top: y, behavior: 'instant' });
    await new Promise(requestAnimationFrame);
  }
}"""
# Whether a slider takes events: it is alive, and no question covers its figure.
TAKES = "(slider) => document.querySelector(slider)?.matches(':enabled:not(.covered *)')"
PICTURE = """([moves, slider]) => {
  const input = document.querySelector(slider);
  const picture = (input.closest('.explorer') ?? document).querySelector('svg[role=img]');
  return Array.from({ length: moves }, (_, i) => {
    input.value = Number(input.min) + (i * 7) % (input.max - input.min + 1);
    const start = performance.now();
    input.dispatchEvent(new Event('input', { bubbles: true }));
    picture.getBoundingClientRect();
    return performance.now() - start;
  }).sort((a, b) => a - b);
}"""
MOVE = """async ([moves, slider]) => {
  const input = document.querySelector(slider);
  for (let i = 0; i < moves; i++) {
    input.value = Number(input.min) + (i * 7) % (input.max - input.min + 1);
    input.dispatchEvent(new Event('input', { bubbles: true }));
    await new Promise(requestAnimationFrame);
  }
}"""


def opened(browser: Browser, setting: str) -> tuple[Page, CDPSession, list[int]]:
    """A page of its own that is watched, its devtools, and the bytes that come."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.add_init_script(WATCH)
    return page, *slowed(page, setting)


def visit(browser: Browser, address: str, setting: str) -> dict[str, float]:
    """One visit: milliseconds to the first simulation, to the last after the jump, blocked; bytes; the shift."""
    page, _, received = opened(browser, setting)
    page.goto(address)
    first, _ = page.evaluate(JUMP, 0)
    found = {"first": alive(page, first)}
    page.wait_for_timeout(SETTLED)
    found |= {"blocked": page.evaluate("blocked"), "bytes": sum(received)}
    last, jumped = page.evaluate(JUMP, -1)
    found["last"] = max(0.0, alive(page, last) - jumped)
    page.evaluate("shift = 0")
    page.evaluate(SCROLL)
    found["shift"] = page.evaluate("shift")
    page.context.close()
    return found


def alive(page: Page, name: str) -> float:
    """When an explorer came alive, in milliseconds of the page; waits for it."""
    return page.wait_for_function("(name) => alive[name]", arg=name, polling=5).json_value()


def move(browser: Browser, address: str, slider: str) -> float:
    """Milliseconds of the main thread's processor that a move of a slider takes, with its paint."""
    page, devtools, _ = opened(browser, next(iter(SETTINGS)))
    devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
    at_slider(page, address, slider)
    before = spent(devtools)
    page.evaluate(MOVE, [MOVES, slider])
    taken = spent(devtools) - before
    page.context.close()
    return taken / MOVES


def at_slider(page: Page, address: str, slider: str) -> None:
    """Opens a page at a figure, whose slider is in view, and leaves it alone for a while."""
    page.goto(address)
    page.wait_for_function(TAKES, arg=slider)
    page.locator(slider).evaluate("(input) => input.scrollIntoView({ block: 'center', behavior: 'instant' })")
    page.wait_for_timeout(SETTLED)


def latest(browser: Browser, address: str, slider: str) -> float:
    """Milliseconds from a move to its new picture, laid out, on the slowed page: their 99th percentile."""
    page, _, _ = opened(browser, list(SETTINGS)[1])
    at_slider(page, address, slider)
    times = page.evaluate(PICTURE, [400, slider])
    page.context.close()
    return times[int(0.99 * (len(times) - 1))]


def spent(devtools: CDPSession) -> float:
    metrics = devtools.send("Performance.getMetrics")["metrics"]
    return 1000 * next(one["value"] for one in metrics if one["name"] == "TaskDuration")


def report() -> str:
    """The table of the chapters, and under it what a move costs."""
    from tests import chromium

    path = chromium.found_or_installed() or sys.exit(chromium.HELP)
    pages = [page for page in sorted(BOOK.glob("chapters/*.html")) if 'class="explorer"' in page.read_text("utf-8")]
    if not pages:
        sys.exit("There is no book yet: make book")
    with served(BOOK) as url, served(BY_HAND.parent) as own, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*chromium.ARGUMENTS, OFFLINE])
        visits = measured(browser, url, [page.stem for page in pages])
        moved = [(url + address, slider) for address, slider in MOVED.values()] + [(own + BY_HAND.name, HAND)]
        moves = [[move(browser, *one) for one in moved] for _ in range(MOVE_ROUNDS)]
        late = [statistics.median(latest(browser, *one) for _ in "123") for one in moved]
        browser.close()
    *ours, bare = map(statistics.median, zip(*moves, strict=True))
    told = [
        f"A move on {name}: {one:.1f} ms of processor time, {one / bare:.1f} times the page by hand, {bare:.1f} ms. "
        f"Slowed down, one in a hundred takes {last:.1f} ms and more to its picture (by hand: {late[-1]:.1f} ms)."
        for name, one, last in zip(MOVED, ours, late, strict=False)
    ]
    return "\n\n".join([_table(visits), *told])


def measured(browser: Browser, url: str, names: list[str]) -> dict[tuple[str, str], list[dict[str, float]]]:
    """The visits by page and setting."""
    visits: dict[tuple[str, str], list[dict[str, float]]] = {}
    visit(browser, f"{url}chapters/{names[0]}.html", next(iter(SETTINGS)))  # the browser's own first start
    for _ in range(ROUNDS):
        for name in names:
            for setting in SETTINGS:
                visits.setdefault((name, setting), []).append(visit(browser, f"{url}chapters/{name}.html", setting))
    return visits


def _table(visits: dict[tuple[str, str], list[dict[str, float]]]) -> str:
    """A row a page: medians and the least, the bytes, and the greatest shift of all visits."""
    local, slow = SETTINGS
    heads = ["", "first, local (ms)", "first, slow", "last after a jump, local", "slow", "blocked, local", "slow"]
    rows = []
    for name in dict.fromkeys(name for name, _ in visits):
        both = visits[name, local], visits[name, slow]
        times = [
            f"{statistics.median(all_visits):,.0f} ({min(all_visits):,.0f})"
            for what in ("first", "last", "blocked")
            for all_visits in ([one[what] for one in of] for of in both)
        ]
        size = statistics.median(one["bytes"] for one in both[1])
        shift = max(one["shift"] for of in both for one in of)
        rows.append([name, *times, f"{size / 1000:.0f}", f"{shift:.3f}"])
    return markdown(f"Chapters, {local} and {slow}: median (least)", [*heads, "kB as it opens", "shift"], rows)


if __name__ == "__main__":
    print(report())
