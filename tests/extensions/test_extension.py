"""The book's own extension, seen in the small book of tests/book: boxes, claims, mathematics, explorer files."""

import json
import re
import shutil

import pytest
from conftest import ROOT, SAMPLE_URL, build_sample

from extensions import checks, claims, execution, minutes, pages, previews
from simulations.record.calibration import SURE


@pytest.fixture(scope="session")
def sample(sample_book):
    return (sample_book / "chapters/sample.html").read_text(encoding="utf-8")


@pytest.fixture
def book(tmp_path):
    """A copy of the small book, to break."""
    source = tmp_path / "book"
    shutil.copytree(ROOT / "tests/book", source)
    settings = (source / "_config.yml").read_text(encoding="utf-8")
    (source / "_config.yml").write_text(settings.replace("../..", str(ROOT)), encoding="utf-8")
    shutil.copy(source / "chapters/plain.md", source / "chapters/sample.md")
    rows = (source / claims.CLAIMS).read_text(encoding="utf-8")  # a row's figure is on the page that was just replaced
    (source / claims.CLAIMS).write_text(re.sub(r"  test:\n(    .*\n)+", "", rows), encoding="utf-8")
    return source


def broken(book, text: str) -> str:
    """What the build says of a chapter with this text."""
    (book / "chapters/sample.md").write_text(f"# A chapter\n\n{text}\n", encoding="utf-8")
    with pytest.raises(RuntimeError) as caught:
        build_sample(book.parent / "out", book)
    return str(caught.value)


def test_objectives_say_how_long_the_chapter_takes(sample):
    assert 'class="box objectives"' in sample
    told = minutes.told((ROOT / "tests/book/chapters/sample.md").read_text(encoding="utf-8"))
    assert f'<span class="box-note">{told}</span>' in sample


def test_each_choice_of_a_self_check_opens_its_own_feedback(sample):
    folds = re.findall(r'<details class="fold choice( right)?" name="([\w-]+)">\s*<summary>(.*?)</summary>', sample)
    assert [(right, words) for right, _, words in folds[:2]] == [("", "0.9"), (" right", "0.59")]
    groups = [name for _, name, _ in folds]
    assert groups[0] == groups[1] != groups[2] == groups[3]  # those of one group open one at a time
    assert sample.index("Not quite.") < sample.index("That is one token.") < sample.index("Right.")


def test_a_reader_can_say_how_sure_he_is_before_each_self_check(sample):
    asked = re.findall(r'<p class="sure">.*?<select[^>]*>(.*?)</select>', sample)
    assert len(asked) == len(re.findall('class="box self-check"', sample)) > 1
    options = [("", "not said"), *((str(chance), f"{chance:.0%}") for chance in SURE)]
    assert re.findall(r'<option value="([\d.]*)">(.*?)</option>', asked[0]) == options


def test_pages_where_something_is_answered_keep_a_record_and_others_load_nothing_for_it(sample, sample_book):
    plain = (sample_book / "chapters/plain.html").read_text(encoding="utf-8")
    assert "_static/record.js?" in sample and "_static/record" not in plain


def test_the_records_page_has_its_script_its_places_and_pythons_formulas(sample_book):
    page = (sample_book / "chapters/record.html").read_text(encoding="utf-8")
    assert re.findall(r"_static/(record\w*\.\w+)\?", page) == ["record.css", "record_page.js"]
    assert re.findall(r'<div class="record" data-part="(\w+)">', page) == ["calibration", "hands", "answers"]
    facts = json.loads(re.search(r'id="record-facts">(.*?)</script>', page, re.DOTALL)[1])
    assert {*facts["formulas"]} == {"brier", "covered", "timed", "played"} and len(facts["lowest"]) == 100
    assert list(facts["pages"])[0] == "intro.html" and facts["pages"]["chapters/record.html"] == "A record"


def test_a_part_of_the_record_that_is_none_stops_the_build(book):
    assert "record: its part must be one of answers, calibration, hands, not 'sums'" in broken(
        book, ":::{record} sums\n:::"
    )


def test_a_link_to_a_figures_state_stays_an_address(sample):
    assert re.search(r'<p class="box-title"[^>]*>And .*? See <a [^>]*href="#powers\?length=1">length 1</a>', sample)


def test_an_exercise_has_a_number_a_level_and_a_time(sample):
    assert "Exercise 1. Reliable answers" in sample
    assert '<span class="box-note">easy · by hand · 10 min</span>' in sample


