"""The decision table of DESIGN 2, its modes and exceptions."""

from dataclasses import replace
from datetime import timedelta

import pytest

from mailcare.casework.facts import iso
from mailcare.casework.policy import Check, Policy
from mailcare.model.case import ClockName, EventKind, State
from mailcare.model.judgement import (
    Automatic,
    Decision,
    DemandKind,
    Elements,
    Judgement,
    Kind,
    SpecialDemand,
    Way,
)
from mailcare.model.letter import Address
from mailcare.model.place import Mode
from mailcare.model.post import MailClass
from unit.casework.desk import (
    ALL,
    MONDAY,
    ONLY_PROBLEM,
    POLICY,
    USER,
    Desk,
    at,
    judged,
)

AUTO = replace(POLICY, auto_not_accepted=True)
INSUFFICIENT = judged(Decision.INSUFFICIENT)


@pytest.mark.parametrize(
    ("judgement", "policy", "mails", "state"),
    [
        (judged(), POLICY, ["reply.accepted", "notice.new_case"], State.OPEN),
        (
            judged(kind=Kind.SUGGESTION, elements=ONLY_PROBLEM),
            POLICY,
            ["reply.suggestion", "notice.new_case"],
            State.OPEN,
        ),
        (
            judged(Decision.NEED_INFO),
            POLICY,
            ["reply.need_info", "notice.new_case"],
            State.OPEN,
        ),
        (
            judged(Decision.FORWARDED),
            POLICY,
            ["dispatch.hand_over", "reply.forwarded", "notice.new_case"],
            State.OPEN,
        ),
        (
            judged(Decision.FORWARDED, unit="idc"),
            POLICY,
            ["notice.handover", "reply.forwarded", "notice.new_case"],
            State.OPEN,
        ),
        (INSUFFICIENT, POLICY, ["reply.insufficient_partial"], State.OPEN),
        (replace(INSUFFICIENT, elements=ONLY_PROBLEM), POLICY, ["reply.insufficient"], State.OPEN),
        (replace(INSUFFICIENT, elements=Elements()), POLICY, ["reply.insufficient"], State.OPEN),
        (
            judged(Decision.NOT_ACCEPTED),
            POLICY,
            ["reply.not_accepted", "notice.new_case"],
            State.NOT_ACCEPTED,
        ),
        (judged(Decision.NOT_ACCEPTED), AUTO, ["reply.not_accepted"], State.NOT_ACCEPTED),
        (judged(Decision.REVIEW), POLICY, ["notice.review"], State.REVIEW),
    ],
)
def test_each_decision_asks_for_its_mails(
    judgement: Judgement, policy: Policy, mails: list[str], state: State
) -> None:
    desk = Desk(policy).open(judgement)
    assert desk.templates == mails
    assert desk.view.state is state
    assert desk.view.decision is judgement.decision
    assert EventKind.REPLY_SUPPRESSED not in desk.kinds


@pytest.mark.parametrize("decision", [one for one in Decision if one is not Decision.NONE])
def test_shadow_writes_to_nobody_but_decides(decision: Decision) -> None:
    desk = Desk(replace(POLICY, mode=Mode.SHADOW)).open(judged(decision, escalation=True))
    assert desk.waiting == []
    assert desk.view.decision is decision
    assert desk.view.mode is Mode.SHADOW
    assert desk.view.next_check_at is None
    assert desk.facts(EventKind.REPLY_SUPPRESSED)["reason"] == "shadow"


def test_what_was_received_before_going_live_stays_in_shadow() -> None:
    policy = replace(POLICY, mode_since=MONDAY)
    early = Desk(policy).open(judged(), MONDAY - timedelta(seconds=1), MONDAY)
    assert (early.view.mode, early.waiting) == (Mode.SHADOW, [])
    assert Desk(policy).open(judged()).view.mode is Mode.LIVE


@pytest.mark.parametrize("decision", [one for one in Decision if one is not Decision.NONE])
def test_draft_mode_drafts_all_that_leaves_the_unit(decision: Decision) -> None:
    desk = Desk(replace(POLICY, mode=Mode.DRAFT)).open(judged(decision))
    staff = {intent.mail_class for intent in desk.waiting if not intent.draft}
    assert staff == {MailClass.NOTICE}
    assert all(intent.draft for intent in desk.waiting if intent.mail_class is not MailClass.NOTICE)


def test_not_accepted_waits_for_staff_until_the_config_says_otherwise() -> None:
    refused = judged(Decision.NOT_ACCEPTED)
    assert Desk().open(refused).intent("reply.not_accepted").draft
    assert not Desk(AUTO).open(refused).intent("reply.not_accepted").draft


