"""A trend measured with two rulers: METR's time horizons on an old and a new set of tasks."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from simulations.check import one_of, require
from simulations.data import table

OLD, NEW = "old tasks (TH1)", "new tasks (TH1.1)"
COLUMNS = {OLD: "old", NEW: "new"}
NOBODY = "no model"
WORK_MONTH = 167 * 60.0  # minutes: what METR calls a month of work
YEARS = np.linspace(2023, 2031, 65)
DRAWS = 2_000
MIDDLE = np.array([0.05, 0.95])


@dataclass(frozen=True)
class Trend:
    """One ruler's trend: a line through log horizons over time, and how far it would stray.

    ``years`` (65,): the time axis; ``line``, ``low``, ``high`` (65,): horizons in minutes, the line and the middle 90%
    of the lines through horizons drawn from METR's intervals. ``released`` (7,) years, ``old`` and ``new`` (7,)
    horizons, with the intervals of the ruler in use from ``interval_low`` to ``interval_high`` (7,); what is left out
    is masked in ``used`` (7,). ``doubling`` (days) with its middle 90%, ``doubling_low`` to ``doubling_high``;
    ``month_of_work``: the year in which the line reaches WORK_MONTH, and its middle 90%.
    """

    years: np.ndarray
    line: np.ndarray
    low: np.ndarray
    high: np.ndarray
    released: np.ndarray
    old: np.ndarray
    new: np.ndarray
    used: np.ma.MaskedArray
    interval_low: np.ndarray
    interval_high: np.ndarray
    doubling: float
    doubling_low: float
    doubling_high: float
    month_of_work: float
    month_low: float
    month_high: float
    models: int


def models() -> list[str]:
    """The seven models' names, from the oldest."""
    return table("time_horizons")["model"].tolist()


def decimal_year(day: str) -> float:
    """A date "2025-08-07" as a year with a fraction: 2025.597."""
    when = date.fromisoformat(day)
    return when.year + (when - date(when.year, 1, 1)).days / (366 if when.year % 4 == 0 else 365)


def fit(years: np.ndarray, minutes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Least-squares lines of log2 ``minutes`` (..., models) on ``years`` (models,): intercepts and slopes (...).

    A slope is doublings a year; the intercept is at year 0. Raises ``ValueError`` for fewer than two different years.
    """
    years = np.asarray(years, float)
    require(len(np.unique(years)) > 1, "years", "hold at least two different ones", years.tolist())
    heights = np.log2(minutes)
    away = years - years.mean()
    slope = heights @ away / np.sum(away**2)
    return heights.mean(axis=-1) - slope * years.mean(), slope


def doubling_days(slope):
    """The days of a doubling from doublings a year."""
    return 365.25 / slope


def trend(*, ruler: str = OLD, since: float = 2023.0, without: str = NOBODY) -> Trend:
    """The trend by one ``ruler`` over the models released from the year ``since`` on, ``without`` one of them."""
    rows, column = table("time_horizons"), COLUMNS[one_of("ruler", ruler, COLUMNS)]
    one_of("without", without, [NOBODY, *models()])
    released = np.array([decimal_year(day) for day in rows["released"]])
    used = (released >= since) & (rows["model"] != without)
    low, middle, high = (rows[f"{column}{end}"] for end in ("_low", "", "_high"))
    # A log-normal of the interval's width about the estimate, each model by itself.
    strays = np.random.default_rng(0).standard_normal((DRAWS, len(released)))
    drawn = middle * np.exp(strays * np.log(high / low) / (2 * 1.959964))
    intercept, slope = fit(released[used], middle[used])
    intercepts, slopes = fit(released[used], drawn[:, used])
    rising = slopes > 0
    lines = np.quantile(intercepts[:, None] + slopes[:, None] * YEARS, MIDDLE, axis=0)
    months = np.where(rising, (np.log2(WORK_MONTH) - intercepts) / np.where(rising, slopes, 1), np.inf)
    # A line that falls never doubles: it stands beyond the slowest.
    days = np.where(rising, doubling_days(np.where(rising, slopes, 1)), np.inf)
    ends = np.quantile(days, MIDDLE, method="nearest")
    month_ends = np.quantile(months, MIDDLE, method="nearest")
    return Trend(
        years=YEARS,
        line=2 ** (intercept + slope * YEARS),
        low=2 ** lines[0],
        high=2 ** lines[1],
        released=released,
        old=rows["old"],
        new=rows["new"],
        used=np.ma.array(middle, mask=~used),
        interval_low=low,
        interval_high=high,
        doubling=float(doubling_days(slope)),
        doubling_low=float(ends[0]),
        doubling_high=float(ends[1]),
        month_of_work=float((np.log2(WORK_MONTH) - intercept) / slope),
        month_low=float(month_ends[0]),
        month_high=float(month_ends[1]),
        models=int(used.sum()),
    )
