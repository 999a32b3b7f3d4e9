"""Alarms raised by what servers and clocks do, and ended by it; what other tests do not show."""

from datetime import datetime, timedelta
from pathlib import Path

from mailcare.config import load, parse
from mailcare.daemon.desk_work import speak_step
from mailcare.daemon.heartbeat import Heartbeats
from mailcare.daemon.troubles import Troubles
from mailcare.daemon.watch import SLOW, SLOW_IN_A_ROW, Watch
from mailcare.model.post import OutboxState
from mailcare.model.trouble import AlarmKind
from mailcare.supervision.alarms import end_calm, facts_of, raise_alarm
from mailcare.supervision.ending import end_settled
from mailcare.supervision.spreading import spread_news
from mailcare.supervision.unsent import watch_unsent
from mailcare.wiring import build
from peers.imap import ImapPeer
from peers.mailbox import PeerFolder
from peers.script import cut
from unit.daemon.house import HOUR, MINUTE, NOW, House, LeapingClock, config

DAY = timedelta(days=1)
LETTER = b"From: a@b.example\r\nMessage-ID: <%d@b.example>\r\nSubject: x\r\n\r\nhello\r\n"


def facts(house: House, kind: AlarmKind, subject: str = "vas") -> dict[str, object]:
    """What an alarm says; empty: it is not open."""
    alarm = house.parts.store.read(lambda tx: tx.alarms.find(kind, subject))
    return dict(facts_of(alarm)) if alarm else {}


def test_an_unreachable_mailbox_has_its_repair_clock_until_a_poll_goes_well(
    house: House, peer: ImapPeer
) -> None:
    assert house.poll(NOW).ok
    house.restart()
    peer.script.play(cut("GREETING", nth=0))
    for wait in (5 * MINUTE, 16 * MINUTE):
        assert not house.poll(NOW + wait).ok
        assert bool(facts(house, AlarmKind.UNREACHABLE)) is (wait > 15 * MINUTE)
    assert facts(house, AlarmKind.UNREACHABLE)["due"] == (NOW + DAY).isoformat()
    assert "urgent" not in facts(house, AlarmKind.UNREACHABLE)
    house.poll(NOW + DAY / 2)
    assert facts(house, AlarmKind.UNREACHABLE)["urgent"] is True
    peer.script.play()
    assert house.poll(NOW + DAY).ok
    assert facts(house, AlarmKind.UNREACHABLE) == {}


def test_a_folder_that_is_gone_is_told_until_it_is_back(house: House, peer: ImapPeer) -> None:
    house.change(box='interval = "60s"\nfolders = ["INBOX", "Web"]')
    subject = "vas: Web"
    for wait in (0 * MINUTE, 5 * MINUTE, 16 * MINUTE):
        assert house.poll(NOW + wait).ok
    assert facts(house, AlarmKind.UNREACHABLE, subject) == {"since": NOW.isoformat()}
    peer.add_folder("Web")
    assert house.poll(NOW + 17 * MINUTE).ok
    assert facts(house, AlarmKind.UNREACHABLE, subject) == {}


def deliver(inbox: PeerFolder, uid: int, at: datetime | None = None) -> None:
    inbox.add(LETTER % uid, uid=uid, internal_date=at or NOW)


def test_what_only_the_nightly_look_finds_is_told_for_a_day(house: House, peer: ImapPeer) -> None:
    house.poll(NOW)
    deliver(peer.inbox, 5000)
    assert house.poll(NOW + MINUTE).received == 1
    deliver(peer.inbox, 3000)
    assert house.poll(NOW + HOUR).received == 0
    assert house.poll(NOW + DAY).received == 1
    assert facts(house, AlarmKind.FOUND_LATE) == {"found_late": 1}


def test_a_renumbered_folder_is_told(house: House, peer: ImapPeer) -> None:
    deliver(peer.inbox, 1)
    house.poll(NOW)
    assert AlarmKind.EPOCH not in house.alarms()
    house.restart()
    peer.inbox.uidvalidity = 8
    assert house.poll(NOW + MINUTE).ok
    assert AlarmKind.EPOCH in house.alarms()


def test_a_letter_from_the_future_tells_of_a_wrong_clock(house: House, peer: ImapPeer) -> None:
    now = house.parts.clock.now()
    house.poll(now)
    deliver(peer.inbox, 1, now + 2 * HOUR)
    house.poll(now + MINUTE)
    assert facts(house, AlarmKind.CLOCK)["direction"] == "behind"
    deliver(peer.inbox, 2, now)
    house.poll(now + 2 * MINUTE)
    house.parts.store.run(lambda tx: end_calm(tx, timedelta(0), now + 3 * MINUTE))
    assert facts(house, AlarmKind.CLOCK) == {}