def test_the_forwarded_reply_follows_its_dispatch() -> None:
    desk = Desk().open(judged(Decision.FORWARDED))
    assert desk.intent("reply.forwarded").after == "dispatch.hand_over"
    local = Desk().open(judged(Decision.FORWARDED, unit="idc"))
    assert local.intent("reply.forwarded").after == "notice.handover"
    assert (
        local.intent("notice.handover").recipient_role,
        local.intent("notice.handover").unit,
    ) == (
        "staff",
        "idc",
    )


@pytest.mark.parametrize(
    ("via", "target", "answer_by"),
    [("direct", "telecom", "origin"), ("kfzx", "kfzx", "department"), ("vas", "telecom", "origin")],
)
def test_dispatches_go_through_whom_the_config_names(via: str, target: str, answer_by: str) -> None:
    desk = Desk(replace(POLICY, dispatch_via=via)).open(judged(Decision.FORWARDED))
    dispatch = desk.intent("dispatch.hand_over")
    assert (dispatch.unit, dispatch.facts["answer_by"]) == (target, answer_by)
    assert dispatch.facts["owner"] == desk.intent("reply.forwarded").facts["owner"] == "telecom"
    assert dispatch.facts["confirm_by"] == iso(at(16, 11))


def test_a_checked_dispatch_waits_and_the_clock_does_not() -> None:
    desk = Desk(replace(POLICY, dispatch_check=Check.STAFF)).open(judged(Decision.FORWARDED))
    assert desk.intent("dispatch.hand_over").draft
    assert not desk.intent("reply.forwarded").draft
    assert desk.clock(ClockName.DISPATCH).due == at(16, 11)


def test_a_special_demand_shortens_the_dispatch_and_is_marked() -> None:
    demand = SpecialDemand(DemandKind.URGENT, "急")
    desk = Desk().open(judged(Decision.FORWARDED, special_demand=demand))
    assert desk.clock(ClockName.DISPATCH).due == at(16, 10, 30)
    assert desk.intent("dispatch.hand_over").facts["special_demand"] == "urgent"


def test_facts_say_exactly_what_is_missing_and_wished() -> None:
    desk = Desk().open(judged(Decision.NEED_INFO, reply_by_phone=True))
    facts = desk.intent("reply.need_info").facts
    assert (facts["missing"], facts["way"]) == ("phone", Way.PHONE)
    assert Desk().open(judged()).intent("reply.accepted").facts == {"due": iso(at(19, 10))}


def test_what_its_kind_does_not_need_is_not_asked_for() -> None:
    lacking = judged(Decision.NEED_INFO, elements=Elements(contact=ALL.contact))
    consultation = Desk().open(replace(lacking, kind=Kind.CONSULTATION))
    assert consultation.intent("reply.need_info").facts["missing"] == "problem"
    complaint = Desk().open(lacking)
    assert complaint.intent("reply.need_info").facts["missing"] == "problem,device_number,phone"


@pytest.mark.parametrize(
    ("flag", "role"),
    [("official", "supervisors"), ("colleague", "staff"), ("copy_only", "staff")],
)
@pytest.mark.parametrize("decision", [Decision.IN_SCOPE, Decision.FORWARDED, Decision.REVIEW])
def test_delicate_letters_go_to_a_person_and_are_never_answered(
    flag: str, role: str, decision: Decision
) -> None:
    desk = Desk().open(judged(decision, escalation=False, **{flag: True}))
    assert [(one.template, one.recipient_role) for one in desk.waiting] == [("notice.review", role)]
    assert (desk.view.state, desk.view.suggested) == (State.REVIEW, decision)
    assert desk.facts(EventKind.REPLY_SUPPRESSED)["reason"] == flag
    desk.look(at(17, 17))
    assert all(one.mail_class is not MailClass.REPLY for one in desk.waiting)


def test_a_complaint_about_staff_is_told_to_supervisors_only() -> None:
    desk = Desk().open(judged(about_staff=True, escalation=True))
    assert [one.template for one in desk.waiting] == ["reply.accepted", "notice.new_case"]
    assert desk.intent("notice.new_case").recipient_role == "supervisors"
    local = Desk().open(judged(Decision.FORWARDED, unit="idc", about_staff=True))
    assert local.intent("notice.handover").recipient_role == "supervisors"


def test_an_escalation_is_told_to_supervisors_at_once() -> None:
    desk = Desk().open(judged(escalation=True))
    assert desk.intent("notice.escalation").recipient_role == "supervisors"
    assert desk.view.escalated


def test_a_letter_cut_off_or_of_a_stranger_goes_to_a_person() -> None:
    for arrival, why in (({"truncated": True}, "truncated"), ({"related_case": 3}, "related_case")):
        desk = Desk().open(judged(), **arrival)
        assert desk.templates == ["notice.review"]
        assert desk.intent("notice.review").facts["event"] == why
        assert desk.view.next_check_at == at(16, 11)


