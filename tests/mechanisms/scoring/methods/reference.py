"""Data with published results that stand beside the repository in ``shared/reference``."""

import csv
import os
from pathlib import Path

import pytest

FOLDERS = (
    os.environ.get("ZHENGYOU_REFERENCE", ""),
    *(str(above / "shared" / "reference") for above in Path(__file__).resolve().parents),
)


def rows(name):
    """Return the rows of the file ``name``, or skip the test and say where it was looked for."""
    for folder in FOLDERS:
        path = Path(folder) / name
        if folder and path.is_file():
            with path.open(encoding="utf-8-sig", newline="") as file:
                return list(csv.DictReader(file))
    pytest.skip(f"{name} is not there: put the folder shared/reference beside the repository or set ZHENGYOU_REFERENCE")
