"""Settings of the page's trainer that are known to teach a model little, each with why: tried before, and measured."""

from typing import Any

Warning = dict[str, Any]

# `where`: the values of dials that it holds for. The shares are of models of 13,140 weights, three seeds of each.
WARNINGS: list[Warning] = [
    {
        "where": {"rate": [0.1, 0.3], "steps": [100, 200, 400]},
        "words": "Little is learned so slowly: at a third of the rates, models of 28,900 weights had at most 1% of"
        " answers right after 400 steps. Take more steps, or the shipped rates.",
    },
    {
        "where": {"rate": [10, 30]},
        "words": "Steps as large as these overshoot: at ten times the rates, models of 28,900 weights had 1% of "
        "answers right. Three times the rates is the most that was seen to help.",
    },
    {
        "where": {"steps": [100], "digits": [4, 8]},
        "words": "A hundred steps are too few: for about as long, models know next to nothing of numbers of this "
        "length. Take 400.",
    },
    {
        "where": {"digits": [8], "skew": [0], "lengths": ["full"]},
        "words": "Nothing was learned with these, not even in 800 steps: at most 1% of answers right. Every "
        "problem is as long as the longest, and no digit is commoner, so nothing is easy enough to begin "
        "with. Choose all lengths, or commoner small digits.",
    },
    {
        "where": {"digits": [2, 4], "skew": [0], "lengths": ["full"], "steps": [100, 200]},
        "words": "Nothing was learned with these: at most 2% of answers right. No problem is short and no digit "
        "common, so nothing is easy enough to begin with. Choose all lengths, or commoner small digits.",
    },
    {
        "where": {"digits": [2, 4], "skew": [0], "lengths": ["full"], "steps": [400, 800]},
        "words": "A matter of luck: one seed of three learned it all, the others had 1% of answers right. No "
        "problem is short and no digit common, so nothing is easy enough to begin with.",
    },
    {
        "where": {"digits": [8], "skew": [0], "lengths": ["mixed"], "steps": [200]},
        "words": "Just too short: after 200 steps at most 3% of answers were right, after 400 steps at least 94%.",
    },
    {
        "where": {"digits": [8], "skew": [1.5]},
        "words": "Large digits hardly ever come: after 400 steps at most 7% of answers were right, after 800 at "
        "most 32%. The examination asks for all ten alike.",
    },
    {
        "where": {"digits": [8], "order": ["largest"], "steps": [100, 200, 400]},
        "words": "The digit that is written first needs every carry: after 400 steps at most 13% of answers were "
        "right.",
    },
]

# What learns two-digit addition soonest of all that was tried: three seeds of three had 99.5% right or more.
QUICK = {"digits": 2, "lengths": "full", "steps": 800, "from": 32, "to": 32}
QUICK_WORDS = "Two-digit addition to 99%, in a few seconds"
