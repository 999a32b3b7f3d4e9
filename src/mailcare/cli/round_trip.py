"""``mailcare doctor --letter``: letters from a mailbox to itself prove what no server announces.

One goes the ordinary way, one with the null reverse-path, one to a sub-address. All are looked for
in the polled folders, measured, and deleted again; a daemon that runs beside files them, no case.
"""

import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from mailcare.casework.tokens import TokenKeys
from mailcare.cli.examine_folders import SKEW
from mailcare.cli.findings import Finding, Verdict
from mailcare.clock import Clock
from mailcare.config import Config, Mailbox
from mailcare.correspondence.probe import Probe, compose_probe
from mailcare.errors import WireError
from mailcare.wire import imap, smtp
from mailcare.wire.deadlines import DeadlineKeeper
from mailcare.wiring import imap_account, smtp_account

EVERY: Final = timedelta(seconds=2)
_LATEST: Final = 100
"""Letters of a folder that are looked at, from its end."""
_TICK: Final = timedelta(seconds=1)
"""INTERNALDATE counts whole seconds."""
LETTER, NULL, SUB = "letter", "null reverse-path", "sub-address"


@dataclass(slots=True)
class _Trip:
    """A letter on its way to ourselves."""

    step: str
    reverse_path: str
    probe: Probe
    refused: str = ""
    folder: str = ""
    internal_date: datetime | None = None
    seen_at: datetime | None = None


@dataclass(slots=True)
class _Journey:
    """All of them."""

    config: Config
    name: str
    clock: Clock
    trips: list[_Trip] = field(default_factory=list)
    sent_at: datetime | None = None
    undone: list[str] = field(default_factory=list)
    """Folders in which something was left behind."""

    @property
    def box(self) -> Mailbox:
        return self.config.mailboxes[self.name]

    def awaited(self) -> list[_Trip]:
        """Return what was sent and has not been seen yet."""
        return [one for one in self.trips if not one.refused and one.seen_at is None]


def send_round(
    config: Config,
    name: str,
    keys: TokenKeys,
    keeper: DeadlineKeeper,
    *,
    clock: Clock,
    wait: timedelta,
) -> Iterator[Finding]:
    """Send the letters, await them for at most `wait`, delete them, and say what they prove."""
    journey = _Journey(config, name, clock)
    try:
        _send(journey, keys, keeper)
        _receive(journey, keeper, wait)
    except WireError as error:
        todo = "see the steps before; then: mailcare doctor --letter"
        yield Finding(name, LETTER, Verdict.FAIL, str(error), todo)
        return
    yield from _judge(journey)


def _send(journey: _Journey, keys: TokenKeys, keeper: DeadlineKeeper) -> None:
    config, name, box = journey.config, journey.name, journey.box
    now = journey.sent_at = journey.clock.now()
    local, _at, domain = box.address.partition("@")
    ways = (
        (LETTER, box.address, box.address, "plain"),
        (NULL, "", box.address, "null"),
        (SUB, box.address, f"{local}+mailcare@{domain}", "sub"),
    )
    session = smtp.open_session(smtp_account(config, box), keeper)
    try:
        for step, path, recipient, part in ways:
            probe = compose_probe(config, name, keys, recipient, part=part, now=now)
            trip = _Trip(step, path, probe)
            journey.trips.append(trip)
            outcome = session.send(path, recipient, probe.data, _nothing)
            if outcome.state != "sent":
                trip.refused = f"{outcome.code} {outcome.reason}".strip()
            if not session.usable:
                session = smtp.open_session(smtp_account(config, box), keeper)
    finally:
        session.close()


def _nothing() -> None:
    """Nothing need be noted before the body: the letter belongs to nothing."""


def _receive(journey: _Journey, keeper: DeadlineKeeper, wait: timedelta) -> None:
    """Look for the letters until all are there or `wait` is over, then clean up."""
    clock = journey.clock
    end = clock.now() + wait
    session = imap.open_session(imap_account(journey.config, journey.box), keeper)
    try:
        folders = _folders(journey.box, session)
        while True:
            for folder in folders:
                _look(journey, session, folder)
            if not journey.awaited() or clock.now() >= end:
                break
            clock.wait(threading.Event(), EVERY.total_seconds())
        sent = session.special_folder("\\Sent")
        for folder in dict.fromkeys([*folders, *([sent] if sent else [])]):
            _clean(journey, session, folder)
    finally:
        session.close()


def _folders(box: Mailbox, session: imap.ImapSession) -> list[str]:
    junk = session.junk_folders(box.preset.junk_folders)
    moved = [box.move_handled_to] if box.move_handled_to else []
    return list(dict.fromkeys([*box.folders, *(box.junk_folders or ()), *junk, *moved]))


