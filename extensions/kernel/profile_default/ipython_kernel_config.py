"""How the book's kernels start: apart from a reader's own settings, and with no warning of a socket that stays here."""

import importlib.util
import os
import sys
from pathlib import Path

from ipykernel.iostream import OutStream

c = get_config()  # noqa: F821
c.IPKernelApp.log_level = 40
# What a cell prints goes out as it ends, not every fifth of a second: MyST-NB ends a line wherever it was cut.
OutStream.flush_interval = 3600
# By its path: whoever imports it from its package imports all that builds a book, and a kernel notes what it imports.
spec = importlib.util.spec_from_file_location("used", Path(__file__).resolve().parents[2] / "used.py")
used = sys.modules["used"] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(used)
c.InteractiveShellApp.extensions = ["used"]
if os.environ.get("TORCH") == "off" or importlib.util.find_spec("torch") is None:
    c.InteractiveShellApp.extensions.append("extensions.without_torch")
