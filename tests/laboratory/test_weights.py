"""The weights of a sweep's models: what is written is what was trained, by seed."""

import numpy as np
import pytest
import torch

from simulations.laboratory import weights
from simulations.laboratory.examination import Examination
from simulations.laboratory.sweep import Run, sweep
from simulations.laboratory.task import Task
from simulations.laboratory.train import Recipe, Training

torch.set_num_threads(1)
MAIN, OTHER = (
    Run(panel, Recipe(width=4, task=Task(digits=3), steps=4, batch=8), (3, 5), examination=Examination(20, 5))
    for panel in ("main", "full")
)


def test_each_main_models_weights_are_in_a_file_of_their_own(tmp_path):
    sweep([MAIN, OTHER], tmp_path / "runs")
    written = weights.write([MAIN, OTHER], tmp_path / "runs", tmp_path / "weights")
    assert [path.name for path in written] == ["4-3.npz", "4-5.npz"]
    models = Training(MAIN.recipe, MAIN.seeds).run().models.state_dict()
    for place, path in enumerate(written):
        with np.load(path) as held:
            assert set(held.files) == models.keys()
            for name, each in models.items():
                assert held[name].dtype == np.float32
                np.testing.assert_array_equal(held[name], each[place])


def test_a_sweep_that_is_not_finished_is_refused(tmp_path):
    with pytest.raises(ValueError, match="every main run must be finished, not 1 of 1 missing"):
        weights.write([MAIN, OTHER], tmp_path, tmp_path / "weights")
