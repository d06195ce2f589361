"""Hear that this process is asked to stop, while the web server still waits for its open lines to end."""

import signal
from collections.abc import Callable
from types import FrameType

ASKED_BY = (signal.SIGINT, signal.SIGTERM)


def when_asked(do: Callable[[], None]) -> None:
    """Call ``do`` on each signal that asks to stop, before whoever heard it so far; from the main thread only.

    A loop hears signals through its wake-up descriptor, which this leaves alone.
    """
    for number in ASKED_BY:
        signal.signal(number, _first(do, signal.getsignal(number)))


def _first(do: Callable[[], None], then: object) -> Callable[[int, FrameType | None], None]:
    def heard(number: int, frame: FrameType | None) -> None:
        do()
        if callable(then):
            then(number, frame)

    return heard
