"""The book on paper, seen in the small book of tests/book: its sheets, the document, the print and the EPUB."""

import os
import re
import shutil
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unicodedata import normalize

import chromium
import numpy as np
import pytest
from conftest import ROOT
from lxml import etree, html as markup
from pypdf import PdfReader

from everystate import Draw, Explorer, Predict
from extensions.paper import pages, printing, whole

URL = "https://book.example/"
ADDRESS = f"{URL}chapters/sample.html"
TITLE = "Emergence, Measured"


def words(element) -> str:
    return " ".join("".join(element.itertext()).split())


def sheet_of(sample_book, address=ADDRESS, number="1"):
    text = (sample_book / "chapters/sample.html").read_text(encoding="utf-8")
    return pages.on_paper(whole.ARTICLE.search(text)[1], address=address, number=number)


@pytest.fixture(scope="module")
def sheet(sample_book):
    return sheet_of(sample_book)


@pytest.fixture(scope="module")
def document(sample_book):
    """The small book's document, made for an address of its own."""
    before = os.environ.get("BOOK_URL")
    os.environ["BOOK_URL"] = URL
    listed = whole.contents(ROOT / "tests/book")
    book = whole.Book(sample_book, listed, title=TITLE, author="Its authors", version="2.3.4")
    yield book.document()
    os.environ.pop("BOOK_URL") if before is None else os.environ.update(BOOK_URL=before)


@pytest.fixture(scope="module")
def printed(document, tmp_path_factory):
    """The document printed: the file, and the page of each target of a link."""
    if not (path := chromium.find()):
        pytest.skip("no Chromium is here")
    folder = tmp_path_factory.mktemp("paper")
    (folder / "book.html").write_text(document, encoding="utf-8")
    target = folder / "book.pdf"
    with ThreadPoolExecutor(1) as pool:  # the tests' own browser has this thread
        made = pool.submit(printing.printed, folder / "book.html", target, chromium=path, arguments=chromium.ARGUMENTS)
        return target, made.result()


def test_a_figure_stands_still_and_says_its_controls(sheet):
    (figure,) = sheet.body.xpath(".//figure[@id='powers']")
    assert words(figure.find(".//p[@class='sim-title']")) == "Figure 1.1. Powers"
    assert words(figure.find(".//p[@class='sim-caption']")) == "Length 5."
    assert words(figure.find(".//p[@class='sim-shown']")) == "Shown: length 5 (from 1 to 9)."
    assert figure.xpath(".//div[@class='sim-panel']//*[local-name()='path'][@d]")
    assert not sheet.body.xpath(".//button | .//input | .//script | .//details | .//*[contains(@style, 'var(')]")
    assert figure.xpath(".//*[local-name()='text']") and not figure.xpath(".//@font-family")
    assert not sheet.body.xpath(".//select") and "How sure" not in words(sheet.body)


def test_the_code_beside_a_figure_leads_to_its_place(sheet, sample_book):
    (link,) = sheet.body.xpath(".//figure[@id='powers']//a[@class='sim-code']")
    assert link.get("href") == f"{ADDRESS}#powers" and link.find("svg") is not None
    unknown = sheet_of(sample_book, "chapters/sample.html")
    assert not unknown.body.xpath(".//a[@class='sim-code']")
    assert words(unknown.body.find(".//p[@class='sim-address']")) == "chapters/sample.html#powers"


def test_a_link_to_a_state_says_figure_and_values(sheet):
    said = [words(one) for one in sheet.body.xpath(".//span[@class='state']")]
    assert said == ["(Figure 1.1 at length 1)"]


def test_answers_stand_at_the_end_and_nowhere_else(sheet):
    parts = dict(sheet.answers.parts())
    assert list(parts) == ["Self-checks", "Exercises: hints and solutions"]
    first = words(parts["Self-checks"][0])
    assert first.startswith("Self-check 1. What is") and first.index("(b) is right.") < first.index("(a) That is one")
    assert "Each of five tokens" in first and "0.991258" in words(parts["Exercises: hints and solutions"][0])
    body = words(sheet.body)
    assert "Each of five tokens" not in body and "0.991258" not in body and "0.59" in body
    assert {one.get("href") for one in sheet.body.xpath(".//p[@class='answer-at']/a")} == {
        f"#{one.get('id')}" for answers in parts.values() for one in answers
    }


def test_code_that_is_folded_away_stands_at_the_end(sheet):
    assert [title for title, _ in sheet.code] == ["", "Figure 1.1"]
    assert "draw_powers" not in words(sheet.body) and "def exact_match" in words(sheet.body)
    assert "draw_powers" in words(sheet.code[1][1])


