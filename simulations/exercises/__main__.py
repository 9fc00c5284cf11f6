"""Whether the checks answer as they should here, with the versions that are installed.

    python -m simulations.exercises

tries every exercise with its solution, which must pass, with nothing assigned, and with each wrong answer it knows,
which must be told in its own words. It needs numpy and scipy alone.
"""

import sys
from collections.abc import Iterator

from simulations.exercises import CHAPTERS, Exercise, check, find, of
from simulations.exercises.wording import filled


def faults(exercise: Exercise) -> Iterator[str]:
    """What is wrong with the checks of an exercise, in words."""
    answers = {answer.name: exercise.expected()[answer.name] for answer in exercise.answers}
    if not (verdict := check(exercise.name, **answers)).right:
        yield f"its solution does not pass: {verdict}"
    if check(exercise.name, **dict.fromkeys(answers, ...)).points:
        yield "nothing is assigned, and something passes"
    for wrong in exercise.wrong:
        known = wrong.answers(**exercise.given)
        lines = [line for line in check(exercise.name, **known).lines if line.name in known]
        if any(line.says != filled(wrong.says, exercise.given) for line in lines):
            yield f"{wrong.name}: {'; '.join(map(str, lines))}"


def main() -> int:
    """Prints a line for each chapter, and each fault; 1 where there is one."""
    status = 0
    for chapter in CHAPTERS:
        found = [f"{exercise.name}: {fault}" for exercise in of(chapter) for fault in faults(find(exercise.name))]
        print(f"{chapter}: {len(of(chapter))} exercises", *found, sep="\n  ")
        status |= bool(found)
    return status


if __name__ == "__main__":
    sys.exit(main())
