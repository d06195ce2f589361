"""Lines to screens (server-sent events): one listening connection for all, a queue of words for each screen."""

import asyncio
import contextlib
import logging
import threading
import time
from collections import defaultdict
from collections.abc import Callable

import psycopg
from django.db import connection

from zhengyou.gate.pages import Receive, Send, answer
from zhengyou.records.notices.screens import CHANNEL

log = logging.getLogger(__name__)

LINES = 2000
"""Most screens on one process; the next is asked to come again and asks for its page every while instead."""
WORDS = 16
"""Words that may wait for one screen; a screen that slow fetches its page anyway."""
BREATH = 20.0
"""Seconds after which a silent line says that it is alive."""
AGAIN = 3.0
"""Seconds until the listener tries again to reach the database."""
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]

Line = asyncio.Queue[str]


class Screens:
    """The screens that are connected to this process, by the public id of what they show."""

    def __init__(self, connect: Callable[[], psycopg.Connection] | None = None) -> None:
        self._connect = connect or _connect
        self._lines: dict[str, set[tuple[asyncio.AbstractEventLoop, Line]]] = defaultdict(set)
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closing = threading.Event()

    def __len__(self) -> int:
        return sum(map(len, self._lines.values()))

    async def serve(self, receive: Receive, send: Send, topic: str) -> None:
        """Hold the line to one screen of ``topic`` until it hangs up."""
        if len(self) >= LINES:
            return await answer(send, 503, [(b"content-type", b"text/plain"), (b"retry-after", b"60")], b"full\n")
        line: Line = asyncio.Queue(WORDS)
        entry = (asyncio.get_running_loop(), line)
        with self._lock:
            self._lines[topic].add(entry)
        self._listen()
        gone = asyncio.create_task(_hang_up(receive))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
            await _say(send, "retry: 5000\n\n")
            while not gone.done() and not self._closing.is_set():
                await _say(send, await _next(line, gone))
        finally:
            gone.cancel()
            with self._lock:
                self._lines[topic].discard(entry)
                if not self._lines[topic]:
                    del self._lines[topic]
        await send({"type": "http.response.body", "body": b""})
        return None

    def close(self) -> None:
        """Let every screen go; each calls again in a few seconds."""
        self._closing.set()
        self._tell_all("")

    def _listen(self) -> None:
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._hear, name="gate-screens", daemon=True)
                self._thread.start()

    def _hear(self) -> None:
        """Listen for ever; after a break every screen is told to look, for it may have missed something."""
        broken = False
        while not self._closing.is_set():
            try:
                with contextlib.closing(self._connect()) as listening:
                    listening.execute(f"LISTEN {CHANNEL}")
                    if broken:
                        self._tell_all("changed")
                    broken = False
                    while not self._closing.is_set():
                        for notice in listening.notifies(timeout=1.0):
                            topic, _, word = notice.payload.partition(" ")
                            self._tell(topic, word)
            except psycopg.Error as error:
                broken = True
                log.warning("screens cannot be told: %s", type(error).__name__)
                time.sleep(AGAIN)

    def _tell(self, topic: str, word: str) -> None:
        with self._lock:
            entries = list(self._lines.get(topic, ()))
        for loop, line in entries:
            with contextlib.suppress(RuntimeError):  # the loop has ended, and its screens with it
                loop.call_soon_threadsafe(_put, line, word)

    def _tell_all(self, word: str) -> None:
        for topic in list(self._lines):
            self._tell(topic, word)


def _put(line: Line, word: str) -> None:
    with contextlib.suppress(asyncio.QueueFull):
        line.put_nowait(word)


async def _next(line: Line, gone: asyncio.Task[None]) -> str:
    """Return what to say next: a word, or a breath where there was none for a while."""
    waiting = asyncio.create_task(line.get())
    done, _ = await asyncio.wait({waiting, gone}, timeout=BREATH, return_when=asyncio.FIRST_COMPLETED)
    if waiting not in done:
        waiting.cancel()
        return ": \n\n"
    return f"event: {waiting.result()}\ndata: \n\n" if waiting.result() else ": \n\n"


async def _hang_up(receive: Receive) -> None:
    """Return when the screen has gone."""
    while (await receive())["type"] != "http.disconnect":
        continue


async def _say(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


def _connect() -> psycopg.Connection:
    """Return a connection of its own to Django's database, outside every transaction."""
    told = connection.get_connection_params()
    return psycopg.connect(
        autocommit=True, **{name: told[name] for name in ("dbname", "user", "password", "host", "port") if name in told}
    )
