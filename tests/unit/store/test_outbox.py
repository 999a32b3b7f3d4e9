from collections.abc import Callable
from itertools import product

import pytest

from mailcare.errors import ConflictError, NotFoundError
from mailcare.model.post import MailClass, OutboxMail, OutboxState
from mailcare.store import Store, Tx
from mailcare.store.repositories.outbox_moves import LEGAL
from mailcare.vault import Vault
from unit.store.builders import HOUR, NOW, USER, add_case, add_mailbox, add_mails, new_mail

S = OutboxState


def _claim(store: Store, owner: str = "one") -> OutboxMail:
    mail = store.run(lambda tx: tx.outbox.claim(NOW, owner))
    assert mail is not None
    return mail


def _sending(store: Store, owner: str = "one") -> OutboxMail:
    mail = _claim(store, owner)
    store.run(lambda tx: tx.outbox.start_sending(mail.id, owner, mail.fence))
    return mail


def _state(store: Store, mail_id: int) -> S:
    return store.read(lambda tx: tx.outbox.get(mail_id)).state


def test_a_mail_comes_back_as_it_was_written(store: Store, key_id: str) -> None:
    mailbox_id = store.run(add_mailbox)
    wanted = new_mail(key_id, 1, mailbox_id=mailbox_id, not_before=NOW + HOUR, reason="x")
    (mail_id,) = add_mails(store, [wanted])
    mail = store.read(lambda tx: tx.outbox.get(mail_id))
    assert (mail.recipient, mail.not_before, mail.mailbox_id) == (
        USER.address,
        NOW + HOUR,
        mailbox_id,
    )
    assert (mail.created_at, mail.attempts, mail.fence, mail.settled_at) == (NOW, 0, 0, None)
    assert store.read(lambda tx: tx.outbox.by_message_id(wanted.message_id)) == mail
    assert store.read(lambda tx: tx.outbox.by_message_id("<none@telecom.example>")) is None
    with pytest.raises(NotFoundError):
        store.read(lambda tx: tx.outbox.get(99))


def test_no_mail_begins_as_sent(store: Store, key_id: str) -> None:
    with pytest.raises(ConflictError):
        add_mails(store, [new_mail(key_id, state=S.SENT)])


def test_the_way_of_a_mail_that_is_sent(store: Store, key_id: str) -> None:
    (mail_id,) = add_mails(store, [new_mail(key_id)])
    mail = _sending(store)
    assert (mail.id, mail.fence, mail.attempts) == (mail_id, 1, 1)
    assert _state(store, mail_id) is S.SENDING
    sent = store.run(lambda tx: tx.outbox.settle(mail_id, S.SENT, now=NOW + HOUR))
    assert (sent.state, sent.settled_at) == (S.SENT, NOW + HOUR)
    assert store.run(lambda tx: tx.outbox.claim(NOW, "two")) is None
    with pytest.raises(ConflictError):
        store.run(lambda tx: tx.outbox.settle(mail_id, S.SENT, now=NOW))


def test_a_row_is_claimed_by_one(store: Store, key_id: str) -> None:
    add_mails(store, [new_mail(key_id, n) for n in (1, 2)])
    claimed = [store.run(lambda tx: tx.outbox.claim(NOW, "one")) for _ in range(3)]
    assert [mail and mail.id for mail in claimed] == [1, 2, None]


def test_a_claim_is_proved_when_sending_starts(store: Store, key_id: str) -> None:
    add_mails(store, [new_mail(key_id)])
    mail = _claim(store)
    for owner, fence in (("two", mail.fence), ("one", mail.fence + 1)):
        with pytest.raises(ConflictError, match="no longer claimed"):
            store.run(lambda tx, o=owner, f=fence: tx.outbox.start_sending(mail.id, o, f))  # type: ignore[misc]
    store.run(lambda tx: tx.outbox.start_sending(mail.id, "one", mail.fence))
    with pytest.raises(ConflictError):
        store.run(lambda tx: tx.outbox.start_sending(mail.id, "one", mail.fence))


def test_what_failed_before_the_body_goes_back(store: Store, key_id: str) -> None:
    add_mails(store, [new_mail(key_id)])
    mail = _claim(store)
    back = store.run(
        lambda tx: tx.outbox.give_back(
            mail.id,
            "one",
            mail.fence,
            S.DEFERRED,
            reason="451",
            not_before=NOW + HOUR,
            now=NOW,
        )
    )
    assert (back.state, back.reason, back.not_before) == (S.DEFERRED, "451", NOW + HOUR)
    assert store.run(lambda tx: tx.outbox.claim(NOW, "one")) is None
    again = store.run(lambda tx: tx.outbox.claim(NOW + HOUR, "one"))
    assert again is not None
    assert (again.id, again.fence, again.attempts) == (mail.id, 2, 2)


