"""What training decides: any machine's numbers pass. And how a student's own measure is judged."""

import numpy as np
import pytest
from chapter_cells import cells

from everystate import Explorer
from simulations.circuits import induction, superposition
from simulations.circuits.exercises import _half_fault
from simulations.data import table
from simulations.exercises import check, find
from simulations.exercises.judge import RIGHT, judged

GROKKING, OWN = find("circuits-5"), find("circuits-6")
WAITS, LENT = table("grokking_waits"), table("induction_lent")


@pytest.mark.parametrize("row", np.flatnonzero(WAITS["nudge"] > 0))
def test_the_windows_hold_for_another_machines_rounding(row):
    mine = {name: float(values[row]) for name, values in WAITS.items()}
    for share, more in ((mine["share"], 0.5), (0.3, mine["share"])):
        given = {"seed": int(mine["seed"]), "share": share, "more": more}
        answers = {"others_half_more": mine["others_half"]}
        if share == mine["share"]:
            answers = {name: mine[name] for name in ("own_known", "others_half", "fourier_halfway")}
            answers["rise"] = mine["others_nine_tenths"] - mine["others_tenth"]
        verdict = judged(GROKKING, answers, given)
        assert verdict.points == len(answers), f"{given}: {verdict}"


@pytest.mark.parametrize("share", [0.3, 0.35])
def test_another_share_of_the_pairs_is_seen(share):
    other = GROKKING.expected({"share": {0.3: 0.35, 0.35: 0.3}[share]})
    verdict = judged(GROKKING, {"others_half": other["others_half"], "rise": other["rise"]}, {"share": share})
    assert verdict.points == 0, verdict


@pytest.mark.parametrize("seed", np.unique(LENT["seed"]))
def test_one_network_alone_has_the_lent_answers_within_the_window(seed):
    right = dict(zip(LENT["step"][LENT["seed"] == seed], LENT["both_lent"][LENT["seed"] == seed], strict=True))
    for number in range(12):
        given = OWN.variant(1, number)
        answers = {"both_lent": [right[step] for step in (given["early"], given["middle"], 200)]}
        assert judged(OWN, answers, given).points == 1, (given, answers)


def test_a_loan_does_harm_in_every_network():
    """What the solution says: fewer right at step 60 than at 20, over 90% at 200; own_match ahead of matching."""
    at = {step: LENT["both_lent"][LENT["step"] == step] for step in (20, 60, 200)}
    assert (at[60] < at[20]).all() and at[200].mean() > 0.9
    for part in OWN.varied["part"]:
        assert min(OWN.expected({"part": part})["report"]["leads"]) > 0
    leads = np.array(OWN.expected({"part": 0.7})["report"]["leads"])
    assert (leads > 0).sum() == 3 and (leads < 0).sum() == 1


def report(**changed):
    return OWN.expected()["report"] | changed


def every_five():
    own = np.array(report()["measure"])
    return np.stack([np.interp(np.arange(0, 201, 5), np.arange(0, 201, 10), column) for column in own.T], axis=1)


@pytest.mark.parametrize(
    ("handed_in", "says"),
    [
        (report(), "right."),
        (report(measure=np.array(report()["measure"])), "right."),
        (report(measure=-np.array(report()["measure"])), "right."),  # a measure may fall
        (report(measure=every_five()), "right."),
        (report(measure=np.array(report()["measure"]).T), "transpose it"),
        (report(measure=np.array(report()["measure"])[::2]), "a row every ten steps"),
        (report(measure=np.array(report()["measure"])[:, :2]), "a column for each of the seeds"),
        (report(measure=np.full((21, 5), np.inf)), "not finite"),
        (report(measure=np.ones((21, 5))), "ends where it began"),
        (report(measure=np.tile(np.arange(21.0)[:, None], 5)), "the same in all five networks"),
        (report(leads=[lead + 40 for lead in report()["leads"]]), "seed 0, 1, 2, 3, 4"),
        (report(leads=[report()["leads"][0] + 40, *report()["leads"][1:]]), "another one for seed 0."),
        (report(leads=[1, 2]), "its leads (2,)"),
        (report(leads=["soon"] * 5), "must be numbers"),
        ({"measure": [], "lead": 1}, "its keys are 'measure', 'lead'"),
        ({}, "its keys are none"),
        ([[1.0] * 5] * 21, "a dictionary"),
    ],
)
def test_a_measure_of_ones_own_is_told_what_is_wrong_with_it(handed_in, says):
    line = check("circuits-6", report=handed_in).lines[1]
    assert says in line.says, line


