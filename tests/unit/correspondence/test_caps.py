from datetime import timedelta

import pytest

from mailcare.config import Caps
from mailcare.correspondence.caps import Counts, count, decide, room
from mailcare.correspondence.write import Written
from mailcare.model.post import MailClass, OutboxState
from mailcare.store import NewMail, Store
from mailcare.vault import Vault
from unit.correspondence.builders import NOW

CAPS = Caps(
    user_per_address_per_day=5,
    per_case_per_day=3,
    total_per_hour=200,
    staff_per_address_per_hour=30,
)
QUEUED, HELD = OutboxState.QUEUED, OutboxState.HELD


def about(
    mail_class: MailClass, template: str = "notice.new_case", state: OutboxState = QUEUED
) -> Written:
    return Written("a@m.example", mail_class, template, b"", "<x@y>", state)


@pytest.mark.parametrize(
    ("mail_class", "counts", "decided"),
    [
        (MailClass.REPLY, Counts(4, 2, 199, 0), (QUEUED, "")),
        (MailClass.REPLY, Counts(5, 0, 5, 0), (HELD, "cap.address")),
        (MailClass.REPLY, Counts(3, 3, 3, 0), (HELD, "cap.case")),
        (MailClass.REPLY, Counts(0, 0, 200, 0), (HELD, "cap.total")),
        (MailClass.NOTICE, Counts(address_hour=29), (QUEUED, "")),
        (MailClass.NOTICE, Counts(address_hour=30), (HELD, "cap.staff")),
        (MailClass.NOTICE, Counts(address_hour=30, address_held=239), (HELD, "cap.staff")),
        (MailClass.NOTICE, Counts(address_hour=30, address_held=240), (HELD, "cap.backlog")),
        (MailClass.ALARM, Counts(address_hour=30), (HELD, "cap.staff")),
        (MailClass.DISPATCH, Counts(99, 99, 999, 99), (QUEUED, "")),
    ],
)
def test_caps_by_class(
    mail_class: MailClass, counts: Counts, decided: tuple[OutboxState, str]
) -> None:
    assert decide(about(mail_class), counts, CAPS) == decided


def test_what_answers_a_command_has_more_room() -> None:
    preview = about(MailClass.NOTICE, "notice.preview")
    assert decide(preview, Counts(address_hour=119), CAPS) == (QUEUED, "")
    assert decide(preview, Counts(address_hour=120), CAPS) == (HELD, "cap.staff")


def test_a_task_is_never_left_to_a_person_to_let_go() -> None:
    crowded = Counts(address_hour=30, address_held=999)
    assert decide(about(MailClass.NOTICE, "notice.task"), crowded, CAPS) == (HELD, "cap.staff")


def test_what_is_too_much_for_staff_waits_for_an_hour_with_room() -> None:
    hour = timedelta(hours=1)
    assert room(Counts(address_held=29), CAPS, NOW) == NOW + hour
    assert room(Counts(address_held=30), CAPS, NOW) == NOW + 2 * hour


@pytest.mark.parametrize("state", [OutboxState.DRAFT, OutboxState.SUPPRESSED, HELD])
def test_what_does_not_leave_by_itself_is_not_capped(state: OutboxState) -> None:
    mail = about(MailClass.REPLY, state=state)
    assert decide(mail, Counts(99, 99, 999, 99), CAPS) == (state, "")


def written(recipient: str) -> Written:
    return Written(recipient, MailClass.REPLY, "reply.accepted", b"", "<x@y>", QUEUED)


def test_counting_sees_the_same_class_and_its_window_only(store: Store, vault: Vault) -> None:
    key = vault.new_key()

    def fill(recipient: str, age: timedelta, mail_class: MailClass, state: OutboxState) -> None:
        mail = NewMail(
            mail_class,
            "reply.accepted",
            state,
            recipient,
            f"<{recipient}{age}{mail_class}{state}>",
            "blob",
            key,
        )
        store.run(lambda tx: tx.outbox.add(mail, NOW - age))

    hour = timedelta(hours=1)
    fill("a@m.example", hour / 2, MailClass.REPLY, QUEUED)
    fill("A@m.example", 3 * hour, MailClass.REPLY, QUEUED)
    fill("a@m.example", 30 * hour, MailClass.REPLY, QUEUED)
    fill("a@m.example", hour / 3, MailClass.REPLY, HELD)
    fill("a@m.example", hour / 4, MailClass.NOTICE, QUEUED)
    fill("b@m.example", hour / 2, MailClass.REPLY, QUEUED)
    counts = store.read(lambda tx: count(tx, written("a@m.example"), None, NOW))
    assert counts == Counts(address_day=2, case_day=0, total_hour=2)
