"""`make run`: everything on one machine, from the catalogues to the printed address, stopped by Ctrl-C."""

import argparse
import contextlib
import fcntl
import importlib
import importlib.util
import os
import shutil
import signal
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import FrameType, ModuleType
from typing import NoReturn, TypeVar

from zhengyou.site import assets, environment, messages
from zhengyou.site.console import Stop, say, warn
from zhengyou.site.launcher import postgres
from zhengyou.site.launcher.serve import address, claim
from zhengyou.site.launcher.supervisor import Supervisor, end_leftovers

T = TypeVar("T")

ROOM_NEEDED = 300_000_000
"""Bytes that must be free on the disk: the new database takes some 40 MB, the demonstration county more."""

PATIENCE = 60.0
"""Seconds that the web server may take to answer its first request."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `zhengyou run`; host and port have environment variables as well."""
    parser.add_argument("--host", help="address to listen on (HOST, 127.0.0.1)")
    parser.add_argument("--port", help="port to listen on (PORT, 8000)")
    parser.add_argument("--no-demo", action="store_true", help="leave an empty database empty (ZHENGYOU_DEMO=0)")


def run(options: argparse.Namespace) -> int:
    """Start everything, print where it is, and look after it until a signal comes."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, _interrupt)
    host, port = address(options)
    var = environment.var()
    wants_demo = not options.no_demo and os.environ.get("ZHENGYOU_DEMO", "1") != "0"
    code = 130  # what a shell calls an interrupted start
    try:
        with contextlib.ExitStack() as stack:
            stack.enter_context(_only_one(var))
            if ended := end_leftovers(var / "run.json"):
                say(f"  清理上次遗留的进程 / ended {ended} processes left by an unclean stop")
            claim(host, port)
            cluster, demo = _prepare(var, stack, wants_demo=wants_demo)
            supervisor = Supervisor(var / "run.json")
            stack.callback(_stop_quietly, supervisor)
            _start(supervisor, host, port)
            code = 0
            _welcome(_url(host, port), demo, var / "log")
            _look_after(supervisor, cluster)
    except KeyboardInterrupt:
        say("已停止 / stopped")
    return code


def _prepare(
    var: Path, stack: contextlib.ExitStack, *, wants_demo: bool
) -> tuple[postgres.Cluster | None, ModuleType | None]:
    """Bring everything up to date that does not serve yet: words, front end, database, data."""
    _step("编译文字 / messages", _compile_messages)
    _step("构建前端 / front end", _build_assets)
    cluster = _database(var, stack)
    os.environ["ZHENGYOU_ROLE"] = "owner"
    _step("更新数据库结构 / migrations", _migrate)
    demo = _step("演示数据 / demonstration county", lambda: _demonstration(wants_demo))
    importlib.import_module("django.db").connections.close_all()
    return cluster, demo


def _start(supervisor: Supervisor, host: str, port: int) -> None:
    """Start web server and worker, and wait until the first page comes."""
    environ, log = _child_environment(host, port), supervisor.record.parent / "log"
    supervisor.start("web", _cli("serve"), log / "web.log", environ)
    supervisor.start("worker", _cli("worker"), log / "worker.log", environ)
    _step("启动服务 / web server", lambda: _wait_for(_url(host, port), supervisor))
    if os.environ.get("ZHENGYOU_FONTS", "1") != "0" and not assets.fonts_present():
        # Some 200 MB: the first page must not wait for them, and only printed documents do.
        supervisor.errand(_cli("assets", "--fonts"), log / "fonts.log", environ)


def _url(host: str, port: int) -> str:
    return f"http://{'127.0.0.1' if host in {'0.0.0.0', '::'} else host}:{port}"  # noqa: S104  named, not bound


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    # One signal is enough: while everything is being stopped, further ones must not interrupt that.
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    say("\n正在停止 / stopping …")
    raise KeyboardInterrupt


@contextlib.contextmanager
def _only_one(var: Path) -> Iterator[None]:
    """Hold the installation's folder for one `run` at a time and refuse a full disk."""
    try:
        var.mkdir(parents=True, exist_ok=True)
        lock = (var / "run.lock").open("w")
    except OSError as error:
        raise Stop(f"无法写入 / cannot write {var}: {error.strerror}") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Stop(f"已在运行 / already running with the data in {var}") from error
        if (free := shutil.disk_usage(var).free) < ROOM_NEEDED:
            raise Stop(f"磁盘已满 / the disk is full: {free // 1_000_000} MB left for {var}, 300 MB needed")
        yield


