"""A Firefox for the tests, driven by its own Marionette: the one that FIREFOX names, or one that is installed."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

NAMES = ("firefox-esr", "firefox")
HELP = """No Firefox is here. One of these helps:
  sudo apt-get install firefox-esr    (Debian)
  FIREFOX=/path/to/firefox            (one that you have)"""
PATIENCE = 60  # seconds until it must answer


def find() -> str | None:
    """The path of a Firefox; none where there is none."""
    named = os.environ.get("FIREFOX")
    return next(filter(None, map(shutil.which, [named] if named else NAMES)), None)


class Firefox:
    """A session with one window."""

    def __init__(self, port: int) -> None:
        self.socket = _connected(port)
        self.number = 0
        self._told()
        self.asked("WebDriver:NewSession")

    def asked(self, command: str, **parameters: Any) -> Any:
        """What a command of Marionette's gives. Raises ``RuntimeError`` with the browser's words."""
        self.number += 1
        words = json.dumps([0, self.number, command, parameters]).encode()
        self.socket.sendall(b"%d:%s" % (len(words), words))
        _, _, error, result = self._told()
        if error:
            raise RuntimeError(f"{command}: {error['error']}: {error['message']}")
        return result

    def act(self, actions: list[dict]) -> None:
        """What keys and pointers do, in WebDriver's words."""
        self.asked("WebDriver:PerformActions", actions=actions)

    def close(self) -> None:
        """Ends the talk; the browser goes on."""
        self.socket.close()

    def open(self, address: str) -> None:
        """Opens a page, and waits until it is loaded."""
        self.asked("WebDriver:Navigate", url=address)

    def run(self, script: str, *given: Any) -> Any:
        """What a script's ``return`` gives in the page; ``given`` are its ``arguments``."""
        return self.asked("WebDriver:ExecuteScript", script=script, args=list(given))["value"]

    def _told(self) -> Any:
        length = b""
        while (letter := self.socket.recv(1)) != b":":
            if not letter:
                raise RuntimeError("Firefox is gone")
            length += letter
        parts = []
        left = int(length)
        while left:
            parts.append(self.socket.recv(left))
            left -= len(parts[-1])
        return json.loads(b"".join(parts))


@contextlib.contextmanager
def started(path: str) -> Iterator[Firefox]:
    """A Firefox with a profile of its own, without a window."""
    with tempfile.TemporaryDirectory() as profile, socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        taken.close()
        (Path(profile) / "user.js").write_text(f'user_pref("marionette.port", {port});\n', encoding="utf-8")
        command = [path, "--headless", "--marionette", "--no-remote", "--profile", profile]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            with contextlib.closing(Firefox(port)) as session:
                yield session
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _connected(port: int) -> socket.socket:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), PATIENCE)
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
