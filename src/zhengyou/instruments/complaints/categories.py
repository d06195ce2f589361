"""The tree of categories that comes with the platform, as rows of a file: data, versioned."""

import csv
from collections.abc import Iterator
from pathlib import Path

SHIPPED = Path(__file__).with_name("data") / "categories-1.csv"


def shipped() -> Iterator[tuple[str, str, str]]:
    """Yield code, name and field of each class, parents before children."""
    with SHIPPED.open(encoding="utf-8", newline="") as lines:
        rows = [(row["code"], row["name"], row["sector"]) for row in csv.DictReader(lines)]
    yield from sorted(rows, key=lambda row: (len(row[0]), row[0]))
