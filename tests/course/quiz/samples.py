"""Questions for the tests of every format: one of each kind, with text that is hard on it; and a schema's word."""

from functools import cache
from pathlib import Path

from lxml import etree

from course.questions import Choice, Question, Slip, literal
from course.quiz.quizzes import Part, Quiz, parts

PAGES = "https://book.example/emergence"
SIGNS = (
    r"""{a} ~b =c #d ####e :f ::g:: -> %50%h \n \\ [i] $CATEGORY: //j """
    r"""<k> </p> & &amp; &&058; "l" 'm' ]]> *n* `o` _p_ $q$"""
)
HOSTILE = Question(
    "sample-hostile",
    "mirage",
    "choice",
    f"//{literal(SIGNS)} and $x<\\frac{{1}}{{n}}$",
    (
        Choice(f"=Right {literal(SIGNS)}", True, f"#Yes {literal(SIGNS)}"),
        Choice("~%50%$p^{L}$", False, "$\\{a\\} \\sim b$ is *wrong*.\n\nAgain:\n\n- H<sub>2</sub>O\n- `a = {}`"),
        Choice(literal("[html]{}"), False, literal("####")),
    ),
    feedback=f"{literal(SIGNS)}: [the figure]({PAGES}/embed/metric-effect.html#metric-effect?a=1e%2B23&b=x+y)",
)
TWO = Question("sample-two", "mirage", "choice", "Yes or no?", (Choice("Yes", True, "A."), Choice("No", False, "B.")))
NUMBER = Question(
    "sample-number",
    "mirage",
    "numeric",
    "What is $1/8$?",
    value=0.125,
    tolerance=0.001,
    feedback="It is $2^{-3}$.",
    slips=(Slip(8.0, "That is one over it."), Slip(0.000012, "That is far too little.")),
)
LONELY = Question("sample-lonely", "mirage", "numeric", "And $1/4$?", value=0.25, tolerance=0.0)
STATE = Question(
    "sample-state",
    "mirage",
    "choice",
    f"Look at [this state]({PAGES}/embed/metric-effect.html#metric-effect?a=1e%2B23&b=x+y). What is seen?",
    TWO.choices + (Choice("Neither", False, "C."),),
    state="mirage#metric-effect?a=1e%2B23&b=x+y",
)
QUESTIONS = (HOSTILE, TWO, NUMBER, LONELY, STATE)
SAMPLE = Part("mirage", "A sample & more", "chapters/mirage.html", (Quiz("mirage-sample", "A <sample>", QUESTIONS),))
SCHEMAS = Path(__file__).parent / "schemas"


@cache
def book() -> tuple[Part, ...]:
    """The whole book's parts."""
    return tuple(parts((), PAGES))


@cache
def schema(name: str) -> etree.RelaxNG:
    """One of our schemas."""
    return etree.RelaxNG(etree.parse(SCHEMAS / f"{name}.rng"))


def faults(name: str, content: bytes) -> list[str]:
    """What a schema has against a file."""
    checked = schema(name)
    checked.validate(etree.fromstring(content))
    return [f"{entry.line}: {entry.message}" for entry in checked.error_log]
