"""The built book as those meet it who enlarge it, force its colours, space its words, want no motion or have only keys;
and, where there is one, in Firefox and in WebKitGTK.
"""

import io

import cut
import firefox
import hands
import numpy as np
import pytest
import webkit
from conftest import ALL_ALIVE, book_pages
from moved import ALIVE, MOVE, until
from PIL import Image

from tests.pages.test_record import ENTRIES, text, with_record

PAGES = book_pages() or ["no built book"]
DRAWN, DRAGGED = "chapters/practice.html", "chapters/safety.html"  # figures that are drawn on; one with a mark to drag
FIGURE = "#test-time"  # of DRAWN: a curve to draw, then controls
LEAST = 3  # WCAG 2.2, 1.4.11: the contrast of what is not a word


@pytest.fixture(scope="module")
def opened(browser, book_url):
    """``opened(name, script="", ...)``: a page of the book in a context of its own, with its figures alive."""
    contexts = []

    def start(name, *, script="", width=1280, height=900, **wishes):
        context = browser.new_context(viewport={"width": width, "height": height}, bypass_csp=True, **wishes)
        contexts.append(context)
        page = context.new_page()
        page.add_init_script(script)
        go(page, book_url, name)
        return page

    yield start
    for context in contexts:
        context.close()


def go(page, book_url, name):
    page.goto(f"{book_url}{name}")
    page.wait_for_function(ALL_ALIVE, timeout=20_000)


# Enlarged, and spaced


@pytest.fixture(scope="module")
def narrow(opened):
    return opened(PAGES[0], width=640, height=450)


def lost(page, width) -> list[str]:
    """The words that are cut or outside at this width, and how far the page scrolls sideways where it does."""
    page.set_viewport_size({"width": width, "height": 450})
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [*page.evaluate(cut.CUT), *([f"{sideways} pixels sideways"] if sideways else [])]


@pytest.mark.parametrize("name", PAGES)
def test_enlarged_or_spaced_no_word_is_cut_and_nothing_scrolls_both_ways(narrow, book_url, name):
    """640 and 320 pixels are what 200% and 400% leave of 1280."""
    go(narrow, book_url, name)
    narrow.evaluate("for (const fold of document.querySelectorAll('.fold:not([name])')) fold.open = true")
    assert {width: lost(narrow, width) for width in (640, 320)} == {640: [], 320: []}
    narrow.add_style_tag(content=cut.SPACING)
    assert {width: lost(narrow, width) for width in (320, 640, 1280)} == {320: [], 640: [], 1280: []}


def test_words_that_are_cut_are_found(browser):
    page = browser.new_page(viewport={"width": 320, "height": 450})
    page.set_content("""<main><button style="width: 4em; height: 1.4em">several words of it</button>
      <p style="overflow: hidden; height: 1em">one line<br>and another</p><p style="width: 30em">aside</p>
      <div style="overflow-x: auto"><table><td style="min-width: 40em">wide</table></div></main>""")
    assert [words.split()[:2] for words in page.evaluate(cut.CUT)] == [
        ["cut:", "button."],
        ["cut:", "p."],
        ["outside:", "p."],
    ]
    page.close()


