"""A figure tells its ratio, the raw times, and whether it is reached."""

import pytest

from bench.__main__ import main
from bench.figures import Figure, dump, load


def figure(measured: float, reach: float = 4.0) -> Figure:
    return Figure("import", measured, "COPY", 0.5, reach, "20 rows")


def test_a_ratio_up_to_the_reach_passes_and_one_above_fails() -> None:
    assert figure(2.0).passes
    assert not figure(2.01).passes


def test_the_line_has_verdict_ratio_reach_and_both_times() -> None:
    line = figure(1.5).line
    for part in ("PASS", "3.00×", "≤ 4×", "1.50 s", "500.0 ms", "20 rows"):
        assert part in line
    assert figure(9.0).line.startswith("FAIL")


def test_figures_survive_the_way_from_one_process_to_another() -> None:
    figures = [figure(1.0), figure(3.25, reach=1.5)]
    assert load(dump(figures)) == figures
    assert "\n" not in dump(figures)


def test_an_unknown_part_is_named_and_nothing_is_measured(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import"]) == 2
    told = capsys.readouterr()
    assert "import" in told.err
    assert "imports" in told.err
    assert told.out == ""
