"""A training step by the page's kernels against jax-js, in one Chromium: ``python -m benchmarks.jax_js``.

jax-js is fetched by npm. Both train the same model from the same weights on the same problems, and their first losses
are compared; but jax-js steps by Adam throughout, where the page's tape also makes Muon's fifteen products a matrix.
"""

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.layout import markdown
from simulations.laboratory.task import Task, cumulative
from simulations.laboratory.train import Recipe
from simulations.tape import shipped

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))
import chromium  # noqa: E402
from conftest import served  # noqa: E402

PEER = "@jax-js/jax@0.1.25"
WIDTHS = (16, 48)
WARM, ROUNDS, STEPS = 2, 8, 10
CLOSE = 1e-3  # of the two first losses


def laid_out(folder: Path) -> None:
    """The page's files and the peer's, side by side."""
    if not shutil.which("npm"):
        raise RuntimeError("this comparison takes jax-js from npm, and there is no npm here")
    subprocess.run(["npm", "install", "--prefix", str(folder / "npm"), PEER], check=True, capture_output=True)
    shutil.copytree(folder / "npm/node_modules/@jax-js/jax/dist", folder / "jax")
    (folder / "tape").mkdir()
    for name in ("run.js", "uniforms.js", "kernels.wasm"):
        shutil.copy2(ROOT / "simulations" / "tape" / name, folder / "tape")
    shutil.copy2(ROOT / "benchmarks" / "jax_steps.js", folder)
    (folder / "index.html").write_text('<!DOCTYPE html><meta charset="utf-8"><title>Steps</title>', encoding="utf-8")


def compared(page, width: int) -> tuple[float, float]:
    """Milliseconds of a step: the page's, jax-js's; each the 10th percentile."""
    recipe = Recipe(width=width, task=Task(digits=8))
    settings = {"steps": [recipe.steps], "rate": [1], "reach": [0], "cumulative": cumulative(recipe.task.skew).tolist()}
    start = "async ([toy, settings]) => { window.it = await (await import('./jax_steps.js')).begun(toy, settings) }"
    page.evaluate(start, [json.loads(shipped.toys()[f"adder-8-{width}"]), settings])
    rounds = [page.evaluate("count => it.steps(count)", STEPS) for _ in range(WARM + ROUNDS)]
    first = [rounds[0][side][0]["loss"] for side in ("ours", "theirs")]
    if abs(first[0] - first[1]) > CLOSE:
        raise RuntimeError(f"the two do not train the same model: their first losses are {first}")
    return tuple(
        statistics.quantiles([one["milliseconds"] for told in rounds[WARM:] for one in told[side]], n=10)[0]
        for side in ("ours", "theirs")
    )


def report() -> str:
    """The table of the steps by width."""
    path = chromium.found_or_installed() or sys.exit(chromium.HELP)
    rows = []
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        laid_out(Path(name))
        browser = playwright.chromium.launch(executable_path=path, args=[*chromium.ARGUMENTS])
        with served(Path(name)) as url:
            for width in WIDTHS:
                page = browser.new_page()
                page.goto(url)
                ours, theirs = compared(page, width)
                rows.append([f"width {width}", f"{ours:.2f} ms", f"{theirs:.2f} ms", f"{theirs / ours:.1f}"])
                page.close()
        browser.close()
    return markdown("A training step, 8 digits", ["", "the page's kernels", PEER, "times faster"], rows)


if __name__ == "__main__":
    print(report())
