"""The definition chapter's exercises."""

import functools

import numpy as np

from simulations import words
from simulations.data import table
from simulations.definition import copying, curves, meanings, percolation
from simulations.exercises.chance import mean_error, quantile_error
from simulations.exercises.exercise import Answer, Exercise, Marked, Rubric, Wrong, numbered
from simulations.exercises.kinds import Choice, Number, State, Whole, Wholes, share
from simulations.exercises.states import link, number
from simulations.laws import rise, scaling


def flops_on_an_envelope(*, parameters, compute):
    tokens = compute / (6 * parameters)
    best = scaling.optimum(scaling.REFIT, compute=compute)
    return {
        "seen_tokens": tokens,
        "seen_ratio": tokens / parameters,
        "refit_ratio": float(best.tokens_per_parameter),
        "refit_size": float(best.parameters),
        "refit_tokens": float(best.tokens),
    }


FLOPS_ON_AN_ENVELOPE = Exercise(
    title="FLOPs on the back of an envelope",
    level="easy",
    minutes=5,
    by="hand",
    objective=5,
    given={"parameters": 540e9, "compute": 2.5e24},
    varied={"parameters": (70e9, 130e9, 200e9, 280e9, 340e9), "compute": (3e23, 6e23, 2e24, 5e24)},
    text="""
A model of @{parameters:parameters_in_words} parameters was trained with @{compute:scientific} FLOPs. About how many
tokens did it see? How many for each parameter, and how many would Epoch's refit have given it for the same FLOPs?
""",
    hint="""
Solve $C = 6ND$ for $D$. `scaling.optimum(scaling.REFIT, compute=...)` has a property `tokens_per_parameter`, and the
figure *The best model for a budget* reads it off.
""",
    solution="""
$D = C/6N$: about @{seen_tokens:parameters_in_words} tokens, @{seen_ratio:two_digits} for each parameter. The refit
would have spent the same compute on a model of @{refit_size:parameters_in_words} parameters and
@{refit_tokens:parameters_in_words} tokens, @{refit_ratio:two_digits} for each.
""",
    remark="The model is PaLM, as Table 1 of {cite:t}`wei2022emergent` has it.",
    answers=(
        Answer("seen_tokens", "the tokens that it saw, to two digits", Number(low=0, rel=0.05)),
        Answer("seen_ratio", "tokens for each of its parameters, to two digits", Number(low=0, rel=0.05)),
        Answer("refit_ratio", "tokens for each parameter by the refit, to two digits", Number(low=0, rel=0.05)),
    ),
    solve=flops_on_an_envelope,
    wrong=(
        Wrong(
            "the way forward alone",
            lambda *, parameters, compute: {
                "seen_tokens": compute / (2 * parameters),
                "seen_ratio": compute / (2 * parameters**2),
            },
            "you counted the way forward alone: the way back costs twice as much again.",
        ),
        Wrong(
            "one FLOP for six",
            lambda *, parameters, compute: {"seen_tokens": compute / parameters, "seen_ratio": compute / parameters**2},
            "you divided the FLOPs by the parameters. How many FLOPs does one parameter cost for one token?",
        ),
        Wrong(
            "the printed law for the refit",
            lambda *, parameters, compute: {
                "refit_ratio": float(scaling.optimum(scaling.PUBLISHED, compute=compute).tokens_per_parameter)
            },
            "that is the law as it was printed, rounded; Epoch's refit is asked for.",
        ),
        Wrong(
            "the refit's tokens over this model's parameters",
            lambda *, parameters, compute: {
                "refit_ratio": float(scaling.optimum(scaling.REFIT, compute=compute).tokens) / parameters
            },
            "you divided the refit's tokens by this model's parameters. The refit chooses another size, too.",
        ),
    ),
)


def sizes_to_see_a_slope(*, largest, decades, top):
    gap = 4 * np.arctanh(largest) / rise.steepness(decades)
    gaps = int(np.ceil(np.log10(top / 1e8) / gap))
    return {"size_factor": float(10**gap), "sizes_needed": gaps + 1}


