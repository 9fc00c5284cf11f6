"""How the book's kernels start: without a reader's own start-up files, and without a warning of local sockets."""

c = get_config()  # noqa: F821
c.IPKernelApp.log_level = "ERROR"
c.HistoryManager.enabled = False
c.InteractiveShellApp.extensions = ["extensions.without_torch"]
