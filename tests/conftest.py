"""Fixtures for the whole suite: mail servers once per worker, scripted peers once per test."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, settings

from mailcare.wire.deadlines import DeadlineKeeper
from peers.imap import ImapPeer
from peers.smtp import SmtpPeer
from servers.base import require
from servers.dovecot import DovecotServer
from servers.postfix import PostfixServer
from servers.postgres import PostgresServer
from support.waiting import eventually as wait_until

settings.register_profile(  # no test may fail because the machine is busy
    "busy machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("busy machine")


@pytest.fixture(name="eventually")
def _eventually() -> Callable[..., object]:
    return wait_until


@pytest.fixture
def keeper() -> Iterator[DeadlineKeeper]:
    kept = DeadlineKeeper()
    yield kept
    kept.close()


@pytest.fixture(scope="session", name="_dovecot_once")
def _start_dovecot() -> Iterator[DovecotServer]:
    require("dovecot", "openssl")
    server = DovecotServer()
    try:
        server.start()
        yield server
    finally:
        server.close()


@pytest.fixture
def dovecot(_dovecot_once: DovecotServer) -> DovecotServer:
    """Return the worker's Dovecot, up again if a test left it down."""
    if not _dovecot_once.is_up:
        _dovecot_once.start()
    return _dovecot_once


@pytest.fixture(scope="session", name="_postfix_once")
def _start_postfix(_dovecot_once: DovecotServer) -> Iterator[PostfixServer]:
    require("postfix", root=True)
    server = PostfixServer(_dovecot_once)
    try:
        server.start()
        yield server
    finally:
        server.close()


@pytest.fixture
def postfix(dovecot: DovecotServer, _postfix_once: PostfixServer) -> PostfixServer:  # noqa: ARG001 - Dovecot must be up
    """Return the worker's Postfix, up again if a test left it down."""
    if not _postfix_once.is_up:
        _postfix_once.start()
    return _postfix_once


@pytest.fixture(scope="session", name="_postgres_once")
def _start_postgres() -> Iterator[PostgresServer]:
    require("postgres", folder=PostgresServer.programs())
    server = PostgresServer()
    try:
        server.start()
        yield server
    finally:
        server.close()


@pytest.fixture
def postgres(_postgres_once: PostgresServer) -> PostgresServer:
    """Return the worker's PostgreSQL, up again if a test left it down."""
    if not _postgres_once.is_up:
        _postgres_once.start()
    return _postgres_once


@pytest.fixture
def smtp_peer() -> Iterator[SmtpPeer]:
    with SmtpPeer() as peer:
        yield peer


@pytest.fixture
def imap_peer() -> Iterator[ImapPeer]:
    with ImapPeer() as peer:
        yield peer
