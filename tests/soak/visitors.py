"""Visitors who rate as people do: open the page of their code, fill in its form, send it, keep the receipt."""

import http.client
import itertools
import re
import threading
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

from zhengyou.site.gauge.load import LOOPBACK
from zhengyou.site.gauge.rating import network, submission

PATIENCE = 60.0
"""Seconds after which a visitor gives a code up."""


@dataclass
class Visitors:
    """People rating at the same time, two of them with the same code each; receipts are kept by code."""

    url: str
    codes: Sequence[str]
    clients: int = 8
    receipts: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    refused: int = 0
    """How often somebody heard that the code had been used."""
    odd: list[tuple[str, int]] = field(default_factory=list)
    """Answers that nobody should ever see."""
    over: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        assert urlsplit(self.url).hostname in LOOPBACK
        self.left = iter([code for code in self.codes for _ in range(2)])
        self.numbers = itertools.count()
        self.lock = threading.Lock()
        self.threads = [threading.Thread(target=self._visit) for _ in range(self.clients)]
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join()

    @property
    def acknowledged(self) -> set[str]:
        return {receipt for receipts in list(self.receipts.values()) for receipt in receipts}

    def wait_for_more(self, count: int = 20, seconds: float = 60) -> float:
        """Wait until that many further ratings are acknowledged, and return how many seconds it took."""
        goal, started = len(self.acknowledged) + count, time.monotonic()
        while len(self.acknowledged) < goal:
            assert time.monotonic() - started < seconds, "no rating is acknowledged any more"
            time.sleep(0.05)
        return time.monotonic() - started

    def _visit(self) -> None:
        while not self.over.is_set():
            with self.lock:
                code, number = next(self.left, None), next(self.numbers)
            if code is None:
                return
            self._rate(code, number)

    def _rate(self, code: str, number: int) -> None:
        """Try until there is an answer; after a broken connection nobody knows whether the rating was stored."""
        started = time.monotonic()
        while time.monotonic() - started < PATIENCE:
            try:
                if self._attempt(code, number):
                    return
            except (OSError, http.client.HTTPException):
                pass
            time.sleep(0.1)
        self.odd.append((code, 0))

    def _attempt(self, code: str, number: int) -> bool:
        """Make one visit; say whether the visitor knows what became of it."""
        parts, address = urlsplit(self.url), dict([network(number)])
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
        try:
            connection.request("GET", f"/r/{code}", headers=address)
            page = connection.getresponse()
            page.read()
            if page.status != 200:
                return self._told(code, page.status)
            sent = submission(code, number)
            connection.request("POST", sent.path, sent.body, dict(sent.headers))
            answer = connection.getresponse()
            answer.read()
            if answer.status == 302:
                receipt = re.search(r"/t/(\w+)", answer.getheader("Location") or "")
                assert receipt
                self.receipts[code].append(receipt[1])
                return True
            return self._told(code, answer.status)
        finally:
            connection.close()

    def _told(self, code: str, status: int) -> bool:
        if status == 410:
            self.refused += 1
            return True
        if status < 500:
            self.odd.append((code, status))
            return True
        return False  # the database is away; the page says so and the visitor tries again
