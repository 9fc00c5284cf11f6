"""Train the curve here, in a Chromium: pressed, paused, stopped, saved, remembered, and where nothing can train."""

import random
import time

import pytest
import train_page
from axe_playwright_python.sync_playwright import Axe
from conftest import served

from simulations.laboratory import measure, result
from simulations.tape import shipped as shipped_toys

START = "[data-trainer=laboratory] .trainer-start"
SHORT = "#train-here?digits=2&steps=100&to=4"  # two sizes, a hundred steps: a second or two
LONG = "#train-here?digits=2&steps=800&from=88"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("train")
    train_page.write(folder, asking=True)
    return folder


@pytest.fixture(scope="module")
def address(folder):
    with served(folder, train_page.Strict) as url:
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
    return page.locator(START)


def said(page) -> str:
    return page.locator(".trainer [data-part=words]").inner_text()


def pressed(page, address, hash_=SHORT):
    start = opened(page, address, hash_)
    train_page.draw(page)
    start.click()


def until(holds, seconds: float = 60):
    """Waits from here: the page's policy forbids what playwright would run in it."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come to hold"
        time.sleep(0.02)


def ended(page):
    page.wait_for_selector(f"{START}:not([aria-disabled])")


def drawn(page, mark: int, panel: int = 0) -> int:
    """How many points a mark of the figure has."""
    ask = "([panel, mark]) => document.querySelectorAll('#trained-here .explorer-panel svg[role=img]')[panel]"
    ask += ".querySelector(`[data-mark=\"${mark}\"]`).getAttribute('d')"
    return (page.evaluate(ask, [panel, mark]) or "").count(",")


AT_WORK = """() => {
  const mark = document.querySelector('#trained-here .explorer-panel svg[role=img] [data-mark="4"]');
  window.atWork = 0;
  new MutationObserver(() => { atWork += (mark.getAttribute('d') ?? '').split(',').length - 1; })
    .observe(mark, { attributes: true, attributeFilter: ['d'] });
}"""


def covered(page) -> bool:
    return page.evaluate("document.querySelector('#trained-here').classList.contains('covered')")


def drawable(page) -> bool:
    return not page.locator("#trained-here .explorer-sketch[inert], #trained-here .explorer-predict[inert]").count()


def saved(page) -> str:
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the result").click()
    return download.value.path().read_text(encoding="utf-8")


def test_a_press_trains_the_sizes_and_a_file_says_what_came_of_it(page, address):
    """Under a strict policy, too: the worker is the page's own script, and nothing stands inline."""
    start = opened(page, address)
    assert start.inner_text() == "Train 2 models" and start.is_disabled()
    page.evaluate("addEventListener('trainer:ended', ({ detail }) => { window.ended = detail; })")
    train_page.draw(page)
    page.evaluate(AT_WORK)
    start.click()
    ended(page)
    assert page.evaluate("atWork") > 0  # while it trains, in a picture or two: too short to be asked for from here
    assert said(page) == "2 of 2 trained"
    told = page.evaluate("ended")  # for whoever keeps a record
    assert told["models"] == 2 and told["state"].startswith(SHORT.removeprefix("#"))
    assert told["metrics"]["parameters"] == 308 and 0 <= told["metrics"]["exact_match"] <= 1
    assert [drawn(page, mark) for mark in (2, 3, 4)] == [2, 2, 0]
    assert [drawn(page, mark, 1) for mark in (0, 1, 2)] == [6, 6, 0]  # five glances and the examination
    assert covered(page)  # what was drawn is of the shipped recipe
    content = result.read(saved(page))
    assert (content["student"], content["seeds"], content["recipe"]["steps"]) == (None, [0], 100)
    assert [model["status"] for model in content["models"]] == ["ok", "ok"]
    page.get_by_role("button", name="Compare with the truth").click()
    page.select_option("#trained-here select", label=measure.METRICS["edit_distance"].wording)
    until(lambda: drawn(page, 2) == 2)  # at the next frame


DRAWING = "#trained-here .explorer-sketch"
FEEDBACK = "#trained-here .explorer-feedback"