@pytest.mark.parametrize("name", ["accuracy", "copying", "matching", "induction_score", "previous_token_score"])
def test_a_measure_that_reads_sequences_is_seen(name):
    rows = table("induction_training")
    chosen = rows["layers"] == 2
    mine = np.stack([rows[name][chosen & (rows["seed"] == seed)] for seed in range(5)], axis=1)
    line = check("circuits-6", report={"measure": mine + 0.005, "leads": [0] * 5}).lines[1]
    assert line.says == f"that is {name}, which reads test sequences. Weights alone are asked for."


def test_a_constant_lead_is_no_excuse_for_a_measure_that_lags():
    """A measure that moves at the end is right, with the leads that it has: behind."""
    late = np.zeros((21, 5))
    late[-1] = 1 + np.arange(5)
    leads = [induction.first_step_of_change("matching", share=0.5, seed=seed) - 200 for seed in range(5)]
    assert check("circuits-6", report={"measure": late, "leads": leads}).lines[1].stands == RIGHT


def test_the_border_is_where_the_losses_are_equal():
    for importance in (0.05, 0.3, 0.8):
        p = find("circuits-2").expected({"importance": importance})["border_density"]
        assert superposition.loss_of_one_kept(p, importance) == pytest.approx(
            superposition.loss_of_sharing(p, 1, importance)
        )


def test_the_powers_are_those_of_the_tables_steps():
    rows, frequency = table("parity_optimisers"), np.arange(1, 13) ** -1.4
    for name, optimiser, rate in (("adam_powers", "adam", 0.01), ("plain_powers", "sgd", 1.0)):
        chosen = (rows["optimiser"] == optimiser) & (rows["learning_rate"] == rate)
        steps = np.stack([rows[f"task{task}"][chosen] for task in range(1, 13)], axis=1)
        for (first, last), expected in (
            (span, find("circuits-4").expected({"first": span[0], "last": span[1]})) for span in ((1, 12), (3, 9))
        ):
            span = slice(first - 1, last)
            powers = [np.polyfit(np.log(frequency[span]), np.log(one[span]), 1)[0] for one in steps]
            np.testing.assert_allclose(expected[name], powers, atol=1e-6)


def test_the_room_is_counted_from_the_vectors():
    expected = find("circuits-3").expected({"decay": 0.7, "features": 4})
    nets, sums = table("superposition_geometry"), []
    for row in np.flatnonzero(nets["decay"] == 0.7):
        vectors = np.array([[nets[f"x{i}"][row], nets[f"y{i}"][row]] for i in range(5)])
        long = vectors[np.linalg.norm(vectors, axis=1) > 0.1]
        unit = long / np.linalg.norm(long, axis=1)[:, None]
        sums.append(sum((v @ v) / sum((u @ w) ** 2 for w in vectors) for v, u in zip(long, unit, strict=True)))
    assert expected["least_sum"] == pytest.approx(min(sums), abs=1e-6)


def test_the_state_is_judged_by_what_the_figure_says():
    namespace: dict = {}
    source = next(cell.source for cell in cells("circuits") if 'name="induction-training"' in cell.source)
    exec("import ipywidgets as widgets\nfrom everystate import Draw, Explorer, Predict", namespace)
    exec("from simulations.circuits import captions, drawings, induction", namespace)
    figure: Explorer = eval(source, namespace)
    chosen = {control.name: control.values for control in figure.states.controls}
    given, names = {"seed": 0, "lent": 0.7, "right": 0.25}, ("step", "layers", "seed")
    assert {*chosen} == {*names}
    for step in chosen["step"]:
        now = induction.training(step=step, seed=0, layers=2)
        fault = _half_fault({"step": str(step), "layers": "2", "seed": "0"}, given)
        assert bool(fault) == (now.copying_now < 0.7 or now.accuracy_now >= 0.25)


@pytest.mark.parametrize(
    ("link", "says"),
    [
        ("#induction-training?step=55&layers=2&seed=2", "right."),
        ("#induction-training?step=55&layers=2&seed=3", "seed 2 is asked for"),
        ("#induction-training?step=57&layers=2&seed=2", "no such state"),
        ("#induction-training?step=55&layers=2&seed=9", "no such state"),
        ("#induction-training?step=55", "no such state"),
    ],
)
def test_half_a_circuit_is_told_from_other_states(link, says):
    (line,) = check("circuits-7", half_state=link).lines
    assert says in line.says
