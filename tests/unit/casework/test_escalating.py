"""Escalated cases: level, owner and clock; taken by a supervisor, or handed back."""

from mailcare.casework.commands import Refusal, orders
from mailcare.casework.standing import SUPERVISORS
from mailcare.model.case import ClockName, EventKind
from mailcare.model.follow_up import Stance
from mailcare.model.judgement import Decision, Elements
from unit.casework.desk import Desk, at, judged
from unit.casework.test_commands import refused

TAKE = orders.Claim(supervisor=True)
BACK = orders.HandBack("请先联系用户", supervisor=True)


def escalated() -> Desk:
    return Desk().open(judged(escalation=True))


def test_an_escalated_case_is_with_the_supervisors_and_has_a_clock() -> None:
    desk = escalated()
    facts = desk.facts(EventKind.ESCALATED)
    assert (facts["level"], facts["owner"]) == (1, SUPERVISORS)
    assert facts["due"] == at(16, 15).isoformat()
    assert (desk.view.level, desk.view.level_owner) == (1, SUPERVISORS)
    assert desk.clock(ClockName.ESCALATION).due == at(16, 15)


def test_an_ordinary_case_has_no_such_clock() -> None:
    desk = Desk().open(judged())
    assert desk.view.level == 0
    assert ClockName.ESCALATION not in {clock.name for clock in desk.view.clocks}


def test_a_supervisor_takes_it_from_whoever_has_it() -> None:
    desk = escalated()
    desk.do(orders.Claim(), at(16, 10, 5), "staff:li")
    desk.do(TAKE, at(16, 11), "staff:boss")
    assert (desk.view.handler, desk.view.level_owner) == ("staff:boss", "staff:boss")
    assert desk.clock(ClockName.ESCALATION).ended_at == at(16, 11)
    assert refused(desk, orders.Claim(), at(16, 12), "staff:li") is Refusal.CLAIMED
    assert refused(desk, TAKE, at(16, 12), "staff:other") is Refusal.CLAIMED


def test_staff_who_claim_it_do_not_stop_its_clock() -> None:
    desk = escalated()
    desk.do(orders.Claim(), at(16, 10, 5), "staff:li")
    assert desk.view.level_owner == SUPERVISORS
    assert desk.clock(ClockName.ESCALATION).ended_at is None


def test_a_supervisor_hands_it_back_and_staff_are_told() -> None:
    desk = escalated()
    desk.do(TAKE, at(16, 11), "staff:boss")
    desk.do(BACK, at(16, 12), "staff:boss")
    assert (desk.view.level, desk.view.level_owner, desk.view.handler) == (0, None, None)
    assert desk.view.escalated
    task = desk.intent("notice.task")
    assert (task.recipient_role, task.facts["event"]) == ("staff", "handed_back")
    assert refused(desk, BACK, at(16, 13), "staff:boss") is Refusal.NOT_ESCALATED


def test_only_supervisors_hand_back() -> None:
    assert refused(escalated(), orders.HandBack("x"), at(16, 11)) is Refusal.NOT_SUPERVISOR


def test_what_presses_again_after_that_moves_it_up_anew() -> None:
    desk = escalated()
    desk.do(BACK, at(16, 11), "staff:boss")
    desk.send("reply.accepted", at(16, 11, 1))
    desk.join(judged(elements=Elements()), at(17, 10), says=Stance.DISSATISFIED)
    assert (desk.view.level, desk.view.level_owner) == (1, SUPERVISORS)
    assert desk.clock(ClockName.ESCALATION).due == at(17, 15, 1)


def test_what_presses_again_leaves_it_with_its_owner() -> None:
    desk = escalated()
    desk.do(TAKE, at(16, 11), "staff:boss")
    desk.send("reply.accepted", at(16, 11, 1))
    desk.join(judged(elements=Elements()), at(17, 10), says=Stance.URGING)
    assert desk.view.level_owner == "staff:boss"


def test_supervisors_hear_that_nobody_of_them_took_it() -> None:
    desk = escalated()
    desk.look(at(16, 15, 1))
    overdue = desk.intent("notice.overdue")
    assert (overdue.recipient_role, overdue.facts["clock"]) == ("supervisors", "escalation")


def test_the_answer_ends_its_clock() -> None:
    desk = escalated()
    desk.do(orders.Called("已解决", at(16, 11)), at(16, 11, 1))
    assert desk.clock(ClockName.ESCALATION).ended_at == at(16, 11, 1)


def test_an_overdue_answer_moves_the_case_up_and_is_told_once() -> None:
    desk = Desk().open(judged())
    desk.look(at(19, 10, 1))
    assert desk.facts(EventKind.ESCALATED)["reason"] == "overdue"
    assert (desk.view.level, desk.view.level_owner) == (1, SUPERVISORS)
    desk.look(at(19, 15, 2))
    assert [one.facts["clock"] for one in desk.waiting if one.template == "notice.overdue"] == [
        "answer"
    ]


def test_an_hour_s_clock_moves_nothing() -> None:
    desk = Desk().open(judged(Decision.REVIEW))
    desk.look(at(16, 11, 1))
    assert "notice.overdue" in desk.templates
    assert desk.view.level == 0
