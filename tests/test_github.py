"""What runs by itself uses what the repository has: workflows, Dependabot, forms for issues, hooks before a commit."""

import re

import pytest
import yaml
from conftest import ROOT

from extensions.publish import SITE, TERM

FILES = sorted([*(ROOT / ".github").rglob("*.yml"), ROOT / ".pre-commit-config.yaml"])
WORKFLOWS = [path for path in FILES if path.parent.name == "workflows"]
FORMS = [path for path in FILES if path.parent.name == "ISSUE_TEMPLATE" and path.stem != "config"]
RULES = re.findall(r"^([a-z -]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
TARGETS = {name for names in RULES for name in names.split()}


def read(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def steps(path) -> list[dict]:
    return [step for job in read(path)["jobs"].values() for step in job["steps"]]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_it_can_be_read(path):
    assert isinstance(read(path), dict)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_makes_what_the_makefile_has(path):
    assert made(path) <= TARGETS
    assert made(path) or path.stem == "deploy"  # which takes what another has built


def made(path) -> set[str]:
    commands = "\n".join(step.get("run", "") for step in steps(path))
    return set(re.findall(r"^make ([a-z-]+)", commands, re.MULTILINE))


def test_a_deploy_follows_the_build_of_the_main_branch_and_of_each_term():
    """GitHub takes no deploy from a tag, and runs what follows another workflow on the main branch."""
    book, deploy = (read(ROOT / f".github/workflows/{name}.yml") for name in ("book", "deploy"))
    assert deploy[True]["workflow_run"] == {
        "workflows": [book["name"]],
        "types": ["completed"],
    }  # YAML reads on: as true
    assert all(TERM.fullmatch(tag.replace("*", "2027-spring")) for tag in book[True]["push"]["tags"])
    assert [
        step["with"]["ref"] for step in steps(ROOT / ".github/workflows/deploy.yml") if "ref" in step.get("with", {})
    ] == [SITE]
    publish = book["jobs"]["publish"]
    assert publish["needs"] == "test" and publish["concurrency"] == {"group": "site", "cancel-in-progress": False}
    assert {"settings", "push"} <= set(re.findall(r"extensions\.publish (\w+)", yaml.safe_dump(publish, width=1000)))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_red_test_keeps_its_report(path):
    for job in read(path)["jobs"].values():
        if any(step.get("run") == "make test" for step in job["steps"]):
            last = job["steps"][-1]
            assert last["if"] == "failure()" and last["with"]["path"] == "_build/report"
            names = re.findall(r"matrix\.(\w+)", last["with"]["name"])  # two jobs may not write under one name
            assert set(names) == set(job["strategy"]["matrix"])


def test_dependabot_asks_once_a_month_in_one_request_each():
    updates = read(ROOT / ".github/dependabot.yml")["updates"]
    assert {one["package-ecosystem"] for one in updates} == {"pip", "npm", "github-actions"}
    assert all(one["schedule"] == {"interval": "monthly"} and len(one["groups"]) == 1 for one in updates)


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_a_form_asks_for_the_place_and_says_what_it_is_for(path):
    form = read(path)
    ids = [field["id"] for field in form["body"]]
    assert form["name"] and form["description"] and ids[0] == "where" and len(set(ids)) == len(ids)
    assert form["body"][0]["validations"]["required"]


def test_the_hooks_run_what_is_there():
    hooks = [hook for repository in read(ROOT / ".pre-commit-config.yaml")["repos"] for hook in repository["hooks"]]
    assert {"ruff", "cells", "twins", "front-end"} <= {hook["id"] for hook in hooks}
    for hook in hooks:
        assert hook["language"] == "system" and ".venv/bin/python" in hook["entry"]
        for name in re.findall(r"\b(?:tests|extensions|everystate)[./][\w./]+", hook["entry"]):
            path = ROOT / name.replace("extensions.", "extensions/")
            assert path.exists() or path.with_suffix(".py").exists(), name
