"""Plain Markdown from the book's MyST: what Colab, Jupyter and GitHub can show of a chapter's text."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from docutils.nodes import make_id

FENCE = re.compile(r"^(?P<fence>:{3,}|`{3,}|~{3,})\{(?P<name>[\w-]+)\}[ \t]*(?P<argument>.*)$")
CODE = re.compile(r"^(`{3,}|~{3,})")
CHOICE = re.compile(r"^- \((?P<mark>[ xX])\) (?P<text>.*)$")
INDENTED = re.compile(r"^\s+(:{3,}|`{3,}|~{3,})\{")
# A role, or inline code; where the two overlap, the one that begins first.
ROLE_OR_CODE = re.compile(r"\{(?P<name>[\w:]+)\}`(?P<text>[^`]*)`|(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)")
LINK = re.compile(r"(?<!!)\[(?P<text>[^\]\[]*)\]\((?P<to>[^)\s]+)\)")
# A formula, on one line or several: in a quote, a line's mark would become part of it.
FORMULA = re.compile(r"\$\$(?:[^$]|\\\$)+\$\$|(?<![\\$])\$(?:[^$\n]|\n(?!\s*\n))+?(?<!\\)\$")
NOTES = {"note", "tip", "hint", "warning", "caution", "important", "seealso", "attention"}


@dataclass
class Chapter:
    """What a chapter's text needs to know of the book: how to cite, what a claim says, where a link leads.

    ``cite(keys, textual)`` gives a citation, ``sources(keys)`` the list of sources, ``claim(id)`` the ledger's row with
    its verdict in words and its address, ``address(target)`` where a link to a page or section of the book leads
    ("" where it leads nowhere), ``image(path)`` where a picture stands, ``minutes`` how long the chapter takes. Without
    ``solutions`` a line says where each of them is instead.
    """

    cite: Callable[[list[str], bool], str]
    sources: Callable[[list[str]], str]
    claim: Callable[[str], dict]
    address: Callable[[str], str]
    image: Callable[[str], str]
    minutes: str = ""
    cited: list[str] = field(default_factory=list)
    equations: dict[str, int] = field(default_factory=dict)
    exercises: int = 0
    solutions: bool = False
    _exercise: str = ""

    def plain(self, text: str) -> str:
        """``text`` without directives, roles and targets. Raises ``ValueError`` for those that it does not know."""
        lines = text.split("\n")
        out, i = [], 0
        while i < len(lines):
            if match := FENCE.match(lines[i]):
                end = _closing(lines, i, match["fence"])
                out += self._directive(match["name"], match["argument"].strip(), lines[i + 1 : end]).split("\n")
                i = end + 1
            elif match := CODE.match(lines[i]):
                end = _closing(lines, i, match[1])
                out += lines[i : end + 1]
                i = end + 1
            elif INDENTED.match(lines[i]):
                raise ValueError(f"{lines[i].strip()!r} is indented: a directive inside a list has no plain form")
            else:
                out += self._line(lines[i])
                i += 1
        return re.sub(r"\n{3,}", "\n\n", "\n".join(out)).strip()

    def _line(self, line: str) -> list[str]:
        """One line of prose: none where it is a comment or a target."""
        if line.startswith("%") or re.fullmatch(r"\([\w-]+\)=", line.strip()):
            return []
        if match := re.fullmatch(r"\$\$ *\(([\w:-]+)\)", line.strip()):
            return [rf"\tag{{{self._equation(match[1])}}}", "$$"]
        codes: list[str] = []

        def settle(match):
            if match["name"]:
                return self._role(match["name"], match["text"])
            codes.append(match[0])
            return f"\0{len(codes) - 1}\0"

        line = ROLE_OR_CODE.sub(settle, line)
        line = LINK.sub(lambda link: self._link(link["text"], link["to"]), line)
        return [re.sub(r"\0(\d+)\0", lambda place: codes[int(place[1])], line)]

    def _link(self, words: str, to: str) -> str:
        """A link; the words alone where a notebook has nothing to link to, and for a figure's state what to set."""
        address = to if re.match(r"[a-z]+:", to) else self.address(to)
        return f"[{words}]({address})" if address else words + settings(to)

    def _equation(self, label: str) -> int:
        return self.equations.setdefault(label, len(self.equations) + 1)

    def _role(self, name: str, text: str) -> str:
        named = re.fullmatch(r"(.*?)\s*<(.+)>", text)
        words = named[1] if named else text
        if name in ("cite:p", "cite:t", "cite"):
            keys = [key.strip() for key in text.split(",")]
            self.cited += [key for key in keys if key not in self.cited]
            return self.cite(keys, name == "cite:t")
        if name == "eq":
            return f"({self._equation(text)})"
        if name in ("ref", "doc"):
            return self._link(words, named[2] if named else text)
        if name in ("term", "abbr"):
            return words
        if name == "math":
            return f"${text}$"
        if name in ("sub", "sup"):
            return f"<{name}>{text}</{name}>"
        raise ValueError(f"role {{{name}}} has no plain form")

    def _directive(self, name: str, argument: str, lines: list[str]) -> str:
        options, body = _options(lines)
        if name == "raw":  # for the published page alone
            return ""
        if name == "self-check":
            return self._self_check(argument, body)
        if name == "solution" and not self.solutions:
            return self._elsewhere()
        if name in ("hint", "solution"):
            return _folded(name.capitalize() + (f": {argument}" if argument else ""), self.plain(body))
        if name == "bibliography":
            return self.sources(self.cited)
        if name == "math":
            tag = f"\n\\tag{{{self._equation(options['label'])}}}" if "label" in options else ""
            return f"$$\n{body.strip()}{tag}\n$$"
        if name in ("figure", "image"):
            caption = f"\n\n*{self.plain(body).strip()}*" if body.strip() else ""
            return f"![{options.get('alt', '')}]({self.image(argument)}){caption}"
        if name in ("list-table", "table", "code-block", "code"):
            return self._block(name, argument, options, body)
        return _quoted(self._boxed(name, argument, body))

    def _elsewhere(self) -> str:
        """Where the solution of the exercise before it is."""
        page = self._link("this exercise on the book's page", f"#{self._exercise}")
        return f"*The solution is folded away below {page}.*"

    def _boxed(self, name: str, argument: str, body: str) -> str:
        text = self.plain(body)
        if name == "objectives":
            told = self.minutes or argument
            return f"**What you will be able to do**{f' ({told})' if told else ''}\n\n{text}"
        if name == "claim":
            row = self.claim(argument)
            foot = f"*Verdict: {row['words']}.* [See the evidence in the ledger]({row['address']})"
            return f"**Check the claim.** {self.plain(row['claim'])}\n\n{text}\n\n{foot}"
        if name == "exercise":
            self.exercises += 1
            title, *notes = (part.strip() for part in argument.split("|"))
            self._exercise = make_id(f"exercise-{title}")
            more = f" ({', '.join(notes)})" if notes else ""
            return f"**Exercise {self.exercises}. {self.plain(title)}**{more}\n\n{text}"
        if name in NOTES or name == "admonition":
            return f"**{argument or name.capitalize()}**\n\n{text}"
        raise ValueError(f"directive {{{name}}} has no plain form")

    def _block(self, name: str, argument: str, options: dict, body: str) -> str:
        if name in ("code-block", "code"):
            return f"```{argument}\n{body.strip()}\n```"
        caption = f"**{self.plain(argument)}**\n\n" if argument else ""
        if name == "table":
            return caption + self.plain(body)
        rows = [re.split(r"\n\s+- ", row) for row in re.split(r"(?:^|\n)\* - ", body.strip()) if row]
        cells = ["| " + " | ".join(" ".join(self.plain(cell).split()) for cell in row) + " |" for row in rows]
        cells.insert(int(options.get("header-rows", 0)) and 1, "|" + " --- |" * len(rows[0]))
        return caption + "\n".join(cells)

    def _self_check(self, question: str, body: str) -> str:
        folds = [
            _folded(self.plain(text), f"**{'Right.' if right else 'Not quite.'}** {self.plain(feedback)}")
            for right, text, feedback in choices(body)
        ]
        return f"**{self.plain(question)}**\n\n" + "\n\n".join(folds)


