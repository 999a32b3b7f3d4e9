"""SMTP servers that go wrong at each step: each mail leaves once, or its state says what is known.

What is uncertain is never sent again by itself; a report, a copy in Sent or a person settles it.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from email import message_from_bytes
from pathlib import Path

import pytest

from crash.house import House
from crash.letters import in_scope
from crash.totals import asking, taken_ids
from mailcare.config import load
from mailcare.model.post import OutboxMail, OutboxState
from mailcare.pipeline.concluding import resolve_mail
from mailcare.wiring import find_desk, open_store
from misbehave.tally import ALL, Tally
from peers.script import Rule, answer, cut, half, hang, then_cut
from support.ram import quick_folder

pytestmark = [pytest.mark.slow, pytest.mark.timeout(3000 if ALL else 120)]
_LATER = timedelta(hours=3)
_HOUR = 3600 * 1_000_000
"""In the database's microseconds."""
_IN_A_HURRY = 20
_PATIENCE = timedelta(minutes=3)


@dataclass(frozen=True)
class Cell:
    """What goes wrong while the reply is sent, and where that leaves it."""

    name: str
    rules: tuple[Rule, ...]
    state: str
    reason: str = ""


def _cells() -> Iterator[Cell]:
    before = ("MAIL", "RCPT", "DATA")
    for step in (*before, "DOT"):
        word = "body" if step == "DOT" else step.lower()
        for code in (
            "421 4.3.2 closing",
            "450 4.2.0 greylisted",
            "451 4.7.1 later",
            "452 4.2.2 full",
        ):
            yield _refused(step, code, "deferred", f"{code[:3]} {word}_refused")
        for code in ("550 5.1.1 unknown", "552 5.2.2 full", "553 5.1.3 odd", "554 5.7.1 no"):
            yield _refused(step, code, "failed", f"{code[:3]} {word}_refused")
    for said, state, reason in _SPECIAL:
        for step in ("RCPT", "DOT"):
            yield _refused(step, said, state, f"{said[:3]} {reason}")
    for step in before:
        yield Cell(f"cut at {step}", (cut(step),), "deferred", "connection_lost")
        yield Cell(f"half at {step}", (half(step),), "deferred", "connection_lost")
        yield Cell(f"garbage at {step}", (answer(step, b"what"),), "deferred")
        yield Cell(f"silence at {step}", (hang(step),), "deferred", "connection_lost")
    for step in ("GREETING", "EHLO"):
        yield Cell(f"cut at {step}", (cut(step),), "deferred", "unreachable")
        yield _refused(step, "554 5.7.1 no", "deferred", "unreachable")
    twice = tuple(answer("AUTH", b"535 5.7.8 no", nth=nth) for nth in (1, 2))
    yield Cell("password refused", twice, "deferred", "login_refused")
    for rule in (cut("BODY"), cut("DOT"), then_cut("DOT"), half("DOT"), answer("DOT", b"what")):
        yield Cell(f"{rule.action} at {rule.command}", (rule,), "uncertain")


_SPECIAL = (
    ("550 Domain frequency limited", "deferred", "rate_limited"),
    ("550 Connection frequency limited", "deferred", "rate_limited"),
    ("550 Mailbox unavailable or access denied", "deferred", "access_denied"),
    ("451 MI:SFQ later", "deferred", "sender_quota"),
    ("451 DT:SPM later", "deferred", "content_doubted"),
    ("554 DT:SPM no", "failed", "content_refused"),
    ("450 MI:DMC later", "deferred", "rate_limited"),
)
"""Providers' words that mean something else than their codes (facts 1.7)."""


def _refused(step: str, said: str, state: str, reason: str) -> Cell:
    reason = "" if "full" in said else reason  # which is named by whose mailbox it may be
    return Cell(f"{said} at {step}", (answer(step, said.encode()),), state, reason)


@pytest.fixture(name="house")
def _house(base: Path, tmp_path: Path) -> Iterator[House]:
    with quick_folder(tmp_path) as folder, House(folder / "house", [], base) as house:
        yield house


