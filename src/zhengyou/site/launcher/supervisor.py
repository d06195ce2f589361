"""Keeps child processes running: starts them on a leash, restarts what dies, stops all of them in order."""

import contextlib
import json
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from zhengyou.site.console import Stop, warn
from zhengyou.site.launcher import leash

GRACE = 30.0
"""Seconds that a child may take to finish what it is doing."""

SHORT_LIFE = 10.0
"""A child that dies younger than this many seconds counts as failing to start."""

TRIES = 5
"""Failed starts in a row after which the supervisor gives up."""

LOG_LIMIT = 10_000_000
"""Size of a log in bytes from which the next start begins a new one and keeps the old one beside it."""


@dataclass
class Child:
    """One process to be kept running: its name, its command and its log."""

    name: str
    command: Sequence[str]
    log: Path
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    resting_until: float = 0.0

    def start(self, reading_end: int) -> None:
        """Start the process in a group of its own, so that Ctrl-C reaches only the supervisor."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".old.log"))
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                pass_fds=[reading_end],
                env={**self.environment, leash.VARIABLE: str(reading_end)},
            )
        self.started = time.monotonic()

    def last_words(self) -> str:
        """Return the last line of the log that says something."""
        with contextlib.suppress(OSError):
            lines = [line for line in self.log.read_text(errors="replace").splitlines()[-40:] if line.strip()]
            return lines[-1].strip()[:300] if lines else ""
        return ""


@dataclass
class Supervisor:
    """The children, the pipe that is their leash, and the file that names their process groups."""

    record: Path
    children: list[Child] = field(default_factory=list)
    errands: list[Child] = field(default_factory=list)
    pipe: tuple[int, int] = field(default_factory=os.pipe)

    def start(self, name: str, command: Sequence[str], log: Path, environment: Mapping[str, str]) -> Child:
        """Start a child and keep it running."""
        child = Child(name, command, log, environment)
        self.children.append(child)
        child.start(self.pipe[0])
        self._write_record()
        return child

    def errand(self, command: Sequence[str], log: Path, environment: Mapping[str, str]) -> None:
        """Start a child that does one thing and ends; nobody waits for it and nobody minds its failure."""
        child = Child("errand", command, log, environment)
        child.start(self.pipe[0])
        self.errands.append(child)

    def look_after(self) -> None:
        """Restart the children that died.

        Raises:
            Stop: one of them fails to start again and again.
        """
        for child in self.children:
            now = time.monotonic()
            if child.process is not None and (code := child.process.poll()) is not None:
                end_group(child.process.pid)
                child.process = None
                child.failures = child.failures + 1 if now - child.started < SHORT_LIFE else 1
                if child.failures >= TRIES:
                    raise Stop(f"{child.name}: 反复启动失败 / fails to start: {child.last_words()} (see {child.log})")
                child.resting_until = now + min(2.0 ** (child.failures - 1) / 2, 8)
                warn(f"  {child.name} 意外退出，正在重启 / ended unexpectedly (code {code}), starting it again")
            if child.process is None and now >= child.resting_until:
                child.start(self.pipe[0])
                self._write_record()

    def stop(self) -> None:
        """Ask every child to finish, wait up to `GRACE` seconds, then end what is left."""
        running = [child.process for child in self.children + self.errands if child.process is not None]
        for process in running:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
        deadline = time.monotonic() + GRACE
        for process in running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(deadline - time.monotonic(), 0.1))
            end_group(process.pid)
            process.wait()
        for end in self.pipe:
            os.close(end)
        self.record.unlink(missing_ok=True)

    def _write_record(self) -> None:
        groups = [child.process.pid for child in self.children if child.process is not None]
        self.record.write_text(json.dumps({"groups": groups}))


def end_leftovers(record: Path) -> int:
    """End the process groups that a killed supervisor left behind, and return how many processes that were."""
    try:
        groups = json.loads(record.read_text())["groups"]
    except (OSError, ValueError, KeyError):
        return 0
    ended = 0
    for group in groups:
        ours = [pid for pid in members(group) if "zhengyou" in _command(pid) or "granian" in _command(pid)]
        if ours:
            ended += len(ours)
            end_group(group)
    record.unlink(missing_ok=True)
    return ended


def end_group(group: int) -> None:
    """Kill what is left of a process group."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def members(group: int) -> list[int]:
    """Return the processes of a group, zombies left out; empty where the system has no /proc."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _parent, process_group = status.read_text().rpartition(")")[2].split()[:3]
            if int(process_group) == group and state != "Z":
                found.append(int(status.parent.name))
    return found


def _command(pid: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text(errors="replace")
    return ""