def test_a_mail_that_does_not_leave_is_told_until_it_has(house: House) -> None:
    store, settings = house.parts.store, house.parts.settings.config
    store.run(lambda tx: raise_alarm(tx, AlarmKind.EPOCH, "vas", {}, NOW))
    speak_step(house.parts, lambda: None)(NOW)
    (mail,) = store.read(lambda tx: tx.outbox.list(None))
    for wait, is_told in ((HOUR / 2, False), (HOUR, True)):
        store.run(lambda tx, now=NOW + wait: watch_unsent(tx, settings, now))  # type: ignore[misc]
        assert (AlarmKind.UNSENT in house.alarms()) is is_told
    assert facts(house, AlarmKind.UNSENT) == {"waiting": 1, "oldest": mail.created_at.isoformat()}
    gone = parse(config(1).replace("mailboxes.vas", "mailboxes.idc"), Path("/c/config.toml"))
    store.run(lambda tx: watch_unsent(tx, gone, NOW + HOUR))
    assert AlarmKind.UNSENT in house.alarms()
    store.run(lambda tx: tx.outbox.drop(mail.id, "by hand", NOW + HOUR))
    store.run(lambda tx: watch_unsent(tx, settings, NOW + HOUR))
    assert AlarmKind.UNSENT not in house.alarms()


def test_a_mail_that_a_clock_put_ahead_wanted_is_written_when_it_is_back(house: House) -> None:
    store = house.parts.store
    store.run(lambda tx: raise_alarm(tx, AlarmKind.EPOCH, "vas", {}, NOW + DAY))
    spread_news(store, house.parts.settings.config, NOW + DAY)
    assert speak_step(house.parts, lambda: None)(NOW)
    assert len(store.read(lambda tx: tx.outbox.list(None))) == 1


def test_no_mail_is_older_than_what_brought_it_about(house: House) -> None:
    store, a_moment = house.parts.store, timedelta(milliseconds=1)
    store.run(lambda tx: raise_alarm(tx, AlarmKind.EPOCH, "vas", {}, NOW + a_moment))
    spread_news(store, house.parts.settings.config, NOW + a_moment)
    step = speak_step(house.parts, lambda: None)
    assert not step(NOW)
    assert step(NOW + a_moment)


def test_a_tripped_cap_is_told_until_nothing_is_held_by_it(house: House) -> None:
    house.change(more="[caps]\nstaff_per_address_per_hour = 1")
    store, step = house.parts.store, speak_step(house.parts, lambda: None)
    for name in ("vas", "idc"):
        store.run(lambda tx, one=name: raise_alarm(tx, AlarmKind.EPOCH, one, {}, NOW))  # type: ignore[misc]
        step(NOW)
    assert facts(house, AlarmKind.CAP, "cap.staff")["state"] == "held"
    assert end_settled(store, NOW) == 0
    for mail in store.read(lambda tx: tx.outbox.list({OutboxState.HELD})):
        store.run(lambda tx, one=mail.id: tx.outbox.release(one, NOW))  # type: ignore[misc]
    assert end_settled(store, NOW) == 1
    assert AlarmKind.CAP not in house.alarms()


class WaitingClock(LeapingClock):
    """Each look at it takes so many seconds, as if what happens between two took as long."""

    step = 0.0

    def monotonic(self) -> float:
        self.ahead += self.step
        return super().monotonic()


def test_a_slow_database_is_told_until_it_is_quick(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(config(1), encoding="utf-8")
    clock = WaitingClock()
    with build(load(path), clock) as parts:
        watch = Watch(parts, Heartbeats(clock), Troubles(), lambda: None)
        clock.step = SLOW
        for _ in range(SLOW_IN_A_ROW + 1):
            assert parts.store.read(lambda tx: tx.alarms.open()) == []
            watch.step(clock.now())
        (alarm,) = parts.store.read(lambda tx: tx.alarms.open())
        assert (alarm.kind, facts_of(alarm)) == (AlarmKind.DATABASE, {"error": "slow"})
        clock.step = 0.0
        for _ in range(2):
            watch.step(clock.now())
        parts.store.run(lambda tx: end_calm(tx, timedelta(0), clock.now() + MINUTE))
        assert parts.store.read(lambda tx: tx.alarms.open()) == []
