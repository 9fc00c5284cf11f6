"""The README is that of the tree: its table of rooms, its map, its links and its commands."""

import re
import subprocess

import pytest
from conftest import ROOT

from extensions import cells, rooms

README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")]
COLUMN = 22  # where the map's words begin
MAP = re.search(r"## The map of the house\n\n```\n(.*?)```", README, re.DOTALL)[1]


def mapped(lines: str) -> set[str]:
    """The paths that a map names at the start of its lines; a folder's follow it, indented by two."""
    found, folder = set(), ""
    for line in lines.splitlines():
        names = "" if line.startswith("   ") or "<" in line else line[:COLUMN]
        for name in re.findall(r"[\w./<>-]+", names):
            if line.startswith("  "):
                found.add(folder + name)
            else:
                found.add(name)
                folder = name
    return found


def test_the_table_of_rooms_is_that_of_the_tree():
    assert rooms.readme(README, rooms.table()) == README, "README.md's table is stale: run `make readme`"


def test_the_map_names_what_is_there_and_all_that_is_there():
    names = mapped(MAP)
    assert len(names) > 20
    assert sorted(name for name in names if not (ROOT / name).exists()) == []
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout.splitlines()
    tree = {path.split("/")[0] for path in listed if (ROOT / path).exists()}
    known = {name.split("/")[0] for name in names} | {path.name for path in DOCUMENTS}
    unnamed = tree - known - {name for name in tree if name.startswith((".", "requirements", "intro", "LICENSE"))}
    assert (
        unnamed - {"CITATION.cff", "install.py", "package.json", "package-lock.json", "biome.json", "tsconfig.json"}
        == set()
    )


def test_a_path_that_is_not_there_is_seen():
    lines = ["a/", " " * COLUMN + "more words", "  b.py, c.py", "d.md e.yml"]
    assert mapped("\n".join(f"{line:{COLUMN}}of words" for line in lines)) == {
        "a/",
        "a/b.py",
        "a/c.py",
        "d.md",
        "e.yml",
    }


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_to_what_is_there(path):
    text = re.sub(r"^```.*?^```|`[^`\n]*`", "", path.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    links = [link.partition("#")[0] for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]
    assert [link for link in links if link and not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_commands_are_those_of_the_makefile(path):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:^|`)make ([a-z-]+)", path.read_text(encoding="utf-8"), re.MULTILINE))
    assert named - targets == set()


TREE = {
    "_toc.yml": "root: intro\nparts:\n- chapters:\n  - file: chapters/retries\n  - file: chapters/faq\n",
    "intro.md": "# How to read\n",
    "chapters/faq.md": "# Questions\n",
    "chapters/retries.md": "```{code-cell}\nfrom simulations.retries import drawings, tries\n"
    "from simulations.laws.zipf import tail\nfrom simulations.words import percent\n```\n\n:::{exercise} One\n",
    "simulations/retries/tries.py": "",
    "simulations/retries/chances.py": "",
    "simulations/retries/__init__.py": "",
    "simulations/retries/drawings.py": "def draw_one(): ...\ndef draw_two(): ...\ndef _ticks(): ...\n",
    "simulations/retries/captions.py": "",
    "simulations/laws/zipf.py": "",
    "simulations/words.py": "",
    "tests/retries/test_tries.py": "",
}


def test_a_row_tells_a_chapters_rooms(tmp_path):
    for name, text in TREE.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert cells.cells(TREE["chapters/retries.md"])
    rows = re.sub(r"\]\([^)]+\)", "]", rooms.table(tmp_path)).splitlines()[2:]
    assert rows == [
        "| [retries] | [tries], [laws/zipf]; [chances] | 2 in [drawings], [captions] | 1 | 1 in [retries] |",
        "| several | [laws]: [zipf] | | |  |",
    ]
    (tmp_path / "simulations/retries/exercises.py").touch()
    assert "| 1 in [exercises](simulations/retries/exercises.py) |" in rooms.table(tmp_path)


def test_a_readme_without_a_place_for_the_table_is_refused():
    with pytest.raises(ValueError, match=r"README\.md must have the lines <!-- rooms"):
        rooms.readme("# A book\n", "")
