"""One simulation, the metric effect, on this book's page and on its peers': ``python -m benchmarks peers``.

Between them stands the floor, a bare page of one SVG, one slider and the formula in JavaScript. Each page is opened
afresh, in turns, at full speed and at 10 Mbit/s with a processor four times slower; nothing comes from another host. A
probe moves the slider until the picture changes (on the stock page, which can compute nothing without a kernel, until
the slider's own number does). Processor time is the main thread's, by its own clock: on a machine that others use as
well it says more than the time that went by, which stands beside it. Bokeh and Panel are driven by their slider's
value, which is kinder to them than a drag.
"""

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks import installed
from benchmarks.chapters import spent
from benchmarks.layout import markdown
from benchmarks.pages import OFFLINE, SETTINGS, our_page, pyodide_page, served, slowed, stock_page

ROUNDS, MOVES = 3, 40
NPM = ("@jupyter-widgets/html-manager@1.0.14", "requirejs@2.3.8", "pyodide@314.0.7")
PIP = ("altair==6.3.0", "vl-convert-python==1.9.0.post1", "bokeh==3.9.2", "plotly==7.1.0", "panel==1.9.4")
OURS, STOCK = "this book", "stock Jupyter Book, html-manager"

FLOOR = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Floor</title>
<input type="range" min="1" max="20" value="5"><svg viewBox="0 0 400 250" width="560" role="img"><path id="curve"
fill="none" stroke="#0b62a8"/></svg><script>
const input = document.querySelector("input");
const draw = () => curve.setAttribute("d", "M" + Array.from({ length: 100 }, (_, i) =>
  `${40 + 3.5 * i},${230 - 220 * ((i + 1) / 100) ** input.value}`).join("L"));
