"""The bank's own items on the examples chapter's figures."""

import numpy as np

from course.bank.items import named
from course.bank.on_figure import OnFigure
from simulations.examples import bigbench, catalogue, joint, letters, prompting
from simulations.exercises.exercise import Answer, Wrong
from simulations.exercises.kinds import Number, Whole, share


def groups_alone(*, together):
    found = joint.digits(together=together)
    return {"alone_share": found.top_one**together, "groups_of_hundred": 100 * found.top_all}


GROUPS_ALONE = OnFigure(
    title="Images that fail alone",
    level="easy",
    minutes=5,
    objective=5,
    figure="digits-together",
    controls=("together",),
    given={"together": 20},
    varied={"together": range(10, 31)},
    text="""
Take the largest network. If each image failed independently of the others, in which share of groups of @{together}
images would all be right? And how many of 100 such groups does the figure count as all right?
""",
    hint="The caption gives the share of single images that this network gets right.",
    solution="""
@{alone_share:.3f}, against @{groups_of_hundred:.1f} of 100 counted: here the two agree, for the groups are drawn at
random.
""",
    answers=(
        Answer("alone_share", "the share of groups, if images failed independently", share(rel=0.02)),
        Answer("groups_of_hundred", "of 100 groups, those counted as right", Number(low=0, high=100, rel=0, abs=0.6)),
    ),
    solve=groups_alone,
    wrong=(
        Wrong(
            "errors added",
            lambda *, together: {"alone_share": 1 - together * (1 - joint.digits(together=together).top_one)},
            "you added the errors. That counts a group twice in which two images are wrong.",
        ),
        Wrong(
            "single images",
            lambda *, together: {"groups_of_hundred": 100 * joint.digits(together=together).top_one},
            "that holds for single images.",
        ),
    ),
)


def codex_off(*, samples, sizes):
    found = prompting.codex(samples=samples, sizes=sizes)
    return {"points_over": 100 * (found.predicted - found.measured)}


CODEX_OFF = OnFigure(
    title="How far off the line",
    level="easy",
    minutes=4,
    objective=4,
    figure="codex",
    controls=("samples", "sizes"),
    given={"samples": 1, "sizes": 5},
    varied={"samples": (1, 10, 100), "sizes": (3, 4, 5, 6, 7)},
    text="""
A line in log-odds is drawn through the smallest @{sizes} of the sizes, with the number of samples a problem that the
figure shows (@{samples}). By how many points does it overshoot what the largest size scores? Negative where it falls
short.
""",
    hint="Forecast less what was measured; one point is one percent of the problems.",
    solution="By @{points_over:.0f} points.",
    answers=(Answer("points_over", "the points by which it overshoots", Number(rel=0, abs=1.1)),),
    solve=codex_off,
    wrong=(
        Wrong(
            "the forecast itself",
            lambda **given: {"points_over": 100 * prompting.codex(**given).predicted},
            "that is the forecast; how far it lies from what was measured is asked for.",
        ),
    ),
)

TASKS = (
    "hindu_knowledge",
    "general_knowledge",
    "figure_of_speech_detection",
    "hinglish_toxicity",
    "physical_intuition",
    "cryobiology_spanish",
    "fantasy_reasoning",
)


def a_step_in_items(*, task, looks):
    found = bigbench.curve(task=task, looks=looks)
    return {"more_items": float(found.largest_step * found.items), "guessed_items": float(found.chance * found.items)}


A_STEP_IN_ITEMS = OnFigure(
    title="A step in items",
    level="easy",
    minutes=5,
    objective=4,
    figure="bigbench",
    controls=("task", "looks"),
    given={"task": "hindu_knowledge", "looks": 12},
    varied={"task": TASKS, "looks": (1, 12)},
    text="""
The figure shows the task `@{task}`. The largest step between two neighbouring sizes: how many more items does the
larger of the two get right? And of how many items would guessing get right on average? The line of guessing can be read
in the figure.
""",
    hint="Shares of the items, times their number; the caption has both.",
    solution="@{more_items:.0f} more items in one step; guessing gets @{guessed_items:.0f} of them.",
    answers=(
        Answer("more_items", "how many more items", Number(low=0, rel=0.02, abs=1.1)),
        Answer("guessed_items", "how many items by guessing", Number(low=0, rel=0.05, abs=1)),
    ),
    solve=a_step_in_items,
    wrong=(
        Wrong(
            "points for items",
            lambda *, task, looks: {"more_items": 100 * float(bigbench.curve(task=task, looks=looks).largest_step)},
            "those are points, hundredths of the test. How many items is asked for.",
        ),
    ),
)