def _find(
    session: imap.ImapSession, folder: str, trips: Iterable[_Trip], *, writable: bool = False
) -> Mapping[int, _Trip]:
    """Return the letters among the newest of a folder, by UID; a folder that fails has none."""
    try:
        status = session.select(folder, writable=writable)
        start = max(1, (status.uidnext or 1) - _LATEST)
        uids = session.search_from(start, status.exists)[-_LATEST:]
        heads = session.header_fields(uids, ("Message-ID",))
    except WireError:
        if not session.usable:
            raise
        return {}
    return {
        uid: trip
        for uid in uids
        for trip in trips
        if trip.probe.message_id.encode() in heads.get(uid, b"")
    }


def _look(journey: _Journey, session: imap.ImapSession, folder: str) -> None:
    found = _find(session, folder, journey.awaited())
    metas = session.meta(list(found)) if found else {}
    for uid, trip in found.items():
        trip.folder, trip.seen_at = folder, journey.clock.now()
        trip.internal_date = metas[uid].internal_date if uid in metas else None


def _clean(journey: _Journey, session: imap.ImapSession, folder: str) -> None:
    """Delete our letters, and them alone."""
    for uid in _find(session, folder, journey.trips, writable=True):
        try:
            session.remove(uid)
        except WireError:
            if not session.usable:
                raise
            journey.undone.append(folder)


def _judge(journey: _Journey) -> Iterator[Finding]:
    name = journey.name
    plain, null, sub = journey.trips
    yield _arrival(journey, plain)
    yield _null(name, journey.box, null)
    yield _sub(name, journey.box, sub)
    yield from _clock(journey)
    if journey.undone:
        found = f"left in {', '.join(dict.fromkeys(journey.undone))}"
        yield Finding(name, "clean-up", Verdict.WARN, found, "delete the letters by hand")


def _arrival(journey: _Journey, trip: _Trip) -> Finding:
    name = journey.name
    if trip.refused:
        todo = "see the server's log; replies to users would be refused likewise"
        return Finding(name, LETTER, Verdict.FAIL, f"not sent: {trip.refused}", todo)
    if trip.seen_at is None or journey.sent_at is None:
        todo = "look for it in the webmail; later: mailcare doctor --letter --wait 10m"
        return Finding(name, LETTER, Verdict.FAIL, "sent, and not seen in a polled folder", todo)
    seconds = int((trip.seen_at - journey.sent_at).total_seconds())
    found = f"came back after {seconds} s, in {trip.folder}"
    if trip.folder not in journey.box.folders:
        todo = "our letters are held for junk: see SPF and DMARC, then ask the provider"
        return Finding(name, LETTER, Verdict.WARN, found, todo)
    return Finding(name, LETTER, Verdict.OK, found)


def _null(name: str, box: Mailbox, trip: _Trip) -> Finding:
    works = not trip.refused and trip.seen_at is not None
    if works:
        return Finding(name, NULL, Verdict.OK, "mail without a return path arrives")
    found = f"refused: {trip.refused}" if trip.refused else "taken, and not seen"
    if box.null_reverse_path:
        return Finding(name, NULL, Verdict.FAIL, found, "null_reverse_path = false")
    return Finding(name, NULL, Verdict.OK, f"{found}; it isn't used")


def _sub(name: str, box: Mailbox, trip: _Trip) -> Finding:
    works = not trip.refused and trip.seen_at is not None
    if works:
        todo = "" if box.subaddressing else "subaddressing = true, so that answers find their case"
        return Finding(name, SUB, Verdict.OK, f"mail to {trip.probe.recipient} arrives", todo)
    found = f"refused: {trip.refused}" if trip.refused else "taken, and not seen"
    if box.subaddressing:
        return Finding(name, SUB, Verdict.FAIL, found, "subaddressing = false")
    return Finding(name, SUB, Verdict.OK, f"{found}; it isn't used")


def _clock(journey: _Journey) -> Iterator[Finding]:
    """Compare INTERNALDATE with the time between our sending and our seeing the letter."""
    name, skews = journey.name, list(_skews(journey))
    if not skews:
        return
    skew = min(skews, key=abs)
    seconds = int(skew.total_seconds())
    if abs(skew) <= SKEW:
        yield Finding(name, "clock", Verdict.OK, f"the server's and ours differ by {seconds} s")
        return
    found = f"the server's is {abs(seconds)} s {'ahead of' if seconds > 0 else 'behind'} ours"
    todo = "set this machine's clock by NTP; if it is right, the server's is wrong: due times err"
    yield Finding(name, "clock", Verdict.WARN, found, todo)


def _skews(journey: _Journey) -> Iterator[timedelta]:
    for trip in journey.trips:
        came, seen, sent = trip.internal_date, trip.seen_at, journey.sent_at
        if came is None or seen is None or sent is None:
            continue
        if came > seen:
            yield came - seen
        else:
            yield min(timedelta(0), came - (sent.replace(microsecond=0) - _TICK))
