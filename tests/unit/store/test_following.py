"""Mail that may leave only after another, when that other never will."""

from mailcare.model.post import OutboxState
from mailcare.pipeline.dropping import drop_mail
from mailcare.store import Store
from unit.store.builders import NOW, add_case, add_mails, new_mail


def test_what_was_to_follow_a_dropped_mail_does_not_wait_for_ever(
    store: Store, key_id: str
) -> None:
    case = store.run(lambda tx: add_case(tx, key_id))
    (first,) = add_mails(store, [new_mail(key_id, 1, case_id=case.id)])
    (second,) = add_mails(store, [new_mail(key_id, 2, case_id=case.id, after_id=first)])
    (other,) = add_mails(store, [new_mail(key_id, 3, case_id=case.id)])
    store.run(lambda tx: drop_mail(tx, first, "by hand", {}, now=NOW, actor="cli:root"))
    mails = {one.id: one for one in store.read(lambda tx: tx.outbox.list(case_id=case.id))}
    assert mails[first].state is OutboxState.CANCELLED
    assert mails[second].state is OutboxState.SUPERSEDED
    assert mails[second].reason == "first_mail_dropped"
    assert mails[other].state is OutboxState.QUEUED