def test_hint_and_solution_fold_away(sample):
    assert re.search(r'<details class="fold hint">\s*<summary>Hint</summary>', sample)
    assert re.search(r'<details class="fold solution">\s*<summary>Solution</summary>', sample)
    folded = sample.split("<summary>Solution</summary>")[1].split("</details>")[0]
    assert "reliable_answers" in folded and "0.991258" in folded and "0.991258" not in sample.replace(folded, "")


def test_a_claim_shows_its_row_and_links_to_the_ledger_and_back(sample, sample_book):
    ledger = (sample_book / "chapters/ledger.html").read_text(encoding="utf-8")
    assert 'id="check-curves-jump"' in sample and 'href="ledger.html#claim-curves-jump"' in sample
    assert 'id="claim-curves-jump"' in ledger and 'href="sample.html#check-curves-jump"' in ledger
    assert '<span class="badge badge-wrong">Wrong</span>' in sample
    assert re.search(r'href="ledger.html#claim-curves-jump"[^>]*>See the evidence in the ledger</a>', sample)
    assert re.search(
        r'href="sample.html#check-curves-jump"[^>]*>Where it is checked: A sample of everything</a>', ledger
    )
    assert sample.index("All curves jump at") < sample.index("The popular account says")


def test_the_two_links_of_a_claim_say_where_each_leads(sample, sample_book):
    ledger = (sample_book / "chapters/ledger.html").read_text(encoding="utf-8")
    there = re.search(r'href="ledger.html#claim-curves-jump">(.*?)</a>', sample)[1]
    back = re.search(r'href="sample.html#check-curves-jump">(.*?)</a>', ledger)[1]
    assert there == "See the evidence in the ledger" and back == "Where it is checked: A sample of everything"


def test_the_ledger_lists_every_claim(sample_book):
    ledger = (sample_book / "chapters/ledger.html").read_text(encoding="utf-8")
    assert re.findall(r'class="box ledger-row" id="claim-([\w-]+)"', ledger) == ["curves-jump", "curves-rise"]
    assert "2 claims: 1 supported, 1 wrong." in ledger
    assert re.search(r'as <em>everybody</em> sees in the <a class="reference internal" href="sample.html">', ledger)


def test_a_row_shows_its_number_its_bound_and_the_state_where_it_is_seen(sample_book):
    ledger = (sample_book / "chapters/ledger.html").read_text(encoding="utf-8")
    (line,) = re.findall(r'<p class="claim-measured">(.*?)</p>', ledger, re.DOTALL)
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", line))
    number, link = said.split(" Where it is seen: ")
    assert number == "Measured in this book: 92.5% of the tasks rise. The verdict needs nine in ten."
    assert link == "A sample of everything"
    assert 'href="sample.html#powers?length=1"' in line
    assert "1 of them is measured anew" in ledger and ledger.count("Would change it:") == 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('holds: "> 0.9"', 'holds: "> 0.95"'), "claim 'curves-rise': the data no longer say 'supported'"),
        (("length=1", "length=99"), "#powers?length=99: length must be one of"),
    ],
)
def test_a_number_out_of_its_bound_and_a_state_that_is_not_there_stop_the_build(book, change, said):
    for name in (claims.CLAIMS, "chapters/sample.md"):
        whole = (ROOT / "tests/book" / name).read_text(encoding="utf-8")
        (book / name).write_text(whole.replace(*change) if name == claims.CLAIMS else whole, encoding="utf-8")
    with pytest.raises(RuntimeError) as caught:
        build_sample(book.parent / "out", book)
    assert said in str(caught.value)


def test_the_ledger_forgets_a_box_that_is_gone(book):
    page = book / "chapters/sample.md"
    sources = "\n```{bibliography}\n```\n"
    page.write_text(f"# A chapter\n\n:::{{claim}} curves-rise\nText.\n:::\n{sources}", encoding="utf-8")
    ledger = build_sample(book.parent / "out", book) / "chapters/ledger.html"
    assert "Where it is checked: A chapter" in ledger.read_text(encoding="utf-8")
    page.write_text(f"# A chapter\n\nThe box is gone.\n{sources}", encoding="utf-8")
    build_sample(book.parent / "out", book)
    assert "Where it is checked" not in ledger.read_text(encoding="utf-8")


def test_formulas_are_mathml_and_nothing_draws_them_by_script(sample):
    assert sample.count("<math ") >= 4
    assert "MathJax" not in sample and "\\frac" not in sample
    assert '<span class="equation-number">(1)</span>' in sample


