"""A scripted token server (OAuth 2.0) on loopback: grants, refuses, rotates; logs what was asked.

Rules name the commands TOKEN and DEVICE (a code for a person to enter); an ``answer`` has a status
line such as ``400`` and a JSON body.
"""

import json
from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl

from peers.line import CutError, Line, Listener
from peers.peer import Peer
from peers.script import Rule, Script, answer

_CODE = json.dumps(
    {"device_code": "hidden", "user_code": "ABCD-EFGH", "verification_uri": "https://lab.test/device",
     "expires_in": 900, "interval": 0}
).encode()  # fmt: skip


def refuses(
    error: str, status: int = 400, nth: int = 0, details: str = "", command: str = "TOKEN"
) -> Rule:
    """Answer with an error of RFC 6749 5.2."""
    body = json.dumps({"error": error, "error_description": details})
    return answer(command, str(status).encode(), body.encode(), nth=nth)


class TokenPeer(Peer):
    """Grants ``access-1``, ``access-2`` …, with a new refresh token each time where it rotates."""

    def __init__(
        self, rules: Iterable[Rule] = (), *, lifetime: object = 3600, rotates: bool = False
    ) -> None:
        self.script = Script(list(rules))
        self.lifetime = lifetime
        self.rotates = rotates
        self.asked: list[Mapping[str, str]] = []
        self.granted = 0
        self._listener = Listener(self._serve, "token")

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}/lab/oauth2/v2.0/token"

    def _serve(self, line: Line) -> None:
        length = 0
        wants_code = b"/devicecode " in line.read_line()
        while header := line.read_line():
            name, _colon, value = header.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        self.asked.append(dict(parse_qsl(line.read(length).decode())))
        rule = self.script.hear("DEVICE" if wants_code else "TOKEN")
        status, body = b"200", _CODE if wants_code else self._grant()
        if rule is not None and rule.action == "answer":
            status, body = rule.lines
        head = b"HTTP/1.1 %s said\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
        line.say(head % (status, len(body)) + body, rule)
        raise CutError

    def _grant(self) -> bytes:
        self.granted += 1
        said = {"access_token": f"access-{self.granted}", "expires_in": self.lifetime}
        if self.rotates:
            said["refresh_token"] = f"refresh-{self.granted}"
        return json.dumps(said).encode()
