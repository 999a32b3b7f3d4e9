"""What polls came to by the hour, intervals that people set, logins that were refused."""

from datetime import timedelta

import pytest

from mailcare.model.place import Letter, LetterState, MailboxKey, Mode
from mailcare.store import Store, Tx
from unit.store.builders import HOUR, NOW, add_letter, add_mailbox

MINUTE = timedelta(minutes=1)
TOP = NOW.replace(minute=0, second=0, microsecond=0)


def test_polls_of_an_hour_are_one_row(store: Store) -> None:
    box = store.run(add_mailbox)

    def work(tx: Tx) -> None:
        for minute in (0, 0, 7, 59, 61):
            took = timedelta(seconds=1)
            tx.poll_hours.record(box, TOP + minute * MINUTE, ok=True, took=took)
        tx.poll_hours.record(box, TOP + 8 * MINUTE, ok=False, throttled=True)

    store.run(work)
    first, second = store.read(lambda tx: tx.poll_hours.since(TOP))[box]
    assert (first.polls, first.failed, first.throttled) == (5, 1, 1)
    assert first.milliseconds == 4000
    assert list(first.moments()) == [TOP, TOP + 7 * MINUTE, TOP + 59 * MINUTE]
    assert list(second.moments()) == [TOP + 61 * MINUTE]
    assert store.read(lambda tx: tx.poll_hours.since(TOP + HOUR, box)) == {box: [second]}
    assert store.run(lambda tx: tx.poll_hours.forget(TOP + HOUR)) == 1
    assert store.read(lambda tx: tx.poll_hours.since(TOP)) == {box: [second]}


def test_arrivals_are_counted_by_the_hour_of_the_server(store: Store, key_id: str) -> None:
    def work(tx: Tx) -> Letter:
        for name, minutes in (("a", 5), ("b", 50), ("c", 70)):
            letter = add_letter(tx, key_id, name, received_at=TOP + minutes * MINUTE)
        return letter

    letter = store.run(work)
    found = store.read(lambda tx: tx.poll_hours.arrivals(TOP, [letter.mailbox_id]))
    assert found == {letter.mailbox_id: {TOP: 2, TOP + HOUR: 1}}
    assert store.read(lambda tx: tx.poll_hours.arrivals(TOP, [99])) == {}


def test_unread_letters_wait_and_those_set_aside_count_for_the_age(
    store: Store, key_id: str
) -> None:
    assert store.read(lambda tx: tx.letters.unread()) == {}
    letter = store.run(lambda tx: add_letter(tx, key_id))
    (box, unread), *_ = store.read(lambda tx: tx.letters.unread()).items()
    assert (box, unread.waiting) == (letter.mailbox_id, 1)
    assert unread.oldest == letter.received_at
    assert letter.state is LetterState.RECEIVED


def test_an_override_lasts_until_its_end_or_until_it_is_taken_back(store: Store) -> None:
    box = store.run(add_mailbox)
    other = store.run(
        lambda tx: tx.mailboxes.ensure(MailboxKey("h", "o"), "idc", Mode.LIVE, NOW).id
    )
    store.run(lambda tx: tx.overrides.set(box, 2 * MINUTE, "root", NOW, NOW + HOUR))
    store.run(lambda tx: tx.overrides.set(other, 3 * MINUTE, "li", NOW))
    assert set(store.read(lambda tx: tx.overrides.in_force(NOW))) == {box, other}
    assert set(store.read(lambda tx: tx.overrides.in_force(NOW + HOUR))) == {other}
    assert store.run(lambda tx: tx.overrides.end(box, "li", NOW + HOUR)) is None
    taken = store.run(lambda tx: tx.overrides.end(other, "root", NOW + HOUR))
    assert taken is not None
    assert taken.interval == 3 * MINUTE
    assert store.read(lambda tx: tx.overrides.in_force(NOW + HOUR)) == {}
    (kept,) = store.read(lambda tx: tx.overrides.history(other))
    assert (kept.set_by, kept.ended_by, kept.ended_at) == ("li", "root", NOW + HOUR)


def test_a_second_override_replaces_the_first_and_both_are_kept(store: Store) -> None:
    box = store.run(add_mailbox)
    store.run(lambda tx: tx.overrides.set(box, MINUTE, "root", NOW))
    store.run(lambda tx: tx.overrides.set(box, 2 * MINUTE, "li", NOW + HOUR))
    assert store.read(lambda tx: tx.overrides.in_force(NOW + HOUR))[box].interval == 2 * MINUTE
    history = store.read(lambda tx: tx.overrides.history(box))
    assert [(one.interval, one.ended_by) for one in history] == [(2 * MINUTE, None), (MINUTE, "li")]


@pytest.mark.parametrize(("logins", "counted"), [(("a", "a", "a"), 3), (("a", "a", "b"), 1)])
def test_refusals_count_for_one_login(store: Store, logins: tuple[str, ...], counted: int) -> None:
    box = store.run(add_mailbox)

    def work(tx: Tx) -> list[int]:
        return [tx.mailboxes.record_refusal(box, login, NOW) for login in logins]

    assert store.run(work)[-1] == counted
    poll = store.read(lambda tx: tx.mailboxes.poll(box))
    assert poll is not None
    assert (poll.refusals, poll.refused_at, poll.refused_login) == (counted, NOW, logins[-1])
    store.run(lambda tx: tx.mailboxes.record_poll(box, NOW, ok=True, waiting=7))
    poll = store.read(lambda tx: tx.mailboxes.poll(box))
    assert poll is not None
    assert (poll.refusals, poll.refused_login, poll.waiting) == (0, None, 7)


def test_a_person_asks_for_a_try(store: Store) -> None:
    box = store.run(add_mailbox)
    store.run(lambda tx: tx.mailboxes.record_poll(box, NOW, ok=False, error="x"))
    assert store.read(lambda tx: tx.mailboxes.wanted_retries()) == frozenset()
    store.run(lambda tx: tx.mailboxes.ask_retry(box, NOW))
    assert store.read(lambda tx: tx.mailboxes.wanted_retries()) == {box}
    store.run(lambda tx: tx.mailboxes.take_retries([box]))
    assert store.read(lambda tx: tx.mailboxes.wanted_retries()) == frozenset()