@pytest.mark.parametrize("state", [S.QUEUED, S.FAILED, S.HELD, S.SUPPRESSED])
def test_a_claim_may_end_in(store: Store, key_id: str, state: S) -> None:
    add_mails(store, [new_mail(key_id)])
    mail = _claim(store)
    give = lambda tx: tx.outbox.give_back(mail.id, "one", mail.fence, state, now=NOW)  # noqa: E731 - used twice
    assert store.run(give).state is state
    with pytest.raises(ConflictError):
        store.run(give)


@pytest.mark.parametrize("state", [S.SENT, S.UNCERTAIN, S.SENDING, S.DRAFT])
def test_a_claim_may_not_end_in(store: Store, key_id: str, state: S) -> None:
    add_mails(store, [new_mail(key_id)])
    mail = _claim(store)
    with pytest.raises(ConflictError):
        store.run(lambda tx: tx.outbox.give_back(mail.id, "one", mail.fence, state, now=NOW))


def test_recovery_never_queues_what_may_have_been_sent(store: Store, key_id: str) -> None:
    add_mails(store, [new_mail(key_id, n) for n in (1, 2, 3)])
    torn, claimed = _sending(store, "dead"), _claim(store, "dead")
    live = _sending(store, "live")
    lost = store.run(lambda tx: tx.outbox.recover(NOW, {"live"}))
    assert [(mail.id, mail.state) for mail in lost] == [(torn.id, S.UNCERTAIN)]
    assert _state(store, live.id) is S.SENDING
    with pytest.raises(ConflictError):
        store.run(lambda tx: tx.outbox.start_sending(claimed.id, "dead", claimed.fence))
    again = _claim(store, "live")
    assert (again.id, again.fence) == (claimed.id, 2)
    assert store.run(lambda tx: tx.outbox.claim(NOW, "live")) is None


def test_an_uncertain_mail_is_settled_by_a_report_or_a_person(store: Store, key_id: str) -> None:
    add_mails(store, [new_mail(key_id, n) for n in (1, 2)])
    one, two = _sending(store, "dead"), _sending(store, "dead")
    store.run(lambda tx: tx.outbox.recover(NOW, {"live"}))
    sent = store.run(lambda tx: tx.outbox.conclude(one.id, S.SENT, "dsn", NOW))
    assert (sent.state, sent.reason, sent.settled_at) == (S.SENT, "dsn", NOW)
    with pytest.raises(ConflictError, match="uncertain and cannot become queued"):
        store.run(lambda tx: tx.outbox.release(two.id, NOW))
    assert store.run(lambda tx: tx.outbox.release(two.id, NOW, again=True)).state is S.QUEUED
    bounced = store.run(lambda tx: tx.outbox.conclude(one.id, S.FAILED, "5.1.1", NOW))
    assert bounced.state is S.FAILED


def test_a_mail_waits_for_the_one_before_it(store: Store, key_id: str) -> None:
    (first,) = add_mails(store, [new_mail(key_id, 1)])
    (second,) = add_mails(store, [new_mail(key_id, 2, after_id=first)])
    assert _sending(store).id == first
    assert store.run(lambda tx: tx.outbox.claim(NOW, "one")) is None
    assert store.read(lambda tx: tx.outbox.next_due(NOW)) is None
    store.run(lambda tx: tx.outbox.settle(first, S.SENT, now=NOW))
    assert _claim(store).id == second


def test_a_held_mail_leaves_after_a_good_poll_begun_after_its_time(
    store: Store, key_id: str
) -> None:
    mailbox_id = store.run(add_mailbox)
    until = NOW + HOUR
    held = new_mail(key_id, 1, state=S.HELD, not_before=until, mailbox_id=mailbox_id)
    add_mails(store, [held, new_mail(key_id, 2, state=S.HELD, mailbox_id=mailbox_id)])

    def claimable() -> int | None:
        found = store.read(lambda tx: tx.outbox.next_due(until))
        return None if found is None else 1

    assert claimable() is None
    store.run(lambda tx: tx.mailboxes.record_poll(mailbox_id, until - HOUR, ok=True))
    store.run(lambda tx: tx.mailboxes.record_poll(mailbox_id, until, ok=False, error="x"))
    assert claimable() is None
    store.run(lambda tx: tx.mailboxes.record_poll(mailbox_id, until, ok=True))
    assert store.run(lambda tx: tx.outbox.claim(NOW, "one")) is None
    mail = store.run(lambda tx: tx.outbox.claim(until, "one"))
    assert mail is not None
    assert (mail.id, mail.state) == (1, S.QUEUED)
    assert store.run(lambda tx: tx.outbox.claim(until, "one")) is None


