"""Train the curve here, in a Chromium: pressed, paused, stopped, saved, remembered, and where nothing can train."""

import time

import pytest
import train_page
from axe_playwright_python.sync_playwright import Axe
from conftest import QuietHandler, served

from simulations.laboratory import measure, result

SHORT = "#train-here?digits=2&steps=100&to=4"  # two sizes, a hundred steps: a second or two
LONG = "#train-here?digits=2&steps=800&from=88"


class Strict(QuietHandler):
    """Serves under a policy that allows no inline script, no blob and no other host."""

    def end_headers(self):
        self.send_header("Content-Security-Policy", train_page.POLICY)
        super().end_headers()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("train")
    train_page.write(folder)
    return folder


@pytest.fixture(scope="module")
def address(folder):
    with served(folder, Strict) as url:
        yield f"{url}index.html"


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 900, "height": 1000})
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.problems = []
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    yield page
    assert page.problems == []
    context.close()


def opened(page, address, hash_=SHORT):
    page.goto(address + hash_)
    page.wait_for_selector(".explorer.live")
    page.wait_for_selector(".trainer[data-open]")
    return page.locator(".trainer-start")


def said(page) -> str:
    return page.locator(".trainer [data-part=words]").inner_text()


def pressed(page, address, hash_=SHORT):
    start = opened(page, address, hash_)
    page.get_by_label("a rise", exact=True).check()
    start.click()


def until(holds, seconds: float = 60):
    """Waits from here: the page's policy forbids what playwright would run in it."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come to hold"
        time.sleep(0.02)


def ended(page):
    page.wait_for_selector(".trainer-start:not([aria-disabled])")


def drawn(page, mark: int, panel: int = 0) -> int:
    """How many points a mark of the figure has."""
    ask = "([panel, mark]) => document.querySelectorAll('#trained-here .explorer-panel svg[role=img]')[panel]"
    ask += ".querySelector(`[data-mark=\"${mark}\"]`).getAttribute('d')"
    return (page.evaluate(ask, [panel, mark]) or "").count(",")


def saved(page) -> str:
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the result").click()
    return download.value.path().read_text(encoding="utf-8")


def test_a_press_trains_the_sizes_and_a_file_says_what_came_of_it(page, address):
    """Under a strict policy, too: the worker is the page's own script, and nothing stands inline."""
    start = opened(page, address)
    assert start.inner_text() == "Train 2 models" and start.is_disabled()
    page.get_by_label("a rise", exact=True).check()
    start.click()
    until(lambda: drawn(page, 4))
    ended(page)
    assert said(page) == "2 of 2 trained"
    assert [drawn(page, mark) for mark in (2, 3, 4)] == [2, 2, 0]
    assert [drawn(page, mark, 1) for mark in (0, 1, 2)] == [6, 6, 0]  # five glances and the examination
    assert page.locator("[data-control=all_sizes]").is_checked()
    assert page.locator("[data-part=verdict]").inner_text() == ""  # which is of the shipped recipe
    content = result.read(saved(page))
    assert (content["student"], content["seeds"], content["recipe"]["steps"]) == (None, [0], 100)
    assert [model["status"] for model in content["models"]] == ["ok", "ok"]
    page.select_option("#trained-here select", label=measure.METRICS["edit_distance"].wording)
    assert drawn(page, 2) == 2


def test_it_pauses_goes_on_and_stops(page, address):
    pressed(page, address, LONG)
    until(lambda: drawn(page, 4))
    assert page.evaluate("document.activeElement.textContent") == "Pause"
    page.keyboard.press("Enter")
    until(lambda: said(page).endswith("paused"))
    page.keyboard.press("Enter")
    until(lambda: said(page).endswith("to go"))
    page.get_by_role("button", name="Stop").click()
    ended(page)
    assert drawn(page, 4) == 0 and page.evaluate("document.activeElement.textContent") == "Train 1 model"


def test_a_hidden_tab_rests(page, address):
    pressed(page, address, LONG)
    until(lambda: drawn(page, 4))
    hide = "hidden => { Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });"
    hide += " document.dispatchEvent(new Event('visibilitychange')); }"
    page.evaluate(hide, True)
    until(lambda: said(page).endswith("while hidden"))
    page.evaluate(hide, False)
    until(lambda: said(page).endswith("to go"))


NO_SIMD = "WebAssembly.validate = () => false"
NO_WORKERS = "delete window.Worker"
NO_MEMORY = "WebAssembly.Memory.prototype.grow = () => { throw new RangeError('refused') }"


