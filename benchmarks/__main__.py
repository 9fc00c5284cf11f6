"""Print the performance tables: ``python -m benchmarks [section ...]``; without a section, all of them in order."""

import sys

from benchmarks import (
    chapters,
    explorer_build,
    jax_js,
    lighthouse,
    notebooks,
    page_seeds,
    peers,
    simulated,
    states,
    tape,
    trained_in_page,
)

SECTIONS = {
    "peers": peers.report,
    "chapters": chapters.report,
    "lighthouse": lighthouse.report,
    "sizes": states.report,
    "notebooks": notebooks.report,
    "states": explorer_build.report_states,
    "simulations": simulated.report,
    "build": explorer_build.report_build,
    "training": trained_in_page.report,
    "steps": tape.report,
    "seeds": page_seeds.report,
    "jax-js": jax_js.report,
}


def main(names: list[str]) -> None:
    unknown = [name for name in names if name not in SECTIONS]
    if unknown:
        sys.exit(f"no section {', '.join(unknown)}; there are: {', '.join(SECTIONS)}")
    for name in names or SECTIONS:
        print(SECTIONS[name](), end="\n\n", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
