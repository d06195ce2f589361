"""Runs the embedded PostgreSQL: made on first use, shared by all processes, stopped by the one that leaves last.

Every process that uses a cluster holds a shared lock on a file beside it; the kernel releases the lock even after
`kill -9`, so that a server is never stopped under somebody and never counted as used by the dead. Connections go
through a socket in a folder that only PostgreSQL's account (and root) may enter; there is no TCP port.
"""

import atexit
import contextlib
import fcntl
import hashlib
import os
import secrets
import shutil
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import urlencode

import psycopg
from psycopg import sql

from zhengyou.site import environment
from zhengyou.site.console import Stop, say
from zhengyou.site.launcher import binaries

OWNER = "zhengyou"
DATABASE = "zhengyou"
PORT = "5432"
PATIENCE = 60.0
"""Seconds that an unclean stop may take to heal: children of a killed server, replay of the log."""

SOCKET_LIMIT = 90
"""Longest folder for a socket: its whole path must stay under about 100 bytes on every system."""

SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "timezone": "UTC",
    # A failed statement would carry people's data into the log, and so would the detail of a broken constraint.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}
"""Settings of a throw-away server: quick, and lost with the machine."""

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Urls:
    """The addresses of one database: as its owner, who migrates, and as the application's role."""

    owner: str
    app: str


