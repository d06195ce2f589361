"""The demonstration county in a small size, for journeys and pages: made once in a run, copied for each test."""

import fcntl
import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from psycopg import sql

SMALL = 0.02
"""Some 1,200 ratings: a few seconds."""


@pytest.fixture(scope="session")
def demo_copy(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Return the place of the copy that all processes of this run share."""
    own = tmp_path_factory.getbasetemp()
    return (own if worker_id == "master" else own.parent) / "demo.zip"


@pytest.fixture
def demo(transactional_db: None, demo_copy: Path) -> Callable[[str], Any]:
    """Load a small demonstration and return a function that finds the account of a login (`demo("office")`)."""
    del transactional_db
    from zhengyou.registry.people.models import Account

    stand(demo_copy)
    return lambda login: Account.objects.get(username=login)


def stand(copy: Path) -> None:
    """Let the demonstration stand in the empty database: from the copy, or made now and copied by the first to ask."""
    from zhengyou.site.demo import loading

    with copy.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not copy.exists():
            loading.load(SMALL, marked=False)
            save(copy)
            return
    bring_back(copy)


def save(copy: Path) -> None:
    """Write every row of every table, and where the sequences stand, into a file."""
    fresh = copy.with_suffix(".new")
    with zipfile.ZipFile(fresh, "w", zipfile.ZIP_STORED) as archive, connection.cursor() as cursor:
        for table, columns in _tables(cursor):
            statement = sql.SQL("COPY {} ({}) TO STDOUT (FORMAT binary)").format(table, columns)
            with cursor.copy(statement) as rows:
                archive.writestr(table.as_string(), b"".join(bytes(part) for part in rows))
        cursor.execute("SELECT schemaname, sequencename, last_value FROM pg_sequences WHERE last_value IS NOT NULL")
        for schema, name, last in cursor.fetchall():
            archive.writestr(f"sequence {sql.Identifier(schema, name).as_string()}", str(last))
    fresh.rename(copy)


def bring_back(copy: Path) -> None:
    """Put the rows of a copy into the tables, whatever stands there (`django_migrations` stays)."""
    with zipfile.ZipFile(copy) as archive, transaction.atomic(), connection.cursor() as cursor:
        tables = list(_tables(cursor))
        names = sql.SQL(", ").join(table for table, _columns in tables)
        cursor.execute(sql.SQL("TRUNCATE {}").format(names).as_string())
        for table, columns in tables:
            cursor.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(table).as_string())
            statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT binary)").format(table, columns)
            with cursor.copy(statement) as rows, archive.open(table.as_string()) as kept:
                while part := kept.read(io.DEFAULT_BUFFER_SIZE * 32):
                    rows.write(part)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for table, _columns in tables:
            cursor.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(table).as_string())
        for name in archive.namelist():
            if name.startswith("sequence "):
                cursor.execute(
                    "SELECT setval(%s::regclass, %s)", [name.removeprefix("sequence "), int(archive.read(name))]
                )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _tables(cursor: Any) -> Iterator[tuple[sql.Identifier, sql.Composed]]:
    """Yield each table with the columns that are stored, those to which others point first."""
    cursor.execute(
        """
        SELECT c.relname, array_agg(a.attname ORDER BY a.attnum),
               (SELECT array_agg(DISTINCT t.relname) FROM pg_constraint f JOIN pg_class t ON t.oid = f.confrelid
                WHERE f.conrelid = c.oid AND f.contype = 'f' AND NOT f.condeferrable AND f.confrelid <> c.oid)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
        WHERE c.relkind = 'r' AND n.nspname = 'public' AND c.relname <> 'django_migrations'
        GROUP BY c.oid, c.relname ORDER BY c.relname
        """
    )
    waiting = {name: (columns, set(points or ())) for name, columns, points in cursor.fetchall()}
    while waiting:
        free = [name for name, (_columns, points) in waiting.items() if not points & waiting.keys()]
        for name in free:
            columns, _points = waiting.pop(name)
            yield sql.Identifier(name), sql.SQL(", ").join(map(sql.Identifier, columns))
