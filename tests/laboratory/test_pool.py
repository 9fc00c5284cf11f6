"""A class's files: which count, what is said of the others, and what the table and the figure show."""

import csv
import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from conftest import ROOT
from scipy import stats

from simulations.laboratory import pool, pool_command, result, shipped, student
from simulations.laboratory.plan import Plan

SIZES = (150, 1_020, 4_080)


def file_of(number: int, *, seeds: int = 3, sizes=SIZES, more=()) -> dict:
    """What a student hands in: made of numbers that a generator of the student's seed draws."""
    first = student.first_seed(number)
    rng = np.random.default_rng(first)
    models = [
        {"parameters": size, "seed": first + seed, "status": "ok"}
        | {name: round(float(rng.uniform(0, 0.9)), 6) for name in result.RANGES}
        for size in sizes
        for seed in range(seeds)
    ]
    facts = {"format": result.FORMAT, "version": result.VERSION, "student": number, "command": "sweep", "machine": {}}
    facts |= result._same_for_all(Plan()) | {"seeds": [first + seed for seed in range(seeds)]}
    return json.loads(json.dumps(facts | {"models": models} | dict(more)))


def put(folder: Path, **contents) -> dict[str, Path]:
    """The contents as files of these names."""
    paths = {name: folder / f"{name}.json" for name in contents}
    for name, path in paths.items():
        content = contents[name]
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return paths


def renumbered(content: dict, number: int) -> dict:
    """The same models under another number, with the seeds that belong to it."""
    shift = student.first_seed(number) - student.first_seed(content["student"])
    models = [model | {"seed": model["seed"] + shift} for model in content["models"]]
    return content | {"student": number, "models": models, "seeds": [seed + shift for seed in content["seeds"]]}


def why(found: pool.Pool, path: Path) -> str:
    return next(one.why for one in found.left_out if one.path == path)


def test_the_class_s_mean_and_interval_are_those_of_the_students_means(tmp_path):
    contents = {f"s{number}": file_of(number) for number in (7, 3, 12)}
    found = pool.pooled(put(tmp_path, **contents).values())
    assert [one.student for one in found.hand_ins] == [3, 7, 12] and not found.left_out
    for column, size in enumerate(SIZES):
        each = [
            np.mean([model["exact_match"] for model in contents[f"s{n}"]["models"] if model["parameters"] == size])
            for n in (3, 7, 12)
        ]
        low, high = stats.t.interval(0.95, 2, np.mean(each), stats.sem(each))
        np.testing.assert_allclose(found.means[:, column], each)
        np.testing.assert_allclose(found.mean[column], np.mean(each))
        np.testing.assert_allclose([found.low[column], found.high[column]], np.clip([low, high], 0, 1))


def test_one_student_has_no_interval_and_a_gap_is_a_gap(tmp_path):
    fewer = file_of(2, sizes=SIZES[:2])
    paths = put(tmp_path, one=file_of(1), two=fewer)
    alone = pool.pooled([paths["one"]])
    assert alone.low.mask.all() and not np.ma.getmaskarray(alone.mean).any()
    both = pool.pooled(paths.values())
    assert both.means.mask.tolist() == [[False] * 3, [False, False, True]]
    assert both.mean[2] == alone.mean[2] and both.high.mask.tolist() == [False, False, True]


def test_a_diverged_model_is_counted_and_not_averaged(tmp_path):
    content = file_of(5)
    content["models"][0] = {"parameters": 150, "seed": 500, "status": "diverged"}
    found = pool.pooled(put(tmp_path, s5=content).values())
    assert found.means[0, 0] == pytest.approx(np.mean([model["exact_match"] for model in content["models"][1:3]]))
    rows = pool.table(found)
    assert rows["models"] == [3, 3, 3] and rows["diverged"] == [1, 0, 0]


