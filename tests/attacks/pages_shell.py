"""Attacks around the figures: what is typed and trained, decks of slides, frames and their messages, the search."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from urllib.parse import quote

from tests.attacks import pages_garbage as garbage
from tests.attacks.pages_arena import BOOK, SENTENCE, Arena, Error, Report, Tab
from tests.attacks.pages_files import LABORATORY

TYPED, DIALS, KEYS, MESSAGES, SEARCHES = 400, 200, 150, 60, 60

ASK = """async ([first, second, part]) => {
  const form = document.querySelector("[data-trainer=ask] form");
  const said = document.querySelector("[data-trainer=ask] [data-part=said]");
  said.textContent = "";
  form.elements.first.value = first;
  form.elements.second.value = second;
  if (part >= 0) form.elements[`part${part}`].click();
  form.requestSubmit();
  const words = await attack.there("[data-trainer=ask] [data-part=said]");
  return [words, !document.querySelector("[data-trainer=ask] [data-part=answer]").hidden];
}"""


def asked(arena: Arena, report: Report) -> None:
    """Whatever is typed where a model is asked, or set on the trainer's dials: an answer, or what is wrong with it."""
    chance = arena.chance("asked")
    numbers = ["0", "99", "999999", "12", "007", "1,234", "1 2", "-5", "−5", "1.5", ".5", "1e3", "９", "٣", "", "999"]
    with arena.tab(LABORATORY) as tab:
        tab.run("() => document.querySelector('[data-trainer=ask]').scrollIntoView()")
        tab.run("() => attack.there('[data-trainer=ask][data-open]')")
        for number in range(arena.count(TYPED)):
            typed = [chance.choice(numbers) if chance.random() < 0.6 else garbage.words(chance) for _ in range(2)]
            said, shown = tab.run(ASK, [*typed, chance.choice([-1, -1, -1, 0])])
            report.tried += 1
            where = f"asked {number} {typed!r}"
            report.want(SENTENCE.match(said.strip()), where, f"it says “{said[:160]}”")
            echoed = re.search("NaN|undefined", "".join(typed))  # what was typed is said again where it is no number
            report.want(echoed or not re.search("NaN|undefined", said), where, f"it says “{said[:160]}”")
            digits = all(re.fullmatch(r"[0-9]{1,2}", one) for one in typed)
            report.want(shown or not digits, where, f"it has no answer: “{said[:160]}”")
        arena.look(report, tab, "asked")
        script = """([which, value]) => {
          const root = document.querySelector("[data-trainer=laboratory]");
          const all = root.querySelectorAll("[data-dial]");
          const one = all[which % all.length];
          one.value = one.matches("select") ? one.options[which % one.options.length].value : value;
          attack.tell(one, "change");
          return root.querySelector("[data-part=start]").textContent;
        }"""
        for number in range(arena.count(DIALS)):
            value = chance.choice([*numbers, "99999999999999999999", *garbage.ODD[:30]])
            words = tab.run(script, [chance.randrange(99), value])
            report.tried += 1
            report.want(
                re.fullmatch(r"Train (the other )?\d+ models?|Train them again", words),
                f"dial {number} {value!r}",
                f"it says “{words}”",
            )
        arena.look(report, tab, "dials")


def toys(arena: Arena, report: Report) -> None:
    """Damaged recordings of trainings, and other models' numbers: what cannot be asked is said."""
    chance = arena.chance("toys")
    for number in range(arena.count(24)):
        with arena.tab() as tab:
            tab.expected = re.compile("Failed to load|SyntaxError|Unexpected|Invalid|MIME|Refused to execute|404|500")
            tab.page.route("**/toys/**", _hurt(chance, number % 6))
            tab.open(arena.url + LABORATORY)
            tab.run("() => document.querySelector('[data-trainer=ask]').scrollIntoView()")
            tab.run("() => attack.there('[data-trainer=ask][data-open]')")
            said, _ = tab.run(ASK, ["12", "34", -1])
            report.tried += 1
            where = f"toy {number} (kind {number % 6})"
            report.want(SENTENCE.match(said.strip()), where, f"it says “{said[:200]}”")
            report.want(
                not re.search("NaN|undefined|is not a function|Cannot read", said), where, f"it says “{said[:200]}”"
            )
            arena.look(report, tab, where)


def _hurt(chance, kind: int) -> Callable:
    """What answers for a recording, damaged in a way of its own."""

    def answer(route) -> None:
        text = route.fetch().text()
        at = chance.randrange(len(text))
        sent = [
            text[:at],
            text[:at] + chr(ord(text[at]) ^ 1) + text[at + 1 :],
            "",
            f"toy({re.search('[^/]*(?=[.]js)', route.request.url)[0]!r}, {chance.choice(['{}', 'null', '7', '[]'])})",
            f"toy('x', {{}});{garbage.MARKUP[1]}",
            "<!doctype html><title>Log in</title>",
        ][kind]
        route.fulfill(body=sent, status=chance.choice([200, 200, 404]), content_type="text/javascript")

    return answer


AGAIN = """() => {
  document.activeElement?.blur();
  window.focus();
  Reveal.togglePause(false);
  Reveal.toggleHelp(false);
  Reveal.slide(0);
}"""


