"""The teachers' pages hold what they promise: two positions a prompt, briefs that run, marks that add up."""

import argparse
import ast
import contextlib
import io
import re

import numpy as np
import pytest
from conftest import ROOT

from simulations.data import table


def page(name: str) -> str:
    return (ROOT / f"chapters/{name}.md").read_text(encoding="utf-8")


def cited(text: str) -> set[str]:
    return {key for keys in re.findall(r"\{cite:\w\}`([^`]+)`", text) for key in keys.split(",")}


PROMPTS = dict(re.findall(r"\n\(discuss-(\w+)\)=\n(.*?)(?=\n\(discuss-|\Z)", page("discussion"), re.DOTALL))
BRIEFS = re.split(r"\n## (?=\d)", page("projects"))[1:]
LABELS = [
    "Question.",
    "Data.",
    "First step.",
    "Milestones.",
    "A good report",
    "What can go wrong.",
    "Known already.",
    "To do more.",
]
ESSAYS = re.findall(r":::\{marks\}\n\*\*Together: (\d+) of 20\.\*\*\n(.*?)\n:::", page("rubrics"), re.DOTALL)


def test_every_chapter_has_prompts():
    chapters = [path.stem for path in (ROOT / "chapters").glob("*.md") if "{objectives}" in path.read_text("utf-8")]
    assert sorted(PROMPTS) == sorted(chapters)


@pytest.mark.parametrize("chapter", PROMPTS)
def test_a_prompt_has_two_positions_of_a_few_sentences_from_its_chapter(chapter):
    asked = re.findall(
        r"^\*\*([^\n]+)\*\*\n\n:::\{positions\}\n(.*?)\n:::$", PROMPTS[chapter], re.DOTALL | re.MULTILINE
    )
    assert 3 <= len(asked) == PROMPTS[chapter].count("{positions}") <= 5
    for question, positions in asked:
        both = positions.split("\n\n")
        assert len(both) == 2 and all(one.startswith(("**", '**"')) for one in both), question
        for one in both:
            assert 3 <= len(re.findall(r"[.!?][\")*]*(?=\s|$)", one)) <= 5, one  # the bold one among them
    assert cited(PROMPTS[chapter]) <= cited(page(chapter))


@pytest.mark.parametrize("brief", BRIEFS, ids=lambda brief: brief.split(".")[0])
def test_a_brief_fits_a_page_and_its_first_step_prints_what_it_says(brief):
    assert [label for label in re.findall(r"^\*\*([^*]+)\*\*", brief, re.MULTILINE)] == LABELS
    code, printed = re.search(r"```python\n(.*?)```\n\n```text\n(.*?)```", brief, re.DOTALL).groups()
    assert len(re.sub(r"```.*?```", "", brief, flags=re.DOTALL).split()) <= 300
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(code, "brief", "exec"), {})
    assert said.getvalue() == printed
    for name in re.findall(r"`([\w]+\.(?:csv|npz))`", brief):
        assert (ROOT / "simulations/data" / name).is_file()


def test_there_are_ten_briefs():
    assert [brief.split(".")[0] for brief in BRIEFS] == [str(number) for number in range(1, 11)]


def test_what_a_brief_says_of_lines_through_bits_and_accuracy():
    runs = table("ladder_tasks")
    low, misses = 0, {}
    for task in np.unique(runs["task"]):
        mine = runs["task"] == task
        order = np.argsort(runs["scale"][mine])
        scale, bits, accuracy = (runs[name][mine][order] for name in ("scale", "bits", "accuracy"))
        x = np.log10(scale)
        low += np.exp(np.polyval(np.polyfit(x[:15], np.log(bits[:15]), 1), x[-1])) < bits[-1]
        misses[task] = accuracy[-1] - np.polyval(np.polyfit(x[:15], accuracy[:15], 1), x[-1])
    assert low == 12 and len(misses) == 13
    assert max(misses, key=misses.get) == "boolq" and round(100 * misses["boolq"]) == 20


def test_what_a_brief_says_of_compute_and_family():
    models = table("open_models")
    found = {}
    for task in ("addition_3", "mmlu"):
        known = ~np.isnan(models[task]) & ~np.isnan(models["train_flops"])
        share = np.clip(models[task][known], 0.002, 0.998)
        y, x, family = np.log(share / (1 - share)), np.log10(models["train_flops"][known]), models["family"][known]
        for level in (np.ones((len(x), 1)), (family[:, None] == np.unique(family)).astype(float)):
            design = np.c_[level, x]
            weights = np.linalg.lstsq(design, y, rcond=None)[0]
            found[task, level.shape[1] > 1] = 1 - np.var(y - design @ weights) / np.var(y), weights[-1]
    assert [round(100 * found[key][0]) for key in found] == [79, 95, 49, 88]
    assert [round(found["addition_3", levels][1], 1) for levels in (False, True)] == [3.6, 2.0]


def test_what_a_brief_says_of_a_law_that_looks_ahead():
    from simulations.laws import scaling

    runs = scaling.runs()
    n, d, loss = (runs[name][runs["kept"] == 1] for name in ("parameters", "tokens", "loss"))
    small = 6 * n * d < 1e19
    law = scaling.fit(parameters=n[small], tokens=d[small], losses=loss[small])
    error = scaling.loss(law, parameters=n[~small], tokens=d[~small]) - loss[~small]
    assert round(abs(error.mean()), 2) == 0.05 and round(float(law.irreducible), 1) == 0.1


@pytest.mark.parametrize("total, lines", ESSAYS, ids=["a", "b"])
def test_marks_add_up_and_follow_the_rubric(total, lines):
    marks = re.findall(r"^\*\*([A-Z][\w ]+): (\d)\.\*\*", lines, re.MULTILINE)
    assert sum(int(points) for _, points in marks) == int(total)
    rubric = page("rubrics").partition("## An essay")[2].partition("## A project")[0]
    criteria = re.findall(r"^\| ([a-z][\w ]+) \|", rubric, re.MULTILINE)[1:]
    assert [name.lower() for name, _ in marks] == criteria


def test_the_commands_of_monday_are_those_that_there_are():
    """Each is parsed with its options by the command's own parser."""
    main = pytest.importorskip("course.__main__")
    lines = re.findall(r"^\.venv/bin/python -m course (\w+)(.*)$", page("instructors"), re.MULTILINE)
    assert [name for name, _ in lines] == ["build", "quiz", "slides", "grade", "exam", "pool"]
    for name, options in lines:
        parser = argparse.ArgumentParser(exit_on_error=False)
        main.found()[name].arguments(parser)
        assert parser.parse_args(options.split())


def test_the_essays_are_said_to_be_made_up():
    assert "No student wrote them" in page("rubrics") and len(ESSAYS) == 2


def test_the_accessibility_statement_names_tests_that_are_there_and_their_rules():
    text = page("accessibility")
    tests = {
        node.name
        for path in (ROOT / "tests").rglob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }
    named = re.findall(r"`(test_\w+)`", text)
    assert len(named) > 10 and set(named) <= tests
    source = (ROOT / "tests/pages/test_book.py").read_text(encoding="utf-8")
    rules, looks = (
        ast.literal_eval(re.search(rf"^{name} = (.+)$", source, re.MULTILINE)[1]) for name in ("AXE_TAGS", "LOOKS")
    )
    assert re.findall(r"`(wcag\w+|best-practice)`", text) == rules
    said = re.search(r"in (\w+) and (\w+), at (\d+) and at (\d+) pixels", text).groups()
    assert looks == [(scheme, int(width)) for scheme in said[:2] for width in said[2:]]
