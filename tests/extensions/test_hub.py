"""Links to the notebooks on Binder and on a hub: from the address the book stands at, and from no other."""

from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from conftest import ROOT

from extensions import contents, hub

PLACE = {
    "repository": "https://github.com/someone/the-book",
    "ref": "term-2027-spring",
    "branch": "notebooks-term-2027-spring",
    "url": "",
}
NOTEBOOK = "chapters/mirage.ipynb"


def test_binder_opens_the_notebook_in_a_clone_of_the_ref():
    at = urlsplit(hub.binder(NOTEBOOK, PLACE))
    assert (at.hostname, at.path) == ("mybinder.org", "/v2/gh/someone/the-book/term-2027-spring")
    assert parse_qs(at.query) == {"urlpath": [f"lab/tree/{NOTEBOOK}"]}


def test_a_hub_pulls_the_branch_of_the_notebooks_and_opens_one_in_its_folder():
    at = urlsplit(hub.nbgitpuller(NOTEBOOK, PLACE, hub="https://hub.example"))
    assert (at.hostname, at.path) == ("hub.example", "/hub/user-redirect/git-pull")
    assert parse_qs(at.query) == {
        "repo": [PLACE["repository"]],
        "branch": ["notebooks-term-2027-spring"],
        "urlpath": [f"lab/tree/the-book/{NOTEBOOK}"],
    }


def test_every_notebook_has_both_links():
    made = hub.table(ROOT, PLACE)
    for path in contents.chapters(ROOT):
        notebook = path.relative_to(ROOT).with_suffix(".ipynb").as_posix()
        assert f"[{path.stem}]({hub.binder(notebook, PLACE)})" in made
        assert hub.nbgitpuller(notebook, PLACE) in made.splitlines()
        assert path.with_suffix(".ipynb").exists()
    assert made.index("[intro]") < made.index("[definition]") < made.index("[mirage]")  # as in the contents


def test_a_book_that_does_not_know_its_address_makes_no_link():
    made = hub.table(ROOT, PLACE | {"repository": "https://github.com/OWNER/emergence-measured"})
    assert made == hub.UNKNOWN and "http" not in made


def test_another_host_than_github_has_a_hubs_links_alone():
    made = hub.table(ROOT, PLACE | {"repository": "https://git.example/someone/the-book.git"})
    assert "mybinder" not in made and "Binder has no short address" in made
    assert "urlpath=lab/tree/the-book/intro.ipynb" in made


def test_binders_environment_is_what_the_package_needs():
    """The same bounds as pyproject.toml; under conda's names, and PyTorch in the build for the processor alone."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {*project["dependencies"], *project["optional-dependencies"]["lab"]}
    environment = yaml.safe_load((ROOT / ".binder/environment.yml").read_text(encoding="utf-8"))
    python, *there = environment["dependencies"]
    names = {"matplotlib-base": "matplotlib", "pytorch-cpu": "torch"}
    plain = set()
    for one in there:
        name, _, bound = one.partition(">=")
        plain.add(f"{names.get(name, name)}>={bound}")
    assert plain == wanted
    assert any(line.endswith(f":: {python.removeprefix('python=')}") for line in project["classifiers"])


@pytest.mark.parametrize("name", ["environment.yml"])
def test_repo2docker_reads_the_folder(name):
    assert [path.name for path in (ROOT / ".binder").iterdir()] == [name]
