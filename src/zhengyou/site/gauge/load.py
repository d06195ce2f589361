"""A small HTTP/1.1 load generator on plain sockets: keep-alive clients, each waiting for its answer before it goes on.

One process on one core; it spends some 30 microseconds on a request, so that a fast server is measured and not the load.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import cast
from urllib.parse import urlsplit

LOOPBACK = ("127.0.0.1", "::1", "localhost")
PATIENCE = 30.0
"""Seconds after which an answer is given up."""


@dataclass(frozen=True)
class Request:
    """One request: method, path, body and further headers."""

    path: str
    method: str = "GET"
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()

    def encode(self, host: str) -> bytes:
        """Write the request as it goes over the wire."""
        further = "".join(f"{name}: {value}\r\n" for name, value in self.headers)
        head = (
            f"{self.method} {self.path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: {len(self.body)}\r\n{further}\r\n"
        )
        return head.encode() + self.body


@dataclass
class Answer:
    """One answer: the status, the head as it came, the body; status 0 means that the connection broke."""

    status: int
    head: bytes = b""
    body: bytes = b""

    @cached_property
    def headers(self) -> dict[str, str]:
        """Return the headers, their names in lower case."""
        lines = self.head.decode("latin-1").split("\r\n")[1:]
        return {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}


@dataclass
class Load:
    """What came of a load."""

    seconds: float = 0.0
    statuses: Counter[int] = field(default_factory=Counter)
    waits: list[float] = field(default_factory=list)
    own_cpu: float = 0.0
    """CPU seconds of the generator itself."""

    @property
    def requests(self) -> int:
        """How many requests were answered at all."""
        return sum(count for status, count in self.statuses.items() if status)

    @property
    def rate(self) -> float:
        """Answers per second."""
        return self.requests / self.seconds if self.seconds else 0.0

    @property
    def failures(self) -> int:
        """Broken connections and server errors."""
        return sum(count for status, count in self.statuses.items() if not status or status >= 500)

    def percentile(self, share: float) -> float:
        """Return the wait in seconds that this share of the requests did not exceed."""
        waits = sorted(self.waits)
        return waits[min(int(len(waits) * share), len(waits) - 1)] if waits else 0.0


Heard = Callable[[Request, Answer], None]


def run(
    base: str,
    make: Callable[[int], Request],
    *,
    clients: int,
    seconds: float,
    most: int = 100_000,
    heard: Heard = lambda _request, _answer: None,
    pause_after_failure: float = 0.05,
) -> Load:
    """Let `clients` connections send requests for `seconds`, at most `most` of them; `make` gets a running number.

    Raises:
        ValueError: the address is not on this machine.
    """
    parts = urlsplit(base)
    host, port = parts.hostname or "", parts.port or 80
    if host not in LOOPBACK:
        raise ValueError(f"a load may only go to this machine, not to {host}")
    load, numbers = Load(), iter(range(most))
    started, own = time.monotonic(), time.process_time()

    def requests() -> Iterator[Request]:
        """Yield what one client sends, until the time is over or enough was sent."""
        while time.monotonic() - started < seconds and (number := next(numbers, None)) is not None:
            yield make(number)

    async def client() -> None:
        wanted = requests()
        loop = asyncio.get_running_loop()
        while True:
            visit = _Client(f"{host}:{port}", wanted, load, heard)
            try:
                await loop.create_connection(lambda visit=visit: visit, host, port)  # type: ignore[misc]
                if await visit.over:
                    return
            except OSError:
                if (request := next(wanted, None)) is None:
                    return
                load.statuses[0] += 1
                heard(request, Answer(0))
            await asyncio.sleep(pause_after_failure)

    async def all_clients() -> None:
        await asyncio.gather(*(client() for _ in range(clients)))

    asyncio.run(all_clients())
    load.seconds, load.own_cpu = time.monotonic() - started, time.process_time() - own
    return load


class _Client(asyncio.Protocol):
    """One connection: sends a request, hears its answer, sends the next; ``over`` tells whether all was sent."""

    def __init__(self, host: str, wanted: Iterator[Request], load: Load, heard: Heard) -> None:
        self.host, self.wanted, self.load, self.heard = host, wanted, load, heard
        self.over: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self.request: Request | None = None
        self.received = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Send the first request."""
        self.transport = cast("asyncio.Transport", transport)
        self.clock = asyncio.get_running_loop().call_later(PATIENCE, self._look)
        self._next()

    def data_received(self, data: bytes) -> None:
        """Take what came; go on where the answer is whole."""
        self.received += data
        end = self.received.find(b"\r\n\r\n")
        if end < 0 or self.request is None:
            return
        body = _body(self.received, end + 4)
        if body is None:
            return
        answer = Answer(int(self.received[9:12]), bytes(self.received[:end]), body)
        self.received.clear()
        self.load.statuses[answer.status] += 1
        self.load.waits.append(time.monotonic() - self.sent)
        request, self.request = self.request, None
        self._tell(request, answer)
        self._next()

    def connection_lost(self, error: Exception | None) -> None:
        """Count the request that will not be answered any more."""
        del error
        self.clock.cancel()
        if self.request is not None:
            self.load.statuses[0] += 1
            self._tell(self.request, Answer(0))
        if not self.over.done():
            self.over.set_result(False)

    def _tell(self, request: Request, answer: Answer) -> None:
        """Tell the listener; what it raises ends the load."""
        try:
            self.heard(request, answer)
        except Exception as error:  # noqa: BLE001 -- passed on to whoever runs the load
            if not self.over.done():
                self.over.set_exception(error)

    def _next(self) -> None:
        self.request = None if self.over.done() else next(self.wanted, None)
        if self.request is None:
            if not self.over.done():
                self.over.set_result(True)
            self.transport.close()
            return
        self.sent = time.monotonic()
        self.transport.write(self.request.encode(self.host))

    def _look(self) -> None:
        """Give an answer up that does not come."""
        if self.request is not None and time.monotonic() - self.sent > PATIENCE:
            self.transport.abort()
        else:
            self.clock = asyncio.get_running_loop().call_later(PATIENCE / 3, self._look)


def _body(received: bytearray, start: int) -> bytes | None:
    """Return the body that begins at ``start``, or nothing where it is not whole yet."""
    head = bytes(received[:start]).lower()
    if b"\r\ntransfer-encoding: chunked" in head:
        return _chunks(received, start)
    at = head.find(b"\r\ncontent-length:")
    length = int(head[at + 17 : head.find(b"\r\n", at + 17)]) if at >= 0 else 0
    return bytes(received[start : start + length]) if len(received) >= start + length else None


def _chunks(received: bytearray, at: int) -> bytes | None:
    body = bytearray()
    while (line := received.find(b"\r\n", at)) >= 0:
        size = int(received[at:line], 16)
        if len(received) < line + 2 + size + 2:
            return None
        if size == 0:
            return bytes(body)
        body += received[line + 2 : line + 2 + size]
        at = line + 2 + size + 2
    return None
