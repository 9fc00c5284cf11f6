"""A page with the figure and the panel of "Train it in the page", as the laboratory's chapter has them, and no more."""

import base64
import json
import shutil
from pathlib import Path

import ipywidgets as widgets
import numpy as np
from conftest import QuietHandler
from playwright.sync_api import Page, Route

from everystate import Draw, Explorer, Predict, markup
from everystate.embed import front_end
from extensions import toys
from extensions.pages import palette_css
from simulations.laboratory import captions, compare, drawings, measure, result, shipped
from simulations.laboratory.asking import Asking
from simulations.laboratory.in_page import TrainHere

ROOT = Path(__file__).resolve().parents[1]
KEPT = {metric.wording: name for name, metric in measure.METRICS.items() if name in result.RANGES}
SAYS = dict.fromkeys(("right", "early", "late", "straight", "sharp"), "So it went.")
OWN = ["yours, each model", "yours, mean", "yours, in training"]
# What a host may send with the pages: no inline script, no blob, no other host.
POLICY = "default-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src data:"


class Strict(QuietHandler):
    """Serves under POLICY."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()


def write(folder: Path, *, asking: bool = False) -> None:
    """Write the page, ``index.html``, and all that it fetches; with the panel in which its models are asked, too."""
    figure = Explorer(
        compare.shipped_alone,
        (drawings.draw_trained_sizes, drawings.draw_trained_steps),
        say=captions.alone,
        name="trained-here",
        title="Trained here",
        size=(4.0, 3.1),
        caption="By {words}.",
        fixed=dict(shipped=shipped.models()),
        controls=dict(metric=widgets.Dropdown(options=KEPT, value=compare.METRIC)),
        frames=("metric",),
        predict=Predict("What comes?", draw=Draw("shipped, mean", SAYS, known=1_020, level=0.5, beside=OWN)),
    )
    for name, text in front_end().items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "book.css").write_text(
        palette_css() + (ROOT / "assets/book.css").read_text(encoding="utf-8"), encoding="utf-8"
    )
    shutil.copy2(ROOT / "assets/trainer.js", folder)
    toys.write(folder / "toys")
    links = "".join(f'<link rel="stylesheet" href="{name}">' for name in ("explorer.css", "book.css"))
    panels = TrainHere(figure="trained-here").html() + (Asking().html() if asking else "")
    page = f"""<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Train</title>
<meta name="viewport" content="width=device-width">{links}<script async src="page.js"></script>
<main><h1>Train</h1>{markup.page(figure._markup(), figure.states.packed())}
{panels}</main><script defer src="trainer.js"></script>"""
    (folder / "index.html").write_text(page, encoding="utf-8")


def draw(page: Page) -> None:
    """Draw something in the figure, by keys: the panel waits for it."""
    page.locator("#trained-here .explorer-sketch input").first.press("ArrowUp")


def poisoned(route: Route) -> None:
    """A toy whose constants are no numbers, so that its first loss is none."""
    name, _, toy = route.fetch().text().partition(",")
    described = json.loads(toy.strip().rstrip(";)"))
    for constant in described["constants"]:
        count = len(base64.b64decode(constant[1])) // 4
        constant[1] = base64.b64encode(np.full(count, np.nan, dtype="<f4").tobytes()).decode()
    route.fulfill(body=f"{name},{json.dumps(described)})", content_type="text/javascript")