@pytest.mark.parametrize("times", [2, 4])
def test_at_200_and_400_percent_a_curve_is_drawn_and_what_has_the_focus_is_seen(opened, times):
    page = opened(DRAWN, width=1280 // times, height=900 // times, device_scale_factor=times, reduced_motion="reduce")
    handle = page.locator(f"{FIGURE} .explorer-sketch input").first
    handle.press("End")
    box, bar = handle.bounding_box(), page.locator(".bar").bounding_box()
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert 0 < middle[0] < 1280 // times and bar["height"] < middle[1] < 900 // times
    page.locator(f"{FIGURE} [data-draw=reveal]").click()
    assert page.locator(f"{FIGURE} .explorer-feedback").inner_text()


# Forced colours

# The contrast of a colour to the ground that is forced, as functions of the page.
CONTRAST = """(() => {
  const probe = document.body.appendChild(document.createElement("i"));
  const parsed = (colour) => (colour.match(/[\\d.]+/g) ?? [0, 0, 0, 0]).map(Number);
  const of = (colour) => {
    probe.style.backgroundColor = colour;
    return parsed(getComputedStyle(probe).backgroundColor);
  };
  const light = (rgb) => rgb.map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  window.contrast = (colour) => {
    const [ground, [r, g, b, a = 1]] = [of("Canvas"), parsed(colour)];
    const lights = [light(ground), light([r, g, b].map((v, i) => a * v + (1 - a) * ground[i]))].sort((x, y) => y - x);
    return (lights[0] + 0.05) / (lights[1] + 0.05);
  };
  window.painted = (one) => {
    const { stroke, fill } = getComputedStyle(one);
    return stroke === "none" || one.localName === "text" ? fill : stroke;
  };
})()"""
# What can hardly be told from the ground, with its contrast; the last is how much of each kind was looked at.
FAINT = """(least) => {
  const kinds = {
    curves: ["svg[role=img] path[data-mark], .explorer-legend svg path", painted],
    words: ["svg[role=img] text, .explorer-sketch text", painted],
    drawings: [".explorer-sketch :is(.line, circle)", painted],
    rings: [".explorer-grip", (one) => getComputedStyle(one, "::before").borderTopColor],
    selected: ["button[aria-pressed=true]", (one) => getComputedStyle(one).backgroundColor],
  };
  const faint = [], counts = {};
  for (const [kind, [where, colour]] of Object.entries(kinds)) {
    const found = [...document.querySelectorAll(where)].filter((one) => one.closest(".explorer"));
    counts[kind] = found.length;
    for (const one of found) {
      const ratio = contrast(colour(one));
      if (ratio < least) faint.push(`${kind}: ${colour(one)} ${ratio.toFixed(2)} ${one.closest(".explorer").id}`);
    }
  }
  return [[...new Set(faint)], counts];
}"""


@pytest.fixture(scope="module", params=[("light", ""), ("dark", ""), ("light", "dark"), ("dark", "light")], ids=str)
def forced(opened, request):
    """A page whose ground is forced, light or dark, whatever was chosen on it before."""
    scheme, saved = request.param
    script = f"localStorage.setItem('theme', '{saved}')" if saved else ""
    page = opened(DRAGGED, script=script, color_scheme=scheme, forced_colors="active")
    page.evaluate(CONTRAST)
    return page


def test_in_forced_colours_all_that_is_drawn_differs_from_the_ground(forced):
    figure = forced.locator(".explorer:has(.explorer-drawn)").first
    figure.locator(".explorer-sketch input").nth(1).press("End")
    forced.locator(".explorer-predict:not(.explorer-drawn) button").first.press("Enter")
    faint, counts = forced.evaluate(FAINT, LEAST)
    assert faint == [] and min(counts.values()) > 0, counts
    held = figure.locator("circle.held")
    figure.locator(".explorer-sketch input").nth(1).focus()
    rest = forced.evaluate("one => painted(one)", figure.locator("circle:not(.held)").first.element_handle())
    assert held.evaluate("one => painted(one)") != rest and held.evaluate("one => contrast(painted(one))") >= LEAST


def test_in_forced_colours_the_focus_and_the_chosen_button_are_seen(forced):
    figure = forced.locator(".explorer:has(.explorer-predict:not(.explorer-drawn))").first
    chosen, other = (figure.locator(".explorer-predict button").nth(i) for i in (0, 1))
    chosen.press("Enter")
    ground = "one => getComputedStyle(one).backgroundColor"
    assert chosen.evaluate(ground) != other.evaluate(ground)
    for one in (
        chosen,
        figure.locator("[data-control]").first,
        figure.locator("summary"),
        forced.locator("main a").first,
    ):
        one.press("Shift")  # a key, so that the focus is one that is shown
        width, colour = one.evaluate("one => [getComputedStyle(one).outlineWidth, getComputedStyle(one).outlineColor]")
        assert width == "3px" and forced.evaluate("colour => contrast(colour)", colour) >= LEAST


def test_in_forced_colours_a_check_mark_is_seen(forced):
    box = forced.locator(".explorer.live:not(.covered) input[type=checkbox]").first
    box.evaluate("one => one.checked && one.click()")
    one, other = picture(box), (box.press("Space"), picture(box))[1]
    changed = np.abs(one - other).max(axis=2) > 100
    assert changed.mean() > 0.05


def picture(element) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(element.screenshot())).convert("RGB")).astype(int)


