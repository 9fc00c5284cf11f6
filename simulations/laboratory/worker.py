"""What a sweep asks of its processes: one thread, memory that is kept, and an eye on the parent."""

import ctypes
import multiprocessing
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import wait
from threading import Thread

import torch

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3  # of glibc's mallopt
KEPT, OWN_PAGES = 2**30, 2**25  # bytes; 32 MiB is the most that glibc takes for the second


def prepare() -> None:
    """Make this process a worker of the one that started it."""
    os.environ["OMP_NUM_THREADS"] = "1"
    torch.set_num_threads(1)
    end_with_parent()


def keep_memory() -> None:
    """Have glibc keep what tensors free for the next ones: asking the system anew costs a fault for each page.

    A step makes and frees some megabytes. Where the C library is another one nothing is changed.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    if mallopt is not None:
        mallopt(M_TRIM_THRESHOLD, KEPT)
        mallopt(M_MMAP_THRESHOLD, OWN_PAGES)


@contextmanager
def smallest_as_zero() -> Iterator[None]:
    """Inside, the processor takes subnormal numbers, below 1.2e-38, for 0; afterwards it no longer does."""
    torch.set_flush_denormal(True)
    try:
        yield
    finally:
        torch.set_flush_denormal(False)


def end_with_parent() -> None:
    """Leave at once when the parent is gone, killed with no chance to say so: nobody would read the results."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        Thread(target=_leave_after, args=(parent.sentinel,), daemon=True).start()


def _leave_after(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