def arrive(house: House, number: int) -> None:
    """Put a letter in that came just now."""
    house.imap.inbox.add(in_scope(number).raw, internal_date=None)


def replies(house: House, count: int) -> list[OutboxMail]:
    """Return the one mail to the user of each letter, in the letters' order."""
    with open_store(load(house.config)) as (store, _vault):
        mails = store.read(lambda tx: tx.outbox.list())
    by_user = {one.recipient: one for one in mails if one.recipient.startswith("qianli")}
    assert len([one for one in mails if one.recipient.startswith("qianli")]) == count
    return [by_user[f"qianli{number}@mail.example"] for number in range(count)]


def play(house: House, cells: Sequence[Cell], pace: int = 1) -> list[OutboxMail]:
    """Let each thing go wrong with the reply to a letter of its own; return the replies."""
    with house.passes(pace=pace) as one_more:
        for number, cell in enumerate(cells):
            arrive(house, number)
            house.play(smtp=cell.rules)
            one_more()
            _put_off(house)
    house.play()
    return replies(house, len(cells))


def _put_off(house: House) -> None:
    """Let what is deferred wait an hour more, lest it come again while others are tried."""
    with closing(sqlite3.connect(house.state / "mailcare.sqlite")) as database, database:
        database.execute(
            "UPDATE outbox SET not_before = not_before + :hour"
            " WHERE state = 'deferred' AND not_before - created_at < :hour",
            {"hour": _HOUR},
        )


def quiet(house: House) -> None:
    """Let three hours go by, over and over, with servers that go wrong no more."""
    with house.passes(_LATER) as one_more:
        for _ in range(3):
            one_more()


_CELLS = [cell for cell in _cells() if "silence" not in cell.name]
_PARTS = 12


@pytest.mark.parametrize("part", range(_PARTS if ALL else 1))
def test_where_each_thing_that_goes_wrong_leaves_the_reply(house: House, part: int) -> None:
    wanted = _CELLS[part::_PARTS]
    tally = Tally(tries=len(wanted))
    for cell, mail in zip(wanted, play(house, wanted), strict=True):
        assert mail.state.value == cell.state, cell.name
        assert cell.reason in {"", mail.reason}, cell.name
        tally[cell.state] += 1
    quiet(house)
    _check_ends(house, wanted, tally)
    tally.say("SMTP: each thing that goes wrong")


@pytest.mark.skipif(not ALL, reason="make matrix; one silent server is tried in tests/crash")
def test_a_server_that_says_nothing_is_given_up(house: House) -> None:
    wanted = [cell for cell in _cells() if "silence" in cell.name]
    for mail in play(house, wanted, _IN_A_HURRY):
        assert (mail.state.value, mail.reason) == ("deferred", "connection_lost")
    quiet(house)
    _check_ends(house, wanted, Tally())


def _check_ends(house: House, cells: Sequence[Cell], tally: Tally) -> None:
    """What was deferred was sent, the rest stands; no mail was taken twice; failures are tasks."""
    taken = taken_ids(house)
    tally["doubled"] += len(taken) - len({*taken})
    assert not tally["doubled"]
    ends = {"deferred": "sent", "failed": "failed", "uncertain": "uncertain"}
    with asking(house) as facts:
        for cell, mail in zip(cells, replies(house, len(cells)), strict=True):
            assert mail.state.value == ends[cell.state], cell.name
            told = facts.column(
                "SELECT count(*) FROM outbox WHERE case_id = ? AND template = 'notice.task'",
                mail.case_id,
            )
            assert (told[0] > 0) == (cell.state == "failed"), cell.name
            tally["lost"] += mail.state is OutboxState.SENT and mail.message_id not in taken
    assert not tally["lost"]