def growth(rate):
    return np.linspace(0, 1, 6) ** rate


def draw_growth(result, ax):
    ax.plot(np.arange(6), result, label="share")
    ax.plot(np.arange(6), 1 - result, label="rest")
    ax.set(xlim=(0, 5), ylim=(0, 1), xlabel="step", ylabel="share")


def predicted(predict):
    made = Explorer(growth, draw_growth, name="g", title="G", caption="C.", controls=dict(rate=[1, 2]), predict=predict)
    return pages.on_paper(made.html(), address=ADDRESS)


def test_a_prediction_is_asked_before_its_figure_and_answered_at_the_end():
    sheet = predicted(Predict("How?", {"Up": "It rises.", "Down": "It does not."}, answer="Up"))
    box, figure = sheet.body.xpath(".//div[@class='box before']")[0], sheet.body.find(".//figure")
    assert box.getnext() is figure
    assert words(box) == "Before you look at Figure 1. How?UpDownAnswer" and "It rises." not in words(sheet.body)
    ((title, (answer,)),) = sheet.answers.parts()
    assert title == "Predictions" and words(answer) == "Figure 1. How?(a) is right. It rises.(b) It does not."


def test_a_line_to_draw_is_covered_before_and_whole_in_the_figure():
    says = dict(right="R.", early="E.", late="L.", straight="S.", sharp="H.")
    sheet = predicted(Predict("How?", draw=Draw("share", known=2, says=says)))
    (before,) = sheet.body.xpath(".//div[@class='sim-before']/svg")
    (figure,) = sheet.body.xpath(".//div[@class='sim-panel']/svg")
    lines = [one.xpath(".//g[@clip-path][path/@stroke-linejoin='round']") for one in (before, figure)]
    assert [len(one) for one in lines] == [2, 2]
    clips = [one.get("clip-path")[5:-1] for one in (lines[0][0], lines[1][0])]
    widths = [
        sum(float(rect.get("width")) for rect in one.xpath(f".//clippath[@id='{clip}']/rect"))
        for one, clip in zip((before, figure), clips, strict=True)
    ]
    assert 0 < widths[0] < 0.6 * widths[1]
    assert words(sheet.answers.predictions[0]).startswith("Figure 1. How?Drawn as it is. R.Too early. E.")


def test_every_link_of_the_document_leads_somewhere_and_no_id_stands_twice(document):
    tree = markup.document_fromstring(document)
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    inner = {href[1:] for href in tree.xpath("//a/@href") if href.startswith("#")} | set(tree.xpath("//@data-to"))
    assert inner <= set(ids) and "sample--definition-of-a-curve" in inner and "plain--" in inner
    assert not tree.xpath("//a[not(@href)] | //script")
    clips = {one[5:-1] for one in tree.xpath("//@clip-path")}
    assert clips and clips <= set(ids)


def draw_squares(result, ax):
    ax.plot(np.arange(6), result, marker="s", linestyle="none", label="measured")
    ax.set(xlim=(0, 5), ylim=(0, 1), xlabel="step", ylabel="share")


def draw_picture(result, ax):
    ax.imshow(np.outer(result, result), vmin=0, vmax=1, cmap="Blues", label="product")
    ax.set(xlim=(-0.5, 5.5), ylim=(5.5, -0.5), xlabel="step", ylabel="step")


def drawn(draw, **more):
    made = Explorer(growth, draw, name="g", title="G", caption="C.", controls=dict(rate=[1, 2]), **more)
    return pages.on_paper(made.html(), address=ADDRESS)


def test_squares_have_a_length_or_no_pdf_would_show_them():
    figure = drawn(draw_squares).body.find(".//figure")
    squares = figure.xpath(".//*[@stroke-linecap='square']/@d")
    dots = [one for one in squares if "h" in one]
    assert len(dots) == 2 and dots[0].count("h.01") == 6  # the marks, and their key
    assert not [one for one in squares if "h0" in one]


def test_the_key_of_a_picture_comes_along(tmp_path):
    body = markup.tostring(drawn(draw_picture).body, encoding="unicode")
    (tmp_path / "plain.html").write_text(f"<article><h1>Plain</h1>{body}<img src='a.png'></article>")
    book = whole.Book(tmp_path, [whole.Page("plain")], title=TITLE, author="A", version="1")
    ramp, file = markup.document_fromstring(book.document()).xpath("//img/@src")
    assert ramp.startswith("data:image/png;base64,") and file == (tmp_path / "a.png").as_uri()