SIZES_TO_SEE_A_SLOPE = Exercise(
    title="How many sizes to see a slope?",
    level="easy",
    minutes=10,
    by="hand",
    objective=3,
    given={"largest": 0.2, "decades": 1, "top": 1e12},
    varied={"largest": (0.1, 0.15, 0.2, 0.25, 0.3), "decades": (0.5, 1, 1.5, 2), "top": (1e11, 1e12)},
    text="""
A skill rises from 10% to 90% within a width of @{decades}, counted in decades of parameters. You want no two
neighbouring models to differ by more than @{largest:.0%} of the rise, wherever its middle lies. How far apart, as a
factor, may neighbours be? How many models, evenly spaced, cover the range from 100M to @{top:parameters_in_words}
parameters, both ends included?
""",
    hint=r"""
Turn the formula with tanh round: the gap is $4\,\mathrm{artanh}(@{largest})/k$ decades, and $k$ is
$2 \ln 9/@{decades}$.
""",
    solution="""
Neighbours may be a factor of @{size_factor:.2f} apart, so @{sizes_needed} models are needed: one more than there are
gaps.
""",
    remark="GPT-3's paper trained eight, and PaLM's three.",
    answers=(
        Answer("size_factor", "the largest factor between neighbours, to two decimals", Number(low=1, rel=0.006)),
        Answer("sizes_needed", "the fewest models that cover the range, by the unrounded factor", Whole(low=2)),
    ),
    solve=sizes_to_see_a_slope,
    wrong=(
        Wrong(
            "the average slope",
            lambda *, largest, decades, top: {"size_factor": 10 ** (largest * decades / 0.8)},
            "that would do for a straight rise. A logistic curve is steeper in its middle than on average.",
        ),
        Wrong(
            "half the gap",
            lambda *, largest, decades, top: {
                "size_factor": float(10 ** (2 * np.arctanh(largest) / rise.steepness(decades)))
            },
            "that is the way from the middle to one of the two neighbours; the way from one to the other is asked for.",
        ),
        Wrong(
            "gaps for models",
            lambda *, largest, decades, top: {
                "sizes_needed": sizes_to_see_a_slope(largest=largest, decades=decades, top=top)["sizes_needed"] - 1
            },
            "so many gaps there are. Count the models at their ends.",
        ),
    ),
)


def write_the_definition_down(*, midpoint, decades, wide):
    def conditions(models, rule, band):
        compute = np.geomspace(1e20, 1e25, models)
        score = curves.smooth_score(compute, midpoint=midpoint, decades_to_rise=decades)
        return curves.wei_conditions(compute, score, floor=0, extrapolation=rule, band=band)

    straight, log_odds = curves.straight_line, curves.log_odds_line
    ways = {
        "straight": (straight, 0.05),
        "logodds": (log_odds, 0.05),
        "wide": (straight, wide),
    }
    found = {}
    for name, (rule, band) in ways.items():
        each = {models: conditions(models, rule, band) for models in range(3, 17)}
        found[f"{name}_counts"] = [models for models in each if each[models].emergent]
        found[f"{name}_said"] = _listed(found[f"{name}_counts"])
        found[f"{name}_late"] = [n for n, its in each.items() if its.present and its.unforeseen]
    return found


def _listed(numbers) -> str:
    return ", ".join(map(str, numbers)) or "none"


WRITE_THE_DEFINITION_DOWN = Exercise(
    title="Write the definition down",
    level="medium",
    minutes=20,
    by="code",
    objective=2,
    given={"midpoint": 5e23, "decades": 3, "wide": 0.12},
    varied={"midpoint": (5e23, 1e24), "decades": (2.5, 3), "wide": (0.08, 0.1, 0.12, 0.15)},
    text="""
Take a fixed smooth curve (@{decades} decades to rise from 0 to 1, half-way at @{midpoint:scientific} FLOPs) and
families of 3 to 16 models, evenly spaced from 10²⁰ to 10²⁵ FLOPs, ends included. For which numbers of models is it
“emergent” under the rules of this chapter (absent within a band of 0.05), with each of the two extrapolations? Then
change one rule: with the straight line, let the band be @{wide}. For which numbers is it “emergent” now?
""",
    hint="""
`curves.smooth_score` gives the scores, and `curves.wei_conditions` the three conditions; `extrapolation` takes a
function out of `curves.EXTRAPOLATIONS`, and `band` is an argument.
""",
    solution="""
With a straight line: @{straight_said}. With the log-odds line: @{logodds_said}, since a logistic curve
is straight in log-odds. With the straight line and a band of @{wide}: @{wide_said}. Each rule is reasonable.
They do not agree.
""",
    remark="""
With the wide band it is every even number from four up. An odd number puts one model in the very middle, where the
curve has left the floor.
""",
    answers=(
        Answer("straight_counts", "the numbers of models with the straight line", Wholes(low=3, high=16, empty=True)),
        Answer("logodds_counts", "those with the log-odds line", Wholes(low=3, high=16, empty=True)),
        Answer("wide_counts", "those with the straight line and a band of @{wide}", Wholes(low=3, high=16, empty=True)),
    ),
    solve=write_the_definition_down,
    wrong=(
        Wrong(
            "absence left out",
            lambda *, midpoint, decades, wide: {
                "straight_counts": write_the_definition_down(midpoint=midpoint, decades=decades, wide=wide)[
                    "straight_late"
                ]
            },
            "present and not foreseen are not enough: each of the small models must score within the band, too.",
        ),
        Wrong(
            "the straight line twice",
            lambda *, midpoint, decades, wide: {
                "logodds_counts": write_the_definition_down(midpoint=midpoint, decades=decades, wide=wide)[
                    "straight_counts"
                ]
            },
            "those are the straight line's: pass the log-odds line as `extrapolation`.",
        ),
        Wrong(
            "the band as it was",
            lambda *, midpoint, decades, wide: {
                "wide_counts": write_the_definition_down(midpoint=midpoint, decades=decades, wide=wide)[
                    "straight_counts"
                ]
            },
            "that is still the band of 0.05: pass @{wide} as `band`.",
        ),
    ),
)