def test_servers_known_to_be_down_are_skipped(store: Store, key_id: str) -> None:
    one = store.run(lambda tx: add_mailbox(tx, "one@telecom.example"))
    two = store.run(lambda tx: add_mailbox(tx, "two@telecom.example"))
    boxes = (one, None, two)
    add_mails(store, [new_mail(key_id, n, mailbox_id=box) for n, box in enumerate(boxes)])
    mail = store.run(lambda tx: tx.outbox.claim(NOW, "me", skip={one, None}))
    assert mail is not None
    assert mail.mailbox_id == two
    mail = store.run(lambda tx: tx.outbox.claim(NOW, "me", skip={one}))
    assert mail is not None
    assert mail.mailbox_id is None


def test_the_next_due_moment(store: Store, key_id: str) -> None:
    assert store.read(lambda tx: tx.outbox.next_due(NOW)) is None
    add_mails(store, [new_mail(key_id, 1, not_before=NOW + HOUR)])
    assert store.read(lambda tx: tx.outbox.next_due(NOW)) == NOW + HOUR
    assert store.read(lambda tx: tx.outbox.next_due(NOW + 2 * HOUR)) == NOW + 2 * HOUR
    add_mails(store, [new_mail(key_id, 2)])
    assert store.read(lambda tx: tx.outbox.next_due(NOW)) == NOW


def test_superseding_takes_a_claimed_mail_from_its_worker(store: Store, key_id: str) -> None:
    add_mails(store, [new_mail(key_id)])
    mail = _claim(store)
    store.run(lambda tx: tx.outbox.supersede(mail.id, "withdrawn", NOW))
    with pytest.raises(ConflictError):
        store.run(lambda tx: tx.outbox.start_sending(mail.id, "one", mail.fence))
    assert _state(store, mail.id) is S.SUPERSEDED


def test_what_is_being_sent_cannot_be_taken_back(store: Store, key_id: str) -> None:
    add_mails(store, [new_mail(key_id)])
    mail = _sending(store)
    for call in (
        lambda tx: tx.outbox.supersede(mail.id, "late", NOW),
        lambda tx: tx.outbox.drop(mail.id, "late", NOW),
        lambda tx: tx.outbox.release(mail.id, NOW, again=True),
    ):
        with pytest.raises(ConflictError):
            store.run(call)
    assert _state(store, mail.id) is S.SENDING


def test_a_draft_waits_for_its_release(store: Store, key_id: str) -> None:
    (mail_id,) = add_mails(store, [new_mail(key_id, state=S.DRAFT)])
    assert store.run(lambda tx: tx.outbox.claim(NOW, "one")) is None
    store.run(lambda tx: tx.outbox.release(mail_id, NOW + HOUR))
    assert _claim(store).id == mail_id


def test_caps_count_what_was_let_go(store: Store, key_id: str) -> None:
    case = store.run(lambda tx: add_case(tx, key_id))
    other = "o@users.example"
    suppressed, draft, mine, notice, foreign = add_mails(
        store,
        [
            new_mail(key_id, 1, state=S.SUPPRESSED),
            new_mail(key_id, 2, state=S.DRAFT),
            new_mail(key_id, 3, case_id=case.id),
            new_mail(key_id, 4, mail_class=MailClass.NOTICE),
            new_mail(key_id, 5, recipient=other),
        ],
    )
    del suppressed, notice

    def count(since: int = 0, **only: object) -> int:
        return store.read(
            lambda tx: tx.outbox.count_since(
                MailClass.REPLY,
                NOW + since * HOUR,
                **only,  # type: ignore[arg-type]
            )
        )

    assert count() == 2
    assert count(recipient=USER.address.upper()) == 1
    assert count(case_id=case.id) == 1
    assert count(since=1) == 0
    store.run(lambda tx: tx.outbox.release(draft, NOW + 2 * HOUR))
    assert (count(), count(since=1)) == (3, 1)
    store.run(lambda tx: [tx.outbox.drop(mail, "no", NOW) for mail in (mine, foreign)])
    assert count() == 1


