from datetime import timedelta

import pytest

from mailcare.errors import ClaimLostError, ConflictError, NotFoundError
from mailcare.model.post import OutboxState
from mailcare.model.trouble import AlarmKind, Happening
from mailcare.store import Store, Unsent
from unit.store.builders import HOUR, NOW, add_case, new_mail

TERM = timedelta(minutes=5)
OVER = timedelta(0)


def test_an_alarm_is_raised_once_while_open(store: Store) -> None:
    def raise_(facts: str, hours: int) -> tuple[int, bool]:
        at = NOW + hours * HOUR
        alarm, new = store.run(lambda tx: tx.alarms.raise_(AlarmKind.DISK, "vas", facts, at))
        return alarm.id, new

    assert [raise_("{}", 0), raise_('{"free": 1}', 1)] == [(1, True), (1, False)]
    (alarm,) = store.read(lambda tx: tx.alarms.open())
    assert (alarm.facts, alarm.raised_at) == ('{"free": 1}', NOW)
    cleared = store.run(lambda tx: tx.alarms.clear(AlarmKind.DISK, "vas", NOW + HOUR))
    assert cleared is not None
    assert cleared.cleared_at == NOW + HOUR
    assert store.run(lambda tx: tx.alarms.clear(AlarmKind.DISK, "vas", NOW)) is None
    assert raise_("{}", 2) == (2, True)


def test_an_alarm_is_acknowledged_and_repeated_while_open(store: Store) -> None:
    alarm, _ = store.run(lambda tx: tx.alarms.raise_(AlarmKind.STUCK, "poll", "{}", NOW))
    store.run(lambda tx: tx.alarms.acknowledge(alarm.id, NOW + HOUR))
    store.run(lambda tx: tx.alarms.repeat(alarm.id, NOW + 2 * HOUR))
    (found,) = store.read(lambda tx: tx.alarms.open())
    assert (found.acknowledged_at, found.repeated_at) == (NOW + HOUR, NOW + 2 * HOUR)
    store.run(lambda tx: tx.alarms.clear(AlarmKind.STUCK, "poll", NOW))
    with pytest.raises(ConflictError):
        store.run(lambda tx: tx.alarms.repeat(alarm.id, NOW))
    with pytest.raises(NotFoundError):
        store.run(lambda tx: tx.alarms.acknowledge(99, NOW))


def test_the_last_good_template_serves(store: Store) -> None:
    assert store.read(lambda tx: tx.templates.good("reply.zh")) is None
    store.run(lambda tx: tx.templates.save_good("reply.zh", "Subject: 一", "d1", NOW))
    store.run(lambda tx: tx.templates.save_good("reply.zh", "Subject: 二", "d2", NOW + HOUR))
    good = store.read(lambda tx: tx.templates.good("reply.zh"))
    assert good is not None
    assert (good.text, good.digest, good.saved_at) == ("Subject: 二", "d2", NOW + HOUR)


def test_a_job_runs_once_a_period(store: Store) -> None:
    insert = [("digest", "2026-11-20"), ("digest", "2026-11-20"), ("digest", "2026-11-21")]
    asked = store.run(lambda tx: [tx.jobs.insert_once(j, p, NOW) for j, p in insert])
    assert asked == [True, False, True]
    first = store.read(lambda tx: tx.jobs.next_pending())
    assert first is not None
    assert (first.job, first.period) == ("digest", "2026-11-20")
    store.run(lambda tx: tx.jobs.finish(first.id, ok=False, now=NOW))
    second = store.read(lambda tx: tx.jobs.next_pending())
    assert second is not None
    assert second.period == "2026-11-21"
    with pytest.raises(ConflictError):
        store.run(lambda tx: tx.jobs.finish(first.id, ok=True, now=NOW))


