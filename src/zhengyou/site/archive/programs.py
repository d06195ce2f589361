"""Finds pg_dump, pg_restore and psql that fit a server, and starts them without showing a password to anybody."""

import os
import shutil
import subprocess
from pathlib import Path

from django.conf import settings
from django.db import connection
from psycopg.conninfo import conninfo_to_dict

from zhengyou.site import environment
from zhengyou.site.console import Stop
from zhengyou.site.launcher import binaries

VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "dbname": "PGDATABASE",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "options": "PGOPTIONS",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
}


def server_major() -> int:
    """Return the major version of the database's server."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        return int(cursor.fetchone()[0]) // 10000


def fitting(server: int) -> Path:
    """Return the folder of programs of the server's own major version, or else of the next newer one.

    Raises:
        Stop: there is none; an older pg_dump refuses a newer server.
    """
    found: dict[int, Path] = {}
    places = [*Path("/usr/lib/postgresql").glob("*/bin"), *_embedded()]
    if on_path := shutil.which("pg_dump"):
        places.append(Path(on_path).resolve().parent)
    for place in places:
        if (place / "pg_dump").exists() and (place / "psql").exists() and (major := _pg_dump_major(place)):
            found[major] = place
    usable = sorted(major for major in found if major >= server)
    if not usable:
        raise Stop(
            f"缺少 PostgreSQL {server} 客户端程序 / pg_dump for PostgreSQL {server} is missing "
            f"(Debian: apt-get install postgresql-client-{server}); found: {sorted(found) or 'none'}"
        )
    return found[usable[0]]


def run(program: Path, *words: str | Path) -> None:
    """Run one of the programs against the installation's database, as its owner.

    Raises:
        Stop: it fails; the message is its own first complaint.
    """
    command = [str(program), *map(str, words)]
    address = conninfo_to_dict(os.environ["DATABASE_URL"])
    env = {VARIABLES[name]: str(value) for name, value in address.items() if name in VARIABLES and value is not None}
    env["PGDATABASE"] = str(settings.DATABASES["default"]["NAME"])
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "PGPASSFILE") if name in os.environ}
    done = subprocess.run(
        command, capture_output=True, text=True, errors="replace", check=False, env={**kept, **env, "LC_ALL": "C"}
    )
    if done.returncode:
        complaint = next((line for line in done.stderr.splitlines() if "error" in line.lower()), done.stderr.strip())
        raise Stop(f"{program.name}: {complaint[:300]}")


def _embedded() -> list[Path]:
    try:
        newest = binaries.folder()
    except Stop:
        return []
    return [newest, *newest.parents[1].glob("pginstall*/bin")]


def _pg_dump_major(folder: Path) -> int:
    out = subprocess.run([folder / "pg_dump", "--version"], capture_output=True, text=True, check=False).stdout
    digits = out.rpartition(")")[2].strip().partition(".")[0]
    return int(digits) if digits.isdigit() else 0


def files_folder() -> Path:
    """Return the folder of attachments, which stands outside the web root."""
    return Path(settings.MEDIA_ROOT)


def scratch() -> Path:
    """Return a private folder on the installation's own disk for what must not touch /tmp."""
    folder = environment.var() / "scratch"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