def threshold_from_small_lattices(*, size, lattices, small, many):
    values, smaller = first_spanning(size), first_spanning(small)
    error, small_error = mean_error(values, lattices), mean_error(smaller, many)
    return {
        "spanning_median": float(np.median(values)),
        "spanning_mean": float(values.mean()),
        "spanning_error": error,
        "small_off": float((smaller.mean() - percolation.THRESHOLD) / small_error),
        "below": float((percolation.THRESHOLD - values.mean()) / error),
        "small_below": float((percolation.THRESHOLD - smaller.mean()) / small_error),
    }


@functools.cache
def first_spanning(size: int) -> np.ndarray:
    """500 evenly spaced quantiles of the occupation at which 100,000 lattices of this side first span."""
    return table("first_spanning")[f"side_{size}"]


def _spanning_error(name: str):
    """The standard error of an estimate from one student's lattices."""

    def error(*, size, lattices, small, many):
        values = first_spanning(size)
        return {
            "spanning_median": quantile_error(values, 0.5, lattices),
            "spanning_mean": mean_error(values, lattices),
            "spanning_error": mean_error(values, lattices) / np.sqrt(2 * lattices),  # of a spread, near normal
            "small_off": 1.0,  # it is counted in standard errors
        }[name]

    return error


def _spanning_drawn(rng, *, size, lattices, small, many):
    values, smaller = rng.choice(first_spanning(size), lattices), rng.choice(first_spanning(small), many)
    return {
        "spanning_median": float(np.median(values)),
        "spanning_mean": float(values.mean()),
        "spanning_error": mean_error(values, lattices),
        "small_off": float((smaller.mean() - percolation.THRESHOLD) / mean_error(smaller, many)),
    }


THRESHOLD_FROM_SMALL_LATTICES = Exercise(
    title="Find the threshold from small lattices",
    level="medium",
    minutes=20,
    by="code",
    objective=4,
    given={"size": 64, "lattices": 2000, "small": 8, "many": 20_000},
    varied={"size": (32, 48, 64), "lattices": (1500, 2000), "small": (8, 12, 16), "many": (20_000, 25_000)},
    text="""
Estimate the percolation threshold from @{lattices:,} lattices of @{size} × @{size}, in two ways: as the occupation at
which half of them span, and as the mean of the first spanning occupations. How large is the mean's standard error?
Then draw @{many:,} lattices of @{small} × @{small}: by how many of its own standard errors is their mean off the
threshold, 0.592746? Is that chance?
""",
    hint="""
`percolation.spanning_occupations(lattice_size=..., samples=..., rng=...)` draws; the chapter's `first_spanning[64]`
holds 2,000 lattices. The standard error of a mean is the standard deviation over the square root of the number of
lattices.
""",
    solution="""
Half of the lattices of @{size} × @{size} span at @{spanning_median:.4f}, and the mean is @{spanning_mean:.4f}, measured
on 100,000 of them. The mean of @{lattices:,} has a standard error of @{spanning_error:.4f}; so it comes out
@{below:.1f} standard errors below the threshold, give or take one, which is hardly to be told from chance. The mean of
@{small} × @{small} lies @{small_below:.0f} of its own below it, give or take one: a finite-size effect, not chance. A
sharp transition, foreseen from small systems.
""",
    answers=(
        Answer(
            "spanning_median",
            "the occupation at which half of the @{size} × @{size} lattices span",
            share(rel=0, abs=2e-4, standard_error=_spanning_error("spanning_median")),
        ),
        Answer(
            "spanning_mean",
            "the mean of their first spanning occupations",
            share(rel=0, abs=2e-4, standard_error=_spanning_error("spanning_mean")),
        ),
        Answer(
            "spanning_error",
            "the standard error of that mean",
            Number(low=0, rel=0.02, standard_error=_spanning_error("spanning_error")),
        ),
        Answer(
            "small_off",
            "the mean of the @{small} × @{small} lattices less the threshold, in standard errors of that mean",
            Number(rel=0.05, standard_error=_spanning_error("small_off")),
        ),
    ),
    solve=threshold_from_small_lattices,
    redraw=_spanning_drawn,
    wrong=(
        Wrong(
            "the spread for the error",
            lambda *, size, lattices, small, many: {"spanning_error": float(first_spanning(size).std())},
            "so far single lattices stray. The mean of @{lattices:,} strays far less.",
        ),
        Wrong(
            "the number for its root",
            lambda *, size, lattices, small, many: {"spanning_error": float(first_spanning(size).std()) / lattices},
            "you divided by the number of lattices; errors shrink with its square root.",
        ),
        Wrong(
            "in spreads for in errors",
            lambda *, size, lattices, small, many: {
                "small_off": float((first_spanning(small).mean() - percolation.THRESHOLD) / first_spanning(small).std())
            },
            "you counted in standard deviations of single lattices. The mean has an error of its own.",
        ),
        Wrong(
            "the difference itself",
            lambda *, size, lattices, small, many: {
                "small_off": float(first_spanning(small).mean() - percolation.THRESHOLD)
            },
            "that is the difference in occupation. How many standard errors is it?",
        ),
    ),
)