def test_a_destroyed_key_does_not_stop_the_outbox(store: Store, vault: Vault, key_id: str) -> None:
    add_mails(store, [new_mail(key_id, 1), new_mail(vault.new_key(), 2)])
    vault.destroy_key(key_id)
    assert _claim(store).recipient == ""
    assert _claim(store).recipient == USER.address
    assert len(store.read(lambda tx: tx.outbox.list())) == 2


def test_lists(store: Store, key_id: str) -> None:
    case = store.run(lambda tx: add_case(tx, key_id))
    mails = [new_mail(key_id, 1, case_id=case.id), new_mail(key_id, 2, state=S.DRAFT)]
    one, two = add_mails(store, mails)
    assert [mail.id for mail in store.read(lambda tx: tx.outbox.list())] == [one, two]
    assert [mail.id for mail in store.read(lambda tx: tx.outbox.list({S.DRAFT}))] == [two]
    assert [mail.id for mail in store.read(lambda tx: tx.outbox.unsent(case.id))] == [one]


def _start(tx: Tx) -> None:
    mail = tx.outbox.claim(NOW, "one")
    assert mail is not None
    tx.outbox.start_sending(mail.id, "one", mail.fence)


_WAYS: dict[S, list[Callable[[Tx], object]]] = {
    S.QUEUED: [],
    S.DRAFT: [],
    S.HELD: [],
    S.SUPPRESSED: [],
    S.SENDING: [_start],
    S.SENT: [_start, lambda tx: tx.outbox.settle(1, S.SENT, now=NOW)],
    S.DEFERRED: [_start, lambda tx: tx.outbox.settle(1, S.DEFERRED, now=NOW)],
    S.FAILED: [_start, lambda tx: tx.outbox.settle(1, S.FAILED, now=NOW)],
    S.UNCERTAIN: [_start, lambda tx: tx.outbox.recover(NOW, {"live"})],
    S.SUPERSEDED: [lambda tx: tx.outbox.supersede(1, "x", NOW)],
    S.CANCELLED: [lambda tx: tx.outbox.drop(1, "x", NOW)],
}
_MOVES: list[Callable[[Tx], object]] = [
    lambda tx: tx.outbox.release(1, NOW),
    lambda tx: tx.outbox.release(1, NOW, again=True),
    lambda tx: tx.outbox.drop(1, "x", NOW),
    lambda tx: tx.outbox.supersede(1, "x", NOW),
    lambda tx: tx.outbox.recover(NOW, {"live"}),
    *[lambda tx, s=s: tx.outbox.settle(1, s, now=NOW) for s in S],
    *[lambda tx, s=s: tx.outbox.conclude(1, s, "x", NOW) for s in S],
]


@pytest.mark.parametrize("origin", list(S))
def test_whatever_is_tried_moves_only_along_legal_edges(
    store: Store, key_id: str, origin: S
) -> None:
    born = origin if origin in {S.DRAFT, S.HELD, S.SUPPRESSED} else S.QUEUED
    add_mails(store, [new_mail(key_id, state=born)])
    for step in _WAYS[origin]:
        store.run(step)
    assert _state(store, 1) is origin
    for move in _MOVES:
        reached = _try(store, move)
        assert reached is origin or reached in LEGAL[origin]


def _try(store: Store, move: Callable[[Tx], object]) -> S:
    """Say where `move` leads, and undo it."""
    reached: list[S] = []

    def work(tx: Tx) -> None:
        move(tx)
        reached.append(tx.outbox.get(1).state)
        raise ConflictError("undo")

    before = _state(store, 1)
    with pytest.raises(ConflictError):
        store.run(work)
    return reached[0] if reached else before


def test_nothing_leads_out_of_an_end() -> None:
    assert {state for state, targets in LEGAL.items() if not targets} == {
        S.SUPERSEDED,
        S.CANCELLED,
    }
    assert S.QUEUED not in LEGAL[S.SENDING]
    assert all(target in LEGAL for _, targets in LEGAL.items() for target in targets)
    assert set(LEGAL) == set(S)
    assert [
        pair for pair in product(S, S) if pair[0] is pair[1] and pair[1] in LEGAL[pair[0]]
    ] == []