def choices(body: str) -> list[tuple[bool, str, str]]:
    """The choices of a self-check's body: whether each is right, its words and its feedback, in MyST."""
    parts: list[tuple[bool, str, list[str]]] = []
    for line in body.split("\n"):
        if match := CHOICE.match(line):
            parts.append((match["mark"] != " ", match["text"], []))
        elif parts:
            parts[-1][2].append(line.removeprefix("  "))
    return [(right, text, "\n".join(feedback)) for right, text, feedback in parts]


def settings(to: str) -> str:
    """What a link to a state sets, as ``#curve?sizes=6`` does: for a notebook whose pages stand nowhere."""
    figure, asks, values = to.removeprefix("#").partition("?")
    settings = ", ".join(f"{name.replace('_', ' ')} {_short(value)}" for name, value in parse_qsl(values))
    return f" (figure `{figure}`: {settings})" if asks else ""


def _short(value: str) -> str:
    try:
        return f"{float(value):.6g}"
    except ValueError:
        return value


def _closing(lines: list[str], start: int, fence: str) -> int:
    """The line that closes the fence opened at ``start``: as many of its character or more, and nothing else."""
    for i in range(start + 1, len(lines)):
        line = lines[i].strip()
        if line and set(line) == {fence[0]} and len(line) >= len(fence):
            return i
    raise ValueError(f"{lines[start]!r} is never closed")


def _options(lines: list[str]) -> tuple[dict[str, str], str]:
    """The ``:name: value`` lines that a directive starts with, and the text after them."""
    options, i = {}, 0
    while i < len(lines) and (match := re.match(r"^:([\w-]+):\s*(.*)$", lines[i])):
        options[match[1]] = match[2].strip()
        i += 1
    return options, "\n".join(lines[i:]).strip("\n")


def _quoted(text: str) -> str:
    text = FORMULA.sub(lambda formula: " ".join(formula[0].split("\n")), text)
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def _folded(summary: str, text: str) -> str:
    return f"<details>\n<summary>{summary}</summary>\n\n{text}\n\n</details>"


def boxes(text: str, name: str) -> list[tuple[str, str]]:
    """The argument and the body of each directive ``name`` that stands by itself in a chapter's ``text``."""
    lines, found, i = text.split("\n"), [], 0
    while i < len(lines):
        opened = FENCE.match(lines[i])
        fence = opened["fence"] if opened else (CODE.match(lines[i]) or [""])[0]
        end = _closing(lines, i, fence) if fence else i
        if opened and opened["name"] == name:
            found.append((opened["argument"].strip(), "\n".join(lines[i + 1 : end])))
        i = end + 1
    return found
