"""Ends a child process when its supervisor is gone, even after `kill -9` of the supervisor.

The supervisor keeps the writing end of a pipe and never writes; the child reads. Whatever ends the supervisor closes
the pipe, and the child then stops itself as if somebody had asked it to.
"""

import os
import signal
import threading

VARIABLE = "ZHENGYOU_LEASH"
"""Names the reading end of the pipe in the child's environment."""


def obey() -> None:
    """Watch the leash, if this process was started on one."""
    if number := os.environ.pop(VARIABLE, ""):
        threading.Thread(target=_watch, args=[int(number)], name="leash", daemon=True).start()


def _watch(reading_end: int) -> None:
    while os.read(reading_end, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
