"""A test stand: an installation of its own in a throw-away folder, its server on a free port of this machine."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhengyou.site.console import Stop
from zhengyou.site.launcher.postgres import Cluster
from zhengyou.site.launcher.supervisor import end_group

PATIENCE = 180.0


@dataclass
class Stand:
    """A started installation: where it answers, its database, its web server's process group."""

    url: str
    cluster: Cluster
    web: int
    environment: Mapping[str, str]

    def command(self, *words: str) -> str:
        """Run a `zhengyou` command on it and return what it said.

        Raises:
            Stop: the command fails.
        """
        return run_command(self.environment, *words)

    def fill(self, what: str, *words: str) -> dict[str, Any]:
        """Let `gauge.filling` write the data of ``what`` and return what it said of them.

        Raises:
            Stop: it fails.
        """
        said = run_module(self.environment, "zhengyou.site.gauge.filling", what, *words)
        told: dict[str, Any] = json.loads(said.splitlines()[-1])
        return told


def free_port() -> int:
    """Return a port that nobody listens on at this moment."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def run_command(environment: Mapping[str, str], *words: str) -> str:
    """Run a `zhengyou` command in an environment and return what it said.

    Raises:
        Stop: the command fails.
    """
    return run_module(environment, "zhengyou.site.cli", *words)


def run_module(environment: Mapping[str, str], module: str, *words: str) -> str:
    """Run a Python module as a command in an environment and return what it said.

    Raises:
        Stop: the command fails.
    """
    command = [sys.executable, "-m", module, *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Stop(f"{module} {' '.join(words)}: {(done.stderr or done.stdout).strip()[-2000:]}")
    return done.stdout


def wait_until_ready(url: str, seconds: float = PATIENCE, process: subprocess.Popen[bytes] | None = None) -> float:
    """Wait until an installation answers, and return how many seconds that took.

    Raises:
        Stop: it does not, or its ``process`` has ended.
    """
    started = time.monotonic()
    while time.monotonic() - started < seconds:
        if process is not None and process.poll() is not None:
            raise Stop(f"the server of {url} has ended with code {process.returncode}")
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{url}/readyz", timeout=5):  # noqa: S310  loopback
            return time.monotonic() - started
        time.sleep(0.1)
    raise Stop(f"{url} does not answer within {seconds:.0f} s")


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    """Make a throw-away folder that PostgreSQL's account may enter as well."""
    place = Path(tempfile.mkdtemp(prefix="zhengyou-stand-"))
    place.chmod(0o755)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


@contextlib.contextmanager
def stand(*, demo: bool = False, workers: int = 2, extra: Mapping[str, str] | None = None) -> Iterator[Stand]:
    """Start an installation of its own, migrated, with the demonstration county where `demo` says so."""
    with folder() as place:
        cluster = Cluster(place / "postgres", tell=lambda _line: None)
        with cluster.used() as urls:
            environment = {
                **os.environ,
                "ZHENGYOU_VAR": str(place / "var"),
                "DATABASE_URL": urls.owner,
                "DATABASE_APP_URL": urls.app,
                "WEB_WORKERS": str(workers),
                **(extra or {}),
            }
            run_command(environment, "migrate")
            if demo:
                run_command(environment, "demo")
            with server(cluster, environment) as made:
                yield made


@contextlib.contextmanager
def server(cluster: Cluster, environment: Mapping[str, str], *options: str) -> Iterator[Stand]:
    """Start a web server with ``options`` of `zhengyou serve` on an installation that stands already."""
    port = free_port()
    command = [sys.executable, "-m", "zhengyou.site.cli", "serve", "--port", str(port), *options]
    said = Path(environment["ZHENGYOU_VAR"]).parent / f"web-{port}.log"
    with said.open("wb") as log:
        web = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True)
    try:
        url = f"http://127.0.0.1:{port}"
        try:
            wait_until_ready(url, process=web)
        except Stop as stop:
            raise Stop(f"{stop}: {said.read_text(errors='replace').strip()[-1000:]}") from None
        yield Stand(url, cluster, web.pid, environment)
    finally:
        web.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            web.wait(20)
        end_group(web.pid)
        web.wait()
