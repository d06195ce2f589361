from collections.abc import Iterator

import pytest
from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application
from django.db import connections

from zhengyou.gate.door import Gate


class Watched:
    """Django behind the gate, counting what it was asked."""

    def __init__(self) -> None:
        self.application = WSGIMiddleware(get_wsgi_application(), workers=2)
        self.asked: list[str] = []

    async def __call__(self, scope, receive, send):
        self.asked.append(f"{scope['method']} {scope['path']}")
        responder = self.application
        await responder(scope, receive, send)

    def close(self) -> None:
        for _ in range(2):
            self.application.executor.submit(connections.close_all)
        self.application.executor.shutdown()


@pytest.fixture
def django_behind() -> Iterator[Watched]:
    watched = Watched()
    yield watched
    watched.close()


@pytest.fixture
def gate(django_behind: Watched) -> Iterator[Gate]:
    made = Gate(django_behind)
    yield made
    made.close()
