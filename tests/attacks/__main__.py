"""All attacks, one after another: python -m tests.attacks [--seed N], which is `make attack`.

Each is a module of its own beside this one, with the same options: what a browser is shown (pages), what is typed at a
prompt (commands), what a notebook calls (functions). 1 where one of them failed.
"""

import argparse
import subprocess
import sys
import time
from pathlib import Path

NAMES = [name for name in ("pages", "commands", "functions") if (Path(__file__).parent / f"{name}.py").exists()]


def main(arguments: list[str] | None = None) -> int:
    """Runs those named, or all; gives the others' arguments on to each."""
    parser = argparse.ArgumentParser(prog="python -m tests.attacks", description=__doc__.split("\n\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(NAMES)}; all by default")
    parser.add_argument("--seed", type=int, default=int(time.strftime("%Y%W")), help="by default another each week")
    options, more = parser.parse_known_args(arguments)
    if wrong := set(options.names) - set(NAMES):
        parser.error(f"no attack is named {', '.join(sorted(wrong))}: there are {', '.join(NAMES)}")
    failed = []
    for name in options.names or NAMES:
        print(f"\n== {name}", flush=True)
        command = [sys.executable, "-m", f"tests.attacks.{name}", "--seed", str(options.seed), *more]
        if subprocess.run(command, check=False).returncode:
            failed.append(name)
    if failed:
        print(f"\nFailed, with seed {options.seed}: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
