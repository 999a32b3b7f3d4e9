"""Staff's commands: what each does, what it needs, and why it is refused."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from mailcare.casework import apply
from mailcare.casework.after_sending import mail_dropped
from mailcare.casework.commands import Command, Refusal, RefusedError, orders
from mailcare.model.case import EventKind, NoteKind, State
from mailcare.model.judgement import Decision
from mailcare.model.letter import Address, Report
from mailcare.model.place import Mode
from mailcare.model.post import MailClass
from unit.casework.desk import POLICY, Desk, at, judged, sample_mail

TEXT = "经核实,您的邮箱已恢复正常。"
REPLY = orders.Reply(TEXT)
NOW = at(16, 14)
CALLED = orders.Called("已向用户说明,用户满意", at(16, 13))


def accepted() -> Desk:
    desk = Desk().open(judged())
    desk.send("reply.accepted", at(16, 10, 1))
    return desk


def dispatched(owner: str = "telecom") -> Desk:
    desk = Desk().open(judged(Decision.FORWARDED, unit=owner))
    desk.send("notice.handover" if owner == "idc" else "dispatch.hand_over", at(16, 10, 5))
    return desk


def review() -> Desk:
    return Desk().open(judged(Decision.REVIEW))


def answered() -> Desk:
    desk = accepted()
    desk.do(REPLY, NOW)
    desk.send("reply.answer", at(16, 14, 1))
    return desk


def refused(desk: Desk, command: Command, now: datetime = NOW, actor: str = "cli:li") -> Refusal:
    before = desk.case
    with pytest.raises(RefusedError) as error:
        desk.do(command, now, actor)
    assert desk.case == before
    return error.value.reason


def state(desk: Desk) -> State:
    return desk.view.state


def last(desk: Desk) -> tuple[EventKind, str]:
    event = desk.case.events[-1]
    return event.kind, event.actor


# Answers


def test_an_answer_is_staffs_own_letter_and_counts_once_it_was_sent() -> None:
    desk = accepted()
    desk.do(orders.Reply(f"\n {TEXT}\n", "blob1"), NOW)
    seq = desk.case.events[-1].seq
    assert last(desk) == (EventKind.ANSWER_WRITTEN, "cli:li")
    (note,) = desk.notes
    assert (note.seq, note.text, note.kind) == (seq, TEXT, NoteKind.ANSWER)
    assert note.attachments == "blob1"
    letter = desk.intent("reply.answer")
    assert letter.facts["note"] == seq
    assert letter.facts["by_staff"] is True
    assert state(desk) is State.OPEN
    desk.send("reply.answer", at(16, 14, 1))
    assert state(desk) is State.ANSWERED
    assert desk.view.next_due_at is None


def test_no_text_of_staff_stands_in_the_ledger_or_in_an_intent() -> None:
    desk = accepted()
    desk.do(orders.Note("机密"), NOW)
    desk.do(orders.Ask("机密?"), NOW)
    desk.do(orders.Reply("机密。"), NOW)
    told = [str(one.facts) for one in desk.case.events] + [str(one) for one in desk.waiting]
    assert not any("机密" in one for one in told)
    assert [note.text for note in desk.notes] == ["机密", "机密?", "机密。"]


def test_an_answer_supersedes_what_was_to_be_said_before() -> None:
    desk = Desk().open(judged(Decision.FORWARDED))
    assert {"dispatch.hand_over", "reply.forwarded"} <= set(desk.templates)
    desk.do(REPLY, NOW)
    assert [one for one in desk.templates if not one.startswith("notice")] == ["reply.answer"]


def test_nothing_automatic_is_said_while_an_answer_is_on_its_way() -> None:
    desk = Desk().open(judged(Decision.NEED_INFO))
    desk.send("reply.need_info", at(16, 11))
    desk.do(REPLY, NOW)
    desk.join(judged(), at(16, 14, 1))
    assert [one for one in desk.templates if one.startswith("reply")] == ["reply.answer"]
    assert desk.kinds[-1] is EventKind.ELEMENTS_COMPLETED


def test_there_is_never_a_second_answer_unless_the_case_is_reopened() -> None:
    desk = accepted()
    desk.do(REPLY, NOW)
    assert refused(desk, REPLY, actor="cli:wang") is Refusal.ANSWER_WAITS
    assert refused(desk, CALLED) is Refusal.ANSWER_WAITS
    assert refused(desk, orders.Decline("x")) is Refusal.ANSWER_WAITS
    assert refused(desk, orders.Dispatch("telecom")) is Refusal.ANSWER_WAITS
    desk.send("reply.answer", at(16, 14, 1))
    assert refused(desk, REPLY) is Refusal.ANSWERED
    assert refused(desk, CALLED) is Refusal.ANSWERED
    desk.do(orders.Reopen("用户来电称未解决"), at(17, 9))
    assert state(desk) is State.OPEN
    desk.do(REPLY, at(17, 10))
    desk.send("reply.answer", at(17, 10, 1))
    assert state(desk) is State.ANSWERED


def test_an_answer_that_comes_back_is_none() -> None:
    desk = accepted()
    desk.do(REPLY, NOW)
    mail = desk.send("reply.answer", at(16, 14, 1))
    desk.report(mail, Report("dsn", action="failed", status="5.1.1"), at(16, 15))
    assert state(desk) is State.OPEN
    assert desk.view.next_due_at == at(19, 10)
    assert "notice.task" in desk.templates
    assert refused(desk, orders.Close(), at(16, 16)) is Refusal.UNANSWERED
    desk.do(CALLED, at(16, 16))
    assert state(desk) is State.ANSWERED


def test_an_answer_that_cannot_leave_makes_room_for_another() -> None:
    desk = accepted()
    desk.do(REPLY, NOW)
    desk.fail("reply.answer", at(16, 14, 1))
    desk.do(REPLY, at(16, 15))
    assert "reply.answer" in desk.templates


def test_whoever_answers_a_case_in_doubt_takes_it_for_ours() -> None:
    desk = review()
    desk.do(REPLY, NOW)
    assert desk.facts(EventKind.DECIDED) == {"decision": "in_scope", "owner": "vas"}
    assert state(desk) is State.OPEN


def test_a_regulator_may_be_answered_by_a_person_and_never_by_a_template() -> None:
    desk = Desk().open(judged(Decision.REVIEW, official=True))
    assert refused(desk, orders.Decline()) is Refusal.OFFICIAL
    desk.do(REPLY, NOW)
    assert "reply.answer" in desk.templates


def test_a_refusal_that_only_waits_gives_way_to_an_answer() -> None:
    desk = Desk().open(judged(Decision.NOT_ACCEPTED))
    assert desk.templates[0] == "reply.not_accepted"
    desk.do(REPLY, NOW)
    assert "reply.not_accepted" not in desk.templates
    desk.send("reply.answer", at(16, 15))
    assert state(desk) is State.ANSWERED


def test_exactly_one_side_answers() -> None:
    theirs = dispatched("kfzx")
    assert refused(theirs, REPLY) is Refusal.OTHER_SIDE_ANSWERS
    theirs.do(orders.Answered("客服中心已答复用户,抄告我处", NOW), NOW)
    assert state(theirs) is State.ANSWERED
    ours = dispatched("telecom")
    ours.do(REPLY, NOW)
    back = dispatched("kfzx")
    back.do(orders.Return("不属我处"), NOW)
    back.do(REPLY, NOW)


def test_a_call_is_an_answer_with_its_time_and_outcome() -> None:
    desk = accepted()
    desk.do(CALLED, NOW)
    facts = desk.facts(EventKind.ANSWERED)
    assert (facts["by"], facts["answered_at"]) == ("phone", at(16, 13).isoformat())
    assert desk.notes[0].kind is NoteKind.CALL
    assert state(desk) is State.ANSWERED


@pytest.mark.parametrize("when", [at(16, 14, 1), at(16, 9)], ids=["future", "before the letter"])
def test_a_call_has_a_possible_time(when: datetime) -> None:
    assert refused(accepted(), orders.Called("ok", when)) is Refusal.IMPOSSIBLE_TIME


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (" \n", Refusal.EMPTY),
        ("您好,****部门已处理", Refusal.PLACEHOLDER),
        ("您好!\n(处理情况)", Refusal.PLACEHOLDER),
        ("很" * 50_001, Refusal.TOO_LONG),
    ],
    ids=["empty", "stars", "the slot itself", "too long"],
)
def test_a_text_to_the_user_says_something_and_holds_no_gap(text: str, why: Refusal) -> None:
    assert refused(accepted(), orders.Reply(text)) is why
    assert refused(accepted(), orders.Ask(text)) is why


@pytest.mark.parametrize("command", [REPLY, orders.Ask("?"), orders.Decline(), orders.Remind()])
def test_nobody_is_written_to_in_shadow_mode(command: Command) -> None:
    desk = Desk(replace(POLICY, mode=Mode.SHADOW)).open(judged())
    assert refused(desk, command) in {Refusal.SHADOW, Refusal.NOT_DISPATCHED}
    desk.do(orders.Answered("已用网页邮箱答复", NOW), NOW)
    desk.do(orders.Close(), NOW)
    assert (desk.view.state, desk.waiting) == (State.CLOSED, [])


@pytest.mark.parametrize(
    ("desk", "why"),
    [
        (Desk().open(judged(Decision.REVIEW, colleague=True)), Refusal.COLLEAGUE),
        (Desk().open(judged(user=Address(""))), Refusal.NO_ADDRESS),
    ],
    ids=["colleague", "no address"],
)
def test_nobody_is_called_a_user_who_is_none(desk: Desk, why: Refusal) -> None:
    for command in (REPLY, orders.Ask("?"), orders.Decline()):
        assert refused(desk, command) is why


# Questions


def test_a_question_pauses_the_answer_until_the_user_wrote() -> None:
    desk = accepted()
    desk.do(orders.Ask("从哪一天开始?"), NOW)
    assert refused(desk, orders.Ask("还有吗?")) is Refusal.QUESTION_WAITS
    desk.send("reply.question", at(16, 15))
    assert state(desk) is State.AWAITING_USER
    desk.join(judged(), at(17, 10))
    assert state(desk) is State.OPEN
    # five office hours counted before the question; the rest from the answer on
    assert desk.view.next_due_at == at(19, 10)  # what was promised stands
    assert desk.view.clocks[1].due == at(19, 10)


def test_a_persons_question_takes_the_place_of_ours() -> None:
    desk = Desk().open(judged(Decision.NEED_INFO))
    assert "reply.need_info" in desk.templates
    desk.do(orders.Ask("请提供联系电话及宽带账号"), NOW)
    assert "reply.need_info" not in desk.templates
    desk.send("reply.question", at(16, 15))
    assert state(desk) is State.AWAITING_USER


# Dispatches


def test_a_person_hands_over_and_the_user_is_told_once() -> None:
    desk = accepted()
    desk.do(orders.Dispatch("telecom"), NOW)
    assert {"dispatch.hand_over", "reply.forwarded"} <= set(desk.templates)
    assert refused(desk, orders.Dispatch("idc")) is Refusal.DISPATCH_WAITS
    desk.send("dispatch.hand_over", at(16, 14, 1))
    desk.send("reply.forwarded", at(16, 14, 2))
    assert state(desk) is State.DISPATCHED
    assert refused(desk, orders.Dispatch("idc")) is Refusal.DISPATCHED
    desk.do(orders.Return("应由数据中心处理"), at(16, 15))
    assert state(desk) is State.OPEN
    assert desk.intent("notice.task").facts["note"] == desk.case.events[-1].seq
    desk.do(orders.Dispatch("idc"), at(16, 15, 5))
    assert "reply.forwarded" not in desk.templates
    desk.send("notice.handover", at(16, 15, 6))
    assert (desk.view.state, desk.view.owner) == (State.DISPATCHED, "idc")


def test_what_a_person_hands_over_waits_for_nobody() -> None:
    desk = Desk(replace(POLICY, mode=Mode.DRAFT)).open(judged())
    desk.do(orders.Dispatch("telecom"), NOW)
    assert not desk.intent("dispatch.hand_over").draft
    assert not desk.intent("reply.forwarded").draft


def test_a_hand_over_that_waits_unchecked_gives_way_to_a_persons() -> None:
    desk = Desk(replace(POLICY, mode=Mode.DRAFT)).open(judged(Decision.FORWARDED))
    desk.do(orders.Dispatch("idc"), NOW)
    sent = [one for one in desk.templates if one in {"dispatch.hand_over", "notice.handover"}]
    assert sent == ["notice.handover"]


@pytest.mark.parametrize(
    ("unit", "why"), [("vas", Refusal.OWN_UNIT), ("nobody", Refusal.UNKNOWN_UNIT)]
)
def test_a_dispatch_goes_to_somebody_else_who_is_known(unit: str, why: Refusal) -> None:
    assert refused(accepted(), orders.Dispatch(unit)) is why


def test_a_person_confirms_for_the_other_side_once() -> None:
    desk = dispatched()
    desk.do(orders.Confirm(), NOW)
    assert last(desk) == (EventKind.DISPATCH_CONFIRMED, "cli:li")
    assert not desk.do(orders.Confirm(), NOW).events
    assert refused(accepted(), orders.Confirm()) is Refusal.NOT_DISPATCHED


@pytest.mark.parametrize(
    ("owner", "role", "sort"),
    [("telecom", "department", MailClass.DISPATCH), ("idc", "staff", MailClass.NOTICE)],
)
def test_a_reminder_goes_to_whom_the_case_went(owner: str, role: str, sort: MailClass) -> None:
    desk = dispatched(owner)
    desk.do(orders.Remind(), NOW)
    letter = desk.intent("dispatch.reminder")
    assert (letter.unit, letter.recipient_role, letter.mail_class) == (owner, role, sort)
    assert "confirm_by" in letter.facts
    assert refused(desk, orders.Remind(), at(16, 14, 59)) is Refusal.REMINDED_LATELY
    desk.do(orders.Confirm(), at(16, 15))
    desk.send("dispatch.reminder", at(16, 15))
    desk.do(orders.Remind(), at(16, 15, 1))
    assert "confirm_by" not in desk.intent("dispatch.reminder").facts


def test_a_return_needs_a_reason_and_a_dispatch() -> None:
    assert refused(dispatched(), orders.Return(" ")) is Refusal.REASONLESS
    assert refused(accepted(), orders.Return("x")) is Refusal.NOT_DISPATCHED
    assert refused(Desk().open(judged(Decision.FORWARDED)), orders.Return("x")) is (
        Refusal.NOT_DISPATCHED
    )


# Ends


def test_declined_means_told_and_only_then_closed() -> None:
    desk = Desk().open(judged(Decision.NOT_ACCEPTED))
    assert desk.intent("reply.not_accepted").draft
    desk.do(orders.Decline("此事已于上月答复办结"), NOW)
    letter = desk.intent("reply.not_accepted")
    assert (letter.draft, letter.facts["note"]) == (False, desk.notes[0].seq)
    assert desk.templates.count("reply.not_accepted") == 1
    assert refused(desk, orders.Decline("x")) is Refusal.ANSWER_WAITS
    assert refused(desk, orders.Close()) is Refusal.UNANSWERED
    desk.send("reply.not_accepted", at(16, 15))
    assert state(desk) is State.NOT_ACCEPTED
    desk.do(orders.Close(), at(16, 16))
    assert state(desk) is State.CLOSED


def test_what_is_no_complaint_is_filed_unless_the_user_waits_for_us() -> None:
    desk = review()
    desk.do(orders.NotComplaint("广告"), NOW)
    assert state(desk) is State.CLOSED
    assert [note.text for note in desk.notes] == ["广告"]
    assert refused(accepted(), orders.NotComplaint()) is Refusal.PROMISED
    assert refused(desk, orders.NotComplaint()) is Refusal.ENDED


def test_no_case_is_closed_before_the_user_heard() -> None:
    for desk in (accepted(), review(), dispatched()):
        assert refused(desk, orders.Close()) is Refusal.UNANSWERED
    waiting = accepted()
    waiting.do(REPLY, NOW)
    assert refused(waiting, orders.Close()) is Refusal.UNANSWERED
    called = accepted()
    called.do(CALLED, NOW)
    for desk in (answered(), called):
        desk.do(orders.Close("已办结"), at(16, 16))
        assert state(desk) is State.CLOSED
        assert refused(desk, orders.Close(), at(16, 16)) is Refusal.ENDED


def test_a_closed_case_is_taken_up_again_within_its_time() -> None:
    desk = answered()
    desk.do(orders.Close(), at(16, 15))
    late = at(16, 15) + POLICY.reopen_within + timedelta(minutes=1)
    assert refused(desk, orders.Reopen("x"), late) is Refusal.ENDED_LONG_AGO
    assert refused(desk, orders.Reopen("")) is Refusal.REASONLESS
    desk.do(orders.Reopen("用户称仍未解决"), at(20, 9))
    assert (desk.view.state, desk.view.next_due_at) == (State.OPEN, at(24, 18))
    assert refused(desk, orders.Reopen("x"), at(20, 9)) is Refusal.NOT_ENDED


# Keeping


def test_a_case_is_claimed_by_one_and_can_be_assigned() -> None:
    desk = accepted()
    desk.do(orders.Claim(), NOW)
    assert desk.view.handler == "cli:li"
    assert not desk.do(orders.Claim(), NOW).events
    assert refused(desk, orders.Claim(), actor="cli:wang") is Refusal.CLAIMED
    desk.do(orders.Assign("cli:wang"), NOW)
    assert desk.view.handler == "cli:wang"
    assert refused(desk, orders.Assign("wang@telecom.example")) is Refusal.NOT_A_NAME


def test_an_extension_by_command_is_a_persons_letter() -> None:
    desk = accepted()
    desk.do(orders.Extend(at(27, 18), "等待线路修复"), NOW)
    assert desk.intent("reply.extended").facts["by_staff"] is True
    assert desk.notes[0].text == "等待线路修复"


# Taken back


def waits(desk: Desk) -> set[str]:
    return {one for one in desk.templates if not one.startswith("notice")}


@pytest.mark.parametrize(
    "command",
    [
        REPLY,
        orders.Ask("?"),
        orders.Dispatch("telecom"),
        orders.Decline("x"),
        orders.Extend(at(27, 18), "x"),
    ],
    ids=lambda command: type(command).__name__,
)
def test_what_has_not_left_can_be_taken_back_by_its_author(command: Command) -> None:
    desk = accepted()
    before = desk.view
    desk.do(command, NOW)
    assert waits(desk)
    assert refused(desk, orders.Takeback(), actor="cli:wang") is Refusal.NOTHING_TO_TAKE_BACK
    desk.do(orders.Takeback(), NOW)
    assert not waits(desk)
    assert (desk.view.state, desk.view.next_due_at) == (before.state, before.next_due_at)
    assert refused(desk, orders.Takeback()) is Refusal.NOTHING_TO_TAKE_BACK


def test_a_refusal_taken_back_leaves_the_decision_as_it_was() -> None:
    desk = review()
    desk.do(orders.Decline("x"), NOW)
    assert state(desk) is State.NOT_ACCEPTED
    desk.do(orders.Takeback(), NOW)
    assert (desk.view.state, desk.view.decision) == (State.REVIEW, Decision.REVIEW)
    desk.do(orders.Dispatch("telecom"), NOW)


def test_what_has_left_cannot_be_taken_back() -> None:
    desk = accepted()
    desk.do(REPLY, NOW)
    desk.waiting = [one for one in desk.waiting if one.template != "reply.answer"]  # being sent
    assert refused(desk, orders.Takeback()) is Refusal.NOTHING_TO_TAKE_BACK


def test_a_reminder_can_be_taken_back() -> None:
    desk = dispatched()
    desk.do(orders.Remind(), NOW)
    desk.do(orders.Takeback(), NOW)
    assert "dispatch.reminder" not in desk.templates


def test_a_mail_that_a_person_drops_is_waited_for_no_longer() -> None:
    desk = accepted()
    desk.do(REPLY, NOW)
    mail = sample_mail(99, MailClass.REPLY, "reply.answer")
    for _ in range(2):
        desk.take(mail_dropped(desk.case, mail, POLICY, at(16, 15), "cli:wang"))
    assert desk.kinds.count(EventKind.TAKEN_BACK) == 1
    desk.do(REPLY, at(16, 16))


def test_an_answer_is_held_as_long_as_agreed() -> None:
    desk = accepted()
    until = at(16, 14, 10)
    outcome = apply(
        desk.case, desk.texts, REPLY,
        policy=POLICY, now=NOW, actor="cli:li", hold_until=until,
    )  # fmt: skip
    assert [one.facts["hold_until"] for one in outcome.intents] == [until.isoformat()]
