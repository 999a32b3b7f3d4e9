"""Hand-overs as casework decides on them: on paper, corrected, to us, back, and their figures."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from mailcare.casework.commands import RefusedError, orders
from mailcare.casework.correcting import corrected
from mailcare.casework.dispatching import OtherSide, letter_arrived, unit_said
from mailcare.casework.hand_overs import hand_overs
from mailcare.casework.hearing import Heard, Saying, hear
from mailcare.casework.outcome import Arrival
from mailcare.casework.policy import Policy, Role, Target
from mailcare.casework.refusing import Refusal
from mailcare.casework.taking_in import Origin, take_in
from mailcare.model.case import Case, CaseTexts, ClockName, EventKind, NoteKind, State
from mailcare.model.judgement import Decision, Elements
from mailcare.model.letter import Report
from mailcare.model.place import Mode
from unit.casework.desk import ALL, POLICY, TARGETS, USER, Desk, at, judged

PAPER = replace(
    POLICY, targets=MappingProxyType({**TARGETS, "telecom": Target("telecom", paper=True)})
)
ORIGIN = Origin(name="idc", number="IDC-202611-0003", token="k7m2", serial=4, message_id="<1@x>")


def dispatched(policy: Policy = POLICY, *, told: bool = True) -> Desk:
    desk = Desk(policy).open(judged(Decision.FORWARDED))
    desk.send("dispatch.hand_over", at(16, 10, 5))
    if told:
        desk.send("reply.forwarded", at(16, 10, 6))
    return desk


def arrive(desk: Desk, letter: OtherSide, minute: int = 20) -> list[object]:
    desk.last_id += 1
    moment = at(16, 10, minute)
    arrival = Arrival(desk.last_id, moment, moment)
    outcome = desk.take(letter_arrived(desk.case, arrival, letter, desk.policy, moment))
    return [intent.facts.get("event") for intent in outcome.intents]


def taken_in(origin: Origin = ORIGIN, role: Role = Role.UNIT, mode: Mode = Mode.LIVE) -> Desk:
    desk = Desk(replace(POLICY, role=role, mode=mode))
    arrival = Arrival(1, at(16, 10), at(16, 10))
    texts = CaseTexts(USER, "宽带", "<u@mail.example>", (), ALL, ())
    opening = take_in(arrival, origin, texts, desk.policy, at(16, 10))
    desk.case = Case(7, "VAS-202611-0001", 1, 1, "k", tuple(opening.events), opening.view)
    desk.texts, desk.waiting, desk.last_id = texts, list(opening.intents), 1
    return desk


# What the other side writes


def test_a_return_brings_its_reason_and_a_correction_that_people_release() -> None:
    desk = dispatched()
    assert arrive(desk, OtherSide(hear("退单:号码有误"))) == ["returned", None]
    assert desk.view.state is State.OPEN
    assert desk.clock(ClockName.DISPATCH).due == at(16, 11, 20)
    assert [(note.kind, note.text) for note in desk.notes] == [(NoteKind.REASON, "号码有误")]
    assert desk.intent("reply.correction").draft


def test_who_was_told_nothing_needs_no_correction() -> None:
    desk = dispatched(told=False)
    assert arrive(desk, OtherSide(hear("退单:号码有误"))) == ["returned"]
    assert "reply.forwarded" not in desk.templates


def test_after_a_correction_the_user_hears_of_the_next_hand_over() -> None:
    desk = dispatched()
    arrive(desk, OtherSide(hear("退单:号码有误")))
    desk.send("reply.correction", at(16, 10, 30))
    desk.do(orders.Dispatch("telecom"), at(16, 10, 40))
    assert "reply.forwarded" in desk.templates


def test_a_correction_that_waits_is_pointless_once_it_is_dispatched_again() -> None:
    desk = dispatched()
    arrive(desk, OtherSide(hear("退单:号码有误")))
    desk.do(orders.Dispatch("telecom"), at(16, 10, 40))
    assert "reply.correction" not in desk.templates
    assert "reply.forwarded" not in desk.templates


@pytest.mark.parametrize(
    ("letter", "event"),
    [
        (OtherSide(hear("收到"), known=False), "dispatch_stranger"),
        (OtherSide(hear("收到"), current=False), "dispatch_outdated"),
        (OtherSide(hear("退单:x"), current=False), "dispatch_outdated"),
    ],
)
def test_who_does_not_speak_for_the_other_side_changes_nothing(
    letter: OtherSide, event: str
) -> None:
    desk = dispatched()
    before = desk.view
    assert arrive(desk, letter) == [event]
    assert desk.view.clocks == before.clocks
    assert desk.view.state is State.DISPATCHED


def test_words_of_substance_are_kept_and_offered_never_sent() -> None:
    desk = dispatched()
    assert arrive(desk, OtherSide(hear("经查已修复,测试正常。"))) == ["dispatch_result"]
    assert [note.kind for note in desk.notes] == [NoteKind.DEPARTMENT]
    assert desk.clock(ClockName.DISPATCH).ended_at == at(16, 10, 20)
    assert desk.view.state is State.DISPATCHED


def test_another_mailcare_confirms_silently_and_once() -> None:
    desk = dispatched()
    part = OtherSide(Heard(Saying.RECEIVED), confirms=True)
    assert arrive(desk, part) == []
    assert arrive(desk, part, 30) == []
    assert desk.kinds.count(EventKind.DISPATCH_CONFIRMED) == 1


def test_the_answer_that_the_other_side_gave_is_recorded() -> None:
    desk = dispatched()
    part = OtherSide(Heard(Saying.ANSWERED, "已修复"), answered=True)
    assert arrive(desk, part) == ["dispatch_answered"]
    assert desk.view.state is State.ANSWERED
    assert desk.facts(EventKind.ANSWERED)["by"] == "department"


def test_a_bounce_after_the_user_was_told_makes_correction_and_sheet_ready() -> None:
    desk = Desk().open(judged(Decision.FORWARDED))
    mail = desk.send("dispatch.hand_over", at(16, 10, 5))
    desk.send("reply.forwarded", at(16, 10, 6))
    desk.report(mail, Report("dsn", "failed", "5.1.1"), at(16, 10, 9))
    assert desk.intent("notice.task").facts["target"] == "telecom"
    assert desk.intent("reply.correction").draft


# Corrected


def test_a_remark_corrects_the_elements_that_it_names() -> None:
    desk = dispatched()
    arrive(desk, OtherSide(hear("退单:号码有误")))
    desk.do(orders.Dispatch("telecom", "设备号码:vip02\n已与用户核实"), at(16, 10, 40))
    assert desk.texts.elements == replace(ALL, device_number=desk.texts.elements.device_number)
    assert desk.texts.elements.device_number
    assert desk.texts.elements.device_number.value == "vip02"
    seq = desk.intent("dispatch.hand_over").facts["note"]
    assert [note.text for note in desk.notes if note.seq == seq] == ["设备号码:vip02\n已与用户核实"]


@pytest.mark.parametrize(
    "line", ["设备号码:ad01", "设备号码应为ad01", "更正:设备号码:ad01", "device number: ad01"]
)
def test_lines_that_correct(line: str) -> None:
    found = corrected(Elements(), f"请更正。\n{line}").device_number
    assert found
    assert found.value == "ad01"


def test_other_lines_correct_nothing() -> None:
    assert corrected(ALL, "用户很着急\n请联系用户\n联系人") == ALL


# On paper


def test_on_paper_the_user_hears_of_it_once_people_have_handed_it_over() -> None:
    desk = Desk(PAPER).open(judged(Decision.FORWARDED))
    assert "reply.forwarded" not in desk.templates
    desk.send("notice.fax", at(16, 10, 5))
    assert desk.view.state is State.OPEN
    assert desk.clock(ClockName.DISPATCH).ended_at is None
    with pytest.raises(RefusedError) as refused:
        desk.do(orders.Remind(), at(16, 10, 10))
    assert refused.value.reason is Refusal.BY_PAPER
    desk.do(orders.Confirm(), at(16, 10, 30))
    assert (desk.view.state, desk.templates.count("reply.forwarded")) == (State.DISPATCHED, 1)
    assert desk.clock(ClockName.DISPATCH).ended_at == at(16, 10, 30)
    desk.do(orders.Confirm(), at(16, 10, 40))
    assert desk.templates.count("reply.forwarded") == 1


# Dispatched to us


def test_what_is_dispatched_to_a_unit_is_taken_at_its_word() -> None:
    desk = taken_in()
    assert desk.view.state is State.OPEN
    assert desk.templates == ["notice.new_case", "dispatch.confirmation"]
    assert desk.intent("dispatch.confirmation").unit == "idc"


def test_a_designated_unit_judges_first_and_keeps_the_proposal() -> None:
    desk = taken_in(replace(ORIGIN, owner="telecom"), Role.DESIGNATED)
    assert (desk.view.state, desk.view.suggested) == (State.REVIEW, Decision.FORWARDED)
    assert desk.view.owner == "telecom"
    assert desk.templates == ["notice.review", "dispatch.confirmation"]
    desk.look(at(16, 12))
    assert "reply.review" not in desk.templates


def test_in_shadow_mode_nobody_hears_that_we_have_it() -> None:
    assert taken_in(mode=Mode.SHADOW).waiting == []


def test_what_they_promised_binds_us() -> None:
    desk = taken_in(replace(ORIGIN, due=at(17, 10)))
    assert desk.clock(ClockName.ANSWER).due == at(17, 10)


def test_where_they_answer_our_answer_goes_to_them_alone() -> None:
    desk = taken_in()
    desk.do(orders.Reply("已修复。"), at(16, 11))
    assert "reply.answer" not in desk.templates
    assert desk.intent("dispatch.result").facts["answered"] is False
    assert EventKind.ANSWERED not in desk.kinds
    desk.send("dispatch.result", at(16, 11, 5))
    assert desk.view.state is State.ANSWERED


def test_where_we_answer_they_hear_of_it_after_the_user() -> None:
    desk = taken_in(replace(ORIGIN, answer_by="department"))
    desk.do(orders.Reply("已修复。"), at(16, 11))
    result = desk.intent("dispatch.result")
    assert (result.after, result.facts["answered"]) == ("reply.answer", True)
    desk.do(orders.Takeback(), at(16, 11, 1))
    assert {"reply.answer", "dispatch.result"}.isdisjoint(desk.templates)


@pytest.mark.parametrize(
    "command", [orders.Ask("请问?"), orders.Decline(), orders.NotComplaint()], ids=type
)
def test_where_they_write_to_the_user_we_do_not(command: orders.Command) -> None:
    with pytest.raises(RefusedError) as refused:
        taken_in().do(command, at(16, 11))
    assert refused.value.reason is Refusal.ORIGIN_ANSWERS


def test_what_is_not_ours_goes_back_with_the_reason() -> None:
    desk = taken_in()
    desk.do(orders.Return("号码有误"), at(16, 11))
    assert desk.view.state is State.CLOSED
    assert desk.intent("dispatch.returned").unit == "idc"
    with pytest.raises(RefusedError):
        desk.do(orders.Return("号码有误"), at(16, 12))


def test_what_we_pass_on_comes_back_to_us_first() -> None:
    desk = taken_in(role=Role.DESIGNATED)
    desk.do(orders.Dispatch("telecom"), at(16, 10, 10))
    assert not any(one.startswith("reply.") for one in desk.templates)
    desk.send("dispatch.hand_over", at(16, 10, 15))
    desk.do(orders.Return("不属其业务"), at(16, 10, 30))
    assert desk.view.state is State.OPEN
    assert "dispatch.returned" not in desk.templates


def test_what_a_unit_of_ours_tells_is_heard_like_a_departments_letter() -> None:
    desk = dispatched()
    desk.take(unit_said(desk.case, OtherSide(hear("退单:号码有误")), POLICY, at(16, 11)))
    assert desk.view.state is State.OPEN
    late = unit_said(desk.case, OtherSide(hear("收到")), POLICY, at(16, 12))
    assert [one.facts["event"] for one in late.intents] == ["dispatch_outdated"]


# Figures


def test_a_ledger_tells_each_hand_over_apart() -> None:
    desk = dispatched()
    arrive(desk, OtherSide(hear("退单:号码有误")))
    desk.do(orders.Dispatch("kfzx"), at(16, 10, 40))
    desk.send("dispatch.hand_over", at(16, 10, 45))
    desk.do(orders.Confirm(), at(16, 15))
    desk.do(orders.Answered("由对方答复", at(17, 9)), at(17, 11))
    first, second = hand_overs(desk.case.events, POLICY)
    assert (first.target, first.returned_at) == ("telecom", at(16, 10, 20))
    assert (second.target, second.confirmed_at) == ("kfzx", at(16, 15))
    assert not first.is_late(at(20))
    assert second.is_late(at(20))
    assert second.in_time
