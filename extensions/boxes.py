"""The boxes of a chapter: objectives, self-check questions, exercises, hints and solutions. No JavaScript."""

import datetime
import re
import sys
from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from extensions import exercises, minutes
from simulations.exercises import find
from simulations.record.calibration import SURE

CHOICE = re.compile(r"\(([ xX])\)\s*")
VERDICTS = {True: "Right.", False: "Not quite."}


class box(nodes.General, nodes.Element):
    """A group with a name of its own; ``title_id`` is the id of the paragraph that names it."""


class sure(nodes.General, nodes.Element):
    """How sure the reader is of the answer that comes next; needs the page's script, and is hidden without it."""


class details(nodes.General, nodes.Element):
    """A part that folds away; the details with one ``name`` open one at a time."""


class summary(nodes.TextElement):
    """The line of a `details` that is always seen."""


def setup(app):
    """Registers the directives and how their nodes become HTML."""
    for node, visit, depart in [
        (box, _visit_box, _depart_div),
        (sure, _visit_sure, lambda self, node: None),
        (details, _visit_details, _depart_details),
        (summary, _visit_summary, _depart_summary),
    ]:
        app.add_node(node, html=(visit, depart))
    for name, directive in DIRECTIVES.items():
        app.add_directive(name, directive)


class Box(SphinxDirective):
    """What the boxes share: a titled group, its text parsed as the chapter's."""

    has_content = True
    final_argument_whitespace = True

    def titled(self, kind: str, title: list[nodes.Node], content: list[nodes.Node], *, name: str = "") -> box:
        """A box of class ``kind`` whose first paragraph is its title."""
        group = box(kind=kind, ids=[self.unique_id(name or kind)])
        group["title_id"] = group["ids"][0] + "-title"
        group += nodes.paragraph("", "", *title, classes=["box-title"], ids=[group["title_id"]])
        group += content
        self.set_source_info(group)
        return group

    def folded(self, kind: str, title: str, content: list[nodes.Node]) -> details:
        """A part of class ``kind`` that the reader opens by its title."""
        return details("", summary("", title), *content, kind=kind, name="", right=False)

    def unique_id(self, name: str) -> str:
        """An id for this page: ``name`` made a slug, with a number from the second one on."""
        name = nodes.make_id(name)
        number = self.env.new_serialno(f"box-{name}")
        return f"{name}-{number + 1}" if number else name

    def inline(self, text: str) -> list[nodes.Node]:
        """``text`` parsed as inline MyST."""
        return self.state.inline_text(text, self.lineno)[0]

    def body(self) -> list[nodes.Node]:
        """The directive's content, parsed."""
        return self.parsed(self.content)

    def parsed(self, content: StringList | str) -> list[nodes.Node]:
        """MyST ``content``, parsed; a text of our own stands where the directive does."""
        if isinstance(content, str):
            content = StringList(
                content.split("\n"), items=[(self.env.docname, self.lineno)] * (content.count("\n") + 1)
            )
        container = nodes.container()
        self.state.nested_parse(content, self.content_offset, container)
        return container.children


class Objectives(Box):
    """What the reader can do after the chapter, and how long it takes, as its text is measured."""

    optional_arguments = 1

    def run(self):
        if self.arguments:
            raise self.error(f"objectives: nothing may follow, not {self.arguments[0]!r}; minutes are reckoned")
        told = minutes.told(Path(self.env.doc2path(self.env.docname)).read_text(encoding="utf-8"))
        title = [nodes.Text("What you will be able to do "), nodes.inline("", told, classes=["box-note"])]
        return [self.titled("objectives", title, self.body())]


class ChapterMinutes(Box):
    """A table of the minutes that every chapter takes, and how they are reckoned."""

    has_content = False

    def run(self):
        root = Path(self.env.srcdir)
        for path in root.glob("chapters/*.md"):
            self.env.note_dependency(str(path))
        return self.parsed(minutes.overview(root))