def how_well_is_the_optimum_known(*, compute, middle, draws, seed=0, tried=50_000):
    best = scaling.optimum(scaling.refits(), compute=compute)
    ends = [(1 - middle) / 2, (1 + middle) / 2]
    size_low, size_high = np.quantile(best.parameters, ends) / 1e9
    ratio_low, ratio_high = np.quantile(best.tokens_per_parameter, ends)

    rng, law = np.random.default_rng(seed), scaling.REFIT
    middles = [getattr(law, name) for name in scaling.COEFFICIENTS]
    errors = [law.standard_errors[name] for name in scaling.COEFFICIENTS]
    drawn = rng.normal(middles, errors, (tried, 5)).T
    positive = drawn[:, np.min(drawn, axis=0) > 0]
    laws = scaling.ScalingLaw("each for itself", *positive, source="")
    sizes = np.log10(scaling.optimum(laws, compute=compute).parameters)
    low, high = np.quantile(sizes, ends)
    return {
        "best_size_low": float(size_low),
        "best_size_high": float(size_high),
        "best_ratio_low": float(ratio_low),
        "best_ratio_high": float(ratio_high),
        "independent_decades": float(high - low),
        "sizes": sizes,
    }


@functools.cache
def _decades_error(*, compute, middle, draws):
    """The standard error of the distance between two quantiles of ``draws`` sizes, in decades."""
    sizes = how_well_is_the_optimum_known(compute=compute, middle=middle, draws=draws, seed=1)["sizes"]
    left = round(draws * len(sizes) / 50_000)  # some draws are not positive
    return float(np.hypot(*(quantile_error(sizes, (1 + sign * middle) / 2, left) for sign in (-1, 1))))


def _decades_drawn(rng, *, compute, middle, draws):
    one = how_well_is_the_optimum_known(compute=compute, middle=middle, draws=draws, seed=rng, tried=draws)
    return {"independent_decades": one["independent_decades"]}


