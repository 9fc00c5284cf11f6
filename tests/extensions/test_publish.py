"""What a deploy publishes: the site at its root, terms in folders that stay, notebooks where their links look."""

import io
import subprocess
import zipfile

import pytest

from extensions import publish, site, twins

URL = "https://someone.example/book"
ZIP = "emergence-measured.zip"


def git(*words, at):
    return subprocess.run(["git", *words], cwd=at, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def remote(tmp_path, monkeypatch):
    """A repository on a disk, with two terms tagged; deploys reach it as they reach a fork's."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    for name, value in publish.AUTHOR.items():
        monkeypatch.setenv(name, value)
    work, bare = tmp_path / "work", tmp_path / "remote.git"
    git("init", "--quiet", "--bare", str(bare), at=tmp_path)
    git("init", "--quiet", "--initial-branch", "main", str(work), at=tmp_path)
    git("commit", "--quiet", "--allow-empty", "--message", "the book", at=work)
    git("tag", "term-2026-fall", at=work)
    git("tag", "--annotate", "term-2027-spring", "--message", "for a class", at=work)
    git("push", "--quiet", "--tags", str(bare), "main", at=work)
    return bare


@pytest.fixture
def deploy(tmp_path, remote):
    """Publishes a book of one page and one notebook, which say when they were built."""

    def run(said: str, term: str = "") -> None:
        book = tmp_path / f"book-{said}"
        for name in ("html/chapters/a.html", "html/_static/a.js", "chapters/a.ipynb", "intro.ipynb"):
            (book / name).parent.mkdir(parents=True, exist_ok=True)
            (book / name).write_text(said)
        if said == "first":
            (book / "html/old.html").write_text(said)
        publish.push_notebooks(str(remote), book, term)
        publish.push_site(str(remote), book / "html", term)

    return run


def published(remote, branch="site") -> dict[str, str]:
    names = git("ls-tree", "-r", "--name-only", branch, at=remote).split()
    return {name: "" if name.endswith(".zip") else git("show", f"{branch}:{name}", at=remote) for name in names}


def zipped(remote, name: str) -> dict[str, str]:
    """The texts of the files in a zip of the site, without its README."""
    command = ["git", "show", f"site:{name}"]
    content = subprocess.run(command, cwd=remote, check=True, capture_output=True).stdout
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {one: archive.read(one).decode() for one in archive.namelist() if not one.endswith("README.txt")}


def test_a_term_stands_in_its_folder_and_stays_when_the_main_branch_is_deployed_again(deploy, remote):
    deploy("first")
    deploy("spring", term="term-2027-spring")
    assert published(remote)["old.html"] == "first"
    deploy("second")
    assert published(remote) == {
        "chapters/a.html": "second",
        "_static/a.js": "second",
        ZIP: "",
        f"term-2027-spring/{ZIP}": "",
        "term-2027-spring/chapters/a.html": "spring",
        "term-2027-spring/_static/a.js": "spring",
    }
    assert git("rev-list", "--count", "site", at=remote).strip() == "1"
    for said, folder in (("second", ""), ("spring", "term-2027-spring/")):
        assert zipped(remote, folder + ZIP) == {
            "emergence-measured/_static/a.js": said,
            "emergence-measured/chapters/a.html": said,
        }


def test_a_term_leaves_with_its_tag(deploy, remote):
    deploy("spring", term="term-2027-spring")
    deploy("fall", term="term-2026-fall")
    git("tag", "--delete", "term-2027-spring", at=remote)
    deploy("again")
    folders = {name.split("/")[0] for name in published(remote)}
    assert folders == {"chapters", "_static", ZIP, "term-2026-fall"}


def test_notebooks_keep_their_history_and_a_terms_are_apart(deploy, remote, tmp_path):
    deploy("first")
    student = tmp_path / "student"
    git("clone", "--quiet", "--branch", "notebooks", str(remote), str(student), at=tmp_path)
    deploy("spring", term="term-2027-spring")
    deploy("second")
    deploy("second")  # nothing new
    assert published(remote, "notebooks") == {"chapters/a.ipynb": "second", "intro.ipynb": "second"}
    assert published(remote, "notebooks-term-2027-spring") == {"chapters/a.ipynb": "spring", "intro.ipynb": "spring"}
    git("fetch", "--quiet", at=student)  # as nbgitpuller does
    git("merge", "--quiet", "-Xours", "origin/notebooks", at=student)
    assert (student / "intro.ipynb").read_text() == "second"


def test_a_terms_links_and_set_up_cell_are_those_of_its_tag(monkeypatch, capsys):
    monkeypatch.setenv("GITHUB_REF_NAME", "term-2027-spring")
    monkeypatch.setenv("GITHUB_REF_TYPE", "tag")
    publish.main(["settings", URL])
    for line in capsys.readouterr().out.split():
        monkeypatch.setenv(*line.split("=", 1))
    monkeypatch.setenv("BOOK_REPOSITORY", "https://github.com/someone/book")
    monkeypatch.setenv("BOOK_REF", "term-2027-spring")
    assert site.addresses() == {
        "repository": "https://github.com/someone/book",
        "ref": "term-2027-spring",
        "branch": "notebooks-term-2027-spring",
        "url": f"{URL}/term-2027-spring/",
        "offline": f"{URL}/term-2027-spring/{ZIP}",
    }
    code = [cell.source for cell in twins.twin(twins.ROOT / "intro.md").cells if cell.cell_type == "code"]
    assert '"https://github.com/someone/book/archive/term-2027-spring.zip"' in code[0]


def test_the_main_branch_stands_at_the_root():
    assert publish.settings(URL, publish.term_of("main", "branch")) == {
        "BOOK_URL": f"{URL}/",
        "BOOK_OFFLINE": f"{URL}/{ZIP}",
        "BOOK_NOTEBOOKS": "notebooks",
    }


@pytest.mark.parametrize("name, kind", [("v2.0.0", "tag"), ("term-", "tag"), ("term-2027/spring", "tag"), ("", "")])
def test_any_other_tag_is_refused(name, kind):
    with pytest.raises(ValueError, match="a term must be a tag like term-2027-spring"):
        publish.term_of(name, kind)


def test_what_git_says_is_said(tmp_path):
    with pytest.raises(SystemExit, match="git ls-remote failed: .*nowhere"):
        publish.push_site(str(tmp_path / "nowhere"), tmp_path, "")


def test_the_book_on_paper_goes_beside_its_pages(tmp_path):
    (tmp_path / "html").mkdir()
    publish.put_beside(tmp_path)
    assert not list((tmp_path / "html").iterdir())
    for name in publish.BESIDE:
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(name)
    publish.put_beside(tmp_path)
    assert {path.name for path in (tmp_path / "html").iterdir()} == {
        "emergence-measured.pdf",
        "emergence-measured.epub",
    }