def test_a_claim_keeps_others_out_until_its_term_is_over(store: Store) -> None:
    take = store.run(lambda tx: tx.claims.take("mailbox:1", "a", TERM, NOW))
    assert take == 1
    assert store.run(lambda tx: tx.claims.take("mailbox:1", "b", TERM, NOW)) is None
    store.run(lambda tx: tx.claims.renew("mailbox:1", 1, TERM, NOW))
    assert store.run(lambda tx: tx.claims.take("mailbox:1", "b", TERM, NOW)) is None
    store.run(lambda tx: tx.claims.renew("mailbox:1", 1, OVER, NOW))
    assert store.run(lambda tx: tx.claims.take("mailbox:1", "b", TERM, NOW)) == 2


def test_a_lost_claim_is_noticed_in_the_unit_of_work(store: Store) -> None:
    store.run(lambda tx: tx.claims.take("mailbox:1", "a", OVER, NOW))
    store.run(lambda tx: tx.claims.check("mailbox:1", 1))
    store.run(lambda tx: tx.claims.take("mailbox:1", "b", TERM, NOW))
    with pytest.raises(ClaimLostError):
        store.run(lambda tx: tx.claims.check("mailbox:1", 1))
    with pytest.raises(ClaimLostError):
        store.run(lambda tx: tx.claims.renew("mailbox:1", 1, TERM, NOW))
    store.run(lambda tx: tx.claims.release("mailbox:1", 1))
    store.run(lambda tx: tx.claims.check("mailbox:1", 2))


def test_work_under_a_lost_claim_writes_nothing(store: Store) -> None:
    fence = store.run(lambda tx: tx.claims.take("mailbox:1", "a", OVER, NOW))
    assert fence == 1
    ours = store.fenced("mailbox:1", fence)
    ours.run(lambda tx: tx.meta.set("seen", "1"))
    store.run(lambda tx: tx.claims.take("mailbox:1", "b", TERM, NOW))
    with pytest.raises(ClaimLostError):
        ours.run(lambda tx: tx.meta.set("seen", "2"))
    assert ours.read(lambda tx: tx.meta.get("seen")) == "1"


def test_a_member_keeps_its_claims_while_it_is_renewed(store: Store) -> None:
    store.run(lambda tx: tx.members.renew("a", "first.example", TERM, NOW))
    store.run(lambda tx: tx.claims.take("mailbox:1", "a", OVER, NOW))
    store.run(lambda tx: tx.claims.take("mailbox:2", "a", TERM, NOW))
    assert store.read(lambda tx: tx.claims.held("a", NOW)) == {"mailbox:2": 1}
    store.run(lambda tx: tx.members.renew("a", "first.example", TERM, NOW))
    assert store.run(lambda tx: tx.claims.take("mailbox:1", "b", TERM, NOW)) == 2
    assert store.run(lambda tx: tx.claims.take("mailbox:2", "b", TERM, NOW)) is None


def test_who_leaves_frees_what_it_claimed(store: Store) -> None:
    store.run(lambda tx: tx.members.renew("a", "first.example", TERM, NOW))
    store.run(lambda tx: tx.claims.take("mailbox:1", "a", TERM, NOW))
    store.run(lambda tx: tx.members.leave("a"))
    assert store.read(lambda tx: tx.members.live(NOW)) == []
    assert store.run(lambda tx: tx.claims.take("mailbox:1", "b", TERM, NOW)) == 2


def test_members_whose_term_is_over_live_no_more(store: Store) -> None:
    store.run(lambda tx: tx.members.renew("a", "first.example", TERM, NOW))
    store.run(lambda tx: tx.members.renew("b", "second.example", TERM, NOW))
    live = store.read(lambda tx: tx.members.live(NOW))
    assert [(one.owner, one.host) for one in live] == [
        ("a", "first.example"),
        ("b", "second.example"),
    ]
    store.run(lambda tx: tx.members.renew("a", "first.example", OVER, NOW))
    assert [one.owner for one in store.read(lambda tx: tx.members.live(NOW))] == ["b"]
    store.run(lambda tx: tx.members.forget(OVER, NOW + HOUR))


