"""An installation of its own for tests of commands: a person's terminal, a folder and a database."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.plugins import template
from zhengyou.site.launcher.postgres import Cluster


@dataclass
class Installation:
    """An installation of its own: folder, database, and the command line as a person uses it."""

    var: Path
    url: str

    def __call__(self, *words: str | Path, code: int = 0) -> str:
        env = os.environ | {"ZHENGYOU_VAR": str(self.var), "DATABASE_URL": self.url}
        env.pop("DATABASE_APP_URL", None)
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "zhengyou.site.cli", *map(str, words)],
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout + done.stderr

    def ask(self, query: str) -> object:
        with psycopg.connect(self.url) as connection:
            cursor = connection.execute(query)  # type: ignore[call-overload]
            return cursor.fetchone() if cursor.description else None


@pytest.fixture(scope="module")
def installation(django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Installation]:
    """Make an installation; its database has been migrated where the tests have a server of their own."""
    del django_db_modify_db_settings
    folder = Path(tempfile.mkdtemp(prefix="zy-test-", dir="/tmp"))
    folder.chmod(0o755)
    cluster = Cluster(folder / "postgres", fast=True)
    with cluster.used() as urls:
        if not os.environ.get("DATABASE_URL"):
            with django_db_blocker.unblock():
                template.bring_to(urls.owner)
        yield Installation(folder / "var", urls.owner)
    shutil.rmtree(folder)