def stroke(page):
    """Across the free part of the figure, upwards, by mouse."""
    place = page.locator(f"{DRAWING} .free")
    place.scroll_into_view_if_needed()  # it waits until the page stands still
    free = place.bounding_box()
    right, foot = free["x"] + free["width"] - 2, free["y"] + free["height"]
    page.mouse.move(free["x"] + 2, foot - 5)
    page.mouse.down()
    page.mouse.move(right, foot - 0.6 * free["height"], steps=10)
    page.mouse.up()


def test_the_curve_is_drawn_first_and_judged_once_the_shipped_recipe_is_trained(page, address):
    start = opened(page, address, "#train-here?from=88")
    assert start.is_disabled() and said(page) == "Draw first, in the figure, how the curve goes on."
    page.evaluate("addEventListener('explorer:predicted', ({ detail }) => { window.judged = detail; })")
    stroke(page)
    assert start.is_enabled() and said(page) == ""
    page.get_by_role("button", name="Clear").click()
    assert start.is_disabled()
    page.get_by_role("button", name="Undo").click()
    start.click()
    until(lambda: drawn(page, 4))
    shown = 'mark => getComputedStyle(document.querySelector(`#trained-here [data-mark="${mark}"]`)).visibility'
    clip = "document.querySelector('#trained-here [data-mark=\"4\"]').parentElement.getAttribute('clip-path')"
    assert covered(page) and page.evaluate(shown, 4) == "visible" and "whole" in page.evaluate(clip)
    assert page.evaluate(shown, 11) == "visible"  # the way there of the largest, in the other panel
    assert page.locator(f"{DRAWING} .line").get_attribute("d") and page.locator(FEEDBACK).inner_text() == ""
    ended(page)
    until(lambda: not covered(page))
    assert "your drawing" in page.locator(FEEDBACK).inner_text()
    judged = page.evaluate("judged")
    assert (judged["kind"], judged["name"], len(judged["drawn"])) == ("draw", "trained-here", 8)
    assert drawn(page, 2) == 1 and page.locator(f"{DRAWING}.closed .line").get_attribute("d")


def test_it_is_drawn_by_a_finger(browser, address):
    context = browser.new_context(viewport={"width": 360, "height": 900}, has_touch=True, is_mobile=True)
    page = context.new_page()
    start = opened(page, address)
    page.locator(f"{DRAWING} .free").tap(position={"x": 40, "y": 30})
    assert start.is_enabled()
    start.tap()
    until(lambda: drawn(page, 2) == 2)
    context.close()


def test_who_would_rather_not_draw_may_train(page, address):
    start = opened(page, address)
    page.get_by_role("button", name="Just show me").click()
    start.click()
    until(lambda: drawn(page, 2) == 2)
    ended(page)
    assert page.locator(FEEDBACK).inner_text() == "" and not page.locator(DRAWING).count()


def test_a_press_brings_the_plots_into_view(page, address):
    page.set_viewport_size({"width": 900, "height": 500})
    pressed(page, address, LONG)
    until(lambda: drawn(page, 4))
    ask = "document.querySelector('#trained-here svg[role=img]').getBoundingClientRect().top"
    until(lambda: page.evaluate(ask) >= 0, seconds=5)


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


def test_a_model_that_was_trained_here_can_be_asked_until_it_is_removed(page, address):
    pressed(page, address)
    ended(page)
    trained = page.locator("[data-part=trained] option")
    sizes = [shipped_toys.facts()[f"adder-2-{width}"]["parameters"] for width in (2, 4)]
    labels = [f"{size} weights, seed 0, 2 digits" for size in sizes]
    assert sorted(trained.all_inner_texts()) == labels
    page.select_option("[name=model]", label=labels[1])
    page.fill("[name=first]", "17")
    page.fill("[name=second]", "45")
    page.get_by_role("button", name="Ask", exact=True).click()
    answer = page.locator("[data-part=said]")
    until(lambda: f"17 + 45: the model of {sizes[1]} weights, seed 0, trained here, answers" in answer.inner_text())
    page.get_by_role("button", name="Train them again").click()
    ended(page)
    assert "2 digits" in page.locator("[name=model] option:checked").inner_text()
    page.get_by_role("button", name="Remove what was trained").click()
    assert trained.count() == 0 and page.locator("[name=model] option:checked").inner_text() == "28,900 weights"


