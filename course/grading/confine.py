"""What shuts a hand-in's process in: limits of the system that it cannot take off again. Linux alone has them.

``shut_in`` is called in a process that is about to run a hand-in. Time, memory and files are limited (setrlimit); of
the disk it sees what Python needs, and may write in its own folder alone (Landlock, Linux 5.13 and later); it is in a
network that has nothing in it, and among no other processes (namespaces). Without namespaces, Landlock itself refuses
connections from Linux 6.7 on. It is no wall against somebody who knows a hole in the kernel: for that there are virtual
machines.
"""

import ctypes
import os
import platform
import resource
import signal
import stat
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# From <linux/landlock.h>, <linux/sched.h> and <linux/prctl.h>; the system calls have one number on every machine.
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
READ_FILE, READ_DIR, EXECUTE = 1 << 2, 1 << 3, 1 << 0
ON_FILES = EXECUTE | READ_FILE | 1 << 1 | 1 << 14 | 1 << 15  # with writing, truncating and ioctl
RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}  # by Landlock's version
TCP, ABSTRACT_SOCKETS_AND_SIGNALS = 3, 3
NEW_USER, NEW_PIDS, NEW_NETWORK, NEW_IPC = 0x10000000, 0x20000000, 0x40000000, 0x08000000
DEATH_SIGNAL, NO_NEW_PRIVILEGES = 1, 38

READABLE: tuple[str, ...] = (
    "/usr",
    "/lib",
    "/lib64",
    "/bin",
    "/etc",
    "/dev/null",
    "/dev/zero",
    "/dev/urandom",
    "/dev/random",
)
READABLE += ("/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/sys/devices/system/cpu", "/sys/fs/cgroup")
MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Limits:
    """What one hand-in may use: ``seconds`` by the clock, ``memory`` and ``file`` (each file that it writes) in MB."""

    seconds: float = 120
    memory: int = 4096
    file: int = 50


class NotConfined(OSError):
    """This system cannot shut a process in; the words say what is missing."""


def readable() -> list[Path]:
    """What a hand-in may read: the system's libraries, Python, its packages, and the book's two packages."""
    root = Path(__file__).resolve().parents[2]
    book = [root / "simulations", root / "everystate"]
    python = [sys.prefix, sys.base_prefix, sys.exec_prefix, *(path for path in sys.path if "site-packages" in path)]
    return [path for path in [*map(Path, (*READABLE, *python)), *book] if path.exists()]


def shut_in(folder: Path, limits: Limits) -> None:
    """Shuts the calling process in: it goes on as another one, which may write in ``folder`` alone.

    The process that called waits for it, and ends as it does. Raises ``NotConfined`` where the system cannot.
    """
    _limit(limits)
    alone = _leave_the_others()
    _see_only(folder, network=not alone)


def can_be_shut_in() -> str:
    """ "" where this system can shut a process in, else what is missing."""
    if platform.system() != "Linux":
        return f"{platform.system()} has no Landlock; Linux has it from 5.13 on"
    version = _call(CREATE_RULESET, None, 0, 1)
    if version < 1:
        return "this kernel has no Landlock, or it is switched off"
    child = os.fork()
    if child == 0:
        os._exit(0 if _unshared() else 1)
    alone = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    return (
        "" if alone or version >= 4 else "this kernel has neither namespaces for its users nor Landlock's of networks"
    )


def _limit(limits: Limits) -> None:
    for kind, most in [
        (resource.RLIMIT_CPU, int(limits.seconds) + 1),
        (resource.RLIMIT_DATA, limits.memory * MEGABYTE),
        (resource.RLIMIT_FSIZE, limits.file * MEGABYTE),
        (resource.RLIMIT_NOFILE, 256),
        (resource.RLIMIT_NPROC, 4096),
        (resource.RLIMIT_CORE, 0),
    ]:
        hard = resource.getrlimit(kind)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a file that grows too long is an error, not the end


def _leave_the_others() -> bool:
    """Into namespaces of its own, as their first process, which dies with the one that waits; False where it cannot."""
    uid, gid = os.geteuid(), os.getegid()
    if not _unshared():
        return False
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{uid} {uid} 1")
    Path("/proc/self/gid_map").write_text(f"{gid} {gid} 1")
    if child := os.fork():
        status = os.waitpid(child, 0)[1]
        os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
    _LIBC.prctl(DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
    return True


def _unshared() -> bool:
    return _LIBC.unshare(NEW_USER | NEW_PIDS | NEW_NETWORK | NEW_IPC) == 0


def _see_only(folder: Path, *, network: bool) -> None:
    """Landlock: nothing of the disk but what may be read, and ``folder``; with ``network``, no connection either."""
    version = _call(CREATE_RULESET, None, 0, 1)
    if version < 1 or (network and version < 4):
        raise NotConfined(can_be_shut_in() or "Landlock is missing")
    rights = RIGHTS[max(known for known in RIGHTS if known <= version)]
    attributes = [rights]
    if version >= 4:
        attributes.append(TCP)
    if version >= 6:
        attributes.append(ABSTRACT_SOCKETS_AND_SIGNALS)
    held = (ctypes.c_uint64 * len(attributes))(*attributes)
    rules = _needed(_call(CREATE_RULESET, ctypes.byref(held), ctypes.sizeof(held), 0))
    _allow(rules, readable(), rights & (READ_FILE | READ_DIR | EXECUTE))
    _allow(rules, [Path("/dev/null")], rights & ON_FILES)
    _allow(rules, [folder], rights)
    _LIBC.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    _needed(_call(RESTRICT_SELF, rules, 0))
    os.close(rules)


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"  # what ``_pack_`` means; Python 3.14 wants it said
    _fields_ = [("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32)]


def _allow(rules: int, paths: Iterable[Path], rights: int) -> None:
    for path in paths:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        mine = rights if stat.S_ISDIR(os.fstat(place).st_mode) else rights & ON_FILES
        _needed(_call(ADD_RULE, rules, 1, ctypes.byref(_Beneath(mine, place)), 0))
        os.close(place)


def _call(number: int, *arguments: Any) -> int:
    return _LIBC.syscall(number, *arguments)


def _needed(result: int) -> int:
    if result < 0:
        raise NotConfined(os.strerror(ctypes.get_errno()))
    return result


_LIBC = ctypes.CDLL(None, use_errno=True)
