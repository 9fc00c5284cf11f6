"""What a page honours of matplotlib, as a page: each example beside matplotlib's own picture, compared by pixels.

    python -m benchmarks.honoured FOLDER

writes FOLDER/honoured.html, one file. It needs a Chromium, which draws the examples as a reader's browser does.
"""

import functools
import io
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import Browser, sync_playwright
from scipy.ndimage import gaussian_filter

from benchmarks import honoured_page
from everystate.examples.honoured import EXAMPLES, HEIGHT, WIDTH, Example, blank
from tests import chromium

SCALE = 2  # pixels a point
ALIKE = 0.98
_ACROSS = 12


@dataclass(frozen=True)
class Compared:
    """An example, its two pictures, how alike they are, and how alike it is to matplotlib's without the keyword.

    Pictures are (height, width, 3) uint8. ``tint`` is how far their colours are apart, in levels of 255.
    """

    example: Example
    svg: str
    shown: np.ndarray
    own: np.ndarray
    labels: list[str]
    own_labels: list[str]
    alike: float
    unlike: float
    tint: float


def compared(browser: Browser, examples: tuple[Example, ...] = EXAMPLES) -> list[Compared]:
    """Every example, drawn by the browser and by matplotlib."""
    made = [example.shown(f"example-{i}") for i, example in enumerate(examples)]
    by_matplotlib = functools.cache(lambda example: example.by_matplotlib(SCALE))  # many are the same without a keyword
    rows = []
    for example, (svg, labels), shown in zip(
        examples, made, photographed(browser, [svg for svg, _ in made]), strict=True
    ):
        own, own_labels = by_matplotlib(example)
        without = example.without()
        other = by_matplotlib(without)[0] if without else blank(SCALE)
        scores = similarity(shown, own), similarity(shown, other), tint(shown, own)
        rows.append(Compared(example, svg, shown, own, labels, own_labels, *scores))
    return rows


def photographed(browser: Browser, svgs: list[str]) -> list[np.ndarray]:
    """Each SVG as the browser draws it, (height, width, 3) uint8."""
    down = -(-len(svgs) // _ACROSS)
    size = {"width": _ACROSS * WIDTH, "height": down * HEIGHT}
    context = browser.new_context(viewport=size, device_scale_factor=SCALE)
    page = context.new_page()
    page.set_content(honoured_page.sheet(svgs, across=_ACROSS))
    page.evaluate("document.fonts.ready")
    whole = np.asarray(Image.open(io.BytesIO(page.screenshot())).convert("RGB"))
    context.close()
    tall, wide = HEIGHT * SCALE, WIDTH * SCALE
    places = [divmod(i, _ACROSS) for i in range(len(svgs))]
    return [whole[row * tall : (row + 1) * tall, column * wide : (column + 1) * wide] for row, column in places]


def similarity(one: np.ndarray, other: np.ndarray) -> float:
    """The structural similarity of two pictures (height, width, 3), 1 where they are the same.

    SSIM = (2 μ₁μ₂ + c₁)(2 σ₁₂ + c₂) / ((μ₁² + μ₂² + c₁)(σ₁² + σ₂² + c₂)), in windows of 11 pixels weighted by a
    Gaussian of 1.5 pixels, c₁ = (0.01 · 255)², c₂ = (0.03 · 255)²: Wang, Bovik, Sheikh, Simoncelli, "Image quality
    assessment: from error visibility to structural similarity", IEEE Transactions on Image Processing 13 (2004)
    600–612, eq. 13. The mean is over the pixels where one of the two is not white, as white paper would hide what is
    drawn; of the three channels the least counts.
    """
    a, b = one.astype(float), other.astype(float)
    mean_a, mean_b = _window(a), _window(b)
    square_a, square_b = _window(a * a) - mean_a**2, _window(b * b) - mean_b**2
    both = _window(a * b) - mean_a * mean_b
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    map_ = (2 * mean_a * mean_b + c1) * (2 * both + c2)
    map_ /= (mean_a**2 + mean_b**2 + c1) * (square_a + square_b + c2)
    drawn = _drawn(one, other)
    return float(map_[drawn].mean(axis=0).min()) if drawn.any() else 1.0


def tint(one: np.ndarray, other: np.ndarray) -> float:
    """How far colours are apart where something is drawn, in levels of 255: similarity hardly sees a shade.

    The median of the pixels, of the three channels the most: edges do not count.
    """
    apart = np.abs(one.astype(float) - other.astype(float))[_drawn(one, other)]
    return float(np.median(apart, axis=0).max())


def _drawn(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return np.minimum(one, other).min(axis=2) < 255


def _window(values: np.ndarray) -> np.ndarray:
    return gaussian_filter(values, 1.5, radius=5, axes=(0, 1))


def main(folder: str) -> int:
    """Writes the page; the exit status, 0 where every example is alike."""
    path = chromium.find() or sys.exit(chromium.HELP)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(chromium.ARGUMENTS))
        rows = compared(browser)
        browser.close()
    Path(folder).mkdir(parents=True, exist_ok=True)
    target = Path(folder) / "honoured.html"
    target.write_text(honoured_page.page(rows, alike=ALIKE), encoding="utf-8")
    unlike = [row for row in rows if row.alike < ALIKE]
    for row in unlike:
        print(f"{row.alike:.3f}  {row.example.code}", file=sys.stderr)
    print(f"{len(rows)} examples, {len(unlike)} below {ALIKE}: {target}")
    return 1 if unlike else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) if len(sys.argv) == 2 else __doc__)
