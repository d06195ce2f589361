"""`zhengyou analyse`: answers research questions over the exported months with DuckDB, or with Spark."""

import argparse
import importlib.util
import time
from pathlib import Path

from zhengyou.site import environment
from zhengyou.site.console import Stop, say

QUESTIONS = ("league", "mix", "months", "peaks", "timeliness")
SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `zhengyou analyse`."""
    parser.add_argument(
        "question", nargs="?", default="league", choices=QUESTIONS, help="what to ask (default: league)"
    )
    parser.add_argument("--engine", default="duckdb", choices=("duckdb", "spark"))
    parser.add_argument("--folder", default="", help="exported months (default: research in the data folder)")
    parser.add_argument("--master", default="local[*]", help="Spark's master, as spark://host:7077")
    parser.add_argument("--to", default="", help="write the whole answer as CSV to this file")


def run(options: argparse.Namespace) -> int:
    """Ask, print the first rows, and write all of them where asked.

    Raises:
        Stop: the extra or the engine is not installed, or nothing was exported yet.
    """
    if importlib.util.find_spec("ibis") is None:
        raise Stop("needs the extra `analysis`: pip install ibis-framework[duckdb] pyarrow (docs/scale.md)")
    if options.engine == "spark" and importlib.util.find_spec("pyspark") is None:
        raise Stop("needs the extra `spark` and Java 17: pip install ibis-framework[pyspark] pyspark (docs/scale.md)")
    from zhengyou.reports.research import engines, questions  # noqa: PLC0415 -- need the extra `analysis`

    folder = Path(options.folder) if options.folder else environment.var() / "research"
    started = time.perf_counter()
    try:
        with engines.opened(options.engine, folder, master=options.master) as tables:
            answer = questions.QUESTIONS[options.question](tables).to_pyarrow()
    except FileNotFoundError as error:
        raise Stop(f"{folder}: nothing exported yet; run `zhengyou research-export` first") from error
    say(" | ".join(answer.column_names))
    for row in answer.slice(0, SHOWN).to_pylist():
        say(" | ".join("" if value is None else str(value) for value in row.values()))
    say(f"{answer.num_rows:,} rows · {options.engine} · {time.perf_counter() - started:.1f} s")
    if options.to:
        engines.write_csv(answer, Path(options.to))
        say(f"→ {options.to}")
    return 0
