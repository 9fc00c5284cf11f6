"""The page itself: what its table says of the chapters is true of their text, and so are its minutes."""

import re

import pytest
import yaml
from conftest import ROOT

from extensions import minutes
from extensions.plans import sections

PAGE = (ROOT / "chapters/before.md").read_text(encoding="utf-8")
CONTENTS = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
NUMBERED = [page["file"] for part in CONTENTS["parts"] if part.get("numbered") for page in part["chapters"]]
TOPICS = ["Logarithms and decades", "Odds and log-odds", "An interval for a share"]
TOPICS += ["A transformer in fifteen minutes", "Loss and perplexity"]
# The words by which a chapter's text, and what its cells call, show that it uses a topic.
WORDS = {
    "logarithms": r"\blogs?\b|logarithm|decade|\\log|\blog10\b|to the power",
    "odds": r"log-odds|odds ratio|\blogit\b|logits gained|odds of \d",
    "interval": r"\bintervals? (?:wholly|that|are|still|above|ends|allows?)\b|\bwith intervals\b|rule of three|clopper"
    r"|two standard errors|standard errors of|\bbars\b|none of \d+ right",
    "transformer": r"attention heads?|induction heads?|softmax|\bMLP\b|residual stream",
    "loss": r"cross-entropy|perplexity|\bnats?\b|bits per byte|\bloss\b",
}
# What the last column names, and the words of a chapter that show it; of the first three it names all that there is.
BESIDES = {
    "an integral": r"\\int\b",
    "differential equation": r"\\frac\{d.*?\}\{d\w\}",
    "the normal distribution": r"\\Phi|normal distribution",
    "independent chances": r"independen|fail alone",
    "matrices": r"\bmatri|W\^",
    "the binomial distribution": r"binomial distribution",
    "PyTorch": r"\btorch\b",
}
NAMED_WHEREVER = ("an integral", "differential equation", "the normal distribution")
LEAST = {"yes": 4, "a little": 1}  # times


def rows() -> dict[str, dict[str, str]]:
    lines = [re.findall(r"(?<=\| )(.+?)(?= \|)", line) for line in PAGE.split("\n") if line.startswith("| ")]
    heads = [re.sub(r"\[(.+?)\]\(.+", r"\1", head) for head in lines[0]]
    return {re.search(r"\((\w+)\.md\)", row[0])[1]: dict(zip(heads[1:], row[1:], strict=True)) for row in lines[2:]}


def uses(chapter: str, topic: str) -> int:
    text = (ROOT / f"chapters/{chapter}.md").read_text(encoding="utf-8").partition("\n## Exercises\n")[0]
    body = re.sub(r"\]\([^)]*\)", "]", text.partition(":::{objectives}")[2].partition("\n:::\n")[2])
    drawn = (ROOT / f"simulations/{chapter}/drawings.py").read_text(encoding="utf-8")
    axes = len(re.findall(r"axes\.log_[xy]\(", drawn)) if topic == "logarithms" else 0
    return axes + len(re.findall(WORDS[topic], body, re.IGNORECASE))


def test_the_table_has_the_chapters_in_their_order():
    assert [f"chapters/{name}" for name in rows()] == NUMBERED
    said = re.findall(r"^\| (\d+)\. \[(.+?)\]\((\w+)\.md\)", PAGE, re.MULTILINE)
    assert [int(number) for number, _, _ in said] == [*range(1, len(NUMBERED) + 1)]
    assert all(heading(name).startswith(title) for _, title, name in said)


def heading(name: str) -> str:
    """A chapter's first heading: its cells have lines that begin with #, too."""
    text = (ROOT / f"chapters/{name}.md").read_text(encoding="utf-8")
    return re.search(r"^# (.+)$", re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE), re.MULTILINE)[1]


@pytest.mark.parametrize("topic", WORDS)
@pytest.mark.parametrize("chapter", [page.removeprefix("chapters/") for page in NUMBERED])
def test_what_the_table_says_of_a_chapter_is_true_of_its_text(chapter, topic):
    said, count = rows()[chapter][topic], uses(chapter, topic)
    if said == "no":
        assert count == 0, f"{chapter} uses {topic} {count} times"
    else:
        assert count >= LEAST[said], f"{chapter} uses {topic} {count} times"


@pytest.mark.parametrize("chapter", [page.removeprefix("chapters/") for page in NUMBERED])
def test_what_the_last_column_says_of_a_chapter_is_true_of_its_text(chapter):
    said = rows()[chapter]["and besides"]
    text = (ROOT / f"chapters/{chapter}.md").read_text(encoding="utf-8")
    assert said == "nothing" or any(name.removeprefix("a ") in said for name in BESIDES), said
    for name, words in BESIDES.items():
        found = bool(re.search(words, text, re.IGNORECASE))
        named = name in said
        assert found or not named, f"{chapter} has no word of {name}"
        assert named or not found or name not in NAMED_WHEREVER, f"{chapter} has {name}, and the table says {said!r}"


def test_a_section_takes_about_ten_minutes_and_the_fourth_fifteen():
    found = sections(PAGE)
    for title, told in zip(TOPICS, (10, 10, 10, 15, 10), strict=True):
        reading, moving, _ = minutes.measured(found[title]).minutes
        assert abs(moving - told) <= 5 and reading <= told, f"{title}: {moving} minutes"


def test_there_are_six_questions_at_the_end_and_one_in_each_section():
    found = sections(PAGE)
    assert found["Are you ready?"].count(":::{self-check}") == 6
    assert [found[title].count(":::{self-check}") for title in TOPICS] == [1] * 5


def test_each_answer_of_the_check_tells_what_to_read_or_to_leave_out():
    feedback = re.findall(r"^- \(([ x])\) .+\n\n  (.+)$", sections(PAGE)["Are you ready?"], re.MULTILINE)
    assert len(feedback) == 18
    for right, words in feedback:
        assert ("leave out" in words or "multiplied" in words) if right == "x" else "](" in words, words