HOW_WELL_IS_THE_OPTIMUM_KNOWN = Exercise(
    title="How well is the optimum known?",
    level="hard",
    minutes=30,
    by="code",
    objective=5,
    given={"compute": 5.76e23, "middle": 0.9, "draws": 4000},
    varied={"compute": (1e22, 3e22, 1e23, 3e23, 1e24, 3e24, 1e25), "middle": (0.8, 0.9)},
    text="""
`scaling.refits()` holds 400 laws, each fitted to a bootstrap sample of the 240 runs, as one law whose coefficients are
arrays. Find the middle @{middle:.0%} of the best model size, and of tokens for each parameter, at
@{compute:scientific} FLOPs. Then do it wrongly: draw the five coefficients @{draws:,} times, each for itself, from
normal distributions with the published standard errors. Over how many decades does the middle @{middle:.0%} of the
best size go now? Why is that absurd?
""",
    hint="""
`scaling.optimum` takes a law of arrays and answers with arrays. For the wrong way, build a `scaling.ScalingLaw` from
`rng.normal(...)` draws around `scaling.REFIT`; some draws of $B$ will be negative, so keep those where all five are
positive.
""",
    solution=r"""
Between @{best_size_low:.3g} and @{best_size_high:.3g} billion parameters, and @{best_ratio_low:two_digits} to
@{best_ratio_high:two_digits} tokens for each. Drawn each for itself, the coefficients
spread the size over @{independent_decades:.1f} decades, and tokens for each parameter over twice as many.
The coefficients are strongly correlated: a larger $B$ goes with a larger $\beta$ and nearly cancels it. Standard
errors of single coefficients do not tell the error of what combines them.
""",
    remark="“20 tokens a parameter” fits, and so does half or one and a half times that.",
    answers=(
        Answer("best_size_low", "the lower end for the best size, in billions of parameters", Number(low=0, rel=0.02)),
        Answer("best_size_high", "its upper end, in billions of parameters", Number(low=0, rel=0.02)),
        Answer("best_ratio_low", "the lower end for tokens for each parameter", Number(low=0, rel=0.02)),
        Answer("best_ratio_high", "its upper end", Number(low=0, rel=0.02)),
        Answer(
            "independent_decades",
            "the decades between the two ends for the size, coefficients drawn each for itself",
            Number(low=0, rel=0.01, standard_error=_decades_error),
        ),
    ),
    solve=how_well_is_the_optimum_known,
    redraw=_decades_drawn,
    wrong=(
        Wrong(
            "cut at each end what both should lose",
            lambda *, compute, middle, draws: _ends_cut(compute, [1 - middle, middle]),
            "you cut off at each end what the two ends together should lose.",
        ),
        Wrong(
            "ends divided by ends",
            lambda *, compute, middle, draws: _ends_by_ends(compute, [(1 - middle) / 2, (1 + middle) / 2]),
            "you divided an end of the tokens by one of the sizes. Form the ratio refit by refit, and take its ends.",
        ),
        Wrong(
            "the factor for the decades",
            lambda **given: {
                "independent_decades": 10 ** how_well_is_the_optimum_known(**given)["independent_decades"]
            },
            "that is the factor between the ends; decades are its logarithm to base ten.",
        ),
    ),
    rubric=Rubric(
        asks="Why is the interval from coefficients drawn each for itself absurd?",
        criteria=(
            (2, r"says that the fitted coefficients are correlated, with an example such as $B$ and $\beta$"),
            (1, "says that their errors nearly cancel in the loss, or in the best size, where they are drawn together"),
            (1, "concludes that standard errors of single coefficients do not tell the error of what combines them"),
        ),
        marked=(
            Marked(
                "If B comes out larger in a refit, beta does too, and B/D^beta stays about the same for the runs that "
                "there are. Independent draws pair a large B with a small beta, which fits no run. So the table of "
                "standard errors is not enough to get the error of the optimum.",
                4,
                "the correlation with its example, the cancelling, and what follows",
            ),
            Marked(
                "The standard errors are large, especially that of B, so of course the interval is large.",
                0,
                "the same errors stand behind the narrow interval: what differs is that they go together there",
            ),
        ),
    ),
)


def _ends_cut(compute, ends) -> dict[str, float]:
    best = scaling.optimum(scaling.refits(), compute=compute)
    low, high = np.quantile(best.parameters, ends) / 1e9
    least, most = np.quantile(best.tokens_per_parameter, ends)
    return {"best_size_low": low, "best_size_high": high, "best_ratio_low": least, "best_ratio_high": most}


def _ends_by_ends(compute, ends) -> dict[str, float]:
    best = scaling.optimum(scaling.refits(), compute=compute)
    ratios = np.quantile(best.tokens, ends) / np.quantile(best.parameters, ends)
    return dict(zip(("best_ratio_low", "best_ratio_high"), ratios.tolist(), strict=True))


NAMES = dict(zip(scaling.COEFFICIENTS, ("E", "A", "alpha", "B", "beta"), strict=True))


def five_runs(*, compute):
    runs = scaling.runs()
    kept = runs["kept"] == 1
    fits = []
    for chosen in (kept, np.full(len(kept), True)):
        n, d, loss = (runs[name][chosen] for name in ("parameters", "tokens", "loss"))
        fits.append(scaling.fit(parameters=n, tokens=d, losses=loss))
    moves = {NAMES[key]: getattr(fits[1], key) / getattr(fits[0], key) for key in NAMES}
    without, with_five = (scaling.optimum(law, compute=compute).parameters for law in fits)
    read = (runs["tokens"] / runs["parameters"])[~kept]
    return {
        "moved_most": max(moves, key=lambda name: abs(np.log(moves[name]))),
        "size_without": float(without) / 1e9,
        "size_with": float(with_five) / 1e9,
        "most_read": float(read.max()),
        "B": " to ".join(words.number(law.token_scale, digits=3) for law in fits),
        "beta": " to ".join(f"{law.token_exponent:.2f}" for law in fits),
    }


_five_runs = functools.cache(five_runs)