BAD = {
    "broken": ("{", "this is not JSON"),
    "deep": ("[" * 100_000, "this is not JSON"),
    "other": ({"answers": 1}, "not a laboratory result"),
    "older": (file_of(9, more={"version": 2}), "the result is version 2; version 3 can be read here"),
    "missing": (
        file_of(9, more={"models": [{"parameters": 150, "seed": 900, "status": "ok"}]}),
        "model 1: cross_entropy",
    ),
    "nan": (json.dumps(file_of(9)).replace('"exact_match": 0.', '"exact_match": NaN, "was": 0.', 1), "not nan"),
    "half": (file_of(9, more={"seeds": [900, 901]}), "seeds must be those of the models"),
    "unwatched": (file_of(9, more={"recipe": None}), "recipe must be an object"),
    "borrowed": (file_of(9, more={"student": 10}), "900 to 902 are those of student 9, not of 10"),
    "nobody": (file_of(9, more={"student": None}), "900 to 902 are those of student 9, not of null"),
    "twice": (file_of(9, more={"models": file_of(9)["models"] * 2}), "one comes twice"),
    "all diverged": (
        file_of(9, more={"models": [{"parameters": 150, "seed": s, "status": "diverged"} for s in (900, 901, 902)]}),
        "all of its models diverged",
    ),
    "shipped seeds": (
        file_of(9, more={"student": None, "seeds": [4], "models": [file_of(9)["models"][0] | {"seed": 4}]}),
        "it has no student's number",
    ),
    "a half seed": (file_of(9, more={"models": [file_of(9)["models"][0] | {"seed": 900.5}]}), "must be a whole number"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_named_and_the_rest_goes_on(tmp_path, name):
    content, says = BAD[name]
    paths = put(tmp_path, bad=content, good=file_of(1), fine=file_of(2))
    found = pool.pooled(paths.values())
    assert [one.student for one in found.hand_ins] == [1, 2] and says in why(found, paths["bad"])


def test_a_folder_an_absent_file_bytes_and_a_huge_one_are_named(tmp_path):
    paths = put(tmp_path, good=file_of(1))
    (tmp_path / "bytes.json").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "huge.json").write_bytes(b" " * (pool.LARGEST_FILE + 1))
    bad = [tmp_path, tmp_path / "absent.json", tmp_path / "bytes.json", tmp_path / "huge.json"]
    found = pool.pooled([*bad, paths["good"]])
    assert [one.path for one in found.left_out] == bad and len(found.hand_ins) == 1


def test_another_task_and_another_recipe_are_told_apart_from_most(tmp_path):
    even, short, quick = file_of(1), file_of(2), file_of(3)
    even["recipe"]["task"]["skew"] = 0
    short["recipe"]["steps"] = 200
    quick["examination"]["items"] = 1000
    paths = put(tmp_path, even=even, short=short, quick=quick, a=file_of(4), b=file_of(5))
    found = pool.pooled(paths.values())
    assert [one.student for one in found.hand_ins] == [4, 5]
    assert why(found, paths["even"]) == "its task is not that of most files: recipe's task's skew is 0, not 0.75"
    assert why(found, paths["short"]) == "its recipe is not that of most files: recipe's steps is 200, not 400"
    assert "examination's items is 1000, not 4000" in why(found, paths["quick"])


def test_a_class_may_agree_on_another_recipe(tmp_path):
    contents = {f"s{number}": file_of(number) for number in (1, 2, 3)}
    for number in (2, 3):
        contents[f"s{number}"]["recipe"]["steps"] = 800
    found = pool.pooled(put(tmp_path, **contents).values())
    assert [one.student for one in found.hand_ins] == [2, 3]


def test_a_copy_is_seen_under_whatever_number_and_counts_once(tmp_path):
    mine = file_of(1)
    partly = file_of(4)
    partly["models"][:2] = [
        copied | {"seed": own["seed"]} for copied, own in zip(mine["models"], partly["models"][:2], strict=False)
    ]
    paths = put(
        tmp_path,
        mine=mine,
        same=mine,
        other=renumbered(mine, 2),
        number_alone=mine | {"student": 3},
        partly=partly,
        again=mine | {"models": [model | {"exact_match": 0.5} for model in mine["models"]]},
        own=file_of(5),
    )
    found = pool.pooled(paths.values())
    assert [one.student for one in found.hand_ins] == [1, 5]
    assert why(found, paths["same"]) == f"student 1 a second time, the same models; {paths['mine']} counts"
    assert why(found, paths["again"]) == f"student 1 a second time, with other results; {paths['mine']} counts"
    copied = "a copy: {} of its 9 models are those of student 1, under the number {}; {} counts"
    assert why(found, paths["other"]) == copied.format(9, 2, paths["mine"])
    assert why(found, paths["partly"]) == copied.format(2, 4, paths["mine"])
    assert "are those of student 1, not of 3" in why(found, paths["number_alone"])
    np.testing.assert_allclose(found.mean, found.means.mean(0))


def test_the_shipped_models_are_all_told_apart():
    """Sixty models that were trained: no two have the same mark, so that none is taken for a copy by chance."""
    models = shipped.models()
    rows = np.flatnonzero(models["panel"] == "main")
    marks = {tuple(round(float(models[name][row]), 6) for name in ("parameters", *result.RANGES)) for row in rows}
    assert len(marks) == len(rows) == 60


def test_sixty_files_are_pooled_at_once_into_a_table_and_a_figure(tmp_path, capsys):
    sizes = tuple(range(150, 1350, 100))
    paths = put(tmp_path, **{f"s{number}": file_of(number, seeds=5, sizes=sizes) for number in range(1, 61)})
    began = time.process_time()
    assert pool_command.main([*map(str, paths.values()), "--out", str(tmp_path / "out")]) == pool_command.ALL
    assert time.process_time() - began < 5
    with open(tmp_path / "out/pooled.csv", encoding="utf-8") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    assert len(rows) == 60 * 12 and {row["student"] for row in rows} == {str(n) for n in range(1, 61)}
    mean = np.mean([float(row["exact_match"]) for row in rows if row["parameters"] == "150"])
    assert float(rows[0]["class_mean"]) == pytest.approx(mean, rel=1e-3)
    assert float(rows[0]["class_low"]) < mean < float(rows[0]["class_high"])
    assert (tmp_path / "out/pooled.png").read_bytes().startswith(b"\x89PNG")
    svg = (tmp_path / "out/pooled.svg").read_text(encoding="utf-8")
    assert svg.count('id="line2d_') >= 61 and 'id="legend_1"' in svg
    said = capsys.readouterr()
    assert (
        said.out.startswith("60 of 60 files count")
        and f"       150        60  {mean:>11.1%}" in said.out
        and not said.err
    )


def test_the_exit_status_says_how_many_count(tmp_path, capsys):
    paths = put(tmp_path, good=file_of(1), bad="{")
    out = ["--out", str(tmp_path / "out")]
    assert pool_command.main([str(paths["good"]), *out]) == 0
    assert pool_command.main([str(paths["bad"]), str(paths["good"]), *out]) == 1
    said = capsys.readouterr()
    assert f"not counted: {paths['bad']}: this is not JSON" in said.err and "1 of 2 files count" in said.out
    (tmp_path / "nothing").mkdir()
    assert pool_command.main([str(paths["bad"]), "--out", str(tmp_path / "none")]) == 2
    assert "none of the files can be used" in capsys.readouterr().err and not (tmp_path / "none").exists()
    (tmp_path / "file").write_text("")
    assert pool_command.main([str(paths["good"]), "--out", str(tmp_path / "file")]) == 2
    assert "error: " in capsys.readouterr().err


WITHOUT_TORCH = """
import runpy, sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name == "torch":
            raise ModuleNotFoundError("No module named 'torch'", name="torch")

sys.meta_path.insert(0, Absent())
runpy.run_module("simulations.laboratory", run_name="__main__")
"""


def test_a_teacher_needs_no_pytorch(tmp_path):
    paths = put(tmp_path, good=file_of(1))

    def ran(*given: str) -> subprocess.CompletedProcess:
        call = [sys.executable, "-c", WITHOUT_TORCH, *given]
        return subprocess.run(call, cwd=ROOT, capture_output=True, text=True, timeout=120)

    done = ran("pool", str(paths["good"]), "--out", str(tmp_path / "out"))
    assert done.returncode == 0 and "1 of 1 files count" in done.stdout, done.stderr
    done = ran("train")
    assert done.returncode == 1 and done.stderr.startswith("Training needs torch"), done.stderr
