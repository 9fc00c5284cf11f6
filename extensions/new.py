"""A new chapter with an idea, drawing, simulation, exercise and test, all small, all working: write yours over them.

python -m extensions.new NAME
"""

import keyword
import re
import sys
from pathlib import Path

from extensions.site import ROOT

SKELETON = Path(__file__).parent / "skeleton"
PLACES = {
    "chapter.md.in": "chapters/{}.md",
    "idea.py.in": "simulations/{}/tries.py",
    "drawing.py.in": "simulations/{}/drawings.py",
    "exercises.py.in": "simulations/{}/exercises.py",
    "test_idea.py.in": "tests/{}/test_tries.py",
}
OURS = re.compile(r"(?:^from simulations\.\S+ import .*\n)+", re.M)  # sorted once the chapter's name is among them
NEXT = """\
Write over them, the idea first. See the page:  make chapter NAME={0}
Try the idea and its drawing:                   .venv/bin/python -m pytest tests/{0}
Bring the notebook up to date:                  make notebooks NAME={0}
And what the figures show in other states:      make states NAME={0}
And at the end:                                 make test
It stands last among the chapters in _toc.yml; move it where it belongs."""


def main(arguments: list[str]) -> None:
    """Makes the chapter that is named, and says what to do next."""
    try:
        made = new(" ".join(arguments))
    except (ValueError, OSError) as error:
        raise SystemExit(str(error)) from None
    print("Made", *made, sep="\n  ")
    print(NEXT.format(*arguments))


def new(name: str, root: Path = ROOT) -> list[str]:
    """Writes the files of a chapter ``name`` and puts it into the contents; their paths from ``root``.

    Raises ``ValueError`` for a name that is taken, or that Python could not import.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or keyword.iskeyword(name):
        raise ValueError(f"NAME must be a name for Python in small letters, as in make new NAME=retries, not {name!r}")
    targets = {source: place.format(name) for source, place in PLACES.items()}
    taken = [
        place
        for place in [f"chapters/{name}.md", f"simulations/{name}", f"simulations/{name}.py", f"tests/{name}"]
        if (root / place).exists()
    ]
    if taken:
        raise ValueError(f"NAME must be one that is free, not {name!r}: there is {', '.join(taken)}")
    words = {"NAME": name, "SLUG": name.replace("_", "-"), "TITLE": name.replace("_", " ").capitalize()}
    for source, place in targets.items():
        text = (SKELETON / source).read_text(encoding="utf-8")
        text = re.sub(r"\b(NAME|SLUG|TITLE)\b", lambda word: words[word[0]], text)
        text = OURS.sub(lambda lines: "".join(sorted(lines[0].splitlines(True))), text)
        (root / place).parent.mkdir(parents=True, exist_ok=True)
        (root / place).write_text(text, encoding="utf-8")
    (root / f"simulations/{name}/__init__.py").touch()
    contents = root / "_toc.yml"
    contents.write_text(listed(contents.read_text(encoding="utf-8"), name), encoding="utf-8")
    return [*targets.values(), "_toc.yml (changed)"]


def listed(contents: str, name: str) -> str:
    """The table of contents with the chapter as the last of its first part."""
    head, part, rest = contents.partition("\n  - caption: Back matter")
    if not part:
        raise ValueError("_toc.yml must have a part with the caption Back matter, after the chapters")
    return f"{head}\n      - file: chapters/{name}{part}{rest}"


if __name__ == "__main__":
    main(sys.argv[1:])
