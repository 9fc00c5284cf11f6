"""What is told of two builds: every file that is not in both, or is another."""

from benchmarks.same import differing


def test_files_of_one_build_alone_and_files_that_differ_are_told(tmp_path):
    for build in ("one", "two"):
        (tmp_path / build / "deep").mkdir(parents=True)
        (tmp_path / build / "same.html").write_text("the same")
        (tmp_path / build / "deep/page.html").write_text(f"built in {build}")
    (tmp_path / "two/deep/more.js").write_text("")
    assert differing(tmp_path / "one", tmp_path / "two") == ["deep/more.js", "deep/page.html"]
    assert differing(tmp_path / "one", tmp_path / "one") == []