@dataclass
class Cluster:
    """One PostgreSQL data folder with its server, its log and its lock files in `place`."""

    place: Path
    fast: bool = False
    tell: Tell = say

    @property
    def data(self) -> Path:
        """The data folder proper."""
        return self.place / "data"

    @property
    def log(self) -> Path:
        """The server's log."""
        return self.place / "postgres.log"

    @property
    def programs(self) -> Path:
        """The folder of the programs that fit the data, or the newest before there is any."""
        version = self.data / "PG_VERSION"
        return binaries.folder(int(version.read_text().strip()) if version.exists() else None)

    def urls(self) -> Urls:
        """Return the two addresses of the running server's database."""
        return Urls(self.url(OWNER, DATABASE), self.url(environment.APP_ROLE, DATABASE))

    def url(self, user: str, database: str) -> str:
        """Return an address on the running server."""
        lines = self._pid_lines()
        socket = lines[4] if len(lines) > 4 else str(self._socket_folder())
        return f"postgresql://{user}@/{database}?{urlencode({'host': socket, 'port': PORT})}"

    def pid(self) -> int | None:
        """Return the process id of the running server."""
        lines = self._pid_lines()
        return int(lines[0]) if lines and _is_postgres(int(lines[0])) else None

    def is_ready(self) -> bool:
        """Return whether the server takes connections."""
        if not self._pid_lines():
            return False
        try:
            with psycopg.connect(self.url("postgres", "postgres"), connect_timeout=3):
                return True
        except psycopg.OperationalError:
            return False

    def start(self) -> None:
        """Make the cluster if there is none, and start its server; does nothing where it runs.

        Raises:
            Stop: it cannot be made or does not come up within `PATIENCE`.
        """
        if self.is_ready():
            return
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        started, tries = time.monotonic(), 0
        while not self._try_start():
            waited, tries = time.monotonic() - started, tries + 1
            if waited > PATIENCE:
                raise Stop(f"数据库未能启动 / the database does not start: {self._last_words()} (see {self.log})")
            self.tell(f"  数据库正在从非正常停止中恢复 / database recovers from an unclean stop … {waited:.0f} s")
            self._forget_dead_server()
            time.sleep(min(0.5 * 2**tries, 5))
        self._furnish()

    def stop(self) -> None:
        """Stop the server, if it runs: open transactions are rolled back, everything committed is on disk."""
        if self.pid() is not None:
            binaries.as_account(
                [self.programs / "pg_ctl", "-D", self.data, "-m", "fast", "-w", "-t", str(PATIENCE), "stop"]
            )

    @contextlib.contextmanager
    def used(self) -> Iterator[Urls]:
        """Keep the server running for the length of the block; whoever leaves last stops it."""
        users = self.join()
        try:
            yield self.urls()
        finally:
            self.leave(users)

    def join(self) -> IO[str]:
        """Start the server if need be and count this process as a user; the file returned is the proof."""
        self._make_place()
        with _locked(self.place / "start.lock"):
            users = (self.place / "users.lock").open("w")
            fcntl.flock(users, fcntl.LOCK_SH)
            try:
                self.start()
            except BaseException:
                self._stop_if_unused(users)
                raise
        return users

    def leave(self, users: IO[str]) -> None:
        """Give back what `join` returned; stops the server if nobody else uses it."""
        with _locked(self.place / "start.lock"):
            self._stop_if_unused(users)

    def _stop_if_unused(self, users: IO[str]) -> None:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            self.stop()
        except BlockingIOError:
            pass
        finally:
            users.close()

    def _make_place(self) -> None:
        try:
            self.place.mkdir(mode=0o755, parents=True, exist_ok=True)
        except OSError as error:
            raise Stop(f"无法写入 / cannot write {self.place}: {error.strerror}") from error
        binaries.give(self.place)

    def _initialise(self) -> None:
        """Make the data folder beside its final place and move it there whole, so that half of one never counts."""
        fresh = self.place / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        programs = binaries.folder()
        options = ["--locale=C.UTF-8"]
        if binaries.major(programs) >= 17:
            options = ["--no-locale", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        if self.fast:
            options.append("--no-sync")
        done = binaries.as_account(
            [programs / "initdb", "-D", fresh, "-U", "postgres", "--auth=trust", "--encoding=UTF8", *options]
        )
        if done.returncode:
            shutil.rmtree(fresh, ignore_errors=True)
            words = [line for line in done.stderr.splitlines() if "error" in line.lower() or "space" in line.lower()]
            raise Stop(
                f"无法建立数据库 / cannot make the database in {self.place}: {(words or [done.stderr.strip()])[0]}"
            )
        fresh.rename(self.data)

    def _try_start(self) -> bool:
        if not self.log.exists():
            self.log.touch(mode=0o600)
            binaries.give(self.log)
        socket = self._socket_folder()
        socket.mkdir(mode=0o700, exist_ok=True)
        binaries.give(socket)
        settings = {**SETTINGS, **(FAST if self.fast else {}), "unix_socket_directories": str(socket), "port": PORT}
        options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
        done = binaries.as_account(
            [
                self.programs / "pg_ctl",
                "-D",
                self.data,
                "-l",
                self.log,
                "-w",
                "-t",
                str(PATIENCE),
                "-o",
                options,
                "start",
            ]
        )
        return done.returncode == 0 or self.is_ready()

    def _socket_folder(self) -> Path:
        folder = self.place / "socket"
        if len(os.fsencode(folder)) <= SOCKET_LIMIT:
            return folder
        digest = hashlib.sha256(os.fsencode(self.place)).hexdigest()[:12]
        short = Path(tempfile.gettempdir()) / f"zhengyou-{os.getuid()}-{digest}"
        _refuse_foreign(short)
        return short

    def _pid_lines(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return []

    def _forget_dead_server(self) -> None:
        """Remove the pid file of a killed server whose number now belongs to another program.

        PostgreSQL itself forgets a number that no process has; it cannot know that a reused one is not a server.
        The file stays as long as any process still works in the data folder.
        """
        lines = self._pid_lines()
        if lines and Path("/proc").exists() and not _is_postgres(int(lines[0])) and not _works_in(self.data):
            (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _last_words(self) -> str:
        try:
            lines = self.log.read_text(errors="replace").splitlines()
        except OSError:
            return "no log"
        telling = [line for line in lines[-30:] if "FATAL" in line or "PANIC" in line or "No space" in line]
        return (telling or lines or ["empty log"])[-1]

    def _furnish(self) -> None:
        """Make the roles and the database, once."""
        app = sql.Identifier(environment.APP_ROLE)
        with psycopg.connect(self.url("postgres", "postgres"), autocommit=True) as connection:
            roles = {row[0] for row in connection.execute("select rolname from pg_roles")}
            if OWNER not in roles:
                connection.execute("create role zhengyou login createdb createrole")
            if environment.APP_ROLE not in roles:
                connection.execute(sql.SQL("create role {} login").format(app))
                connection.execute(sql.SQL("grant {} to zhengyou with admin option").format(app))
            if not connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
                connection.execute("create database zhengyou owner zhengyou")


def installation(var: Path, tell: Tell = say) -> Cluster:
    """Return the cluster of an installation, in its folder `var` or, where root's account cannot go there, outside.

    A file in `var` names the place outside, so that a new installation in the same folder never finds old data.
    """
    note = var / "postgres.place"
    if note.exists():
        return Cluster(Path(note.read_text().strip()), tell=tell)
    place = var / "postgres"
    if binaries.account() is not None and not (place / "data").exists():
        var.mkdir(parents=True, exist_ok=True)
        if not binaries.reachable(var):
            place = binaries.OUTSIDE / f"data-{secrets.token_hex(6)}"
            note.write_text(f"{place}\n")
            tell(f"数据目录为私有目录，数据库存放于 / private folder: the database is kept in {place}")
    return Cluster(place, tell=tell)


def ensure(var: Path, tell: Tell = say) -> Urls:
    """Start the installation's server if need be and return its addresses; it is stopped when the process ends."""
    cluster = installation(var, tell)
    users = cluster.join()
    atexit.register(cluster.leave, users)
    return cluster.urls()


@contextlib.contextmanager
def connected() -> Iterator[None]:
    """Let `DATABASE_URL` name a running database within the block: the one given, or the embedded one."""
    if given := os.environ.get("DATABASE_URL") or os.environ.get("DATABASE_APP_URL"):
        os.environ["DATABASE_URL"] = given
        yield
        return
    with installation(environment.var()).used() as urls:
        os.environ.update(DATABASE_URL=urls.owner, DATABASE_APP_URL=urls.app)
        try:
            yield
        finally:
            del os.environ["DATABASE_URL"], os.environ["DATABASE_APP_URL"]


def test_cluster() -> Cluster:
    """Return the throw-away cluster of this checkout: in memory where the system offers it."""
    shared = Path("/dev/shm")  # noqa: S108  the folder made in it is private and checked to be ours
    root = shared if shared.is_dir() and os.access(shared, os.W_OK) else Path(tempfile.gettempdir())
    checkout = Path(__file__).resolve().parents[4]
    digest = hashlib.sha256(f"{checkout} {binaries.folder()}".encode()).hexdigest()[:10]
    place = root / f"zhengyou-test-{os.getuid()}-{digest}"
    _refuse_foreign(place)
    return Cluster(place, fast=True)


def test_server() -> str:
    """Return the owner's address on a throw-away server that all test processes of this checkout share.

    It is stopped when the last of them ends; its files go with `make clean`.
    """
    cluster = test_cluster()
    try:
        users = cluster.join()
    except Stop:
        # Nothing in it is worth keeping: a cluster that a crash of the machine damaged is made anew.
        shutil.rmtree(cluster.place, ignore_errors=True)
        users = cluster.join()
    atexit.register(cluster.leave, users)
    return cluster.urls().owner


test_cluster.__test__ = test_server.__test__ = False  # type: ignore[attr-defined]  # no tests, whatever pytest thinks


def discard_test_server() -> None:
    """Stop the throw-away server and remove its files (`make clean`)."""
    cluster = test_cluster()
    if cluster.place.exists():
        cluster.stop()
        shutil.rmtree(cluster.place, ignore_errors=True)


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _refuse_foreign(path: Path) -> None:
    """Raise where another account already owns a folder of this name: its owner could read what goes there."""
    who = binaries.account()
    ours = {os.getuid(), who.pw_uid if who else os.getuid()}
    with contextlib.suppress(FileNotFoundError):
        status = path.lstat()
        if status.st_uid not in ours or not stat.S_ISDIR(status.st_mode):
            raise Stop(f"{path} belongs to somebody else; remove it or set TMPDIR")


def _is_postgres(pid: int) -> bool:
    try:
        return "postgres" in Path(f"/proc/{pid}/cmdline").read_text(errors="replace")
    except FileNotFoundError:
        if Path("/proc").exists():
            return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _works_in(folder: Path) -> bool:
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (process / "cwd").readlink() == folder:
                return True
    return False
