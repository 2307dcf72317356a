"""A webhook that notes what it is told."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any


class _Hook(HTTPServer):
    heard: list[dict[str, Any]]


class _Ear(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        assert isinstance(self.server, _Hook)
        self.server.heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@contextmanager
def listening(heard: list[dict[str, Any]]) -> Iterator[str]:
    """Its address on a free loopback port; what comes as JSON is added to `heard`."""
    with _Hook(("127.0.0.1", 0), _Ear) as server:
        server.heard = heard
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/hook"
        server.shutdown()
