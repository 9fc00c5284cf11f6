"""Every simulation on the built pages, moved by keyboard, mouse and touch with the network cut, against numpy."""

import re
import tomllib
from pathlib import Path
from urllib.parse import parse_qsl, urlencode

import numpy as np
import pytest
from chapter_cells import WITH_EXPLORERS, explorers
from conftest import ALL_ALIVE, served_in_two

from everystate import markup, svg

READ = tomllib.loads((Path(__file__).parent / "states_read.toml").read_text(encoding="utf-8"))
STATE = """root => ({
  values: [...root.querySelectorAll('[data-control]')].map(c =>
    c.type === 'checkbox' ? Number(c.checked) : c.tagName === 'OUTPUT' ? c.textContent : Number(c.value)),
  caption: root.querySelector('.explorer-caption').textContent,
  legends: [...root.querySelectorAll('.explorer-legend')].map(legend => [...legend.querySelectorAll('[data-mark]')].map(
    item => [Number(item.dataset.mark), item.querySelector('.explorer-label').textContent])),
  panels: [...root.querySelectorAll('.explorer-panel')].map(panel =>
    [...panel.querySelectorAll('svg[role=img] [data-mark]')].map(mark => ({
      mark: Number(mark.dataset.mark), tag: mark.tagName, d: mark.getAttribute('d'), text: mark.textContent,
      x: mark.getAttribute('x'), y: mark.getAttribute('y'), href: (mark.getAttribute('href') || '').length }))),
})"""


@pytest.fixture(scope="module", params=WITH_EXPLORERS)
def chapter(request):
    return request.param


@pytest.fixture(scope="module")
def page(chapter, browser, book_url):
    """The chapter, open, with touch, and the network cut as soon as it has loaded."""
    context = browser.new_context(viewport={"width": 1100, "height": 900}, has_touch=True)
    page = context.new_page()
    page.problems = []
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    page.on("console", lambda message: page.problems.append(message.text) if unexpected(message) else None)
    open_page(page, f"{book_url}chapters/{chapter}.html")
    context.set_offline(True)
    yield page
    context.close()


def unexpected(message) -> bool:
    """Whether a message is an error, but for this: a panel that trains fetches its script when it comes near."""
    return message.type == "error" and "trainer" not in message.location["url"]


def open_page(page, address):
    page.goto(address)
    page.wait_for_function(ALL_ALIVE, timeout=20_000)
    page.evaluate("document.querySelectorAll('.explorer-skip').forEach(button => button.click())")


def state_of(explorer, shown) -> dict:
    """The values of the controls from what the page's inputs say."""
    state = {}
    for control, value in zip(explorer.states.controls, shown["values"], strict=True):
        index = control.labels.index(value) if control.kind == "stepper" else value
        state[control.name] = control.values[index]
    return state


def check(explorer, root) -> dict:
    """The picture and the caption on the page are those of the state that the controls say; returns that state."""
    shown = root.evaluate(STATE)
    state = state_of(explorer, shown)
    where = f"{explorer.states.name}, {state}"
    assert shown["caption"] == explorer.caption(**state), where
    recorders = explorer.states.recorded(state)
    assert shown["legends"] == [[[i, mark.label] for i, mark in markup.listed(one)] for one in recorders], where
    panels = zip(shown["panels"], explorer.marks(**state), recorders, strict=True)
    for elements, wanted, recorder in panels:
        assert len(elements) == len(wanted), where
        for element in elements:
            _, kind, points = wanted[element["mark"]]
            check_mark(element, kind, points, recorder.marks[element["mark"]].text, where)
    return state


def check_mark(element, kind, points, text, where):
    if kind == "image":
        assert element["href"] > 50, where
    elif kind == "text":
        gap = points["x"][0] == -32768 / 20
        assert element["text"] == ("" if gap else text), where
        place = [float(element[axis]) for axis in "xy"]
        assert place == pytest.approx([points[axis][0] for axis in "xy"], abs=1e-6), where
    else:
        steps = {name: np.rint(values * 20).astype(int) for name, values in points.items()}
        assert element["d"] == svg.path(kind, steps), f"{where}: mark {element['mark']}"


