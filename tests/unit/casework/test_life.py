"""A case after its opening: what is sent, what comes in, what time does, what people do."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailcare.casework import Interval, decide_by_person, explain, fold
from mailcare.casework.dispatching import OtherSide, confirmed, letter_arrived, returned
from mailcare.casework.facts import iso
from mailcare.casework.hearing import hear
from mailcare.casework.outcome import Arrival
from mailcare.casework.threading import ThreadKind
from mailcare.errors import ConflictError
from mailcare.model.case import ClockName, Event, EventKind, State
from mailcare.model.judgement import Automatic, Decision, Element, Elements, Kind
from mailcare.model.letter import Address, Report
from mailcare.model.place import Mode
from mailcare.model.post import MailClass
from unit.casework.desk import (
    ALL,
    MONDAY,
    NO_PHONE,
    ONLY_PROBLEM,
    POLICY,
    Desk,
    at,
    judged,
    sample_mail,
)

HOUR, NOTHING = timedelta(hours=1), timedelta()
PHONE = judged(elements=Elements(phone=ALL.phone))
NOTHING_NEW = judged(elements=Elements())
AWAY = OtherSide(hear("本人外出"), machine=True)
ROBOT = judged(Decision.NONE, automatic=Automatic.AUTO_REPLY, elements=ALL)
STRANGER = Address("someone@mail.example")


def asked(decision: Decision = Decision.NEED_INFO) -> Desk:
    """A case whose question left at 11:00, an hour after the letter came."""
    desk = Desk().open(judged(decision))
    question = {
        Decision.NEED_INFO: "reply.need_info",
        Decision.INSUFFICIENT: "reply.insufficient_partial",
    }
    desk.send(question[decision], at(16, 11))
    return desk


def dispatched() -> Desk:
    desk = Desk().open(judged(Decision.FORWARDED))
    desk.send("dispatch.hand_over", at(16, 10, 5))
    return desk


# Sending


def test_an_accepted_reply_promises_the_time_that_it_told() -> None:
    desk = Desk().open(judged())
    told = desk.intent("reply.accepted").facts["due"]
    desk.send("reply.accepted", at(16, 10, 1))
    assert desk.view.promised_due == at(19, 10)
    assert iso(at(19, 10)) == told
    assert (desk.view.next_due_kind, desk.view.next_due_at) == (ClockName.ANSWER, at(19, 10))


def test_the_promise_stands_when_the_unit_gets_more_time() -> None:
    desk = Desk().open(judged())
    desk.send("reply.accepted", at(16, 10, 1))
    lax = replace(POLICY, limits={})
    assert fold(desk.case.events, lax).next_due_at == at(19, 10)
    strict = replace(POLICY, limits=dict.fromkeys(POLICY.limits, 1))
    assert fold(desk.case.events, strict).next_due_at == at(17, 10)


def test_a_question_pauses_the_answer_from_the_moment_it_was_sent() -> None:
    desk = asked()
    assert desk.view.state is State.AWAITING_USER
    assert desk.clock(ClockName.ANSWER).due is None
    assert (desk.view.next_due_kind, desk.view.next_due_at) == (ClockName.LAW, at(31, 10))


def test_what_is_told_twice_is_recorded_once() -> None:
    desk = Desk().open(judged())
    mail = desk.send("reply.accepted", at(16, 11))
    again = desk.report(mail, Report("dsn", "delivered"), at(16, 12))
    assert len(again.events) == 1
    assert not desk.report(mail, Report("dsn", "delivered"), at(16, 13)).events


def test_a_suggestion_is_answered_by_its_reply() -> None:
    desk = Desk().open(judged(kind=Kind.SUGGESTION))
    desk.send("reply.suggestion", at(16, 11))
    assert (desk.view.state, desk.view.next_due_at) == (State.ANSWERED, None)


def test_a_case_not_accepted_is_watched_until_the_user_knows() -> None:
    desk = Desk().open(judged(Decision.NOT_ACCEPTED))
    assert desk.view.next_due_at == at(19, 10)
    desk.send("reply.not_accepted", at(17, 9))
    assert desk.view.state is State.NOT_ACCEPTED
    assert desk.clock(ClockName.ANSWER).ended_at == at(17, 9)


def test_a_failed_question_paused_nothing() -> None:
    desk = Desk().open(judged(Decision.NEED_INFO))
    mail = desk.send("reply.need_info", at(16, 11))
    bounced = desk.report(mail, Report("dsn", "failed", "5.1.1"), at(17, 9))
    assert [intent.facts["event"] for intent in bounced.intents] == ["reply_failed"]
    assert desk.view.state is State.OPEN
    assert desk.clock(ClockName.ANSWER).due == at(19, 10)
    assert not desk.report(mail, Report("dsn", "failed", "5.1.1"), at(17, 10)).events


def test_a_failed_notice_is_recorded_and_told_to_nobody() -> None:
    desk = Desk().open(judged())
    waiting = len(desk.waiting)
    desk.fail("notice.new_case", at(16, 11))
    assert desk.kinds[-1] is EventKind.NOTED
    assert len(desk.waiting) == waiting - 1


@pytest.mark.parametrize(
    ("report", "told"),
    [
        (Report("mdn", "displayed"), []),
        (Report("dsn", "delayed"), ["dispatch_delayed"]),
        (Report("dsn", "relayed"), []),
    ],
)
def test_other_reports_are_noted_once_and_confirm_nothing(report: Report, told: list[str]) -> None:
    desk = dispatched()
    mail = sample_mail(99, MailClass.DISPATCH, "dispatch.hand_over")
    before = desk.view
    first = desk.report(mail, report, at(16, 11))
    assert [intent.facts["event"] for intent in first.intents] == told
    assert not desk.report(mail, report, at(16, 12)).events
    assert (desk.view.state, desk.view.clocks) == (before.state, before.clocks)


# Dispatches


def test_a_dispatch_runs_its_course() -> None:
    desk = dispatched()
    assert desk.view.state is State.DISPATCHED
    assert desk.clock(ClockName.DISPATCH).due == at(16, 11)
    desk.take(confirmed(desk.case, "staff-1", POLICY, at(16, 10, 30)))
    assert desk.clock(ClockName.DISPATCH).ended_at == at(16, 10, 30)
    assert desk.view.state is State.DISPATCHED
    assert desk.clock(ClockName.ANSWER).due == at(19, 10)
    assert not desk.take(confirmed(desk.case, "staff-1", POLICY, at(16, 12))).events


def test_neither_report_nor_robot_confirms_but_a_person_does() -> None:
    desk = Desk().open(judged(Decision.FORWARDED))
    mail = desk.send("dispatch.hand_over", at(16, 10, 5))
    desk.report(mail, Report("dsn", "delivered"), at(16, 10, 6))
    robot = Arrival(50, at(16, 10, 7), at(16, 10, 7))
    desk.take(letter_arrived(desk.case, robot, AWAY, POLICY, at(16, 10, 8)))
    assert desk.clock(ClockName.DISPATCH).ended_at is None
    person = Arrival(51, at(16, 10, 9), at(16, 10, 9))
    told = desk.take(
        letter_arrived(desk.case, person, OtherSide(hear("收到")), POLICY, at(16, 10, 10))
    )
    assert desk.clock(ClockName.DISPATCH).ended_at == at(16, 10, 10)
    assert [intent.facts["event"] for intent in told.intents] == ["confirmed"]


def test_a_returned_dispatch_is_ours_again_and_its_clock_starts_anew() -> None:
    desk = dispatched()
    desk.take(returned(desk.case, "wrong_department", "staff-1", POLICY, at(17, 14)))
    assert desk.view.state is State.OPEN
    assert desk.clock(ClockName.DISPATCH).due == at(17, 15)
    assert "reply.forwarded" not in desk.templates
    desk.take(
        decide_by_person(
            desk.case, Decision.FORWARDED, "idc", policy=POLICY, now=at(17, 14, 5), actor="staff-1"
        )
    )
    desk.send("notice.handover", at(17, 14, 6))
    assert (desk.view.state, desk.view.owner) == (State.DISPATCHED, "idc")
    assert desk.clock(ClockName.DISPATCH).due == at(17, 15)


def test_a_dispatch_that_cannot_be_sent_is_a_task_and_tells_the_user_nothing() -> None:
    desk = Desk().open(judged(Decision.FORWARDED))
    desk.fail("dispatch.hand_over", at(16, 10, 5))
    assert desk.view.state is State.OPEN
    assert "reply.forwarded" not in desk.templates
    assert desk.intent("notice.task").facts["event"] == "dispatch_failed"
    assert desk.clock(ClockName.DISPATCH).ended_at is None


def test_one_of_several_notices_failing_does_not_undo_a_hand_over() -> None:
    desk = Desk().open(judged(Decision.FORWARDED, unit="idc"))
    desk.send("notice.handover", at(16, 10, 5))
    other = sample_mail(99, MailClass.NOTICE, "notice.handover")
    desk.report(other, Report("dsn", "failed"), at(16, 10, 6))
    assert desk.view.state is State.DISPATCHED


# Follow-ups


def test_a_completing_supplement_takes_the_case_up() -> None:
    desk = asked()
    desk.join(PHONE, at(17, 15))
    assert desk.templates == ["notice.new_case", "reply.accepted", "notice.follow_up"]
    assert (desk.view.decision, desk.view.state) == (Decision.IN_SCOPE, State.OPEN)
    assert desk.texts.elements == ALL
    # one hour of three working days was used before the question; the rest runs from 15:00
    assert desk.clock(ClockName.ANSWER).due == at(20, 14)
    assert desk.intent("reply.accepted").facts["due"] == iso(at(20, 14))


def test_a_completing_supplement_hands_the_case_over() -> None:
    desk = asked(Decision.INSUFFICIENT)
    desk.join(PHONE, at(17, 15))
    assert desk.templates == ["dispatch.hand_over", "reply.forwarded", "notice.follow_up"]
    assert (desk.view.decision, desk.view.state) == (Decision.FORWARDED, State.OPEN)
    assert desk.clock(ClockName.DISPATCH).due == at(17, 16)
    desk.send("dispatch.hand_over", at(17, 15, 5))
    assert desk.view.state is State.DISPATCHED


def test_a_supplement_before_the_question_left_stops_the_question() -> None:
    desk = Desk().open(judged(Decision.NEED_INFO))
    desk.join(PHONE, at(16, 10, 30))
    assert "reply.need_info" not in desk.templates
    late = sample_mail(99, MailClass.REPLY, "reply.need_info")
    desk.waiting.append(replace(desk.intent("reply.accepted"), template=late.template))
    desk.send("reply.need_info", at(16, 10, 40))
    assert desk.view.state is State.OPEN
    assert desk.clock(ClockName.ANSWER).due == at(19, 10)


def test_a_partial_supplement_is_kept_and_told_to_staff() -> None:
    desk = Desk().open(judged(Decision.INSUFFICIENT, elements=ONLY_PROBLEM))
    desk.send("reply.insufficient", at(16, 11))
    desk.join(PHONE, at(17, 15))
    assert desk.templates == ["reply.rest", "notice.follow_up"]
    assert (desk.view.decision, desk.view.state) == (Decision.INSUFFICIENT, State.OPEN)
    assert desk.texts.elements.phone == ALL.phone
    desk.join(judged(elements=replace(ALL, phone=None)), at(17, 16))
    assert desk.view.decision is Decision.FORWARDED
    assert desk.texts.elements == ALL


def test_what_is_only_probable_completes_nothing() -> None:
    desk = asked()
    probable = Element("13800005678", "13800005678", probable=True)
    desk.join(judged(elements=Elements(phone=probable)), at(17, 15))
    assert desk.view.decision is Decision.NEED_INFO
    desk.join(PHONE, at(17, 16))
    assert desk.view.decision is Decision.NEED_INFO
    assert desk.texts.elements.phone == ALL.phone


def test_what_was_known_first_stays() -> None:
    desk = asked()
    other = judged(elements=replace(ALL, contact=Element("张", "张")))
    desk.join(other, at(17, 15))
    assert desk.texts.elements.contact == ALL.contact


@pytest.mark.parametrize("decision", [Decision.NEED_INFO, Decision.INSUFFICIENT])
def test_machine_mail_changes_nothing(decision: Decision) -> None:
    desk = asked(decision)
    before, texts, waiting = desk.view, desk.texts, list(desk.waiting)
    desk.join(ROBOT, at(17, 15))
    assert (desk.view, desk.texts, desk.waiting) == (before, texts, waiting)
    assert desk.kinds[-1] is EventKind.LETTER_JOINED


def test_what_staff_write_moves_no_element_and_answers_nobody() -> None:
    desk = asked()
    waiting = list(desk.waiting)
    desk.join(replace(PHONE, colleague=True), at(17, 15), Address("wang@telecom.example"))
    assert desk.waiting == waiting
    assert desk.view.state is State.AWAITING_USER
    assert desk.texts.elements == NO_PHONE


@pytest.mark.parametrize("thread", [ThreadKind.NOTICE, ThreadKind.DRAFT])
def test_what_answers_a_notice_is_taken_as_written_by_staff(thread: ThreadKind) -> None:
    desk = asked()
    waiting = list(desk.waiting)
    desk.join(PHONE, at(17, 15), STRANGER, thread=thread)
    assert (desk.waiting, desk.view.state) == (waiting, State.AWAITING_USER)


def test_any_other_word_of_the_user_ends_the_pause_and_is_told_to_staff() -> None:
    desk = asked()
    desk.join(NOTHING_NEW, at(17, 15))
    assert desk.view.state is State.OPEN
    assert desk.clock(ClockName.ANSWER).due == at(20, 14)
    assert desk.templates[-1] == "notice.follow_up"


def test_thanks_do_not_end_the_pause() -> None:
    desk = asked()
    desk.join(replace(NOTHING_NEW, decision=Decision.NONE, kind=Kind.PRAISE), at(17, 15))
    assert desk.view.state is State.AWAITING_USER


def test_replies_refer_to_the_users_latest_letter_and_go_to_nobody_else() -> None:
    desk = asked()
    desk.join(replace(PHONE, user=STRANGER), at(17, 15), STRANGER)
    assert desk.view.decision is Decision.IN_SCOPE
    assert desk.texts.user.address == "li@mail.example"
    assert desk.texts.message_id == "<1@mail.example>"
    desk.join(NOTHING_NEW, at(17, 16))
    assert desk.texts.message_id == f"<{desk.last_id}@mail.example>"


def test_a_stranger_adds_nothing_to_a_case_that_waits_for_nothing() -> None:
    probable = replace(ALL, contact=Element("李", "李", probable=True))
    desk = Desk().open(judged(elements=probable))
    desk.join(judged(user=STRANGER), at(16, 11), STRANGER)
    assert desk.texts.elements == probable


def test_an_old_supplement_completes_but_is_not_answered_by_itself() -> None:
    desk = asked()
    desk.policy = replace(POLICY, max_auto_age=0)
    desk.join(PHONE, at(17, 15))
    assert desk.view.decision is Decision.IN_SCOPE
    assert "reply.accepted" not in desk.templates
    assert desk.facts(EventKind.REPLY_SUPPRESSED)["reason"] == "too_old"


def test_official_follow_ups_end_all_automatic_replies() -> None:
    desk = asked()
    desk.join(replace(PHONE, official=True), at(17, 15))
    assert [one.template for one in desk.waiting] == ["notice.new_case", "notice.follow_up"]
    assert desk.intent("notice.follow_up").recipient_role == "supervisors"
    assert desk.view.escalated
    desk.join(PHONE, at(17, 16))
    assert "reply.accepted" not in desk.templates


def test_an_escalating_follow_up_reaches_supervisors() -> None:
    desk = Desk().open(judged())
    desk.join(replace(NOTHING_NEW, escalation=True), at(16, 15))
    assert desk.view.escalated
    assert desk.intent("notice.escalation").recipient_role == "supervisors"


def test_an_objection_to_non_acceptance_goes_to_a_person() -> None:
    desk = Desk().open(judged(Decision.NOT_ACCEPTED))
    desk.send("reply.not_accepted", at(16, 11))
    desk.join(NOTHING_NEW, at(17, 15))
    assert desk.view.state is State.REVIEW
    assert desk.templates[-1] == "notice.review"
    assert desk.clock(ClockName.REVIEW).due == at(17, 16)
    assert desk.clock(ClockName.ANSWER).due == at(20, 15)


def test_follow_ups_in_shadow_are_recorded_in_silence() -> None:
    desk = Desk(replace(POLICY, mode=Mode.SHADOW)).open(judged(Decision.NEED_INFO))
    desk.join(PHONE, at(16, 15))
    assert (desk.view.decision, desk.waiting) == (Decision.IN_SCOPE, [])


# The sweep


def test_an_overdue_clock_is_told_to_supervisors() -> None:
    desk = Desk().open(judged())
    assert desk.view.next_check_at == at(19, 10)
    assert not desk.look(at(19, 9, 59)).events
    told = desk.look(at(19, 10))
    assert [(one.template, one.recipient_role) for one in told.intents] == [
        ("notice.overdue", "supervisors")
    ]
    assert told.intents[0].facts["clock"] == "answer"
    assert not desk.look(at(19, 11)).events
    assert desk.view.next_check_at == at(20, 10)


def test_an_unconfirmed_dispatch_is_told_again_after_a_return() -> None:
    desk = dispatched()
    assert desk.look(at(16, 11)).intents[0].facts["clock"] == "dispatch"
    desk.take(returned(desk.case, "wrong_department", "staff-1", POLICY, at(16, 14)))
    assert not desk.look(at(16, 14, 30)).events
    assert desk.look(at(16, 15)).intents[0].facts["clock"] == "dispatch"


def test_a_review_is_acknowledged_late_once_and_told_overdue() -> None:
    desk = Desk().open(judged(Decision.REVIEW), now=at(16, 10, 20))
    assert not desk.look(at(16, 10, 59)).events
    assert [one.template for one in desk.look(at(16, 11)).intents] == ["notice.overdue"]
    assert [one.template for one in desk.look(at(16, 11, 20)).intents] == ["reply.review"]
    assert not desk.look(at(16, 12)).events
    desk.send("reply.review", at(16, 12))
    assert desk.view.state is State.REVIEW


def test_a_decided_review_is_not_acknowledged() -> None:
    desk = Desk().open(judged(Decision.REVIEW))
    desk.take(
        decide_by_person(
            desk.case, Decision.IN_SCOPE, None, policy=POLICY, now=at(16, 10, 30), actor="staff-1"
        )
    )
    assert not desk.look(at(16, 12)).events
    assert desk.clock(ClockName.REVIEW).ended_at == at(16, 10, 30)


def test_an_acknowledgement_that_comes_too_late_is_not_sent() -> None:
    desk = Desk().open(judged(Decision.REVIEW))
    templates = [one.template for one in desk.look(at(20, 10)).intents]
    assert "reply.review" not in templates
    assert desk.facts(EventKind.REPLY_SUPPRESSED)["reason"] == "too_old"


def test_the_law_warns_staff_then_supervisors() -> None:
    desk = asked()
    told = [
        (day, intent.facts.get("event", intent.template), intent.recipient_role)
        for day in range(17, 33)
        for intent in desk.look(at(day, 10)).intents
    ]
    assert told == [
        (20, "reply.still_needed", "user"),
        (25, "user_silent", "staff"),
        (26, "law_staff", "staff"),
        (29, "law_supervisors", "supervisors"),
        (31, "overdue", "supervisors"),
        (32, "overdue_again", "supervisors"),
    ]


# Persons


def test_a_person_decides_a_review() -> None:
    desk = Desk().open(judged(Decision.REVIEW, suggested=Decision.FORWARDED, unit="telecom"))
    assert desk.clock(ClockName.DISPATCH).due == at(16, 11)
    desk.take(
        decide_by_person(
            desk.case, Decision.FORWARDED, None, policy=POLICY, now=at(16, 10, 30), actor="staff-1"
        )
    )
    assert desk.templates == ["notice.review", "dispatch.hand_over", "reply.forwarded"]
    assert desk.case.events[1].actor == "staff-1"
    assert desk.clock(ClockName.DISPATCH).due == at(16, 11)


def test_a_person_may_say_that_there_is_nothing_to_answer() -> None:
    desk = Desk().open(judged(Decision.REVIEW))
    desk.take(
        decide_by_person(
            desk.case, Decision.NONE, None, policy=POLICY, now=at(16, 10, 30), actor="staff-1"
        )
    )
    assert (desk.view.state, desk.view.next_check_at) == (State.CLOSED, None)


def test_official_senders_get_no_template_even_once_decided() -> None:
    desk = Desk().open(judged(official=True))
    desk.take(
        decide_by_person(
            desk.case, Decision.IN_SCOPE, None, policy=POLICY, now=at(16, 10, 30), actor="boss"
        )
    )
    assert desk.templates == ["notice.review"]


@pytest.mark.parametrize(
    ("decision", "unit"),
    [
        (Decision.REVIEW, None),
        (Decision.NEED_INFO, None),
        (Decision.INSUFFICIENT, None),
        (Decision.FORWARDED, "nobody"),
    ],
)
def test_what_cannot_be_decided_is_refused(decision: Decision, unit: str | None) -> None:
    desk = Desk().open(judged(Decision.REVIEW))
    with pytest.raises(ConflictError):
        decide_by_person(desk.case, decision, unit, policy=POLICY, now=at(16, 11), actor="staff-1")


def test_what_is_answered_or_dispatched_is_not_decided_again() -> None:
    answered = Desk().open(judged(), answered_by_hand=True)
    for desk in (answered, dispatched()):
        with pytest.raises(ConflictError):
            decide_by_person(
                desk.case, Decision.IN_SCOPE, None, policy=POLICY, now=at(16, 11), actor="staff-1"
            )


# Clocks


def test_every_counted_and_paused_interval_is_shown() -> None:
    desk = asked()
    desk.join(PHONE, at(17, 15))
    account = explain(desk.case.events, POLICY, at(18, 10))
    assert [(one.interval, one.worked, one.total) for one in account.stretches] == [
        (Interval(MONDAY, at(16, 11), counted=True, why="received"), HOUR, HOUR),
        (Interval(at(16, 11), at(17, 15), counted=False, why="question_sent"), NOTHING, HOUR),
        (Interval(at(17, 15), None, counted=True, why="supplement_arrived"), 4 * HOUR, 5 * HOUR),
    ]
    assert (account.limit, account.computed) == (24 * HOUR, at(20, 14))
    assert account.answer == desk.clock(ClockName.ANSWER)
    assert account.view == desk.view


def test_a_clock_that_ran_out_before_the_question_stays_overdue() -> None:
    desk = Desk().open(judged(Decision.NEED_INFO))
    desk.send("reply.need_info", at(23, 9))
    assert desk.clock(ClockName.ANSWER).due == at(19, 10)


def test_registration_ends_when_the_number_is_written() -> None:
    desk = Desk().open(judged(), at(16, 10), at(16, 10, 2))
    registered = desk.clock(ClockName.REGISTERED)
    assert (registered.due, registered.ended_at) == (at(17, 10), at(16, 10, 2))


def test_an_extension_replaces_promise_and_computation() -> None:
    desk = Desk().open(judged())
    desk.send("reply.accepted", at(16, 10, 1))
    extension = Event(
        desk.case.events[-1].seq + 1,
        EventKind.EXTENDED,
        at(17, 9),
        "boss",
        {"due": iso(at(27, 18)), "told": True},
    )
    view = fold((*desk.case.events, extension), POLICY)
    assert (view.promised_due, view.next_due_at) == (at(27, 18), at(27, 18))


def test_a_ledger_begins_with_an_opening() -> None:
    for events in ((), (Event(1, EventKind.NOTED, MONDAY, "mailcare"),)):
        with pytest.raises(ValueError, match="opening"):
            fold(events, POLICY)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["look", "send", "fail", "robot", "phone", "nothing", "return", "confirm", "official"]
        ),
        st.integers(1, 2000),
    ),
    max_size=12,
)


def _step(desk: Desk, step: str, now: datetime) -> None:
    letters = {
        "robot": ROBOT,
        "phone": PHONE,
        "nothing": NOTHING_NEW,
        "official": replace(NOTHING_NEW, official=True),
    }
    if step in letters:
        desk.join(letters[step], now)
    elif step == "look":
        desk.look(now)
    elif step == "return":
        desk.take(returned(desk.case, "wrong_department", "staff-1", desk.policy, now))
    elif step == "confirm":
        desk.take(confirmed(desk.case, "staff-1", desk.policy, now))
    elif desk.waiting:
        (desk.send if step == "send" else desk.fail)(desk.waiting[0].template, now)


@settings(max_examples=150)
@given(st.sampled_from([one for one in Decision if one is not Decision.NONE]), STEPS)
def test_whatever_happens_the_invariants_hold(
    decision: Decision, steps: list[tuple[str, int]]
) -> None:
    desk, now = Desk().open(judged(decision)), MONDAY
    official = False
    for step, minutes in steps:
        now += timedelta(minutes=minutes)
        before = len(desk.waiting)
        _step(desk, step, now)
        official |= step == "official"
        new = desk.waiting[before:]
        if step == "robot" or official:
            assert all(one.mail_class is not MailClass.REPLY for one in new)
        # the fold needs nothing but the ledger, and looking twice does nothing more
        assert fold(list(desk.case.events), POLICY) == desk.view
        desk.look(now)
        assert not desk.look(now).events
        check = desk.view.next_check_at
        assert check is None or check > now