def test_while_it_trains_nothing_can_take_the_ground_from_under_it(page, address):
    pressed(page, address, LONG)
    until(lambda: drawn(page, 4))
    page.evaluate("document.querySelector('.trainer details').open = true")
    for name in ("The shipped recipe", "Remove what was trained"):
        assert page.get_by_role("button", name=name).is_disabled()
    assert not drawable(page)  # who has seen the first points may draw nothing else
    page.get_by_role("button", name="Stop").click()
    ended(page)
    assert drawable(page)


BORN = """const Plain = Worker; window.born = [];
window.Worker = class extends Plain { constructor(...given) { super(...given); born.push(this); } };"""
SLOW = """const made = WebAssembly.compile;
WebAssembly.compile = async (bytes) => { await new Promise(done => { window.go = done }); return made(bytes); };"""


def test_two_presses_while_the_kernels_are_made_are_one(page, address):
    page.add_init_script(BORN + SLOW)
    start = opened(page, address, LONG)
    train_page.draw(page)
    start.click()
    start.click(force=True)
    page.evaluate("go()")
    until(lambda: drawn(page, 4))
    page.get_by_role("button", name="Stop").click()
    ended(page)
    assert page.evaluate("born.length") == 1


def test_two_hundred_presses_at_random_leave_it_whole(page, address):
    opened(page, address, "#train-here?digits=2&steps=100&to=6")
    page.evaluate("document.querySelectorAll('.trainer details').forEach(fold => { fold.open = true })")
    page.evaluate("URL.createObjectURL = () => '#'")  # no downloads
    parts = "[data-trainer=laboratory] :is(button, input, select), #trained-here :is(button, input, select)"
    press = """([parts, which, value]) => {
      const all = [...document.querySelectorAll(parts)];
      const one = all[which % all.length];
      if (one.disabled || one.closest('[inert]')) return;
      if (one.type === 'number') { one.value = value; one.dispatchEvent(new Event('change', { bubbles: true })); }
      else if (one.type === 'range') {
        one.value = 10 * value;
        one.dispatchEvent(new Event('input', { bubbles: true }));
      }
      else if (one.localName !== 'select') one.click();
      else { one.selectedIndex = value % one.length; one.dispatchEvent(new Event('change', { bubbles: true })); }
    }"""
    chance = random.Random(4)
    train_page.draw(page)
    page.locator(START).click()
    for _ in range(200):
        page.evaluate(press, [parts, chance.randrange(1000), chance.randrange(7)])
        page.wait_for_timeout(chance.choice((0, 0, 20)))
    stop = page.locator("[data-trainer=laboratory] [data-part=stop]")
    if stop.is_visible():
        stop.click()
    ended(page)
    if (remove := page.get_by_role("button", name="Remove what was trained")).is_visible():
        remove.click()
    page.evaluate("location.hash = ''")
    page.evaluate(f"location.hash = '{SHORT}&again'")
    start = page.locator(START)
    until(lambda: start.inner_text() == "Train 2 models")
    if not start.is_enabled():
        train_page.draw(page)
    start.click()
    until(lambda: drawn(page, 2) == 2)
    ended(page)
    assert said(page) == "2 of 2 trained"


@pytest.mark.parametrize(
    ("body", "status", "why"),
    [
        ('toy("adder-2-2",{"format":1,"name":"adder', 200, "adder-2-2 is damaged: load the page anew."),
        ('toy("adder-2-2",{"format":1,"tapes":[]})', 200, "adder-2-2 is damaged: load the page anew."),
        ("not found", 404, "adder-2-2 could not be fetched."),
    ],
)
def test_a_toy_that_is_broken_is_said_and_the_others_are_trained(page, address, body, status, why):
    given = {"body": body, "status": status, "content_type": "text/javascript"}
    page.route("**/adder-2-2.js*", lambda route: route.fulfill(**given))
    pressed(page, address)
    ended(page)
    assert why in page.locator("[data-part=warning]").inner_text() and drawn(page, 2) == 1
    page.problems[:] = [words for words in page.problems if "Unexpected" not in words and "Invalid" not in words]


