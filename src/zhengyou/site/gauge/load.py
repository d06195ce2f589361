"""A small HTTP/1.1 load generator on plain sockets: keep-alive clients, each waiting for its answer before it goes on."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True)
class Request:
    """One request: method, path, body and further headers."""

    path: str
    method: str = "GET"
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()

    def encode(self, host: str) -> bytes:
        """Write the request as it goes over the wire."""
        lines = [f"{self.method} {self.path} HTTP/1.1", f"Host: {host}", f"Content-Length: {len(self.body)}"]
        lines += [f"{name}: {value}" for name, value in self.headers]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + self.body


@dataclass(frozen=True)
class Answer:
    """One answer: the status, the headers in lower case, the body; status 0 means that the connection broke."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass
class Load:
    """What came of a load."""

    seconds: float = 0.0
    statuses: Counter[int] = field(default_factory=Counter)
    waits: list[float] = field(default_factory=list)

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


def run(
    base: str,
    make: Callable[[int], Request],
    *,
    clients: int,
    seconds: float,
    most: int = 100_000,
    heard: Callable[[Request, Answer], None] = lambda _request, _answer: None,
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
    load = Load()
    counter = iter(range(most))
    started = time.monotonic()

    async def client() -> None:
        connection: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        for number in counter:
            if time.monotonic() - started > seconds:
                break
            request, sent, answer = make(number), time.monotonic(), Answer(0)
            try:
                async with asyncio.timeout(30):
                    connection = connection or await asyncio.open_connection(host, port)
                    answer = await _exchange(*connection, request.encode(f"{host}:{port}"))
            except (OSError, EOFError, ValueError, asyncio.IncompleteReadError):
                if connection:
                    connection[1].close()
                connection = None
                await asyncio.sleep(pause_after_failure)
            load.statuses[answer.status] += 1
            if answer.status:
                load.waits.append(time.monotonic() - sent)
            heard(request, answer)
        if connection:
            connection[1].close()

    async def all_clients() -> None:
        await asyncio.gather(*(client() for _ in range(clients)))

    asyncio.run(all_clients())
    load.seconds = time.monotonic() - started
    return load


async def _exchange(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> Answer:
    writer.write(request)
    await writer.drain()
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
    if headers.get("transfer-encoding") == "chunked":
        body = b""
        while size := int(await reader.readuntil(b"\r\n"), 16):
            body += (await reader.readexactly(size + 2))[:-2]
        await reader.readuntil(b"\r\n")
    else:
        body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Answer(int(head[0].split()[1]), headers, body)
