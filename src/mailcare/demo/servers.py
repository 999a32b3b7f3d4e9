"""Embedded servers on loopback: pymap for IMAP, aiosmtpd for SMTP."""

import asyncio
import threading
from argparse import Namespace
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from proxyprotocol.reader import ProxyProtocolReader
from proxyprotocol.version import ProxyProtocolVersion
from pymap.backend.dict import DictBackend
from pymap.imap import IMAPServer
from pymap.user import Passwords, UserMetadata

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Taken:
    """A mail that the SMTP server took."""

    reverse_path: str
    recipient: str
    raw: bytes


class _Loop:
    """An event loop in a thread of its own that serves on one loopback port."""

    def __init__(self, name: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name=name, daemon=True)
        self._thread.start()
        self._server: asyncio.Server | None = None

    def serve(self, start: Coroutine[Any, Any, asyncio.Server]) -> int:
        """Run `start` and return the port that its server listens on."""
        self._server = asyncio.run_coroutine_threadsafe(start, self._loop).result(30)
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def _end(self) -> None:
        if self._server is not None:
            self._server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def close(self) -> None:
        """Stop serving and drop every connection."""
        with suppress(TimeoutError):
            asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(5)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()


class ImapServer:
    """pymap, in memory, with one user per mailbox; what lay in them is gone when it closes."""

    def __init__(self, users: Sequence[str], password: str) -> None:
        self._loop = _Loop("pymap")
        self.port = self._loop.serve(self._start(users, password))
        self.close = self._loop.close

    async def _start(self, users: Sequence[str], password: str) -> asyncio.Server:
        arguments = Namespace(
            host=LOOPBACK, port=0, cert=None, key=None, tls=False, debug=False,
            inherited_sockets=None, proxy_protocol=None, passlib_cfg=None,
            demo_data=False, demo_user=users[0], demo_password=password,
        )  # fmt: skip
        backend, config = await DictBackend.init(arguments, secure_auth=False)
        config.apply_context()
        hashed = await Passwords(config).hash_password(password)
        for name in users:
            backend.login.users_dict[name] = UserMetadata(config, name, password=hashed)
        reader = ProxyProtocolReader(ProxyProtocolVersion.get(None))
        handler = reader.get_callback(IMAPServer(backend.login, config))
        return await asyncio.start_server(handler, host=LOOPBACK, port=0)


class SmtpServer:
    """aiosmtpd; keeps every mail that it takes, one entry per recipient."""

    def __init__(self, password: str) -> None:
        self.taken: list[Taken] = []
        self._password = password.encode()
        self._loop = _Loop("aiosmtpd")
        self.port = self._loop.serve(self._start())
        self.close = self._loop.close

    async def _start(self) -> asyncio.Server:
        return await asyncio.get_running_loop().create_server(
            lambda: SMTP(
                self,
                hostname="mx.telecom.example",
                authenticator=self._authenticate,
                auth_require_tls=False,
                enable_SMTPUTF8=True,
            ),
            host=LOOPBACK,
            port=0,
        )

    def _authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: object
    ) -> AuthResult:
        good = isinstance(data, LoginPassword) and data.password == self._password
        return AuthResult(success=good)

    async def handle_DATA(  # noqa: N802 - aiosmtpd names its hooks so
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Keep the mail."""
        raw = envelope.content
        if not isinstance(raw, bytes):
            return "554 no content"
        self.taken.extend(
            Taken(envelope.mail_from or "", recipient, raw) for recipient in envelope.rcpt_tos
        )
        return "250 taken"
