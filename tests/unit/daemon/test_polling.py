"""Polls of a scripted server: the breaker over refused logins, tuning from rows, promises."""

from collections.abc import Collection
from datetime import datetime, timedelta

import pytest

from mailcare.daemon.idling import IdleWatcher
from mailcare.daemon.polling import Polled, Poller
from mailcare.daemon.sessions import Sessions
from mailcare.model.trouble import AlarmKind
from mailcare.pipeline.parts import Parts
from mailcare.supervision.probes import FIRST_PROBE
from peers.imap import ImapPeer
from peers.script import answer
from unit.daemon.house import HOUR, MINUTE, NOW, House

PROMISE = '[mailboxes.vas.register]\nservice_time = "7*24 每天 2 次"'


def refuse_thrice(house: House) -> None:
    house.write_password("wrong")
    for minute in range(3):
        assert not house.poll(NOW + minute * MINUTE).put_off


def test_after_three_refused_logins_none_is_tried_not_even_after_a_restart(
    house: House, peer: ImapPeer
) -> None:
    refuse_thrice(house)
    assert AlarmKind.LOGIN_REFUSED in house.alarms()
    for minute in (3, 30, 100):
        house.restart()
        assert house.poll(NOW + minute * MINUTE).put_off == "login_refused"
    assert peer.script.count("LOGIN") == 3
    assert (house.stored().refusals, house.stored().failures) == (3, 3)


def test_probes_are_far_apart_and_one_that_goes_well_ends_it(house: House, peer: ImapPeer) -> None:
    refuse_thrice(house)
    first = NOW + 2 * MINUTE + FIRST_PROBE
    assert not house.poll(first).put_off
    assert house.poll(first + FIRST_PROBE).put_off
    peer.password = "wrong"  # now the server takes it
    assert house.poll(first + 2 * FIRST_PROBE).ok
    assert house.stored().refusals == 0
    assert AlarmKind.LOGIN_REFUSED not in house.alarms()


def test_another_password_is_tried_at_once(house: House, peer: ImapPeer) -> None:
    refuse_thrice(house)
    house.write_password("pw")
    assert house.poll(NOW + 4 * MINUTE).ok
    assert peer.script.count("LOGIN") == 4


def test_a_wrong_one_again_has_three_tries_of_its_own(house: House) -> None:
    refuse_thrice(house)
    house.write_password("worse")
    assert [house.poll(NOW + n * MINUTE).put_off for n in (5, 6, 7, 8)] == [*[""] * 3, "login_refused"]  # fmt: skip  # noqa: E501 - one line reads best


def test_a_person_may_ask_for_one_try(house: House, peer: ImapPeer) -> None:
    refuse_thrice(house)
    house.parts.store.run(lambda tx: tx.mailboxes.ask_retry(house.desk.id, NOW))
    house.tuner.step(NOW + 3 * MINUTE)
    assert house.woken == ["vas"]
    assert not house.poll(NOW + 3 * MINUTE).put_off
    assert house.poll(NOW + 4 * MINUTE).put_off
    house.tuner.step(NOW + 5 * MINUTE)
    assert house.woken == ["vas"]
    assert peer.script.count("LOGIN") == 4


def test_a_password_that_cannot_be_read_is_no_refusal(house: House, peer: ImapPeer) -> None:
    path = house.parts.settings.config.path.parent / "pw"
    path.unlink()
    for minute in range(5):
        assert not house.poll(NOW + minute * MINUTE).put_off
    assert (house.stored().refusals, peer.script.count("LOGIN")) == (0, 0)
    house.write_password("pw")
    assert house.poll(NOW + 6 * MINUTE).ok


def test_a_server_in_want_of_patience_is_left_alone_and_nothing_is_held_against_the_password(
    house: House, peer: ImapPeer
) -> None:
    peer.script.play(answer("LOGIN", b"{tag} NO [LIMIT] too many connections", nth=0))
    for _ in range(4):
        polled = house.poll()
        assert (polled.put_off, polled.ok) == ("", False)
        assert polled.wait >= 2 * MINUTE
    assert house.stored().refusals == 0
    (hour,) = house.parts.store.read(lambda tx: tx.poll_hours.since(NOW))[house.desk.id]
    assert hour.throttled == hour.failed == 4


def test_logins_of_one_account_in_a_row_must_wait_and_polls_on_one_session_do_not(
    house: House, peer: ImapPeer
) -> None:
    for _ in range(5):
        assert house.poll().ok
    assert peer.script.count("LOGIN") == 1
    put_off = [_polled_anew(house).put_off for _ in range(4)]
    assert put_off == ["", "", "", "logins_per_minute"]