@pytest.mark.parametrize(("script", "why"), [(NO_SIMD, "SIMD"), (NO_WORKERS, "no workers")])
def test_where_nothing_can_be_trained_why_is_said_and_the_shipped_curve_stays(page, address, script, why):
    page.add_init_script(script)
    opened(page, address)
    until(lambda: why in said(page))
    assert drawn(page, 0) == 30


def test_a_worker_that_is_killed_is_followed_by_another(page, address):
    page.add_init_script("""const Plain = Worker; window.born = [];
    window.Worker = class extends Plain { constructor(...given) { super(...given); born.push(this); } };""")
    pressed(page, address)
    until(lambda: page.evaluate("born.length"))
    page.evaluate("born[0].dispatchEvent(new ErrorEvent('error', { message: 'killed' }))")
    ended(page)
    assert said(page) == "2 of 2 trained" and page.evaluate("born.length") > 1


def test_where_memory_is_refused_it_is_said(page, address, folder):
    script = (folder / "trainer.js").read_text(encoding="utf-8")
    page.route(
        "**/trainer.js*", lambda route: route.fulfill(body=NO_MEMORY + ";" + script, content_type="text/javascript")
    )
    pressed(page, address)
    ended(page)
    assert (
        "Not all could be trained: There is no memory for adder-2-" in page.locator("[data-part=warning]").inner_text()
    )


def test_what_is_finished_is_remembered_where_the_reader_allows_it_and_removed(page, address):
    every = "#train-here?digits=2&steps=100"  # twelve sizes
    pressed(page, address, every)
    page.get_by_label("remember finished models").check()
    until(lambda: drawn(page, 2))
    start = opened(page, address.replace("index.html", "index.html?again"), every)  # in the middle
    until(lambda: drawn(page, 2))
    assert start.inner_text() == f"Train the other {12 - drawn(page, 2)} models"
    assert page.get_by_label("remember finished models").is_checked()
    page.get_by_role("button", name="Remove what was trained").click()
    until(lambda: not drawn(page, 2))
    assert page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize("held", ["{", '[{"recipe": "2 units 0.75 mixed 100 1", "width": "<img src=x>"}]', "[null]"])
def test_poisoned_storage_is_as_good_as_none(page, address, held):
    page.goto(address)
    page.evaluate("held => localStorage.setItem('emergence-measured.trained.1', held)", held)
    page.reload()
    assert opened(page, address).inner_text() == "Train 2 models"


def test_a_link_brings_its_settings_and_a_hostile_one_nothing(page, address):
    opened(page, address, "#train-here?digits=2&skew=0&lengths=full&steps=100&seeds=3&student=12&to=4")
    assert page.locator(".trainer-start").inner_text() == "Train 6 models"
    assert "Nothing was learned with these" in page.locator("[data-part=warning]").inner_text()
    assert "Seeds 1200 to 1202" in page.locator("[data-part=seeds]").text_content()
    opened(page, address.replace("index.html", "index.html?x"), "#train-here?digits=<img src=x>&steps=1e9")
    assert page.locator(".trainer-start").inner_text() == "Train 12 models"


def test_from_a_disk_it_trains_as_well(page, folder):
    pressed(page, (folder / "index.html").as_uri())
    ended(page)
    assert said(page) == "2 of 2 trained" and drawn(page, 2) == 2


@pytest.mark.parametrize(("scheme", "width"), [("light", 900), ("dark", 360)])
def test_it_is_accessible_and_fits_a_phone(page, address, scheme, width):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    opened(page, address)
    page.evaluate("theme => { document.documentElement.dataset.theme = theme }", scheme)
    page.evaluate("document.querySelectorAll('.trainer details').forEach(fold => { fold.open = true })")
    page.evaluate("document.querySelector('[data-part=results]').hidden = false")
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [(fault["id"], node["html"][:120]) for fault in found for node in fault["nodes"]] == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def test_on_the_chapters_page_the_script_comes_when_its_panel_comes_near(page, book_url):
    fetched = []
    page.on("request", lambda request: fetched.append(request.url) if "trainer.js" in request.url else None)
    page.goto(f"{book_url}chapters/laboratory.html", wait_until="networkidle")
    assert fetched == []
    page.locator("[data-trainer=laboratory]").scroll_into_view_if_needed()
    page.wait_for_selector("[data-trainer=laboratory][data-open]")
    assert len(fetched) == 1


def test_on_the_chapters_page_a_link_opens_the_panel_at_once(page, book_url):
    page.goto(f"{book_url}chapters/laboratory.html#train-here?digits=2&to=4")
    page.wait_for_selector("[data-trainer=laboratory][data-open]")
    start = page.locator("[data-trainer=laboratory] .trainer-start")
    assert start.inner_text() == "Train 2 models"
