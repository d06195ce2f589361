"""Finished months as files, and the same questions answered by DuckDB and by Spark."""

import datetime as dt
import importlib.util
import shutil
import stat

import pytest

from tests.factories import services
from tests.factories.bodies import BodyFactory
from tests.factories.reports import tallies
from zhengyou.kernel import clock
from zhengyou.reports.research import engines, exporting, questions
from zhengyou.site import analyse, cli

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 9, 10, 4, tzinfo=dt.UTC)
WITHOUT_SPARK = importlib.util.find_spec("pyspark") is None or shutil.which("java") is None


@pytest.fixture
def folder(tmp_path):
    """A county's July and August: a good unit, a bad one with a day of many, one with few; and a day of September."""
    county = BodyFactory(name="青禾县")
    units = [BodyFactory(parent=county, kind="government", name=name) for name in ("好单位", "差单位", "小单位")]
    windows = [services.window(body=unit) for unit in units]
    with clock.pretend(NOW):
        for day in range(1, 29):
            for month in (7, 8):
                tallies(windows[0], day=dt.date(2026, month, day), l5=3, l4=1)
                tallies(windows[1], day=dt.date(2026, month, day), l3=1, l1=1)
        tallies(windows[1], day=dt.date(2026, 8, 30), l5=60)
        tallies(windows[2], day=dt.date(2026, 7, 1), l5=4)
        tallies(windows[0], day=dt.date(2026, 9, 1), l5=500)  # this month is not over
        assert [exporting.export_month(tmp_path, month) for month in exporting.months_to_export(tmp_path)] == [113, 113]
        assert exporting.months_to_export(tmp_path) == []
        with pytest.raises(ValueError, match="not over"):
            exporting.export_month(tmp_path, dt.date(2026, 9, 1))
    return tmp_path


def asked(engine, folder, name, *columns):
    """Return the answer as rows, of ``columns`` where some are named."""
    with engines.opened(engine, folder, master="local[1]") as tables:
        rows = questions.QUESTIONS[name](tables).to_pyarrow().to_pylist()
    return [[row[column] for column in columns] if columns else plain(row) for row in rows]


def plain(row):
    """Spark tells a missing change as nan, DuckDB as nothing."""
    return {name: None if value != value else value for name, value in row.items()}


def test_duckdb_counts_what_the_database_counts(folder):
    assert asked("duckdb", folder, "league", "name", "n", "mean", "place") == [
        ["好单位", 224, 93.75, 1],
        ["差单位", 172, pytest.approx((56 * 50 + 60 * 100) / 172, abs=1e-6), 2],
    ]
    assert asked("duckdb", folder, "months", "month", "n") == [["2026-07", 172], ["2026-08", 228]]
    assert asked("duckdb", folder, "mix", "family", "channel", "n") == [["public", "code", 400]]
    assert asked("duckdb", folder, "peaks", "n", "best") == [[60, 60]]
    assert asked("duckdb", folder, "timeliness") == []
    for path in folder.rglob("*.parquet"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, (
            path
        )  # counts of small days are for research, not for everybody


@pytest.mark.skipif(WITHOUT_SPARK, reason="Spark's part: needs the extra `spark` and Java 17 or later")
@pytest.mark.filterwarnings("ignore")  # Spark and its bridge warn of their own future
def test_spark_gives_the_same_answers_as_duckdb(folder):
    with engines.opened("spark", folder, master="local[1]") as tables:
        spark = {name: ask(tables).to_pyarrow().to_pylist() for name, ask in questions.QUESTIONS.items()}
    for name, found in spark.items():
        assert [plain(row) for row in found] == asked("duckdb", folder, name), name


def test_the_command_says_what_is_missing_and_writes_the_whole_answer(folder, tmp_path, capsys):
    assert cli.main(["analyse", "league", "--folder", str(tmp_path / "nothing")]) == 1
    assert "research-export" in capsys.readouterr().err
    csv = tmp_path / "league.csv"
    assert cli.main(["analyse", "league", "--folder", str(folder), "--to", str(csv)]) == 0
    assert "好单位" in capsys.readouterr().out
    assert len(csv.read_text().splitlines()) == 3
    assert set(analyse.QUESTIONS) == set(questions.QUESTIONS)