def _polled_anew(house: House) -> Polled:
    house.sessions.drop("vas")
    return house.poll(passed=0)


def test_a_session_is_renewed_in_time(house: House, peer: ImapPeer) -> None:
    assert house.poll(NOW).ok
    assert house.poll(NOW + 24 * MINUTE).ok
    assert peer.script.count("LOGIN") == 1
    assert house.poll(NOW + 25 * MINUTE).ok
    assert peer.script.count("LOGIN") == 2
    assert peer.script.count("LOGOUT") == 1


def test_a_session_that_would_not_live_till_the_next_poll_is_closed(
    house: House, peer: ImapPeer
) -> None:
    house.change(box='interval = "1h"')
    assert house.poll().ok
    assert house.sessions.count() == 0
    assert peer.script.count("LOGOUT") == 1


def test_a_mailbox_with_another_account_has_no_use_for_the_old_session(house: House) -> None:
    assert house.poll().ok
    same = {"vas": house.desk.mailbox.imap}
    house.sessions.retire(same)
    assert house.sessions.count() == 1
    house.sessions.retire({})
    assert house.sessions.count() == 0


def test_a_server_that_idles_in_silence_is_polled_by_the_timer(
    house: House, peer: ImapPeer
) -> None:
    watcher = IdleWatcher(house.parts.keeper, house.woken.append, house.clock)
    sessions = Sessions(house.parts, forget=watcher.forget)
    poller = Poller(house.parts, sessions, lambda: True, house.breaker, watcher=watcher)
    try:
        assert poller.poll(house.desk, NOW).wait == MINUTE
        assert peer.heard[-1] == "IDLE"
        peer.inbox.add(b"Subject: nobody is told\r\n\r\nhelp\r\n")
        assert poller.poll(house.desk, NOW + MINUTE).received == 1
    finally:
        sessions.close()
        watcher.close()
    assert house.woken == []


def test_the_inbox_stays_open_and_other_folders_are_asked_whether_anything_came(
    house: House, peer: ImapPeer
) -> None:
    peer.capabilities = ("IMAP4rev1", "SPECIAL-USE")
    peer.add_folder("Junk", "\\Junk")
    for number in range(3):
        peer.deliver(b"Subject: %d\r\n\r\nold\r\n" % number)
    unchanged = b'* STATUS "x" (MESSAGES 0 UIDNEXT 1 UIDVALIDITY 7)'
    peer.script.play(answer("STATUS", unchanged, b"{tag} OK done", nth=0))
    for _ in range(3):
        assert house.poll().ok
    before = len(peer.heard)
    assert house.poll().ok
    assert peer.heard[before:] == ["STATUS", "NOOP", "SEARCH", "FETCH META", "STATUS"]
    assert peer.script.count("LOGIN") == 1


def test_a_folder_whose_next_number_nobody_tells_is_opened_each_time(
    house: House, peer: ImapPeer
) -> None:
    peer.capabilities, peer.tells_uidnext = ("IMAP4rev1", "SPECIAL-USE"), False
    peer.add_folder("Junk", "\\Junk")
    for _ in range(3):
        assert house.poll().ok
    before = len(peer.heard)
    peer.deliver(b"Subject: new\r\n\r\nnew\r\n")
    assert house.poll().received == 1
    assert peer.heard[before:].count("EXAMINE") == 3  # Sent, the inbox, Junk; and none again


SELECTED = (b"* 0 EXISTS", b"* OK [UIDVALIDITY 7] valid", b"* OK [UIDNEXT 1] next")


@pytest.mark.parametrize(
    ("said", "alarms"),
    [
        (b"* NO [OVERQUOTA] Soft quota has been exceeded", {AlarmKind.OVERQUOTA}),
        ("* NO 邮箱空间已满".encode("gb18030"), {AlarmKind.OVERQUOTA}),
        (b"* OK [ALERT] Mailbox is over quota", {AlarmKind.OVERQUOTA}),
        (b"* NO [ALERT] Mailbox is at 95% of quota", set()),
        (b"* OK [UNSEEN 1] mail that is over quota", set()),
    ],
)
def test_what_a_server_says_unasked_about_its_quota_is_heard(
    house: House, peer: ImapPeer, said: bytes, alarms: set[AlarmKind]
) -> None:
    ready = b"{tag} OK [READ-ONLY] done"
    peer.script.play(answer("EXAMINE", said, *SELECTED, ready, nth=2))
    assert house.poll().ok
    assert house.alarms() == alarms


