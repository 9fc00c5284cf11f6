"""The sweep on Ray: a worker killed in the midst of a run costs nothing but time."""

import os
import signal
import threading
import time

import psutil
import pytest
import ray

from simulations.laboratory.cluster import ray_sweep
from simulations.laboratory.examination import Examination
from simulations.laboratory.sweep import Run, sweep
from simulations.laboratory.task import Task
from simulations.laboratory.train import Recipe

RUNS = [
    Run(
        "main",
        Recipe(width=width, task=Task(digits=3), steps=steps, batch=16),
        (0, 1),
        examination=Examination(200, 20),
    )
    for width, steps in ((2, 40), (4, 40), (8, 400))
]


@pytest.fixture
def two_workers(monkeypatch):
    """A Ray of this machine's own with two workers."""
    monkeypatch.setenv("RAY_ENABLE_UV_RUN_RUNTIME_ENV", "0")
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, object_store_memory=80_000_000)
    yield
    ray.shutdown()


def busy_workers():
    return [
        process
        for process in psutil.Process().children(recursive=True)
        if "ray::_finished_bytes" in " ".join(process.cmdline() or [process.name()])
    ]


@pytest.mark.filterwarnings("default")  # Ray's own
def test_a_killed_worker_changes_nothing(tmp_path, two_workers):
    killed, done = [], threading.Event()

    def kill_one():
        while not killed and not done.is_set():
            for process in busy_workers()[:1]:
                time.sleep(0.3)
                os.kill(process.pid, signal.SIGKILL)
                killed.append(process.pid)
            time.sleep(0.02)

    killer = threading.Thread(target=kill_one)
    killer.start()
    try:
        on_ray = ray_sweep(RUNS, tmp_path / "ray")
    finally:
        done.set()
        killer.join()
    here = sweep(RUNS, tmp_path / "here")
    assert killed
    assert (on_ray.models, on_ray.groups) == (here.models, here.groups)
