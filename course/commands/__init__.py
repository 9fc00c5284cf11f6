"""The commands of ``python -m course``: a module each, with ``HELP``, ``arguments(parser)`` and ``run(chosen)``."""