def test_citations_are_author_and_year(sample):
    text = re.sub(r"<[^>]+>", "", sample)
    assert "(Doe et al., 2020; Roe, 2021), and Doe et al. (2020) said so" in text


def test_a_formula_and_the_mark_that_touches_it_share_a_line(sample):
    assert re.search(r'<span class="kept"><math[^>]*><mrow><mi>p</mi></mrow></math>,</span> the answer has', sample)
    assert re.search(r'<span class="kept">\(<math[^>]*><mrow><mi>L</mi></mrow></math></span> says', sample)
    assert re.search(r"[^>]<math[^>]*><mrow><mi>L</mi></mrow></math> tokens", sample)


def test_the_explorers_files_are_on_the_pages_that_have_one(sample_book, sample):
    plain = (sample_book / "chapters/plain.html").read_text(encoding="utf-8")
    (script,) = re.findall(r'<script async src="\.\./(_static/explorer-\w+/page\.js)"', sample)
    assert (sample_book / script).is_file() and (sample_book / script).with_name("explorer.css").is_file()
    assert "explorer" not in plain.partition("<body>")[0]


def test_a_page_lists_its_sections(sample):
    listed = re.search(r'<nav id="sections".*?</nav>', sample, re.DOTALL)[0]
    assert re.findall(r'href="#([\w-]+)"', listed) == ["the-definition-of-a-curve", "a-figure", "exercises", "sources"]


def test_a_table_scrolls_in_a_box_of_its_own(sample):
    assert re.search(r'<div class="pst-scrollable-table-container"><table', sample)


def test_code_cells_run_where_the_page_is_named(sample):
    assert 'id="powers"' in sample
    assert "Length 5." in sample


def test_an_unknown_claim_stops_the_build(book):
    said = broken(book, ":::{claim} nobody-said\nText.\n:::")
    assert "no claim 'nobody-said' in chapters/claims.yml; there are: curves-jump, curves-rise" in said


@pytest.mark.parametrize(
    "text, reason",
    [
        (":::{self-check} Which?\n- ( ) one\n\n  No.\n:::", "no choice is marked (x)"),
        (":::{self-check} Which?\n- (x) one\n:::", "has no feedback"),
        (":::{self-check} Which?\n- one\n\n  No.\n:::", "a choice starts with ( ) or (x)"),
        (":::{self-check} Which?\nNo list.\n:::", "one list of choices is needed"),
        (":::{objectives} 90 minutes\n- read\n:::", "minutes are reckoned"),
        (":::{exercise} mirage-99\n:::", "exercise mirage-99: exercise must be one of mirage-1, mirage-2"),
        (":::{exercise} mirage-1\nText.", "':::{exercise} mirage-1' is never closed"),
        ("```{code-cell} ipython3\n1\n```", "nothing says what runs them; it must begin with\n---\njupytext:"),
        (r"A formula $\nonsense{x}$.", r"\nonsense is not known"),
        (r"A formula $\frac{1}{2$.", "1 { without }"),
        ("[Nowhere](nowhere.md)", "nowhere.md"),
        ("[Nowhere](#nowhere)", "'nowhere'"),
        ("[Nowhere](#nowhere?length=1)", "#nowhere?length=1 must name a figure of its page"),
        ("{cite:p}`nobody1900nothing`", "nobody1900nothing"),
    ],
)
def test_an_authors_slip_stops_the_build_and_says_why(book, text, reason):
    assert reason in broken(book, text)


HEADER = checks.HEADER + "\n\n"
CELL = "```{code-cell} ipython3\n1\n```\n"


@pytest.mark.parametrize(
    "text, line, reason",
    [
        (HEADER + CELL, 7, "the first code cell must be the notebook's set-up:\n```{code-cell} ipython3\n:tags: ["),
        ("A.\n\n:::{hint}\nB.\n", 3, "':::{hint}' is never closed: ::: must stand alone on a line after it"),
        (":::{exercise}\n:::{hint}\nB.\n:::\n:::\n", 2, "':::{hint}' is never closed"),
        (":::{hint}\nB.\n:::\n\n:::\n", 5, "':::' closes nothing: the fence of a box must be longer than those in it"),
        ("```python\n1\n", 1, "'```python' is never closed"),
    ],
)
def test_what_a_page_lacks_is_named_with_its_line(text, line, reason):
    (found, words), *_ = checks.missing(text)
    assert found == line and reason in words


