"""Answers otherwise than by mail: the wish, the task, attempts in vain, and when mail will do."""

from dataclasses import replace
from datetime import timedelta

from mailcare.casework.commands import Refusal, orders
from mailcare.model.case import EventKind, State
from mailcare.model.judgement import Decision, Elements, Kind, Way, Wish
from mailcare.model.place import Mode
from unit.casework.desk import ALL, NO_PHONE, POLICY, Desk, at, judged
from unit.casework.test_commands import refused, state

CALL = Wish(Way.PHONE, "请打电话给我", "下午3点以后")
REPLY = orders.Reply("经核实,已修复。")


def wishing(wish: Wish = CALL) -> Desk:
    desk = Desk().open(judged(wish=wish))
    desk.send("reply.accepted", at(16, 10, 1))
    return desk


def mailed() -> Desk:
    """The user asked for a call and has an answer by mail."""
    desk = wishing()
    desk.do(REPLY, at(16, 11))
    desk.send("reply.answer", at(16, 11, 10))
    return desk


def failed(desk: Desk, *days: int) -> None:
    for hour, day in enumerate(days):
        moment = at(day, 14, hour)
        desk.do(orders.CallFailed(moment, "无人接听"), moment + timedelta(minutes=1))


def test_staff_get_one_task_for_the_call() -> None:
    desk = wishing()
    assert desk.view.next_check_at is not None
    assert desk.view.next_check_at <= at(16, 10, 1)
    desk.look(at(16, 10, 2))
    task = desk.intent("notice.call_back")
    assert (task.recipient_role, task.facts["way"]) == ("staff", Way.PHONE)
    desk.look(at(16, 10, 3))
    assert desk.templates.count("notice.call_back") == 1
    assert desk.texts.wish == CALL


def test_who_asks_for_nothing_makes_no_task() -> None:
    desk = Desk().open(judged())
    desk.look(at(16, 11))
    assert "notice.call_back" not in desk.templates


def test_a_case_in_review_has_its_task_once_it_is_decided() -> None:
    desk = Desk().open(judged(Decision.REVIEW, suggested=Decision.IN_SCOPE, wish=CALL))
    desk.look(at(16, 10, 5))
    assert "notice.call_back" not in desk.templates
    desk.do(orders.Claim(), at(16, 10, 6))
    desk.do(orders.Ask("请问从哪天开始?"), at(16, 10, 7))
    desk.look(at(16, 10, 8))
    assert "notice.call_back" in desk.templates


def test_the_other_side_calls_until_its_result_is_ours_to_tell() -> None:
    desk = Desk().open(judged(Decision.FORWARDED, wish=CALL))
    desk.send("dispatch.hand_over", at(16, 10, 5))
    desk.look(at(16, 10, 10))
    assert "notice.call_back" not in desk.templates


def test_in_shadow_mode_nobody_is_given_a_task() -> None:
    desk = Desk(policy=replace(POLICY, mode=Mode.SHADOW)).open(judged(wish=CALL))
    desk.look(at(16, 11))
    assert desk.templates == []


def test_a_number_that_is_missing_is_asked_for() -> None:
    only = Elements(problem=ALL.problem)
    desk = Desk().open(judged(kind=Kind.CONSULTATION, elements=only, wish=CALL))
    assert desk.view.decision is Decision.NEED_INFO
    assert desk.intent("reply.need_info").facts["missing"] == "phone"
    plain = Desk().open(judged(kind=Kind.CONSULTATION, elements=only))
    assert plain.view.decision is Decision.IN_SCOPE


def test_a_letter_by_post_needs_no_number() -> None:
    wish = Wish(Way.POST, "寄到", "", "长宁路55弄3号")
    desk = Desk().open(judged(kind=Kind.CONSULTATION, elements=NO_PHONE, wish=wish))
    assert desk.view.decision is Decision.IN_SCOPE


def test_a_mail_does_not_answer_who_asked_for_a_call() -> None:
    desk = mailed()
    assert state(desk) is State.OPEN
    assert EventKind.ANSWERED not in desk.kinds
    assert refused(desk, REPLY, at(16, 12)) is Refusal.ANSWER_MAILED
    assert refused(desk, orders.Close(), at(16, 12)) is Refusal.UNANSWERED
    desk.do(orders.Called("已说明,用户认可", at(16, 13)), at(16, 13, 5))
    assert state(desk) is State.ANSWERED
    assert desk.facts(EventKind.ANSWERED)["by"] == "phone"


def test_three_attempts_on_two_days_make_the_mail_count() -> None:
    desk = mailed()
    failed(desk, 16, 16)
    assert state(desk) is State.OPEN
    failed(desk, 17)
    assert state(desk) is State.ANSWERED
    assert desk.facts(EventKind.ANSWERED)["by"] == "mail"


def test_three_attempts_on_one_day_are_not_enough() -> None:
    desk = mailed()
    failed(desk, 16, 16, 16, 16)
    assert state(desk) is State.OPEN


def test_after_attempts_in_vain_staff_may_mail_and_that_finishes() -> None:
    desk = wishing()
    failed(desk, 16, 17, 17)
    assert desk.intent("notice.task").facts["event"] == "call_in_vain"
    desk.do(REPLY, at(17, 15))
    desk.send("reply.answer", at(17, 15, 10))
    assert state(desk) is State.ANSWERED


def test_a_user_who_agrees_to_mail_has_their_answer() -> None:
    desk = mailed()
    desk.do(orders.ChangeWay(Way.MAIL, "用户来电说邮件即可"), at(16, 13))
    assert state(desk) is State.ANSWERED


def test_a_mail_that_came_back_answers_nobody_later() -> None:
    desk = wishing()
    desk.do(REPLY, at(16, 11))
    desk.fail("reply.answer", at(16, 11, 10))
    failed(desk, 16, 16, 17)
    assert state(desk) is State.OPEN


def test_another_way_gives_another_task() -> None:
    desk = wishing()
    desk.look(at(16, 10, 2))
    desk.do(orders.ChangeWay(Way.SMS, "用户来电说发短信即可"), at(16, 11))
    desk.look(at(16, 11, 1))
    tasks = [one.facts["way"] for one in desk.waiting if one.template == "notice.call_back"]
    assert tasks == [Way.PHONE, Way.SMS]
    desk.do(orders.Called("已发短信", at(16, 12), Way.SMS), at(16, 12, 1))
    assert desk.facts(EventKind.ANSWERED)["by"] == "sms"


def test_a_later_letter_may_wish_for_a_call() -> None:
    desk = Desk().open(judged())
    desk.send("reply.accepted", at(16, 10, 1))
    desk.join(judged(wish=CALL), at(16, 11))
    desk.look(at(16, 11, 5))
    assert "notice.call_back" in desk.templates
    assert desk.texts.wish == CALL


def test_attempts_need_a_wish_and_a_possible_time() -> None:
    plain = Desk().open(judged())
    assert refused(plain, orders.CallFailed(at(16, 11)), at(16, 12)) is Refusal.NO_WISH
    late = orders.CallFailed(at(16, 13))
    assert refused(wishing(), late, at(16, 12)) is Refusal.IMPOSSIBLE_TIME