FIVE_RUNS = Exercise(
    title="Five runs",
    level="hard",
    minutes=20,
    by="code",
    objective=5,
    given={"compute": 5.76e23},
    varied={"compute": (1e21, 3e21, 1e22, 2e22, 5e22, 1e23, 2e23, 3e23, 5e23, 1e24, 2e24, 3e24, 5e24, 1e25)},
    text="""
Besiroglu and colleagues left out five of the 245 runs. Fit the law with them and without them. Which coefficient moves
by the largest factor, and what does that do to the best model size for @{compute:scientific} FLOPs? Find the five runs:
how many tokens for each parameter had the one that had most? Would you leave them out?
""",
    hint="""
`scaling.runs()["kept"] == 0` marks them, and `scaling.fit(parameters=..., tokens=..., losses=...)` fits.
""",
    solution=r"""
$B$ goes from about @{B} and $\beta$ from @{beta}, and the best size from @{size_without:.3g} to @{size_with:.3g}
billion parameters. All five were trained on less than half a token for each parameter, @{most_read:.2f} at the most
(as was one run that was kept), far from where the law is meant to hold. Leaving them out is defensible, and the choice
is worth knowing about.
""",
    answers=(
        Answer("moved_most", "the coefficient that moves by the largest factor", Choice(options=tuple(NAMES.values()))),
        Answer("size_without", "the best size without the five, in billions of parameters", Number(low=0, rel=0.02)),
        Answer("size_with", "the best size with them, in billions of parameters", Number(low=0, rel=0.02)),
        Answer(
            "most_read", "the most tokens for each parameter among the five, to two digits", Number(low=0, rel=0.02)
        ),
    ),
    solve=five_runs,
    wrong=(
        Wrong(
            "the other way round",
            lambda *, compute: {
                "size_without": _five_runs(compute=compute)["size_with"],
                "size_with": _five_runs(compute=compute)["size_without"],
            },
            "that is the size by the other of the two fits.",
        ),
        Wrong(
            "an exponent for a scale",
            lambda *, compute: {"moved_most": "beta"},
            "it moves, and another coefficient moves by a larger factor.",
        ),
        Wrong(
            "the least for the most",
            lambda *, compute: {"most_read": float(_read(kept=0).min())},
            "that one had the fewest tokens for each parameter of the five.",
        ),
        Wrong(
            "a run that was kept",
            lambda *, compute: {"most_read": float(_read(kept=1).min())},
            "that run was kept in the fit.",
        ),
    ),
    rubric=Rubric(
        asks="What do the five runs have in common, and would you leave them out? Give a reason for and one against.",
        criteria=(
            (1, "says that all five saw very few tokens for each parameter"),
            (1, "gives a reason for leaving them out, such as that the law is not meant to hold there"),
            (1, "gives a reason against, such as that the choice was made after seeing the fit, or moves the result"),
        ),
        marked=(
            Marked(
                "All five are large models that saw less than half a token per parameter. Nobody trains like that and "
                "the law is for models near their optimum, so I would leave them out. But they were picked because "
                "their loss was high, and the best size changes a lot, so I would print both fits.",
                3,
                "what they share, one reason each way",
            ),
            Marked(
                "They are outliers, and outliers are removed before a fit.",
                0,
                "names nothing that they share; being far from the fit is by itself no reason",
            ),
        ),
    ),
)


def _read(*, kept: int) -> np.ndarray:
    """Tokens for each parameter of the runs that were kept (1) or left out (0)."""
    runs = scaling.runs()
    return (runs["tokens"] / runs["parameters"])[runs["kept"] == kept]


MIDPOINTS = np.geomspace(1e9, 1e11, 9)  # parameters: the places that the figure's slider has


def where_a_jump_looks_largest(*, family, decades):
    steps = [_largest_step(family, decades, midpoint) for midpoint in MIDPOINTS]
    worst = float(MIDPOINTS[np.argmax(steps)])
    state = link("how-many-sizes", family=family, decades_to_rise=decades, midpoint=worst)
    return {"jump_state": state, "jump_share": max(steps), "worst": worst}


def _largest_step(family, decades, midpoint) -> float:
    return curves.family_curve(family=family, decades_to_rise=decades, midpoint=midpoint).largest_step


def _jump_fault(controls, given) -> str:
    family, decades = given["family"], given["decades"]
    if controls.get("family") != family or number(controls, "decades_to_rise") != decades:
        return f"set the family to {family} and the decades to rise to {decades}."
    midpoint = number(controls, "midpoint")
    if not np.isclose(midpoint, MIDPOINTS).any():
        return "the link does not say where the curve is half-way."
    most = where_a_jump_looks_largest(**given)["jump_share"]
    there = _largest_step(family, decades, midpoint) >= most - 0.005  # the caption says whole percents
    return "" if there else "another place of the middle puts more of the rise into one step."


