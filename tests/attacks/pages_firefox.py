"""The core of the attacks in Firefox, where there is one: fragments, moves, a poisoned store."""

import json

from tests.attacks import pages_garbage as garbage
from tests.attacks.pages_arena import BOOK, LIBRARY, Arena, Report, known
from tests.attacks.pages_figures import OTHERS
from tests.attacks.pages_files import KEY, RECORD, SAFETY, TRAINED, _held

import firefox  # isort: skip

FRAGMENTS, MOVES = 40, 100
LATER = """const [done] = [arguments[arguments.length - 1]]; const given = arguments[0];
(async () => { %s })().then(done, (error) => done({ thrown: String(error) }));"""


class Session:
    """A window of Firefox with the attacks' script in its page."""

    def __init__(self, session: firefox.Firefox) -> None:
        self.session = session
        session.asked("WebDriver:SetTimeouts", script=120_000)

    def open(self, address: str) -> None:
        self.session.open("about:blank")
        self.session.open(address)
        # The script comes after the page's own here: it hears what happens from now on.
        self.session.run(LIBRARY)
        self.later("return await attack.open()")

    def later(self, script: str, given: object = None):
        """What a script's ``return`` gives once it is done; ``given`` is what it is given."""
        asked = self.session.asked("WebDriver:ExecuteAsyncScript", script=LATER % script, args=[given], sandbox=None)
        value = asked["value"]
        if isinstance(value, dict) and "thrown" in value:
            raise RuntimeError(value["thrown"])
        return value


def core(arena: Arena, report: Report) -> None:
    """Fragments and fast moves on every page, and a poisoned store on three, in Firefox."""
    path = firefox.find()
    if not path:
        report.notes.append(f"left out. {firefox.HELP}")
        return
    with firefox.started(path) as started:
        window = Session(started)
        for place in arena.pages():
            figures, chance = known(BOOK / place), arena.chance("firefox", place)
            try:
                window.open(arena.url + place)
                made = [garbage.fragment(chance, figures, OTHERS) for _ in range(arena.count(FRAGMENTS))]
                report.tried += window.later("return await attack.fragments(...given)", [made, figures])
                for name in figures:
                    given = [name, chance.randrange(2**31), arena.count(MOVES), figures[name]]
                    report.tried += window.later("return await attack.moves(...given)", given)["made"]
                for words in window.later("attack.answers(); return attack.checked()"):
                    report.fail(place, words)
            except RuntimeError as error:
                report.fail(place, str(error)[:300])
        chance = arena.chance("firefox", "poison")
        for number in range(arena.count(30)):
            place = chance.choice([RECORD, SAFETY])
            window.session.open(arena.url + "_static/favicon.svg")
            held = {key: _held(chance, key) for key in (KEY, TRAINED)}
            window.session.run(
                "localStorage.clear(); Object.assign(localStorage, arguments[0]);",
                held,
            )
            window.open(arena.url + place)
            report.tried += len(held)
            for words in window.later("attack.answers(); return attack.checked()"):
                report.fail(f"{place} round {number} {json.dumps(held)[:120]}", words)
