"""A Chromium for the tests: the one that CHROMIUM names, or one that is installed, or (with --install) one that is got.

    python tests/chromium.py [--install]

prints where it is. It is got from apt where the system has it and this user may install, else from playwright.
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
HELP = """No Chromium was found, and none could be installed. One of these helps:
  sudo apt-get install chromium          (Debian)
  python -m playwright install chromium  (anywhere; on Linux: --with-deps brings its libraries)
  make test CHROMIUM=/path/to/chromium   (one that you have)"""


def find() -> str | None:
    """The path of a Chromium that starts; none where there is none."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named if _starts(named) else None
    found = (shutil.which(name) for name in NAMES)
    return next((path for path in (*found, _playwrights()) if path and _starts(path)), None)


def install() -> str | None:
    """The path of a Chromium, got from apt or else from playwright; none where neither works."""
    as_root = [] if os.name != "posix" or os.geteuid() == 0 else ["sudo", "-n"]
    may = not as_root or _runs([*as_root, "true"])
    if may and shutil.which("apt-get"):
        _runs([*as_root, "apt-get", "update", "-qq"], shown=True)
        _runs([*as_root, "apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], shown=True)
        if path := find():
            return path
    with_libraries = ["--with-deps"] if may and shutil.which("apt-get") else []
    _runs([sys.executable, "-m", "playwright", "install", *with_libraries, "chromium"], shown=True)
    return find()


def _playwrights() -> str | None:
    """Where playwright keeps its own Chromium, whether it is there or not."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _starts(path: str) -> bool:
    """Whether it can draw an empty page: Ubuntu's apt package may be a stub that starts nothing."""
    return _runs([path, "--headless", *ARGUMENTS, "--dump-dom", "about:blank"])


def _runs(command: list[str], *, shown: bool = False) -> bool:
    output = None if shown else subprocess.DEVNULL
    try:
        return subprocess.run(command, stdout=output, stderr=output, timeout=900, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def main(arguments: list[str]) -> int:
    """Prints the browser's path; without one says what to do and returns 1."""
    path = find()
    if not path and "--install" in arguments and not os.environ.get("CHROMIUM"):
        print("No Chromium here yet: installing one", flush=True)
        path = install()
    print(path or HELP, file=sys.stdout if path else sys.stderr)
    return 0 if path else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
