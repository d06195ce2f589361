"""`zhengyou research-export`: writes the months that are over as Parquet files for `zhengyou analyse`."""

import argparse
import importlib.util
from pathlib import Path

from zhengyou.site import environment
from zhengyou.site.console import Stop, say


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `zhengyou research-export`."""
    parser.add_argument("--to", default="", help="folder (default: research in the data folder)")


def run(options: argparse.Namespace) -> int:
    """Write what is not there yet.

    Raises:
        Stop: the extra is not installed.
    """
    if importlib.util.find_spec("pyarrow") is None:
        raise Stop("needs the extra `analysis`: pip install ibis-framework[duckdb] pyarrow (docs/scale.md)")
    from zhengyou.reports.research import exporting  # noqa: PLC0415 -- needs the extra `analysis`

    folder = Path(options.to) if options.to else environment.var() / "research"
    months = exporting.months_to_export(folder)
    for month in months:
        say(f"{month:%Y-%m}: {exporting.export_month(folder, month):,} rows")
    say(f"{len(months)} 个月已导出 / months written → {folder}")
    return 0
