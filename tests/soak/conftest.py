"""The whole product started as a person starts it, and clients that write to it while parts of it are killed."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, LiteralString, Self

import psycopg
import pytest

from zhengyou.site.console import Stop
from zhengyou.site.gauge import load
from zhengyou.site.gauge.load import Answer, Request
from zhengyou.site.gauge.stand import folder, free_port, run_module, wait_until_ready
from zhengyou.site.launcher.postgres import Cluster

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Product:
    """`zhengyou run` on a folder and a port of its own."""

    place: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    @property
    def cluster(self) -> Cluster:
        return Cluster(self.place / "var" / "postgres")

    def start(self) -> float:
        """Start it and return how many seconds it took to answer."""
        started, welcomes = time.monotonic(), self.welcomes()
        environment = os.environ | {
            "ZHENGYOU_VAR": str(self.place / "var"),
            "PORT": str(self.port),
            "ZHENGYOU_DEMO": "0",
            "ZHENGYOU_FONTS": "0",
            "ZHENGYOU_HOSTS": "127.0.0.1",
            "ZHENGYOU_TLS": "1",  # as behind a proxy: each visitor comes from a network of its own
            "DJANGO_SETTINGS_MODULE": "tests.soak.settings",
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")]),
        }
        environment.pop("DATABASE_URL", None)
        # Not a pipe: children of the killed product would keep it open.
        with (self.place / "run.log").open("ab") as log:
            command = [sys.executable, "-m", "zhengyou.site.cli", "run"]
            self.process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
        try:
            wait_until_ready(self.url, 480, self.process)
        except Stop:
            self.process.kill()
            raise AssertionError(self.said()) from None
        while self.welcomes() == welcomes and self.process.poll() is None:
            time.sleep(0.05)
        return time.monotonic() - started

    def stop(self) -> int:
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(60)

    def said(self) -> str:
        log = self.place / "run.log"
        return log.read_text(errors="replace") if log.exists() else ""

    def welcomes(self) -> int:
        return self.said().count("Ctrl-C stops everything")

    def groups(self) -> list[int]:
        """The process groups of web server and worker, in this order."""
        found: list[int] = json.loads((self.place / "var" / "run.json").read_text())["groups"]
        return found

    def written(self, verb: str = "soak.write") -> set[str]:
        """The words of every event of a verb in the database."""
        return {row[0] for row in self.asked("select object_label from ledger_event where verb = %s", verb)}

    def asked(self, query: LiteralString, *values: object) -> list[tuple[Any, ...]]:
        """What the database answers."""
        with psycopg.connect(self.cluster.urls().owner) as connection:
            return connection.execute(query, values).fetchall()

    def invitations(self, count: int) -> list[str]:
        """The codes of so many new invitations."""
        urls = self.cluster.urls()
        environment = os.environ | {"ZHENGYOU_VAR": str(self.place / "var"), "DATABASE_URL": urls.owner}
        said = run_module(environment, "zhengyou.site.gauge.filling", "invitations", str(count))
        codes: list[str] = json.loads(said.splitlines()[-1])["codes"]
        return codes


@dataclass
class Writers:
    """Clients that write as long as they are let; every acknowledged word is remembered."""

    url: str
    clients: int = 8
    seconds: float = 90
    acknowledged: set[str] = field(default_factory=set)
    result: load.Load | None = None
    over: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        self.started = time.monotonic()
        self.thread = threading.Thread(target=self._write)
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join()

    def wait_for_more(self, count: int = 50, seconds: float = 60) -> float:
        """Wait until that many further words are acknowledged, and return how many seconds it took."""
        goal, started = len(self.acknowledged) + count, time.monotonic()
        while len(self.acknowledged) < goal:
            assert time.monotonic() - started < seconds, "no write is acknowledged any more"
            time.sleep(0.05)
        return time.monotonic() - started

    def _write(self) -> None:
        def make(number: int) -> Request:
            time.sleep(0)
            return Request("/soak/", "POST", f"{self.started}-{number}".encode())

        def heard(request: Request, answer: Answer) -> None:
            if answer.status == 201:
                assert answer.body == request.body
                self.acknowledged.add(answer.body.decode())
            if self.over.is_set():
                raise StopSoak

        try:
            self.result = load.run(self.url, make, clients=self.clients, seconds=self.seconds, most=60_000, heard=heard)
        except StopSoak:
            return


class StopSoak(Exception):
    """The test has seen enough."""


@pytest.fixture(scope="session")
def installation() -> Iterator[Product]:
    """One installation for all tests: a first start, with its migrations, takes most of a minute."""
    with folder() as place:
        made = Product(place)
        yield made
        if made.running:
            made.stop()
        made.cluster.stop()


@pytest.fixture
def product(installation: Product) -> Product:
    """The installation, started again where the test before has stopped or killed it."""
    if not installation.running:
        installation.start()
    return installation