input.addEventListener("input", draw); draw();
</script></html>"""
# For each page: whether it takes events yet, how its slider is moved to a value, and what of the picture then changes.
INPUT = """ready: () => document.querySelector(%r),
  set(value) { const one = this.ready(); one.value = value; one.dispatchEvent(new Event('input', { bubbles: true })); },
  seen: () => document.querySelector(%r)?.getAttribute('d')"""
CANVAS = """seen: () => window.stroked"""
PROBES = {
    "floor": INPUT % ("body > input", "#curve"),
    OURS: INPUT % (".explorer.live [data-control=answer_length]", '.explorer.live [data-mark="1"]'),
    "Altair": INPUT % (".vega-bind input", "svg .mark-line path"),
    "Plotly": """ready: () => document.querySelector('.slider-rail-touch-rect'),
  set(value) {
    const { left, width, top } = this.ready().getBoundingClientRect();
    const at = { clientX: left + (value - 0.5) / 20 * width, clientY: top + 2, bubbles: true };
    this.ready().dispatchEvent(new MouseEvent('mousedown', at));
    document.dispatchEvent(new MouseEvent('mouseup', at));
  },
  seen: () => document.querySelector('.scatterlayer .js-line')?.getAttribute('d')""",
    "Bokeh, CustomJS": f"""ready: () => window.stroked && Bokeh.documents[0]?.get_model_by_name('length'),
  set(value) {{ this.ready().value = value; }}, {CANVAS}""",
    "Panel embed, 40 states": f"""ready: () => window.stroked &&
    [...Bokeh.documents[0]._all_models.values()].find(({{ type, end }}) => type === 'Slider' && end === 19),
  set(value) {{ this.ready().value = value; }}, {CANVAS}""",
    STOCK: """ready: () => document.querySelectorAll('.noUi-handle')[1],
  set() { this.ready().dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true })); },
  seen: () => document.querySelectorAll('.widget-readout')[1]?.textContent""",
    "Pyodide, bare formula": INPUT % ("label input", "#curve"),
}
# The last long line that was drawn on a canvas; then the probe, which moves again where nothing answered for 250 ms.
WATCH = """
const drawn = CanvasRenderingContext2D.prototype, line = [];
for (const [name, note] of [["beginPath", () => { line.length = 0; }], ["lineTo", (x, y) => line.push(y)],
  ["stroke", () => { if (line.length > 50) window.stroked = line.join(); }]]) {
  const own = drawn[name];
  drawn[name] = function (...given) { note(...given); return own.apply(this, given); };
}
window.peer = { %s };
{
  let before, since = -250, value = 6;
  const timer = setInterval(() => {
    if (!peer.ready() || peer.seen() == null) return;
    if (performance.now() - since >= 250) {
      before = peer.seen();
      since = performance.now();
      peer.set(value = value %% 19 + 1);
    }
    if (peer.seen() !== before) { window.answered = performance.now(); clearInterval(timer); }
  }, 5);
}
"""
MOVE = """async (moves) => {
  const times = [];
  for (let i = 0; i < moves; i++) {
    const before = peer.seen(), start = performance.now();
    peer.set(1 + (i * 7 + 3) % 19);
    while (peer.seen() === before && performance.now() - start < 3000) await new Promise(requestAnimationFrame);
    times.push(performance.now() - start);
    await new Promise(requestAnimationFrame);
  }
  return times;
}"""


def made(folder: Path) -> dict[str, str]:
    """The pages by their names, as paths below the folder, which they are made in."""
    packages = installed.npm(*NPM)
    script = Path(__file__).with_name("peer_pages.py")
    subprocess.run([installed.python(*PIP), script, folder], check=True, capture_output=True, cwd=folder)
    (folder / "floor.html").write_text(FLOOR, encoding="utf-8")
    pages = {"floor": "floor.html", OURS: our_page(folder), "Altair": "altair.html", "Bokeh, CustomJS": "bokeh.html"}
    pages |= {"Plotly": "plotly.html", "Panel embed, 40 states": "panel.html"}
    return pages | {STOCK: stock_page(folder, packages), "Pyodide, bare formula": pyodide_page(folder, packages)}


def visit(browser: Browser, address: str, probe: str, setting: str) -> dict:
    """One visit: milliseconds and processor time to the first answer, bytes, those of each move."""
    context = browser.new_context(viewport={"width": 1100, "height": 900})
    page = context.new_page()
    devtools, received = slowed(page, setting)
    devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.add_init_script(WATCH % probe)
    page.goto(address, wait_until="commit")
    page.wait_for_function("() => window.answered", timeout=180_000)
    found = {"wall": page.evaluate("answered"), "processor": spent(devtools)}
    page.wait_for_timeout(1000)  # what still loads after the first answer counts too
    found["bytes"] = sum(received)
    before = spent(devtools)
    found["moves"] = page.evaluate(MOVE, MOVES) if "stock/" not in address else []
    found["move"] = (spent(devtools) - before) / MOVES
    context.close()
    return found


def report(rounds: int = ROUNDS) -> str:
    """The table: bytes, first answer and a move of each page."""
    from tests import chromium

    path = chromium.found_or_installed() or sys.exit(chromium.HELP)
    visits: dict[tuple[str, str], list[dict]] = {}
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        pages = made(Path(name))
        with served(Path(name)) as url:
            browser = playwright.chromium.launch(executable_path=path, args=[*chromium.ARGUMENTS, OFFLINE])
            local, slow = SETTINGS
            visit(browser, url + pages[OURS], PROBES[OURS], local)  # the browser's own first start is nobody's page
            for _ in range(rounds):
                for page in pages:
                    for setting in SETTINGS:
                        found = visit(browser, url + pages[page], PROBES[page], setting)
                        visits.setdefault((page, setting), []).append(found)
                        words = [f"{found[what]:,.0f} ms" for what in ("wall", "processor")]
                        print(page, setting, *words, file=sys.stderr, flush=True)
            browser.close()
    rows = [_row(page, visits[page, local], visits[page, slow], visits) for page in pages]
    heads = ["", "kB", "first answer, local", "its processor time", "slow", "its processor time"]
    heads += ["a move with its paint, processor time", "slow: slider to picture, median", "99th percentile"]
    return markdown(f"One simulation, {local} and {slow}; medians of {rounds}, in turns", heads, rows)


def _row(page: str, local: list[dict], slow: list[dict], visits: dict) -> list[str]:
    ours = visits[OURS, next(iter(SETTINGS))], visits[OURS, list(SETTINGS)[1]]
    cells = [f"{slow[-1]['bytes'] / 1000:,.0f}"]
    for one, own in zip((local, slow), ours, strict=True):
        for what in ("wall", "processor"):
            value, beside = (statistics.median(visit[what] for visit in some) for some in (one, own))
            cells.append(f"{value:,.0f} ms ({value / beside:.1f}×)")
    times = sorted(time for one in slow for time in one["moves"])
    if not times:
        return [page, *cells, *["needs a kernel"] * 3]
    move = statistics.median(one["move"] for one in local)
    floor = statistics.median(one["move"] for one in visits["floor", next(iter(SETTINGS))])
    late = times[int(0.99 * (len(times) - 1))]
    return [
        page,
        *cells,
        f"{move:.1f} ms ({move / floor:.1f} floors)",
        f"{statistics.median(times):.1f} ms",
        f"{late:.1f} ms",
    ]


if __name__ == "__main__":
    print(report())