def _deck(tab: Tab, address: str) -> None:
    tab.page.goto("about:blank")
    tab.page.goto(address)
    tab.page.wait_for_selector(".reveal.ready", state="attached")


def slides(arena: Arena, report: Report) -> None:
    """Decks: keys by chance, garbage in the address, messages from anyone."""
    for path in sorted((BOOK / "slides").glob("*.html")):
        place = f"slides/{path.name}"
        chance = arena.chance("slides", place)
        with arena.tab() as tab:
            for _ in range(arena.count(8)):
                query = chance.choice(
                    ["", f"?theme={quote(garbage.words(chance), safe='')}", "?print-pdf", "?theme=dark&receiver"]
                )
                hash_ = chance.choice(
                    ["", "#/999", "#/-1/NaN", "#/" + garbage.words(chance), "#" + garbage.words(chance)]
                )
                tab.page.goto("about:blank")
                tab.page.goto(f"{arena.url}{place}{query}{hash_}")
                report.tried += 1
            _deck(tab, arena.url + place)
            keys = [
                "ArrowRight",
                "ArrowLeft",
                "ArrowUp",
                "ArrowDown",
                "Home",
                "End",
                "PageDown",
                "Space",
                "Escape",
                "Tab",
                "b",
                "f",
                "o",
                "?",
                "1",
                "Enter",
            ]
            for _ in range(arena.count(KEYS)):
                tab.page.keyboard.press(chance.choice(keys))
                report.tried += 1
            _deck(tab, arena.url + place)  # a key may have followed a link
            _told(tab, chance, arena.count(MESSAGES))
            report.tried += arena.count(MESSAGES)
            tab.page.keyboard.press("Escape")
            # The screen may be black, on B, or have the list of keys before it, on "?".
            tab.run(AGAIN)
            before = tab.run("() => Reveal.getIndices().h")
            tab.page.keyboard.press("ArrowRight")
            report.want(tab.run("() => Reveal.getIndices().h") > before, place, "the arrow leads to no next slide")
            for words in tab.checked():
                report.fail(place, words)


HOSTILE = """messages => {
  for (const words of messages) {
    let data; try { data = JSON.parse(words); } catch { data = words; }
    postMessage(data, "*");
    for (const frame of document.querySelectorAll("iframe")) frame.contentWindow?.postMessage(data, "*");
  }
}"""


def _told(tab, chance, count: int) -> None:
    shapes = ['{"everystate":{"escape":true}}', '{"everystate":null}', '{"everystate":{"height":"<b data-garbage>"}}',
              '{"namespace":"reveal","eventName":"x"}',
              '{"namespace":"reveal-notes","type":"connected","url":"javascript:alert(1)"}',
              '{"method":"slide","args":[1e9]}', '{"method":"configure","args":[null]}', "null", "7"]  # fmt: skip
    tab.run(HOSTILE, [chance.choice([*shapes, garbage.words(chance)]) for _ in range(count)])
    tab.run("() => attack.rest(50)")


class Tags(HTMLParser):
    """The names of the elements of some HTML, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs) -> None:
        self.names.append(tag)


def frames(arena: Arena, report: Report) -> None:
    """Simulations alone: garbage as their query, messages, and the frame's snippet that is copied out of them."""
    for place in arena.embeds():
        chance = arena.chance("frames", place)
        if chance.random() > max(0.3, arena.share / 2):
            continue
        with arena.tab() as tab:
            query = chance.choice(
                [
                    "present",
                    "present=slide",
                    f"theme={quote(garbage.words(chance), safe='')}&present",
                    quote(garbage.words(chance), safe="&="),
                ]
            )
            tab.open(f"{arena.url}{place}?{query}#{garbage.words(chance)}")
            _told(tab, chance, arena.count(MESSAGES))
            tab.page.keyboard.press("Escape")
            text = tab.run("""async () => {
              const fold = document.querySelector(".page-frame");
              fold.open = true;
              await attack.rest(30);
              return fold.querySelector("textarea").value; }""")  # fmt: skip
            found = Tags(text).names
            report.want(found == ["iframe", "script"], place, f"its snippet, for ?{query[:80]}, holds {found}")
            report.tried += 1 + arena.count(MESSAGES)
            arena.look(report, tab, f"{place}?{query[:80]}")


def search(arena: Arena, report: Report) -> None:
    """Whatever is looked for: found, or said that nothing was; no word becomes markup."""
    chance = arena.chance("search")
    with arena.tab() as tab:
        for number in range(arena.count(SEARCHES)):
            words = garbage.words(chance) if number % 3 else f"emergence {garbage.words(chance)}"
            try:
                tab.page.goto(f"{arena.url}search.html?q={quote(words[:1500].encode('utf-8', 'surrogatepass'))}")
                tab.run("() => attack.there('#search-results p', 400)")
                said = tab.run("() => document.querySelector('#search-results').innerText")
            except Error as error:
                report.fail(f"search {number} {words[:60]!r}", str(error)[:200])
                continue
            report.tried += 1
            report.want(said.strip(), f"search {number} {words[:60]!r}", "it says nothing")
            for wrong in tab.checked():
                report.fail(f"search {number} {words[:60]!r}", wrong)
