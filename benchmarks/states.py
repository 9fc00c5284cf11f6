"""What states cost: seconds to build, kilobytes, milliseconds to a picture. The table of everystate/README.md.

python -m benchmarks sizes
"""

import gzip
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from playwright.sync_api import sync_playwright

from benchmarks.layout import markdown
from everystate import Explorer, embed

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))
import chromium  # noqa: E402
from conftest import served  # noqa: E402

SIZES = ((20, 20, 1), (40, 20, 10), (100, 100, 10))
VISITS = 7
X = np.linspace(0, 10, 100)
HEAD = (
    '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>States</title>'
    f'<link rel="stylesheet" href="{embed.STYLE}"><script async src="{embed.SCRIPT}"></script>'
)
# When the first picture was there, and how long the next took once a slider was moved, to a neighbour and to its end.
WATCH = """seen = []; moved = []; document.addEventListener('explorer:state', () => {
  const to = [(input) => Number(input.value) + 1, (input) => input.max][seen.push(performance.now()) - 1];
  if (to) setTimeout(() => {
    const input = document.querySelector('[data-control=rate]');
    input.value = to(input); moved.push(performance.now()); input.dispatchEvent(new Event('input', { bubbles: true }));
  }, 50);
})"""


@dataclass(frozen=True)
class Wave:
    wave: np.ndarray
    level: np.ndarray


def wave(rate, phase, level) -> Wave:
    """A wave of 100 points, and a level."""
    return Wave(np.sin(rate * X + phase), np.full(X.size, level))


def draw(result, ax):
    """Both as lines."""
    ax.plot(X, result.wave, color="#0b62a8", label="a wave")
    ax.plot(X, result.level, color="#b8500a", label="a level")
    ax.set(xlim=(0, 10), ylim=(-1, 1), xlabel="x", ylabel="y")


def explorer(sizes: tuple[int, int, int]) -> Explorer:
    """An explorer of as many states as the product of its controls' sizes."""
    names = ("rate", "phase", "level")
    controls = {name: (0.0, round((size - 1) / 100, 2), 0.01) for name, size in zip(names, sizes, strict=True)}
    if sizes[2] == 1:
        controls["level"] = {"0": 0.0}
    given = dict(title="A wave", caption="At {rate}, {phase} and {level}.", max_states=100_000)
    return Explorer(wave, draw, name="wave", controls=controls, **given)


def report() -> str:
    """A row for each size: states, seconds to build, the page and all of its parts, and three times in a browser."""
    rows = []
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright, served(Path(name)) as url:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=list(chromium.ARGUMENTS))
        for sizes in SIZES:
            began = time.perf_counter()
            made = explorer(sizes)
            html = made.html()
            seconds = time.perf_counter() - began
            others = embed.parts(html)
            page = {"wave.html": HEAD + embed.parted(html, "."), **embed.front_end()}
            for file, text in (page | others).items():
                (Path(name) / file).write_text(text, encoding="utf-8")
            first, near, far = np.median([visit(browser, f"{url}wave.html") for _ in range(VISITS)], axis=0)
            sizes_kb = [f"{zipped(files):.0f} kB" for files in (page, page | others)]
            times = [f"{one:.0f} ms" for one in (first, near, far)]
            rows.append([f"{len(made.states):,}", f"{seconds:.1f}", *sizes_kb, *times])
        browser.close()
    heads = ["states", "seconds to build", "the page", "with all parts", "first picture", "a step", "to the other end"]
    return markdown("States, two curves of 100 points", heads, rows)


def zipped(files: dict[str, str]) -> float:
    """Kilobytes of files as a server sends them, each gzipped."""
    return sum(len(gzip.compress(text.encode())) for text in files.values()) / 1000


def visit(browser, address: str) -> tuple[float, float, float]:
    """Milliseconds: page asked for to the first picture; slider moved by one to the next; to its end, to the next."""
    context = browser.new_context()
    opened = context.new_page()
    opened.add_init_script(WATCH)
    opened.goto(address)
    opened.wait_for_function("seen.length === 3")
    first, near, far = opened.evaluate("[seen[0], seen[1] - moved[0], seen[2] - moved[1]]")
    context.close()
    return first, near, far


if __name__ == "__main__":
    print(report())
