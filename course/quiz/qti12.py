"""Quizzes as QTI 1.2, in two dialects of the same items.

``CARTRIDGE`` is the profile that Common Cartridge makes of QTI 1.2.1: it knows choices and words, and no number with a
tolerance. ``CANVAS`` is what Canvas reads and writes: other metadata, and numbers with a tolerance. Text is HTML inside
``mattext``, escaped, as both read it.
"""

import zlib

from lxml import etree
from lxml.builder import ElementMaker

from course import archive
from course.questions import Choice, Question
from course.quiz import package
from course.quiz.gift import plain_number
from course.quiz.html import blocks, shown
from course.quiz.quizzes import Part, Quiz

NAMESPACE = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
CARTRIDGE, CANVAS = "cartridge", "canvas"
RESPONSE, RIGHT, GENERAL = "response1", "100", "general_fb"
WRONG = 3  # choices beside the right one, where there are so many
DIGITS = 4  # of a number that becomes a choice
E = ElementMaker(namespace=NAMESPACE, nsmap={None: NAMESPACE})


def zipped(part: Part, *, shuffle: bool = False) -> bytes:
    """The package of a chapter's quizzes in Canvas's dialect, as its ``QTI .zip file`` import takes it."""
    files = {f"{quiz.name}/{quiz.name}.xml": assessment(quiz, CANVAS, shuffle=shuffle) for quiz in part.quizzes}
    resources = [package.Resource(quiz.name, "imsqti_xmlv1p2", f"{quiz.name}/{quiz.name}.xml") for quiz in part.quizzes]
    manifest = package.manifest(f"{part.chapter}-qti12", resources, schema="IMS Content", version="1.1.3")
    return archive.zipped({package.MANIFEST: manifest, **files})


def assessment(quiz: Quiz, dialect: str, *, shuffle: bool = False) -> bytes:
    """The file of one quiz. A question that the dialect cannot hold (``held``) raises ``ValueError``."""
    fields = {"cc_maxattempts": "unlimited"}
    if dialect == CARTRIDGE:
        fields |= {"cc_profile": "cc.exam.v0p1", "qmd_assessmenttype": "Examination", "qmd_scoretype": "Percentage"}
        fields |= {"qmd_feedbackpermitted": "Yes"}
    items = [_item(held(question, dialect), dialect, shuffle) for question in quiz.questions]
    return package.written(
        E.questestinterop(
            E.assessment(_metadata(fields), E.section(*items, ident="root_section"), ident=quiz.name, title=quiz.title)
        )
    )


def holds(question: Question, dialect: str) -> bool:
    """Whether a dialect has a form for the question: a number in a cartridge needs two wrong values to stand beside."""
    return dialect == CANVAS or question.kind == "choice" or len(_distinct(question)) >= 2


def held(question: Question, dialect: str) -> Question:
    """The question as the dialect can ask it: in a cartridge a number is chosen among it and wrong ones."""
    if not holds(question, dialect):
        raise ValueError(f"{question.name} must have two wrong values to stand in a cartridge")
    if dialect == CANVAS or question.kind == "choice":
        return question
    numbers = [Choice(_rounded(question.value), True, "Right.")]
    numbers += [Choice(words, False, feedback) for words, feedback in _distinct(question).items()]
    numbers.sort(key=lambda choice: float(choice.text))  # the order betrays nothing
    return Question(
        question.name,
        question.chapter,
        "choice",
        question.text,
        tuple(numbers),
        feedback=question.feedback,
        state=question.state,
        tags=question.tags,
    )


def _distinct(question: Question) -> dict[str, str]:
    """The wrong values to choose among, as they are written, with what is said to each: all that the exercise knows,
    and of what a slip of anybody's makes as many as WRONG wants. None is written as the right one, or as another.

    Of the latter, smaller and larger ones are taken so that over a quiz the right one stands at each place alike.
    """
    right = _rounded(question.value)
    known, further = (
        {words: slip.feedback for slip in reversed(slips) if (words := _rounded(slip.value)) != right}
        for slips in (question.slips, question.distractors)
    )
    further = {words: says for words, says in reversed(further.items()) if words not in known}
    below = zlib.crc32(question.name.encode()) % (WRONG + 1) - sum(float(words) < question.value for words in known)
    smaller = [words for words in further if float(words) < question.value][: max(below, 0)]
    taken = [*smaller, *(words for words in further if float(words) > question.value), *further]
    room = max(WRONG - len(known), 0)
    return known | {words: further[words] for words in [*dict.fromkeys(taken)][:room]}