def test_all_explorers_are_alive_and_say_nothing_in_the_console(page, chapter):
    assert page.locator(".explorer").count() == len(explorers(chapter)) > 0
    assert page.locator(".explorer.live").count() == page.locator(".explorer").count()
    assert page.problems == []


def test_the_first_picture_is_the_default_state(page, chapter):
    for name, explorer in explorers(chapter).items():
        assert check(explorer, page.locator(f"#{name}")) == explorer.states.default


def press(page, root, control, key):
    root.locator(f"[data-control={control}]").focus()
    page.keyboard.press(key)


def move(page, root, control):
    """Another value by the keyboard."""
    if control.kind == "check":
        press(page, root, control.name, "Space")
    elif control.kind == "stepper":
        root.get_by_role("button", name=f"{control.label}: one more").focus()
        page.keyboard.press("Enter")
    elif control.kind == "select":
        press(page, root, control.name, "ArrowDown" if control.default == 0 else "ArrowUp")
    else:
        press(page, root, control.name, "Home" if control.default else "End")


def test_every_control_moves_by_keyboard(page, chapter):
    for name, explorer in explorers(chapter).items():
        root = page.locator(f"#{name}")
        for control in explorer.states.controls:
            before = check(explorer, root)
            move(page, root, control)
            after = check(explorer, root)
            assert len(control.values) == 1 or after[control.name] != before[control.name], f"{name}: {control.name}"
            assert {k: v for k, v in after.items() if k != control.name} == {
                k: v for k, v in before.items() if k != control.name
            }
    assert page.problems == []


def point_at(page, box, share, *, touch):
    x, y = box["x"] + 12 + (box["width"] - 24) * share, box["y"] + box["height"] / 2
    if touch:
        page.touchscreen.tap(x, y)
    else:
        page.mouse.click(x, y)


@pytest.mark.parametrize("touch", [False, True], ids=["mouse", "touch"])
def test_every_control_moves_by_mouse_and_touch(page, chapter, touch):
    for name, explorer in explorers(chapter).items():
        root = page.locator(f"#{name}")
        root.locator("[data-do=reset]").click()
        assert check(explorer, root) == explorer.states.default
        for control in explorer.states.controls:
            element = root.locator(f"[data-control={control.name}]")
            element.scroll_into_view_if_needed()
            last = len(control.values) - 1
            if control.kind == "check":
                point_at(page, element.bounding_box(), 0.5, touch=touch)
            elif control.kind == "stepper":
                button = root.get_by_role(
                    "button", name=f"{control.label}: one {'less' if control.default else 'more'}"
                )
                point_at(page, button.bounding_box(), 0.5, touch=touch)
            elif control.kind == "select":
                element.select_option(index=last if control.default != last else 0)
            else:
                point_at(page, element.bounding_box(), 0.97 if control.default < last / 2 else 0.03, touch=touch)
            after = check(explorer, root)
            assert last == 0 or after[control.name] != explorer.states.default[control.name], f"{name}: {control.name}"
    assert page.problems == []


def test_values_are_read_under_the_pointer(page, chapter):
    for name in explorers(chapter):
        root = page.locator(f"#{name}")
        svg = root.locator("svg[role=img]").first
        svg.scroll_into_view_if_needed()
        box = svg.bounding_box()
        page.mouse.move(box["x"] + box["width"] * 0.55, box["y"] + box["height"] * 0.5)
        legend = root.locator(".explorer-legend").first
        if legend.locator("li[data-mark]").count():
            values = legend.locator(".explorer-value, .explorer-at").all_text_contents()
            assert any(re.search(r"\d", value) for value in values), name


