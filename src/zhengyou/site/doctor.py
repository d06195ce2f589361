"""`zhengyou doctor`: looks at the installation and says, line by line, what is well and what to do about the rest."""

import argparse
import importlib
import json
import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from enum import StrEnum

from zhengyou.site import environment
from zhengyou.site.console import Stop, say
from zhengyou.site.launcher import postgres


class Level(StrEnum):
    """How a finding stands."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True)
class Finding:
    """One thing looked at: how it stands, what was seen, and what to do where it is not well."""

    level: Level
    title: str
    seen: str
    remedy: str = ""

    def line(self) -> str:
        """Write the finding as one line."""
        text = f"{self.level:4}  {self.title}: {self.seen}"
        return f"{text} → {self.remedy}" if self.remedy and self.level is not Level.OK else text


def judge(title: str, seen: str, *, fails: bool = False, warns: bool = False, remedy: str = "") -> Finding:
    """Make a finding from what would make it bad."""
    level = Level.FAIL if fails else Level.WARN if warns else Level.OK
    return Finding(level, title, seen, remedy)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of `zhengyou doctor`."""
    parser.add_argument("--json", action="store_true", help="print one JSON object per line")


def run(options: argparse.Namespace) -> int:
    """Print every finding; the exit code is 1 where one of them fails."""
    failed = False
    for finding in findings():
        failed |= finding.level is Level.FAIL
        say(json.dumps(asdict(finding), ensure_ascii=False) if options.json else finding.line())
    return 1 if failed else 0


def findings() -> Iterator[Finding]:
    """Look at everything that can be looked at; without a database only at the machine."""
    machine = importlib.import_module("zhengyou.site.checkup.host")
    yield from each(machine.CHECKS)
    os.environ["ZHENGYOU_ROLE"] = "app"
    with ExitStack() as stack:
        started = time.monotonic()
        try:
            stack.enter_context(postgres.connected())
            importlib.import_module("django").setup()
            database = importlib.import_module("zhengyou.site.checkup.database")
            database.reach()
        except Stop as stop:
            yield Finding(Level.FAIL, "数据库 database", str(stop), "start it, or mend DATABASE_URL")
            return
        yield Finding(Level.OK, "数据库 database", f"answers after {time.monotonic() - started:.1f} s")
        yield from each(database.CHECKS)


def each(checks: Iterable[Callable[[], Finding | None]]) -> Iterator[Finding]:
    """Run checks one by one; one that breaks is a finding, not the end."""
    for check in checks:
        try:
            found = check()
        except Exception as error:  # noqa: BLE001  a doctor that falls ill tells nothing
            title = (check.__doc__ or check.__name__).strip().rstrip(".")
            found = Finding(
                Level.FAIL, title, f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"
            )
        if found is not None:
            yield found


def loose(mode: int) -> bool:
    """Return whether a file's or folder's mode lets others in."""
    return bool(stat.S_IMODE(mode) & 0o077)


def production() -> bool:
    """Return whether the installation serves people outside this machine, by its own settings."""
    return environment.flag("ZHENGYOU_TLS")