def test_only_panels_in_which_something_is_known_stand_beside_the_one_to_draw_on():
    says = dict(right="R.", early="E.", late="L.", straight="S.", sharp="H.")
    for beside, shown in (["share"], 1), (["share", "measured"], 2):
        predict = Predict("How?", draw=Draw("rest", known=2, beside=beside, says=says))
        body = drawn((draw_growth, draw_squares), predict=predict).body
        assert len(body.xpath(".//div[@class='sim-before']/svg")) == shown
        assert "your drawing" not in words(body) and len(body.xpath(".//figure//ul/li")) == 3


LINKS = """<p><a href="https://there.example/paper">a paper</a>, <a href="https://there.example/paper">again</a>,
<a href="https://there.example/seen">there.example/seen</a>, <a href="slides/plain.html#2">a deck</a></p>"""


@pytest.mark.parametrize("url", [URL, ""])
def test_addresses_of_the_web_stand_at_the_end_of_their_page(url, tmp_path, monkeypatch):
    monkeypatch.setenv("BOOK_URL", url)
    (tmp_path / "plain.html").write_text(f"<article><section><h1>Plain</h1>{LINKS}</section></article>")
    book = whole.Book(tmp_path, [whole.Page("plain")], title=TITLE, author="A", version="1")
    tree = markup.document_fromstring(book.document())
    listed = [words(one) for one in tree.xpath("//section[@class='notes']//li")]
    assert listed == ["there.example/paper"] + ([f"{URL[8:]}slides/plain.html#2"] if url else [])
    paragraph = words(tree.find(".//section[@class='chapter']//p"))
    assert paragraph == f"a paper1, again1, there.example/seen, a deck{2 if url else ''}"


def test_a_copy_without_an_address_says_so(sample_book, monkeypatch):
    monkeypatch.delenv("BOOK_URL", raising=False)
    book = whole.Book(sample_book, whole.contents(ROOT / "tests/book"), title=TITLE, author="A", version="1")
    text = book.document(sheet="letter")
    assert "without knowing where the book's pages stand" in text and 'class="qr"' not in text
    assert "size: letter" in text
    with pytest.raises(ValueError, match="sheet must be one of a4, letter, not 'a5'"):
        book.document(sheet="a5")


def test_the_contents_name_the_pages_that_headings_are_printed_on(printed):
    path, numbers = printed
    texts = [normalize("NFKC", " ".join(page.extract_text().split())) for page in PdfReader(path).pages]  # ﬁ is fi
    assert TITLE in texts[0] and "2.3.4" in texts[0]
    for title, to in [("A sample of everything", "sample--"), ("Answers", "answers--")]:
        (entry,) = [re.search(rf"{title} (\d+)", text) for text in texts if text.startswith("Contents")]
        assert int(entry[1]) == numbers[to]
        assert title in texts[numbers[to] - 1]
    assert f"the definition (page {numbers['sample--definition-of-a-curve']})" in texts[numbers["sample--"] - 1]
    assert "The definition of a curve" in texts[numbers["sample--definition-of-a-curve"] - 1]


def test_the_printed_figure_has_its_link_and_the_file_its_outline(printed):
    path, _ = printed
    reader = PdfReader(path)
    notes = [note.get_object() for page in reader.pages for note in page.get("/Annots", [])]
    assert f"{ADDRESS}#powers" in {note["/A"].get("/URI") for note in notes if "/A" in note}
    assert "A sample of everything" in str(reader.outline) and reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    printing.describe(path, {"Title": TITLE})
    assert PdfReader(path).metadata.title == TITLE


FILLER = "Of what stands here nothing matters but how long it is. "


def lines_of(page):
    """The lines of a page of a PDF from its top down: their height from the foot, their size and their words."""
    found = {}

    def visit(text, cm, tm, font, size):
        if text.strip():
            scale = abs(tm[3] * cm[3])
            foot = round(cm[3] * tm[5] + cm[5])
            found.setdefault(foot, [round(size * scale, 1), ""])[1] += text.strip()

    page.extract_text(visitor_text=visit)
    return [(foot, *found[foot]) for foot in sorted(found, reverse=True)]


