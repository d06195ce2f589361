"""The web server's entry with the gate: ratings are taken by the gate, everything else by Django's WSGI application."""

import gc
import os

from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application
from django.urls import resolve

threads = int(os.environ.get("WEB_THREADS", "4"))
wsgi = WSGIMiddleware(get_wsgi_application(), workers=threads)  # type: ignore[arg-type]  # the same, said in other types

from zhengyou.gate.door import Gate, Scope  # noqa: E402 -- models can be imported only when Django stands
from zhengyou.gate.pages import Message, Receive, Send  # noqa: E402


async def django(scope: Scope, receive: Receive, send: Send) -> None:
    """Let Django's WSGI application answer, in a thread of its own."""

    async def received() -> Message:
        return await receive()  # granian gives something to await, the adapter wants a coroutine

    # The adapter reads the address as ASCII; what is not was to be quoted.
    plain = {**scope, "query_string": scope["query_string"].decode("latin-1").encode("ascii", "replace")}
    await wsgi(plain, received, send)  # type: ignore[arg-type]  # the adapter's own typed dictionaries


application = Gate(django, alone=os.environ.get("ZHENGYOU_GATE") == "alone")

# What stands by now is never garbage. To look through half a million things of it once more would keep everybody who is
# at the door waiting for a quarter of a second, and to look for garbage after every 700 new things takes as long as a
# seventh of a rating.
resolve("/healthz")  # reads all addresses, and with them all pages
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