def report(house: House, mail: OutboxMail, action: str, status: str) -> bytes:
    """Return a delivery report as Postfix writes them."""
    with open_store(load(house.config)) as (_store, vault):
        head = vault.open(mail.blob).partition(b"\r\n\r\n")[0]
    lines = [
        "From: MAILER-DAEMON@mx.example", "To: vas@telecom.example", "Subject: Delivery report",
        "Return-Path: <>", "Auto-Submitted: auto-replied", "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"', "",
        "--b", "Content-Type: text/plain", "", "about your mail", "",
        "--b", "Content-Type: message/delivery-status", "",
        "Reporting-MTA: dns; mx.example", "",
        f"Final-Recipient: rfc822; {mail.recipient}", f"Action: {action}", f"Status: {status}", "",
        "--b", "Content-Type: text/rfc822-headers", "", "",
    ]  # fmt: skip
    return "\r\n".join(lines).encode() + head + b"\r\n\r\n--b--\r\n"


def receipt(mail: OutboxMail) -> bytes:
    """Return a disposition notification: the user's program says that it was read."""
    lines = [
        f"From: {mail.recipient}", "To: vas@telecom.example", "Subject: read",
        "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=disposition-notification; boundary="b"', "",
        "--b", "Content-Type: text/plain", "", "read", "",
        "--b", "Content-Type: message/disposition-notification", "",
        f"Final-Recipient: rfc822; {mail.recipient}", f"Original-Message-ID: {mail.message_id}",
        "Disposition: manual-action/MDN-sent-manually; displayed", "", "--b--", "",
    ]  # fmt: skip
    return "\r\n".join(lines).encode()


def test_what_settles_an_uncertain_mail(house: House) -> None:
    """Two reports, a read receipt, the provider's copy in Sent, a person, and nobody."""
    doubt = Cell("cut at DOT", (then_cut("DOT"),), "uncertain")
    mails = play(house, [doubt] * 7)
    assert {mail.state for mail in mails} == {OutboxState.UNCERTAIN}
    delivered, bounced, read, copied, found_sent, found_lost, unknown = mails
    for raw in (
        report(house, delivered, "delivered", "2.0.0"),
        report(house, bounced, "failed", "5.1.1"),
        receipt(read),
    ):
        house.imap.inbox.add(raw, internal_date=None)
    by_id = {str(message_from_bytes(one.data)["Message-ID"]): one for one in house.smtp.accepted}
    sent = by_id[copied.message_id].data
    house.imap.folders["&XfJT0ZAB-"].add(sent, internal_date=None)
    _resolve(house, found_sent, sent=True)
    _resolve(house, found_lost, sent=False)
    quiet(house)
    _check_settled(house, mails)
    taken = taken_ids(house)
    assert len(taken) == len({*taken}), "an uncertain mail left again"
    assert {mail.message_id for mail in mails} <= {*taken}
    assert unknown.state is OutboxState.UNCERTAIN


def _resolve(house: House, mail: OutboxMail, *, sent: bool) -> None:
    config = load(house.config)
    with open_store(config) as (store, _vault):
        policies = {mail.mailbox_id or 0: find_desk(config, store, mail.mailbox_id or 0).policy}
        store.run(
            lambda tx: resolve_mail(
                tx, mail.id, policies, sent=sent, now=mail.created_at + _PATIENCE
            )
        )


_ENDS = (
    ("sent", "dsn 2.0.0", "acknowledged"),
    ("failed", "dsn 5.1.1", "reply_failed"),
    ("uncertain", "no_reply", ""),
    ("sent", "in_sent", "acknowledged"),
    ("sent", "by hand", "acknowledged"),
    ("failed", "by hand", "reply_failed"),
    ("uncertain", "no_reply", ""),
)


def _check_settled(house: House, mails: Sequence[OutboxMail]) -> None:
    """Each row says what is known and why; its case knows it too; failures are tasks for staff."""
    with asking(house) as facts:
        now = replies(house, len(mails))
        for number, (mail, (state, reason, event)) in enumerate(zip(now, _ENDS, strict=True)):
            assert (mail.state.value, mail.reason) == (state, reason), number
            kinds = facts.column("SELECT kind FROM events WHERE case_id = ?", mail.case_id)
            told = {"acknowledged", "promised", "reply_failed"} & {*kinds}
            assert (event in told) if event else not told, (number, kinds)
            tasks = facts.column(
                "SELECT count(*) FROM outbox WHERE case_id = ? AND template = 'notice.task'",
                mail.case_id,
            )
            assert (tasks[0] > 0) == (event == "reply_failed")