# Less motion


def test_with_less_motion_nothing_moves_by_itself_and_a_link_leads_at_once(opened):
    page = opened(DRAWN, reduced_motion="reduce")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    link, target = (
        page.locator(".sections a[href^='#']").last,
        "id => document.getElementById(id).getBoundingClientRect().top",
    )
    address = link.get_attribute("href")[1:]
    assert page.evaluate(target, address) > 2000
    link.click()
    assert 0 <= page.evaluate(target, address) < 200
    figure = page.locator(FIGURE)
    figure.locator(".explorer-skip").press("Enter")
    before = figure.get_attribute("data-values")
    figure.locator("[data-control][type=range]").first.press("End")
    assert figure.get_attribute("data-values") != before
    assert page.evaluate("document.getAnimations().length") == 0


# Keys alone

STOP = """() => {
  const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
  const figure = one.closest(".explorer"), control = one.closest(".explorer-control");
  const sketch = one.closest(".explorer-sketch");
  return {
    tag: one.localName, figure: figure?.id, type: one.type, said: one.getAttribute("aria-valuetext"),
    label: control?.querySelector("label, .explorer-label")?.textContent.trim(), group: sketch?.ariaLabel,
    shown: sketch ? sketch.querySelectorAll("circle.held").length === 1
      : style.outlineStyle === "solid" && Number.parseFloat(style.outlineWidth) >= 2,
    seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    under: one.closest("main") !== null && box.bottom <= document.querySelector(".bar").getBoundingClientRect().bottom,
  };
}"""


@pytest.fixture(scope="module")
def walked(opened):
    return opened(DRAWN, reduced_motion="reduce")  # a smooth scroll would be looked at on its way


def stop(page, session) -> dict:
    """Where the focus is, with its role and name in the accessibility tree."""
    focused = session.send("Runtime.evaluate", {"expression": "document.activeElement"})["result"]["objectId"]
    told = session.send("Accessibility.getPartialAXTree", {"objectId": focused, "fetchRelatives": False})["nodes"][0]
    return page.evaluate(STOP) | {key: told.get(key, {}).get("value", "") for key in ("role", "name")}


def walk(page, last) -> list[dict]:
    """The stops of Tab from where the focus is, until ``last`` holds of one, which is left out."""
    session = page.context.new_cdp_session(page)
    stops = []
    for _ in range(400):
        page.keyboard.press("Tab")
        stops.append(stop(page, session))
        if last(stops[-1], stops[:-1]):
            session.detach()
            return stops[:-1]
    raise AssertionError(f"no end in 400 stops: {stops[-1]}")


def test_what_becomes_wider_than_its_place_is_scrolled_by_key(opened):
    page = opened(DRAWN)
    wide = page.evaluate("""async () => {
      const text = document.querySelector("article p");
      const made = ["x".repeat(2000), "short"].map((words) => {
        const box = document.createElement("pre");
        box.textContent = words;
        text.after(box);
        return box;
      });
      await new Promise((done) => setTimeout(done, 200));
      const reached = made.map(({ tabIndex }) => tabIndex);
      made[0].textContent = "short, and two lines\\nof it";
      await new Promise((done) => setTimeout(done, 200));
      return [...reached, made[0].tabIndex];
    }""")
    assert wide == [0, -1, -1]


