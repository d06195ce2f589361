"""Reading sets of tags from their files: they are data, versioned, and never edited by a unit."""

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path

SHIPPED = Path(__file__).with_name("data")


@dataclass(frozen=True, slots=True)
class TagDraft:
    """One reason as it stands in a file."""

    code: str
    level: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TagSetDraft:
    """One version as it stands in a file, with its source and whether that was seen."""

    version: int
    title: str
    source: str
    verified: bool
    valid_from: dt.date
    tags: tuple[TagDraft, ...]


def read(path: Path) -> TagSetDraft:
    """Return the set in a JSON file."""
    told = json.loads(path.read_text(encoding="utf-8"))
    tags = tuple(TagDraft(**tag) for tag in told.pop("tags"))
    return TagSetDraft(**{**told, "valid_from": dt.date.fromisoformat(told["valid_from"])}, tags=tags)


def shipped() -> TagSetDraft:
    """Return the set that comes with the platform."""
    return read(SHIPPED / "tags-1.json")
