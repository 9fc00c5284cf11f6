"""The answers of the chapter's exercises, found another way; and what a figure's state is judged by."""

import numpy as np
import pytest
from chapter_cells import cells

from everystate import Explorer
from simulations.exercises import check, find
from simulations.laws import rise
from simulations.theories import carries, multilinear
from simulations.theories.exercises import COMPOSED


def given(name, number=0, **values):
    return find(name).variant(5, number) | values


def rate(x, steepness):
    return 1 / (1 + np.exp(-steepness * x))


@pytest.mark.parametrize("number", range(3))
def test_a_delay_costs_as_many_steps_as_counting_up_says(number):
    mine = given("theories-1", number)
    expected = find("theories-1").expected(mine)
    for name, steepness in (("steps_gentle", mine["gentle"]), ("steps_steep", mine["steep"])):
        n = 1
        while rate(mine["delay"], steepness) ** n > 0.5:
            n += 1
        assert expected[name] == n


def test_a_retry_is_worth_what_the_curves_say():
    mine = given("theories-2", steps=10, steepness=2.0, better=0.5)
    x, expected = np.linspace(-4, 8, 12_001), find("theories-2").expected(mine)
    s = rate(x, 2.0)

    def earlier(n):
        plain, retried = (rise.crossing_decades(x, chance**n, level=0.5) for chance in (s, 1 - (1 - s) ** 2))
        return plain - retried

    assert expected["decades_earlier"] == pytest.approx(earlier(10), abs=1e-4)
    assert earlier(expected["shortest"]) > 0.5 >= earlier(expected["shortest"] - 1)


def test_the_limit_of_sharpness_is_reached_by_logistic_sub_skills_alone():
    expected = find("theories-3").expected()
    assert expected["many_width"] == pytest.approx(expected["limit_width"], rel=1e-5)
    assert expected["probit_share"] == pytest.approx(0.237, abs=1e-3)
    few = find("theories-3").expected({"skills": 1000})
    assert few["probit_share"] > expected["probit_share"] + 0.05


def test_carries_are_counted_in_random_additions():
    expected = find("theories-4").expected({"columns": 10, "chain": 3, "tests": 10_000, "wanted": 300})
    columns = carries.random_columns(200_000, 10, rng=np.random.default_rng(3))
    found = (carries.entering_chains(columns).max(axis=1) >= 3).mean()
    assert expected["held"] == pytest.approx(10_000 * found, rel=0.03)
    assert expected["random_needed"] == pytest.approx(300 / found, rel=0.03)


def test_the_fifth_skill_comes_when_the_solved_model_says():
    solved = multilinear.multilinear(exponent=0.6, start=0.01)
    expected = find("theories-5").expected({"first": solved.half_times[0]})
    assert expected["later_time"] == pytest.approx(solved.half_times[4])


def reachable_share(seen):
    """Within reach by walking: the largest set of rows and columns that seen pairs link."""
    rows, columns, best = set(range(len(seen))), set(range(seen.shape[1])), (0, 0.0)
    while rows:
        block, edge, met = {rows.pop()}, None, set()
        edge = set(block)
        while edge:
            new = {c for r in edge for c in np.flatnonzero(seen[r]) if c in columns}
            columns -= new
            met |= new
            edge = {r for c in new for r in np.flatnonzero(seen[:, c]) if r in rows}
            rows -= edge
            block |= edge
        best = max(best, (len(block) + len(met), len(block) * len(met) / seen.size))
    return best[1]


def test_famous_entities_join_up_earlier_and_leave_more_out():
    mine = given("theories-6", side=100, low=0.7, high=3.0)
    rng, expected = np.random.default_rng(4), find("theories-6").expected(mine)
    weight = 1 / np.arange(1, 101)
    weight /= weight.mean()
    found = {
        name: np.mean([reachable_share(rng.random((100, 100)) < chance) for _ in range(20)])
        for name, chance in (
            ("famous_low", 0.7 / 100 * weight[:, None]),
            ("even_high", np.full((100, 1), 3.0 / 100)),
            ("famous_high", 3.0 / 100 * weight[:, None]),
        )
    }
    assert check("theories-6", mine, **found, appears="earlier").right, check("theories-6", mine, **found)
    assert expected["famous_low"] > 5 * expected["even_low"]


def test_the_state_is_judged_by_the_values_that_the_figure_has():
    namespace: dict = {}
    for cell in cells("theories"):
        if cell.cell_type == "code" and cell.source.startswith(("import ", "from simulations.theories")):
            exec(cell.source, namespace)
    source = next(cell.source for cell in cells("theories") if 'name="composed-task"' in cell.source)
    figure: Explorer = eval(source, namespace)
    chosen = {control.name: (control.values, control.values[control.default]) for control in figure.states.controls}
    assert {name: chosen[name] for name in COMPOSED} == COMPOSED


@pytest.mark.parametrize(
    ("link", "says"),
    [
        ("https://book.org/chapters/theories.html#composed-task?sub_skills=5&correlation=0.9&bottleneck=2", "right."),
        ("#composed-task?sub_skills=5&steepness=4&spread=0&correlation=0&bottleneck=2&log_score=true", "right."),
        ("#composed-task?sub_skills=5&bottleneck=2", "too narrow"),
        ("#composed-task?sub_skills=5&bottleneck=7", "no such state"),
        ("#composed-task?sub_skills=many", "no such state"),
        ("#composed-task?sub_skills=3&bottleneck=2", "fewer sub-skills"),
        ("#composed-task", "not late enough"),
        ("#composition-delay?curve=probit", "composed-task"),
    ],
)
def test_a_late_task_is_told_from_others(link, says):
    (line,) = check("theories-7", late_state=link).lines
    assert says in line.says