def test_what_is_folded_is_scrolled_by_key_once_it_is_open_and_not_laid_out_before(opened):
    page = opened(DRAWN)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")

    def layouts() -> float:
        return next(
            one["value"] for one in session.send("Performance.getMetrics")["metrics"] if one["name"] == "LayoutCount"
        )

    page.wait_for_function("() => !('early' in document.documentElement.dataset)")
    before = layouts()
    closed = page.evaluate("""async () => {
      folded = Array.from({ length: 40 }, () => document.createElement("details"));
      for (const fold of folded) {
        fold.append(document.createElement("summary"), document.createElement("pre"));
        fold.lastChild.textContent = "x".repeat(2000);
      }
      document.querySelector("article p").after(...folded);
      await new Promise((done) => setTimeout(done, 200));
      return folded.map(({ lastChild }) => lastChild.tabIndex);
    }""")
    assert closed == [-1] * 40 and layouts() - before < 20
    page.evaluate("folded[7].open = true")
    page.wait_for_function("() => folded[7].lastChild.tabIndex === 0")


ROOM = """() => [...document.querySelectorAll(".explorer:not(.covered) [type=range]:enabled")]
  .filter((one) => one.offsetHeight).map((input) => {
    input.focus();
    const ring = getComputedStyle(input), words = document.createRange();
    words.selectNodeContents(input.closest(".explorer-control").querySelector("label"));
    const top = input.getBoundingClientRect().top - parseFloat(ring.outlineWidth) - parseFloat(ring.outlineOffset);
    return ring.outlineStyle === "none" ? -1 : top - words.getBoundingClientRect().bottom;
  })"""


@pytest.mark.parametrize("width", [360, 1280])
def test_a_focused_sliders_frame_leaves_its_label_free(opened, width):
    page = opened("chapters/mirage.html", width=width)
    page.keyboard.press("Tab")
    room = page.evaluate(ROOM)
    assert len(room) > 5 and min(room) > 0


def left(figure):
    """Whether Tab has led through a figure, and out of it."""
    return lambda now, before: now["figure"] != figure and any(one["figure"] == figure for one in before)


def wrong(stops) -> list[str]:
    """What is wrong at stops: no name that a person would say, no focus to be seen, hidden under the bar."""
    said = []
    for one in stops:
        where = f"{one['role']} “{one['name']}” of {one['figure']}"
        if not any(letter.isalnum() for letter in one["name"]):
            said.append(f"{where}: no name")
        if one["label"] and one["label"] not in one["name"]:
            said.append(f"{where}: its label is “{one['label']}”")
        if one["role"] == "slider" and not one["said"]:
            said.append(f"{where}: no value in words")
        if not one["shown"] or not one["seen"] or one["under"]:
            said.append(f"{where}: its focus is not seen")
    return said


def test_tab_leads_through_a_page_and_a_drawing_and_every_stop_is_seen_and_named(walked):
    name = FIGURE[1:]
    stops = walk(walked, left(name))
    assert stops[0]["name"] == "Skip to the text"
    assert wrong(stops) == []
    handles = [one for one in stops if one["figure"] == name and one["group"]]
    upright, across = handles[0]["group"].removeprefix("Your drawing: ").split(" against ")
    assert len(handles) > 3 and len({one["name"] for one in handles}) == len(handles)
    assert all(one["name"].startswith(across) and one["said"].startswith(upright) for one in handles)


def test_keys_alone_draw_take_back_reveal_and_go_on_to_the_controls(walked):
    figure, key = walked.locator(FIGURE), walked.keyboard
    handles, line = figure.locator(".explorer-sketch input"), figure.locator(".explorer-sketch .line")
    handles.first.focus()
    key.press("End")
    key.press("Tab")
    once = line.get_attribute("d")
    key.press("PageDown")
    assert once and line.get_attribute("d") != once
    figure.locator("[data-draw=undo]").press("Enter")
    assert line.get_attribute("d") == once
    figure.locator("[data-draw=reveal]").press("Enter")
    assert figure.locator(".explorer-feedback").inner_text()
    assert walked.evaluate("document.activeElement.closest('.explorer')?.id") == FIGURE[1:]
    stops = walk(walked, left(FIGURE[1:]))
    assert wrong(stops) == []
    labels = figure.locator(".explorer-control").evaluate_all(
        "all => all.map((one) => one.querySelector('label').innerText)"
    )
    names = [one["name"] for one in stops if one["label"]]
    assert [label for label in labels if label not in names] == [] and len(labels) > 1


