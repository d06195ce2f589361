"""Asks an ASGI application as a server would, without a socket."""

import asyncio
from collections.abc import Coroutine, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode


@dataclass
class Heard:
    """What came back."""

    status: int = 0
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key == name), "")

    @property
    def text(self) -> str:
        return self.body.decode()


async def ask(
    application: Any,
    path: str,
    *,
    form: Mapping[str, str | Sequence[str]] | bytes | None = None,
    headers: Mapping[str, str] | None = None,
    address: str = "203.0.113.5",
) -> Heard:
    """GET ``path``, or POST ``form`` to it."""
    body = form if isinstance(form, bytes) else urlencode(form or {}, doseq=True).encode()
    told = {"host": "testserver", "accept-language": "zh-CN", "user-agent": "a telephone", **(headers or {})}
    if form is not None:
        told = {
            "content-type": "application/x-www-form-urlencoded",
            "sec-fetch-site": "same-origin",
            "content-length": str(len(body)),
            **told,
        }
    where, _, query = path.partition("?")
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "scheme": "http", "root_path": "",
        "method": "GET" if form is None else "POST", "path": where, "raw_path": where.encode(),
        "query_string": query.encode(), "client": (address, 50000), "server": ("testserver", 80),
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in told.items()],
    }  # fmt: skip
    heard, sent = Heard(), False

    async def receive() -> dict[str, Any]:
        nonlocal sent
        if sent:
            await asyncio.sleep(3600)
        sent = True
        return {"type": "http.request", "body": body if form is not None else b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            heard.status = message["status"]
            heard.headers = [(name.decode(), value.decode("latin-1")) for name, value in message["headers"]]
        else:
            heard.body += message.get("body", b"")

    await application(scope, receive, send)
    return heard


def at_once(*questions: Coroutine[Any, Any, Heard]) -> list[Heard]:
    """Ask everything at the same time and return the answers in order."""

    async def all_of_them() -> list[Heard]:
        return list(await asyncio.gather(*questions))

    # In a thread of its own: a browser that another test left open keeps a loop in this one.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, all_of_them()).result()


def one(question: Coroutine[Any, Any, Heard]) -> Heard:
    """Ask one thing."""
    return at_once(question)[0]
