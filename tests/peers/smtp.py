"""A scripted SMTP server: takes mail into memory, and goes wrong where its script says so.

Commands as rules name them: GREETING, EHLO, HELO, STARTTLS, AUTH, MAIL, RCPT, DATA (the 354),
BODY (before the body is read), DOT (the reply to the body), RSET, NOOP, QUIT.
"""

import argparse
import base64
import json
import sys
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from peers.line import CutError, Line, Listener
from peers.peer import Peer
from peers.script import Rule, Script

_EXTENSIONS = ("8BITMIME", "SIZE 41943040", "AUTH PLAIN LOGIN", "ENHANCEDSTATUSCODES")


@dataclass(frozen=True)
class AcceptedMail:
    """A mail that the server took: the sender must not send it again."""

    reverse_path: str
    recipients: tuple[str, ...]
    data: bytes
    """With line ends as they came and dots undone."""
    parameters: str = ""
    """What stood behind the path in MAIL FROM."""
    rcpt_parameters: tuple[str, ...] = ()
    """What stood behind each path in RCPT TO."""


@dataclass
class _Envelope:
    reverse_path: str = ""
    parameters: str = ""
    recipients: list[str] = field(default_factory=list)
    rcpt_parameters: list[str] = field(default_factory=list)


class SmtpPeer(Peer):
    """A server that listens from the moment it is made; a context manager."""

    def __init__(
        self,
        rules: Iterable[Rule] = (),
        *,
        extensions: Iterable[str] = _EXTENSIONS,
        password: str = "pw",  # noqa: S107 - of a throw-away loopback server
        tokens: Iterable[str] = (),
        port: int = 0,
        spool: Path | None = None,
    ) -> None:
        self.script = Script(list(rules))
        self.tokens = set(tokens)
        """Access tokens that log in by XOAUTH2."""
        self.extensions = tuple(extensions)
        self.password = password
        self.accepted: list[AcceptedMail] = []
        self._spool = spool
        self._lock = threading.Lock()
        self._listener = Listener(self._serve, "smtp", port)

    def _serve(self, line: Line) -> None:
        self._secure(line, at_once=True)
        self._answer(line, "GREETING", b"220 peer.test ESMTP")
        envelope = _Envelope()
        while True:
            verb, _space, rest = line.read_line().decode("utf-8", "replace").partition(" ")
            verb = verb.upper()
            if verb == "DATA":
                self._take_body(line, envelope)
                envelope = _Envelope()
            elif verb == "AUTH":
                self._take_auth(line, rest)
            else:
                self._answer(line, verb, self._ordinary(verb, rest, envelope))
            if verb == "STARTTLS":
                self._secure(line, at_once=False)
            if verb == "QUIT":
                raise CutError

    def _answer(self, line: Line, command: str, reply: bytes) -> None:
        rule = self.script.hear(command)
        if rule is not None and rule.call is not None:
            rule.call()
        if rule is not None and rule.action == "answer":
            reply = b"\r\n".join(rule.lines)
        line.say(reply + b"\r\n", rule)

    def _ordinary(self, verb: str, rest: str, envelope: _Envelope) -> bytes:
        if verb == "EHLO":
            return self._greet()
        if verb == "MAIL":
            path, _bracket, envelope.parameters = rest.partition(">")
            envelope.reverse_path = path.partition("<")[2]
            envelope.recipients.clear()
            envelope.rcpt_parameters.clear()
        if verb == "RCPT":
            path, _bracket, more = rest.partition("<")[2].partition(">")
            envelope.recipients.append(path)
            envelope.rcpt_parameters.append(more.strip())
        later = b"220 2.0.0 go ahead" if self.door else b"454 4.7.0 not now"
        replies = {"QUIT": b"221 2.0.0 bye", "STARTTLS": later}
        known = {"HELO", "MAIL", "RCPT", "RSET", "NOOP"}
        return replies.get(verb) or (b"250 2.0.0 ok" if verb in known else b"500 5.5.1 what?")

    def _greet(self) -> bytes:
        words = ["peer.test", *self.extensions]
        marks = ["-"] * (len(words) - 1) + [" "]
        lines = (f"250{mark}{word}" for mark, word in zip(marks, words, strict=True))
        return "\r\n".join(lines).encode()

    def _take_auth(self, line: Line, rest: str) -> None:
        method, _space, initial = rest.partition(" ")
        if method.upper() == "XOAUTH2":
            self._judge_token(line, base64.b64decode(initial).decode())
            return
        if method.upper() == "LOGIN":
            if not initial:
                line.say(b"334 VXNlcm5hbWU6\r\n")
                line.read_line()
            line.say(b"334 UGFzc3dvcmQ6\r\n")
            password = base64.b64decode(line.read_line()).decode()
        else:
            password = base64.b64decode(initial).decode().split("\0")[-1]
        good = password == self.password
        self._answer(line, "AUTH", b"235 2.7.0 in" if good else b"535 5.7.8 authentication failed")

    def _judge_token(self, line: Line, presented: str) -> None:
        good = any(presented.endswith(f"\x01auth=Bearer {one}\x01\x01") for one in self.tokens)
        if not good:
            line.say(b"334 " + base64.b64encode(b'{"status":"401"}') + b"\r\n")
            assert line.read_line() == b""
        refused = b"535 5.7.3 Authentication unsuccessful"
        self._answer(line, "AUTH", b"235 2.7.0 in" if good else refused)

    def _take_body(self, line: Line, envelope: _Envelope) -> None:
        if not envelope.recipients:
            self._answer(line, "DATA", b"503 5.5.1 no recipient")
            return
        rule = self.script.hear("DATA")
        if rule is not None and rule.call is not None:
            rule.call()
        if rule is not None and rule.action == "answer":
            line.say(b"\r\n".join(rule.lines) + b"\r\n")
            return
        line.say(b"354 go ahead\r\n", rule)
        self._begin_body(line)
        self._end_body(line, envelope, self._read_body(line))

    def _begin_body(self, line: Line) -> None:
        rule = self.script.hear("BODY")
        if rule is not None and rule.call is not None:
            rule.call()
        if rule is not None and rule.action == "answer":
            line.say(b"\r\n".join(rule.lines) + b"\r\n")
        elif rule is not None and rule.action != "call":
            line.say(b"", rule)

    @staticmethod
    def _read_body(line: Line) -> bytes:
        lines = []
        while (one := line.read_line()) != b".":
            lines.append(one.removeprefix(b"."))
        return b"".join(one + b"\r\n" for one in lines)

    def _end_body(self, line: Line, envelope: _Envelope, data: bytes) -> None:
        """Take the mail, unless the script refuses it or cuts before it is taken."""
        rule = self.script.hear("DOT")
        if rule is not None and rule.call is not None:
            rule.call()
        if rule is not None and rule.action == "cut":
            raise CutError
        reply = b"250 2.0.0 taken"
        if rule is not None and rule.action == "answer":
            reply = b"\r\n".join(rule.lines)
        if reply.startswith(b"2"):
            self._accept(envelope, data)
        line.say(reply + b"\r\n", rule)

    def _accept(self, envelope: _Envelope, data: bytes) -> None:
        recipients = tuple(envelope.recipients)
        mail = AcceptedMail(
            envelope.reverse_path,
            recipients,
            data,
            envelope.parameters.strip(),
            tuple(envelope.rcpt_parameters),
        )
        with self._lock:
            self.accepted.append(mail)
            if self._spool is not None:
                self._write(self._spool / f"{len(self.accepted):06}.json", mail)

    @staticmethod
    def _write(path: Path, mail: AcceptedMail) -> None:
        facts = {
            "from": mail.reverse_path,
            "to": mail.recipients,
            "data": mail.data.decode("latin-1"),
        }
        path.write_text(json.dumps(facts))


def main() -> None:
    """Run as ``python -m peers.smtp --spool FOLDER``; prints the port, ends with stdin."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--spool", type=Path)
    wanted = parser.parse_args()
    with SmtpPeer(port=wanted.port, spool=wanted.spool) as peer:
        sys.stdout.write(f"{peer.port}\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main()
