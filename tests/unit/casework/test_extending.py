"""More time for an answer: a reason, a letter, and only then another promise."""

from dataclasses import replace
from datetime import datetime

import pytest

from mailcare.casework.extending import extend_by_person
from mailcare.casework.outcome import Outcome
from mailcare.errors import ConflictError
from mailcare.model.case import ClockName, EventKind, Note
from mailcare.model.judgement import Decision
from mailcare.model.place import Mode
from mailcare.model.post import MailClass
from unit.casework.desk import MONDAY, POLICY, Desk, at, judged

FRIDAY = at(27, 18)
REASON = "等待光缆修复,预计周四完成"


def extend(
    desk: Desk, due: datetime = FRIDAY, reason: str = REASON, *, told: bool = False
) -> Outcome:
    now = at(17, 9)
    return desk.take(
        extend_by_person(
            desk.case, due, reason,
            policy=desk.policy, now=now, actor="cli:li", told=told,
        )
    )  # fmt: skip


def promised() -> Desk:
    desk = Desk().open(judged())
    desk.send("reply.accepted", at(16, 10, 1))
    return desk


def answer_due(desk: Desk) -> datetime | None:
    return desk.clock(ClockName.ANSWER).due


def test_an_extension_holds_once_the_user_was_told() -> None:
    desk = promised()
    extend(desk)
    assert (answer_due(desk), desk.view.promised_due) == (at(19, 10), at(19, 10))
    letter = desk.intent("reply.extended")
    assert (letter.mail_class, letter.recipient_role, letter.draft) == (
        MailClass.REPLY, "user", False,
    )  # fmt: skip
    assert datetime.fromisoformat(str(letter.facts["due"])) == at(27, 18)
    desk.send("reply.extended", at(17, 9, 5))
    assert (answer_due(desk), desk.view.promised_due) == (at(27, 18), at(27, 18))


def test_a_case_that_promised_nothing_is_extended_the_same_way() -> None:
    desk = Desk().open(judged(Decision.FORWARDED))
    extend(desk)
    assert answer_due(desk) == at(19, 10)
    desk.send("reply.extended", at(17, 9, 5))
    assert answer_due(desk) == at(27, 18)


def test_the_reason_stands_among_the_notes_and_never_in_the_ledger() -> None:
    desk = promised()
    extend(desk, reason=f"  {REASON}\n")
    event = desk.case.events[-1]
    assert (event.kind, event.facts["note"], event.actor) == (
        EventKind.EXTENDED, event.seq, "cli:li",
    )  # fmt: skip
    assert desk.notes == (Note(event.seq, REASON),)
    assert all(REASON not in str(one.facts) for one in desk.case.events)
    assert REASON not in str(desk.intent("reply.extended").facts)


def test_a_letter_that_fails_extends_nothing() -> None:
    desk = promised()
    extend(desk)
    desk.fail("reply.extended", at(17, 9, 5))
    assert answer_due(desk) == at(19, 10)
    assert "notice.task" in desk.templates


def test_who_was_told_by_telephone_gets_no_letter() -> None:
    desk = promised()
    extend(desk, told=True)
    assert "reply.extended" not in desk.templates
    assert (answer_due(desk), desk.view.promised_due) == (at(27, 18), at(27, 18))


def test_a_second_extension_takes_the_place_of_the_first_letter() -> None:
    desk = promised()
    extend(desk)
    extend(desk, at(30, 18), "again")
    assert desk.templates.count("reply.extended") == 1
    desk.send("reply.extended", at(17, 9, 5))
    assert desk.view.promised_due == at(30, 18)
    assert [note.text for note in desk.notes] == [REASON, "again"]


def test_an_extended_case_is_told_overdue_anew() -> None:
    desk = promised()
    extend(desk)
    desk.send("reply.extended", at(17, 9, 5))
    told = [one.template for one in desk.look(at(20, 9)).intents]
    assert told == []
    late = [one for one in desk.look(at(30, 9)).intents if one.template == "notice.overdue"]
    assert [intent.facts["clock"] for intent in late] == ["answer"]


@pytest.mark.parametrize(
    ("due", "reason"),
    [(at(27, 18), " \n"), (at(19, 10), REASON), (at(18, 10), REASON), (at(2), REASON)],
    ids=["no reason", "the same time", "earlier", "past"],
)
def test_an_extension_needs_a_reason_and_a_later_time(due: datetime, reason: str) -> None:
    with pytest.raises(ConflictError):
        extend(promised(), due, reason)


def test_a_case_in_review_or_paused_or_answered_is_not_extended() -> None:
    review = Desk().open(judged(Decision.REVIEW))
    asked = Desk().open(judged(Decision.NEED_INFO))
    asked.send("reply.need_info", at(16, 11))
    answered = Desk().open(judged(), answered_by_hand=True)
    for desk in (review, asked, answered):
        with pytest.raises(ConflictError):
            extend(desk)


@pytest.mark.parametrize(
    "desk",
    [
        Desk(replace(POLICY, mode=Mode.SHADOW)).open(judged()),
        Desk(replace(POLICY, mode_since=at(20))).open(judged(), MONDAY),
    ],
    ids=["shadow", "before its mode"],
)
def test_whom_no_letter_reaches_must_be_told_by_a_person(desk: Desk) -> None:
    with pytest.raises(ConflictError, match="tell them yourself"):
        extend(desk)
    extend(desk, told=True)
    assert answer_due(desk) == at(27, 18)
    assert not desk.waiting


def test_nobody_writes_to_a_regulator_by_template() -> None:
    desk = promised()
    desk.join(judged(official=True), at(16, 12))
    with pytest.raises(ConflictError, match="regulator"):
        extend(desk)