def test_a_loss_that_is_no_number_is_said_with_what_to_change(page, address):
    page.route("**/adder-2-2.js*", train_page.poisoned)
    pressed(page, address)
    ended(page)
    size = f"{shipped_toys.facts()['adder-2-2']['parameters']} weights, seed 0"
    words = page.locator("[data-part=warning]").inner_text()
    assert words.startswith(f"Diverged: {size}, at step 1: its loss ceased to be a number, or grew without end.")
    assert "Choose lower learning rates" in words and said(page) == "2 of 2 trained"
    assert drawn(page, 2) == 1  # the other one
    page.locator("[data-trainer=laboratory]").get_by_text("Numbers", exact=True).click()
    until(lambda: page.locator(".trainer-table td").count())
    assert page.locator(".trainer-table tr").nth(1).locator("td").all_inner_texts()[-1] == "diverged"
    assert [model["status"] for model in result.read(saved(page))["models"]] == ["diverged", "ok"]
    page.get_by_role("button", name="Train them again").click()
    ended(page)
    assert words == page.locator("[data-part=warning]").inner_text()


def test_a_server_that_forbids_webassembly_is_named(page, address):
    def strictly(route):
        answer = route.fetch()
        policy = train_page.POLICY.replace(" 'wasm-unsafe-eval'", "")
        route.fulfill(response=answer, headers=answer.headers | {"content-security-policy": policy})

    page.route("**/index.html*", strictly)
    opened(page, address)
    until(lambda: "WebAssembly is forbidden here" in said(page))
    assert drawn(page, 0) == 60


def test_steps_that_are_too_large_are_said_with_what_to_change(page, address):
    pressed(page, address, "#train-here?digits=2&steps=100&rate=30&from=88")
    ended(page)
    words = page.locator("[data-part=warning]").inner_text()
    page.locator("[data-trainer=laboratory]").get_by_text("Numbers", exact=True).click()
    until(lambda: page.locator(".trainer-table td").count())
    assert "Steps as large as these overshoot" in words and "NaN" not in page.locator(".trainer-table").inner_text()
    result.read(saved(page))


NO_SIMD = "WebAssembly.validate = () => false"
NO_WORKERS = "delete window.Worker"
NO_MEMORY = "WebAssembly.Memory.prototype.grow = () => { throw new RangeError('refused') }"


@pytest.mark.parametrize(("script", "why"), [(NO_SIMD, "SIMD"), (NO_WORKERS, "no workers")])
def test_where_nothing_can_be_trained_why_is_said_and_the_shipped_curve_stays(page, address, script, why):
    page.add_init_script(script)
    opened(page, address)
    until(lambda: why in said(page))
    assert drawn(page, 0) == 60


def test_a_worker_that_is_killed_is_followed_by_another(page, address):
    page.add_init_script(BORN)
    pressed(page, address)
    until(lambda: page.evaluate("born.length"))
    page.evaluate("born[0].dispatchEvent(new ErrorEvent('error', { message: 'killed' }))")
    ended(page)
    assert said(page) == "2 of 2 trained" and page.evaluate("born.length") > 1


def test_a_worker_that_falls_silent_is_followed_by_another(page, address, folder):
    script = (folder / "trainer.js").read_text(encoding="utf-8")
    assert script.count("=2e4") == 1  # the milliseconds of silence
    quick = script.replace("=2e4", "=1500")
    page.route("**/trainer.js*", lambda route: route.fulfill(body=quick, content_type="text/javascript"))
    page.add_init_script(BORN)
    pressed(page, address)
    until(lambda: page.evaluate("born.length"))
    page.evaluate("born[0].terminate()")
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
    context = page.context
    page.close()  # in the middle
    page = context.new_page()
    start = opened(page, address, every)
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
    assert page.locator(START).inner_text() == "Train 6 models"
    assert "Nothing was learned with these" in page.locator("[data-part=warning]").inner_text()
    assert "Seeds 1200 to 1202" in page.locator("[data-part=seeds]").text_content()
    opened(page, address.replace("index.html", "index.html?x"), "#train-here?digits=<img src=x>&steps=1e9")
    assert page.locator(START).inner_text() == "Train 12 models"


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
    start = page.locator(START)
    assert start.inner_text() == "Train 2 models"
