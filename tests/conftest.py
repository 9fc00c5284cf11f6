"""What the tests share.

built_book   the folder of the built book (``_build/html``); fails where there is none
book_url     its address on a server of its own, with a slash at the end
browser      a Chromium that many tests share; open a context or a page of your own in it
offline_page a page in which every request to another host is stopped and noted in ``page.elsewhere``
sample_book  the folder of the small book of ``tests/book``, built once, as a deploy would with BOOK_URL
"""

import contextlib
import functools
import http.server
import os
import re
import subprocess
import sys
import threading
import time
import tomllib
from pathlib import Path

import chromium
import pytest
from playwright.sync_api import Error as PlaywrightError, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES = Path(os.environ.get("REPORT") or ROOT / "_build" / "report") / "pictures"
BOOK = ROOT / "_build" / "html"
BUDGETS = tomllib.loads((ROOT / "tests" / "budgets.toml").read_text(encoding="utf-8"))
SAMPLE_URL = "https://book.example/emergence/"


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *arguments):
        pass


# All explorers of a page alive: each opens when it comes near the window, and all of them before the page is printed.
ALL_ALIVE = """() => {
  dispatchEvent(new Event('beforeprint'));
  return [...document.querySelectorAll('.explorer')].every((one) => one.matches('.live, .broken'));
}"""


def book_pages(folder: Path = BOOK) -> list[str]:
    """The pages of a built book, as paths from its root; not the files of one simulation each, nor the slides."""
    apart = {"_static", "embed", "slides"}
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html") if not apart & {*path.parts})


def pytest_collection_modifyitems(config, items):
    """Leaves out the tests in a browser where ``make test`` found that there is none.

    Else each of them has a second go: a browser on a busy machine may be late. The sum at the end names those that
    needed it, and a page's real fault fails twice.
    """
    in_browser = [item for item in items if "browser" in getattr(item, "fixturenames", ())]
    if os.environ.get("WITHOUT_BROWSER"):
        config.hook.pytest_deselected(items=in_browser)
        items[:] = [item for item in items if item not in set(in_browser)]
    for item in in_browser:
        item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Keeps a picture of each page that a failed test had open."""
    report = yield
    browser = getattr(item, "funcargs", {}).get("browser")
    if report.failed and browser:
        keep_pictures(browser, item.nodeid)
    return report


def keep_pictures(browser, test: str) -> list[Path]:
    """Pictures of the browser's open pages, named by the test; pages that an earlier one left open are left out."""
    kept = []
    for page in [page for context in browser.contexts for page in context.pages if not hasattr(page, "pictured")]:
        page.pictured = True
        path = PICTURES / f"{re.sub(r'[^A-Za-z0-9]+', '-', test).strip('-')[-120:]}-{len(kept) + 1}.png"
        with contextlib.suppress(PlaywrightError):  # a page that crashed has no picture
            page.screenshot(path=path, timeout=5000)
            kept.append(path)
    return kept


@pytest.fixture(scope="session")
def built_book() -> Path:
    if not (BOOK / "index.html").exists():
        pytest.fail("there is no built book: run `make book` first (or `make test`, which does)")
    return BOOK


@pytest.fixture(scope="session")
def book_url(built_book):
    with served(built_book) as url:
        yield url


@pytest.fixture(scope="session")
def browser():
    path = chromium.find()
    if not path:
        pytest.fail(chromium.HELP)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(chromium.ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def offline_page(browser, book_url):
    context = browser.new_context()
    page = context.new_page()
    keep_offline(page, book_url)
    yield page
    context.close()


@pytest.fixture(scope="session")
def sample_book(tmp_path_factory) -> Path:
    zipped = f"{SAMPLE_URL}emergence-measured.zip"
    return build_sample(tmp_path_factory.mktemp("sample"), BOOK_URL=SAMPLE_URL, BOOK_OFFLINE=zipped)


@pytest.fixture(scope="session")
def sample_url(sample_book):
    with served(sample_book) as url:
        yield url


def build_sample(folder: Path, source: Path = ROOT / "tests" / "book", **environment: str) -> Path:
    """Builds a book with warnings as errors; returns its pages' folder, or raises with what the build printed."""
    command = [Path(sys.executable).parent / "jupyter-book", "build", "-W", "--keep-going", "--path-output", folder]
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    done = subprocess.run([*command, source], env=surroundings, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    return folder / "_build" / "html"


def keep_offline(page, url: str) -> None:
    """Stops each of the page's requests to another host than ``url`` and notes it in ``page.elsewhere``."""
    page.elsewhere = []

    def decide(route):
        if route.request.url.startswith((url, "data:", "blob:")):
            return route.continue_()
        page.elsewhere.append(route.request.url)
        return route.abort()

    page.route("**/*", decide)


@contextlib.contextmanager
def served(folder: Path, handler=QuietHandler):
    """A server of a folder on a port of its own; gives its address."""
    handler = functools.partial(handler, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


@contextlib.contextmanager
def served_in_two(folder: Path, *, at: bytes, late: float):
    """A server whose pages stop 1,000 bytes after the last ``at`` but one (or the only one), and go on ``late`` seconds
    later.
    """

    class Handler(QuietHandler):
        def do_GET(self):
            path = Path(self.translate_path(self.path))
            if path.suffix != ".html":
                return super().do_GET()
            body = path.read_bytes()
            half = [match.start() for match in re.finditer(re.escape(at), body)][-2:][0] + 1000
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[:half])
            self.wfile.flush()
            time.sleep(late)
            self.wfile.write(body[half:])

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()
