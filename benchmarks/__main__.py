"""Print the performance tables: ``python -m benchmarks [section ...]``; without a section, all of them in order."""

import sys

from benchmarks import explorer_build, pages, simulated

SECTIONS = {
    "pages": pages.report,
    "states": explorer_build.report_states,
    "simulations": simulated.report,
    "build": explorer_build.report_build,
}


def main(names: list[str]) -> None:
    unknown = [name for name in names if name not in SECTIONS]
    if unknown:
        sys.exit(f"no section {', '.join(unknown)}; there are: {', '.join(SECTIONS)}")
    for name in names or SECTIONS:
        print(SECTIONS[name](), end="\n\n", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