def test_keys_alone_delete_a_record_and_bring_it_back(walked, book_url):
    with_record(walked, book_url, text(ENTRIES[:1]))
    answers = walked.locator(".record[data-part=answers] .record-list > li")
    answers.first.wait_for()

    def press(name):
        stops = walk(walked, lambda now, _: now["name"].startswith(name))
        assert wrong(stops) == []
        walked.keyboard.press("Enter")

    press("Delete")
    assert walked.evaluate("document.activeElement.textContent") == "Yes, delete"
    walked.keyboard.press("Enter")
    walked.get_by_text("Deleted 1 answer.").wait_for()
    assert answers.count() == 0
    press("Undo: bring back 1 answer")
    answers.first.wait_for()
    assert walked.evaluate("document.activeElement.localName") == "button"


# Other browsers


@pytest.fixture(scope="module", params=[firefox, webkit], ids=["Firefox", "WebKitGTK"])
def other(request):
    path = request.param.find()
    if not path:
        pytest.skip(request.param.HELP)
    with request.param.started(path) as session:
        yield session


def look(session, script):
    """What an expression of FIGURE's section, ``figure``, gives in the page."""
    return session.run(f"const figure = document.querySelector('{FIGURE}'); return {script}")


def focus(session, where):
    session.run(f"document.querySelector('{FIGURE} {where}').focus()")


def test_in_another_browser_keys_and_pointer_draw_and_a_slider_moves(other, book_url):
    other.open(f"{book_url}{DRAWN}")
    until(lambda: other.run("return !('early' in document.documentElement.dataset)"))  # the whole page is laid out
    other.run(f"document.querySelector('{FIGURE}').scrollIntoView({{ behavior: 'instant' }})")
    until(lambda: look(other, "figure.matches('.live')"), 30)
    said = "[...figure.querySelectorAll('.explorer-sketch input')].map((one) => one.ariaValueText)"
    waiting = look(other, said)
    focus(other, ".explorer-sketch input")
    hands.press(other, "ArrowUp", "ArrowUp")
    drawn = look(other, said)
    assert waiting[0].startswith(drawn[0].rsplit(" ", 1)[0]) and "not drawn" in waiting[0] and "not drawn" in drawn[1]
    assert "not drawn" not in drawn[0]
    x, y, width, height = look(
        other,
        "(({ x, y, width, height }) => [x, y, width, height])(figure.querySelector('.free').getBoundingClientRect())",
    )
    through = [(x + width * share, y + height * (1 - share)) for share in (0.02, 0.3, 0.6, 0.98)]
    hands.drag(other, *through)
    assert not any("not drawn" in one for one in look(other, said))
    focus(other, "[data-draw=reveal]")
    hands.press(other, "Enter")
    assert look(other, "figure.querySelector('.explorer-feedback').textContent")
    before = look(other, "[figure.dataset.values, figure.querySelector('.explorer-caption').textContent]")
    focus(other, "[data-control][type=range]")
    hands.press(other, "ArrowRight")
    after = look(other, "[figure.dataset.values, figure.querySelector('.explorer-caption').textContent]")
    assert before[0] != after[0] and before[1] != after[1]


# Leads to the next figure that has not opened yet, or says that all are open.
NEXT = f"""const next = [...document.querySelectorAll(".explorer")].find((one) => !one.matches(".live, .broken"));
next?.scrollIntoView({{ behavior: "instant" }});
return {ALIVE} ? "all" : next.id;"""


def test_in_another_browser_every_control_of_a_page_moves(other, book_url):
    other.open(f"{book_url}{DRAWN}")
    until(lambda: other.run(NEXT) == "all", 30)  # each opens when it comes near the window
    assert other.run(f"return ({MOVE})()") == []
