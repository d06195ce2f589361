"""A stand-in for a language model: a real HTTP server on this machine that answers what a test tells it to."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Says = Callable[[dict[str, Any]], Any]
"""From a question to the answer: a list of findings, words, bytes of a whole answer, or a status with headers."""


@dataclass
class StandIn:
    """The server: what it heard, and what it says next (the last one again and again)."""

    address: str
    says: list[Any] = field(default_factory=lambda: [[]])
    heard: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        """The texts that were sent, one for each question."""
        return [one["messages"][-1]["content"] for one in self.heard]


@contextmanager
def stand_in(*says: Any, slow: float = 0) -> Iterator[StandIn]:
    """Run the server. ``says``: lists of findings, strings, bytes, (status, headers), or functions of the question."""

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            model.heard.append(asked | {"path": self.path})
            model.keys.append(self.headers.get("Authorization", ""))
            say = model.says.pop(0) if len(model.says) > 1 else model.says[0]
            say = say(asked) if callable(say) else say
            status, headers, content = 200, {}, b""
            if isinstance(say, tuple):
                status, headers = say
            elif isinstance(say, bytes):
                content = say
            else:
                words = say if isinstance(say, str) else json.dumps({"findings": say}, ensure_ascii=False)
                content = json.dumps({"choices": [{"message": {"role": "assistant", "content": words}}]}).encode()
            time.sleep(slow)
            try:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)
            except OSError:
                return  # whoever asked has gone

        def log_message(self, *_args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    model = StandIn(f"http://127.0.0.1:{server.server_port}/v1", list(says) or [[]])
    try:
        yield model
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