def _rounded(value: float) -> str:
    return plain_number(value, DIGITS)


def _item(question: Question, dialect: str, shuffle: bool) -> etree._Element:
    several = dialect == CARTRIDGE and len(question.choices) == 2  # its multiple choice has three or more
    asked = _material(shown(question))
    return E.item(
        E.itemmetadata(_metadata(_fields(question, dialect, several))),
        E.presentation(asked, _response(question, several, shuffle)),
        _processing(question),
        *_feedback(question),
        ident=question.name,
        title=question.name,
    )


def _fields(question: Question, dialect: str, several: bool) -> dict[str, str]:
    if dialect == CARTRIDGE:
        return {"cc_profile": f"cc.multiple_{'response' if several else 'choice'}.v0p1", "cc_weighting": "1"}
    kind = "numerical_question" if question.kind == "numeric" else "multiple_choice_question"
    return {"question_type": kind, "points_possible": "1", "assessment_question_identifierref": f"{question.name}-ref"}


def _response(question: Question, several: bool, shuffle: bool) -> etree._Element:
    if question.kind == "numeric":
        field = E.render_fib(E.response_label(ident="answer1"), fibtype="Decimal")
        return E.response_str(field, ident=RESPONSE, rcardinality="Single")
    labels = [E.response_label(_material(blocks(one.text)), ident=_id(i)) for i, one in enumerate(question.choices)]
    choices = E.render_choice(*labels, shuffle="Yes" if shuffle else "No")
    return E.response_lid(choices, ident=RESPONSE, rcardinality="Multiple" if several else "Single")


def _processing(question: Question) -> etree._Element:
    """What an answer scores, and which feedback it gets: one condition a choice, so that each reader finds both.

    The wrong choices come first: where two may be ticked, a wrong one beside the right one scores nothing. Canvas takes
    every number that a condition names for a right one, so the known wrong ones have none.
    """
    outcomes = E.outcomes(E.decvar(varname="SCORE", vartype="Decimal", minvalue="0", maxvalue=RIGHT))
    conditions = [_condition(E.other(), GENERAL, goes_on="Yes")] if question.feedback else []
    if question.kind == "numeric":
        conditions.append(_condition(_near(question), "right_fb", score=RIGHT))
    for i, one in sorted(enumerate(question.choices), key=lambda placed: placed[1].right):
        test = E.varequal(_id(i), respident=RESPONSE, case="Yes")
        conditions.append(_condition(test, f"{_id(i)}_fb", score=RIGHT if one.right else ""))
    return E.resprocessing(outcomes, *conditions)


def _condition(test: etree._Element, feedback: str, *, score: str = "", goes_on: str = "No") -> etree._Element:
    scored = [E.setvar(score, action="Set", varname="SCORE")] if score else []
    told = E.displayfeedback(feedbacktype="Response", linkrefid=feedback)
    return E.respcondition(E.conditionvar(test), *scored, told, **{"continue": goes_on})


def _near(question: Question) -> etree._Element:
    """A number within its bounds, as Canvas writes it: it, or what lies between them."""
    value, off = question.value, question.tolerance
    low, high = (plain_number(bound) for bound in (value - off, value + off))
    bounds = (E.vargte(low, respident=RESPONSE), E.varlte(high, respident=RESPONSE))
    return E("or", E.varequal(plain_number(value), respident=RESPONSE), E("and", *bounds))


def _feedback(question: Question) -> list[etree._Element]:
    said = {GENERAL: question.feedback} if question.feedback else {}
    said |= {f"{_id(i)}_fb": one.feedback for i, one in enumerate(question.choices)}
    if question.kind == "numeric":
        said["right_fb"] = "Right."
    return [E.itemfeedback(E.flow_mat(_material(blocks(words))), ident=name) for name, words in said.items()]


def _id(place: int) -> str:
    return f"choice_{place + 1}"


def _material(markup: str) -> etree._Element:
    return E.material(E.mattext(markup, texttype="text/html"))


def _metadata(fields: dict[str, str]) -> etree._Element:
    return E.qtimetadata(
        *(E.qtimetadatafield(E.fieldlabel(label), E.fieldentry(entry)) for label, entry in fields.items())
    )
