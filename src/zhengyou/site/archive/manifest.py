"""The last member of an archive: which versions made it, and the size and SHA-256 of everything in it."""

import hashlib
import json
import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Self

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from zhengyou.site.console import Stop

NAME = "manifest.json"
FORMAT = 1


@dataclass(frozen=True)
class Member:
    """One file of the archive."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What an archive is: its format, its maker's version, its moment (UTC), its server, its migrations, its files."""

    format: int
    version: str
    made: str
    postgres: int
    migrations: list[str]
    members: dict[str, Member]

    def to_json(self) -> bytes:
        """Write the manifest for the archive."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True).encode()

    @classmethod
    def from_json(cls, text: bytes) -> Self:
        """Read the manifest of an archive.

        Raises:
            Stop: it is none, or of a format made by a later version.
        """
        try:
            raw = json.loads(text)
            raw["members"] = {name: Member(**member) for name, member in raw["members"].items()}
            manifest = cls(**raw)
        except (ValueError, TypeError, KeyError) as error:
            raise Stop("不是争优备份文件 / this is no archive of zhengyou backup") from error
        if manifest.format > FORMAT:
            raise Stop(f"the archive has format {manifest.format}, this version reads up to {FORMAT}: upgrade first")
        return manifest


def measure(file: IO[bytes]) -> Member:
    """Return size and hash of an open file, and rewind it."""
    total, size = hashlib.sha256(), 0
    while piece := file.read(1 << 20):
        total.update(piece)
        size += len(piece)
    file.seek(0)
    return Member(size, total.hexdigest())


def applied_migrations() -> list[str]:
    """Return the migrations that the database has taken, as `app.name`."""
    loader = MigrationLoader(connection)
    return sorted(f"{app}.{name}" for app, name in loader.applied_migrations)


def known_migrations() -> set[str]:
    """Return the migrations that this version of the program brings along."""
    return {f"{app}.{name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations}


def program_version() -> str:
    """Return the version of the program, from the project file of the checkout."""
    project = Path(__file__).resolve().parents[4] / "pyproject.toml"
    return str(tomllib.loads(project.read_text())["project"]["version"]) if project.exists() else "unknown"
