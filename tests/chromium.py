"""A Chromium for the tests: the one that CHROMIUM names, or one that is installed, or one that is got.

It is got from apt where the system has it and this user may install, else from playwright.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
HELP = """No Chromium that playwright can drive is here, and none could be installed. One of these helps:
  sudo apt-get install chromium libatomic1   (Debian)
  python -m playwright install chromium      (anywhere; on Linux: --with-deps brings its libraries)
  make test CHROMIUM=/path/to/chromium       (one that you have)"""


def find() -> str | None:
    """The path of a Chromium that starts and that playwright can drive; none where there is none."""
    drives, own = _playwright()
    named = os.environ.get("CHROMIUM")
    candidates = [named] if named else [*map(shutil.which, NAMES), own]
    return next((path for path in candidates if path and _starts(path)), None) if drives else None


def found_or_installed() -> str | None:
    """The path of a Chromium, one that is here or else one that is got; none where CHROMIUM names one that fails."""
    path = find()
    if not path and not os.environ.get("CHROMIUM"):
        print("No Chromium here yet: getting one (a minute or two)", flush=True)
        path = install()
    return path


def install() -> str | None:
    """The path of a Chromium, got from apt or else from playwright; none where neither works."""
    as_root = [] if os.name != "posix" or os.geteuid() == 0 else ["sudo", "-n"]
    may = not as_root or _runs([*as_root, "true"])
    if may and shutil.which("apt-get"):
        apt = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
        _runs([*apt, "update"])
        _runs([*apt, "install", "-y", "--no-install-recommends", "chromium", "libatomic1"])
        if path := find():
            return path
    with_libraries = ["--with-deps"] if may and shutil.which("apt-get") else []
    _runs([sys.executable, "-m", "playwright", "install", *with_libraries, "chromium"])
    return find()


def _playwright() -> tuple[bool, str | None]:
    """Whether playwright starts, and its own Chromium where it has one.

    Asked in a process of its own: without one of its libraries (a small Debian has no libatomic) its driver dies.
    """
    ask = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    try:
        said = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, timeout=60, check=False)
    except subprocess.TimeoutExpired:
        return False, None
    path = said.stdout.strip()
    return said.returncode == 0, path if Path(path).is_file() else None


def _starts(path: str) -> bool:
    """Whether it can draw an empty page: Ubuntu's apt package may be a stub that starts nothing."""
    return _runs([path, "--headless", *ARGUMENTS, "--dump-dom", "about:blank"])


def _runs(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, timeout=900, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