def test_suspected_machine_mail_in_review_is_never_acknowledged() -> None:
    desk = Desk().open(judged(Decision.REVIEW, automatic=Automatic.NEWSLETTER))
    desk.look(at(16, 15))
    assert "reply.review" not in desk.templates


@pytest.mark.parametrize(
    ("judgement", "why"),
    [
        (judged(Decision.FORWARDED, unit="nobody"), "no_target"),
        (judged(Decision.FORWARDED, unit=None), "no_target"),
        (judged(Decision.FORWARDED, unit="vas"), "no_target"),
        (judged(Decision.NEED_INFO, elements=ALL), "nothing_missing"),
    ],
)
def test_what_cannot_be_done_as_judged_goes_to_a_person(judgement: Judgement, why: str) -> None:
    desk = Desk().open(judgement)
    assert desk.templates == ["notice.review"]
    assert desk.intent("notice.review").facts["event"] == why


def test_an_old_letter_is_not_answered_by_itself_and_staff_release_its_dispatch() -> None:
    assert "reply.accepted" in Desk().open(judged(), MONDAY, at(18, 10)).templates
    old = Desk().open(judged(), MONDAY, at(18, 10, 1))
    assert old.templates == ["notice.new_case"]
    assert old.intent("notice.new_case").facts["event"] == "too_old"
    forwarded = Desk().open(judged(Decision.FORWARDED), MONDAY, at(18, 10, 1))
    assert forwarded.templates == ["dispatch.hand_over", "notice.new_case"]
    assert forwarded.intent("dispatch.hand_over").draft
    asked = Desk().open(judged(Decision.INSUFFICIENT), MONDAY, at(18, 10, 1))
    assert asked.templates == ["notice.new_case"]


def test_a_suppressed_reply_stops_no_clock() -> None:
    old = Desk().open(judged(Decision.NEED_INFO), MONDAY, at(18, 10, 1))
    assert old.facts(EventKind.REPLY_SUPPRESSED) == {
        "template": "reply.need_info",
        "reason": "too_old",
    }
    assert old.clock(ClockName.ANSWER).due == at(19, 10)


@pytest.mark.parametrize("decision", [Decision.IN_SCOPE, Decision.FORWARDED, Decision.REVIEW])
def test_what_a_colleague_answered_is_recorded_and_left_alone(decision: Decision) -> None:
    desk = Desk().open(judged(decision), answered_by_hand=True)
    assert all(one.mail_class is MailClass.NOTICE for one in desk.waiting)
    assert len(desk.waiting) == 1
    assert desk.view.state is State.ANSWERED
    assert desk.facts(EventKind.ANSWERED)["by"] == "hand"
    assert desk.view.next_due_at is None


def test_without_an_address_staff_are_told_instead() -> None:
    desk = Desk().open(judged(user=Address("")))
    assert desk.templates == ["notice.new_case"]
    assert desk.intent("notice.new_case").facts["event"] == "no_address"


@pytest.mark.parametrize(
    ("judgement", "arrival", "reason", "mails"),
    [
        (judged(), {"history": True}, "history", []),
        (judged(Decision.NONE, automatic=Automatic.AUTO_REPLY), {}, "auto_reply", []),
        (judged(Decision.NONE, automatic=Automatic.BOUNCE), {}, "bounce", []),
        (judged(Decision.NONE, kind=None), {}, "nothing_to_answer", []),
        (judged(Decision.NONE, kind=Kind.PRAISE), {}, "praise", ["notice.praise"]),
    ],
)
def test_what_becomes_no_case_is_filed_with_its_reason(
    judgement: Judgement, arrival: dict[str, object], reason: str, mails: list[str]
) -> None:
    filed = Desk().open(judgement, MONDAY, None, **arrival).filed
    assert filed
    assert (filed.reason, [one.template for one in filed.intents]) == (reason, mails)


def test_praise_in_shadow_is_told_to_nobody() -> None:
    desk = Desk(replace(POLICY, mode=Mode.SHADOW))
    filed = desk.open(judged(Decision.NONE, kind=Kind.PRAISE)).filed
    assert filed
    assert filed.intents == ()


def test_texts_stay_out_of_the_ledger() -> None:
    elements = replace(ALL, phone=replace(ALL.phone, value="13977776666"))  # type: ignore[type-var] # it is there
    desk = Desk().open(judged(Decision.FORWARDED, elements=elements, escalation=True))
    ledger = repr(desk.case.events) + repr(desk.waiting)
    for secret in ("13977776666", USER.address, "收不到", "李"):
        assert secret not in ledger
    assert desk.texts.elements == elements
    assert desk.texts.user == USER
