"""CPU time of a server's process group and of PostgreSQL's processes, read from /proc (Linux only)."""

import contextlib
import hashlib
import os
import time
from pathlib import Path

from zhengyou.site.launcher.supervisor import members

TICK = os.sysconf("SC_CLK_TCK")


def of_group(group: int) -> float:
    """Return the CPU seconds that a process group has used, with those of its ended children."""
    return sum(_used(pid) for pid in members(group))


def of_postgres(postmaster: int | None) -> float:
    """Return the CPU seconds that a PostgreSQL server has used, sessions that ended included."""
    if postmaster is None:
        return 0.0
    return _used(postmaster) + sum(_used(pid) for pid in _children(postmaster))


def memory_of_group(group: int) -> int:
    """Return the resident memory of a process group in bytes; shared pages count once per process."""
    total = 0
    for pid in members(group):
        with contextlib.suppress(OSError):
            total += int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return total


def calibration() -> tuple[float, float]:
    """Return what this machine does: million steps per second of a plain Python loop, and MB/s of SHA-256.

    Best of five, one core: figures of two machines or two days are compared through these.
    """
    loops, hashes, block = [], [], b"\0" * 4_000_000
    for _ in range(5):
        started, total = time.perf_counter(), 0
        for number in range(1_000_000):
            total += number & 7
        loops.append(1 / (time.perf_counter() - started))
        started = time.perf_counter()
        hashlib.sha256(block).digest()
        hashes.append(len(block) / 1e6 / (time.perf_counter() - started))
    return max(loops), max(hashes)


def _used(pid: int) -> float:
    with contextlib.suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return sum(int(ticks) for ticks in fields[11:15]) / TICK
    return 0.0


def _children(parent: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if int(status.read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(status.parent.name))
    return found