def the_smaller_one(*, large, small):
    found = catalogue.pair(large=large, small=small)
    return {"size_decades": float(np.log10(found.parameters_ratio)), "smaller_wins": found.wins}


THE_SMALLER_ONE = OnFigure(
    title="The smaller one wins",
    level="easy",
    minutes=4,
    objective=3,
    figure="model-pair",
    controls=("large", "small"),
    given={"large": "opt-66b", "small": "Qwen1.5-0.5B"},
    varied={
        "large": ("opt-66b", "opt-30b", "gpt-neox-20b", "mpt-30b", "llama-65b", "Llama-2-70b-hf"),
        "small": ("Qwen1.5-0.5B", "Qwen1.5-1.8B", "phi-1_5", "phi-2", "pythia-2.8b-deduped"),
    },
    text="""
The figure sets two models side by side. How many factors of ten apart are their numbers of parameters? On how many
of the tasks shown does the smaller one score higher?
""",
    hint="The caption has the ratio of the sizes, and the scores.",
    solution="@{size_decades:.2f} factors of ten; the smaller one scores higher on @{smaller_wins} of the tasks.",
    answers=(
        Answer("size_decades", "the factors of ten between their sizes", Number(low=0, rel=0, abs=0.03)),
        Answer("smaller_wins", "the tasks on which the smaller one is ahead", Whole(low=0, high=6)),
    ),
    solve=the_smaller_one,
    wrong=(
        Wrong(
            "a natural logarithm",
            lambda *, large, small: {
                "size_decades": float(np.log(catalogue.pair(large=large, small=small).parameters_ratio))
            },
            "that is the natural logarithm of the ratio; factors of ten take the one to base ten.",
        ),
    ),
)


def words_over_letters(*, test, family):
    found = letters.asked(test=test, form="letters", family=family)
    words, shown = found.family_words.compressed(), found.family_shown.compressed()
    return {"first_gap": float(100 * (words[0] - shown[0])), "last_gap": float(100 * (words[-1] - shown[-1]))}


WORDS_OVER_LETTERS = OnFigure(
    title="Words over letters",
    level="easy",
    minutes=5,
    objective=1,
    figure="letters-or-words",
    controls=("test", "family"),
    held={"form": "letters"},
    given={"test": "HellaSwag", "family": "Pythia"},
    varied={"test": ("MMLU", "ARC-Challenge", "HellaSwag"), "family": ("Pythia", "LLaMA", "Qwen1.5", "OpenLLaMA")},
    text="""
Take the family @{family} on @{test}. By how many points of a hundred is its model with the least compute better when it
is asked for the words than for the letter? And the one with the most? Negative where it is worse.
""",
    hint="The caption gives both scores in both forms.",
    solution="By @{first_gap:.1f} points with the least compute, and by @{last_gap:.1f} with the most.",
    answers=(
        Answer("first_gap", "words less letters, least compute, in points", Number(rel=0, abs=0.15)),
        Answer("last_gap", "words less letters, most compute, in points", Number(rel=0, abs=0.15)),
    ),
    solve=words_over_letters,
    wrong=(
        Wrong(
            "letters less words",
            lambda **given: {name: -gap for name, gap in words_over_letters(**given).items()},
            "that is letters less words. The other way round is asked for.",
        ),
    ),
)

ITEMS = named("examples", (GROUPS_ALONE, CODEX_OFF, A_STEP_IN_ITEMS, THE_SMALLER_ONE, WORDS_OVER_LETTERS))
