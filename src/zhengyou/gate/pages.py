"""Pages as ready bytes: drawn once by Django, then served to everybody who would see the same."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable, MutableMapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]
Headers = Sequence[tuple[bytes, bytes]]

FRESH = 60.0
"""Seconds after which a page is drawn anew; what names it (window, unit, item, reasons) changes it at once."""
MOST = 20_000
"""Pages kept: windows times their items times languages; the longest unused go first."""


@dataclass(frozen=True, slots=True)
class Page:
    """An answer that Django gave, cut where the code stood in it."""

    status: int
    headers: Headers
    parts: Sequence[bytes]
    drawn: float

    def body(self, code: bytes) -> bytes:
        """Return the page for the holder of ``code``."""
        return code.join(self.parts)


class Pages:
    """The pages that are ready; a page that many ask for at once is drawn for them once."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, Page] = OrderedDict()
        self._drawing: dict[Hashable, asyncio.Future[Page]] = {}

    async def get_or_draw(self, key: Hashable, draw: Callable[[], Awaitable[Page]]) -> Page:
        """Return the fresh page under ``key``; where there is none, one asker draws it and all others wait for it.

        What is no page (an error, a refusal) is not kept, and each asker of it has it drawn anew.
        """
        if (page := self.get(key)) is not None:
            return page
        if (drawing := self._drawing.get(key)) is not None:
            page = await asyncio.shield(drawing)
            return page if page.status == HTTPStatus.OK else await draw()
        drawing = asyncio.ensure_future(draw())
        self._drawing[key] = drawing
        drawing.add_done_callback(lambda done: self._drawn(key, done))
        return await asyncio.shield(drawing)

    def _drawn(self, key: Hashable, drawing: "asyncio.Future[Page]") -> None:
        del self._drawing[key]
        if not drawing.cancelled() and drawing.exception() is None and drawing.result().status == HTTPStatus.OK:
            self.keep(key, drawing.result())

    def get(self, key: Hashable) -> Page | None:
        """Return the page under ``key`` where there is a fresh one."""
        page = self._kept.get(key)
        if page is None or time.monotonic() - page.drawn > FRESH:
            return None
        self._kept.move_to_end(key)
        return page

    def keep(self, key: Hashable, page: Page) -> None:
        """Keep ``page`` under ``key``."""
        self._kept[key] = page
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)


async def drawn(application: Application, scope: MutableMapping[str, Any], code: bytes) -> Page:
    """Let ``application`` answer ``scope``, a request without a body, and return its answer as a page."""
    told: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        told.append(message)

    await application(scope, receive, send)
    body = b"".join(message.get("body", b"") for message in told if message["type"] == "http.response.body")
    start = next(message for message in told if message["type"] == "http.response.start")
    kept = tuple((name, value) for name, value in start["headers"] if name.lower() != b"content-length")
    return Page(start["status"], kept, body.split(code) if code else (body,), time.monotonic())


async def answer(send: Send, status: int, headers: Headers, body: bytes = b"") -> None:
    """Send a whole answer."""
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [*headers, length]})
    await send({"type": "http.response.body", "body": body})
