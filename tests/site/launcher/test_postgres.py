"""The embedded PostgreSQL: made, shared, stopped, and healed after an unclean end."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from zhengyou.site.console import Stop
from zhengyou.site.launcher import binaries, postgres
from zhengyou.site.launcher.postgres import Cluster

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another account")


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may enter; pytest's own is private to its user."""
    folder = Path(tempfile.mkdtemp(prefix="zy-test-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def cluster(open_folder: Path) -> Iterator[Cluster]:
    made = Cluster(open_folder / "postgres", fast=True, tell=lambda _: None)
    yield made
    made.stop()


def write_row(cluster: Cluster, number: int) -> None:
    with psycopg.connect(cluster.urls().owner) as connection:
        connection.execute("create table if not exists t (n int)")
        connection.execute("insert into t values (%s)", [number])


def rows(cluster: Cluster) -> list[int]:
    with psycopg.connect(cluster.urls().owner) as connection:
        return [row[0] for row in connection.execute("select n from t order by n")]


def kill(cluster: Cluster) -> int:
    """Kill the postmaster as `kill -9` does; its children notice by themselves."""
    pid = cluster.pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    return pid


def test_last_user_stops_the_server(cluster: Cluster) -> None:
    with cluster.used() as urls:
        assert "zhengyou@" in urls.owner
        first = cluster.pid()
        with cluster.used():
            assert cluster.pid() == first
        assert cluster.pid() == first
        write_row(cluster, 1)
    assert cluster.pid() is None
    with cluster.used():
        assert rows(cluster) == [1]


def test_roles_are_owner_and_application(cluster: Cluster) -> None:
    with cluster.used() as urls:
        with psycopg.connect(urls.owner) as connection:
            assert not connection.execute("select rolsuper from pg_roles where rolname = current_user").fetchone()[0]
            connection.execute("set role zhengyou_app")
        with psycopg.connect(urls.app) as connection:
            assert connection.execute("select current_user").fetchone() == ("zhengyou_app",)


def test_start_after_kill_keeps_what_was_committed(cluster: Cluster) -> None:
    cluster.fast = False
    with cluster.used():
        write_row(cluster, 1)
        pid = kill(cluster)
        started = time.monotonic()
        cluster.start()
        assert time.monotonic() - started < postgres.PATIENCE
        assert cluster.pid() not in {None, pid}
        assert rows(cluster) == [1]


def test_stale_pid_of_another_program_is_forgotten(cluster: Cluster) -> None:
    with cluster.used():
        write_row(cluster, 2)
    pid_file = cluster.data / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{cluster.data}\n1\n5432\n{cluster.place / 'socket'}\n\n  1 1\nready\n")
    binaries.give(pid_file)
    assert cluster.pid() is None
    with cluster.used():
        assert rows(cluster) == [2]


def test_half_made_cluster_is_made_anew(cluster: Cluster) -> None:
    (cluster.place / "data.new" / "base").mkdir(parents=True)
    with cluster.used():
        write_row(cluster, 3)
    assert not (cluster.place / "data.new").exists()


def test_killed_user_does_not_keep_the_server(cluster: Cluster) -> None:
    code = (
        "import sys, time, pathlib; from zhengyou.site.launcher.postgres import Cluster;"
        "c = Cluster(pathlib.Path(sys.argv[1]), fast=True); u = c.join(); print('in', flush=True); time.sleep(60)"
    )
    with cluster.used():
        command = [sys.executable, "-c", code, str(cluster.place)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as other:
            assert other.stdout is not None
            assert other.stdout.readline() == "in\n"
            other.kill()
    assert cluster.pid() is None


def test_long_path_gets_a_short_socket(open_folder: Path) -> None:
    deep = open_folder / ("x" * 60) / ("y" * 60)
    cluster = Cluster(deep / "postgres", fast=True)
    with cluster.used() as urls:
        assert "xxxx" not in urls.owner
        write_row(cluster, 4)
        socket = cluster._socket_folder()
        assert socket.stat().st_mode & 0o077 == 0
    with contextlib.suppress(OSError):
        socket.rmdir()


@as_root
def test_private_folder_keeps_its_permissions(open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    private = open_folder / "private"
    (private / "var").mkdir(parents=True)
    private.chmod(0o700)
    outside = open_folder / "outside"
    monkeypatch.setattr(binaries, "OUTSIDE", outside)
    told: list[str] = []
    cluster = postgres.installation(private / "var", told.append)
    with cluster.used():
        write_row(cluster, 5)
    assert cluster.place.parent == outside
    assert len(told) == 1
    assert str(outside) in told[0]
    assert private.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in (private / "var").iterdir()] == ["postgres.place"]
    assert postgres.installation(private / "var", told.append).place == cluster.place
    assert len(told) == 1


@as_root
def test_programs_in_a_private_folder_are_copied_outside(open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    private = open_folder / "private"
    installed = binaries.folder().parent
    package = private / installed.parent.name
    shutil.copytree(installed, package / installed.name, symlinks=True)
    libraries = installed.parent.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, private / libraries.name)
    private.chmod(0o700)
    monkeypatch.setattr(binaries, "OUTSIDE", open_folder / "outside")
    programs = binaries._within_reach(package / installed.name / "bin")
    assert programs.is_relative_to(open_folder / "outside")
    assert binaries.as_account([programs / "initdb", "--version"]).returncode == 0
    assert private.stat().st_mode & 0o777 == 0o700


def test_unwritable_place_is_one_clear_line(open_folder: Path) -> None:
    (open_folder / "file").write_text("")
    with pytest.raises(Stop, match="cannot write"):
        Cluster(open_folder / "file" / "postgres").join()


def test_server_that_cannot_start_says_why(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    with cluster.used():
        pass
    monkeypatch.setattr(postgres, "PATIENCE", 1.0)
    (cluster.data / "global" / "pg_control").unlink()
    with pytest.raises(Stop, match=r"does not start.*pg_control"):
        cluster.join()
