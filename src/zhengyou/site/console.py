"""Speaks to the person at the terminal; the one place that prints, so that every command can be run quietly in tests."""

import sys


def say(line: str = "") -> None:
    """Prints one line at once, even when the output is a pipe."""
    print(line, flush=True)  # noqa: T201


def warn(line: str) -> None:
    """Prints one line to standard error."""
    print(line, file=sys.stderr, flush=True)  # noqa: T201


class Stop(Exception):
    """A command cannot go on; its text is the one clear line that the person gets instead of a traceback."""
