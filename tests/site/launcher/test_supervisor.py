"""Children are restarted when they die and end with their supervisor."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from zhengyou.site import cli
from zhengyou.site.console import Stop
from zhengyou.site.launcher import supervisor as module
from zhengyou.site.launcher.supervisor import Supervisor, end_leftovers, members

SLEEPER = "import time; from zhengyou.site.launcher import leash; leash.obey(); time.sleep(60)"
COMMAND = [sys.executable, "-c", SLEEPER, "zhengyou"]


def until(condition: Callable[[], object], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.02)


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    made = Supervisor(tmp_path / "run.json")
    yield made
    if made.record.exists():
        made.stop()


def test_killed_child_is_started_again(supervisor: Supervisor, tmp_path: Path) -> None:
    child = supervisor.start("sleeper", COMMAND, tmp_path / "log" / "x.log", os.environ)
    assert child.process is not None
    first = child.process.pid
    child.process.kill()
    child.process.wait()

    def started_again() -> bool:
        supervisor.look_after()
        return child.process is not None and child.process.pid != first

    until(started_again)
    assert json.loads(supervisor.record.read_text()) == {"groups": [child.process.pid]}


def test_child_that_never_starts_is_given_up(
    supervisor: Supervisor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "TRIES", 2)
    supervisor.start("broken", [sys.executable, "-c", "raise SystemExit('no luck')"], tmp_path / "x.log", os.environ)
    with pytest.raises(Stop, match=r"broken.*no luck"):  # noqa: PT012  it takes several looks
        for _ in range(200):
            supervisor.look_after()
            time.sleep(0.05)


def test_stop_ends_children_that_do_not_listen(
    supervisor: Supervisor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "GRACE", 0.3)
    deaf = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    )
    child = supervisor.start("deaf", [sys.executable, "-c", deaf], tmp_path / "x.log", os.environ)
    until(lambda: "deaf" in child.last_words())
    supervisor.stop()
    assert child.process is not None
    assert child.process.poll() == -signal.SIGKILL
    assert not supervisor.record.exists()


def test_children_end_with_a_killed_supervisor(tmp_path: Path) -> None:
    code = f"""
import os, pathlib, time
from zhengyou.site.launcher.supervisor import Supervisor
made = Supervisor(pathlib.Path({str(tmp_path / "run.json")!r}))
made.start("sleeper", {COMMAND!r}, pathlib.Path({str(tmp_path / "x.log")!r}), os.environ)
time.sleep(60)
"""
    with subprocess.Popen([sys.executable, "-c", code]) as parent:
        until((tmp_path / "run.json").exists)
        until(lambda: (tmp_path / "run.json").read_text().endswith("}"))
        group = json.loads((tmp_path / "run.json").read_text())["groups"][0]
        until(lambda: members(group))
        time.sleep(0.5)  # the child must have taken its leash
        parent.kill()
    until(lambda: not members(group))


def test_leftovers_of_a_killed_supervisor_are_ended(tmp_path: Path) -> None:
    left = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)", "zhengyou"], start_new_session=True)
    foreign = subprocess.Popen(["sleep", "60"], start_new_session=True)
    try:
        record = tmp_path / "run.json"
        record.write_text(json.dumps({"groups": [left.pid, foreign.pid, 999_999_999]}))
        assert end_leftovers(record) == 1
        assert left.wait(5) == -signal.SIGKILL
        assert foreign.poll() is None
        assert not record.exists()
        assert end_leftovers(record) == 0
    finally:
        foreign.kill()
        foreign.wait()


@pytest.mark.parametrize("command", ["run", "serve"])
def test_port_in_use_is_one_line(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHENGYOU_VAR", str(tmp_path / "var"))
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)}
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        try:
            assert cli.main([command, "--port", str(port)]) == 1
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
    said = capsys.readouterr().err.strip()
    assert f"port {port} is in use" in said
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize("port", ["http", "0", "70000"])
def test_wrong_port_is_one_line(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["serve", "--port", port]) == 1
    assert "is no port number" in capsys.readouterr().err