@pytest.fixture(scope="module")
def long_pages(tmp_path_factory):
    """Pages of sections that end at many heights, a heading of a section below each."""
    if not (path := chromium.find()):
        pytest.skip("no Chromium is here")
    folder = tmp_path_factory.mktemp("long")
    box = '<div class="box claim"><p class="box-title">{0} {0}</p><p>{1}</p></div>'
    sections = "".join(
        f"<section><h2>Heading {i}</h2><section><h3>Below {i}</h3><p>{FILLER * 2}</p><p>{FILLER * (3 + i % 7)}</p>"
        f"{box.format('A claim of two lines that is longer than one.', FILLER * (5 + i % 3))}</section></section>"
        for i in range(70)
    )
    (folder / "plain.html").write_text(f"<article><section><h1>Plain</h1>{sections}</section></article>")
    book = whole.Book(folder, [whole.Page("plain")], title=TITLE, author="A", version="1")
    (folder / "book.html").write_text(book.document(), encoding="utf-8")
    with ThreadPoolExecutor(1) as pool:
        pool.submit(
            printing.printed, folder / "book.html", folder / "book.pdf", chromium=path, arguments=chromium.ARGUMENTS
        ).result()
    return [lines_of(page) for page in PdfReader(folder / "book.pdf").pages]


def test_no_heading_stands_at_the_foot_of_a_sheet(long_pages):
    last = [lines[-1][2] for lines in long_pages if lines]
    assert len(last) > 15
    assert not [line for line in last if line.startswith(("Heading", "Below"))]


def test_no_title_of_a_box_is_cut(long_pages):
    title = "A claim of two lines"
    assert not [lines[-1][2] for lines in long_pages if lines and title in lines[-1][2]]


@pytest.fixture(scope="module")
def epub(tmp_path_factory) -> Path:
    """The small book as an EPUB, with warnings as errors."""
    folder = tmp_path_factory.mktemp("epub")
    (folder / "_build/epub").mkdir(parents=True)
    for left in ("index.html", "gone.xhtml"):  # by an earlier build
        (folder / "_build/epub" / left).write_text("")
    build = [Path(sys.executable).parent / "jupyter-book", "build", "-W", "--keep-going", "--path-output", folder]
    build += ["--builder", "custom", "--custom-builder", "epub", ROOT / "tests/book"]
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT), "BOOK_URL": URL}
    done = subprocess.run(build, env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (found,) = (folder / "_build").rglob("*.epub")
    return found


def test_the_epub_has_its_pages_in_order_and_no_script(epub):
    with zipfile.ZipFile(epub) as book:
        names = book.namelist()
        assert not [name for name in names if name.endswith(".js") or "/inline/" in name]
        assert "gone.xhtml" not in names and names[0] == "mimetype" and book.read("mimetype") == b"application/epub+zip"
        pages = {name: book.read(name).decode() for name in names if name.endswith(".xhtml")}
        package = etree.fromstring(book.read("content.opf"))
    for text in pages.values():
        etree.fromstring(text.encode())
        assert "<script" not in text and "<button" not in text
    items = {one.get("id"): one for one in package.iter("{*}item")}
    spine = [items[one.get("idref")].get("href") for one in package.iter("{*}itemref")]
    assert spine == ["intro.xhtml", "chapters/sample.xhtml", "chapters/plain.xhtml", "chapters/ledger.xhtml"]
    sample = next(one for one in items.values() if one.get("href") == "chapters/sample.xhtml")
    assert sample.get("properties") == "mathml svg"
    assert {"nav", "cover-image"} <= {one.get("properties") for one in items.values()}
    nav = etree.fromstring(pages["nav.xhtml"].encode())
    assert nav.xpath("//*[local-name()='nav']/*/*/*[local-name()='a']/@href") == spine
    below = nav.xpath("//*[local-name()='nav']/*/*/*[local-name()='ol']//@href")
    assert "chapters/sample.xhtml#the-definition-of-a-curve" in below and not any("a-figure" in one for one in below)
    said = pages["chapters/sample.xhtml"]
    assert 'viewBox="' in said and "<clipPath" in said and said.index("Figure 1") < said.index("is right.")
    assert f'href="{ADDRESS}#powers"' in said


def test_the_epub_tells_what_it_is_for_whom(epub):
    with zipfile.ZipFile(epub) as book:
        package = etree.fromstring(book.read("content.opf"))
    told = {(one.get("property"), one.text) for one in package.iter("{*}meta")}
    assert ("schema:accessibilityFeature", "MathML") in told and ("schema:accessMode", "textual") in told
    assert re.match(r"urn:uuid:[\da-f-]{36}$", package.findtext(".//{*}identifier"))


@pytest.mark.skipif(not shutil.which("epubcheck"), reason="epubcheck is not installed")
def test_epubcheck_finds_nothing(epub):
    checker = shutil.which("epubcheck")
    start = ["java", "-jar", checker] if zipfile.is_zipfile(checker) else [checker]  # Debian's is the archive itself
    done = subprocess.run([*start, "--failonwarnings", epub], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
