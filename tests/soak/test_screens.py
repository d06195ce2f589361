"""Lines to screens through the real web server: told at once, cheap to hold, and no hindrance to anybody else."""

import http.client
import time
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.parse import urlsplit

import pytest

from tests.soak.conftest import Product
from zhengyou.records.notices.screens import CHANNEL

pytestmark = pytest.mark.soak
SCREENS = 60
"""More than the web server has threads: a line must hold none."""


@contextmanager
def line(product: Product, topic: str) -> Iterator[http.client.HTTPResponse]:
    """Hold the line of one screen."""
    with closing(http.client.HTTPConnection(urlsplit(product.url).netloc, timeout=30)) as connection:
        connection.request("GET", f"/screens/{topic}", headers={"Accept": "text/event-stream"})
        yield connection.getresponse()


def heard(answer: http.client.HTTPResponse) -> str:
    """The next word on the line."""
    while not (told := answer.readline().decode().strip()).startswith("event:"):
        assert told is not None
    return told.removeprefix("event:").strip()


def tell(product: Product, topic: str) -> None:
    product.asked("select pg_notify(%s, %s)", CHANNEL, f"{topic} changed")


def test_screens_hear_at_once_and_hinder_nobody(product: Product) -> None:
    mine, others = str(uuid.uuid4()), str(uuid.uuid4())
    urllib.request.urlopen(f"{product.url}/healthz", timeout=30).close()  # the first answer of a process takes longer
    with line(product, mine) as screen:
        assert screen.status == 200
        assert screen.headers["Content-Type"].startswith("text/event-stream")
        assert screen.readline() == b"retry: 5000\n"
        waits = []
        crowd = [http.client.HTTPConnection(urlsplit(product.url).netloc, timeout=30) for _ in range(SCREENS)]
        try:
            for each in crowd:
                each.request("GET", f"/screens/{others}")
                assert each.getresponse().status == 200
            for _time in range(5):
                started = time.monotonic()
                with urllib.request.urlopen(f"{product.url}/healthz", timeout=10) as page:
                    assert page.status == 200
                waits.append(time.monotonic() - started)
                tell(product, others)
                started = time.monotonic()
                tell(product, mine)
                assert heard(screen) == "changed"
                waits.append(time.monotonic() - started)
        finally:
            for each in crowd:
                each.close()
        assert max(waits) < 3, waits
        started = time.monotonic()
        assert product.stop() == 0
        assert time.monotonic() - started < 10, "an open line holds a stop up"
        while told := screen.readline():  # the line ends as lines do: it is not torn off
            assert told.startswith((b":", b"event:", b"data:", b"\n")), told
    assert product.start() < 60
