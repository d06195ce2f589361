"""Hear that this process is asked to stop, while the web server still waits for its open lines to end."""

import asyncio
import contextlib
import signal
from collections.abc import Callable
from types import FrameType

ASKED_BY = (signal.SIGINT, signal.SIGTERM)

Handler = Callable[[int, FrameType | None], None]


def when_asked(do: Callable[[], None]) -> None:
    """Let the running loop call ``do`` on each signal that asks to stop; whoever heard it so far hears it then.

    Called in the main thread. The handler itself does nothing: it may interrupt the loop in the middle of anything, and
    would wait for ever for a lock that the interrupted holds.
    """
    loop = asyncio.get_running_loop()
    for number in ASKED_BY:
        signal.signal(number, _first(loop, do, signal.getsignal(number)))


def _first(loop: asyncio.AbstractEventLoop, do: Callable[[], None], then: object) -> Handler:
    def heard(number: int, frame: FrameType | None) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended, and all lines with it
            loop.call_soon_threadsafe(do)
        if callable(then):
            then(number, frame)

    return heard
