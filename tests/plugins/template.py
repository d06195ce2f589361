"""Migrates once for all: test databases are copies of a template that stays on the throw-away server.

The template carries the digest of every migration and of the packages that bring some: whatever changes them makes a
new one. On a server given by `DATABASE_URL` nothing is left behind: there each process migrates its own database.
"""

import fcntl
import hashlib
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from zhengyou.records.ledger import roles
from zhengyou.site.launcher import binaries, lean, postgres

PREFIX = "template_zhengyou_"
PACKAGES = ("django", "procrastinate")


def digest() -> str:
    """Return what the template must have been made from."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    told = hashlib.sha256(" ".join(f"{name} {version(name)}" for name in PACKAGES).encode())
    for module in sorted({migration.__module__ for migration in loader.disk_migrations.values()}):
        told.update(module.encode() + Path(__import__(module, fromlist=["x"]).__file__).read_bytes())
    return told.hexdigest()[:12]


def made(place: Path) -> str:
    """Return the name of the template on the server whose files stand in ``place``, made by whoever comes first."""
    name = f"{PREFIX}{digest()}"
    with (place / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        connection = connections["default"]
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
            known = {row[0] for row in cursor.fetchall()}
            if name not in known:
                for old in known:
                    cursor.execute(f'DROP DATABASE IF EXISTS "{old}"')
                cursor.execute(f'CREATE DATABASE "{name}_new"')
        if name not in known:
            _migrate(connection, f"{name}_new")
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'ALTER DATABASE "{name}_new" RENAME TO "{name}"')
    return name


def bring_to(address: str) -> None:
    """Fill the empty database at ``address`` with what the template holds, so that it need not be migrated anew."""
    cluster = postgres.test_cluster()
    name, programs = made(cluster.place), binaries.folder()
    source = cluster.url(postgres.OWNER, name)
    dump = subprocess.run([programs / "pg_dump", "--format=custom", source], capture_output=True, check=True)
    subprocess.run([programs / "pg_restore", "--exit-on-error", "--dbname", address], input=dump.stdout, check=True)


def _migrate(connection: Any, database: str) -> None:
    """Migrate ``database`` and grant the application role its rights, as `zhengyou migrate` does."""
    settings, before = connection.settings_dict, connection.settings_dict["NAME"]
    connection.close()
    settings["NAME"] = database
    try:
        with lean.drawing():
            call_command("migrate", verbosity=0, interactive=False)
        roles.grant()
    finally:
        connection.close()
        settings["NAME"] = before
