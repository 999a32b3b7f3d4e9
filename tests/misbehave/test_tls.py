"""TLS that can't be had: nothing is said in clear, letters and mails wait, and go on afterwards."""

import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal

import pytest

from crash.house import House
from crash.letters import in_scope
from crash.totals import asking
from peers.imap import ImapPeer
from peers.peer import Door, Peer
from peers.smtp import SmtpPeer
from support.certificates import make, server_context
from support.ram import quick_folder

pytestmark = pytest.mark.slow
_STEP = timedelta(minutes=20)
"""From one pass to the next: what is deferred is due, and an unreachable server is told."""

Security = Literal["tls", "starttls"]


@dataclass(frozen=True)
class Way:
    """What a server does instead of good TLS."""

    name: str
    door: Door | None
    offers: bool = True
    """Whether it offers STARTTLS."""


class Doors:
    """Certificates, and what servers do with them; clients trust all but one."""

    def __init__(self, folder: Path, security: Security) -> None:
        self.at_once = security == "tls"
        good, late = make(folder), make(folder, ends=timedelta(days=-1))
        elsewhere = make(folder, "mail.elsewhere.example")
        self._contexts = {
            "expired": server_context(late),
            "another name": server_context(elsewhere),
            "unknown authority": server_context(make(folder)),
        }
        self.good = Door(server_context(good), self.at_once)
        self.trusted = folder / "trusted.pem"
        self.trusted.write_bytes(b"".join(one.read_bytes() for one in (good, late, elsewhere)))

    def ways(self) -> Iterator[Way]:
        for name, context in self._contexts.items():
            yield Way(name, Door(context, self.at_once))
        yield Way("garbage", Door(None, self.at_once))
        yield Way("cut in the handshake", Door(None, self.at_once, cuts=True))
        if self.at_once:
            yield Way("nothing in common", Door(_odd()))
        else:
            yield Way("refused", None)
            yield Way("not offered", None, offers=False)


def _odd() -> ssl.SSLContext:
    """Return what knows no cipher that a client of today takes."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.maximum_version = ssl.TLSVersion.TLSv1_2
    made.set_ciphers("ADH:@SECLEVEL=0")
    return made


@pytest.fixture(params=["tls", "starttls"], name="doors")
def _doors(request: pytest.FixtureRequest, tmp_path: Path) -> Doors:
    return Doors(tmp_path, request.param)


@pytest.fixture(name="house")
def _house(base: Path, tmp_path: Path, doors: Doors) -> Iterator[House]:
    with quick_folder(tmp_path) as folder, House(folder / "house", [], base) as house:
        text = house.config.read_text(encoding="utf-8")
        wanted = (
            f'security = "{"tls" if doors.at_once else "starttls"}"\nca_file = "{doors.trusted}"'
        )
        house.config.write_text(text.replace('security = "none"', wanted), encoding="utf-8")
        for peer in (house.imap, house.smtp):
            open_(peer, Way("good", doors.good))
        yield house


def open_(peer: Peer, way: Way) -> None:
    """Have a server begin TLS in this way from now on."""
    peer.cut_all()
    peer.door = way.door
    offered = ("STARTTLS",) if way.offers else ()
    if isinstance(peer, ImapPeer):
        peer.before_login = ("IMAP4rev1", "ID", "AUTH=PLAIN", *offered)
    elif isinstance(peer, SmtpPeer):
        peer.extensions = ("8BITMIME", "AUTH PLAIN LOGIN", *offered)


def alarms(house: House) -> list[tuple[str, bool]]:
    """Return the open alarms, and whether each says that it is TLS."""
    query = "SELECT kind, facts LIKE '%\"tls\"%' FROM alarms WHERE cleared_at IS NULL"
    with asking(house) as facts:
        return [(kind, bool(told)) for kind, told in facts.rows(query)]


def test_letters_and_mails_wait_for_servers_without_good_tls(house: House, doors: Doors) -> None:
    good = Way("good", doors.good)
    with house.passes(_STEP) as one_more:
        one_more()
        for number, way in enumerate(doors.ways()):
            house.play()
            open_(house.imap, way)
            house.imap.inbox.add(in_scope(number).raw, internal_date=None)
            assert (one_more().failed, len(users(house))) == (1, number), way.name
            assert not {"LOGIN", "AUTHENTICATE"} & {*house.imap.heard}, way.name
            check_told(house, "unreachable", way)
            open_(house.imap, good)
            open_(house.smtp, way)
            house.play()
            assert (one_more().received, len(users(house))) == (1, number), way.name
            assert not {"AUTH", "MAIL"} & {*house.smtp.heard}, way.name
            check_told(house, "send_failed", way)
            check_waiting(house, way)
            open_(house.smtp, good)
            one_more()
            assert users(house)[number:] == [f"qianli{number}@mail.example"], way.name
            assert alarms(house) == [], way.name


def check_told(house: House, kind: str, way: Way) -> None:
    """The one alarm says that it is TLS; a connection that just ends may be anything."""
    assert [one for one, _ in alarms(house)] == [kind], way.name
    assert way.name == "cut in the handshake" or alarms(house) == [(kind, True)], way.name


def check_waiting(house: House, way: Way) -> None:
    """No mail is in doubt, since no body began."""
    with asking(house) as facts:
        states = {*facts.column("SELECT state FROM outbox WHERE state <> 'sent'")}
    assert {"deferred"} <= states <= {"deferred", "queued"}, way.name


def users(house: House) -> list[str]:
    """Return to whom of the public mail has left."""
    to = [one.recipients[0] for one in house.smtp.accepted]
    return [one for one in to if one.startswith("qianli")]
