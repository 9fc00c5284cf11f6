"""Quizzes as QTI 2.1: a file an item, a test for each quiz, a content package for a chapter.

A choice or a number scores 1 or 0, and every choice and known wrong number has a ``modalFeedback`` of its own; what is
said to everyone stands at its end.
"""

from lxml import etree
from lxml.builder import ElementMaker

from course import archive
from course.questions import Question
from course.quiz import package
from course.quiz.gift import plain_number
from course.quiz.html import blocks, elements, inline
from course.quiz.quizzes import Part, Quiz

NAMESPACE = "http://www.imsglobal.org/xsd/imsqti_v2p1"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
SCHEMA = f"{NAMESPACE} http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd"
ITEM, TEST = "imsqti_item_xmlv2p1", "imsqti_test_xmlv2p1"
OTHER, NOT_YET = "other", "Not yet."
DIGITS = 15  # of the longest number that a field expects
E = ElementMaker(namespace=NAMESPACE, nsmap={None: NAMESPACE, "xsi": XSI})


def zipped(part: Part, *, shuffle: bool = False) -> bytes:
    """The content package of a chapter's quizzes."""
    files, resources = {}, []
    for quiz in part.quizzes:
        names = [question.name for question in quiz.questions]
        for question in quiz.questions:
            files[f"items/{question.name}.xml"] = item(question, shuffle=shuffle)
            resources.append(package.Resource(question.name, ITEM, f"items/{question.name}.xml"))
        files[f"tests/{quiz.name}.xml"] = test(quiz)
        resources.append(package.Resource(quiz.name, TEST, f"tests/{quiz.name}.xml", tuple(names)))
    manifest = package.manifest(f"{part.chapter}-qti21", resources, schema="QTIv2.1 Package", version="1.0.0")
    return archive.zipped({package.MANIFEST: manifest, **files})


def test(quiz: Quiz) -> bytes:
    """The test of one quiz: its items in order, with feedback after each."""
    items = [
        E.assessmentItemRef(identifier=question.name, href=f"../items/{question.name}.xml")
        for question in quiz.questions
    ]
    section = E.assessmentSection(*items, identifier=f"{quiz.name}-section", title=quiz.title, visible="true")
    control = E.itemSessionControl(maxAttempts="0", showFeedback="true")
    part = E.testPart(
        control, section, identifier=f"{quiz.name}-part", navigationMode="nonlinear", submissionMode="individual"
    )
    return package.written(_located(E.assessmentTest(part, identifier=quiz.name, title=quiz.title)))


def item(question: Question, *, shuffle: bool = False) -> bytes:
    """The file of one question."""
    made = _choice(question, shuffle) if question.kind == "choice" else _number(question)
    return package.written(_located(made), indented=False)


def _choice(question: Question, shuffle: bool) -> etree._Element:
    placed = list(enumerate(question.choices))
    right = next(i for i, one in placed if one.right)
    choices = [E.simpleChoice(*_children(inline(one.text)), identifier=_id(i)) for i, one in placed]
    interaction = E.choiceInteraction(
        *choices, responseIdentifier="RESPONSE", shuffle=str(shuffle).lower(), maxChoices="1"
    )
    rules = [(E.match(_response(), _base("identifier", _id(i))), _id(i), one.right) for i, one in placed]
    feedback = {_id(i): one.feedback for i, one in placed}
    return _item(question, "identifier", _id(right), [interaction], [*rules, (None, "", False)], feedback)


def _number(question: Question) -> etree._Element:
    field = E.textEntryInteraction(responseIdentifier="RESPONSE", expectedLength=str(DIGITS))
    near = [(question.value, "right", "Right.")]
    near += [(slip.value, f"slip_{i}", slip.feedback) for i, slip in enumerate(question.slips, 1)]
    rules = [(_within(value, question.tolerance), name, name == "right") for value, name, _ in near]
    feedback = {name: words for _, name, words in near} | {OTHER: NOT_YET}
    right = plain_number(question.value)
    return _item(question, "float", right, [E.p(field)], [*rules, (None, OTHER, False)], feedback)


def _item(question: Question, kind: str, right: str, asking: list, rules: list, feedback: dict) -> etree._Element:
    correct = E.correctResponse(E.value(right))
    return E.assessmentItem(
        E.responseDeclaration(correct, identifier="RESPONSE", cardinality="single", baseType=kind),
        _outcome("SCORE", "0"),
        _outcome("MAXSCORE", "1"),
        E.outcomeDeclaration(identifier="FEEDBACK", cardinality="single", baseType="identifier"),
        E.itemBody(E.div(*_children(blocks(question.text))), *asking),
        E.responseProcessing(E.responseCondition(*_branches(rules))),
        *(_feedback(name, f"{words}\n\n{question.feedback}".strip()) for name, words in feedback.items()),
        identifier=question.name,
        title=question.name,
        adaptive="false",
        timeDependent="false",
    )


def _branches(rules: list[tuple[etree._Element | None, str, bool]]) -> list[etree._Element]:
    """What each answer does, by its test: it scores 1 or 0, and has its feedback. The last has no test."""
    made = []
    for place, (test, name, right) in enumerate(rules):
        kind = "responseElse" if test is None else "responseElseIf" if place else "responseIf"
        score = E.setOutcomeValue(_base("float", "1" if right else "0"), identifier="SCORE")
        told = [E.setOutcomeValue(_base("identifier", name), identifier="FEEDBACK")] if name else []
        made.append(E(kind, *([] if test is None else [test]), score, *told))
    return made


def _outcome(name: str, value: str) -> etree._Element:
    default = E.defaultValue(E.value(value))
    return E.outcomeDeclaration(default, identifier=name, cardinality="single", baseType="float")


def _within(value: float, tolerance: float) -> etree._Element:
    low, high = (plain_number(bound) for bound in (value - tolerance, value + tolerance))
    above, below = (E(test, _response(), _base("float", end)) for test, end in (("gte", low), ("lte", high)))
    return E("and", above, below)


def _feedback(name: str, words: str) -> etree._Element:
    return E.modalFeedback(*_children(blocks(words)), outcomeIdentifier="FEEDBACK", identifier=name, showHide="show")


def _response() -> etree._Element:
    return E.variable(identifier="RESPONSE")


def _base(kind: str, value: str) -> etree._Element:
    return E.baseValue(value, baseType=kind)


def _children(markup: str) -> list:
    """The text and the elements of a markup, as an element's children."""
    parsed = elements(markup, NAMESPACE)
    return [*([parsed.text] if parsed.text else []), *parsed]


def _id(place: int) -> str:
    return f"choice_{place + 1}"


def _located(element: etree._Element) -> etree._Element:
    element.set(f"{{{XSI}}}schemaLocation", SCHEMA)
    return element
