"""A WebKitGTK for the tests, driven by its WebKitWebDriver, on a screen that only memory holds (Xvfb)."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

NAMES = ("WebKitWebDriver", "Xvfb")
HELP = """No WebKitGTK that can be driven is here. This helps:
  sudo apt-get install webkit2gtk-driver xvfb    (Debian)"""
PATIENCE = 60  # seconds until it must answer
# The browser's own sandbox needs rights that a container does not give; it opens nothing but the tests' pages.
SURROUNDINGS = {"WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1", "LIBGL_ALWAYS_SOFTWARE": "1"}


def find() -> str | None:
    """The path of a WebKitWebDriver; none where it, or the screen that it needs, is missing."""
    paths = [shutil.which(name) for name in NAMES]
    return paths[0] if all(paths) else None


class WebKit:
    """A session with one window, of the driver at ``port``."""

    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}/session"
        self.address += f"/{self.asked('', capabilities={})['sessionId']}"

    def asked(self, command: str, **parameters: Any) -> Any:
        """What a command of WebDriver's gives. Raises ``RuntimeError`` with the browser's words."""
        body = json.dumps(parameters).encode()
        request = urllib.request.Request(self.address + command, body, {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=2 * PATIENCE) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{command}: {error.read().decode()}") from None

    def act(self, actions: list[dict]) -> None:
        """What keys and pointers do, in WebDriver's words."""
        self.asked("/actions", actions=actions)

    def close(self) -> None:
        """Ends the session, and its window."""
        request = urllib.request.Request(self.address, method="DELETE")
        urllib.request.urlopen(request, timeout=PATIENCE).close()

    def open(self, address: str) -> None:
        """Opens a page, and waits until it is loaded."""
        self.asked("/url", url=address)

    def run(self, script: str, *given: Any) -> Any:
        """What a script's ``return`` gives in the page, awaited; ``given`` are its ``arguments``."""
        return self.asked("/execute/sync", script=script, args=list(given))


@contextlib.contextmanager
def started(path: str) -> Iterator[WebKit]:
    """A WebKitGTK with a profile of its own, on a screen of its own."""
    with contextlib.ExitStack() as stack:
        screen = stack.enter_context(
            _running(["Xvfb", "-displayfd", "1", "-screen", "0", "1280x1000x24"], subprocess.PIPE)
        )
        display = f":{screen.stdout.readline().decode().strip()}"  # Xvfb takes a free one, and says which
        port = _free_port()
        stack.enter_context(_running([path, f"--port={port}"], subprocess.DEVNULL, DISPLAY=display))
        _wait(port)
        yield stack.enter_context(contextlib.closing(WebKit(port)))


@contextlib.contextmanager
def _running(command: list[str], out: int, **more: str) -> Iterator[subprocess.Popen]:
    environment = {**os.environ, **SURROUNDINGS, **more}
    process = subprocess.Popen(command, env=environment, stdout=out, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(PATIENCE)
        if process.stdout:
            process.stdout.close()


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def _wait(port: int) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), PATIENCE).close()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