def _even_share(family: str) -> float:
    sizes = np.array(curves.FAMILIES[family])
    return 1 / (np.sum(sizes >= 1e8) - 1)  # those within the figure's frame


WHERE_A_JUMP_LOOKS_LARGEST = Exercise(
    title="Where a jump looks largest",
    level="easy",
    minutes=10,
    by="figure",
    objective=3,
    given={"family": "PaLM, 3 sizes", "decades": 2},
    varied={"family": [*curves.FAMILIES][:4], "decades": (1, 1.5, 2, 3)},
    text="""
In the figure *One smooth curve, seen by a family of models*, choose *@{family}* and let the number of decades to rise
be @{decades}. Where on the slider must the curve be half-way for the largest share of its rise to fall into one step?
Give the link to that state, and the share.
""",
    hint="Drag *half-way at* through its range; the caption says the share. The widest gap is a good place to look.",
    solution="""
Half-way at @{worst:parameters_in_words} parameters: @{jump_share:.0%} of the rise falls into one step. The curve is as
smooth there as anywhere; its middle lies in a wide gap between two sizes.
""",
    answers=(
        Answer("jump_state", "the state", State(figure="how-many-sizes", fault=_jump_fault)),
        Answer("jump_share", "the share of the rise in one step there, as the caption says", share(rel=0, abs=0.006)),
    ),
    solve=where_a_jump_looks_largest,
    wrong=(
        Wrong(
            "the middle of the slider",
            lambda *, family, decades: {
                "jump_state": link("how-many-sizes", family=family, decades_to_rise=decades, midpoint=MIDPOINTS[4]),
                "jump_share": _largest_step(family, decades, MIDPOINTS[4]),
            },
            "that is the middle of the slider. Some other place puts more of the rise into one step.",
        ),
        Wrong(
            "steps of one height",
            lambda *, family, decades: {"jump_share": _even_share(family)},
            "so large each step would be if all were of one height. Read the largest off the caption.",
        ),
    ),
)


def how_slowly_a_lead_fades(*, temperature, short):
    lead_short, lead_long = copying.forwards([temperature], [short, 4 * short]).ravel()
    return {
        "lead_short": float(lead_short),
        "lead_long": float(lead_long),
        "lead_power": float(np.log(lead_short / lead_long) / np.log(4)),
        "halving_factor": 2 ** (1 / copying.decay(temperature)),
        "long": 4 * short,
    }


def _rewritten_leads(temperature, short) -> dict[str, float]:
    lead_short, lead_long = copying.over_and_over([temperature], [short, 4 * short]).ravel()
    return {"lead_short": float(lead_short), "lead_power": float(np.log(lead_short / lead_long) / np.log(4))}


HOW_SLOWLY_A_LEAD_FADES = Exercise(
    title="How slowly a lead fades",
    level="medium",
    minutes=15,
    by="code",
    objective=4,
    given={"temperature": 0.7, "short": 256},
    varied={"temperature": (0.6, 0.65, 0.7, 0.75, 0.8), "short": (64, 128, 256, 512)},
    text=r"""
The writer of this chapter writes forwards at a temperature of @{temperature}. How far does the commoner word lead, on
average, after @{short} words? With which power of the length does the lead fall from there to four times as many words
(give $a$ in $\text{lead} \propto n^{-a}$)? For long texts $a = 1 - 1/(2T)$. By that power, how many times the text does
it take to halve the lead?
""",
    hint="""
`copying.forwards([temperature], [length, ...])` gives exact leads, a row a length. The power is the fall in the
logarithm of the lead over the rise in the logarithm of the length.
""",
    solution=r"""
The lead is @{lead_short:.3f} after @{short} words and @{lead_long:.3f} after @{long}, so $a$ is about
@{lead_power:.3f}. In the limit, half of the lead takes @{halving_factor:two_digits} times the text, $2^{1/a}$.
""",
    remark="Near one half the power goes to zero, and no text that one can write shows where the corner is.",
    answers=(
        Answer("lead_short", "the lead after @{short} words", share(rel=0.006)),
        Answer("lead_power", "the power $a$ between the two lengths", Number(low=-2, high=2, rel=0, abs=0.004)),
        Answer(
            "halving_factor",
            "the factor in length that halves the lead, by the power for long texts",
            Number(low=1, rel=0.02),
        ),
    ),
    solve=how_slowly_a_lead_fades,
    wrong=(
        Wrong(
            "the page that is rewritten",
            lambda *, temperature, short: _rewritten_leads(temperature, short),
            "that is a page rewritten over and over. This text is written forwards.",
        ),
        Wrong(
            "the sign",
            lambda *, temperature, short: {
                "lead_power": -how_slowly_a_lead_fades(temperature=temperature, short=short)["lead_power"]
            },
            "the power is defined with a minus before it, so that of a lead that falls is positive.",
        ),
        Wrong(
            "twice over the power",
            lambda *, temperature, short: {"halving_factor": 2 / copying.decay(temperature)},
            "you divided by the power. A lead that falls as a power is halved by a factor with an exponent.",
        ),
        Wrong(
            "a fall in logarithm for a power",
            lambda *, temperature, short: {
                "lead_power": how_slowly_a_lead_fades(temperature=temperature, short=short)["lead_power"] * np.log(4)
            },
            "that is how far the logarithm of the lead falls. Divide by how far that of the length rises.",
        ),
    ),
)


