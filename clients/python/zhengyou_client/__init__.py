"""A small client of the Zhengyou API, with the standard library only: copy this file into your business system.

>>> from zhengyou_client import Client
>>> zhengyou = Client("https://zhengyou.example.cn", token="zy_…")
>>> zhengyou.accept_case(window="7K3M92QF", item="000117001000", external_number="QH-2026-000123")
>>> zhengyou.push({"evalProcess": 2, "affairSerialNo": "QH-2026-000123", "affairCode": "000117001000", ...})

Every write carries an Idempotency-Key made from its content, so that it may be sent again after a broken line and is
done once; every request is signed (HMAC-SHA256) with a timestamp. Nothing personal ever stands in an address.
"""

import hashlib
import hmac
import json
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

__all__ = ["Answer", "Client", "Problem"]

TOO_MANY = 429
BROKEN = 500
TRIES = 3


@dataclass(frozen=True)
class Answer:
    """What came back: the status, the waiting time the server asked for, and the content."""

    status: int
    content: dict[str, Any]
    retry_after: float = 1.0


class Problem(Exception):
    """The server refused: ``status``, a stable ``code``, and what is wrong with which field."""

    def __init__(self, answer: Answer) -> None:
        self.status = answer.status
        self.code = str(answer.content.get("code", ""))
        self.fields = {one["field"]: one["message"] for one in answer.content.get("errors", [])}
        super().__init__(f"{answer.status} {answer.content.get('detail', '')}")


Send = Callable[[str, str, Mapping[str, str], bytes], Answer]
"""How a request is sent: method, whole address, headers, body."""


def send(method: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
    """Send a request over the network."""
    if not url.startswith(("https://", "http://")):
        raise ValueError(url)
    request = urllib.request.Request(url, data=body or None, headers=dict(headers), method=method)  # noqa: S310 -- checked
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 -- checked
            return Answer(answer.status, json.loads(answer.read() or b"{}"))
    except urllib.error.HTTPError as error:
        content = json.loads(error.read() or b"{}")
        return Answer(error.code, content, float(error.headers.get("Retry-After") or 1))


class Client:
    """The door of a business system, opened by its token."""

    def __init__(self, base: str, token: str, *, send: Send = send, wait: Callable[[float], None] = time.sleep) -> None:
        self.base, self.token = base.rstrip("/"), token
        self._send, self._wait = send, wait

    def accept_case(self, **fields: str) -> dict[str, Any]:
        """Accept a case: ``window``, ``item``, ``external_number``, perhaps ``accepted_at``, ``done_at``, applicant."""
        return self._call("POST", "/cases", fields)

    def close_case(self, number: str, *, done_at: str | None = None) -> dict[str, Any]:
        """Finish the case of this number, now or at a moment (ISO 8601 with offset)."""
        return self._call("POST", f"/cases/{number}/close", {"done_at": done_at} if done_at else {})

    def withdraw_case(self, number: str) -> dict[str, Any]:
        """Withdraw the case of this number at the visitor's wish."""
        return self._call("POST", f"/cases/{number}/withdraw", {})

    def push(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Tell of a case in your own field names, by the mapping table of your token."""
        return self._call("POST", "/intake", dict(fields))

    def case(self, number: str) -> dict[str, Any]:
        """Return the case of this number."""
        return self._call("GET", f"/cases/{number}")

    def cases(self, **query: str) -> Iterator[dict[str, Any]]:
        """Yield the cases of your scope, the newest first; ``state`` chooses."""
        return self._pages("/cases", query)

    def windows(self) -> Iterator[dict[str, Any]]:
        """Yield the windows of your scope."""
        return self._pages("/windows", {})

    def items(self) -> Iterator[dict[str, Any]]:
        """Yield the items of your scope."""
        return self._pages("/items", {})

    def _pages(self, path: str, query: dict[str, str]) -> Iterator[dict[str, Any]]:
        cursor: str | None = ""
        while cursor is not None:
            page = self._call("GET", path, query={**query, **({"cursor": cursor} if cursor else {})})
            yield from page["items"]
            cursor = page["next_cursor"]

    def _call(
        self, method: str, path: str, fields: Mapping[str, Any] | None = None, query: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        path = f"/api/v1{path}" + (f"?{urlencode(query)}" if query else "")
        body = b"" if fields is None else json.dumps(fields, ensure_ascii=False, sort_keys=True).encode()
        for number in range(TRIES):
            answer = self._send(method, self.base + path, self._headers(method, path, body), body)
            if answer.status < 400:
                return answer.content
            if number + 1 == TRIES or not (answer.status == TOO_MANY or answer.status >= BROKEN):
                break
            self._wait(answer.retry_after)
        raise Problem(answer)

    def _headers(self, method: str, path: str, body: bytes) -> dict[str, str]:
        headers = {"Authorization": f"Bearer {self.token}", "Accept": "application/json"}
        lines = [str(int(time.time())), method, path, hashlib.sha256(body).hexdigest()]
        if method == "POST":
            key = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{path}\n{lines[3]}"))
            headers |= {"Idempotency-Key": key, "Content-Type": "application/json"}
            lines.append(key)
        secret = hashlib.sha256(self.token.encode()).hexdigest().encode()
        told = hmac.new(secret, "\n".join(lines).encode(), hashlib.sha256).hexdigest()
        return headers | {"X-Timestamp": lines[0], "X-Signature": told}