def test_a_released_claim_is_free_and_lost(store: Store) -> None:
    store.run(lambda tx: tx.claims.take("outbox", "a", TERM, NOW))
    store.run(lambda tx: tx.claims.release("outbox", 1))
    with pytest.raises(ClaimLostError):
        store.run(lambda tx: tx.claims.check("outbox", 1))
    assert store.run(lambda tx: tx.claims.take("outbox", "b", TERM, NOW)) == 2


def test_notes_and_heartbeats(store: Store) -> None:
    store.run(lambda tx: tx.meta.set("digest", "1"))
    store.run(lambda tx: tx.meta.set("digest", "2"))
    store.run(lambda tx: tx.heartbeats.record("poll", NOW))
    store.run(lambda tx: tx.heartbeats.record("poll", NOW + HOUR))
    assert store.read(lambda tx: tx.meta.get("digest")) == "2"
    assert store.read(lambda tx: tx.heartbeats.all()) == {"poll": NOW + HOUR}


def test_rows_know_their_blobs_and_keys(store: Store, key_id: str) -> None:
    store.run(lambda tx: add_case(tx, key_id))
    store.run(lambda tx: tx.outbox.add(new_mail(key_id), NOW))
    assert store.read(lambda tx: tx.sealed.blobs()) == {"blob-c1", "out-1"}
    assert store.read(lambda tx: tx.sealed.keys()) == {key_id}


def test_an_alarm_has_a_history_and_tellings(store: Store) -> None:
    alarm, _ = store.run(lambda tx: tx.alarms.raise_(AlarmKind.DISK, "/x", "{}", NOW, "vas"))
    news = store.read(lambda tx: tx.alarms.unspread())
    assert [(one.alarm_id, one.what) for one in news] == [(alarm.id, Happening.RAISED)]
    store.run(lambda tx: tx.alarms.spread(news[0].id))
    assert store.read(lambda tx: tx.alarms.unspread()) == []
    store.run(lambda tx: tx.tellings.add(alarm.id, "group", Happening.RAISED, NOW))
    (row,) = store.read(lambda tx: tx.tellings.due(NOW))
    store.run(lambda tx: tx.tellings.put_off(row.id, "timeout", NOW + HOUR))
    assert store.read(lambda tx: tx.tellings.due(NOW)) == []
    assert store.read(lambda tx: tx.tellings.failing()) == {"group": "timeout"}
    store.run(lambda tx: tx.tellings.done(row.id, NOW + HOUR))
    assert store.read(lambda tx: tx.tellings.last_done()) == {"group": NOW + HOUR}
    store.run(lambda tx: tx.alarms.calm(AlarmKind.DISK, "/x", NOW + HOUR))
    store.run(lambda tx: tx.alarms.clear(AlarmKind.DISK, "/x", NOW + HOUR, told=True))
    history = store.read(lambda tx: tx.alarms.history(alarm.id))
    assert [one.what.value for one in history] == ["raised", "calm", "cleared"]
    assert [one.what for one in store.read(lambda tx: tx.alarms.unspread())] == [Happening.CLEARED]
    (newest,) = store.read(lambda tx: tx.alarms.newest(5))
    assert (newest.unit, newest.calm_since, newest.cleared_at) == ("vas", NOW + HOUR, NOW + HOUR)


def test_what_waits_to_leave_is_counted_with_its_oldest(store: Store, key_id: str) -> None:
    mail = store.run(lambda tx: tx.outbox.add(new_mail(key_id), NOW))
    assert store.read(lambda tx: tx.counts.outbox()) == {OutboxState.QUEUED: 1}
    unsent = store.read(lambda tx: tx.counts.unsent(NOW + HOUR))
    assert unsent == {mail.mailbox_id: Unsent(1, NOW)}
    assert store.read(lambda tx: (tx.counts.overdue(NOW), tx.counts.clocks(NOW))) == (0, {})
