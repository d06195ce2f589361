"""Writing many rows of a table at once with PostgreSQL's COPY, while more of them are made up."""

import contextlib
import datetime as dt
import queue
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db import connection, models

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
NOTHING = "\\N"
"""How COPY writes that there is no value."""
EAGER = 0.0003
"""Seconds after which Python lets the courier go on when the server has taken what it had."""


def text(value: Any) -> str:
    """Return ``value`` as text that COPY reads back."""
    told = str(value)
    return told if told.isprintable() and "\\" not in told else told.translate(_ESCAPES)


_WORDS: dict[type, Callable[[Any], str]] = {
    type(None): lambda _value: NOTHING,
    bool: lambda value: "t" if value else "f",
    bytes: lambda value: "\\\\x" + value.hex(),
    tuple: lambda value: "{" + ",".join(value) + "}",
    dt.datetime: dt.datetime.isoformat,
    dt.date: dt.date.isoformat,
    int: str,
    UUID: str,
}


def field(value: Any) -> str:
    """Return ``value`` as COPY reads it; a tuple is an array of plain words."""
    return _WORDS.get(type(value), text)(value)


class Courier:
    """Carries rows to the database beside the one who makes them up: the server works while Python does.

    Both use the one connection, in turn: whoever asks the database something waits until a load has been delivered.
    """

    def __init__(self) -> None:
        self.turn = threading.Lock()
        self.loads: queue.SimpleQueue[tuple[str, list[str]] | None] = queue.SimpleQueue()
        self.wrong: BaseException | None = None

    @contextlib.contextmanager
    def at_work(self) -> Iterator[None]:
        """Carry what is given within the block; at its end everything has arrived, or what went wrong is raised."""
        connection.ensure_connection()
        thread = threading.Thread(target=self._carry, args=[connection.connection], daemon=True)
        thread.start()
        patience = sys.getswitchinterval()
        sys.setswitchinterval(EAGER)
        try:
            with connection.execute_wrapper(self._in_turn):
                yield
        finally:
            self.loads.put(None)
            thread.join()
            sys.setswitchinterval(patience)
        if self.wrong is not None:
            raise self.wrong

    def take(self, statement: str, lines: list[str]) -> None:
        """Take a load for a statement of COPY."""
        if self.wrong is not None:
            raise self.wrong
        self.loads.put((statement, lines))

    def _in_turn(self, execute: Callable[..., Any], *told: Any) -> Any:
        with self.turn:
            return execute(*told)

    def _carry(self, server: Any) -> None:
        while load := self.loads.get():
            if self.wrong is not None:
                continue
            try:
                with self.turn, server.cursor() as cursor:
                    copied(cursor, *load)
            except BaseException as error:  # noqa: BLE001 -- raised where the loads are given
                self.wrong = error


def copied(cursor: Any, statement: str, lines: Sequence[str]) -> None:
    """Let ``cursor`` copy ``lines``."""
    with cursor.copy(statement) as copy:
        for start in range(0, len(lines), 5000):
            copy.write("\n".join(lines[start : start + 5000]) + "\n")


class Rows:
    """Rows of one table, kept as text until they are written. Columns not named take the database's default."""

    def __init__(self, model: type[models.Model], columns: Sequence[str]) -> None:
        found = [model._meta.get_field(name) for name in columns]
        names = ", ".join(f'"{one.column}"' for one in found if isinstance(one, models.Field))
        self.statement = f'COPY "{model._meta.db_table}" ({names}) FROM STDIN'
        self.lines: list[str] = []
        """Rows in COPY's form; whoever makes up very many adds them here."""

    def add(self, *values: Any) -> None:
        """Take one row, its values in the order of the columns."""
        self.lines.append("\t".join([_WORDS.get(type(value), text)(value) for value in values]))

    def hand_to(self, courier: Courier) -> None:
        """Give the rows to ``courier`` and forget them."""
        lines, self.lines = self.lines, []
        if lines:
            courier.take(self.statement, lines)

    def save(self) -> int:
        """Write the rows and forget them; return how many there were."""
        lines, self.lines = self.lines, []
        with connection.cursor() as cursor:
            copied(cursor, self.statement, lines)
        return len(lines)