def test_a_link_reopens_its_state_and_garbage_leaves_the_default(page, chapter, browser, book_url):
    context = browser.new_context(viewport={"width": 1100, "height": 900})
    other = context.new_page()
    other.on("dialog", lambda dialog: pytest.fail("a fragment ran code"))
    first, *_, last = [*explorers(chapter), *explorers(chapter)]
    for name, explorer in explorers(chapter).items():
        state = {c.name: c.values[0] if c.default else c.values[-1] for c in explorer.states.controls}
        root = page.locator(f"#{name}")
        fragment = f"{name}?{urlencode(written(state))}"
        if name in (first, last):  # to open the page for each of them would show no more
            open_page(other, f"{book_url}chapters/{chapter}.html?{name}#{fragment}")
        else:
            other.evaluate("hash => { location.hash = hash }", fragment)
            come(explorer, other.locator(f"#{name}"), written(state))
        assert check(explorer, other.locator(f"#{name}")) == state, name
        for garbage in ("=", "x" * 5000, "%F0%9F%92%A5=1", "<img src=x onerror=alert(1)>", "__proto__=1", "%E0%A4%A"):
            other.evaluate("name => document.querySelector(`#${name} [data-do=reset]`).click()", name)
            other.evaluate("hash => { location.hash = hash }", f"{name}?{garbage}")
            assert check(explorer, other.locator(f"#{name}")) == explorer.states.default, f"{name}: {garbage[:40]}"
        control = explorer.states.controls[0].name
        other.evaluate("hash => { location.hash = hash }", f"{name}?{control}=1e999")
        assert check(explorer, other.locator(f"#{name}")) == explorer.states.default
        assert other.locator(f"#{name} img:not(.explorer-ramp)").count() == 0
        assert root.locator("[data-do=link]").count() == 1
    context.close()


def test_a_link_in_the_text_moves_its_figure_to_what_is_read_there(page, chapter):
    links = page.locator("a[href^='#'][href*='?']:not(.explorer *, .trainer *)")
    addresses = {link.get_attribute("href")[1:] for link in links.all()}
    assert addresses == {*READ.get(chapter, {})}
    for address in sorted(addresses):
        link, name = page.locator(f"a[href='#{address}']").first, address.split("?")[0]
        root, explorer = page.locator(f"#{name}"), explorers(chapter)[name]
        link.evaluate("link => link.closest('details')?.setAttribute('open', '')")  # feedback is folded away
        named = dict(parse_qsl(address.split("?")[1]))
        for before in ("#", f"#{address}"):  # the second time the address stays the same
            root.locator("[data-do=reset]").click()
            page.evaluate("hash => history.replaceState(null, '', hash)", before)
            link.click()
            page.wait_for_function("hash => location.hash === hash", arg=f"#{address}")
            wanted = written(explorer.states.default) | named
            come(explorer, root, wanted)
            state = check(explorer, root)
            assert written(state) == wanted, address
        for words in READ[chapter][address]:
            assert words in explorer.caption(**state), address
        root.locator("[data-do=reset]").click()


def come(explorer, root, wanted: dict) -> None:
    """Waits for a state: the event that tells of a new address comes after it."""
    for _ in range(100):
        if written(state_of(explorer, root.evaluate(STATE))) == wanted:
            break
        root.page.wait_for_timeout(20)


def written(state: dict) -> dict:
    """Values as the page writes them in a fragment."""

    def word(value):
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, float) and value == int(value) and abs(value) < 1e21:
            return str(int(value))
        return value if isinstance(value, str) else repr(value)

    return {name: word(value) for name, value in state.items()}


def test_what_a_reader_takes_away(page, chapter):
    name = next(iter(explorers(chapter)))
    root = page.locator(f"#{name}")
    root.locator("[data-do=reset]").click()
    kinds = {"csv": b"panel,series,", "svg": b"<svg ", "png": b"\x89PNG"}
    if root.locator(".explorer-numbers").count():
        root.locator(".explorer-numbers summary").click()
        root.locator(".explorer-table tbody tr").first.wait_for()  # a fold says that it has opened a moment later
    else:  # a diagram
        del kinds["csv"]
    assert root.locator("[data-do=csv]").count() == ("csv" in kinds)
    for kind, start in kinds.items():
        with page.expect_download() as download:
            root.locator(f"[data-do={kind}]").click()
        with open(download.value.path(), "rb") as file:
            assert file.read().startswith(start), kind
        assert download.value.suggested_filename == f"{name}.{kind}"


