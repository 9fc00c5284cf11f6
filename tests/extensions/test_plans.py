"""The plans for a class: to the minute in class, and reckoned from the chapters before and after."""

import pytest
import yaml
from conftest import ROOT

from extensions import plans

CHAPTER = """\
# A chapter

Opening words.

## First

{words}

### Inside

Two words.

## Second

:::{{self-check}} Which?
- (x) this

  Because.
:::

## Exercises

:::{{exercise}} One | easy | 10 min
:::

:::{{exercise}} Two | hard | 25 min
:::
""".format(words="word " * 2000)
STEPS = [[30, "talk"], [60, "listen"]]
ROW = {"title": "A meeting", "read": {"a": ["First"]}, "class": STEPS, "hand-in": ["mirage-3"], "quiz": ["a"]}


@pytest.fixture
def book(tmp_path):
    """A book of one chapter, planned as a test says."""
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters/a.md").write_text(CHAPTER)

    def planned(meetings: int = 1, **changed):
        row = {"meetings": meetings, "for": "A class.", "list": [ROW | changed]}
        (tmp_path / plans.PLANS).write_text(yaml.safe_dump([row]))
        return plans.read_plans(tmp_path)

    return planned


@pytest.fixture(scope="module")
def ours():
    return plans.read_plans(ROOT)


@pytest.mark.parametrize("number", [1, 2, 4, 9])
def test_a_plan_has_its_meetings_of_ninety_minutes(ours, number):
    _, meetings = ours[number]
    assert len(meetings) == number
    for meeting in meetings:
        assert sum(length for length, _ in meeting.steps) == 90
        assert meeting.minutes[2] == 90 and min(meeting.minutes) > 0
        assert meeting.minutes[0] <= 75, f"{meeting.title}: too much to read"


def test_the_long_plan_reads_every_chapter(ours):
    _, meetings = ours[max(ours)]
    assert [name for one in meetings for name in one.read] == [
        "definition",
        "examples",
        "mirage",
        "theories",
        "circuits",
        "laboratory",
        "reasoning",
        "remeasured",
        "safety",
        "practice",
    ]


def test_minutes_by_hand(book):
    ((_, (meeting,)),) = book().values()
    assert meeting.minutes == (10, 2, 90, 20)  # 2,000 words; one self-check; in class; the exercise's own
    ((_, (meeting,)),) = book(read={"a": "all"}, **{"hand-in": ["mirage-1", "mirage-3"]}).values()
    assert meeting.minutes == (10, 2, 90, 30)


def test_a_section_has_its_subsections_and_no_exercises():
    found = plans.sections(CHAPTER)
    assert list(found) == ["opening", "First", "Inside", "Second"]
    assert "Two words." in found["First"] and "Two words." in found["Inside"]
    assert "Opening words" in found["opening"] and "Exercises" not in found["Second"]


def test_a_meeting_is_told_with_the_clock(book):
    ((_, (meeting,)),) = book().values()
    told = plans.told(meeting)
    assert "| 0–30 | talk |\n| 30–90 | listen |" in told
    assert "**Before** (10 min): [a](/chapters/a.md): *First*." in told
    order = [told.index(word) for word in ("**Before**", "| 30–90 |", "**Quiz**", "**Hand in**")]
    assert order == sorted(order)
    assert "**Hand in** (20 min): [mirage 3](/chapters/mirage.md#exercises)." in told


def test_several_meetings_are_added_up(ours):
    _, meetings = ours[4]
    sums = [sum(column) for column in zip(*(one.minutes for one in meetings), strict=True)]
    assert plans.overview(meetings).splitlines()[-1] == f"| together | {' | '.join(f'{one:,}' for one in sums)} |"
    assert len(plans.overview(meetings[:1]).splitlines()) == 3


@pytest.mark.parametrize(
    "changed, said",
    [
        ({"class": [[30, "talk"]]}, "its steps take 30 minutes, not 90"),
        ({"read": {"a": ["Third"]}}, "a has no section 'Third'; it has: opening, First, Inside, Second"),
        ({"read": {"b": ["First"]}}, "no chapter b"),
        ({"hand-in": ["mirage-99"]}, "exercise must be one of mirage-1, mirage-2"),
        ({"meetings": 2}, "the plan for 2 meetings has 1"),
    ],
)
def test_what_is_wrong_in_a_plan_is_named(book, changed, said):
    with pytest.raises(ValueError, match=said):
        book(**changed)
