"""Times of sweeps: what was measured is said, what was not is not guessed, and the chapters' words fit the table."""

import pytest
from conftest import ROOT

from simulations.laboratory import presets, times
from tests.laboratory.tables import timed

MANY = timed(preset="gpu", seeds=20, models=240, seconds=96.4)
CARD = timed(device="a card", kind="card", preset="gpu", seeds=20, models=240, workers=1, seconds=52.0)
TOLD = {  # where a chapter says how long the sweep of sixty models takes on two cores
    "faq.md": "trains sixty small models on two processor cores in about half a minute",
    "laboratory.md": "All of them, five seeds\nof each, take about half a minute.",
    "instructors.md": "| the laboratory's whole sweep, twelve sizes and five seeds | two cores | half a minute |",
}


@pytest.fixture
def rows(monkeypatch):
    """A table of three rows; a test may change it."""
    rows = [timed(), MANY, CARD]
    monkeypatch.setattr(times, "measured", lambda: rows)
    return rows


def test_only_what_was_measured_is_known(rows):
    assert times.seconds("a processor", preset="cpu", workers=2) == 28.0
    assert times.seconds("a card", preset="gpu") == 52.0
    for device, preset, workers in (("another", "cpu", 2), ("a processor", "smoke", 2), ("a processor", "cpu", 4)):
        assert times.seconds(device, preset=preset, workers=workers) is None


def test_what_a_reader_is_told_to_expect(rows):
    card = {"kind": times.CARD, "preset": "gpu"}
    assert times.expected("a card", **card) == "Measured on a card of that name: 52 seconds."
    assert times.expected("another card", **card) == "No time is measured for this card yet."
    one = {"kind": times.PROCESSOR, "preset": "cpu", "workers": 2}
    assert times.expected("a processor", **one) == "Measured on a processor of that name: 28 seconds."
    unknown = "No time is measured for this processor yet."
    assert times.expected("another", **one) == f"{unknown} It took 28 seconds on 2 cores of a processor."
    assert times.expected("another", **one | {"workers": 1}) == unknown


def test_what_it_costs_to_have_no_card(rows):
    few = (
        "Without one, your own sweep trains 5 seeds of each size in place of 20: 28 seconds on 2 cores of a processor."
    )
    assert times.without_card() == few
    rows.remove(MANY)
    assert times.without_card() == ""


def test_a_device_is_a_card_or_a_processor():
    with pytest.raises(ValueError, match="kind must be one of card, processor, not 'phone'"):
        timed(kind="phone")


def test_a_processor_has_the_name_that_the_system_gives_it(tmp_path, monkeypatch):
    monkeypatch.setattr(times, "CPUINFO", tmp_path / "cpuinfo")
    monkeypatch.setattr(times.platform, "processor", lambda: "")
    monkeypatch.setattr(times.platform, "machine", lambda: "arm64")
    assert times.processor() == "arm64"
    (tmp_path / "cpuinfo").write_text("processor\t: 0\nmodel name\t: Some(R)  Cores @ 2.20GHz\nmodel name\t: other\n")
    assert times.processor() == "Some(R) Cores @ 2.20GHz"


def test_the_shipped_rows_are_of_the_presets_as_they_are():
    found = times.measured()
    assert len({row.of for row in found}) == len(found)
    for row in found:
        preset = presets.PRESETS[row.preset]
        assert (row.seeds, row.models) == (preset.seeds, preset.seeds * len(preset.widths)), row
        assert row.seconds > 0 and row.torch and row.workers >= 1


@pytest.mark.parametrize("page", TOLD)
def test_half_a_minute_is_what_was_measured(page):
    assert TOLD[page] in (ROOT / "chapters" / page).read_text(encoding="utf-8")
    row = times.example("cpu")
    assert row is not None, "no time of the preset cpu is measured: python -m benchmarks.sweep_times"
    assert row.models == 60 and 20 <= row.seconds <= 40


def test_the_readme_knows_whether_a_card_was_measured():
    unmeasured = "No graphics card has been measured yet." in (ROOT / "README.md").read_text(encoding="utf-8")
    assert unmeasured == (times.CARD not in {row.kind for row in times.measured()})
