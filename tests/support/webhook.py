"""A webhook that notes what it is told."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PATIENCE = 3.0  # longer than the block of the tests waits


class _Hook(ThreadingHTTPServer):
    heard: list[dict[str, Any]]
    trouble: list[str]


class _Ear(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        assert isinstance(self.server, _Hook)
        if trouble := list(self.server.trouble):
            time.sleep(PATIENCE if "hangs" in trouble else 0)
            with suppress(OSError):  # who waited has gone
                self.send_error(503)
            return
        self.server.heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(204)
        self.end_headers()

    def do_GET(self) -> None:
        assert isinstance(self.server, _Hook)
        self.server.heard.append({"path": self.path})
        self.send_response(503 if self.server.trouble else 200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@contextmanager
def listening(heard: list[dict[str, Any]], trouble: list[str] | None = None) -> Iterator[str]:
    """Its address on a free loopback port; what comes as JSON is added to `heard`.

    While `trouble` holds a word nothing is heard: it answers with an error, with `hangs` later than anybody waits.
    """
    with _Hook(("127.0.0.1", 0), _Ear) as server:
        server.heard, server.trouble = heard, [] if trouble is None else trouble
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/hook"
        server.shutdown()
