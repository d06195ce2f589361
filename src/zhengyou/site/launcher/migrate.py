"""Brings the database up to date as its owner and grants the application role exactly its rights."""

import argparse

from django.core.management import call_command
from django.db import OperationalError, ProgrammingError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from zhengyou.records.ledger import roles
from zhengyou.site import basics
from zhengyou.site.console import Stop, say
from zhengyou.site.launcher import lean

OLDEST = 15


def pending() -> int:
    """Return how many migrations the database has still to take."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def upgrade() -> int:
    """Apply what is pending, renew the grants, see to what every installation needs; return how many migrations were applied.

    Raises:
        Stop: the database cannot be reached, is too old, or does not let the owner grant.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version_num")
            version = int(cursor.fetchone()[0]) // 10000
    except OperationalError as error:
        raise Stop(f"无法连接数据库 / cannot reach the database: {str(error).strip().splitlines()[-1]}") from error
    if version < OLDEST:
        raise Stop(f"数据库版本过低 / PostgreSQL {version} is too old; {OLDEST} or newer is needed")
    count = pending()
    with lean.drawing():
        call_command("migrate", verbosity=0, interactive=False)
    try:
        with transaction.atomic():
            roles.grant()
    except ProgrammingError as error:
        raise Stop(
            f"无法授权 / cannot grant the role {roles.APP_ROLE}: {str(error).strip().splitlines()[0]}; "
            "see docs/operations.md for the two roles"
        ) from error
    basics.load()
    return count


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `zhengyou migrate`: none."""
    del parser


def run(options: argparse.Namespace) -> int:
    """Carry out `zhengyou migrate`."""
    del options
    count = upgrade()
    say(f"数据库已是最新 / the database is up to date: {count} migrations applied, role {roles.APP_ROLE} granted")
    return 0
