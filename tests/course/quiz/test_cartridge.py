"""The cartridge: valid by our schemas, each file is listed and there, a module a chapter, links that lead."""

import io
import zipfile

import pytest
from lxml import etree

from course.figures import embed, figures
from course.quiz import cartridge, qti12
from course.quiz.html import blocks, formulas
from course.quiz.qti12 import CARTRIDGE, holds
from tests.course.quiz.samples import LONELY, PAGES, SAMPLE, book, faults

N = {"c": cartridge.NAMESPACE, "w": cartridge.LINK, "q": qti12.NAMESPACE}


@pytest.fixture(scope="module")
def course() -> dict[str, bytes]:
    """The whole book's cartridge, its files by path."""
    content = cartridge.zipped(book(), PAGES, title="A course & more")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def manifest(course) -> etree._Element:
    return etree.fromstring(course["imsmanifest.xml"])


def resources(manifest) -> dict[str, tuple[str, str]]:
    found = manifest.iterfind("c:resources/c:resource", N)
    return {one.get("identifier"): (one.get("type"), one.find("c:file", N).get("href")) for one in found}


def modules(manifest) -> list[etree._Element]:
    return manifest.findall("c:organizations/c:organization/c:item/c:item", N)


def test_the_manifest_comes_first_and_is_valid(course, manifest):
    assert next(iter(course)) == "imsmanifest.xml"
    assert faults("cartridge", course["imsmanifest.xml"]) == []
    assert "".join(manifest.find("c:metadata", N).itertext()).strip().endswith("A course & more")


def test_identifiers_are_unique_and_each_reference_leads_to_a_file(course, manifest):
    names = [one.get("identifier") for one in manifest.iter() if one.get("identifier")]
    assert len(names) == len({*names})
    known = resources(manifest)
    shown = [one.get("identifierref") for one in manifest.iter() if one.get("identifierref")]
    assert sorted(shown) == sorted(known)
    assert sorted(path for _, path in known.values()) == sorted(name for name in course if name != "imsmanifest.xml")


def test_a_module_has_its_page_its_figures_and_its_quizzes(manifest):
    known = resources(manifest)
    assert [one.findtext("c:title", None, N) for one in modules(manifest)] == [part.title for part in book()]
    for part, module in zip(book(), modules(manifest), strict=True):
        titles = [one.text for one in module.iterfind(".//c:title", N)]
        assert {*figures(part.chapter).values()} <= {*titles}
        kinds = [known[one.get("identifierref")][0] for one in module.iterfind(".//c:item[@identifierref]", N)]
        assert kinds.count(cartridge.ASSESSMENT) == len(part.quizzes)
        assert kinds.count(cartridge.WEBLINK) == 1 + len(figures(part.chapter))
        assert kinds.count(cartridge.PAGE) == bool(figures(part.chapter))


def test_links_lead_to_the_pages_and_the_figures(course, manifest):
    linked = set()
    for kind, path in resources(manifest).values():
        if kind == cartridge.WEBLINK:
            assert faults("weblink", course[path]) == []
            linked.add(etree.fromstring(course[path]).find("w:url", N).get("href"))
    wanted = {f"{PAGES}/{part.page}" for part in book()}
    wanted |= {f"{PAGES}/{embed(part.chapter, name)}" for part in book() for name in figures(part.chapter)}
    assert linked == wanted


def test_each_figure_is_in_a_frame_above_its_link(course):
    for part in book():
        shown = figures(part.chapter)
        page = etree.fromstring(course[f"pages/{part.chapter}-figures.html"].partition(b"\n")[2])
        addresses = [f"{PAGES}/{embed(part.chapter, name)}" for name in shown]
        assert [one.get("src") for one in page.iter("iframe")] == addresses
        assert [one.get("title") for one in page.iter("iframe")] == [*shown.values()]
        assert [one.get("href") for one in page.iter("a")] == addresses


def test_each_quiz_is_valid_and_every_question_of_the_book_is_there(course, manifest):
    items, asked = {}, [one for part in book() for quiz in part.quizzes for one in quiz.questions]
    for kind, path in resources(manifest).values():
        if kind == cartridge.ASSESSMENT:
            assert faults("qti12", course[path]) == []
            items |= {one.get("ident"): one for one in etree.fromstring(course[path]).iterfind(".//q:item", N)}
    assert [*items] == [one.name for one in asked] and cartridge.left_out(book()) == []
    for question in (one for one in asked if one.kind == "choice"):
        told = [one.text for one in items[question.name].iterfind("q:itemfeedback//q:mattext", N)]
        assert len(told) == len(question.choices) + bool(question.feedback) and all(told)


def test_what_the_profile_cannot_hold_is_named_and_left_out():
    assert cartridge.left_out([SAMPLE]) == [LONELY.name]
    content = cartridge.zipped([SAMPLE], PAGES, title="a")
    assert LONELY.name.encode() not in content and b"sample-number" in content


def test_formulas_survive(course):
    kept = sum(formulas("".join(etree.fromstring(course[path]).itertext())) for path in course if "quizzes/" in path)
    asked = [one for part in book() for quiz in part.quizzes for one in quiz.questions if holds(one, CARTRIDGE)]
    texts = [text for one in asked for text in qti12.held(one, CARTRIDGE).words()]
    assert kept == sum(formulas(blocks(text)) for text in texts) > 30


def test_the_same_course_has_the_same_bytes():
    first, second = (cartridge.zipped(book(), PAGES, title="A") for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {(one.date_time, one.compress_type, one.create_system) for one in archive.infolist()} == {
            ((1980, 1, 1, 0, 0, 0), zipfile.ZIP_STORED, 3)
        }
