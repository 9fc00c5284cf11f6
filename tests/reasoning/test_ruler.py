"""A trend by two rulers: the fit against numpy's, the table against METR's own figures."""

from datetime import date

import numpy as np
import pytest

from simulations.data import table
from simulations.reasoning import ruler


def test_a_date_as_a_year():
    assert ruler.decimal_year("2025-01-01") == 2025 and ruler.decimal_year("2024-07-02") == pytest.approx(2024.5)


def test_the_line_is_numpy_s():
    years, minutes = np.array([2023.2, 2024.0, 2025.1]), np.array([3.0, 9.0, 40.0])
    slope, intercept = np.polyfit(years, np.log2(minutes), 1)
    assert ruler.fit(years, minutes) == pytest.approx((intercept, slope))


def test_a_line_that_doubles_each_half_year():
    years = np.array([2023.0, 2024.0, 2025.0])
    _, slope = ruler.fit(years, np.array([1.0, 4.0, 16.0]))
    assert ruler.doubling_days(slope) == pytest.approx(182.625)


def test_the_table_says_what_changed_as_metr_does():
    rows = table("time_horizons")
    change = dict(zip(rows["model"], rows["new"] / rows["old"] - 1, strict=True))
    said = {"Claude Opus 4.5": 0.11, "GPT-5": 0.55, "o3": 0.29, "GPT-4 1106": -0.57, "GPT-4 0314": -0.35}
    assert all(change[model] == pytest.approx(by, abs=0.012) for model, by in said.items())
    for side in ("old", "new"):
        assert np.all((rows[f"{side}_low"] < rows[side]) & (rows[side] < rows[f"{side}_high"]))
    assert list(rows["released"]) == sorted(rows["released"], key=date.fromisoformat)


def test_seven_models_give_the_fifth_that_metr_finds_with_more():
    old, new = (ruler.trend(ruler=name) for name in (ruler.OLD, ruler.NEW))
    assert old.models == new.models == 7
    assert 1 - new.doubling / old.doubling == pytest.approx(1 - 130.8 / 165.3, abs=0.01)
    assert old.doubling_low < old.doubling < old.doubling_high


def test_the_line_reaches_a_month_of_work_when_it_is_said():
    result = ruler.trend(ruler=ruler.NEW)
    at = np.interp(result.month_of_work, result.years, np.log2(result.line))
    assert 2**at == pytest.approx(ruler.WORK_MONTH, rel=1e-6)
    assert result.month_low < result.month_of_work < result.month_high


def test_what_is_left_out_does_not_count():
    result = ruler.trend(without="o3", since=2024.0)
    assert result.models == 4 and result.used.count() == 4
    assert result.used.mask[ruler.models().index("o3")] and result.used.mask[0]


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="years must hold at least two different ones"):
        ruler.fit(np.array([2024.0, 2024.0]), np.array([1.0, 2.0]))
    with pytest.raises(ValueError, match="ruler must be one of"):
        ruler.trend(ruler="a yard")
    with pytest.raises(ValueError, match="without must be one of"):
        ruler.trend(without="GPT-9")
