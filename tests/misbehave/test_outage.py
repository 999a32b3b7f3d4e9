"""A week's outage: all that waits is received, oldest first, and answered with measure.

What is older than `max_auto_age` is for a person; what exceeds the caps is held until somebody lets
it go in one go, spread over hours, or drops it. `make outage` waits with 100,000 letters.
"""

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from contract.desk import Desk
from contract.places import PeerPlace
from crash.house import LaterClock
from crash.letters import in_scope
from mailcare.cli import main
from mailcare.model.case import EventKind
from mailcare.model.place import Fate, Letter
from mailcare.model.post import MailClass, OutboxMail, OutboxState
from mailcare.pipeline.handling import handle
from mailcare.store import Store
from misbehave.tally import Tally
from peers.imap import ImapPeer
from support.ram import quick_folder

LETTERS = int(os.environ.get("MAILCARE_OUTAGE", "600"))
HANDLED = max(50, LETTERS // 50)
"""As many of them, evenly spread, are handled too: each becomes a case."""
PER_HOUR = 8
_WEEK = timedelta(days=7)
_ROOM = 60 * 1024
"""Bytes that a letter takes at most in vault and database."""

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120 + LETTERS)]


@dataclass(frozen=True)
class Week:
    """A mailbox that went live a week ago and has not been reached since."""

    desk: Desk
    peer: ImapPeer
    clock: LaterClock
    folder: Path
    tally: Tally


@pytest.fixture(name="week")
def _week(tmp_path: Path, imap_peer: ImapPeer) -> Iterator[Week]:
    with quick_folder(tmp_path, least=LETTERS * _ROOM) as folder:
        yield from _made(folder, imap_peer)


def _made(folder: Path, imap_peer: ImapPeer) -> Iterator[Week]:
    state = folder / "state"
    state.mkdir(mode=0o700)
    Store.migrate(state / "mailcare.sqlite")
    clock = LaterClock()
    clock.ahead = -_WEEK
    caps = f"[caps]\ntotal_per_hour = {PER_HOUR}\nstaff_per_address_per_hour = 2"
    place = PeerPlace("outage", imap_peer)
    with Desk(folder, place, 'mode = "live"', clock=clock, more=caps) as desk:
        clock.ahead = timedelta(0)
        yield Week(desk, imap_peer, clock, folder, Tally(letters=LETTERS))


def test_a_weeks_letters_after_an_outage(week: Week) -> None:
    now = week.clock.now()
    for number in range(LETTERS):
        came = now - _WEEK + (number + 1) * (_WEEK / (LETTERS + 1))
        week.peer.inbox.add(in_scope(number).raw, internal_date=came.replace(microsecond=0))
    waiting = _receive_all(week)
    chosen = waiting[:: LETTERS // HANDLED]
    for one in chosen:
        assert handle(week.desk.parts, one, now).result == "opened"
    week.desk.speak()
    _check_replies(week, [one.id for one in chosen], now)
    _release_the_backlog(week)
    week.tally.say("outage")


def _receive_all(week: Week) -> list[Letter]:
    """Poll after poll takes a slice, oldest first; each letter keeps when it came."""
    desk, seen = week.desk, 0
    while True:
        received = desk.poll()
        week.tally["polls"] += 1
        letters = [one for report in received.reports for one in report.letter_ids]
        assert letters == list(range(seen + 1, seen + 1 + len(letters)))
        seen += len(letters)
        if not received.more:
            break
    assert seen == LETTERS
    assert desk.fates() == {Fate.RECEIVED: LETTERS}
    waiting = desk.parts.store.read(lambda tx: tx.letters.next_received(LETTERS))
    dates = [one.received_at for one in waiting]
    assert dates == [one.internal_date for one in week.peer.inbox.letters]
    return waiting


def _mails(desk: Desk) -> list[OutboxMail]:
    return desk.parts.store.read(lambda tx: tx.outbox.list())


def _check_replies(week: Week, handled: list[int], now: datetime) -> None:
    """Old letters are answered by nobody but a person; of the others a cap's worth leaves."""
    desk = week.desk
    mails = _mails(desk)
    replies = Counter(one.state for one in mails if one.mail_class is MailClass.REPLY)
    notices = Counter(one.reason for one in mails if one.template == "notice.new_case")
    assert replies[OutboxState.SENT] == PER_HOUR
    assert {*replies} == {OutboxState.SENT, OutboxState.HELD}
    cases = desk.parts.store.read(
        lambda tx: [tx.cases.by_id(tx.letters.get(one).case_id or 0) for one in handled]
    )
    old = [one for one in cases if _is_suppressed(one.events)]
    assert len(old) + replies.total() == len(cases)
    assert all(one.view.received_at < now - timedelta(days=2) for one in old)
    assert notices["cap.backlog"] > 0
    assert notices[""] <= 4
    week.tally.update(
        handled=len(cases),
        replies_left_to_people=len(old),
        replies_sent=replies[OutboxState.SENT],
        replies_held=replies[OutboxState.HELD],
        notices_held=notices["cap.backlog"],
    )
    taken = [one for mail in desk.smtp.accepted for one in mail.recipients]
    assert len([one for one in taken if one.startswith("qianli")]) == PER_HOUR


def _is_suppressed(events: object) -> bool:
    assert isinstance(events, tuple)
    return any(
        one.kind is EventKind.REPLY_SUPPRESSED and one.facts.get("reason") == "too_old"
        for one in events
    )


def _release_the_backlog(week: Week) -> None:
    """One command drops what nobody needs, one lets the rest go, some each hour."""
    desk, clock, tally = week.desk, week.clock, week.tally

    def run(*words: str) -> Result:
        return CliRunner().invoke(main, ["--config", str(week.folder / "config.toml"), *words])

    held = run("outbox", "held")
    assert "cap.total" in held.output
    assert "cap.backlog" in held.output
    assert run("outbox", "drop", "--held", "cap.backlog", "--reason", "outage").exit_code == 0
    assert run("outbox", "release", "--held", "cap.total", "--per-hour", "4").exit_code == 0
    waiting = tally["replies_held"]
    for hour in range(3):
        desk.speak()
        sent = [one for one in _mails(desk) if one.state is OutboxState.SENT]
        replies = [one for one in sent if one.mail_class is MailClass.REPLY]
        assert len(replies) <= PER_HOUR + min(waiting, 1 + 4 * hour)
        clock.ahead += timedelta(hours=1)
    clock.ahead += timedelta(hours=waiting)
    desk.speak()
    taken = [one for mail in desk.smtp.accepted for one in mail.recipients]
    users = [one for one in taken if one.startswith("qianli")]
    tally["doubled"] = len(users) - len({*users})
    assert len(users) == PER_HOUR + waiting
    assert not tally["doubled"]
