"""A group robot: takes what is posted, and answers as it is told to."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from support.closing import Closing

TAKEN = b'{"errcode": 0, "errmsg": "ok", "code": 0}'


class Robot(Closing):
    """Listens on the loopback address from the moment it is made; a context manager."""

    def __init__(self) -> None:
        self.answer = TAKEN
        self.status = 200
        self.date: str | None = None
        """What its Date field says, instead of the time."""
        self.posts: list[tuple[str, dict[str, str], bytes]] = []
        """Path, fields and body of every request."""
        robot = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                robot.posts.append((self.path, dict(self.headers.items()), body))
                self.send_response(robot.status)
                self.send_header("Content-Length", str(len(robot.answer)))
                self.end_headers()
                self.wfile.write(robot.answer)

            do_GET = do_POST  # noqa: N815 - the library's name

            def date_time_string(self, timestamp: float | None = None) -> str:
                return robot.date or super().date_time_string(timestamp)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/hook?key=k"

    @property
    def said(self) -> list[dict[str, Any]]:
        """Return what came as JSON, in order."""
        return [json.loads(body) for _, _, body in list(self.posts)]

    def news(self, occasion: str) -> list[tuple[str, str]]:
        """Return kind and subject of every message of one occasion (of the form json)."""
        told = [one for one in self.said if one["occasion"] == occasion]
        return [(one["kind"], one["subject"]) for one in told]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
