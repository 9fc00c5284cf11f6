"""What states cost: seconds to build, kilobytes, milliseconds to a picture. The table of everystate/README.md.

python -m benchmarks.states
"""

import gzip
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from playwright.sync_api import sync_playwright

from everystate import Explorer
from everystate.embed import page
from everystate.settings import settings

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))
import chromium  # noqa: E402
from conftest import served  # noqa: E402

SIZES = ((20, 20, 1), (40, 20, 10), (100, 100, 10))
VISITS = 7
X = np.linspace(0, 10, 50)
# When the first picture was there, and how long the next one took once a slider was moved.
WATCH = """seen = []; document.addEventListener('explorer:state', () => {
  if (seen.push(performance.now()) === 1) setTimeout(() => {
    const input = document.querySelector('[data-control=rate]');
    input.value = 5; moved = performance.now(); input.dispatchEvent(new Event('input', { bubbles: true }));
  });
})"""


@dataclass(frozen=True)
class Wave:
    wave: np.ndarray
    level: np.ndarray


def wave(rate, phase, level) -> Wave:
    """A wave of 50 points, and a level."""
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
    caption = "At {rate}, {phase} and {level}."
    return Explorer(wave, draw, name="wave", title="A wave", caption=caption, controls=controls)


def main() -> None:
    """Prints a row for each size."""
    settings.max_states = 100_000
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright, served(Path(folder)) as url:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=list(chromium.ARGUMENTS))
        for sizes in SIZES:
            began = time.perf_counter()
            made = explorer(sizes)
            table = made.states.packed()
            seconds = time.perf_counter() - began
            text = page([made], title="A wave")
            (Path(folder) / "wave.html").write_text(text, encoding="utf-8")
            first, moved = np.median([visit(browser, f"{url}wave.html") for _ in range(VISITS)], axis=0)
            whole = len(gzip.compress(text.encode())) / 1000
            print(
                f"| {len(made.states):,} | {seconds:.1f} s | {len(table) / 1000:.0f} kB | {whole:.0f} kB "
                f"| {first / 1000:.1f} s | {moved:.1f} ms |",
                flush=True,
            )
        browser.close()


def visit(browser, address: str) -> tuple[float, float]:
    """Milliseconds from the first byte asked for to the first picture, and from a moved slider to the next one."""
    context = browser.new_context()
    opened = context.new_page()
    opened.add_init_script(WATCH)
    opened.goto(address)
    opened.locator(".explorer.live").wait_for()
    opened.wait_for_timeout(100)
    first, after = opened.evaluate("[seen[0], seen[1] - moved]")
    context.close()
    return first, after


if __name__ == "__main__":
    main()