@pytest.mark.parametrize(
    "text",
    [
        HEADER + checks.SETUP_CELL + "\n\n" + CELL,
        "::::{exercise} A | easy | 5 min\n:::{hint}\nB.\n:::\n::::\n",
        "- a list\n\n  ```python\n  :::\n  ```\n",
        "````\n```{note}\n````\n",
    ],
)
def test_a_page_that_lacks_nothing_passes(text):
    assert list(checks.missing(text)) == []


def explorer(name: str) -> str:
    return f'<section class="explorer" id="{name}" aria-labelledby="{name}-title"><p id="{name}-title"></p></section>'


@pytest.mark.parametrize(
    "body, said",
    [
        (explorer("a") + '<section id="b"></section>', []),
        (explorer("a") * 2, ["two simulations of this page are named 'a'"]),
        (
            explorer("a") + '<section id="a"><h1>A</h1></section>',
            ["the simulation 'a' must have another name: a heading"],
        ),
        (explorer("contents"), ["the simulation 'contents' must have another name: a part of every page has it"]),
        ('<p id="b"></p><p id="b"></p>', ["id 'b' is taken: a heading or another part of this page has it"]),
    ],
)
def test_an_id_that_a_simulation_shares_is_named(body, said):
    found = checks.repeated(body)
    assert len(found) == len(said)
    assert all(words.startswith(start) for words, start in zip(found, said, strict=True))


def test_a_page_with_a_shared_id_or_a_word_on_stderr_stops_the_build(book):
    text = (ROOT / "tests/book/chapters/sample.md").read_text(encoding="utf-8")
    text = text.replace('name="powers"', 'name="exercises"').replace(
        "import numpy as np", "import sys\n\nimport numpy as np\nprint('an old function', file=sys.stderr)", 1
    )
    (book / "chapters/sample.md").write_text(text, encoding="utf-8")
    with pytest.raises(RuntimeError) as caught:
        build_sample(book.parent / "out", book)
    assert "the simulation 'exercises' must have another name" in str(caught.value)
    assert "a cell wrote to stderr: an old function" in str(caught.value)


@pytest.mark.parametrize(
    "change, reason",
    [
        (("verdict: wrong", "verdict: doubtful"), "verdict is 'doubtful'"),
        (("  met: article\n", ""), "'curves-jump': missing met"),
        (("id: curves-rise", "id: curves-jump"), "'curves-jump' stands twice"),
    ],
)
def test_a_row_that_is_not_complete_names_itself(tmp_path, change, reason):
    rows = (ROOT / "tests/book/chapters/claims.yml").read_text(encoding="utf-8")
    (tmp_path / "claims.yml").write_text(rows.replace(*change), encoding="utf-8")
    with pytest.raises(ValueError, match=re.escape(reason)):
        claims.read_claims(tmp_path / "claims.yml")


def test_the_books_own_claims_are_complete():
    claims.read_claims(ROOT / claims.CLAIMS)


def test_outputs_are_stale_when_a_simulation_changes(tmp_path):
    (tmp_path / "simulations").mkdir()
    (tmp_path / "simulations/idea.py").write_text("x = 1")
    before = execution.simulations_hash(tmp_path)
    (tmp_path / "simulations/idea.py").write_text("x = 2")
    assert execution.simulations_hash(tmp_path) != before


def test_a_deploy_names_its_own_addresses(tmp_path, sample_book):
    page = (sample_book / "chapters/sample.html").read_text(encoding="utf-8")
    assert f'<link rel="canonical" href="{SAMPLE_URL}chapters/sample.html">' in page


def test_a_page_without_a_description_is_described_by_its_first_paragraph(sample_book):
    page = (sample_book / "chapters/plain.html").read_text(encoding="utf-8")
    assert '<meta name="description" content="No formula, no cell, no box: what an empty chapter weighs.">' in page


def test_a_book_whose_repository_is_not_known_links_to_none(sample):
    assert ">Source</a>" not in sample and "github.com/OWNER" not in sample.partition("<footer")[2]


def test_an_asset_has_another_address_when_it_changes(tmp_path, monkeypatch):
    monkeypatch.setattr(pages, "ROOT", tmp_path)
    (tmp_path / "assets").mkdir()
    addresses = set()
    for content in ("a {}", "b {}"):
        (tmp_path / "assets/book.css").write_text(content)
        addresses.add(pages._stamped(None, "book.css"))
    assert len(addresses) == 2


def test_each_page_is_shown_with_a_picture_of_its_title(tmp_path):
    first, second = (previews.draw(title, tmp_path, book="A book") for title in ("One title", "Another title"))
    assert first != second and first.read_bytes() != second.read_bytes()
