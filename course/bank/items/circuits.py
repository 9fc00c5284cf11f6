"""The bank's own items on the figures of the chapter on circuits."""

from course.bank.items import named
from course.bank.on_figure import OnFigure
from simulations.circuits import induction, parity, superposition
from simulations.exercises.exercise import Answer, Wrong
from simulations.exercises.kinds import Number, Whole


def dropping_or_sharing(*, density, importance):
    return {
        "dropping_loss": float(superposition.loss_of_one_kept(density, importance)),
        "sharing_border": float(superposition.sharing_density(importance)),
    }


DROPPING_OR_SHARING = OnFigure(
    title="Dropping or sharing",
    level="medium",
    minutes=10,
    objective=4,
    figure="superposition-phases",
    controls=("density", "importance"),
    given={"density": 0.14142, "importance": 0.39811},
    varied={"density": (0.14142, 0.20913, 0.30925, 0.45731), "importance": (0.19953, 0.39811, 0.63096, 0.79433)},
    text="""
Two features, one hidden number. Each is there with a chance of @{density}, and the second counts @{importance} of the
first. What does it cost, by the formula, to keep the first alone? Below which density is sharing the cheaper way, for
this importance?
""",
    hint="The dropped feature costs its variance times its importance. At the border both ways cost the same.",
    solution="It costs @{dropping_loss:.4f}. The two formulas are equal at a density of @{sharing_border:.3f}.",
    answers=(
        Answer("dropping_loss", "the loss of keeping the first alone", Number(low=0, rel=0.01)),
        Answer("sharing_border", "the density at the border", Number(low=0, high=1, rel=0.02)),
    ),
    solve=dropping_or_sharing,
    wrong=(
        Wrong(
            "the importance left out",
            lambda *, density, importance: {"dropping_loss": float(superposition.loss_of_one_kept(density, 1.0))},
            "that would be the cost of an equally important feature.",
        ),
        Wrong(
            "equal importance",
            lambda *, density, importance: {"sharing_border": float(superposition.sharing_density(1.0))},
            "that is the border for two features of equal importance.",
        ),
    ),
)


def what_lending_shows(*, step, seed):
    seen = induction.training(step=step, seed=seed, layers=2)
    return {"hidden_points": 100 * (seen.copying_now - seen.accuracy_now)}


WHAT_LENDING_SHOWS = OnFigure(
    title="What lending shows",
    level="easy",
    minutes=4,
    objective=3,
    figure="induction-training",
    controls=("step", "seed"),
    held={"layers": 2},
    given={"step": 60, "seed": 0},
    varied={"step": (50, 55, 60, 65, 70), "seed": (0, 1, 2, 3, 4)},
    text="""
At step @{step} of the network with two layers, seed @{seed}: how many points more of the answers are right once the
last look is lent?
""",
    hint="The caption gives both shares.",
    solution="@{hidden_points:.0f} points: so much can already be copied, and is not yet asked for.",
    answers=(
        Answer("hidden_points", "the points more with the look lent", Number(low=-100, high=100, rel=0, abs=1.1)),
    ),
    solve=what_lending_shows,
    wrong=(
        Wrong(
            "the share with the look lent",
            lambda *, step, seed: {
                "hidden_points": 100 * float(induction.training(step=step, seed=seed, layers=2).copying_now)
            },
            "that is the share with the look lent; the gap to the share without is asked for.",
        ),
    ),
)


def left_out(*, density, decay, seed):
    seen = superposition.geometry(density=density, decay=decay, seed=seed)
    return {"left_out_count": seen.features - seen.represented}


LEFT_OUT = OnFigure(
    title="Features left out",
    level="easy",
    minutes=3,
    objective=4,
    figure="superposition-geometry",
    controls=("density", "decay", "seed"),
    given={"density": 0.01, "decay": 1.0, "seed": 0},
    varied={"density": (0.01, 0.050119, 0.19953, 0.50119), "decay": (0.7, 0.9, 1.0), "seed": (0, 1, 2)},
    text="""
Five features, each there with a chance of @{density}; the importance falls by a factor of @{decay} from one to the
next. How many of the five does the trained network leave out?
""",
    hint="The caption says how many are represented.",
    solution="@{left_out_count} of 5.",
    answers=(Answer("left_out_count", "how many are left out", Whole(low=0, high=5)),),
    solve=left_out,
    wrong=(
        Wrong(
            "those represented",
            lambda **given: {"left_out_count": 5 - left_out(**given)["left_out_count"]},
            "so many are represented.",
        ),
    ),
)


def examples_of_its_own(*, task, seed):
    seen = parity.by_step(width=256, seed=seed, task=task)
    return {"own_steps": float(seen.picked_at * parity.frequencies()[task - 1])}


EXAMPLES_OF_ITS_OWN = OnFigure(
    title="Examples of its own",
    level="medium",
    minutes=6,
    objective=5,
    figure="parity-training",
    controls=("task", "seed"),
    held={"width": 256},
    given={"task": 3, "seed": 0},
    varied={"task": (2, 3, 4, 5, 6), "seed": (0, 1, 2)},
    text=r"""
The twelve tasks occur with frequencies that fall as $k^{-1.4}$ and sum to 1. Task @{task} of the widest network, seed
@{seed}, is learned by the step that the caption names. To how many steps with **its** examples alone does that amount?
""",
    hint=r"Its frequency is $k^{-1.4}$ over the sum of the twelve.",
    solution="To @{own_steps:.1f} steps: the steps times the share of the examples that are its own.",
    answers=(Answer("own_steps", "the steps' worth of its own examples", Number(low=0, rel=0.02)),),
    solve=examples_of_its_own,
    wrong=(
        Wrong(
            "as if all were equally frequent",
            lambda *, task, seed: {"own_steps": float(parity.by_step(width=256, seed=seed, task=task).picked_at / 12)},
            "you gave each of the twelve the same share of the examples.",
        ),
        Wrong(
            "the step itself",
            lambda *, task, seed: {"own_steps": float(parity.by_step(width=256, seed=seed, task=task).picked_at)},
            "so many steps went by; most of their examples were other tasks'.",
        ),
    ),
)

ITEMS = named("circuits", (DROPPING_OR_SHARING, WHAT_LENDING_SHOWS, LEFT_OUT, EXAMPLES_OF_ITS_OWN))
