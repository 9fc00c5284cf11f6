"""How the book's kernels start: apart from a reader's own settings, and with no warning of a socket that stays here."""

import importlib.util
import os

c = get_config()  # noqa: F821
c.IPKernelApp.log_level = 40
if os.environ.get("TORCH") == "off" or importlib.util.find_spec("torch") is None:
    c.InteractiveShellApp.extensions = ["extensions.without_torch"]
