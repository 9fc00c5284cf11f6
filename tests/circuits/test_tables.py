import numpy as np
import pytest
import torch

from simulations import data
from simulations.circuits import tables
from simulations.circuits.__main__ import TOYS, main
from simulations.circuits.ensemble import History


def test_the_command_line_says_what_is_wrong(tmp_path, capsys):
    words = ["parity", "--folder", str(tmp_path), "--state", str(tmp_path / "state")]
    for wrong, said in (
        (["--steps", "-1"], "steps must be a whole"),
        (["--steps", 30 * "9"], "steps must be a whole number, 0 to 1,000,000,000"),
        (["--learning-rate", "nan"], "learning_rate must"),
        (["--learning-rate", "inf"], "learning_rate must lie between"),
    ):
        assert main([*words, *wrong]) == 1
        assert capsys.readouterr().err.startswith(f"error: {said}")
    for seeds in ("0", 30 * "9"):
        with pytest.raises(SystemExit, match="2"):
            main([*words, "--seeds", seeds])
        assert f"--seeds must be 1 to 1,000, not {seeds}" in capsys.readouterr().err
    assert main(["parity", "--seeds", "1", "--steps", "0", "--folder", "/dev/null", "--state", str(tmp_path)]) == 1
    assert "error: " in capsys.readouterr().err


def test_a_loss_that_is_no_number_is_said_in_a_line(tmp_path, monkeypatch, capsys):
    def diverged(options, command):
        raise FloatingPointError("the loss of run 0 is nan at step 1")

    monkeypatch.setitem(TOYS, "parity", diverged)
    assert main(["parity", "--folder", str(tmp_path)]) == 1
    assert capsys.readouterr().err == "error: the loss of run 0 is nan at step 1\n"


def test_the_command_line_makes_the_tables_and_says_so_in_them(tmp_path):
    words = ["--seeds", "1", "--steps", "2", "--folder", str(tmp_path), "--state", str(tmp_path / "state")]
    for toy in ("induction", "parity"):
        main([toy, *words])
    text = (tmp_path / "induction_training.csv").read_text()
    assert "# Made by: python -m simulations.circuits induction --seeds 1 --steps 2" in text
    assert f"torch {torch.__version__}" in text
    rows = [line for line in text.splitlines() if not line.startswith("#")]
    assert rows[0].split(",")[:4] == ["layers", "seed", "step", "accuracy"] and len(rows) == 3
    assert rows[2].endswith(",")  # one layer has no matching
    with np.load(tmp_path / "induction_attention.npz") as pictures:
        assert pictures["layers2"].shape == (1, 1, 2, 16, 16) and pictures["layers1"].shape == (1, 1, 1, 16, 16)
    main(["parity-optimisers", *words])
    rows = [line for line in (tmp_path / "parity_optimisers.csv").read_text().splitlines() if line[0] != "#"]
    assert rows[0].startswith("optimiser,learning_rate,seed,task1") and len(rows) == 5
    assert rows[3] == "sgd,1,0" + 12 * ","  # nothing is learned in two steps
    assert len((tmp_path / "parity_training.csv").read_text().splitlines()) == 4 + 1 + 14  # seven widths, steps 0 and 2
    for toy, name, rows in (("grokking", "grokking_waits", 8), ("induction-lent", "induction_lent", 1)):
        main([toy, *words])
        assert len((tmp_path / f"{name}.csv").read_text().splitlines()) == 4 + 1 + rows
    assert (
        (tmp_path / "grokking_waits.csv").read_text().splitlines()[5].startswith("0.3,0,0,,,,,0.14")
    )  # none known yet


def test_the_waits_are_the_first_recorded_steps_above_each_level():
    measures = {
        "train_accuracy": [[0.1], [0.995], [1.0], [1.0]],
        "test_accuracy": [[0.0], [0.1], [0.11], [0.6]],
        "fourier_share": [[0.1], [0.2], [0.3], [0.4]],
    }
    history = History(np.array([0, 25, 50, 75]), {name: np.array(value) for name, value in measures.items()}, {})
    found = {name: values[0] for name, values in tables.grokking_columns({(0.3, 0.0): history}, [7]).items()}
    assert np.isnan(found.pop("others_nine_tenths"))
    assert found == {"share": 0.3, "nudge": 0, "seed": 7, "own_known": 25, "others_tenth": 50, "others_half": 75} | {
        "fourier_first": 0.1,
        "fourier_halfway": 0.4,
        "fourier_last": 0.4,
    }


def test_every_shipped_table_names_its_command():
    for name in (
        "induction_training",
        "superposition_phases",
        "superposition_geometry",
        "parity_training",
        "parity_optimisers",
        "grokking_waits",
        "induction_lent",
    ):
        assert "Made by: python -m simulations.circuits" in data.note(name)


def test_a_rotation_does_not_change_the_features_geometry():
    weights = torch.tensor([[[0.0, -1.0], [2.0, 0.0]]])  # feature 0 points up, feature 1 to the left
    history = tables.History(np.array([0]), {"loss": np.array([[0.5]])}, {"weights": weights})
    columns = tables.geometry_columns(history, np.array([0.1]), np.array([1.0]), [0])
    np.testing.assert_allclose([columns["x0"][0], columns["y0"][0]], [2, 0], atol=1e-6)
    np.testing.assert_allclose([columns["x1"][0], columns["y1"][0]], [0, 1], atol=1e-6)


def test_the_best_start_stands_in_the_phase_diagram_with_its_longest_weight_positive():
    weights = torch.tensor([[[1.0, 0.0]], [[-2.0, 1.0]]])  # one cell, two starts
    history = tables.History(np.array([0]), {"loss": np.array([[0.5, 0.1]])}, {"weights": weights})
    columns = tables.phase_columns(history, np.array([0.1]), np.array([1.0]))
    assert (columns["first_weight"][0], columns["second_weight"][0]) == (2.0, -1.0)
    assert columns["stuck_share"][0] == 0.5


def test_a_longest_weight_that_is_positive_stays_as_it_is():
    weights = torch.tensor([[[-0.5, 3.0]]])
    history = tables.History(np.array([0]), {"loss": np.array([[0.5]])}, {"weights": weights})
    columns = tables.phase_columns(history, np.array([0.1]), np.array([1.0]))
    assert (columns["first_weight"][0], columns["second_weight"][0]) == (-0.5, 3.0)
