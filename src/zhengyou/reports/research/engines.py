"""Engines that answer questions over the exported files: DuckDB in this process, Spark here or on a cluster."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import ibis
from pyarrow import csv

ENGINES = ("duckdb", "spark")
TABLES = ("ratings", "cases", "units")


@contextlib.contextmanager
def opened(engine: str, folder: Path, *, master: str = "local[*]") -> Iterator[dict[str, Any]]:
    """Give the tables of ``folder`` as ibis tables of ``engine``; ``master`` is Spark's.

    Raises FileNotFoundError where nothing was exported yet, ImportError where the engine is not installed.
    """
    if not (folder / "units.parquet").exists():
        raise FileNotFoundError(folder)
    if engine == "duckdb":
        connection = ibis.duckdb.connect()
        try:
            yield {
                "ratings": connection.read_parquet(str(folder / "ratings/*/*.parquet"), hive_partitioning=True),
                "cases": connection.read_parquet(str(folder / "cases/*/*.parquet"), hive_partitioning=True),
                "units": connection.read_parquet(str(folder / "units.parquet")),
            }
        finally:
            connection.disconnect()
        return
    with _spark(master) as session:
        connection = ibis.pyspark.connect(session)
        yield {name: connection.read_parquet(_spark_path(folder, name), table_name=name) for name in TABLES}


def _spark_path(folder: Path, name: str) -> str:
    return str(folder / ("units.parquet" if name == "units" else name))


@contextlib.contextmanager
def _spark(master: str) -> Iterator[Any]:
    from pyspark.sql import SparkSession  # noqa: PLC0415 -- the extra `spark`; DuckDB does without

    # Spark starts a Java machine of its own, which otherwise asks the network for this machine's name.
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    session = (
        SparkSession.builder.master(master)
        .appName("zhengyou analyse")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.session.timeZone", "Asia/Shanghai")
        .config("spark.sql.sources.partitionColumnTypeInference.enabled", "false")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    try:
        yield session
    finally:
        session.stop()


def write_csv(answer: Any, path: Path) -> None:
    """Write an answer as CSV."""
    csv.write_csv(answer, path)
