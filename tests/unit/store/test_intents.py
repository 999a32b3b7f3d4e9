import pytest

from mailcare.errors import ConflictError
from mailcare.model.post import Intent, MailClass, OutboxState
from mailcare.store import Store
from unit.store.builders import HOUR, NOW, add_case, new_mail

REPLY = Intent(
    mail_class=MailClass.REPLY,
    template="reply.forwarded",
    recipient_role="user",
    unit="broadband",
    facts={"number": "VAS-202611-0001", "early": True, "count": 3, "none": None},
    after="dispatch.new",
    draft=True,
)
NOTICE = Intent(MailClass.NOTICE, "notice.new", "staff")


def test_intents_come_back_in_order(store: Store, key_id: str) -> None:
    case = store.run(lambda tx: add_case(tx, key_id))
    ids = store.run(lambda tx: tx.intents.add(case.id, 1, [REPLY, NOTICE], NOW))
    pending = store.read(lambda tx: tx.intents.pending())
    assert [(p.id, p.intent) for p in pending] == [(ids[0], REPLY), (ids[1], NOTICE)]
    assert (pending[0].case_id, pending[0].letter_id, pending[0].attempts) == (case.id, 1, 0)


def test_an_intent_becomes_mail_once(store: Store, key_id: str) -> None:
    (intent_id,) = store.run(lambda tx: tx.intents.add(None, None, [NOTICE], NOW))
    mails = [new_mail(key_id, 1), new_mail(key_id, 2, recipient="b@telecom.example")]
    written = store.run(lambda tx: tx.intents.done(intent_id, mails, NOW))
    assert [mail.intent_id for mail in written] == [intent_id, intent_id]
    again = [new_mail(key_id, 3, recipient="c@telecom.example")]
    with pytest.raises(ConflictError, match="waits no longer"):
        store.run(lambda tx: tx.intents.done(intent_id, again, NOW))
    assert len(store.read(lambda tx: tx.outbox.list())) == 2
    assert store.read(lambda tx: tx.intents.pending()) == []


def test_a_recipient_gets_an_intent_once(store: Store, key_id: str) -> None:
    (intent_id,) = store.run(lambda tx: tx.intents.add(None, None, [NOTICE], NOW))
    mails = [new_mail(key_id, 1), new_mail(key_id, 2)]
    with pytest.raises(ConflictError, match=r"outbox\.intent_id"):
        store.run(lambda tx: tx.intents.done(intent_id, mails, NOW))
    assert store.read(lambda tx: tx.outbox.list()) == []
    assert len(store.read(lambda tx: tx.intents.pending())) == 1


def test_one_that_fails_does_not_stop_the_others(store: Store) -> None:
    bad, good = store.run(lambda tx: tx.intents.add(None, None, [REPLY, NOTICE], NOW))
    assert store.run(lambda tx: tx.intents.failed(bad, "TemplateError at x.py:1")) == 1
    pending = store.read(lambda tx: tx.intents.pending())
    assert [(p.id, p.attempts) for p in pending] == [(good, 0), (bad, 1)]


def test_one_given_up_waits_no_longer(store: Store) -> None:
    (intent_id,) = store.run(lambda tx: tx.intents.add(None, None, [NOTICE], NOW))
    assert store.run(lambda tx: tx.intents.failed(intent_id, "template", final=True)) == 1
    assert store.read(lambda tx: tx.intents.pending()) == []


def test_what_waits_is_withdrawn_and_stays_a_sibling(store: Store, key_id: str) -> None:
    case = store.run(lambda tx: add_case(tx, key_id))
    reply, notice = store.run(lambda tx: tx.intents.add(case.id, 1, [REPLY, NOTICE], NOW))
    store.run(lambda tx: tx.intents.add(case.id, 1, [NOTICE], NOW + HOUR))
    pending = store.read(lambda tx: tx.intents.pending())
    assert store.read(lambda tx: tx.intents.siblings(pending[0])) == [NOTICE]
    assert store.run(lambda tx: tx.intents.withdraw(case.id, {"reply.forwarded"})) == 1
    assert [p.id for p in store.read(lambda tx: tx.intents.pending())] == [notice, notice + 1]
    assert store.read(lambda tx: tx.intents.siblings(pending[1])) == [REPLY]
    with pytest.raises(ConflictError):
        store.run(lambda tx: tx.intents.done(reply, [new_mail(key_id)], NOW))


def test_a_mail_given_back_by_a_worker_keeps_its_intent(store: Store, key_id: str) -> None:
    (intent_id,) = store.run(lambda tx: tx.intents.add(None, None, [NOTICE], NOW))
    (mail,) = store.run(lambda tx: tx.intents.done(intent_id, [new_mail(key_id)], NOW))
    claimed = store.run(lambda tx: tx.outbox.claim(NOW, "one"))
    assert claimed is not None
    back = store.run(
        lambda tx: tx.outbox.give_back(mail.id, "one", claimed.fence, OutboxState.QUEUED, now=NOW)
    )
    assert back.intent_id == intent_id