class SelfCheck(Box):
    """A question; each choice is a list item ``( ) wrong`` or ``(x) right``, its further paragraphs the feedback."""

    required_arguments = 1

    def run(self):
        lists = [node for node in self.body() if isinstance(node, nodes.bullet_list)]
        if len(lists) != 1:
            raise self.error("self-check: one list of choices is needed, each starting with ( ) or (x)")
        name = self.unique_id("self-check-choices")
        choices = [self.choice(item, name) for item in lists[0].children]
        if not any(choice["right"] for choice in choices):
            raise self.error("self-check: no choice is marked (x) as right")
        return [self.titled("self-check", self.inline(self.arguments[0]), [sure(), *choices])]

    def choice(self, item: nodes.list_item, name: str) -> details:
        """The choice of one list item: its first paragraph in the summary, verdict and feedback behind it."""
        line, *feedback = item.children
        text = line.children[0] if line.children else nodes.Text("")
        mark = CHOICE.match(text.astext()) if isinstance(text, nodes.Text) else None
        if not mark:
            raise self.error(f"self-check: a choice starts with ( ) or (x), this one with {text.astext()[:40]!r}")
        if not feedback:
            raise self.error(f"self-check: the choice {line.astext()!r} has no feedback paragraph")
        right = mark[1] != " "
        line.replace(text, nodes.Text(text.astext()[mark.end() :]))
        verdict = nodes.paragraph("", "", nodes.strong("", VERDICTS[right]), classes=["verdict"])
        return details("", summary("", "", *line.children), verdict, *feedback, kind="choice", name=name, right=right)


class Exercise(Box):
    """An exercise of the chapter's, ``:::{exercise} mirage-3``: its box, and its hint and solution folded below."""

    required_arguments = 1
    has_content = False

    def run(self):
        name = self.arguments[0].strip()
        try:
            exercise, instead = find(name), exercises.shown_from(datetime.date.today())
            solution = instead or exercises.solution(exercise)
        except ValueError as error:
            raise self.error(f"exercise {name}: {error}") from error
        for module in ("simulations.exercises.exercise", f"simulations.{exercise.chapter}.exercises"):
            self.env.note_dependency(sys.modules[module].__file__)
        heading = [nodes.Text(f"Exercise {exercise.number}. "), *self.inline(exercise.title)]
        heading += [nodes.Text(" "), nodes.inline("", " · ".join(exercises.notes(exercise)), classes=["box-note"])]
        box = self.titled("exercise", heading, self.parsed(exercise.statement()), name=f"exercise-{exercise.title}")
        folds = [("hint", exercise.hinted()), ("solution", solution)]
        return [box, *(self.folded(kind, kind.capitalize(), self.parsed(text)) for kind, text in folds)]


class Fold(Box):
    """A part that the reader opens: ``hint``, ``solution``, ``positions`` on a question, an essay's ``marks``."""

    optional_arguments = 1

    def run(self):
        title = self.name.capitalize() + (f": {self.arguments[0]}" if self.arguments else "")
        return [self.folded(self.name, title, self.body())]


DIRECTIVES = {
    "objectives": Objectives,
    "chapter-minutes": ChapterMinutes,
    "self-check": SelfCheck,
    "exercise": Exercise,
    "hint": Fold,
    "solution": Fold,
    "positions": Fold,
    "marks": Fold,
}


def _visit_box(self, node):
    self.body.append(
        self.starttag(node, "div", CLASS=f"box {node['kind']}", role="group", **{"aria-labelledby": node["title_id"]})
    )


def _depart_div(self, node):
    self.body.append("</div>\n")


def _visit_sure(self, node):
    chances = "".join(f'<option value="{chance}">{chance:.0%}</option>' for chance in SURE)
    self.body.append(
        '<p class="sure"><label>How sure are you that you will be right? '
        f'<select autocomplete="off"><option value="">not said</option>{chances}</select></label></p>\n'
    )


def _visit_details(self, node):
    more = {"name": node["name"]} if node["name"] else {}
    kind = node["kind"] + (" right" if node["right"] else "")
    self.body.append(self.starttag(node, "details", CLASS=f"fold {kind}", **more))


def _depart_details(self, node):
    self.body.append("</div></details>\n")


def _visit_summary(self, node):
    self.body.append(self.starttag(node, "summary", ""))


def _depart_summary(self, node):
    self.body.append('</summary>\n<div class="fold-body">\n')