def test_a_warning_of_a_full_mailbox_is_over_a_day_after_it_was_last_heard(
    house: House, peer: ImapPeer
) -> None:
    said = b"* NO [OVERQUOTA] Soft quota has been exceeded"
    peer.script.play(answer("EXAMINE", said, *SELECTED, b"{tag} OK [READ-ONLY] done", nth=2))
    for minute in range(3):
        assert house.poll(NOW + minute * MINUTE).ok
    assert house.alarms() == {AlarmKind.OVERQUOTA}
    peer.capabilities = (*peer.capabilities, "QUOTA")
    peer.quota = (0, 200)
    assert house.poll(NOW + 20 * HOUR).ok
    assert house.alarms() == {AlarmKind.OVERQUOTA}
    assert house.poll(NOW + 25 * HOUR).ok
    assert calm(house.parts)


def set_interval(house: House, interval: timedelta, until: datetime | None = None) -> None:
    box = house.desk.id
    house.parts.store.run(lambda tx: tx.overrides.set(box, interval, "cli:root", NOW, until))


def test_an_override_counts_at_once_until_its_end_over_restarts(house: House) -> None:
    house.tuner.load(NOW)
    assert house.tuner.interval(house.desk) == MINUTE
    set_interval(house, 2 * MINUTE, NOW + HOUR)
    house.tuner.step(NOW)
    assert (house.tuner.interval(house.desk), house.woken) == (2 * MINUTE, ["vas"])
    house.restart()
    house.tuner.load(NOW + MINUTE)
    house.tuner.step(NOW + MINUTE)
    assert (house.tuner.interval(house.desk), house.woken) == (2 * MINUTE, ["vas"])
    assert house.poll(NOW + MINUTE).wait == 2 * MINUTE
    house.tuner.step(NOW + HOUR)
    assert (house.tuner.interval(house.desk), house.woken) == (MINUTE, ["vas", "vas"])
    house.restart()
    house.tuner.load(NOW + 2 * HOUR)
    assert house.tuner.interval(house.desk) == MINUTE


def test_an_override_is_above_what_follows_the_volume(house: House) -> None:
    house.change(box="adaptive = true")
    house.tuner.load(NOW)
    assert house.tuner.interval(house.desk) == 10 * MINUTE
    set_interval(house, 3 * MINUTE)
    house.tuner.step(NOW)
    assert house.tuner.interval(house.desk) == 3 * MINUTE


def test_an_adaptive_interval_follows_the_backlog(house: House) -> None:
    house.change(box="adaptive = true")
    house.tuner.load(NOW)
    box = house.desk.id
    house.parts.store.run(lambda tx: tx.mailboxes.record_poll(box, NOW, ok=True, waiting=380))
    house.tuner.step(NOW + MINUTE)
    assert house.tuner.interval(house.desk) == MINUTE / 2
    assert house.woken == ["vas soon"]


def test_a_promise_about_to_be_broken_is_an_alarm_until_somebody_has_looked(house: House) -> None:
    house.change(more=PROMISE)
    noon = NOW.replace(hour=4)  # in Shanghai
    day = timedelta(days=1)
    start = max(noon, house.parts.clock.now()) + 2 * day
    slot = start.replace(hour=4, minute=0, second=0, microsecond=0)
    assert looks(house, slot, last=slot + HOUR) == set()
    assert looks(house, slot + 9 * HOUR, last=slot - HOUR) == set()
    assert looks(house, slot + 10 * HOUR, last=slot - HOUR) == {AlarmKind.POLL_LATE}
    assert looks(house, slot + 13 * HOUR, last=slot - HOUR) == {AlarmKind.POLL_LATE}
    (alarm,) = house.parts.store.read(lambda tx: tx.alarms.open())
    assert '"broken"' in alarm.facts
    house.parts.store.run(
        lambda tx: tx.mailboxes.record_poll(house.desk.id, slot + 14 * HOUR, ok=True)
    )
    for hours in (14, 15):  # it is calm for a while before it is over
        house.tuner.step(slot + hours * HOUR)
    assert calm(house.parts)


def looks(house: House, now: datetime, last: datetime) -> Collection[AlarmKind]:
    """Have a last good poll, look at `now`, and return the alarms about polls that are late."""
    house.parts.store.run(lambda tx: tx.mailboxes.record_poll(house.desk.id, last, ok=True))
    house.tuner.step(now)
    return house.alarms() & {AlarmKind.POLL_LATE}


def calm(parts: Parts) -> bool:
    """Say whether no alarm is open but such as wait to be over."""
    return all(one.calm_since for one in parts.store.read(lambda tx: tx.alarms.open()))
