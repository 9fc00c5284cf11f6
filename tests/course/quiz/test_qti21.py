"""QTI 2.1: valid by our schema, and in a player that is not ours: the text is seen, each answer scores and is told.

The items are made QTI 3.0 by citolab's converter, and shown by its player in a browser.
"""

import io
import zipfile

import node
import pytest
from conftest import ROOT
from lxml import etree
from qti_convert import upgrade_qti2_to_qti3

from course.quiz import qti21
from course.quiz.html import MATHML, blocks, formulas, shown
from tests.course.quiz.samples import HOSTILE, LONELY, NUMBER, PAGES, QUESTIONS, SAMPLE, STATE, TWO, book, faults

PLAYER = ROOT / "node_modules/@citolab/qti-components/cdn/index.global.js"
N = {"q": qti21.NAMESPACE, "m": MATHML}
# The answers of an item, one after the other: what each scores, and which feedback then stands open.
ANSWERED = """async (item, answers) => {
  const found = [];
  for (const answer of answers) {
    if (answer !== null) item.updateResponseVariable("RESPONSE", answer);
    item.processResponse();
    await new Promise(requestAnimationFrame);
    const shown = [...item.querySelectorAll("qti-modal-feedback")];
    const open = shown.filter((one) => one.shadowRoot.querySelector("dialog").open);
    found.push([Number(item.getOutcome("SCORE").value), open.map((one) => one.textContent).join("|")]);
  }
  return found;
}"""


@pytest.fixture(scope="module")
def player(browser):
    """A page with the player, which asks nothing of any host; ``show`` gives it an item."""
    node.need("@citolab/qti-components")
    context = browser.new_context()
    page = context.new_page()
    page.asked = []
    page.route("**/*", lambda route: (page.asked.append(route.request.url), route.abort()))
    page.set_content("<!doctype html><qti-item><item-container></item-container></qti-item>")
    page.add_script_tag(path=PLAYER)
    yield page
    assert page.asked == []
    context.close()


def show(page, question):
    """The item of a question, shown; its element."""
    converted = upgrade_qti2_to_qti3(qti21.item(question))
    page.evaluate("xml => { document.querySelector('item-container').itemXML = xml }", converted)
    return page.locator(f"qti-assessment-item[identifier='{question.name}']")


def answered(item, *answers: str | None) -> list[tuple[float, str]]:
    """What each answer scores, and the feedback that then stands open; for none, what was clicked or typed."""
    return [(score, squeezed(told)) for score, told in item.evaluate(ANSWERED, [*answers])]


def plain(*markdown: str) -> str:
    """What is read of texts, without their markup."""
    return "".join("".join(etree.fromstring(f"<x>{blocks(text)}</x>").itertext()) for text in markdown)


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_an_item_is_valid_and_its_formulas_survive(question):
    content = qti21.item(question)
    assert faults("qti21", content) == [] and content == qti21.item(question)
    parsed = etree.fromstring(content)
    said = [question.text, *(choice.text for choice in question.choices)]
    feedback = [one.feedback for one in (*question.choices, *question.slips)]
    repeated = len(parsed.findall("q:modalFeedback", N)) * formulas(blocks(question.feedback))
    written = sum(formulas(blocks(text)) for text in [*said, *feedback])
    assert len(parsed.findall(".//m:math", N)) == written + repeated


def test_every_item_of_the_book_is_valid_and_has_feedback_for_each_choice():
    seen = 0
    for part in book():
        for quiz in part.quizzes:
            assert faults("qti21", qti21.test(quiz)) == []
            for question in quiz.questions:
                content = qti21.item(question)
                assert faults("qti21", content) == []
                feedback = etree.fromstring(content).findall("q:modalFeedback", N)
                assert len(feedback) >= len(question.choices) and all(
                    "".join(one.itertext()).strip() for one in feedback
                )
                seen += 1
    assert seen > 60


def expected(question, choice) -> tuple[float, str]:
    return float(choice.right), squeezed(plain(choice.feedback, question.feedback))


def test_a_click_scores_and_shows_the_choice_s_own_feedback(player):
    for question in (HOSTILE, TWO, STATE):
        item = show(player, question)
        for place, choice in enumerate(question.choices):
            item.locator("qti-simple-choice").nth(place).click()
            assert answered(item, None) == [expected(question, choice)]
            player.keyboard.press("Escape")


def test_hostile_text_its_link_and_its_formulas_are_seen(player):
    """The player takes MathML out of its namespace, so it is there and not drawn; browsers draw it in HTML."""
    item = show(player, HOSTILE)
    assert squeezed(plain(HOSTILE.text)) in squeezed(item.locator("qti-item-body").inner_text())
    offered = [squeezed(text) for text in item.locator("qti-simple-choice").all_inner_texts()]
    assert offered == [squeezed(plain(choice.text)) for choice in HOSTILE.choices]
    assert item.locator("qti-item-body math mfrac").count() == 1 and item.locator("math").count() == 3
    assert item.locator("qti-modal-feedback sub").count() == 1
    link = show(player, STATE).locator("qti-item-body a")
    assert link.get_attribute("href") == f"{PAGES}/embed/metric-effect.html#metric-effect?a=1e%2B23&b=x+y"


def test_a_browser_draws_the_formulas_of_the_same_text_in_html(player):
    player.evaluate("html => document.body.insertAdjacentHTML('beforeend', html)", shown(HOSTILE))
    formula = player.locator("body > p > math").last
    assert formula.evaluate("one => one.namespaceURI") == MATHML
    assert (
        formula.locator("mfrac").bounding_box()["height"] > 1.5 * formula.locator("mi").first.bounding_box()["height"]
    )


def test_a_number_is_typed_and_judged_by_its_tolerance(player):
    item = show(player, NUMBER)
    field = item.locator("qti-text-entry-interaction input")
    wanted = {"0.1255": (1, "Right."), "8": (0, NUMBER.slips[0].feedback), "0.13": (0, qti21.NOT_YET)}
    for typed, (score, words) in wanted.items():
        field.fill("")
        field.press_sequentially(typed)
        assert answered(item, None) == [(score, squeezed(plain(words, NUMBER.feedback)))]
        player.keyboard.press("Escape")
    assert [score for score, _ in answered(show(player, LONELY), "0.25", "0.251")] == [1, 0]


def test_every_choice_of_the_book_scores_and_is_told_as_it_should(player):
    questions = [one for part in book() for quiz in part.quizzes for one in quiz.questions if one.kind == "choice"]
    for question in questions:
        item = show(player, question)
        assert squeezed(plain(question.text)) in squeezed(item.locator("qti-item-body").inner_text())
        places = [f"choice_{place}" for place in range(1, len(question.choices) + 1)]
        assert answered(item, *places) == [expected(question, choice) for choice in question.choices], question.name
    assert len(questions) > 45


def test_the_package_lists_its_files_and_the_test_s_items():
    content = qti21.zipped(SAMPLE, shuffle=True)
    assert content == qti21.zipped(SAMPLE, shuffle=True) != qti21.zipped(SAMPLE)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        manifest = archive.read("imsmanifest.xml")
        assert faults("package", manifest) == []
        listed = [one.get("href") for one in etree.fromstring(manifest).iterfind(".//{*}file")]
        assert sorted(archive.namelist()) == sorted(["imsmanifest.xml", *listed])
        test = etree.fromstring(archive.read("tests/mirage-sample.xml"))
    items = [one.get("href") for one in test.iterfind(".//q:assessmentItemRef", N)]
    assert [f"items/{path.removeprefix('../items/')}" for path in items] == [
        f"items/{one.name}.xml" for one in QUESTIONS
    ]