def test_play_runs_to_the_end_and_stops(page, chapter):
    for name, explorer in explorers(chapter).items():
        sliders = [c for c in explorer.states.controls if c.kind == "slider"]
        if not sliders:
            continue
        root = page.locator(f"#{name}")
        root.locator("[data-do=reset]").click()
        button = root.get_by_role("button", name=f"Play {sliders[0].label}", exact=True)
        button.click()
        assert button.get_attribute("aria-pressed") == "true"
        page.wait_for_function(
            "b => b.getAttribute('aria-pressed') === 'false'", arg=button.element_handle(), timeout=30_000
        )
        assert check(explorer, root)[sliders[0].name] == sliders[0].values[-1]
        break


def test_play_takes_a_second_a_state_where_less_motion_is_asked_for(page, chapter):
    sliders = [(n, c) for n, e in explorers(chapter).items() for c in e.states.controls if c.kind == "slider"]
    name, slider = next(((n, c) for n, c in sliders if len(c.values) > 2), (None, None))
    if not slider:
        pytest.skip("no slider of this chapter has three values")
    root = page.locator(f"#{name}")
    page.emulate_media(reduced_motion="reduce")
    root.locator("[data-do=reset]").click()
    root.locator(f"[data-control={slider.name}]").press("Home")
    button = root.get_by_role("button", name=f"Play {slider.label}", exact=True)
    button.evaluate(
        """(play, name) => {
      const seen = window.seen = [], setInterval = window.setInterval;
      window.setInterval = (step, pause) => { seen.pause = pause; return setInterval(step, pause); };
      play.addEventListener('click', () => { seen.began = performance.now(); }, { once: true });
      document.getElementById(name).addEventListener('explorer:state', (event) => seen.push(
        [performance.now() - seen.began, event.detail.values]));
    }""",
        name,
    )
    button.click()
    page.wait_for_function("() => window.seen.length >= 2", timeout=30_000)  # the page forbids eval
    # A slow machine makes a step late, never early.
    (first, one), (second, two) = page.evaluate("window.seen.slice(0, 2)")
    assert first >= 990 and second >= 1990 and page.evaluate("window.seen.pause") == 1000
    assert [one[slider.name], two[slider.name]] == list(slider.values[1:3])
    root.locator("[data-do=reset]").click()
    page.emulate_media(reduced_motion="no-preference")


def test_a_page_that_comes_in_two_pieces_opens_every_simulation(chapter, browser, built_book):
    """The second piece starts amid a state table, and comes when the page's scripts have long run."""
    page = browser.new_page()
    with served_in_two(built_book, at=b'class="explorer-data">', late=1.5) as url:
        open_page(page, f"{url}chapters/{chapter}.html")
    assert page.locator(".explorer.live").count() == len(explorers(chapter))
    page.close()


def test_a_damaged_table_leaves_the_picture_and_says_so(chapter, browser, book_url):
    context = browser.new_context()
    page = context.new_page()

    def damage(route):
        response = route.fetch()
        body = re.sub(r'(class="explorer-data">.{200}|"\]=".{200})', r"\1!!", response.text())
        route.fulfill(response=response, body=body)

    page.route("**/*.html", damage)
    page.route("**/everystate-parts/*", damage)
    open_page(page, f"{book_url}chapters/{chapter}.html")
    assert page.locator(".explorer.broken").count() == page.locator(".explorer").count() > 0
    first = page.locator(".explorer").first
    assert "could not be read" in first.locator(".explorer-message").inner_text()
    assert first.locator("svg[role=img] [data-mark]").count() > 0
    context.close()


def test_a_screen_reader_hears_the_state_once_it_is_still(page, chapter):
    name, explorer = next((n, e) for n, e in explorers(chapter).items() if e.states.controls)
    root = page.locator(f"#{name}")
    root.locator("[data-do=reset]").click()
    move(page, root, explorer.states.controls[0])
    heard = "r => r.querySelector('.explorer-status').innerText === r.querySelector('.explorer-caption').innerText"
    page.wait_for_function(heard, arg=root.element_handle())
    assert root.locator("svg[role=img]").first.get_attribute("aria-describedby") == f"{name}-caption"
