"""The same sweep on Ray: each run is a task with retries. Needs the extra ``cluster`` (``pip install .[cluster]``)."""

from collections.abc import Callable, Iterable
from pathlib import Path

from simulations import files
from simulations.laboratory.sweep import Run, Sweep, collect, finish, pending

RETRIES = 5  # of a run whose worker dies


def ray_sweep(
    runs: Iterable[Run],
    folder: Path,
    *,
    address: str | None = None,
    device: str = "cpu",
    progress: Callable[[Run], object] = lambda run: None,
    say: Callable[[str], None] = print,
) -> Sweep:
    """Finish every run on Ray and collect them: at ``address``, or on a Ray of this machine's own.

    A worker trains in a folder of its own node and sends the finished file back as bytes, so no shared disk is needed;
    here it is written whole, as the local sweep does. Where there are GPUs a run takes a quarter of one.
    """
    try:
        import ray
    except ImportError as error:
        raise RuntimeError("Ray is not installed: pip install 'emergence-measured[lab,cluster]'") from error
    runs = list(runs)
    started = not ray.is_initialized()
    if started:
        ray.init(address=address, log_to_driver=False, include_dashboard=False if address is None else None)
    try:
        share = 0.25 if device == "cuda" else 0
        remote = ray.remote(max_retries=RETRIES, num_cpus=1, num_gpus=share)(_finished_bytes)
        waiting = {remote.remote(run, device): run for run in pending(runs, folder, say=say)}
        while waiting:
            done, _ = ray.wait(list(waiting), num_returns=1)
            run = waiting.pop(done[0])
            files.write_whole(folder / f"{run.key}.safetensors", ray.get(done[0]))
            progress(run)
    finally:
        if started:
            ray.shutdown()
    return collect(runs, folder)


def _finished_bytes(run: Run, device: str) -> bytes:
    """Train a run on whatever node this is: the bytes of its finished file."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        finish(run, Path(folder), device=device, threads=1)
        return (Path(folder) / f"{run.key}.safetensors").read_bytes()
