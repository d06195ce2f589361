"""Sample rule packs of places that published theirs, as data with their sources: a place takes one and mends it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("data") / "packs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One sample: its limits, who calls back, and where that was read."""

    code: str
    title: str
    source: str
    caller: str
    reopen_most: int
    loop_source: str
    rules: Sequence[Mapping[str, Any]]


@cache
def shipped() -> tuple[Sample, ...]:
    """Return the samples that come with the platform, by title."""
    found = (Sample(**json.loads(path.read_text(encoding="utf-8"))) for path in FOLDER.glob("*.json"))
    return tuple(sorted(found, key=lambda sample: sample.title))


def sample(code: str) -> Sample | None:
    """Return the sample of this code."""
    return next((one for one in shipped() if one.code == code), None)
