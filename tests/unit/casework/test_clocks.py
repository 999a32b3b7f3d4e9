"""Every row of the table of clocks: where each starts, what pauses it, what ends it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType

import pytest

from mailcare.casework import decide_by_person, fold
from mailcare.casework.after_sending import report_arrived
from mailcare.casework.chinese import chinese_days, working_calendar
from mailcare.casework.dispatching import OtherSide, confirmed, letter_arrived, returned
from mailcare.casework.hearing import hear
from mailcare.casework.outcome import Arrival
from mailcare.casework.policy import Check
from mailcare.model.case import Case, ClockName, ClockReading, Event, EventKind
from mailcare.model.judgement import (
    Automatic,
    Category,
    Decision,
    DemandKind,
    Elements,
    Judgement,
    SpecialDemand,
)
from mailcare.model.letter import Report
from mailcare.model.place import Mode
from unit.casework.desk import (
    ALL,
    HOURS,
    MONDAY,
    NO_PHONE,
    POLICY,
    SHANGHAI,
    Desk,
    at,
    judged,
    sample_mail,
)

PHONE = judged(elements=Elements(phone=ALL.phone))
AWAY = OtherSide(hear("本人外出"), machine=True)
ROBOT = judged(Decision.NONE, automatic=Automatic.AUTO_REPLY, elements=ALL)
DEMAND = SpecialDemand(DemandKind.URGENT, "急")
SPECIAL = judged(Decision.FORWARDED, special_demand=DEMAND)
CHINESE = replace(
    POLICY,
    calendar=working_calendar(HOURS, chinese_days()),
    mode_since=datetime(2025, 1, 1, tzinfo=SHANGHAI),
)


def decided(desk: Desk, decision: Decision, now: datetime, unit: str | None = None) -> None:
    outcome = decide_by_person(
        desk.case, decision, unit, policy=desk.policy, now=now, actor="staff-1"
    )
    desk.take(outcome)


def happened(desk: Desk, kind: EventKind, now: datetime, **facts: str) -> None:
    seq = desk.case.events[-1].seq + 1
    events = (*desk.case.events, Event(seq, kind, now, "staff-1", facts))
    desk.case = replace(desk.case, events=events, view=fold(events, desk.policy))


def clock(desk: Desk, name: ClockName) -> tuple[datetime | None, datetime | None]:
    reading = desk.clock(name)
    return reading.due, reading.ended_at


def names(case: Case) -> set[ClockName]:
    return {reading.name for reading in case.view.clocks}


# Registered


@pytest.mark.parametrize(
    ("received", "due"),
    [(at(16, 10), at(17, 10)), (at(16, 12, 30), at(17, 12)), (at(21, 3), at(23, 18))],
)
def test_registered_runs_one_working_day_from_receipt_until_the_number_is_written(
    received: datetime, due: datetime
) -> None:
    seen = received + timedelta(minutes=9)
    desk = Desk().open(judged(), received, seen)
    assert clock(desk, ClockName.REGISTERED) == (due, seen)


# Review


def test_review_runs_one_working_hour_from_receipt_until_a_person_decided() -> None:
    desk = Desk().open(judged(Decision.REVIEW), at(16, 11, 30), at(16, 11, 40))
    assert clock(desk, ClockName.REVIEW) == (at(16, 13, 30), None)
    desk.join(ROBOT, at(16, 11, 45))
    desk.join(PHONE, at(16, 11, 50))
    assert clock(desk, ClockName.REVIEW) == (at(16, 13, 30), None)
    decided(desk, Decision.IN_SCOPE, at(16, 13, 10))
    assert clock(desk, ClockName.REVIEW) == (at(16, 13, 30), at(16, 13, 10))


def test_nothing_decided_by_itself_has_a_review() -> None:
    assert ClockName.REVIEW not in names(Desk().open(judged()).case)


# Dispatch


def test_dispatch_starts_at_receipt_when_all_is_there_and_ends_when_confirmed() -> None:
    desk = Desk().open(judged(Decision.FORWARDED), at(16, 11, 30), at(16, 11, 50))
    assert clock(desk, ClockName.DISPATCH) == (at(16, 13, 30), None)
    desk.send("dispatch.hand_over", at(16, 11, 51))
    assert clock(desk, ClockName.DISPATCH) == (at(16, 13, 30), None)
    desk.take(confirmed(desk.case, "staff-1", POLICY, at(16, 13, 5)))
    assert clock(desk, ClockName.DISPATCH) == (at(16, 13, 30), at(16, 13, 5))


def test_dispatch_starts_at_the_completing_supplement() -> None:
    desk = Desk().open(judged(Decision.INSUFFICIENT))
    desk.send("reply.insufficient_partial", at(16, 11))
    assert ClockName.DISPATCH not in names(desk.case)
    desk.join(PHONE, at(18, 15))
    assert clock(desk, ClockName.DISPATCH) == (at(18, 16), None)


def test_dispatch_starts_at_the_supplement_though_a_person_decides_later() -> None:
    review = judged(Decision.REVIEW, suggested=Decision.FORWARDED, unit="telecom")
    desk = Desk().open(replace(review, elements=NO_PHONE))
    assert ClockName.DISPATCH not in names(desk.case)
    desk.join(PHONE, at(16, 14))
    decided(desk, Decision.FORWARDED, at(16, 14, 40), "telecom")
    assert clock(desk, ClockName.DISPATCH) == (at(16, 15), None)


def test_dispatch_of_an_incomplete_case_starts_when_a_person_sends_it_all_the_same() -> None:
    desk = Desk().open(replace(judged(Decision.REVIEW), elements=NO_PHONE))
    decided(desk, Decision.FORWARDED, at(17, 9), "telecom")
    assert clock(desk, ClockName.DISPATCH) == (at(17, 10), None)


@pytest.mark.parametrize(
    "change", [{"mode": Mode.DRAFT}, {"dispatch_check": Check.STAFF}], ids=["draft", "check"]
)
def test_dispatch_runs_during_draft_and_check(change: Mapping[str, object]) -> None:
    policy = replace(POLICY, **change)  # type: ignore[arg-type] # fields of Policy
    desk = Desk(policy).open(judged(Decision.FORWARDED))
    assert desk.intent("dispatch.hand_over").draft
    assert clock(desk, ClockName.DISPATCH) == (at(16, 11), None)


def test_dispatch_runs_during_review() -> None:
    review = judged(Decision.REVIEW, suggested=Decision.FORWARDED, unit="telecom")
    desk = Desk().open(review)
    assert clock(desk, ClockName.DISPATCH) == (at(16, 11), None)
    decided(desk, Decision.FORWARDED, at(16, 11, 30), "telecom")
    assert clock(desk, ClockName.DISPATCH) == (at(16, 11), None)


def test_dispatch_starts_anew_on_each_return_and_runs_on_when_it_bounces() -> None:
    desk = Desk().open(judged(Decision.FORWARDED))
    mail = desk.send("dispatch.hand_over", at(16, 10, 5))
    desk.take(
        report_arrived(desk.case, mail, Report("dsn", "failed", "5.1.1"), POLICY, at(16, 10, 7))
    )
    assert clock(desk, ClockName.DISPATCH) == (at(16, 11), None)
    for moment in (at(16, 14), at(17, 16)):
        desk.take(returned(desk.case, "wrong_department", "staff-1", POLICY, moment))
        assert clock(desk, ClockName.DISPATCH) == (moment + timedelta(hours=1), None)


def test_no_machine_confirms_a_dispatch() -> None:
    desk = Desk().open(judged(Decision.FORWARDED))
    mail = desk.send("dispatch.hand_over", at(16, 10, 5))
    desk.report(mail, Report("dsn", "delivered"), at(16, 10, 6))
    desk.report(mail, Report("mdn", "displayed"), at(16, 10, 7))
    robot = Arrival(50, at(16, 10, 8), at(16, 10, 8))
    desk.take(letter_arrived(desk.case, robot, AWAY, POLICY, at(16, 10, 9)))
    assert clock(desk, ClockName.DISPATCH) == (at(16, 11), None)


# Dispatch on a special demand


def test_a_special_demand_is_sent_at_once_and_marked_even_where_dispatches_are_checked() -> None:
    desk = Desk(replace(POLICY, dispatch_check=Check.STAFF)).open(SPECIAL)
    dispatch = desk.intent("dispatch.hand_over")
    assert (dispatch.draft, dispatch.facts["special_demand"]) == (False, "urgent")
    assert clock(desk, ClockName.DISPATCH) == (at(16, 10, 30), None)


def reminders(desk: Desk, moments: list[datetime]) -> list[datetime]:
    """When staff were reminded, looked at in turn."""
    return [
        moment
        for moment in moments
        for intent in desk.look(moment).intents
        if (intent.recipient_role, intent.facts.get("event")) == ("staff", "special_unconfirmed")
    ]


def test_staff_are_reminded_of_a_special_demand_after_15_and_30_working_minutes() -> None:
    desk = Desk().open(SPECIAL, at(16, 11, 50))
    desk.send("dispatch.hand_over", at(16, 11, 51))
    assert desk.view.next_check_at == at(16, 13, 5)  # over lunch
    minutes = [at(16, 11, 50) + timedelta(minutes=number) for number in range(120)]
    assert reminders(desk, minutes) == [at(16, 13, 5), at(16, 13, 20)]


def test_a_special_demand_found_late_reminds_once() -> None:
    desk = Desk().open(SPECIAL)
    assert reminders(desk, [at(16, 14), at(16, 15)]) == [at(16, 14)]


def test_a_confirmed_special_demand_is_not_reminded_of_and_a_returned_one_anew() -> None:
    desk = Desk().open(SPECIAL)
    desk.send("dispatch.hand_over", at(16, 10, 1))
    desk.take(confirmed(desk.case, "staff-1", POLICY, at(16, 10, 10)))
    assert not reminders(desk, [at(16, 10, 15), at(16, 10, 30)])
    desk.take(returned(desk.case, "wrong_department", "staff-1", POLICY, at(16, 15)))
    assert reminders(desk, [at(16, 15, 15), at(16, 15, 30)]) == [at(16, 15, 15), at(16, 15, 30)]


def test_the_reminders_are_the_units_own() -> None:
    policy = replace(POLICY, special_reminders=(timedelta(minutes=5),))
    desk = Desk(policy).open(SPECIAL)
    assert reminders(desk, [at(16, 10, 4), at(16, 10, 5), at(16, 10, 20)]) == [at(16, 10, 5)]


# Answer


@pytest.mark.parametrize(
    ("category", "due"),
    [
        (Category.SERVICE_QUALITY, at(19, 10)),
        (Category.BILLING, at(23, 10)),
        (Category.PROCESS, at(23, 10)),
        (Category.AFTER_SALES, at(30, 10)),
        (Category.OTHER, at(23, 10)),
        (None, at(23, 10)),
    ],
)
def test_the_answer_has_as_many_working_days_as_its_category(
    category: Category | None, due: datetime
) -> None:
    assert clock(Desk().open(judged(category=category)), ClockName.ANSWER) == (due, None)


def asked() -> Desk:
    desk = Desk().open(judged(Decision.NEED_INFO))
    desk.send("reply.need_info", at(16, 11))
    return desk


def test_the_answer_pauses_from_the_sent_question_until_the_supplement_arrived() -> None:
    desk = Desk().open(judged(Decision.NEED_INFO), now=at(16, 10, 30))
    assert clock(desk, ClockName.ANSWER) == (at(19, 10), None)  # composed, not sent
    desk.send("reply.need_info", at(16, 11))
    assert clock(desk, ClockName.ANSWER) == (None, None)
    desk.join(PHONE, at(18, 15))
    assert clock(desk, ClockName.ANSWER) == (at(23, 14), None)


@pytest.mark.parametrize("letter", [ROBOT, judged(colleague=True)], ids=["robot", "colleague"])
def test_only_the_user_ends_the_pause(letter: Judgement) -> None:
    desk = asked()
    desk.join(letter, at(17, 10))
    assert clock(desk, ClockName.ANSWER) == (None, None)


def test_two_pauses_are_both_left_out() -> None:
    desk = Desk().open(judged(Decision.NEED_INFO, elements=Elements(problem=ALL.problem)))
    desk.send("reply.need_info", at(16, 11))
    desk.join(judged(elements=Elements(contact=ALL.contact)), at(17, 9))
    happened(desk, EventKind.QUESTION_SENT, at(17, 11))
    desk.join(
        judged(elements=Elements(phone=ALL.phone, device_number=ALL.device_number)), at(18, 9)
    )
    assert clock(desk, ClockName.ANSWER) == (at(20, 15), None)


@pytest.mark.parametrize("template", ["reply.accepted", "reply.review"])
def test_other_replies_pause_nothing(template: str) -> None:
    desk = Desk().open(judged())
    desk.waiting.append(replace(desk.intent("reply.accepted"), template=template))
    desk.send(template, at(16, 11))
    assert clock(desk, ClockName.ANSWER) == (at(19, 10), None)


def test_neither_a_dispatch_nor_its_confirmation_stops_the_answer() -> None:
    desk = Desk().open(judged(Decision.FORWARDED))
    desk.send("dispatch.hand_over", at(16, 10, 5))
    desk.send("reply.forwarded", at(16, 10, 6))
    desk.take(confirmed(desk.case, "staff-1", POLICY, at(16, 10, 20)))
    assert clock(desk, ClockName.ANSWER) == (at(19, 10), None)


@pytest.mark.parametrize("by", ["mail", "phone"])
def test_the_answer_and_the_law_end_with_the_answer_sent_or_the_call_recorded(by: str) -> None:
    desk = Desk().open(judged())
    happened(desk, EventKind.ANSWERED, at(18, 9), by=by)
    assert clock(desk, ClockName.ANSWER) == (at(19, 10), at(18, 9))
    assert desk.clock(ClockName.LAW).ended_at == at(18, 9)
    assert desk.view.next_due_at is None


def test_a_suppressed_reply_stops_no_clock() -> None:
    desk = Desk().open(judged(), answered_by_hand=False, truncated=False)
    silent = Desk().open(judged(), received=at(9, 10), now=at(16, 10))
    assert desk.view.next_due_at == at(19, 10)
    assert EventKind.REPLY_SUPPRESSED in silent.kinds
    assert clock(silent, ClockName.ANSWER) == (at(12, 10), None)


# The law


def test_the_law_counts_fifteen_calendar_days_and_never_pauses() -> None:
    desk = asked()
    assert clock(desk, ClockName.LAW) == (MONDAY + timedelta(days=15), None)
    assert desk.view.next_due_kind is ClockName.LAW


# Limits of the unit, the calendar of China, the turn of the year


def test_every_limit_is_the_units_own() -> None:
    policy = replace(
        POLICY,
        registered_within=2,
        review_within=timedelta(minutes=20),
        dispatch_within=timedelta(minutes=40),
        limits=MappingProxyType({Category.SERVICE_QUALITY: 1}),
        law_days=7,
        law_staff_day=3,
        law_supervisors_day=5,
    )
    desk = Desk(policy).open(judged(Decision.REVIEW, suggested=Decision.FORWARDED, unit="telecom"))
    dues = {reading.name: reading.due for reading in desk.view.clocks}
    assert dues == {
        ClockName.REGISTERED: at(18, 10),
        ClockName.REVIEW: at(16, 10, 20),
        ClockName.DISPATCH: at(16, 10, 40),
        ClockName.ANSWER: at(17, 10),
        ClockName.LAW: at(23, 10),
    }


def test_over_the_spring_festival_the_make_up_days_count() -> None:
    received = datetime(2026, 2, 13, 17, 30, tzinfo=SHANGHAI)  # the Friday before it
    desk = Desk(CHINESE).open(judged(Decision.FORWARDED), received)
    assert clock(desk, ClockName.DISPATCH)[0] == datetime(2026, 2, 14, 9, 30, tzinfo=SHANGHAI)
    assert clock(desk, ClockName.ANSWER)[0] == datetime(2026, 2, 25, 17, 30, tzinfo=SHANGHAI)


def provisional(desk: Desk) -> set[ClockName]:
    return {reading.name for reading in desk.view.clocks if reading.provisional}


def test_times_in_a_year_not_named_yet_are_provisional_but_for_the_laws() -> None:
    desk = Desk(CHINESE).open(judged(), datetime(2026, 12, 30, 10, tzinfo=SHANGHAI))
    assert provisional(desk) == {ClockName.ANSWER}
    assert desk.view.is_provisional(desk.view.next_due_at)
    assert provisional(Desk(CHINESE).open(judged(), at(30, 10))) == set()


def test_nothing_raises_at_the_turn_of_the_year() -> None:
    for day in range(25, 42):
        for hour in (0, 9, 12, 17, 23):
            received = at(1, hour) + timedelta(days=day + 29)
            for judgement in (judged(), SPECIAL, judged(Decision.REVIEW)):
                desk = Desk(CHINESE).open(judgement, received)
                for template in list(desk.templates):
                    desk.send(template, received + timedelta(minutes=5))
                for days in (1, 3, 15, 16):
                    desk.look(received + timedelta(days=days))


def test_an_announced_calendar_moves_computed_times_and_no_promise() -> None:
    received = datetime(2026, 12, 30, 10, tzinfo=SHANGHAI)
    desk = Desk(CHINESE).open(judged(), received)
    desk.send("reply.accepted", received + timedelta(minutes=1))
    promise = datetime(2027, 1, 4, 10, tzinfo=SHANGHAI)
    assert desk.view.promised_due == promise
    free = [datetime(2027, month, 1, tzinfo=SHANGHAI).date() for month in (1, 5, 10)]
    named = replace(CHINESE, calendar=working_calendar(HOURS, chinese_days(free)))
    view = fold(desk.case.events, named)
    assert view.calendar_version != desk.view.calendar_version
    assert (view.promised_due, view.next_due_at) == (promise, promise)
    forwarded = fold(Desk(CHINESE).open(judged(Decision.FORWARDED), received).case.events, named)
    answer = next(one for one in forwarded.clocks if one.name is ClockName.ANSWER)
    later = datetime(2027, 1, 5, 10, tzinfo=SHANGHAI)
    assert answer == ClockReading(ClockName.ANSWER, later, None)


def test_a_limit_changed_by_the_unit_changes_the_version() -> None:
    policies = [
        POLICY,
        replace(POLICY, limits=MappingProxyType({Category.OTHER: 4})),
        replace(POLICY, review_within=timedelta(minutes=30)),
        replace(POLICY, law_days=14),
    ]
    assert len({policy.clocks_version for policy in policies}) == len(policies)
    assert replace(POLICY).clocks_version == POLICY.clocks_version


def test_a_reply_to_another_mail_changes_no_clock() -> None:
    desk = Desk().open(judged())
    mail = sample_mail(99, desk.waiting[0].mail_class, "reply.review")
    desk.report(mail, Report("dsn", "delivered"), at(16, 12))
    assert clock(desk, ClockName.ANSWER) == (at(19, 10), None)