def turn_a_verdict(*, case, definition):
    known, chosen = meanings.facts(case), _definition(definition)
    turned = [
        (fact, said)
        for fact in meanings.FACTS
        for said in (meanings.YES, meanings.NO)
        if meanings.verdict(chosen, known | {fact: said}) == meanings.NO
    ]
    fact, said = turned[0]
    return {
        "turned_state": link(
            "who-calls-it", case=case, definition=definition, change=f"{meanings.FACTS[fact]}: {said}"
        ),
        "ways_to_no": len(turned),
        "asked": len(chosen.asks),
        "before": meanings.verdict(chosen, known),
        "one": meanings.FACTS[fact],
    }


def _definition(name: str) -> meanings.Definition:
    return meanings.DEFINITIONS[meanings.NAMES.index(name)]


def _verdict_fault(controls, given) -> str:
    case, definition = given["case"], given["definition"]
    if controls.get("case") != case or controls.get("definition") != definition:
        return f"choose “{case}” and “{definition}”."
    change = controls.get("change", meanings.NOTHING)
    if change not in meanings.CHANGES:
        return "the link does not say which fact was changed."
    fact, holds = meanings.CHANGES[change]
    if fact == meanings.NOTHING:
        return "no fact is changed in that state."
    if fact not in _definition(definition).asks:
        return "this definition does not ask for that fact: see the red dots on the right."
    said = meanings.YES if holds else meanings.NO
    found = meanings.verdict(_definition(definition), meanings.facts(case) | {fact: said})
    return "" if found == meanings.NO else "the verdict is not “no” there. Change the fact the other way."


TURN_A_VERDICT = Exercise(
    title="Turn a verdict",
    level="easy",
    minutes=10,
    by="figure",
    objective=1,
    given={"case": "an induction head forms", "definition": "Steinhardt: transition"},
    varied={
        "case": (
            "GPT-3 adds three digits",
            "a lattice spans",
            "an untrained pair is translated",
            "an induction head forms",
        ),
        "definition": ("Steinhardt: emergence", "Steinhardt: transition", "Krakauer: complexity", "untrained (Rogers)"),
    },
    text="""
In the figure *Who calls it emergent?*, choose *@{case}* and *@{definition}*. Change one fact so that the verdict
becomes “no”, and give the link to that state. In how many ways can one change do that?
""",
    hint="Red dots on the right mark the facts that the definition asks for; other facts do not move it.",
    solution="""
The verdict is “@{before}” as things are. Changing *@{one}* makes it “no”, for instance; @{ways_to_no} changes do.
""",
    remark="A dispute over the word is often one over a fact, and the fact can be named.",
    answers=(
        Answer("turned_state", "the state", State(figure="who-calls-it", fault=_verdict_fault)),
        Answer("ways_to_no", "how many of the changes, each alone, make the verdict “no”", Whole(low=0, high=20)),
    ),
    solve=turn_a_verdict,
    wrong=(
        Wrong(
            "a fact that it does not ask for",
            lambda *, case, definition: {
                "turned_state": link(
                    "who-calls-it", case=case, definition=definition, change=f"{meanings.FACTS['deducible']}: no"
                ),
                "ways_to_no": len(meanings.FACTS),
            },
            "most facts leave this verdict alone: only those that the definition asks for count.",
        ),
        Wrong(
            "every change of a fact that it asks for",
            lambda *, case, definition: {"ways_to_no": 2 * len(_definition(definition).asks)},
            "each fact that it asks for can be changed two ways, and one of them is the way the definition wants it.",
        ),
    ),
)


EXERCISES = numbered(
    "definition",
    [
        FLOPS_ON_AN_ENVELOPE,
        SIZES_TO_SEE_A_SLOPE,
        WRITE_THE_DEFINITION_DOWN,
        THRESHOLD_FROM_SMALL_LATTICES,
        HOW_WELL_IS_THE_OPTIMUM_KNOWN,
        FIVE_RUNS,
        WHERE_A_JUMP_LOOKS_LARGEST,
        HOW_SLOWLY_A_LEAD_FADES,
        TURN_A_VERDICT,
    ],
)