def _step(title: str, work: Callable[[], T]) -> T:
    started = time.monotonic()
    say(f"  {title} …")
    try:
        result = work()
    except OSError as error:
        raise Stop(f"{title}: {error.strerror or error}") from error
    if (seconds := time.monotonic() - started) > 1:
        say(f"    {seconds:.1f} s")
    return result


def _compile_messages() -> None:
    for room in messages.rooms():
        messages.compile_room(room)


def _build_assets() -> None:
    assets.build(quiet=True)


def _database(var: Path, stack: contextlib.ExitStack) -> postgres.Cluster | None:
    """Let `DATABASE_URL` name a running database and return its cluster where it is the embedded one."""
    if os.environ.get("DATABASE_URL"):
        return None
    cluster = postgres.installation(var)
    urls = _step("启动数据库 / database", lambda: stack.enter_context(cluster.used()))
    os.environ.update(DATABASE_URL=urls.owner, DATABASE_APP_URL=urls.app)
    return cluster


def _migrate() -> None:
    importlib.import_module("django").setup()
    importlib.import_module("zhengyou.site.launcher.migrate").upgrade()


def _demonstration(wanted: bool) -> ModuleType | None:
    """Load the demonstration county into an empty database; return its module where the county is in the database."""
    if importlib.util.find_spec("zhengyou.site.demo") is None:
        return None
    demo = importlib.import_module("zhengyou.site.demo")
    if wanted and demo.is_empty():
        demo.load()
    return demo if demo.is_loaded() else None


def _cli(*words: str) -> list[str]:
    return [sys.executable, "-m", "zhengyou.site.cli", *words]


def _child_environment(host: str, port: int) -> Mapping[str, str]:
    """Web and worker never learn the owner's address where the application's role has one of its own."""
    app = os.environ.get("DATABASE_APP_URL") or os.environ["DATABASE_URL"]
    return {**os.environ, "ZHENGYOU_ROLE": "app", "DATABASE_URL": app, "HOST": host, "PORT": str(port)}


def _wait_for(url: str, supervisor: Supervisor) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        supervisor.look_after()
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=5):  # noqa: S310  our own address
                return
        except urllib.error.HTTPError as error:
            if error.code < 500:
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise Stop(f"web: 未能响应 / does not answer: {supervisor.children[0].last_words()}")


def _welcome(url: str, demo: ModuleType | None, logs: Path) -> None:
    say(f"\n争优 Zhengyou  {url}\n")
    if demo is not None:
        say("演示账号 / demonstration logins（角色 账号 密码）")
        for role, name, password in demo.LOGINS:
            say(f"  {role}  {name}  {password}")
        say("\n值得一看 / worth opening")
        for title, path in demo.LINKS:
            say(f"  {title}  {url}{path}")
    say(f"\n日志 / logs: {logs}    按 Ctrl-C 停止 / Ctrl-C stops everything")


def _look_after(supervisor: Supervisor, cluster: postgres.Cluster | None) -> None:
    while True:
        time.sleep(0.5)
        if cluster is not None and cluster.pid() is None:
            warn("  数据库意外退出，正在重启 / the database ended unexpectedly, starting it again")
            cluster.start()
        supervisor.look_after()


def _stop_quietly(supervisor: Supervisor) -> None:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    supervisor.stop()
